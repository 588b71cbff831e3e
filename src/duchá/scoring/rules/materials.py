"""限期材料 → entries: so much for each day late (or month, or once), booked as it is reached, one entry a period (第十二条(四)后段); and for what came in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from duchá.rulebook.point_rule import BookedOn, Each, MaterialInTimeRule, MaterialLateRule
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Entry, Listed, Outcome, Why, plain
from duchá.scoring.facts.scored_facts import DatedMaterial, ScoredFacts
from duchá.scoring.rules.lateness import months_late
from duchá.scoring.rules.setting import Setting, kth, listed_for, places, scored_by, segments, sum_of, with_sign
from duchá.terms.due import late_days
from duchá.terms.text import for_matching
from duchá.terms.wording import period_words

IN_ALL = "合"
MATERIAL = "《{name}》应于{due}报送，{came}，{count}迟报共{days}天，{span}计{part}天×{each}，{points}分"
MATERIAL_TIERS = "《{name}》应于{due}报送，{came}，{count}迟报共{days}天，{span}计{part}{unit}（{sum}），{points}分"
MATERIAL_ONCE = "《{name}》应于{due}报送，{came}，{count}迟报{days}天，{points}分"
IN_TIME = "《{name}》应于{due}报送，{day}收到，按时，{points}分"
DAYS, MONTHS = "天", "个月"
MATERIAL_LONG = "《{name}》应于{due}报送，{came}，已迟报{days}天，超过{limit}天，请核实情况"
MATERIAL_CAME = "{day}收到"
MATERIAL_NOT_CAME = "截至{day}未收到"
MATERIAL_UNIT_ENDED = "截至{day}（单位停用之日）未收到"
AT_HOUR = "{day}{hour}"
HOUR_UNKNOWN = "《{name}》当天{hour}截止，收到日期就是这一天，没有填收到时刻，是否迟报待认定"
OTHER_REQUESTER = "由{requester}要求，不是{wanted}要求限期上报的材料，不计分"


_ONE = timedelta(days=1)


def material_late(rules: tuple[MaterialLateRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """−1 for each day late, for requests of the office only; what has not come accrues up to today. No cap.

    Booked each calendar day: what falls into a quarter is one entry there, dated its last late day. An hour counts only where the
    notice gave one (截止时刻). Source: JC-J-19, JC-J-31.
    """
    for rule in rules:
        wanted = {for_matching(name) for name in rule.requesters}
        for material in happened.materials:
            if material.due > setting.as_of or not setting.in_force(rule, material.due):
                continue
            if material.unknown:
                yield _listed(setting, rule, material, wording.UNKNOWN_UNIT.format(unit=material.unknown))
            elif material.requester and for_matching(material.requester) not in wanted:
                if (material.received or setting.as_of) > material.due:
                    yield _listed(
                        setting, rule, material, OTHER_REQUESTER.format(requester=material.requester, wanted=rule.requesters[0]), Why.NOTE
                    )
            else:
                if material.cutoff and material.received == material.due and material.hour is None:
                    why = HOUR_UNKNOWN.format(name=material.name, hour=_clock(material.cutoff))
                    yield _listed(setting, rule, material, why, Why.UNDECIDED)
                yield from _entries(rule, material, setting)


def material_in_time(rules: tuple[MaterialInTimeRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """So much for each material that came in time, booked on the day it came. One whose hour decides and is not known waits (the late rule says so)."""
    for rule in rules:
        wanted = {for_matching(name) for name in rule.requesters}
        for material in happened.materials:
            came = material.received
            if came is None or came > setting.as_of or material.unknown or not setting.in_force(rule, came):
                continue
            if material.requester and for_matching(material.requester) not in wanted:
                continue
            if came > material.due or (
                material.cutoff and came == material.due and (material.hour is None or material.hour > material.cutoff)
            ):
                continue
            points = with_sign(rule, kth(rule.lead, 1))
            words = {"name": material.name, "due": _moment(material.due, material.cutoff), "day": wording.short_day(came)}
            yield Entry(
                rule=rule.id,
                article=setting.article(rule),
                unit=material.unit,
                points=points,
                day=came,
                cause=f"material|{material.key}|in-time",
                formula=(rule.says or IN_TIME).format(points=wording.signed(points), **words),
                evidence=places(material.place),
                by=scored_by(rule, ""),
                source=setting.source(rule),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The late days (or months) that fall into one stretch of time: from after ``before`` up to ``until``, on ``day``; ``days`` is the lateness by then."""

    day: date
    days: int
    until: int
    before: int
    key: str = ""
    span: str = IN_ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    """When it came (None: not by today); ``unit_ended`` is the last day of its unit, where that came first: no day after it counts."""

    came: date | None
    unit_ended: date | None = None


def _entries(rule: MaterialLateRule, material: DatedMaterial, setting: Setting) -> Iterator[Outcome]:
    came = material.received if material.received is not None and material.received <= setting.as_of else None
    until, last = came or setting.as_of, setting.last_day(material.unit, material.due)
    ended = last if last is not None and last < until else None
    for part in _parts(rule, material, setting, ended or until):
        if rule.booked is BookedOn.RECEIVED and came is None and ended is None:
            continue
        yield _entry(rule, material, part, setting, _Receipt(came=came, unit_ended=ended))
    in_period = [part for part in _parts(rule, material, setting, ended or until) if part.day in setting.period]
    if rule.remark_days is not None and in_period and in_period[-1].days > rule.remark_days:
        yield _long(rule, material, in_period[-1], setting, _Receipt(came=came, unit_ended=ended))


