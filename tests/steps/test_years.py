"""Units merged, renamed or dissolved in the middle: who answers now, and what stays under the old name. A journal on another machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.read import read_facts
from duchá.journal.write import open_journal
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.steps.ledger_of import state_of
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.report_summary import summary_of
from duchá.steps.status import status
from duchá.terms.fault import Stop
from duchá.terms.read_packaged import packaged
from duchá.workbooks.intake import take_in_bytes
from steps.office import ROW, Office, at
from steps.registers import EVENTS, MATTERS, RECEIPTS, codes, event, fill, matter, paper, run

OLD, INTO = "区外办", "区安监局"


def roster(office: Office, name: str, **columns: str) -> None:
    """Types something into the row of a unit in units.xlsx."""
    path = office.folder / "units.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at_ for at_, row in enumerate(rows) if "单位名称" in row)
    titles = [str(title) for title in rows[head]]
    named = titles.index("单位名称")
    row = next((at_ for at_, cells in enumerate(rows, 1) if cells[named] == name), None)
    if row is None:
        row, columns = len(rows) + 1, {"序号": "90", "单位名称": name, "组别": "区级部门", **columns}
    for title, text in columns.items():
        sheet.cell(row, titles.index(title) + 1).value = text
    book.save(path)


def of(standings: tuple[ReceiptStanding, ...], unit: str) -> dict[str, ReceiptStanding]:
    return {standing.owed.key: standing for standing in standings if standing.unit.name == unit}


def group_of(office: Office, name: str) -> str:
    unit = office.open(at(4)).campaign.roster.get(name)
    assert unit is not None
    return unit.group


def merged(office: Office, day: str = "2015-11-15") -> None:
    roster(office, OLD, 停用日期=day, 并入单位=INTO)


def test_what_a_merged_unit_sent_stays_under_its_name_and_what_fell_due_later_is_its_successors(office: Office) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    merged(office)
    standings = status(office.open(at(25))).standings
    theirs = of(standings, OLD)
    assert theirs["approval"].state is ReceiptState.RECEIVED
    assert {standing.successor for standing in theirs.values()} == {INTO}
    assert "report" not in theirs  # due on the 20th, when it was no more
    assert of(standings, INTO)["approval"].state is ReceiptState.MISSING
    assert of(status(office.open(at(14))).standings, OLD)["report"].state is ReceiptState.MISSING


def test_what_a_merged_unit_still_owed_is_asked_of_the_successor_and_the_reminders_go_on(office: Office, ducha: Callable[..., Any]) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位=OLD, 办理时限="2015-11-10"))
    run(office, now=at(4))
    first = overdue(office.open(at(11)), OverdueOptions())
    assert [(item.unit, item.matter) for item in first.items] == [(OLD, "DT-1")]
    assert len(first.reminders) == 1
    merged(office, "2015-11-11")
    again = overdue(office.open(at(12)), OverdueOptions(letters=True))
    assert [(item.unit, item.formerly, item.key) for item in again.items] == [(INTO, OLD, first.items[0].key)]
    assert {reminder.rung.id for reminder in again.reminders}.isdisjoint(reminder.rung.id for reminder in first.reminders)
    late = overdue(office.open(at(18)), OverdueOptions(letters=True))
    letter = next(path for path in late.written if path.suffix == ".md")
    assert INTO in letter.name
    assert f"（原{OLD}）" in letter.read_text(encoding="utf-8")
    shown = json.loads(ducha("ledger", "--unit", INTO, "--json", cwd=office.folder, env={}).stdout)["matters"]
    assert [(one["matter"], one["lead"], one["successor"]) for one in shown] == [("DT-1", OLD, INTO)]


def test_a_unit_renamed_by_two_rows_goes_on_under_the_new_name(office: Office) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    problems = [m.id for m in state_of(office.open(at(12))).ledger.matters]
    roster(office, "区外事局", 组别=group_of(office, OLD), 启用日期="2015-11-16")
    roster(office, OLD, 停用日期="2015-11-15", 并入单位="区外事局")
    standings = status(office.open(at(25))).standings
    assert of(standings, OLD) == {}
    assert of(standings, "区外事局")["approval"].state is ReceiptState.RECEIVED
    assert [m.id for m in state_of(office.open(at(25))).ledger.matters] == problems
    assert of(status(office.open(at(14))).standings, OLD)["approval"].state is ReceiptState.RECEIVED


def test_a_unit_whose_name_was_changed_keeps_its_receipts_problems_and_reminders(office: Office) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    before = [matter.id for matter in state_of(office.open(at(21))).ledger.matters]
    made = [r.item for r in overdue(office.open(at(21)), OverdueOptions()).reminders if r.item.unit == OLD]
    roster(office, OLD, 曾用名=OLD, 单位名称="区外事办公室")
    standings = of(status(office.open(at(21))).standings, "区外事办公室")
    assert standings["approval"].state is ReceiptState.RECEIVED
    assert [matter.id for matter in state_of(office.open(at(21))).ledger.matters] == before
    assert made
    assert overdue(office.open(at(21)), OverdueOptions()).reminders == ()


def test_a_dissolved_unit_owes_nothing_that_fell_due_later(office: Office) -> None:
    roster(office, OLD, 停用日期="2015-11-15")
    assert of(status(office.open(at(25))).standings, OLD) == {}
    assert all(item.unit != OLD for item in overdue(office.open(at(25)), OverdueOptions()).items)


def test_a_new_unit_owes_what_falls_due_after_it_began(office: Office) -> None:
    roster(office, "区新设局", 组别=group_of(office, OLD), 启用日期="2015-11-18")
    assert of(status(office.open(at(17))).standings, "区新设局") == {}
    assert {s.owed.key for s in of(status(office.open(at(25))).standings, "区新设局").values()} >= {"approval", "report"}


def test_the_summary_counts_what_a_merged_unit_sent(office: Office) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    merged(office)
    page = summary_of(office.open(at(25))).pages[0]
    row = next(row for row in page.rows if OLD in str(row[1]))
    assert row[2] == row[3] == 3  # the three forms of the workbook; the report fell due when it was no more
    assert any(OLD in note and INTO in note for note in page.notes)


def test_a_unit_taken_off_the_roster_is_missed_aloud(office: Office) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    roster(office, OLD, 单位名称="区某某局")
    assert "C027" in [fault.kind.code for fault in status(office.open(at(25))).faults]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"停用日期": "去年底"}, "C025"),
        ({"启用日期": "2015-11-20", "停用日期": "2015-11-10"}, "C025"),
        ({"停用日期": "2015-11-15", "并入单位": "区不存在局"}, "C026"),
        ({"并入单位": INTO}, "C026"),
    ],
)
def test_a_roster_that_cannot_be_meant_stops_the_run(office: Office, columns: dict[str, str], code: str) -> None:
    roster(office, OLD, **columns)
    with pytest.raises(Stop) as stop:
        office.open(at(25))
    assert stop.value.fault.kind.code == code


def test_the_rows_of_a_unit_whose_name_was_changed_are_the_rows_they_were(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 牵头单位=OLD, 配合单位=f"{INTO}、{OLD}"))
    fill(office, EVENTS, event(6, "反馈", 单位=OLD), event(9, "退回", 单位=OLD))
    fill(office, RECEIPTS, paper(10, OLD, "书面报告"))
    run(office, now=at(11))
    roster(office, OLD, 单位名称="区外事局", 曾用名=OLD)
    again = run(office, now=at(20))
    assert ([len(done.drafts) for done in again.files], again.questions) == ([0] * len(again.files), ())
    assert [(m.lead, m.returns) for m in state_of(office.open(at(20))).ledger.matters] == [("区外事局", 1)]
    fill(office, EVENTS, event(6, "反馈", 单位="区外事局"), event(9, "退回", 单位=OLD, 说明="数字不实"))
    fill(office, RECEIPTS, paper(12, "区外事局", "书面报告"))
    changed = run(office, now=at(21))
    told = [(draft.change.value, draft.entry is not None) for done in changed.files for draft in done.drafts]
    assert told == [("correction", True), ("gone", False)] and codes(changed) == [("A4", "S721")]  # another day: is it that row?
    fill(office, RECEIPTS, paper(12, "区外事局", "书面报告", 核实人="王主任"))
    signed = run(office, now=at(22))
    assert [(draft.change.value, draft.before is not None) for done in signed.files for draft in done.drafts] == [("correction", True)]


@pytest.mark.sweep
def test_a_campaign_goes_on_where_it_was_on_another_machine(office: Office, tmp_path: Path, ducha: Callable[..., Any]) -> None:
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    fill(office, MATTERS, matter("DT-1", 牵头单位=OLD, 办理时限="2015-11-10"))
    run(office, now=at(11))
    overdue(office.open(at(25)), OverdueOptions())
    told = {name: ducha(name, "--as-of", "2015-11-25", "--json", cwd=office.folder).stdout for name in ("status", "ledger", "overdue")}
    kept, there = tmp_path / "备份", tmp_path / "另一台机器"
    assert ducha("journal", "export", str(kept), cwd=office.folder).returncode == 0
    shutil.copytree(office.folder, there, ignore=shutil.ignore_patterns(".duchá"))
    assert ducha("journal", "restore", str(kept), cwd=there).returncode == 0
    assert ducha("journal", "verify", cwd=there).returncode == 0
    for name, said in told.items():
        assert ducha(name, "--as-of", "2015-11-25", "--json", cwd=there).stdout == said
    moved = Office(there)
    assert overdue(moved.open(at(25)), OverdueOptions()).reminders == ()  # made on the first machine, known on the second
    moved.collect(now=at(26))
    assert len(moved.open(at(26)).facts(FactKind.SUBMISSION)) == 1  # the same file is known again
    refused = ducha("journal", "restore", str(kept), cwd=there)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_an_export_alone_makes_the_campaign_anew_in_an_empty_folder(office: Office, tmp_path: Path, ducha: Callable[..., Any]) -> None:
    own = office.folder / "templates" / "rulebooks" / "dantu-2015" / "rulebook.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        (packaged("rulebooks") / "dantu-2015" / "rulebook.toml").read_text(encoding="utf-8") + "\n# 本区自定\n", encoding="utf-8"
    )
    fill(office, MATTERS, matter("DT-1", 牵头单位=OLD, 办理时限="2015-11-10"))
    run(office, now=at(11))
    told = ducha("ledger", "--as-of", "2015-11-25", "--json", cwd=office.folder).stdout
    kept, there = tmp_path / "备份", tmp_path / "另一台 机器"
    assert ducha("journal", "export", str(kept), cwd=office.folder).returncode == 0
    there.mkdir()
    restored = ducha("journal", "restore", str(kept), cwd=there)
    assert (restored.returncode, "campaign.toml" in restored.stdout) == (0, True)
    for name in ("campaign.toml", "units.xlsx", "calendar.xlsx", "templates/rulebooks/dantu-2015/rulebook.toml"):
        assert (there / name).read_bytes() == (office.folder / name).read_bytes()
    assert not (there / "templates" / "rulebooks" / "office").exists()
    assert ducha("ledger", "--as-of", "2015-11-25", "--json", cwd=there).stdout == told
    assert ducha("journal", "verify", cwd=there).returncode == 0


def test_an_export_that_names_a_file_elsewhere_writes_nothing_there(office: Office, tmp_path: Path, ducha: Callable[..., Any]) -> None:
    opened = office.open(at(11))
    content = take_in_bytes("x.toml", b"x = 1", opened.archive, opened.folder)[0]
    assert content is not None
    with open_journal(opened.journal, now=at(11), by="张三") as writer:
        payload: dict[str, Any] = {"files": {"../elsewhere.toml": content.sha256}, "name": "x", "tool": "0"}
        writer.append(NewFact(kind=FactKind.CONTEXT, happened_at=at(11), payload=payload))
    kept, there = tmp_path / "备份", tmp_path / "另一台机器"
    assert ducha("journal", "export", str(kept), cwd=office.folder).returncode == 0
    there.mkdir()
    restored = ducha("journal", "restore", str(kept), cwd=there)
    assert (restored.returncode, "J003" in restored.stderr) == (2, True), restored
    assert not (tmp_path / "elsewhere.toml").exists()


LATER = """
import ducha
from duchá.journal import store, write
for module in (store, write):
    module.VERSION = 4
