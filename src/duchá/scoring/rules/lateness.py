"""Late node reports → entries: 报送逾期, and 重点督办 from so many days on, each booked the day it is reached (第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duchá.ledger.matter import Event, Matter, Node
from duchá.rulebook.points.rule import Booked, Entering, Once, PointRule
from duchá.scoring import wording
from duchá.scoring.happened.model import Happened
from duchá.scoring.model import ZERO, Entry, Outcome, Role, Why
from duchá.scoring.rules.setting import Setting, kth, listed_for, other_scorer, places, scored_by, with_sign
from duchá.terms.due import late_days
from duchá.terms.period import PeriodKind, period_of

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """One late node of a matter, looked at with one rule's count of days. ``until`` is the day it came, ended, or today.

    ``unit_ended`` is the last day of its unit, where that came first: no day after it counts.
    """

    matter: Matter
    node: Node
    until: date
    unit_ended: date | None = None

    @property
    def due(self) -> date:
        """The due day in force."""
        return self.node.due.day

    @property
    def cause(self) -> str:
        """What stays the same in every run: the node, not its place in the list."""
        return f"node|{self.matter.id}|{self.node.id}|{self.node.due.first.due}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A lateness that a rule scores, from the day it reached the rule's number of days."""

    rule: PointRule
    late: _Late
    reached: date


def node_late(rules: tuple[PointRule, ...], happened: Happened, setting: Setting) -> Iterator[Outcome]:
    """The entries of late nodes. A heavier rule swallows the lighter one that it ``replaces``: in one quarter there is one entry; where
    the lighter was booked in an earlier quarter it stays there and the heavier books the rest, so that the sum is the same.

    Source: JC-J-14, JC-J-15, JC-J-31.
    """
    heaviest = sorted(rules, key=lambda rule: -rule.from_days)
    for matter in happened.matters:
        relevant = tuple(rule for rule in heaviest if matter.kind in rule.matters)
        if not relevant or matter.withdrawn:
            continue
        lates = [late for node in matter.nodes if (late := _late(matter, node, setting)) is not None]
        taken: dict[str, list[_Hit]] = {}
        for rule in relevant:
            yield from _rows_about_key(rule, matter, lates, setting)
            taken[rule.id] = _hits(rule, matter, lates, setting)
        swallowed = {(rule.replaces, hit.late.cause): hit for rule in relevant if rule.replaces for hit in taken[rule.id]}
        for rule in relevant:
            for hit in taken[rule.id]:
                yield from _entries(hit, swallowed.get((rule.id, hit.late.cause)), taken, setting)
            if rule.entering is Entering.EITHER and not taken[rule.id]:
                yield from _by_row(rule, matter, setting)


def _late(matter: Matter, node: Node, setting: Setting) -> _Late | None:
    until = min(node.answered_on or node.void_on or setting.as_of, setting.as_of)
    last = setting.last_day(matter.lead, node.due.day)
    ended = last if last is not None and last < until else None
    found = _Late(matter=matter, node=node, until=ended or until, unit_ended=ended)
    return found if _days(node, node.answer, found.until, None) else None


def _days(node: Node, answer: Event | None, day: date, setting: tuple[Setting, PointRule] | None) -> int:
    """Days late on a day; the hour of the answer counts where the node has one."""
    working = setting[0].working(setting[1].days) if setting else None
    if node.due.deadline.cutoff is not None and answer is not None and answer.at is not None and answer.day == day == node.due.day:
        return 1 if answer.at > node.due.deadline.cutoff else 0
    return late_days(node.due.day, None, day, working)


def _reached(rule: PointRule, late: _Late, setting: Setting) -> date | None:
    """The first day on which the rule's number of days is reached; None when it came before."""
    if rule.from_days == 1:
        return min(late.due + _ONE, late.until)
    day = late.due
    while day <= late.until:
        if _days(late.node, late.node.answer, day, (setting, rule)) >= rule.from_days:
            return day
        day += _ONE
    return None


def _hits(rule: PointRule, matter: Matter, lates: list[_Late], setting: Setting) -> list[_Hit]:
    """The latenesses that a rule scores, in the order of their days; of one matter only the first where it counts once."""
    rows = [event for event in matter.events if event.move is rule.entered_by and event.day <= setting.as_of]
    hits: list[_Hit] = []
    for late in lates:
        day = _reached(rule, late, setting)
        entered_on = min((event.day for event in rows if _about(event, late)), default=None)
        if rule.entering is Entering.BOTH:
            day = max(day, entered_on) if day is not None and entered_on is not None else None
        elif rule.entering is Entering.EITHER:
            day = min((d for d in (day, entered_on) if d is not None), default=None)
        if day is not None and setting.in_force(rule, day) and not _spared(rule, late):
            hits.append(_Hit(rule=rule, late=late, reached=day))
    hits.sort(key=lambda hit: (hit.reached, hit.late.due, hit.late.node.id))
    return hits[:1] if rule.once is Once.MATTER else hits


def entered_key(rule: PointRule, matter: Matter, day: date, setting: Setting) -> bool:
    """True when the matter had come under 重点督办 by a day: by a row, or by a lateness that a person has not kept out of it."""
    if any(event.move is rule.entered_by and event.day <= day for event in matter.events):
        return True
    lates = (late for node in matter.nodes if (late := _late(matter, node, setting)) is not None and not _spared(rule, late))
    reached = (_reached(rule, late, setting) for late in lates if rule.entering is not Entering.BOTH)
    return any(when is not None and when <= day for when in reached)


def _about(event: Event, late: _Late) -> bool:
    """True when a row speaks of this node: it names it, or names none."""
    return not event.node or event.node in (late.node.id, late.node.name)


def _spared(rule: PointRule, late: _Late) -> bool:
    return any(event.approver and _about(event, late) for event in late.matter.events if event.move is rule.spared_by)


def _rows_about_key(rule: PointRule, matter: Matter, lates: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """What is said of rows that put a matter under 重点督办 or keep it out: who scored, who approved."""
    if rule.entered_by is None:
        return
    for event in matter.events:
        if event.move in (rule.entered_by, rule.spared_by) and event.day <= setting.as_of:
            about = {"unit": matter.lead, "day": event.day, "matter": matter.id, "evidence": places(event.place)}
            yield from other_scorer(setting, rule, event.scorer, **about)
            if event.move is rule.spared_by and lates:
                why = wording.SPARED.format(approver=event.approver) if event.approver else wording.NOT_APPROVED
                yield listed_for(setting, rule, Why.NOTE if event.approver else Why.UNDECIDED, why, **about)


def _entries(hit: _Hit, heavier: _Hit | None, taken: dict[str, list[_Hit]], setting: Setting) -> Iterator[Outcome]:
    """The entry of one hit; none for a lighter one that a heavier of the same quarter swallows."""
    day = booked_on(hit.rule, hit.late.due, hit.reached, _came(hit.late, setting))
    if day is None:
        return
    if heavier is not None:
        heavy_day = booked_on(heavier.rule, heavier.late.due, heavier.reached, _came(heavier.late, setting))
        if heavy_day is None or _same_quarter(day, heavy_day):
            return
    lighter = next((other for other in taken.get(hit.rule.replaces, []) if other.late.cause == hit.late.cause), None)
    before = ZERO
    if lighter is not None:
        light_day = booked_on(lighter.rule, lighter.late.due, lighter.reached, _came(lighter.late, setting))
        if light_day is not None and not _same_quarter(light_day, day):
            before = with_sign(lighter.rule, kth(lighter.rule, lighter.rule.lead, 1))
    event = hit.late.node.answer
    about = {"unit": hit.late.matter.lead, "day": day, "matter": hit.late.matter.id}
    if event is not None and hit.rule.replaces == "":
        yield from other_scorer(setting, hit.rule, event.scorer, evidence=places(event.place), **about)
    yield _entry(hit, day, before, setting)


def _entry(hit: _Hit, day: date, before: Decimal, setting: Setting) -> Entry:
    rule, late = hit.rule, hit.late
    whole = with_sign(rule, kth(rule, rule.lead, 1))
    points = whole - before
    days = _days(late.node, late.node.answer, late.until, (setting, rule))
    sentence = wording.KEY_REST if before else wording.KEY if rule.from_days > 1 else wording.LATE
    words = sentence.format(
        node=late.node.name,
        due=wording.short_day(late.due),
        came=_came_words(late, setting),
        count=wording.DAY_COUNT_WORDS[rule.days.value],
        days=days,
        from_days=rule.from_days,
        whole=wording.signed(whole),
        before=wording.signed(before),
        points=wording.signed(points),
    )
    answer = late.node.answer
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=late.matter.lead,
        points=points,
        day=day,
        cause=late.cause,
        formula=words,
        role=Role.LEAD,
        matter=late.matter.id,
        evidence=places(late.matter.place, answer.place if answer else None),
        by=scored_by(rule, "" if rule.replaces or answer is None else answer.scorer),
        source=setting.source(rule),
    )


def _by_row(rule: PointRule, matter: Matter, setting: Setting) -> Iterator[Entry]:
    """重点督办 by the office's own row, where the reading needs no lateness."""
    rows = [event for event in matter.events if event.move is rule.entered_by and setting.in_force(rule, event.day)]
    for event in sorted(rows, key=lambda event: (event.day, event.seq))[:1]:
        points = with_sign(rule, kth(rule, rule.lead, 1))
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=matter.lead,
            points=points,
            day=event.day,
            cause=f"key|{matter.id}",
            formula=wording.KEY_ROW.format(day=wording.short_day(event.day), points=wording.signed(points)),
            role=Role.LEAD,
            matter=matter.id,
            evidence=places(event.place),
            by=scored_by(rule, event.scorer),
            source=setting.source(rule),
        )


def booked_on(rule: PointRule, due: date, reached: date, came: date | None) -> date | None:
    """The booking day by the rule (JC-J-31); None when it is booked on receipt and nothing was received yet."""
    match rule.booked:
        case Booked.REACHED:
            return reached
        case Booked.DUE:
            return due
        case Booked.RECEIVED:
            return came


def _came(late: _Late, setting: Setting) -> date | None:
    if late.unit_ended is not None:
        return late.unit_ended
    day = late.node.answered_on or late.node.void_on
    return day if day is not None and day <= setting.as_of else None


def _came_words(late: _Late, setting: Setting) -> str:
    if late.unit_ended is not None:
        return wording.CAME_UNIT_ENDED.format(day=wording.short_day(late.unit_ended))
    if late.node.answered_on is not None and late.node.answered_on <= setting.as_of:
        return wording.CAME.format(day=wording.short_day(late.node.answered_on))
    if late.node.void_on is not None:
        return wording.CAME_ENDED.format(day=wording.short_day(late.node.void_on))
    return wording.NOT_CAME.format(day=wording.short_day(setting.as_of))


def _same_quarter(one: date, other: date) -> bool:
    return period_of(one, PeriodKind.QUARTER) == period_of(other, PeriodKind.QUARTER)
