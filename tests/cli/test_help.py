"""Help pages: Chinese, aligned, complete; every command is in the table, has help, and stands where users look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import CHECKOUT, Ran
from duchá.cli.app import COMMANDS, load

PAGE = """\
用法：ducha sample [选项] [做什么]

  示例：按要求做一件事

  第二段说明。

参数：
  做什么  （默认 answer）

选项：
  -C, --campaign 文件夹  督查行动文件夹；不写则从当前目录起逐级向上找
  --as-of 日期           把这一天当作今天，此后发生的一概不计；不写为今天
  --known-at 时间        只看这一刻之前记下的；不写为现在
  --count 个数           做几次（默认 3）
  --kind task|lead       哪一种
  --json                 标准输出只有 JSON，供程序读取
  -q, --quiet            不显示说明，只看退出码：0 无事，1 有事待办，2 没能运行
  --help                 显示这一页
"""


def test_a_help_page_is_whole_and_straight(sample: Callable[..., Ran]) -> None:
    assert sample("sample", "--help").stdout.strip() == PAGE.strip()


def test_the_top_page_lists_commands_and_groups_list_theirs(sample: Callable[..., Ran]) -> None:
    assert "命令：\n  sample        示例：按要求做一件事\n  sample-group  示例组\n" in sample("--help").stdout
    assert "命令：\n  draw   抽取\n  check  核对\n" in sample("sample-group", "--help").stdout


def test_every_command_file_is_in_the_table_and_the_other_way_round() -> None:
    folder = CHECKOUT / "src" / "duchá" / "cli"
    files = {
        file.stem.replace("_", "-") for file in folder.glob("*.py") if re.search(r"^def register\(", file.read_text(encoding="utf-8"), re.M)
    }
    assert files == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_says_in_chinese_what_it_and_each_option_does(name: str) -> None:
    command = load(name)
    assert not COMMANDS[name].isascii()
    for each in [command, *getattr(command, "commands", {}).values()]:
        assert each.help and not each.help.isascii()
        assert not [param.name for param in each.params if not getattr(param, "help", "")], "every option says what it does"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"duchá {name}" in Path(CHECKOUT / "README.md").read_text(encoding="utf-8")
