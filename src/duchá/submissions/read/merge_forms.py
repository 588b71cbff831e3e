"""The same form on several sheets of one workbook (A26): sub-units' sheets become one form of the parent unit."""

from __future__ import annotations

from dataclasses import replace

from duchá.submissions.model import FilledForm, Row


def merge_forms(forms: tuple[FilledForm, ...]) -> tuple[FilledForm, ...]:
    """One filled form for each form id. Rows of further sheets follow; a row keeps the 下属单位 that it, or its sheet, names (a 续表 names none).

    A blank copy beside a filled one does not count. That there are several was said when they were found (S215, S216, S218).
    """
    if len({form.form for form in forms}) == len(forms):
        return forms
    by_form: dict[str, list[FilledForm]] = {}
    for form in forms:
        by_form.setdefault(form.form, []).append(form)
    return tuple(_merged([form for form in same if not form.untouched] or same[:1]) for same in by_form.values())


def _merged(forms: list[FilledForm]) -> FilledForm:
    first = next((form for form in forms if form.rows), forms[0])
    if len(forms) == 1:
        return first
    rows = [row for form in forms for row in form.rows]
    remarks = [form.remark for form in forms if form.remark]
    return replace(
        first,
        rows=tuple(_renumbered(rows)),
        remark="\n".join(remarks),
        remark_list=tuple(dict.fromkeys(item for form in forms for item in form.remark_list)),
        nil=all(form.nil for form in forms),
        untouched=False,
        other_headers=tuple((form.header, form.header_places) for form in forms if form is not first),
        filed_on=max((form.filed_on for form in forms if form.filed_on), default=None),
    )


def _renumbered(rows: list[Row]) -> list[Row]:
    return [replace(row, number=number) for number, row in enumerate(rows, 1)]
