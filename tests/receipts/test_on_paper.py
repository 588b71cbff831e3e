"""A return on paper: registered, it has come; what stands in it is 纸质未录, blank and never 0, until the office types it into the list."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.verify import verify
from duchá.receipts.matrix import ReceiptStanding
from duchá.reports.page import Page
from duchá.steps.ledger_of import state_of
from duchá.steps.report_summary import summary_of
from duchá.steps.resolve import Action, Answer, resolve
from duchá.steps.status import status
from duchá.steps.withdraw_row import withdraw_row
from duchá.terms.fault import Stop
from steps.office import ROW, Office, at
from steps.registers import RECEIPTS, codes, fill, paper, run

Run = Callable[..., Any]
UNIT, LIST = "区安监局", "纸质录入"
MATERIALS = {"附件2": "approval", "附件3": "supervision-systems", "附件4": "supervision-problems"}


def typed(material: str, number: int | str, item: str = "", problem: str = "", done: str = "", **more: Any) -> dict[str, Any]:
    """A row of 纸质录入."""
    row = {"单位": UNIT, "材料": material, "第几行": number, "事项或制度": item, "发现的问题": problem, "整改情况": done}
    return {title: value for title, value in {**row, **more}.items() if value != ""}


def registered(office: Office, *materials: str) -> None:
    fill(office, RECEIPTS, *(paper(18, UNIT, material) for material in materials or MATERIALS))
    assert codes(run(office)) == []


def pages(office: Office) -> Mapping[str, Page]:
    return {page.name: page for page in summary_of(office.open(at(26))).pages}


def line(page: Page, unit: str = UNIT) -> Mapping[str, object]:
    row = next(row for row in page.rows if row[1] == unit)
    return {column.title: cell for column, cell in zip(page.columns, row, strict=True)}


def cell(office: Office, key: str = "supervision-problems") -> ReceiptStanding:
    return next(one for one in status(office.open(at(26))).standings if one.unit.name == UNIT and one.owed.key == key)


def test_what_came_on_paper_is_blank_and_said_never_nought(office: Office, ducha: Run) -> None:
    """A34."""
    registered(office)
    found = pages(office)
    overview = line(found["总表"])
    figures = (overview["实报"], overview["按时"], overview["问题数"], overview["已整改"], overview[found["总表"].columns[-1].title])
    assert figures == (3, 3, None, None, None)
    assert any(UNIT in note and "附件2、附件3、附件4" in note for note in found["总表"].notes)
    systems = line(found["监管制度"])
    assert [*systems.values()][2:] == [None, None, "纸质未录"]
    assert not any(str(row[-1]) == "0" for row in found["监管制度"].rows)
    receipts = line(found["报送情况"])
    assert [str(value) for value in receipts.values()][2:5] == ["按时、纸质未录"] * 3
    assert not [row for row in found["零报告"].rows if row[1] == UNIT]
    done = ducha("status", "-C", str(office.folder), "--as-of", "2015-11-26")
    assert "纸质未录 3 份" in done.stdout and "registers/纸质录入.xlsx" in done.stdout
    data = json.loads(ducha("status", "-C", str(office.folder), "--as-of", "2015-11-26", "--json").stdout)
    own = next(unit["deliverables"] for unit in data["units"] if unit["unit"] == UNIT)
    assert {key: own[key]["untyped"] for key in MATERIALS.values()} == dict.fromkeys(MATERIALS.values(), True)


def test_a_zero_report_in_one_form_and_paper_in_the_other_is_no_nought_either(office: Office) -> None:
    registered(office, "附件4")
    path = office.fill(UNIT)
    book = load_workbook(path)
    del book["附件4"]
    book.save(path)
    office.collect()
    assert line(pages(office)["总表"])["问题数"] is None


def test_rows_typed_into_the_list_count_as_if_the_unit_had_sent_a_file(office: Office) -> None:
    registered(office)
    fill(
        office,
        LIST,
        typed("附件2", 1, "危化品经营许可", "超时办结2件", "已补办"),
        typed("附件3", 1, "《“双随机”抽查办法》"),
        typed("附件4", 1, "加油站检查", "未复查2家", "已整改到位"),
        typed("附件4", 2, "烟花爆竹检查", "未录入系统1家", "正在整改"),
    )
    assert codes(run(office)) == []
    found = pages(office)
    overview = line(found["总表"])
    assert (overview["问题数"], overview["已整改"]) == (3, 2)
    assert [*line(found["监管制度"]).values()][2:] == [1, "有", None]
    matters = [one for one in state_of(office.open(at(26))).ledger.matters if one.lead == UNIT]
    assert sorted(one.details.problem for one in matters) == ["未复查2家", "未录入系统1家", "超时办结2件"]
    assert {one.id.split("-")[0] for one in matters} == {"附件2", "附件4"}
    assert cell(office).untyped == "" and cell(office).late_days == 0
    assert not verify(office.folder / ".duchá" / "journal.sqlite3", office.folder / ".duchá" / "archive")


def test_recording_the_list_again_changes_nothing_and_a_changed_row_is_a_correction(office: Office) -> None:
    registered(office)
    rows = [typed("附件4", 1, "加油站检查", "未复查2家", "已整改到位"), typed("附件4", 2, "烟花爆竹检查", "未录入1家", "正在整改")]
    fill(office, LIST, *rows)
    run(office)
    before = office.journal()
    run(office)
    assert office.journal() == before
    fill(office, LIST, rows[0], typed("附件4", 2, "烟花爆竹检查", "未录入3家", "正在整改"))
    run(office)
    matters = [one for one in state_of(office.open(at(26))).ledger.matters if one.lead == UNIT and not one.withdrawn]
    assert sorted(one.details.problem for one in matters) == ["未复查2家", "未录入3家"]
    fill(office, LIST, rows[0])
    run(office)
    withdraw_row(office.open(at(25)), LIST, f"{UNIT}｜附件4 事中事后监管自查自纠情况报表2｜2", "录错了一行")
    assert line(pages(office)["总表"])["问题数"] == 1


def test_none_on_paper_is_a_zero_report_once_it_is_typed(office: Office) -> None:
    registered(office, "附件4")
    fill(office, LIST, typed("附件4", 1, "无"))
    run(office)
    assert cell(office).nil
    assert line(pages(office)["报送情况"])[pages(office)["报送情况"].columns[4].title] == "按时、零报告"
    assert line(pages(office)["总表"])["问题数"] == 0


def test_what_is_typed_of_a_paper_that_nobody_registered_is_asked_about_and_counts_once_it_is(office: Office) -> None:
    fill(office, LIST, typed("附件4", 1, "加油站检查", "未复查2家", "已整改"))
    (asked,) = [fault for fault in run(office).faults if fault.kind.code == "S723"]
    assert UNIT in asked.message and "附件4" in asked.message
    assert line(pages(office)["总表"])["问题数"] is None
    registered(office, "附件4")
    assert line(pages(office)["总表"])["问题数"] == 1


def test_a_register_row_corrected_keeps_what_was_typed(office: Office) -> None:
    """收件登记 said the wrong way in which it came: the receipt is another one, what stands in the paper is the same."""
    registered(office, "附件4")
    fill(office, LIST, typed("附件4", 1, "加油站检查", "未复查2家", "已整改"))
    run(office)
    fill(office, RECEIPTS, paper(18, UNIT, "附件4", 方式="其他"))
    run(office)
    assert [(one.number, bool(one.withdrawn), one.untyped) for one in status(office.open(at(26))).receipts] == [
        (1, True, False),
        (2, False, False),
    ]
    assert line(pages(office)["总表"])["问题数"] == 1


def test_the_signed_print_of_what_came_as_a_file_takes_none_of_its_rows_away(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect()
    fill(office, RECEIPTS, paper(19, UNIT, "附件4"))
    run(office)
    assert line(pages(office)["总表"])["问题数"] == 1
    assert cell(office).untyped == ""


def test_a_file_sent_after_the_paper_takes_its_place(office: Office) -> None:
    registered(office, "附件4")
    fill(office, LIST, typed("附件4", 1, "加油站检查", "未复查2家", "已整改"), typed("附件4", 2, "另一项", "未复查3家", "已整改"))
    run(office)
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect(now=at(25))
    assert line(pages(office)["总表"])["问题数"] == 1
    assert (cell(office).version, cell(office).late_days) == (2, 0)


def test_paper_of_an_earlier_day_that_is_registered_after_a_file_leaves_the_file_as_it_is(office: Office) -> None:
    office.fill(UNIT, supervision_problems=[ROW])
    office.collect(now=at(19))
    registered(office, "附件4")
    assert line(pages(office)["总表"])["问题数"] == 1
    assert cell(office).late_days == 0


@pytest.mark.parametrize("action", [Action.UNIT, Action.COLUMN])
def test_paper_has_no_file_that_could_be_read_again(office: Office, action: Action) -> None:
    registered(office, "附件4")
    fill(office, LIST, typed("附件4", 1, "加油站检查", "未复查2家", "已整改"))
    run(office)
    with pytest.raises(Stop) as stop:
        resolve(office.open(at(25)), Answer(receipt=1, action=action, unit="区统计局"))
    assert stop.value.fault.kind.code == "C019"
    resolve(office.open(at(25)), Answer(receipt=1, action=Action.WITHDRAW, reason="登记错了"))
    assert cell(office).current is None


def test_a_paper_registered_after_the_file_that_it_came_before_is_filed_before_it(office: Office) -> None:
    """The day on paper was earlier than that of the file on record: record ended in a program error."""
    office.fill("区安监局")
    office.collect(now=at(18))
    fill(office, RECEIPTS, paper(17, "区安监局", "附件2 行政审批自查自纠情况报表"))
    assert codes(run(office, now=at(19))) == []
    (found,) = [one for one in status(office.open(at(19))).standings if (one.unit.name, one.owed.key) == ("区安监局", "approval")]
    assert (found.state.value, found.late_days, found.version) == ("received", 0, 2)


def test_paper_that_came_late_says_so_like_a_file_whatever_was_settled_first(office: Office) -> None:
    """The first paper was of another unit: taken back, it is as if it had never come, and the second is the one whose day counts."""
    fill(office, RECEIPTS, paper(18, UNIT, "附件4"), paper(24, UNIT, "附件4"), paper(24, "区统计局", "附件4"))
    run(office)
    before = status(office.open(at(26))).receipts[1].payload
    assert (before["version"], before["supersedes"], before["late_days"], before["faults"]) == (2, 1, 0, [])
    resolve(office.open(at(25)), Answer(receipt=1, action=Action.WITHDRAW, reason="登记错了单位"))
    after, alone = (receipt.payload for receipt in status(office.open(at(26))).receipts[1:])
    told = [(one["version"], one["supersedes"], one["late_days"], [fault["code"] for fault in one["faults"]]) for one in (after, alone)]
    assert told == [(1, None, 4, ["S413"])] * 2
