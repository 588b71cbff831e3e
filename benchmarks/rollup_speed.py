"""rollup of many campaigns of 41 units, against reading and verifying their chains alone (= 1). To hold: 1.2.

Run: ``python benchmarks/rollup_speed.py [count] [--clock]``. The campaigns are copies of the demo's, which has returns, a ledger and points. One process,
its processor time: the same function runs in every process and on every worker of a cluster. ``--clock`` also times the command itself.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from duchá.journal.read import iter_facts, read_bodies
from duchá.journal.verify import verify
from duchá.steps.open_campaign import HOME, JOURNAL
from duchá.steps.rollup import CampaignSource, roll_one
from duchá.terms.moment import Moment

HOLD = 1.2
MOMENT = Moment(now=datetime(2015, 12, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai")), as_of=date(2015, 12, 10))


def chain(folder: Path) -> None:
    """A chain read and verified: every fact, every body, every hash."""
    journal = folder / HOME / JOURNAL
    assert verify(journal, None) == ()
    facts = [fact.seq for fact in iter_facts(journal) if fact.body_sha256]
    assert all(body is not None for _, body in read_bodies(journal, facts))


def rolled(folder: Path) -> None:
    """A campaign added up."""
    answer = roll_one((CampaignSource(shown=folder.name, path=str(folder)), MOMENT, None))
    assert hasattr(answer, "units"), answer


def processor(job: Callable[[Path], None], folders: list[Path]) -> float:
    """Seconds of processor time for all."""
    began = time.process_time()
    for folder in folders:
        job(folder)
    return time.process_time() - began


def main(count: int, *, clock: bool) -> None:
    """Prints seconds and the ratio."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as scratch:
        first = Path(scratch) / "0000"
        subprocess.run([sys.executable, "-m", "ducha", "demo", str(first), "-q"], stdout=subprocess.DEVNULL, check=True)
        for name in ("returns", "returned", "reports", "blank", "registers", f"{HOME}/archive"):
            shutil.rmtree(first / name, ignore_errors=True)
        folders = [first]
        for number in range(1, count):
            folders.append(Path(scratch) / f"{number:04}")
            shutil.copytree(first, folders[-1])
        chain(first), rolled(first)
        alone, whole = processor(chain, folders), processor(rolled, folders)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"chains read and verified: {alone:.2f} s, {1000 * alone / count:.1f} ms each = 1")
        print(f"rolled up:                {whole:.2f} s, {1000 * whole / count:.1f} ms each, {peak} MiB at most")
        print(f"{count} campaigns: {whole / alone:.2f}, to hold {HOLD}: {'kept' if whole / alone <= HOLD else 'BROKEN'}")
        if clock:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "ducha", "rollup", f"{scratch}/out", *map(str, folders), "--as-of", "2015-12-10", "-q"], check=True
            )
            print(f"the command, {count} campaigns, four formats: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    main(numbers[0] if numbers else 300, clock="--clock" in sys.argv)