store.SCHEMA += "CREATE TABLE later (a);"
store.UPGRADES[3] = ("CREATE TABLE later (a)",)
store.upgrade_store.__kwdefaults__["to"] = 4
ducha.main()
"""


@pytest.mark.sweep
def test_a_later_program_takes_the_journal_over_with_a_copy_of_it(office: Office, tmp_path: Path, ducha: Callable[..., Any]) -> None:
    """The program as a later version would be, run as a user runs it: the first command upgrades, whichever it is."""
    office.fill(OLD, approval=[ROW])
    office.collect(now=at(10))
    told = json.loads(ducha("status", "--as-of", "2015-11-25", "--json", cwd=office.folder).stdout)
    before = read_facts(office.folder / ".duchá" / "journal.sqlite3")
    (tmp_path / "later.py").write_text(LATER, encoding="utf-8")

    def later(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(tmp_path / "later.py"), *arguments]
        return subprocess.run(command, cwd=office.folder, capture_output=True, encoding="utf-8", check=False)

    first = later("status", "--as-of", "2015-11-25", "--json")
    assert json.loads(first.stdout) == told, first.stderr
    assert read_facts(office.folder / ".duchá" / "journal.sqlite3.v3") == before
    assert later("journal", "verify").returncode == 0
    assert "schema-upgraded" in later("journal", "show", "--json", "--last", "0").stdout
    back = ducha("status", cwd=office.folder)  # the old program leaves the new journal alone
    assert back.returncode == 2
    assert "J00" in back.stderr
