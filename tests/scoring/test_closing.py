"""A closed period never changes: what comes late is booked in the open one, what was changed waits for a person; both name the row."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from getpass import getuser
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from duchá.terms.wording import day_words
from scoring.office import Office, changes, copy_of, new_office, standing


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("closing") / "office")


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def problem(unit: str, day: date, **more: object) -> dict[str, object]:
    return {"日期": day, "单位": unit, "情形": "督查问题", "角色": "牵头", "来源层级": "省", **more}


def change(office: Office, period: str) -> dict[str, str]:
    return changes(office.score(period, "--as-of", "2018-12-31"))


def test_a_late_fact_goes_to_the_open_quarter_and_says_so(office: Office) -> None:
    office.write({"积分事项": [problem("市住建局", date(2018, 5, 1), 问题编号="P1")]})
    office.record()
    closed = office.score("2018Q2", "--as-of", "2018-12-31", "--close")
    assert closed["closed"] is True and changes(closed) == {"市住建局": "-5"}
    office.write({"积分事项": [problem("市住建局", date(2018, 6, 1), 问题编号="P2")]})
    office.record()
    assert office.score("2018Q2", "--as-of", "2018-12-31")["groups"] == closed["groups"]
    (entry,) = standing(office.score("2018Q3", "--as-of", "2018-12-31"), "市住建局")["entries"]
    assert (entry["points"], entry["date"], entry["late_for"]) == ("-5", "2018-07-01", "2018Q2") and "补记" in entry["formula"]
    assert change(office, "2018") == {"市住建局": "-10"}
    said = office.run("score", "2018Q2", "--as-of", "2018-12-31", "--readings")
    assert "按没有关账的情形试算" in said and " 100，同组的单位变了" in said


COMMENDED = {"日期": date(2018, 5, 1), "单位": "市发改委", "情形": "表彰", "角色": "牵头", "分值": 15, "来源层级": "省"}


def changed(office: Office, column: str, value: object, register: str = "积分事项", row: int = 0) -> None:
    """Types something else into a row of a register that was recorded, and records it again, the row known by its 记录号."""
    path = office.folder / "registers" / f"{register}.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(n for n in range(1, 9) if "记录号" in [cell.value for cell in sheet[n]])
    titles = {cell.value: cell.column for cell in sheet[head] if cell.value}
    numbers = iter(numbers_of(office, register))
    for at in range(head + 1, head + 1 + len(numbers_of(office, register))):
        sheet.cell(row=at, column=titles["记录号"], value=next(numbers))
    sheet.cell(row=head + 1 + row, column=titles[column], value=value)  # type: ignore[arg-type]  # what a cell may hold
    book.save(path)
    office.record()


def numbers_of(office: Office, register: str) -> list[str]:
    """The 记录号 of a register's rows, in the order in which they were first written down."""
    facts = read_facts(office.folder / ".duchá" / "journal.sqlite3", kinds=frozenset({FactKind.ROW}))
    return list(dict.fromkeys(str(f.payload["record_no"]) for f in facts if str(f.payload["source"]).endswith(f"{register}.xlsx")))


def waiting(office: Office, period: str = "2018Q3") -> list[dict[str, Any]]:
    """What waits for a person in a period, of what a closed one knew otherwise."""
    return [item for item in office.score(period, "--as-of", "2018-12-31")["undecided"] if "已关账" in item["why"]]


def test_a_row_that_comes_late_is_booked_naming_itself_its_moment_and_who_recorded_it(office: Office) -> None:
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    office.write({"积分事项": [problem("市住建局", date(2018, 6, 1), 问题编号="P2")]})
    office.record()
    (entry,) = standing(office.score("2018Q3", "--as-of", "2018-12-31"), "市住建局")["entries"]
    (because,) = entry["because"]
    assert (because["record_no"], because["register"], because["change"], because["by"]) == ("R00001", "积分事项", "new", getuser())
    moment = datetime.fromisoformat(because["recorded_at"])
    assert moment.tzinfo is not None
    assert f"（积分事项R00001，{day_words(moment.date())}{moment:%H:%M}由{getuser()}录入）" in entry["formula"]


