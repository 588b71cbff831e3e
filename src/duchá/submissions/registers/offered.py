"""Registers as a campaign has them: choices that come from elsewhere filled in, columns that a list names added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duchá.rulebook.form import Column, ColumnKind, Form

UNITS, DELIVERABLES, MATTERS, RULES = "units", "deliverables", "matters", "rules"
NAMES = frozenset({UNITS, DELIVERABLES, MATTERS})  # are understood as names, not chosen letter by letter


def as_offered(form: Form, lists: Mapping[str, tuple[str, ...]]) -> Form:
    """The form with the campaign's lists in it. A list that the campaign does not have leaves its column open."""
    columns = tuple(_with_choices(column, lists) for column in form.columns)
    known = {column.title for column in columns}
    more = (Column(id=name, title=name, kind=ColumnKind.AMOUNT, width=10) for name in lists.get(form.columns_from, ()) if name not in known)
    return replace(form, columns=(*columns, *more))


def _with_choices(column: Column, lists: Mapping[str, tuple[str, ...]]) -> Column:
    if column.kind is not ColumnKind.CHOICE or column.choices or column.choices_from in NAMES:
        return column
    return replace(column, choices=lists.get(column.choices_from, ()))
