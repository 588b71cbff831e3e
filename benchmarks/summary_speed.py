"""The summary workbook of 100,000 rows against bare XlsxWriter (constant_memory) writing the same cells; ratios, not seconds, count.

Run: ``python benchmarks/summary_speed.py [ROWS]``. To hold: the whole report, from the journal to the file, at most 1.2 × bare ``write_row``.
"""

from __future__ import annotations

import gc
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from xlsxwriter import Workbook

from duchá.campaign.model import Campaign
from duchá.reports.page import Report
from duchá.reports.write_xlsx import write_xlsx
from reports.returns import Journal, campaign, filled, row, whole

HOLD = 1.2
ROUNDS = 3
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Bench:
    """A campaign's journal with many rows, and its report."""

    campaign: Campaign
    journal: Journal
    folder: Path
    report: Report


def prepared(rows: int, folder: Path) -> Bench:
    """41 units with about as many rows each, in two forms, no two texts alike."""
    of, journal = campaign(), Journal(path=folder / "journal" / "journal.sqlite3")
    each = rows // (2 * len(of.roster)) + 1
    fixes = ("已整改完毕，并修订限时办结规定", "正在整改，11月底前完成复查", "立行立改", "尚未整改，等待批复")
    for unit in of.roster.units:
        forms = [
            filled(
                form,
                *(
                    row(form, n + 1, f"第{n}项许可", f"第{n}号案卷缺少送达回证，办理时限超过承诺期限{n % 9}件", f"{fixes[n % 4]}（{n}）")
                    for n in range(each)
                ),
            )
            for form in ("approval", "supervision-problems")
        ]
        journal.submit(unit.name, 18, *forms)
    return Bench(campaign=of, journal=journal, folder=folder, report=whole(journal, of))


def bare_rows(bench: Bench) -> None:
    """XlsxWriter as its manual shows it: ``write_row`` of the same cells, one format for dates, none else."""
    book = Workbook(str(bench.folder / "bare.xlsx"), OPTIONS)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for page in bench.report.pages:
        sheet = book.add_worksheet(page.name)
        sheet.write_row(0, 0, [column.title for column in page.columns])
        for at, cells in enumerate(page.rows, 1):
            if any(isinstance(cell, date) for cell in cells):
                for column, cell in enumerate(cells):
                    sheet.write(at, column, cell, day if isinstance(cell, date) else None)
            else:
                sheet.write_row(at, 0, cells)
    book.close()


def bare_typed(bench: Bench) -> None:
    """XlsxWriter at its fastest: the typed call for each cell, boxed in a format as the report is."""
    book = Workbook(str(bench.folder / "bare.xlsx"), OPTIONS)
    look = book.add_format({"border": 1, "text_wrap": True})
    for page in bench.report.pages:
        sheet = book.add_worksheet(page.name)
        for at, cells in enumerate(page.rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(at, column, cell, look)
                elif cell is None:
                    sheet.write_blank(at, column, None, look)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(at, column, cell, look)
                else:
                    sheet.write_datetime(at, column, cell, look)
    book.close()


def whole_report(bench: Bench) -> None:
    """All that ``duchá report summary`` does after opening the campaign."""
    write_xlsx(whole(bench.journal, bench.campaign), bench.folder / "summary.xlsx")


def only_writing(bench: Bench) -> None:
    """The writer alone."""
    write_xlsx(bench.report, bench.folder / "summary.xlsx")


def seconds(works: tuple[Callable[[Bench], None], ...], bench: Bench) -> dict[str, float]:
    """Seconds of the processor of each work, the best of some rounds; by turns, so that a busy machine is busy for all."""
    found: dict[str, float] = {}
    for _ in range(ROUNDS):
        for work in works:
            gc.collect()
            begun = time.process_time()
            work(bench)
            found[work.__name__] = min(found.get(work.__name__, math.inf), time.process_time() - begun)
    return found


def main(rows: int) -> int:
    """Prints the ratios; 1 when the promise is not held."""
    with tempfile.TemporaryDirectory() as folder:
        bench = prepared(rows, Path(folder))
        cells = sum(len(page.rows) * len(page.columns) for page in bench.report.pages)
        found = seconds((bare_rows, bare_typed, only_writing, whole_report), bench)
    print(f"{sum(len(page.rows) for page in bench.report.pages)} rows, {cells} cells")
    for name, taken in found.items():
        print(f"{name:<14}{taken:7.2f} s{taken / found['bare_rows']:7.2f}")
    ratio = found["whole_report"] / found["bare_rows"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'held' if ratio <= HOLD else 'NOT HELD'}: {ratio:.2f} (at most {HOLD}); peak memory {peak} MiB")
    return 0 if ratio <= HOLD else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
