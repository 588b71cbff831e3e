"""Submissions and faults as JSON values: what the journal stores and what ``--json`` prints, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from json.encoder import encode_basestring as _quoted
from operator import itemgetter
from typing import Any

from duchá.submissions import faults as kinds
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.submissions.places import RowPlaces, Spots
from duchá.terms.content_json import content_from_json, content_json
from duchá.terms.fault import Fault, FaultKind, Weight, fault_json
from duchá.terms.place import Place, column_letters, parse_address
from duchá.terms.quantity import EMPTY, Content, Words, text_of
from duchá.workbooks.sheets import faults as reader_kinds

Json = dict[str, Any]
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_first = itemgetter(0)
_TITLES = {kind.code: kind.title for kind in (*kinds.CATALOGUE, *reader_kinds.CATALOGUE)}


def payload_json(submission: Submission) -> Json:
    """The journal's payload as far as the submission knows it (design §5; keys are added, never renamed).

    Receipt number, lateness, version, what it supersedes and its marked copy are added by whoever files it.
    """
    given = {"period": submission.given_period, "deliverable": submission.given_deliverable}
    given = {name: value for name, value in given.items() if value}
    return {
        "source": submission.source,
        "sha256": submission.sha256,
        "unit": submission.unit,
        "status": submission.status.value,
        "received_at": submission.received_at.isoformat(),
        "deliverables": list(submission.deliverables),
        "forms": {form.form: _form_json(form) for form in submission.forms},
        "faults": [fault_json(fault) for fault in submission.faults],
    } | ({"given": given} if given else {})


def body_text(submission: Submission) -> str:
    """The journal's body: every row with its cells and where each stands; ``paragraphs`` of a written report where there are any.

    Written letter by letter as the journal writes JSON (keys sorted, no blanks): the rows of a thousand returns are half a million values,
    and to make each a part of a dict first, only to write it out, takes four times as long.
    """
    forms = {form.form: f"[{','.join(_row_texts(form.rows))}]" for form in submission.forms}
    paragraphs = f',"paragraphs":{_written(list(submission.paragraphs))}' if submission.paragraphs else ""
    return f'{{"forms":{{{",".join(f"{_quoted(id)}:{rows}" for id, rows in sorted(forms.items()))}}}{paragraphs}}}'


def body_json(submission: Submission) -> Json:
    """The same body as values, to be compared with another."""
    body: Json = json.loads(body_text(submission))
    return body


def forms_from_json(payload: Mapping[str, Any], body: Mapping[str, Any]) -> tuple[FilledForm, ...]:
    """The filled forms of a stored submission, rows and all."""
    rows = body.get("forms", {})
    return tuple(_form_from(form, stored, rows.get(form, [])) for form, stored in payload.get("forms", {}).items())


def fault_from_json(item: Mapping[str, Any]) -> Fault:
    """A stored fault as it was said then, whatever the catalogue says today; the title is today's."""
    kind = FaultKind(  # house: what was said then, whatever the catalogue says today
        code=item["code"],
        name=item["name"],
        weight=Weight(item["weight"]),
        title=_TITLES.get(item["code"], item["name"]),
        message="{message}",
        remedy="{remedy}",
    )
    place = Place(sheet=item["sheet"], cell=item["cell"], label=item["label"])
    return kind.at(place, form=item["form"], found=item["value"], message=item["message"], remedy=item["remedy"])


def _form_json(form: FilledForm) -> Json:
    return {
        "rows": len(form.rows),
        "zero_report": form.nil,
        "sheet": form.sheet,
        "range": form.range,
        "filed_on": form.filed_on.isoformat() if form.filed_on else None,
        "remark": form.remark,
        "remark_list": list(form.remark_list),
        "header": {id: text_of(content) for id, content in form.header.items()},
    }


