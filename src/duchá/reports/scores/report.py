"""The three reports about scores as pages: pure functions of scores, campaign and provenance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duchá.reports.mask import masked
from duchá.reports.page import Page, Report
from duchá.reports.scores import wording
from duchá.reports.scores.about import about_page, alternatives_page, readings_page
from duchá.reports.scores.assessed_pages import assessed_pages
from duchá.reports.scores.entries_page import entries_page
from duchá.reports.scores.lists import listed_page, proposals_page
from duchá.reports.scores.material import Material, named_apart, narrowed
from duchá.reports.scores.ranking_pages import ranking_pages
from duchá.reports.scores.sheet_page import sheet_page
from duchá.reports.scores.year_pages import overview_page, reported_pages, source_pages
from duchá.reports.summary.about import mark
from duchá.terms.file_name import safe_name


def ranking_report(material: Material) -> Report:
    """排名: groups with ranks and charts, proposals where there are any, what is undecided, readings, explanation (X-08, X-09).

    Where nothing is ranked, only what is proposed, for the office that decides (DT-23).
    """
    proposals = (proposals_page(material),) if material.scores.proposals or material.only_proposes else ()
    annexes = _annexes(*_if_any(listed_page(material)), readings_page(material), about_page(material))
    pages = (*ranking_pages(material), *assessed_pages(material), *proposals, *annexes)
    if material.only_proposes:
        return _report(material, wording.DEDUCTIONS, wording.DEDUCTIONS_TITLE.format(period=material.period), pages)
    title = wording.RANKING_TITLE.format(period=material.period, what=material.what)
    return _report(material, wording.RANKING, title, pages)


def unit_report(material: Material, unit: str) -> Report:
    """积分明细 of one unit for it to confirm and sign, with what scored nothing and why (JC-J-03)."""
    listed = listed_page(material, unit)
    first = sheet_page if material.rulebook.sheets and material.rulebook.weighting is None else entries_page
    told = assessed_pages(narrowed(material, unit)) if material.scores.assessed else ()
    pages = (first(material, unit), *told, *_if_any(listed))
    title = wording.UNIT_TITLE.format(unit=unit, period=material.period, what=material.what)
    return _report(material, wording.UNIT, title, pages)


def annual_report(material: Material) -> Report:
    """年末总评及建议: the year by quarters, ranks, proposals, readings and what another would change, and what is sent on (第十三、十七至十九条)."""
    if material.only_proposes:
        return ranking_report(material)
    pages = (
        overview_page(material),
        *ranking_pages(material),
        *assessed_pages(material),
        proposals_page(material),
        *reported_pages(material),
        *_annexes(
            *source_pages(material),
            *_if_any(listed_page(material)),
            readings_page(material),
            alternatives_page(material),
            about_page(material),
        ),
    )
    title = wording.ANNUAL_TITLE.format(period=material.period, what=material.what)
    return _report(material, wording.ANNUAL, title, pages)


def _annexes(*pages: Page) -> tuple[Page, ...]:
    """What a leader need not sign: each on a sheet of its own behind the text."""
    return tuple(replace(page, annex=True) for page in pages)


def _if_any(page: Page) -> tuple[Page, ...]:
    return (page,) if page.rows else ()


def _report(material: Material, name: str, title: str, pages: Iterable[Page]) -> Report:
    provenance = material.provenance
    report = Report(
        stem=_stem(material, name),
        title=title,
        as_of=provenance.as_of,
        mark=mark(provenance),
        pages=named_apart(pages),
        issuer=material.campaign.settings.issuer,
    )
    return report if provenance.full else masked(report)


def _stem(material: Material, name: str) -> str:
    """排名-2018-2018-12-31, with the rulebook where a campaign has several that score, and the unit where it is about one."""
    able = [book for book in material.campaign.scoring if book.scheme is not None or book.weighting is not None or book.sheets]
    book = material.rulebook.id if len(able) > 1 else ""
    unit = safe_name(material.unit) if material.unit else ""
    return "-".join(part for part in (name, book, material.scores.period.key, material.provenance.as_of.isoformat(), unit) if part)
