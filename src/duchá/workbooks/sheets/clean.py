"""The text rule, once, at the border: control characters and broken characters become visible, and are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duchá.terms.fault import Fault
from duchá.terms.place import Place, address
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, CellValue, Picture, RawBook, RawSheet, Uncalculated
from duchá.workbooks.sheets.settle import cells_named

# C0 and C1 controls but tab and line breaks; the two non-characters that XML forbids; lone surrogates
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_CONTROL_PICTURES = 0x2400
_REPLACEMENT = "\ufffd"
_SPECIAL = frozenset({CellError, Uncalculated, Picture})


def cleaned(book: RawBook | None, found: tuple[Fault, ...], name: str) -> tuple[RawBook | None, tuple[Fault, ...]]:
    """What a reader found, by the text rule: each forbidden character is replaced by one that can be seen, and noted. Hardly any file has one."""
    if not any(map(_may_be_forbidden, _stretches(book, found))):
        return book, found
    return (clean_book(book, name) if book is not None else None), tuple(map(clean_fault, found))


def _may_be_forbidden(text: str) -> bool:
    return not text.isprintable() and _FORBIDDEN.search(text) is not None


def _stretches(book: RawBook | None, found: tuple[Fault, ...]) -> Iterator[str]:
    """Every text of a book and its faults, many at a time: a few searches are quicker than one a cell."""
    yield "".join(map(_words_of, found))
    if book is None:
        return
    yield "".join((*book.marks.keys(), *book.marks.values(), *book.paragraphs, *map(_words_of, book.notes)))
    for sheet in book.sheets:
        yield "".join((sheet.name, *sheet.comments.values(), *sheet.text_boxes))
        yield "".join([value for row in sheet.rows for value in row if type(value) is str])
        yield "".join([_text_of(value) for row in sheet.rows for value in row if type(value) in _SPECIAL])


def _words_of(fault: Fault) -> str:
    place = fault.place
    return "".join((place.file, place.sheet, place.cell, place.label, fault.found or "", *(word for _, word in fault.words)))


def _text_of(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.text
    return value.formula if isinstance(value, Uncalculated) else value.id if isinstance(value, Picture) else ""


def clean(text: str) -> str:
    """The text with each forbidden character replaced by one that can be seen: ␀–␟, ␡, or U+FFFD."""
    return _FORBIDDEN.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\u2421" if code == 0x7F else _REPLACEMENT


def clean_fault(fault: Fault) -> Fault:
    """The fault with clean words and place."""
    place = Place(
        file=clean(fault.place.file), sheet=clean(fault.place.sheet), cell=clean(fault.place.cell), label=clean(fault.place.label)
    )
    words = tuple((key, clean(word)) for key, word in fault.words)
    return replace(fault, place=place, found=None if fault.found is None else clean(fault.found), words=words)


def clean_book(book: RawBook, name: str) -> RawBook:
    """The book with clean text, and a note on each sheet where cells were changed."""
    sheets: list[RawSheet] = []
    notes = list(map(clean_fault, book.notes))
    for sheet in book.sheets:
        cleaned, changed = _clean_sheet(sheet)
        sheets.append(cleaned)
        if changed:
            place = Place(file=clean(name), sheet=cleaned.name, cell=address(*min(changed)))
            notes.append(faults.CONTROL_CHARACTERS.at(place, count=len(changed), cells=cells_named(changed)))
    return replace(
        book,
        sheets=tuple(sheets),
        marks={clean(key): clean(value) for key, value in book.marks.items()},
        paragraphs=tuple(map(clean, book.paragraphs)),
        notes=tuple(notes),
    )


def _clean_sheet(sheet: RawSheet) -> tuple[RawSheet, list[tuple[int, int]]]:
    changed: list[tuple[int, int]] = []
    rows: list[tuple[CellValue, ...]] = []
    for i, row in enumerate(sheet.rows):
        cleaned = tuple(map(_clean_value, row))
        if cleaned != row:
            changed += [(sheet.top + i, sheet.left + j) for j, (new, old) in enumerate(zip(cleaned, row, strict=True)) if new != old]
        rows.append(cleaned)
    comments = {at: clean(text) for at, text in sheet.comments.items()}
    boxes = tuple(map(clean, sheet.text_boxes))
    return replace(sheet, name=clean(sheet.name), rows=tuple(rows), comments=comments, text_boxes=boxes), changed


def _clean_value(value: CellValue) -> CellValue:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, CellError):
        return CellError(clean(value.text))
    if isinstance(value, Uncalculated):
        return Uncalculated(clean(value.formula))
    return Picture(clean(value.id)) if isinstance(value, Picture) else value
