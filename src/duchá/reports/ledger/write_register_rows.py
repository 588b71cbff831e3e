"""An editable register with rows in it, which `record` takes back: the blank register, filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign
from duchá.forms import marks, package
from duchá.forms.layout import lay_out
from duchá.forms.names import sheet_names
from duchá.forms.sheet import row_height
from duchá.forms.workbook import write_register
from duchá.rulebook.form import Column, Form
from duchá.terms.quantity import Content, Day, Empty, Quantity, text_of
from duchá.terms.write_beside import beside, saved


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """Rows of one register: what each column says, by column id, and by title in columns that are not the form's own.

    ``spare`` are the empty rows below them, where rows may be added.
    """

    form: Form
    rows: Sequence[Mapping[str, Content]]
    extra: Sequence[Mapping[str, str]] = ()
    spare: int = 20


def write_register_rows(pages: Sequence[RegisterPage], campaign: Campaign, path: Path) -> None:
    """Writes the registers, one sheet each, with room for more rows. Text stays text, whatever it looks like.

    Equal rows give equal bytes. Raises OSError.
    """
    from openpyxl import load_workbook

    forms = [_with_room(page) for page in pages]
    with beside(path) as half:
        write_register(forms, half, campaign=campaign)
        with half.open("rb") as stream:
            book = load_workbook(stream)
        for form, page, name in zip(forms, pages, sheet_names(forms), strict=True):
            _fill(book[name], form, page)
        parts = package.signed(package.unpacked(saved(book)), f"{campaign.settings.start.isoformat()}T00:00:00Z", marks.TOOL)
        half.write_bytes(package.packed(parts))


def _with_room(page: RegisterPage) -> Form:
    titles = dict.fromkeys(title for extra in page.extra for title in extra)
    own = {column.title for column in page.form.columns}
    more = tuple(Column(id=f"extra:{title}", title=title) for title in titles if title not in own)
    return replace(page.form, columns=(*page.form.columns, *more), body_rows=max(1, len(page.rows) + page.spare))


def _fill(sheet: Any, form: Form, page: RegisterPage) -> None:
    layout = lay_out(form)
    extras = page.extra or [{} for _ in page.rows]
    for at, (values, extra) in enumerate(zip(page.rows, extras, strict=True), 1):
        texts: list[tuple[str, float]] = []
        for column in form.columns:
            value = extra.get(column.title) if column.id.startswith("extra:") else _value(values.get(column.id))
            if value not in (None, ""):
                _put(sheet[layout.body(at, column.id).at], value)
                if isinstance(value, str):
                    texts.append((value, layout.widths[layout.columns[column.id] - 1]))
        sheet.row_dimensions[layout.body(at, form.columns[0].id).row].height = row_height(texts)


def _value(content: Content | None) -> str | date | Decimal | None:
    match content:
        case None | Empty():
            return None
        case Day() if content.end is None:
            return content.day
        case Quantity() if not content.text:
            return content.amount
        case _:
            return text_of(content)


def _put(cell: Any, value: object) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula
