"""What one unit comes to in a period: base, booked entries, marks, sheets, weights, and what is cut off or converted, each an entry of its own, so that
the entries sum to the total exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from duchá.rulebook.limit import BeyondLimit
from duchá.rulebook.scheme import BasePer, Scheme
from duchá.rulebook.weighting import POINTS, MissingItem, MissingPart, ScoreSheet, SheetItem, Weighting
from duchá.scoring.closing.question import ScoreQuestion, group_names
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Listed, Score, Unranked, Why, plain
from duchá.scoring.facts.scored_facts import PartScore
from duchá.scoring.marks.plan import Given, ScorePart, ScorePlan, mean_of, of_component, of_item
from duchá.scoring.ranking.judge import Vetoed
from duchá.scoring.ranking.rank import Groups, rounded
from duchá.scoring.rules.setting import among
from duchá.terms.period import Period, PeriodKind, periods_within, span
from duchá.terms.place import Place
from duchá.terms.unit import Unit
from duchá.terms.wording import period_words

NOT_SCORED = "尚未评分"
MISSING_PARTS = "缺{parts}，不出总分"
UNRATED = "没有{parts}的任务，不参评"
RENORMALISED = "测算：缺{parts}，其余按权重折算，{formula}"
ZEROED = "测算：缺{parts}按0分，{formula}"
PART_OUT_OF_RANGE = "{part}得分{found}超出{least}—{most}，未计"
PART_NOT_NUMBER = "{part}得分“{found}”不是数，未计"
PART_TWICE = "{part}（{count}个得分，平均{points}）"
ITEM = "{name}满分{most}，得{points}，扣{lost}"
NO_EVIDENCE = "{part}扣{lost}分没有写依据，请在“扣分依据”一栏补填"
ITEM_UNPRICED = "{name}得{points}（满分由本地细则定）"
UNPRICED = "各项分值由本地细则定，制度没有写，不出总分"
BEGINS = "{name}起评{points}分"
ITEM_CUT = "{name}{bound}{limit}分，各笔合计{sum}分，{points}分"
ITEM_STAYS = "{name}{bound}{limit}分，各笔合计{sum}分，按所选读法照计"
ITEM_FULL = "{name}没有任务，按满分计，{points}分"
ITEM_ZERO = "{name}没有得分，按0分计"
RESCALED = "缺{parts}，按应考分换算：{sum}÷{there}×{full}＝{total}"
SPREAD = "缺{parts}，满分平均并入其他{count}项，按各项得分率折算，{points}分"
CONVERTED = "{name}折算：{sum}÷{full}×{to}＝{total}"
WEIGHED = "{name}{value}×{weight}%＝{points}，折算{change}分"
POINTS_PART = "（基准分{base}，增减{change}）"
MEAN_OF_PARTS = "按期折算：{how}，折算{points}分"
FLOOR, CEILING = "总分最低", "总分最高"
TOTAL_CUT = "{bound}{limit}分，合计{sum}分，{points}分"
TOTAL_STAYS = "{bound}{limit}分，合计{sum}分，按所选读法照计"
VETOED = "{name}：{why}，总分按{total}分计（原{sum}分），{points}分"
VETO_UNRANKED = "{name}：{why}，不参加排名"
LEAST, MOST = "扣完为止，最低", "封顶"
MADE_HERE = ("parts|", "part|", "total|", "veto|")  # causes of what the total itself brings: no fact of a month does
_EXACT = Decimal("0.0001")
_KINDS: Mapping[BasePer, PeriodKind] = {
    BasePer.MONTHS_SUM: PeriodKind.MONTH,
    BasePer.MONTHS_MEAN: PeriodKind.MONTH,
    BasePer.QUARTERS_SUM: PeriodKind.QUARTER,
    BasePer.QUARTERS_MEAN: PeriodKind.QUARTER,
    BasePer.HALF_YEARS_SUM: PeriodKind.HALF_YEAR,
    BasePer.HALF_YEARS_MEAN: PeriodKind.HALF_YEAR,
}
_SUMS = (BasePer.MONTHS_SUM, BasePer.QUARTERS_SUM, BasePer.HALF_YEARS_SUM)
_MEANS = (BasePer.MONTHS_MEAN, BasePer.HALF_YEARS_MEAN)
_WEIGHED = {12: PeriodKind.MONTH, 4: PeriodKind.QUARTER, 2: PeriodKind.HALF_YEAR}


@dataclass(slots=True)  # house: filled step by step, and read once
class _Total:
    """What is added up for one unit: entries beside the booked ones, what is listed, why there is no total."""

    unit: Unit
    plan: ScorePlan
    question: ScoreQuestion
    given: Given
    entries: list[Entry] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    why: str = ""

    def add(self, rule: str, article: str, cause: str, points: Decimal, words: str, evidence: tuple[Place, ...] = ()) -> None:
        """An entry of the period, that no fact alone makes."""
        self.entries.append(
            Entry(
                rule=rule,
                article=self.plan.rulebook.article(article),
                unit=self.unit.name,
                points=points,
                day=min(self.question.period.end, self.question.as_of),
                cause=f"{cause}|{self.question.period.key}",
                formula=words,
                evidence=evidence,
            )
        )

    def note(self, rule: str, article: str, why: str, kind: Why = Why.NOTE) -> None:
        """A line beside the scores."""
        self.listed.append(Listed(kind=kind, rule=rule, unit=self.unit.name, why=why, article=self.plan.rulebook.article(article).number))


def total_of(
    unit: Unit, booked: Sequence[Entry], plan: ScorePlan, given: Given, vetoes: Sequence[Vetoed], question: ScoreQuestion
) -> tuple[Score | Unranked, list[Listed]]:
    """What a unit comes to; without a total or a place, why. Blank: a part that is not there leaves no total, unless the rulebook says otherwise.

    Rounding: to the rulebook's decimals, ranked on the printed total.
    """
    names, scheme = group_names(plan.rulebook, question), plan.scheme
    sum_ = _Total(unit=unit, plan=plan, question=question, given=given)
    change = sum((entry.points for entry in booked), ZERO)
    each = base_of(scheme, unit, names)
    base = each * bases_in(scheme, question.period, question.rulebook.valid_from, question.as_of)
    exact = base + _shared(sum_, scheme, each, booked, change)
    values = {sheet.id: _of_sheet(sum_, sheet, booked) for sheet in _sheets_for(sum_, booked, names)}
    if plan.rulebook.weighting is not None:
        _of_weighting(sum_, plan.rulebook.weighting, values, base, exact - base, names)
    exact += sum((entry.points for entry in sum_.entries if not entry.cause.startswith("parts|")), ZERO)
    if len(parts_of(scheme, question)) <= 1 or plan.parts or plan.rulebook.weighting is not None or plan.rulebook.sheets:
        exact += _bounded(sum_, scheme, exact)
    exact += _under_vetoes(sum_, vetoes, exact)
    entries = (*booked, *sum_.entries)
    if sum_.why:
        return Unranked(unit=unit, entries=entries, why=sum_.why), sum_.listed
    total = rounded(exact, scheme.decimals, scheme.rounding)
    score = Score(unit=unit, entries=entries, change=sum((entry.points for entry in entries), ZERO), exact=exact, total=total)
    out = next((one for one in vetoes if one.veto.unranked), None)
    if out is not None:
        return Unranked(unit=unit, entries=entries, why=VETO_UNRANKED.format(name=out.veto.name, why=out.why), score=score), sum_.listed
    return score, sum_.listed


def base_of(scheme: Scheme, unit: Unit, names: Groups) -> Decimal:
    """基准分 of a unit: that of its group, where the rulebook has one."""
    return next((each.base for each in scheme.bases if among(unit, each.groups, names)), scheme.base)


def begun(period: Period, kind: PeriodKind, start: date | None, as_of: date) -> tuple[Period, ...]:
    """The months (quarters…) of a period that have begun while the regulation was in force; at least one."""
    first, last = max(period.start, start or period.start), min(period.end, as_of)
    return periods_within(span(first, last), kind) if first <= last else periods_within(span(first, first), kind)


def part_kind(scheme: Scheme) -> PeriodKind | None:
    """The months, quarters or half-years of which a total is made up; None where the base counts once, for all."""
    return _WEIGHED.get(len(scheme.weights)) if scheme.base_per is BasePer.WEIGHTS else _KINDS.get(scheme.base_per)


def bases_in(scheme: Scheme, period: Period, start: date | None, as_of: date) -> int:
    """How often the base counts in a period."""
    return len(begun(period, _KINDS[scheme.base_per], start, as_of)) if scheme.base_per in _SUMS else 1


def parts_of(scheme: Scheme, question: ScoreQuestion) -> tuple[Period, ...]:
    """The months (quarters, half-years) that make up the total of a period, each with a score of its own; none where the period is one whole."""
    if scheme.base_per is BasePer.WEIGHTS:
        return periods_within(question.period, _WEIGHED[len(scheme.weights)]) if question.period.kind is PeriodKind.YEAR else ()
    kind = _KINDS.get(scheme.base_per)
    return () if kind is None else begun(question.period, kind, question.rulebook.valid_from, question.as_of)


def _shared(total: _Total, scheme: Scheme, base: Decimal, booked: Sequence[Entry], change: Decimal) -> Decimal:
    """What the booked entries come to in the total: their sum, the mean of the quarters (JC-J-05), or by the weights of the year's parts; what is
    converted is an entry of its own (but for the quarters, whose sum is divided as a whole). ``base`` is that of one part: where the period has several,
    the least and the most that a total may be are those of each, as it was published when it was over.
    """
    parts = parts_of(scheme, total.question)
    sums = [sum((entry.points for entry in booked if entry.day in part), ZERO) for part in parts]
    if len(parts) > 1:
        for at, part in enumerate(parts):
            cut = _bounded(total, scheme, base + sums[at], part)
            sums[at], change = sums[at] + cut, change + cut
    if scheme.base_per is BasePer.QUARTERS_MEAN:
        return change / len(parts)
    if scheme.base_per in _MEANS:
        counted = _exact(change / len(parts))
        how = f"（{plain(change)}）÷{len(parts)}"
    elif scheme.base_per is BasePer.WEIGHTS and parts:
        counted = _exact(sum((weight * sum_ for weight, sum_ in zip(scheme.weights, sums, strict=True)), ZERO))
        how = "＋".join(f"（{plain(sum_)}）×{plain(weight * 100)}%" for weight, sum_ in zip(scheme.weights, sums, strict=True))
    else:
        return change
    if counted != change:
        points = counted - change
        total.add("scheme", scheme.article, "parts", points, MEAN_OF_PARTS.format(how=how, points=plain(points)))
    return counted


def _sheets_for(total: _Total, booked: Sequence[Entry], names: Groups) -> Iterator[ScoreSheet]:
    """The sheets that a unit is scored by: those for its group; without groups the only one, or those in which it has any points."""
    sheets = total.plan.rulebook.sheets
    for sheet in sheets:
        if sheet.groups:
            if among(total.unit, sheet.groups, names):
                yield sheet
            continue
        marked = any(total.given.get((total.unit.name, item.name)) for item in sheet.marked)
        ruled = any(entry.rule in item.rules for item in sheet.items for entry in booked)
        others = [other for other in sheets if other is not sheet]
        elsewhere = any(total.given.get((total.unit.name, item.name)) for other in others for item in other.marked)
        if marked or ruled or not elsewhere:
            yield sheet


def _of_sheet(total: _Total, sheet: ScoreSheet, booked: Sequence[Entry]) -> Decimal:
    """What a sheet comes to, its entries added; where items are missing, what becomes of them."""
    values: dict[str, Decimal] = {}
    missing: list[SheetItem] = []
    before = len(total.entries)
    for item in sheet.scored:
        if item.rules:
            values[item.id] = _ruled(total, sheet, item, booked)
            continue
        part = of_item(item)
        if found := _marks(total, part):
            total.entries.append(_entry(total, part, found))
            values[item.id] = total.entries[-1].points
        else:
            missing.append(item)
    if total.plan.unpriced:
        total.why = UNPRICED if len(total.entries) > before else NOT_SCORED
        return ZERO
    if len(total.entries) == before and not total.listed:
        total.why = NOT_SCORED
        return ZERO
    value = _with_missing(total, sheet, values, missing)
    full = sum((item.points or ZERO for item in sheet.scored), ZERO)
    if sheet.to is not None and full:
        counted = _exact(value * sheet.to / full)
        words = {"name": sheet.name, "sum": plain(value), "full": plain(full), "to": plain(sheet.to), "total": plain(counted)}
        total.add(sheet.id, sheet.article, f"part|{sheet.id}|converted", counted - value, CONVERTED.format(**words))
        value = counted
    return value


def _ruled(total: _Total, sheet: ScoreSheet, item: SheetItem, booked: Sequence[Entry]) -> Decimal:
    """An item that rules add to and deduct from: where it begins, and what goes beyond nothing or its full points."""
    limits = {limit.id for limit in total.plan.rulebook.limits if limit.rules and set(limit.rules) <= set(item.rules)}
    own = [entry for entry in booked if entry.rule in item.rules or entry.rule in limits]
    start = item.start if item.start is not None else item.points or ZERO
    if start:
        total.add(item.id, item.article, f"part|{item.id}", start, BEGINS.format(name=item.name, points=plain(start)))
    raw = start + sum((entry.points for entry in own), ZERO)
    held = max(ZERO, raw if item.points is None else min(raw, item.points))
    if held == raw:
        return raw
    bound, limit = (LEAST, ZERO) if raw < 0 else (MOST, item.points or ZERO)
    words = {"name": item.name, "bound": bound, "limit": plain(limit), "sum": plain(raw), "points": wording.signed(held - raw)}
    if sheet.beyond is BeyondLimit.STAYS:
        total.note(item.id, item.article, ITEM_STAYS.format(**words))
        return raw
    evidence = tuple(dict.fromkeys(place for entry in own for place in entry.evidence))
    total.add(item.id, item.article, f"part|{item.id}|cut", held - raw, ITEM_CUT.format(**words), evidence)
    return held


def _with_missing(total: _Total, sheet: ScoreSheet, values: Mapping[str, Decimal], missing: Sequence[SheetItem]) -> Decimal:
    """The sum of a sheet with what missing items mean: no total, full marks, nothing, or the others reckoned up."""
    value = sum(values.values(), ZERO)
    of: dict[MissingItem, list[SheetItem]] = {}
    for item in missing:
        of.setdefault(item.missing or sheet.missing, []).append(item)
    for item in of.get(MissingItem.FULL, ()):
        points = item.points or ZERO
        total.add(item.id, item.article, f"part|{item.id}", points, ITEM_FULL.format(name=item.name, points=plain(points)))
        value += points
    for item in of.get(MissingItem.ZERO, ()):
        total.note(item.id, item.article, ITEM_ZERO.format(name=item.name))
    full = sum((item.points or ZERO for item in sheet.scored), ZERO)
    for policy, items in of.items():
        parts, lacking = wording.joined([item.name for item in items]), sum((item.points or ZERO for item in items), ZERO)
        if policy is MissingItem.NO_TOTAL:
            total.why = total.why or MISSING_PARTS.format(parts=parts)
            total.note("weighting", total.plan.article or sheet.article, total.why, Why.UNDECIDED)
        elif policy is MissingItem.UNRATED:
            total.why = total.why or UNRATED.format(parts=parts)
        elif policy is MissingItem.RESCALED and full > lacking:
            counted = _exact(value / (full - lacking) * full)
            words = {"parts": parts, "sum": plain(value), "there": plain(full - lacking), "full": plain(full), "total": plain(counted)}
            total.add(sheet.id, sheet.article, f"part|{sheet.id}|rescaled", counted - value, RESCALED.format(**words))
            value = counted
        elif policy is MissingItem.SPREAD and values:
            each = lacking / len(values)
            there = {item.id: item.points for item in sheet.scored if item.id in values}
            more = _exact(sum((values[id] * each / points for id, points in there.items() if points), ZERO))
            words = {"parts": parts, "count": str(len(values)), "points": plain(more)}
            total.add(sheet.id, sheet.article, f"part|{sheet.id}|spread", more, SPREAD.format(**words))
            value += more
    return value


def _of_weighting(
    total: _Total, weighting: Weighting, sheets: Mapping[str, Decimal], base: Decimal, change: Decimal, names: Groups
) -> None:
    """The parts by their weights: marks as they count, points and sheets by what is converted of them; a missing one as the rulebook says (SY-22)."""
    missing: list[ScorePart] = []
    there = found = ZERO
    before = len(total.entries)
    for component in weighting.components:
        if not among(total.unit, component.groups, names):
            continue
        part = of_component(component)
        if component.is_marked:
            marks = _marks(total, part)
            if not marks:
                missing.append(part)
                continue
            total.entries.append(_entry(total, part, marks))
            found += total.entries[-1].points
        else:
            value = base + change if component.from_ == POINTS else sheets.get(component.from_, ZERO)
            points = _exact(value * component.weight)
            about = POINTS_PART.format(base=plain(base), change=plain(change)) if component.from_ == POINTS else ""
            words = {"name": part.name + about, "value": plain(value), "weight": plain(part.weight * 100), "points": plain(points)}
            total.add(part.id, part.article, f"part|{part.id}", points - value, WEIGHED.format(change=plain(points - value), **words))
            found += points
        there += part.weight
    if missing:
        _without(total, weighting, missing, there, found, any_there=len(total.entries) > before)


def _without(total: _Total, weighting: Weighting, missing: Sequence[ScorePart], there: Decimal, found: Decimal, *, any_there: bool) -> None:
    names = wording.joined([part.name for part in missing])
    if not any_there and not total.listed:
        total.why = total.why or NOT_SCORED
        return
    if weighting.missing is MissingPart.NO_TOTAL or not any_there:
        total.why = MISSING_PARTS.format(parts=names)
        total.note("weighting", weighting.article, total.why, Why.UNDECIDED)
        return
    renormalised = weighting.missing is MissingPart.RENORMALISE
    formula = f"{plain(found)}÷{plain(there)}" if renormalised else plain(found)
    total.note("weighting", weighting.article, (RENORMALISED if renormalised else ZEROED).format(parts=names, formula=formula))
    if renormalised:
        words = RENORMALISED.format(parts=names, formula=formula)
        total.add("weighting", weighting.article, "part|weighting|renormalised", _exact(found / there) - found, words)


def _bounded(total: _Total, scheme: Scheme, exact: Decimal, part: Period | None = None) -> Decimal:
    """What goes beyond the least and the most that a total (of one ``part`` of the period) may be; cut off, or only said (扣穿)."""
    bound, limit = ("", ZERO)
    if scheme.ceiling is not None and exact > scheme.ceiling:
        bound, limit = CEILING, scheme.ceiling
    elif scheme.floor is not None and exact < scheme.floor:
        bound, limit = FLOOR, scheme.floor
    if not bound:
        return ZERO
    bound = bound if part is None else period_words(part) + bound
    words = {"bound": bound, "limit": plain(limit), "sum": plain(exact), "points": wording.signed(limit - exact)}
    if scheme.beyond is BeyondLimit.STAYS:
        total.note("scheme", scheme.article, TOTAL_STAYS.format(**words))
        return ZERO
    cause = "total" if part is None else f"parts|{part.key}"
    total.add("scheme", scheme.article, cause, limit - exact, TOTAL_CUT.format(**words))
    return limit - exact


def _under_vetoes(total: _Total, vetoes: Sequence[Vetoed], exact: Decimal) -> Decimal:
    """What vetoes take from the total."""
    taken = ZERO
    for one in vetoes:
        limit = one.veto.total
        if limit is not None and exact + taken > limit:
            points = limit - exact - taken
            words = {
                "name": one.veto.name,
                "why": one.why,
                "total": plain(limit),
                "sum": plain(exact + taken),
                "points": wording.signed(points),
            }
            total.add(one.veto.id, one.veto.article, f"veto|{one.veto.id}", points, VETOED.format(**words), one.evidence)
            taken += points
    return taken


def _marks(total: _Total, part: ScorePart) -> list[PartScore]:
    """The valid points of a part; the others, and deductions without evidence, are listed."""
    found, wrong = valid_points(total.unit, part, total.given.get((total.unit.name, part.name), ()), total.plan)
    total.listed += wrong
    total.listed += _without_evidence(total.unit, part, found, total.plan)
    return found


def valid_points(unit: Unit, part: ScorePart, found: Sequence[PartScore], plan: ScorePlan) -> tuple[list[PartScore], list[Listed]]:
    """The scores of a part that are numbers within its bounds; the others are listed and count as not there."""
    good: list[PartScore] = []
    wrong: list[Listed] = []
    for item in found:
        if item.points is not None and _within(item.points, part):
            good.append(item)
            continue
        why = PART_NOT_NUMBER if item.points is None else PART_OUT_OF_RANGE
        shown = item.found or plain(item.points or ZERO)
        words = why.format(part=part.name, found=shown, least=plain(part.least or ZERO), most=plain(part.most or ZERO))
        number = plan.rulebook.article(part.article).number
        wrong.append(Listed(kind=Why.REJECTED, rule=part.id, unit=unit.name, why=words, article=number, evidence=(item.place,)))
    return good, wrong


def _within(points: Decimal, part: ScorePart) -> bool:
    return (part.least is None or part.least <= points) and (part.most is None or points <= part.most)


def _entry(total: _Total, part: ScorePart, given: Sequence[PartScore]) -> Entry:
    """One part of the total. Several scorers: their mean, said in the formula."""
    mean = mean_of(given)
    points = mean * part.weight
    if part.most is None:
        words = ITEM_UNPRICED.format(name=part.name, points=plain(mean))
    elif part.item:
        words = ITEM.format(name=part.name, most=plain(part.most), points=plain(mean), lost=plain(part.most - mean))
    else:
        words = f"{part.name}{plain(mean)}×{plain(part.weight * 100)}%={plain(points)}"
    note = wording.CLAUSE.join(dict.fromkeys(item.evidence for item in given if item.evidence)) if _loses(part, mean) else ""
    words += wording.ABOUT.format(about=note) if note else ""
    if len(given) > 1:
        words = PART_TWICE.format(part=words, count=len(given), points=plain(mean))
    question = total.question
    return Entry(
        rule=part.id,
        article=total.plan.rulebook.article(part.article),
        unit=total.unit.name,
        points=points,
        day=max((item.day for item in given if item.day is not None), default=min(question.period.end, question.as_of)),
        cause=f"part|{part.id}|{question.period.key}",
        formula=words,
        evidence=tuple(item.place for item in given),
        by=wording.joined(list(dict.fromkeys(item.scorer for item in given if item.scorer))),
        note=note,
    )


def _loses(part: ScorePart, mean: Decimal) -> bool:
    """True for an item of a sheet that has not its full points, or whose full points nobody knows."""
    return part.item and (part.most is None or mean < part.most)


def _without_evidence(unit: Unit, part: ScorePart, given: Sequence[PartScore], plan: ScorePlan) -> Iterator[Listed]:
    """JS-03: every deduction on a score sheet names its evidence."""
    for item in given:
        if part.item and part.most is not None and item.points is not None and item.points < part.most and not item.evidence:
            why = NO_EVIDENCE.format(part=part.name, lost=plain(part.most - item.points))
            number = plan.rulebook.article(part.article).number
            yield Listed(kind=Why.UNDECIDED, rule=part.id, unit=unit.name, why=why, article=number, evidence=(item.place,))


def _exact(value: Decimal) -> Decimal:
    """What was divided. Rounding: half up to four decimals, so that what is printed is what counts."""
    return value if -int(value.as_tuple().exponent) <= 4 else value.quantize(_EXACT, rounding=ROUND_HALF_UP)