def _form_from(form: str, stored: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> FilledForm:
    return FilledForm(
        form=form,
        sheet=stored["sheet"],
        range=stored["range"],
        header={id: Words(text) if text else EMPTY for id, text in stored["header"].items()},
        header_places={},
        rows=tuple(_row_from(row) for row in rows),
        remark=stored["remark"],
        remark_list=tuple(stored["remark_list"]),
        nil=stored["zero_report"],
        filed_on=date.fromisoformat(stored["filed_on"]) if stored["filed_on"] else None,
    )


def _row_texts(rows: Iterable[Row]) -> Iterator[str]:
    """The rows as stored. Nearly all of a table are plain words in the same columns, and differ in these words and the line alone."""
    spots: Spots | None = None
    ids: tuple[str, ...] = ()
    frame = ""
    for row in rows:
        places, cells = row.places, row.cells
        if type(places) is not RowPlaces or places.spots.transposed or row.extra or row.marks or row.sub_unit:
            yield _row_text(row)
            continue
        if places.spots is not spots or len(cells) != len(ids):
            spots, ids = places.spots, tuple(sorted(cells))
            frame = _frame(spots, ids)
        line = places.row
        words: list[int | str] = []
        for id in ids:
            content = cells.get(id)
            if type(content) is not Words:
                break
            words += (line, _quoted(content.text))
        else:
            yield frame % (*words, row.number, line, _quoted(row.written_number))
            continue
        yield _row_text(row)


def _frame(spots: Spots, ids: tuple[str, ...]) -> str:
    """A row of words in these columns, with a place for each line, each text, and the row's own numbers."""
    cells = ",".join(f'{_kept(_quoted(id))}:{{"cell":"{column_letters(spots.columns[id])}%d","kind":"words","text":%s}}' for id in ids)
    return f'{{"cells":{{{cells}}},"number":%d,"row":%d,"sheet":{_kept(_quoted(spots.sheet))},"written_number":%s}}'


def _kept(text: str) -> str:
    return text.replace("%", "%%")


def _row_text(row: Row) -> str:
    """A row as stored; what hardly any row has (added columns, a unit below, remarks) only where it has it."""
    sheet, at = _addresses(row.places)
    cells = ",".join([f"{_quoted(id)}:{_cell_text(content, at[id])}" for id, content in sorted(row.cells.items(), key=_first)])
    line = parse_address(next(iter(at.values()), ""))[0]
    added = f',"extra":{_written(dict(row.extra))}' if row.extra else ""
    marks = f',"marks":{_written(list(row.marks))}' if row.marks else ""
    below = f',"sub_unit":{_quoted(row.sub_unit)}' if row.sub_unit else ""
    place = f'"number":{row.number},"row":{line},"sheet":{_quoted(sheet)}{below},"written_number":{_quoted(row.written_number)}'
    return f'{{"cells":{{{cells}}}{added}{marks},{place}}}'


def _cell_text(content: Content, cell: str) -> str:
    if type(content) is Words:  # nearly every cell
        return f'{{"cell":{_quoted(cell)},"kind":"words","text":{_quoted(content.text)}}}'
    return _written({**content_json(content), "cell": cell})


def _addresses(places: Mapping[str, Place]) -> tuple[str, dict[str, str]]:
    """Sheet and addresses of a row's cells; a row as read need not make its places for that."""
    if isinstance(places, RowPlaces):
        return places.sheet, places.addresses()
    return next((place.sheet for place in places.values()), ""), {id: place.cell for id, place in places.items()}


def _row_from(stored: Mapping[str, Any]) -> Row:
    cells = stored["cells"]
    return Row(
        number=stored["number"],
        written_number=stored["written_number"],
        cells={id: content_from_json(cell) for id, cell in cells.items()},
        places={id: Place(sheet=stored["sheet"], cell=cell["cell"]) for id, cell in cells.items()},
        extra=stored.get("extra", {}),
        sub_unit=stored.get("sub_unit", ""),
        marks=tuple(stored.get("marks", ())),
    )
