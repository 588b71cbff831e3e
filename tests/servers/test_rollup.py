"""Many campaigns added up: every figure with its campaign, broken ones named, the same bytes however it is carried out."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from conftest import HANGS, Ran, clean_environment
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.terms.moment import Moment
from servers.office import NOW, RETURNS, campaign
from servers.postgres import free_port

pytestmark = pytest.mark.sweep

if TYPE_CHECKING:
    from servers.postgres import Database

AS_OF = ("--as-of", "2015-11-25")
CHILD = """
id = "甲县-2015"
extends = "dantu-2015"
title = "甲县专项督查方案"
short_title = "甲县方案"
edition = "甲县 2015年版"
source = "甲县"

[[articles]]
id = "own"
number = "第一条"
summary = "另报一份台账"

[[tags]]
id = "county"
name = "甲县自己的类别"
article = "own"
kind = "category"

[[deliverables]]
key = "county-ledger"
name = "甲县台账"
groups = ["departments"]
recipient = "甲县督查室"
article = "own"
written = true
due = { text = "11月22日前", month = 11, day = 22 }
"""


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three campaigns: 甲县 by its own edition, 乙县 and 丙县 by the shipped one; some returns in each."""
    folder = tmp_path_factory.mktemp("省")
    files = sorted(path for path in (RETURNS / "1118").iterdir())
    for number, name in enumerate(("乙县", "丙县")):
        campaign(folder / name)
        _run("collect", "-C", folder / name, *files[4 * number : 4 * number + 6], "--received-at", "2015-11-18T10:00")
    own = folder / "甲县"
    book = own / "templates" / "rulebooks" / "甲县-2015" / "rulebook.toml"
    book.parent.mkdir(parents=True)
    book.write_text(CHILD, encoding="utf-8")
    init_campaign(own, Wish(rulebooks=("甲县-2015",), name="2015年“依法履职、有责有为”专项督查行动（示例）"), Moment(now=NOW))
    _run("collect", "-C", own, *files[:6], "--received-at", "2015-11-21T10:00")
    return folder


def _run(*arguments: object) -> Ran:
    command = [sys.executable, "-m", "ducha", *map(str, arguments)]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, encoding="utf-8", timeout=HANGS, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done


def _rolled(*arguments: object) -> dict[str, Any]:
    return dict(json.loads(_run("rollup", *arguments, *AS_OF, "--json").stdout))


def test_what_each_campaign_says_of_itself_adds_up(counties: Path, tmp_path: Path) -> None:
    rolled = _rolled(tmp_path / "汇总", counties)
    assert [Path(one["source"]).name for one in rolled["campaigns"]] == ["丙县", "乙县", "甲县"]
    for one in rolled["campaigns"]:
        own = json.loads(_run("status", "-C", one["source"], *AS_OF, "--json").stdout)["units"]
        cells = {unit["unit"]: [cell["state"] for cell in unit["deliverables"].values()] for unit in own}
        assert {unit["unit"]: [cell["state"] for cell in unit["deliverables"].values()] for unit in one["units"]} == cells
        states = [state for row in cells.values() for state in row]
        assert one["due"] == sum(state != "not-applicable" for state in states)
        assert one["received"] == sum(state in ("received", "sent-back", "held") for state in states)
        matters = json.loads(_run("ledger", "-C", one["source"], *AS_OF, "--json").stdout)["matters"]
        assert one["problems"] == sum(matter["kind"] == "problem" for matter in matters)
    for key in ("due", "received", "on_time", "late", "missing", "sent_back", "held"):
        assert rolled["counts"][key] == sum(one[key] for one in rolled["campaigns"]) == sum(one[key] for one in rolled["deliverables"])


def test_what_extends_keeps_is_one_thing_and_what_is_new_stands_alone(counties: Path, tmp_path: Path) -> None:
    rolled = _rolled(tmp_path / "汇总", counties)
    by_key = {one["key"]: [Path(own["campaign"]).name for own in one["campaigns"]] for one in rolled["deliverables"]}
    assert by_key["dantu-2015.approval"] == ["丙县", "乙县", "甲县"]
    assert by_key["甲县-2015.county-ledger"] == ["甲县"]
    categories = {one["key"]: one for one in rolled["categories"]}
    assert list(categories["甲县-2015.county"]["campaigns"]) == [
        one["source"] for one in rolled["campaigns"] if one["name"] and "甲县" in one["source"]
    ]
    shared = next(one for key, one in categories.items() if key.startswith("dantu-2015."))
    assert len(shared["campaigns"]) == 3


