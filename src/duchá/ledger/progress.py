"""One matter on its way through its events: state, deadlines, nodes answered, returns; every refused step is a fault on its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from duchá.ledger import faults as kinds, wording
from duchá.ledger.advance import Footing, fitting, step
from duchá.ledger.clock import Clockwork, start_of
from duchá.ledger.matter import Due, Event, Matter, Node
from duchá.rulebook.machine import Move, State, StateMachine, Transition
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

_RANK = {move: at for at, move in enumerate(Move)}
_FIRST_LIMIT = (Move.REQUIRE,)


def proceed(works: Clockwork, machine: StateMachine, matter: Matter, events: Sequence[Event]) -> tuple[Matter, tuple[Fault, ...]]:
    """The matter after its events, in the order of their time, and what is wrong with them (L101–L106, L108, L110).

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

    def __init__(self, works: Clockwork, machine: StateMachine, matter: Matter) -> None:
        self.works, self.machine, self.before = works, machine, matter
        self.steps, self.states = works.steps(machine), works.states(machine)
        self.state: State = matter.state
        self.due, self.nodes = matter.due, list(matter.nodes)
        self.events: list[Event] = []
        self.faults: list[Fault] = []
        self.answered_on, self.ended_on = matter.answered_on, matter.ended_on
        self.returns = 0
        self.verified = False
        self.consented = False

    def matter(self) -> Matter:
        """The matter as it stands now."""
        return replace(
            self.before,
            state=self.state,
            due=self.due,
            nodes=tuple(self.nodes),
            events=tuple(self.events),
            answered_on=self.answered_on,
            ended_on=self.ended_on,
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
            self.faults += step(self.machine, self.steps, self._footing(event), event)[1]

    def take(self, event: Event) -> bool:
        """Takes one step; False, and nothing changed, where it is refused."""
        transition = fitting(self.steps, self.state.id, event)
        if transition is None:
            return False
        if transition.guards or transition.asks:
            allowed, notes = step(self.machine, self.steps, self._footing(event), event)
            if allowed is None:
                return False
            self.faults += notes
        if event.day < self.before.opened_on:
            opened = day_words(self.before.opened_on)
            self.faults.append(kinds.BEFORE_OPENED.at(event.place, matter=event.matter, opened=opened, day=day_words(event.day)))
        self.events.append(event)
        if transition.sets_due and event.new_due is not None:
            self._set_due(event)
        move = event.move
        if move is Move.FEEDBACK or move is Move.APPLY:
            self._answer(event)
        elif move is Move.RETURN:
            self.returns += 1
        self._enter(transition, event)
        return True

    def _footing(self, event: Event) -> Footing:
        found = self.works.clock(self.before.kind, self.before.details.type)
        node = self._node(event) if event.node else None
        due = node.due if node else self.due
        return Footing(
            matter=self.before.id,
            state=self.state.id,
            due=due.day if due else None,
            person=self.before.details.person,
            extendable=found is None or found[1].extension is not None,
            verified=self.verified,
            consented=self.consented,
            clause=found[0].article(found[1].article).cite() if found else "",
        )

    def _enter(self, transition: Transition, event: Event) -> None:
        state = self.states[transition.to] if transition.to else self.state
        move = event.move
        if move is Move.VERIFY:
            self.verified = True
        elif move is Move.CONSENT:
            self.consented = True
        elif move is Move.RETURN or move is Move.REOPEN:
            self.verified = False
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

    def _answer(self, event: Event) -> None:
        """反馈 answers its node, else the earliest open one; 申请办结 gives the result and answers them all."""
        if event.move is Move.APPLY:
            self.nodes = [node.answered(event) if node.open else node for node in self.nodes]
            return
        if not event.node:
            for at, node in enumerate(self.nodes):
                if node.open:
                    self.nodes[at] = node.answered(event)
                    return
            return
        named = self._node(event)
        if named is None:
            known = LIST_SEPARATOR.join(node.id for node in self.nodes) or "-"
            self.faults.append(kinds.NO_SUCH_NODE.at(event.place, matter=event.matter, node=event.node, known=known))
        elif named.open:
            self.nodes[self.nodes.index(named)] = named.answered(event)

    def _node(self, event: Event) -> Node | None:
        """The node that a row names: by id, name, date, or (typed nodes) its number."""
        written = for_matching(event.node)
        bare = written
        for word in wording.NODE_WORDS:
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

    def _set_due(self, event: Event) -> None:
        """A new date puts another deadline in force, the ones before it are kept; a report that has come already is owed once more."""
        deadline = self.works.typed(event.new_due or event.day)
        node = self._node(event) if event.node else None
        if event.move in _FIRST_LIMIT and node is None and not (self.due and self.due.extended):
            self.due = Due(first=deadline, rulebook=self.due.rulebook if self.due else "")
            return
        self._warn_if_far(event)
        target = node or self._reported(event) or self._last()
        if target is None:
            self.due = Due(first=deadline) if self.due is None else self.due.moved(deadline, event)
            return
        moved = target.due.moved(deadline, event)
        at = next(at for at, one in enumerate(self.nodes) if one is target)
        if target.answer is None:
            self.nodes[at] = replace(target, due=moved)
        else:
            again = wording.NODE_AGAIN.format(name=target.name)
            self.nodes.insert(at + 1, Node(id=deadline.due.isoformat(), name=again, due=moved))
        if target.due is self.due:
            self.due = moved

    def _reported(self, event: Event) -> Node | None:
        """The node whose report a 退回 sends back: the one answered last, of several the one due last."""
        answered = [node for node in reversed(self.nodes) if node.answer is not None]
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
