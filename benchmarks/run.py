"""``make bench``: the jobs that must hold, as ratios in one run, with the machine's figures beside them. Nothing here is a test."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef nothing() -> None:\n    pass\napp()\n"
ROUNDS = 7
DAY = "2015-12-10"  # in the demo's campaign of 41 units
PIECES = (
    (
        "collect 1,000 (hold 3.0; the parent alone 1.2, with 4 workers 2.0), again (0.17), a plain loop (7 times ours)",
        "collect_speed.py",
        "1000",
        "--plain",
    ),
    ("intake, look and read of 1,000 against bare reads", "read_speed.py", "1000"),
    ("1,000 blanks against building each with xlsxwriter (hold 0.15)", "blanks_speed.py"),
    ("campaigns of 41 units rolled up against reading and verifying their chains alone (hold 1.2)", "rollup_speed.py"),
    ("30 declared checks over 100,000 rows against the same by hand (hold 1.5)", "checks_speed.py"),
    ("a summary of 100,000 rows against bare XlsxWriter (hold 1.1)", "summary_speed.py"),
    ("a ledger of 100,000 matters and 1,000,000 facts: what is late (hold 6 s, 500 MiB), and a tenth of it", "ledger_scale.py"),
    (
        "200,000 rows of registers recorded, again, told and scored, and a tenth of them (hold 500 MiB, again a tenth, 11 for ten times)",
        "record_scale.py",
    ),
    (
        "3,000 people's certificates, 12,000 rows of posts, an export to hold against: record, status, reports (hold 5 s, 300 MiB each)",
        "certificates_scale.py",
    ),
    ("the same facts over 3,000 units: a quarter scored and ranked (hold 10 s, 500 MiB), and a tenth of it", "score_scale.py"),
    ("and a whole year of them, and all its twelve months in one run (hold 20 s, 500 MiB), and a tenth of it", "year_scale.py"),
)


class Taken(NamedTuple):
    """Seconds of a command: by the clock, and of processor time, which a second program on the machine does not change."""

    clock: float
    processor: float


def seconds(*command: str) -> Taken:
    """The medians of a command over several rounds."""
    clock, processor = [], []
    for _ in range(ROUNDS):
        before, start = os.times(), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = os.times()
        clock.append(time.perf_counter() - start)
        processor.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return Taken(statistics.median(clock), statistics.median(processor))


def start_up() -> None:
    """Commands of an office that waits at the keyboard, against an empty typer program."""
    with tempfile.TemporaryDirectory() as folder:
        campaign = str(Path(folder) / "campaign")
        subprocess.run([sys.executable, "-m", "ducha", "demo", campaign, "-q"], stdout=subprocess.DEVNULL, check=True)
        program = Path(folder) / "empty.py"
        program.write_text(EMPTY, encoding="utf-8")
        empty = seconds(sys.executable, str(program))
        print(f"{'an empty typer program':>32}: {empty.clock * 1000:,.0f} ms, {empty.processor * 1000:,.0f} ms of processor time = 1")
        for job, hold in (("--version", 1.2), ("--help", 1.2), ("status", 2.8), ("overdue", 3.5), ("score --quarter", 3.5)):
            where = ("-C", campaign, "--as-of", DAY) if not job.startswith("-") else ()
            taken = seconds(sys.executable, "-m", "ducha", *job.split(), *where)
            print(f"{job:>32}: {taken.clock / empty.clock:.2f}, {taken.processor / empty.processor:.2f} of processor time (hold {hold})")


def main() -> None:
    """Prints the table."""
    print(
        f"{platform.platform()} · {os.cpu_count()} cores · CPython {platform.python_version()} · python-calamine {version('python-calamine')}"
    )
    start_up()
    for title, script, *arguments in PIECES:
        print(f"\n{title}", flush=True)
        subprocess.run([sys.executable, str(HERE / script), *arguments], check=False)


if __name__ == "__main__":
    main()
