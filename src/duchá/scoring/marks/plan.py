"""What is reckoned from 评议得分: the parts with their weights or full points, and what a missing one means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.rulebook.scheme import Grouping, Scheme
from duchá.rulebook.weighting import Component, MissingPart, ScoreSheet, SheetItem, Weighting
from duchá.scoring.facts.model import ZERO
from duchá.scoring.facts.scored_facts import PartScore, ScoredFacts
from duchá.scoring.ranking.rank import rounded
from duchá.terms.period import Period, parse_period

_MEAN_DECIMALS = 4
Given = Mapping[tuple[str, str], Sequence[PartScore]]  # by unit and part


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a total, whatever its kind: a weighted component, or an item of a score sheet with its full points (None: not laid down)."""

    id: str
    name: str
    article: str
    weight: Decimal
    least: Decimal | None
    most: Decimal | None
    item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePlan:
    """The rulebook under its readings, its parts, what a missing one means, and how the total is shown.

    ``unpriced``: the text leaves the points of its items to a profile (本地细则), so that there is no total.
    """

    rulebook: Rulebook
    parts: tuple[ScorePart, ...]
    missing: MissingPart
    scheme: Scheme
    article: str
    forecast: bool = False
    example: bool = False
    unpriced: bool = False


def plan_of(rulebook: Rulebook) -> ScorePlan:
    """The plan of a rulebook: its weights, else its score sheet, else nothing (it only proposes)."""
    weighting, sheet = rulebook.weighting, next(iter(rulebook.sheets), None)
    if weighting is not None:
        return ScorePlan(
            rulebook=rulebook,
            parts=tuple(_of_component(part) for part in weighting.components),
            missing=weighting.missing,
            scheme=Scheme(base=ZERO, article=weighting.article, ranking_article=weighting.article, decimals=weighting.decimals),
            article=weighting.article,
            forecast=weighting.forecast,
        )
    if sheet is None:
        return ScorePlan(
            rulebook=rulebook, parts=(), missing=MissingPart.NO_TOTAL, scheme=Scheme(base=ZERO, article="", ranking_article=""), article=""
        )
    return _of_sheet(rulebook, sheet)


def given_in(happened: ScoredFacts, period: Period) -> Given:
    """The points given in a period, by unit and part."""
    parts: dict[tuple[str, str], list[PartScore]] = {}
    for part in happened.parts:
        if parse_period(part.period) == period:
            parts.setdefault((part.unit, part.part), []).append(part)
    return parts


def mean_of(given: Sequence[PartScore]) -> Decimal:
    """What several scorers of one part come to: their mean. Rounding: half up to four decimals, so that what is printed is what counts."""
    points = [item.points for item in given if item.points is not None]
    mean = sum(points, ZERO) / len(points)
    exact = max((-int(exponent) for point in points if isinstance(exponent := point.as_tuple().exponent, int)), default=0)
    return rounded(mean, max(_MEAN_DECIMALS, exact)).normalize()


def grade_of(total: Decimal, weighting: Weighting) -> str:
    """等次 of a total; empty where no profile gives thresholds: none is invented (SY-26)."""
    fitting = [band for band in weighting.bands if total >= band.least]
    return max(fitting, key=lambda band: band.least).name if fitting else ""


def _of_sheet(rulebook: Rulebook, sheet: ScoreSheet) -> ScorePlan:
    grouping = Grouping.ALL if sheet.overall else Grouping.GROUP
    return ScorePlan(
        rulebook=rulebook,
        parts=tuple(_of_item(item) for item in sheet.items),
        missing=MissingPart.NO_TOTAL,
        scheme=Scheme(base=ZERO, article=sheet.article, ranking_article=sheet.article, grouping=grouping),
        article=sheet.article,
        example=sheet.example,
        unpriced=any(item.points is None for item in sheet.items),
    )


def _of_component(part: Component) -> ScorePart:
    return ScorePart(id=part.id, name=part.name, article=part.article, weight=part.weight, least=part.least, most=part.most)


def _of_item(item: SheetItem) -> ScorePart:
    least = None if item.points is None else ZERO
    return ScorePart(id=item.id, name=item.name, article=item.article, weight=Decimal(1), least=least, most=item.points, item=True)
