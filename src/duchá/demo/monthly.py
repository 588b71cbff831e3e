"""The example of monthly returns: sixty counties, two number forms, six months; which file each county sends, when, and what goes wrong with some.

The numbers follow from the county's place in the list and the month, so that every outcome can be worked out by hand (examples/monthly/README.md).
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from duchá.campaign.model import Campaign
from duchá.demo.write_package import gbk_zip, typed_workbook, with_cells
from duchá.forms.layout import lay_out
from duchá.forms.workbook import blank_bytes, make_master
from duchá.rulebook.form import Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.terms.period import month_period
from duchá.terms.read_packaged import packaged
from duchá.terms.unit import Unit
from duchá.terms.wording import period_words
from duchá.terms.write_beside import write_file

MONTHLY = "monthly"  # as the example is asked for
RULEBOOK = "monthly-example"
YEAR, MONTHS = 2019, range(1, 7)
CASES, PROJECTS = "cases", "projects"
IN_TIME, LATE = 24, 28  # days of the month on which files come
PROJECT_NAMES = ("{unit}一号项目", "{unit}二号项目")
COLON = "："
FILE_NAME = "{order:02d}-{unit}{form}{ending}"
ONLY_IN_NAME = "{unit}{month}月份{form}{ending}"
WRITTEN = (
    "{year}年{month}月",
    "{year}-{month:02d}",
    "{month}月份",
    "{year}{month:02d}",
    "{year}.{month}",
)  # how a county writes the period
HTML = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><table border=1>{rows}</table></body></html>'
ZONE = ZoneInfo("Asia/Shanghai")

# what goes wrong: county (its place in the list), month, form
LATE_COUNTIES, LATE_MONTH = (10, 20, 30, 40, 50, 60), 2
NOT_SENT = {(7, 3, PROJECTS), (60, 6, CASES), (60, 6, PROJECTS)}
STALE = (5, 5, CASES)  # April's rows once more, typed anew as May's
OLD_MONTH = (11, 3, PROJECTS)  # February's table once more, still February's
OTHER_MONTH = (15, 4, CASES)  # in the blank of April the period was changed to March
ONLY_THE_NAME = (13, 1)  # nothing in the file says which month it is
NOTHING = 20  # a county without cases: zeros every month
BLANK_BOOK, TYPED_BOOK, TEXT, ZIPPED, WEB_PAGE = range(5)  # in which way a county sends its tables, by its place in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What comes on one day: the folder's name under ``returns/`` and the moment."""

    folder: str
    moment: datetime


def batches() -> tuple[Batch, ...]:
    """The days on which something comes, not in their order: what lies about for longest is taken in last."""
    days = [(month, day) for month in MONTHS for day in ((IN_TIME, LATE) if month == LATE_MONTH else (IN_TIME,))]
    moved = [*days[1:3], days[0], *days[:2:-1]]
    return tuple(Batch(folder=f"{month:02d}{day}", moment=datetime(YEAR, month, day, 10, tzinfo=ZONE)) for month, day in moved)


def write_rulebook(folder: Path) -> None:
    """The example's own rulebook, as an office puts it into its campaign's folder."""
    for name in ("rulebook.toml", "units.csv"):
        (folder / RULEBOOK).mkdir(parents=True, exist_ok=True)
        write_file(folder / RULEBOOK / name, packaged(f"demo/monthly/{name}").read_bytes())


def write_monthly_returns(target: Path, campaign: Campaign) -> int:
    """Writes what every county sends, in a folder for each day; gives the number of returns."""
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    count = 0
    for month in MONTHS:
        master = make_master(tuple(forms.values()), campaign, month_period(YEAR, month))
        for unit in campaign.roster.units:
            late = unit.order in LATE_COUNTIES and month == LATE_MONTH
            sent = [form for form in forms.values() if (unit.order, month, form.id) not in NOT_SENT]
            count += len(sent)
            folder = target / f"{month:02d}{LATE if late else IN_TIME}"
            for name, content in _files(unit, month, sent, blank_bytes(master, unit)):
                folder.mkdir(parents=True, exist_ok=True)
                write_file(folder / name, content)
    return count


