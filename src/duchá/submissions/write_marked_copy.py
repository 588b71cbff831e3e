"""The copy that is sent back: the submitter's own workbook, coloured and commented, with the sheet 校验结果 in front."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import ParseError

from duchá.rulebook.form import Form
from duchá.submissions import wording
from duchá.submissions.cells.labels import label_of
from duchá.submissions.marked.lost_parts import what_is_lost
from duchá.submissions.marked.write_marks import write_marks
from duchá.submissions.marked.write_plain_book import write_plain_book
from duchá.submissions.marked.write_result_sheet import Results, write_result_sheet
from duchá.terms.fault import Fault
from duchá.terms.write_beside import write_file
from duchá.workbooks.answer.wording import KIND_NAMES
from duchá.workbooks.inside.read_names import names_inside
from duchá.workbooks.kind import kind_of
from duchá.workbooks.model import FileKind
from duchá.workbooks.read_worker import read_workbook

Examples = Mapping[tuple[str, str], str]
_HEAD = 64 * 1024
_LARGEST = 64 * 1024 * 1024  # of sheets and drawings unpacked: beyond it, opening them for writing takes minutes
_LOOKED_AT = re.compile(r"xl/(?:worksheets/[^/]+\.xml|drawings/[^/]+\.(?:xml|vml)|workbook\.xml)")
_AS_CELLS = frozenset({FileKind.XLS, FileKind.XLSB, FileKind.ODS, FileKind.CSV, FileKind.HTML, FileKind.XML2003})
_CANNOT_OPEN = (zipfile.BadZipFile, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, ParseError)


def write_marked_copy(
    original: Path, source: str, faults: tuple[Fault, ...], target: Path, examples: Examples = MappingProxyType({})
) -> Path:
    """Writes the marked copy of an archived original to ``target`` (.xlsx), whole or not at all, and gives its path.

    ``source`` is the file as the unit knows it; ``examples`` (``examples_of``) show how a cell is filled in. Nothing of theirs is lost: where a part of the workbook could not be kept, the copy
    is a list of results with links to the original, and says why. Raises OSError where it cannot be read or written.
    """
    name = re.split(r"[!/\\]", source)[-1]
    data = original.read_bytes()
    kind = kind_of(data[:_HEAD], names_inside(data))
    book, titles, how = _own_workbook(original, data, kind)
    if titles is not None:
        write_marks(book, faults, titles)
    write_result_sheet(book, Results(faults=faults, name=name, how=how, titles=titles, examples=examples))
    packed = io.BytesIO()
    book.save(packed)
    write_file(target, packed.getvalue())
    return target


def examples_of(forms: Iterable[Form]) -> Examples:
    """How the cells of forms are filled in, by form id and label."""
    declared = tuple(forms)
    header = {(form.id, field.label): field.example for form in declared for field in form.header if field.example}
    return header | {(form.id, label_of(column)): column.example for form in declared for column in form.columns if column.example}


def _own_workbook(original: Path, data: bytes, kind: FileKind) -> tuple[Any, dict[str, str] | None, str]:
    """The workbook to mark, the name of each of its sheets in it, and what to do with it; an empty one and no names where it stays apart."""
    if kind in (FileKind.XLSX, FileKind.XLSM):
        why = _why_apart(data)
        book = None if why else _opened(data)
        if book is not None:
            return book, {sheet.title: sheet.title for sheet in book.worksheets}, wording.RESULT_HOW
        return *_nothing(), wording.RESULT_APART.format(why=wording.WHY_APART[why or "strict"])
    if kind in _AS_CELLS:
        raw, _ = read_workbook(original)
        if raw is not None:
            book, titles = write_plain_book(raw)
            return book, titles, f"{wording.RESULT_CONVERTED.format(kind=KIND_NAMES[kind])}{wording.RESULT_HOW}"
    why = wording.WHY_APART["document"].format(kind=KIND_NAMES[kind])
    return *_nothing(), wording.RESULT_APART.format(why=why)


def _why_apart(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {info.filename.replace("\\", "/").lower(): info for info in package.infolist()}
        wanted = {name: info for name, info in members.items() if _LOOKED_AT.fullmatch(name)}
        if sum(info.file_size for info in wanted.values()) > _LARGEST:
            return "large"
        return what_is_lost(members, {name: package.read(info) for name, info in wanted.items()})


def _opened(data: bytes) -> Any:
    """The workbook ready to be changed, without an earlier sheet of results; None where it cannot be opened for that."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl would drop was looked for before
            book = load_workbook(io.BytesIO(data), rich_text=True)
    except _CANNOT_OPEN:
        return None
    for sheet in [sheet for sheet in book.worksheets if sheet.title.startswith(wording.RESULT_SHEET) and _is_ours(sheet)]:
        book.remove(sheet)
    return book if book.worksheets else None


def _is_ours(sheet: Any) -> bool:
    return str(sheet.cell(1, 1).value or "").startswith(wording.RESULT_TITLE.format(name=""))


def _nothing() -> tuple[Any, None]:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book, None
