"""The daily jobs that a double click starts: there for Windows and for Linux desktops, and they run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HANGS
from duchá.campaign.write_campaign import JOBS, write_jobs
from duchá.cli.app import COMMANDS

TITLES = ("收件", "今日待办")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "行 动（2015）"
    made.mkdir()
    write_jobs(made, made)
    return made


@pytest.mark.parametrize(("title", "command"), [(TITLES[0], "collect"), (TITLES[1], "today")])
def test_each_job_is_there_for_windows_and_for_a_linux_desktop(folder: Path, title: str, command: str) -> None:
    assert command in COMMANDS
    batch = (folder / JOBS / f"{title}.bat").read_bytes()
    assert batch.isascii() and batch.count(b"\n") == batch.count(b"\r\n") and f'"%DUCHA%" {command}\r\n'.encode() in batch
    desktop = (folder / JOBS / f"{title}.desktop").read_text(encoding="utf-8")
    assert f"Path={folder}\n" in desktop and desktop.count("Exec=") == 1 and f"run.sh {command}\n" in desktop


@pytest.mark.skipif(sys.platform == "win32", reason="a shell")
@pytest.mark.parametrize("title", TITLES)
def test_a_double_click_runs_the_command_in_the_campaign_and_waits(folder: Path, title: str, tmp_path: Path) -> None:
    tool = tmp_path / "bin" / "ducha"
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\necho "$(pwd) $*"\nexit 1\n')
    tool.chmod(0o755)
    entry = dict(
        line.split("=", 1) for line in (folder / JOBS / f"{title}.desktop").read_text(encoding="utf-8").splitlines() if "=" in line
    )
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        entry["Exec"].split(),
        cwd=entry["Path"],
        input="\n",
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert ran.returncode == 1 and ran.stdout.startswith(f"{folder} {entry['Exec'].split()[-1]}\n") and "按回车键关闭窗口" in ran.stdout
    without = subprocess.run(
        entry["Exec"].split(),
        cwd=entry["Path"],
        input="\n",
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert without.returncode == 2 and "没有找到 ducha" in without.stdout


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_desktop_s_own_check_takes_the_entries(folder: Path) -> None:
    for title in TITLES:
        subprocess.run(["desktop-file-validate", folder / JOBS / f"{title}.desktop"], check=True, timeout=HANGS)


def test_a_folder_that_moved_gets_entries_of_its_new_place_and_keeps_what_a_person_wrote(folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "搬走了"
    folder.rename(moved)
    own = moved / JOBS / "收件.desktop"
    own.write_text(own.read_text(encoding="utf-8").replace("collect", "collect returns/今天"), encoding="utf-8")
    write_jobs(moved, moved)
    assert f"Path={moved}\n" in (moved / JOBS / "今日待办.desktop").read_text(encoding="utf-8")
    assert f"Path={folder}\n" in own.read_text(encoding="utf-8")
