"""What a rulebook says about points that no clause can mean: a cap of the wrong sign, a grade that nobody can reach, 90 where 0.9 is meant, two parts of
one name. It stops a new rulebook; in a campaign in use it is said, and counts as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from duchá.rulebook import faults as kinds
from duchá.rulebook.consequence import Consequence, JudgedFor
from duchá.rulebook.form import Column, ColumnKind
from duchá.rulebook.grading import Grading, TotalGrade, Veto
from duchá.rulebook.limit import Limit, Signed
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import (
    OWN_COLUMNS,
    Amount,
    ComparedBy,
    CompletionRule,
    CountedRule,
    EnteredRule,
    Formula,
    PlacedBy,
    PlacedRule,
    PointRule,
    ShareBand,
    Sign,
)
from duchá.rulebook.scheme import Scheme
from duchá.rulebook.structure import Structure
from duchá.rulebook.weighting import POINTS, ScoreSheet, Weighting

# limits
MOST_BELOW = "封顶是{found}，管的是加分，应写0或更大的数"
LEAST_ABOVE = '保底是{found}，管的是减分，应带负号，如 "-5"'
ONLY_MOST = "管的只有加分，保底（least）不起作用，封顶写 most"
ONLY_LEAST = '管的只有减分，封顶（most）不起作用，最多扣几分写 least，带负号，如 "-5"'
NOTHING_OF_SIGN = "它管的条款里没有{sign}的"
SIGNS = {Signed.ADD: "加分", Signed.DEDUCT: "减分"}
# scheme
BASE_OVER, BASE_UNDER = "基准分{base}大于 ceiling（{bound}）", "基准分{base}小于 floor（{bound}）"
NO_GROUPS = "没有写 groups，不知道是哪些组的基准分"
GROUP_TWICE = "“{group}”这一组写了两次"
# grades
NO_GRADES = "一个等次也没有写"
SAME_GRADE = "等次“{grade}”写了两次"
NEVER_REACHED = "等次从上往下取头一个合得上的，“{grade}”的条件前面的“{earlier}”都已包括，谁也到不了；请从高到低写"
NO_SEATS = "前{top}名等于一个名额也没有"
# weights and sheets
WEIGHT_RANGE = '权重{found}应大于0、不大于1，60%写 "0.6"'
BOUNDS_BACKWARDS = "least（{least}）不小于 most（{most}）"
SAME_PART = "“{name}”写了两次，“评议得分”里分不清填的是哪一项；请改一个名称"
NO_SCHEME = 'from = "points" 要有 [scheme]'
ITEM_POINTS = "满分{found}应大于0"
ITEM_START = "start（{start}）应在0和满分（{points}）之间"
SHEET_TO = "折算成{found}分，应大于0"
OF_ITSELF = "of 写的是它自己"
# amounts
TIER_FROM = "tiers 的 from 写了{found}，第1次（天）的分值写 points，from 从2起"
TIER_TWICE = "tiers 的 from = {found} 写了两次"
TIER_ORDER = "tiers 要按 from 从小到大写"
LEVEL_LEFT_OUT = "levels 里没有“{level}”，这一档永远用不上"
ALONE = "together = “{word}”只有这一条写了，没有可以合在一起就高的"
TIMES_RANGE = "times = {found}：倍数应大于0"
TIMES_TWICE = "栏目“{column}”写“{says}”的倍数写了两次"
OWN_COLUMN = "“{column}”是“积分事项”原有的栏目，不能用来填数；请换一个栏名"
# figures
NOT_A_NUMBER = "“{column}”这一栏不是填数的"
BAND_TWICE = "from = {found} 写了两次"
WITH_BRACKETS = "写了 brackets，分值写在各档里，lead 不起作用"
NOT_IN_BRACKETS = "写了 brackets 的按一期合计给分，没有一行的系数可乘"
AS_SHARE = '{found}应写成几成，如90%写 "0.9"'
FROM_OVER_TO = "counts_from（{low}）大于 counts_to（{high}）"
WINDOW_BACKWARDS = "at_least（{low}）不小于 below（{high}），没有一行合得上"
NO_EACH = 'formula = "per-point" 要写 each_short 或 each_over'
SAME_COLUMN = "target 和 actual 是同一栏"
RATE_RANGE = '“{column}”计{found}，应在0和1之间，如满意票计 "1"、基本满意计 "0.8"'
RATES_COMPARED = "写了 rates 的不比目标和完成，compared 不起作用"
STEP_RANGE = '每退一名少{found}，应大于0；按满分的百分之几减写 share，如 "0.05"'
FLOOR_OVER = "floor（{floor}）应小于满分（{full}）"
# vetoes and consequences
TWO_GRADES = "写了 grade，grade_at_most 不起作用"
NO_BOUND = "“{grade}”是最高的等次，grade_at_most 等于没有限制"
TWO_TOPS = "{one}和{other}只能写一样"
NO_SUCH_GRADE = "没有“{grade}”这个等次；可用：{known}"
ONE_CAMPAIGN = '一次行动只有一期，every = "campaign" 不能连续几期'
NO_GRADING = "没有写 [grading]，没有一个单位有等次"

PAUSE = "、"
_MOST_SHARE = Decimal(5)  # five times a target is the most that any clause counts: what is above was meant as percent
_NUMERIC = (ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT)
Found = Iterator[tuple[str, str]]  # a key and why it cannot be meant


def check_sense(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` a G126 for each key about points that no clause can mean."""
    for key, why in (
        *((f"points.{rule.id}.{key}", why) for rule in rulebook.points for key, why in _of_rule(rule, rulebook)),
        *((f"limits.{item.id}.{key}", why) for item in rulebook.limits for key, why in _of_limit(item, rulebook)),
        *((f"scheme.{key}", why) for key, why in (_of_scheme(rulebook.scheme) if rulebook.scheme else ())),
        *((f"grading.{key}", why) for key, why in (_of_grading(rulebook.grading) if rulebook.grading else ())),
        *((f"weighting.{key}", why) for key, why in (_of_weighting(rulebook.weighting, rulebook) if rulebook.weighting else ())),
        *((f"sheets.{sheet.id}.{key}", why) for sheet in rulebook.sheets for key, why in _of_sheet(sheet)),
        *((f"vetoes.{veto.id}.{key}", why) for veto in rulebook.vetoes for key, why in _of_veto(veto, rulebook)),
        *((f"consequences.{item.id}.{key}", why) for item in rulebook.consequences for key, why in _of_consequence(item, rulebook)),
    ):
        structure.complain(kinds.CANNOT_WORK, key, key=key, why=why)


