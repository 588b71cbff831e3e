"""Is it filled at all: body, date, seals, attachments; and no rectification without a problem."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.form import ColumnKind, ColumnRole, Form, NilPolicy
from duchá.submissions import wording
from duchá.submissions.checks.declared import (
    column_of,
    column_texts,
    date_field,
    declared_forms,
    filled_forms,
    header_content,
    header_place,
    says_nothing,
    words_in,
)
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.grammar import is_total, may_point_to_attachment, names_attachment, points_to_attachment
from duchá.submissions.keys import plain
from duchá.submissions.model import FilledForm, Submission
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import Empty
from duchá.terms.text import for_matching

CELL_EMPTY = "一栏为空"
NO_SUCH_CELL = "这一栏没有了"
OTHER_TEXTS = ("说明", "报告", "另附")  # names of files that come beside the forms

_LONGEST_REFERENCE = 40


def empty_bodies(submission: Submission, context: Context) -> Iterator[Fault]:
    """What an empty body means (DT-17, DT-18): S401 where the date is missing too, S410 for a form that may not be nil, S419 where it must be filled."""
    for filled, form in filled_forms(submission, context):
        if filled.rows:
            continue
        place = Place(sheet=filled.sheet, cell=filled.range)
        field = date_field(form)
        if form.nil is NilPolicy.FAULT:
            yield kinds.EMPTY_BODY.at(place, form=form.id, title=form.title)
        elif field is not None and _is_undated(filled, form):
            if filled.nil_text:
                continue  # it says “none”: only the date is wanting
            yield kinds.ZERO_REPORT_UNCLEAR.at(header_place(filled, field), form=form.id, title=form.title, label=field.label)
        elif form.nil is NilPolicy.FLAG:
            yield kinds.SYSTEMS_EMPTY.at(place, form=form.id, title=form.title)


def printed_rows(submission: Submission, context: Context) -> Iterator[Fault]:
    """S481 for a printed row that stands there twice, S482 for one that is gone, in a form in which something was filled in. A printed 合计 is no row."""
    for filled, form in filled_forms(submission, context):
        if not form.preset or not filled.rows:
            continue
        named = [tuple(for_matching(words_in(row, id)) for id in form.preset_columns) for row in filled.rows]
        for texts in (texts for texts in form.preset if not is_total(plain(texts[0]))):
            found = [row for row, said in zip(filled.rows, named, strict=True) if said == tuple(map(for_matching, texts))]
            words = {"title": form.title, "row": wording.LIST_PAUSE.join(texts)}
            if len(found) > 1:
                yield kinds.PRESET_TWICE.at(found[1].places[form.preset_columns[0]], form=form.id, count=len(found), **words)
            elif not found:
                yield kinds.PRESET_GONE.at(Place(sheet=filled.sheet, cell=filled.range), form=form.id, **words)


def missing_dates(submission: Submission, context: Context) -> Iterator[Fault]:
    """S403 where rows, or “none”, were filled in and a required date was not (DT-35); an empty body without a date is S401."""
    for filled, form in filled_forms(submission, context):
        field = date_field(form)
        if field is not None and field.required and (filled.rows or filled.nil_text) and _is_undated(filled, form):
            yield kinds.DATE_MISSING.at(
                header_place(filled, field), form=form.id, label=field.label, example=field.example or kinds.DATE_MISSING.example
            )


def seals(submission: Submission, context: Context) -> Iterator[Fault]:
    """S407 and S408, apart, for the two seal cells (DT-34). A form that nobody touched is not asked for seals."""
    for filled, form in filled_forms(submission, context):
        for field in form.header if not filled.untouched else ():
            kind = {ColumnKind.UNIT: kinds.UNIT_SEAL_MISSING, ColumnKind.SEAL: kinds.DISCIPLINE_SEAL_MISSING}.get(field.kind)
            asked = field.kind is ColumnKind.UNIT and submission.unit is None  # that nobody knows the unit is said already
            if kind is not None and not asked and isinstance(header_content(filled, field), Empty):
                place = header_place(filled, field)
                yield kind.at(place, form=form.id, label=field.label, state=CELL_EMPTY if place.cell else NO_SUCH_CELL)


def rectified_nothing(submission: Submission, context: Context) -> Iterator[Fault]:
    """S412 for a row with a rectification and no problem (D15, DT-39). The reverse is a missing value.

    Silent where the column is missing or its cell could not be read: that is said already.
    """
    spoken = {(fault.place.sheet, fault.place.cell) for fault in submission.faults}
    for filled, form in filled_forms(submission, context):
        problem, done = form.with_role(ColumnRole.PROBLEM), form.with_role(ColumnRole.RECTIFICATION)
        if problem is None or done is None:
            continue
        if all(column_texts(filled, problem.id)):
            continue
        for row in filled.rows:
            if not says_nothing(row, problem.id) or not words_in(row, done.id):
                continue
            place = row.places.get(problem.id)
            if place is not None and (place.sheet, place.cell) not in spoken:
                yield kinds.RECTIFIED_NOTHING.at(place, form=form.id, rectification=done.title, problem=problem.title)


def attachments(submission: Submission, context: Context) -> Iterator[Fault]:
    """S409 for 见附页 where no attachment came: no further sheet, no further file of the unit (C25, DT-36)."""
    if _has_attachment(submission, context):
        return
    for filled, form in filled_forms(submission, context):
        for column in (column_of(form, ColumnRole.PROBLEM), column_of(form, ColumnRole.RECTIFICATION), column_of(form, ColumnRole.SYSTEM)):
            texts = column_texts(filled, column) if column else []
            if not may_point_to_attachment("".join(texts)):
                continue
            for row, text in zip(filled.rows, texts, strict=True):
                if len(text) <= _LONGEST_REFERENCE and points_to_attachment(text):
                    yield kinds.ATTACHMENT_MISSING.at(
                        row.places.get(column), form=form.id, found=text, label=form.column(column).title, written=text
                    )


def _is_undated(filled: FilledForm, form: Form) -> bool:
    """True where the date cell is empty; what was typed and is no date is another fault."""
    field = date_field(form)
    return field is not None and filled.filed_on is None and isinstance(header_content(filled, field), Empty)


def _has_attachment(submission: Submission, context: Context) -> bool:
    """True where something besides the campaign's forms came along."""
    numbers = [form.number for form in declared_forms(context).values() if form.number]
    return any(
        names_attachment(name) or any(word in name for word in OTHER_TEXTS) or not any(number in name for number in numbers)
        for name in context.arrival.companions
        if name != submission.source
    )
