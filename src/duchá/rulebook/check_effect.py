"""What a rulebook says about points and what changes nothing, key by key: a key beside which the one that it needs is missing, a choice that its
family does not read, a sentence with a blank that nobody fills. It stops a new rulebook; in a campaign in use it is said, and counts as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from duchá.rulebook import faults as kinds
from duchá.rulebook.consequence import Among, Consequence, JudgedFor, Shortfall
from duchá.rulebook.limit import BeyondLimit
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import (
    Amount,
    Blank,
    CompletionRule,
    CountedFor,
    CountedRule,
    Each,
    End,
    EnteredRule,
    Every,
    Formula,
    GradedRule,
    IncludedRule,
    Keep,
    LateTerms,
    MaterialLateRule,
    Once,
    PlacedBy,
    PlacedRule,
    PointRule,
    ReturnedRule,
    Scale,
    Sign,
    Tied,
    Unreported,
)
from duchá.rulebook.scheme import BasePer, Scheme
from duchá.rulebook.structure import Structure

NEEDS = "要同时写 {other} 才起作用"
NOT_WITH = "写了 {other}，它就不起作用"
ONLY_WITH = "只有 {other} 时才起作用"
NOT_HERE = "这种条款没有这个选项"
TYPED_BY_NOBODY = "机器判定的条款没有人填分值，要写 points"
ROW_DECIDES = '加减由登记的那一行定（sign = "typed"），分值以填写的为准'
NEVER_GROWS = "分值每次都一样（没有 scale、tiers）"
NOBODY = "没有按名次、等次或牌提出建议的条件"
COUNTS_OVER = "counts_to（大于1）"
FLOOR_OR_CEILING = "floor 或 ceiling"
SCHEME_DECIMALS = "[scheme]（小数位写在 scheme.decimals）"
ITEM_RULES = "items 的 rules"
TOP_AND_GROUPS = "top 和 groups"
TOP_OR_BOTTOM = "top 或 bottom"
GRADES_OR_TRIGGERS = "grades 或 triggers"
RULES_NEVER_LACK = "rules（按条款记的项没有缺的时候）"
GROWS = 'scale = "growing"、"then-step"'
PAUSE = "、"
LEAST_AND_MOST, LEAD_BOUNDS = "least、most", "lead.least、lead.most"
Found = Iterator[tuple[str, str]]  # a key and why it changes nothing


def check_effect(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` a G121 for each key about points that changes nothing, a G125 for each blank of a sentence that is never filled."""
    for rule in rulebook.points:
        for key, why in _of_rule(rule):
            _complain(f"points.{rule.id}.{key}", why, structure)
        _sentence(rule, structure)
    for section, found in (
        ("scheme", _of_scheme(rulebook.scheme)),
        ("weighting", _of_weighting(rulebook)),
        ("grading", _of_grading(rulebook)),
        *((f"limits.{item.id}", iter(())) for item in rulebook.limits),
        *((f"sheets.{sheet.id}", _of_sheet(rulebook, sheet.id)) for sheet in rulebook.sheets),
        *((f"cards.{card.id}", _of_card(rulebook, card.id)) for card in rulebook.cards),
        *((f"consequences.{item.id}", _of_consequence(item, rulebook)) for item in rulebook.consequences),
    ):
        for key, why in found:
            _complain(f"{section}.{key}", why, structure)


def _complain(key: str, why: str, structure: Structure) -> None:
    structure.complain(kinds.NO_EFFECT, key, key=key, why=why)


