"""The look over an xlsx package before it is read: limits, sheets, counts, and what the fast reader would hide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TypeVar

from duchá.terms.place import address, parse_address
from duchá.workbooks.look.exact import refuse_odd_indexes, without_blanks
from duchá.workbooks.look.sheet import BOX_LIMIT, CELLS_LIMIT, SheetLook, look_at_sheet
from duchá.workbooks.look.styles import Styles, look_at_styles
from duchá.workbooks.package.marks import marks_in_defined_name, marks_in_properties
from duchá.workbooks.package.xml import each
from duchá.workbooks.package.zip import Package, refuse_declarations, resolve
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import may_hold_a_mark, refuse_marked_headers, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.model import Box, SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

_COMMENT, _RUN = frozenset({"comment"}), frozenset({"comment", "t"})
_DRAWN = frozenset({"pic", "txBody", "sp"})
_PER_SHEET = 10_000


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """批注、图片、文本框 of one sheet."""

    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    pictures: int = 0
    text_boxes: tuple[str, ...] = ()


NO_EXTRAS = SheetExtras()


def look_at_extras(parts: Mapping[str, bytes], relations: Mapping[str, tuple[str, str]]) -> SheetExtras:
    """The extras that a sheet's relationships lead to."""
    if not relations:
        return NO_EXTRAS
    comments: dict[tuple[int, int], str] = {}
    pictures, boxes = 0, []
    for kind, target in relations.values():
        if kind == "comments" and target in parts:
            comments |= _comments(parts[target])
        elif kind == "drawing" and target in parts:
            drawn = list(each(parts[target], _DRAWN))
            pictures += sum(name == "pic" for name, _, _ in drawn)
            boxes += [text.strip() for name, _, text in drawn if name == "txBody" and text.strip()]
    return SheetExtras(comments, pictures, tuple(boxes[:_PER_SHEET]))


def _comments(part: bytes) -> dict[tuple[int, int], str]:
    """Notes by cell; only the text runs count, not white space between elements."""
    found: dict[tuple[int, int], str] = {}
    runs: list[str] = []
    for name, attributes, text in each(part, _RUN):
        if name == "t":
            runs.append(text)
        else:
            if len(found) < _PER_SHEET and parse_address(attributes.get("ref", "")) != (0, 0):
                found[parse_address(attributes["ref"])] = "".join(runs)
            runs = []
    return found


T = TypeVar("T")

# an address that lies in every grid (columns to ZZ, rows to 999999); it is caught where the cell holds a value, which is the first way to match
_AT = rb"[A-Z]{1,2}[1-9][0-9]{0,5}"
_AS = rb'"(?: s="[0-9]+")?(?: t="(?:s|n|b|str|inlineStr)")?'
_CELL = re.compile(  # a number with blanks around it is not plain, see `without_blanks`
    rb'<c r="(?:(' + _AT + rb")" + _AS + rb'><(?:v>(?![ \t\r\n])[^<]+(?<![ \t\r\n])</v>|is><t(?: xml:space="preserve")?>[^<]+</t></is>)</c>'
    rb"|" + _AT + _AS + rb"(?:/>|></c>))"
)
_STYLED = re.compile(rb'<c r="(' + _AT + rb')" s="([0-9]+)"(?: t="[a-zA-Z]+")?><[vi]')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"/>')
_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?<worksheet[\s>]")
_HEADER = re.compile(rb"<(odd|even|first)(Header|Footer)>([^<]*)</")
_HEADERS = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)\b")
_OTHER_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_UNUSUAL = (b"<!", b"hidden")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_TAG = 64
_REMEMBERED_of_plain = 8 * 1024  # bytes of a stretch
_LARGE = 8 * 1024 * 1024


def look_at_plain_sheet(part: bytes, styles: Styles) -> SheetLook | None:
    """What stands in a plain sheet part; None where it is not plain, and never a fault."""
    start, end = part.find(b"<sheetData>"), part.rfind(b"</sheetData>")
    if start < 0 or end < start or len(part) > _LARGE or _ROOT.match(part) is None:
        return None
    pieces = _CELL.split(part[start:end])
    between = b"".join(pieces[::2])  # all but the cells: a tenth of it
    if b"<c" in between or any(word in text for text in (part[:start], between, part[end:]) for word in _UNUSUAL):
        return None
    return _settle(part, (start, end), list(filter(None, pieces[1::2])), styles)


