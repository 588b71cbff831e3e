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
from duchá.rulebook.point_rule import Amount, Entering, Happening, PointRule, Sign
from duchá.rulebook.structure import Structure
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
NO_CONDITION = "没有写名次、等次或触发情形"

GRADES = ("excellent", "good", "pass", "fail")
INCLUSIONS = ("active", "passive", "poor")
REQUIRED = ("level", "matter", "problem", "document", "basis", "note")
_FIRST, _LAST = date.min, date.max
_DECIMALS = 6
_NEEDED = {
    Happening.GRADED: ("grades",),
    Happening.RETURNED: ("moves",),
    Happening.UNURGED: ("moves",),
    Happening.MATERIAL_LATE: ("requesters",),
    Happening.STAFF_FAILED: ("confirmed_by",),
}
_SANCTIONED_BY = {Sanctioned.MISSING: "deliverable", Sanctioned.LATE: "deliverable", Sanctioned.PROBLEM: "categories"}


def check_points(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` every G007, G008 and G030–G034 fault of the point rules, as they are and under each option of each reading."""
    _references(rulebook, structure)
    own = _sound(rulebook, structure.where)
    structure.faults += own
    said = {(fault.kind.code, fault.message) for fault in own}
    for reading in rulebook.readings:
        for option in reading.options:
            new = _sound(changed(rulebook, option, structure), structure.where) if option.sets else []
            structure.faults += [fault for fault in new if (fault.kind.code, fault.message) not in said]
            said |= {(fault.kind.code, fault.message) for fault in new}


def _sound(rulebook: Rulebook, where: str) -> list[Fault]:
    """What is wrong with the rules as they stand."""
    probe = Structure(where)
    for rule in rulebook.points:
        _amounts(rule, probe)
        _reachable(rule, rulebook, probe)
        _facts(rule, probe)
    _numbers(rulebook, probe)
    _overlaps(rulebook, probe)
    _weights(rulebook, probe)
    return probe.faults


def _references(rulebook: Rulebook, structure: Structure) -> None:
    articles, groups = [a.id for a in rulebook.articles], [g.id for g in rulebook.groups]
    for section, cited in _cited(rulebook):
        _known(f"{section}.article", cited, articles, "articles", structure)
    for section in ("sources", "points", "consequences", "sheets", "assessments", "score_notes", "deductions"):
        for id in _doubles(record.id for record in getattr(rulebook, section)):
            structure.complain(kinds.DOUBLE_ID, section, section=section, found=id)
    for group in rulebook.scheme.reported if rulebook.scheme else ():
        _known("scheme.reported", group, groups, "groups", structure)
    rules, sources = [rule.id for rule in rulebook.points], [source.id for source in rulebook.sources]
    for rule in rulebook.points:
        named = (("replaces", rules, "points"), ("confirmed_by", rules, "points"), ("source", sources, "sources"))
        for field, known, section in named:
            if found := getattr(rule, field):
                _known(f"points.{rule.id}.{field}", found, known, section, structure)
    _consequence_references(rulebook, groups, structure)
    _deduction_references(rulebook, structure)


def _deduction_references(rulebook: Rulebook, structure: Structure) -> None:
    keys, ids = [d.key for d in rulebook.deliverables], [d.id for d in rulebook.deductions]
    for item in rulebook.deductions:
        if item.deliverable:
            _known(f"deductions.{item.id}.deliverable", item.deliverable, keys, "deliverables", structure)
        if item.only_with:
            _known(f"deductions.{item.id}.only_with", item.only_with, ids, "deductions", structure)
        field = _SANCTIONED_BY.get(item.happening, "")
        if field and not getattr(item, field):
            why = NO_SOURCE.format(field=field)
            structure.complain(kinds.POINTS_UNREACHABLE, f"deductions.{item.id}", section="deductions", found=item.id, why=why)


def _consequence_references(rulebook: Rulebook, groups: list[str], structure: Structure) -> None:
    for item in rulebook.consequences:
        for group in item.groups:
            _known(f"consequences.{item.id}.groups", group, groups, "groups", structure)
        if item.unless:
            ids = [consequence.id for consequence in rulebook.consequences]
            _known(f"consequences.{item.id}.unless", item.unless, ids, "consequences", structure)
            if item.unless in ids[ids.index(item.id) :]:
                why = GIVES_WAY.format(other=item.unless)
                structure.complain(
                    kinds.POINTS_UNREACHABLE, f"consequences.{item.id}.unless", section="consequences", found=item.id, why=why
                )
        if item.top is None and item.bottom is None and not item.grades and not item.triggers:
            structure.complain(kinds.POINTS_UNREACHABLE, "consequences", section="consequences", found=item.id, why=NO_CONDITION)


def _cited(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    if rulebook.scheme is not None:
        scheme = rulebook.scheme
        yield from (("scheme", id) for id in (scheme.article, scheme.ranking_article, scheme.reporting_article) if id)
    if rulebook.weighting is not None:
        yield "weighting", rulebook.weighting.article
        yield from (("weighting.components", part.article) for part in rulebook.weighting.components)
    for section in ("sources", "points", "consequences", "sheets", "assessments", "score_notes", "deductions"):
        yield from ((section, record.article) for record in getattr(rulebook, section))
    yield from (("sheets.items", item.article) for sheet in rulebook.sheets for item in sheet.items)


def _amounts(rule: PointRule, structure: Structure) -> None:
    faulty = rule.at_fault
    amounts = (rule.lead, rule.support, *((faulty.unit, faulty.lead, faulty.support) if faulty else ()))
    for amount in amounts:
        if amount is not None and (why := _unsound(amount, rule)):
            structure.complain(kinds.POINTS_AMOUNT, f"points.{rule.id}", section="points", found=rule.id, why=why)


def _unsound(amount: Amount, rule: PointRule) -> str:
    given = [n for n in (amount.points, amount.least, amount.most, amount.step) if n is not None]
    if amount.points is None and (amount.least is None or amount.most is None):
        return "" if amount.undecided or rule.sign is Sign.TYPED else NO_AMOUNT
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
    if rule.entering is not Entering.LATE and rule.entered_by is None:
        never(NO_SOURCE.format(field="entered_by"))
    lighter = next((other for other in rulebook.points if other.id == rule.replaces), None)
    if lighter is not None and (lighter.happening is not rule.happening or lighter.from_days >= rule.from_days):
        never(LIGHTER_REPLACES.format(other=lighter.id))


def _numbers(rulebook: Rulebook, structure: Structure) -> None:
    """Numbers that no clause can mean: a rank or a day before the first, decimals that no table prints."""
    records: list[tuple[str, object, tuple[str, ...]]] = [("scheme", rulebook.scheme, ("min_group_size",))]
    records += [(f"points.{rule.id}", rule, ("from_days",)) for rule in rulebook.points]
    records += [(f"consequences.{item.id}", item, ("top", "bottom", "years")) for item in rulebook.consequences]
    for key, record, fields in records:
        for field in fields:
            if (found := getattr(record, field, None)) is not None and found < 1:
                structure.complain(kinds.WRONG_TYPE, f"{key}.{field}", key=f"{key}.{field}", found=found, expected=FROM_ONE)
    for key, shown in (("scheme", rulebook.scheme), ("weighting", rulebook.weighting)):
        if shown is not None and not 0 <= shown.decimals <= _DECIMALS:
            expected = UP_TO.format(most=_DECIMALS)
            structure.complain(kinds.WRONG_TYPE, f"{key}.decimals", key=f"{key}.decimals", found=shown.decimals, expected=expected)


def _facts(rule: PointRule, structure: Structure) -> None:
    for field, known in (("grades", GRADES), ("excluded", INCLUSIONS), ("required", REQUIRED)):
        for fact in getattr(rule, field):
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
    if one.happening is Happening.ENTERED:
        return SAME_NAME.format(word=one.name) if one.name == other.name else ""
    if one.happening is Happening.MATERIAL_LATE:
        both = [name for name in one.requesters if name in other.requesters]
        return SAME_REQUESTER.format(word=", ".join(both)) if both else ""
    kinds_of = [kind.value for kind in one.matters if kind in other.matters]
    match one.happening:
        case Happening.GRADED if kinds_of:
            both = [grade for grade in one.grades if grade in other.grades]
            return SAME_GRADE.format(word=", ".join(both)) if both else ""
        case Happening.NODE_LATE if kinds_of:
            return SAME_DAYS.format(word=one.from_days) if one.from_days == other.from_days else ""
        case Happening.INCLUDED | Happening.UNURGED | Happening.RETURNED if kinds_of:
            return SAME_MATTERS.format(word=", ".join(kinds_of))
        case _:
            return ""


def _weights(rulebook: Rulebook, structure: Structure) -> None:
    if rulebook.weighting is None:
        return
    total = sum((part.weight for part in rulebook.weighting.components), Decimal(0))
    if total != 1:
        structure.complain(kinds.WEIGHTS_SUM, "weighting.components", found=total)
    for id in _doubles(part.id for part in rulebook.weighting.components):
        structure.complain(kinds.DOUBLE_ID, "weighting.components", section="weighting.components", found=id)


def _doubles(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            yield id
        seen.add(id)


def _known(key: str, found: str, known: list[str], section: str, structure: Structure) -> None:
    if found not in known:
        structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))
