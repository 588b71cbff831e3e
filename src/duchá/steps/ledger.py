"""ledger: the matters that are asked for, each as it stands on the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from duchá.journal.fact import FactKind
from duchá.journal.records import ReminderFact, told
from duchá.ledger import faults as kinds
from duchá.ledger.matter import Matter
from duchá.ledger.rates import Counters, counters_of
from duchá.ledger.status import LightThresholds, MatterStatus, status_of
from duchá.rulebook.clock import MatterKind
from duchá.steps.export_ledger import export_ledger, export_problems
from duchá.steps.given_unit import given_unit
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.written import kept_faults
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place
from duchá.terms.text import for_matching

__all__ = ["LedgerOptions", "Shown", "show_ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOptions:
    """Which matters: of a kind, of a unit (牵头 or 配合), in a state (its name or id), open ones only, or the one of a number.

    ``find``: words that must all stand in its number, name, problem, rectification, source, units or steps. ``export`` is the file to write them to, as an editable register; ``problems`` the one for the list of their problems.
    """

    kind: MatterKind | None = None
    unit: str | None = None
    state: str | None = None
    open_only: bool = False
    matter: str | None = None
    find: str | None = None
    export: Path | None = None
    problems: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderMade:
    """A reminder that was made: on which day, its name (催办), what was late and since when."""

    on: str
    name: str
    what: str
    due: str
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What was asked for. ``reminded`` are the reminders of the one matter asked for, ``counters`` those of the problems shown."""

    opened: OpenCampaign
    statuses: tuple[MatterStatus, ...]
    counters: Counters
    lights: Counter[str]
    reminded: tuple[ReminderMade, ...] = ()
    exported: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()


def show_ledger(opened: OpenCampaign, wanted: LedgerOptions) -> Shown:
    """The ledger as asked for. Raises Stop (C014, L107) and JournalError."""
    state = state_of(opened)
    ledger = state.ledger
    unit = given_unit(opened.campaign, wanted.unit)
    if wanted.matter is not None and ledger.get(wanted.matter) is None:
        raise Stop(kinds.NO_SUCH_MATTER.at(Place(), matter=wanted.matter))
    thresholds = LightThresholds(opened.campaign)
    chosen = tuple(matter for matter in ledger.matters if _fits(matter, wanted, unit))
    statuses = tuple(status_of(matter, opened.as_of, thresholds) for matter in chosen)
    faults = tuple(fault for fault in ledger.faults if wanted.matter is None or dict(fault.words).get("matter") == wanted.matter)
    puts = [export_ledger(opened, chosen, wanted.export)] if wanted.export is not None else []
    puts += [export_problems(opened, state, chosen, wanted.problems)] if wanted.problems is not None else []
    return Shown(
        opened=opened,
        statuses=statuses,
        counters=counters_of(opened.campaign, chosen, opened.as_of),
        lights=Counter(status.light.value for status in statuses),
        reminded=_reminded(opened, chosen) if wanted.matter is not None else (),
        exported=tuple(put.path for put in puts),
        faults=(*opened.news, *faults, *save_context(opened), *kept_faults(opened, puts)),
    )


def _fits(matter: Matter, wanted: LedgerOptions, unit: str | None) -> bool:
    return (
        (wanted.matter is None or matter.id == wanted.matter)
        and (wanted.kind is None or matter.kind is wanted.kind)
        and (
            unit is None
            or unit in (matter.details.lead, matter.answering, *(event.unit for event in matter.handed))
            or unit in matter.details.support
        )
        and (wanted.state is None or wanted.state in (matter.state.id, matter.state.name))
        and (not wanted.open_only or matter.open)
        and (wanted.find is None or _says(matter, wanted.find))
    )


def _says(matter: Matter, find: str) -> bool:
    """True where every word that is looked for stands somewhere in the matter."""
    details = matter.details
    texts = (
        *(matter.id, details.title, details.problem, details.rectification, details.source, details.lead, matter.answering, details.person),
        *details.support,
        *(event.note for event in matter.events),
    )
    whole = for_matching("\n".join(text for text in texts if text))
    return all(for_matching(word) in whole for word in find.split())


def _reminded(opened: OpenCampaign, matters: Iterable[Matter]) -> tuple[ReminderMade, ...]:
    wanted = {matter.id for matter in matters}
    made = [
        ReminderMade(on=said.on.isoformat(), name=said.name, what=said.what, due=said.due.isoformat(), days_late=said.days_late)
        for _, said in told(opened.facts(FactKind.REMINDER), ReminderFact)
        if said.matter in wanted
    ]
    return tuple(sorted(made, key=lambda one: (one.on, one.due)))
