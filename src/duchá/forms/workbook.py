"""A workbook made from forms: the blank that a unit fills, the register that the office fills."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from duchá import __version__
from duchá.campaign.duties import duties_of, owners_of
from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of, tags_of
from duchá.forms import marks, package
from duchá.forms.entry import WIDE, CampaignDays, Days
from duchá.forms.layout import lay_out
from duchá.forms.looks import Looks, put_text
from duchá.forms.names import sheet_names
from duchá.forms.package import CUSTOM, ORIGIN, SEAL
from duchá.forms.sheet import CellValue, Lists, Paper, grows, write_sheet
from duchá.rulebook.form import Form
from duchá.rulebook.model import CATEGORY, CHANNEL
from duchá.terms.period import Period
from duchá.terms.text import bare
from duchá.terms.unit import Unit
from duchá.terms.wording import UNCLEAR_CLASS, period_words
from duchá.terms.write_beside import saved, write_file

_UNIT, _ORDER, _CONSTANT, _SEALED, _ORIGIN = (f"ducha-{word}-goes-here" for word in ("unit", "order", "marks", "fingerprint", "origin"))
_TOKENS = (_UNIT, _ORDER, _CONSTANT, _SEALED)
_WORKBOOK, _SHEETS = "xl/workbook.xml", "xl/worksheets/"
_MADE_ON = date(2000, 1, 1)  # of a register, which belongs to no campaign's dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """母版: the blank of a set of forms before a unit's name is in it. ``fixed`` is the package of parts that no unit changes."""

    marks: Mapping[str, str]
    fixed: bytes
    prints: Mapping[str, str]
    varying: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What a workbook is made from."""

    marks: Mapping[str, str]
    made_on: date
    days: Days
    lists: Mapping[str, tuple[str, ...]]
    campaign: CampaignDays | None = None
    unit: str = ""
    period: str = ""
    rows: Mapping[str, Sequence[Mapping[str, CellValue]]] = field(default_factory=dict)
    sealed: bool = True  # whether it carries its fingerprint: as long as that holds, nobody has filled anything in
    origin: bool = False  # whether it says what it was made from


def write_blank(forms: Sequence[Form], unit: Unit, campaign: Campaign, path: Path) -> None:
    """Writes one unit's blank: one sheet a form, its name filled in. Equal declarations give equal bytes. Raises OSError."""
    write_file(path, blank_bytes(make_master(forms, campaign), unit))


def write_register(
    forms: Sequence[Form], path: Path, lists: Mapping[str, tuple[str, ...]] | None = None, campaign: Campaign | None = None
) -> None:
    """Writes an empty register, one sheet a form; ``lists`` are what its choices are drawn from beside the campaign's own. Raises OSError."""
    write_file(path, _register(forms, _register_book(forms, lists, campaign)))


def write_filled_register(
    forms: Sequence[Form], rows: Mapping[str, Sequence[Mapping[str, CellValue]]], path: Path, campaign: Campaign
) -> None:
    """Writes a register with rows in it, by the form's id and the column's; it is no blank, and carries no fingerprint of one. Raises OSError."""
    write_file(path, _register(forms, replace(_register_book(forms, None, campaign), rows=rows, sealed=False, origin=False)))


def _register(forms: Sequence[Form], book: _Book) -> bytes:
    parts = _parts(forms, book)
    constant = marks.as_constant(book.marks)
    parts[_WORKBOOK] = parts[_WORKBOOK].replace(_CONSTANT.encode(), package.xml_text(constant).encode())
    prints = {name: package.fingerprint(content) for name, content in parts.items() if name != CUSTOM}
    parts[CUSTOM] = (
        parts[CUSTOM].replace(_SEALED.encode(), package.digest(prints).encode()).replace(_ORIGIN.encode(), _origin(book).encode())
    )
    return package.packed(parts)


def register_origin(forms: Sequence[Form], campaign: Campaign) -> str:
    """What a register of these forms is made from today (`package.origin_of`): where a file says the same, it would be written the same."""
    return _origin(_register_book(forms, None, campaign))


