"""What happened in an open campaign, in the shape that rules score: as it is, and under other readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from duchá.campaign.parse import under
from duchá.ledger.scope import LedgerScope
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.registers.ids import BESIDE, SCORING
from duchá.rulebook.model import Reading, Rulebook
from duchá.rulebook.point_rule import CompletionRule, CountedRule, PlacedRule
from duchá.rulebook.weighting import NoteUse
from duchá.scoring.facts.gather import PartColumns, gather
from duchá.scoring.facts.scored_facts import DatedMaterial, ScoredFacts
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of
from duchá.terms.period import Period
from duchá.terms.place import Place


def gathered(opened: OpenCampaign, rulebook: Rulebook, period: Period | None = None) -> ScoredFacts:
    """What happened as of the campaign's two times: registers, ledger, and returns that count as 限期材料; with a ``period`` only what can score in it."""
    registers = {form.id: form for form in rulebook.forms if form.id in figure_registers(rulebook)}
    rows = rows_of(opened, SCORING | registers.keys())
    scope = None if period is None else LedgerScope(period=period, keep=frozenset(row.text(_MATTER) for row in rows))
    state = state_of(opened, scope)
    columns = PartColumns(
        parts=rulebook.scored_parts,
        notes=tuple(note.name for note in rulebook.score_notes),
        evidence=tuple(note.name for note in rulebook.score_notes if note.use is NoteUse.EVIDENCE),
    )
    found = gather(rows, state.ledger.matters, opened.campaign.roster, columns, registers)
    others = {name for book in opened.campaign.scoring for name in book.situations} - set(rulebook.situations)
    mine = tuple(claim for claim in found.claims if claim.situation not in others)
    materials = (*found.materials, *_returns(opened, state.standings))
    return replace(found, claims=mine, materials=materials, standings=state.standings)


def figure_registers(rulebook: Rulebook) -> frozenset[str]:
    """The registers that point rules take figures from."""
    return frozenset(rule.register for rule in rulebook.points if isinstance(rule, CountedRule | CompletionRule | PlacedRule))


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
