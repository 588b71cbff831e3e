"""3,000 people with certificates, 12,000 rows of posts, an export of 3,000 to hold against them: `duchá record` and the reports of the registers.

Run: ``python benchmarks/certificates_scale.py [PEOPLE]``. To hold: each command at most 5 s of processor time and 300 MiB. No power list is given, so
that every row of posts is a gap: the worst that a report has to say.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from record_scale import write

from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment

NOW = datetime(2015, 12, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
POSTS_EACH = 4
HOLD_SECONDS, HOLD_MIB = 5, 300
COMMANDS = (
    ("record",),
    ("record",),
    ("status",),
    ("report", "register", "执法证件"),
    ("report", "register", "岗位分解"),
    ("report", "register", "岗位人员"),
)


def person(number: int) -> str:
    """A name that is nobody else's."""
    return f"人员{number:05d}"


def certificates(people: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 执法证件: a certificate a person."""
    for at in range(people):
        yield (
            f"豫H{at:06d}",
            person(at),
            units[at % len(units)],
            f"岗位{at % 40}",
            "执法证",
            "新",
            date(2014, 3, 1),
            date(2019, 3, 1),
            "行政",
        )


def exported(people: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 系统导出: the same people, one in a hundred with another day, one in two hundred not there and another instead."""
    for at in range(people):
        number = f"豫H{at + (people if at % 200 == 0 else 0):06d}"
        yield number, person(at), units[at % len(units)], "执法证", date(2018 if at % 100 == 1 else 2019, 3, 1), "有效"


def posts(people: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 岗位分解: four powers a person."""
    for at in range(people * POSTS_EACH):
        of = at // POSTS_EACH
        yield f"Q{at:06d}", units[of % len(units)], f"执法机构{of % 9}", f"岗位{of % 40}", "", f"第{at}项职权的岗位分解说明"


def holders(people: int, units: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of 岗位人员: four posts a person."""
    for at in range(people * POSTS_EACH):
        of = at // POSTS_EACH
        yield units[of % len(units)], f"执法机构{of % 9}", f"岗位{at % 40}", person(of), f"豫H{of:06d}", date(2014, 3, 1), ""


REGISTERS = (
    ("执法证件", ("证号", "姓名", "单位", "岗位", "证种", "新旧", "发证日期", "有效期至", "编制身份"), certificates),
    ("系统导出", ("执法证号", "人员姓名", "所在单位", "证件类别", "有效期截止", "证件状态"), exported),
    ("岗位分解", ("职权编码", "单位", "执法机构", "执法岗位", "上次轮岗日期", "说明"), posts),
    ("岗位人员", ("单位", "执法机构", "执法岗位", "姓名", "证号", "上岗日期", "离岗日期"), holders),
)


def measure(folder: Path, *command: str) -> tuple[float, float, float]:
    """Seconds by the clock, of processor time, and peak MiB of one run of the command."""
    begin = clock.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "ducha", *command, "-C", str(folder), *(() if command[0] == "record" else ("--as-of", "2015-12-01")), "-q"],
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), f"{command} could not run"
    return clock.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Prints what each command takes."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
        folder = Path(place) / "campaign"
        units = [f"县局{at:02d}" for at in range(60)]
        roster = Path(place) / "units.csv"
        roster.write_text("单位名称,组别\n" + "".join(f"{name},县直\n" for name in units), encoding="utf-8")
        init_campaign(folder, Wish(rulebooks=("wuzhi-2015",), name="规模", units=roster), Moment(now=NOW))
        for name, titles, rows in REGISTERS:
            write(folder / "registers" / f"{name}.xlsx", titles, rows(people, units))
        for command in COMMANDS:
            seconds, processor, peak = measure(folder, *command)
            print(f"{' '.join(command):>24}: {seconds:.1f} s, {processor:.1f} s of processor time, {peak:.0f} MiB", flush=True)
    print(f"hold ≤ {HOLD_SECONDS} s, ≤ {HOLD_MIB} MiB each")


if __name__ == "__main__":
    main()
