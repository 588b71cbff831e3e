"""How long 1,000 blanks take against building each with xlsxwriter. To hold: at most 0.2.

Run: python benchmarks/blanks_speed.py [count]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl  # noqa: F401 - imported before the clock starts: start-up is measured elsewhere
import xlsxwriter

from duchá.campaign.model import Campaign, Settings
from duchá.forms.blanks import BlankOptions, write_blanks
from duchá.forms.layout import Layout, lay_out
from duchá.forms.workbook import write_blank
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.terms.calendar import WorkCalendar
from duchá.terms.unit import Roster, Unit

HOLD = 0.2


def main(count: int) -> None:
    """Prints seconds and ratios, the median of three rounds."""
    campaign, units = _campaign(count)
    forms = campaign.forms(FilledBy.UNIT)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        wanted = [BlankOptions(unit=unit, forms=forms, path=place / f"{unit.order:04d}.xlsx") for unit in units]
        layouts = tuple(lay_out(form) for form in forms)
        jobs: dict[str, Callable[[], object]] = {
            "xlsxwriter, each built": lambda: [_by_xlsxwriter(layouts, unit, place / f"x{unit.order:04d}.xlsx") for unit in units],
            "duchá, master copied": lambda: write_blanks(wanted, campaign),
        }
        seconds = {name: statistics.median(_timed(job, wanted) for _ in range(3)) for name, job in jobs.items()}
        few = units[: max(1, count // 20)]
        seconds["duchá, each built"] = (
            _timed(lambda: [write_blank(forms, unit, campaign, place / "one.xlsx") for unit in few], ()) * count / len(few)
        )
    bare = seconds["xlsxwriter, each built"]
    for name, taken in seconds.items():
        print(f"{name:26} {taken:8.2f} s   {1000 * taken / count:6.2f} ms each   {taken / bare:5.3f}")
    ratio = seconds["duchá, master copied"] / bare
    print(f"{count} blanks: {ratio:.3f} of xlsxwriter, to hold {HOLD}: {'kept' if ratio <= HOLD else 'BROKEN'}")


def _timed(job: Callable[[], object], wanted: list[BlankOptions] | tuple[()]) -> float:
    for want in wanted:
        want.path.unlink(missing_ok=True)
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def _campaign(count: int) -> tuple[Campaign, tuple[Unit, ...]]:
    rulebook, _ = parse_rulebook("dantu-2015", read_texts(shipped_rulebooks()))
    assert rulebook is not None
    units = tuple(Unit(name=f"第{n}局", order=n, group="departments") for n in range(1, count + 1))
    settings = Settings(name="2015", rulebooks=(rulebook.id,), year=2015, start=date(2015, 11, 3), end=date(2015, 11, 30))
    zone = ZoneInfo("Asia/Shanghai")
    return Campaign(settings=settings, rulebooks=(rulebook,), roster=Roster(units), calendar=WorkCalendar(()), owed=(), zone=zone), units


def _by_xlsxwriter(layouts: tuple[Layout, ...], unit: Unit, path: Path) -> None:
    """The same words, borders, merges, prompts and print set-up, with xlsxwriter."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    box = book.add_format(
        {"border": 1, "text_wrap": True, "valign": "vcenter", "locked": False, "num_format": "@", "font_name": "仿宋", "font_size": 12}
    )
    plain = book.add_format({"font_name": "仿宋", "font_size": 14})
    for layout in layouts:
        _sheet(book.add_worksheet(layout.form.sheet), layout, unit, (box, plain))
    hidden = book.add_worksheet("_ducha")
    hidden.very_hidden()
    for row, key in enumerate(("tool", "campaign", "unit", "order", "forms", "version")):
        hidden.write_string(row, 0, key)
        hidden.write_string(row, 1, unit.name)
        book.set_custom_property(f"ducha.{key}", unit.name)
    book.close()


def _sheet(sheet: object, layout: Layout, unit: Unit, formats: tuple[object, object]) -> None:
    form: Form = layout.form
    box, plain = formats
    for n, width in enumerate(layout.widths):
        sheet.set_column(n, n, width)
    for cells, text in ((layout.annex, form.number), (layout.title, form.title), *zip(layout.notes, form.notes, strict=True)):
        if cells is None:
            continue
        sheet.merge_range(cells.row - 1, cells.column - 1, cells.row - 1, cells.last_column - 1, text, plain)
    for place in layout.header:
        sheet.write_string(place.label.row - 1, place.label.column - 1, place.text, plain)
        sheet.write_string(place.entry.row - 1, place.entry.column - 1, unit.name, plain)
        sheet.data_validation(
            place.entry.row - 1,
            place.entry.column - 1,
            place.entry.row - 1,
            place.entry.column - 1,
            {"validate": "any", "input_message": place.field.hint[:255]},
        )
    for column in form.columns:
        at = layout.columns[column.id] - 1
        sheet.write_string(layout.heads - 1, at, column.title, box)
        for row in range(layout.first - 1, layout.last):
            sheet.write_blank(row, at, None, box)
        sheet.data_validation(layout.first - 1, at, layout.last - 1, at, {"validate": "any", "input_message": column.hint[:255]})
    sheet.protect("", {"sort": True, "format_rows": True, "insert_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(layout.heads - 1)
    sheet.set_footer("&C第 &P 页 共 &N 页")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
