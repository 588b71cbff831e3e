"""What a run of record found in the files, without their rows: shown, and remembered, so that files in which nothing is new need not be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duchá.journal.fact import Json
from duchá.registers import faults as kinds
from duchá.submissions.faults import CATALOGUE as OF_RETURNS
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.workbooks.sheets.faults import CATALOGUE as OF_FILES

_BY_CODE = {kind.code: kind for kind in (*OF_FILES, *OF_RETURNS, *kinds.CATALOGUE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCount:
    """One register in a file: how many rows it has, and how many of them are not recorded."""

    form: str
    sheet: str
    range: str
    rows: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """One file: its registers, what is wrong in it, and the questions that somebody signed for (核实人);
    ``standing`` rows are on record as they stand there."""

    source: str
    sha256: str
    read: bool
    tables: tuple[RegisterCount, ...] = ()
    faults: tuple[Fault, ...] = ()
    answered: tuple[Fault, ...] = ()
    standing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome:
    """A run: ``contents`` are the files that lay there by their SHA-256, ``asked`` the folders and files asked for.

    ``questions`` are those about rows and files that are gone. ``until`` is the first day on which something else would be said of the
    same files (None: never): a date that lay ahead has come.
    """

    contents: Mapping[str, str]
    asked: tuple[str, ...]
    files: tuple[FileOutcome, ...]
    questions: tuple[Fault, ...]
    tool: str
    day: date
    until: date | None = None

    def holds(self, contents: Mapping[str, str], asked: tuple[str, ...], tool: str, today: date) -> bool:
        """True where another run over the same files would find the same, as long as nothing else was recorded since."""
        same = (self.contents, self.asked, self.tool) == (contents, asked, tool)
        return same and self.day <= today and (self.until is None or today < self.until)


def lapses_on(files: Iterable[FileOutcome]) -> date | None:
    """The first day on which a date that lay ahead has come (S716)."""
    ahead = [fault.found for file in files for fault in file.faults if fault.kind is kinds.AHEAD and fault.found]
    return min((date.fromisoformat(day) for day in ahead), default=None)


def outcome_json(outcome: RecordOutcome) -> Json:
    """The outcome as the journal keeps it."""
    return {
        "contents": dict(outcome.contents),
        "asked": list(outcome.asked),
        "files": [_file_json(file) for file in outcome.files],
        "questions": [_fault_json(fault) for fault in outcome.questions],
        "tool": outcome.tool,
        "day": outcome.day.isoformat(),
        "until": outcome.until.isoformat() if outcome.until else None,
    }


def outcome_from_json(stored: Mapping[str, Any]) -> RecordOutcome | None:
    """The outcome that `outcome_json` wrote; None where it speaks of faults that this version of the program does not know."""
    told = [*stored["questions"], *(fault for file in stored["files"] for word in ("faults", "answered") for fault in file[word])]
    if any(fault["code"] not in _BY_CODE for fault in told):
        return None
    return RecordOutcome(
        contents=stored["contents"],
        asked=tuple(stored["asked"]),
        files=tuple(_file(file) for file in stored["files"]),
        questions=tuple(map(_fault, stored["questions"])),
        tool=stored["tool"],
        day=date.fromisoformat(stored["day"]),
        until=date.fromisoformat(stored["until"]) if stored["until"] else None,
    )


def _file_json(file: FileOutcome) -> dict[str, Json]:
    return {
        "source": file.source,
        "sha256": file.sha256,
        "read": file.read,
        "standing": file.standing,
        "tables": [[table.form, table.sheet, table.range, table.rows, table.held] for table in file.tables],
        "faults": [_fault_json(fault) for fault in file.faults],
        "answered": [_fault_json(fault) for fault in file.answered],
    }


def _file(stored: Mapping[str, Any]) -> FileOutcome:
    return FileOutcome(
        source=stored["source"],
        sha256=stored["sha256"],
        read=stored["read"],
        tables=tuple(
            RegisterCount(form=form, sheet=sheet, range=range_, rows=rows, held=held)
            for form, sheet, range_, rows, held in stored["tables"]
        ),
        faults=tuple(map(_fault, stored["faults"])),
        answered=tuple(map(_fault, stored["answered"])),
        standing=stored["standing"],
    )


def _fault_json(fault: Fault) -> dict[str, Json]:
    place = fault.place
    return {
        "code": fault.kind.code,
        "place": [place.file, place.sheet, place.cell, place.label],
        "form": fault.form,
        "found": fault.found,
        "words": dict(fault.words),
        "article": fault.article,
    }


def _fault(stored: Mapping[str, Any]) -> Fault:
    file, sheet, cell, label = stored["place"]
    return Fault(
        kind=_BY_CODE[stored["code"]],
        place=Place(file=file, sheet=sheet, cell=cell, label=label),
        form=stored["form"],
        found=stored["found"],
        words=tuple(sorted(stored["words"].items())),
        article=stored["article"],
    )
