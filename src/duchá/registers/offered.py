"""Registers as a campaign has them: choices that come from elsewhere filled in, columns that a list names added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duchá.campaign.model import Campaign
from duchá.forms.names import free_name
from duchá.rulebook.form import CHECKED_BY, Column, ColumnKind, FilledBy, Form

UNITS, DELIVERABLES, MATTERS, RULES, CATEGORIES = "units", "deliverables", "matters", "rules", "categories"
MATERIALS = frozenset({DELIVERABLES, "forms"})  # all that units are to send, and of it what is a form
BESIDE = {
    "components": "score-notes",
    "counted-columns": "asked-columns",
}  # a list of columns for amounts → the list of columns for texts that stands behind it
_AMOUNT, _TEXT = 10, 18  # widths of columns that a list brings
NAMES = frozenset({UNITS, *MATERIALS, MATTERS})  # are understood as names, not chosen letter by letter


def as_offered(form: Form, lists: Mapping[str, tuple[str, ...]]) -> Form:
    """The form with the campaign's lists in it. A list that the campaign does not have leaves its column open."""
    columns = tuple(_with_choices(column, lists) for column in form.columns)
    known = {column.title for column in columns}
    texts = BESIDE.get(form.columns_from, "")
    kinds = ((form.columns_from, ColumnKind.AMOUNT, _AMOUNT), (texts, ColumnKind.LONG_TEXT, _TEXT))
    more = (
        Column(id=name, title=name, kind=kind, width=width)
        for names, kind, width in kinds
        for name in lists.get(names, ())
        if name not in known
    )
    last = tuple(column for column in columns if column.id == CHECKED_BY)  # 核实人 stands behind everything that it answers for
    return replace(form, columns=(*(column for column in columns if column not in last), *more, *last))


def register_forms(campaign: Campaign, lists: dict[str, tuple[str, ...]]) -> tuple[Form, ...]:
    """The registers of a campaign with its choices filled in, no two of one name: what two rulebooks call alike is told apart by a number."""
    taken: set[str] = set()
    forms = (as_offered(form, lists) for form in campaign.forms(FilledBy.OFFICE))
    return tuple(replace(form, sheet=free_name(form.sheet, taken)) for form in forms)


def _with_choices(column: Column, lists: Mapping[str, tuple[str, ...]]) -> Column:
    if column.kind is not ColumnKind.CHOICE or column.choices_from in NAMES:
        return column
    return replace(column, choices=tuple(dict.fromkeys((*column.choices, *lists.get(column.choices_from, ())))))
