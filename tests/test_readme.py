"""README.md is the first thing a user sees: its tour runs, in order, and prints what it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def tour() -> Iterator[tuple[list[str], list[str]]]:
    """Each command of the console block with the lines it is said to print."""
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block is not None
    for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield shlex.split(command)[1:], [line for line in lines if line.strip() != "…"]


def as_pattern(line: str) -> re.Pattern[str]:
    """A printed line: blanks count as some blanks, … as anything."""
    parts = [r"\s+".join(re.escape(word) for word in piece.split()) for piece in line.split("…")]
    return re.compile(r".*?".join(parts))


def test_the_tour_prints_what_the_readme_says(ducha: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(CHECKOUT / "examples")
    for arguments, lines in tour():
        done = ducha(*arguments, cwd=tmp_path)  # as a reader would copy it, standing beside examples/
        assert done.returncode in (0, 1), (arguments, done.stderr)
        for line in lines:
            assert as_pattern(line).search(done.stdout), (arguments, line, done.stdout[-3000:])


def test_every_file_that_the_walk_names_is_there() -> None:
    walk = README[README.index("## One filled form") :]
    for name in re.findall(r"`([a-z_]+/[a-z_/.]*)`", walk):
        assert (CHECKOUT / "src" / "duchá" / name).exists() or (CHECKOUT / name).exists(), name
