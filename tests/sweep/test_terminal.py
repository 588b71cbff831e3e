"""Every command's screen in a real terminal of 60, 80, 120 and 200 columns: what a pipe gets is there whole, and no line is wider than the screen."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from duchá.cli.app import COMMANDS
from duchá.cli.text import width
from steps.terminal import on_screen
from sweep.campaigns import YEAR_OLD, Made, command, make
from sweep.test_every_command import dated

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal of this kind")]
WIDTHS = (60, 80, 120, 200)
LINES = (
    ("rulebooks",),
    ("rulebooks", "jincheng-points-2017"),
    ("rulebooks", "dantu-2015", "--check"),
    ("check", "returns", "registers", "units.xlsx"),
    ("today", "--look"),
    ("status",),
    ("ledger",),
    ("ledger", "--matter", "DB-02"),
    ("ledger", "--find", "号"),
    ("overdue", "--within", "30"),
    ("score", "--year"),
    ("score", "--year", "--unit", "试甲一局"),
    ("score", "--year", "--readings"),
    ("record", "--dry-run"),
    ("team", "list"),
    ("team", "check"),
    ("case", "list"),
    ("case", "show", "试1"),
    ("journal", "show"),
    ("journal", "verify"),
    ("explain", "S101"),
    ("undo", "row", "没有这一行", "--reason", "试"),
    ("resolve", "99999", "--accept", "--reason", "试"),
    ("waive", "S101", "--unit", "没有这个单位", "--approver", "某", "--reason", "试", "--until", "2018-12-31"),
    ("send", "退回件"),
    ("print", "没有这份"),
    ("collect", "没有这个文件夹"),
    ("status", "--nothing"),
    ("nothing",),
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("terminal") / "行动", ("dantu-2015", "jincheng-points-2017"), YEAR_OLD)


def pieces(text: str) -> list[str]:
    """The words of a screen in one piece each: cells of a table, sentences. The rule of a table and the titles above it are not among them:
    where there is no room for a table, its first cells speak for themselves."""
    rows = text.splitlines()
    ruled = {at for at, row in enumerate(rows) if row.strip() and not row.strip().strip("─")}
    kept = (row for at, row in enumerate(rows) if at not in ruled and at + 1 not in ruled)
    found = (piece.strip() for row in kept for piece in re.split(r"\s{2,}|　", row))
    return ["".join(piece.split()) for piece in found if piece]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_nothing_is_cut_at_any_width(old: Made, line: tuple[str, ...]) -> None:
    words = dated(old, line)
    command(*words, cwd=old.folder)  # what a run notes the first time (a reminder) is not noted again
    piped = command(*words, cwd=old.folder)
    for columns in WIDTHS:
        shown = on_screen(*words, columns=columns, cwd=old.folder)
        assert shown.code == piped.code
        lost = [piece for piece in pieces(piped.out + piped.err) if piece not in shown.flat]
        assert not lost, (columns, lost[:5])
        rows = [row.rpartition("\b")[2] for row in shown.text.splitlines()]  # what a line of progress wrote there was taken back
        wide = [row for row in rows if width(row) > columns and "duchá " not in row and "/" not in row]
        assert shown.code == 2 or not wide, (columns, wide[:3])  # why it could not run is one line, which the terminal folds


@pytest.mark.parametrize("name", COMMANDS)
def test_help_pages_fit(name: str, tmp_path: Path) -> None:
    for columns in WIDTHS:
        shown = on_screen(name, "-h", columns=columns, cwd=tmp_path)
        assert shown.code == 0 and f"用法：ducha {name}" in shown.text
        wide = [row for row in shown.text.splitlines() if width(row) > columns]
        assert not wide, (columns, wide[:3])
