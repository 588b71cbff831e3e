"""Do the parts of a submission agree with each other? (DT-39)"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duchá.rulebook.form import ColumnRole, Form
from duchá.submissions import wording
from duchá.submissions.checks.declared import column_of, declared_forms, filled_forms, words_in
from duchá.submissions.checks.written_report import compare_report
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.grammar import says_none_of_all
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, text_of
from duchá.terms.text import for_matching

_NAMING = re.compile(r"[《》“”\"'()、,.:;]")


def cancelled_items(submission: Submission, context: Context) -> Iterator[Fault]:
    """S411 within one file; ``cancelled_still_used`` does the same over all forms of a unit."""
    return cancelled_still_used(submission.forms, declared_forms(context))


def cancelled_still_used(forms: tuple[FilledForm, ...], declared: Mapping[str, Form]) -> Iterator[Fault]:
    """S411 for each item that one form lists as cancelled and another still works on. Equal names only, spaces and quotes aside."""
    by_id = {filled.form: filled for filled in forms}
    for filled in forms:
        remark = declared[filled.form].remark
        other = by_id.get(remark.against) if remark is not None else None
        if other is None or not filled.remark_list:
            continue
        cancelled = {_name(item) for item in filled.remark_list}
        column = column_of(declared[other.form], ColumnRole.ITEM)
        for row in other.rows:
            item = words_in(row, column)
            if item and _name(item) in cancelled:
                yield kinds.CANCELLED_STILL_USED.at(
                    row.places.get(column), form=other.form, found=item, item=item, list_form=declared[filled.form].number
                )


def rows_twice(submission: Submission, context: Context) -> Iterator[Fault]:
    """S268 where a form whose key stands in it once has it in two rows."""
    for filled, form in filled_forms(submission, context):
        keys = [column.id for column in form.columns if column.key] if form.unique else []
        seen: dict[tuple[str, ...], Row] = {}
        for row in filled.rows if keys else ():
            said = [text_of(row.cells.get(key, EMPTY)) for key in keys]
            first = seen.setdefault(tuple(map(for_matching, said)), row)
            if first is not row and any(said):
                before, place = (one.places.get(keys[0]) or Place(sheet=filled.sheet) for one in (first, row))
                yield kinds.ROW_TWICE.at(
                    place, form=form.id, found=said[0], said=wording.LIST_PAUSE.join(said), first=before.cell, second=place.cell
                )


def contradictions(submission: Submission, context: Context) -> Iterator[Fault]:
    """S402 where a form says that there is no problem, in its body or its remark, and lists some (C22, DT-39)."""
    for filled, form in filled_forms(submission, context):
        if not filled.rows or form.with_role(ColumnRole.PROBLEM) is None:
            continue
        said, place = filled.nil_text, Place(sheet=filled.sheet, cell=filled.range)
        if not said and says_none_of_all(filled.remark):
            said, place = filled.remark, filled.remark_place
        if said:
            yield kinds.NIL_WITH_ROWS.at(place, form=form.id, found=said, title=form.title, said=said, rows=len(filled.rows))


def report_counts(submission: Submission, context: Context) -> Iterator[Fault]:
    """S415 where report and forms came in one document; ``compare_report`` does the same over all files of a unit (D13)."""
    return compare_report(submission.paragraphs, submission.forms, declared_forms(context))


def _name(item: str) -> str:
    return _NAMING.sub("", for_matching(item))
