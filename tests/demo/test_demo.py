"""The example runs the whole way and shows what it promises: 41 units, a matrix, faults by cell, files that exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "示例 行动"


def test_the_demo_shows_the_whole_way(ducha: Run, folder: Path) -> None:
    done = ducha("demo", str(folder))
    assert done.returncode == 0, done.stderr
    assert "单位 41 个" in done.stdout
    assert "应报 164 份" in done.stdout
    assert "25-区安监局.xlsx" in done.stdout and "附件2!D8" in done.stdout
    assert "第2版" in done.stdout
    for place in ("blank/01-区发改经信委.xlsx", "returned/25-区安监局.xlsx", "campaign.toml", "units.xlsx", "calendar.xlsx"):
        assert (folder / place).is_file()
    assert list((folder / "reports").glob("*.xlsx"))
    status = json.loads(ducha("status", "-C", str(folder), "--as-of", "2015-11-25", "--json").stdout)
    states = [cell["state"] for unit in status["units"] for cell in unit["deliverables"].values()]
    assert (len(status["units"]), len(states)) == (41, 164)
    assert {"received", "missing", "held"} == set(states)
    again = ducha("collect", "-C", str(folder), "--as-of", "2015-11-25", "--json")
    assert {item["status"] for item in json.loads(again.stdout)["submissions"]} == {"duplicate", "ignored"}
    assert ducha("journal", "verify", "-C", str(folder)).returncode == 0
