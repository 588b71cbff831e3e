"""A county ships only its differences: entries are changed, added and deleted by id (extends)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import open_campaign
from duchá.terms.fault import Fault
from duchá.terms.moment import Moment
from rulebook.test_faults import SOUND, UNITS

PARENT = {"rulebook.toml": SOUND, "units.csv": UNITS}


def child(toml: str) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    own = f'id = "own"\nextends = "probe"\n{toml}'
    return parse_rulebook("own", {"probe": PARENT, "own": {"rulebook.toml": own}})


def test_what_is_not_named_stays_and_what_is_named_changes() -> None:
    found, faults = child('title = "本区办法"\n[[deliverables]]\nkey = "table"\nrecipient = "区监察局"\n')
    assert faults == ()
    assert found is not None
    (deliverable,) = found.deliverables
    assert (found.title, found.edition, deliverable.recipient, deliverable.name, len(found.units)) == (
        "本区办法",
        "1",
        "区监察局",
        "情况表",
        2,
    )


def test_a_new_id_is_added_and_a_deleted_one_is_gone() -> None:
    found, faults = child('delete = ["readings.due-before"]\n[[articles]]\nid = "2"\nnumber = "第二条"\n')
    assert faults == ()
    assert found is not None
    assert ([article.number for article in found.articles], found.readings) == (["第一条", "第二条"], ())


def test_deleting_what_is_not_there_is_a_mistake() -> None:
    _, faults = child('delete = ["readings.nothing"]\n')
    assert [fault.kind.code for fault in faults] == ["G011"]


def test_two_that_stand_on_each_other_are_a_loop() -> None:
    texts = {"a": {"rulebook.toml": 'id = "a"\nextends = "b"\n'}, "b": {"rulebook.toml": 'id = "b"\nextends = "a"\n'}}
    _, faults = parse_rulebook("a", texts)
    assert [fault.kind.code for fault in faults] == ["G010"]


def test_what_a_county_settles_itself_is_no_longer_open() -> None:
    """An inherited reading lets go of a key that the child writes otherwise; one that the child writes itself stays."""
    texts = read_texts(["jincheng-points-2017"])

    def readings(own: str) -> dict[str, list[str]]:
        head = 'id = "own"\nextends = "jincheng-points-2017"\n'
        found, faults = parse_rulebook("own", {**texts, "own": {"rulebook.toml": head + own}})
        assert found is not None, faults
        return {reading.id: [key for option in reading.options for key in option.sets] for reading in found.readings}

    own = '[[points]]\nid = "material-late"\ndays = "working"\nbooked = "due"\n'
    assert "material-days" in readings("") and "material-days" not in readings(own)
    assert set(readings(own)["booking"]) == {"points.node-late.booked", "points.key-supervision.booked"}
    assert "base-per" not in readings('[scheme]\nbase_per = "quarters-sum"\n')
    kept = '[[readings]]\nid = "material-days"\ndefault = "working"\n'
    assert "material-days" in readings(own + kept)


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ('[[articles]]\nid = "1"\nnumber = "甲"\n[[articles]]\nid = "1"\nnumber = "乙"\n', "G008"),
        ("delete = 5\n", "G005"),
        ("groups = true\n", "G005"),
        ("[[articles]]\nid = [1]\n", "G005"),
    ],
)
def test_a_child_written_wrongly_is_told_so(toml: str, code: str) -> None:
    """Twice the same id (one would be lost without a word), and values of a wrong kind."""
    found, faults = child(toml)
    assert found is None and code in [fault.kind.code for fault in faults], faults


def test_a_rulebook_without_an_id_of_its_own_is_in_force_all_the_same(tmp_path: Path) -> None:
    """It goes by its parent's id: it must not be taken for a part of itself, which would leave a campaign that owes nothing."""
    folder = tmp_path / "2015"
    init_campaign(folder, Wish(rulebooks=("dantu-2015",)), Moment(now=datetime(2015, 11, 3, 9, tzinfo=UTC)))
    own = folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text('extends = "dantu-2015"\ntitle = "本区"\n', encoding="utf-8")
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["dantu-2015"]', '["own"]'), encoding="utf-8")
    campaign = open_campaign(folder, Moment(now=datetime(2015, 11, 4, 9, tzinfo=UTC))).campaign
    assert [book.title for book in campaign.rulebooks] == ["本区"] and len(campaign.owed) == 5
