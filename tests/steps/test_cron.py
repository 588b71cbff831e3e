"""The shipped examples for cron, systemd and Windows: each line is run as it stands, with nothing in the environment."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from steps.office import Office, at

CRON = Path(__file__).resolve().parents[2] / "examples" / "cron"
FOLDER, PROGRAM = "/srv/ducha/2015", "/opt/ducha/bin/ducha"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The command as it is installed, reachable only by its path."""
    path = tmp_path / "bin" / "ducha"
    path.parent.mkdir()
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(os.environ.get("PYTHONPATH", ""))} exec {shlex.quote(sys.executable)} -m ducha "$@"\n'
    )
    path.chmod(0o755)
    return path


def crontab(name: str = "crontab") -> tuple[dict[str, str], list[str], str]:
    """What cron reads: the variables, the five times and the command."""
    lines = [line for line in (CRON / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines[:-1])
    *times, command = lines[-1].split(None, 5)
    return variables, times, command


def as_cron(command: str, office: Office, program: Path, day: str) -> subprocess.CompletedProcess[str]:
    """The line run by sh with what cron gives it and no more; ``day`` stands for the day on which it runs."""
    variables, _, _ = crontab()
    line = command.replace(FOLDER, str(office.folder)).replace(PROGRAM, shlex.quote(str(program))) + f" --as-of {day}"
    given = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "SHELL": "/bin/sh", "LANG": variables["LANG"]}
    return subprocess.run(["/bin/sh", "-c", line], cwd="/", env=given, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(os.name == "nt", reason="cron")
def test_the_line_is_silent_until_something_is_late_and_survives_missed_days(office: Office, program: Path) -> None:
    _, times, command = crontab()
    assert re.fullmatch(r"[\d*/,-]+( [\d*/,-]+){4}", " ".join(times))
    assert "%" not in command  # cron would take it for the end of the line
    quiet = as_cron(command, office, program, "2015-11-20")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert not any((office.folder / "reports").glob("overdue-*"))
    late = as_cron(command, office, program, "2015-11-21")
    assert late.returncode == 1
    assert "逾期1天" in late.stdout
    assert list((office.folder / "reports" / "催办函-2015-11-21").glob("*.docx"))
    made = len(office.open(at(30)).facts(FactKind.REMINDER))
    as_cron(command, office, program, "2015-11-21")
    assert len(office.open(at(30)).facts(FactKind.REMINDER)) == made
    week_later = as_cron(command, office, program, "2015-11-28")  # nothing ran in between
    assert week_later.returncode == 1
    again = office.open(at(30)).facts(FactKind.REMINDER)[made:]
    assert len({fact.payload["item"] for fact in again}) == len(again)  # one each, the rung that is due now
    assert load_workbook(office.folder / "reports" / "overdue-2015-11-28.xlsx").sheetnames[0] == "逾期"


@pytest.mark.skipif(os.name == "nt", reason="cron")
def test_a_folder_that_is_no_campaign_is_one_line_on_stderr(tmp_path: Path, program: Path) -> None:
    _, _, command = crontab()
    found = as_cron(command, Office(tmp_path), program, "2015-11-21")
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (2, "", 1)


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way to keep capitals
    parser.read(CRON / name, encoding="utf-8")
    return parser


@pytest.mark.sweep
@pytest.mark.skipif(os.name == "nt", reason="systemd")
def test_the_service_runs_what_it_says(office: Office, program: Path) -> None:
    service = unit("ducha-overdue.service")["Service"]
    assert service["WorkingDirectory"] == FOLDER
    late = as_cron(f'cd "{FOLDER}" && {service["ExecStart"]}', office, program, "2015-11-21")
    assert late.returncode == int(service["SuccessExitStatus"])
    assert unit("ducha-overdue.timer")["Timer"]["Persistent"] == "true"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_accepts_the_units(tmp_path: Path, program: Path) -> None:
    for name in ("ducha-overdue.service", "ducha-overdue.timer"):
        (tmp_path / name).write_text((CRON / name).read_text(encoding="utf-8").replace(PROGRAM, str(program)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "ducha-overdue.timer")], capture_output=True, encoding="utf-8", check=False
    )
    assert "ducha-overdue" not in done.stderr, done.stderr


@pytest.mark.sweep
@pytest.mark.skipif(os.name == "nt", reason="run by sh")
def test_the_windows_task_runs_the_same_command_and_catches_up(office: Office, program: Path) -> None:
    task = ElementTree.parse(CRON / "ducha-overdue.xml").getroot()
    arguments = task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments", "")
    late = as_cron(f'cd "{FOLDER}" && {PROGRAM} {arguments}', office, program, "2015-11-21")
    assert (late.returncode, late.stdout) == (1, "")
    assert (office.folder / "reports" / "overdue-2015-11-21.xlsx").exists()
    assert task.findtext(f"{TASK}Settings/{TASK}StartWhenAvailable") == "true"
    script = (CRON / "register-task.ps1").read_bytes()
    assert script.isascii()
    assert f'"{arguments}"'.encode() in script


def test_the_readme_lists_every_file() -> None:
    text = (CRON / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in CRON.iterdir() if path.name != "README.md")


@pytest.mark.skipif(os.name == "nt", reason="cron")
def test_the_morning_line_takes_in_what_lies_there_and_says_what_waits(office: Office, program: Path) -> None:
    office.fill("区财政局")
    _, times, command = crontab("crontab-today")
    assert re.fullmatch(r"[\d*/,-]+( [\d*/,-]+){4}", " ".join(times)) and "%" not in command
    said = as_cron(command, office, program, "2015-11-23")
    assert (said.returncode, said.stderr) == (1, "")
    assert "新收 1 份" in said.stdout and "duchá overdue --as-of 2015-11-23 --letters" in said.stdout
