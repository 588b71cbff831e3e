"""A year of 3,000 units over a ledger of 100,000 matters with a million facts: the year as a whole, and its December under a regulation that judges by
month and asks for all twelve months in a row, so that each of them is scored and ranked in the one run. And a tenth of the facts.

Run: ``python benchmarks/year_scale.py [MATTERS]``. To hold: at most 20 s and 500 MiB at 100,000; a tenth of the size costs about a tenth.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from ledger_scale import measure
from score_scale import build

HOLD_SECONDS, HOLD_MIB = 20, 500
MONTHLY = """id = "monthly"
extends = "jincheng-points-2017"
title = "按月积分"
[[consequences]]
id = "talk"
name = "约谈"
article = "13"
says = "连续十二个月末位"
bottom = 1
years = 12
every = "month"
"""


def main() -> None:
    matters = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds: dict[tuple[str, int], float] = {}
    for size in (matters // 10, matters):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
            folder = Path(place) / "campaign"
            own = folder / "templates" / "rulebooks" / "monthly"
            own.mkdir(parents=True)
            (own / "rulebook.toml").write_text(MONTHLY, encoding="utf-8")
            facts = build(folder, size, "monthly")
            for name, period in (("the year", "2018"), ("twelve months", "2018-12")):
                seconds[name, size], peak, lines = measure(folder, "score", period)
                print(
                    f"{name}: {size} matters, {facts} facts: {seconds[name, size]:.1f} s, {peak:.0f} MiB, {lines} lines of JSON", flush=True
                )
    for name in ("the year", "twelve months"):
        print(
            f"{name}: ten times the size: {seconds[name, matters] / seconds[name, matters // 10]:.1f} times the time; hold ≤ {HOLD_SECONDS} s, ≤ {HOLD_MIB} MiB"
        )


if __name__ == "__main__":
    main()
