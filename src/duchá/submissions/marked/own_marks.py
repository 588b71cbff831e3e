"""Our own marks in a marked copy that comes back (校验结果, comments): not the unit's content, so not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from duchá.submissions import wording
from duchá.terms.fault import Fault
from duchá.workbooks.sheets import faults as reader_kinds
from duchá.workbooks.sheets.model import RawBook, RawSheet

_TITLE_START = wording.RESULT_TITLE.format(name="")


def without_marks(book: RawBook) -> RawBook:
    """The workbook as the unit means it: without the sheet of results, without our comments, without the notes about either."""
    if not any(is_result_sheet(sheet) or _marked(sheet) for sheet in book.sheets):
        return book
    sheets = tuple(_without_comments(sheet) for sheet in book.sheets if not is_result_sheet(sheet))
    theirs = {sheet.name: len(sheet.comments) for sheet in sheets}
    ours = {sheet.name for sheet in book.sheets} - theirs.keys()
    return replace(book, sheets=sheets, notes=tuple(_notes(book.notes, ours, theirs)))


def is_result_sheet(sheet: RawSheet) -> bool:
    """True for the sheet that a marked copy has in front: by its name and its first cell."""
    first = sheet.value(1, 1)
    return sheet.name.startswith(wording.RESULT_SHEET) and isinstance(first, str) and first.startswith(_TITLE_START)


def own_words(comment: str) -> str:
    """What a person wrote in a comment, without what a marked copy added to it."""
    return comment.split(wording.COMMENT_MARK)[0].strip()


def _notes(notes: tuple[Fault, ...], ours: set[str], theirs: Mapping[str, int]) -> Iterator[Fault]:
    """The notes about the unit's own sheets; that there are comments counts only theirs."""
    for note in notes:
        if note.kind.code == reader_kinds.COMMENTS.code and note.place.sheet in theirs:
            if count := theirs[note.place.sheet]:
                yield reader_kinds.COMMENTS.at(note.place, count=count)
        elif note.place.sheet not in ours:
            yield note


def _marked(sheet: RawSheet) -> bool:
    return any(wording.COMMENT_MARK in text for text in sheet.comments.values())


def _without_comments(sheet: RawSheet) -> RawSheet:
    comments = {at: words for at, text in sheet.comments.items() if (words := own_words(text))}
    return replace(sheet, comments=comments) if _marked(sheet) else sheet
