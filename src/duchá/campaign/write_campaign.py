"""Writing the files of a new campaign folder: settings, roster, calendar. Nothing that exists is overwritten."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duchá.campaign import faults as kinds
from duchá.campaign.model import JournalPlace
from duchá.rulebook.duty import Duty
from duchá.rulebook.model import Rulebook, foremost
from duchá.terms.fault import Stop
from duchá.terms.place import Place
from duchá.terms.read_packaged import packaged
from duchá.terms.reasons import system_reason
from duchá.terms.wording import LIST_SEPARATOR
from duchá.terms.write_beside import saved, write_file

HOME = ".duchá"
JOBS = "双击运行"  # the folder of what is started with a double click, in a campaign and in templates/campaign/
_HERE = "@文件夹@"
FOLDERS = ("blank", "registers", "returns", "returned", "reports", HOME, f"{HOME}/archive")
_UNFINISHED = ".part"
_JOURNAL_TABLE = re.compile(r"""\s*\[\s*["']?journal["']?\s*\]""")
_JOURNAL_KEY = re.compile(r"""\s*["']?journal["']?\s*[.=]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """What a new campaign is to be: name, rulebooks, dates (both included)."""

    name: str
    rulebooks: tuple[str, ...]
    year: int
    start: date
    end: date


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """The folder to make a campaign in, which is there whole afterwards or not at all, whatever goes wrong meanwhile, Ctrl-C included.

    One that is not there yet is made beside its place under a hidden name and moved there at the end. What was there keeps what it had:
    only what was added is taken out again; a journal that was there stays with all that it has noted. Raises Stop (C012, C016).
    """
    if folder.exists() and not folder.is_dir():
        raise Stop(kinds.NOT_A_FOLDER.at(Place(file=str(folder)), path=folder))
    done = False
    if folder.is_dir():
        before = frozenset(folder.rglob("*"))
        try:
            yield folder
            done = True
        finally:
            if not done:
                _take_out(folder, before)
        return
    missing = [parent for parent in (folder.parent, *folder.parent.parents) if not parent.exists()]
    beside = folder.with_name(f".{folder.name}{_UNFINISHED}")
    try:
        shutil.rmtree(beside, ignore_errors=True)  # of a run that was killed
        beside.mkdir(parents=True)
        yield beside
        beside.rename(folder)
        done = True
    except OSError as error:
        raise not_writable(folder, error) from None
    finally:
        if not done:
            shutil.rmtree(beside, ignore_errors=True)
            for parent in missing:
                with suppress(OSError):
                    parent.rmdir()


def _take_out(folder: Path, before: frozenset[Path]) -> None:
    """Removes what was not there before; a journal that was there vouches for its archive, so that both are left alone."""
    home = folder / HOME
    for path in sorted(folder.rglob("*"), reverse=True):
        if path in before or (home in before and home in path.parents):
            continue
        with suppress(OSError):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def bring_missing_files(source: Path, target: Path) -> None:
    """Copies what a folder holds and the other has not, folder by folder; nothing where there is no such folder. Raises Stop (C012)."""
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                write_file(place, path.read_bytes())
            except OSError as error:
                raise not_writable(target, error) from None


def bring_missing_texts(folders: Mapping[str, Mapping[str, str]], target: Path) -> None:
    """Texts by folder and name as files, those that the target has not. Raises Stop (C012)."""
    for name, texts in folders.items():
        place = target / name
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(place, error) from None
        for file, text in texts.items():
            write_text_once(place / file, text)


def make_folders(folder: Path) -> None:
    """The folders of a campaign (design.md §4). Raises Stop (C012, C016)."""
    if folder.exists() and not folder.is_dir():
        raise Stop(kinds.NOT_A_FOLDER.at(Place(file=str(folder)), path=folder))
    try:
        for name in ("", *FOLDERS):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(folder, error) from None


def write_jobs(folder: Path, final: Path) -> None:
    """The daily jobs as files for a double click, on Windows and on Linux desktops; ``final`` is where the folder will lie. Raises Stop (C012).

    A batch file has the line ends that cmd wants, and nothing but ASCII in it, so that no code page changes it. A desktop's file names the
    folder: one of ours is made anew where the folder has moved; what a person changed stays.
    """
    place = folder / JOBS
    try:
        place.mkdir(exist_ok=True)
        for source in sorted((packaged("campaign") / JOBS).iterdir(), key=lambda item: item.name):
            pattern = source.read_text(encoding="utf-8")
            text = pattern.replace(_HERE, str(final.resolve()).replace("\\", "\\\\"))
            path = place / source.name
            if not path.exists() or (_HERE in pattern and _is_ours(path, pattern, text)):
                write_file(path, text.replace("\n", "\r\n" if path.suffix == ".bat" else "\n").encode())
                path.chmod(0o755)
    except OSError as error:
        raise not_writable(place, error) from None


def _is_ours(path: Path, pattern: str, text: str) -> bool:
    """True where a file says what ours says, of another folder."""
    before, after = pattern.split(_HERE)
    try:
        found = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return found != text and found.startswith(before) and found.endswith(after)


def settings_text(new: NewCampaign, rulebooks: Sequence[Rulebook], dues: Mapping[str, date]) -> str:
    """campaign.toml with every reading, group and deliverable written out as a comment to be uncommented."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - as above
        finalize=_one_line,
    )
    environment.filters["toml"] = lambda text: json.dumps(str(text), ensure_ascii=False)
    template = environment.from_string((packaged("campaign") / "campaign.toml.j2").read_text(encoding="utf-8"))
    rulebooks = foremost(rulebooks)  # what they include is offered once, under their own names
    readings = [
        {
            "name": f"{book.id}.{r.id}",
            "question": r.question,
            "cite": book.article(r.article).cite(),
            "options": r.options,
            "default": r.default,
            "dated": all(option.since for option in r.options),
        }
        for book in rulebooks
        for r in book.readings
    ]
    deliverables = [
        {"key": d.key, "name": d.name, "recipient": d.recipient, "due": dues.get(d.key), "comes_back": d.comes_back is not None}
        for book in rulebooks
        for d in book.deliverables
    ]
    values: dict[str, Any] = {
        "name": new.name,
        "rulebooks": new.rulebooks,
        "year": new.year,
        "start": new.start,
        "end": new.end,
        "readings": readings,
        "groups": list(dict.fromkeys(group.name for book in rulebooks for group in book.groups)),
        "deliverables": deliverables,
        "duties": [_duty_words(book, duty) for book in rulebooks for duty in book.duties if duty.every is not None],
    }
    return template.render(values)


def with_journal_place(text: str, place: JournalPlace) -> str:
    """campaign.toml with another place of the journal; all else stays letter for letter, what is no longer so as a comment."""
    lines, inside = [], False
    for line in text.splitlines(keepends=True):
        header = line.lstrip().startswith("[")
        inside = _JOURNAL_TABLE.match(line) is not None if header else inside
        ours = inside or _JOURNAL_KEY.match(line) is not None
        lines.append(f"# {line}" if ours and line.strip() and not line.lstrip().startswith("#") else line)
    if not place.url:
        return "".join(lines)
    said = {"url": place.url, "schema": place.schema, "clerks": place.clerks}
    table = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items() if value)
    whole = "".join(lines)
    return f"{whole}{'' if whole.endswith(chr(10)) or not whole else chr(10)}\n[journal]\n{table}"


def _one_line(value: object) -> object:
    """Text as it may stand in a comment: a rulebook's words with a line break in them would become settings."""
    return " ".join(value.split()) if isinstance(value, str) and len(value.splitlines()) > 1 else value


def _duty_words(book: Rulebook, duty: Duty) -> dict[str, Any]:
    groups = LIST_SEPARATOR.join(group.name for group in book.groups if group.id in duty.groups)
    return {"id": duty.id, "name": duty.name, "recipient": duty.recipient, "agreed": duty.agreed, "groups": groups}


def write_text_once(path: Path, text: str) -> bool:
    """The text as a new file; False and nothing done where the file exists. Raises Stop (C012)."""
    if path.exists():
        return False
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise not_writable(path.parent, error) from None
    return True


_A4, PAGE_FOOT = 9, "第 &P 页  共 &N 页"
_MANY, _WIDE, _WIDEST, _MARGIN, _LINE = 6, 60, 26, 0.4, 14.5  # columns of a table that lies; widths in characters; inches; points


def write_table_once(path: Path, title: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bool:
    """A one-sheet workbook with a frozen, filterable header; False and nothing done where the file exists. Raises Stop (C012)."""
    if path.exists():
        return False
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    widths = []
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(row=1, column=at, value=column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE8F3")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        widths.append(
            min(_WIDEST if len(columns) > _MANY else _WIDE, 3 + max(_wide(text) for text in (column, *(row[at - 1] for row in rows))))
        )
        sheet.column_dimensions[get_column_letter(at)].width = widths[-1]
    for row_at, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(row=row_at, column=at, value=value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
                cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[row_at].height = _LINE * max(-(-_wide(value) // (width - 2)) for value, width in zip(row, widths, strict=True))
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    lies = len(columns) > _MANY  # a roster is printed as wide as a sheet, its head on each
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape" if lies else "portrait"
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    if sheet.sheet_properties.pageSetUpPr is not None and sheet.oddFooter is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = PAGE_FOOT
    try:
        write_file(path, saved(book))
    except OSError as error:
        raise not_writable(path.parent, error) from None
    return True


def _wide(value: str | int) -> int:
    """How many characters wide a cell's text is: a Chinese one is two."""
    return sum(2 if sign > "\u2000" else 1 for sign in str(value))


def not_writable(folder: Path, error: OSError) -> Stop:
    """The Stop for a folder that can't be written (C012)."""
    return Stop(kinds.FOLDER_NOT_WRITABLE.at(Place(file=str(folder)), folder=folder, why=system_reason(error)))
