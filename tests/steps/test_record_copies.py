"""record: copies that sync tools and people leave beside a register are no rows that are gone (A55)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from steps.office import Office, at
from steps.registers import MATTERS, codes, facts, fill, matter, rows, run


def conflict_copy(path: Path, *, resaved: bool) -> Path:
    copy = path.with_name(f"{path.stem} (冲突副本 2015-11-25){path.suffix}")
    shutil.copy(path, copy)
    if resaved:
        book = load_workbook(copy)
        book.properties.creator = "另一台电脑"
        book.save(copy)
    return copy


@pytest.mark.parametrize("resaved", [False, True], ids=["byte for byte", "saved again"])
@pytest.mark.parametrize("first", [False, True], ids=["made later", "there from the start"])
def test_a_copy_that_was_recorded_and_is_deleted_leaves_no_question(office: Office, resaved: bool, first: bool) -> None:
    path = fill(office, MATTERS, matter("DT-1"), matter("DT-2"))
    if not first:
        run(office)
    copy = conflict_copy(path, resaved=resaved)
    together = run(office)
    assert (codes(together), together.questions) == ([], ())
    named = [done.source for done in together.files if "督办事项" in done.source]
    assert len(named) == (2 if resaved else 1), "of two files with the same content one is named"
    copy.unlink()
    for day in (26, 27):
        alone = run(office, now=at(day))
        assert (codes(alone), alone.questions) == ([], ())
    assert [row.source for row in rows(office)] == ["registers/督办事项.xlsx"] * 2
    assert sum(fact.kind is FactKind.ROW and fact.payload["change"] == "new" for fact in facts(office)) == 2


def test_the_copy_may_be_the_one_that_stays(office: Office) -> None:
    path = fill(office, MATTERS, matter("DT-1"))
    run(office)
    copy = conflict_copy(path, resaved=True)
    run(office)
    path.unlink()
    (office.folder / "registers" / "督办事项.xlsx").unlink(missing_ok=True)
    done = run(office)
    assert done.questions == () and [row.source for row in rows(office)] == [f"registers/{copy.name}"]


def test_a_copy_of_the_same_name_order_does_not_take_the_rows_from_the_file_they_were_read_from(office: Office) -> None:
    path = fill(office, MATTERS, matter("DT-1"))
    run(office)
    shutil.copy(path, path.with_name("0-备份.xlsx"))  # comes first by its name
    before = [fact for fact in facts(office) if fact.kind is FactKind.ROW]
    again = run(office)
    assert "registers/0-备份.xlsx" not in [done.source for done in again.files]
    assert [fact for fact in facts(office) if fact.kind is FactKind.ROW] == before


def test_both_files_gone_is_one_question_and_a_file_that_lacks_a_row_is_another(office: Office) -> None:
    path = fill(office, MATTERS, matter("DT-1"), matter("DT-2"), name="一.xlsx")
    copy = conflict_copy(path, resaved=True)
    run(office)
    fill(office, MATTERS, matter("DT-1"), name="一.xlsx")
    assert run(office).questions == (), "the copy still has the row"
    copy.unlink()
    (gone,) = run(office).questions
    assert (gone.kind.code, "其中 1 行" in gone.message) == ("S714", True)
    path.unlink()
    assert [dict(fault.words)["count"] for fault in run(office).questions] == ["1", "1"]
