"""Writes the example's returns and the registers of its year anew: ``python examples/make.py``. They are what ``duchá demo`` works on."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from duchá.cli.app import run
from duchá.demo.year import read_year
from duchá.steps.demo import example_returns

YEAR_NAME = "jincheng-2017"
YEAR = Path(__file__).resolve().parent / YEAR_NAME / "registers"
HERE = Path(__file__).resolve().parent / "dantu-2015" / "returns"


def year(target: Path = YEAR) -> None:
    """Replaces the registers of the year by what its days give."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "year"
        if run(["demo", str(home), "--example", YEAR_NAME, "-q"]) != 0:
            raise SystemExit("the year of the example did not come to its end")
        for register in sorted({name for day in read_year(YEAR_NAME).days for name in day.registers}):
            shutil.copyfile(home / "registers" / f"{register}.xlsx", target / f"{register}.xlsx")


def main(target: Path = HERE) -> None:
    """Replaces the folder by what the fixed seed gives."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        example_returns(Path(folder) / "campaign", target)


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:2]))
    if not sys.argv[1:]:
        year()
