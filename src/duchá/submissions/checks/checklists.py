"""Checklists: every question of a form is answered, exactly once, with what it rests on where the question wants that (C12)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.form import ColumnRole, Form
from duchá.submissions import wording
from duchá.submissions.cells.labels import label_of
from duchá.submissions.checks.declared import column_of, filled_forms, words_in
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Empty, NotApplicable

UNNUMBERED = "（空）"


def checklists(submission: Submission, context: Context) -> Iterator[Fault]:
    """S264 for questions without an answer, S265 for one answered twice, S266 for one that was not asked, S267 for an answer that rests on nothing.

    Blank: a row as the blank has it, with the question and no answer, is no answer. A form in which nothing was filled in is another check's business.
    """
    for filled, form in filled_forms(submission, context):
        if form.questions and filled.rows and form.with_role(ColumnRole.ITEM) is not None:
            yield from _checklist(filled, form)


def _checklist(filled: FilledForm, form: Form) -> Iterator[Fault]:
    answer, evidence = column_of(form, ColumnRole.ITEM), column_of(form, ColumnRole.EVIDENCE)
    answered: dict[str, Row] = {}
    for row in filled.rows:
        written = number_in(form, row)
        question = form.question(written, words_in(row, column_of(form, ColumnRole.ASKED)))
        if question is None:
            yield kinds.NO_SUCH_QUESTION.at(
                _place(row, form, filled), form=form.id, found=written, written=written or UNNUMBERED, count=len(form.questions)
            )
            continue
        first = answered.setdefault(question.id, row)
        if first is not row:
            place, before = row.places.get(answer) or Place(sheet=filled.sheet), first.places.get(answer) or Place()
            yield kinds.ANSWERED_TWICE.at(place, form=form.id, number=question.id, text=question.text, first=before.cell, second=place.cell)
        elif question.evidence and isinstance(row.cells.get(evidence, EMPTY), Empty | NotApplicable) and words_in(row, answer):
            label = label_of(form.column(evidence))
            place = row.places.get(evidence) or Place(sheet=filled.sheet)
            yield kinds.EVIDENCE_MISSING.at(place, form=form.id, number=question.id, text=question.text, label=label)
    missing = [question.id for question in form.questions if question.id not in answered]
    if missing:
        place = Place(sheet=filled.sheet, cell=filled.range)
        yield kinds.NOT_ANSWERED.at(place, form=form.id, title=form.title, numbers=wording.LIST_PAUSE.join(missing), count=len(missing))


def number_in(form: Form, row: Row) -> str:
    """The number of the question that a row answers, as it was written."""
    own = form.with_role(ColumnRole.QUESTION)
    return (words_in(row, own.id) if own is not None else "") or row.written_number


def _place(row: Row, form: Form, filled: FilledForm) -> Place:
    column = form.numbered_by
    return (row.places.get(column.id) if column is not None else None) or Place(sheet=filled.sheet)
