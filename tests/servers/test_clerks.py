"""Several clerks at once over one journal on a server: the same end as one after another, and who did what stands in the journal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from conftest import HANGS, Ran, clean_environment
from duchá.campaign.model import JournalPlace
from duchá.campaign.write_campaign import with_journal_place
from duchá.journal.fact import FactKind
from duchá.journal.notes import CollectBegunNote, CollectEndedNote
from duchá.journal.read import read_facts
from duchá.journal.store import archive_of
from duchá.journal.verify import verify
from duchá.receipts.matrix import matrix
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.steps.collect import Delivery, collect
from duchá.steps.journal import restore_all
from duchá.steps.resolve import Action, Answer, resolve
from duchá.terms.moment import Moment
from servers.office import NOW, RETURNS, afterwards, campaign, gist, nothing, opened

pytestmark = pytest.mark.sweep

if TYPE_CHECKING:
    from servers.postgres import Database

AT = ("--received-at", "2015-11-20T10:00")


def halves(folder: Path) -> tuple[Path, Path]:
    """A delivery of 38 files in two folders, the second of which holds one of the first's as well."""
    files = sorted(path for day in ("1118", "1120") for path in (RETURNS / day).iterdir())
    for at, path in enumerate(files):
        target = folder / ("甲" if at % 2 else "乙") / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copyfile(next((folder / "甲").iterdir()), folder / "乙" / "又一份.xlsx")
    return folder / "甲", folder / "乙"


def started(folder: Path, who: str, *arguments: object) -> subprocess.Popen[str]:
    """A command in a process of its own, as a clerk's machine runs it."""
    command = [sys.executable, "-m", "ducha", *map(str, arguments), "-C", str(folder)]
    environment = {**clean_environment(), "LOGNAME": who, "USER": who}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def together(*processes: subprocess.Popen[str]) -> list[int]:
    """The exit codes of commands that run at the same time; none may have failed to run."""
    ended = [(process.communicate(timeout=HANGS), process.returncode) for process in processes]
    for (_, stderr), code in ended:
        assert code in (0, 1), stderr
    return [code for _, code in ended]


def as_it_stands(folder: Path) -> tuple[object, ...]:
    """What a campaign has come to: every receipt without its number, the matrix, and the reminders."""
    now = afterwards(folder)
    receipts = receipts_of(now.facts(*RECEIPT_FACTS))
    cells = [
        (one.unit.name, one.owed.key, one.state.value, one.late_days, one.nil, one.version)
        for one in matrix(now.campaign, receipts, now.as_of)
    ]
    reminders = sorted((str(fact.payload["unit"]), str(fact.payload["what"])) for fact in now.facts(FactKind.REMINDER))
    rows = sorted(str(fact.payload["key"]) for fact in now.facts(FactKind.ROW))
    return sorted(gist(dict(receipt.payload)) for receipt in receipts), cells, reminders, rows