def _of_limit(item: Limit, rulebook: Rulebook) -> Found:
    named = [rule.sign for rule in rulebook.points if not item.rules or rule.id in item.rules]
    adds = item.sign is not Signed.DEDUCT and any(sign is not Sign.DEDUCT for sign in named)
    deducts = item.sign is not Signed.ADD and any(sign is not Sign.ADD for sign in named)
    if named and not adds and not deducts:
        yield "sign", NOTHING_OF_SIGN.format(sign=SIGNS[item.sign])
    if adds and item.most is not None and item.most < 0:
        yield "most", MOST_BELOW.format(found=item.most)
    if deducts and item.least is not None and item.least > 0:
        yield "least", LEAST_ABOVE.format(found=item.least)
    if adds and not deducts and item.most is None:
        yield "least", ONLY_MOST
    if deducts and not adds and item.least is None:
        yield "most", ONLY_LEAST


def _of_scheme(scheme: Scheme) -> Found:
    groups: set[str] = set()
    for at, (key, base) in enumerate((("base", scheme.base), *(("bases", each.base) for each in scheme.bases))):
        if scheme.ceiling is not None and base > scheme.ceiling:
            yield key, BASE_OVER.format(base=base, bound=scheme.ceiling)
        if scheme.floor is not None and base < scheme.floor:
            yield key, BASE_UNDER.format(base=base, bound=scheme.floor)
        for group in scheme.bases[at - 1].groups if at else ():
            if group in groups:
                yield "bases", GROUP_TWICE.format(group=group)
            groups.add(group)
        if at and not scheme.bases[at - 1].groups:
            yield "bases", NO_GROUPS


def _of_grading(grading: Grading) -> Found:
    if not grading.grades:
        yield "grades", NO_GRADES
    for at, grade in enumerate(grading.grades):
        key = f"grades[{at + 1}]"
        if grade.top is not None and grade.top < 1:
            yield f"{key}.top", NO_SEATS.format(top=grade.top)
        earlier = grading.grades[:at]
        if any(one.name == grade.name for one in earlier):
            yield f"{key}.name", SAME_GRADE.format(grade=grade.name)
        elif (over := next((one for one in earlier if _covers(one, grade)), None)) is not None:
            yield key, NEVER_REACHED.format(grade=grade.name, earlier=over.name)


