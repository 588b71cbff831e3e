"""Late nodes and late matters → entries: 逾期, and a heavier rule from so many days on, each booked the day it is reached (第十二条(三))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from duchá.ledger.matter import Event, Matter, Node, Span
from duchá.ledger.wording import MOVE_WORDS
from duchá.rulebook.machine import Move
from duchá.rulebook.point_rule import BookedOn, Each, Entering, MatterLateRule, NodeLateRule, Once
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import ZERO, Entry, Outcome, Role, Why
from duchá.scoring.facts.scored_facts import ScoredFacts
from duchá.scoring.rules.setting import (
    Setting,
    counter_of,
    kth,
    listed_for,
    other_scorer,
    places,
    same_segment,
    scored_by,
    segments,
    sum_of,
    with_sign,
)
from duchá.terms.due import late_days
from duchá.terms.period import PeriodKind, add_months, period_of
from duchá.terms.wording import period_words

LATE = "{node}应于{due}{done}，{came}，{count}逾期{days}天，{points}分"
LATE_FROM = "{node}应于{due}{done}，{came}，{count}逾期{days}天，达到{from_days}天，{points}分"
LATE_EACH = "{node}应于{due}{done}，{came}，{count}逾期共{days}天，{span}计{sum}，{points}分"
NTH = "（第{time}次）"
BY_ROW = "{day}{move}，{points}分"
REST = "每项{whole}分，{earlier}已记{before}分，本次{points}"
LAST_QUARTER, BEFORE_THAT, IN_ALL = "上季", "此前", "合"
REPORTED, DONE, LIMIT = "报送", "办结", "办理时限"
CAME = "{day}{done}"
CAME_ENDED = "{day}办结时仍未{done}"
CAME_HANDED = "{day}移交时未{done}"
CAME_MOVED = "{day}“{move}”定新时限时未{done}"
FORGIVEN = "{node}应于{due}{done}，{day}延期批准（批准人{approver}）至{new}，经{checked}核实从到期之日起延期，不计逾期，0分"
NOT_CAME = "截至{day}未{done}"
CAME_UNIT_ENDED = "截至{day}（单位停用之日）未{done}"
SPARED = "有批准的“{move}”记录（{approver}），按逾期计"
NOT_APPROVED = "“{move}”没有填批准人，仍按{entered}计"
GRANTED_TOO_LATE = "{node}应于{due}{done}，到{day}才批准延期（批准人{approver}）至{new}，此前的逾期照计，待认定；认可从到期之日起延期的，在那一行的“核实人”栏签名"
NOT_APPLIED_FOR = "{node}应于{due}{done}，{day}的延期批准（批准人{approver}）之前没有有效的延期申请，没有算数，待认定；确实同意延期的，在那一行的“核实人”栏签名"
HANDED_LATE = "{node}应于{due}{done}，{day}移交{unit}时仍未{done}，移交以后的逾期记给谁待认定"

_REPORTS = (Move.APPLY, Move.COMPLETE, Move.FEEDBACK)
LateRule = NodeLateRule | MatterLateRule

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """One lateness of a node (or of a matter by its own deadline, which is looked at as a node: ``whole``). ``until`` is the day it came, ended, or
    today; the day before it was handed over (``handed``) or before another date was set (``span.by``), where that came first. It is the
    lateness of ``unit``, and no day after its last one (``unit_ended``, where that came first) counts.
    """

    matter: Matter
    node: Node
    span: Span
    unit: str
    until: date
    handed: Event | None = None
    unit_ended: date | None = None
    whole: bool = False

    @property
    def due(self) -> date:
        """The due day that was in force."""
        return self.span.deadline.due

    @property
    def cause(self) -> str:
        """What stays the same in every run: the node, not its place in the list; of a date set too late, that date."""
        first = self.node.due.first.due if self.span == self.node.due.spans[0] else self.due
        return f"matter-late|{self.matter.id}|{first}" if self.whole else f"node|{self.matter.id}|{self.node.id}|{first}"

    @property
    def forgiven(self) -> bool:
        """True where a person has accepted the date that followed as if it had been set in time."""
        return self.span.by is not None and self.span.by.forgiven

    @property
    def named(self) -> dict[str, str]:
        """What it is called in sentences: the node, its due day, what should have been done."""
        return {"node": self.node.name, "due": wording.short_day(self.due), "done": DONE if self.whole else REPORTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """A lateness that a rule scores, from the day it reached the rule's number of days; the k-th of its ``time``."""

    rule: LateRule
    late: _Late
    reached: date
    time: int = 1

    @property
    def whole(self) -> Decimal:
        """What it is worth for the lead, where it scores once."""
        return with_sign(self.rule, kth(self.rule.lead, self.time, self.rule.scale))