def matters(folder: Path, rows: int) -> None:
    """督办事项 with so many rows, as an office fills it."""
    path = folder / "registers" / "督办事项.xlsx"
    path.parent.mkdir(exist_ok=True)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    titles = {str(cell.value).rstrip("*"): cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    head = next(cell.row for row in sheet.iter_rows() for cell in row if str(cell.value).rstrip("*") == "事项编号")
    for number in range(1, rows + 1):
        said = {
            "事项编号": f"DC-{number:02}",
            "事项名称": f"第{number}件",
            "类别": "督办事项",
            "来源": "区政府",
            "牵头单位": "区安监局",
            "立项日期": "2015-11-10",
        }
        for title, text in said.items():
            sheet.cell(row=head + number, column=titles[title], value=text)
    book.save(path)


@pytest.mark.sweep
def test_clerks_at_once_come_to_the_same_end_as_one_after_another(database: Database, tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    first, second = halves(tmp_path / "来件")
    there, alone = campaign(tmp_path / "共用", database), campaign(tmp_path / "一人")
    for folder in (there, alone):
        assert ducha("record", "-C", str(folder)).returncode in (0, 1)
        matters(folder, 12)
    together(
        started(there, "zhangsan", "collect", first, *AT),
        started(there, "lisi", "collect", second, *AT),
        started(there, "wangwu", "record"),
    )
    for arguments in (("collect", first, *AT), ("collect", second, *AT), ("record",)):
        together(started(alone, "zhangsan", *arguments))
    for folder in (there, alone):
        together(started(folder, "zhangsan", "overdue", "--as-of", "2015-11-24", "--letters"))
    for at_once, in_turn in zip(as_it_stands(there), as_it_stands(alone), strict=True):
        assert at_once == in_turn


@pytest.mark.sweep
def test_two_clerks_who_remind_at_once_remind_once(database: Database, tmp_path: Path) -> None:
    folder = campaign(tmp_path / "行动", database)
    assert together(*(started(folder, who, "overdue", "--letters") for who in ("zhangsan", "lisi", "wangwu"))) == [1, 1, 1]
    made = [(fact.payload["unit"], fact.payload["what"]) for fact in afterwards(folder).facts(FactKind.REMINDER)]
    assert len(made) == len(set(made)) > 0
    assert not [path.name for path in (folder / "reports").rglob("*-新*")]


@pytest.mark.sweep
def test_two_clerks_who_record_the_same_register_at_once_record_each_row_once(
    database: Database, tmp_path: Path, ducha: Callable[..., Ran]
) -> None:
    folder = campaign(tmp_path / "行动", database)
    assert ducha("record", "-C", str(folder)).returncode in (0, 1)
    matters(folder, 30)
    together(*(started(folder, who, "record") for who in ("zhangsan", "lisi")))
    assert len(afterwards(folder).facts(FactKind.ROW)) == 30


def test_who_did_what_stands_in_the_journal(database: Database, tmp_path: Path) -> None:
    first, second = halves(tmp_path / "来件")
    folder = campaign(tmp_path / "行动", database)
    together(started(folder, "zhangsan", "collect", first, *AT), started(folder, "lisi", "collect", second, *AT))
    facts = afterwards(folder).facts(FactKind.SUBMISSION)
    assert {(Path(str(fact.payload["source"])).parent.name, fact.by) for fact in facts} == {("甲", "zhangsan"), ("乙", "lisi")}
    now = afterwards(folder)
    notes = [str(fact.payload["note"]) for fact in now.facts(FactKind.NOTE)]
    assert (notes.count(CollectBegunNote.NOTE), notes.count(CollectEndedNote.NOTE)) == (2, 2)
    assert verify(now.journal, archive_of(now.journal)) == ()


def test_an_answer_given_while_another_collects_counts_for_what_is_being_collected(database: Database, tmp_path: Path) -> None:
    """Held for a name nobody knows; the answer about the first comes while the second is being read."""
    folder = campaign(tmp_path / "行动", database)
    files = [path for path in sorted((RETURNS / "1118").iterdir()) if path.suffix == ".xlsx"][:2]
    made = []
    for at, path in enumerate(files):
        book = load_workbook(path)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and cell.value in ("区发改经信委", "区商务局"):
                        cell.value = "经发科"
            sheet.sheet_state = "visible"
        copy = tmp_path / f"来件{at}" / f"报表{at}.xlsx"
        copy.parent.mkdir()
        book.save(copy)
        made.append(copy)
    done = collect(opened(folder), Delivery(paths=(made[0],), received_at=NOW), nothing)
    if done.submissions[0]["status"] != "held":
        pytest.skip("the example's own marks name the unit")
    number = done.submissions[0]["receipt"]
    answered = []

    def answer_meanwhile(done: int, _of: int, _name: str = "") -> None:
        if done and not answered:
            answered.append(resolve(opened(folder, by="李四", minutes=5), Answer(receipt=number, action=Action.UNIT, unit="区发改经信委")))

    first = collect(opened(folder, minutes=4), Delivery(paths=(made[1],), received_at=NOW), answer_meanwhile)
    assert answered
    assert first.submissions[0]["unit"] == "区发改经信委"


def test_what_another_clerk_began_is_not_taken_for_an_interrupted_run(database: Database, tmp_path: Path) -> None:
    folder = campaign(tmp_path / "行动", database)
    first, second = halves(tmp_path / "来件")
    inner: list[Any] = []

    def another_comes(done: int, _of: int, _name: str = "") -> None:
        if done and not inner:
            inner.append(collect(opened(folder, by="李四", minutes=3), Delivery(paths=(second,)), nothing))

    outer = collect(opened(folder, by="张三"), Delivery(paths=(first,), received_at=NOW), another_comes)
    assert (outer.resumed, inner[0].resumed) == (0, 0)
    times = {fact.by: fact.happened_at for fact in afterwards(folder).facts(FactKind.SUBMISSION)}
    assert (times["张三"] == NOW, times["李四"] > NOW) == (True, True)
    again = collect(opened(folder, minutes=9), Delivery(paths=(first, second)), nothing)
    assert (again.resumed, {one["status"] for one in again.submissions} - {"ignored"}) == (0, {"duplicate"})


def test_a_killed_collect_is_gone_on_with_by_another_clerk(database: Database, tmp_path: Path) -> None:
    folder = campaign(tmp_path / "行动", database)
    first, _ = halves(tmp_path / "来件")

    class Killed(BaseException):
        """As kill -9 does, nothing is tidied up."""

    def stop(done: int, _of: int, _name: str = "") -> None:
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        collect(opened(folder), Delivery(paths=(first,), received_at=NOW), stop)
    done = collect(opened(folder, by="李四", minutes=60), Delivery(paths=(first,)), nothing)
    assert done.resumed > 0
    assert {str(fact.payload["received_at"]) for fact in afterwards(folder).facts(FactKind.SUBMISSION)} == {NOW.isoformat()}


def test_a_campaign_of_another_folder_is_never_written_into(database: Database, tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    mine, other = campaign(tmp_path / "甲", database), campaign(tmp_path / "乙")
    (other / ".duchá" / "journal.sqlite3").unlink()
    settings = (mine / "campaign.toml").read_text(encoding="utf-8").replace("丹徒", "乙区")
    (other / "campaign.toml").write_text(settings, encoding="utf-8")
    shutil.rmtree(other / ".duchá" / "archive")
    before = read_facts(opened(mine).journal)
    done = ducha("status", "-C", str(other))
    assert (done.returncode, "J023" in done.stderr) == (2, True), done.stderr
    assert read_facts(opened(mine).journal) == before


def test_a_journal_in_two_places_is_asked_about_and_move_settles_it(database: Database, tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    folder = campaign(tmp_path / "行动")
    with (folder / "campaign.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'\n[journal]\nurl = "{database.owner}"\n')
    done = ducha("status", "-C", str(folder))
    assert (done.returncode, "J022" in done.stderr, "journal move" in done.stderr) == (2, True, True), done.stderr
    moved = ducha("journal", "move", "-C", str(folder), "--json")
    assert moved.returncode == 0, moved.stderr
    assert ducha("journal", "verify", "-C", str(folder)).returncode == 0


@pytest.mark.parametrize("way", ["file", "server"])
def test_a_move_that_was_stopped_after_copying_is_finished_by_the_next(
    database: Database, tmp_path: Path, way: str, ducha: Callable[..., Ran]
) -> None:
    folder = campaign(tmp_path / "行动", database if way == "file" else None)
    to = ("--to", "file") if way == "file" else ("--to", database.owner)
    settings = (folder / "campaign.toml").read_bytes()
    assert ducha("journal", "move", "-C", str(folder), *to).returncode == 0
    if way == "server":
        (folder / ".duchá" / "journal.sqlite3.moved").rename(folder / ".duchá" / "journal.sqlite3")
    (folder / "campaign.toml").write_bytes(settings)  # as it was before its last two acts
    again = ducha("journal", "move", "-C", str(folder), *to)
    assert again.returncode == 0, again.stderr
    assert ducha("journal", "verify", "-C", str(folder)).returncode == 0


def test_restoring_into_a_folder_with_an_address_fills_the_server(database: Database, tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    folder = campaign(tmp_path / "行动", database)
    assert ducha("journal", "export", str(tmp_path / "导出"), "-C", str(folder)).returncode == 0
    head = afterwards(folder).facts()[-1].hash
    text = with_journal_place((folder / "campaign.toml").read_text(encoding="utf-8"), JournalPlace(url=database.owner, schema="another"))
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    restored = restore_all(folder, tmp_path / "导出", Moment(now=NOW, by="李四"))
    assert (restored.head, restored.faults) == (head, ())
    assert afterwards(folder).facts()[-1].hash == head


def test_a_password_in_the_address_is_refused_before_anything_is_kept(tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    folder = campaign(tmp_path / "行动")
    before = sorted(path for path in (folder / ".duchá").rglob("*") if path.is_file())
    with (folder / "campaign.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[journal]\nurl = "postgresql://u:geheim@127.0.0.1/d"\n')
    for command in (("status",), ("journal", "verify"), ("collect", str(RETURNS / "1118"))):
        done = ducha(*command, "-C", str(folder))
        assert (done.returncode, "C162" in done.stderr, "geheim" in done.stderr + done.stdout) == (2, True, False), done.stderr
    moved = ducha("journal", "move", "-C", str(folder), "--to", "postgresql://u@127.0.0.1/d?password=geheim")
    assert (moved.returncode, "C162" in moved.stderr, "geheim" in moved.stderr) == (2, True, False)
    assert sorted(path for path in (folder / ".duchá").rglob("*") if path.is_file()) == before


def test_without_the_library_one_line_says_what_to_install(tmp_path: Path) -> None:
    folder = campaign(tmp_path / "行动")
    blocked = tmp_path / "blocked" / "psycopg"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('no libpq')\n")
    environment = {**clean_environment(), "PYTHONPATH": os.pathsep.join((str(blocked.parent), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-m", "ducha", "journal", "move", "--to", "postgresql://127.0.0.1/x", "-C", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, "J020" in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


LOADED = """
import sys
from duchá.cli.app import run
code = run(sys.argv[1:])
found = sorted(name for name in sys.modules if name.split(".")[0] in ("psycopg", "psycopg_binary", "distributed", "dask"))
assert not found, found
assert "duchá.journal.server_schema" not in sys.modules
sys.exit(code)
"""


@pytest.mark.parametrize(
    "command", [("status",), ("overdue",), ("journal", "verify"), ("collect", str(RETURNS / "1118" / "01-区发改经信委.xlsx")), ("record",)]
)
def test_an_office_with_a_file_loads_nothing_of_servers(tmp_path: Path, command: tuple[str, ...]) -> None:
    folder = campaign(tmp_path / "行动")
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *command, "-C", str(folder)], env=clean_environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
