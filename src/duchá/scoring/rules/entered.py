"""Rows of 积分事项 → entries: what a person found (表彰, 督查问题, 更正…), each row once, each amount within its article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from duchá.rulebook.point_rule import OWN_COLUMNS, Amount, Blank, EnteredRule, Every, Keep, Once, Sign
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Role, Why, plain
from duchá.scoring.facts.scored_facts import PointsRow, ScoredFacts
from duchá.scoring.rules.setting import Setting, counter_of, kth, listed_for, other_scorer, places, same_segment, scored_by, with_sign
from duchá.terms.period import period_of
from duchá.terms.text import for_matching

EACH_TIME = "每次"
# formulas
FIXED = "{what}，{role}{points}分"
TYPED = "{what}，{role}按{least}—{most}分评定，记{points}分"
LOWER = "{what}，{role}按{least}—{most}分评定，分值未填，试算按下限{points}分"
FREE = "{what}，更正{points}分：{note}（依据：{basis}）"
FAULT_UNIT = "{what}，因{unit}{why}所致，该单位{points}分"
FAULT_LEAD = "{what}，因{units}{why}所致，牵头单位酌情（{least}—{most}分）记{points}分"
AT_FAULT = "的责任"
NTH, COUNTED, DOUBLED, SHARED = "第{time}次", "×{count}（{column}）", "×{times}（{column}为{says}）", "÷{count}个单位均分"
REST = "{words}；{same}前期已计{before}分，本次补{points}分"
UNKNOWN_FAULT_UNIT = "责任单位“{unit}”不在名单中，未计分"
UNKNOWN_SITUATION = "本制度没有“{situation}”这种情形，未计分；可用：{known}"
BEFORE_FORCE = "发生在制度施行（{start}）之前，未计分"
WRONG_LEVEL = "来源层级为“{level}”，条款只管{known}，未计分"
NO_ROLE = "没有填角色（牵头、配合），牵头和配合分值不同，未计分"
NO_SUPPORT = "条款没有规定配合单位的分值，未计分"
MISSING_COLUMN = "没有填{columns}，未计分"
MISSING_POINTS = "分值未填：{role}应在{least}—{most}分之间，未计分（试算时按下限）"
MISSING_TYPED = "更正没有填分值，未计分"
OUT_OF_RANGE = "分值{found}超出{least}—{most}分范围，未计分"
NOT_THE_AMOUNT = "分值填了{found}，条款规定为{points}分，未计分"
SIGNED = "分值写了负号，加减由条款决定，未计分"
NOT_A_NUMBER = "分值“{found}”不是数，未计分"
SAME_PROBLEM = "重复认定：问题{problem}已在{day}计分，本条不再计"
ALREADY = "{same}已计{points}分（{how}），本条{found}分不再计"
SAME_MATTER, SAME_THING, IN_YEAR = "同一事项", "同一{columns}", "{year}年"
KEPT_WORDS = {Keep.FIRST: "以先认定的为准", Keep.HIGHEST: "取最高"}
WRONG_GROUP = "本制度的“{situation}”不适用于{group}，未计分"
NO_LEVEL = "没有填来源层级，各级分值不同，未计分；可填：{known}"
NO_COUNT = "“{column}”没有填数，分值按它计算，未计分"
FAULT_OTHERS = "待认定：问题因{units}所致，条款没有规定其他配合单位减不减分"
FAULT_LEAD_ZERO = "问题因{units}所致，牵头单位分值未填，不予减分"
FAULT_NO_ROW = "责任单位{unit}没有单独登记一行，未对它计分"
NO_AMOUNT_DECIDED = "按所选读法不减分，本条未计分"

_SHARE_DECIMALS, _SHARE = 4, Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredPoints:
    """The signed points and the formula; without points ``words`` say why and ``kind`` how it is listed. ``note`` is said besides."""

    points: Decimal | None = None
    words: str = ""
    kind: Why = Why.REJECTED
    note: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An amount looked for: the row, its rule and the sentences to use."""

    rule: EnteredRule
    claim: PointsRow
    amount: Amount
    trial: bool
    role: Role | None
    sentence: str = FIXED
    words: dict[str, str] = field(default_factory=dict)
    time: int = 1
    factor: Decimal = Decimal(1)
    factors: str = ""


