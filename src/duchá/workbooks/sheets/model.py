"""What a file holds, before anybody knows which form it is: sheets of cells as found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum

from duchá.terms.fault import Fault


class FileKind(Enum):
    """What a file really is (文件类型), told by its bytes and never by its name."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    ODT = "odt"
    CSV = "csv"
    HTML = "html"
    XML2003 = "xml2003"
    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"
    ARCHIVE = "archive"
    MAIL = "mail"
    MAILBOX = "mailbox"  # .mbox: many mails in one file
    OUTLOOK = "outlook"  # .msg
    TNEF = "tnef"  # winmail.dat
    OFD = "ofd"
    SLIDES = "slides"
    ENCRYPTED = "encrypted"
    PROGRAM = "program"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class SheetState(Enum):
    """显示 / 隐藏 / 深度隐藏."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very-hidden"


@dataclass(frozen=True, slots=True)
class CellError:
    """An error cell (#REF!, #N/A …): never blank."""

    text: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula without a stored result; ``formula`` is its text, never evaluated."""

    formula: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A cell that holds only a picture (WPS 嵌入图片)."""

    id: str = ""


CellValue = str | int | float | bool | date | datetime | time | timedelta | CellError | Uncalculated | Picture | None
Box = tuple[int, int, int, int]  # first row, first column, last row, last column; 1-based, inclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet (工作表) as found. ``rows[i][j]`` stands at row ``top + i``, column ``left + j`` (1-based); None = no cell.

    Rows may be ragged. Only the used area is kept: blank tails are dropped.
    ``percents`` are addresses shown as percent; ``comments`` cell notes (批注); ``struck`` cells in strikethrough.
    """

    name: str
    state: SheetState = SheetState.VISIBLE
    top: int = 1
    left: int = 1
    rows: tuple[tuple[CellValue, ...], ...] = ()
    merges: tuple[Box, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    pictures: int = 0
    text_boxes: tuple[str, ...] = ()

    def value(self, row: int, column: int) -> CellValue:
        """The cell at a 1-based address; None outside the used area."""
        i, j = row - self.top, column - self.left
        if 0 <= i < len(self.rows) and 0 <= j < len(self.rows[i]):
            return self.rows[i][j]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBook:
    """A readable file as found: its kind, sheets, our own marks, and what the reader has to say (notes).

    ``marks`` are the campaign/unit/form-version marks that a blank carries (hidden sheet, custom properties, defined name);
    empty where the file carries none. ``paragraphs`` is running text (docx), for the written report.
    """

    kind: FileKind
    sheets: tuple[RawSheet, ...]
    marks: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
