"""What the reports about scores are a function of, and words that several of their pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from duchá.campaign.model import Campaign
from duchá.registers.rows import RegisterRow
from duchá.reports.page import Page, PageColumn, Show
from duchá.reports.scores import wording
from duchá.reports.summary.about import Provenance
from duchá.reports.wording import NUMBER, UNIT
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.consequence import JudgedFor
from duchá.rulebook.model import Rulebook
from duchá.rulebook.scheme import BasePer, Scheme
from duchá.scoring.facts.model import RankedGroup, RankStanding, Scores
from duchá.scoring.marks.total import base_of, bases_in, part_kind
from duchá.scoring.ranking.rank import Groups
from duchá.scoring.readings import Alternative
from duchá.scoring.score import quarters_of
from duchá.terms.period import Period, PeriodKind, periods_within
from duchá.terms.place import Place
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words, period_words

POINTS = "督查积分"
MARKS = "综合评分"
UNDER = "截至{day}　依据《{title}》"
TRIAL = "（试算，不作为正式结果）"
CLOSED = "（已关账）"
ONLY = "　只含{unit}所在的组和它的事项"
SHEET_FALLBACK = "未分组"
SHARED = "{rank}（并列）"
CELLS_OF = "{sheet}!{cells}"
MORE_CELLS = "等{count}处"

NUMBER_COLUMN = PageColumn(title=NUMBER, show=Show.COUNT, width=5)
UNIT_COLUMN = PageColumn(title=UNIT, show=Show.TEXT, width=22)
_FEW_CELLS = 3
_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_SHEET = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresMaterial:
    """All that a report about scores is a function of. ``alternatives`` None = not asked for.

    ``unit``: only what is about this unit and its group; empty = everything. ``deductions`` are the rows of the sheet's 扣分明细.
    """

    campaign: Campaign
    rulebook: Rulebook
    scores: Scores
    provenance: Provenance
    alternatives: tuple[Alternative, ...] | None = None
    unit: str = ""
    deductions: tuple[RegisterRow, ...] = ()

    @property
    def scheme(self) -> Scheme | None:
        """The scheme under the chosen readings; None where scores are weighted or by a sheet."""
        return apply_readings(self.rulebook, self.scores.readings).scheme

    @property
    def what(self) -> str:
        """督查积分 / 综合评分."""
        return MARKS if self.rulebook.scheme is None else POINTS

    @property
    def groups(self) -> Groups:
        """Group id of the rulebook → names that the roster uses for it."""
        mapped = self.campaign.settings.groups
        return {group.id: (group.name, *mapped.get(group.name, ())) for group in self.rulebook.groups}

    @property
    def only_proposes(self) -> bool:
        """True where the rulebook gives no points and no marks of its own: it only proposes what another document has the values of."""
        book = self.rulebook
        return book.scheme is None and book.weighting is None and not book.sheets

    @property
    def period(self) -> str:
        """The period in words."""
        return period_words(self.scores.period)

    @property
    def under(self) -> str:
        """The line below a title: until when, by which regulation, 试算 or closed."""
        marks = (TRIAL if self.scores.trial else "") + (CLOSED if self.scores.closed else "")
        only = ONLY.format(unit=self.unit) if self.unit else ""
        return UNDER.format(day=day_words(self.provenance.as_of), title=self.rulebook.title) + marks + only

    @property
    def quarters(self) -> int:
        """The quarters of the period in which the regulation was in force."""
        return quarters_of(self.scores.period, self.rulebook.valid_from, self.provenance.as_of)

    @property
    def bases(self) -> int:
        """How often the base counts in the period: once, or for each of its months, quarters, half-years (JC-J-05)."""
        scheme = self.scheme
        return bases_in(scheme, self.scores.period, self.rulebook.valid_from, self.provenance.as_of) if scheme else 1

    def base_of(self, unit: Unit) -> Decimal:
        """基准分 of a unit: that of its group."""
        scheme = self.scheme
        return base_of(scheme, unit, self.groups) if scheme else Decimal(0)

    def starts(self, units: Iterable[Unit]) -> tuple[Decimal, ...]:
        """What each of some units has without entries."""
        scheme, groups, bases = self.scheme, self.groups, self.bases
        return tuple(base_of(scheme, unit, groups) * bases if scheme else Decimal(0) for unit in units)

    def start_of(self, unit: Unit) -> Decimal:
        """What a unit without entries has."""
        return self.starts((unit,))[0]

    def start_in(self, group: RankedGroup) -> Decimal | None:
        """What those of a group without entries have; None where that differs among them, or nothing has a base."""
        found = set(self.starts(standing.score.unit for standing in group.standings)) if self.scheme else set()
        return found.pop() if len(found) == 1 else None

    @property
    def parts(self) -> tuple[Period, ...]:
        """The parts of the period that its ranking shows: those that its base counts for, the months of a rulebook that judges by month, else the
        quarters of a year.
        """
        scheme, period = self.scheme, self.scores.period
        if scheme is None:
            return ()
        monthly = any(item.every is JudgedFor.MONTH for item in self.rulebook.consequences)
        kind = part_kind(scheme) or (PeriodKind.MONTH if monthly else PeriodKind.QUARTER)
        longer = {PeriodKind.YEAR: 12, PeriodKind.HALF_YEAR: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
        shown = period.kind is PeriodKind.YEAR or (kind is PeriodKind.MONTH and longer.get(period.kind, 0) > 1)
        return periods_within(period, kind) if shown else ()

    @property
    def divisor(self) -> int:
        """By what the sum of entries is divided: the quarters where the mean is read, else nothing (JC-J-05)."""
        scheme = self.scheme
        return self.quarters if scheme and scheme.base_per is BasePer.QUARTERS_MEAN else 1


def narrowed(material: ScoresMaterial, unit: str) -> ScoresMaterial:
    """What is about one unit: the ranking of its group, its proposals, what is listed of it, what other readings do to it."""
    scores = material.scores
    alternatives = material.alternatives and tuple(_about(item, unit) for item in material.alternatives)
    kept = replace(
        scores,
        groups=tuple(group for group in scores.groups if unit in _members(group)),
        proposals=tuple(item for item in scores.proposals if item.unit == unit),
        listed=tuple(item for item in scores.listed if item.unit == unit),
        within=tuple(group for group in scores.within if unit in _members(group)),
        assessed=tuple(item for item in scores.assessed if item.unit == unit),
        cards=tuple(item for item in scores.cards if item.unit == unit),
        remarks=tuple(item for item in scores.remarks if item.unit == unit),
    )
    return replace(material, scores=kept, alternatives=alternatives, unit=unit)


def _members(group: RankedGroup) -> set[str]:
    return {standing.name for standing in group.standings} | {item.unit.name for item in group.unranked}


def _about(item: Alternative, unit: str) -> Alternative:
    return replace(
        item,
        units=tuple(change for change in item.units if change.unit == unit),
        proposals_gained=tuple(pair for pair in item.proposals_gained if pair[1] == unit),
        proposals_lost=tuple(pair for pair in item.proposals_lost if pair[1] == unit),
        proposals_changed=tuple(pair for pair in item.proposals_changed if pair[1] == unit),
    )


def rank_words(standing: RankStanding) -> str:
    """3（并列）."""
    return SHARED.format(rank=standing.rank) if standing.tied else str(standing.rank)


def evidence_words(places: Iterable[Place], *, whole: bool = True) -> str:
    """Cells gathered by file and sheet: registers/办理记录.xlsx!办理记录!A7、A9. Not ``whole``: many cells are counted, not listed."""
    sheets: dict[str, list[str]] = {}
    for place in places:
        cells = sheets.setdefault("!".join(part for part in (place.file, place.sheet) if part), [])
        if place.cell and place.cell not in cells:
            cells.append(place.cell)
    return wording.CLAUSE.join(_cells(sheet, cells, whole=whole) for sheet, cells in sheets.items())


def _cells(sheet: str, cells: Sequence[str], *, whole: bool) -> str:
    if not cells:
        return sheet
    shown = cells if whole or len(cells) <= _FEW_CELLS else cells[:_FEW_CELLS]
    more = MORE_CELLS.format(count=len(cells)) if len(shown) < len(cells) else ""
    return CELLS_OF.format(sheet=sheet, cells=wording.LIST.join(shown) + more)


def find(groups: Iterable[RankedGroup], unit: str) -> tuple[RankedGroup, RankStanding] | None:
    """A unit's group and standing; None when it has none."""
    return next(((group, standing) for group in groups for standing in group.standings if standing.name == unit), None)


def named_apart(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages with names that a workbook takes for sheets, each different."""
    taken: set[str] = set()
    named = []
    for page in pages:
        name = _IN_SHEET.sub("_", page.name).strip(" '")[:_LONGEST_SHEET] or SHEET_FALLBACK
        candidate, n = name, 1
        while candidate.casefold() in taken:
            n += 1
            candidate = f"{name[: _LONGEST_SHEET - 5]} ({n})"
        taken.add(candidate.casefold())
        named.append(replace(page, name=candidate))
    return tuple(named)
