"""积分明细 of one unit: every entry with day, article, matter, formula and cell; the balance as it ran; room for the unit's signature (JC-J-03)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from duchá.reports import wording as shared
from duchá.reports.page import CellRow, Chart, ChartKind, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import NUMBER_COLUMN, ScoresMaterial, evidence_words, find
from duchá.reports.scores.ranking_pages import rank_notes
from duchá.reports.wording import TOTAL
from duchá.rulebook.model import Reading
from duchá.rulebook.point_rule import Sign
from duchá.scoring.facts.model import ZERO, Entry, RankedGroup, RankStanding, Score
from duchá.scoring.marks.total import part_kind
from duchá.scoring.ranking.rank import rounded
from duchá.terms.period import parse_period
from duchá.terms.unit import Unit
from duchá.terms.wording import period_words

MATTER = "事项"
FORMULA = "怎么算的"
AMOUNT = "分值"
BALANCE = "累计"
PLACE = "第{rank}名"
TIED = "并列"
LATE_FOR = "（{period}补记）"
UNIT_WORDS = "基准分{base}，加分{plus}笔共{added}分，减分{minus}笔共{deducted}分，{reckoned}合计{change}分，总分{total}分；在{group}{count}个单位中列{place}。"
UNIT_RECKONED = "按期折算、截去{points}分，"
UNIT_MARKS = "共{entries}项，合计{change}分，总分{total}分；在{group}{count}个单位中列{place}。"
UNIT_ENDED = "合计{change}分，总分{total}分；{why}。"
DIVIDED = "总分按各季平均：基准分{base}＋合计{change}÷{quarters}季＝{total}。"
BASES = "基准分按{each}累计：{base}×{count}{each}＝{whole}。"
BASES_BY = {"month": "月", "quarter": "季", "half-year": "半年"}
UNIT_GRADE = "等次：{grade}。"
FROM_SOURCE = "来源：{source}"
CHART_PARTS = "各项得分"
CHART_BALANCE = "累计分的变化"
CORRECTIONS = "{text}。"
READ_OTHERWISE = "本行动选定的读法——{readings}；其余有歧义的条款按默认读法。"
READ_BY_DEFAULT = "有歧义的条款均按默认读法，见排名报告“读法”页。"

RECKONED = ("parts|", "total|")  # entries by which parts of a period are converted, or a total cut off
_COLUMNS = (
    NUMBER_COLUMN,
    PageColumn(title=wording.DAY, show=Show.DAY, width=11),
    PageColumn(title=wording.ARTICLE, width=12),
    PageColumn(title=MATTER, show=Show.WORDS, width=10),
    PageColumn(title=FORMULA, show=Show.WORDS, width=30),
    PageColumn(title=AMOUNT, show=Show.SIGNED, width=7),
    PageColumn(title=BALANCE, show=Show.AMOUNT, width=7),
    PageColumn(title=wording.EVIDENCE, show=Show.WORDS, width=28),
)
_DAY, _FORMULA, _POINTS, _BALANCE = 1, 4, 5, 6


def entries_page(material: ScoresMaterial, unit: str) -> Page:
    """The unit's entries in the order of their days, opening with the base and closing with the total: the parts are the total exactly."""
    found = find(material.scores.groups, unit)
    score = found[1].score if found else _unranked_score(material, unit)
    entries = score.entries if score else _unranked_entries(material, unit)
    entries = tuple(sorted(entries, key=lambda entry: entry.day))
    start = _start(material, unit)
    opening = _opening(material, start) if material.rulebook.scheme else ()
    rows = (*opening, *_rows(material, entries, start))
    change = sum((entry.points for entry in entries), ZERO)
    total: CellRow = (None, None, None, None, TOTAL, change, score.total if score else None, None)
    return Page(
        name=wording.UNIT,
        title=wording.UNIT_TITLE.format(unit=unit, period=material.period, what=material.what),
        columns=_COLUMNS,
        rows=rows,
        total=total,
        under=material.under,
        measure=wording.MEASURE,
        words=tuple(_words(material, found, unit)),
        notes=(
            *wording.CONFIRM_NOTES,
            *_corrections(material),
            *rank_notes(material)[:1],
            *_read_otherwise(material),
            *material.scores.notes,
        ),
        charts=_charts(material, len(rows), start),
        signatures=wording.SIGNATURES,
    )


def _corrections(material: ScoresMaterial) -> Iterator[str]:
    """What the rulebook says of corrections and appeals, where it has a rule for them (JC-J-33)."""
    rule = next((rule for rule in material.rulebook.points if rule.sign is Sign.TYPED), None)
    if rule is not None:
        yield CORRECTIONS.format(text=material.rulebook.article(rule.article).summary)


def _start(material: ScoresMaterial, unit: str) -> Decimal:
    """What the unit began with: the base of its group."""
    found = find(material.scores.groups, unit)
    known = found[1].score.unit if found else _unranked_unit(material, unit)
    return material.start_of(known) if known is not None else material.scores.base


def _opening(material: ScoresMaterial, start: Decimal) -> tuple[CellRow, ...]:
    scheme = material.rulebook.scheme
    assert scheme is not None, "only points have a base"
    article = material.rulebook.article(scheme.article).number
    return ((None, material.scores.period.start, article, None, wording.BASE_ROW, None, start, None),)


