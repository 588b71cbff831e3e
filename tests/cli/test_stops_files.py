"""Broken files of a campaign folder: one line that names the file, the place in it and what to do; exit 2, nothing changed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.test_stops import stopped
from conftest import HANGS, clean_environment
from duchá.campaign import faults as kinds
from duchá.terms.read_packaged import packaged
from steps.office import ROW, Office, copy_office, make_office

pytestmark = pytest.mark.sweep

Run = Callable[..., Any]
OWN = "templates/rulebooks/dantu-2015/rulebook.toml"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("broken") / "行动")


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    return copy_office(master, tmp_path / "行动")


def own_rulebook(office: Office, before: str, after: str, encoding: str = "utf-8") -> None:
    text = packaged("rulebooks/dantu-2015/rulebook.toml").read_text(encoding="utf-8")
    assert before in text
    path = office.folder / OWN
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(before, after, 1), encoding=encoding)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("\ntitle = ", "\ntitel = ", ("titel", "title", "拼写")),
        ('\nnumber = "附件2"', "\nnumber = 附件2", ("行第", "引号")),
        ('groups = ["departments"]', 'groups = ["department"]', ("deliverables", "department", "departments, towns")),
        ('nil = "zero-report"', 'nil = "zero"', ("forms.approval.nil", "zero-report")),
    ],
)
def test_a_typo_in_a_rulebook_of_the_campaigns_own(ducha: Run, office: Office, before: str, after: str, words: tuple[str, ...]) -> None:
    own_rulebook(office, before, after)
    stopped(ducha("status", "-C", str(office.folder)), OWN, *words)


def test_a_rulebook_saved_as_gbk_and_one_with_a_byte_order_mark(ducha: Run, office: Office) -> None:
    own_rulebook(office, "\ntitle = ", "\ntitle = ", "gb18030")
    stopped(ducha("status", "-C", str(office.folder)), OWN, "UTF-8", "记事本")
    (office.folder / OWN).write_bytes(b"\xef\xbb\xbf" + packaged("rulebooks/dantu-2015/rulebook.toml").read_bytes())
    assert ducha("status", "-C", str(office.folder)).returncode == 1


def test_settings_saved_as_gbk(ducha: Run, office: Office) -> None:
    path = office.folder / "campaign.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    stopped(ducha("status", "-C", str(office.folder)), "campaign.toml", "UTF-8", "记事本", "C002")


@pytest.mark.parametrize(("data", "words"), [(b"hallo", ("C029", "init-campaign")), (b"PK\x03\x04half", ("C003",))])
def test_a_calendar_that_is_none(ducha: Run, office: Office, data: bytes, words: tuple[str, ...]) -> None:
    (office.folder / "calendar.xlsx").write_bytes(data)
    stopped(ducha("status", "-C", str(office.folder)), "calendar.xlsx", *words)


@pytest.mark.parametrize("name", ["calendar.xlsx", "units.xlsx"])
def test_a_file_that_is_gone_is_made_again_as_the_line_says(ducha: Run, office: Office, name: str) -> None:
    (office.folder / name).unlink()
    stopped(ducha("status", "-C", str(office.folder)), name, kinds.FILE_GONE.code, "init-campaign .")
    ducha("init-campaign", ".", "--rulebook", "dantu-2015", cwd=office.folder)
    assert ducha("status", "-C", str(office.folder)).returncode == 1


@pytest.mark.parametrize("damage", [b"", b"hallo", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_damaged_journal_is_not_touched(ducha: Run, office: Office, damage: bytes) -> None:
    journal = office.folder / ".duchá" / "journal.sqlite3"
    journal.write_bytes(damage)
    for command in (("status",), ("collect",), ("journal", "verify")):
        stopped(ducha(*command, "-C", str(office.folder)), "journal.sqlite3", "J003")
    assert journal.read_bytes() == damage


def test_a_second_collect_waits_its_turn_or_says_who_is_at_work(ducha: Run, office: Office) -> None:
    for unit in ("区财政局", "区审计局", "区统计局", "区安监局"):
        office.fill(unit, supervision_problems=[ROW])
    command = [sys.executable, "-m", "ducha", "collect", "-C", str(office.folder), "-q", "--received-at", "2015-11-18T10:00"]
    both = [subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    said = [process.communicate(timeout=HANGS)[1] for process in both]
    assert {process.returncode for process in both} <= {1, 2}
    for process, stderr in zip(both, said, strict=True):
        assert process.returncode == 1 or (len(stderr.splitlines()) == 1 and "J0" in stderr), stderr
    office.collect()
    assert ducha("journal", "verify", "-C", str(office.folder)).returncode == 0
    lines = ducha("status", "-C", str(office.folder), "--as-of", "2015-11-18").stdout.splitlines()
    assert sum("√ 已收" in line for line in lines) == 4 and "第2版" not in "".join(lines)


def test_interrupted_while_collecting_exits_130_and_ends_the_same_when_run_again(ducha: Run, office: Office) -> None:
    for unit in ("区财政局", "区审计局", "区统计局", "区安监局", "区教育局", "区司法局"):
        office.fill(unit, supervision_problems=[ROW])
    command = [sys.executable, "-m", "ducha", "collect", "-C", str(office.folder), "-q", "--received-at", "2015-11-18T10:00"]
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background would hand down “ignored”
    process = subprocess.Popen(command, env=clean_environment(), stderr=subprocess.PIPE, encoding="utf-8")
    signal.signal(signal.SIGINT, before)
    archive = office.folder / ".duchá" / "archive"
    begun = len(list(archive.rglob("*")))
    while process.poll() is None and len(list(archive.rglob("*"))) == begun:  # it is under way once an original is taken in
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=HANGS)
    assert process.returncode in (1, 130, -signal.SIGINT)  # done already on a fast machine; a shell makes 130 of the last
    assert process.returncode == 1 or len(said.splitlines()) == 1, said
    assert subprocess.run(command, env=clean_environment(), check=False).returncode == 1
    lines = ducha("status", "-C", str(office.folder), "--as-of", "2015-11-18").stdout.splitlines()
    assert sum("√ 已收" in line for line in lines) == 6
    assert ducha("journal", "verify", "-C", str(office.folder)).returncode == 0
