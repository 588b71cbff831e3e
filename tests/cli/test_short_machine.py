"""A machine that has too little of something: what can be done is done, the rest is said in one line, and the run after ends it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import CHECKOUT, HANGS, clean_environment
from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from steps.office import Office, copy_office, make_office

pytestmark = pytest.mark.sweep

resource = pytest.importorskip("resource")
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_office(tmp_path_factory.mktemp("short") / "行动")
    returns = office.folder / "returns"
    for path in sorted((CHECKOUT / "examples").rglob("*.xlsx"))[:12]:
        (returns / path.name).write_bytes(path.read_bytes())
    return office


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    return copy_office(master, tmp_path / "行动")


def short(office: Office, what: int, much: int) -> subprocess.CompletedProcess[str]:
    """collect where there is only so much of it."""
    return subprocess.run(
        [sys.executable, "-m", "ducha", "collect", "-C", str(office.folder), "--as-of", "2015-11-18", "--json"],
        env=clean_environment(),
        preexec_fn=lambda: resource.setrlimit(what, (much, much)),
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )


def outcome(office: Office, ducha: Run) -> list[tuple[str, str]]:
    """Every receipt's file and status, after the run that nothing stands in the way of."""
    assert ducha("collect", "-C", str(office.folder), "--as-of", "2015-11-18").returncode in (0, 1)
    assert ducha("journal", "verify", "-C", str(office.folder)).returncode == 0
    facts = read_facts(office.folder / ".duchá" / "journal.sqlite3", kinds=frozenset({FactKind.SUBMISSION}))
    return sorted((str(fact.payload["source"]), str(fact.payload["status"])) for fact in facts)


@pytest.fixture(scope="module")
def undisturbed(master: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return copy_office(master, tmp_path_factory.mktemp("undisturbed") / "行动")


@pytest.mark.sweep
def test_with_24_descriptors_everything_is_read(office: Office, undisturbed: Office, ducha: Run) -> None:
    ran = short(office, resource.RLIMIT_NOFILE, 24)
    assert ran.returncode in (0, 1), ran.stderr
    assert "Traceback" not in ran.stderr
    assert outcome(office, ducha) == outcome(undisturbed, ducha)


@pytest.mark.parametrize(("what", "much"), [("RLIMIT_NOFILE", 8), ("RLIMIT_DATA", 40_000_000)])
def test_with_too_little_to_begin_it_says_so_and_the_next_run_ends_it(
    what: str, much: int, office: Office, undisturbed: Office, ducha: Run
) -> None:
    ran = short(office, getattr(resource, what), much)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "U018" in line and "请关闭其他程序后再运行一次同样的命令" in line
    assert outcome(office, ducha) == outcome(undisturbed, ducha)
