"""Problems that the office itself found: each row of an inspection register with a problem and no 事项编号 becomes one, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger import wording
from duchá.ledger.matter import Details, Matter
from duchá.ledger.open_matters import Ledger
from duchá.ledger.problems import Problem
from duchá.ledger.questions import Questions, problem_in
from duchá.registers.rows import RegisterRow
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Day, Quantity, Words, text_of
from duchá.terms.text import for_matching

FINDING_NUMBER = "{sheet}-{record_no}"

SCORED = "components"  # where columns are named by what is scored, and by what is noted beside it
MATTERS = "matters"  # where a column is chosen from that names a matter
CATEGORIES = "categories"  # where a column is chosen from that says what sort of problem it is


def inspection_forms(campaign: Campaign) -> tuple[Form, ...]:
    """The registers of inspections: the office's own forms that have a column for problems found; score sheets too, where the
    rulebook says that such a note is a finding: a remark beside a mark is none."""
    notes = [note.name for book in campaign.rulebooks for note in book.score_notes if note.finding]
    noted = tuple(Column(id=name, title=name, kind=ColumnKind.LONG_TEXT, role=ColumnRole.PROBLEM) for name in dict.fromkeys(notes))
    forms = (
        replace(form, columns=(*form.columns, *noted)) if form.columns_from == SCORED else form for form in campaign.forms(FilledBy.OFFICE)
    )
    return tuple(form for form in forms if form.with_role(ColumnRole.PROBLEM) is not None)


def problem_registers(campaign: Campaign) -> tuple[Form, ...]:
    """The registers whose rows become problems of the ledger: those of inspections, and those in which others raise some (征求意见)."""
    raised = (form for form in campaign.forms(FilledBy.OFFICE) if form.with_role(ColumnRole.RAISED) is not None)
    return (*inspection_forms(campaign), *raised)


def number_of(form: Form, row: RegisterRow) -> str:
    """The number in the ledger of what a row found: the matter that it names, else its own (重点督查-R00012)."""
    return named_matter(form, row) or FINDING_NUMBER.format(sheet=form.sheet, record_no=row.record_no)


def named_matter(form: Form, row: RegisterRow) -> str:
    """The matter that a row names; empty where it names none."""
    return next((row.text(column.id) for column in form.columns if column.choices_from == MATTERS), "")


def words_of(form: Form, row: RegisterRow, questions: Questions) -> str:
    """The problem that a row tells; empty where nothing was found."""
    if (raised := _role(form, row, ColumnRole.RAISED)) or form.with_role(ColumnRole.PROBLEM) is None:
        return raised
    return problem_in(
        questions.question(form.id, _role(form, row, ColumnRole.QUESTION)),
        _role(form, row, ColumnRole.ITEM),
        _role(form, row, ColumnRole.PROBLEM),
    )


def day_of(form: Form, row: RegisterRow) -> date:
    """The day of an inspection: the first of its date columns that is filled."""
    days = (row.value(column) for column in form.dated_by)
    return next((day.day for day in days if isinstance(day, Day)), row.happened_at.date())


def findings_of(campaign: Campaign, rows: Iterable[RegisterRow]) -> tuple[Problem, ...]:
    """The problems of the inspection registers in the order in which they were written down; of rows that name a matter there are none.

    What a corrected row no longer tells, or now counts under another number, is withdrawn, and so is a row that was taken back.
    """
    forms, questions = {form.id: form for form in problem_registers(campaign)}, Questions(campaign)
    return tuple(problem for row in rows if row.register in forms for problem in _problem(forms[row.register], row, questions))


def _problem(form: Form, row: RegisterRow, questions: Questions) -> Iterator[Problem]:
    told = [one for one in (*row.earlier, row) if words_of(form, one, questions) and not named_matter(form, one)]
    if told:
        last = told[-1]
        column = form.with_role(ColumnRole.PROBLEM) or form.with_role(ColumnRole.RAISED)
        place = last.places.get(column.id, Place(file=last.source, sheet=last.sheet)) if column else Place()
        found_on = day_of(form, last)
        yield Problem(
            id=FINDING_NUMBER.format(sheet=form.sheet, record_no=row.record_no),
            form=form.id,
            details=replace(_details(form, last), problem=words_of(form, last, questions), found_on=found_on),
            found_on=found_on,
            withdrawn=last is not row or bool(row.withdrawn),
            place=place,
            seq=row.first,
            tagged=_tagged(form, last),
        )


def _details(form: Form, row: RegisterRow) -> Details:
    unit = next((column for column in form.columns if column.kind is ColumnKind.UNIT), None)
    return Details(
        category=wording.INSPECTION_PROBLEM,
        title="",
        source=row.text("method") or row.text("target_kind") or row.text("source") or form.sheet,
        lead=text_of(row.value(unit.id)) if unit else "",
        task_no=row.text("task_no") or row.text("group"),
    )


def _tagged(form: Form, row: RegisterRow) -> tuple[str, ...]:
    """The category that the inspector chose; none where the register does not ask for it."""
    chosen = (row.text(column.id) for column in form.columns if column.choices_from == CATEGORIES)
    return tuple(text for text in chosen if text)


def _role(form: Form, row: RegisterRow, role: ColumnRole) -> str:
    """What a row says in the column of a role; empty where it says that there is nothing."""
    column = form.with_role(role)
    content = row.value(column.id) if column else EMPTY
    return text_of(content) if isinstance(content, Words | Quantity) else ""


def found_once(campaign: Campaign, ledger: Ledger) -> Ledger:
    """The ledger in which a problem found again while it is still open is the one that is there: same unit, same words.

    Once it was closed, the next time is a problem of its own, which points to the first.
    """
    forms = {form.id for form in problem_registers(campaign)}
    standing: dict[tuple[str, str], Matter] = {}
    kept = []
    for matter in ledger.matters:
        if matter.kind is MatterKind.PROBLEM and not matter.withdrawn:
            earlier = standing.get(same_problem(matter))
            if (
                earlier is not None
                and matter.form in forms
                and not matter.events
                and not matter.record_no
                and _open_on(earlier, matter.opened_on)
            ):
                continue
            standing[same_problem(matter)] = matter
        kept.append(matter)
    return replace(ledger, matters=tuple(kept))


def same_problem(matter: Matter) -> tuple[str, str]:
    """What is the same of a problem that is found again: its unit and its words."""
    return matter.details.lead, for_matching(matter.details.problem or matter.details.title)


def _open_on(matter: Matter, day: date) -> bool:
    return matter.ended_on is None or matter.ended_on > day
