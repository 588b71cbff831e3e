"""What the office, its sections and leaders of inspections owe: by when, how that day was reached, reminded once, come or sent back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from duchá.campaign.model import Obligation
from duchá.steps.duties_of import duties_as_of
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment
from scoring.office import Office, new_office

pytestmark = [
    pytest.mark.requirement("JC-R-19", key="jincheng-inspectors-2017 duties.inspection-report"),
]

POINTS, PEOPLE = "jincheng-points-2017", "jincheng-inspectors-2017"
SECTIONS = '[duties.assessment-points]\nby = ["综合一科", "财贸科"]\n'
TASK = {"任务编号": "DC-1", "任务名称": "营商环境专项督查", "负责人": "张三", "实际结束日期": date(2018, 5, 2)}


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    folder = tmp_path_factory.mktemp("duties")
    years = {POINTS: 2018, PEOPLE: 2018, "shiyan-2015": 2015, "wuzhi-2015": 2016}
    return {book: new_office(folder / book, rulebook=book, year=year) for book, year in years.items()}


def office_of(masters: dict[str, Office], rulebook: str, folder: Path, settings: str = "", readings: str = "") -> Office:
    shutil.copytree(masters[rulebook].folder, folder / "行动")
    path = folder / "行动" / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace("[readings]\n", f"[readings]\n{readings}\n")
    path.write_text(f"{text}\n{settings}", encoding="utf-8")
    return Office(folder / "行动")


def duties(office: Office, day: str) -> list[dict[str, Any]]:
    return json.loads(office.run("status", "--as-of", day, "--json", wants=None))["duties"]  # type: ignore[no-any-return]  # JSON by definition


def late(office: Office, day: str, *more: str) -> list[tuple[str, str, str, int]]:
    items = json.loads(office.run("overdue", "--as-of", day, "--json", *more, wants=None))["items"]
    return [(item["unit"], item["what"], item["due"], item["days_late"]) for item in items if item["kind"] == "deliverable"]


@pytest.mark.sweep
def test_returns_and_duties_are_one_kind_of_obligation(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, PEOPLE, tmp_path)
    office.write({"督查任务": [TASK]})
    office.record()
    sections = office_of(masters, POINTS, tmp_path / "积分", SECTIONS)
    now = datetime(2018, 5, 20, 9, tzinfo=UTC)
    opened = [open_campaign(one.folder, Moment(now=now, as_of=now.date())) for one in (office, sections)]
    opened += [open_campaign(masters[id].folder, Moment(now=now, as_of=now.date())) for id in ("shiyan-2015",)]
    owed = [one for each in opened for one in (*each.campaign.owed, *(standing.owed for standing in duties_as_of(each).standings))]
    assert {type(one) for one in owed} == {Obligation}
    said = {(one.plain.key, one.key, one.owner, one.answered_by.value, one.plain.comes_back and one.plain.comes_back.value) for one in owed}
    assert ("inspection-report", "inspection-report@DC-1", "张三", "row", None) in said
    assert ("assessment-points", "assessment-points@2018Q1", "财贸科", "receipt", "quarter") in said
    assert {(how, owner) for _, _, owner, how, _ in said if how in ("form", "document")} <= {("form", None), ("document", None)}


@pytest.mark.requirement("JC-J-22")
def test_sections_owe_their_points_on_the_fifth_working_day_after_the_quarter(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, POINTS, tmp_path, SECTIONS)
    what = "第三方评估等积分情况（2018年第一季度）"
    assert late(office, "2018-04-09") == [  # 2, 3, 4 April, the worked Sunday 8 April, 9 April: 清明 lies between
        ("综合一科", "第三方评估等积分情况（2017年第四季度）", "2018-01-08", 91),
        ("财贸科", "第三方评估等积分情况（2017年第四季度）", "2018-01-08", 91),
    ]
    assert ("财贸科", what, "2018-04-09", 1) in late(office, "2018-04-10")
    found = next(one for one in duties(office, "2018-04-10") if one["for"] == "2018Q1")
    assert (found["duty"], found["recipient"], found["state"], found["agreed"]) == (
        "assessment-points", "市政府办公厅督查室", "missing", True,
    )  # fmt: skip
    assert found["reached"] == (
        "2018年第一季度结束 2018年3月31日（周六）+5个工作日，自次日起算 → 4月9日（周一），为本室约定；《积分办法》第十五条没有写明日期"
    )
    said = office.run("status", "--as-of", "2018-04-10", wants=1)
    assert "该报未报、退回待报的 4 件" in said
    assert f"财贸科 {what}" in said


def test_what_came_is_registered_and_what_was_sent_back_is_counted(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, POINTS, tmp_path, SECTIONS)
    sent = {"报送事项": "第三方评估等积分情况", "期间": "2018年第一季度", "报送单位": "财贸科"}
    office.write({"报送登记": [
        {"日期": date(2018, 4, 11), **sent},
        {"日期": date(2018, 4, 12), **sent, "环节": "退回", "重报时限": date(2018, 4, 16)},
        {"日期": date(2018, 4, 18), **sent},
        {"日期": date(2018, 1, 5), **sent, "期间": None},
    ]})  # fmt: skip
    office.record()
    states = {
        day: next(d for d in duties(office, day) if (d["for"], d["owner"]) == ("2018Q1", "财贸科"))
        for day in ("2018-04-11", "2018-04-17", "2018-04-18")
    }
    assert [(one["state"], one["late_days"], one["returns"], one["due"]) for one in states.values()] == [
        ("received", 2, 0, "2018-04-09"),
        ("sent-back", 1, 1, "2018-04-16"),
        ("received", 2, 1, "2018-04-09"),
    ]
    earliest = next(d for d in duties(office, "2018-01-09") if d["owner"] == "财贸科")  # no period written: the earliest one owed
    assert (earliest["for"], earliest["state"], earliest["received_on"]) == ("2017Q4", "received", "2018-01-05")


@pytest.mark.parametrize(("option", "due"), [("fifth-working-day", "2018-04-09"), ("tenth-day", "2018-04-10"), ("none", None)])
def test_the_day_is_a_reading(masters: dict[str, Office], tmp_path: Path, option: str, due: str | None) -> None:
    office = office_of(masters, POINTS, tmp_path, SECTIONS, f'"quarterly-points-due" = "{option}"')
    assert {one["due"] for one in duties(office, "2018-04-20") if one["for"] == "2018Q1"} == {due}
    assert any("第一季度" in what for _, what, _, _ in late(office, "2018-04-20")) is (due is not None)


def test_an_office_may_agree_on_another_day_and_spare_a_unit(masters: dict[str, Office], tmp_path: Path) -> None:
    own = '[duties.assessment-points]\nby = ["市水利局", "财贸科"]\ndue = { text = "期末后第3个工作日", working_days = 3 }\n'
    spared = '[[not_applicable]]\nunit = "市水利局"\ndeliverable = "assessment-points"\nreason = "没有第三方评估事项"\n'
    found = [one for one in duties(office_of(masters, POINTS, tmp_path, own + spared), "2018-04-20") if one["for"] == "2018Q1"]
    assert [(one["owner"], one["due"]) for one in found if one["duty"] == "assessment-points"] == [("财贸科", "2018-04-04")]


def test_nobody_is_urged_while_nobody_was_named_and_status_says_so(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, POINTS, tmp_path)
    assert office.run("overdue", "--as-of", "2018-06-01", wants=0) == ""
    assert "还没有写明是哪些，暂不催报" in office.run("status", "--as-of", "2018-06-01", wants=0)
    open_day = [(one["name"], one["owner"], one["due"]) for one in duties(office, "2018-06-01") if one["for"] == "2018"]
    assert open_day == [("积分及排名情况", "本室", None)]  # the text names no day (第十八条)


def test_the_bureau_owes_bulletins_from_june_to_november_only(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, "shiyan-2015", tmp_path)
    found = [(one["name"], one["for"], one["due"]) for one in duties(office, "2016-03-01")]
    assert found == [
        ("月通报", "2015-06", "2015-07-07"),
        ("月通报", "2015-07", "2015-08-07"),
        ("月通报", "2015-08", "2015-09-08"),  # 3–5 September were off, Sunday the 6th was worked
        ("月通报", "2015-09", "2015-10-13"),
        ("月通报", "2015-10", "2015-11-06"),
        ("月通报", "2015-11", "2015-12-07"),
        ("季总结", "2015Q2", "2015-07-07"),
        ("季总结", "2015Q3", "2015-10-13"),
        ("季总结", "2015Q4", "2016-01-08"),
    ]
    office.write({"报送登记": [{"日期": date(2015, 7, 3), "报送事项": "月通报", "文号": "通报〔2015〕1号"}]})
    office.record()
    assert [(one["for"], one["state"]) for one in duties(office, "2015-08-03") if one["duty"] == "monthly-bulletin"] == [
        ("2015-06", "received"), ("2015-07", "missing"), ("2015-08", "missing"),
    ]  # fmt: skip


def test_a_yearly_duty_comes_back_each_year(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, "wuzhi-2015", tmp_path)
    assert [(one["for"], one["due"]) for one in duties(office, "2017-06-01")] == [
        ("2015", "2015-12-31"), ("2016", "2016-12-31"), ("2017", "2017-12-31"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "due"),
    [
        ("", "2018-05-07"),  # 5 May is a Saturday: rolled to Monday
        ('"roll" = "none"', "2018-05-05"),
        ('"day-count" = "working"', "2018-05-07"),
        ('"task-end" = "planned_end"', "2018-04-28"),  # 25 April + 3; 28 April 2018 was a worked Saturday
    ],
)
def test_the_leader_of_an_inspection_owes_the_report_three_days_after_it_ended(
    masters: dict[str, Office], tmp_path: Path, reading: str, due: str
) -> None:
    office = office_of(masters, PEOPLE, tmp_path, readings=reading)
    office.write({"督查任务": [{**TASK, "计划结束日期": date(2018, 4, 25)}]})
    office.record()
    found = duties(office, "2018-05-03")
    assert [(one["for"], one["owner"], one["due"]) for one in found] == [("DC-1", "张三", due)]
    assert found[0]["article"] == "《“一网三库”办法》第十四条"


def test_a_report_sent_back_is_owed_again_by_the_day_that_was_set_else_in_three_working_days(
    masters: dict[str, Office], tmp_path: Path
) -> None:
    office = office_of(masters, PEOPLE, tmp_path)
    office.write(
        {"督查任务": [{**TASK, "报告收到日期": "2018-05-08", "退回日期": "2018-05-10"}, {**TASK, "任务编号": "DC-2", "实际结束日期": None}]}
    )
    office.record()
    assert late(office, "2018-05-08") == []  # it came that day, a day late; DC-2 goes on
    assert [(one["for"], one["state"], one["late_days"]) for one in duties(office, "2018-05-08")] == [("DC-1", "received", 1)]
    back = duties(office, "2018-05-11")[0]
    assert (back["state"], back["returns"], back["due"]) == ("sent-back", 1, "2018-05-15")
    assert late(office, "2018-05-15") == []
    assert late(office, "2018-05-16") == [("张三", "督查报告、问题事项清单、不落实典型事项清单（DC-1 营商环境专项督查）", "2018-05-15", 1)]
    (item,) = json.loads(office.run("overdue", "--as-of", "2018-05-16", "--json", wants=1))["items"]
    assert item["reached"].startswith("退回 2018年5月10日（周四）") and "本室约定" in item["reached"]
    office.write(
        {"督查任务": [{**TASK, "任务编号": "DC-3", "报告收到日期": "2018-05-07", "退回日期": "2018-05-10", "重报时限": date(2018, 5, 14)}]}
    )
    office.record()
    assert late(office, "2018-05-15") == [("张三", "督查报告、问题事项清单、不落实典型事项清单（DC-3 营商环境专项督查）", "2018-05-14", 1)]


def test_by_how_many_days_what_was_sent_back_is_owed_again_is_said_of_one_duty_or_of_all(
    masters: dict[str, Office], tmp_path: Path
) -> None:
    row = {**TASK, "报告收到日期": "2018-05-08", "退回日期": "2018-05-10"}
    for at, (text, due) in enumerate(
        (("\n[duties.inspection-report]\nresend_days = 1\n", "2018-05-11"), ("resend_days = 5\n", "2018-05-17"))
    ):
        office = office_of(masters, PEOPLE, tmp_path / str(at))
        settings = office.folder / "campaign.toml"
        whole = settings.read_text(encoding="utf-8")
        settings.write_text(text + whole if text.startswith("resend") else whole + text, encoding="utf-8")
        office.write({"督查任务": [row]})
        office.record()
        assert duties(office, "2018-05-11")[0]["due"] == due


def test_each_lateness_is_reminded_once_and_only_units_get_letters(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, POINTS, tmp_path, '[duties.assessment-points]\nby = ["市水利局", "财贸科"]\n')
    first = office.run("overdue", "--as-of", "2018-04-10", "--letters", wants=1)
    assert "本次新发出催促 4 项" in first
    letters = sorted(path.name for path in (office.folder / "reports").glob("催办函-*/*.md"))
    assert letters == ["13-市水利局-催办函.md"]
    text = (office.folder / "reports" / "催办函-2018-04-10" / letters[0]).read_text(encoding="utf-8")
    assert "为本室约定" in text
    assert "本次新发出" not in office.run("overdue", "--as-of", "2018-04-10", wants=1)


def test_a_row_that_answers_nothing_is_named(masters: dict[str, Office], tmp_path: Path) -> None:
    office = office_of(masters, POINTS, tmp_path, SECTIONS)
    sent = {"日期": date(2018, 4, 11), "报送事项": "第三方评估等积分情况"}
    office.write({"报送登记": [{**sent, "期间": "2018Q1"}, {**sent, "期间": "2030Q1", "报送单位": "财贸科"}]})
    said = office.run("record", wants=1)
    assert said.count("L111") == 2
    assert "2030Q1" in said


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[duties.nothing]\nby = ["财贸科"]\n', "C011"),
        ('[duties.assessment-points]\ndue = { text = "3日内", days = 3, working_days = 3 }\n', "G021"),
        ('[duties.assessment-points]\ndue = { text = "每年11月30日前", month = 11, day = 30, recurring = "year" }\n', "G024"),
    ],
)
def test_what_campaign_toml_cannot_say_is_named(masters: dict[str, Office], tmp_path: Path, settings: str, code: str) -> None:
    assert code in office_of(masters, POINTS, tmp_path, settings).run("status", wants=2)
