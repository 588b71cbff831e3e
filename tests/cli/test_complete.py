"""Completion in the shell knows the campaign's units, receipts and reports, and the shipped rulebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import clean_environment
from steps.office import make_office
from steps.registers import MATTERS, fill, matter, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = make_office(tmp_path_factory.mktemp("complete") / "行动")
    office.fill("区安监局", date=None)
    office.collect()
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    return office.folder


def completed(folder: Path, line: str) -> list[str]:
    """What bash would offer for a line."""
    words = line.split(" ")
    env = {**clean_environment(), "_DUCHA_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "ducha"], cwd=folder, env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout.split()


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="bash")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ducha status --unit 区财", "区财政局"),
        ("ducha rulebooks dan", "dantu-2015"),
        ("ducha report 呈", "呈阅件"),
        ("ducha tod", "today"),
        ("ducha init-campaign 行动 --rulebook jincheng-r", "jincheng-rapid-2017"),
        ("ducha score --rulebook jincheng-p", "jincheng-points-2017"),
        ("ducha resolve ", "1"),
        ("ducha undo re", "receipt"),
        ("ducha undo receipt ", "1"),
        ("ducha journal purge ", "1"),
        ("ducha ledger --matter DT", "DT-1"),
        ("ducha report register 督办", "督办事项"),
        ("ducha explain S10", "S101"),
        ("ducha send 退", "退回件"),
        ("ducha print 催", "催办函"),
    ],
)
def test_what_was_begun_is_completed(folder: Path, line: str, offered: str) -> None:
    assert offered in completed(folder, line)
