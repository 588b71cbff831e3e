"""record again: where nothing is new no file is read again, whatever it said of them is said again; a long table is read in parts (A56)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from conftest import Ran
from duchá.journal.notes import RegisterReadNote
from duchá.journal.records import told
from duchá.registers import read_registers
from duchá.steps import record as module
from duchá.steps.record import Recorded
from duchá.steps.withdraw_row import withdraw_row
from steps.office import ROW, ZONE, Office, at
from steps.registers import EVENTS, MATTERS, RECEIPTS, codes, event, every_row, facts, fill, matter, paper, rows, run, table


class Reads:
    """Counts the files that are read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, read = 0, module.read_files

        def counting(*given: Any) -> Any:
            for file in read(*given):
                self.count += 1
                yield file

        monkeypatch.setattr(module, "read_files", counting)

    def taken(self) -> int:
        """How many since it was asked last."""
        count, self.count = self.count, 0
        return count


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


def said(recorded: Recorded) -> tuple[Any, ...]:
    """All that a run says of files in which nothing is new."""
    files = [(done.source, done.found.tables, done.faults, done.found.answered, done.copy) for done in recorded.files]
    return files, recorded.questions, recorded.ledger, recorded.scoring


def filled(office: Office) -> None:
    """A good row, a bad one, one that is signed, one that the ledger cannot take, a receipt on paper, and a row that is gone."""
    fill(
        office,
        MATTERS,
        matter("DT-1"),
        matter("DT-2", 牵头单位="没有这个局"),
        matter("DT-3", 牵头单位="省高院", 核实人="王主任"),
        matter("DT-4"),
    )
    fill(office, EVENTS, event(9, "销号"))
    fill(office, RECEIPTS, paper(19, "区财政局", "书面报告"))
    run(office)
    fill(office, MATTERS, matter("DT-1"), matter("DT-3", 牵头单位="省高院", 核实人="王主任"), matter("DT-5", 牵头单位="没有这个局"))
    run(office)
    fill(office, MATTERS, matter("DT-1"), matter("DT-3", 牵头单位="省高院", 核实人="王主任"))


def test_where_nothing_is_new_nothing_is_read_and_everything_is_said_again(office: Office, reads: Reads) -> None:
    filled(office)
    first = run(office)
    assert reads.taken() > 10 and first.questions and first.ledger
    before = office.journal()
    for day in (26, 30):
        again = run(office, now=at(day))
        assert (reads.taken(), said(again), office.journal()) == (0, said(first), before)
        assert [done.unchanged for done in again.files] == [done.found.standing for done in first.files]
        assert all(not done.drafts for done in again.files)


@pytest.mark.sweep
def test_what_could_change_the_answer_has_every_file_read_again(office: Office, reads: Reads) -> None:
    filled(office)
    run(office)
    changes: tuple[Callable[[], object], ...] = (
        lambda: fill(office, EVENTS, event(9, "销号"), event(10, "催办")),
        lambda: table(office.folder / "registers" / "另一张.xlsx", [["随便"], ["什么"]]),
        (office.folder / "registers" / "另一张.xlsx").unlink,
        lambda: withdraw_row(office.open(at(26)), "督办事项", "DT-4", "重复立项"),
        lambda: (office.fill("区财政局", approval=[ROW]), office.collect(now=at(26))),
        lambda: settings(office),
    )
    for change in changes:
        reads.taken()
        change()
        run(office, now=at(26))
        assert reads.taken() > 10, change
        run(office, now=at(26))
        assert reads.taken() == 0, change


def settings(office: Office) -> None:
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('issuer = ""', 'issuer = "督查室"') + "\n# 备注\n", encoding="utf-8")


def test_a_date_that_lay_ahead_is_no_remark_once_it_has_come(office: Office, reads: Reads) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(28, "催办"))
    ahead = [[fault.kind.code for done in run(office, now=at(day)).files for fault in done.faults] for day in (25, 26, 28, 29)]
    assert ahead == [["S716"], ["S716"], [], []]
    assert reads.taken() > 10


