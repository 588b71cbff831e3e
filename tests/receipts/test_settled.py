"""The same file comes out the same whichever way it was settled: with --unit at once, held and answered, or judged again after a change of the roster.

Told with real workbooks and by what the commands give: receipts, matrix, summary and points.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.verify import verify
from duchá.receipts.receipts import Receipt
from duchá.steps.collect import Delivery, collect
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.report_summary import summary_of
from duchá.steps.resolve import Action, Answer, resolve
from duchá.steps.score import ScoreOptions, score
from duchá.steps.status import status
from duchá.terms.moment import Moment
from duchá.terms.period import PeriodKind
from returns.paper import page, xlsx
from steps.office import ZONE

UNIT, OTHER, UNKNOWN = "区财政局", "区审计局", "区财税局"
RUN = datetime(2018, 11, 26, 9, tzinfo=ZONE)
BEGIN = datetime(2018, 11, 3, 9, tzinfo=ZONE)
POINTS = "jincheng-points-2017"


@dataclass(frozen=True)
class World:
    """A campaign in which the same files are settled in one of the ways."""

    folder: Path

    def open(self) -> OpenCampaign:
        return open_campaign(self.folder, Moment(now=RUN))

    def put(self, name: str, problem: str, *, unit: str, rectified: str = "已补办") -> Path:
        """附件2 with one problem, as a department types it."""
        path = self.folder / "returns" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        body = [[1, "会计从业资格许可", problem, rectified]]
        line = [f"部门（盖章）：{unit}", "部门纪检监察组织（盖章）：纪检组", "填报日期：", "2018年11月18日"]
        book = load_workbook(BytesIO(xlsx(page(line=line, body=body))))
        book.properties.title = name  # saved anew under its name: other bytes, whatever the clock shows
        book.save(path)
        return path

    def collect(self, path: Path, day: int, unit: str | None = None, *, hour: int = 10) -> Mapping[str, Any]:
        """One file, as it came on a day of November."""
        received = datetime(2018, 11, day, hour, tzinfo=ZONE)
        done = collect(self.open(), Delivery(paths=(path,), received_at=received, unit=unit), lambda done, of, name="": None)
        return done.submissions[0]

    def answer(self, receipt: int, unit: str = UNIT, *, remember: bool = False) -> None:
        """resolve N --unit U."""
        resolve(self.open(), Answer(receipt=receipt, action=Action.UNIT, unit=unit, remember=remember))

    def alias(self, name: str) -> None:
        """The name is written beside the unit's on the roster, and the next collect judges again."""
        book = load_workbook(self.folder / "units.xlsx")
        sheet = book.worksheets[0]
        titles = {str(cell.value): cell.column or 0 for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, titles["单位名称"]).value == UNIT:
                cell = sheet.cell(row, titles["别名"])
                cell.value = f"{cell.value}、{name}" if cell.value else name
        book.save(self.folder / "units.xlsx")
        nothing = self.folder / "returns" / "nothing new"
        nothing.mkdir()
        collect(self.open(), Delivery(paths=(nothing,)), lambda done, of, name="": None)

    def end(self) -> dict[str, Any]:
        """All that is to be seen of it: receipts, matrix, summary and points."""
        opened = self.open()
        seen = status(opened)
        cells = [one for one in seen.standings if one.unit.name in (UNIT, OTHER)]
        pages = [page for page in summary_of(opened).pages if page.name not in ("说明",)]
        points = score(opened, ScoreOptions(period="2018Q4", kind=PeriodKind.QUARTER, rulebook=POINTS)).scores
        return {
            "receipts": [(one.number, one.status, one.unit, one.withdrawn, _said(one.payload)) for one in seen.receipts],
            "matrix": [(one.unit.name, one.owed.key, one.state, one.late_days, one.version, _number(one.current)) for one in cells],
            "summary": [(page.name, page.rows, page.total) for page in pages],
            "points": [(standing.name, standing.score.total) for group in points.groups for standing in group.standings],
        }

    def codes(self, receipt: int) -> list[str]:
        """The codes of what was said of a receipt."""
        return [fault["code"] for fault in self.receipt(receipt).payload["faults"]]

    def receipt(self, number: int) -> Receipt:
        """A receipt as it stands now."""
        return next(one for one in status(self.open()).receipts if one.number == number)


