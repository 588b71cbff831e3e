"""An editable register with rows in it, which `record` takes back: the blank register, filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.sheet import CellValue
from duchá.forms.workbook import write_filled_register
from duchá.rulebook.form import Column, Form
from duchá.terms.quantity import Content, Day, Empty, Quantity, text_of

_EXTRA = "extra:"  # before the title of a column that is not the form's own


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
    forms = [_with_room(page) for page in pages]
    rows = {form.id: [*_rows(form, page)] for form, page in zip(forms, pages, strict=True)}
    write_filled_register(forms, rows, path, campaign)


def _with_room(page: RegisterPage) -> Form:
    titles = dict.fromkeys(title for extra in page.extra for title in extra)
    own = {column.title for column in page.form.columns}
    more = tuple(Column(id=f"{_EXTRA}{title}", title=title) for title in titles if title not in own)
    return replace(page.form, columns=(*page.form.columns, *more), body_rows=max(1, len(page.rows) + page.spare))


def _rows(form: Form, page: RegisterPage) -> Iterator[Mapping[str, CellValue]]:
    """What the cells of each row hold; an empty cell is left out."""
    extras = page.extra or [{} for _ in page.rows]
    for values, extra in zip(page.rows, extras, strict=True):
        said = ((one.id, extra.get(one.title) if one.id.startswith(_EXTRA) else _value(values.get(one.id))) for one in form.columns)
        yield {name: value for name, value in said if value not in (None, "")}


def _value(content: Content | None) -> CellValue | None:
    match content:
        case None | Empty():
            return None
        case Day() if content.end is None:
            return content.day
        case Quantity() if not content.text:
            return content.amount
        case _:
            return text_of(content)
