"""Late node reports → entries: 报送逾期, and 重点督办 from so many days on, each booked the day it is reached (第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from duchá.ledger.matter import Event, Matter, Node, Span
from duchá.ledger.wording import MOVE_WORDS
from duchá.rulebook.machine import Move
from duchá.rulebook.point_rule import BookedOn, Entering, Once, PointRule
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Outcome, Role, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.setting import Setting, kth, listed_for, other_scorer, places, scored_by, with_sign
from duchá.terms.due import late_days
from duchá.terms.period import PeriodKind, period_of

LATE = "{node}应于{due}报送，{came}，{count}逾期{days}天，{points}分"
KEY = "{node}应于{due}报送，{came}，{count}逾期{days}天，达到{from_days}天进入重点督办，{points}分"
KEY_ROW = "{day}进入重点督办，{points}分"
KEY_REST = (
    "{node}应于{due}报送，{came}，{count}逾期{days}天，达到{from_days}天进入重点督办，每项{whole}分，上季已记{before}分，本次{points}分"
)
CAME = "{day}报送"
CAME_ENDED = "{day}办结时仍未报送"
CAME_HANDED = "{day}移交时未报送"
CAME_MOVED = "{day}“{move}”定新时限时未报送"
FORGIVEN = "{node}应于{due}报送，{day}延期批准（批准人{approver}）至{new}，经{checked}核实从到期之日起延期，不计逾期，0分"
NOT_CAME = "截至{day}未报送"
CAME_UNIT_ENDED = "截至{day}（单位停用之日）未报送"
SPARED = "有批准的“未进入重点督办”记录（{approver}），按逾期计"
NOT_APPROVED = "“未进入重点督办”没有填批准人，仍按进入重点督办计"
GRANTED_TOO_LATE = "{node}应于{due}报送，到{day}才批准延期（批准人{approver}）至{new}，此前的逾期照计，待认定；认可从到期之日起延期的，在那一行的“核实人”栏签名"
NOT_APPLIED_FOR = "{node}应于{due}报送，{day}的延期批准（批准人{approver}）之前没有有效的延期申请，没有算数，待认定；确实同意延期的，在那一行的“核实人”栏签名"
HANDED_LATE = "{node}应于{due}报送，{day}移交{unit}时仍未报送，移交以后的逾期记给谁待认定"

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """One lateness of a node, looked at with one rule's count of days. ``until`` is the day it came, ended, or today; the day before it was
    handed over (``handed``) or before another date was set (``span.by``), where that came first. It is the lateness of ``unit``, and no day
    after its last one (``unit_ended``, where that came first) counts.
    """

    matter: Matter
    node: Node
    span: Span
    unit: str
    until: date
    handed: Event | None = None
    unit_ended: date | None = None

    @property
    def due(self) -> date:
        """The due day that was in force."""
        return self.span.deadline.due

    @property
    def cause(self) -> str:
        """What stays the same in every run: the node, not its place in the list; of a date set too late, that date."""
        first = self.node.due.first.due if self.span == self.node.due.spans[0] else self.due
        return f"node|{self.matter.id}|{self.node.id}|{first}"

    @property
    def forgiven(self) -> bool:
        """True where a person has accepted the date that followed as if it had been set in time."""
        return self.span.by is not None and self.span.by.forgiven


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A lateness that a rule scores, from the day it reached the rule's number of days."""

    rule: PointRule
    late: _Late
    reached: date