def _of_rule(rule: PointRule) -> Found:
    yield from _of_amounts(rule)
    match rule:
        case EnteredRule():
            yield from _of_entered(rule)
        case GradedRule():
            if rule.once in (Once.PROBLEM, Once.MATTER_YEAR):
                yield "once", NOT_HERE
            if rule.unreported is not Unreported.SCORE and rule.sign is Sign.DEDUCT:
                yield "unreported", ONLY_WITH.format(other='sign = "add"')
        case LateTerms():
            yield from _of_lateness(rule)
        case MaterialLateRule():
            if rule.each is Each.TIME and rule.grows:
                yield "scale", NOT_WITH.format(other='each = "time"')
            if rule.each is Each.MONTH and rule.from_days > 1:
                yield "from_days", NOT_WITH.format(other='each = "month"')
        case CountedRule():
            if rule.every is not Every.YEAR and not rule.brackets:
                yield "every", NEEDS.format(other="brackets")
        case CompletionRule():
            yield from _of_completion(rule)
        case PlacedRule():
            yield from _of_placed(rule)
    if isinstance(rule, GradedRule | IncludedRule | LateTerms | ReturnedRule) and rule.support is not None and not rule.everyone:
        yield "support", NEEDS.format(other="everyone = true")
    grown = isinstance(rule, EnteredRule | GradedRule | ReturnedRule) and not rule.grows
    usual = CountedFor.MATTER if isinstance(rule, ReturnedRule) else CountedFor.UNIT_YEAR
    if grown and isinstance(rule, EnteredRule | GradedRule | ReturnedRule) and rule.counted is not usual:
        yield "counted", NEVER_GROWS


def _of_amounts(rule: PointRule) -> Found:
    """Keys of amounts: what nobody types, what no scale reads."""
    entered = isinstance(rule, EnteredRule)
    scale = getattr(rule, "scale", Scale.EACH)
    amounts = [("lead", rule.lead), ("support", getattr(rule, "support", None))]
    for name, amount in amounts:
        if amount is None:
            continue
        if rule.sign is Sign.TYPED and entered:
            if amount != Amount():
                yield name, ROW_DECIDES
            continue
        if not entered:
            for key in ("least", "most", "undecided", "open"):
                if getattr(amount, key):
                    yield f"{name}.{key}", TYPED_BY_NOBODY
        if amount.blank is not Blank.FAULT:
            yield f"{name}.blank", ONLY_WITH.format(other="at_fault.lead")
        if amount.step != 0 and (scale is Scale.EACH or amount.tiers):
            yield (
                f"{name}.step",
                NOT_WITH.format(other="tiers") if amount.tiers else ONLY_WITH.format(other=GROWS),
            )
        if amount.tiers and amount.points is None and min(tier.from_ for tier in amount.tiers) > 1:
            yield f"{name}.tiers", NEEDS.format(other="points")
        if amount.tiers and amount.least is not None:
            yield f"{name}.tiers", NOT_WITH.format(other=LEAST_AND_MOST)
    if scale is not Scale.EACH and not any(amount is not None and amount.step != 0 for _, amount in amounts):
        tiers = any(amount is not None and amount.tiers for _, amount in amounts)
        if scale is Scale.GROWING or tiers:
            yield "scale", NOT_WITH.format(other="tiers") if tiers else NEEDS.format(other="lead.step")
    if rule.sign is Sign.TYPED and not entered:
        yield "sign", NOT_HERE


def _of_entered(rule: EnteredRule) -> Found:
    if rule.any_role:
        for key in ("support", "at_fault"):
            if getattr(rule, key) is not None:
                yield key, NOT_WITH.format(other="any_role = true")
    by_matter = rule.once in (Once.MATTER, Once.MATTER_YEAR)
    if rule.once_by and rule.once is not Once.EACH:
        yield "once", NOT_WITH.format(other="once_by")
    if rule.once_within is not Every.YEAR and not rule.once_by:
        yield "once_within", NEEDS.format(other="once_by")
    if rule.keep is not Keep.FIRST and not (rule.once_by or by_matter):
        yield "keep", NEEDS.format(other="once_by")
    if rule.together and not (rule.once_by or rule.once is not Once.EACH):
        yield "together", NEEDS.format(other="once_by")
    if rule.shared and not rule.once_by:
        yield "shared", NEEDS.format(other="once_by")
    if rule.counted is CountedFor.NODE:
        yield "counted", NOT_HERE
    if rule.grows and (rule.lead.least is not None):
        yield "scale", NOT_WITH.format(other=LEAD_BOUNDS)
    if rule.sign is Sign.TYPED:
        for key in ("by_level", "count", "times", "at_fault"):
            if getattr(rule, key):
                yield key, ROW_DECIDES


