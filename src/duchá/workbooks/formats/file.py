"""From stored bytes of a known kind to an answer: the one place where a refusal becomes a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.package.zip import open_package
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import refuse_marked_bytes, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.kind import CONTAINERS, usual_extensions
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wire import Answer, pack, weighed
from duchá.workbooks.sheets.wording import KIND_NAMES, REASONS, WHAT

_TAG = re.compile(r"<[^>]*>")
Read = Callable[[bytes, FileKind, str], tuple[RawBook, list[Fault]]]


def answer_to(request: Mapping[str, Any]) -> bytes:
    """The packed answer to ``{"path": …, "kind": …, "name": …}``: what a guarded process gives to its parent."""
    name = request["name"]
    return pack(*read_file(Path(request["path"]), FileKind(request["kind"]), name), name)


def read_file(path: Path, kind: FileKind, name: str) -> Answer:
    """What a stored file holds; see ``read_data``. What the system does not give is no file's fault, and no error of ours."""
    try:
        return read_data(path.read_bytes(), kind, name)
    except OSError:
        return None, (faults.UNREADABLE.at(Place(file=name), kind=WHAT["source"], reason=REASONS["system"]),)


def read_data(data: bytes, kind: FileKind, name: str) -> Answer:
    """The book with its notes, or None; and the faults that refuse or hold it. ``name`` is what the faults call the file."""
    read = _reader(kind)
    try:
        if read is None:
            raise _unread(kind, data)
        book, found = read(data, kind, name)
    except Refused as refused:
        return None, (refused.fault(name),)
    except MemoryError:
        return None, (faults.OUT_OF_REACH.at(Place(file=name), reason=REASONS["memory"]),)
    return weighed(book, [*_extension_note(book.kind, name), *found])


def _reader(kind: FileKind) -> Read | None:
    """The reader of a kind; each is imported only when a file of its kind comes."""
    if kind in (FileKind.XLSX, FileKind.XLSM):
        from duchá.workbooks.formats.xlsx import read_xlsx as read
    elif kind is FileKind.XLS:
        from duchá.workbooks.formats.xls import read_xls as read
    elif kind is FileKind.CSV:
        from duchá.workbooks.formats.text import read_text as read
    elif kind is FileKind.HTML:
        from duchá.workbooks.formats.html import read_html as read
    elif kind is FileKind.XML2003:
        from duchá.workbooks.formats.xml2003 import read_xml2003 as read
    elif kind is FileKind.DOCX:
        from duchá.workbooks.formats.docx import read_docx as read
    elif kind is FileKind.ODS:
        from duchá.workbooks.formats.ods import read_ods as read
    elif kind is FileKind.XLSB:
        from duchá.workbooks.formats.xlsb import read_xlsb as read
    elif kind is FileKind.ENCRYPTED:
        from duchá.workbooks.formats.encrypted import read_encrypted as read
    else:
        return None
    return read


def _unread(kind: FileKind, data: bytes) -> Refused:
    """Kinds that hold no cells to read: each is refused in its own words; but first for a mark of secrecy, where one shows."""
    refuse_marked_bytes(data)
    if kind in (FileKind.OFD, FileKind.SLIDES, FileKind.ODT) and data.startswith(b"PK"):
        _refuse_marked_package(data)
    plain = {
        FileKind.EMPTY: faults.EMPTY_FILE,
        FileKind.PDF: faults.PDF_FILE,
        FileKind.IMAGE: faults.PHOTO,
        FileKind.DOC: faults.DOC_FILE,
        FileKind.ODT: faults.ODT_FILE,
        FileKind.PROGRAM: faults.PROGRAM,
        FileKind.OFD: faults.OFD_FILE,
    }
    if kind in plain:
        return Refused(plain[kind])
    if kind in (FileKind.ARCHIVE, *CONTAINERS):
        return Refused(faults.ARCHIVE_FILE, what=WHAT[_archive(kind, data)])
    return Refused(faults.UNKNOWN_FORMAT, kind=KIND_NAMES[kind])


def _refuse_marked_package(data: bytes) -> None:
    """What the parts of a package say that is not read; one that cannot be opened says nothing."""
    try:
        package = open_package(data)
        parts = [package.read(name) for name in package.parts if name.endswith(".xml")]
    except Refused:
        return
    refuse_marked_parts(parts)
    refuse_marked_text(_TAG.sub("", part.decode("utf-8", "replace")) for part in parts if b"TextCode" in part)  # OFD: a sign at a time


def _archive(kind: FileKind, data: bytes) -> str:
    if kind is not FileKind.ARCHIVE:
        return str(kind.value)
    return "rar" if data.startswith(b"Rar!") else "7z" if data.startswith(b"7z") else "other"


def _extension_note(kind: FileKind, name: str) -> list[Fault]:
    extension = Path(name).suffix.lower()
    if not extension or extension in usual_extensions(kind):
        return []
    return [faults.WRONG_KIND.at(Place(file=name), extension=extension, kind=KIND_NAMES[kind])]