def rows_of(unit: Unit, month: int, form: Form) -> list[Mapping[str, str]]:
    """The rows of a county's table of a month, by column.

    Cases of the r-th kind in a month: the county's number + month × r. Invested in the p-th project: 10 × month + half of p.
    """
    if form.id == CASES:
        return [
            {
                "kind": texts[0],
                "cases": _written(_cases(unit, month, r)),
                "before": _written(sum(_cases(unit, m, r) for m in range(1, month))),
                "all": _written(sum(_cases(unit, m, r) for m in range(1, month + 1))),
            }
            for r, texts in enumerate(form.preset, 1)
        ]
    return [
        {
            "project": name.format(unit=unit.name),
            "invested": _written(_invested(month, p)),
            "before": _written(sum((_invested(m, p) for m in range(1, month)), Decimal(0))),
            "all": _written(sum((_invested(m, p) for m in range(1, month + 1)), Decimal(0))),
        }
        for p, name in enumerate(PROJECT_NAMES, 1)
    ]


def _cases(unit: Unit, month: int, r: int) -> int:
    return 0 if unit.order == NOTHING else unit.order + month * r


def _invested(month: int, p: int) -> Decimal:
    return Decimal(10 * month) + Decimal(p) / 2


def _written(number: int | Decimal) -> str:
    return format(Decimal(number).normalize(), "f")


def _files(unit: Unit, month: int, forms: Sequence[Form], blank: bytes) -> Iterator[tuple[str, bytes]]:
    way = TYPED_BOOK if (unit.order, month, CASES) == STALE or (unit.order, month) == ONLY_THE_NAME else unit.order % 5
    if way in (BLANK_BOOK, ZIPPED) and forms:
        book = with_cells(blank, dict(_cells(unit, month, forms)))
        name = FILE_NAME.format(order=unit.order, unit=unit.name, form="", ending=".xlsx")
        yield (name, book) if way == BLANK_BOOK else (name.replace(".xlsx", ".zip"), gbk_zip({name: book}))
        return
    for form in forms:
        rows = _typed(unit, month, form)
        pattern = ONLY_IN_NAME if (unit.order, month) == ONLY_THE_NAME else FILE_NAME
        ending = {TYPED_BOOK: ".xlsx", TEXT: ".csv", WEB_PAGE: ".xls"}[way]
        name = pattern.format(order=unit.order, unit=unit.name, form=form.title, month=month, ending=ending)
        yield name, {TYPED_BOOK: _book, TEXT: _text, WEB_PAGE: _page}[way](rows)


def _cells(unit: Unit, month: int, forms: Sequence[Form]) -> Iterator[tuple[tuple[str, str], str]]:
    """What the county types into the blank: sheet and cell → text."""
    for form in forms:
        layout = lay_out(form)
        for place in layout.header:
            if place.field.kind is ColumnKind.DATE:
                yield (form.sheet, place.entry.at), _filed_on(month)
            if place.field.kind is ColumnKind.PERIOD and (unit.order, month, form.id) == OTHER_MONTH:
                yield (form.sheet, place.entry.at), period_words(month_period(YEAR, month - 1))
        for at, row in enumerate(rows_of(unit, month, form), 1):
            yield from (((form.sheet, layout.body(at, id).at), text) for id, text in row.items())


def _typed(unit: Unit, month: int, form: Form) -> list[list[str]]:
    """The table as somebody types it anew: title, head, column titles, rows; nothing of the blank's marks is in it."""
    told = month - 1 if (unit.order, month, form.id) == OLD_MONTH else month
    meant = month - 1 if (unit.order, month, form.id) == STALE else told
    period = "" if (unit.order, month) == ONLY_THE_NAME else WRITTEN[unit.order // 5 % len(WRITTEN)].format(year=YEAR, month=told)
    columns = [column for column in form.columns if column.carry is None or column.id in ("project", "before")]
    fields = [field for field in form.header if period or field.kind is not ColumnKind.PERIOD]
    head = [text for field in fields for text in (field.label + COLON, _head(field.kind, unit, period, month))]
    body = [[_cell(column, at, row) for column in columns] for at, row in enumerate(rows_of(unit, meant, form), 1)]
    return [[form.title], head, [column.title for column in columns], *body]


def _head(kind: ColumnKind, unit: Unit, period: str, month: int) -> str:
    return {ColumnKind.UNIT: unit.name, ColumnKind.PERIOD: period}.get(kind, _filed_on(month))


def _cell(column: Column, at: int, row: Mapping[str, str]) -> str:
    return str(at) if column.role is ColumnRole.SEQUENCE else row.get(column.id, "")


def _filed_on(month: int) -> str:
    return date(YEAR, month, IN_TIME - 1).isoformat()


def _book(rows: Sequence[Sequence[str]]) -> bytes:
    return typed_workbook([("Sheet1", rows)])


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in rows).encode("gb18030")  # nothing in the example wants quotes


def _page(rows: Sequence[Sequence[str]]) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return HTML.format(rows=lines).encode("gb18030")