def test_a_marked_copy_that_somebody_deleted_is_made_again(office: Office, reads: Reads) -> None:
    fill(office, MATTERS, matter("DT-1", 类别="什么事项"))
    run(office)
    copy = office.folder / "returned" / "登记表-督办事项.xlsx"
    copy.unlink()
    run(office)
    assert copy.is_file() and reads.taken() > 10


def test_files_named_one_by_one_are_remembered_too_and_leave_no_trace_where_nothing_is_new(office: Office, reads: Reads) -> None:
    path = fill(office, MATTERS, matter("DT-1"))
    run(office, path)
    before = office.journal()
    reads.taken()
    assert sum(done.unchanged for done in run(office, path).files) == 1
    assert (reads.taken(), office.journal()) == (0, before)


def test_nothing_of_a_classified_file_is_kept_not_even_that_it_was_there(office: Office, reads: Reads) -> None:
    path = table(office.folder / "registers" / "线索.xlsx", [["机密★5年"], ["事项编号", "事项名称"], ["A1", "甲"]])
    import hashlib

    content = hashlib.sha256(path.read_bytes()).hexdigest()
    for _ in range(2):
        run(office)
    assert reads.taken() > 20 and content.encode() not in office.journal()


def test_what_a_script_reads_of_files_in_which_nothing_is_new(office: Office, ducha: Callable[..., Ran]) -> None:
    import json

    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 牵头单位="没有这个局"))
    first, again = (json.loads(ducha("record", "--json", cwd=office.folder).stdout) for _ in range(2))
    for file, same in zip(first["files"], again["files"], strict=True):
        assert same == {**file, "new": 0, "unchanged": file["new"], "changes": []}
    assert {**first, "files": []} == {**again, "files": []}


def many(count: int) -> list[list[Any]]:
    """A register with 同上 in every third row, a bad row now and then, and blank rows."""
    lines: list[list[Any]] = [["日期", "事项编号", "单位", "环节", "说明"]]
    for number in range(count):
        day: Any = datetime(2015, 11, 1 + number % 20, tzinfo=ZONE).replace(tzinfo=None)
        unit = "同上" if number % 3 else ("没有这个局" if number % 11 == 5 else "区安监局")
        lines.append([day, "DT-1", unit, "催办", f"第{number}次"])
        if number % 7 == 3:
            lines.append([None] * 5)
    return lines


@pytest.mark.sweep
def test_a_long_table_read_in_parts_says_what_it_says_in_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(office, MATTERS, matter("DT-1"))
    table(office.folder / "registers" / "手工.xlsx", many(60))
    whole = run(office)
    kept = [(row.key, row.text("note"), row.text("unit"), row.row) for row in every_row(office)]
    assert len(kept) > 40
    for part in (1, 2, 5, 13):
        monkeypatch.setattr(read_registers, "_LONG", 10)
        monkeypatch.setattr(read_registers, "_PART", part)
        settings(office)  # so that it is read again
        again = run(office, now=at(26))
        assert [done.faults for done in again.files] == [done.faults for done in whole.files]
        assert not any(done.drafts for done in again.files)
        assert [(row.key, row.text("note"), row.text("unit"), row.row) for row in every_row(office)] == kept


def test_a_row_that_moved_before_this_version_is_found_from_the_first_run_on(office: Office) -> None:
    """A reading noted by an earlier version does not say which rows stand elsewhere: it is noted once more."""
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收", 说明="一"))
    run(office)
    fill(office, EVENTS, event(8, "催办", 说明="二"), event(9, "签收", 说明="一"))
    run(office)
    notes = [note for _, note in told(facts(office), RegisterReadNote) if "办理记录" in note.source]
    assert [(note.rows, note.facts, note.moved) for note in notes] == [(1, 1, 0), (2, 1, 1)]
    assert rows(office, "events")[0].day("date") == date(2015, 11, 9) and codes(run(office)) == []
