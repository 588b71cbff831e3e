"""The programs that measure still measure: each runs over a handful and says its figures. No test looks at what they are."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HANGS
from returns.test_foreign import foreign
from workbooks.build import GOOD, zipped

pytestmark = pytest.mark.sweep

PLACE = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.parametrize(
    ("script", "few", "says"),
    [
        ("collect_speed.py", "5", "processor time / 2"),
        ("read_speed.py", "5", "intake + look + read"),
        ("blanks_speed.py", "5", "5 blanks:"),
        ("checks_speed.py", "2000", "2 by hand, 2 faults declared"),
        ("summary_speed.py", "100", "peak memory"),
        ("ledger_scale.py", "60", "ten times the size"),
        pytest.param("score_scale.py", "60", "ten times the size", marks=pytest.mark.sweep),
        pytest.param("record_scale.py", "60", "ten times the size", marks=pytest.mark.sweep),
        pytest.param("year_scale.py", "60", "ten times the size", marks=pytest.mark.sweep),
        pytest.param("certificates_scale.py", "60", "MiB each", marks=pytest.mark.sweep),
        ("rollup_speed.py", "2", "2 campaigns:"),
    ],
)
def test_a_measuring_program_runs_over_a_handful(script: str, few: str, says: str) -> None:
    ran = subprocess.run(
        [sys.executable, str(PLACE / script), few], capture_output=True, text=True, encoding="utf-8", timeout=HANGS, check=False
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    assert says in ran.stdout


def test_a_folder_of_foreign_files_is_told_by_outcome(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(12):
        ending, data = foreign(chance)
        (tmp_path / f"{number}.{ending}").write_bytes(data)
    (tmp_path / "坏.xlsx").write_bytes(GOOD[:-9])
    (tmp_path / "包.zip").write_bytes(zipped({"通讯录.xlsx": GOOD}))
    (tmp_path / "~$锁.xlsx").write_bytes(b"x")
    ran = subprocess.run(
        [sys.executable, str(PLACE / "foreign.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "15 files, 16 outcomes" in ran.stdout and "S002  文件不完整" in ran.stdout and "to look at: 0" in ran.stdout
    assert subprocess.run([sys.executable, str(PLACE / "foreign.py")], capture_output=True, timeout=HANGS, check=False).returncode == 2


def test_every_measuring_program_is_run() -> None:
    asked = next(mark for mark in test_a_measuring_program_runs_over_a_handful.pytestmark if mark.name == "parametrize").args[1]
    assert {(one.values if hasattr(one, "values") else one)[0] for one in asked} == {path.name for path in PLACE.glob("*.py")} - {
        "run.py",
        "foreign.py",
    }