def amount_of(
    rule: EnteredRule, claim: PointsRow, happened: ScoredFacts, setting: Setting, *, time: int = 1, share: int = 1
) -> EnteredPoints:
    """The points of a row, the ``time``-th of its kind, shared by so many units. Blank: an amount that had to be typed is a 差错, on trial its lower
    bound. Source: JC-J-06, JC-J-12.
    """
    if claim.points_text:
        return EnteredPoints(words=NOT_A_NUMBER.format(found=claim.points_text))
    if rule.sign is Sign.TYPED:
        return _correction(rule, claim)
    factor, how = _factor(rule, claim, share)
    if factor is None:
        return EnteredPoints(words=how)
    lead, support = _amounts(rule, claim)
    if lead is None:
        known = wording.joined([level.level for level in rule.by_level])
        return EnteredPoints(words=WRONG_LEVEL.format(level=claim.level, known=known) if claim.level else NO_LEVEL.format(known=known))
    asked = _Asked(rule=rule, claim=claim, amount=lead, trial=setting.trial, role=claim.role, time=time, factor=factor, factors=how)
    if rule.any_role:
        return _sized(asked)
    role = claim.role or _role_in(claim, happened)
    faulty = _at_fault(claim, happened)
    if rule.at_fault is not None and faulty:
        return _by_fault(replace(asked, role=role), faulty)
    if role is None:
        return EnteredPoints(words=NO_ROLE)
    amount = lead if role is Role.LEAD else support
    if amount is None:
        return EnteredPoints(words=NO_SUPPORT)
    return _sized(replace(asked, amount=amount, role=role))


def _amounts(rule: EnteredRule, claim: PointsRow) -> tuple[Amount | None, Amount | None]:
    """The amounts of 牵头 and 配合: by the row's 来源层级 where the rule says so, else those for all (None: it has none for that level)."""
    level = next((level for level in rule.by_level if level.level == claim.level), None)
    if level is not None:
        return level.lead, level.support
    return (None, None) if rule.by_level and rule.lead == Amount() else (rule.lead, rule.support)


def _factor(rule: EnteredRule, claim: PointsRow, share: int) -> tuple[Decimal | None, str]:
    """What an amount is multiplied by, and how that is said; without the number that it takes, why not."""
    factor, how = Decimal(1), ""
    if rule.count:
        count = claim.number(rule.count)
        if count is None:
            return None, NO_COUNT.format(column=column_words(rule.count))
        factor, how = factor * count, how + COUNTED.format(count=plain(count), column=column_words(rule.count))
    for item in rule.times:
        if for_matching(claim.cell(item.column)) == for_matching(item.says):
            factor *= item.times
            how += DOUBLED.format(times=plain(item.times), column=column_words(item.column), says=item.says)
    if share > 1:
        factor, how = factor / share, how + SHARED.format(count=share)
    return factor, how


def column_words(column: str) -> str:
    """The title of a column of 积分事项, by its id or title."""
    return OWN_COLUMNS.get(column, column)


def _correction(rule: EnteredRule, claim: PointsRow) -> EnteredPoints:
    if claim.points is None:
        return EnteredPoints(words=MISSING_TYPED)
    words = FREE.format(what=rule.name, points=wording.signed(claim.points), note=claim.note, basis=claim.basis)
    return EnteredPoints(points=claim.points, words=words)


def _role_in(claim: PointsRow, happened: ScoredFacts) -> Role | None:
    """The role that the matter of the row gives its unit, where the row itself is silent."""
    matter = happened.by_number.get(claim.matter)
    if matter is None:
        return None
    if claim.unit == matter.lead_on(claim.day):
        return Role.LEAD
    return Role.SUPPORT if claim.unit in matter.details.support else None


def _at_fault(claim: PointsRow, happened: ScoredFacts) -> tuple[str, ...]:
    """The cooperating units at fault for the row's problem, wherever they were written; none when it was the lead itself."""
    rows = happened.of_problem.get((claim.situation, claim.problem), ()) if claim.problem else (claim,)
    leads = {other.unit for other in rows if (other.role or _role_in(other, happened)) is Role.LEAD}
    return tuple(dict.fromkeys(unit for other in rows for unit in other.at_fault if unit not in leads))


def _by_fault(asked: _Asked, faulty: tuple[str, ...]) -> EnteredPoints:
    rule, claim, role = asked.rule, asked.claim, asked.role
    assert rule.at_fault is not None
    units, why = wording.joined(faulty), rule.at_fault.why or AT_FAULT
    if claim.unit in faulty:
        words = {"unit": claim.unit, "why": why}
        return _sized(replace(asked, amount=rule.at_fault.unit, role=Role.SUPPORT, sentence=FAULT_UNIT, words=words))
    if role is None:
        return EnteredPoints(words=NO_ROLE)
    if role is Role.SUPPORT:
        if rule.at_fault.support.undecided:
            return EnteredPoints(kind=Why.UNDECIDED, words=FAULT_OTHERS.format(units=units))
        return _sized(replace(asked, amount=rule.at_fault.support))
    if claim.points is None and rule.at_fault.lead.blank is Blank.ZERO:
        return EnteredPoints(points=Decimal(0), kind=Why.NOTE, note=FAULT_LEAD_ZERO.format(units=units), role=role)
    if claim.points == 0 and rule.at_fault.lead.blank is Blank.ZERO:
        return EnteredPoints(points=Decimal(0), role=role)
    return _sized(replace(asked, amount=rule.at_fault.lead, sentence=FAULT_LEAD, words={"units": units, "why": why}))


