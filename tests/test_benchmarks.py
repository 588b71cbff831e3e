"""The programs that measure still measure: each runs over a handful and says its figures. No test looks at what they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HANGS

PLACE = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize(
    ("script", "few", "says"),
    [
        ("collect_speed.py", "5", "processor time / 2"),
        ("read_speed.py", "5", "intake + look + read"),
        ("blanks_speed.py", "5", "5 blanks:"),
        ("summary_speed.py", "100", "peak memory"),
        ("ledger_scale.py", "60", "ten times the size"),
        ("score_scale.py", "60", "ten times the size"),
    ],
)
def test_a_measuring_program_runs_over_a_handful(script: str, few: str, says: str) -> None:
    ran = subprocess.run(
        [sys.executable, str(PLACE / script), few], capture_output=True, text=True, encoding="utf-8", timeout=HANGS, check=False
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    assert says in ran.stdout


def test_every_measuring_program_is_run() -> None:
    asked = next(mark for mark in test_a_measuring_program_runs_over_a_handful.pytestmark if mark.name == "parametrize").args[1]
    assert {script for script, _, _ in asked} == {path.name for path in PLACE.glob("*.py")} - {"run.py"}