def _of_lateness(rule: LateTerms) -> Found:
    if rule.once in (Once.PROBLEM, Once.MATTER_YEAR):
        yield "once", NOT_HERE
    if rule.each is not Each.TIME:
        other = f'each = "{rule.each.value}"'
        if rule.replaces:
            yield "replaces", NOT_WITH.format(other=other)
        if rule.counted is not CountedFor.UNIT_YEAR:
            yield "counted", NOT_WITH.format(other=other)
        if rule.each is Each.MONTH and rule.from_days > 1:
            yield "from_days", NOT_WITH.format(other=other)
    elif rule.counted is not CountedFor.UNIT_YEAR and not rule.grows:
        yield "counted", NEVER_GROWS


def _of_completion(rule: CompletionRule) -> Found:
    formula = f'formula = "{rule.formula.value}"'
    if rule.rates:
        for key in ("target", "actual"):
            if getattr(rule, key):
                yield key, NOT_WITH.format(other="rates")
    if rule.bands and rule.formula is not Formula.BANDED:
        yield "bands", ONLY_WITH.format(other='formula = "banded"')
    for key in ("each_short", "each_over"):
        if getattr(rule, key) and rule.formula is not Formula.PER_POINT:
            yield key, ONLY_WITH.format(other='formula = "per-point"')
    if rule.counts_to != 1 and rule.formula in (Formula.BANDED, Formula.ALL_OR_NOTHING):
        yield "counts_to", NOT_WITH.format(other=formula)
    if rule.each_over and rule.counts_to <= 1 and rule.formula is Formula.PER_POINT:
        yield "each_over", NEEDS.format(other=COUNTS_OVER)
    if rule.lead.points is not None and rule.formula is Formula.BANDED:
        yield "lead.points", NOT_WITH.format(other=formula)


def _of_placed(rule: PlacedRule) -> Found:
    by = f'by = "{rule.by.value}"'
    if rule.places and rule.by is not PlacedBy.LIST:
        yield "places", NOT_WITH.format(other=by)
    for key in ("step", "share"):
        if getattr(rule, key) is not None and rule.by is not PlacedBy.STEP:
            yield key, NOT_WITH.format(other=by)
    if rule.step is not None and rule.share is not None:
        yield "share", NOT_WITH.format(other="step")
    if rule.floor and rule.by is not PlacedBy.BETWEEN:
        yield "floor", NOT_WITH.format(other=by)
    if rule.by in (PlacedBy.AGAINST_FIRST, PlacedBy.BETWEEN):
        if rule.tied is not Tied.SAME:
            yield "tied", NOT_WITH.format(other=by)
        if rule.end is not End.TOP:
            yield "end", NOT_WITH.format(other=by)
    if rule.lead.points is not None and rule.by is PlacedBy.LIST:
        yield "lead.points", NOT_WITH.format(other=by)


def _of_scheme(scheme: Scheme | None) -> Found:
    if scheme is None:
        return
    if scheme.beyond is not BeyondLimit.CUT and scheme.floor is None and scheme.ceiling is None:
        yield "beyond", NEEDS.format(other=FLOOR_OR_CEILING)
    if scheme.weights and scheme.base_per is not BasePer.WEIGHTS:
        yield "weights", NEEDS.format(other='base_per = "weights"')
    if scheme.reported and not scheme.reported_to:
        yield "reported", NEEDS.format(other="reported_to")
    if scheme.reporting_article and not scheme.reported_to:
        yield "reporting_article", NEEDS.format(other="reported_to")


