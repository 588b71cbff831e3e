"""Checks of point rules: a rule that cannot be evaluated, never fires or shares its facts with another is found before any file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from duchá.rulebook import faults as kinds
from duchá.rulebook.apply_readings import changed
from duchá.rulebook.deduction import Sanctioned
from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.rulebook.point_rule import (
    OWN_COLUMNS,
    Amount,
    CardsRule,
    CompletionRule,
    CountedRule,
    EnteredRule,
    Entering,
    Every,
    Formula,
    GradedRule,
    Happening,
    IncludedRule,
    LateTerms,
    MaterialInTimeRule,
    MaterialLateRule,
    NodeLateRule,
    PlacedBy,
    PlacedRule,
    PointRule,
    ReturnedRule,
    Sign,
    UnurgedRule,
)
from duchá.rulebook.scheme import BasePer
from duchá.rulebook.structure import Structure
from duchá.rulebook.weighting import POINTS, Component, ScoreSheet
from duchá.terms.fault import Fault

if TYPE_CHECKING:  # the model holds the rules that are checked here
    from duchá.rulebook.model import Rulebook

NO_AMOUNT = "没有写分值"
TWO_AMOUNTS = "points 和 least、most 只能写一样"
BACKWARDS = "least 大于 most"
NEGATIVE = "分值写绝对值，加减由 sign 决定"
NEVER_VALID = "起止日期（since—until）之间没有一天有效"
NO_SCHEME = "没有写 [scheme]（基准分），分值无处可加"
NO_SOURCE = "没有写 {field}"
LIGHTER_REPLACES = "它要替换的“{other}”并不比它先达到"
SAME_NAME = "情形名称相同（{word}），有效期又有交叉"
SAME_GRADE = "评定等次（{word}）相同"
SAME_DAYS = "逾期天数（{word}）相同"
SAME_REQUESTER = "要求单位（{word}）相同"
SAME_MATTERS = "同一类事项（{word}）会计两次"
GIVES_WAY = "unless 的“{other}”要写在它前面，而且不能是它自己"
FROM_ONE = "1或更大的整数"
UP_TO = "0到{most}的整数"
SAME_LEAST = "等次的分数线（{word}）相同"
NO_CONDITION = "没有写名次、等次、牌或触发情形"
NO_BOUND = "没有写 most 或 least"
NO_CARD = "没有写 rules 或 of"
CARD_BEFORE = "of 的“{other}”要写在它前面，而且不能是它自己"
NO_CONSEQUENCE = "没有写 total、grade、grade_at_most 或 unranked"
NO_SUCH_GRADE = "[grading] 没有“{grade}”这个等次"
NOT_OVER = 'every = "all" 没有期末，永远算不到'
NO_UNIT_COLUMN = '登记表“{form}”没有单位栏（kind = "unit"）'
NO_DAY = "登记表“{form}”没有写 dated_by，不知道算在哪一期"
NOT_OWED = "没有一份材料（[[deliverables]]）用报表“{form}”，永远收不到"
NO_COLUMN = "“{form}”没有“{column}”这一栏"
NO_REGISTER = "制度没有“{register}”这张登记表或报表；可用：{known}"
TWO_ITEMS = "规则“{rule}”已经归在“{other}”"
NO_RULES_FOR_SHEET = '按条款记分的评分表要有 [scheme]（没有基准分的写 base = "0"）'
ONE_SHARE = '0 和 1 之间的数（如 "0.3"）'
WEIGHTS = "2个、4个或12个数，合计为1"
TWO_BOUNDS = "floor 大于 ceiling"
LEVEL_TWICE = "来源层级“{word}”写了两次"

GRADES = ("excellent", "good", "pass", "fail")
INCLUSIONS = ("active", "passive", "poor")
REQUIRED = tuple(OWN_COLUMNS)
LedgerRule = IncludedRule | GradedRule | UnurgedRule | LateTerms | ReturnedRule
_FIRST, _LAST = date.min, date.max
_DECIMALS = 6
_NEEDED = {
    Happening.GRADED: ("grades",),
    Happening.RETURNED: ("moves",),
    Happening.UNURGED: ("moves",),
    Happening.MATERIAL_LATE: ("requesters",),
    Happening.MATERIAL_IN_TIME: ("requesters",),
    Happening.STAFF_FAILED: ("confirmed_by",),
    Happening.COUNTED: ("register",),
    Happening.COMPLETION: ("register",),
    Happening.PLACED: ("register", "column"),
    Happening.CARDS: ("card",),
}
_SECTIONS = ("sources", "points", "limits", "vetoes", "cards", "consequences", "sheets", "assessments", "score_notes", "deductions")
_SANCTIONED_BY = {Sanctioned.MISSING: "deliverable", Sanctioned.LATE: "deliverable", Sanctioned.PROBLEM: "categories"}


def check_points(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` every G007, G008 and G030–G034 fault of the point rules, as they are and under each option of each reading."""
    _references(rulebook, structure)
    own = _sound(rulebook, structure)
    structure.faults += own
    said = {(fault.kind.code, fault.message) for fault in own}
    for reading in rulebook.readings:
        for option in reading.options:
            new = _sound(changed(rulebook, option, structure), structure) if option.sets else []
            structure.faults += [fault for fault in new if (fault.kind.code, fault.message) not in said]
            said |= {(fault.kind.code, fault.message) for fault in new}


