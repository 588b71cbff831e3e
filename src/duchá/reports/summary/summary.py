"""The summary (自查自纠汇总) as pages: a pure function of campaign, receipts, lines and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact
from duchá.ledger.matter import Matter
from duchá.receipts.matrix import ReceiptStanding
from duchá.receipts.receipts import Receipt
from duchá.reports import wording
from duchá.reports.mask import masked
from duchá.reports.page import Report
from duchá.reports.summary.about import Provenance, about_page, mark, waivers_page
from duchá.reports.summary.across import Hint
from duchá.reports.summary.checklist_pages import checklist_pages
from duchá.reports.summary.findings import cancelled_pages, hints_page, systems_pages
from duchá.reports.summary.form_pages import form_pages
from duchá.reports.summary.lines import SummaryRow
from duchá.reports.summary.lists import late_page, missing_pages, nil_page, open_page
from duchá.reports.summary.numbers import Figures, number_pages
from duchá.reports.summary.overview import cross_pages, ended_notes, overview_page, receipts_pages, tallies, tasks_page, untyped_note
from duchá.rulebook.form import FilledBy
from duchá.terms.period import Period
from duchá.terms.wording import day_words, period_words

UNDER = "截至{day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryMaterial:
    """All that the summary is a function of. ``facts`` are those visible, ``lines`` the rows that count, ``across`` hints over several files.

    ``period`` is the one that was asked for; ``standings`` and ``lines`` are then its own, ``figures`` those of all periods.
    ``elsewhere`` are the problems of the ledger that no return tells, ``beside`` what the rulebooks count beside the channels.
    """

    campaign: Campaign
    facts: Sequence[Fact]
    receipts: Sequence[Receipt]
    standings: Sequence[ReceiptStanding]
    lines: Sequence[SummaryRow]
    provenance: Provenance
    across: Sequence[Hint] = ()
    elsewhere: Sequence[Matter] = ()
    beside: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    figures: Figures | None = None
    period: Period | None = None
    all_standings: Sequence[ReceiptStanding] = ()


def summary_report(material: SummaryMaterial) -> Report:
    """自查自纠汇总: totals by unit, a page a form, cross tables, lists, findings, waivers, explanation (DT-37, DT-38).

    Phone and ID numbers are masked unless the provenance says ``full``.
    """
    campaign, standings, lines, provenance = material.campaign, material.standings, material.lines, material.provenance
    counted = tallies(campaign, standings, lines)
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    under = UNDER.format(day=day_words(provenance.as_of))
    pages = (
        overview_page(campaign, counted, under, (*untyped_note(standings, forms), *ended_notes(standings))),
        *tasks_page(campaign, standings, under),
        *receipts_pages(campaign, standings, under),
        *(
            number_pages(campaign, material.all_standings or standings, material.figures, material.period, under)
            if material.figures
            else ()
        ),
        *form_pages(campaign, lines, under),
        *checklist_pages(campaign, standings, lines, under),
        *cross_pages(campaign, lines, material.elsewhere, counted, under, material.beside),
        nil_page(campaign, standings, under),
        late_page(campaign, standings, under),
        *missing_pages(standings, under),
        open_page(campaign, standings, material.receipts, under),
        *systems_pages(campaign, standings, lines, under),
        *cancelled_pages(campaign, standings, lines, under),
        hints_page(standings, material.across, under),
        waivers_page(material.facts, provenance.as_of, under),
        about_page(campaign, material.receipts, lines, provenance),
    )
    report = Report(
        stem=f"{wording.SUMMARY}-{f'{material.period.key}-' if material.period else ''}{provenance.as_of.isoformat()}",
        title=f"{campaign.settings.name}{wording.SUMMARY}{f'（{period_words(material.period)}）' if material.period else ''}",
        as_of=provenance.as_of,
        mark=mark(provenance),
        pages=pages,
    )
    return report if provenance.full else masked(report)
