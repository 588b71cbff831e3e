"""One clock, one reading: what a rulebook takes over from another it shares with it; a choice that decides nothing is said (A27)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.campaign.parse import blocking, parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.rulebook.form import FilledBy
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.submissions.checks.dates import first_day_in_scope
from duchá.terms.fault import Fault
from duchá.terms.unit import Unit
from scoring.office import Office, copy_of, new_office

POINTS, TASKS = "jincheng-points-2017", "jincheng-13710"
SETTINGS = 'name = "督查"\nrulebooks = {ids}\nyear = 2018\nstart = 2018-01-01\nend = 2018-12-31\n[readings]\n{readings}\n'
OWN = 'id = "own"\nextends = "{parent}"\ntitle = "本县办法"\nsource = "本县"\n{more}'
MATTER = {
    "事项编号": "A", "事项名称": "甲", "类别": "督办事项", "来源": "会议", "等级": "一般", "牵头单位": "市农委", "立项日期": "2018-04-03",
}  # fmt: skip


def campaign(ids: Sequence[str], readings: str = "", own: str = "") -> tuple[Campaign | None, tuple[Fault, ...]]:
    texts = {**read_texts(shipped_rulebooks()), **({"own": {"rulebook.toml": own}} if own else {})}
    roster = [
        {**roster_row(Unit(name=name, order=at, group=group, klass=klass)), "#": str(at)}
        for at, (name, group, klass) in enumerate(
            [("城区", "县(市、区)", ""), ("开发区", "县(市、区)", "开发区"), ("市农委", "市直", ""), ("气象局", "驻市", "")], 1
        )
    ]
    return parse_campaign(
        Sources(settings=SETTINGS.format(ids=json.dumps(ids), readings=readings), rulebooks=texts, roster=roster, calendar=())
    )


def codes(faults: Sequence[Fault]) -> list[str]:
    return [fault.kind.code for fault in faults]


@pytest.mark.parametrize("name", [f"{POINTS}.day-count", f"{TASKS}.day-count", "day-count"])
@pytest.mark.parametrize("ids", [*permutations((POINTS, TASKS)), (POINTS,)])
def test_a_reading_chosen_under_either_name_is_chosen_for_both(ids: tuple[str, ...], name: str) -> None:
    found, faults = campaign(ids, f'"{name}" = "working"')
    assert found is not None and codes(faults) == []
    assert {found.reading(id, "day-count") for id in ids} == {"working"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = new_office(tmp_path_factory.mktemp("one clock") / "office")
    office.write({"督办事项": [MATTER]})
    office.record()
    return office


@pytest.mark.parametrize("name", [POINTS, TASKS])
@pytest.mark.parametrize("ids", list(permutations((POINTS, TASKS))))
def test_the_dates_and_the_printed_reading_agree_in_any_order(untouched: Office, tmp_path: Path, ids: tuple[str, ...], name: str) -> None:
    """The choice moved the dates or only the printed page, by the order of the rulebooks."""
    office = copy_of(untouched, tmp_path / "office")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(f'["{POINTS}"]', json.dumps(ids)), encoding="utf-8")
    office.read(**{f"{name}.day-count": "working"})
    (matter,) = json.loads(office.run("ledger", "--json", "--as-of", "2018-04-04", wants=None))["matters"]
    score = office.score("2018Q2", "--as-of", "2018-06-30", "--rulebook", POINTS)
    assert [node["due"] for node in matter["nodes"]] == ["2018-04-03", "2018-04-09", "2018-04-13"]
    assert score["readings"]["day-count"] == "working"


def test_two_names_of_one_reading_that_choose_differently_are_said_and_the_order_changes_nothing() -> None:
    readings = f'"{POINTS}.day-count" = "natural"\n"{TASKS}.day-count" = "working"'
    results = [campaign(ids, readings) for ids in permutations((POINTS, TASKS))]
    assert [codes(faults) for _, faults in results] == [["C051"], ["C051"]]
    assert len({fault.message for _, faults in results for fault in faults}) == 1
    assert [found.reading(POINTS, "day-count") for found, _ in results if found] == ["natural", "natural"]


def test_a_choice_that_nothing_reads_is_said() -> None:
    """The county's own day-count reads its clock; that of the regulation it stands on, which is in the list as well, reads none."""
    own = OWN.format(
        parent=TASKS,
        more='[[readings]]\nid = "day-count"\nquestion = "本县怎么数"\narticle = "13710"\nrequirement = "X-02"\ndefault = "working"\n',
    )
    found, faults = campaign(["own", TASKS], f'"{TASKS}.day-count" = "natural"', own)
    assert found is not None and codes(faults) == ["C053"]
    assert found.reading("own", "day-count") == "working"