def test_a_row_that_takes_points_back_of_a_closed_quarter_is_booked_naming_itself(office: Office) -> None:
    """A report that was there in time, written down after the quarter was closed: the lateness is taken back."""
    task = {"事项编号": "A", "事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市住建局", "立项日期": date(2018, 6, 1)}
    office.write({"督办事项": [{**task, "节点时限": "2018-06-20", "纳入方式": "被动"}]})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    assert change(office, "2018Q2") == {}  # five off for the node, five on since nobody urged it
    office.write({"办理记录": [{"日期": date(2018, 6, 19), "事项编号": "A", "环节": "反馈"}]})
    office.record()
    (entry,) = standing(office.score("2018Q3", "--as-of", "2018-12-31"), "市住建局")["entries"]
    assert (entry["points"], entry["late_for"]) == ("5", "2018Q2") and "冲回已记的减5分" in entry["formula"]
    assert [one["register"] for one in entry["because"]] == ["办理记录"] and entry["because"][0]["record_no"] in entry["formula"]
    assert any("办理记录.xlsx" in place for place in entry["evidence"])


def test_a_changed_row_that_a_closed_quarter_scored_waits_until_a_correction_names_it(office: Office) -> None:
    office.write({"积分事项": [COMMENDED]})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    changed(office, "分值", 12)
    assert [change(office, period) for period in ("2018Q2", "2018Q3", "2018")] == [{"市发改委": "15"}, {}, {"市发改委": "15"}]
    (line,) = waiting(office)
    assert (line["unit"], line["date"]) == ("市发改委", "2018-07-01")
    assert "原记加15分，按改动后的登记应记加12分，差-3分，没有入账（积分事项R00001" in line["why"]
    assert f"由{getuser()}改动：分值由15改为12" in line["why"] and "问题编号写R00001，依据写批准人，说明写理由" in line["why"]
    office.write({"积分事项": [correction(-3, 问题编号="R00001")]})
    office.record()
    assert waiting(office) == []
    assert [change(office, period) for period in ("2018Q2", "2018Q3", "2018")] == [
        {"市发改委": "15"},
        {"市发改委": "-3"},
        {"市发改委": "12"},
    ]
    changed(office, "分值", 14)  # after the correction: asked about again
    assert "应记加14分，差-1分" in waiting(office)[0]["why"]


def correction(points: float, unit: str = "市发改委", **more: object) -> dict[str, object]:
    return {"日期": date(2018, 7, 9), "单位": unit, "情形": "更正", "分值": points, "依据": "李主任批准", "说明": "核实", **more}


def test_a_correction_of_nought_says_that_a_changed_row_changes_nothing(office: Office) -> None:
    office.write({"积分事项": [COMMENDED]})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    changed(office, "分值", 12)
    office.write({"积分事项": [correction(0, 说明="R00001登记有误，已公布的不变")]})
    office.record()
    assert (waiting(office), change(office, "2018Q3")) == ([], {})


def test_a_row_moved_to_another_day_or_unit_or_taken_back_waits_as_well(office: Office) -> None:
    rows = [problem("市住建局", date(2018, 5, day), 问题编号=f"P{day}") for day in (1, 2, 3)]
    office.write({"积分事项": rows})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    changed(office, "日期", date(2018, 8, 1))
    changed(office, "单位", "市财政局", row=1)
    path = office.folder / "registers" / "积分事项.xlsx"
    book = load_workbook(path)
    book.worksheets[0].delete_rows(6)
    book.save(path)
    office.record(wants=1)
    office.run("record", "--withdraw", "积分事项", numbers_of(office, "积分事项")[2], "--reason", "查无此事")
    assert [change(office, period) for period in ("2018Q2", "2018Q3", "2018")] == [{"市住建局": "-15"}, {}, {"市住建局": "-15"}]
    said = {(item["unit"], item["why"].split("（积分事项")[0].split("，", 1)[1]) for item in waiting(office)}
    assert said == {
        ("市住建局", "已记减5分，按改动后的登记应记在2018年8月1日，没有入账"),
        ("市住建局", "原记减5分，按改动后的登记应记0分，差5分，没有入账"),
        ("市财政局", "原记0分，按改动后的登记应记减5分，差-5分，没有入账"),
    }
    assert any("撤回：查无此事" in item["why"] for item in waiting(office))
    assert len(waiting(office)) == 4


