"""Which entry stands in which period once periods are closed: what was closed never changes, what came to light later is booked in the open one,
and what was changed in a row that a closed period scored waits for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from duchá.scoring.closing.changes import ENTERED_CAUSES, ChangeKind, Correction, RowChange, related, settled
from duchá.scoring.closing.model import Closed
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Listed, Why, entry_order, plain
from duchá.terms.place import Place
from duchá.terms.wording import period_words

LATE_FACT = "{period}已关账，补记：{formula}"
TAKEN_BACK = "{period}已关账，冲回已记的{points}分：{formula}"
DIFFERENCE = "{period}已关账，原记{before}分，现应记{now}分，补差{points}分：{formula}"
ABOUT_ROWS = "（{rows}）"
# why something is listed
WAITING = "{period}已关账，原记{before}分，按改动后的登记应记{now}分，差{points}分，没有入账"
WAITING_MOVED = "{period}已关账，已记{before}分，按改动后的登记应记在{day}，没有入账"
CORRECTED_TOO = "{period}的更正（{numbers}）登记之后，又按新登记的行补差，请核对是否重复"
HOW_TO_CORRECT = "；要调整的，请在积分事项登记“更正”，问题编号写{numbers}，依据写批准人，说明写理由；不调整的，分值写0"

_ONE = timedelta(days=1)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """All entries as they are booked. ``fresh`` are those that no closing holds yet, ``waiting`` what a person has to decide (待认定), each
    with the key of the closed period that it is about.
    """

    entries: tuple[Entry, ...]
    fresh: tuple[Entry, ...]
    waiting: tuple[tuple[str, Listed], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A closed period by today's program and everything that it was closed with: by the facts it was closed with, with the rows that came
    since, with all that is known today; and the rows in which they differ.
    """

    then: tuple[Entry, ...]
    added: tuple[Entry, ...]
    today: tuple[Entry, ...]
    changes: Callable[[], tuple[RowChange, ...]]
    leads: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What entries are booked against: the closings, what each is compared with, the present name of a unit, 更正 that people entered."""

    closings: Sequence[Closed]
    compared: Callable[[Closed], Compared]
    present: Callable[[str], str]
    corrections: Sequence[Correction]
    as_of: date


def book(entries: tuple[Entry, ...], given: Book) -> Booked:
    """The entries with closed periods as they were confirmed.

    Only facts make a difference, never a changed reading, roster or rulebook, nor a mended program: today's facts are compared with those
    of the closing under everything else that it was closed with. A row that came since is booked on the first open day after the period,
    so that the sum over all periods is right; a row that the period scored and that was changed, moved or withdrawn since is not booked by
    itself: 待认定, until a 更正 names it. Each names the row and the moment it was recorded. Source: X-07, JC-J-31, JC-J-33.
    """
    closings = sorted(given.closings, key=lambda closed: closed.seq)
    if not closings:
        return Booked(entries=entries, fresh=entries)
    given = replace(given, closings=closings)
    frozen = [entry for closed in closings for entry in closed.entries]
    held = frozenset(_key(entry, given) for entry in frozen)
    fresh = [entry for entry in entries if _key(entry, given) not in held and _holding(closings, entry.day) is None]
    waiting: list[tuple[str, Listed]] = []
    for closed in closings:
        if not closed.frozen:
            for outcome in _Differences(closed, given, held, frozen).outcomes():
                if isinstance(outcome, Listed):
                    waiting.append((closed.period.key, outcome))
                else:
                    fresh.append(outcome)
    fresh.sort(key=entry_order)
    return Booked(entries=tuple(sorted((*frozen, *fresh), key=entry_order)), fresh=tuple(fresh), waiting=tuple(waiting))


class _Differences:
    """What facts known today would change of one closed period, each as one entry on the first open day after it, or as one line that waits."""

    def __init__(self, closed: Closed, given: Book, held: frozenset[Key], frozen: Sequence[Entry]) -> None:
        self.closed, self.given, self.held = closed, given, held
        self.found = given.compared(closed)
        self.then = {key: entry for key, entry in self._keyed(self.found.then).items() if self._mine(entry)}
        self.added, self.today = self._keyed(self.found.added), self._keyed(self.found.today)
        self.day, self.period = _open_day(closed, given.closings), period_words(closed.period)
        self.booked: dict[Key, Decimal] = {}  # corrections of this period that later closings hold
        for entry in frozen:
            if entry.late_for == closed.period.key:
                self.booked[_key(entry, given)] = self.booked.get(_key(entry, given), ZERO) + entry.points

    def outcomes(self) -> Iterator[Entry | Listed]:
        """In the order of what the period had, then of what is new in it."""
        if self.day > self.given.as_of:
            return
        new = [key for key in dict.fromkeys((*self.added, *self.today)) if key not in self.then and key not in self.held and self._in(key)]
        scored = {row.number for key in self.then if self._changed(key) for row in self._rows(key)}
        for key in (*self.then, *new):
            yield from self._outcomes(key, scored)

    def _outcomes(self, key: Key, scored: set[str]) -> Iterator[Entry | Listed]:
        before, added, today = self._three(key)
        brought, changed, booked = _points(added) - _points(before), _points(today) - _points(added), self.booked.get(key, ZERO)
        waits = self._changed(key)
        if not waits and brought == booked:
            return
        rows = self._rows(key)
        if waits and not self._judged(key):  # a changed row that no closed period scored is as good as a new one
            waits = any(row.number in scored for row in rows)
        if not waits:
            yield from self._entry(key, brought + changed - booked, rows)
            yield from self._corrected(key, rows)
            return
        if booked not in (ZERO, brought):
            brought, changed, booked = ZERO, brought + changed - booked, ZERO
        yield from self._entry(key, brought - booked, [row for row in rows if row.change is ChangeKind.NEW])
        rows = tuple(row for row in rows or self.found.changes() if row.change is not ChangeKind.NEW)
        if (changed or self._moved(key)) and not settled(rows, self.given.corrections):
            yield self._waiting(key, changed, rows)

    def _corrected(self, key: Key, rows: Sequence[RowChange]) -> Iterator[Listed]:
        """提示 where a 更正 was entered for a row and another row makes the same difference now: it may count twice."""
        numbers = [row.number for row in rows if row.change is not ChangeKind.NEW]
        twice = [number for number in numbers if any(one.names(number) for one in self.given.corrections)]
        if twice:
            shown = next(entry for entry in self._three(key) if entry is not None)
            why = CORRECTED_TOO.format(period=self.period, numbers=wording.joined(twice))
            yield Listed(
                kind=Why.NOTE, rule=shown.rule, unit=shown.unit, why=why, article=shown.article.number, day=self.day, matter=shown.matter
            )

    def _three(self, key: Key) -> tuple[Entry | None, Entry | None, Entry | None]:
        """What the period had of a fact; what it would have with later rows; what with all that is known. Of what it had not, only what falls into it."""
        before, added, today = self.then.get(key), self.added.get(key), self.today.get(key)
        if before is None:
            return None, added if added and self._mine(added) else None, today if today and self._mine(today) else None
        return before, added, today

    def _changed(self, key: Key) -> bool:
        """True where a change of rows that the period knew makes a difference: in points, or in the period that a fact belongs to."""
        _, added, today = self._three(key)
        return _points(added) != _points(today) or self._moved(key)

    def _judged(self, key: Key) -> bool:
        """True where the period had scored a fact, if only by finding nothing to score: a report that was in time, a return that was there.

        What it had left out (a row without its amount) or what belonged to a later period it had not.
        """
        before, added, _ = self._three(key)
        if before is not None or added is not None:
            return True
        return key not in self.added and not key[-1].startswith(ENTERED_CAUSES)

    def _moved(self, key: Key) -> bool:
        before, added, today = self._three(key)
        return before is not None and added is not None and today is not None and self._mine(added) and not self._mine(today)

    def _entry(self, key: Key, points: Decimal, rows: Sequence[RowChange]) -> Iterator[Entry]:
        if points == 0:
            return
        before, added, today = self._three(key)
        now = today or added
        shown = now or before
        assert shown is not None, "an entry is told by the closing or by today"
        had = _points(before) + self.booked.get(key, ZERO)
        if before is None:
            words = LATE_FACT.format(period=self.period, formula=shown.formula)
        elif now is None:
            words = TAKEN_BACK.format(period=self.period, points=wording.signed(had), formula=shown.formula)
        else:
            words = DIFFERENCE.format(
                period=self.period,
                before=wording.signed(had),
                now=wording.signed(had + points),
                points=plain(points),
                formula=shown.formula,
            )
        yield replace(
            shown,
            day=self.day,
            points=points,
            formula=words + _about(rows),
            evidence=_evidence(shown, rows),
            late_for=self.closed.period.key,
            because=tuple(row.because for row in rows),
        )

    def _waiting(self, key: Key, points: Decimal, rows: Sequence[RowChange]) -> Listed:
        before, added, today = self._three(key)
        shown = before or today or added
        assert shown is not None, "what waits was scored or would be"
        if points:
            had = _points(today) - points
            said = WAITING.format(period=self.period, before=wording.signed(had), now=wording.signed(_points(today)), points=plain(points))
        else:
            day = wording.short_day((today or shown).day)
            said = WAITING_MOVED.format(period=self.period, before=wording.signed(_points(before)), day=day)
        numbers = wording.joined([row.number for row in rows if row.number])
        return Listed(
            kind=Why.UNDECIDED,
            rule=shown.rule,
            unit=shown.unit,
            why=said + _about(rows) + HOW_TO_CORRECT.format(numbers=numbers or wording.NO_NUMBER),
            article=shown.article.number,
            day=self.day,
            matter=shown.matter,
            evidence=_evidence(shown, rows),
        )

    def _rows(self, key: Key) -> tuple[RowChange, ...]:
        before, added, today = self._three(key)
        shown = before or today or added
        return () if shown is None else related(self.found.changes(), shown, self.found.leads)

    def _in(self, key: Key) -> bool:
        _, added, today = self._three(key)
        return added is not None or today is not None

    def _keyed(self, entries: Iterable[Entry]) -> dict[Key, Entry]:
        return {_key(entry, self.given): entry for entry in entries}

    def _mine(self, entry: Entry) -> bool:
        return _holding(self.given.closings, entry.day) is self.closed


def _about(rows: Sequence[RowChange]) -> str:
    return ABOUT_ROWS.format(rows=wording.CLAUSE.join(row.words for row in rows)) if rows else ""


def _evidence(entry: Entry, rows: Sequence[RowChange]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys((*entry.evidence, *(row.place for row in rows if row.place.file))))


def _points(entry: Entry | None) -> Decimal:
    return ZERO if entry is None else entry.points


def _open_day(closed: Closed, closings: Sequence[Closed]) -> date:
    """The first day after a closed period that no closing covers."""
    day = closed.period.end + _ONE
    while (over := _holding(closings, day)) is not None:
        day = over.period.end + _ONE
    return day


def _holding(closings: Sequence[Closed], day: date) -> Closed | None:
    return next((closed for closed in closings if day in closed.period), None)


def _key(entry: Entry, given: Book) -> Key:
    return (entry.rule, given.present(entry.unit), entry.cause)