def _rows(material: ScoresMaterial, entries: tuple[Entry, ...], start: Decimal) -> Iterator[CellRow]:
    so_far, scheme = ZERO, material.scheme
    for at, entry in enumerate(entries, 1):
        so_far += entry.points
        balance = start + so_far / material.divisor
        shown = rounded(balance, scheme.decimals, scheme.rounding) if scheme else balance
        matter, formula = entry.matter or None, entry.formula + _late(entry)
        yield (at, entry.day, entry.article.number, matter, formula, entry.points, shown, _evidence(material, entry))


def _read_otherwise(material: ScoresMaterial) -> Iterator[str]:
    """The readings that the campaign has chosen against the default (X-03); nothing where a rulebook has none to choose."""
    chosen = [reading for reading in material.rulebook.readings if material.scores.readings[reading.id] != reading.default]
    if chosen:
        said = (f"{reading.question}{shared.COLON}{_option(reading, material.scores.readings[reading.id])}" for reading in chosen)
        yield READ_OTHERWISE.format(readings=wording.CLAUSE.join(said))
    elif material.rulebook.readings:
        yield READ_BY_DEFAULT


def _option(reading: Reading, id: str) -> str:
    return next(option.text for option in reading.options if option.id == id)


def _late(entry: Entry) -> str:
    if not entry.late_for:
        return ""
    period = parse_period(entry.late_for)
    return LATE_FOR.format(period=period_words(period) if period else entry.late_for)


def _evidence(material: ScoresMaterial, entry: Entry) -> str:
    source = next((source.name for source in material.rulebook.sources if source.id == entry.source), "")
    lines = [
        evidence_words(entry.evidence),
        wording.SCORED_BY.format(by=entry.by) if entry.by else "",
        FROM_SOURCE.format(source=source) if source else "",
    ]
    return wording.LINE.join(line for line in lines if line)


def _unranked_entries(material: ScoresMaterial, unit: str) -> tuple[Entry, ...]:
    return next((item.entries for group in material.scores.groups for item in group.unranked if item.unit.name == unit), ())


def _unranked_unit(material: ScoresMaterial, unit: str) -> Unit | None:
    return next((item.unit for group in material.scores.groups for item in group.unranked if item.unit.name == unit), None)


def _unranked_score(material: ScoresMaterial, unit: str) -> Score | None:
    """What a unit that is only not ranked comes to."""
    return next((item.score for group in material.scores.groups for item in group.unranked if item.unit.name == unit), None)


def _words(material: ScoresMaterial, found: tuple[RankedGroup, RankStanding] | None, unit: str) -> Iterator[str]:
    if found is None:
        why = next((item.why for group in material.scores.groups for item in group.unranked if item.unit.name == unit), wording.UNRANKED)
        score = _unranked_score(material, unit)
        if score is not None:
            yield UNIT_ENDED.format(change=amount_text(score.change, sign=True), total=amount_text(score.total), why=why)
        else:
            yield wording.UNIT_UNRANKED.format(why=why)
        return
    group, standing = found
    score = standing.score
    reckoned = [entry for entry in score.entries if entry.cause.startswith(RECKONED)] if material.scheme else []
    facts = [entry for entry in score.entries if entry not in reckoned]
    plus, minus = ([entry.points for entry in facts if (entry.points > 0) is up and entry.points] for up in (True, False))
    rest = sum((entry.points for entry in reckoned), ZERO)
    sentence = UNIT_WORDS if material.scheme else UNIT_MARKS
    yield sentence.format(
        base=amount_text(material.start_of(score.unit)),
        plus=len(plus),
        added=amount_text(sum(plus, ZERO)),
        minus=len(minus),
        deducted=amount_text(abs(sum(minus, ZERO))),
        reckoned=UNIT_RECKONED.format(points=amount_text(rest, sign=True)) if rest else "",
        entries=len(score.entries),
        change=amount_text(score.change, sign=material.scheme is not None),
        total=amount_text(score.total),
        group=group.group,
        count=len(group.standings),
        place=PLACE.format(rank=standing.rank) + (TIED if standing.tied else ""),
    )
    if standing.grade:
        yield UNIT_GRADE.format(grade=standing.grade)
    yield from _base_words(material, score)


def _base_words(material: ScoresMaterial, score: Score) -> Iterator[str]:
    base, scheme = amount_text(material.base_of(score.unit)), material.scheme
    kind = part_kind(scheme) if scheme is not None else None
    if material.divisor > 1:
        yield DIVIDED.format(base=base, change=amount_text(score.change), quarters=material.quarters, total=amount_text(score.total))
    elif material.bases > 1 and kind is not None:
        words = BASES_BY[kind.value]
        yield BASES.format(base=base, each=words, count=material.bases, whole=amount_text(material.start_of(score.unit)))


def _charts(material: ScoresMaterial, rows: int, start: Decimal) -> tuple[Chart, ...]:
    if rows < 2:  # one dot is no course
        return ()
    if material.scheme is None:
        return (Chart(kind=ChartKind.BARS, title=CHART_PARTS, names=_FORMULA, values=_POINTS, first=0, last=rows - 1),)
    chart = Chart(
        kind=ChartKind.LINE,
        title=CHART_BALANCE + wording.CHART_BASE.format(base=amount_text(start)),
        names=_DAY,
        values=_BALANCE,
        first=0,
        last=rows - 1,
        reference=start,
        reference_name=wording.BASE_ROW,
    )
    return (chart,)
