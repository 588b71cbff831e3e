"""What happens to a command from outside: closed pipes, Ctrl-C, SIGTERM, narrow and foreign screens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import HANGS, Ran, clean_environment
from duchá.cli import show

SAMPLE = str(Path(__file__).with_name("sample.py"))


def test_a_closed_pipe_is_silent_and_keeps_the_exit_code(tmp_path: Path) -> None:
    command = f"'{sys.executable}' '{SAMPLE}' sample many --count 20000 | head -n 1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=clean_environment(), capture_output=True, encoding="utf-8", check=False)
    assert (ran.stdout, ran.stderr) == ("第 0 行\n1\n", "")


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_exits_130_with_one_line(tmp_path: Path, asked: signal.Signals) -> None:
    command = [sys.executable, SAMPLE, "sample", "wait"]
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background would hand down “ignored”
    with subprocess.Popen(command, cwd=tmp_path, env=clean_environment(), stdout=-1, stderr=-1, encoding="utf-8") as process:
        assert process.stdout is not None and process.stdout.readline() == "开始\n"
        signal.signal(signal.SIGINT, before)
        process.send_signal(asked)
        _, said = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert said == "已中断：做完的部分已保存，再运行一次同样的命令即可接着做。\n"


def test_no_colour_and_no_progress_where_nobody_watches(sample: Callable[..., Ran]) -> None:
    ran = sample("sample", "answer")
    assert "\x1b" not in ran.stdout and "[red]已收[/red] \\x1b[31m" in ran.stdout
    assert sample("sample", "tick").stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_any_screen_gets_an_answer(sample: Callable[..., Ran], encoding: str) -> None:
    ran = sample("sample", "answer", env={"PYTHONIOENCODING": encoding})
    assert ran.returncode == 0 and ran.stderr == ""


def test_json_is_whole_on_a_screen_that_is_not_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "行动"
    folder.mkdir()
    environment = {**clean_environment(), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, SAMPLE, "sample", "--json", "-C", str(folder)]
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="ascii", check=True)
    assert json.loads(ran.stdout)["start"].endswith("/行动")


def test_it_runs_without_home_and_on_a_screen_of_one_column(sample: Callable[..., Ran]) -> None:
    ran = sample("sample", "answer", env={"HOME": "", "COLUMNS": "1", "TERM": "dumb"})
    assert ran.returncode == 0 and "区发改经信委" in ran.stdout
    assert sample("--help", env={"COLUMNS": "1"}).returncode == 0


def test_progress_is_shown_to_one_who_watches() -> None:
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, SAMPLE, "sample", "tick"], env=clean_environment() | {"COLUMNS": "40"}, stdout=slave, stderr=slave
    ) as process:
        process.wait(timeout=HANGS)
    os.close(slave)
    line, _, after = os.read(master, 1000).decode("utf-8").partition("25-区安监局.xlsx")
    os.close(master)
    assert line == "\r读取 0/3　" and after == "\r\r" + " " * 26 + "\b" * 26 + "读完了\r\n"  # the answer takes its place


def test_progress_says_how_long_it_still_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only once it can be known; a name that has no room is left out whole; nothing at all where the answer goes to a file."""
    said: list[str] = []
    clock = iter(range(100))
    monkeypatch.setattr(show, "overwrite", lambda text, columns: said.append(text))
    monkeypatch.setattr(show, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(show, "is_terminal", lambda stream: True)
    monkeypatch.setattr(show, "screen_columns", lambda: 60)
    tick = show.ticker("收件")
    for done in range(5):
        tick(done, 41, "25-区安监局.xlsx" if done < 4 else "长" * 40)
    tick(41, 41)
    first, *_, fourth, fifth, last = said
    assert first == "收件 0/41　25-区安监局.xlsx" and fourth == "收件 3/41　25-区安监局.xlsx　约还需 40 秒"
    assert fifth == "收件 4/41　约还需 40 秒" and last == ""
    monkeypatch.setattr(show, "is_terminal", lambda stream: stream is sys.stderr)
    tick(1, 41)
    assert said[-1] == ""
