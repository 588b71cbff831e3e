"""The sample command in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from conftest import HANGS, Ran, clean_environment

SAMPLE = str(Path(__file__).with_name("sample.py"))


@pytest.fixture
def sample(tmp_path: Path) -> Callable[..., Ran]:
    """Runs ``duchá sample …`` in an empty folder."""

    def run(*arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        command = [sys.executable, SAMPLE, *arguments]
        whole = {**clean_environment(), **(env or {})}
        return subprocess.run(
            command, cwd=tmp_path, env=whole, capture_output=True, encoding="utf-8", errors="replace", timeout=HANGS, check=False
        )

    return run
