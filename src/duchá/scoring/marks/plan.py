"""What is reckoned from 评议得分: the parts with their weights or full points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.rulebook.scheme import Grouping, Scheme
from duchá.rulebook.weighting import Component, SheetItem
from duchá.scoring.facts.model import ZERO
from duchá.scoring.facts.scored_facts import PartScore, ScoredFacts
from duchá.scoring.ranking.rank import rounded
from duchá.terms.period import Period, parse_period

FORECAST = "测算：评分由上级部门作出，本结果只供参考"
EXAMPLE = "示例分值：原文没有规定，请换成本地制度的分值"
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
    """The rulebook under its readings, the parts that are marked in 评议得分, and how the total is shown.

    ``unpriced``: the text leaves the points of its items to a profile (本地细则), so that there is no total.
    """

    rulebook: Rulebook
    parts: tuple[ScorePart, ...]
    scheme: Scheme
    article: str
    forecast: bool = False
    example: bool = False
    unpriced: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the numbers."""
        return (*((FORECAST,) if self.forecast else ()), *((EXAMPLE,) if self.example else ()))


def plan_of(rulebook: Rulebook) -> ScorePlan:
    """The plan of a rulebook: its weights, its score sheets, or nothing (it only proposes)."""
    weighting, sheets = rulebook.weighting, rulebook.sheets
    parts = tuple(of_component(part) for part in (weighting.components if weighting else ()) if part.is_marked)
    items = {item.id: item for sheet in sheets for item in sheet.marked}
    article = weighting.article if weighting else sheets[0].article if sheets else ""
    return ScorePlan(
        rulebook=rulebook,
        parts=(*parts, *(of_item(item) for item in items.values())),
        scheme=rulebook.scheme
        or Scheme(
            base=ZERO,
            article=article,
            ranking_article=article,
            decimals=weighting.decimals if weighting else 2,
            grouping=Grouping.ALL if weighting is None and any(sheet.overall for sheet in sheets) else Grouping.GROUP,
        ),
        article=article,
        forecast=weighting is not None and weighting.forecast,
        example=any(sheet.example for sheet in sheets),
        unpriced=weighting is None and any(item.points is None for item in items.values()),
    )


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


def of_component(part: Component) -> ScorePart:
    """A weighted component as a part of a total."""
    return ScorePart(id=part.id, name=part.name, article=part.article, weight=part.weight, least=part.least, most=part.most)


def of_item(item: SheetItem) -> ScorePart:
    """An item of a sheet as a part of a total."""
    least = None if item.points is None else ZERO
    return ScorePart(id=item.id, name=item.name, article=item.article, weight=Decimal(1), least=least, most=item.points, item=True)