def _covers(one: TotalGrade, later: TotalGrade) -> bool:
    """True where whoever has the later grade's conditions has those of the one before it."""
    by_total = one.least is None or (
        later.least is not None and (later.least > one.least or (later.least == one.least and (later.above or not one.above)))
    )
    by_top = one.top is None or (later.top is not None and later.top <= one.top)
    by_share = one.share is None or (later.share is not None and later.share <= one.share)
    return by_total and by_top and by_share


def _of_weighting(weighting: Weighting, rulebook: Rulebook) -> Found:
    for part in weighting.components:
        key = f"components.{part.id}"
        if not 0 < part.weight <= 1:
            yield f"{key}.weight", WEIGHT_RANGE.format(found=part.weight)
        if part.least is not None and part.most is not None and part.least >= part.most:
            yield f"{key}.least", BOUNDS_BACKWARDS.format(least=part.least, most=part.most)
        if part.from_ == POINTS and rulebook.scheme is None:
            yield f"{key}.from", NO_SCHEME
    for one, other in combinations(weighting.components, 2):
        meet = not one.groups or not other.groups or set(one.groups) & set(other.groups)
        if one.name == other.name and one.id != other.id and meet:
            yield f"components.{other.id}.name", SAME_PART.format(name=other.name)


def _of_sheet(sheet: ScoreSheet) -> Found:
    if sheet.to is not None and sheet.to <= 0:
        yield "to", SHEET_TO.format(found=sheet.to)
    for item in sheet.items:
        key = f"items.{item.id}"
        if item.points is not None and item.points <= 0:
            yield f"{key}.points", ITEM_POINTS.format(found=item.points)
        elif item.start is not None and (item.start < 0 or (item.points is not None and item.start > item.points)):
            yield f"{key}.start", ITEM_START.format(start=item.start, points=item.points)
        if item.of == item.id:
            yield f"{key}.of", OF_ITSELF
    for one, other in combinations(sheet.marked, 2):
        if one.name == other.name and one.id != other.id:
            yield f"items.{other.id}.name", SAME_PART.format(name=other.name)


def _of_rule(rule: PointRule, rulebook: Rulebook) -> Found:
    amounts = [("lead", rule.lead), ("support", getattr(rule, "support", None))]
    if isinstance(rule, EnteredRule):
        amounts += [("by_level", amount) for level in rule.by_level for amount in (level.lead, level.support)]
    for key, amount in amounts:
        if amount is not None:
            yield from ((f"{key}.tiers", why) for why in _of_tiers(amount))
    match rule:
        case EnteredRule():
            yield from _of_entered(rule, rulebook)
        case CountedRule():
            yield from _numbers_in(rule.register, (("column", rule.column), ("coefficient", rule.coefficient)), rulebook)
            yield from _bands("brackets", rule.brackets)
            if rule.brackets and rule.coefficient:
                yield "coefficient", NOT_IN_BRACKETS
            if rule.brackets and rule.lead.points is not None:
                yield "lead", WITH_BRACKETS
        case CompletionRule():
            yield from _of_completion(rule, rulebook)
        case PlacedRule():
            yield from _numbers_in(rule.register, (("column", rule.column),), rulebook)
            yield from _of_placed(rule)
        case _:
            return


def _of_tiers(amount: Amount) -> Iterator[str]:
    starts = [tier.from_ for tier in amount.tiers]
    for at, start in enumerate(starts):
        if start < 1 or (start == 1 and amount.points is not None):
            yield TIER_FROM.format(found=start)
        if start in starts[:at]:
            yield TIER_TWICE.format(found=start)
    if len(set(starts)) == len(starts) and starts != sorted(starts):
        yield TIER_ORDER


def _of_entered(rule: EnteredRule, rulebook: Rulebook) -> Found:
    for level in rule.by_level:
        if rule.levels and level.level not in rule.levels:
            yield "by_level", LEVEL_LEFT_OUT.format(level=level.level)
    if rule.together and sum(getattr(other, "together", "") == rule.together for other in rulebook.points) < 2:
        yield "together", ALONE.format(word=rule.together)
    seen: set[tuple[str, str]] = set()
    for one in rule.times:
        if one.times <= 0:
            yield "times", TIMES_RANGE.format(found=one.times)
        if (one.column, one.says) in seen:
            yield "times", TIMES_TWICE.format(column=one.column, says=one.says)
        seen.add((one.column, one.says))
    if rule.count in (*OWN_COLUMNS, *OWN_COLUMNS.values()):
        yield "count", OWN_COLUMN.format(column=rule.count)


