"""The deadlines of matters and nodes: which clock applies, from which day, by which grade, with the article behind each date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from duchá.campaign.model import Campaign
from duchá.campaign.parse import counting
from duchá.ledger import wording
from duchá.ledger.advance import Steps, steps_of
from duchá.ledger.matter import Details, Due, Node
from duchá.ledger.own_words import OwnWords
from duchá.rulebook.clock import Clock, ExtensionLimit, MatterKind, Start
from duchá.rulebook.machine import MachineState, StateMachine
from duchá.rulebook.model import Rulebook
from duchá.terms.deadline import Deadline, DueRule
from duchá.terms.due import resolve, typed_deadline

START_WORDS = {"issued": "要求发出", "inspection-ended": "督查结束", "found": "发现", "opened": "立项"}
NODE_NAME = "节点{day}"
REPORT_OF = "{unit}上报"

Dues = tuple[Due | None, tuple[Node, ...], bool]


class DeadlineRules:
    """The clocks and machines of a campaign, ready to be asked; each date is reckoned once.

    Rulebooks are asked in the campaign's order, the office's own last: a regulation's word goes before the office's habit.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        books = (*campaign.rulebooks, *((campaign.office,) if campaign.office else ()))
        self._clocks: dict[tuple[MatterKind, str], tuple[Rulebook, Clock]] = {}
        self._machines: dict[tuple[MatterKind, str], tuple[Rulebook, StateMachine]] = {}
        for book in books:
            for clock in book.clocks:
                for key in _keys(clock):
                    self._clocks.setdefault(key, (book, clock))
            for machine in book.machines:
                for key in _keys(machine):
                    self._machines.setdefault(key, (book, machine))
        self._counting = {book.id: counting(campaign, book) for book in campaign.rulebooks}
        self._resolved: dict[tuple[str, DueRule, date, str], Deadline] = {}
        self._typed: dict[date, Deadline] = {}
        self._common = campaign.office.common_steps if campaign.office else ()
        self.words = OwnWords(known for book in books for known in book.word_classes)
        self._steps: dict[int, Steps] = {}
        self._states: dict[int, Mapping[str, MachineState]] = {}
        self._dues: dict[tuple[object, ...], Dues] = {}

    def clock(self, kind: MatterKind, type: str) -> tuple[Rulebook, Clock] | None:  # noqa: A002 - the register's own word, 处置类型
        """The clock of a kind and 处置类型; None where no regulation has one."""
        return self._clocks.get((kind, type)) or self._clocks.get((kind, ""))

    def machine(self, kind: MatterKind, type: str) -> tuple[Rulebook, StateMachine] | None:  # noqa: A002 - as above
        """The state machine of a kind and 处置类型; None where there is none."""
        return self._machines.get((kind, type)) or self._machines.get((kind, ""))

    def steps(self, machine: StateMachine) -> Steps:
        """The transitions of a machine by state and step, with the steps that every machine knows."""
        if id(machine) not in self._steps:
            self._steps[id(machine)] = steps_of(machine, self._common)
        return self._steps[id(machine)]

    def states(self, machine: StateMachine) -> Mapping[str, MachineState]:
        """The states of a machine by id."""
        if id(machine) not in self._states:
            self._states[id(machine)] = {state.id: state for state in machine.states}
        return self._states[id(machine)]

    def typed(self, day: date) -> Deadline:
        """The deadline of a date typed by the office: it never rolls."""
        if day not in self._typed:
            self._typed[day] = typed_deadline(day, self.campaign.calendar)
        return self._typed[day]

    def counted(self, book: Rulebook, rule: DueRule, start: tuple[Start, date]) -> Deadline:
        """A counted term from a start, by the readings that the campaign chose for the rulebook."""
        kind, day = start
        key = (book.id, rule, day, kind.value)
        if key not in self._resolved:
            named = replace(rule, since=START_WORDS[kind.value])
            how = self._counting.get(book.id)
            calendar = self.campaign.calendar
            self._resolved[key] = resolve(named, calendar, start=day, counting=how) if how else resolve(named, calendar, start=day)
        return self._resolved[key]

    def dues(self, kind: MatterKind, details: Details, opened_on: date) -> Dues:
        """What `dues_of` says; matters that began on one day by one clock have their deadlines in common."""
        days = (details.issued_on, details.found_on, details.inspection_ended_on, details.limit, details.node_days)
        key = (kind, details.type, details.grade, opened_on, *days)
        if key not in self._dues:
            self._dues[key] = dues_of(self, kind, details, opened_on)
        return self._dues[key]

    def longest(self, book: Rulebook, clock: Clock, first: Deadline, start: tuple[Start, date]) -> Deadline | None:
        """The latest day of an extension by the chosen reading (JC-K-06); None where the clock grants none."""
        if clock.extension is None:
            return None
        limit = ExtensionLimit(self.campaign.reading(book.id, clock.extension.reading))
        begin = start if limit is ExtensionLimit.FROM_START else (start[0], first.due)
        return self.counted(book, DueRule(text="", days=clock.extension.days), begin)