def node_late(rules: tuple[PointRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """The entries of late nodes. A heavier rule swallows the lighter one that it ``replaces``: in one quarter there is one entry; where
    the lighter was booked in an earlier quarter it stays there and the heavier books the rest, so that the sum is the same.

    What a person has forgiven is an entry of nothing that says so. Source: JC-J-14, JC-J-15, JC-J-31.
    """
    heaviest = sorted(rules, key=lambda rule: -rule.from_days)
    for matter in happened.matters:
        relevant = tuple(rule for rule in heaviest if matter.kind in rule.matters)
        if not relevant or matter.withdrawn:
            continue
        late_nodes = [late for node in matter.nodes for late in _late_nodes(matter, node, setting)]
        counting = [late for late in late_nodes if not late.forgiven]
        for rule in relevant:
            yield from _rows_about_key(rule, matter, counting, setting)
        yield from _scored(relevant, matter, counting, setting)
        for late in late_nodes:
            if late.forgiven:
                yield from (_as_nothing(outcome, late) for outcome in _scored(relevant, matter, [late], setting))
        for rule in relevant:
            if rule.entering is Entering.EITHER and not _scored_by(rule, matter, counting, setting):
                yield from _by_row(rule, matter, setting)
        yield from _undecided(relevant[-1], counting, setting)


def _scored(rules: tuple[PointRule, ...], matter: Matter, late_nodes: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """The entries of latenesses of one matter under the rules, the heaviest first."""
    taken = {rule.id: _scored_by(rule, matter, late_nodes, setting) for rule in rules}
    swallowed = {(rule.replaces, hit.late.cause): hit for rule in rules if rule.replaces for hit in taken[rule.id]}
    for rule in rules:
        for hit in taken[rule.id]:
            yield from _entries(hit, swallowed.get((rule.id, hit.late.cause)), taken, setting)


def _as_nothing(outcome: Outcome, late: _Late) -> Outcome:
    """The entry that a forgiven lateness would have been, of no points, with who set the new date and who accepted it."""
    by = late.span.by
    if not isinstance(outcome, Entry) or by is None:
        return outcome
    words = FORGIVEN.format(
        node=late.node.name,
        due=wording.short_day(late.due),
        day=wording.short_day(by.event.day),
        approver=by.event.approver,
        new=wording.short_day(by.deadline.due),
        checked=by.event.checked,
    )
    return replace(outcome, points=ZERO, formula=words, evidence=places(*outcome.evidence, by.event.place))


def _undecided(rule: PointRule, late_nodes: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """What of a lateness waits for a person: an extension granted when it was too late or never asked for, days after a 移交."""
    for late in late_nodes:
        about = {"unit": late.unit, "matter": late.matter.id}
        named = {"node": late.node.name, "due": wording.short_day(late.due)}
        by = late.span.by
        if by is not None and by.event.move is Move.GRANT_EXTENSION:
            words = {"day": wording.short_day(by.event.day), "approver": by.event.approver, "new": wording.short_day(by.deadline.due)}
            why = GRANTED_TOO_LATE.format(**named, **words)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.due + _ONE, evidence=places(by.event.place), **about)
        for event in late.node.due.doubted if by is None else ():
            why = NOT_APPLIED_FOR.format(day=wording.short_day(event.day), approver=event.approver, **named)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.due + _ONE, evidence=places(event.place), **about)
        if late.handed is not None:
            why = HANDED_LATE.format(day=wording.short_day(late.handed.day), unit=late.handed.unit, **named)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.handed.day, evidence=places(late.handed.place), **about)


def _late_nodes(matter: Matter, node: Node, setting: Setting) -> Iterator[_Late]:
    """The latenesses of a node: one for each of its deadlines that passed before another was set, and for the one in force."""
    end = min(node.answered_on or node.void_on or setting.as_of, setting.as_of)
    for span in node.due.spans:
        due = span.deadline.due
        handed = next((event for event in matter.handed if not node.owner and due < event.day <= end), None)
        until = min(day for day in (end, span.until, handed.day - _ONE if handed else None) if day is not None)
        cut = handed if handed is not None and until == handed.day - _ONE else None
        unit = node.owner or matter.lead_on(due)
        last = setting.last_day(unit, due)
        ended = last if last is not None and last < until else None
        late = _Late(matter=matter, node=node, span=span, unit=unit, until=ended or until, handed=None if ended else cut, unit_ended=ended)
        if _days(late, late.until, None):
            yield late


def was_late(matter: Matter, node: Node, setting: Setting) -> bool:
    """True where a node came late, or is late, by any of its deadlines."""
    return any(not late.forgiven for late in _late_nodes(matter, node, setting))


def _days(late: _Late, day: date, setting: tuple[Setting, PointRule] | None) -> int:
    """Days late on a day; the hour of the answer counts where the deadline has one."""
    working = setting[0].working(setting[1].days) if setting else None
    deadline, answer = late.span.deadline, late.node.answer
    if deadline.cutoff is not None and answer is not None and answer.at is not None and answer.day == day == deadline.due:
        return 1 if answer.at > deadline.cutoff else 0
    return late_days(deadline.due, None, day, working)


def _reached(rule: PointRule, late: _Late, setting: Setting) -> date | None:
    """The first day on which the rule's number of days is reached; None when it came before."""
    if rule.from_days == 1:
        return min(late.due + _ONE, late.until)
    day = late.due
    while day <= late.until:
        if _days(late, day, (setting, rule)) >= rule.from_days:
            return day
        day += _ONE
    return None


def _scored_by(rule: PointRule, matter: Matter, late_nodes: list[_Late], setting: Setting) -> list[_Hit]:
    """The latenesses that a rule scores, in the order of their days; of one matter only the first where it counts once."""
    rows = [event for event in matter.events if event.move is rule.entered_by and event.day <= setting.as_of]
    scored: list[_Hit] = []
    for late in late_nodes:
        day = _reached(rule, late, setting)
        entered_on = min((event.day for event in rows if _about(event, late)), default=None)
        if rule.entering is Entering.BOTH:
            day = max(day, entered_on) if day is not None and entered_on is not None else None
        elif rule.entering is Entering.EITHER:
            day = min((d for d in (day, entered_on) if d is not None), default=None)
        if day is not None and setting.in_force(rule, day) and not _spared(rule, late):
            scored.append(_Hit(rule=rule, late=late, reached=day))
    scored.sort(key=lambda hit: (hit.reached, hit.late.due, hit.late.node.id))
    return scored[:1] if rule.once is Once.MATTER else scored


def entered_key(rule: PointRule, matter: Matter, day: date, setting: Setting) -> bool:
    """True when the matter had come under 重点督办 by a day: by a row, or by a lateness that a person has not kept out of it."""
    if any(event.move is rule.entered_by and event.day <= day for event in matter.events):
        return True
    found = (late for node in matter.nodes for late in _late_nodes(matter, node, setting))
    late_nodes = (late for late in found if not late.forgiven and not _spared(rule, late))
    reached = (_reached(rule, late, setting) for late in late_nodes if rule.entering is not Entering.BOTH)
    return any(when is not None and when <= day for when in reached)


def _about(event: Event, late: _Late) -> bool:
    """True when a row speaks of this node: it names it, or names none."""
    return not event.node or event.node in (late.node.id, late.node.name)


def _spared(rule: PointRule, late: _Late) -> bool:
    return any(event.approver and _about(event, late) for event in late.matter.events if event.move is rule.spared_by)


def _rows_about_key(rule: PointRule, matter: Matter, late_nodes: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """What is said of rows that put a matter under 重点督办 or keep it out: who scored, who approved."""
    if rule.entered_by is None:
        return
    for event in matter.events:
        if event.move in (rule.entered_by, rule.spared_by) and event.day <= setting.as_of:
            about = {"unit": matter.lead_on(event.day), "day": event.day, "matter": matter.id, "evidence": places(event.place)}
            yield from other_scorer(setting, rule, event.scorer, **about)
            if event.move is rule.spared_by and late_nodes:
                why = SPARED.format(approver=event.approver) if event.approver else NOT_APPROVED
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
    about = {"unit": hit.late.unit, "day": day, "matter": hit.late.matter.id}
    if event is not None and hit.rule.replaces == "":
        yield from other_scorer(setting, hit.rule, event.scorer, evidence=places(event.place), **about)
    yield _entry(hit, day, before, setting)


def _entry(hit: _Hit, day: date, before: Decimal, setting: Setting) -> Entry:
    rule, late = hit.rule, hit.late
    whole = with_sign(rule, kth(rule, rule.lead, 1))
    points = whole - before
    days = _days(late, late.until, (setting, rule))
    sentence = KEY_REST if before else KEY if rule.from_days > 1 else LATE
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
        unit=late.unit,
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
            unit=matter.lead_on(event.day),
            points=points,
            day=event.day,
            cause=f"key|{matter.id}",
            formula=KEY_ROW.format(day=wording.short_day(event.day), points=wording.signed(points)),
            role=Role.LEAD,
            matter=matter.id,
            evidence=places(event.place),
            by=scored_by(rule, event.scorer),
            source=setting.source(rule),
        )


def booked_on(rule: PointRule, due: date, reached: date, came: date | None) -> date | None:
    """The booking day by the rule (JC-J-31); None when it is booked on receipt and nothing was received yet."""
    match rule.booked:
        case BookedOn.REACHED:
            return reached
        case BookedOn.DUE:
            return due
        case BookedOn.RECEIVED:
            return came


def _came(late: _Late, setting: Setting) -> date | None:
    if late.unit_ended is not None:
        return late.unit_ended
    day = late.node.answered_on or late.node.void_on
    return day if day is not None and day <= setting.as_of else None


def _came_words(late: _Late, setting: Setting) -> str:
    if late.unit_ended is not None:
        return CAME_UNIT_ENDED.format(day=wording.short_day(late.unit_ended))
    if late.handed is not None:
        return CAME_HANDED.format(day=wording.short_day(late.handed.day))
    if late.span.until == late.until and late.span.by is not None and late.node.answered_on != late.until:
        move = MOVE_WORDS[late.span.by.event.move.value]
        return CAME_MOVED.format(day=wording.short_day(late.span.by.event.day), move=move)
    if late.node.answered_on is not None and late.node.answered_on <= setting.as_of:
        return CAME.format(day=wording.short_day(late.node.answered_on))
    if late.node.void_on is not None:
        return CAME_ENDED.format(day=wording.short_day(late.node.void_on))
    return NOT_CAME.format(day=wording.short_day(setting.as_of))


def _same_quarter(one: date, other: date) -> bool:
    return period_of(one, PeriodKind.QUARTER) == period_of(other, PeriodKind.QUARTER)
