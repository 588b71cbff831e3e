"""Writes the example's returns anew: ``python examples/make.py``. They are what ``duchá demo`` works on."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from duchá.steps.demo import example_returns

HERE = Path(__file__).resolve().parent / "dantu-2015" / "returns"


def main(target: Path = HERE) -> None:
    """Replaces the folder by what the fixed seed gives."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        example_returns(Path(folder) / "campaign", target)


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:2]))
