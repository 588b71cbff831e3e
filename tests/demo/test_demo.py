"""The example runs the whole way and shows what it promises: 41 units, a matrix, faults by cell, files that exist."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from journal.entries import written_otherwise

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "示例 行动"


@pytest.mark.sweep
def test_the_demo_shows_the_whole_way(ducha: Run, folder: Path) -> None:
    done = ducha("demo", str(folder))
    assert done.returncode == 0, done.stderr
    assert "单位 41 个" in done.stdout
    assert "应报 164 份" in done.stdout
    assert "25-区安监局.xlsx" in done.stdout and "附件2!D8" in done.stdout
    assert "第2版" in done.stdout
    for place in ("blank/01-区发改经信委.xlsx", "returned/25-区安监局.xlsx", "campaign.toml", "units.xlsx", "calendar.xlsx"):
        assert (folder / place).is_file()
    papers = [path for path in (folder / "reports").rglob("*.docx") if "催办函" not in path.parent.name]
    assert sorted(path.relative_to(folder / "reports").as_posix() for path in papers) == [
        "整改通知书-2015-11-25/21-区教育局-整改通知书.docx",
        "月通报-2015-11.docx",
        "督查报告-2015-11-25.docx",
    ]
    listed = done.stdout.partition("例子做完了")[2]
    assert all(entry.name in listed for entry in (folder / "reports").iterdir())
    assert "本月应报材料164份，实报154份" in done.stdout and "1个单位2个问题尚未提出整改要求" in done.stdout
    offered = shlex.split(done.stdout.strip().splitlines()[-1].partition("例如")[2])
    assert ducha(*offered[1:]).returncode in (0, 1)
    status = json.loads(ducha("status", "-C", str(folder), "--as-of", "2015-11-25", "--json").stdout)
    states = [cell["state"] for unit in status["units"] for cell in unit["deliverables"].values()]
    assert (len(status["units"]), len(states)) == (41, 164)
    assert {"received", "missing", "held"} == set(states)
    again = ducha("collect", "-C", str(folder), "--as-of", "2015-11-25", "--json")
    assert {item["status"] for item in json.loads(again.stdout)["submissions"]} == {"duplicate", "ignored"}
    assert ducha("journal", "verify", "-C", str(folder)).returncode == 0
    assert written_otherwise(folder / ".duchá" / "journal.sqlite3") == []
