"""Hints that show only when the files lie side by side (DT-29, D13, D14): on the summary's 提示 page, derived, never stored."""

from __future__ import annotations

from pathlib import Path

from duchá.steps.report_summary import summary_of
from returns.build_d import TWO, copied_between_units
from returns.paper import Files, docx, page, xlsx
from steps.office import Office, at, copy_office


def hints(office: Office) -> list[tuple[object, ...]]:
    """Unit, code, file of every hint."""
    found = next(page for page in summary_of(office.open(at(20))).pages if page.name == "提示")
    return [(row[1], row[2], row[4]) for row in found.rows]


def collected(corpus: Office, folder: Path, files: Files) -> Office:
    office = copy_office(corpus, folder / "campaign")
    for name, data in files.items():
        (office.folder / "returns" / name).write_bytes(data)
    office.collect()
    return office


def test_two_units_with_the_same_paragraph_are_both_hinted_at(corpus: Office, tmp_path: Path) -> None:
    office = collected(corpus, tmp_path, copied_between_units())
    before = office.journal()
    found = hints(office)
    assert ("区财政局", "S502", "returns/区财政局附件4.xlsx") in found
    assert ("区民政局", "S502", "returns/区民政局附件4.xlsx") in found
    assert office.journal() == before


def test_a_report_that_counts_otherwise_than_the_forms_of_other_files(corpus: Office, tmp_path: Path) -> None:
    said = ["区财政局自查自纠情况报告", "经自查，共发现问题5个，均已整改。", "区财政局", "2015年11月18日"]
    files = {"区财政局报告.docx": docx(said), "附件2.xlsx": xlsx(page()), "附件4.xlsx": xlsx(page("supervision-problems", TWO))}
    assert ("区财政局", "S415", "returns/区财政局报告.docx") in hints(collected(corpus, tmp_path, files))


def test_an_item_that_one_file_lists_as_cancelled_and_another_still_works_on(corpus: Office, tmp_path: Path) -> None:
    systems = page("supervision-systems", tail=[["备注", "本部门被取消的行政审批事项：会计从业资格许可"]])
    files = {"附件3.xlsx": xlsx(systems), "附件2.xlsx": xlsx(page())}
    assert ("区财政局", "S411", "returns/附件2.xlsx") in hints(collected(corpus, tmp_path, files))


def test_what_agrees_gives_no_hint(corpus: Office, tmp_path: Path) -> None:
    said = ["区财政局自查自纠情况报告", "经自查，共发现问题3个，均已整改。", "区财政局", "2015年11月18日"]
    files = {"区财政局报告.docx": docx(said), "附件2.xlsx": xlsx(page()), "附件4.xlsx": xlsx(page("supervision-problems", TWO))}
    assert not [hint for hint in hints(collected(corpus, tmp_path, files)) if hint[1] in ("S411", "S415", "S502", "S503")]
