"""Figures of registers and returns → entries: so much for each piece (件数、篇数), how far a target was reached (完成率), where a unit stands (名次赋分)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from duchá.rulebook.point_rule import (
    Amount,
    ComparedBy,
    CompletionRule,
    CountedRule,
    End,
    Formula,
    PlacedBy,
    PlacedRule,
    PointRule,
    RankedAmong,
    RowSays,
    Tied,
)
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Listed, Outcome, Why, plain
from duchá.scoring.facts.scored_facts import FigureRow, ScoredFacts
from duchá.scoring.rules.setting import Setting, group_of, kth, listed_for, places, scored_by, with_sign
from duchá.terms.period import Period, period_of
from duchá.terms.text import for_matching
from duchá.terms.wording import period_words

COUNTED = "{name}：{count}×{each}，{points}分"
ONE = "{name}，{points}分"
IN_BRACKET = "{name}：{period}共{count}，达到{from_}，{points}分"
NO_NUMBER = "{name}：“{column}”没有填数（或不是数），未计分"
FACTOR = "×{column}{number}"
WANTING = "{name}：{why}，未计分"
NO_TARGET = "{name}：“{column}”是0，完成率算不出，未计分"
NO_VOTES = "{name}：各档票数都没有填，未计分"
SHARE, REVERSE, GAP, VOTES = (
    "实际{actual}÷目标{target}＝{rate}%",
    "目标{target}÷实际{actual}＝{rate}%",
    "实际{actual}－计划{target}＝{gap}个百分点",
    "测评折算{rate}%",
)
PROPORTIONAL, BANDED, ALL, NOTHING = "{full}×{counted}%＝{size}", "达到{from_}%一档，{size}分", "完成，得满分{size}分", "未完成，不得分"
PER_POINT = "{full}{short}{over}＝{size}"
SHORT, OVER, BELOW = "－{each}×{points}个百分点", "＋{each}×{points}个百分点", "不到{least}%，不得分"
COMPLETED = "{name}：{how}，{worth}，{points}分"
COMPLETED_ONLY = "{name}：{how}，{points}分"  # of a rule that gives a card and no points
PLACED = "{name}：{period}的数为{value}，{group}{count}个单位中第{place}名{tied}，{how}，{points}分"
PLACED_FROM_BOTTOM = "{name}：{period}的数为{value}，{group}{count}个单位中倒数第{place}名{tied}，{how}，{points}分"
TIED = "（并列）"
BY_LIST, BY_STEP, BY_SHARE = "第{place}名{size}分", "{full}－{step}×{steps}", "{full}×（1－{share}%×{steps}）"
BY_FIRST, BY_BETWEEN, BY_MEAN = "{full}×{value}÷{first}", "{floor}＋{range}×（{value}－{least}）÷（{most}－{least}）", "所占名次的平均"
NO_AMOUNT = Amount(points=Decimal(0))
_EXACT = Decimal("0.0001")
_HUNDRED = Decimal(100)


def counted(rules: tuple[CountedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """So much for each row of a register (times its number), or the points of the bracket that a period's sum reaches, booked when it is over."""
    for rule in rules:
        rows = list(_rows(rule, rule.register, rule.where, happened, setting))
        if not rule.brackets:
            for row in rows:
                yield _piece(rule, row, setting)
            continue
        sums: dict[tuple[str, str], list[FigureRow]] = {}
        for row in rows:
            if not isinstance(row, Listed):
                sums.setdefault((row.unit, period_of(row.day, rule.every.ending).key), []).append(row)
            else:
                yield row
        for (unit, _), found in sums.items():
            yield from _bracket(rule, unit, found, setting)


def _piece(rule: CountedRule, row: FigureRow | Listed, setting: Setting) -> Outcome:
    if isinstance(row, Listed):
        return row
    each = kth(rule.lead, 1)
    number = row.number(rule.column) if rule.column else Decimal(1)
    if number is None or number < 0:
        return _undecided(rule, row, NO_NUMBER.format(name=rule.name, column=rule.column), setting)
    factor, said = _factor(rule, row)
    if factor is None:
        return _undecided(rule, row, said, setting)
    points = with_sign(rule, _exact(each * number * factor))
    words = {"name": rule.name, "count": plain(number), "each": plain(each) + said, "points": wording.signed(points)}
    return _entry(
        rule,
        row.unit,
        points,
        row.day,
        f"figure|{row.key}",
        (rule.says or (COUNTED if rule.column else ONE)).format(**words),
        (row,),
        setting,
    )


