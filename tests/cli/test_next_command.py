"""The commands that a screen offers can be copied and run as they stand, wherever the campaign lies."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duchá.cli.app import COMMANDS, load
from duchá.cli.next_command import IN_CAMPAIGN, ON_A_DAY, YearlessDay, quoted, remember_given, runnable
from steps.office import Office, make_office
from steps.test_clerks_day import GOOD
from sweep.campaigns import command as ducha

DAY = "2015-11-24"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_office(tmp_path_factory.mktemp("next") / "行动 2015（区's）")
    office.fill("区安监局", name="区统计局.xlsx", supervision_problems=GOOD)
    office.fill("区财政局", supervision_problems=[{"item": "检查", "problem": "未复查", "rectification": ""}])
    return office


def commands() -> Iterator[tuple[str, set[str]]]:
    """Every command by its whole name, with the names of its parameters."""
    for name in COMMANDS:
        command = load(name)
        for sub, one in (getattr(command, "commands", None) or {"": command}).items():
            yield f"{name} {sub}".strip(), {param.name for param in one.params}


def test_what_is_carried_on_is_what_each_command_takes() -> None:
    known = dict(commands())
    assert {name for name, params in known.items() if "campaign" in params} == IN_CAMPAIGN
    assert {name for name, params in known.items() if {"campaign", "as_of"} <= params} == ON_A_DAY


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="a shell's quotes")
def test_an_offered_command_runs_as_copied_from_where_it_was_offered(office: Office) -> None:
    here, named = office.folder.parent, ("-C", office.folder.name)
    for command in (("collect", "--received-at", "2015-11-18T10:00"), ("status", "--as-of", DAY), ("today", "--look", "--as-of", DAY)):
        offered = [line.strip() for line in ducha(*command, *named, cwd=here).out.splitlines() if line.strip().startswith("duchá ")]
        assert offered
        for line in offered:
            words = ["区统计局" if word == "单位" else word for word in shlex.split(line)[1:]]
            assert words[words.index("-C") + 1] == office.folder.name, line
            assert "--as-of" not in command or words[0] not in ON_A_DAY or words[words.index("--as-of") + 1] == DAY, line
        ran = ducha(*words, cwd=here)
        assert ran.code in (0, 1), ran.err


def test_what_a_fault_tells_to_run_names_the_folder_too(office: Office) -> None:
    said = ducha("resolve", "99", "--accept", "--reason", "试", "-C", office.folder.name, cwd=office.folder.parent).err
    assert f"duchá status -C {quoted(office.folder.name)} 或 duchá journal show -C {quoted(office.folder.name)}" in said


def test_inside_the_folder_nothing_is_added(office: Office) -> None:
    assert " -C " not in ducha("today", "--look", cwd=office.folder).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("再运行 duchá record。", "再运行 duchá record -C 甲。"),
        ("见 duchá journal show。", "见 duchá journal show -C 甲。"),
        ("  duchá resolve 1 2 --accept", "  duchá resolve -C 甲 1 2 --accept"),
        ("duchá status", "duchá status -C 甲 --as-of 11-20"),
        ("duchá explain S101", "duchá explain S101"),
        ("duchá 打不出", "duchá 打不出"),
    ],
)
def test_the_folder_and_the_day_stand_behind_the_name_of_the_command(text: str, said: str) -> None:
    remember_given(Path("甲"), YearlessDay(2015, 11, 20))
    try:
        assert runnable(text) == said
    finally:
        remember_given()


@pytest.mark.parametrize(
    ("word", "posix", "windows"),
    [
        ("行动", "行动", "行动"),
        ("行 动", "'行 动'", '"行 动"'),
        ("区's", "'区'\\''s'", '"区\'s"'),
        ("C:\\督查\\行动", "'C:\\督查\\行动'", "C:\\督查\\行动"),
        ("甲&乙", "'甲&乙'", '"甲&乙"'),
    ],
)
def test_a_word_is_quoted_as_the_shell_of_the_machine_wants_it(
    word: str, posix: str, windows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for platform, expected in (("linux", posix), ("win32", windows)):
        monkeypatch.setattr(sys, "platform", platform)
        assert quoted(word) == expected
