"""Writes the examples' rosters, registers and returns anew: ``python examples/make.py``. They are what ``duchá demo`` works on."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from duchá.cli.app import run
from duchá.demo.year import read_year, years
from duchá.steps.demo import example_returns
from duchá.steps.demo_year import ROSTER

HERE = Path(__file__).resolve().parent / "dantu-2015" / "returns"


def year(id: str, target: Path) -> None:
    """Replaces the roster, the registers and the returns of a year by what its days give."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "year"
        if run(["demo", str(home), "--example", id, "-q"]) != 0:
            raise SystemExit(f"the year of {id} did not come to its end")
        days = read_year(id).days
        kept = {f"registers/{name}.xlsx" for day in days for name in day.registers}
        kept |= {file.relative_to(home).as_posix() for file in (home / "returns").glob("*.xlsx")} | {ROSTER}
        for part in ("registers", "returns"):
            shutil.rmtree(target / part, ignore_errors=True)
        for name in sorted(kept):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home / name, target / name)


def main(target: Path = HERE) -> None:
    """Replaces the folder by what the fixed seed gives."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        example_returns(Path(folder) / "campaign", target)


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:2]))
    if not sys.argv[1:]:
        for each in years():
            year(each, Path(__file__).resolve().parent / each)