def test_a_reading_that_is_offered_no_more_is_said_and_stops_nothing() -> None:
    for name in ("dantu-2015.applicability", "applicability"):
        found, faults = campaign(["dantu-2015"], f'"{name}" = "applicable"')
        assert found is not None and "C052" in codes(faults) and "not_applicable" in next(f.remedy for f in faults if f.kind.code == "C052")
    found, faults = campaign(["dantu-2015"], '"dantu-2015.applicability" = "some"')
    assert found is None and codes(faults) == ["C010"]


def test_a_short_name_is_chosen_only_where_the_option_is_offered() -> None:
    """下班 is an option of 丹徒's deadlines, not of 武陟's: there the default stays."""
    found, _ = campaign(["wuzhi-2015", "dantu-2015"], '"due-before" = "office-hours"')
    assert found is not None
    assert [found.reading(id, "due-before") for id in ("dantu-2015", "wuzhi-2015")] == ["office-hours", "inclusive"]


def test_what_a_rulebook_includes_is_not_owed_twice() -> None:
    own = OWN.format(parent="wuzhi-2015", more='[[deliverables]]\nkey = "assessment-plan"\nrecipient = "本县法制办"\n')
    for ids in permutations(("own", "wuzhi-2015")):
        found, _ = campaign(ids, own=own)
        assert found is not None
        assert sorted(owed.key for owed in found.owed) == ["accountability-report", "assessment-plan", "own-assessment"]
        assert {owed.recipient for owed in found.owed if owed.key == "assessment-plan"} == {"本县法制办"}
        assert [form.id for form in found.forms(found.rulebooks[0].forms[0].filled_by)].count("accountability-report") == 1


def test_two_regulations_for_one_kind_of_matter_are_said() -> None:
    own = OWN.format(parent=TASKS, more='[[clocks]]\nid = "13710"\npresumed_grade = "重大复杂"\n')
    other = own.replace('id = "own"', 'id = "own"', 1)
    alone, faults = campaign(["own", TASKS], own=other)
    assert alone is not None and codes(faults) == [], "the county's own is part of what it stands on"
    both, faults = campaign(["own", POINTS], own=own)
    assert both is not None and codes(faults) == ["C054"] and not blocking(faults)


def test_a_new_campaign_is_not_begun_with_two_regulations_for_one_kind_of_matter(tmp_path: Path) -> None:
    from sweep.campaigns import command

    folder = tmp_path / "行动"
    own = folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    text = OWN.format(parent=TASKS, more='[[clocks]]\nid = "13710"\npresumed_grade = "重大复杂"\n')
    (own / "rulebook.toml").write_text(text, encoding="utf-8")
    ran = command("init-campaign", folder, "--rulebook", "own", "--rulebook", POINTS)
    assert (ran.code, ran.out, "C054" in ran.err) == (2, "", True)
    assert sorted(path.name for path in folder.iterdir()) == ["templates"]


@pytest.mark.parametrize(
    ("typed", "since"),
    [("", date(2014, 11, 1)), ("month-after", date(2014, 12, 1)), ("2014-11-18", date(2014, 11, 18))],
)
def test_the_day_on_which_the_catalogue_was_published_may_be_typed(typed: str, since: date) -> None:
    """DT-04: the text names the month alone; the office may know the day."""
    readings = f'"dantu-2015.catalogue-date" = "{typed}"' if typed else ""
    found, faults = campaign(["dantu-2015"], readings)
    assert found is not None and "C053" not in codes(faults)
    form = next(form for form in found.forms(FilledBy.UNIT) if form.id == "approval")
    assert first_day_in_scope(found, form) == since


@pytest.mark.parametrize("wrong", ['"dantu-2015.catalogue-date" = "2014-11-31"', '"dantu-2015.due-before" = "2015-11-20"'])
def test_a_day_that_is_none_or_answers_another_question_is_no_choice(wrong: str) -> None:
    found, faults = campaign(["dantu-2015"], wrong)
    assert found is None and codes(faults) == ["C010"]
