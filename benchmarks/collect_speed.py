"""collect of many returns, against bare python-calamine reads of the same files in one process (= 1) and a plain pandas + openpyxl loop.

Run: ``python benchmarks/collect_speed.py [count] [--plain]``. The campaign folder stands on a memory file system where there is one.
On a machine that others use as well the processor's time says more than the clock: half of parent and readers together is what two cores of one's own would take;
the parent's own part is what more cores cannot share, and with four workers a run takes that and a quarter of theirs.
"""

from __future__ import annotations

import gc
import io
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import python_calamine
from openpyxl import Workbook, load_workbook

import ducha
from duchá.forms.layout import lay_out
from duchá.forms.workbook import write_blank
from duchá.rulebook.form import FilledBy
from duchá.steps.collect import Delivery, collect
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment

NOW = datetime(2015, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TOKEN = "U{:05}Z"
FIRST = "示例单位" + TOKEN.format(0)
GROUP = "区级机关相关部门"
BODY_ROWS = 17  # three forms: about fifty rows


def roster(path: Path, count: int) -> None:
    """A roster of so many units, each owing the three forms and the report."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["序号", "单位名称", "组别"])
    for number in range(count):
        sheet.append([number + 1, "示例单位" + TOKEN.format(number), GROUP])
    book.save(path)


def filled(folder: Path) -> bytes:
    """The first unit's blank with 50 rows in it, as Excel would save it."""
    opened = open_campaign(folder, Moment(now=NOW))
    campaign = opened.campaign
    forms = tuple(replace(form, body_rows=BODY_ROWS) for form in campaign.forms(FilledBy.UNIT))
    write_blank(forms, campaign.roster.units[0], campaign, folder / "first.xlsx")
    book = load_workbook(folder / "first.xlsx")
    for form in forms:
        layout, sheet = lay_out(form), book[form.sheet]
        for place in layout.header:
            if place.field.id != "unit":
                sheet[place.entry.at].value = "2015-11-18" if place.field.id == "date" else f"{FIRST}纪检组"
        for row in range(1, BODY_ROWS + 1):
            for column in form.columns:
                text = (
                    str(row)
                    if column.id == "no"
                    else f"第{row}项{column.title}：{FIRST}抽查{row * 3}件，其中{row}件超过承诺时限，已整改到位并归档"
                )
                sheet.cell(row=layout.first + row - 1, column=layout.columns[column.id], value=text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def returns(folder: Path, count: int) -> list[Path]:
    """Every unit's return: the first one's parts with the other's name in them."""
    with zipfile.ZipFile(io.BytesIO(filled(folder))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    paths = []
    for number in range(count):
        path = folder / "returns" / f"{number:05}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content.replace(TOKEN.format(0).encode(), TOKEN.format(number).encode()))
        paths.append(path)
    return paths


def bare(paths: list[Path]) -> None:
    """What everything is measured against."""
    for path in paths:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def plain(paths: list[Path]) -> None:
    """What a script of a few lines would do."""
    import pandas

    for path in paths:
        pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def processor(who: int = resource.RUSAGE_SELF) -> float:
    """Seconds of the processor so far: our own, or those of ended children."""
    return sum(resource.getrusage(who)[:2])


def seconds(job: Callable[[], object]) -> float:
    """Wall time of one run."""
    gc.collect()
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def measure(count: int, with_plain: bool) -> dict[str, float]:
    """Ratios to bare reads, and the parent's memory in MiB."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None)) / "campaign"
    try:
        folder.parent.mkdir(exist_ok=True)
        roster(folder.parent / "units.xlsx", count)
        init_campaign(folder, Wish(rulebooks=("dantu-2015",), units=folder.parent / "units.xlsx"), Moment(now=NOW))
        paths = returns(folder, count)
        size = sum(path.stat().st_size for path in paths) // count
        before = processor()
        baseline = min(seconds(lambda: bare(paths)) for _ in range(2))
        bare_work = (processor() - before) / 2
        opened = open_campaign(folder, Moment(now=NOW))
        delivery = Delivery(paths=(folder / "returns",))
        before, readers = processor(), processor(resource.RUSAGE_CHILDREN)
        first = seconds(lambda: collect(opened, delivery, lambda done, of, name="": None))
        own, others = (processor() - before) / bare_work, (processor(resource.RUSAGE_CHILDREN) - readers) / bare_work
        again = min(seconds(lambda: collect(opened, delivery, lambda done, of, name="": None)) for _ in range(2))
        found = {
            "files": count,
            "bytes each": size,
            "bare reads a second": count / baseline,
            "collect": first / baseline,
            "again": again / baseline,
        }
        found |= {"processor time / 2": (own + others) / 2, "the parent's own": own, "with 4 workers": own + others / 4}
        found["parent MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if with_plain:
            some = paths[: max(50, count // 20)]
            found["plain loop"] = seconds(lambda: plain(some)) / len(some) * count / baseline
        return found
    finally:
        shutil.rmtree(folder.parent, ignore_errors=True)


def main() -> None:
    """Prints the ratios."""
    gc.set_threshold(ducha.SELDOM)  # as the program itself begins
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()] or [1000]
    for count in numbers:
        for name, value in measure(count, "--plain" in sys.argv).items():
            print(f"{name:>22}: {value:,.2f}")


if __name__ == "__main__":
    main()