def test_a_changed_row_that_no_closed_quarter_scored_is_as_good_as_a_new_one(office: Office) -> None:
    office.write({"积分事项": [problem("市住建局", date(2018, 7, 5))]})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    changed(office, "日期", date(2018, 6, 5))
    assert (waiting(office), change(office, "2018Q3")) == ([], {"市住建局": "-5"})


def test_what_was_closed_names_the_readings_it_was_closed_with(office: Office) -> None:
    task = {"事项编号": "A", "事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市住建局", "立项日期": date(2018, 4, 2)}
    office.write({"督办事项": [{**task, "节点时限": "无", "纳入方式": "被动"}]})
    office.write({"办理记录": [{"日期": date(2018, 5, day), "事项编号": "A", "环节": "退回"} for day in (2, 9)]})
    office.record()
    closed = office.score("2018Q2", "--as-of", "2018-12-31", "--close")
    office.read(**{"returned-scale": "fixed"})
    after = office.score("2018Q2", "--as-of", "2018-12-31")
    assert after == closed and after["readings"]["returned-scale"] == "growing"
    office.run("report", "ranking", "--period", "2018Q2", "--as-of", "2018-12-31", "--format", "md")
    page = next((office.folder / "reports").glob("排名-2018Q2*.md")).read_text(encoding="utf-8")
    assert "递增：0.5、1.5、2.5……三次合计4.5分" in page and "定额" not in page
    assert (change(office, "2018Q2"), change(office, "2018Q3")) == ({"市住建局": "-2"}, {})


def test_a_unit_that_objects_keeps_a_quarter_from_being_closed_without_a_reason(office: Office) -> None:
    answers = [{"期间": "2018Q2", "单位": "市住建局", "核对意见": "有异议", "日期": date(2018, 7, 3)}]
    answers += [{"期间": "2018Q2", "单位": "市财政局", "核对意见": "无异议", "日期": date(2018, 7, 2)}]
    office.write({"积分核对": answers})
    office.record()
    refused = office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close", wants=2)
    assert "K008" in refused and "有异议 1 个单位（市住建局），未核对 18 个" in refused and "--reason" in refused
    said = office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close", "--reason", "局务会研究后维持", wants=0)
    assert "有异议 1 个单位，未核对 18 个" in said
    found = office.score("2018Q2", "--as-of", "2018-12-31")
    assert found["made_known"][0] == "关账时：有异议1个单位（市住建局），未核对18个；仍予关账的理由：局务会研究后维持。"
    assert json.loads(office.run("journal", "show", "--json"))["facts"][-1]["payload"]["reason"] == "局务会研究后维持"


def test_units_that_have_not_answered_are_counted_when_a_quarter_is_closed(office: Office) -> None:
    said = office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    assert "有异议 0 个单位，未核对 20 个" in said and "K009" in said


def test_when_the_next_quarter_is_closed_too_a_late_fact_goes_on_to_the_one_after(office: Office) -> None:
    for period in ("2018Q2", "2018Q3"):
        office.run("score", period, "--as-of", "2018-12-31", "--close")
    office.write({"积分事项": [problem("市住建局", date(2018, 6, 1))]})
    office.record()
    assert [change(office, f"2018Q{n}") for n in (2, 3, 4)] == [{}, {}, {"市住建局": "-5"}]
    assert change(office, "2018") == {"市住建局": "-5"}


