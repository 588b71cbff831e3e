"""What becomes of a folder of foreign files: read with every guard, checked against a rulebook, nothing recorded; the outcomes as a table.

Run: ``python benchmarks/foreign.py FOLDER [RULEBOOK]`` (dantu-2015 unless said otherwise). Every file is named once; what should not happen
stands at the end, file by file: an error of our own, a death, two readings that disagree, a foreign file that was taken for a return.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duchá.steps.check import Inspection, check
from duchá.terms.moment import Moment
from duchá.workbooks.folder import entries
from duchá.workbooks.sheets.faults import CATALOGUE, OUT_OF_REACH, READER_FAILED, WITNESS_MISMATCH

RULEBOOK = "dantu-2015"
_TITLES = {kind.code: kind.title for kind in CATALOGUE}
_ODD = (READER_FAILED.code, OUT_OF_REACH.code, WITNESS_MISMATCH.code)
_TAKEN = ("accepted", "sent-back")


def outcomes(folder: Path, rulebook: str) -> tuple[dict[str, Any], ...]:
    """The payload of every file and member, as `check` gives it."""
    with tempfile.TemporaryDirectory() as nowhere:  # outside any campaign
        moment = Moment(now=datetime(2015, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
        return check(Path(nowhere), Inspection(files=(folder,), rulebooks=(rulebook,)), moment).submissions


def heaviest(item: Mapping[str, Any]) -> str:
    """The code of the fault that decided: the first of the heaviest weight."""
    order = ("reject", "query", "note")
    faults = sorted(item["faults"], key=lambda fault: order.index(fault["weight"]))
    return str(faults[0]["code"]) if faults else ""


def main() -> int:
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    folder, rulebook = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else RULEBOOK
    begun = time.perf_counter()
    found = outcomes(folder, rulebook)
    spent = time.perf_counter() - begun
    count = len(entries((folder,), folder))
    by_kind = Counter((Path(item["source"]).suffix.lower() or "(none)", item["status"]) for item in found)
    by_code = Counter((item["status"], heaviest(item)) for item in found)
    statuses = sorted({status for _, status in by_kind})
    print(
        f"{count} files, {len(found)} outcomes (members of containers count), {spent:.1f} s, {spent / max(count, 1) * 1000:.1f} ms a file"
    )
    print(f"peak memory of the parent {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB\n")
    print(f"{'ending':<10}" + "".join(f"{status:>12}" for status in statuses))
    for ending in sorted({ending for ending, _ in by_kind}):
        print(f"{ending:<10}" + "".join(f"{by_kind[ending, status] or '':>12}" for status in statuses))
    print()
    for (status, code), number in by_code.most_common():
        print(f"{number:>7}  {status:<10} {code or '-':<5} {_TITLES.get(code, '')}")
    odd = [item for item in found if item["status"] in _TAKEN or any(fault["code"] in _ODD for fault in item["faults"])]
    print(f"\nto look at: {len(odd)}")
    for item in odd:
        print(f"  {item['status']:<10} {heaviest(item):<5} {item['source']!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
