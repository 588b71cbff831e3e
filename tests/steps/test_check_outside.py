"""A department checks its own file without a campaign folder: by the rulebook whose blank it is, and only what can be known there (A41)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sweep.campaigns import EMPTY, command, fill_returns, make

pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Filled blanks of two campaigns of another place, by rulebook."""
    found = {}
    for id in ("dantu-2015", "wuzhi-2015"):
        made = make(tmp_path_factory.mktemp("made") / id, (id,), EMPTY)
        fill_returns(made)
        found[id] = sorted((made.folder / "returns").glob("*.xlsx"))
    return found


def checked(folder: Path, *files: Path | str, wants: int) -> list[dict[str, Any]]:
    ran = command("check", *files, "--json", cwd=folder)
    assert ran.code == wants, ran
    return list(json.loads(ran.out)["submissions"])


def heavy(submission: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in submission["faults"] if fault["weight"] != "note"]


def test_a_genuine_blank_of_another_place_is_checked_and_nothing_is_asked(returns: dict[str, list[Path]], tmp_path: Path) -> None:
    """It was held: made for another campaign, not on the roster of 丹徒."""
    for id, forms in (
        ("dantu-2015", {"approval", "supervision-systems", "supervision-problems"}),
        ("wuzhi-2015", {"accountability-report", "own-assessment"}),
    ):
        (found,) = checked(tmp_path, returns[id][0], wants=0)
        assert (found["status"], found["unit"], set(found["forms"]), heavy(found)) == ("accepted", "试甲一局", forms, [])


def test_files_of_two_rulebooks_are_each_checked_by_their_own(returns: dict[str, list[Path]], tmp_path: Path) -> None:
    shutil.copy(returns["dantu-2015"][0], tmp_path / "a.xlsx")
    shutil.copy(returns["wuzhi-2015"][1], tmp_path / "b.xlsx")
    found = checked(tmp_path, "a.xlsx", "b.xlsx", wants=0)
    assert [sorted(one["forms"]) for one in found] == [
        ["approval", "supervision-problems", "supervision-systems"],
        ["accountability-report", "own-assessment"],
    ]


def test_what_is_wrong_in_it_is_said_all_the_same(returns: dict[str, list[Path]], tmp_path: Path) -> None:
    book = load_workbook(returns["wuzhi-2015"][0])
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "件数")
    sheet.cell(cell.row + 1, cell.column).value = "不少"
    book.save(tmp_path / "改.xlsx")
    (found,) = checked(tmp_path, "改.xlsx", wants=1)
    assert found["status"] == "sent-back" and [fault["cell"] for fault in found["faults"] if fault["weight"] == "reject"] == [
        f"{cell.column_letter}{cell.row + 1}"
    ]


def test_two_units_in_one_file_are_known_to_differ_even_there(returns: dict[str, list[Path]], tmp_path: Path) -> None:
    ran = command("check", returns["wuzhi-2015"][0], "--unit", "别的局", "--json", cwd=tmp_path)
    (found,) = json.loads(ran.out)["submissions"]
    assert (ran.code, heavy(found)) == (1, ["S303"])


def test_inside_a_campaign_all_of_it_is_asked(returns: dict[str, list[Path]], tmp_path: Path) -> None:
    assert command("init-campaign", tmp_path / "行动", "--rulebook", "dantu-2015").code == 0
    (found,) = checked(tmp_path / "行动", returns["dantu-2015"][0], wants=1)
    assert found["status"] == "held" and {"S302", "S312"} <= set(heavy(found))