def _sound(rulebook: Rulebook, structure: Structure) -> list[Fault]:
    """What is wrong with the rules as they stand."""
    probe = Structure(structure.where)
    probe.dropped = structure.dropped
    for rule in rulebook.points:
        _amounts(rule, probe)
        _reachable(rule, rulebook, probe)
        _facts(rule, probe)
    _numbers(rulebook, probe)
    _overlaps(rulebook, probe)
    _weights(rulebook, probe)
    _limits(rulebook, probe)
    _judged(rulebook, probe)
    _sheets(rulebook, probe)
    return probe.faults


def _references(rulebook: Rulebook, structure: Structure) -> None:
    articles, groups = [a.id for a in rulebook.articles], [g.id for g in rulebook.groups]
    for section, cited in _cited(rulebook):
        structure.must_be(f"{section}.article", cited, articles, "articles")
    for section in _SECTIONS:
        for id in _doubles(record.id for record in getattr(rulebook, section)):
            structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)
    for key, wanted in _groups_named(rulebook):
        for group in wanted:
            structure.must_be(key, group, groups, "groups")
    rules, sources, cards = (
        [rule.id for rule in rulebook.points],
        [source.id for source in rulebook.sources],
        [card.id for card in rulebook.cards],
    )
    for rule in rulebook.points:
        named = (("replaces", rules, "points"), ("confirmed_by", rules, "points"), ("source", sources, "sources"), ("card", cards, "cards"))
        for field, known, section in named:
            if found := getattr(rule, field, ""):
                structure.must_be(f"points.{rule.id}.{field}", found, known, section)
    for key, ids, at_hand, section in (
        *((f"limits.{item.id}.rules", item.rules, rules, "points") for item in rulebook.limits),
        *((f"cards.{card.id}.rules", card.rules, rules, "points") for card in rulebook.cards),
        *((f"cards.{card.id}.of", (card.of,) if card.of else (), cards, "cards") for card in rulebook.cards),
        *((f"consequences.{item.id}.cards", item.cards, cards, "cards") for item in rulebook.consequences),
        *((f"sheets.{sheet.id}.items.{item.id}.rules", item.rules, rules, "points") for sheet in rulebook.sheets for item in sheet.items),
        *(
            (f"sheets.{sheet.id}.items.{item.id}.of", (item.of,) if item.of else (), [other.id for other in sheet.items], "sheets.items")
            for sheet in rulebook.sheets
            for item in sheet.items
        ),
        *(
            (
                f"weighting.components.{part.id}.from",
                (part.from_,) if part.from_ else (),
                [POINTS, *(s.id for s in rulebook.sheets)],
                "sheets",
            )
            for part in (rulebook.weighting.components if rulebook.weighting else ())
        ),
    ):
        for id in ids:
            structure.must_be(key, id, at_hand, section)
    _consequence_references(rulebook, structure)
    _deduction_references(rulebook, structure)


def _deduction_references(rulebook: Rulebook, structure: Structure) -> None:
    keys, ids = [d.key for d in rulebook.deliverables], [d.id for d in rulebook.deductions]
    for item in rulebook.deductions:
        if item.deliverable:
            structure.must_be(f"deductions.{item.id}.deliverable", item.deliverable, keys, "deliverables")
        if item.only_with:
            structure.must_be(f"deductions.{item.id}.only_with", item.only_with, ids, "deductions")
        field = _SANCTIONED_BY.get(item.happening, "")
        if field and not getattr(item, field):
            why = NO_SOURCE.format(field=field)
            structure.complain(kinds.POINTS_UNREACHABLE, f"deductions.{item.id}", section="deductions", found=item.id, why=why)