def _settle(part: bytes, data: tuple[int, int], full: list[bytes], styles: Styles) -> SheetLook | None:
    look, after = SheetLook(full=len(full)), part[data[1] :]
    if full:
        addresses = b" ".join(full)
        down = list(map(int, set(addresses.translate(None, _LETTERS).split())))
        across = [parse_address(f"{letters.decode()}1")[1] for letters in set(addresses.translate(None, _DIGITS).split())]
        look.used_rows, look.first, look.last = len(down), (min(down), min(across)), (max(down), max(across))
    if styles.percent or styles.struck or styles.signal:
        _note_styles(look, _STYLED.findall(part, *data), styles)
    merges = _merges(_stretch(after, (b"<mergeCell ",)))
    headers = _headers(_stretch(after, (b"eader", b"ooter"))) if b"eaderFooter" in after else ""
    if merges is None or headers is None:
        return None
    look.merges.update(merges)
    look.headers = headers
    return look


def _note_styles(look: SheetLook, cells: list[tuple[bytes, bytes]], styles: Styles) -> None:
    for kept, wanted in ((look.percents, styles.percent), (look.struck, styles.struck)):
        numbers = {number.encode() for number in wanted}
        kept.update([parse_address(at.decode()) for at, style in cells if style in numbers])
    signals = {number.encode() for number in styles.signal}
    look.signals = sum([style in signals for _, style in cells])


def _stretch(after: bytes, words: tuple[bytes, ...]) -> bytes:
    """What follows a sheet's cells, from shortly before the first of the words to shortly behind the last."""
    found = [(at, after.rfind(word)) for word in words if (at := after.find(word)) >= 0]
    if not found:
        return b""
    return after[max(0, min(first for first, _ in found) - _LONGEST_TAG) : max(last for _, last in found) + _LONGEST_TAG]


def _remembered(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """``read`` with a memory: returns made from the same blank are merged alike, and have the same page numbers."""
    remembered = lru_cache(maxsize=256)(read)
    return lambda part: remembered(part) if len(part) <= _REMEMBERED_of_plain else read(part)


@_remembered
def _merges(part: bytes) -> frozenset[Box] | None:
    """Merged ranges; None where not each of them is written plainly."""
    boxes = set()
    for left, top, right, bottom in _MERGE.findall(part):
        (first, second), (third, fourth) = parse_address((left + top).decode()), parse_address((right + bottom).decode())
        boxes.add((min(first, third), min(second, fourth), max(first, third), max(second, fourth)))
    return frozenset(boxes) if len(boxes) == part.count(b"<mergeCell ") else None


@_remembered
def _headers(part: bytes) -> str | None:
    """Page headers and footers, a line each (every blank has a page number); None where their text needs a parser."""
    texts = [text for _, _, text in _HEADER.findall(part)]
    if len(texts) != len(_HEADERS.findall(part)) or any(map(_OTHER_ENTITY.search, texts)):
        return None
    try:
        return "".join(f"{unescape(text.decode())}\n" for text in texts)
    except UnicodeDecodeError:
        return None


SHEETS_LIMIT = 256
_STATES = {"hidden": SheetState.HIDDEN, "veryHidden": SheetState.VERY_HIDDEN}
_WORKBOOK = frozenset({"sheet", "workbookPr", "definedName"})
_RELATIONSHIP = frozenset({"Relationship"})
_REMEMBERED = 16 * 1024  # bytes of a part


@dataclass(frozen=True, slots=True)
class LookedSheet:
    """One worksheet of the workbook: name, state, the part it stands in, and what was seen there."""

    name: str
    index: int
    state: SheetState
    part: str
    look: SheetLook
    extras: SheetExtras
    doubtful: bool = False  # it is hidden, and one of its texts may be a mark of secrecy: then it is read after all


@dataclass(frozen=True, slots=True)
class BookLook:
    """What the look over a package found, and the parts it saw. ``declared`` are all sheet names in order, chart sheets included."""

    declared: tuple[str, ...]
    sheets: tuple[LookedSheet, ...]
    parts: Mapping[str, bytes]
    date_1904: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    rewritten: bool = False  # a part is not to the letter as it stands in the package
    macros: bool = False
    external_links: bool = False
    embedded: bool = False
    pictures: int = 0


def look_over(package: Package) -> BookLook:
    """The look, or Refused."""
    parts = {name: package.read(name) for name in package.parts if name.endswith((".xml", ".rels", ".vml"))}
    for part in parts.values():
        refuse_declarations(part)
    refuse_marked_parts(parts.values())
    home = _main_part(parts)
    elements = list(each(parts[home], _WORKBOOK))
    declared = [(a.get("name", ""), a.get("state", ""), a.get("id", "")) for name, a, _ in elements if name == "sheet"]
    if not declared:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["no-sheets"])
    if len(declared) > SHEETS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["sheets"])
    relations = relations_of(parts, home)
    names = package.parts.keys()
    sheets, settled = _look_at_sheets(parts, declared, relations, _styles(parts, relations))
    return BookLook(
        declared=tuple(name for name, _, _ in declared),
        sheets=sheets,
        parts=parts | settled,
        date_1904=any(name == "workbookPr" and a.get("date1904") in ("1", "true") for name, a, _ in elements),
        marks=_marks(parts, elements),
        rewritten=bool(settled),
        macros="xl/vbaproject.bin" in names,
        external_links=any(name.startswith("xl/externallinks/") for name in names),
        embedded=any(name.startswith(("xl/embeddings/", "xl/activex/", "xl/ctrlprops/")) for name in names),
        pictures=sum(name.startswith("xl/media/") for name in names),
    )