def _of_weighting(rulebook: Rulebook) -> Found:
    weighting = rulebook.weighting
    if weighting is None:
        return
    if weighting.bands and rulebook.grading is not None:
        yield "bands", NOT_WITH.format(other="[grading]")
    if weighting.decimals != 2 and rulebook.scheme is not None:
        yield "decimals", NOT_WITH.format(other=SCHEME_DECIMALS)
    for part in weighting.components:
        for key in ("least", "most"):
            if part.from_ and getattr(part, key) is not None:
                yield f"components.{part.id}.{key}", NOT_WITH.format(other="from")


def _of_grading(rulebook: Rulebook) -> Found:
    if rulebook.grading is None:
        return
    for at, grade in enumerate(rulebook.grading.grades, 1):
        if grade.above and grade.least is None:
            yield f"grades[{at}].above", NEEDS.format(other="least")


def _of_sheet(rulebook: Rulebook, id: str) -> Found:
    sheet = next(sheet for sheet in rulebook.sheets if sheet.id == id)
    by_rule = [item for item in sheet.items if item.rules]
    if sheet.beyond is not BeyondLimit.CUT and not by_rule:
        yield "beyond", NEEDS.format(other=ITEM_RULES)
    for item in sheet.items:
        if item.start is not None and not item.rules:
            yield f"items.{item.id}.start", NEEDS.format(other="rules")
        if item.missing is not None and item.rules:
            yield f"items.{item.id}.missing", NOT_WITH.format(other=RULES_NEVER_LACK)


def _of_card(rulebook: Rulebook, id: str) -> Found:
    card = next(card for card in rulebook.cards if card.id == id)
    if not card.of:
        if card.count != 1:
            yield "count", NEEDS.format(other="of")
        if card.every is not Every.YEAR:
            yield "every", NEEDS.format(other="of")
        if card.consecutive:
            yield "consecutive", NEEDS.format(other="of")
    elif card.rules:
        yield "rules", NOT_WITH.format(other="of")


def _of_consequence(item: Consequence, rulebook: Rulebook) -> Found:
    top, bottom = item.top is not None or item.top_share is not None, item.bottom is not None or item.bottom_share is not None
    if not bottom:
        for key, usual in (("years", 1), ("below_base", Shortfall.IGNORED), ("open", False)):
            if getattr(item, key) != usual:
                yield key, NEEDS.format(other="bottom")
    if item.base_included and item.below_base is Shortfall.IGNORED:
        yield "base_included", NEEDS.format(other="below_base")
    if item.among is not Among.ELIGIBLE and not (top and item.groups):
        yield "among", NEEDS.format(other=TOP_AND_GROUPS)
    if item.first_year is not None and not (top or bottom):
        yield "first_year", NEEDS.format(other=TOP_OR_BOTTOM)
    if item.every is not JudgedFor.YEAR and not (top or bottom or item.cards):
        yield "every", NOBODY
    if item.card_count != 1 and not item.cards:
        yield "card_count", NEEDS.format(other="cards")
    if item.linked and not (item.grades or item.triggers):
        yield "linked", NEEDS.format(other=GRADES_OR_TRIGGERS)
    if item.grades and rulebook.grading is None and (rulebook.weighting is None or not rulebook.weighting.bands):
        return  # a profile may bring the thresholds (SY-26)


def _sentence(rule: PointRule, structure: Structure) -> None:
    """Blanks in the sentence of a rule that the family does not fill."""
    if not rule.says:
        return
    key = f"points.{rule.id}.says"
    try:
        names = [name for _, name, spec, turned in Formatter().parse(rule.says) if name is not None]
        odd = [name for _, name, spec, turned in Formatter().parse(rule.says) if name is not None and (spec or turned)]
    except ValueError:
        names, odd = [], ["{"]
    for name in dict.fromkeys([*odd, *(name for name in names if name not in rule.SAYS)]):
        structure.complain(
            kinds.UNKNOWN_BLANK,
            key,
            key=key,
            found=name if name == "{" else f"{{{name}}}",
            known=PAUSE.join(f"{{{word}}}" for word in rule.SAYS),
        )
