"""Rates are never 100% unless they are, and nothing of nothing is not a rate (SY-14, DT-25, X-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from duchá.ledger.matter import Matter
from duchá.ledger.rates import Rate, counters_of
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.rulebook.register_rules import FigureKind, Measure, RowPick
from ledger.office import campaign_of, event, ledger_of, opening
from submissions.own_rulebook import complaints, rulebook_text


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 3, "0.0000"), (2, 3, "0.6667"), (158, 164, "0.9634"), (99_996, 100_000, "0.9999"), (3, 3, "1.0000")],
)
def test_share(part: int, whole: int, share: str | None) -> None:
    assert Rate(part=part, whole=whole).share == (None if share is None else Decimal(share))


def test_found_handled_exposed_and_what_is_wanting() -> None:
    rows = [opening(f"P{n}", 类别="督查问题", 事项名称=f"问题{n}", 立项日期=date(2018, 4, 2)) for n in range(3)]
    steps = [
        event(date(2018, 4, 5), "反馈", "P0"),
        event(date(2018, 4, 6), "核验", "P0", 批准人="王某"),
        event(date(2018, 4, 7), "公布", "P0"),
        event(date(2018, 4, 7), "进入重点督办", "P1"),
    ]
    over = campaign_of("dantu-2015")
    counters = counters_of(over, ledger_of(over, [*rows, *steps]).matters, date(2018, 4, 30))
    assert (counters.found, counters.handled, counters.exposed) == (3, 1, 1)
    assert (counters.not_handled, counters.not_exposed) == (("P1", "P2"), ("P1",))


def counted_by_hand(matters: tuple[Matter, ...]) -> tuple[int, int, int, tuple[str, ...], tuple[str, ...]]:
    problems = [one for one in matters if one.kind is MatterKind.PROBLEM and not one.withdrawn]
    handled = [one.id for one in problems if one.ended_on is not None or one.count(Move.VERIFY)]
    exposed = [one.id for one in problems if one.count(Move.PUBLISH)]
    asked = [one.id for one in problems if one.count(Move.PUBLISH) or one.count(Move.KEY)]
    wanting = tuple(one.id for one in problems if one.id not in handled)
    return len(problems), len(handled), len(exposed), wanting, tuple(id for id in asked if id not in exposed)


STEPS = ("签收", "反馈", "核验", "公布", "进入重点督办", "销号")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(STEPS), max_size=4), min_size=1, max_size=4))
def test_the_counters_of_the_rulebook_are_those_that_they_always_were(taken: list[list[str]]) -> None:
    over = campaign_of("dantu-2015")
    rows = [opening(f"P{n}", 类别="督查问题", 事项名称=f"问题{n}", 立项日期=date(2018, 4, 2)) for n in range(len(taken))]
    steps = [
        event(date(2018, 4, 3 + at), step, f"P{n}", 批准人="王某", 说明="说明")
        for n, own in enumerate(taken)
        for at, step in enumerate(own)
    ]
    matters = ledger_of(over, [*rows, *steps]).matters
    found = counters_of(over, matters, date(2018, 4, 30))
    assert (found.found, found.handled, found.exposed, found.not_handled, found.not_exposed) == counted_by_hand(matters)


def test_a_rulebook_says_what_counts_as_handled() -> None:
    over = campaign_of("dantu-2015")
    (book,) = over.rulebooks
    stricter = Measure(
        id="problems-handled",
        name="处理",
        register="problems",
        article="4.4",
        figure=FigureKind.RATE,
        part=RowPick(when="ended = '是' and publish = '是'"),
        target=Decimal(1),
    )
    own = replace(over, rulebooks=(replace(book, measures=(*book.measures, stricter)),))
    rows = [opening("P0", 类别="督查问题", 事项名称="问题", 立项日期=date(2018, 4, 2))]
    steps = [event(date(2018, 4, 5), "反馈", "P0"), event(date(2018, 4, 6), "核验", "P0", 批准人="王某")]
    matters = ledger_of(over, [*rows, *steps]).matters
    assert (counters_of(over, matters, date(2018, 4, 30)).handled, counters_of(own, matters, date(2018, 4, 30)).handled) == (1, 0)
    assert counters_of(replace(over, office=None), matters, date(2018, 4, 30)).handled == 1  # a context of an earlier version


@pytest.mark.parametrize(
    ("measure", "codes"),
    [
        ('id = "problems-handled"\nfigure = "rate"\ntarget = "1"\npart = { when = "verify = \'是\'" }', []),
        ('id = "problems-handled"', ["figure", "target"]),
        ('id = "problems-praised"', ["measures.problems-praised"]),
        ('id = "problems-handled"\nfigure = "rate"\ntarget = "1"\npart = { when = "praised = \'是\'" }', ["praised"]),
    ],
)
def test_what_cannot_be_counted_of_problems_is_said_when_the_rulebook_is_read(measure: str, codes: list[str]) -> None:
    found = complaints(rulebook_text(f'[[measures]]\n{measure}\nname = "处理"\nregister = "problems"\narticle = "3"\n'))
    assert len(found) == len(codes), found
    assert all(any(word in message for _, message in found) for word in codes)