def _sized(asked: _Asked) -> EnteredPoints:
    """The amount of an article applied to a row: a fixed one must not be contradicted, a typed one must lie in its range."""
    claim, amount = asked.claim, asked.amount
    if claim.points is not None and claim.points < 0:
        return EnteredPoints(words=SIGNED)
    if amount.undecided:
        return EnteredPoints(kind=Why.UNDECIDED, words=NO_AMOUNT_DECIDED)
    if amount.points is not None or amount.tiers:
        return _fixed(asked, kth(amount, asked.time, asked.rule.scale))
    least, most = amount.least or Decimal(0), amount.most or Decimal(0)
    words = {"least": plain(least), "most": plain(most)}
    if claim.points is None:
        if not asked.trial:
            return EnteredPoints(words=MISSING_POINTS.format(role=_role_word(asked.role), **words))
        lower = _said(asked, least, LOWER)
        return EnteredPoints(points=lower.points, words=lower.words, kind=Why.NOTE, note=lower.words, role=asked.role)
    if not least <= claim.points <= most:
        return EnteredPoints(words=OUT_OF_RANGE.format(found=plain(claim.points), **words))
    return _said(asked, claim.points, TYPED if asked.sentence == FIXED else asked.sentence)


def _fixed(asked: _Asked, points: Decimal) -> EnteredPoints:
    """The article's amount, or the typed one where the article leaves it open."""
    typed = asked.claim.points
    if asked.amount.open and typed:
        return _said(asked, typed, asked.sentence)
    if typed not in (None, points):
        return EnteredPoints(words=NOT_THE_AMOUNT.format(found=plain(typed or Decimal(0)), points=plain(points)))
    return _said(asked, points, asked.sentence)


def _said(asked: _Asked, size: Decimal, sentence: str) -> EnteredPoints:
    rule, claim, amount = asked.rule, asked.claim, asked.amount
    points = with_sign(rule, rounded_share(size * asked.factor))
    bounds = {name: "" if bound is None else plain(bound) for name, bound in (("least", amount.least), ("most", amount.most))}
    told = {"name": rule.name, "level": claim.level, "matter": claim.matter, "problem": claim.problem, "document": claim.document}
    how = [NTH.format(time=asked.time)] if rule.grows else []
    how += [plain(size) + asked.factors] if asked.factors else []
    if sentence in (FIXED, TYPED) and rule.says:
        sentence = rule.says
    words = sentence.format(what=_what(claim), role=_role_word(asked.role), points=wording.signed(points), **bounds, **told, **asked.words)
    return EnteredPoints(points=points, words=words + (wording.ABOUT.format(about=wording.joined(how)) if how else ""), role=asked.role)


def rounded_share(size: Decimal) -> Decimal:
    """An amount that was divided. Rounding: half up to four decimals, so that what is printed is what counts."""
    return size if -int(size.as_tuple().exponent) <= _SHARE_DECIMALS else size.quantize(_SHARE, rounding=ROUND_HALF_UP)


def _what(claim: PointsRow) -> str:
    about = wording.joined([part for part in (claim.level, claim.problem or claim.matter) if part])
    return claim.situation + (wording.ABOUT.format(about=about) if about else "")


