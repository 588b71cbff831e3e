"""Entries → cards (红牌、黄牌…): one for each thing that a card's rules scored, one for so many of another kind; and what so many cards cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.rulebook.card import Card
from duchá.rulebook.point_rule import CardsRule, Each, Every, LateTerms
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import CardGiven, Entry, Outcome
from duchá.scoring.rules.setting import Setting, kth, places, scored_by, with_sign
from duchá.terms.period import PeriodKind, add_months, following, period_of

NO_POINTS = ("，0分", "，每次0分")
BY_CARDS = "{cards}{count}张（{days}），亮{name}"
COST = "{name}：{card}{count}张（{days}），{points}分"
IN_A_ROW = "连续{count}个月"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A card with the months for which it is kept."""

    given: CardGiven

    def on(self, day: date) -> bool:
        return self.given.until is None or day <= self.given.until


def cards_of(entries: Iterable[Entry], setting: Setting) -> tuple[CardGiven, ...]:
    """Every card of all units, in the order of the rulebook's kinds and of their days. The same thing gives one card, however many entries it has."""
    entries = sorted(entries, key=lambda entry: (entry.day, entry.unit, entry.rule, entry.cause))
    found: list[CardGiven] = []
    for card in setting.rulebook.cards:
        if card.of:
            for given in _by_unit([one for one in found if one.card == card.of]).values():
                found += [
                    _from_cards(card, batch, setting) for batch in _batches(given, card.count, card.every, consecutive=card.consecutive)
                ]
        else:
            found += _from_entries(card, entries, setting)
    return tuple(found)


def _from_entries(card: Card, entries: Iterable[Entry], setting: Setting) -> Iterator[CardGiven]:
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        if entry.rule in card.rules and (key := (entry.unit, entry.rule, thing_of(entry, setting))) not in seen:
            seen.add(key)
            yield CardGiven(
                card=card.id,
                name=card.name,
                article=setting.rulebook.article(card.article),
                unit=entry.unit,
                day=entry.day,
                why=_without_points(entry),
                evidence=entry.evidence,
                until=_until(card, entry.day),
                good=card.good,
                says=card.says,
            )


def _without_points(entry: Entry) -> str:
    """What happened, without the points where there are none: a card is not for 0分."""
    words = entry.formula
    for worth in NO_POINTS if not entry.points else ():
        words = words.removesuffix(worth)
    return words


def _from_cards(card: Card, batch: Sequence[CardGiven], setting: Setting) -> CardGiven:
    day = batch[-1].day
    days = wording.joined([wording.short_day(one.day) for one in batch])
    return CardGiven(
        card=card.id,
        name=card.name,
        article=setting.rulebook.article(card.article),
        unit=batch[-1].unit,
        day=day,
        why=BY_CARDS.format(cards=batch[0].name, count=len(batch), days=days, name=card.name),
        evidence=places(*(place for one in batch for place in one.evidence)),
        until=_until(card, day),
        good=card.good,
        says=card.says,
    )


def _until(card: Card, day: date) -> date | None:
    return None if card.months is None else add_months(day, card.months)


def thing_of(entry: Entry, setting: Setting) -> str:
    """What an entry is about, whichever part of its time it covers: the cause without its stretch of days."""
    rule = next((rule for rule in setting.rulebook.points if rule.id == entry.rule), None)
    in_parts = entry.cause.startswith("material|") or (isinstance(rule, LateTerms) and rule.each is not Each.TIME)
    return entry.cause.rpartition("|")[0] if in_parts else entry.cause


def _by_unit(cards: Iterable[CardGiven]) -> Mapping[str, list[CardGiven]]:
    found: dict[str, list[CardGiven]] = {}
    for one in sorted(cards, key=lambda one: one.day):
        found.setdefault(one.unit, []).append(one)
    return found


def _batches(cards: Sequence[CardGiven], count: int, every: Every, *, consecutive: bool) -> Iterator[tuple[CardGiven, ...]]:
    """Every so many cards of one unit, by their days: within one period, of those still kept on the last one's day; each card counts once. With
    ``consecutive`` the first of each month, in months in a row.
    """
    batch: list[CardGiven] = []
    for one in cards:
        if batch and every.kind is not None and period_of(batch[0].day, every.kind) != period_of(one.day, every.kind):
            batch = []
        batch = [earlier for earlier in batch if _Kept(earlier).on(one.day)]
        if consecutive and batch:
            last, this = period_of(batch[-1].day, PeriodKind.MONTH), period_of(one.day, PeriodKind.MONTH)
            if last == this:
                continue
            if following(last) != this:
                batch = []
        batch.append(one)
        if len(batch) == count:
            yield tuple(batch)
            batch = []


def cards_cost(rules: tuple[CardsRule, ...], cards: Sequence[CardGiven], setting: Setting) -> Iterator[Outcome]:
    """What every so many cards of one kind cost or bring, booked on the day of the last of them."""
    for rule in rules:
        for unit, given in _by_unit([one for one in cards if one.card == rule.card]).items():
            for at, batch in enumerate(_batches(given, rule.count, rule.every, consecutive=rule.consecutive), 1):
                day = batch[-1].day
                if not setting.in_force(rule, day) or not setting.speaks_of(rule, unit, day):
                    continue
                points = with_sign(rule, kth(rule.lead, 1))
                days = wording.joined([wording.short_day(one.day) for one in batch])
                row = IN_A_ROW.format(count=rule.count) if rule.consecutive and rule.count > 1 else ""
                words = {
                    "name": rule.name,
                    "card": row + batch[0].name,
                    "count": len(batch),
                    "days": days,
                    "points": wording.signed(points),
                }
                yield Entry(
                    rule=rule.id,
                    article=setting.article(rule),
                    unit=unit,
                    points=points,
                    day=day,
                    cause=f"cards|{rule.card}|{period_of(day, PeriodKind.YEAR).key}|{day}|{at}",
                    formula=(rule.says or COST).format(**words),
                    evidence=places(*(place for one in batch for place in one.evidence)),
                    by=scored_by(rule, ""),
                    source=setting.source(rule),
                )
