"""A rulebook of one's own through the whole house: blanks, filled as a department would in several containers, collected, marked, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from duchá.cli.app import run
from duchá.forms.layout import lay_out
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.reports.page import Page
from duchá.rulebook.form import FilledBy
from duchá.steps.check import Inspection, check
from duchá.steps.collect import Collected, Delivery, collect
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.report_summary import summary_of
from duchá.terms.moment import Moment
from forms import office as libreoffice
from submissions.own_rulebook import form_text, rulebook_text
from submissions.test_cell_checks import CHECK, COLUMNS
from submissions.test_checklists import TEXT as CHECKLIST

pytestmark = pytest.mark.sweep

NOW = datetime(2019, 5, 8, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
UNITS = "序号,单位名称,组别\n1,区财政局,部门\n2,区民政局,部门\n3,区农委,部门\n"
MONTHLY = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS, CHECK.format(id="sum", rule="total = city + country")))
Rows = Sequence[Mapping[str, Any]]


def new_campaign(folder: Path, text: str) -> Path:
    """A campaign by a rulebook of its own, which lies in its templates."""
    home = folder / "templates" / "rulebooks" / "own"
    home.mkdir(parents=True)
    (home / "rulebook.toml").write_text(text.replace('id = "units"\n', 'id = "units"\nunits = "units.csv"\n'), "utf-8")
    (home / "units.csv").write_text(UNITS, "utf-8")
    init_campaign(folder, Wish(rulebooks=("own",), name="月报", year=2019, start=date(2019, 1, 1), end=date(2019, 12, 31)), Moment(now=NOW))
    return folder


def opened(folder: Path) -> OpenCampaign:
    """The campaign as it is today."""
    return open_campaign(folder, Moment(now=NOW))


def fill(folder: Path, unit: str, rows: Rows) -> Path:
    """The unit's blank as it was sent out, with rows and the day filled in."""
    (blank,) = (folder / "blank").glob(f"*{unit}.xlsx")
    (form,) = opened(folder).campaign.forms(FilledBy.UNIT)
    book = load_workbook(blank)
    sheet, layout = book[form.sheet], lay_out(form)
    for place in layout.header:
        if place.field.id == "day":
            sheet[place.entry.at].value = date(2019, 5, 6)
    for number, row in enumerate(rows, 1):
        for column, value in row.items():
            sheet[layout.body(number, column).at].value = value
    path = folder / "returns" / f"{unit}.xlsx"
    book.save(path)
    return path


def collected(folder: Path) -> Collected:
    """What came in."""
    return collect(opened(folder), Delivery(paths=(folder / "returns",)), lambda done, of, name="": None)


def page(folder: Path, name: str) -> Page:
    """A page of the summary."""
    report = summary_of(opened(folder))
    return next(page for page in report.pages if page.name == name)


def test_a_wrong_sum_goes_back_in_a_marked_copy_and_a_right_one_is_taken(tmp_path: Path) -> None:
    folder = new_campaign(tmp_path / "行动", MONTHLY)
    good = {"town": "甲镇", "total": 7, "city": 3, "country": 4, "funds": "3000元", "rate": "0.8"}
    fill(folder, "区财政局", [good])
    fill(folder, "区民政局", [{**good, "total": 99}])
    found = {payload["unit"]: payload for payload in collected(folder).submissions}
    assert (found["区财政局"]["status"], found["区民政局"]["status"]) == ("accepted", "sent-back")
    copy = load_workbook(folder / found["区民政局"]["marked_copy"])
    layout = lay_out(opened(folder).campaign.forms(FilledBy.UNIT)[0])
    cell = copy["乡镇月报表"][layout.body(1, "total").at]
    assert cell.comment is not None and "应填 7" in cell.comment.text and cell.fill.fgColor.rgb not in ("00000000", None)
    results = [str(value) for row in copy["校验结果"].iter_rows(values_only=True) for value in row if value]
    assert any("“合计 = 城区 + 农村”不成立" in text for text in results)


def test_amounts_are_printed_in_the_columns_measure_and_rates_in_one_form(tmp_path: Path) -> None:
    """Findings C03 and C06: 3000元 in 万元 is 0.3; 0.8, 66.7 and 80％ are printed alike."""
    folder = new_campaign(tmp_path / "行动", MONTHLY)
    row = {"total": 7, "city": 3, "country": 4}
    typed = [{"funds": "3000元", "rate": "0.8"}, {"funds": "3亿", "rate": 0.667}, {"funds": 5, "rate": "80％"}]
    fill(folder, "区财政局", [{**row, "town": f"第{at}镇", **more} for at, more in enumerate(typed, 1)])
    collected(folder)
    summary = page(folder, "乡镇月报表")
    titles = [column.title for column in summary.columns]
    shown = [(str(row[titles.index("资金（万元）")]), row[titles.index("完成率")]) for row in summary.rows]
    assert shown == [("0.3", "80%"), ("30000", "66.7%"), ("5", "80%")]
    remarks = [row[titles.index("备注")] for row in summary.rows]
    assert remarks == ["资金（万元）原填3000元、完成率原填0.8", "资金（万元）原填3亿", None]


