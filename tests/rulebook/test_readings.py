"""A reading decides something, and in words that the program knows; what earlier versions took is said with line, key and reason."""

from __future__ import annotations

import pytest

from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.rulebook.structure import line_of
from duchá.terms.fault import Fault
from rulebook.test_faults import SOUND, UNITS

RAPID = "jincheng-rapid-2017"
PHASE = '[[phases]]\nid = "1"\nname = "自查"\narticle = "1"\nstart = "{start}"\n'


def probe(*changes: tuple[str, str], more: str = "") -> tuple[Rulebook | None, tuple[Fault, ...]]:
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_rulebook("probe", {"probe": {"rulebook.toml": text + more, "units.csv": UNITS}})


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ("month = 11, day = 20", None, ""),
        ('recurring = "month", day = 25', None, ""),
        ('recurring = "quarter"', None, ""),
        ("days = 3", "G042", "它要从某一天数起"),
        ("working_days = 3", "G042", "它要从某一天数起"),
        ('recurring = "year"', None, ""),
        ("days = 999999999999", "G021", "写法有误"),
        ("month = 11, day = 20, year = 99999", "G021", "写法有误"),
    ],
)
def test_a_due_rule_from_which_no_day_follows_is_refused_with_line_key_and_reason(change: str, code: str | None, said: str) -> None:
    """A06: what init-campaign could not reckon passed the check."""
    _, faults = probe(("month = 11, day = 20", change))
    assert [fault.kind.code for fault in faults if fault.kind.code not in ("G040", "G045")] == ([code] if code else [])
    if code:
        fault = next(fault for fault in faults if fault.kind.code == code)
        line = 1 + SOUND.splitlines().index('due = { text = "11月20日前", month = 11, day = 20 }')
        assert (fault.place.cell, fault.place.label, said in fault.message) == (f"第{line}行", "deliverables.table.due", True)


def test_a_clock_by_a_fixed_date_is_refused() -> None:
    texts = read_texts([RAPID])
    text = texts[RAPID]["rulebook.toml"].replace('due = { text = "7日内", days = 7 }', 'due = { text = "月底前", recurring = "month" }', 1)
    assert text != texts[RAPID]["rulebook.toml"]
    book, faults = parse_rulebook(RAPID, {**texts, RAPID: {"rulebook.toml": text}})
    assert [fault.kind.code for fault in faults] == ["G043"]
    assert book is not None, "a campaign that has it already goes on"
    assert all(term.due.is_counted for clock in book.clocks for term in clock.terms)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('id = "due-before"', 'id = "applicability"', "G040"),
        ('id = "exclusive"', 'id = "without-it"', "G041"),
        ("11月20日前", "11月20日", "G040"),  # no text ends in 前: how it is read decides nothing
        ('title = "情况表"\nsheet', 'body_rows = 1000000\ntitle = "情况表"\nsheet', "G045"),
        ('title = "试办法"', 'year = 99999\ntitle = "试办法"', "G045"),
        ('title = "试办法"', 'title = "试\\u0007办法"', "G046"),
        ('title = "情况表"\nsheet', 'file = "../../表.xlsx"\ntitle = "情况表"\nsheet', "G047"),
    ],
)
def test_what_earlier_versions_took_is_named_and_goes_on_where_it_is_in_use(before: str, after: str, code: str) -> None:
    book, faults = probe((before, after))
    assert {fault.kind.code for fault in faults} == {code}
    assert book is not None


@pytest.mark.parametrize("day", ["2015-13-01", "11月3日", "99999-01-01"])
def test_a_phase_whose_day_is_none_is_named(day: str) -> None:
    book, faults = probe(more=PHASE.format(start=day))
    assert [(fault.kind.code, fault.place.label) for fault in faults] == [("G044", "phases.1.start")]
    assert book is not None and book.phases[0].start == ""


def test_no_shipped_reading_decides_nothing() -> None:
    """A28: four of them were offered, printed, and read by nothing."""
    texts = read_texts(shipped_rulebooks())
    assert {id: parse_rulebook(id, texts)[1] for id in shipped_rulebooks()} == dict.fromkeys(shipped_rulebooks(), ())


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("edition", 5),
        ("groups.all.count", 15),
        ("deliverables.table.due", 23),
        ("deliverables[1].due", 23),
        ("forms.table.columns", 30),
        ("readings.due-before.default", 36),
        ("readings.due-before", 31),
        ("readings.nothing", None),
        ("scheme.base", None),
    ],
)
def test_the_line_of_a_key_is_found(label: str, line: int | None) -> None:
    assert line_of(SOUND, label) == line
