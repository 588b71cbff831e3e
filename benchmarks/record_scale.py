"""Registers of 200,000 rows: `duchá record` in a process of its own; again with nothing new; again with one row more above all others; and a tenth.

Run: ``python benchmarks/record_scale.py [ROWS]``. To hold: at most 500 MiB; ten times the rows cost about ten times; nothing new costs at most a tenth of the first time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment

NOW = datetime(2018, 12, 28, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
EVENTS_EACH = 9
STEPS = ("签收", "反馈", "催办", "反馈", "催办", "反馈", "申请办结", "办结", "销号")
MATTER_TITLES = ("事项编号", "事项名称", "类别", "来源", "等级", "牵头单位", "配合单位", "立项日期", "办理时限", "备注")
EVENT_TITLES = ("日期", "时间", "事项编号", "单位", "环节", "评定", "批准人", "附件", "说明")
HOLD_MIB, HOLD_AGAIN = 500, 0.1


def matters(count: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 督办事项."""
    for number in range(count):
        opened = opened_on(number)
        lead, *support = (units[(number + at) % len(units)] for at in range(3))
        yield (f"JC-2018-{number:06d}", f"重点工作任务第{number}项推进落实", "督办事项", "市政府常务会议", "一般", lead, "、".join(support),
               opened, opened + timedelta(days=20), "")  # fmt: skip


def events(count: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 办理记录, nine a matter."""
    for at in range(count):
        number, step = divmod(at, EVENTS_EACH)
        day = opened_on(number) + timedelta(days=step)
        move = STEPS[step]
        grade, approver = ("合格", "张主任") if move == "办结" else ("", "张主任") if move == "销号" else ("", "")
        yield (day, "10:30", f"JC-2018-{number:06d}", units[number % len(units)], move, grade, approver, "", f"第{step}步办理情况说明")


def opened_on(number: int) -> date:
    """立项日期 of a matter."""
    return date(2018, 1, 2) + timedelta(days=number % 330)


def write(path: Path, titles: tuple[str, ...], rows: Iterator[tuple[Any, ...]], above: tuple[Any, ...] = ()) -> None:
    """A register of plain cells, in little memory."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, titles)
    for number, row in enumerate((*([above] if above else []), *rows), 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a cell has no zone
            elif value != "":
                sheet.write(number, column, value)
    book.close()


def measure(folder: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one run of the command."""
    begin = clock.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "ducha", "record", "-C", str(folder), "-q"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), "record could not run"
    print(f"  processor {usage.ru_utime + usage.ru_stime:.1f} s", end="; ")
    return clock.perf_counter() - begin, usage.ru_maxrss / 1024


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    seconds: dict[int, float] = {}
    for size in (rows // 10, rows):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
            folder = Path(place) / "campaign"
            opened = init_campaign(folder, Wish(rulebooks=("dantu-2015", "jincheng-13710"), name="规模", year=2018), Moment(now=NOW)).opened
            units = [unit.name for unit in opened.campaign.roster.units]
            of_events = size * EVENTS_EACH // (EVENTS_EACH + 1)
            write(folder / "registers" / "督办事项.xlsx", MATTER_TITLES, matters(size - of_events, units))
            told = folder / "registers" / "办理记录.xlsx"
            write(told, EVENT_TITLES, events(of_events, units))
            taken = {}
            for run in ("first", "again, nothing new", "again, one row above all others"):
                if run.endswith("others"):
                    more = (date(2018, 12, 20), "10:30", "JC-2018-000000", units[0], "催办", "", "", "", "新加的一行")
                    write(told, EVENT_TITLES, events(of_events, units), more)
                taken[run], peak = measure(folder)
                print(f"record, {run}: {size} rows: {taken[run]:.1f} s, {peak:.0f} MiB", flush=True)
            seconds[size] = taken["first"]
            print(
                f"nothing new: {taken['again, nothing new'] / taken['first']:.3f} of the first time; hold ≤ {HOLD_AGAIN}, ≤ {HOLD_MIB} MiB"
            )
    print(f"ten times the size: {seconds[rows] / seconds[rows // 10]:.1f} times the time")


if __name__ == "__main__":
    main()
