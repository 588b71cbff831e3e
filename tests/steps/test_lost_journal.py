"""A lost journal is noticed before anybody is urged (A49); what is restored or exported is looked at on the way (A57)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duchá.journal import faults
from duchá.journal.faults import JournalError
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.journal import export_all, restore_all, verify_journal
from duchá.terms.moment import Moment
from steps.office import ROW, Office, at

pytestmark = pytest.mark.sweep

Run = Callable[..., Any]


@pytest.fixture
def lost(office: Office) -> Office:
    """A campaign with two returns taken in, whose journal is gone while the archive is there."""
    for unit in ("区安监局", "区民政局"):
        office.fill(unit, supervision_problems=[ROW])
    office.collect()
    (office.folder / ".duchá" / "journal.sqlite3").rename(office.folder.parent / "拿走的日志")
    return office


COMMANDS = [
    ["status"],
    ["collect"],
    ["record"],
    ["overdue", "--letters"],
    ["ledger"],
    ["report", "summary"],
    ["blanks"],
    ["resolve", "1", "--withdraw", "--reason", "x"],
    ["journal", "verify"],
    ["journal", "show"],
    ["journal", "export", "出"],
    ["init-campaign", ".", "--rulebook", "dantu-2015"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_its_journal_nothing_runs_and_nothing_is_made(command: list[str], lost: Office, ducha: Run) -> None:
    before = sorted(path.relative_to(lost.folder).as_posix() for path in lost.folder.rglob("*"))
    ran = ducha(*command, cwd=lost.folder)
    assert ran.returncode == 2 and ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert "J016" in line and "duchá journal restore" in line and "个原件" in line
    after = sorted(path.relative_to(lost.folder).as_posix() for path in lost.folder.rglob("*"))
    assert [path for path in after if path not in before and path != ".duchá/lock"] == []


def test_put_back_everything_goes_on(lost: Office) -> None:
    (lost.folder.parent / "拿走的日志").rename(lost.folder / ".duchá" / "journal.sqlite3")
    assert {item["status"] for item in lost.collect(now=at(19)).submissions} == {"duplicate"}


def test_an_export_restores_it_in_place(lost: Office, ducha: Run) -> None:
    journal = lost.folder / ".duchá" / "journal.sqlite3"
    (lost.folder.parent / "拿走的日志").rename(journal)
    export_all(lost.folder, lost.folder.parent / "导出")
    journal.unlink()
    ran = ducha("journal", "restore", str(lost.folder.parent / "导出"), cwd=lost.folder)
    assert ran.returncode == 0, ran.stderr
    assert {item["status"] for item in lost.collect(now=at(19)).submissions} == {"duplicate"}


def test_an_earlier_campaign_without_its_journal_gives_nothing_in_silence(lost: Office, tmp_path: Path) -> None:
    with pytest.raises(JournalError) as stopped:
        init_campaign(tmp_path / "明年", Wish(rulebooks=("dantu-2015",), previous=lost.folder), Moment(now=at(20)))
    assert stopped.value.fault.kind is faults.LOST


def test_a_new_campaign_and_a_copied_setting_are_no_loss(office: Office, tmp_path: Path, ducha: Run) -> None:
    """Without originals there was nothing to lose: the folder begins anew."""
    fresh = tmp_path / "新"
    fresh.mkdir()
    for name in ("campaign.toml", "units.xlsx", "calendar.xlsx"):
        shutil.copy(office.folder / name, fresh / name)
    assert ducha("status", cwd=fresh).returncode in (0, 1)


# --- A57: what was exported and is put back ---


@pytest.fixture
def exported(office: Office) -> Path:
    for unit in ("区安监局", "区民政局"):
        office.fill(unit, supervision_problems=[ROW])
    office.collect()
    target = office.folder.parent / "导出"
    assert export_all(office.folder, target).faults == ()
    return target


def _originals(office: Office) -> list[str]:
    return [str(item["sha256"]) for item in office.collect(now=at(19)).submissions]


@pytest.mark.parametrize(("harm", "code"), [("changed", "J201"), ("cut", "J201"), ("missing", "J202")])
def test_an_original_that_is_not_as_it_was_is_said_when_it_is_restored(
    harm: str, code: str, office: Office, exported: Path, tmp_path: Path, ducha: Run
) -> None:
    content = _originals(office)[0]
    original = exported / "archive" / content[:2] / content
    if harm == "missing":
        original.unlink()
    else:
        original.write_bytes(b"x" + original.read_bytes()[1:] if harm == "changed" else original.read_bytes()[:-1])
    there = tmp_path / "别的机器"
    there.mkdir()
    ran = ducha("journal", "restore", str(exported), "--json", cwd=there)
    said = json.loads(ran.stdout)
    assert ran.returncode == 1 and [fault["code"] for fault in said["faults"]] == [code]
    assert not (there / ".duchá" / "archive" / content[:2] / content).exists()
    assert [fault.kind.code for fault in verify_journal(there).faults] == ["J202"]
    told = ducha("journal", "restore", str(exported), cwd=(tmp_path / "再来" if (tmp_path / "再来").mkdir() is None else there))
    assert told.returncode == 1 and "有 1 个原件缺失或被改动" in told.stdout and content[:12] in told.stdout


def test_a_whole_export_is_restored_without_a_word(exported: Path, tmp_path: Path) -> None:
    there = tmp_path / "别的机器"
    there.mkdir()
    assert restore_all(there, exported, Moment(now=at(20))).faults == ()
    assert verify_journal(there).faults == ()


def test_an_export_of_a_damaged_archive_says_so(office: Office, tmp_path: Path) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    office.collect()
    content = _originals(office)[0]
    stored = office.folder / ".duchá" / "archive" / content[:2] / content
    stored.write_bytes(stored.read_bytes()[:-1])
    found = export_all(office.folder, tmp_path / "出").faults
    assert [fault.kind for fault in found] == [faults.ARCHIVE_ALTERED]
