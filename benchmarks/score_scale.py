"""A quarter of 3,000 units scored and ranked over a ledger of 100,000 matters with a million facts, in a process of its own; and a tenth of the facts.

Run: ``python benchmarks/score_scale.py [MATTERS]``. To hold: at most 15 s and 1 GiB at 100,000; a tenth of the size costs about a tenth.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from collect_speed import roster
from ledger_scale import NOW, measure, rows

from duchá.journal.write import open_journal
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment

HOLD_SECONDS, HOLD_MIB = 15, 1024
BATCH = 20_000
UNITS = 3_000


def build(folder: Path, matters: int, rulebook: str = "jincheng-points-2017") -> int:
    """A campaign with 晋城's points (or a rulebook that stands on them) and its journal; gives the number of facts."""
    roster(folder.parent / "units.xlsx", UNITS)
    wish = Wish(rulebooks=("dantu-2015", rulebook), name="规模", year=2018, units=folder.parent / "units.xlsx")
    opened = init_campaign(folder, wish, Moment(now=NOW)).opened
    units = [unit.name for unit in opened.campaign.roster.units]
    count, batch = 0, []
    with open_journal(opened.journal, now=NOW, by="bench") as writer:
        for new in rows(matters, units):
            batch.append(new)
            if len(batch) == BATCH:
                count += len(writer.append(*batch))
                batch = []
        return count + len(writer.append(*batch))


def main() -> None:
    matters = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = {}
    for size in (matters // 10, matters):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as place:
            folder = Path(place) / "campaign"
            facts = build(folder, size)
            seconds[size], peak, lines = measure(folder, "score", "2018Q2")
            print(f"score 2018Q2: {size} matters, {facts} facts: {seconds[size]:.1f} s, {peak:.0f} MiB, {lines} lines of JSON", flush=True)
    print(f"ten times the size: {seconds[matters] / seconds[matters // 10]:.1f} times the time; hold ≤ {HOLD_SECONDS} s, ≤ {HOLD_MIB} MiB")


if __name__ == "__main__":
    main()