def _said(payload: Mapping[str, Any]) -> list[Any]:
    """What was found in a file and between files."""
    keys = ("version", "supersedes", "same_as", "late_days", "changes", "deliverables", "forms", "faults")
    return [(key, payload.get(key) or None) for key in keys]


def _number(receipt: Any) -> int | None:
    return receipt and receipt.number


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("settled") / "2018"
    init_campaign(folder, Wish(rulebooks=("dantu-2015", POINTS), year=2018), Moment(now=BEGIN))
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace("\n[readings]", '\ntimed_materials = ["approval"]\n\n[readings]', 1)
    settings.write_text(text.replace("\n[groups]\n", '\n[groups]\n"市直" = ["区级机关相关部门"]\n', 1), encoding="utf-8")
    return World(folder)


@pytest.fixture
def world(master: World, tmp_path: Path) -> Callable[[str], World]:
    def copied(name: str) -> World:
        shutil.copytree(master.folder, tmp_path / name)
        return World(tmp_path / name)

    return copied


Way = Callable[[World, Path, int], None]


def at_once(world: World, path: Path, day: int) -> None:
    """collect --unit U."""
    assert world.collect(path, day, UNIT)["unit"] == UNIT


def asked(world: World, path: Path, day: int) -> None:
    """collect, and then resolve N --unit U."""
    held = world.collect(path, day)
    assert (held["status"], held["unit"]) == ("held", None), held
    world.answer(held["receipt"])


def by_roster(world: World, path: Path, day: int) -> None:
    """collect, and then the name on the roster."""
    held = world.collect(path, day)
    assert (held["status"], held["unit"]) == ("held", None), held
    world.alias(UNKNOWN)


@pytest.mark.parametrize("way", [at_once, asked, by_roster])
def test_a_correction_of_what_came_in_time_is_not_late_however_it_was_settled(world: Callable[[str], World], way: Way) -> None:
    """A08."""
    made = world("it")
    made.collect(made.put("1.xlsx", "超过承诺时限办结2件", unit=UNIT), 18)
    way(made, made.put("2.xlsx", "超过承诺时限办结3件", unit=UNKNOWN), 24)
    line = made.receipt(2)
    assert (line.status.value, line.payload["late_days"], line.payload["version"], line.payload["supersedes"]) == ("accepted", 0, 2, 1)
    assert "S413" not in made.codes(2)
    assert [(change["before"], change["after"]) for change in line.payload["changes"]] == [("超过承诺时限办结2件", "超过承诺时限办结3件")]
    hints = next(page for page in summary_of(made.open()).pages if page.name == "提示")
    assert not [row for row in hints.rows if row[2] == "S413"]


@pytest.mark.parametrize("way", [at_once, asked, by_roster])
def test_a_copy_with_equal_rows_is_a_duplicate_however_it_was_settled(world: Callable[[str], World], way: Way) -> None:
    """A09."""
    made = world("it")
    made.collect(made.put("1.xlsx", "超过承诺时限办结2件", unit=UNIT), 18)
    way(made, made.put("另存.xlsx", "超过承诺时限办结2件", unit=UNKNOWN), 19)
    line = made.receipt(2)
    assert (line.status.value, line.payload["same_as"], line.payload["version"], line.payload["supersedes"]) == ("duplicate", 1, 1, None)
    (cell,) = [one for one in status(made.open()).standings if one.unit.name == UNIT and one.owed.key == "approval"]
    assert (cell.version, _number(cell.current)) == (1, 1)


