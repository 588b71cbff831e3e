"""What came back: a submission with its filled forms, rows and faults, before and after it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from duchá.submissions.status import Status
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import Content
from duchá.workbooks.sheets.model import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell as found, with its place, so that 95, 0.95 shown as 95% and “95%” are never guessed apart later."""

    value: CellValue
    place: Place
    percent: bool = False
    struck: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A form found in a sheet by its words (DT-31…33): where its parts stand. Rows and columns are 1-based.

    ``columns`` maps column id → sheet column; ``extra`` sheet column → title as written (B07); ``header`` field id → its cell;
    ``body`` the sheet rows that may hold data, in order; ``remark``/``footer`` the cells below the table.
    ``also`` maps a column to further sheet columns under the same title (B13), ``instead`` to added columns that say the same in other words
    (整改措施 beside 整改进展) and are read where its own cell is empty; ``mentions`` are places without a label that name a unit of the
    roster, ``said_none`` lines outside the body that say that there is nothing to report.
    ``transposed`` tables list their items in columns (B24): ``columns`` are then sheet rows, ``body`` sheet columns.
    ``sub_unit`` is the 下属单位 whose own sheet it stands in (A26).
    """

    form: str
    sheet: str
    title: Place
    header_row: int
    columns: Mapping[str, int]
    extra: Mapping[int, str]
    header: Mapping[str, RawCell]
    body: tuple[int, ...]
    remark: RawCell | None
    footer: tuple[RawCell, ...] = ()
    also: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    instead: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    mentions: tuple[RawCell, ...] = ()
    said_none: tuple[RawCell, ...] = ()
    transposed: bool = False
    range: str = ""
    sub_unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One body row (一行) after conversion. ``number`` counts from 1 in reading order; ``written_number`` is the 序号 as typed.

    ``cells`` maps column id → content; ``places`` column id → where it stands; ``extra`` title → text of added columns.
    ``marks`` are remarks on how it was read (``ditto``, ``struck``, ``joined`` …). ``sub_unit`` is 下属单位 where one is named (DT-27).
    """

    number: int
    written_number: str
    cells: Mapping[str, Content]
    places: Mapping[str, Place]
    extra: Mapping[str, str] = field(default_factory=dict)
    sub_unit: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodSaid:
    """What a file says of its period beside the form's own cells: the mark of the blank, titles of tables, names of sheets, head of a document."""

    mark: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotal:
    """A number in a 合计 row: of which column, after how many rows, and how many of them stood above the last 小计."""

    label: str
    column: str
    amount: Decimal
    text: str
    place: Place
    after: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """One form of a submission (报表): header contents, rows, remark, and whether it is a nil return (零报告, DT-17).

    ``other_headers``: what the heads of its further sheets say, and where. ``totals`` are the numbers of its 合计 rows, which are no rows of it; they are
    held against the rows and not kept.
    """

    form: str
    sheet: str
    range: str
    header: Mapping[str, Content]
    header_places: Mapping[str, Place]
    rows: tuple[Row, ...]
    remark: str = ""
    remark_place: Place = Place()
    remark_list: tuple[str, ...] = ()
    nil: bool = False
    nil_text: str = ""
    filed_on: date | None = None
    untouched: bool = False
    other_headers: tuple[tuple[Mapping[str, Content], Mapping[str, Place]], ...] = ()
    totals: tuple[StatedTotal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """报送件: one file (or archive member) as read and checked.

    ``source`` is the path as shown (relative to the campaign; ``a.zip!附件2.xls`` for a member). ``unit`` is the canonical name, None while unknown.
    ``deliverables`` are the keys it answers, ``sure`` those of which mark and 报告期 cell, or a person, both name the period; ``written`` what a
    document may be, ``said`` what it says of its period. ``given_period`` and ``given_deliverable`` are a person's word. How late it is depends on what came before it, and is found when it is filed.
    """

    source: str
    sha256: str | None
    status: Status
    received_at: datetime
    unit: str | None = None
    deliverables: tuple[str, ...] = ()
    forms: tuple[FilledForm, ...] = ()
    faults: tuple[Fault, ...] = ()
    paragraphs: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    said: PeriodSaid = PeriodSaid()
    sure: frozenset[str] = frozenset()
    given_period: str = ""
    given_deliverable: str = ""
