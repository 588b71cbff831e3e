"""亮牌: which unit was given which card on which day, for what, how long it is kept; as a table, and in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from duchá.reports.page import Page, PageColumn, Show
from duchá.reports.scores import wording
from duchá.reports.scores.material import NUMBER_COLUMN, evidence_words
from duchá.reports.wording import UNIT
from duchá.scoring.facts.model import CardGiven
from duchá.terms.period import Period
from duchá.terms.wording import period_words

CARDS = "亮牌"
CARDS_TITLE = "{period}亮牌情况"
COLUMNS = ("牌", "含义", "日期", "有效至", "事由")
FOR_GOOD, PRAISE = "一直有效", "表扬"
GIVEN = "{period}亮{cards}。"
ONE_KIND = "{name}{count}张（{units}）"
STILL = "以前亮的、{period}仍有效的有{cards}。"
SEVERAL_OF = "{unit}{count}张"


def cards_page(cards: Sequence[CardGiven], period: Period, under: str, places: Mapping[str, int]) -> Page:
    """The cards of a period and those that are kept from before, by unit (``places``: its place in the roster) and day."""
    name, says, day, until, why = COLUMNS
    columns = (
        NUMBER_COLUMN,
        PageColumn(title=UNIT, show=Show.TEXT, width=16),
        PageColumn(title=name, width=8),
        PageColumn(title=says, width=10),
        PageColumn(title=day, show=Show.DAY, width=11),
        PageColumn(title=until, width=11),
        PageColumn(title=wording.ARTICLE, width=9),
        PageColumn(title=why, show=Show.WORDS, width=34),
        PageColumn(title=wording.FOUND, show=Show.TEXT, width=18),
    )
    ordered = sorted(cards, key=lambda card: (places.get(card.unit, len(places)), card.day, card.card))
    rows = tuple(
        (
            at,
            card.unit,
            card.name,
            card.says or (PRAISE if card.good else None),
            card.day,
            card.until.isoformat() if card.until else FOR_GOOD,
            card.article.number,
            card.why,
            evidence_words(card.evidence, whole=False) or None,
        )
        for at, card in enumerate(ordered, 1)
    )
    title = CARDS_TITLE.format(period=period_words(period))
    return Page(name=CARDS, title=title, columns=columns, rows=rows, under=under, words=tuple(cards_words(ordered, period)))


def cards_words(cards: Sequence[CardGiven], period: Period) -> Iterator[str]:
    """How many of each kind were given, to whom; and what is kept from before. Nothing where there is none."""
    given, kept = [card for card in cards if card.day in period], [card for card in cards if card.day not in period]
    for words, found in ((GIVEN, given), (STILL, kept)):
        if found:
            yield words.format(period=period_words(period), cards=wording.LIST.join(_kinds(found)))


def _kinds(cards: Iterable[CardGiven]) -> Iterator[str]:
    by_name: dict[str, dict[str, int]] = {}
    for card in cards:
        units = by_name.setdefault(card.name, {})
        units[card.unit] = units.get(card.unit, 0) + 1
    for name, units in by_name.items():
        said = wording.LIST.join(unit if count == 1 else SEVERAL_OF.format(unit=unit, count=count) for unit, count in units.items())
        yield ONE_KIND.format(name=name, count=sum(units.values()), units=said)