def test_other_editions_of_a_rulebook_are_said(counties: Path, tmp_path: Path) -> None:
    done = _run("rollup", tmp_path / "汇总", counties, *AS_OF)
    assert "制度版本不同" in done.stdout
    editions = _rolled(tmp_path / "汇总", counties)["editions"]
    assert {(one["rulebook"], one["id"], len(one["campaigns"])) for one in editions} == {
        ("dantu-2015", "dantu-2015", 2),
        ("dantu-2015", "甲县-2015", 1),
    }
    alone = _run("rollup", tmp_path / "两县", counties / "乙县", counties / "丙县", *AS_OF)
    assert "制度版本不同" not in alone.stdout


def test_folders_exports_and_zips_of_them_come_to_the_same(counties: Path, tmp_path: Path) -> None:
    exported = tmp_path / "导出" / "乙县"
    _run("journal", "export", exported, "-C", counties / "乙县")
    for name, folder in (("行动.zip", counties / "乙县"), ("导出.zip", exported)):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as package:
            for path in sorted(folder.rglob("*")):
                if "archive" not in path.parts and path.is_file():
                    package.write(path, f"乙县/{path.relative_to(folder)}")
    answers = []
    for source in (counties / "乙县", exported, tmp_path / "行动.zip", tmp_path / "导出.zip"):
        (one,) = _rolled(tmp_path / "汇总", source)["campaigns"]
        answers.append({key: value for key, value in one.items() if key != "source"})
    assert answers[1:] == answers[:1] * 3
    assert str(one["source"]).endswith("导出.zip!乙县")


def test_a_campaign_on_a_server_is_added_up_like_any_other(counties: Path, tmp_path: Path, database: Database) -> None:
    moved = tmp_path / "乙县"
    shutil.copytree(counties / "乙县", moved)
    (before,) = _rolled(tmp_path / "一", moved)["campaigns"]
    _run("journal", "move", "-C", moved, "--to", database.owner)
    (after,) = _rolled(tmp_path / "二", moved)["campaigns"]
    assert after == before


def test_broken_ones_are_named_and_the_others_are_added_up(counties: Path, tmp_path: Path) -> None:
    province = tmp_path / "省"
    shutil.copytree(counties, province)
    journal = province / "乙县" / ".duchá" / "journal.sqlite3"
    with sqlite3.connect(journal) as connection:
        connection.execute("DROP TRIGGER fact_kept")
        connection.execute("UPDATE fact SET payload = replace(payload, 'accepted', 'held') WHERE kind = 'submission'")
        (guard,) = (
            sqlite3.connect(counties / "甲县" / ".duchá" / "journal.sqlite3")
            .execute("SELECT sql FROM sqlite_master WHERE name = 'fact_kept'")
            .fetchone()
        )
        connection.execute(guard)
    connection.close()
    (province / "空的.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (province / "坏的.zip").write_bytes(b"PK\x03\x04 nonsense")
    (province / "丁县" / "导出").mkdir(parents=True)
    (province / "丁县" / "导出" / "journal.jsonl").write_text('{"format": "duchá-journal", "version": 1}\n', encoding="utf-8")
    (tmp_path / "无关").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "ducha", "rollup", str(tmp_path / "汇总"), str(province), str(tmp_path / "无关"), *AS_OF, "--json"],
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANGS,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    rolled = json.loads(done.stdout)
    assert {(Path(one["source"]).name, one["code"]) for one in rolled["broken"]} == {
        ("乙县", "J101"),
        ("空的.zip", "J027"),
        ("坏的.zip", "J003"),
        ("导出", "J014"),
        ("无关", "J027"),
    }
    assert [Path(one["source"]).name for one in rolled["campaigns"]] == ["丙县", "甲县"]
    book = load_workbook(next(path for path in map(Path, rolled["files"]) if path.suffix == ".xlsx"))
    assert "没有计入" in book.sheetnames
    said = _run("rollup", tmp_path / "汇总", province, *AS_OF).stdout
    assert said.count("× 没有计入") == 4


def test_a_path_that_is_not_there_stops_it(tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    done = ducha("rollup", str(tmp_path / "汇总"), str(tmp_path / "没有"))
    assert (done.returncode, "C013" in done.stderr, (tmp_path / "汇总").exists()) == (2, True, False)


def test_nothing_is_written_into_what_is_added_up(counties: Path, tmp_path: Path) -> None:
    old = tmp_path / "老行动" / ".duchá"
    old.mkdir(parents=True)
    shutil.copyfile(counties / "乙县" / "campaign.toml", old.parent / "campaign.toml")
    shutil.copyfile(counties / "乙县" / ".duchá" / "journal.sqlite3", old / "journal.sqlite3")
    with sqlite3.connect(old / "journal.sqlite3") as connection:  # as the second version left it
        for statement in ("DROP TRIGGER fact_is_step", "DROP TABLE step", "UPDATE schema_version SET version = 2"):
            connection.execute(statement)
        columns = "matter TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (matter, seq)"
        connection.execute(f"CREATE TABLE step ({columns}) WITHOUT ROWID")
        connection.execute("CREATE TRIGGER fact_is_step AFTER INSERT ON fact WHEN 0 BEGIN SELECT 1; END")
    connection.close()

    def contents(folder: Path) -> dict[str, str]:
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}

    before = contents(counties), contents(old.parent)
    rolled = _rolled(tmp_path / "汇总", counties, old.parent)
    assert (len(rolled["campaigns"]), rolled["broken"]) == (4, [])
    assert (contents(counties), contents(old.parent)) == before


