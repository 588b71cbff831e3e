"""Reading a campaign folder: where it is, what its files hold, and a cheap fingerprint of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from duchá.campaign import faults as kinds
from duchá.campaign.model import JournalPlace
from duchá.campaign.parse import CALENDAR, ROSTER, SETTINGS, parse_journal_place
from duchá.campaign.sources import RosterRow, Sources
from duchá.rulebook.faults import UNKNOWN_RULEBOOK
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.terms import wording
from duchá.terms.fault import Stop
from duchá.terms.place import Place
from duchá.terms.reasons import system_reason, text_reason, toml_reason
from duchá.terms.text import for_matching

if TYPE_CHECKING:
    from duchá.workbooks.pool import Readers
    from duchá.workbooks.sheets.model import CellValue, RawSheet

NO_HEADINGS = "里面没有标题行，只看到“{first}”，不是名单的内容。"


def find_campaign(start: Path) -> Path:
    """The campaign folder at or above ``start``, as git looks for its own. Raises Stop (C001)."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise Stop(kinds.NO_CAMPAIGN.at(Place(file=str(start)), folder=start))


def read_journal_place(folder: Path) -> JournalPlace:
    """Where campaign.toml says that the journal is. Raises Stop (C002, C028, C161, C162)."""
    return parse_journal_place(_text(folder))


def source_files(folder: Path) -> dict[str, bytes]:
    """Every file that the campaign is made of, by name. Raises Stop (C002, C003, C028) when one is gone or can't be opened."""
    files = {name: _bytes(folder, name) for name in (SETTINGS, ROSTER, CALENDAR)}
    texts = _rulebook_texts(folder, _text(folder))
    return files | {f"{id}/{name}": text.encode() for id, inside in texts.items() for name, text in inside.items()}


def fingerprint(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file by name: changes exactly when the sources may have changed."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def read_sources(folder: Path) -> Sources:
    """Everything the campaign is made of. Raises Stop (C002, C003, C028, C029) when a file can't be read."""
    from duchá.workbooks.pool import open_readers  # only where something changed: most commands read no file

    settings = _text(folder)
    with open_readers(1) as readers:
        calendar = _table(folder / CALENDAR, headless=True, readers=readers)
        if not calendar:
            raise Stop(kinds.CALENDAR_EMPTY.at(Place(file=CALENDAR), file=CALENDAR))
        return Sources(
            settings=settings,
            rulebooks=_rulebook_texts(folder, settings),
            roster=_table(folder / ROSTER, readers=readers),
            calendar=calendar,
        )


def read_roster_rows(path: Path) -> tuple[RosterRow, ...]:
    """The rows of a roster in any readable spreadsheet. Raises Stop (C003, C013)."""
    if not path.is_file():
        raise Stop(kinds.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    return _table(path)


def _bytes(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        raise Stop(kinds.FILE_GONE.at(Place(file=name), file=name, folder=folder)) from None
    except OSError as error:
        raise Stop(kinds.ROSTER_UNREADABLE.at(Place(file=name), file=name, why=system_reason(error))) from None


def _text(folder: Path) -> str:
    try:
        return _bytes(folder, SETTINGS).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Stop(kinds.SETTINGS_UNREADABLE.at(Place(file=SETTINGS), why=text_reason(error))) from None


def _rulebook_texts(folder: Path, settings: str) -> dict[str, dict[str, str]]:
    """The files of the campaign's rulebooks. Raises Stop (G001) for one that is nowhere."""
    overrides = folder / "templates"
    ids, known = _rulebook_ids(settings), shipped_rulebooks(overrides)
    for id in ids:
        if id not in known:
            raise Stop(UNKNOWN_RULEBOOK.at(Place(file=SETTINGS, label="rulebooks"), id=id, known=wording.LIST_SEPARATOR.join(known)))
    return read_texts(ids, overrides)


def _rulebook_ids(settings: str) -> list[str]:
    try:
        ids = tomli.loads(settings).get("rulebooks", [])
    except tomli.TOMLDecodeError as error:
        raise Stop(kinds.SETTINGS_UNREADABLE.at(Place(file=SETTINGS), why=toml_reason(error, settings))) from None
    return [str(id) for id in ids] if isinstance(ids, list) else []


def _table(path: Path, *, headless: bool = False, readers: Readers | None = None) -> tuple[Mapping[str, str], ...]:
    """The rows of the first visible sheet under its first row that has two or more words: title → text, ``#`` → row number.

    Where there are no headings there are no rows for who says so himself (``headless``), else it is no roster.
    """
    from duchá.workbooks.pool import read_workbook

    book, faults = read_workbook(path, readers)
    if book is None:
        raise Stop(kinds.ROSTER_UNREADABLE.at(Place(file=path.name), file=path.name, why=faults[0].message if faults else ""))
    sheet = next((sheet for sheet in book.sheets if sheet.rows), None)
    if sheet is None:
        return ()
    rows = _rows(sheet)
    if rows is None and headless:
        return ()
    if rows is None:
        first = next((text for row in sheet.rows for cell in row if (text := _as_text(cell))), "")
        raise Stop(kinds.ROSTER_UNREADABLE.at(Place(file=path.name), file=path.name, why=NO_HEADINGS.format(first=first[:20])))
    return rows


def _rows(sheet: RawSheet) -> tuple[Mapping[str, str], ...] | None:
    """The rows under the headings; None where something stands there and no row of it is one of headings."""
    head = next((at for at, row in enumerate(sheet.rows) if sum(bool(_as_text(cell)) for cell in row) >= 2), None)
    if head is None:
        return None if any(_as_text(cell) for row in sheet.rows for cell in row) else ()
    titles = [for_matching(_as_text(cell)).rstrip("*") for cell in sheet.rows[head]]
    rows = []
    for at, row in enumerate(sheet.rows[head + 1 :], sheet.top + head + 1):
        texts = {title: _as_text(cell) for title, cell in zip(titles, row, strict=False) if title}
        if any(texts.values()):
            rows.append({**dict.fromkeys((t for t in titles if t), ""), **texts, "#": str(at)})
    return tuple(rows)


def _as_text(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
