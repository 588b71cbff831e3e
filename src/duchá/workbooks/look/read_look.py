"""The look over an xlsx package before it is read: limits, sheets, counts, and what the fast reader would hide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from duchá.terms.place import address
from duchá.workbooks.look.exact import refuse_odd_indexes, without_blanks
from duchá.workbooks.look.extras import SheetExtras, look_at_extras
from duchá.workbooks.look.plain import look_at_plain_sheet
from duchá.workbooks.look.sheet import BOX_LIMIT, CELLS_LIMIT, SheetLook, look_at_sheet
from duchá.workbooks.look.styles import Styles, look_at_styles
from duchá.workbooks.package.marks import marks_in_defined_name, marks_in_properties
from duchá.workbooks.package.xml import each
from duchá.workbooks.package.zip import Package, refuse_declarations, resolve
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.classified import may_hold_a_mark, refuse_marked_headers, refuse_marked_parts, refuse_marked_text
from duchá.workbooks.sheets.model import SheetState
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

SHEETS_LIMIT = 256
_STATES = {"hidden": SheetState.HIDDEN, "veryHidden": SheetState.VERY_HIDDEN}
_WORKBOOK = frozenset({"sheet", "workbookPr", "definedName"})
_SHEETS = "xl/worksheets/"
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
    settled = {name: without_blanks(part) for name, part in parts.items() if name.startswith(_SHEETS)}
    rewritten = any(part is not parts[name] for name, part in settled.items())
    parts |= settled
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
    return BookLook(
        declared=tuple(name for name, _, _ in declared),
        sheets=_look_at_sheets(parts, declared, relations, _styles(parts, relations)),
        parts=parts,
        date_1904=any(name == "workbookPr" and a.get("date1904") in ("1", "true") for name, a, _ in elements),
        marks=_marks(parts, elements),
        rewritten=rewritten,
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
) -> tuple[LookedSheet, ...]:
    """Every worksheet once; a part that several sheets share is looked at once but counted each time."""
    looks: dict[str, SheetLook] = {}
    sheets: list[LookedSheet] = []
    dense = any(may_hold_a_mark(part) for name, part in parts.items() if name.endswith("/sharedstrings.xml"))
    for index, (name, state, relation) in enumerate(declared):
        kind, part = relations.get(relation, ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "macrosheet"):
            continue
        if part not in parts:
            raise Refused(faults.BAD_PACKAGE, sheet=name, reason=REASONS["missing"])
        if part not in looks:
            looks[part] = _look_and_bound(parts[part], styles, name)
            refuse_odd_indexes(parts[part], name)
        extras = look_at_extras(parts, relations_of(parts, part))
        shown = _STATES.get(state, SheetState.VISIBLE)
        doubtful = shown is not SheetState.VISIBLE and (dense or may_hold_a_mark(parts[part]))
        sheets.append(LookedSheet(name, index, shown, part, looks[part], extras, doubtful))
        refuse_marked_text((name, *extras.text_boxes), heading=True)
        refuse_marked_headers(looks[part].headers)
    if sum(sheet.look.full for sheet in sheets) > CELLS_LIMIT:
        raise Refused(faults.BOMB, reason=REASONS["cells"])
    return tuple(sheets)


def _look_and_bound(part: bytes, styles: Styles, sheet: str) -> SheetLook:
    look = look_at_plain_sheet(part, styles) or look_at_sheet(part, styles)
    if look.box > BOX_LIMIT:
        rows, columns = look.last[0] - look.first[0] + 1, look.last[1] - look.first[1] + 1
        raise Refused(faults.STRAY_CELL, sheet=sheet, cell=address(*look.last), address=address(*look.last), rows=rows, columns=columns)
    return look


def _marks(parts: Mapping[str, bytes], elements: list[tuple[str, dict[str, str], str]]) -> dict[str, str]:
    properties = next((part for name, part in parts.items() if name == "docprops/custom.xml"), b"")
    named = next((text for name, a, text in elements if name == "definedName" and a.get("name") == "_ducha"), "")
    return marks_in_defined_name(named) | marks_in_properties(properties)