def _of_completion(rule: CompletionRule, rulebook: Rulebook) -> Found:
    read = [("target", rule.target), ("actual", rule.actual)] if not rule.rates else [("rates", column) for column in rule.rates]
    yield from _numbers_in(rule.register, (*read, ("coefficient", rule.coefficient)), rulebook)
    if rule.target and rule.target == rule.actual:
        yield "actual", SAME_COLUMN
    for column, rate in rule.rates.items():
        if not 0 <= rate <= 1:
            yield "rates", RATE_RANGE.format(column=column, found=rate)
    if rule.rates and rule.compared is not ComparedBy.SHARE:
        yield "compared", RATES_COMPARED
    yield from _bands("bands", rule.bands)
    shares = [("bands", band.from_) for band in rule.bands]
    shares += [(key, getattr(rule, key)) for key in ("counts_to", "counts_from", "at_least", "below")]
    for key, share in shares:
        if share is not None and share > _MOST_SHARE:
            yield key, AS_SHARE.format(found=share)
    if rule.counts_from > rule.counts_to and rule.counts_from <= _MOST_SHARE:
        yield "counts_from", FROM_OVER_TO.format(low=rule.counts_from, high=rule.counts_to)
    if rule.at_least is not None and rule.below is not None and rule.at_least >= rule.below:
        yield "at_least", WINDOW_BACKWARDS.format(low=rule.at_least, high=rule.below)
    if rule.formula is Formula.PER_POINT and not rule.each_short and not rule.each_over:
        yield "formula", NO_EACH


def _of_placed(rule: PlacedRule) -> Found:
    if rule.step is not None and rule.step <= 0:
        yield "step", STEP_RANGE.format(found=rule.step)
    if rule.share is not None and not 0 < rule.share < 1:
        yield "share", STEP_RANGE.format(found=rule.share)
    if rule.by is PlacedBy.BETWEEN and rule.lead.points is not None and rule.floor >= rule.lead.points:
        yield "floor", FLOOR_OVER.format(floor=rule.floor, full=rule.lead.points)


def _bands(key: str, bands: Iterable[ShareBand]) -> Found:
    starts = [band.from_ for band in bands]
    for at, start in enumerate(starts):
        if start in starts[:at]:
            yield key, BAND_TWICE.format(found=start)


def _numbers_in(register: str, named: Iterable[tuple[str, str]], rulebook: Rulebook) -> Found:
    """Columns that are to give numbers and are not for numbers. A column of plain text may hold one, unless rows are known by it."""
    form = next((form for form in rulebook.forms if form.id == register), None)
    for key, wanted in named:
        column: Column | None = next((one for one in form.columns if wanted in (one.id, one.title)), None) if form is not None else None
        if column is not None and column.kind not in _NUMERIC and (column.kind is not ColumnKind.TEXT or column.key):
            yield key, NOT_A_NUMBER.format(column=wanted)


def _of_veto(veto: Veto, rulebook: Rulebook) -> Found:
    if veto.grade and veto.grade_at_most:
        yield "grade_at_most", TWO_GRADES
    elif rulebook.grading is not None and rulebook.grading.grades and veto.grade_at_most == rulebook.grading.grades[0].name:
        yield "grade_at_most", NO_BOUND.format(grade=veto.grade_at_most)


def _of_consequence(item: Consequence, rulebook: Rulebook) -> Found:
    for one, other in (("top", "top_share"), ("bottom", "bottom_share")):
        if getattr(item, one) is not None and getattr(item, other) is not None:
            yield other, TWO_TOPS.format(one=one, other=other)
    if item.every is JudgedFor.CAMPAIGN and item.years > 1:
        yield "years", ONE_CAMPAIGN
    grading, weighting = rulebook.grading, rulebook.weighting
    known = [grade.name for grade in grading.grades] if grading else [band.name for band in weighting.bands] if weighting else []
    if item.grades and grading is None and weighting is None:
        yield "grades", NO_GRADING
    for grade in item.grades if known else ():  # a profile may bring thresholds where a text has none (SY-26)
        if grade not in known:
            yield "grades", NO_SUCH_GRADE.format(grade=grade, known=PAUSE.join(known))
