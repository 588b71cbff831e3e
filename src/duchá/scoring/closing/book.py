"""Which entry stands in which period once periods are closed: what was closed never changes, what came to light later is booked in the open one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duchá.scoring import wording
from duchá.scoring.closing.model import Closed
from duchá.scoring.model import ZERO, Entry, plain
from duchá.terms.wording import period_words

_ONE = timedelta(days=1)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """All entries as they are booked. ``fresh`` are those that no closing holds yet."""

    entries: tuple[Entry, ...]
    fresh: tuple[Entry, ...]


def book(entries: tuple[Entry, ...], closings: Iterable[Closed], then: Callable[[Closed], tuple[Entry, ...]], as_of: date) -> Booked:
    """The entries with closed periods as they were confirmed.

    ``then`` gives today's entries under the readings of a closing, so that only facts make a difference, not a changed reading.
    A late fact, a correction and a withdrawal in a closed period are booked on the first open day after it, as the difference, so
    that the sum over all periods is right and the closed one is as it was. Source: X-07, JC-J-31.
    """
    closings = sorted(closings, key=lambda closed: closed.seq)
    if not closings:
        return Booked(entries=entries, fresh=entries)
    frozen = [entry for closed in closings for entry in closed.entries]
    held: dict[Key, list[Entry]] = {}
    owner: dict[Key, Closed] = {}
    for closed in closings:
        for entry in closed.entries:
            held.setdefault(_key(entry), []).append(entry)
            owner.setdefault(_key(entry), closed)
    fresh = [entry for entry in entries if _key(entry) not in held and _holding(closings, entry.day) is None]
    for closed in closings:
        now = {_key(entry): entry for entry in then(closed)}
        fresh += [entry for entry in _differences(closed, now, held, owner, closings) if entry.day <= as_of]
    fresh.sort(key=lambda entry: (entry.unit, entry.day, entry.rule, entry.matter, entry.cause))
    together = sorted((*frozen, *fresh), key=lambda entry: (entry.unit, entry.day, entry.rule, entry.matter, entry.cause))
    return Booked(entries=tuple(together), fresh=tuple(fresh))


def _differences(
    closed: Closed, now: Mapping[Key, Entry], held: Mapping[Key, list[Entry]], owner: Mapping[Key, Closed], closings: list[Closed]
) -> Iterable[Entry]:
    """What facts known today would change of one closed period, each as one entry on the first open day after it."""
    day, period = _open_day(closed, closings), period_words(closed.period)
    for key, entry in now.items():
        if key not in held and _holding(closings, entry.day) is closed:
            words = wording.LATE_FACT.format(period=period, formula=entry.formula)
            yield replace(entry, day=day, formula=words, late_for=closed.period.key)
    for key, before in held.items():
        if owner[key] is not closed:
            continue
        sum_before = sum((entry.points for entry in before), ZERO)
        today = now.get(key)
        points = (today.points if today is not None else ZERO) - sum_before
        if points == 0:
            continue
        sentence = wording.DIFFERENCE if today is not None else wording.TAKEN_BACK
        shown = today if today is not None else before[0]
        words = sentence.format(
            period=period,
            before=wording.signed(sum_before),
            now=wording.signed(shown.points),
            points=plain(points) if today is not None else wording.signed(sum_before),
            formula=shown.formula,
        )
        yield replace(shown, day=day, points=points, formula=words, late_for=closed.period.key)


def _open_day(closed: Closed, closings: list[Closed]) -> date:
    """The first day after a closed period that no closing covers."""
    day = closed.period.end + _ONE
    while (over := _holding(closings, day)) is not None:
        day = over.period.end + _ONE
    return day


def _holding(closings: list[Closed], day: date) -> Closed | None:
    return next((closed for closed in closings if day in closed.period), None)


def _key(entry: Entry) -> Key:
    return (entry.rule, entry.unit, entry.cause)
