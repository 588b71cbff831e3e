"""The manual speaks of commands, options and reports that there are; its chapters of messages and commands are made from the program."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from duchá.cli.app import COMMANDS, load
from duchá.cli.explain import catalogue

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "manual"
CHAPTERS = sorted(path for path in MANUAL.glob("*.md") if path.name not in ("README.md", "messages.md", "commands.md"))


def lines(chapter: Path) -> Iterator[str]:
    """Every command line of a chapter: in console blocks, and between backticks."""
    text = chapter.read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        yield from (line.removeprefix("$ ") for line in block.strip().splitlines())
    yield from re.findall(r"`(duchá [^`]+)`", text)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_command_of_the_manual_is_understood(chapter: Path) -> None:
    for line in lines(chapter):
        words = shlex.split(line)[1:]
        if words == ["--version"]:
            continue
        command = load(words[0])
        assert words[0] in COMMANDS, line
        rest = words[1:]
        while hasattr(command, "commands"):
            command, rest = command.commands[rest[0]], rest[1:]
        known = {name for param in command.get_params(typer.Context(command)) for name in (*param.opts, *param.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known, line


def test_every_chapter_stands_in_the_contents() -> None:
    index = (MANUAL / "index.md").read_text(encoding="utf-8")
    assert {path.stem for path in CHAPTERS} - {"index"} <= set(re.findall(r"^(\w+)$", index, re.MULTILINE))


def test_every_message_and_every_command_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(MANUAL))
    import made_chapters

    said = made_chapters.messages()
    assert all(f"**{kind.code}　" in said for kind in catalogue())
    told = made_chapters.commands()
    assert all(f"## duchá {name}" in told for name in COMMANDS)
    sys.modules.pop("made_chapters")


def test_every_picture_is_there_and_shown_and_made_by_a_command_that_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(MANUAL))
    from pictures import NAMES, PICTURES, SCREENS

    texts = (chapter.read_text(encoding="utf-8") for chapter in CHAPTERS)
    shown = {name for text in texts for name in re.findall(r"_static/pictures/([\w-]+)\.png", text)}
    assert shown == set(NAMES) == {path.stem for path in PICTURES.glob("*.png")}
    assert {words[0] for words in SCREENS.values()} <= COMMANDS.keys()
