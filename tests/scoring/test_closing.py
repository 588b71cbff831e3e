"""A closed period never changes: late facts, corrections and withdrawals are booked in the open one, so that the sum is right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

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


def test_a_corrected_row_books_the_difference(office: Office) -> None:
    office.write(
        {"积分事项": [{"日期": date(2018, 5, 1), "单位": "市发改委", "情形": "表彰", "角色": "牵头", "分值": 15, "来源层级": "省"}]}
    )
    office.record()
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close")
    path = office.folder / "registers" / "积分事项.xlsx"
    book = load_workbook(path)
    book.worksheets[0].cell(row=4, column=5, value=12)
    book.save(path)
    office.record()
    assert [change(office, period) for period in ("2018Q2", "2018Q3", "2018")] == [
        {"市发改委": "15"},
        {"市发改委": "-3"},
        {"市发改委": "12"},
    ]


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


def test_what_comes_to_light_after_the_year_is_closed_is_pointed_out(office: Office) -> None:
    """It stands in the year after, which usually is a campaign of its own: there a person has to enter it."""
    office.run("score", "2018", "--as-of", "2018-12-31", "--close", wants=None)
    office.write({"积分事项": [problem("市财政局", date(2018, 12, 2), 问题编号="P2")]})
    office.record()
    found = office.score("2018", "--as-of", "2019-01-10")
    assert changes(found) == {}
    (note,) = [item["why"] for item in found["notes"] if item["unit"] == "市财政局"]
    assert note == "本期关账后才发现的减5分，记在2019年第一季度；2019年另建行动的，请在那里的积分事项登记“更正”"