FORMATS = ("xlsx", "docx", "html", "json")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_one_process_or_several_make_the_same_bytes(counties: Path, tmp_path: Path) -> None:
    many = [tmp_path / "省" / f"{name}{number}" for number in range(2) for name in ("甲县", "乙县", "丙县")]
    for path in many:
        shutil.copytree(counties / path.name[:2], path)
    _run("rollup", tmp_path / "一", tmp_path / "省", "--processes", "1", *AS_OF)
    _run("rollup", tmp_path / "二", tmp_path / "省", "--processes", "2", *AS_OF)
    assert sorted(_bytes(tmp_path / "一")) == sorted(FORMATS)
    assert _bytes(tmp_path / "一") == _bytes(tmp_path / "二")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Dask scheduler with two workers: the one that the environment names, else one of this session's own."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed (pip install .[cluster])")
    if given := os.environ.get("DUCHA_TEST_SCHEDULER"):
        yield given
        return
    from distributed import Client

    address, folder = f"tcp://127.0.0.1:{free_port()}", tmp_path_factory.mktemp("dask")
    host = ("--host", "127.0.0.1", "--no-dashboard")
    commands = [["distributed.cli.dask_scheduler", *host, "--port", address.rpartition(":")[2], "--no-show"]]
    commands += [
        ["distributed.cli.dask_worker", address, *host, "--nthreads", "1", "--local-directory", str(folder / str(number))]
        for number in (1, 2)
    ]
    log = (folder / "log").open("wb")
    processes = [
        subprocess.Popen([sys.executable, "-m", *command], stdout=log, stderr=log, env=clean_environment()) for command in commands
    ]
    try:
        with Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(60)
        log.close()


def test_a_cluster_makes_the_same_bytes(counties: Path, tmp_path: Path, scheduler: str) -> None:
    _run("rollup", tmp_path / "本机", counties, *AS_OF)
    done = _run("rollup", tmp_path / "集群", counties, "--scheduler", scheduler, *AS_OF)
    assert "3个行动" in done.stdout
    assert _bytes(tmp_path / "本机") == _bytes(tmp_path / "集群")


@pytest.mark.sweep
def test_a_cluster_that_is_away_is_said_in_one_line(counties: Path, tmp_path: Path, ducha: Callable[..., Ran]) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed (pip install .[cluster])")
    done = ducha("rollup", str(tmp_path / "汇总"), str(counties), "--scheduler", f"tcp://127.0.0.1:{free_port()}")
    assert (done.returncode, "J030" in done.stderr, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, True, 1, False), done.stderr


@pytest.mark.sweep
def test_scores_are_ranked_over_all_campaigns_with_the_campaign_of_each(tmp_path: Path) -> None:
    for name in ("东市", "西市"):
        _run("demo", tmp_path / "市" / name, "-q")
    rolled = json.loads(_run("rollup", tmp_path / "汇总", tmp_path / "市", "--as-of", "2015-12-10", "--period", "2015Q4", "--json").stdout)
    own = json.loads(_run("score", "2015Q4", "-C", tmp_path / "市" / "东市", "--as-of", "2015-12-10", "--json").stdout)
    totals = {standing["unit"]: standing["total"] for group in own["groups"] for standing in group["standings"]}
    east = {one["unit"]: one for one in rolled["scores"] if one["campaign"].endswith("东市")}
    assert {unit: one["total"] for unit, one in east.items()} == totals
    ranks = [(one["rank"], float(one["total"])) for one in rolled["scores"]]
    assert ranks == [(1 + sum(other > total for _, other in ranks), total) for _, total in ranks]
    assert len(ranks) == 2 * len(totals) > 0


def test_one_file_is_written_where_one_is_named_and_a_persons_changes_stay(counties: Path, tmp_path: Path) -> None:
    target = tmp_path / "全省.xlsx"
    _run("rollup", target, counties, *AS_OF)
    first = target.read_bytes()
    _run("rollup", target, counties, *AS_OF)
    assert target.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["全省.xlsx"]
    target.write_bytes(b"changed by hand")
    _run("rollup", target, counties, *AS_OF)
    assert (target.read_bytes(), (tmp_path / "全省-新.xlsx").read_bytes()) == (b"changed by hand", first)
