"""Registers of 200,000 rows: `duchá record` in a process of its own; again with nothing new; again with one row more above all others; then `status`
and `score` over what was recorded; and the same of a tenth.

Run: ``python benchmarks/record_scale.py [ROWS]``. To hold: at most 500 MiB; ten times the rows cost at most about ten times; nothing new costs at most a
tenth of the first time. What is compared is processor time, which a second program on the machine does not change.
"""

from __future__ import annotations

import json
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
SCORING_TITLES = ("日期", "单位", "情形", "角色", "分值", "来源层级", "文号", "依据", "评分主体")
HOLD_MIB, HOLD_AGAIN, HOLD_TEN = 500, 0.1, 11
OTHERS = "record, one row above all others"
JOBS = {
    "record": ("record", "-q"),
    "record, nothing new": ("record", "--json"),
    OTHERS: ("record", "-q"),
    "status": ("status", "--as-of", "2018-06-30"),
    "score": ("score", "2018Q2", "--as-of", "2018-06-30"),
}


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


def entered(count: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 积分事项: commendations of every level, each by a document of its own."""
    for number in range(count):
        level = ("国务院", "省", "市")[number % 3]
        yield opened_on(number), units[number % len(units)], "表彰", "牵头", 15, level, f"表彰〔2018〕{number}号", "通报", "督查室"


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


def measure(folder: Path, *words: str) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak MiB, of one run of a command; what it said lies beside the folder."""
    begin = clock.perf_counter()
    with said(folder).open("wb") as out:
        child = subprocess.Popen([sys.executable, "-m", "ducha", *words, "-C", str(folder)], stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), f"{words[0]} could not run"
    return clock.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def said(folder: Path) -> Path:
    """Where the answer of the last command lies."""
    return folder.with_name("said")


def recorded(folder: Path) -> int:
    """How many rows the last `record` found that were recorded before."""
    return sum(file["unchanged"] for file in json.loads(said(folder).read_bytes())["files"])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    taken: dict[tuple[int, str], float] = {}
    for size in (rows // 10, rows):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
            folder = Path(place) / "campaign"
            wish = Wish(rulebooks=("dantu-2015", "jincheng-points-2017"), name="规模", year=2018)
            opened = init_campaign(folder, wish, Moment(now=NOW)).opened
            units = [unit.name for unit in opened.campaign.roster.units]
            of_matters = size // (EVENTS_EACH + 2)
            of_events = of_matters * EVENTS_EACH
            of_points = size - of_matters - of_events
            write(folder / "registers" / "督办事项.xlsx", MATTER_TITLES, matters(of_matters, units))
            write(folder / "registers" / "积分事项.xlsx", SCORING_TITLES, entered(of_points, units))
            told = folder / "registers" / "办理记录.xlsx"
            write(told, EVENT_TITLES, events(of_events, units))
            for job, words in JOBS.items():
                if job == OTHERS:
                    more = (date(2018, 12, 20), "10:30", "JC-2018-000000", units[0], "催办", "", "", "", "新加的一行")
                    write(told, EVENT_TITLES, events(of_events, units), more)
                seconds, taken[size, job], peak = measure(folder, *words)
                if job == "record, nothing new":
                    assert recorded(folder) == size, f"{recorded(folder)} of {size} rows were recorded"
                print(f"{job}: {size} rows: {seconds:.1f} s, processor {taken[size, job]:.1f} s, {peak:.0f} MiB", flush=True)
            again = taken[size, "record, nothing new"] / taken[size, "record"]
            print(f"nothing new: {again:.3f} of the first time; hold ≤ {HOLD_AGAIN} at 200,000, ≤ {HOLD_MIB} MiB")
    for job in JOBS:
        print(f"{job}: ten times the size: {taken[rows, job] / taken[rows // 10, job]:.1f} times the processor time; hold ≤ {HOLD_TEN}")


if __name__ == "__main__":
    main()