def _role_word(role: Role | None) -> str:
    return wording.ROLE_WORDS[role.value] if role is not None else EACH_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A row that may count, with its amount."""

    claim: PointsRow
    rule: EnteredRule
    found: EnteredPoints
    share: int = 1
    before: Decimal = Decimal(0)


def entered(rules: tuple[EnteredRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """The entries of all rows of 积分事项, in the order of their days, and what did not count.

    Ties: of rows of one day the one with the smaller key is the earlier, so that the order of rows means nothing.
    Source: 第十一条(一)(二)、第十二条(一)(二)(四); JC-J-06, 07, 11–13, 18, 33.
    """
    own = {rule.name for rule in rules}
    only_proposes = {name for name in setting.rulebook.proposing if name not in own}
    claims = [claim for claim in happened.claims if claim.day <= setting.as_of and claim.situation not in only_proposes]
    claims.sort(key=lambda claim: (claim.day, claim.key))
    counted: list[_Counted] = []
    problems: dict[tuple[str, str, str], PointsRow] = {}  # rule, unit, problem → the row that counted it
    for claim in claims:
        rule = _rule_of(claim, rules, setting)
        refusal = _refusal(claim, rule, rules, setting)
        if refusal is not None or rule is None:
            if refusal is not None:
                yield refusal
            continue
        key = (rule.together or rule.id, claim.unit, claim.problem)
        if rule.once is Once.PROBLEM and claim.problem and (earlier := problems.get(key)):
            why = SAME_PROBLEM.format(problem=claim.problem, day=wording.short_day(earlier.day))
            yield _listed(setting, rule, Why.DUPLICATE, why, claim)
            continue
        found = amount_of(rule, claim, happened, setting)
        if found.points is not None or found.kind is Why.UNDECIDED:
            problems.setdefault(key, claim)
        if found.points is None:
            yield _listed(setting, rule, found.kind, found.words, claim)
            continue
        counted.append(_Counted(claim=claim, rule=rule, found=found))
    yield from _kept(_shared(counted, happened, setting), happened, setting)
    yield from _without_row(counted, setting)


def _rule_of(claim: PointsRow, rules: Iterable[EnteredRule], setting: Setting) -> EnteredRule | None:
    """The rule of a row: by its 情形 and day, and where several have that name by 来源层级 and the unit's group."""
    named = [rule for rule in rules if rule.name == claim.situation and rule.valid_on(claim.day)]
    fitting = (rule for rule in named if (not rule.levels or claim.level in rule.levels) and setting.speaks_of(rule, claim.unit, claim.day))
    own_group = (rule for rule in named if setting.speaks_of(rule, claim.unit, claim.day))
    return next(fitting, None) or next(own_group, None) or next(iter(named), None)


def _shared(counted: list[_Counted], happened: ScoredFacts, setting: Setting) -> list[_Counted]:
    """The rows, those of joint things with the share of each unit: a unit that is named twice for one thing has one share."""
    units: dict[tuple[str, ...], set[str]] = {}
    for item in counted:
        if item.rule.shared and (key := _thing(item)):
            units.setdefault(key, set()).add(item.claim.unit)
    return [replace(item, share=len(units.get(_thing(item), ())) or 1) if item.rule.shared else item for item in counted]


def _refusal(claim: PointsRow, rule: EnteredRule | None, rules: Iterable[EnteredRule], setting: Setting) -> Listed | None:
    """Why a row cannot count at all; None when it can."""
    where = places(claim.place)
    if rule is None:
        known = wording.joined(list(dict.fromkeys(rule.name for rule in rules)))
        why = UNKNOWN_SITUATION.format(situation=claim.situation, known=known)
        return Listed(kind=Why.REJECTED, rule="", unit=claim.unit, why=why, day=claim.day, matter=claim.matter, evidence=where)
    if claim.unknown:
        return _listed(setting, rule, Why.REJECTED, wording.UNKNOWN_UNIT.format(unit=claim.unknown), claim)
    if claim.unknown_fault and rule.at_fault is not None:
        return _listed(setting, rule, Why.REJECTED, UNKNOWN_FAULT_UNIT.format(unit=claim.unknown_fault), claim)
    start = setting.rulebook.valid_from
    if start is not None and claim.day < start:
        return _listed(setting, rule, Why.REJECTED, BEFORE_FORCE.format(start=wording.short_day(start)), claim)
    if not setting.speaks_of(rule, claim.unit, claim.day):
        unit = setting.roster.get(claim.unit)
        why = WRONG_GROUP.format(situation=claim.situation, group=unit.on(claim.day).group if unit else claim.unit)
        return _listed(setting, rule, Why.REJECTED, why, claim)
    if rule.levels and claim.level and claim.level not in rule.levels:
        why = WRONG_LEVEL.format(level=claim.level, known=wording.joined(rule.levels))
        return _listed(setting, rule, Why.REJECTED, why, claim)
    missing = [OWN_COLUMNS[column] for column in rule.required if not claim.filled(column)]
    if missing:
        return _listed(setting, rule, Why.REJECTED, MISSING_COLUMN.format(columns=wording.joined(missing)), claim)
    return None


