"""What happened in an open campaign, in the shape that rules score: as it is, and under other readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from duchá.campaign.parse import under
from duchá.ledger.scope import LedgerScope
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.registers.ids import BESIDE, SCORING
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import Reading, Rulebook
from duchá.rulebook.point_rule import CompletionRule, CountedRule, PlacedRule
from duchá.rulebook.weighting import NoteUse
from duchá.scoring.facts.gather import PartColumns, figure_row, gather
from duchá.scoring.facts.scored_facts import DatedMaterial, FigureRow, ScoredFacts
from duchá.steps.ledger_of import LedgerState, state_of
from duchá.steps.lists_of import returned_rows
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.wording import LIST_SEPARATOR

UNTYPED = "“{name}”是纸质件，还没有录入"
WANTING = {
    ReceiptState.MISSING: "“{name}”没有收到",
    ReceiptState.SENT_BACK: "“{name}”已退回，还没有重报",
    ReceiptState.HELD: "“{name}”待确认",
    ReceiptState.RECEIVED: "“{name}”里没有采用的表",
}


def gathered(opened: OpenCampaign, rulebook: Rulebook, period: Period | None = None) -> ScoredFacts:
    """What happened as of the campaign's two times: registers, ledger, and returns that count as 限期材料; with a ``period`` only what can score in it."""
    registers = {form.id: form for form in figure_registers(rulebook)}
    rows = rows_of(opened, SCORING | registers.keys())
    scope = None if period is None else LedgerScope(period=period, keep=frozenset(row.text(_MATTER) for row in rows))
    state = state_of(opened, scope)
    columns = PartColumns(
        parts=rulebook.scored_parts,
        notes=tuple(note.name for note in rulebook.score_notes),
        evidence=tuple(note.name for note in rulebook.score_notes if note.use is NoteUse.EVIDENCE),
    )
    returned = tuple(_figures(opened, rulebook, state))
    found = gather(rows, state.ledger.matters, opened.campaign.roster, columns, registers, returned)
    others = {name for book in opened.campaign.scoring for name in book.situations} - set(rulebook.situations)
    mine = tuple(claim for claim in found.claims if claim.situation not in others)
    materials = (*found.materials, *_returns(opened, state.standings))
    return replace(found, claims=mine, materials=materials, standings=state.standings)


def figure_registers(rulebook: Rulebook) -> tuple[Form, ...]:
    """The registers that point rules take figures from."""
    return tuple(form for form in _figured(rulebook) if form.filled_by is not FilledBy.UNIT)


def figure_forms(rulebook: Rulebook) -> tuple[Form, ...]:
    """The forms filled by units that point rules take figures from."""
    return tuple(form for form in _figured(rulebook) if form.filled_by is FilledBy.UNIT)


def _figured(rulebook: Rulebook) -> tuple[Form, ...]:
    named = {rule.register for rule in rulebook.points if isinstance(rule, CountedRule | CompletionRule | PlacedRule)}
    return tuple(form for form in rulebook.forms if form.id in named)


def told_beside(opened: OpenCampaign) -> ScoredFacts:
    """What people say beside the scores: approvals, objections, publications. No ledger and no receipts are read for it."""
    return gather(rows_of(opened, BESIDE), (), opened.campaign.roster)


class FactsUnderReading:
    """The facts as another reading would have them: of the rulebook that scores, or of one whose deliverables count as 限期材料."""

    def __init__(self, opened: OpenCampaign, rulebook: Rulebook) -> None:
        self._opened, self._rulebook = opened, rulebook

    def beside(self) -> Iterator[tuple[Rulebook, Reading, str]]:
        """Readings of other rulebooks that move what is scored: the rulebook, the reading, the option in force."""
        campaign = self._opened.campaign
        timed = {owed.rulebook for owed in campaign.owed if {owed.key, owed.plain.key} & set(campaign.settings.timed_materials)}
        for book in campaign.rulebooks:
            if book.id in timed - {self._rulebook.id}:
                yield from ((book, reading, campaign.reading(book.id, reading.id)) for reading in book.readings if not reading.about_rules)

    def gathered(self, rulebook: str, reading: str, option: str) -> ScoredFacts:
        """The facts under one option, every deadline resolved anew."""
        settings = self._opened.campaign.settings
        changed = replace(settings, readings={**settings.readings, f"{rulebook or self._rulebook.id}.{reading}": option})
        return gathered(replace(self._opened, campaign=under(self._opened.campaign, changed)), self._rulebook)


_MATTER = "matter"  # the column of a register that names a matter
_IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


def _returns(opened: OpenCampaign, standings: tuple[ReceiptStanding, ...]) -> Iterator[DatedMaterial]:
    """Deliverables that campaign.toml declares as 限期材料."""
    wanted = set(opened.campaign.settings.timed_materials)
    for standing in standings:
        due = standing.owed.due
        if due is not None and wanted & {standing.owed.key, standing.owed.plain.key} and standing.state is not ReceiptState.NOT_APPLICABLE:
            yield DatedMaterial(
                key=f"return|{standing.owed.key}|{standing.unit.name}",
                name=standing.owed.deliverable.name,
                unit=standing.unit.name,
                due=due,
                received=due + timedelta(days=standing.late_days) if standing.state in _IN else None,
                place=Place(file=standing.current.source if standing.current else ""),
            )


def _figures(opened: OpenCampaign, rulebook: Rulebook, state: LedgerState) -> Iterator[FigureRow]:
    """The rows of returns that rules take figures from, of the versions that count: on the last day of the period that a return is for, else on the day it
    is due, else on the day it came. One that is due and is not there, or does not count, is said instead of its rows.
    """
    forms = {form.id: form for form in figure_forms(rulebook)}
    mine = (one for one in state.standings if one.owed.rulebook == rulebook.id and one.owed.deliverable.form in forms)
    for standing in mine if forms else ():
        form, unit, owed = forms[standing.owed.deliverable.form], standing.unit.name, standing.owed
        day = owed.period.end if owed.period is not None else owed.due
        keys = [column.id for column in form.columns if column.key]
        counts = [receipt for receipt in standing.accepted if not receipt.untyped]
        for receipt in counts:
            came = opened.campaign.local(receipt.received_at)
            for row in returned_rows(form, unit, state.bodies[receipt.body_seq], came, receipt.source):
                known = LIST_SEPARATOR.join(row.text(key) for key in keys) or row.record_no
                key = f"return|{owed.key}|{unit}|{known}"
                yield figure_row(form, row, key=key, day=day or came.date(), unit=unit)
        wanting = not standing.successor and standing.state is not ReceiptState.NOT_APPLICABLE and not standing.not_due
        if wanting and not counts and day is not None:
            why = (UNTYPED if standing.untyped else WANTING[standing.state]).format(name=owed.deliverable.name)
            place = Place(file=standing.current.source if standing.current else "")
            yield FigureRow(register=form.id, key=owed.key, day=day, unit=unit, texts={}, cells={}, wanting=why, place=place)
