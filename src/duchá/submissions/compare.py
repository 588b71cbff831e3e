"""What changed between two versions of a submission (D04): rows added, gone and altered, in the words of the forms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from duchá.submissions.model import FilledForm, Row
from duchá.terms.content_json import content_json
from duchá.terms.quantity import Content, Words, text_of

_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
RowJson = Mapping[str, Any]
BodyJson = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: ``before`` and ``after`` are texts of a cell, or of a whole row when it was added (before empty) or is gone."""

    form: str
    cell: str
    column: str
    before: str
    after: str


def digest_form(form: FilledForm) -> str:
    """A digest of what one form says, wherever its rows stand and whatever file they came in (D03)."""
    said = [form.remark, sorted((id, text_of(content)) for id, content in form.header.items()), form.nil]
    texts = f"[[{', '.join(map(_row_said, form.rows))}], {_written(said)}]"
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _row_said(row: Row) -> str:
    """What a row says as JSON: column, kind and text of every cell, in the order of the columns' ids. Nearly every cell holds words."""
    cells = row.cells
    frame, ids = _frame(tuple(cells))
    words = [_quoted(content.text) for id in ids if type(content := cells[id]) is Words]
    if len(words) == len(ids):
        return frame % tuple(words)
    return _written([(id, *_kind_and_text(cells[id])) for id in ids])


@lru_cache(maxsize=256)
def _frame(columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A row of words in these columns, with a place for each text, and the order of the columns."""
    ids = tuple(sorted(columns))
    cells = [f'[{_quoted(id)}, "words", '.replace("%", "%%") + "%s]" for id in ids]
    return f"[{', '.join(cells)}]", ids


def _kind_and_text(content: Content) -> tuple[str, str]:
    if type(content) is Words:  # nearly every cell
        return "words", content.text
    stored = content_json(content)
    return stored["kind"], stored["text"]


def changes(before: BodyJson, after: BodyJson) -> tuple[Change, ...]:
    """Differences form by form: equal rows are matched first wherever they stand, the rest in order."""
    found: list[Change] = []
    for form, rows in after["forms"].items():
        found += _form_changes(form, before["forms"].get(form, []), rows)
    return tuple(found)


def _form_changes(form: str, old: list[RowJson], new: list[RowJson]) -> list[Change]:
    old_keys, new_keys = [_said(row) for row in old], [_said(row) for row in new]
    left = [row for row, key in zip(old, old_keys, strict=True) if key not in new_keys]
    right = [row for row, key in zip(new, new_keys, strict=True) if key not in old_keys]
    found = [change for one, other in zip(left, right, strict=False) for change in _row_changes(form, one, other)]
    found += [Change(form=form, cell=_cell(row), column="", before=_line(row), after="") for row in left[len(right) :]]
    found += [Change(form=form, cell=_cell(row), column="", before="", after=_line(row)) for row in right[len(left) :]]
    return found


def _row_changes(form: str, old: RowJson, new: RowJson) -> list[Change]:
    columns = [column for column in new["cells"] if old["cells"].get(column, {}).get("text", "") != new["cells"][column]["text"]]
    return [
        Change(
            form=form,
            cell=new["cells"][column]["cell"],
            column=column,
            before=old["cells"].get(column, {}).get("text", ""),
            after=new["cells"][column]["text"],
        )
        for column in columns
    ]


def _said(row: RowJson) -> tuple[tuple[str, str], ...]:
    return tuple((column, cell["text"]) for column, cell in sorted(row["cells"].items()))


def _cell(row: RowJson) -> str:
    return next((cell["cell"] for cell in row["cells"].values()), "")


def _line(row: RowJson) -> str:
    return "｜".join(cell["text"] for cell in row["cells"].values() if cell["text"])
