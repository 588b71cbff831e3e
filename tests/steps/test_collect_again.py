"""Collecting is repeatable: twice changes nothing, the order of files changes nothing, killed and run again ends the same (design promises 2, 3)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from duchá.journal.read import read_facts
from duchá.journal.verify import verify
from steps.office import ROW, Office, at, copy_office

pytestmark = pytest.mark.sweep

UNITS = ("区财政局", "区审计局", "区统计局", "区安监局", "区教育局", "区司法局")


def fill_all(office: Office) -> list[Path]:
    return [office.fill(unit, supervision_problems=[{**ROW, "item": f"{unit}日常检查"}]) for unit in UNITS]


def said(office: Office) -> list[tuple[object, ...]]:
    """What the journal says of every receipt, but for when it was written down."""
    facts = read_facts(office.folder / ".duchá" / "journal.sqlite3")
    return [
        (
            fact.payload["receipt"],
            fact.payload["source"],
            fact.payload["unit"],
            fact.payload["status"],
            fact.payload["version"],
            fact.happened_at,
        )
        for fact in facts
        if fact.kind.value == "submission"
    ]


def test_the_same_folder_twice_changes_not_a_byte(office: Office) -> None:
    fill_all(office)
    office.collect()
    before = office.journal()
    again = office.collect(now=at(19))
    assert office.journal() == before
    assert {item["status"] for item in again.submissions} == {"duplicate"}


def test_the_order_in_which_files_are_named_changes_nothing(master: Office, tmp_path: Path) -> None:
    first, second = copy_office(master, tmp_path / "a"), copy_office(master, tmp_path / "b")
    paths = fill_all(first)
    for path in paths:
        shutil.copy(path, second.folder / "returns")
    first.collect(*paths)
    second.collect(*(second.folder / "returns" / path.name for path in reversed(paths)))
    assert said(first) == said(second)


@pytest.mark.parametrize("after", [0.15, 0.35, 0.55, 0.8])
def test_killed_in_the_middle_and_run_again_ends_as_if_undisturbed(master: Office, tmp_path: Path, after: float) -> None:
    calm, killed = copy_office(master, tmp_path / "calm"), copy_office(master, tmp_path / "killed")
    for path in fill_all(calm):
        shutil.copy(path, killed.folder / "returns")
    calm.collect()
    received = "2015-11-18T10:00"
    command = [sys.executable, "-m", "ducha", "collect", "-C", str(killed.folder), "--received-at", received, "-q"]
    child = subprocess.Popen(command, env={**os.environ, "PYTHONUTF8": "1"})
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()
    journal, archive = killed.folder / ".duchá" / "journal.sqlite3", killed.folder / ".duchá" / "archive"
    assert not [fault for fault in verify(journal, archive) if fault.kind.weight.value != "note"]
    subprocess.run(command, env={**os.environ, "PYTHONUTF8": "1"}, check=False)
    assert said(killed) == said(calm)
    assert not verify(journal, archive)


def test_an_original_is_never_touched_and_is_kept_by_content(office: Office) -> None:
    path = office.fill("区财政局", supervision_problems=[ROW])
    before = path.read_bytes(), path.stat().st_mtime_ns
    (item,) = office.collect().submissions
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    sha256 = str(item["sha256"])
    assert (office.folder / ".duchá" / "archive" / sha256[:2] / sha256).read_bytes() == before[0]


def test_what_a_killed_run_left_half_copied_is_cleared_away(office: Office) -> None:
    left = office.folder / ".duchá" / "archive" / ".incoming-0123456789abcdef-1-2"
    left.write_bytes(b"half")
    fill_all(office)
    office.collect()
    assert not left.exists()
    assert not verify(office.folder / ".duchá" / "journal.sqlite3", office.folder / ".duchá" / "archive")


def test_a_campaign_named_from_the_folder_above_shows_its_files_as_from_inside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office.fill("区财政局", supervision_problems=[ROW])
    monkeypatch.chdir(office.folder.parent)
    (item,) = Office(Path(office.folder.name)).collect(path).submissions
    assert item["source"] == "returns/区财政局.xlsx"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not take such names")
def test_a_name_that_is_no_utf_8_stops_no_run_and_is_shown_as_it_was_meant(office: Office) -> None:
    """A48: collect ended with 2 and named no file, and the good return beside it was not read."""
    returns = office.fill("区外办").parent
    folder = returns / os.fsdecode("区安监局".encode("gbk"))
    folder.mkdir()
    office.fill("区安监局").rename(folder / os.fsdecode("表.xlsx".encode("gbk")))
    office.fill("区财政局").rename(returns / os.fsdecode("区财政局报表.xlsx".encode("gbk")))
    office.fill("区农委").rename(returns / os.fsdecode(b"\xe5\x8c\xba\xe5.xlsx"))  # cut off inside a character
    collected = office.collect()
    found = {item["source"]: item["unit"] for item in collected.submissions}
    assert sorted(found.values()) == ["区农委", "区外办", "区安监局", "区财政局"]
    assert {"returns/区外办.xlsx", "returns/区财政局报表.xlsx", "returns/区安监局/表.xlsx"} <= found.keys()
    assert [item["status"] for item in collected.submissions] == ["accepted"] * 4
    assert [item["status"] for item in office.collect().submissions] == ["duplicate"] * 4
