"""What cannot run says so in one line in Chinese, exits 2, and leaves everything as it was: never a traceback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from steps.office import Office, copy_office, make_office

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("stops") / "行动")


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    return copy_office(master, tmp_path / "行动")


def stopped(done: Any, *words: str) -> None:
    """Exit 2 and one line with these words on stderr, nothing on stdout."""
    assert (done.returncode, done.stdout) == (2, ""), done
    (line,) = done.stderr.splitlines()
    assert "Traceback" not in line
    for word in words:
        assert word in line


def settings(office: Office, before: str, after: str) -> None:
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("year = 2015", "year = ", ("campaign.toml", "第", "行", "C002")),
        ("year = 2015", "yaer = 2015", ("campaign.toml", "yaer")),
        ("year = 2015", 'year = "二〇一五"', ("year", "整数")),
        ("start = 2015-11-03", "start = 2015-12-03", ("2015-12-03", "2015-11-30", "C015")),
        ("[readings]", '[readings]\ndue-before = "before"', ("due-before", "inclusive", "C010")),
        ('rulebooks = ["dantu-2015"]', 'rulebooks = ["dantu-2016"]', ("dantu-2016", "dantu-2015")),
        ("[groups]", "[deliverables.reprot]\ndue = 2015-11-23\n[groups]", ("reprot", "report", "C011")),
        ('timezone = "Asia/Shanghai"', 'timezone = "北京"', ("北京", "Asia/Shanghai", "C023")),
    ],
)
def test_a_broken_campaign_toml(ducha: Run, office: Office, before: str, after: str, words: tuple[str, ...]) -> None:
    settings(office, before, after)
    stopped(ducha("status", "-C", str(office.folder)), *words)


def test_a_roster_that_is_no_workbook(ducha: Run, office: Office) -> None:
    (office.folder / "units.xlsx").write_bytes(b"PK\x03\x04 half a workbook")
    stopped(ducha("status", "-C", str(office.folder)), "units.xlsx", "C003")


def test_a_roster_that_is_gone(ducha: Run, office: Office) -> None:
    (office.folder / "units.xlsx").unlink()
    stopped(ducha("status", "-C", str(office.folder)), "units.xlsx")


def test_an_unknown_rulebook(ducha: Run, tmp_path: Path) -> None:
    stopped(ducha("init-campaign", "行动", "--rulebook", "dantu", cwd=tmp_path), "dantu", "dantu-2015")
    assert not (tmp_path / "行动").exists()


def test_not_inside_a_campaign(ducha: Run, tmp_path: Path) -> None:
    stopped(ducha("status", cwd=tmp_path), "campaign.toml", "init-campaign", "C001")


def test_a_missing_file_is_named_with_its_full_path(ducha: Run, office: Office, tmp_path: Path) -> None:
    before = office.journal()
    missing = tmp_path / "没有" / "附件2.xlsx"
    stopped(ducha("collect", str(missing), "-C", str(office.folder)), str(missing))
    assert office.journal() == before


def test_a_file_where_the_folder_should_be(ducha: Run, tmp_path: Path) -> None:
    (tmp_path / "行动").write_text("x", encoding="utf-8")
    stopped(ducha("init-campaign", "行动", "--rulebook", "dantu-2015", cwd=tmp_path), "行动", "C016")


def test_a_time_before_the_first_record(ducha: Run, office: Office) -> None:
    stopped(ducha("status", "-C", str(office.folder), "--known-at", "2014-01-01"), "--known-at", "C021")


def test_a_new_campaign_where_nothing_can_be_written(ducha: Run, tmp_path: Path) -> None:
    (tmp_path / "满").write_text("", encoding="utf-8")
    stopped(ducha("init-campaign", "满/行动", "--rulebook", "dantu-2015", cwd=tmp_path), "满", "C012")


def test_a_unit_that_is_not_on_the_roster(ducha: Run, office: Office) -> None:
    stopped(ducha("status", "-C", str(office.folder), "--unit", "区审查局"), "区审查局", "区审计局")


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root writes everywhere; setpriv is needed to be somebody else"
)
def test_a_folder_that_cannot_be_written(office: Office, tmp_path: Path) -> None:
    import subprocess
    import sys

    for folder, _, files in os.walk(office.folder):
        Path(folder).chmod(0o555)
        for name in files:
            (Path(folder) / name).chmod(0o444)
    for above in (tmp_path, *tmp_path.parents):
        if str(above).startswith("/tmp/"):
            above.chmod(0o755)
    (office.folder.parent / "returns").mkdir()
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    command = [*nobody, sys.executable, "-m", "ducha", "collect", str(office.folder.parent / "returns"), "-C", str(office.folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd="/")
    if done.returncode not in (0, 1, 2) or "No module" in done.stderr or "Permission denied" in done.stderr:
        pytest.skip("the interpreter itself cannot be read by another user here")
    stopped(done, "权限")
