"""A clerk's day of forty-one returns takes five commands or fewer, each said by the one before."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

from conftest import Ran
from steps.office import Office, at

GOOD = [{"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": "已整改，11月16日全部复查完毕"}]


def next_line(said: str) -> list[str]:
    """The command of the last line that is one."""
    lines = [line.strip() for line in said.splitlines() if line.strip().startswith("duchá ")]
    assert lines, said
    return shlex.split(lines[-1])[1:]


def test_a_day_of_forty_one_returns_takes_five_commands_each_said_by_the_one_before(office: Office, ducha: Callable[..., Ran]) -> None:
    units = [unit.name for unit in office.open(at(18)).campaign.roster.units if unit.group.startswith("区级")]
    assert len(units) == 41
    for at_, unit in enumerate(units):  # three leave a form empty without a date: the same question three times
        office.fill(unit, date=None if at_ in (3, 17, 29) else "2015-11-18", supervision_problems=() if at_ in (3, 17, 29) else GOOD)
    given = ["collect", "--received-at", "2015-11-18T10:00", "--as-of", "2015-11-19"]
    commands = [given]
    done = ducha(*given, cwd=office.folder)
    assert "本次看了 41 个文件" in done.stdout
    while commands[-1][0] != "report":
        line = [re.sub("^理由$", "已电话核实，确无审批事项", word) for word in next_line(done.stdout)]
        commands.append(line)
        assert len(commands) <= 5, (commands, done.stdout)
        done = ducha(*line, *(() if line[0] == "resolve" else ("--as-of", "2015-11-19")), cwd=office.folder)
        assert done.returncode in (0, 1), done.stderr
    assert commands[1][0] == "resolve"
    assert (office.folder / "reports").is_dir() and "已写好" in done.stdout
