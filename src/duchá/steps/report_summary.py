"""report summary: the 自查自纠汇总 as a workbook or as Markdown, from the journal as it stands at a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from duchá import __version__
from duchá.journal import faults as journal_faults
from duchá.journal.faults import JournalError
from duchá.journal.read_journal import read_bodies, read_facts
from duchá.journal.replay import end_of, matrix, receipts_of
from duchá.reports.page import Report
from duchá.reports.summary.about import Provenance
from duchá.reports.summary.lines import bodies_needed, lines_of
from duchá.reports.summary.summary import Material, summary_report
from duchá.reports.write_md import write_md
from duchá.reports.write_xlsx import Cut, write_xlsx
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.terms.fault import Fault
from duchá.terms.place import Place

FOLDER = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written, and the texts that were too long for a cell."""

    path: Path
    report: Report
    cuts: tuple[Cut, ...] = ()
    faults: tuple[Fault, ...] = ()


def report_summary(opened: OpenCampaign, *, as_markdown: bool = False, full: bool = False) -> Made:
    """Writes ``reports/自查自纠汇总-DATE``. Raises JournalError and OSError."""
    faults = save_context(opened)
    report = summary_of(opened, full=full)
    folder = opened.folder / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / f"{report.stem}.{'md' if as_markdown else 'xlsx'}"
    if as_markdown:
        write_md(report, path)
        return Made(path=path, report=report, faults=faults)
    return Made(path=path, report=report, cuts=write_xlsx(report, path), faults=faults)


def summary_of(opened: OpenCampaign, *, full: bool = False) -> Report:
    """The summary as pages, nothing written. Raises JournalError."""
    campaign = opened.campaign
    known = read_facts(opened.journal, known_at=opened.known_at) if opened.journal.exists() else ()
    horizon = end_of(opened.as_of, campaign)
    facts = tuple(fact for fact in known if fact.happened_at <= horizon)
    receipts = receipts_of(facts)
    standings = matrix(campaign, receipts, opened.as_of)
    lines = tuple(lines_of(campaign, standings, _bodies(opened.journal, bodies_needed(standings))))
    provenance = Provenance(
        as_of=opened.as_of,
        known_at=opened.known_at,
        head=known[-1] if known else None,  # even one that happened after as_of: it vouches for all before it
        sources=opened.fingerprint,
        tool=__version__,
        full=full,
    )
    return summary_report(
        Material(campaign=campaign, facts=facts, receipts=receipts, standings=standings, lines=lines, provenance=provenance)
    )


def _bodies(journal: Path, seqs: tuple[int, ...]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The bodies asked for; one that is gone is a damaged journal, never an empty return."""
    missing = set(seqs)
    for seq, body in read_bodies(journal, seqs):
        missing.discard(seq)
        yield seq, cast(Mapping[str, Any], body)
    if missing:
        raise JournalError(journal_faults.BODY_ALTERED.at(Place(file=str(journal)), entry=min(missing)))