def _main_part(parts: Mapping[str, bytes]) -> str:
    """The workbook part: where the package's relationships say, else where it always is."""
    for kind, target in relations_of(parts, "").values():
        if kind == "officeDocument" and target in parts:
            return target
    if "xl/workbook.xml" not in parts:
        raise Refused(faults.BAD_PACKAGE, reason=REASONS["missing"])
    return "xl/workbook.xml"


def relations_of(parts: Mapping[str, bytes], part: str) -> Mapping[str, tuple[str, str]]:
    """Relationship id → (short type, target part); targets outside the package are left out and never followed."""
    folder, _, name = part.rpartition("/")
    part_of_relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if part_of_relations not in parts:
        return {}
    written = parts[part_of_relations]
    return _same_relations(written, part) if len(written) <= _REMEMBERED else _relations(written, part)


def _relations(written: bytes, part: str) -> Mapping[str, tuple[str, str]]:
    return {
        attributes.get("Id", ""): (attributes.get("Type", "").rpartition("/")[2], resolve(part, attributes.get("Target", "")))
        for _, attributes, _ in each(written, _RELATIONSHIP)
        if attributes.get("TargetMode") != "External"
    }


_same_relations = lru_cache(maxsize=64)(_relations)  # returns made from the same blank share them to the letter


def _styles(parts: Mapping[str, bytes], relations: Mapping[str, tuple[str, str]]) -> Styles:
    target = next((target for kind, target in relations.values() if kind == "styles"), "xl/styles.xml")
    return look_at_styles(parts[target]) if target in parts else Styles()


def _look_at_sheets(
    parts: Mapping[str, bytes], declared: list[tuple[str, str, str]], relations: Mapping[str, tuple[str, str]], styles: Styles
) -> tuple[tuple[LookedSheet, ...], dict[str, bytes]]:
    """Every worksheet once, and the parts that had to be settled (`without_blanks`); a part that several sheets share is looked at once but counted each time."""
    looks: dict[str, SheetLook] = {}
    settled: dict[str, bytes] = {}
    sheets: list[LookedSheet] = []
    dense = any(may_hold_a_mark(part) for name, part in parts.items() if name.endswith("/sharedstrings.xml"))
    for index, (name, state, relation) in enumerate(declared):
        kind, part = relations.get(relation, ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "macrosheet"):
            continue
        if part not in parts:
            raise Refused(faults.BAD_PACKAGE, sheet=name, reason=REASONS["missing"])
        if part not in looks:
            looks[part], as_read = _look_and_bound(parts[part], styles, name)
            if as_read is not parts[part]:
                settled[part] = as_read
            refuse_odd_indexes(as_read, name)
        extras = look_at_extras(parts, relations_of(parts, part))
        shown = _STATES.get(state, SheetState.VISIBLE)
        doubtful = shown is not SheetState.VISIBLE and (dense or may_hold_a_mark(parts[part]))
        sheets.append(LookedSheet(name, index, shown, part, looks[part], extras, doubtful))
        refuse_marked_text((name, *extras.text_boxes), heading=True)
        refuse_marked_headers(looks[part].headers)
    if sum(sheet.look.full for sheet in sheets) > CELLS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["cells"])
    return tuple(sheets), settled


def _look_and_bound(part: bytes, styles: Styles, sheet: str) -> tuple[SheetLook, bytes]:
    """What stands in a sheet part, and the part without what calamine misreads."""
    look = look_at_plain_sheet(part, styles)
    if look is None:
        part = without_blanks(part)
        look = look_at_plain_sheet(part, styles) or look_at_sheet(part, styles)
    if look.box > BOX_LIMIT:
        rows, columns = look.last[0] - look.first[0] + 1, look.last[1] - look.first[1] + 1
        raise Refused(faults.STRAY_CELL, sheet=sheet, cell=address(*look.last), address=address(*look.last), rows=rows, columns=columns)
    return look, part


def _marks(parts: Mapping[str, bytes], elements: list[tuple[str, dict[str, str], str]]) -> dict[str, str]:
    properties = next((part for name, part in parts.items() if name == "docprops/custom.xml"), b"")
    named = next((text for name, a, text in elements if name == "definedName" and a.get("name") == "_ducha"), "")
    return marks_in_defined_name(named) | marks_in_properties(properties)