def test_another_reading_after_closing_leaves_the_closed_quarter_and_books_no_difference(office: Office) -> None:
    office.write({"限期材料": [{"材料名称": "总结", "单位": "市财政局", "报送时限": date(2018, 6, 14), "收到日期": date(2018, 6, 18)}]})
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    office.read(**{"material-days": "working"})
    assert [change(office, period) for period in ("2018Q2", "2018Q3", "2018")] == [{"市财政局": "-4"}, {}, {"市财政局": "-4"}]


@pytest.mark.requirement("JC-J-31")
@pytest.mark.parametrize("close", [True, False])
def test_lateness_over_a_quarter_s_end_is_booked_in_two_parts_that_make_five(office: Office, close: bool) -> None:
    task = {"事项编号": "A", "事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市住建局", "立项日期": date(2018, 6, 1)}
    office.write({"督办事项": [{**task, "节点时限": "2018-06-29", "纳入方式": "被动"}]})
    office.record()
    if close:
        office.run("score", "2018Q2", "--as-of", "2018-06-30", "--close")
    office.write({"办理记录": [{"日期": date(2018, 7, 3), "事项编号": "A", "环节": "反馈"}]})
    office.record()
    per_quarter = [change(office, period).get("市住建局", "0") for period in ("2018Q2", "2018Q3")]
    bonus = Decimal(5)  # nobody urged it in the second quarter
    assert (Decimal(per_quarter[0]) - bonus, per_quarter[1]) == (Decimal("-0.5"), "-4.5")


@pytest.mark.requirement("JC-J-19")
def test_a_material_never_sent_accrues_over_quarters(office: Office) -> None:
    office.write({"限期材料": [{"材料名称": "总结", "单位": "市财政局", "报送时限": date(2018, 6, 28)}]})
    office.record()
    assert changes(office.score("2018Q2", "--as-of", "2018-07-05")) == {"市财政局": "-2"}
    assert changes(office.score("2018Q3", "--as-of", "2018-07-05")) == {"市财政局": "-5"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2018Q2", "--as-of", "2018-06-29", "--close"), "K004"),
        (("2018Q1", "--as-of", "2018-12-31", "--close"), "K005"),
        (("2018Q2", "--as-of", "2018-12-31", "--close", "--trial"), "K006"),
        (("2018Q5",), "K001"),
        (("2018", "--quarter"), "K001"),
        (("2018Q2", "--rulebook", "dantu-2015"), "K003"),
        (("2018Q2", "--unit", "市没有局"), "C014"),
    ],
)
def test_what_cannot_be_scored_or_closed_stops_in_one_line(office: Office, arguments: tuple[str, ...], code: str) -> None:
    office.run("score", "2018Q1", "--as-of", "2018-12-31", "--close")
    said = office.run("score", *arguments, wants=2)
    assert code in said and len(said.splitlines()) == 1


def test_a_rulebook_without_points_says_what_to_add(tmp_path: Path) -> None:
    assert "K002" in new_office(tmp_path / "office", rulebook="jincheng-rapid-2017").run("score", wants=2)


def test_what_comes_to_light_after_the_year_is_closed_is_pointed_out_beside_it(office: Office) -> None:
    """It stands in the year after, which usually is a campaign of its own: there a person has to enter it. What was published stays as it was."""
    closed = office.score("2018", "--as-of", "2018-12-31", "--close", wants=None)
    office.write({"积分事项": [problem("市财政局", date(2018, 12, 2), 问题编号="P2")]})
    office.record()
    assert office.score("2018", "--as-of", "2019-01-10") == closed
    said = office.run("score", "2018", "--as-of", "2019-01-10", wants=1)  # proposals wait for a person
    assert "关账以后（不改变本期）" in said and "减5分记在2019年第一季度" in said
    assert "2019年另建行动的，请在那里的积分事项登记“更正”" in said
    assert change_in(office, "2019Q1", "2019-01-10") == {"市财政局": "-5"}


def change_in(office: Office, period: str, day: str) -> dict[str, str]:
    return changes(office.score(period, "--as-of", day))