def _register_book(forms: Sequence[Form], lists: Mapping[str, tuple[str, ...]] | None, campaign: Campaign | None) -> _Book:
    return _Book(
        marks=marks.marks_of(forms, campaign=campaign.settings.name if campaign else ""),
        made_on=campaign.settings.start if campaign else _MADE_ON,
        days=WIDE,
        lists={**(campaign_lists(campaign) if campaign else {}), **(lists or {})},
        campaign=(campaign.settings.start, campaign.settings.end) if campaign else None,
        origin=True,
    )


def _origin(book: _Book) -> str:
    """What a register is made from, as one fingerprint."""
    dates = [day.isoformat() for day in (book.made_on, *(book.campaign or ()))]
    made_from = {"tool": __version__, "marks": dict(book.marks), "lists": dict(book.lists), "dates": dates}
    return package.fingerprint(json.dumps(made_from, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))


def make_master(
    forms: Sequence[Form],
    campaign: Campaign,
    period: Period | None = None,
    rows: Mapping[str, Sequence[Mapping[str, str | Decimal]]] = MappingProxyType({}),
) -> Master:
    """The master from which the blanks of all units that owe these forms, for this period, are copied; ``rows`` are those that a form comes with."""
    settings = campaign.settings
    days = Days(first=date(settings.start.year, 1, 1), last=date(settings.end.year + 1, 12, 31), example=settings.end)
    marked = marks.marks_of(forms, campaign=settings.name, unit=_UNIT, order=_ORDER, period=period.key if period else "")
    book = _Book(
        marks=marked,
        made_on=settings.start,
        days=days,
        lists=campaign_lists(campaign),
        campaign=(settings.start, settings.end),
        unit=_UNIT,
        period=period_words(period) if period else "",
        rows=rows,
    )
    parts = _parts([replace(form, body_rows=max(form.body_rows, len(rows.get(form.id, ())))) for form in forms], book)
    named = [name for name, content in parts.items() if any(token.encode() in content for token in _TOKENS)]
    varying = {name: parts.pop(name).decode("utf-8") for name in named}
    prints = {name: package.fingerprint(content) for name, content in parts.items()}
    return Master(marks=marked, fixed=package.packed(parts), prints=prints, varying=varying)


def blank_bytes(master: Master, unit: Unit) -> bytes:
    """The blank of one unit: the master with the unit's name and number in the parts where they stand."""
    name = bare(unit.name)  # it comes back as it is printed
    constant = marks.as_constant({**master.marks, "unit": name, "order": str(unit.order)})
    words = {_UNIT: name, _ORDER: str(unit.order), _CONSTANT: constant}
    parts = {name: _filled(text, words).encode("utf-8") for name, text in master.varying.items()}
    prints = {**master.prints, **{name: package.fingerprint(content) for name, content in parts.items() if name != CUSTOM}}
    parts[CUSTOM] = parts[CUSTOM].replace(_SEALED.encode(), package.digest(prints).encode())
    return package.appended(master.fixed, parts)


