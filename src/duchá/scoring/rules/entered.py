"""Rows of 积分事项 → entries: what a person found (表彰, 督查问题, 更正…), each row once, each amount within its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from duchá.rulebook.point_rule import Keep, Once, PointRule
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Why, plain
from duchá.scoring.facts.scored_facts import Claim, Happened
from duchá.scoring.rules.amounts import Found, amount_of
from duchá.scoring.rules.setting import Setting, listed_for, other_scorer, places, scored_by


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A row that may count, with its amount."""

    claim: Claim
    rule: PointRule
    found: Found


def entered(rules: tuple[PointRule, ...], happened: Happened, setting: Setting) -> Iterator[Outcome]:
    """The entries of all rows of 积分事项, in the order of their days, and what did not count.

    Ties: of rows of one day the one with the smaller key is the earlier, so that the order of rows means nothing.
    Source: 第十一条(一)(二)、第十二条(一)(二)(四); JC-J-06, 07, 11–13, 18, 33.
    """
    own = {rule.name for rule in rules}
    only_proposes = {name for name in setting.rulebook.proposing if name not in own}
    claims = [claim for claim in happened.claims if claim.day <= setting.as_of and claim.situation not in only_proposes]
    claims.sort(key=lambda claim: (claim.day, claim.key))
    counted: list[_Counted] = []
    problems: dict[tuple[str, str, str], Claim] = {}  # rule, unit, problem → the row that counted it
    for claim in claims:
        rule = next((rule for rule in rules if rule.name == claim.situation and rule.valid_on(claim.day)), None)
        refusal = _refusal(claim, rule, rules, setting)
        if refusal is not None or rule is None:
            if refusal is not None:
                yield refusal
            continue
        key = (rule.id, claim.unit, claim.problem)
        if rule.once is Once.PROBLEM and claim.problem and (earlier := problems.get(key)):
            why = wording.SAME_PROBLEM.format(problem=claim.problem, day=wording.short_day(earlier.day))
            yield _listed(setting, rule, Why.DUPLICATE, why, claim)
            continue
        found = amount_of(rule, claim, happened, setting)
        if found.points is not None or found.kind is Why.UNDECIDED:
            problems.setdefault(key, claim)
        if found.points is None:
            yield _listed(setting, rule, found.kind, found.words, claim)
            continue
        counted.append(_Counted(claim=claim, rule=rule, found=found))
    yield from _kept(counted, setting)
    yield from _without_row(counted, setting)


def _refusal(claim: Claim, rule: PointRule | None, rules: Iterable[PointRule], setting: Setting) -> Listed | None:
    """Why a row cannot count at all; None when it can."""
    where = places(claim.place)
    if rule is None:
        known = wording.joined(list(dict.fromkeys(rule.name for rule in rules)))
        why = wording.UNKNOWN_SITUATION.format(situation=claim.situation, known=known)
        return Listed(kind=Why.REJECTED, rule="", unit=claim.unit, why=why, day=claim.day, matter=claim.matter, evidence=where)
    if claim.unknown:
        return _listed(setting, rule, Why.REJECTED, wording.UNKNOWN_UNIT.format(unit=claim.unknown), claim)
    if claim.unknown_fault and rule.at_fault is not None:
        return _listed(setting, rule, Why.REJECTED, wording.UNKNOWN_FAULT_UNIT.format(unit=claim.unknown_fault), claim)
    start = setting.rulebook.valid_from
    if start is not None and claim.day < start:
        return _listed(setting, rule, Why.REJECTED, wording.BEFORE_FORCE.format(start=wording.short_day(start)), claim)
    if rule.levels and claim.level and claim.level not in rule.levels:
        why = wording.WRONG_LEVEL.format(level=claim.level, known=wording.joined(rule.levels))
        return _listed(setting, rule, Why.REJECTED, why, claim)
    missing = [wording.COLUMN_WORDS[column] for column in rule.required if not claim.filled(column)]
    if missing:
        return _listed(setting, rule, Why.REJECTED, wording.MISSING_COLUMN.format(columns=wording.joined(missing)), claim)
    return None


def _kept(counted: list[_Counted], setting: Setting) -> Iterator[Outcome]:
    """What counts of rows about one matter: all, or by the rule the first or the highest of the year."""
    best: dict[tuple[str, ...], _Counted] = {}
    for item in counted:
        key = _once_key(item)
        if key and (key not in best or (item.rule.keep is Keep.HIGHEST and _size(item) > _size(best[key]))):
            best[key] = item
    for item in counted:
        kept = best.get(_once_key(item), item)
        if kept is item:
            yield from _entry(item, setting)
        else:
            why = wording.SAME_MATTER_YEAR.format(year=item.claim.day.year, points=plain(abs(_size(kept))), found=plain(abs(_size(item))))
            yield _listed(setting, item.rule, Why.DUPLICATE, why, item.claim)


def _once_key(item: _Counted) -> tuple[str, ...]:
    """What counts once; empty where every row counts (no matter named, or the rule counts each)."""
    claim, once = item.claim, item.rule.once
    if not claim.matter or once not in (Once.MATTER, Once.MATTER_YEAR):
        return ()
    return (item.rule.id, claim.unit, claim.matter, *((str(claim.day.year),) if once is Once.MATTER_YEAR else ()))


def _size(item: _Counted) -> Decimal:
    return abs(item.found.points or Decimal(0))


def _entry(item: _Counted, setting: Setting) -> Iterator[Outcome]:
    claim, rule, found = item.claim, item.rule, item.found
    about = {"unit": claim.unit, "day": claim.day, "matter": claim.matter, "evidence": places(claim.place)}
    yield from other_scorer(setting, rule, claim.scorer, **about)
    if found.note:
        yield listed_for(setting, rule, found.kind, found.note, **about)
    if found.points:
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=claim.unit,
            points=found.points,
            day=claim.day,
            cause=f"claim|{claim.key}",
            formula=found.words,
            role=None if rule.any_role else found.role or claim.role,
            matter=claim.matter,
            evidence=places(claim.place),
            by=scored_by(rule, claim.scorer),
            source=setting.source(rule, claim.level),
        )


def _without_row(counted: list[_Counted], setting: Setting) -> Iterator[Listed]:
    """责任单位 that nobody wrote a row for: it is not deducted by itself, and it is said."""
    rows = {(item.rule.id, item.claim.problem or item.claim.key, item.claim.unit) for item in counted}
    for item in counted:
        for unit in item.claim.at_fault if item.rule.at_fault is not None else ():
            key = (item.rule.id, item.claim.problem or item.claim.key, unit)
            if key not in rows:
                rows.add(key)
                why = wording.FAULT_NO_ROW.format(unit=unit)
                where = places(item.claim.place)
                yield listed_for(
                    setting, item.rule, Why.UNDECIDED, why, unit=unit, day=item.claim.day, matter=item.claim.matter, evidence=where
                )


def _listed(setting: Setting, rule: PointRule, kind: Why, why: str, claim: Claim) -> Listed:
    where = claim.points_place if why and rule.lead.points is None and claim.points_place.cell else claim.place
    return listed_for(
        setting, rule, kind, why, unit=claim.unit or claim.unknown, day=claim.day, matter=claim.matter, evidence=places(where)
    )
