"""What is to be said of the campaign itself is said once, until it changes; status keeps it (G16)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from steps.office import Office
from sweep.campaigns import command

TOWNS = "（C017）"
LINES = (
    ("ledger",), ("collect", "returns"), ("record",), ("overdue",), ("blanks",), ("report", "summary"), ("report", "bulletin"),
    ("report", "inspection"), ("report", "rectification"), ("resolve", "1", "--withdraw", "--reason", "收错"),
    ("waive", "S101", "--unit", "区外办", "--approver", "某", "--reason", "某", "--until", "2999-12-31"),
)  # fmt: skip


@pytest.fixture
def office(office: Office) -> Office:
    office.fill("区外办")
    office.collect()
    return office


def changed(office: Office, change: Callable[[str], str]) -> None:
    path = office.folder / "campaign.toml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_init_campaign_says_it_and_no_other_command_but_status(office: Office, tmp_path: Path) -> None:
    made = command("init-campaign", tmp_path / "另一个", "--rulebook", "dantu-2015")
    assert TOWNS in made.out
    for line in LINES:
        ran = command(*line, cwd=office.folder)
        assert ran.code in (0, 1) and TOWNS not in ran.out, ran
    assert all(TOWNS in command("status", cwd=office.folder).out for _ in range(2))


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_is_new_is_said_by_whichever_command_comes_first_and_only_by_it(office: Office, line: tuple[str, ...]) -> None:
    changed(office, lambda text: text.replace("[readings]", '[readings]\n"dantu-2015.applicability" = "all"'))
    first = command(*line, cwd=office.folder)
    assert first.code in (0, 1) and "（C052）" in first.out and TOWNS not in first.out, first
    again = command("ledger", cwd=office.folder)
    assert "（C052）" not in again.out
    assert "（C052）" in command("status", cwd=office.folder).out
