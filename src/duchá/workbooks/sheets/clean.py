"""The text rule, once, at the border: control characters and broken characters become visible, and are named."""

from __future__ import annotations

import re
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


def suspicious(packed: str) -> bool:
    """False where JSON surely holds no forbidden character; a few C-speed searches. A control character below the blank stands there escaped."""
    if "\\" in packed and ("\\u00" in packed or "\\b" in packed or "\\f" in packed):
        return True
    return not packed.isprintable() and _FORBIDDEN.search(packed) is not None


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