@pytest.mark.parametrize("way", [at_once, asked, by_roster])
def test_of_two_files_of_one_moment_both_are_asked_about_however_they_were_settled(world: Callable[[str], World], way: Way) -> None:
    """A10."""
    made = world("it")
    made.collect(made.put("1.xlsx", "超过承诺时限办结2件", unit=UNIT), 18)
    way(made, made.put("2.xlsx", "超过承诺时限办结5件", unit=UNKNOWN), 18)
    assert [(one.number, one.status.value) for one in status(made.open()).receipts] == [(1, "held"), (2, "held")]
    assert "S430" in made.codes(1) and "S430" in made.codes(2)


HISTORY = (  # the day it came, what it says, whose it is, what it says of its rectification
    (18, "超过承诺时限办结2件", UNIT, "已补办"),
    (19, "超过承诺时限办结2件", UNIT, "已补办"),
    (21, "超过承诺时限办结3件", UNIT, "已补办"),
    (21, "超过承诺时限办结4件", UNIT, "已补办"),
    (23, "超过承诺时限办结6件", OTHER, "已补办"),
    (24, "超过承诺时限办结7件", OTHER, ""),
)
_OF = {UNIT: "局甲", OTHER: "局乙"}  # how the files name the two units: nobody knows these names


def settled(made: World, held: Sequence[int], order: Sequence[int]) -> dict[str, Any]:
    """The history, some of it held first and answered in an order."""
    for number, (day, problem, unit, rectified) in enumerate(HISTORY, 1):
        path = made.put(f"{number}.xlsx", problem, unit=_OF[unit], rectified=rectified)
        item = made.collect(path, day, None if number in held else unit)
        assert (item["unit"] is None) == (number in held), item
    for number in order:
        made.answer(number, HISTORY[number - 1][2])
    return made.end()


ORDERS = ((1, 2, 3, 4, 5, 6), (6, 5, 4, 3, 2, 1), (3, 1, 6, 2, 5, 4), (4, 2))


@pytest.mark.sweep
@pytest.mark.parametrize("order", [ORDERS[0], *(pytest.param(order, marks=pytest.mark.sweep) for order in ORDERS[1:])], ids=str)
def test_settled_in_any_order_and_by_any_way_matrix_summary_and_score_are_the_same(
    world: Callable[[str], World], order: tuple[int, ...]
) -> None:
    straight, other = world("straight"), world("other")
    end = settled(straight, (), ())
    assert settled(other, order, order) == end
    assert [(number, state.value) for number, state, *_ in end["receipts"]] == [
        (1, "accepted"), (2, "duplicate"), (3, "held"), (4, "held"), (5, "accepted"), (6, "sent-back"),
    ]  # fmt: skip
    assert dict(end["points"])[UNIT] > dict(end["points"])[OTHER] > dict(end["points"])["区外办"]
    assert not verify(other.folder / ".duchá" / "journal.sqlite3", other.folder / ".duchá" / "archive")


@pytest.mark.sweep
def test_names_learned_by_the_roster_come_to_the_same(world: Callable[[str], World]) -> None:
    straight, other = world("straight"), world("other")
    end = settled(straight, (), ())
    settled(other, (1, 2, 3, 4), ())
    other.alias(_OF[UNIT])
    seen = other.end()
    assert {key: seen[key] for key in ("matrix", "points")} == {key: end[key] for key in ("matrix", "points")}
    assert [line[:3] for line in seen["receipts"]] == [line[:3] for line in end["receipts"]]


@pytest.mark.sweep
@pytest.mark.parametrize("order", sorted(permutations((2, 3, 4, 6)), key=str), ids=str)
def test_settled_in_every_order_it_is_the_same(world: Callable[[str], World], order: tuple[int, ...]) -> None:
    assert settled(world("other"), order, order) == settled(world("straight"), (), ())
