"""journal purge (design §12): the original is gone for good, the chain holds, verify says so, export and restore work with it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duchá.journal.faults import JournalError
from duchá.journal.read import read_facts
from duchá.steps import purge as step
from duchá.steps.journal import export_all, restore_all, verify_journal
from duchá.steps.purge import PurgedReceipt, purge
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from steps.office import ROW, Office, at

Run = Callable[..., Any]
SECRET = "某仓库布防图第七版"
STRANGE = {**ROW, "problem": SECRET}


@pytest.fixture
def taken(office: Office) -> Office:
    """Two returns: the first holds what must not be kept, and was accepted; its copy in returns/ is not ours to remove."""
    office.fill("区安监局", supervision_problems=[STRANGE])
    office.fill("区民政局", supervision_problems=[ROW])
    office.collect()
    return office


def purged(office: Office, number: int = 1, day: int = 20) -> PurgedReceipt:
    return purge(office.open(at(day)), number, "李主任", "误收涉密材料")


def stored(office: Office, path: Path) -> Path:
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return office.folder / ".duchá" / "archive" / content[:2] / content


def test_the_original_and_its_rows_are_gone_and_the_chain_holds(taken: Office) -> None:
    path = taken.folder / "returns" / "区安监局.xlsx"
    before = read_facts(taken.open(at(19)).journal)
    assert stored(taken, path).is_file() and SECRET.encode() in taken.journal()
    done = purged(taken)
    assert not stored(taken, path).exists() and SECRET.encode() not in taken.journal()
    assert done.contents == (stored(taken, path).name,) and done.contents[0].encode() in taken.journal()
    assert read_facts(taken.open(at(21)).journal)[: len(before)] == before
    found = verify_journal(taken.folder).faults
    assert [fault.kind.code for fault in found] == ["J207"] and "李主任批准：误收涉密材料" in found[0].message
    assert stored(taken, taken.folder / "returns" / "区民政局.xlsx").is_file()


def test_verify_says_so_and_exits_with_nothing_wrong(taken: Office, ducha: Run) -> None:
    ran = ducha("journal", "purge", "1", "--approver", "李主任", "--reason", "误收涉密材料", cwd=taken.folder)
    assert ran.returncode == 0 and "第 1 号收件的原件和正文已从存档和流水中清除" in ran.stdout and "returns/区安监局.xlsx" in ran.stdout
    told = ducha("journal", "verify", cwd=taken.folder)
    assert told.returncode == 0 and "第 1 号收件的原件已清除（李主任批准：误收涉密材料）" in told.stdout and "还没有登记" not in told.stdout
    assert "清除第 1 号收件的原件" in ducha("journal", "show", cwd=taken.folder).stdout


def test_it_counts_no_longer_and_is_not_taken_in_again(taken: Office) -> None:
    purged(taken)
    again = taken.collect(now=at(21))
    assert {item["status"] for item in again.submissions} == {"duplicate"} and again.faults == ()
    states = {one.unit.name: one.state.value for one in again.standings if one.owed.key == "supervision-problems"}
    assert (states["区安监局"], states["区民政局"]) == ("missing", "received")
    assert not stored(taken, taken.folder / "returns" / "区安监局.xlsx").exists()


@pytest.mark.parametrize("report", ["summary", "inspection"])
def test_reports_of_before_and_after_still_run(report: str, taken: Office, ducha: Run) -> None:
    purged(taken)
    for moment in (["--as-of", "2015-11-25"], ["--as-of", "2015-11-18"]):
        ran = ducha("report", report, *moment, "--format", "md", cwd=taken.folder)
        assert ran.returncode in (0, 1), ran.stderr
    told = ducha("status", "--as-of", "2015-11-25", "--known-at", "2015-11-19T12:00", cwd=taken.folder)
    assert told.returncode in (0, 1), told.stderr
    ran = ducha("ledger", "--as-of", "2015-11-25", "--known-at", "2015-11-19T12:00", cwd=taken.folder)
    assert ran.returncode in (0, 1), ran.stderr
    assert not any(SECRET in path.read_text(encoding="utf-8") for path in (taken.folder / "reports").rglob("*.md"))


def test_the_marked_copy_goes_too(office: Office) -> None:
    office.fill("区安监局", supervision_problems=[{**STRANGE, "rectification": ""}])
    office.collect()
    assert (office.folder / "returned/区安监局.xlsx").is_file()
    assert purged(office).removed == ("returned/区安监局.xlsx",)
    assert not (office.folder / "returned/区安监局.xlsx").exists()
    assert office.collect(now=at(21)).faults == () and not (office.folder / "returned/区安监局.xlsx").exists()


def test_the_zip_that_it_came_in_goes_and_its_other_members_stay(office: Office) -> None:
    container = office.folder / "returns" / "报表.zip"
    paths = [
        office.fill("区安监局", folder="blank", supervision_problems=[STRANGE]),
        office.fill("区民政局", folder="blank", supervision_problems=[ROW]),
    ]
    with zipfile.ZipFile(container, "w") as file:
        for path in paths:
            file.write(path, path.name)
    numbers = {item["unit"]: item["receipt"] for item in office.collect().submissions if item["unit"]}
    assert stored(office, container).is_file()
    assert set(purged(office, numbers["区安监局"]).contents) == {stored(office, path).name for path in (paths[0], container)}
    assert [stored(office, path).exists() for path in (*paths, container)] == [False, True, False]
    assert [fault.kind.code for fault in verify_journal(office.folder).faults] == ["J207"]
    assert {item["status"] for item in office.collect(now=at(21)).submissions} == {"duplicate"}


def test_an_export_after_it_is_restored_and_verified(taken: Office, tmp_path: Path) -> None:
    purged(taken)
    assert export_all(taken.folder, tmp_path / "导出").faults == ()
    assert SECRET not in (tmp_path / "导出" / "journal.jsonl").read_text(encoding="utf-8")
    there = tmp_path / "别的机器"
    there.mkdir()
    assert restore_all(there, tmp_path / "导出", Moment(now=at(22))).faults == ()
    assert [fault.kind.code for fault in verify_journal(there).faults] == ["J207"]
    assert read_facts(there / ".duchá" / "journal.sqlite3") == read_facts(taken.open(at(23)).journal)


def test_an_export_that_lacks_rows_without_a_tombstone_is_not_restored(taken: Office, tmp_path: Path) -> None:
    export_all(taken.folder, tmp_path / "导出")
    file = tmp_path / "导出" / "journal.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    at_line = next(n for n, line in enumerate(lines) if line.get("kind") == "submission")
    del lines[at_line]["body"]
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    there = tmp_path / "别的机器"
    there.mkdir()
    with pytest.raises(JournalError) as stopped:
        restore_all(there, tmp_path / "导出", Moment(now=at(22)))
    assert stopped.value.fault.kind.code == "J014"


def test_interrupted_it_says_so_and_the_next_run_ends_it(taken: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the tombstone and the removal: verify names it, purge once more completes it, and nothing is written down twice."""

    def killed(*files: Path) -> tuple[str, ...]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(step, "remove", killed)
        purged(taken)
    assert [fault.kind.code for fault in verify_journal(taken.folder).faults] == ["J208"]
    count = len(read_facts(taken.open(at(21)).journal))
    purged(taken, day=21)
    assert [fault.kind.code for fault in verify_journal(taken.folder).faults] == ["J207"]
    assert len(read_facts(taken.open(at(21)).journal)) == count


def test_the_guard_stands_again_afterwards_and_nothing_else_can_leave(taken: Office) -> None:
    purged(taken)
    connection = sqlite3.connect(taken.folder / ".duchá" / "journal.sqlite3")
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("DELETE FROM body")
    connection.close()


@pytest.mark.parametrize(
    ("number", "approver", "reason", "code"), [(99, "李", "误收", "C018"), (1, " ", "误收", "C022"), (1, "李", "", "C020")]
)
def test_it_wants_a_receipt_an_approver_and_a_reason(number: int, approver: str, reason: str, code: str, taken: Office) -> None:
    with pytest.raises(Stop) as stopped:
        purge(taken.open(at(20)), number, approver, reason)
    assert stopped.value.fault.kind.code == code
    assert stored(taken, taken.folder / "returns" / "区安监局.xlsx").is_file()