def start_of(campaign: Campaign, book: Rulebook, clock: Clock, details: Details, opened_on: date) -> tuple[Start, date]:
    """The day that a clock counts from: the chosen reading's start, else the first of its starts that the matter has, else 立项."""
    days = {
        Start.ISSUED: details.issued_on,
        Start.INSPECTION_ENDED: details.inspection_ended_on,
        Start.FOUND: details.found_on,
        Start.OPENED: opened_on,
    }
    read = (Start(campaign.reading(book.id, clock.start_reading)),) if clock.start_reading else ()
    return next(((start, day) for start in (*read, *clock.since) if (day := days[start]) is not None), (Start.OPENED, opened_on))


def dues_of(works: DeadlineRules, kind: MatterKind, details: Details, opened_on: date) -> Dues:
    """The matter's due, its nodes, and whether its grade had to be presumed.

    A typed 办理时限 wins over the clock's term; typed 节点时限 replace its nodes; 无 leaves none. A clock's nodes after a typed
    limit fall away. Without a limit and a term the last node's deadline is the matter's. Blank: no due where nothing says one.
    """
    found = works.clock(kind, details.type)
    book, clock = found if found else (None, None)
    grade = details.grade or (clock.presumed_grade if clock else "")
    nodes = _nodes(works, details, found, grade, opened_on)
    if details.limit is not None:
        limit = details.limit
        nodes = tuple(node for node in nodes if node.due.day <= limit or details.node_days is not None)
        return Due(first=works.typed(limit), rulebook=book.id if book else ""), nodes, False
    term = next((term for term in clock.terms if term.grade in (grade, "")), None) if clock else None
    presumed = bool(clock and clock.presumed_grade and not details.grade and details.node_days is None)
    if book is None or clock is None or term is None:
        return (nodes[-1].due if nodes else None), nodes, presumed and bool(nodes)
    deadline = works.counted(book, term.due, start_of(works.campaign, book, clock, details, opened_on))
    return Due(first=deadline, article=book.article(clock.article), rulebook=book.id, warn_days=term.warn_days), nodes, presumed


def _nodes(works: DeadlineRules, details: Details, found: tuple[Rulebook, Clock] | None, grade: str, opened_on: date) -> tuple[Node, ...]:
    """The nodes that a matter owes. Of typed ones the last wants the result, unless 办理时限 is later; the others want to know how far it has come."""
    book_id = found[0].id if found else ""
    if details.node_days is not None:
        dues = [(day, Due(first=works.typed(day), rulebook=book_id)) for day in details.node_days]
        last = details.node_days[-1] if details.node_days and (details.limit is None or details.limit <= details.node_days[-1]) else None
        return tuple(
            Node(id=day.isoformat(), name=NODE_NAME.format(day=day.isoformat()), due=due, progress=day != last) for day, due in dues
        )
    if found is None:
        return ()
    book, clock = found
    start = start_of(works.campaign, book, clock, details, opened_on)
    nodes = [
        Node(
            id=node.id,
            name=node.name,
            due=Due(
                first=works.counted(book, node.due, start), article=book.article(node.article), rulebook=book.id, warn_days=node.warn_days
            ),
            progress=node.progress,
        )
        for node in clock.nodes
        if node.grade in (grade, "")
    ]
    return tuple(sorted(nodes, key=lambda node: node.due.day))


def each_their_own(works: DeadlineRules, kind: MatterKind, details: Details, due: Due | None, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes of a matter of which every unit named owes a report of its own (JC-K-08): one a unit, all with the matter's own deadline.

    Where only one unit is named, or nodes were typed, they are what they were.
    """
    found = works.clock(kind, details.type)
    others = tuple(dict.fromkeys(unit for unit in details.support if unit != details.lead))
    if found is None or not found[1].everyone or due is None or nodes or not others:
        return nodes
    lead = Node(id=wording.LEAD_REPORT, name=REPORT_OF.format(unit=wording.LEAD_REPORT), due=due)
    return (lead, *(Node(id=unit, name=REPORT_OF.format(unit=unit), due=due, owner=unit) for unit in others))


def _keys(item: Clock | StateMachine) -> tuple[tuple[MatterKind, str], ...]:
    return tuple((kind, type_) for kind in item.kinds for type_ in item.types or ("",))
