"""Cases under a procedure: how each stands on a day, what is next, what is missing, what was refused. A function of the rows in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duchá.campaign.model import Campaign
from duchá.campaign.parse import counting
from duchá.ledger import faults as kinds
from duchá.ledger.matter import Due
from duchá.ledger.status import Light, LightThresholds, light_of
from duchá.registers.rows import RegisterRow
from duchá.rulebook.form import Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.procedure import ANY, CaseActor, CaseBranch, CaseOpening, CaseStep, CellCondition, Procedure
from duchá.terms.article import Article
from duchá.terms.due import resolve
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

NOT_FROM_HERE = "这时是“{state}”，不能“{step}”；可以：{possible}"
NOTHING_POSSIBLE = "没有下一步"
NOT_THIS_CASE = "“{step}”只适用于{column}为“{any}”的"
CELL_BLANK = "“{register}”的“{column}”没有填"
NO_DOCUMENT = "“{register}”的“{column}”没有写明“{document}”"
NOT_TOLD = "“{register}”的“{column}”没有写{actor}（{name}）"
ROWS_MISSING = "{says}：“{register}”{day}以前还没有本案的行"
ROWS_FEW = "{says}：“{register}”{day}以前只有{count}行，应有{least}行"
ROW_BLANK = "{says}：“{register}”{cell}的“{column}”没有填"
SIDE_OPEN = "“{step}”还没有办"
OPENED_FIRST = "“{opening}”还没有办结（“{step}”）"
SUSPENDED = "“{branch}”还没有结果，“{step}”暂停"
BEFORE_CASE = "这一步的日期早于案件登记的日期（{day}）"
NOT_ALLOWED = "“{register}”的“{column}”写的“{value}”不在规定的方式之内（{known}）"
TOO_EARLY = "“{column}”为{day}，在《{document}》施行（{valid}）以前，不按它办理"
CITE = "{what}（{article}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that is missing for a step, in words, with the article that asks for it and the cell to fill, where there is one."""

    what: str
    article: Article
    place: Place = Place()

    @property
    def said(self) -> str:
        """With its article: “证据清单”还没有本案的行（第四条）."""
        return CITE.format(what=self.what, article=self.article.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken, on which day, from which state to which, and the row that says so."""

    step: CaseStep
    day: date
    before: str
    state: str
    row: RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A row whose step could not be taken, with all that stands against it; ``state`` is what the case was then."""

    step: CaseStep
    day: date
    state: str
    row: RegisterRow
    lacks: tuple[Lack, ...]
    follows: bool = False  # only because an earlier one was refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A step that may be next: ``actor`` is who takes it (empty: nobody is named), ``row`` what is to be typed, by the titles of the columns,
    ``lacks`` what is missing outside of that row."""

    step: CaseStep
    article: Article
    register: str
    actor: str
    row: tuple[tuple[str, str], ...]
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a case has opened: since when, whether it is done, and the row to type where it is a matter or a case of its own."""

    opening: CaseOpening
    article: Article
    since: date
    done_on: date | None = None
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBranch:
    """A branch (复核、申诉) with its dates; ``result`` is what the closing row says."""

    branch: CaseBranch
    since: date
    until: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """案件 on a day. ``since`` is when it came to its state, ``days`` how long it has stood there; ``due`` the term of the state, where somebody set one."""

    number: str
    subject: str
    person: str
    procedure: Procedure
    rulebook: str
    row: RegisterRow
    state: str
    since: date
    days: int
    article: Article
    measures: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    refused: tuple[NotTaken, ...] = ()
    next: tuple[NextStep, ...] = ()
    wrong: tuple[Lack, ...] = ()
    opened: tuple[Opened, ...] = ()
    branches: tuple[OpenBranch, ...] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    due: Due | None = None
    light: Light = Light.GREY

    @property
    def state_name(self) -> str:
        """Its state, in words."""
        return self.procedure.state(self.state).name

    @property
    def ended(self) -> bool:
        """True once nothing is owed any more."""
        return self.procedure.state(self.state).ended

    @property
    def missing(self) -> tuple[str, ...]:
        """All that is missing, each once: for the next steps, and for what was refused."""
        refused = (lack for one in self.refused if not one.follows for lack in one.lacks)
        lacks = (*self.wrong, *refused, *(lack for one in self.next for lack in one.lacks))
        return tuple(dict.fromkeys(lack.said for lack in lacks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The cases of every procedure, and the faults of their rows: L203–L207."""

    cases: tuple[Case, ...] = ()
    faults: tuple[Fault, ...] = ()

    def get(self, number: str) -> Case | None:
        """The case of a number."""
        return next((case for case in self.cases if for_matching(case.number) == for_matching(number)), None)


def registers_of_cases(campaign: Campaign) -> frozenset[str]:
    """The registers that the procedures of a campaign are read from."""
    return frozenset(name for book in campaign.rulebooks for procedure in book.case_procedures for name in procedure.registers)


def open_cases(campaign: Campaign, rows: Iterable[RegisterRow], as_of: date) -> Cases:
    """Every case as its rows in force tell it up to a day; nothing depends on the order of the rows."""
    by_register: dict[str, list[RegisterRow]] = {}
    for row in rows:
        by_register.setdefault(row.register, []).append(row)
    cases: list[Case] = []
    faults: list[Fault] = []
    for book in campaign.rulebooks:
        for procedure in book.case_procedures:
            under = _Procedures(campaign, book, procedure, by_register, as_of)
            found = under.cases()
            cases += found
            faults += under.faults(found)
    return Cases(cases=tuple(cases), faults=tuple(faults))


def fits(conditions: Iterable[CellCondition], row: RegisterRow) -> bool:
    """True where every condition holds: the row's cell holds one of its values, any text where it names none."""
    return all(_fits(condition, row) for condition in conditions)


def _fits(condition: CellCondition, row: RegisterRow) -> bool:
    said = values_in(row, condition.column)
    return any(value in condition.any for value in said) if condition.any else bool(said)


def values_in(row: RegisterRow, column: str) -> tuple[str, ...]:
    """The values of a cell that may hold several."""
    return split_list(row.text(column))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A step as a row says it, on its day."""

    step: CaseStep
    day: date
    row: RegisterRow


class _Procedures:
    """One procedure over its registers as they stand on a day."""

    def __init__(
        self, campaign: Campaign, book: Rulebook, procedure: Procedure, rows: Mapping[str, Sequence[RegisterRow]], as_of: date
    ) -> None:
        self._campaign, self._book, self._procedure, self._as_of = campaign, book, procedure, as_of
        self._rows, self._thresholds = rows, LightThresholds(campaign)
        self._forms: Mapping[str, Form] = {form.id: form for form in book.forms}
        self._order = {step.id: at for at, step in enumerate(procedure.steps)}
        self._by_name = {step.name: step for step in procedure.steps if not step.on}
        self._of_case: dict[str, list[RegisterRow]] = {}
        for row in rows.get(procedure.steps_register, ()):
            self._of_case.setdefault(for_matching(row.text(procedure.case)), []).append(row)

    def cases(self) -> list[Case]:
        """The cases, in the order in which they were written down."""
        return [self._case(row) for row in self._rows.get(self._procedure.subject, ()) if row.text(self._procedure.number)]

    def faults(self, cases: Sequence[Case]) -> Iterator[Fault]:
        """L203 for a row of a case that does not exist, L204 for each step that could not be taken, L205 for values that no article knows."""
        procedure = self._procedure
        known = {for_matching(case.number) for case in cases}
        for number, rows in self._of_case.items():
            if number not in known:
                for row in rows:
                    words = {"case": row.text(procedure.case), "register": self._title(procedure.subject)}
                    yield kinds.NO_SUCH_CASE.at(row.place(procedure.case), form=row.register, found=row.text(procedure.case), **words)
        for case in cases:
            for lack in case.wrong:
                yield kinds.CASE_CELL.at(lack.place, form=procedure.subject, case=case.number, why=lack.said)
            for one in case.refused:
                if one.follows:  # one cause, one fault
                    continue
                why = "；".join(lack.said for lack in one.lacks)
                place = next((lack.place for lack in one.lacks if lack.place.cell), one.row.place(one.step.on or procedure.step))
                words = {"case": case.number, "day": day_words(one.day), "step": one.step.name, "why": why}
                yield kinds.CASE_STEP_REFUSED.at(place, form=one.row.register, **words)

    def _case(self, row: RegisterRow) -> Case:
        procedure = self._procedure
        walk = _Walk(self, row)
        wrong = tuple(self._wrong(row))
        began = self._campaign.local(row.happened_at).date()
        walk.run(sorted(self._said(row), key=lambda one: one.day), began)
        state = procedure.state(walk.state)
        since = min(walk.since, self._as_of)
        due = self._due(walk.state, since)
        return Case(
            number=row.text(procedure.number),
            subject=row.text(procedure.named),
            person=row.text(procedure.person) if procedure.person else "",
            procedure=procedure,
            rulebook=self._book.id,
            row=row,
            state=walk.state,
            since=since,
            days=(self._as_of - since).days,
            article=self.article(state.article),
            measures=self._measures(row),
            taken=tuple(walk.taken),
            refused=tuple(walk.refused),
            next=() if state.ended else tuple(self._next(row, walk)),
            wrong=wrong,
            opened=tuple(walk.opened()),
            branches=tuple(walk.branches()),
            counters=dict(Counter(one.step.counts for one in walk.taken if one.step.counts)),
            due=due,
            light=Light.GREY if due is None or state.ended else light_of(due, self._as_of, self._thresholds.of(self._book.id)),
        )

    def _measures(self, row: RegisterRow) -> tuple[str, ...]:
        """What was decided; until something is, what is proposed: the last of the columns that says anything."""
        return next((said for column in reversed(self._procedure.measures) if (said := values_in(row, column))), ())

    def _due(self, state: str, since: date) -> Due | None:
        term = self._procedure.state(state)
        if term.term is None:
            return None
        deadline = resolve(term.term, self._campaign.calendar, start=since, counting=counting(self._campaign, self._book))
        return Due(first=deadline, article=self.article(term.article), rulebook=self._book.id, warn_days=term.warn_days)

    def _said(self, row: RegisterRow) -> Iterator[_Said]:
        """Every step that the registers tell of, in an order that does not depend on that of the rows."""
        procedure = self._procedure
        for step in procedure.steps:
            for day in _days(row, step.on) if step.on else ():
                if day <= self._as_of:
                    yield _Said(step=step, day=day, row=row)
        for one in self._of_case.get(for_matching(row.text(procedure.number)), ()):
            named = self._by_name.get(one.text(procedure.step))
            day = self._campaign.local(one.happened_at).date()
            if named is not None and day <= self._as_of:
                yield _Said(step=named, day=day, row=one)

    def order(self, said: _Said) -> tuple[int, tuple[str, ...]]:
        """The order of steps of one day: as the procedure has them, then by what they say; never by where they stand."""
        return self._order[said.step.id], tuple(said.row.text(column) for column in sorted(said.row.columns))

    def _wrong(self, row: RegisterRow) -> Iterator[Lack]:
        """Values that no article knows."""
        for allowed in self._procedure.allowed:
            keys = (row.text(allowed.by),) if allowed.by else (ANY,)
            known = next((allowed.values[key] for key in keys if key in allowed.values), ())
            for value in values_in(row, allowed.column):
                if known and value not in known:
                    words = {"value": value, "known": LIST_SEPARATOR.join(known), **self._cell(self._procedure.subject, allowed.column)}
                    yield Lack(what=NOT_ALLOWED.format(**words), article=self.article(allowed.article), place=row.place(allowed.column))

    def _next(self, row: RegisterRow, walk: _Walk) -> Iterator[NextStep]:
        procedure = self._procedure
        for step in procedure.steps:
            if walk.state not in step.from_ or not fits(step.when, row):
                continue
            if not step.to and not self._still_to_do(step, walk):
                continue
            typed = [(title, text) for title, text in self._to_type(row, step)]
            yield NextStep(
                step=step,
                article=self.article(step.article),
                register=self._title(procedure.subject if step.on else procedure.steps_register),
                actor=self.called(procedure.actor(step.actor), row) if step.actor else "",
                row=tuple(typed),
                lacks=tuple(self.outside(row, step, self._as_of, walk)),
            )

    def _still_to_do(self, step: CaseStep, walk: _Walk) -> bool:
        """Of steps that leave the state as it is: those not taken in it, what was opened and is not done, an answer that is awaited."""
        procedure = self._procedure
        if any(step.id == branch.opened_by for branch in procedure.branches):
            return False  # it is for others to begin it
        if any(step.id == branch.closed_by for branch in procedure.branches):
            return any(one.until is None for one in walk.branches() if one.branch.closed_by == step.id)
        if any(step.id == opening.closed_by for opening in procedure.openings):
            return any(one.done_on is None for one in walk.opened() if one.opening.closed_by == step.id)
        return step.id not in walk.sides_taken

    def _to_type(self, row: RegisterRow, step: CaseStep) -> Iterator[tuple[str, str]]:
        """The row to type: titles of columns and what is known of each; empty where a person has to say."""
        procedure = self._procedure
        if step.on:
            yield from ((self._column(procedure.subject, column), row.text(column)) for column in (step.on, *step.asks))
            return
        known = {procedure.case: row.text(procedure.number), procedure.step: step.name, procedure.document: step.document}
        for column, actors in ((procedure.sent_to, step.sent_to), (procedure.copies, step.copies)):
            if column and actors:
                known[column] = LIST_SEPARATOR.join(self.called(procedure.actor(id), row) for id in actors)
        form = self._forms[procedure.steps_register]
        wanted = {procedure.approver, *step.asks} if step.approval else set(step.asks)
        for one in form.columns:
            if known.get(one.id) or one.id in wanted or one.id in form.dated_by:
                yield one.title, known.get(one.id, "")

    def lacks(self, said: _Said, row: RegisterRow, walk: _Walk) -> tuple[Lack, ...]:
        """All that stands against a step: its state, its row, what lies outside of it."""
        step = said.step
        article = self.article(step.article)
        if walk.state not in step.from_:
            possible = [one.name for one in self._procedure.steps if walk.state in one.from_ and fits(one.when, row)]
            words = {"state": self._procedure.state(walk.state).name, "step": step.name}
            what = NOT_FROM_HERE.format(**words, possible=LIST_SEPARATOR.join(possible) or NOTHING_POSSIBLE)
            return (Lack(what=what, article=article, place=said.row.place(step.on or self._procedure.step)),)
        return (*self._of_row(said, row), *self._before_case(said, row), *self.outside(row, step, said.day, walk))

    def _before_case(self, said: _Said, row: RegisterRow) -> Iterator[Lack]:
        began = self._campaign.local(row.happened_at).date()
        if said.day < began and self._forms[self._procedure.subject].dated_by:
            place = said.row.place(next(iter(self._forms[said.row.register].dated_by), ""))
            yield Lack(what=BEFORE_CASE.format(day=day_words(began)), article=self.article(said.step.article), place=place)

    def _of_row(self, said: _Said, row: RegisterRow) -> Iterator[Lack]:
        """What the row of a step does not say."""
        step, procedure = said.step, self._procedure
        article = self.article(step.article)
        asks = (*step.asks, procedure.approver) if step.approval else step.asks
        for column in dict.fromkeys(asks):
            if not said.row.text(column):
                what = CELL_BLANK.format(**self._cell(said.row.register, column))
                yield Lack(what=what, article=article, place=said.row.place(column))
        if step.document and for_matching(step.document) not in for_matching(said.row.text(procedure.document)):
            words = {**self._cell(procedure.steps_register, procedure.document), "document": step.document}
            yield Lack(what=NO_DOCUMENT.format(**words), article=article, place=said.row.place(procedure.document))
        for column, actors in ((procedure.sent_to, step.sent_to), (procedure.copies, step.copies)):
            told = {for_matching(name) for name in values_in(said.row, column)} if column else set()
            for id in actors:
                actor = procedure.actor(id)
                if not told & {for_matching(actor.name), for_matching(self.called(actor, row))}:
                    words = {**self._cell(procedure.steps_register, column), "actor": actor.name, "name": self.called(actor, row)}
                    yield Lack(what=NOT_TOLD.format(**words), article=article, place=said.row.place(column))

    def outside(self, row: RegisterRow, step: CaseStep, day: date, walk: _Walk) -> Iterator[Lack]:
        """What a step wants beside its own row: cells of the case, rows of other registers, side steps, what was opened; and whether the
        rulebook judges the case at all."""
        article = self.article(step.article)
        yield from self._before_its_time(row)
        for condition in step.when:
            if not _fits(condition, row):
                column = self._column(self._procedure.subject, condition.column)
                what = NOT_THIS_CASE.format(step=step.name, column=column, any=LIST_SEPARATOR.join(condition.any))
                yield Lack(what=what, article=article, place=row.place(condition.column))
        for cells in step.wants:
            for column in cells.columns if fits(cells.when, row) else ():
                if not row.text(column):
                    what = CELL_BLANK.format(**self._cell(self._procedure.subject, column))
                    yield Lack(what=what, article=self.article(cells.article), place=row.place(column))
        yield from self._rows_missing(row, step, day)
        for id in step.after:
            side = self._procedure.step_of(id)
            if fits(side.when, row) and id not in walk.sides_taken:
                yield Lack(what=SIDE_OPEN.format(step=side.name), article=self.article(side.article))
        if step.to and self._procedure.state(step.to).ended:
            for opened in walk.opened():
                if opened.done_on is None:
                    last = self._procedure.step_of(opened.opening.closed_by)
                    what = OPENED_FIRST.format(opening=opened.opening.name, step=last.name)
                    yield Lack(what=what, article=opened.article)
        for branch in self._procedure.branches:
            if step.id == branch.closed_by and not any(one.until is None and one.branch is branch for one in walk.branches()):
                first = self._procedure.step_of(branch.opened_by).name
                yield Lack(what=SIDE_OPEN.format(step=first), article=self.article(branch.article))
        if step.id in self._procedure.suspending:
            for begun in walk.branches():
                if begun.until is None:
                    what = SUSPENDED.format(branch=begun.branch.name, step=step.name)
                    yield Lack(what=what, article=self.article(begun.branch.article))

    def _before_its_time(self, row: RegisterRow) -> Iterator[Lack]:
        procedure, valid = self._procedure, self._book.valid_from
        day = row.day(procedure.judged_by) if procedure.judged_by else None
        if day is not None and valid is not None and day < valid:
            words = {"column": self._column(procedure.subject, procedure.judged_by), "day": day_words(day), "valid": day_words(valid)}
            what = TOO_EARLY.format(**words, document=self._book.short_title)
            yield Lack(what=what, article=self.article(procedure.article), place=row.place(procedure.judged_by))

    def _rows_missing(self, row: RegisterRow, step: CaseStep, day: date) -> Iterator[Lack]:
        number = for_matching(row.text(self._procedure.number))
        for guard in step.rows:
            there = [
                one
                for one in self._rows.get(guard.register, ())
                if for_matching(one.text(guard.by)) == number
                and self._campaign.local(one.happened_at).date() <= day
                and fits(guard.where, one)
            ]
            words = {"says": guard.says, "register": self._title(guard.register), "day": day_words(day)}
            article = self.article(guard.article)
            if len(there) < guard.least:
                said = ROWS_FEW.format(**words, count=len(there), least=guard.least) if there else ROWS_MISSING.format(**words)
                yield Lack(what=said, article=article)
            for one in there:
                for column in guard.filled:
                    if not one.text(column):
                        place, title = one.place(column), self._column(guard.register, column)
                        what = ROW_BLANK.format(says=guard.says, register=words["register"], cell=place.cell, column=title)
                        yield Lack(what=what, article=article, place=place)

    def called(self, actor: CaseActor, row: RegisterRow) -> str:
        """Who an actor is in a case; the actor's own name where the case does not say."""
        if actor.words or not actor.column:
            return actor.words or actor.name
        said = row.text(actor.column)
        return actor.names.get(said, actor.name) if actor.names else said or actor.name

    def article(self, id: str) -> Article:
        """The article of an id."""
        return self._book.article(id)

    @property
    def procedure(self) -> Procedure:
        """The procedure."""
        return self._procedure

    def _title(self, register: str) -> str:
        return self._forms[register].sheet if register in self._forms else register

    def _column(self, register: str, column: str) -> str:
        return self._forms[register].column(column).title

    def _cell(self, register: str, column: str) -> dict[str, str]:
        return {"register": self._title(register), "column": self._column(register, column)}


class _Walk:
    """A case on its way: its state, since when, the steps that were taken and those that could not be."""

    def __init__(self, under: _Procedures, row: RegisterRow) -> None:
        self._under, self._row = under, row
        self.state = under.procedure.start
        self.since = date.min
        self.taken: list[Taken] = []
        self.refused: list[NotTaken] = []
        self.sides_taken: set[str] = set()  # since the case came to its state

    def run(self, said: Sequence[_Said], began: date) -> None:
        """Takes the steps day by day. Of those of one day the first that is possible is taken, until none is."""
        self.since = began
        for day in sorted({one.day for one in said}):
            waiting = sorted((one for one in said if one.day == day), key=self._under.order)
            while (at := self._first_possible(waiting)) is not None:
                self._take(waiting.pop(at))
            for one in waiting:
                lacks = self._under.lacks(one, self._row, self)
                follows = self.state not in one.step.from_ and self._might_have_led_to(one.step)
                told = NotTaken(step=one.step, day=one.day, state=self.state, row=one.row, lacks=lacks, follows=follows)
                self.refused.append(told)

    def _might_have_led_to(self, step: CaseStep) -> bool:
        """True where an earlier refused step of this state would have led on: what is refused now is refused only because that was."""
        led, edge = set[str](), {one.step.to for one in self.refused if one.step.to and one.state == self.state and not one.follows}
        ways = [(state, other.to) for other in self._under.procedure.steps if other.to for state in other.from_]
        while edge:
            led |= edge
            edge = {to for state, to in ways if state in edge} - led
        return any(state in led for state in step.from_)

    def _first_possible(self, waiting: Sequence[_Said]) -> int | None:
        return next((at for at, one in enumerate(waiting) if not self._under.lacks(one, self._row, self)), None)

    def _take(self, said: _Said) -> None:
        before, step = self.state, said.step
        if step.to:
            self.state, self.since = step.to, said.day
            self.sides_taken = set()
        else:
            self.sides_taken.add(step.id)
        self.taken.append(Taken(step=step, day=said.day, before=before, state=self.state, row=said.row))

    def opened(self) -> Iterator[Opened]:
        """What the steps so far have opened, with the day on which it was done."""
        for opening in self._under.procedure.openings:
            since = next((one.day for one in self.taken if one.step.id == opening.since), None)
            if since is not None and fits(opening.when, self._row):
                done = next((one.day for one in self.taken if one.step.id == opening.closed_by and one.day >= since), None)
                words = {column: self._row.text(column) for column in self._row.columns}
                row = tuple((title, text.format_map(words)) for title, text in opening.cells.items()) if done is None else ()
                yield Opened(opening=opening, article=self._under.article(opening.article), since=since, done_on=done, row=row)

    def branches(self) -> Iterator[OpenBranch]:
        """复核、申诉 that were begun, with their ends."""
        for branch in self._under.procedure.branches:
            begun: date | None = None
            for one in self.taken:
                if one.step.id == branch.opened_by and begun is None:
                    begun = one.day
                elif one.step.id == branch.closed_by and begun is not None:
                    yield OpenBranch(branch=branch, since=begun, until=one.day, result=one.row.text(self._under.procedure.result))
                    begun = None
            if begun is not None:
                yield OpenBranch(branch=branch, since=begun)


def _days(row: RegisterRow, column: str) -> tuple[date, ...]:
    """The days of a cell that holds one, or several."""
    day = row.day(column)
    if day is not None:
        return (day,)
    return tuple(found for part in split_list(row.text(column)) if (found := _day(part)) is not None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
