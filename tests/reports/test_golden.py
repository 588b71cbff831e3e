"""The summary as reviewed on paper: ``sheet!cell = value | format``. ``DUCHA_UPDATE_GOLDEN=1`` writes it anew; read the difference."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from duchá.reports.write_xlsx import write_xlsx
from duchá.submissions.status import Status
from duchá.terms.place import Place
from reports.returns import NOTE, REJECT, SHANGHAI, Journal, campaign, filled, row, whole

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "summary.txt"
UPDATE = "DUCHA_UPDATE_GOLDEN"
UNITS = ("区财政局", "区审计局", "区安监局", "区外办", "区气象局", "区房管局")


def lines(path: Path) -> Iterator[str]:
    """Every cell that says something, and how each sheet is printed."""
    for sheet in openpyxl.load_workbook(path):
        foot = _without_hashes(f"{sheet.oddFooter.left.text} / {sheet.oddFooter.right.text}")
        paper = f"{sheet.page_setup.orientation or 'portrait'}, {sheet.print_title_rows} repeated, frozen at {sheet.freeze_panes}"
        yield f"== {sheet.title}: {paper}, foot {foot}"
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                    shown = str(value).replace("\n", "⏎")
                    yield _without_hashes(f"{sheet.title}!{cell.coordinate} = {shown} | {cell.number_format}")


def _without_hashes(text: str) -> str:
    """The text without what the journal's every letter goes into."""
    return re.sub(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b", "…", text)


def small_journal(path: Path) -> Journal:
    """One of each: accepted, zero report, late, sent back over an older version, held, not usable, waived."""
    journal = Journal(path=path)
    approval = filled(
        "approval",
        row("approval", 1, "危险化学品经营许可", "办理时限超过承诺期限2件", "11月16日已补办完毕，并修订限时办结规定", sub_unit="安监大队"),
        row("approval", 2, "烟花爆竹许可", "=1+1", "正在整改，11月25日前完成", extra={"联系电话": "13812345678"}),
    )
    systems = filled("supervision-systems", row("supervision-systems", 1, "《“双随机”抽查办法》"), remark=("烟花爆竹许可",))
    problems = filled("supervision-problems", row("supervision-problems", 1, "加油站检查", "未复查", "立行立改"))
    note = NOTE.at(Place(sheet="附件4", cell="D5"), form="supervision-problems", field="整改情况")
    journal.submit("区安监局", 18, approval, systems, problems, report=True, faults=(note,))
    journal.submit("区财政局", 23, filled("approval", nil=True), filled("supervision-problems", nil=True))
    journal.submit("区审计局", 17, problems, source="returns/区审计局.xlsx")
    reject = REJECT.at(Place(sheet="附件4", cell="D6"), form="supervision-problems", field="整改情况")
    journal.submit("区审计局", 22, problems, status=Status.SENT_BACK, faults=(reject,), source="returns/区审计局（改）.xlsx")
    journal.submit("区气象局", 19, approval, status=Status.HELD)
    journal.submit(None, 19, status=Status.REFUSED, source="returns/扫描件.pdf")
    journal.waive("S101", "区财政局", "2015-12-31")
    assert journal.now < datetime(2015, 11, 11, tzinfo=SHANGHAI)
    return journal


@pytest.mark.requirement("DT-37")
def test_the_summary_is_as_it_was_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    assert write_xlsx(whole(small_journal(tmp_path / "journal.sqlite3"), campaign(units=UNITS)), path) == ()
    found = "\n".join(lines(path)) + "\n"
    if os.environ.get(UPDATE):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(found, encoding="utf-8", newline="\n")
        pytest.skip(f"{GOLDEN.name} written anew: read the difference")
    assert found.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()
