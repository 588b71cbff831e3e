"""Completion in the shell knows the campaign's units, receipts and reports, and the shipped rulebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import clean_environment
from steps.office import make_office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("complete") / "行动").folder


def completed(folder: Path, line: str) -> list[str]:
    """What bash would offer for a line."""
    words = line.split(" ")
    env = {**clean_environment(), "_DUCHA_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "ducha"], cwd=folder, env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout.split()


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ducha status --unit 区财", "区财政局"),
        ("ducha rulebooks dan", "dantu-2015"),
        ("ducha report 呈", "呈阅件"),
        ("ducha tod", "today"),
    ],
)
def test_what_was_begun_is_completed(folder: Path, line: str, offered: str) -> None:
    assert offered in completed(folder, line)
