"""What several test folders share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def ducha(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command as a user does, in a process of its own: ``ducha("status", "--json", cwd=…)``."""

    def run(*arguments: str, cwd: Path = tmp_path, env: Mapping[str, str] | None = None) -> Ran:
        command = [sys.executable, "-m", "ducha", *arguments]
        whole = {**clean_environment(), **(env or {})}
        return subprocess.run(
            command, cwd=cwd, env=whole, capture_output=True, encoding="utf-8", errors="replace", timeout=120, check=False
        )

    return run


def clean_environment() -> dict[str, str]:
    """The environment without what would change Python's or rich's mind about encodings and colour."""
    unwanted = ("PYTHON", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "DUCHA_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
