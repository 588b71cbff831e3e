"""A ledger of 100,000 matters with a million facts: `duchá overdue` as cron runs it, in a process of its own; and a tenth of the size.

Run: ``python benchmarks/ledger_scale.py [MATTERS]``. To hold: at most 10 s and 1 GiB at 100,000; a tenth of the size costs about a tenth.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.write import open_journal
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2018, 12, 28, 9, tzinfo=ZONE)
EVENTS_EACH = 9
STEPS = ("签收", "反馈", "反馈", "催办", "反馈", "退回", "反馈", "申请办结", "办结")
HOLD_SECONDS, HOLD_MIB = 10, 1024


def rows(matters: int, units: list[str]) -> Iterator[NewFact]:
    """The rows of both registers as `record` writes them: a matter and its nine steps; one in fifty is still open and late."""
    chance = random.Random(13710)
    for number in range(matters):
        opened = date(2018, 1, 2) + timedelta(days=chance.randrange(330))
        matter = f"JC-2018-{number:06d}"
        opening = {"matter": matter, "title": f"重点工作任务第{number}项推进落实", "category": "督办事项", "source": "市政府常务会议",
                   "grade": chance.choice(("一般", "重大复杂")), "lead": chance.choice(units), "support": "、".join(chance.sample(units, 2)),
                   "opened_on": opened, "limit": opened + timedelta(days=20)}  # fmt: skip
        yield fact("matters", matter, opening, opened, number)
        steps = STEPS[:-2] if number % 50 == 0 else STEPS
        for at in range(EVENTS_EACH):
            day = opened + timedelta(days=at)
            move = steps[at] if at < len(steps) else "催办"
            said = {"date": day, "time": "10:30", "matter": matter, "unit": opening["lead"], "move": move, "note": f"第{at}步办理情况说明"}
            yield fact("events", f"{day}|{matter}", said, day, number * EVENTS_EACH + at)


def fact(register: str, key: str, said: dict[str, Any], day: date, row: int) -> NewFact:
    """One row as a fact."""
    values = {
        column: {"kind": "day", "text": value.isoformat(), "day": value.isoformat()}
        if isinstance(value, date)
        else {"kind": "words", "text": value}
        for column, value in said.items()
    }
    happened = datetime.combine(day, time(10, 30), tzinfo=ZONE)
    payload: dict[str, Any] = {
        "register": register, "key": key, "occurrence": 1, "record_no": "", "change": "new", "replaces": None, "values": values, "extra": {},
        "source": f"registers/{register}.xlsx", "sha256": "0" * 64, "sheet": register, "row": row + 4,
        "cells": {column: f"{chr(65 + at)}{row + 4}" for at, column in enumerate(values)}, "on": happened.isoformat(),
    }  # fmt: skip
    return NewFact(kind=FactKind.ROW, happened_at=happened, payload=payload)


def build(folder: Path, matters: int) -> int:
    """A campaign folder with its journal; gives the number of facts."""
    opened = init_campaign(folder, Wish(rulebooks=("dantu-2015", "jincheng-13710"), name="规模", year=2018), Moment(now=NOW)).opened
    units = [unit.name for unit in opened.campaign.roster.units]
    count, batch = 0, []
    with open_journal(opened.journal, now=NOW, by="bench") as writer:
        for new in rows(matters, units):
            batch.append(new)
            if len(batch) == 20_000:
                count += len(writer.append(*batch))
                batch = []
        count += len(writer.append(*batch))
    return count


def measure(folder: Path, *arguments: str) -> tuple[float, float, int]:
    """Seconds, peak MiB and lines of output of one run of the command."""
    begin = clock.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "ducha", *arguments, "-C", str(folder), "--as-of", "2018-12-28", "--json"], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    lines = sum(1 for _ in child.stdout)
    _, _, usage = os.wait4(child.pid, 0)
    print(f"  processor {usage.ru_utime + usage.ru_stime:.1f} s", end="; ")
    return clock.perf_counter() - begin, usage.ru_maxrss / 1024, lines


def main() -> None:
    matters = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = {}
    for size in (matters // 10, matters):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
            folder = Path(place) / "campaign"
            facts = build(folder, size)
            for run in ("first run, every reminder made", "again"):
                seconds[size], peak, lines = measure(folder, "overdue")
                print(
                    f"overdue, {run}: {size} matters, {facts} facts: {seconds[size]:.1f} s, {peak:.0f} MiB, {lines} lines of JSON",
                    flush=True,
                )
    print(f"ten times the size: {seconds[matters] / seconds[matters // 10]:.1f} times the time; hold ≤ {HOLD_SECONDS} s, ≤ {HOLD_MIB} MiB")


if __name__ == "__main__":
    main()