def _long(rule: MaterialLateRule, material: DatedMaterial, part: _Part, setting: Setting, receipt: _Receipt) -> Listed:
    """提示 of the period: a material so late that people should look into it."""
    why = MATERIAL_LONG.format(
        name=material.name,
        due=_moment(material.due, material.cutoff),
        came=_came_words(material, receipt, setting),
        days=part.days,
        limit=rule.remark_days,
    )
    unit = setting.bearer(material.unit, part.day) or material.unit
    return listed_for(setting, rule, Why.NOTE, why, unit=unit, day=part.day, evidence=places(material.place))


def _parts(rule: MaterialLateRule, material: DatedMaterial, setting: Setting, until: date) -> Iterator[_Part]:
    """What is late, period by period; all at once where it is booked on the due day or on receipt, or scores once."""
    free = rule.from_days - 1 if rule.each is Each.DAY else 0
    total = _days(rule, material, until, setting)
    if total < rule.from_days:
        return
    if rule.booked is not BookedOn.REACHED or rule.each is Each.TIME:
        reached = (
            until
            if rule.booked is BookedOn.RECEIVED
            else material.due
            if rule.booked is BookedOn.DUE
            else _reached(rule, material, until, setting)
        )
        count = 1 if rule.each is Each.TIME else _units(rule, material, until, total)
        yield _Part(day=reached, days=total, until=count, before=free)
        return
    before = free
    for segment in segments(material.due, max(material.due, until), setting):
        last = min(until, segment.end)
        days = _days(rule, material, last, setting)
        count = _units(rule, material, last, days)
        if days >= rule.from_days and count > before:
            yield _Part(day=last, days=days, until=count, before=before, key=segment.key, span=period_words(segment.period))
            before = count


def _reached(rule: MaterialLateRule, material: DatedMaterial, until: date, setting: Setting) -> date:
    """The day on which it was late by the rule's number of days."""
    day = material.due
    while day < until and _days(rule, material, day, setting) < rule.from_days:
        day += _ONE
    return day


def _units(rule: MaterialLateRule, material: DatedMaterial, day: date, days: int) -> int:
    """Days late, or months of lateness that have begun."""
    return months_late(material.due, day) if rule.each is Each.MONTH and days else days


def _days(rule: MaterialLateRule, material: DatedMaterial, day: date, setting: Setting) -> int:
    """Days late on a day; on the due day itself it is late from the cut-off on, where its hour is known."""
    at = datetime.combine(day, material.hour) if material.hour and day == material.received else day
    return late_days(material.due, material.cutoff, at, setting.working(rule.days))


def _entry(rule: MaterialLateRule, material: DatedMaterial, part: _Part, setting: Setting, receipt: _Receipt) -> Entry:
    size, how = sum_of(rule.lead, part.before, part.until, rule.scale)
    points = with_sign(rule, size)
    even = rule.each is Each.DAY and not rule.grows
    sentence = rule.says or (MATERIAL_ONCE if rule.each is Each.TIME else MATERIAL if even else MATERIAL_TIERS)
    words = sentence.format(
        name=material.name,
        due=_moment(material.due, material.cutoff),
        came=_came_words(material, receipt, setting),
        count=wording.DAY_COUNT_WORDS[rule.days.value],
        days=_days(rule, material, receipt.unit_ended or receipt.came or setting.as_of, setting),
        span=part.span,
        part=part.until - part.before,
        each=plain(kth(rule.lead, 1)),
        unit=MONTHS if rule.each is Each.MONTH else DAYS,
        sum=how,
        points=wording.signed(points),
    )
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=material.unit,
        points=points,
        day=part.day,
        cause=f"material|{material.key}|{part.key}",
        formula=words,
        evidence=places(material.place),
        by=scored_by(rule, ""),
        source=setting.source(rule),
    )


def _came_words(material: DatedMaterial, receipt: _Receipt, setting: Setting) -> str:
    if receipt.unit_ended is not None:
        return MATERIAL_UNIT_ENDED.format(day=wording.short_day(receipt.unit_ended))
    if receipt.came is not None:
        return MATERIAL_CAME.format(day=_moment(receipt.came, material.hour if material.cutoff else None))
    return MATERIAL_NOT_CAME.format(day=wording.short_day(setting.as_of))


def _moment(day: date, hour: time | None) -> str:
    return wording.short_day(day) if hour is None else AT_HOUR.format(day=wording.short_day(day), hour=_clock(hour))


def _clock(hour: time) -> str:
    return hour.isoformat(timespec="minutes")


def _listed(setting: Setting, rule: MaterialLateRule, material: DatedMaterial, why: str, kind: Why = Why.REJECTED) -> Listed:
    unit = material.unit or material.unknown
    return listed_for(setting, rule, kind, why, unit=unit, day=material.due, evidence=places(material.place))