def node_late(rules: tuple[NodeLateRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """The entries of late nodes. A heavier rule swallows the lighter one that it ``replaces``: in one period there is one entry; where
    the lighter was booked in an earlier one it stays there and the heavier books the rest, so that the sum is the same.

    A clock that has terms and no nodes has one thing that can be late: its term. What a person has forgiven is an entry of nothing that says so.
    Source: JC-J-14, JC-J-15, JC-J-31.
    """
    yield from _entries_of(rules, happened, setting)


def matter_late(rules: tuple[MatterLateRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    """The entries of matters that were not done by the deadline in force, scored as nodes are."""
    yield from _entries_of(rules, happened, setting)


def _entries_of(rules: tuple[LateRule, ...], happened: ScoredFacts, setting: Setting) -> Iterator[Outcome]:
    heaviest = sorted(rules, key=lambda rule: -rule.from_days)
    times = _times(heaviest, happened, setting)
    for matter in happened.matters:
        relevant = tuple(rule for rule in heaviest if matter.kind in rule.matters)
        if not relevant or matter.withdrawn:
            continue
        found = _latenesses(relevant[0], matter, setting)
        counting = [late for late in found if not late.forgiven]
        for rule in relevant:
            yield from _rows_about_key(rule, matter, counting, setting)
        yield from _scored(relevant, matter, counting, times, setting)
        for late in found:
            if late.forgiven:
                yield from (_as_nothing(outcome, late) for outcome in _scored(relevant, matter, [late], times, setting))
        for rule in relevant:
            if isinstance(rule, NodeLateRule) and rule.entering is Entering.EITHER and not _scored_by(rule, matter, counting, setting):
                yield from _by_row(rule, matter, setting)
        yield from _undecided(relevant[-1], counting, setting)


def _times(rules: list[LateRule], happened: ScoredFacts, setting: Setting) -> Mapping[tuple[str, str], int]:
    """Which time it is for each lateness of the rules whose amount depends on it, by rule and cause."""
    times: dict[tuple[str, str], int] = {}
    for rule in rules:
        if rule.each is not Each.TIME or not rule.grows:
            continue
        hits = [
            hit
            for matter in happened.matters
            if matter.kind in rule.matters and not matter.withdrawn
            for hit in _scored_by(rule, matter, [late for late in _latenesses(rule, matter, setting) if not late.forgiven], setting)
        ]
        counts: dict[tuple[str, ...], int] = {}
        for hit in sorted(hits, key=lambda hit: (hit.reached, hit.late.matter.id, hit.late.due, hit.late.node.id)):
            key = counter_of(rule.counted, hit.late.unit, hit.reached, hit.late.matter.id, hit.late.node.id)
            counts[key] = counts.get(key, 0) + 1
            times[rule.id, hit.late.cause] = counts[key]
    return times


def _scored(
    rules: tuple[LateRule, ...], matter: Matter, latenesses: list[_Late], times: Mapping[tuple[str, str], int], setting: Setting
) -> Iterator[Outcome]:
    """The entries of latenesses of one matter under the rules, the heaviest first."""
    taken = {
        rule.id: [replace(hit, time=times.get((rule.id, hit.late.cause), 1)) for hit in _scored_by(rule, matter, latenesses, setting)]
        for rule in rules
    }
    swallowed = {(rule.replaces, hit.late.cause): hit for rule in rules if rule.replaces for hit in taken[rule.id]}
    for rule in rules:
        for hit in taken[rule.id]:
            if rule.each is Each.TIME:
                yield from _entries(hit, swallowed.get((rule.id, hit.late.cause)), taken, setting)
            else:
                yield from _day_by_day(hit, setting)


def _as_nothing(outcome: Outcome, late: _Late) -> Outcome:
    """The entry that a forgiven lateness would have been, of no points, with who set the new date and who accepted it."""
    by = late.span.by
    if not isinstance(outcome, Entry) or by is None:
        return outcome
    words = FORGIVEN.format(
        day=wording.short_day(by.event.day),
        approver=by.event.approver,
        new=wording.short_day(by.deadline.due),
        checked=by.event.checked,
        **late.named,
    )
    return replace(outcome, points=ZERO, formula=words, evidence=places(*outcome.evidence, by.event.place))


def _undecided(rule: LateRule, latenesses: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """What of a lateness waits for a person: an extension granted when it was too late or never asked for, days after a 移交."""
    for late in latenesses:
        about = {"unit": late.unit, "matter": late.matter.id}
        by = late.span.by
        if by is not None and by.event.move is Move.GRANT_EXTENSION:
            words = {"day": wording.short_day(by.event.day), "approver": by.event.approver, "new": wording.short_day(by.deadline.due)}
            why = GRANTED_TOO_LATE.format(**late.named, **words)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.due + _ONE, evidence=places(by.event.place), **about)
        for event in late.node.due.doubted if by is None else ():
            why = NOT_APPLIED_FOR.format(day=wording.short_day(event.day), approver=event.approver, **late.named)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.due + _ONE, evidence=places(event.place), **about)
        if late.handed is not None:
            why = HANDED_LATE.format(day=wording.short_day(late.handed.day), unit=late.handed.unit, **late.named)
            yield listed_for(setting, rule, Why.UNDECIDED, why, day=late.handed.day, evidence=places(late.handed.place), **about)


def _latenesses(rule: LateRule, matter: Matter, setting: Setting) -> list[_Late]:
    """What of a matter came late, or is late: its nodes, or the matter as a whole."""
    if isinstance(rule, MatterLateRule):
        whole = _whole(matter)
        return [] if whole is None else [replace(late, whole=True) for late in _late_nodes(matter, whole, setting)]
    if not matter.nodes and matter.due is not None and matter.due.article is not None and (whole := _whole(matter)) is not None:
        return [replace(late, whole=True) for late in _late_nodes(matter, whole, setting)]
    return [late for node in matter.nodes for late in _late_nodes(matter, node, setting)]


def _whole(matter: Matter) -> Node | None:
    """The matter's own deadline as a node: the node that has the same one, else one made of it. None without a deadline."""
    if matter.due is None:
        return None
    same = next((node for node in matter.nodes if node.due == matter.due), None)
    if same is not None:
        return same
    reports = (event for event in matter.events if event.move in _REPORTS)
    answer = next((event for event in reports if matter.answered_on is None or event.day == matter.answered_on), None)
    answered = matter.answered_on is not None or matter.sent_back is not None
    return Node(id="", name=LIMIT, due=matter.due, answer=answer if answered else None, void_on=matter.answered_on or matter.ended_on)


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


def _days(late: _Late, day: date, setting: tuple[Setting, LateRule] | None) -> int:
    """Days late on a day; the hour of the answer counts where the deadline has one."""
    working = setting[0].working(setting[1].days) if setting else None
    deadline, answer = late.span.deadline, late.node.answer
    if deadline.cutoff is not None and answer is not None and answer.at is not None and answer.day == day == deadline.due:
        return 1 if answer.at > deadline.cutoff else 0
    return late_days(deadline.due, None, day, working)


def _reached(rule: LateRule, late: _Late, setting: Setting) -> date | None:
    """The first day on which the rule's number of days is reached; None when it came before."""
    if rule.from_days == 1:
        return min(late.due + _ONE, late.until)
    day = late.due
    while day <= late.until:
        if _days(late, day, (setting, rule)) >= rule.from_days:
            return day
        day += _ONE
    return None


def _scored_by(rule: LateRule, matter: Matter, latenesses: list[_Late], setting: Setting) -> list[_Hit]:
    """The latenesses that a rule scores, in the order of their days; of one matter only the first where it counts once."""
    scored: list[_Hit] = []
    for late in latenesses:
        day = _reached(rule, late, setting)
        if isinstance(rule, NodeLateRule):
            day = _entered_on(rule, late, day, setting)
        if day is not None and setting.in_force(rule, day):
            scored.append(_Hit(rule=rule, late=late, reached=day))
    scored.sort(key=lambda hit: (hit.reached, hit.late.due, hit.late.node.id))
    return scored[:1] if rule.once is Once.MATTER else scored


def _entered_on(rule: NodeLateRule, late: _Late, day: date | None, setting: Setting) -> date | None:
    """The day on which a lateness comes under a rule that a row may lead to, or keep it from."""
    rows = (
        event.day for event in late.matter.events if event.move is rule.entered_by and event.day <= setting.as_of and _about(event, late)
    )
    entered_on = min(rows, default=None)
    if rule.entering is Entering.BOTH:
        day = max(day, entered_on) if day is not None and entered_on is not None else None
    elif rule.entering is Entering.EITHER:
        day = min((d for d in (day, entered_on) if d is not None), default=None)
    return None if _spared(rule, late) else day


def entered_key(rule: NodeLateRule, matter: Matter, day: date, setting: Setting) -> bool:
    """True when the matter had come under 重点督办 by a day: by a row, or by a lateness that a person has not kept out of it."""
    if any(event.move is rule.entered_by and event.day <= day for event in matter.events):
        return True
    found = (late for node in matter.nodes for late in _late_nodes(matter, node, setting))
    latenesses = (late for late in found if not late.forgiven and not _spared(rule, late))
    reached = (_reached(rule, late, setting) for late in latenesses if rule.entering is not Entering.BOTH)
    return any(when is not None and when <= day for when in reached)


def _about(event: Event, late: _Late) -> bool:
    """True when a row speaks of this node: it names it, or names none."""
    return not event.node or event.node in (late.node.id, late.node.name)


def _spared(rule: NodeLateRule, late: _Late) -> bool:
    return any(event.approver and _about(event, late) for event in late.matter.events if event.move is rule.spared_by)


def _rows_about_key(rule: LateRule, matter: Matter, latenesses: list[_Late], setting: Setting) -> Iterator[Outcome]:
    """What is said of rows that put a matter under a heavier rule or keep it out: who scored, who approved."""
    if not isinstance(rule, NodeLateRule) or rule.entered_by is None:
        return
    for event in matter.events:
        if event.move in (rule.entered_by, rule.spared_by) and event.day <= setting.as_of:
            about = {"unit": matter.lead_on(event.day), "day": event.day, "matter": matter.id, "evidence": places(event.place)}
            yield from other_scorer(setting, rule, event.scorer, **about)
            if event.move is rule.spared_by and latenesses:
                move, entered = MOVE_WORDS[event.move.value], MOVE_WORDS[rule.entered_by.value]
                why = (SPARED if event.approver else NOT_APPROVED).format(move=move, approver=event.approver, entered=entered)
                yield listed_for(setting, rule, Why.NOTE if event.approver else Why.UNDECIDED, why, **about)


def _entries(hit: _Hit, heavier: _Hit | None, taken: Mapping[str, list[_Hit]], setting: Setting) -> Iterator[Outcome]:
    """The entries of one hit; none for a lighter one that a heavier of the same period swallows."""
    day = booked_on(hit.rule, hit.late.due, hit.reached, _came(hit.late, setting))
    if day is None:
        return
    if heavier is not None:
        heavy_day = booked_on(heavier.rule, heavier.late.due, heavier.reached, _came(heavier.late, setting))
        if heavy_day is None or same_segment(day, heavy_day, setting):
            return
    lighter = next((other for other in taken.get(hit.rule.replaces, []) if other.late.cause == hit.late.cause), None)
    before, earlier = ZERO, BEFORE_THAT
    if lighter is not None:
        light_day = booked_on(lighter.rule, lighter.late.due, lighter.reached, _came(lighter.late, setting))
        if light_day is not None and not same_segment(light_day, day, setting):
            before = lighter.whole
            earlier = BEFORE_THAT if period_of(light_day, PeriodKind.QUARTER) == period_of(day, PeriodKind.QUARTER) else LAST_QUARTER
    event = hit.late.node.answer
    about = {"unit": hit.late.unit, "day": day, "matter": hit.late.matter.id}
    if event is not None and hit.rule.replaces == "":
        yield from other_scorer(setting, hit.rule, event.scorer, evidence=places(event.place), **about)
    for unit, role in _units(hit):
        amount = hit.rule.lead if role is Role.LEAD or hit.rule.support is None else hit.rule.support
        whole = with_sign(hit.rule, kth(amount, hit.time, hit.rule.scale))
        had = before if role is Role.LEAD else ZERO
        yield _entry(hit, setting, unit=unit, role=role, day=day, whole=whole, before=had, earlier=earlier)


def _units(hit: _Hit) -> Iterator[tuple[str, Role]]:
    """Whose lateness it is: the lead's, and that of 配合单位 where the rule is for everyone."""
    yield hit.late.unit, Role.LEAD
    if hit.rule.everyone and not hit.late.node.owner:
        yield from ((unit, Role.SUPPORT) for unit in hit.late.matter.details.support if unit != hit.late.unit)


def _entry(hit: _Hit, setting: Setting, *, unit: str, role: Role, day: date, whole: Decimal, before: Decimal, earlier: str) -> Entry:
    rule = hit.rule
    sentence = rule.says or (LATE_FROM if rule.from_days > 1 else LATE)
    points = wording.signed(whole - before)
    rest = REST.format(whole=wording.signed(whole), earlier=earlier, before=wording.signed(before), points=points)
    words = sentence.format(**_words(hit, setting), points=rest if before else points)
    return _made(
        hit, setting, unit=unit, role=role, day=day, points=whole - before, words=words + (NTH.format(time=hit.time) if rule.grows else "")
    )


def _words(hit: _Hit, setting: Setting) -> dict[str, object]:
    """What a sentence about a lateness may say, but for its points."""
    late, rule = hit.late, hit.rule
    return {
        **late.named,
        "matter": late.matter.id,
        "came": _came_words(late, setting),
        "count": wording.DAY_COUNT_WORDS[rule.days.value],
        "days": _days(late, late.until, (setting, rule)),
        "from_days": rule.from_days,
        "name": rule.name,
        "span": "",
        "sum": "",
    }


def _day_by_day(hit: _Hit, setting: Setting) -> Iterator[Outcome]:
    """So much for each day (or month that has begun) of a lateness: one entry a period, dated its last late day there."""
    rule, late = hit.rule, hit.late
    if rule.booked is not BookedOn.REACHED:
        day = booked_on(rule, late.due, hit.reached, _came(late, setting))
        if day is not None:
            yield from _part(
                hit, setting, day=day, before=rule.from_days - 1, until=_units_late(hit, late.until, setting), span=IN_ALL, key=""
            )
        return
    before = rule.from_days - 1 if rule.each is Each.DAY else 0
    for segment in segments(hit.reached, late.until, setting):
        last = min(late.until, segment.end)
        until = _units_late(hit, last, setting)
        if until > before:
            yield from _part(hit, setting, day=last, before=before, until=until, span=period_words(segment.period), key=segment.key)
            before = until


def _units_late(hit: _Hit, day: date, setting: Setting) -> int:
    """Days late on a day, or months of lateness that have begun."""
    days = _days(hit.late, day, (setting, hit.rule))
    return months_late(hit.late.due, day) if hit.rule.each is Each.MONTH and days else days


def months_late(due: date, day: date) -> int:
    """How many months of lateness have begun on a day: one from the day after the due day on."""
    months = 0
    while add_months(due, months) < day:
        months += 1
    return months


def _part(hit: _Hit, setting: Setting, *, day: date, before: int, until: int, span: str, key: str) -> Iterator[Entry]:
    for unit, role in _units(hit):
        amount = hit.rule.lead if role is Role.LEAD or hit.rule.support is None else hit.rule.support
        size, how = sum_of(amount, before, until, hit.rule.scale)
        points = with_sign(hit.rule, size)
        sentence = hit.rule.says or LATE_EACH
        words = sentence.format(**{**_words(hit, setting), "span": span, "sum": how}, points=wording.signed(points))
        yield _made(hit, setting, unit=unit, role=role, day=day, points=points, words=words, suffix=f"|{key}")


def _made(hit: _Hit, setting: Setting, *, unit: str, role: Role, day: date, points: Decimal, words: str, suffix: str = "") -> Entry:
    rule, late = hit.rule, hit.late
    answer = late.node.answer
    return Entry(
        rule=rule.id,
        article=setting.article(rule),
        unit=unit,
        points=points,
        day=day,
        cause=late.cause + suffix,
        formula=words,
        role=role,
        matter=late.matter.id,
        evidence=places(late.matter.place, answer.place if answer else None),
        by=scored_by(rule, "" if rule.replaces or answer is None else answer.scorer),
        source=setting.source(rule),
    )


def _by_row(rule: NodeLateRule, matter: Matter, setting: Setting) -> Iterator[Entry]:
    """A matter that came under the rule by the office's own row, where the reading needs no lateness."""
    rows = [event for event in matter.events if event.move is rule.entered_by and setting.in_force(rule, event.day)]
    for event in sorted(rows, key=lambda event: (event.day, event.seq))[:1]:
        points = with_sign(rule, kth(rule.lead, 1))
        yield Entry(
            rule=rule.id,
            article=setting.article(rule),
            unit=matter.lead_on(event.day),
            points=points,
            day=event.day,
            cause=f"key|{matter.id}",
            formula=BY_ROW.format(day=wording.short_day(event.day), move=MOVE_WORDS[event.move.value], points=wording.signed(points)),
            role=Role.LEAD,
            matter=matter.id,
            evidence=places(event.place),
            by=scored_by(rule, event.scorer),
            source=setting.source(rule),
        )


def booked_on(rule: LateRule, due: date, reached: date, came: date | None) -> date | None:
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
    done = DONE if late.whole else REPORTED
    if late.unit_ended is not None:
        return CAME_UNIT_ENDED.format(day=wording.short_day(late.unit_ended), done=done)
    if late.handed is not None:
        return CAME_HANDED.format(day=wording.short_day(late.handed.day), done=done)
    if late.span.until == late.until and late.span.by is not None and late.node.answered_on != late.until:
        move = MOVE_WORDS[late.span.by.event.move.value]
        return CAME_MOVED.format(day=wording.short_day(late.span.by.event.day), move=move, done=done)
    if late.node.answered_on is not None and late.node.answered_on <= setting.as_of:
        answer = late.node.answer
        return CAME.format(
            day=wording.short_day(late.node.answered_on), done=MOVE_WORDS[answer.move.value] if answer and late.whole else done
        )
    if late.node.void_on is not None:
        return (
            CAME.format(day=wording.short_day(late.node.void_on), done=DONE)
            if late.whole
            else CAME_ENDED.format(day=wording.short_day(late.node.void_on), done=done)
        )
    return NOT_CAME.format(day=wording.short_day(setting.as_of), done=done)
