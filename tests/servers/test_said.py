"""What is wrong with where a journal is, or with what is to be added up, is said in one line with its code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran, clean_environment
from duchá.journal.write import open_journal
from duchá.steps import rollup as step
from duchá.steps.rollup import CampaignSource, roll_one
from duchá.terms.moment import Moment
from journal.entries import at, note
from servers.office import NOW, campaign


@pytest.mark.parametrize(
    "written",
    [
        'url = "mysql://u@host/d"',
        'url = "postgresql://host"',
        'url = "postgresql://[broken/d"',
        f'url = "postgresql://host/d"\nschema = "{"县" * 30}"',
        'url = "postgresql://host/d"\nclerks = "pg_monitor"',
    ],
)
def test_an_address_that_is_none_is_said_before_anybody_is_called(tmp_path: Path, ducha: Callable[..., Ran], written: str) -> None:
    """C161."""
    folder = campaign(tmp_path / "行动")
    with (folder / "campaign.toml").open("a", encoding="utf-8") as stream:
        stream.write(f"\n[journal]\n{written}\n")
    done = ducha("status", "-C", str(folder))
    assert (done.returncode, "C161" in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr


@pytest.mark.parametrize("to", [(), ("--to", "服务器"), ("--to", "http://host/d")])
def test_a_move_to_nowhere_is_asked_about(tmp_path: Path, ducha: Callable[..., Ran], to: tuple[str, ...]) -> None:
    """J025."""
    folder = campaign(tmp_path / "行动")
    done = ducha("journal", "move", *to, "-C", str(folder))
    assert (done.returncode, "J025" in done.stderr) == (2, True), done.stderr
    assert ducha("journal", "verify", "-C", str(folder)).returncode == 0


def test_a_move_to_where_it_is_changes_nothing(tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    folder = campaign(tmp_path / "行动")
    done = ducha("journal", "move", "--to", "file", "-C", str(folder))
    assert (done.returncode, "J013" in done.stderr) == (2, True), done.stderr


def test_a_journal_without_settings_is_not_added_up(tmp_path: Path) -> None:
    """J028."""
    home = tmp_path / "行动" / ".duchá"
    with open_journal(home / "journal.sqlite3", now=at(0), by="张三") as writer:
        writer.append(note())
    answer = roll_one((CampaignSource(shown="行动", path=str(home.parent)), Moment(now=NOW), None))
    assert (getattr(answer, "code", ""), answer.source) == ("J028", "行动")


def test_without_the_library_of_clusters_one_line_says_what_to_install(tmp_path: Path) -> None:
    """J029."""
    folder, blocked = campaign(tmp_path / "行动"), tmp_path / "blocked" / "distributed"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError\n")
    environment = {**clean_environment(), "PYTHONPATH": os.pathsep.join((str(blocked.parent), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-m", "ducha", "rollup", str(tmp_path / "汇总"), str(folder), "--scheduler", "tcp://127.0.0.1:1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, "J029" in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


def test_a_zip_whose_journal_is_too_large_or_lies_about_its_size_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """J031."""
    monkeypatch.setattr(step, "_LARGEST", 10_000)
    with zipfile.ZipFile(tmp_path / "县.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("县/journal.jsonl", json.dumps({"format": "duchá-journal", "version": 1}) + "\n" + " " * 20_000)
    source = CampaignSource(shown="县.zip!县", path=str(tmp_path / "县.zip"), member="县/journal.jsonl")
    answer = roll_one((source, Moment(now=NOW), None))
    assert (getattr(answer, "code", ""), answer.source) == ("J031", "县.zip!县")
