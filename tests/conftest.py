"""What several test folders share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).resolve().parents[1]
HANGS = 900  # seconds after which a run counts as hanging: how fast the machine is decides nothing
settings.register_profile("duchá", deadline=None)
settings.load_profile("duchá")
Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def ducha(tmp_path: Path) -> Callable[..., Ran]:
    """Runs the command as a user does, in a process of its own: ``ducha("status", "--json", cwd=…)``."""

    def run(*arguments: str, cwd: Path = tmp_path, env: Mapping[str, str] | None = None) -> Ran:
        command = [sys.executable, "-m", "ducha", *arguments]
        whole = {**clean_environment(), **(env or {})}
        return subprocess.run(
            command, cwd=cwd, env=whole, capture_output=True, encoding="utf-8", errors="replace", timeout=HANGS, check=False
        )

    return run


def work(run: Callable[..., object], *arguments: object) -> int:
    """How many calls of functions a run over the arguments makes: the same on every machine, however busy."""
    made = 0

    def count(_frame: FrameType, event: str, _about: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        run(*arguments)
    finally:
        sys.setprofile(None)
    return made


def clean_environment() -> dict[str, str]:
    """The environment without what would change Python's or rich's mind about encodings and colour."""
    unwanted = ("PYTHON", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "DUCHA_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
