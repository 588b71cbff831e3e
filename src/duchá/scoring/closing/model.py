"""A closed period: the entries that were confirmed and all that was published with them, as it stood; and its shape in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from duchá.rulebook.model import Rulebook
from duchá.scoring.closing.changes import RowChange
from duchá.scoring.closing.published import References, entry_from_json, entry_json, published_from_json, published_json
from duchá.scoring.facts.model import Entry, Scores
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.terms.calendar import WorkCalendar
from duchá.terms.period import Period, PeriodKind
from duchá.terms.unit import Roster

if TYPE_CHECKING:
    from duchá.journal.records import CloseFact


def _none() -> tuple[RowChange, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a closed period is compared with, under everything that it was closed with but the facts: rulebook, roster, calendar.

    ``then`` are the facts that it was closed with (None: its frozen entries say what they gave), ``added`` those with every row that came
    since, ``today`` those with every change of rows that it knew as well. ``changes`` tells the rows that came or changed since.
    """

    rulebook: Rulebook
    roster: Roster
    calendar: WorkCalendar
    then: ScoredFacts | None
    added: ScoredFacts
    today: ScoredFacts
    changes: Callable[[], tuple[RowChange, ...]] = _none


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """What stood open of 积分核对 when a period was closed: units that object, how many had not answered, and why it was closed all the same."""

    units: tuple[str, ...] = ()
    silent: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """关账: ``entries`` are those of the period that no earlier closing had; ``readings`` those in force then; ``as_of`` the day it was made.

    ``published`` is what it made public: members, groups, totals, ranks, what is listed, proposals; None in a closing of the old form, which
    kept its entries alone. ``frozen`` (not compared): what it would be under later facts is not asked.
    """

    period: Period
    rulebook: str
    readings: Mapping[str, str]
    entries: tuple[Entry, ...]
    seq: int = 0
    as_of: date | None = None
    published: Scores | None = None
    objections: Objections | None = None
    basis: Basis | None = None
    frozen: bool = False


def closing_fact(
    period: Period, rulebook: str, readings: Mapping[str, str], as_of: date, objections: Objections | None, tool: str
) -> CloseFact:
    """What the journal's entry of a closing says."""
    from duchá.journal.records import CloseFact  # here alone: most runs close nothing

    return CloseFact(
        period=period.key,
        kind=period.kind.value,
        start=period.start,
        end=period.end,
        rulebook=rulebook,
        readings=readings,
        as_of=as_of,
        tool=tool,
        objected=objections.units if objections else None,
        silent=objections.silent if objections else None,
        reason=objections.reason if objections else None,
    )


def closing_body(entries: Iterable[Entry], scores: Scores, closings: Iterable[Closed]) -> dict[str, Any]:
    """The confirmed entries and all that is published with them, as JSON; entries of earlier closings are referred to, not said again."""
    own = tuple(entries)
    known = {entry: (closed.seq, at) for closed in closings for at, entry in enumerate(closed.entries)}
    known |= {entry: (0, at) for at, entry in enumerate(own)}
    return {"entries": [entry_json(entry) for entry in own], "published": published_json(scores, known)}


def closed_from_json(said: CloseFact, body: Any, seq: int, earlier: Iterable[Closed] = ()) -> Closed:
    """The closing that `closing_fact` and `closing_body` wrote, or one of the old form, whose body is its entries alone."""
    period = Period(kind=PeriodKind(said.kind), start=said.start, end=said.end)
    whole: Mapping[str, Any] = body if isinstance(body, Mapping) else {"entries": body or ()}
    entries = tuple(entry_from_json(item) for item in whole["entries"])
    references: References = {closed.seq: closed.entries for closed in earlier} | {0: entries}
    readings = dict(said.readings)
    published = published_from_json(whole["published"], references, (period, said.rulebook, readings)) if "published" in whole else None
    return Closed(
        period=period,
        rulebook=said.rulebook,
        readings=readings,
        entries=entries,
        seq=seq,
        as_of=said.as_of,
        published=published,
        objections=None if said.objected is None else Objections(units=said.objected, silent=said.silent or 0, reason=said.reason or ""),
    )
