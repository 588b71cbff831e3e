"""From a cell as found to what it says: the one way in, by the column's declared kind."""

from __future__ import annotations

import re

from duchá.rulebook.form import Column, ColumnKind, ColumnRole, HeaderField
from duchá.submissions import wording
from duchá.submissions.cells.convert_date import convert_date, convert_dates, convert_time
from duchá.submissions.cells.convert_number import convert_number
from duchá.submissions.cells.convert_text import clean, has_private_characters, plain_text, words_or_none
from duchá.submissions.cells.labels import label_of
from duchá.submissions.cells.short_answers import is_unticked, yes_or_no
from duchá.submissions.faults import cells as kinds
from duchá.submissions.keys import key
from duchá.submissions.model import RawCell
from duchá.terms.fault import Fault
from duchá.terms.quantity import EMPTY, Content, NotApplicable, Words
from duchá.workbooks.sheets.model import CellError, Picture, Uncalculated

YES = "是"
NO = "否"
PICTURE = "【图片】"
PARTERS = "、,，;；/和及与"  # what may stand between two of several choices

_NUMBERS = (ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT)
_SAYS_NONE = (ColumnRole.ITEM, ColumnRole.PROBLEM, ColumnRole.SYSTEM)  # roles in which a sentence may say “none”
_TYPED_TEXT = re.compile(r"=?[-+@=]?[^!(\"']*[\u4e00-\u9fff][^!(\"']*")  # text that a spreadsheet took for a formula (C27)
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}")


def convert(raw: RawCell, column: Column | HeaderField, year: int) -> tuple[Content, tuple[Fault, ...]]:
    """What a cell says, and what is to be said about it. ``year`` is the campaign's, for dates without one (C03).

    Blank: Empty, whatever spaces or invisible characters stand in it. 无 and the like: NotApplicable, never zero, never empty.
    Errors and formulas without a result are faults with their address, never blank in silence. Faults: S102–S120, S123, S124, S130.
    """
    value = raw.value
    if value is None or value == "":
        return EMPTY, ()
    if isinstance(value, CellError | Uncalculated | Picture):
        return _unreadable(raw, column)
    if column.kind in _NUMBERS:
        return convert_number(raw, column)
    match column.kind:
        case ColumnKind.DATE:
            return convert_date(raw, column, year)
        case ColumnKind.DATES:
            return convert_dates(raw, column, year)
        case ColumnKind.TIME:
            return convert_time(raw, column)
        case ColumnKind.YES_NO:
            return _yes_no(raw, column)
        case ColumnKind.CHOICE:
            return _choice(raw, column)
        case ColumnKind.CHOICES:
            return _choices(raw, column)
        case _:
            return _text(raw, column)


def _text(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    text = plain_text(raw.value, percent=raw.percent)
    if column.kind is ColumnKind.SEQUENCE:
        return (Words(clean(text)), ()) if clean(text) else (EMPTY, ())
    content = words_or_none(text, sentences=isinstance(column, Column) and column.role in _SAYS_NONE)
    if isinstance(content, Words):
        if has_private_characters(content.text):
            return content, (kinds.PRIVATE_CHARACTERS.at(raw.place, found=content.text, label=label_of(column)),)
        if _SCIENTIFIC.fullmatch(content.text):
            return content, (kinds.SCIENTIFIC.at(raw.place, found=content.text, label=label_of(column), written=content.text),)
    return content, ()


def _unreadable(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    """Error cells, formulas without a stored result, pictures."""
    label, value = label_of(column), raw.value
    if isinstance(value, Picture):
        faults = (kinds.PICTURE_ONLY.at(raw.place, found=PICTURE, label=label),) if column.required else ()
        return Words(PICTURE), faults
    written = value.text if isinstance(value, CellError) else value.formula if isinstance(value, Uncalculated) else ""
    if isinstance(value, Uncalculated) and _TYPED_TEXT.fullmatch(written):
        text = written if written[1:2] not in "-+@" else written.removeprefix("=")
        return Words(text), (kinds.RECOVERED_TEXT.at(raw.place, found=text, label=label, text=text),)
    if not column.required:
        return EMPTY, (kinds.OPTIONAL_ERROR.at(raw.place, found=written, label=label, written=written),)
    if isinstance(value, Uncalculated):
        return EMPTY, (kinds.UNCALCULATED.at(raw.place, found=written, label=label),)
    return EMPTY, (kinds.ERROR_VALUE.at(raw.place, found=written, label=label, written=written),)


def _yes_no(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    written = clean(plain_text(raw.value))
    if not key(written) or is_unticked(written):
        return EMPTY, ()
    said = yes_or_no(written, label_of(column))
    if said is not None:
        return Words(YES if said else NO), ()
    return Words(written), (kinds.UNCLEAR_ANSWER.at(raw.place, found=written, label=label_of(column), written=written),)


def _choices(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    """Several of the choices, in whatever way they are parted, as a 、-separated list in the order of the choices; a choice may hold 、 itself."""
    written = clean(plain_text(raw.value))
    choices = column.choices if isinstance(column, Column) else ()
    rest, chosen = key(PARTERS[0].join(written.split())), list[str]()
    if not rest:
        return EMPTY, ()
    content = words_or_none(written, sentences=False)
    if not choices or isinstance(content, NotApplicable):
        return content, ()
    for choice in sorted(choices, key=len, reverse=True):
        parted = re.split(f"(?<![^{PARTERS}]){re.escape(key(choice))}(?![^{PARTERS}])", rest)
        if len(parted) > 1:
            chosen.append(choice)
            rest = PARTERS[0].join(parted)
    if rest.strip(PARTERS):
        fault = kinds.NOT_A_CHOICE.at(
            raw.place, found=written, label=label_of(column), written=written, choices=wording.LIST_PAUSE.join(choices)
        )
        return Words(written), (fault,)
    return Words(wording.LIST_PAUSE.join(choice for choice in choices if choice in chosen)), ()


def _choice(raw: RawCell, column: Column | HeaderField) -> tuple[Content, tuple[Fault, ...]]:
    written = clean(plain_text(raw.value))
    choices = column.choices if isinstance(column, Column) else ()
    found = key(written)
    if not found:
        return EMPTY, ()
    chosen = next((choice for choice in choices if key(choice) == found), None)
    if chosen is not None:
        return Words(chosen), ()
    content = words_or_none(written, sentences=False)
    if not choices or isinstance(content, NotApplicable):
        return content, ()
    fault = kinds.NOT_A_CHOICE.at(
        raw.place, found=written, label=label_of(column), written=written, choices=wording.LIST_PAUSE.join(choices)
    )
    return Words(written), (fault,)
