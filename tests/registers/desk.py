"""A campaign by any rulebook with registers typed by hand: titles in the first row, as a person makes a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook

from duchá.forms.workbook import campaign_lists
from duchá.registers.offered import register_forms
from duchá.reports.page import Page, Report, cell_text
from duchá.rulebook.form import Form
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.lists_of import gaps_of
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.record import Recorded, record
from duchá.steps.report_register import register_named, register_of
from duchá.terms.moment import Moment
from made_once import copied

ZONE = ZoneInfo("Asia/Shanghai")
Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """A campaign folder, the day on which it is looked at, and what is done there."""

    folder: Path
    day: date

    def open(self, day: date | None = None) -> OpenCampaign:
        """The campaign at ten o'clock of a day."""
        on = day or self.day
        return open_campaign(self.folder, Moment(now=datetime(on.year, on.month, on.day, 10, tzinfo=ZONE)))

    def form(self, name: str) -> Form:
        """A register by any of its names."""
        return register_named(self.open(), name)

    def forms(self) -> tuple[Form, ...]:
        """Every register of the campaign, its choices filled in."""
        campaign = self.open().campaign
        return register_forms(campaign, campaign_lists(campaign))

    def type(self, register: str, *rows: Typed, name: str = "") -> Path:
        """The register's file with exactly these rows, by the titles of its columns."""
        form = self.form(register)
        titles = [column.title for column in form.columns]
        titles += [title for title in dict.fromkeys(title for row in rows for title in row) if title not in titles]
        path = self.folder / "registers" / (name or form.file or f"{form.sheet}.xlsx")
        return write_table(path, titles, [[row.get(title) for title in titles] for row in rows], sheet=form.sheet, title=form.title)

    def record(self, *paths: Path, day: date | None = None) -> Recorded:
        """What record gives."""
        return record(self.open(day), paths)

    def report(self, register: str, day: date | None = None, period: str | None = None, *, full: bool = True) -> Report:
        """The register's report as pages."""
        opened = self.open(day)
        return register_of(opened, register_named(opened, register), period, full=full)[0]

    def gaps(self, check: str = "", day: date | None = None) -> list[tuple[str, str, str]]:
        """Unit, subject and sentence of every gap (of one check) that nobody has excused."""
        _, found = gaps_of(self.open(day))
        return [(gap.unit, gap.subject, gap.says) for gap in found if check in ("", gap.check) and not gap.excused]


def make_desk(
    folder: Path,
    *rulebooks: str,
    units: Sequence[tuple[str, ...]],
    day: date,
    year: int | None = None,
    own: Mapping[str, str] | None = None,
) -> Desk:
    """A new campaign with these units (name and 组别); ``own`` are texts of rulebooks of its own. Each is made once a process, and copied."""
    key = (rulebooks, tuple(tuple(unit) for unit in units), day, year, tuple((own or {}).items()))
    copied(folder, key, lambda place: _make(place, rulebooks, units, day, year, own or {}))
    return Desk(folder, day)


def _make(
    folder: Path, rulebooks: Sequence[str], units: Sequence[Sequence[str]], day: date, year: int | None, own: Mapping[str, str]
) -> None:
    for id, text in own.items():
        place = folder / "templates" / "rulebooks" / id / "rulebook.toml"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
    moment = Moment(now=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE))
    wish = Wish(rulebooks=tuple(rulebooks), year=year or day.year, start=date(day.year, 1, 1), end=date(day.year, 12, 31))
    init_campaign(folder, wish, moment)
    book = load_workbook(folder / "units.xlsx")
    sheet = book.worksheets[0]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for column in titles.values():
            sheet.cell(row, column).value = None
    for at, (unit, group, *_) in enumerate(units, 1):
        for title, value in {"序号": at, "单位名称": unit, "组别": group}.items():
            sheet.cell(at + 1, titles[title]).value = value
    book.save(folder / "units.xlsx")
    init_campaign(folder, wish, moment)


def write_table(path: Path, titles: Sequence[str], rows: Sequence[Sequence[Any]], *, sheet: str = "", title: str = "") -> Path:
    """A plain workbook with one table."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet or page.title
    if title:
        page.append([title])
    page.append(list(titles))
    for row in rows:
        page.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def page_of(report: Report, name: str) -> Page:
    """A page by its name."""
    return next(page for page in report.pages if page.name == name)


def rows_of_page(page: Page) -> list[list[str]]:
    """A page's rows as printed."""
    shows = [column.show for column in page.columns]
    return [[cell_text(cell, show) for cell, show in zip(row, shows, strict=True)] for row in page.rows]


def words_of(report: Report) -> str:
    """Everything that is printed."""
    return "\n".join("\t".join(row) for page in report.pages for row in rows_of_page(page))
