"""What a column or header cell is called in a message."""

from __future__ import annotations

from duchá.rulebook.form import Column, HeaderField


def label_of(column: Column | HeaderField) -> str:
    """The printed title; for an untitled column the first other name it is known by."""
    if isinstance(column, HeaderField):
        return column.label
    return column.title or next(iter(column.synonyms), column.id)