def _bracket(rule: CountedRule, unit: str, rows: Sequence[FigureRow], setting: Setting) -> Iterator[Outcome]:
    period = period_of(rows[0].day, rule.every.ending)
    wrong = [row for row in rows if rule.column and ((number := row.number(rule.column)) is None or number < 0)]
    yield from (_undecided(rule, row, NO_NUMBER.format(name=rule.name, column=rule.column), setting) for row in wrong)
    total = sum((max(row.number(rule.column) or ZERO, ZERO) if rule.column else Decimal(1) for row in rows), ZERO)
    reached = max((band for band in rule.brackets if band.from_ <= total), key=lambda band: band.from_, default=None)
    if reached is not None and period.end <= setting.as_of and setting.in_force(rule, period.end):
        points = with_sign(rule, reached.points)
        words = {"name": rule.name, "period": period_words(period), "count": plain(total), "from_": plain(reached.from_)}
        formula = (rule.says or IN_BRACKET).format(points=wording.signed(points), **words)
        yield _entry(rule, unit, points, period.end, f"figures|{period.key}", formula, rows, setting)


def completion(rules: tuple[CompletionRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """What a row's completion of its target is worth: one entry a row, be it of no points. Blank: without target or actual nothing is guessed."""
    for rule in rules:
        for row in _rows(rule, rule.register, rule.where, happened, setting):
            outcome = row if isinstance(row, Listed) else _completed(rule, row, setting)
            if outcome is not None:
                yield outcome


def _completed(rule: CompletionRule, row: FigureRow, setting: Setting) -> Outcome | None:
    rate, how = _rate(rule, row)
    if rate is None:
        return _undecided(rule, row, how, setting)
    if (rule.at_least is not None and rate < rule.at_least) or (rule.below is not None and rate >= rule.below):
        return None
    size, worth = _worth(rule, rate)
    factor, said = _factor(rule, row)
    if factor is None:
        return _undecided(rule, row, said, setting)
    points = with_sign(rule, _exact(size * factor))
    worth += said
    words = {"name": rule.name, "how": how, "worth": worth, "points": wording.signed(points), "rate": _percent(rate)}
    return _entry(
        rule,
        row.unit,
        points,
        row.day,
        f"figure|{row.key}",
        (rule.says or (COMPLETED if rule.lead != NO_AMOUNT else COMPLETED_ONLY)).format(**words),
        (row,),
        setting,
    )


def _factor(rule: CountedRule | CompletionRule, row: FigureRow) -> tuple[Decimal | None, str]:
    """The 修正系数 of a row and how it is said; 1 where the rule has none. None where the row lacks it: no coefficient is guessed."""
    if not rule.coefficient:
        return Decimal(1), ""
    number = row.number(rule.coefficient)
    if number is None or number < 0:
        return None, NO_NUMBER.format(name=rule.name, column=rule.coefficient)
    return number, FACTOR.format(column=rule.coefficient, number=plain(number))


def _rate(rule: CompletionRule, row: FigureRow) -> tuple[Decimal | None, str]:
    """How far a target was reached, 1 = wholly, and how that is said; without what it takes, why not."""
    if rule.rates:
        votes = {column: row.number(column) for column in rule.rates}
        given = sum((number for number in votes.values() if number is not None), ZERO)
        if not given:
            return None, NO_VOTES.format(name=rule.name)
        rate = sum((rule.rates[column] * number for column, number in votes.items() if number is not None), ZERO) / given
        return rate, VOTES.format(rate=_percent(rate))
    target, actual = row.number(rule.target), row.number(rule.actual)
    if target is None or actual is None:
        return None, NO_NUMBER.format(name=rule.name, column=rule.target if target is None else rule.actual)
    words = {"target": plain(target), "actual": plain(actual)}
    if rule.compared is ComparedBy.PERCENTAGE_POINTS:
        return 1 + (actual - target) / _HUNDRED, GAP.format(gap=plain(actual - target), **words)
    over, under = (target, actual) if rule.compared is ComparedBy.REVERSE else (actual, target)
    if under == 0:
        return None, NO_TARGET.format(name=rule.name, column=rule.actual if rule.compared is ComparedBy.REVERSE else rule.target)
    rate = over / under
    return rate, (REVERSE if rule.compared is ComparedBy.REVERSE else SHARE).format(rate=_percent(rate), **words)


def _worth(rule: CompletionRule, rate: Decimal) -> tuple[Decimal, str]:
    """The points of a completion by the rule's formula, and how they came about. Rounding: half up to four decimals."""
    full = kth(rule.lead, 1)
    if rate < rule.counts_from:
        return ZERO, BELOW.format(least=_percent(rule.counts_from))
    held = min(rate, rule.counts_to)
    match rule.formula:
        case Formula.PROPORTIONAL:
            size = _exact(full * max(held, ZERO))
            return size, PROPORTIONAL.format(full=plain(full), counted=_percent(held), size=plain(size))
        case Formula.BANDED:
            band = max((band for band in rule.bands if band.from_ <= rate), key=lambda band: band.from_, default=None)
            return (ZERO, NOTHING) if band is None else (band.points, BANDED.format(from_=_percent(band.from_), size=plain(band.points)))
        case Formula.ALL_OR_NOTHING:
            return (full, ALL.format(size=plain(full))) if rate >= 1 else (ZERO, NOTHING)
        case Formula.PER_POINT:
            short, over = max(ZERO, 1 - held) * _HUNDRED, max(ZERO, held - 1) * _HUNDRED
            size = max(ZERO, _exact(full - rule.each_short * short + rule.each_over * over))
            less = SHORT.format(each=plain(rule.each_short), points=_number(short)) if short else ""
            more = OVER.format(each=plain(rule.each_over), points=_number(over)) if over else ""
            return size, PER_POINT.format(full=plain(full), short=less, over=more, size=plain(size))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Competitor:
    """A unit with its number of a period, among those of its group."""

    unit: str
    value: Decimal
    rows: tuple[FigureRow, ...]


def placed(rules: tuple[PlacedRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """Points by the place of a unit's number among those of its group, for each period that is over.

    Ties: units with one number share a place; what they get the rule says. Blank: a unit without a number takes no place.
    """
    for rule in rules:
        periods: dict[str, dict[str, list[FigureRow]]] = {}
        for row in _rows(rule, rule.register, rule.where, happened, setting):
            if isinstance(row, Listed):
                yield row
            elif row.number(rule.column) is None:
                yield _undecided(rule, row, NO_NUMBER.format(name=rule.name, column=rule.column), setting)
            else:
                periods.setdefault(period_of(row.day, rule.every.ending).key, {}).setdefault(row.unit, []).append(row)
        for units in periods.values():
            period = period_of(next(iter(units.values()))[0].day, rule.every.ending)
            if period.end <= setting.as_of and setting.in_force(rule, period.end):
                yield from _placed(rule, units, period, setting)


def _placed(rule: PlacedRule, units: Mapping[str, Sequence[FigureRow]], period: Period, setting: Setting) -> Iterator[Outcome]:
    groups: dict[str, list[_Competitor]] = {}
    for name, rows in units.items():
        known = setting.roster.get(name)
        if known is not None and known.valid_on(period.end) and setting.speaks_of(rule, name, period.end):
            total = sum((row.number(rule.column) or ZERO for row in rows), ZERO)
            scheme = setting.rulebook.scheme
            group = (
                group_of(known.on(period.end), scheme.grouping, setting.groups)
                if rule.among is RankedAmong.GROUP and scheme
                else wording.EVERYONE
            )
            groups.setdefault(group, []).append(_Competitor(unit=name, value=total, rows=tuple(rows)))
    for group, members in groups.items():
        ordered = sorted((one.value for one in members), reverse=(rule.end is End.TOP) is not rule.reverse)
        for one in members:
            place, equal = ordered.index(one.value) + 1, ordered.count(one.value)
            size, how = _size_of_place(rule, one.value, place, equal, ordered)
            if size is None:
                continue
            points = with_sign(rule, size)
            words = {
                "name": rule.name,
                "period": period_words(period),
                "value": plain(one.value),
                "group": group,
                "count": len(members),
                "place": place,
                "tied": TIED if equal > 1 else "",
                "how": how,
                "points": wording.signed(points),
            }
            formula = (rule.says or (PLACED if rule.end is End.TOP else PLACED_FROM_BOTTOM)).format(**words)
            yield _entry(rule, one.unit, points, period.end, f"placed|{period.key}", formula, one.rows, setting)


def _size_of_place(rule: PlacedRule, value: Decimal, place: int, equal: int, ordered: Sequence[Decimal]) -> tuple[Decimal | None, str]:
    """What a place is worth and how; None where the list ends before it."""
    full, first = kth(rule.lead, 1), ordered[0]
    match rule.by:
        case PlacedBy.AGAINST_FIRST:
            over, under = (first, value) if rule.reverse else (value, first)
            size = full if under == 0 else _exact(full * over / under)
            return size, BY_FIRST.format(full=plain(full), value=plain(over), first=plain(under))
        case PlacedBy.BETWEEN:
            least, most = (max(ordered), min(ordered)) if rule.reverse else (min(ordered), max(ordered))
            size = full if least == most else _exact(rule.floor + (full - rule.floor) * (value - least) / (most - least))
            words = {
                "floor": plain(rule.floor),
                "range": plain(full - rule.floor),
                "value": plain(value),
                "least": plain(least),
                "most": plain(most),
            }
            return size, BY_BETWEEN.format(**words)
        case PlacedBy.LIST | PlacedBy.STEP:
            worth = [_by_place(rule, full, at) for at in range(place, place + equal)]
            if rule.tied is Tied.MEAN and equal > 1:
                return _exact(sum((each or ZERO for each, _ in worth), ZERO) / equal), BY_MEAN
            return worth[0]


def _by_place(rule: PlacedRule, full: Decimal, place: int) -> tuple[Decimal | None, str]:
    if rule.by is PlacedBy.LIST:
        size = rule.places[place - 1] if place <= len(rule.places) else None
        return size, "" if size is None else BY_LIST.format(place=place, size=plain(size))
    if rule.step is not None:
        return max(ZERO, full - rule.step * (place - 1)), BY_STEP.format(full=plain(full), step=plain(rule.step), steps=place - 1)
    share = rule.share or ZERO
    return max(ZERO, _exact(full * (1 - share * (place - 1)))), BY_SHARE.format(full=plain(full), share=_percent(share), steps=place - 1)


def _rows(
    rule: PointRule, register: str, where: Iterable[RowSays], happened: ScoredFacts, setting: Setting
) -> Iterator[FigureRow | Listed]:
    """The rows that a rule speaks of, in the order of their days; those of strangers, and returns that are wanting, as lines."""
    wanted = [(item.column, for_matching(item.says)) for item in where]
    found = (row for row in happened.figures if row.register == register and setting.in_force(rule, row.day))
    for row in sorted(found, key=lambda row: (row.day, row.key)):
        if row.wanting:
            if setting.speaks_of(rule, row.unit, row.day):
                why = WANTING.format(name=rule.name, why=row.wanting)
                yield listed_for(setting, rule, Why.UNDECIDED, why, unit=row.unit, day=row.day, evidence=places(row.place))
        elif all(for_matching(row.cell(column)) == says for column, says in wanted):
            if row.unknown:
                why = wording.UNKNOWN_UNIT.format(unit=row.unknown)
                yield listed_for(setting, rule, Why.REJECTED, why, unit=row.unknown, day=row.day, evidence=places(row.place))
            elif setting.speaks_of(rule, row.unit, row.day):
                yield row


def _entry(
    rule: PointRule, unit: str, points: Decimal, day: date, cause: str, words: str, rows: Sequence[FigureRow], setting: Setting
) -> Entry:
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=unit,
        points=points,
        day=day,
        cause=cause,
        formula=words,
        evidence=places(*(place for row in rows for place in row.read(_columns(rule)))),
        by=scored_by(rule, ""),
        source=setting.source(rule),
    )


def _columns(rule: PointRule) -> tuple[str, ...]:
    """The columns whose numbers a rule reads."""
    if isinstance(rule, CompletionRule):
        return (*(tuple(rule.rates) or (rule.target, rule.actual)), *((rule.coefficient,) if rule.coefficient else ()))
    if isinstance(rule, CountedRule) and rule.coefficient:
        return tuple(column for column in (rule.column, rule.coefficient) if column)
    return (rule.column,) if isinstance(rule, CountedRule | PlacedRule) and rule.column else ()


def _undecided(rule: PointRule, row: FigureRow, why: str, setting: Setting) -> Listed:
    return listed_for(setting, rule, Why.UNDECIDED, why, unit=row.unit, day=row.day, evidence=places(*row.read(_columns(rule))))


def _exact(size: Decimal) -> Decimal:
    return size.quantize(_EXACT, rounding=ROUND_HALF_UP).normalize() + ZERO


def _percent(rate: Decimal) -> str:
    return _number(rate * _HUNDRED)


def _number(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
