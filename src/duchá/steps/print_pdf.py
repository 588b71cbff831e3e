"""print: what is to go on paper as one PDF, through LibreOffice where it is installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from duchá.campaign import faults as kinds
from duchá.reports.write_pdf import find_office, pages_of, write_pdf
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.written import FOLDER
from duchá.terms.fault import Fault, Stop
from duchá.terms.place import Place

READY = "办理记录-待确认"  # rows to be typed, no paper
PRINTED = "打印-{what}.pdf"
_PAPER = (".docx", ".xlsx", ".xls", ".ods", ".doc", ".odt")
_PASSING = ("~$", ".~", ".")


class Printable(Enum):
    """What can be printed: 空白报表 / 退回件 / 催办函 / 整改通知书 / 一份报告."""

    BLANKS = "blanks"
    RETURNED = "returned"
    LETTERS = "letters"
    DEMANDS = "rectifications"


_CALLED = {  # as the PDF of them is called
    Printable.BLANKS.value: "空白报表",
    Printable.RETURNED.value: "退回件",
    Printable.LETTERS.value: "催办函",
    Printable.DEMANDS.value: "整改通知书",
}
_PLACES = {
    Printable.BLANKS: ("blank", "**/*"),
    Printable.RETURNED: ("returned", "**/*"),
    Printable.LETTERS: (FOLDER, "催办函-*/*.docx"),
    Printable.DEMANDS: (FOLDER, "整改通知书-*/*.docx"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFile:
    """The PDF, what is in it, and what could not be printed."""

    path: Path
    sources: tuple[str, ...]
    pages: int
    faults: tuple[Fault, ...] = ()


def print_pdf(opened: OpenCampaign, what: str) -> PrintedFile:
    """One PDF of all of it, in the order of the files' names. Raises Stop (C155 no LibreOffice, C156 nothing there) and OSError."""
    office = find_office()
    if office is None:
        raise Stop(kinds.NO_OFFICE.at(Place()))
    sources = tuple(_sources(opened.folder, what))
    if not sources:
        raise Stop(kinds.NOTHING_TO_PRINT.at(Place(), what=what))
    target = opened.folder / FOLDER / PRINTED.format(what=_CALLED.get(what) or Path(what).stem)
    failed = write_pdf(office, sources, target)
    names = {path: path.relative_to(opened.folder).as_posix() if path.is_relative_to(opened.folder) else str(path) for path in sources}
    return PrintedFile(
        path=target,
        sources=tuple(name for path, name in names.items() if path not in failed),
        pages=pages_of(target),
        faults=tuple(kinds.NOT_PRINTED.at(Place(file=names[path]), file=names[path]) for path in failed),
    )


def _sources(folder: Path, what: str) -> Iterable[Path]:
    """The files: of a word, of a path, or the newest report whose name begins so."""
    known = {item.value: item for item in Printable}
    if what in known:
        place, pattern = _PLACES[known[what]]
        found = [path for path in sorted((folder / place).glob(pattern)) if _is_paper(path)]
        if known[what] in (Printable.LETTERS, Printable.DEMANDS) and found:  # of the newest day only
            found = [path for path in found if path.parent == found[-1].parent]
        return found
    given = Path(what) if Path(what).exists() else folder / what
    if given.is_dir():
        return [path for path in sorted(given.glob("**/*")) if _is_paper(path)]
    if given.is_file():
        return [given]
    reports = [path for path in (folder / FOLDER).glob(f"{what}*") if _is_paper(path)]
    return [max(reports, key=lambda path: (path.suffix == ".docx", path.name))] if reports else []


def _is_paper(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in _PAPER and not path.name.startswith(_PASSING) and READY not in path.name
