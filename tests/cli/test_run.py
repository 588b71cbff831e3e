"""Exit codes, and the one line that says why a command could not run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran
from duchá import __version__


def test_version(ducha: Callable[..., Ran]) -> None:
    ran = ducha("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"duchá {__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_without_arguments_the_help_page_is_shown(ducha: Callable[..., Ran], arguments: tuple[str, ...]) -> None:
    ran = ducha(*arguments)
    assert ran.returncode == 0 and ran.stdout.startswith("用法：ducha [选项] 命令\n") and ran.stderr == ""


@pytest.mark.parametrize(("what", "code"), [("answer", 0), ("attention", 1)])
def test_the_exit_code_says_whether_something_needs_attention(sample: Callable[..., Ran], what: str, code: int) -> None:
    assert sample("sample", what).returncode == code
    assert sample("sample", what, "--json").returncode == code
    assert sample("sample", what, "-q").returncode == code


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("smaple",), "× 没有命令“smaple”，可用：sample。用 ducha --help 看用法。"),
        (("\x1b[31m",), r"× 没有命令“\x1b[31m”，可用：sample、sample-group。用 ducha --help 看用法。"),
        (("sample", "--cuont", "3"), "× 没有选项 --cuont，是否要写 --count、--json。用 ducha sample --help 看用法。"),
        (("sample", "--count"), "× 选项 --count 后面要写值。用 ducha sample --help 看用法。"),
        (("sample", "--count", "三"), "× 选项 --count 不对：应为整数。用 ducha sample --help 看用法。"),
        (("sample", "--kind", "大"), "× 选项 --kind 不对：可写 task、lead。用 ducha sample --help 看用法。"),
        (("sample", "--json=1"), "× 选项 --json 后面不带值。用 ducha sample --help 看用法。"),
        (("sample", "answer", "多", "余"), "× 多写了内容：多 余。用 ducha sample --help 看用法。"),
        (("sample", "--as-of", "昨天"), "× 选项 --as-of 不对：请写成 2015-11-20 的样子。用 ducha sample --help 看用法。"),
        (("sample", "--as-of", "2015-02-30"), "× 选项 --as-of 不对：没有这一天，请核对年月日。用 ducha sample --help 看用法。"),
        (("sample", "--known-at", "25:00"), "× 选项 --known-at 不对：请写成 2015-11-20 的样子。用 ducha sample --help 看用法。"),
        (("sample-group",), "× 没有写要做什么。用 ducha sample-group --help 看用法。"),
        (("sample-group", "dorw"), "× 没有命令“dorw”，可用：draw。用 ducha sample-group --help 看用法。"),
        (("sample-group", "draw"), "× 没有写“unit”。用 ducha sample-group draw --help 看用法。"),
        (("sample", "-C", "没有"), "× 找不到“没有”。请核对路径后再运行。（C013）"),
        (("sample", "stop"), r"× 读写“x\x1b”失败（试）。请检查磁盘和网络后再运行一次。（U019）"),
        (("sample", "full"), "× 写“reports/汇总.xlsx”时磁盘已满。请腾出空间后再运行一次同样的命令。（U013）"),
    ],
)
def test_what_could_not_run_exits_2_with_one_chinese_line(sample: Callable[..., Ran], arguments: tuple[str, ...], line: str) -> None:
    ran = sample(*arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"{line}\n")


def test_an_error_of_ours_exits_2_not_1_and_can_be_passed_on(sample: Callable[..., Ran]) -> None:
    ran = sample("sample", "bug")
    assert ran.returncode == 2 and ran.stdout == ""
    assert re.fullmatch(r"× 程序自身出错，本次没有完成：KeyError: 'no such key'（sample\.py:\d+）。.+DUCHA_DEBUG=1.+\n", ran.stderr)


def test_the_traceback_is_there_for_those_who_ask(sample: Callable[..., Ran]) -> None:
    assert "Traceback" in sample("sample", "bug", env={"DUCHA_DEBUG": "1"}).stderr


def test_a_command_without_exit_code_is_noticed(sample: Callable[..., Ran]) -> None:
    ran = sample("sample", "none")
    assert ran.returncode == 2 and "a command gave None instead of its exit code" in ran.stderr


def test_json_stands_alone_on_stdout_and_the_times_reach_the_command(sample: Callable[..., Ran], tmp_path: Path) -> None:
    ran = sample("sample", "--json", "--as-of", "2015年11月20日", "--known-at", "2015-11-21")
    assert json.loads(ran.stdout) == {
        "as_of": "2015-11-20",
        "known_at": "2015-11-21T23:59:59.999999+08:00",
        "start": tmp_path.as_posix(),
    }
    assert ran.stderr == ""


def test_quiet_says_nothing(sample: Callable[..., Ran]) -> None:
    ran = sample("sample", "attention", "-q")
    assert (ran.stdout, ran.stderr) == ("", "")
