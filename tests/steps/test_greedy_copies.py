"""Marked copies of workbooks that look greedy (A46): the copy is made under a reader's limits, costs the run nothing, and the next run works too."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.steps import register_copies
from duchá.submissions.faults import COPY_UNWRITTEN
from duchá.submissions.marked import write_marked_copy as writer
from duchá.submissions.wording import RESULT_SHEET
from duchá.workbooks.pool import Worker
from steps.office import ROW, Office, at

pytestmark = pytest.mark.sweep

FAULTY = {**ROW, "rectification": ""}
resource = pytest.importorskip("resource")


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed by hand."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def in_the_last_corner(sheet: str) -> str:
    """One formatted, empty cell at XFD1048576."""
    return sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')


def down_to_the_last_row(sheet: str) -> str:
    """Formatting down to the last row, as a person leaves it who formats a whole column."""
    last = max(int(piece.split('"')[0]) for piece in sheet.split('<row r="')[1:])
    rows = "".join(f'<row r="{row}"><c r="B{row}" s="1"/></row>' for row in range(last + 1, 1_048_577))
    return sheet.replace("</sheetData>", f"{rows}</sheetData>")


def merged_over_everything(sheet: str) -> str:
    """A merge of the whole sheet below the table: a library that makes every cell of it never ends."""
    return re.sub(r"<mergeCells[^>]*>", lambda found: found[0] + '<mergeCell ref="A2000:XFD1048576"/>', sheet)


SHAPES = (in_the_last_corner, down_to_the_last_row, merged_over_everything)


@pytest.mark.parametrize("change", SHAPES)
def test_the_copy_of_a_greedy_workbook_costs_the_run_nothing(change: Callable[[str], str], office: Office) -> None:
    path = office.fill("区安监局", supervision_problems=[FAULTY])
    rewritten(path, "xl/worksheets/sheet3.xml", change)
    office.fill("区民政局", supervision_problems=[ROW])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = office.collect()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    found = {item["unit"]: item for item in first.submissions}
    assert (found["区安监局"]["status"], found["区民政局"]["status"]) == ("sent-back", "accepted")
    assert first.faults == () and grown < 200  # MiB, in the parent
    assert not (office.folder / ".duchá" / "errors").exists()  # no error of ours
    book = load_workbook(office.folder / found["区安监局"]["marked_copy"])
    assert book.sheetnames[0] == RESULT_SHEET
    assert any(cell.value == "整改情况" for row in book[RESULT_SHEET].iter_rows() for cell in row)
    office.fill("区财政局", supervision_problems=[ROW])
    assert [item["unit"] for item in office.collect(now=at(19)).submissions if item["status"] == "accepted"] == ["区财政局"]


def test_only_one_far_cell_and_their_own_workbook_is_marked(office: Office) -> None:
    path = rewritten(office.fill("区安监局", supervision_problems=[FAULTY]), "xl/worksheets/sheet3.xml", in_the_last_corner)
    (item,) = office.collect().submissions
    sheet = load_workbook(office.folder / item["marked_copy"])["附件4"]
    assert sheet["D9"].comment is None and any(cell.comment for cell in sheet._cells.values())
    assert sheet["XFD1048576"].has_style and path.exists()


def test_a_workbook_that_ends_its_process_is_answered_with_a_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first try dies as a killed process does; the list beside the original does not open it."""
    office.fill("区安监局", supervision_problems=[FAULTY])
    tried: list[str] = []
    whole = Worker._receive

    def receive(worker: Worker) -> None:
        job = worker._flight[0]
        if "write_marked_bytes" in job.request.decode("latin-1") and not tried:
            tried.append(job.name)
            assert worker._process is not None
            worker._process.kill()
            worker._process.wait()
        whole(worker)

    monkeypatch.setattr(Worker, "_receive", receive)
    (item,) = office.collect().submissions
    book = load_workbook(office.folder / item["marked_copy"])
    assert tried and book.sheetnames == [RESULT_SHEET]
    assert "原文件无法改写" in str(book[RESULT_SHEET]["A3"].value)


def test_a_copy_that_takes_too_long_is_answered_with_a_list(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.fill("区安监局", supervision_problems=[FAULTY])
    monkeypatch.setattr(writer, "_SECONDS", 0.000001)
    (item,) = office.collect().submissions
    book = load_workbook(office.folder / item["marked_copy"])
    assert book.sheetnames in ([RESULT_SHEET], [RESULT_SHEET, "附件2", "附件3", "附件4", "_ducha"])  # a quick machine is before the watch


def test_a_place_that_takes_no_file_is_said_and_blocks_nothing(office: Office) -> None:
    office.fill("区安监局", supervision_problems=[FAULTY])
    (office.folder / "returned").rmdir()
    (office.folder / "returned").write_text("一个同名的文件")
    done = office.collect()
    assert [item["status"] for item in done.submissions] == ["sent-back"]
    (fault,) = done.faults
    assert fault.kind is COPY_UNWRITTEN and "returned/区安监局.xlsx" in fault.message
    (office.folder / "returned").unlink()
    assert office.collect(now=at(19)).faults == ()
    assert (office.folder / "returned/区安监局.xlsx").is_file()


def test_an_original_that_is_gone_from_the_archive_blocks_no_later_run(office: Office) -> None:
    office.fill("区安监局", supervision_problems=[FAULTY])
    (item,) = office.collect().submissions
    (office.folder / item["marked_copy"]).unlink()
    (office.folder / ".duchá" / "archive" / item["sha256"][:2] / item["sha256"]).unlink()
    office.fill("区财政局", supervision_problems=[ROW])
    done = office.collect(now=at(19))
    assert [fault.kind for fault in done.faults] == [COPY_UNWRITTEN] and "存档中没有原件" in done.faults[0].message
    assert [one["status"] for one in done.submissions if one["unit"] == "区财政局"] == ["accepted"]


def test_no_parent_opens_what_a_department_sent() -> None:
    """Whoever writes marked copies hands them to the guarded process; nobody imports the code that opens the original."""
    source = Path(str(writer.__file__)).parents[1]
    for module in source.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        if module.parent.name not in ("marked", "formats") and module.name not in ("child.py", "returns.py"):  # these run in that process
            assert "marked.write_marked_bytes import" not in text and "formats.file import read" not in text, module
    assert register_copies.write_marked_copies is writer.write_marked_copies


def test_a_csv_with_one_endless_line_gives_a_copy(office: Office) -> None:
    """A table of ten thousand columns in one line and two thousand short ones: only cells that exist get a line around them."""
    rows = [
        "附件2,,,",
        "部门行政审批自查自纠情况报表,,,",
        "部门（盖章）：,区安监局,填报日期：,2015年11月18日",
        "序号,审批项目名称,发现存在问题,整改情况",
        "1,许可,超时2件,",
        ",".join(["备注"] + ["x"] * 10_000),
        *[f"{n},许可{n},超时{n}件,已改" for n in range(2, 2000)],
    ]
    (office.folder / "returns" / "区安监局附件2.csv").write_bytes("\r\n".join(rows).encode("gb18030"))
    done = office.collect()
    (item,) = done.submissions
    assert item["status"] in ("sent-back", "held") and done.faults == ()
    assert (office.folder / item["marked_copy"]).is_file()
    shutil.rmtree(office.folder / "returned")
