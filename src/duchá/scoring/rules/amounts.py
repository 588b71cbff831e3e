"""How much a row of 积分事项 is worth: fixed or typed amounts, by role, and where a cooperating unit is at fault (第十二条(一)后段)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from duchá.rulebook.point_rule import Amount, Blank, PointRule, Sign
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Role, Why, plain
from duchá.scoring.facts.scored_facts import Claim, Happened
from duchá.scoring.rules.setting import Setting, with_sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The signed points and the formula; without points ``words`` say why and ``kind`` how it is listed. ``note`` is said besides."""

    points: Decimal | None = None
    words: str = ""
    kind: Why = Why.REJECTED
    note: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An amount looked for: the row, its rule and the sentences to use."""

    rule: PointRule
    claim: Claim
    amount: Amount
    trial: bool
    role: Role | None
    sentence: str = wording.FIXED
    words: dict[str, str] = field(default_factory=dict)


def amount_of(rule: PointRule, claim: Claim, happened: Happened, setting: Setting) -> Found:
    """The points of a row. Blank: an amount that had to be typed is a 差错, on trial its lower bound. Source: JC-J-06, JC-J-12."""
    if claim.points_text:
        return Found(words=wording.NOT_A_NUMBER.format(found=claim.points_text))
    if rule.sign is Sign.TYPED:
        return _correction(rule, claim)
    if rule.any_role:
        return _sized(_Asked(rule=rule, claim=claim, amount=rule.lead, trial=setting.trial, role=claim.role))
    role = claim.role or _role_in(claim, happened)
    faulty = _at_fault(claim, happened)
    if rule.at_fault is not None and faulty:
        return _by_fault(rule, claim, faulty, setting, role)
    if role is None:
        return Found(words=wording.NO_ROLE)
    amount = rule.lead if role is Role.LEAD else rule.support
    if amount is None:
        return Found(words=wording.NO_SUPPORT)
    return _sized(_Asked(rule=rule, claim=claim, amount=amount, trial=setting.trial, role=role))


def _correction(rule: PointRule, claim: Claim) -> Found:
    if claim.points is None:
        return Found(words=wording.MISSING_TYPED)
    words = wording.FREE.format(what=rule.name, points=wording.signed(claim.points), note=claim.note, basis=claim.basis)
    return Found(points=claim.points, words=words)


def _role_in(claim: Claim, happened: Happened) -> Role | None:
    """The role that the matter of the row gives its unit, where the row itself is silent."""
    matter = happened.by_number.get(claim.matter)
    if matter is None:
        return None
    if claim.unit == matter.lead_on(claim.day):
        return Role.LEAD
    return Role.SUPPORT if claim.unit in matter.details.support else None


def _at_fault(claim: Claim, happened: Happened) -> tuple[str, ...]:
    """The cooperating units at fault for the row's problem, wherever they were written; none when it was the lead itself."""
    rows = happened.of_problem.get((claim.situation, claim.problem), ()) if claim.problem else (claim,)
    leads = {other.unit for other in rows if (other.role or _role_in(other, happened)) is Role.LEAD}
    return tuple(dict.fromkeys(unit for other in rows for unit in other.at_fault if unit not in leads))


def _by_fault(rule: PointRule, claim: Claim, faulty: tuple[str, ...], setting: Setting, role: Role | None) -> Found:
    assert rule.at_fault is not None
    units = wording.joined(faulty)
    asked = _Asked(rule=rule, claim=claim, amount=rule.at_fault.unit, trial=setting.trial, role=role)
    if claim.unit in faulty:
        return _sized(_with(asked, rule.at_fault.unit, Role.SUPPORT, wording.FAULT_UNIT, {"unit": claim.unit}))
    if role is None:
        return Found(words=wording.NO_ROLE)
    if role is Role.SUPPORT:
        if rule.at_fault.support.undecided:
            return Found(kind=Why.UNDECIDED, words=wording.FAULT_OTHERS.format(units=units))
        return _sized(_with(asked, rule.at_fault.support, role, wording.FIXED, {}))
    if claim.points is None and rule.at_fault.lead.blank is Blank.ZERO:
        return Found(points=Decimal(0), kind=Why.NOTE, note=wording.FAULT_LEAD_ZERO.format(units=units), role=role)
    if claim.points == 0 and rule.at_fault.lead.blank is Blank.ZERO:
        return Found(points=Decimal(0), role=role)
    return _sized(_with(asked, rule.at_fault.lead, role, wording.FAULT_LEAD, {"units": units}))


def _with(asked: _Asked, amount: Amount, role: Role, sentence: str, words: dict[str, str]) -> _Asked:
    return _Asked(rule=asked.rule, claim=asked.claim, amount=amount, trial=asked.trial, role=role, sentence=sentence, words=words)


def _sized(asked: _Asked) -> Found:
    """The amount of an article applied to a row: a fixed one must not be contradicted, a typed one must lie in its range."""
    claim, amount = asked.claim, asked.amount
    if claim.points is not None and claim.points < 0:
        return Found(words=wording.SIGNED)
    if amount.undecided:
        return Found(kind=Why.UNDECIDED, words=wording.NO_AMOUNT_DECIDED)
    if amount.points is not None:
        return _fixed(asked, amount.points)
    least, most = amount.least or Decimal(0), amount.most or Decimal(0)
    words = {"least": plain(least), "most": plain(most)}
    if claim.points is None:
        if not asked.trial:
            return Found(words=wording.MISSING_POINTS.format(role=_role_word(asked.role), **words))
        lower = _said(asked, least, wording.LOWER)
        return Found(points=lower.points, words=lower.words, kind=Why.NOTE, note=lower.words, role=asked.role)
    if not least <= claim.points <= most:
        return Found(words=wording.OUT_OF_RANGE.format(found=plain(claim.points), **words))
    return _said(asked, claim.points, wording.TYPED if asked.sentence == wording.FIXED else asked.sentence)


def _fixed(asked: _Asked, points: Decimal) -> Found:
    """The article's amount, or the typed one where the article leaves it open."""
    typed = asked.claim.points
    if asked.amount.open and typed:
        return _said(asked, typed, asked.sentence)
    if typed not in (None, points):
        return Found(words=wording.NOT_THE_AMOUNT.format(found=plain(typed or Decimal(0)), points=plain(points)))
    return _said(asked, points, asked.sentence)


def _said(asked: _Asked, size: Decimal, sentence: str) -> Found:
    points = with_sign(asked.rule, size)
    least, most = asked.amount.least, asked.amount.most
    bounds = {"least": plain(least) if least is not None else "", "most": plain(most) if most is not None else ""}
    words = sentence.format(what=_what(asked.claim), role=_role_word(asked.role), points=wording.signed(points), **bounds, **asked.words)
    return Found(points=points, words=words, role=asked.role)


def _what(claim: Claim) -> str:
    about = wording.joined([part for part in (claim.level, claim.problem or claim.matter) if part])
    return claim.situation + (wording.ABOUT.format(about=about) if about else "")


def _role_word(role: Role | None) -> str:
    return wording.ROLE_WORDS[role.value] if role is not None else wording.EACH_TIME
