"""report ranking, unit, annual: scores of a period as paper, from the journal as it stands at a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import Enum

from duchá import __version__
from duchá.forms.names import blank_names
from duchá.journal.read import newest_fact
from duchá.registers.rows import RegisterRow
from duchá.reports.page import Report
from duchá.reports.scores.material import ScoresMaterial, narrowed
from duchá.reports.scores.report import annual_report, ranking_report, unit_report
from duchá.reports.summary.about import Provenance
from duchá.scoring import faults as kinds
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of
from duchá.steps.score import Scored, ScoreOptions, score
from duchá.steps.written import Format, WrittenReport, written
from duchá.terms.fault import Stop
from duchá.terms.period import PeriodKind, parse_period

ANY_UNIT = "任何单位"


class ScoreReport(Enum):
    """Which report about scores."""

    RANKING = "ranking"
    UNIT = "unit"
    ANNUAL = "annual"


_REPORTS: Mapping[ScoreReport, Callable[[ScoresMaterial], Report]] = {
    ScoreReport.RANKING: ranking_report,
    ScoreReport.ANNUAL: annual_report,
}


def report_scores(
    opened: OpenCampaign, name: ScoreReport, asked: ScoreOptions, written_as: Format, *, full: bool = False
) -> tuple[WrittenReport, ...]:
    """Writes ``reports/排名-…``, ``reports/年末总评及建议-…``, or a 积分明细 for the unit asked for, or for every unit in a folder.

    With a unit, the other two show its group and what is about it.

    Raises Stop (K001–K008, K021, K022, C014), JournalError and OSError.
    """
    year = name is ScoreReport.ANNUAL
    if year and asked.period is not None and len(asked.period.strip()) > len("2018"):
        raise Stop(kinds.NOT_A_PERIOD.at(found=asked.period))
    scored = score(opened, replace(asked, kind=PeriodKind.YEAR if year else asked.kind, readings=year))
    material = material_of(opened, scored, full=full)
    if name is not ScoreReport.UNIT:
        material = narrowed(material, scored.unit) if scored.unit else material
        return (written(opened, _REPORTS[name](material), written_as, faults=scored.faults),)
    if material.only_proposes:
        raise Stop(kinds.ONLY_PROPOSES.at(title=scored.rulebook.title))
    made = tuple(_entries(opened, material, scored, written_as))
    if not made:
        raise Stop(kinds.NOBODY_SCORED.at(period=material.period, who=scored.unit or ANY_UNIT, title=scored.rulebook.title))
    return made


def material_of(opened: OpenCampaign, scored: Scored, *, full: bool) -> ScoresMaterial:
    """What the pages are a function of: a closed period is vouched for by its closing, and looks as the campaign did then."""
    head = scored.closing or (newest_fact(opened.journal, opened.known_at) if opened.journal.exists() else None)
    sources = (
        scored.then.fingerprint if scored.closing is None else dict(sorted(scored.then.fingerprint.items()))
    )  # as the journal has them
    provenance = Provenance(as_of=opened.as_of, known_at=opened.known_at, head=head, sources=sources, tool=__version__, full=full)
    return ScoresMaterial(
        campaign=scored.then.campaign,
        rulebook=scored.rulebook,
        scores=scored.scores,
        provenance=provenance,
        alternatives=scored.alternatives,
        deductions=_deductions(opened, scored),
    )


def _deductions(opened: OpenCampaign, scored: Scored) -> tuple[RegisterRow, ...]:
    """The rows of the period in the registers in which each deduction of a score sheet stands (扣分明细)."""
    named = {of.register: of for sheet in scored.rulebook.sheets if (of := sheet.deductions) is not None}
    rows = rows_of(opened, tuple(named)) if named else ()
    wanted = scored.scores.period
    return tuple(row for row in rows if parse_period(row.text(named[row.register].period)) == wanted)


def _entries(opened: OpenCampaign, material: ScoresMaterial, scored: Scored, written_as: Format) -> Iterator[WrittenReport]:
    """One file a unit: beside the other reports for one unit, in a folder of its own for all of them."""
    there = {item.unit.name for group in material.scores.groups for item in group.unranked} | {
        standing.name for standing in material.scores.standings
    }
    units = scored.then.campaign.roster.units
    names = blank_names(units)
    for unit in units:
        if unit.name in there and scored.unit in (None, unit.name):
            report = unit_report(material, unit.name)
            alone = scored.unit is not None
            stem, inside = (f"{report.stem}-{names[unit.name]}", "") if alone else (names[unit.name], report.stem)
            yield written(opened, replace(report, stem=stem), written_as, inside=inside, faults=scored.faults)
