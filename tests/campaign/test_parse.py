"""What campaign.toml changes takes effect; what does not fit is named with file, key and remedy (C002–C024)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.campaign.parse import parse_campaign
from duchá.campaign.roster import read_roster, roster_row
from duchá.campaign.sources import Sources, sources_from_json
from duchá.steps.open_campaign import open_campaign
from duchá.terms.fault import Fault
from duchá.terms.moment import Moment
from steps.office import BEGIN, make_office


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    office = make_office(tmp_path_factory.mktemp("campaign") / "行动")
    return open_campaign(office.folder, Moment(now=BEGIN)).sources


def parsed(sources: Sources, extra: str = "", **changes: object) -> tuple[Campaign | None, tuple[Fault, ...]]:
    return parse_campaign(replace(sources, settings=sources.settings + extra, **changes))  # type: ignore[arg-type]  # tests name real fields


def campaign(sources: Sources, extra: str = "") -> Campaign:
    found, faults = parsed(sources, extra)
    assert found is not None, faults
    return found


@pytest.mark.requirement("DT-01")
@pytest.mark.requirement("DT-15")
@pytest.mark.requirement("DT-30")
def test_41_departments_owe_four_things_each_and_the_towns_wait_for_their_roster(sources: Sources) -> None:
    found, faults = parsed(sources)
    assert found is not None
    assert sum(len(found.owed_by(unit)) for unit in found.roster.units) == 164
    assert [fault.kind.code for fault in faults] == ["C017"]
    assert {owed.key: owed.deadline.due for owed in found.owed}["towns-report"] == date(2015, 12, 10)


def test_each_group_that_waits_for_its_roster_is_named_apart(sources: Sources) -> None:
    """乡镇、街道、县直 are three groups: who typed them as one into 组别 would still owe nothing."""
    text = sources.rulebooks["dantu-2015"]["rulebook.toml"] + '[[groups]]\nid = "more"\nname = "县直"\narticle = "2"\n'
    both = text.replace('groups = ["towns"]', 'groups = ["towns", "more"]')
    own = {**sources.rulebooks, "dantu-2015": {**sources.rulebooks["dantu-2015"], "rulebook.toml": both}}
    _, (fault,) = parsed(sources, rulebooks=own)
    assert fault.message.startswith("“镇、街道、园区”、“县直”在名单里还没有单位") and fault.remedy.endswith(
        "组别写“镇、街道、园区”、“县直”中的一个。"
    )


@pytest.mark.requirement("X-02")
def test_a_date_typed_by_the_office_counts_and_never_rolls_over_a_holiday(sources: Sources) -> None:
    found = campaign(sources, "\n[deliverables.report]\ndue = 2015-11-22\ncutoff = 17:30:00\nrecipient = '区监察局'\n")
    (report,) = [owed for owed in found.owed if owed.key == "report"]
    assert (report.deadline.due, report.deadline.cutoff, report.recipient) == (date(2015, 11, 22), time(17, 30), "区监察局")


def test_what_is_not_applicable_is_not_owed(sources: Sources) -> None:
    found = campaign(sources, "\n[[not_applicable]]\nunit = '区外办'\ndeliverable = 'approval'\nreason = '没有审批职权'\n")
    unit = found.roster.get("区外办")
    assert unit is not None
    assert [owed.key for owed in found.owed_by(unit)] == ["supervision-systems", "supervision-problems", "report"]


def test_the_other_reading_of_before_takes_the_day_itself_away(sources: Sources) -> None:
    settings = sources.settings.replace("[readings]", '[readings]\n"dantu-2015.due-before" = "exclusive"')
    found, _ = parse_campaign(replace(sources, settings=settings))
    assert found is not None
    assert {owed.deadline.due for owed in found.owed if owed.key == "approval"} == {date(2015, 11, 19)}


def test_groups_may_have_other_names_on_the_roster(sources: Sources) -> None:
    rows = [{**row, "组别": "市直"} for row in sources.roster]
    settings = sources.settings.replace("[groups]", '[groups]\n"区级机关相关部门" = ["市直"]')
    found, _ = parse_campaign(replace(sources, settings=settings, roster=rows))
    assert found is not None
    assert sum(len(found.owed_by(unit)) for unit in found.roster.units) == 164


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([], ["C008"]),
        ([{"单位名称": "区财政局"}], ["C004"]),
        ([{"单位名称": "", "组别": "甲", "#": "7"}], ["C005"]),
        ([{"单位名称": "区财政局", "组别": "甲"}, {"单位名称": "区财政局 ", "组别": "甲"}], ["C006"]),
        (
            [
                {"单位名称": "区财政局", "组别": "甲", "停用日期": "2015-07-01"},
                {"单位名称": "区财政局", "组别": "乙", "启用日期": "2015-07-01"},
            ],
            ["C006"],
        ),
        ([{"单位名称": "区财政局", "组别": "甲"}, {"单位名称": "区财政局", "组别": "乙", "启用日期": "2015-07-01"}], ["C006"]),
    ],
)
def test_a_roster_that_does_not_hold_is_named(sources: Sources, rows: list[dict[str, str]], codes: list[str]) -> None:
    _, faults = parsed(sources, roster=rows)
    assert [fault.kind.code for fault in faults if fault.kind.code != "C017"] == codes


def test_a_unit_with_several_rows_is_one_unit_that_each_row_describes_for_its_days(sources: Sources) -> None:
    rows = [
        *({**row, "停用日期": "2015-11-15", "别名": "财政", "联系人": "王某"} for row in sources.roster if row["单位名称"] == "区财政局"),
        {"单位名称": "区财政局", "组别": "镇", "启用日期": "2015-11-16", "停用日期": "2015-11-30", "序号": "90", "#": "60"},
        {"单位名称": "区财政局", "组别": "街道", "启用日期": "2015-12-05", "序号": "91", "联系人": "李某", "#": "61"},
    ]
    rest = [row for row in sources.roster if row["单位名称"] != "区财政局"]
    found, _ = parse_campaign(replace(sources, roster=[*rest, *rows]))
    assert found is not None and len(found.roster) == len(sources.roster)
    unit = found.roster.find("财政").unit
    assert unit is not None and (unit.name, unit.group, unit.contact, unit.valid_from) == ("区财政局", "街道", "李某", None)
    days = ((2015, 1, 5), (2015, 11, 15), (2015, 11, 16), (2015, 12, 2), (2015, 12, 5), (2016, 3, 1))
    assert [unit.on(date(*day)).group for day in days] == [rows[0]["组别"], rows[0]["组别"], "镇", "镇", "街道", "街道"]
    assert [unit.valid_on(date(*day)) for day in days] == [True, True, True, False, True, True]
    assert unit.ended_by(date(2015, 12, 2)) and not unit.ended_by(date(2015, 12, 5))
    assert [owed.key for owed in found.owed_by(unit)] == []  # on 20 November it was no department any more


def test_an_alias_of_two_units_is_said_and_matches_neither(sources: Sources) -> None:
    rows = [{**row, "别名": f"{row['别名']}、共用名"} if row["单位名称"] in ("区外办", "区侨办") else row for row in sources.roster]
    found, faults = parsed(sources, roster=rows)
    assert found is not None
    assert "C007" in [fault.kind.code for fault in faults]
    assert found.roster.find("共用名").unit is None


def test_a_calendar_row_that_is_no_date_is_named(sources: Sources) -> None:
    _, faults = parsed(sources, calendar=[{"日期": "国庆", "类型": "放假", "#": "5"}])
    assert [(fault.kind.code, "5" in fault.message) for fault in faults] == [("C009", True)]


@pytest.mark.parametrize("day", ["2018-06-19", "2018/6/19", "2018年6月19日"])
@pytest.mark.parametrize(("kind", "works"), [("放假", False), ("休", False), ("上班", True), ("补班", True)])
def test_a_calendar_row_is_read_as_an_office_writes_it(sources: Sources, day: str, kind: str, works: bool) -> None:
    found, faults = parsed(sources, calendar=[*sources.calendar, {"日期": day, "类型": kind, "#": "900"}])
    assert found is not None
    assert not [fault for fault in faults if fault.kind.code == "C009"]
    assert found.calendar.is_working(date(2018, 6, 19)) is works


def test_a_roster_written_comes_back_as_it_was(sources: Sources) -> None:
    found = campaign(sources)
    again, faults = read_roster([roster_row(unit) for unit in found.roster.units], "units.xlsx")
    assert (again, faults) == (found.roster.units, ())


def test_sources_come_back_from_json(sources: Sources, tmp_path: Path) -> None:
    assert sources_from_json(sources.as_json()).as_json() == sources.as_json()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("year = 2015", "year = 99999", "C057"),
        ("year = 2015", "year = 0", "C057"),
        ("year = 2015", "year = -2015", "C057"),
        ("start = 2015-11-03", "start = 0001-01-01", "C057"),
        ("end = 2015-11-30", "end = 9999-12-31", "C057"),
        ("[groups]", "[deliverables.report]\ndue = 9999-12-31\n[groups]", "C057"),
        ("[groups]", "[mail]\nport = 99999999\n[groups]", "C058"),
        ("[groups]", "[mail]\nport = 0\n[groups]", "C058"),
    ],
)
def test_a_number_or_day_that_nobody_can_mean_is_one_line(sources: Sources, before: str, after: str, code: str) -> None:
    """A59: they ended in a program error."""
    assert before in sources.settings
    found, faults = parse_campaign(replace(sources, settings=sources.settings.replace(before, after, 1)))
    assert found is None and [fault.kind.code for fault in faults] == [code]
