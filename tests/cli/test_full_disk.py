"""A disk that takes no more while something is written (A54): one line with the path in it, no half file, nothing beside the line."""

from __future__ import annotations

import errno
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conftest import clean_environment
from duchá.terms.write_beside import beside, naming, write_file
from steps.office import Office, copy_office, make_office

resource = pytest.importorskip("resource")
SMALL = 3000  # bytes that any file may have: the journal is only read


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("full") / "行动")


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    return copy_office(master, tmp_path / "行动")


def full(office: Office, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command where no file grows any further."""
    return subprocess.run(
        [sys.executable, "-m", "ducha", *arguments],
        cwd=office.folder,
        env={**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (["report", "summary"], tempfile.gettempdir()),  # what a workbook is made of stands there first
        (["report", "summary", "--format", "docx"], "reports/自查自纠汇总-"),
        (["report", "summary", "--format", "html"], "reports/自查自纠汇总-"),
        (["report", "summary", "--format", "md"], "reports/自查自纠汇总-"),
        (["ledger", "--xlsx", "台账.xlsx"], tempfile.gettempdir()),
        (["blanks", "--kit"], tempfile.gettempdir()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_one_line_says_which_file(command: list[str], path: str, office: Office) -> None:
    before = {file for file in office.folder.rglob("*") if file.is_file()}
    ran = full(office, *command)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert path in line and "…" not in line and "请" in line and "Traceback" not in line
    assert {file for file in office.folder.rglob("*") if file.is_file()} == before  # no half file, and none of before is gone


def test_a_new_campaign_says_which_folder(tmp_path: Path, office: Office) -> None:
    ran = full(office, "init-campaign", "乙", "--rulebook", "dantu-2015")
    (line,) = ran.stderr.splitlines()
    assert ran.returncode == 2 and "乙" in line and "Traceback" not in line


def test_the_error_of_a_full_disk_is_given_the_path(tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(OSError) as raised, beside(path) as half:
        half.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert raised.value.filename == str(path) and path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]
    with pytest.raises(OSError) as raised, naming(path, half):
        raise OSError(errno.ENOSPC, "No space left on device", "来源", None, str(half))
    assert raised.value.filename == str(path)
    write_file(path, b"x")
    assert path.read_bytes() == b"x" and list(tmp_path.iterdir()) == [path]
