"""ods: our own bounded walk gives the cells and what stands around them; calamine, where there is one, is the witness."""

from __future__ import annotations

import re
from typing import Any

from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.formats.ods_walk import look_at_ods
from duchá.workbooks.formats.page import Page, settle_pages
from duchá.workbooks.formats.read_calamine import CALAMINE, grid_of, with_calamine
from duchá.workbooks.package.marks import marks_in_defined_name, marks_in_properties, merged
from duchá.workbooks.package.stored import stored_package
from duchá.workbooks.package.xml import each
from duchá.workbooks.package.zip import Package, open_package, refuse_declarations
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import may_hold_a_mark, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.model import FileKind, RawBook
from duchá.workbooks.sheets.refused import Refused

_BETWEEN = re.compile(rb">[ \t\r\n]+<")
_EDGES = frozenset({"p"})
_WITNESS_BOX = 2_000_000


def read_ods(data: bytes, kind: FileKind, name: str) -> tuple[RawBook, list[Fault]]:
    """The workbook. Faults: S002–S004, S012–S014, S024, S027, S028, S040–S044, S062–S066, S070, S071. Raises Refused."""
    package = open_package(data)
    if package.has("meta-inf/manifest.xml") and b"encryption-data" in package.read("meta-inf/manifest.xml"):
        raise Refused(faults.ENCRYPTED)
    content = package.read("content.xml")
    refuse_declarations(content)
    parts = {part: package.read(part) for part in package.parts if part.endswith(".xml")}
    refuse_marked_parts(parts.values())
    _refuse_marked_styles(parts.get("styles.xml", b""))
    look = look_at_ods(content)
    marks = merged(marks_in_defined_name(look.named), marks_in_properties(package.read("meta.xml") if package.has("meta.xml") else b""))
    doubts = _doubts(data, package, look.sheets, name)
    book, found = settle_pages(look.sheets, kind, marks, name)
    return book, doubts + found


def _refuse_marked_styles(part: bytes) -> None:
    """Page headers and footers stand among the styles."""
    if may_hold_a_mark(part):
        refuse_declarations(part)
        refuse_marked_text((text for _, _, text in each(part, _EDGES)), heading=True)


def _dense(package: Package) -> bytes:
    """The package without the blanks between the elements of its content."""
    parts = ((info, package.read(part)) for part, info in package.parts.items())
    return stored_package((info, _BETWEEN.sub(b"><", part) if info.filename == "content.xml" else part) for info, part in parts)


def _doubts(data: bytes, package: Package, pages: list[Page], name: str) -> list[Fault]:
    """Sheets where calamine finds another number of cells; without calamine there is no second opinion."""
    if not CALAMINE or any(page.box > _WITNESS_BOX for page in pages):
        return []

    def counts(book: Any) -> list[int]:
        return [grid_of(book.get_sheet_by_index(number)).count() for number in range(len(book.sheet_names))]

    counted = with_calamine(data, "ods", counts)
    if counted is None:  # a pretty-printed file is more than it can take
        counted = with_calamine(_dense(package), "ods", counts)
    if counted is None or len(counted) != len(pages):
        return [faults.WITNESS_MISMATCH.at(Place(file=name), counted=sum(page.stored for page in pages), read=sum(counted or ()))]
    return [
        faults.WITNESS_MISMATCH.at(Place(file=name, sheet=page.name), counted=read, read=page.stored)
        for page, read in zip(pages, counted, strict=True)
        if not page.agrees(read)
    ]