def _kept(counted: list[_Counted], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """What counts of rows about one thing: all, or by the rule the first or the highest. A higher one that comes in a later period books what it has
    more, so that what the earlier period showed stays.
    """
    things: dict[tuple[str, ...], list[_Counted]] = {}
    for item in counted:
        if key := _once_key(item):
            things.setdefault(key, []).append(item)
    before: dict[int, Decimal] = {}
    best: dict[tuple[str, ...], _Counted] = {}
    for key, items in things.items():
        standing = [(items[0], Decimal(0))]
        for item in items[1:]:
            last, had = standing[-1]
            if item.rule.keep is Keep.HIGHEST and _size(item) > _size(last):
                if same_segment(last.claim.day, item.claim.day, setting):
                    standing[-1] = (item, had)
                else:
                    standing.append((item, _size(last)))
        before |= {id(item): had for item, had in standing}
        best[key] = standing[-1][0]
    times: dict[tuple[str, ...], int] = {}
    for item in counted:
        key = _once_key(item)
        if key and id(item) not in before:
            kept = best[key]
            words = {"same": _same(item), "points": plain(_size(kept)), "found": plain(_size(item)), "how": KEPT_WORDS[item.rule.keep]}
            yield _listed(setting, item.rule, Why.DUPLICATE, ALREADY.format(**words), item.claim)
            continue
        time = 1
        if item.rule.grows:
            counter = (item.rule.id, *counter_of(item.rule.counted, item.claim.unit, item.claim.day, item.claim.matter))
            time = times[counter] = times.get(counter, 0) + 1
        found = item.found
        if time > 1 or item.share > 1:
            found = amount_of(item.rule, item.claim, happened, setting, time=time, share=item.share)
        yield from _entry(replace(item, found=found, before=before.get(id(item), Decimal(0))), setting)


def _once_key(item: _Counted) -> tuple[str, ...]:
    """What counts once; empty where every row counts (nothing is named that could be the same, or the rule counts each)."""
    claim, once, rule = item.claim, item.rule.once, item.rule
    if rule.once_by:
        thing = _thing(item)
        return (*thing, claim.unit) if thing else ()
    if not claim.matter or once not in (Once.MATTER, Once.MATTER_YEAR):
        return ()
    return (rule.together or rule.id, claim.unit, claim.matter, *((str(claim.day.year),) if once is Once.MATTER_YEAR else ()))


def _thing(item: _Counted) -> tuple[str, ...]:
    """What a row is about, by the columns that its rule names and the period for which it counts once; empty where one of them is."""
    rule = item.rule
    values = tuple(for_matching(item.claim.cell(column)) for column in rule.once_by)
    if not values or not all(values):
        return ()
    kind = rule.once_within.kind
    return (rule.together or rule.id, *values, period_of(item.claim.day, kind).key if kind else "")


def _same(item: _Counted) -> str:
    """What it is the same as, in words: 同一事项2018年, 同一文号."""
    rule = item.rule
    if rule.once_by:
        within = IN_YEAR.format(year=item.claim.day.year) if rule.once_within is Every.YEAR else ""
        return SAME_THING.format(columns=wording.joined([column_words(column) for column in rule.once_by])) + within
    return SAME_MATTER + (IN_YEAR.format(year=item.claim.day.year) if rule.once is Once.MATTER_YEAR else "")


def _size(item: _Counted) -> Decimal:
    return abs(item.found.points or Decimal(0))


def _entry(item: _Counted, setting: Setting) -> Iterator[Outcome]:
    claim, rule, found = item.claim, item.rule, item.found
    about = {"unit": claim.unit, "day": claim.day, "matter": claim.matter, "evidence": places(claim.place)}
    yield from other_scorer(setting, rule, claim.scorer, **about)
    if found.note:
        yield listed_for(setting, rule, found.kind, found.note, **about)
    points, words = found.points or Decimal(0), found.words
    if item.before:
        points -= with_sign(rule, item.before)
        words = REST.format(words=words, same=_same(item), before=plain(item.before), points=wording.signed(points))
    if points or setting.gives_card(rule):
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=claim.unit,
            points=points,
            day=claim.day,
            cause=f"claim|{claim.key}",
            formula=words,
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
                why = FAULT_NO_ROW.format(unit=unit)
                where = places(item.claim.place)
                yield listed_for(
                    setting, item.rule, Why.UNDECIDED, why, unit=unit, day=item.claim.day, matter=item.claim.matter, evidence=where
                )


def _listed(setting: Setting, rule: EnteredRule, kind: Why, why: str, claim: PointsRow) -> Listed:
    where = claim.points_place if why and rule.lead.points is None and claim.points_place.cell else claim.place
    return listed_for(
        setting, rule, kind, why, unit=claim.unit or claim.unknown, day=claim.day, matter=claim.matter, evidence=places(where)
    )