def test_answers_that_are_problems_are_counted_once_everywhere(tmp_path: Path) -> None:
    """Finding C13: the summary said 0 problems, the ledger had them."""
    folder = new_campaign(tmp_path / "行动", CHECKLIST)
    fill(folder, "区财政局", [{"answer": "否"}, {"answer": "是", "problem": "窗口收费未公示"}, {"answer": "是", "evidence": "台账"}])
    fill(folder, "区民政局", [{"answer": "是"}, {"answer": "否"}, {"answer": "部分", "evidence": "台账"}])
    assert {payload["status"] for payload in collected(folder).submissions} == {"accepted"}
    overview, asked = page(folder, "总表"), page(folder, "逐问")
    found = overview.total[[column.title for column in overview.columns].index("问题数")]
    matters = [matter for matter in state_of(opened(folder)).ledger.matters if not matter.withdrawn]
    assert found == len(matters) == 3
    assert [row[1:] for row in asked.rows] == [
        ("区财政局", "否×", "是×", "是", 2),
        ("区民政局", "是", "否", "部分×", 1),
        ("区农委", None, None, None, None),
    ]
    assert asked.total[2:] == (1, 1, 1, 3)


WRONG = [
    {"town": "甲镇", "total": 99, "city": 3, "country": 4, "funds": "3000元", "rate": "80％"},
    {"town": "乙镇", "total": 5, "city": 2, "country": 3, "funds": "5百", "rate": "百分之八十"},
    {"town": "丙镇", "total": 6, "city": "5.5", "country": 4},
]


@pytest.mark.office
@pytest.mark.skipif(libreoffice.SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls", ".html"])
def test_what_is_found_does_not_depend_on_the_container(ending: str, tmp_path: Path) -> None:
    folder = new_campaign(tmp_path / "行动", MONTHLY)
    filled = fill(folder, "区财政局", WRONG)
    saved = libreoffice.convert(filled, ending, tmp_path / "profile")
    filled.unlink()
    (folder / "returns" / saved.name).write_bytes(saved.read_bytes())
    (payload,) = collected(folder).submissions
    said = [(fault["code"], fault["label"], fault["message"]) for fault in payload["faults"] if fault["code"].startswith("S25")]
    said += [(fault["code"], fault["label"], "") for fault in payload["faults"] if fault["code"] in ("S260", "S116")]
    assert {(code, label) for code, label, _ in said} == {
        ("S250", "合计"),
        ("S256", "资金（万元）"),
        ("S257", "资金（万元）"),
        ("S260", "城区"),
    }
    (wrong,) = (message for code, _, message in said if code == "S250")
    assert "“合计”99" in wrong and "“城区”3" in wrong and "“农村”4" in wrong


OVERVIEW = '[[forms.columns]]\nid = "cases"\ntitle = "案件总数"\nkind = "count"\n'
BOTH = rulebook_text(
    form_text("monthly", "乡镇月报表", COLUMNS, CHECK.format(id="sum", rule="total = city + country")),
    form_text("overview", "案件总表", OVERVIEW, CHECK.format(id="agree", rule="cases = monthly.total")),
)


def alone(folder: Path, unit: str, id: str, rows: Rows) -> Path:
    """One form of the unit's blank in a file of its own."""
    (blank,) = (folder / "blank").glob(f"*{unit}.xlsx")
    forms = {form.id: form for form in opened(folder).campaign.forms(FilledBy.UNIT)}
    book = load_workbook(blank)
    book.security.lockStructure = False
    for form in forms.values():
        if form.id != id:
            book.remove(book[form.sheet])
    sheet, layout = book[forms[id].sheet], lay_out(forms[id])
    for place in layout.header:
        if place.field.id == "day":
            sheet[place.entry.at].value = date(2019, 5, 6)
    for number, row in enumerate(rows, 1):
        for column, value in row.items():
            sheet[layout.body(number, column).at].value = value
    path = folder / "returns" / f"{unit}-{id}.xlsx"
    book.save(path)
    return path


def test_forms_in_two_files_are_held_against_each_other(tmp_path: Path) -> None:
    """check says beforehand what collect will find; the file that is wrong goes back, whichever came first."""
    folder = new_campaign(tmp_path / "行动", BOTH)
    alone(folder, "区财政局", "monthly", [{"town": "甲镇", "total": 7, "city": 3, "country": 4}])
    collected(folder)
    wrong = alone(folder, "区财政局", "overview", [{"cases": 9}])
    (looked,) = check(folder, Inspection(files=(wrong,)), Moment(now=NOW)).submissions
    (found,) = (one for one in collected(folder).submissions if one["source"].endswith("overview.xlsx"))
    for payload in (looked, found):
        (fault,) = (fault for fault in payload["faults"] if fault["weight"] == "reject")
        assert (payload["status"], fault["code"], fault["label"]) == ("sent-back", "S253", "案件总数")
        assert "“案件总数”应填 7" in fault["remedy"]
    assert (folder / found["marked_copy"]).is_file()


def test_the_file_that_came_first_goes_back_when_the_other_shows_that_it_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new_campaign(tmp_path / "行动", BOTH)
    alone(folder, "区财政局", "overview", [{"cases": 9}])
    (first,) = collected(folder).submissions
    assert first["status"] == "accepted"
    alone(folder, "区财政局", "monthly", [{"town": "甲镇", "total": 7, "city": 3, "country": 4}])
    capsys.readouterr()
    assert run(["collect", "-C", str(folder), "--received-at", "2019-05-08T11:00"]) == 1
    said = capsys.readouterr().out
    assert "以前的 1 份收件随之变了" in said and "“案件总数”应填 7" in said
    (changed,) = (receipt.payload for receipt in receipts_of(opened(folder).facts(*RECEIPT_FACTS)) if receipt.number == first["receipt"])
    assert (changed["receipt"], changed["status"], [fault["code"] for fault in changed["faults"]]) == (
        first["receipt"],
        "sent-back",
        ["S253"],
    )
    assert (folder / changed["marked_copy"]).is_file()
