"""Rankings of an earlier campaign: written by ``init-campaign --from`` as registers of 往年积分, one file a year, for the office to look at and record (JC-J-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from duchá.journal.read import newest_fact
from duchá.registers.ids import PAST
from duchá.registers.write_blank_registers import REGISTERS
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.rulebook.form import Form
from duchá.rulebook.model import Rulebook
from duchá.scoring.facts.model import Scores, plain, shown_place
from duchá.scoring.facts.scored_facts import PastTotal
from duchá.steps.closed import closings
from duchá.steps.gathered import gathered
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.score import ScoreOptions, score
from duchá.terms.moment import Moment
from duchá.terms.period import PeriodKind, periods_within, span, year_period
from duchá.terms.quantity import Content, Quantity, Words
from duchá.terms.text import safe_name

# rankings taken over from an earlier campaign
PAST_SCORES_FILE = "往年积分-{year}-取自{name}.xlsx"
PAST_SOURCE = "出处"
EXEMPT = "{year}年{kind}（{by}批准{document}）"
PAST_TAKEN_FROM = "取自“{name}”：{where}"
PAST_CLOSED = "年度已关账，流水第{seq}条，校验码{hash}"
PAST_OPEN = "按当时的流水计算（未关账），流水第{seq}条，校验码{hash}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """One unit in one year of the earlier campaign, and where that is known from."""

    row: PastTotal
    source: str


def take_past_scores(previous: Path, opened: OpenCampaign, moment: Moment) -> tuple[str, ...]:
    """Writes ``registers/往年积分-2018-取自….xlsx`` for each year of the earlier campaign that is over, closed or as its records stand,
    and for the years that it took over itself; one that exists belongs to the office and is never touched. Gives the names written.

    Nothing where the campaigns have no regulation of points in common. Raises Stop, JournalError and OSError.
    """
    earlier = open_campaign(previous, replace(moment, as_of=None, known_at=None))
    book = _in_common(earlier, opened)
    office = opened.campaign.office
    form = next((form for form in office.forms if form.id == PAST), None) if office else None
    if book is None or form is None or not earlier.journal.exists():
        return ()
    folder = opened.folder / REGISTERS
    folder.mkdir(exist_ok=True)
    made = []
    for year, rows in sorted(_years(earlier, book).items()):
        path = folder / PAST_SCORES_FILE.format(year=year, name=safe_name(earlier.folder.name))
        if year < opened.campaign.settings.end.year and not path.exists():
            write_register_rows([_page(form, rows)], opened.campaign, path)
            made.append(path.name)
    return tuple(made)


def exempted(previous: Path, year: int, moment: Moment) -> Mapping[str, str]:
    """The units that the earlier campaign exempts from the inspections of a year (免督查, approved for the year before), each with by whom."""
    earlier = open_campaign(previous, replace(moment, as_of=None, known_at=None))
    found: dict[str, str] = {}
    for book in earlier.campaign.scoring if earlier.journal.exists() else ():
        kinds = {item.name for item in book.consequences if item.exempts}
        for approval in gathered(earlier, book).approvals if kinds else ():
            if approval.agreed and approval.kind in kinds and approval.period == str(year - 1):
                found[approval.unit] = EXEMPT.format(year=year, kind=approval.kind, by=approval.by, document=approval.document)
    return found


def _in_common(earlier: OpenCampaign, opened: OpenCampaign) -> Rulebook | None:
    """The regulation of points that both have; the only one of the earlier campaign where the new one stands on another edition."""
    here = {book.id for book in opened.campaign.scoring if book.scheme is not None}
    there = [book for book in earlier.campaign.rulebooks if book.scheme is not None]
    same = [book for book in there if book.id in here] or (there if here else [])
    return same[0] if len(same) == 1 else None


def _years(earlier: OpenCampaign, book: Rulebook) -> Mapping[int, tuple[_Past, ...]]:
    """Every year that is known: as written in the earlier campaign's own 往年积分, else as it reckons a year that is over."""
    found: dict[int, list[_Past]] = {}
    for row in gathered(earlier, book).past:
        found.setdefault(row.year, []).append(_Past(row=row, source=_source(earlier, shown_place(row.place))))
    settings = earlier.campaign.settings
    for year in range(settings.start.year, settings.end.year + 1):
        if year not in found and year_period(year).end <= earlier.as_of:
            scores = score(earlier, ScoreOptions(period=str(year), kind=PeriodKind.YEAR, rulebook=book.id)).scores
            if any(standing.score.entries for standing in scores.standings):
                found[year] = list(_reckoned(earlier, scores, year))
    return {year: tuple(rows) for year, rows in found.items()}


def _reckoned(earlier: OpenCampaign, scores: Scores, year: int) -> Iterator[_Past]:
    head = newest_fact(earlier.journal, None)
    state = PAST_CLOSED if _is_closed(earlier, scores) else PAST_OPEN
    source = _source(earlier, state.format(seq=head.seq if head else 0, hash=head.hash[:12] if head else ""))
    for group in scores.groups:
        for standing in group.standings:
            unit = standing.score.unit
            yield _Past(
                row=PastTotal(year=year, group=unit.group, unit=unit.name, total=standing.score.total, rank=standing.rank), source=source
            )


def _is_closed(earlier: OpenCampaign, scores: Scores) -> bool:
    """True when the year was closed, as a whole or by its quarters since the regulation is in force."""
    book = next(book for book in earlier.campaign.scoring if book.id == scores.rulebook)
    done = [one.closed.period for one in closings(earlier, book.id)]
    first = max(book.valid_from or scores.period.start, scores.period.start)
    quarters = periods_within(span(first, scores.period.end), PeriodKind.QUARTER)
    return all(any(period.start <= quarter.start and quarter.end <= period.end for period in done) for quarter in quarters)


def _source(earlier: OpenCampaign, where: str) -> str:
    return PAST_TAKEN_FROM.format(name=earlier.campaign.settings.name, where=where)


def _page(form: Form, rows: tuple[_Past, ...]) -> RegisterPage:
    return RegisterPage(form=form, rows=[_values(past.row) for past in rows], extra=[{PAST_SOURCE: past.source} for past in rows])


def _values(row: PastTotal) -> Mapping[str, Content]:
    rank: dict[str, Content] = {} if row.rank is None else {"rank": Quantity(amount=Decimal(row.rank))}
    names = {"year": Words(str(row.year)), "group": Words(row.group), "unit": Words(row.unit)}
    return {**names, "total": Quantity(amount=Decimal(plain(row.total))), **rank}