def campaign_lists(campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """The lists that a campaign can offer to choose from, by the names that columns call them."""
    periodic = [here for here in duties_of(campaign) if here.duty.row is None]
    return {
        "units": tuple(unit.name for unit in campaign.roster.units),
        "groups": tuple(dict.fromkeys(row.group for unit in campaign.roster.units for row in unit.dated)),
        "deliverables": tuple(dict.fromkeys(owed.deliverable.name for owed in campaign.owed)),
        "forms": tuple(dict.fromkeys(owed.deliverable.name for owed in campaign.owed if owed.deliverable.form)),
        "duties": tuple(dict.fromkeys(here.duty.name for here in periodic)),
        "duty-owners": tuple(dict.fromkeys(owner for here in periodic for owner in owners_of(campaign, here))),
        "categories": tuple(tag.name for tag in tags_of(campaign, CATEGORY, parts=True)),
        "channels": tuple(tag.name for tag in tags_of(campaign, CHANNEL)),
        "classes": (*(known.name for known in classes_of(campaign)), UNCLEAR_CLASS),
        "rules": tuple(dict.fromkeys(name for rulebook in campaign.rulebooks for name in rulebook.situations)),
        "proposals": tuple(dict.fromkeys(kind for rulebook in campaign.rulebooks for kind in rulebook.proposal_kinds)),
        "components": tuple(dict.fromkeys(name for rulebook in campaign.rulebooks for name in rulebook.scored_parts)),
        "levels": tuple(dict.fromkeys(level for rulebook in campaign.rulebooks for level in rulebook.levels)),
        "scorers": tuple(dict.fromkeys(scorer for rulebook in campaign.rulebooks for scorer in rulebook.scorers)),
        "counted-columns": tuple(dict.fromkeys(name for rulebook in campaign.rulebooks for name in rulebook.counted_columns)),
        "asked-columns": tuple(dict.fromkeys(name for rulebook in campaign.rulebooks for name in rulebook.asked_columns)),
        "score-notes": tuple(dict.fromkeys(note.name for rulebook in campaign.rulebooks for note in rulebook.score_notes)),
    }


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The text with its tokens replaced in one pass, so that a name that looks like a token stays a name."""
    return re.sub("|".join(map(re.escape, words)), lambda found: package.xml_text(words[found[0]]), text)


def _parts(forms: Sequence[Form], book: _Book) -> dict[str, bytes]:
    """The parts of the workbook, in an order of their own: the list of parts first, as the package format likes it."""
    parts = package.signed(package.unpacked(saved(_workbook(forms, book))), f"{book.made_on.isoformat()}T00:00:00Z", marks.TOOL)
    parts = {name: grows(part) if name.startswith(_SHEETS) else part for name, part in parts.items()}
    return {name: parts[name] for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))}


def _workbook(forms: Sequence[Form], book: _Book) -> Any:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    hidden = workbook.create_sheet(marks.SHEET)
    hidden.sheet_state = "veryHidden"
    paper = Paper(
        looks=Looks(),
        lists=Lists(hidden),
        known=book.lists,
        days=book.days,
        campaign=book.campaign,
        unit=book.unit,
        period=book.period,
        rows=book.rows,
    )
    for row, (key, value) in enumerate(book.marks.items(), 1):
        put_text(hidden.cell(row=row, column=1), key)
        put_text(hidden.cell(row=row, column=2), value)
    for form, name in zip(forms, sheet_names(forms), strict=True):
        write_sheet(workbook.create_sheet(name), lay_out(form), paper)
    workbook.move_sheet(hidden, len(forms))
    workbook.active = 0
    workbook.calculation.fullCalcOnLoad = False  # there is nothing to calculate, and no reason to ask on closing whether to save
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is workbook.worksheets[0]
    _mark(workbook, book)
    return workbook


def _mark(workbook: Any, book: _Book) -> None:
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.workbook.protection import WorkbookProtection

    for key, value in book.marks.items():
        workbook.custom_doc_props.append(StringProperty(name=f"{marks.PROPERTY}{key}", value=value))
    if book.sealed:
        workbook.custom_doc_props.append(StringProperty(name=SEAL, value=_SEALED))
    if book.origin:
        workbook.custom_doc_props.append(StringProperty(name=ORIGIN, value=_ORIGIN))
    workbook.defined_names[marks.NAME] = DefinedName(marks.NAME, attr_text=_CONSTANT, hidden=True)
    made = datetime(book.made_on.year, book.made_on.month, book.made_on.day)  # noqa: DTZ001 - the format's core properties are UTC without saying so
    properties = workbook.properties
    properties.creator = properties.lastModifiedBy = marks.TOOL
    properties.created = properties.modified = made
    properties.title = book.marks.get("campaign")
    if book.unit:
        workbook.security = WorkbookProtection(lockStructure=True)