def _consequence_references(rulebook: Rulebook, structure: Structure) -> None:
    for item in rulebook.consequences:
        if item.unless:
            ids = [consequence.id for consequence in rulebook.consequences]
            structure.must_be(f"consequences.{item.id}.unless", item.unless, ids, "consequences")
            if item.unless in ids[ids.index(item.id) :]:
                why = GIVES_WAY.format(other=item.unless)
                structure.complain(
                    kinds.POINTS_UNREACHABLE, f"consequences.{item.id}.unless", section="consequences", found=item.id, why=why
                )
        ranked = (item.top, item.bottom, item.top_share, item.bottom_share)
        if all(place is None for place in ranked) and not item.grades and not item.triggers and not item.cards:
            structure.complain(kinds.POINTS_UNREACHABLE, "consequences", section="consequences", found=item.id, why=NO_CONDITION)


def _cited(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    if rulebook.scheme is not None:
        scheme = rulebook.scheme
        yield from (("scheme", id) for id in (scheme.article, scheme.ranking_article, scheme.reporting_article) if id)
    if rulebook.grading is not None:
        yield "grading", rulebook.grading.article
    if rulebook.weighting is not None:
        yield "weighting", rulebook.weighting.article
        yield from (("weighting.components", part.article) for part in rulebook.weighting.components)
    for section in _SECTIONS:
        yield from ((section, record.article) for record in getattr(rulebook, section))
    yield from (("sheets.items", item.article) for sheet in rulebook.sheets for item in sheet.items)


def _groups_named(rulebook: Rulebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every place that names groups of units."""
    if rulebook.scheme is not None:
        yield "scheme.reported", rulebook.scheme.reported
        yield from (("scheme.bases", base.groups) for base in rulebook.scheme.bases)
    for section in ("points", "limits", "vetoes", "consequences", "sheets"):
        yield from ((f"{section}.{item.id}.groups", item.groups) for item in getattr(rulebook, section))
    for part in rulebook.weighting.components if rulebook.weighting else ():
        yield f"weighting.components.{part.id}.groups", part.groups


def _amounts(rule: PointRule, structure: Structure) -> None:
    faulty, levels = getattr(rule, "at_fault", None), getattr(rule, "by_level", ())
    given = [rule.lead, getattr(rule, "support", None), *((faulty.unit, faulty.lead, faulty.support) if faulty else ())]
    given += [amount for level in levels for amount in (level.lead, level.support)]
    for at, amount in enumerate(given):
        optional = (at == 0 and _without_lead(rule)) or rule.sign is Sign.TYPED
        if amount is not None and (why := _unsound(amount, optional=optional)):
            structure.complain(kinds.POINTS_AMOUNT, f"points.{rule.id}", section="points", found=rule.id, why=why)
    for word in _doubles(level.level for level in levels):
        why = LEVEL_TWICE.format(word=word)
        structure.complain(kinds.POINTS_AMOUNT, f"points.{rule.id}.by_level", section="points", found=rule.id, why=why)


def _without_lead(rule: PointRule) -> bool:
    """True where the amount stands elsewhere: by level, in bands, brackets or a list of places."""
    if isinstance(rule, CompletionRule):
        return rule.formula is Formula.BANDED
    if isinstance(rule, PlacedRule):
        return rule.by is PlacedBy.LIST
    return bool(getattr(rule, "by_level", ()) or getattr(rule, "brackets", ()))


def _unsound(amount: Amount, *, optional: bool) -> str:
    given = [n for n in (amount.points, amount.least, amount.most, amount.step, *(tier.points for tier in amount.tiers)) if n is not None]
    if amount.points is None and not amount.tiers and (amount.least is None or amount.most is None):
        return "" if amount.undecided or optional else NO_AMOUNT
    if amount.points is not None and (amount.least is not None or amount.most is not None):
        return TWO_AMOUNTS
    if min(given) < 0:
        return NEGATIVE
    return BACKWARDS if amount.least is not None and amount.most is not None and amount.least > amount.most else ""


def _reachable(rule: PointRule, rulebook: Rulebook, structure: Structure) -> None:
    def never(why: str) -> None:
        structure.complain(kinds.POINTS_UNREACHABLE, f"points.{rule.id}", section="points", found=rule.id, why=why)

    start, end = max(rule.since or _FIRST, rulebook.valid_from or _FIRST), min(rule.until or _LAST, rulebook.valid_to or _LAST)
    if start > end:
        never(NEVER_VALID)
    if rulebook.scheme is None:
        never(NO_SCHEME)
    for field in _NEEDED.get(rule.happening, ()):
        if not getattr(rule, field):
            never(NO_SOURCE.format(field=field))
    if isinstance(rule, NodeLateRule) and rule.entering is not Entering.LATE and rule.entered_by is None:
        never(NO_SOURCE.format(field="entered_by"))
    if isinstance(rule, LateTerms):
        lighter = next((other for other in rulebook.points if other.id == rule.replaces), None)
        if lighter is not None and not (
            type(lighter) is type(rule) and isinstance(lighter, LateTerms) and lighter.from_days < rule.from_days
        ):
            never(LIGHTER_REPLACES.format(other=lighter.id))
    if isinstance(rule, UnurgedRule | CountedRule | PlacedRule) and rule.every is Every.ALL:
        never(NOT_OVER)
    if isinstance(rule, CountedRule | CompletionRule | PlacedRule) and rule.register:
        for why in _register(rule, rulebook):
            never(why)
    for field in _needed_beside(rule):
        never(NO_SOURCE.format(field=field))


def _needed_beside(rule: PointRule) -> Iterator[str]:
    """Keys that the formula of a rule takes."""
    if isinstance(rule, CompletionRule):
        yield from (field for field in ("target", "actual") if not rule.rates and not getattr(rule, field))
        if rule.formula is Formula.BANDED and not rule.bands:
            yield "bands"
    if isinstance(rule, PlacedRule):
        if rule.by is PlacedBy.LIST and not rule.places:
            yield "places"
        if rule.by is PlacedBy.STEP and rule.step is None and rule.share is None:
            yield "step"


def _register(rule: CountedRule | CompletionRule | PlacedRule, rulebook: Rulebook) -> Iterator[str]:
    """Why the register of a rule gives it nothing: it is not there, nobody owes it, it has no unit, no day, no such column."""
    form = next((form for form in rulebook.forms if form.id == rule.register), None)
    if form is None:
        yield NO_REGISTER.format(register=rule.register, known=", ".join(form.id for form in rulebook.forms))
        return
    if form.filled_by is FilledBy.UNIT:  # the unit is the one that sent it, the day that of its period
        if all(one.form != form.id for one in rulebook.deliverables):
            yield NOT_OWED.format(form=form.title)
    else:
        if not any(column.kind is ColumnKind.UNIT for column in form.columns):
            yield NO_UNIT_COLUMN.format(form=form.title)
        if not form.dated_by:
            yield NO_DAY.format(form=form.title)
    named = [item.column for item in rule.where]
    named += [*rule.rates, rule.target, rule.actual] if isinstance(rule, CompletionRule) else [rule.column]
    named += [] if isinstance(rule, PlacedRule) else [rule.coefficient]
    for column in (column for column in named if column):
        if not _has(form, column):
            yield NO_COLUMN.format(form=form.title, column=column)


def _has(form: Form, column: str) -> bool:
    return any(column in (one.id, one.title) for one in form.columns)


def _numbers(rulebook: Rulebook, structure: Structure) -> None:
    """Numbers that no clause can mean: a rank or a day before the first, decimals that no table prints."""
    records: list[tuple[str, object, tuple[str, ...]]] = [("scheme", rulebook.scheme, ("min_group_size",))]
    records += [(f"points.{rule.id}", rule, ("from_days",)) for rule in rulebook.points]
    records += [(f"points.{rule.id}", rule, ("count",)) for rule in rulebook.points if isinstance(rule, CardsRule)]
    records += [(f"consequences.{item.id}", item, ("top", "bottom", "years", "card_count")) for item in rulebook.consequences]
    records += [(f"cards.{card.id}", card, ("count", "months")) for card in rulebook.cards]
    for key, record, fields in records:
        for field in fields:
            if (found := getattr(record, field, None)) is not None and found < 1:
                structure.complain(kinds.WRONG_TYPE, f"{key}.{field}", key=f"{key}.{field}", found=found, expected=FROM_ONE)
    shares = [
        (f"consequences.{item.id}.{name}", getattr(item, name)) for item in rulebook.consequences for name in ("top_share", "bottom_share")
    ]
    shares += [("grading.grades.share", grade.share) for grade in (rulebook.grading.grades if rulebook.grading else ())]
    for key, share in shares:
        if share is not None and not 0 < share < 1:
            structure.complain(kinds.WRONG_TYPE, key, key=key, found=share, expected=ONE_SHARE)
    for key, shown in (("scheme", rulebook.scheme), ("weighting", rulebook.weighting)):
        if shown is not None and not 0 <= shown.decimals <= _DECIMALS:
            expected = UP_TO.format(most=_DECIMALS)
            structure.complain(kinds.WRONG_TYPE, f"{key}.decimals", key=f"{key}.decimals", found=shown.decimals, expected=expected)


def _facts(rule: PointRule, structure: Structure) -> None:
    for field, known in (("grades", GRADES), ("excluded", INCLUSIONS), ("required", REQUIRED)):
        for fact in getattr(rule, field, ()):
            if fact not in known:
                structure.complain(
                    kinds.POINTS_UNKNOWN_FACT,
                    f"points.{rule.id}.{field}",
                    section="points",
                    found=rule.id,
                    fact=fact,
                    known=", ".join(known),
                )


def _overlaps(rulebook: Rulebook, structure: Structure) -> None:
    for one, other in combinations(rulebook.points, 2):
        if one.happening is other.happening and _both_valid(one, other) and (why := _shared(one, other)):
            structure.complain(kinds.POINTS_OVERLAP, f"points.{one.id}", section="points", found=one.id, other=other.id, why=why)
    bands = rulebook.weighting.bands if rulebook.weighting else ()
    for band, twin in combinations(bands, 2):
        if band.least == twin.least:
            why = SAME_LEAST.format(word=band.least)
            structure.complain(
                kinds.POINTS_OVERLAP, "weighting.bands", section="weighting.bands", found=band.name, other=twin.name, why=why
            )


def _both_valid(one: PointRule, other: PointRule) -> bool:
    return max(one.since or _FIRST, other.since or _FIRST) <= min(one.until or _LAST, other.until or _LAST)


def _shared(one: PointRule, other: PointRule) -> str:
    """Why two rules of one happening would both score the same fact; empty when they don't."""
    if one.groups and other.groups and not set(one.groups) & set(other.groups):
        return ""
    if isinstance(one, EnteredRule) and isinstance(other, EnteredRule):
        apart = one.levels and other.levels and not set(one.levels) & set(other.levels)
        return SAME_NAME.format(word=one.name) if one.name == other.name and not apart else ""
    if isinstance(one, MaterialLateRule | MaterialInTimeRule) and isinstance(other, MaterialLateRule | MaterialInTimeRule):
        both = [name for name in one.requesters if name in other.requesters]
        return SAME_REQUESTER.format(word=", ".join(both)) if both and _same_start(one, other) else ""
    if not isinstance(one, LedgerRule) or not isinstance(other, LedgerRule):
        return ""
    kinds_of = [kind.value for kind in one.matters if kind in other.matters]
    if isinstance(one, GradedRule) and isinstance(other, GradedRule):
        grades = [grade for grade in one.grades if grade in other.grades]
        return SAME_GRADE.format(word=", ".join(grades)) if kinds_of and grades else ""
    if isinstance(one, LateTerms):
        return SAME_DAYS.format(word=one.from_days) if kinds_of and _same_start(one, other) else ""
    if isinstance(one, UnurgedRule) and isinstance(other, UnurgedRule) and one.every is not other.every:
        return ""
    return SAME_MATTERS.format(word=", ".join(kinds_of)) if kinds_of else ""


def _same_start(one: PointRule, other: PointRule) -> bool:
    """True where two rules of lateness begin with the same day, of the same thing."""
    return all(getattr(one, name, None) == getattr(other, name, None) for name in ("from_days", "each"))


def _limits(rulebook: Rulebook, structure: Structure) -> None:
    for item in rulebook.limits:
        why = NO_BOUND if item.most is None and item.least is None else ""
        if item.most is not None and item.least is not None and item.least > item.most:
            why = BACKWARDS
        if why:
            structure.complain(kinds.POINTS_UNREACHABLE, f"limits.{item.id}", section="limits", found=item.id, why=why)
    scheme = rulebook.scheme
    if scheme is not None and scheme.floor is not None and scheme.ceiling is not None and scheme.floor > scheme.ceiling:
        structure.complain(kinds.POINTS_UNREACHABLE, "scheme.floor", section="scheme", found="floor", why=TWO_BOUNDS)
    if scheme is not None and scheme.base_per is BasePer.WEIGHTS and (len(scheme.weights) not in (2, 4, 12) or sum(scheme.weights) != 1):
        found = ", ".join(str(weight) for weight in scheme.weights)
        structure.complain(kinds.WRONG_TYPE, "scheme.weights", key="scheme.weights", found=found, expected=WEIGHTS)


def _judged(rulebook: Rulebook, structure: Structure) -> None:
    """Vetoes and cards that do nothing, or name a grade or a card that is not there."""
    grades = [grade.name for grade in rulebook.grading.grades] if rulebook.grading else []
    grades += [band.name for band in rulebook.weighting.bands] if rulebook.weighting and not grades else []
    for veto in rulebook.vetoes:
        wrong = [grade for grade in (veto.grade, veto.grade_at_most) if grade and grade not in grades]
        why = NO_SUCH_GRADE.format(grade=wrong[0]) if wrong else ""
        if veto.total is None and not (veto.grade or veto.grade_at_most or veto.unranked):
            why = NO_CONSEQUENCE
        if not veto.triggers:
            why = NO_SOURCE.format(field="triggers")
        if why:
            structure.complain(kinds.POINTS_UNREACHABLE, f"vetoes.{veto.id}", section="vetoes", found=veto.id, why=why)
    ids = [card.id for card in rulebook.cards]
    for at, card in enumerate(rulebook.cards):
        why = "" if card.rules or card.of else NO_CARD
        if card.of in ids[at:]:
            why = CARD_BEFORE.format(other=card.of)
        if why:
            structure.complain(kinds.POINTS_UNREACHABLE, f"cards.{card.id}", section="cards", found=card.id, why=why)


def _sheets(rulebook: Rulebook, structure: Structure) -> None:
    """Sub-items that do not add up to their item, rules in two items, rules without a scheme."""
    owner: dict[str, str] = {}
    for sheet in rulebook.sheets:
        _items_sum(sheet, structure)
        for id in _doubles(item.id for item in sheet.items):
            structure.complain(kinds.DOUBLE_ID, f"sheets.{sheet.id}.items", section=f"sheets.{sheet.id}.items", found=id)
        for item in sheet.items:
            for rule in item.rules:
                if rule in owner:
                    why = TWO_ITEMS.format(rule=rule, other=owner[rule])
                    key = f"sheets.{sheet.id}.items.{item.id}.rules"
                    structure.complain(kinds.POINTS_UNREACHABLE, key, section="sheets.items", found=item.id, why=why)
                owner.setdefault(rule, item.id)
        if rulebook.scheme is None and any(item.rules for item in sheet.items):
            key = f"sheets.{sheet.id}"
            structure.complain(kinds.POINTS_UNREACHABLE, key, section="sheets", found=sheet.id, why=NO_RULES_FOR_SHEET)


def _items_sum(sheet: ScoreSheet, structure: Structure) -> None:
    for whole in sheet.items:
        parts = [item for item in sheet.items if item.of == whole.id]
        if not parts or whole.points is None or any(part.points is None for part in parts):
            continue
        found = sum((part.points or Decimal(0) for part in parts), Decimal(0))
        if found != whole.points:
            key = f"sheets.{sheet.id}.items.{whole.id}"
            shown = "＋".join(str(part.points) for part in parts)
            structure.complain(kinds.ITEMS_SUM, key, key=key, whole=whole.points, found=found, parts=shown)


def _weights(rulebook: Rulebook, structure: Structure) -> None:
    """Weights that do not make up the whole, for all units and for those of each group that has parts of its own."""
    if rulebook.weighting is None:
        return
    parts = rulebook.weighting.components
    named = {group for part in parts for group in part.groups}
    totals = {sum((part.weight for part in parts if _is_for(part, group)), Decimal(0)) for group in named or {""}}
    for total in sorted(totals - {Decimal(1)}):
        structure.complain(kinds.WEIGHTS_SUM, "weighting.components", found=total)
    for id in _doubles(part.id for part in parts):
        structure.complain(kinds.DOUBLE_ID, "weighting.components", section="weighting.components", found=id)
    for part in parts:
        for field in ("least", "most"):
            if part.is_marked and getattr(part, field) is None:
                key = f"weighting.components.{part.id}.{field}"
                structure.complain(kinds.MISSING_KEY, key, key=key, expected=kinds.TYPE_WORDS["Decimal"])


def _is_for(part: Component, group: str) -> bool:
    return not part.groups or group in part.groups


def _doubles(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            yield id
        seen.add(id)
