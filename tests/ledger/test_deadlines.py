"""Deadlines of matters and nodes, through the ledger, in every reading (X-02, JC-K-03…11, worked examples part 3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from duchá.ledger.explain import dates_of
from ledger.office import campaign_of, event, ledger_of, opening

pytestmark = [
    pytest.mark.requirement("JC-K-03", key="jincheng-rapid-2017 clocks.rapid-1"),
    pytest.mark.requirement("JC-K-05", key="jincheng-rapid-2017 clocks.rapid-2"),
    pytest.mark.requirement("JC-K-06", key="jincheng-rapid-2017 clocks.rapid-2.extension"),
    pytest.mark.requirement("JC-K-08", key="jincheng-rapid-2017 clocks.rapid-3"),
    pytest.mark.requirement("JC-K-09", key="jincheng-rapid-2017 clocks.rapid-4"),
    pytest.mark.requirement("JC-K-11", key="jincheng-rapid-2017 clocks.rapid-5"),
]

CASES = tomli.loads((Path(__file__).parents[1] / "cases/ledger/rapid-deadlines.toml").read_text(encoding="utf-8"))["case"]
READINGS = {"default": {}, "unrolled": {"roll": "none"}, "working": {"day-count": "working"}}
RAPID = "jincheng-rapid-2017"


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_rapid_deadline(case: dict[str, Any], reading: str) -> None:
    campaign = campaign_of(RAPID, readings=READINGS[reading])
    matter = ledger_of(campaign, [opening(类别="快速处置", **case["given"])]).matters[0]
    assert (matter.due.day if matter.due else None) == case["expect"].get(reading)


def extension(day: date, kind: str = "2", **readings: str) -> Any:
    rows = [
        opening(类别="快速处置", 处置类型=kind, 等级="重大复杂", 立项日期=date(2018, 3, 12), 要求发出日期=date(2018, 3, 12)),
        event(date(2018, 4, 9), "延期申请", 附件="推进落实方案"),
        event(date(2018, 4, 10), "延期批准", 新时限=day, 批准人="市政府", 附件="推进落实方案"),
    ]
    return ledger_of(campaign_of(RAPID, readings=readings), rows)


def test_extension_keeps_both_dates() -> None:
    ledger = extension(date(2018, 5, 11))
    due = ledger.matters[0].due
    assert (due.first.due, due.day) == (date(2018, 4, 11), date(2018, 5, 11))
    assert ledger.faults == ()


@pytest.mark.parametrize(
    ("reading", "latest"), [("from-start", date(2018, 5, 11)), ("beyond-first", date(2018, 6, 11))], ids=["A total 60", "B 60 beyond"]
)
def test_extension_beyond_the_usual_limit_is_said_not_refused(reading: str, latest: date) -> None:
    inside = extension(latest, **{"extension-limit": reading})
    beyond = extension(latest.replace(day=latest.day + 1), **{"extension-limit": reading})
    assert [fault.kind.code for fault in inside.faults] == []
    assert [fault.kind.code for fault in beyond.faults] == ["L108"]
    assert beyond.matters[0].due.day == latest.replace(day=latest.day + 1)


@pytest.mark.parametrize("kind", ["1", "3", "4", "5"])
def test_no_extension_but_for_type_two(kind: str) -> None:
    ledger = extension(date(2018, 5, 11), kind=kind)
    codes = {fault.kind.code for fault in ledger.faults}
    assert codes <= {"L103", "L101"} and codes
    assert not ledger.matters[0].due or not ledger.matters[0].due.extended


def test_type_one_is_told_why_it_cannot_be_extended() -> None:
    faults = extension(date(2018, 5, 11), kind="1").faults
    assert {fault.kind.name for fault in faults} == {"no-extension-clause"}
    assert "二1" in faults[0].message


def test_start_by_the_other_reading() -> None:
    row = {
        "类别": "快速处置",
        "处置类型": "1",
        "等级": "一般",
        "发现日期": date(2018, 3, 1),
        "要求发出日期": date(2018, 3, 5),
        "立项日期": date(2018, 3, 6),
    }
    campaign = campaign_of(RAPID, readings={"rapid-start": "found"})
    assert ledger_of(campaign, [opening(**row)]).matters[0].due.day == date(2018, 3, 8)


def test_how_a_date_was_reached_is_said_with_its_article() -> None:
    row = {"类别": "快速处置", "处置类型": "2", "等级": "重大复杂", "立项日期": date(2018, 3, 12)}
    matter = ledger_of(campaign_of(RAPID), [opening(**row)]).matters[0]
    said = dict(dates_of(matter))["期限"]
    assert said == "立项 2018年3月12日（周一）+30日，自次日起算 → 4月11日（周三），依据 《晋城市政府督查快速处置工作制度》二2"


def test_a_date_set_later_names_the_step_that_set_it() -> None:
    said = dict(dates_of(extension(date(2018, 5, 11)).matters[0]))
    assert said["期限（延期批准）"] == "由办公室确定 → 2018年5月11日（周五），依据 2018年4月10日“延期批准”，批准人 市政府"
    rows = [
        opening(立项日期=date(2018, 4, 10)),
        event(date(2018, 4, 16), "申请办结"),
        event(date(2018, 4, 18), "退回", 新时限=date(2018, 4, 20)),
    ]
    task = dict(dates_of(ledger_of(campaign_of("jincheng-13710"), rows).matters[0]))
    assert task["7天落实（再报）"] == task["期限（退回）"] == "由办公室确定 → 2018年4月20日（周五），依据 2018年4月18日“退回”"


@pytest.mark.parametrize(
    ("grade", "expected"),
    [("一般", {"1": date(2018, 4, 10), "3": date(2018, 4, 13), "7": date(2018, 4, 17)}),
     ("重大复杂", {"1": date(2018, 4, 10), "3": date(2018, 4, 13), "1个月": date(2018, 5, 10)}),
     ("", {"1": date(2018, 4, 10), "3": date(2018, 4, 13), "7": date(2018, 4, 17)})],
)  # fmt: skip
def test_nodes_of_13710(grade: str, expected: dict[str, date]) -> None:
    matter = ledger_of(campaign_of("jincheng-13710"), [opening(等级=grade, 立项日期=date(2018, 4, 10))]).matters[0]
    assert {node.id: node.due.day for node in matter.nodes} == expected
    assert matter.due.day == max(expected.values())
    assert matter.presumed is (grade == "")


def test_typed_nodes_replace_the_clock_and_never_roll() -> None:
    row = {"立项日期": date(2018, 4, 10), "节点时限": "2018-04-17、2018-04-29"}
    matter = ledger_of(campaign_of("jincheng-13710"), [opening(**row)]).matters[0]
    assert [node.due.day for node in matter.nodes] == [date(2018, 4, 17), date(2018, 4, 29)]
    assert "由办公室确定" in dict(dates_of(matter))["节点2018-04-29"]


def test_no_nodes_where_none_are_wanted() -> None:
    matter = ledger_of(campaign_of("jincheng-13710"), [opening(立项日期=date(2018, 4, 10), 节点时限="无")]).matters[0]
    assert (matter.nodes, matter.due) == ((), None)


def test_first_node_is_due_on_its_own_day() -> None:
    matter = ledger_of(campaign_of("jincheng-13710"), [opening(立项日期=date(2018, 4, 10))]).matters[0]
    assert dict(dates_of(matter))["当日部署"] == "立项 2018年4月10日（周二），当日 → 4月10日（周二），依据 《“13710”工作制度》“1”"


def test_deliverables_of_shiyan_and_wuzhi() -> None:
    shiyan = {owed.key: owed.deadline for owed in campaign_of("shiyan-2015", group="各单位", year=2015).owed}
    wuzhi = {owed.key: owed.deadline for owed in campaign_of("wuzhi-2015", group="县直", year=2015).owed}
    assert {key: deadline and deadline.due for key, deadline in shiyan.items()} == {
        "work-plan": date(2015, 6, 18), "checklist": None, "summary-report": date(2015, 11, 20),
        "bureau-report": date(2015, 12, 5), "bureau-report-to-city": date(2015, 12, 5),
    }  # fmt: skip
    assert shiyan["bureau-report"] is not None and shiyan["bureau-report"].warn_on == date(2015, 12, 4)
    assert {key: deadline and deadline.due for key, deadline in wuzhi.items()} == {
        "assessment-plan": date(2015, 9, 25), "accountability-report": date(2015, 11, 30), "own-assessment": None,
    }  # fmt: skip


@pytest.mark.parametrize(("year", "due"), [(2015, date(2015, 11, 30)), (2016, date(2016, 11, 30)), (2019, date(2019, 12, 2))])
def test_yearly_zero_report_comes_back(year: int, due: date) -> None:
    owed = {one.key: one.deadline and one.deadline.due for one in campaign_of("wuzhi-2015", group="县直", year=year).owed}
    assert owed["accountability-report"] == due


def test_middle_ten_days_by_the_other_reading() -> None:
    campaign = campaign_of("shiyan-2015", group="各单位", year=2015, readings={"due-before": "exclusive"})
    assert next(owed.deadline.due for owed in campaign.owed if owed.key == "summary-report") == date(2015, 11, 10)
