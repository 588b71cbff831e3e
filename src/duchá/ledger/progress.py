"""One matter on its way through its events: state, lead, deadlines, nodes answered, returns; every refused step is a fault on its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from enum import Enum

from duchá.ledger import faults as kinds, wording
from duchá.ledger.advance import GuardContext, doubt, fitting, move_words, step
from duchá.ledger.clock import DeadlineRules, start_of
from duchá.ledger.matter import Due, Event, Matter, NewDate, Node
from duchá.rulebook.machine import MachineState, Move, StateMachine, Transition
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

NODE_WORDS = ("节点", "第", "天", "日", "个")  # taken off before a written node is compared
NODE_AGAIN = "{name}（再报）"
PLANNED = "{unit}方案时限"

_RANK = {move: at for at, move in enumerate(Move)}
_REPORTS = (Move.FEEDBACK, Move.APPLY)
BY_UNITS = frozenset({Move.SIGN, Move.FEEDBACK, Move.PROGRESS, Move.APPLY, Move.ASK_EXTENSION})  # what a unit does, not the office
_FOR_THE_LEAD = (*_REPORTS, Move.ASK_EXTENSION)
_SENDS_BACK = (Move.RETURN, Move.COMPLETE, Move.REOPEN)


class UnitPart(Enum):
    """What part a unit has in a matter: it leads, it led before, it supports, it owes a report of its own, none."""

    LEAD = "lead"
    FORMER = "former"
    OWNER = "owner"
    SUPPORT = "support"
    NONE = "none"


def proceed(works: DeadlineRules, machine: StateMachine, matter: Matter, events: Sequence[Event]) -> tuple[Matter, tuple[Fault, ...]]:
    """The matter after its events, in the order of their time, and what is wrong with them (L101–L106, L108, L110, L112, L120–L126, L128, L129, L209).

    On one day without hours the order of the machine decides: a step that is impossible at its turn is tried again after the others of its day.
    """
    progress = _Progress(works, machine, matter)
    waiting: list[Event] = []
    for event in sorted(events, key=_order):
        if waiting and waiting[0].day != event.day:
            progress.settle(waiting)
            waiting = []
        if not progress.take(event):
            waiting.append(event)
    progress.settle(waiting)
    return progress.matter(), tuple(progress.faults)


def _order(event: Event) -> tuple[date, time, int, int]:
    return (event.day, event.at or time.max, _RANK[event.move], event.seq)


class _Progress:
    """The moving parts of one matter."""

    def __init__(self, works: DeadlineRules, machine: StateMachine, matter: Matter) -> None:
        self.works, self.machine, self.before = works, machine, matter
        self.steps, self.states = works.steps(machine), works.states(machine)
        self.state: MachineState = matter.state
        self.due, self.nodes = matter.due, list(matter.nodes)
        self.events: list[Event] = []
        self.waiting: list[Event] = []
        self.handed: list[Event] = []
        self.faults: list[Fault] = []
        self.answered_on, self.ended_on = matter.answered_on, matter.ended_on
        self.sent_back: Event | None = None
        self.returns = 0
        self.verified = False
        self.consented = False
        self.reported = False
        self.applied: Event | None = None

    def matter(self) -> Matter:
        """The matter as it stands now."""
        return replace(
            self.before,
            state=self.state,
            due=self.due,
            nodes=tuple(self.nodes),
            events=tuple(self.events),
            waiting=tuple(self.waiting),
            handed=tuple(self.handed),
            answered_on=self.answered_on,
            ended_on=self.ended_on,
            sent_back=self.sent_back,
            returns=self.returns,
        )

    def settle(self, waiting: list[Event]) -> None:
        """Tries again what could not be taken at its turn; what still cannot is refused."""
        left = list(waiting)
        while left:
            rest = [event for event in left if not self.take(event)]
            if len(rest) == len(left):
                break
            left = rest
        for event in left:
            self.faults += step(self.machine, self.steps, self._context(event), event)[1]

    def take(self, event: Event) -> bool:
        """Takes one step; False, and nothing changed, where it is refused. One that is in doubt is taken, and nothing comes of it."""
        transition = fitting(self.steps, self.state.id, event)
        if transition is None:
            return False
        context = self._context(event) if transition.guards or transition.asks or transition.questions else None
        if context is not None:
            allowed, notes = step(self.machine, self.steps, context, event)
            if allowed is None:
                return False
            self.faults += notes
        if event.day < self.before.opened_on:
            opened = day_words(self.before.opened_on)
            self.faults.append(kinds.BEFORE_OPENED.at(event.place, matter=event.matter, opened=opened, day=day_words(event.day)))
        part = self._part(event) if event.unit and event.move in BY_UNITS else UnitPart.LEAD
        asked = None if event.checked else self._question(transition, context, event, part)
        if asked is not None:
            self._wait(event, asked)
        elif part is UnitPart.SUPPORT and event.move in _FOR_THE_LEAD and not self.machine.support_answers:
            self.events.append(event)
            words = {"matter": event.matter, "day": day_words(event.day), "move": move_words(event.move)}
            self.faults.append(kinds.SUPPORT_REPORTS.at(event.place, unit=event.unit, lead=self._lead(), **words))
        elif part is UnitPart.SUPPORT and event.move is Move.SIGN:
            self.events.append(event)
        else:
            self._go(transition, event, part)
        return True

    def _go(self, transition: Transition, event: Event, part: UnitPart) -> None:
        """What a step that counts changes."""
        move = event.move
        self.events.append(event)
        answered = self._answer(event, part) if move in _REPORTS else None
        if transition.sets_due and event.new_due is not None:
            self._set_due(event, answered)
        if move is Move.RETURN:
            self.returns += 1
        elif move is Move.HAND_OVER:
            self.handed.append(event)
        elif move is Move.ASK_EXTENSION:
            self.applied = event
        elif move in (Move.GRANT_EXTENSION, Move.DENY_EXTENSION):
            self.applied = None
        self._enter(transition, event)

    def _wait(self, event: Event, asked: Fault) -> None:
        """A step that a person has to sign first: it stands beside the others. Of an extension the deadline keeps that it is in doubt."""
        self.faults.append(asked)
        self.waiting.append(event)
        if event.move is Move.GRANT_EXTENSION and event.new_due is not None:
            target = self._extended(event)
            if target is not None:
                self._keep(target, target.due.doubting(event))
            elif self.due is not None:
                self.due = self.due.doubting(event)

    def _question(self, transition: Transition, context: GuardContext | None, event: Event, part: UnitPart) -> Fault | None:
        """Why a step waits for a person: the unit has no part in the matter, the report says that it is partial, something is not there."""
        words = {"matter": event.matter, "day": day_words(event.day), "move": move_words(event.move)}
        if part is UnitPart.NONE or (part is UnitPart.FORMER and event.move in _REPORTS and self._answering(event, part) is None):
            return kinds.NO_PART.at(event.place, unit=event.unit, **words)
        if part is UnitPart.SUPPORT and not self.machine.support_answers:
            return None
        if event.move in _REPORTS and self._wants_the_whole(transition, event, part):
            said = self.works.words.partial(event.note, event.attachment)
            if said:
                return kinds.PARTIAL_REPORT.at(event.place, words=said, **words)
        planned = self._planned(event, part) if transition.dated and event.move in _REPORTS else None
        if planned is not None:
            return kinds.PLANNED_AGAIN.at(event.place, due=day_words(planned.day), **words)
        return doubt(transition, context, event) if context is not None else None

    def _planned(self, event: Event, part: UnitPart) -> Due | None:
        """The deadline that an earlier plan has set of what a new plan is about; None where this is the first."""
        node = self._answering(event, part)
        due = node.due if node is not None else None if self.nodes else self.due
        return due if due is not None and any(change.event.move in _REPORTS for change in due.changes) else None

    def _wants_the_whole(self, transition: Transition, event: Event, part: UnitPart) -> bool:
        """True where a report would stop a clock that runs until the thing is done."""
        if event.move is Move.APPLY:
            return True
        if transition.dated:
            return False
        node = self._answering(event, part)
        if node is not None and not node.progress:
            return True
        return self._holds(transition) and not any(other.open for other in self.nodes if other is not node)

    def _holds(self, transition: Transition) -> bool:
        state = self.states[transition.to] if transition.to else self.state
        return state is not self.state and (state.holds or state.ended)

    def _context(self, event: Event) -> GuardContext:
        found = self.works.clock(self.before.kind, self.before.details.type)
        node = self._node(event) if event.node else None
        due = node.due if node else self.due
        return GuardContext(
            matter=self.before.id,
            state=self.state.id,
            due=due.day if due else None,
            person=self.before.details.person,
            extendable=found is None or found[1].extension is not None,
            verified=self.verified,
            consented=self.consented,
            reported=self.reported,
            leads=(self.before.details.lead, *(over.unit for over in self.handed)),
            applied=self._is_applied_for(node),
            plan=self.works.words.plan(event.note, event.attachment),
            clause=found[0].article(found[1].article).cite() if found else "",
            cite=self._cite,
        )

    def _cite(self, transition: Transition) -> str:
        """The article of a step: of the machine's own rulebook, or of the office's for the steps that every machine knows."""
        found, office = self.works.machine(self.before.kind, self.before.details.type), self.works.campaign.office
        book = found[0] if found is not None and transition in self.machine.transitions else office
        return "" if book is None else book.article(transition.article).cite()

    def _is_applied_for(self, node: Node | None) -> bool:
        """True where an extension was asked for in time and is not answered yet: of the same node, where both rows name one."""
        if self.applied is None:
            return False
        return node is None or not self.applied.node or self._node(self.applied) is node

    def _lead(self) -> str:
        return self.handed[-1].unit if self.handed else self.before.details.lead

    def _part(self, event: Event) -> UnitPart:
        """What part the unit of a row has in the matter on the day; who took the place of a unit that is no more has its part."""
        unit, lead = event.unit, self._lead()
        if unit in (lead, self._answering_for(lead, event.day)):
            return UnitPart.LEAD
        if any(node.owner and unit in (node.owner, self._answering_for(node.owner, event.day)) for node in self.nodes):
            return UnitPart.OWNER
        if unit in {self.before.details.lead, *(event.unit for event in self.handed)}:
            return UnitPart.FORMER
        support = self.before.details.support
        heirs = (self._answering_for(name, event.day) for name in support)
        return UnitPart.SUPPORT if unit in support or unit in heirs else UnitPart.NONE

    def _answering_for(self, name: str, day: date) -> str:
        roster = self.works.campaign.roster
        unit = roster.get(name)
        return name if unit is None else roster.answering(unit, day).name

    def _enter(self, transition: Transition, event: Event) -> None:
        """The state after a step. A report leads on only where nothing else is owed."""
        move = event.move
        unfinished = move in _REPORTS and self._holds(transition) and any(node.open for node in self.nodes)
        state = self.states[transition.to] if transition.to and not unfinished else self.state
        if move is Move.VERIFY:
            self.verified = True
        elif move is Move.CONSENT:
            self.consented = True
        elif move is Move.REPORT:
            self.reported = True
        elif move is Move.RETURN or move is Move.REOPEN:
            self.verified = self.reported = False
        elif move is Move.COMPLETE and not (state.holds or state.ended):
            self.reported = False  # 核验不合格: what was reported in writing was not the result
        still = state.holds or state.ended
        if not still:
            self.answered_on = None
        elif self.answered_on is None:
            self.answered_on = event.day
        if state.ended and self.ended_on is None:
            self.ended_on = event.day
            self.nodes = [node.void(event.day) if node.open else node for node in self.nodes]
        elif not state.ended and self.ended_on is not None:
            self.nodes = [node if node.void_on != self.ended_on else replace(node, void_on=None) for node in self.nodes]
            self.ended_on = None
        self.state = state
        if move in _REPORTS or still:
            self.sent_back = None
        elif move in _SENDS_BACK:
            self.sent_back = event if event.new_due is None else None

    def _answer(self, event: Event, part: UnitPart) -> Node | None:
        """反馈 answers its node, else the earliest open one; 申请办结 gives the result and answers them all. The one that was answered by 反馈.

        Where every unit owes a report of its own, its report answers for itself alone.
        """
        if event.move is Move.APPLY:
            self.nodes = [node.answered(event) if node.open and self._is_theirs(node, event, part) else node for node in self.nodes]
            return None
        node = self._answering(event, part)
        if node is not None:
            answered = node.answered(event)
            self.nodes[next(at for at, one in enumerate(self.nodes) if one is node)] = answered
            return answered
        if event.node and self._node(event) is None:
            known = LIST_SEPARATOR.join(node.id for node in self.nodes) or "-"
            self.faults.append(kinds.NO_SUCH_NODE.at(event.place, matter=event.matter, node=event.node, known=known))
        return None

    def _answering(self, event: Event, part: UnitPart) -> Node | None:
        """The open node that a report is about; None where there is none."""
        named = self._node(event) if event.node else None
        if event.node:
            return named if named is not None and named.open and self._is_theirs(named, event, part) else None
        return next((node for node in self.nodes if node.open and self._is_theirs(node, event, part)), None)

    def _is_theirs(self, node: Node, event: Event, part: UnitPart) -> bool:
        """True where a unit may answer a node: its own; the lead's those of the lead; who led before those that fell due while it did."""
        if node.owner:
            return (event.unit or self._lead()) in (node.owner, self._answering_for(node.owner, event.day))
        if part is UnitPart.FORMER:
            return any(over.day > node.due.day for over in self.handed)
        return part is not UnitPart.OWNER

    def _node(self, event: Event) -> Node | None:
        """The node that a row names: by id, name, date, or (typed nodes) its number."""
        written = for_matching(event.node)
        bare = written
        for word in NODE_WORDS:
            bare = bare.replace(word, "")
        for node in self.nodes:
            if written in (for_matching(node.id), for_matching(node.name)):
                return node
            day = node.due.first.due
            if written in (day.isoformat(), f"{day.month}-{day.day}", f"{day.month}.{day.day}", f"{day.month:02}-{day.day:02}"):
                return node
            if written.endswith(for_matching(day_words(day, year=False))):
                return node
        if self.before.details.node_days is not None and bare.isdigit() and 1 <= int(bare) <= len(self.nodes):
            return self.nodes[int(bare) - 1]
        return next((node for node in self.nodes if bare and bare == for_matching(node.id)), None)

    def _set_due(self, event: Event, planned: Node | None) -> None:
        """A new date puts another deadline in force, the ones before it are kept; a report that has come already is owed once more.

        A date set when the one before had passed leaves its lateness as it was; of an extension a person may accept that it counts from
        the beginning. An extension of a report that has come sets a date and owes nothing. ``planned`` is the node that was answered by
        a plan with a date in it: what it plans is owed by then.
        """
        deadline = self.works.typed(event.new_due or event.day)
        named = self._node(event) if event.node else None
        if event.move is Move.REQUIRE and named is None and self._is_first_limit(event):
            self.due = Due(first=deadline, rulebook=self.due.rulebook if self.due else "")
            return
        self._warn_if_far(event)
        target = planned or self._extended(event) or self._reported(event) or self._last()
        if target is None:
            self.due = Due(first=deadline) if self.due is None else self.due.moved(self._change(event, self.due, None))
        elif target.answer is None or event.move is Move.GRANT_EXTENSION:
            self._keep(target, target.due.moved(self._change(event, target.due, target.answer)))
        else:
            self._owe_again(event, target, planned is not None)

    def _is_first_limit(self, event: Event) -> bool:
        """True where 提出整改要求 gives the first date: what had passed by then is not taken back."""
        return self.due is None or (not self.due.changes and event.day <= self.due.day)

    def _change(self, event: Event, due: Due, answer: Event | None) -> NewDate:
        """The new date, and whether the one before had passed when it was set; the fault where an extension came so late (L123)."""
        passed = event.day > due.day and (answer is None or answer.day > due.day)
        forgiven = passed and event.move is Move.GRANT_EXTENSION and bool(event.checked)
        if passed and event.move is Move.GRANT_EXTENSION and not forgiven:
            words = {"matter": event.matter, "due": day_words(due.day), "day": day_words(event.day)}
            self.faults.append(kinds.GRANTED_TOO_LATE.at(event.place, **words))
        return NewDate(deadline=self.works.typed(event.new_due or event.day), event=event, after_due=passed, forgiven=forgiven)

    def _owe_again(self, event: Event, target: Node, planned: bool) -> None:
        """The report of a node is owed once more, by a new date; where it is owed once more already, that date moves. Its lateness so far
        stays with the node.
        """
        base = target.base or target.name
        open_again = next((node for node in self.nodes if node.base == base and node.open and node.owner == target.owner), None)
        if open_again is not None:
            self._keep(open_again, open_again.due.moved(self._change(event, open_again.due, None)))
            return
        change = NewDate(deadline=self.works.typed(event.new_due or event.day), event=event)
        due = target.due.anew(change)
        name = PLANNED.format(unit=target.owner or wording.LEAD_REPORT) if planned else NODE_AGAIN.format(name=base)
        at = next(at for at, one in enumerate(self.nodes) if one is target)
        again = Node(
            id=change.deadline.due.isoformat(), name=name, due=due, owner=target.owner, progress=target.progress and not planned, base=base
        )
        self.nodes.insert(at + 1, again)
        if target.due is self.due:
            self.due = due

    def _keep(self, node: Node, due: Due) -> None:
        """A node with its due changed; the matter's own where it is the same."""
        at = next(at for at, one in enumerate(self.nodes) if one is node)
        self.nodes[at] = replace(node, due=due)
        if node.due is self.due:
            self.due = due

    def _extended(self, event: Event) -> Node | None:
        """The node that a row names, of an extension the one that was named when it was asked for."""
        if event.node:
            return self._node(event)
        if event.move is Move.GRANT_EXTENSION and self.applied is not None and self.applied.node:
            return self._node(self.applied)
        return self._last() if event.move is Move.GRANT_EXTENSION else None

    def _reported(self, event: Event) -> Node | None:
        """The node whose report a 退回 sends back: the one answered last, of several the one due last."""
        owners = [node.owner for node in self.nodes if node.owner and node.owner == event.unit]
        answered = [node for node in reversed(self.nodes) if node.answer is not None and (not owners or node.owner in owners)]
        if event.move is not Move.RETURN or not answered:
            return None
        return max(answered, key=lambda node: node.answered_on or date.min)

    def _last(self) -> Node | None:
        """The node that has the matter's own deadline."""
        return next((node for node in reversed(self.nodes) if self.due is not None and node.due is self.due), None)

    def _warn_if_far(self, event: Event) -> None:
        found = self.works.clock(self.before.kind, self.before.details.type)
        if event.move is not Move.GRANT_EXTENSION or found is None or self.due is None or event.new_due is None:
            return
        book, clock = found
        start = start_of(self.works.campaign, book, clock, self.before.details, self.before.opened_on)
        latest = self.works.longest(book, clock, self.due.first, start)
        if clock.extension is not None and latest is not None and event.new_due > latest.due:
            article = book.article(clock.extension.article).cite()
            words = {"matter": event.matter, "day": day_words(event.new_due), "article": article}
            self.faults.append(kinds.EXTENDED_TOO_FAR.at(event.place, days=clock.extension.days, latest=day_words(latest.due), **words))
