"""Caps and floors → entries of their own for what they cut off, so that the entries sum to what counts (封顶、扣完为止)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from duchá.rulebook.limit import BeyondLimit, Limit, Signed, Stretch
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Listed, Outcome, Why, plain
from duchá.scoring.rules.cards import thing_of
from duchá.scoring.rules.setting import Setting, among
from duchá.terms.period import Period, PeriodKind, period_of
from duchá.terms.place import Place
from duchá.terms.wording import period_words

CUT = "{name}：{span}{what}合计{sum}分，{bound}{limit}分，{points}分"
STAYS = "{name}：{span}{what}合计{sum}分，超过了{bound}{limit}分，按所选读法照计"
WHAT = {Signed.BOTH: "加减", Signed.ADD: "加分", Signed.DEDUCT: "减分"}
MOST, LEAST, SO_FAR = "最高", "最低", "累计"


def limited(entries: Sequence[Entry], setting: Setting) -> Iterator[Outcome]:
    """What each limit cuts off, in the order of the rulebook: a limit counts what the ones before it have cut off of its rules.

    Booked on the day on which the bound is passed, and given back on the day on which it is kept again, so that the sum up to any day is within
    it. One that does not cut is said once a stretch.
    """
    cut: list[tuple[Limit, Entry]] = []
    for limit in setting.rulebook.limits:
        chosen = [entry for entry in entries if _looks_at(limit, entry)]
        chosen += [entry for other, entry in cut if _includes(limit, other, entry)]
        for (unit, key), found in sorted(_stretches(limit, chosen, setting).items()):
            for outcome in _of_stretch(limit, unit, key, found, setting):
                if isinstance(outcome, Entry):
                    cut.append((limit, outcome))
                yield outcome


def _looks_at(limit: Limit, entry: Entry) -> bool:
    signed = limit.sign is Signed.BOTH or (entry.points > 0) is (limit.sign is Signed.ADD)
    return signed and (not limit.rules or entry.rule in limit.rules)


def _includes(limit: Limit, other: Limit, entry: Entry) -> bool:
    """True where what another limit has cut off is of this one's rules and sign."""
    rules = not limit.rules or (bool(other.rules) and set(other.rules) <= set(limit.rules))
    return rules and limit.sign in (Signed.BOTH, _side(other, entry))


def _side(limit: Limit, entry: Entry) -> Signed:
    """Whether a limit has cut off additions or deductions."""
    if limit.sign is not Signed.BOTH:
        return limit.sign
    if limit.least is None or limit.most is None:
        return Signed.ADD if limit.least is None else Signed.DEDUCT
    return Signed.ADD if entry.points < 0 else Signed.DEDUCT


def _stretches(limit: Limit, entries: Iterable[Entry], setting: Setting) -> Mapping[tuple[str, str], list[Entry]]:
    """The entries by unit (by the name it has today) and by month, quarter…, matter or thing; of the groups that the limit is for."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        name = setting.roster.held_by(entry.unit, date.max)
        unit = setting.roster.get(name)
        if limit.groups and (unit is None or not among(unit.on(entry.day), limit.groups, setting.groups)):
            continue
        found.setdefault((name, _key(limit, entry, setting)), []).append(entry)
    return found


def _key(limit: Limit, entry: Entry, setting: Setting) -> str:
    match limit.per:
        case Stretch.ALL:
            return ""
        case Stretch.MATTER:
            return entry.matter or thing_of(entry, setting)
        case Stretch.THING:
            return f"{entry.rule}|{thing_of(entry, setting)}"
        case _:
            return period_of(entry.day, PeriodKind(limit.per.value)).key


def _of_stretch(limit: Limit, unit: str, key: str, entries: Sequence[Entry], setting: Setting) -> Iterator[Outcome]:
    raw = held = ZERO
    said = False
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.day, []).append(entry)
    for day in sorted(days):
        change = sum((entry.points for entry in days[day]), ZERO)
        raw += change
        counts = _within(limit, raw)
        points = counts - held - change
        held = counts
        if points == 0:
            continue
        if limit.beyond is BeyondLimit.CUT:
            yield _entry(limit, unit, key, day, raw, points, days[day], setting)
        elif not said:
            said = True
            why = STAYS.format(name=limit.name, **_words(limit, key, day, raw))
            article = setting.rulebook.article(limit.article).number
            yield Listed(kind=Why.NOTE, rule=limit.id, unit=unit, why=why, article=article, day=day, evidence=_evidence(days[day]))


def _within(limit: Limit, total: Decimal) -> Decimal:
    if limit.most is not None and total > limit.most:
        return limit.most
    return limit.least if limit.least is not None and total < limit.least else total


def _entry(
    limit: Limit, unit: str, key: str, day: date, total: Decimal, points: Decimal, entries: Sequence[Entry], setting: Setting
) -> Entry:
    return Entry(
        rule=limit.id,
        article=setting.rulebook.article(limit.article),
        unit=entries[-1].unit,
        points=points,
        day=day,
        cause=f"limit|{key}|{day}",
        formula=CUT.format(name=limit.name, points=wording.signed(points), **_words(limit, key, day, total)),
        matter=entries[-1].matter if limit.per in (Stretch.MATTER, Stretch.THING) else "",
        evidence=_evidence(entries),
    )


def _words(limit: Limit, key: str, day: date, total: Decimal) -> dict[str, str]:
    upper = limit.most is not None and total > limit.most
    bound = limit.most if upper or limit.least is None else limit.least
    span: Period | None = None if limit.per in (Stretch.ALL, Stretch.MATTER, Stretch.THING) else period_of(day, PeriodKind(limit.per.value))
    return {
        "span": period_words(span) if span else SO_FAR,
        "what": WHAT[limit.sign],
        "sum": plain(total),
        "bound": MOST if bound == limit.most else LEAST,
        "limit": plain(bound or ZERO),
    }


def _evidence(entries: Sequence[Entry]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for entry in entries for place in entry.evidence))
