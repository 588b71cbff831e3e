"""Who asks for JSON gets JSON, also where the command could not run: the reason, on stdout, beside the line on stderr (A59)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import clean_environment
from steps.office import Office, make_office
from sweep.campaigns import Ran, command


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("json") / "行动")


def error(ran: Ran) -> dict[str, str | None]:
    """What stdout tells, which is nothing else; the line on stderr says the same."""
    found = json.loads(ran.out)
    assert (ran.code, list(found), ran.err.count("\n")) == (2, ["error"], 1), ran
    assert str(found["error"]["message"]) in ran.err
    return dict(found["error"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("status", "--json", "-C", "没有"), "C013"),
        (("score", "--json", "2018Q9"), "K001"),
        (("report", "unit", "--json"), "K021"),
        (("blanks", "--form", "附件9", "--json"), "S601"),
        (("status", "--json", "--as-of", "昨天"), None),
        (("statsu", "--json"), None),
        (("status", "--json", "--as-of", "9999-12-31"), None),
        (("init-campaign", "x", "--rulebook", "nowhere", "--json"), "G001"),
    ],
)
def test_the_reason_comes_as_json(office: Office, line: tuple[str, ...], code: str | None) -> None:
    found = error(command(*line, cwd=office.folder))
    assert found["code"] == code


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit is the shell's")
def test_a_disk_that_cannot_be_written_is_told_as_json(office: Office) -> None:
    environment = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1"}
    line = f"ulimit -f 0; exec '{sys.executable}' -m ducha overdue --json --as-of 2015-12-01 -C '{office.folder}'"
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120)
    found = json.loads(done.stdout)["error"]
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done
    assert found["code"] == "J009" and found["message"] in done.stderr


def test_what_follows_two_dashes_is_no_option(office: Office, tmp_path: Path) -> None:
    ran = command("check", "--", "--json", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
