"""record: evidence is found after a register was rearranged: the cell where the row stands now, in the archived version that has it (A17)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import load_workbook

from conftest import Ran
from duchá.registers.read_rows import read_every_row
from duchá.registers.rows import in_force
from duchá.steps.ledger_of import state_of
from duchá.terms.place import Place
from duchá.workbooks.intake import stored_at
from steps.office import Office, at, copy_office, make_office
from steps.registers import EVENTS, MATTERS, event, fill, matter, run


def found(office: Office, place: Place) -> Any:
    """What stands in a cell of the archived version that a place names."""
    assert place.version
    original = stored_at(office.folder / ".duchá" / "archive", place.version)
    with original.open("rb") as stream:
        return load_workbook(stream, read_only=True)[place.sheet][place.cell].value


def places(office: Office, column: str = "note") -> dict[str, Place]:
    opened = office.open(at(28))
    return {row.text(column): row.place(column) for row in in_force(read_every_row(opened.journal, ("events", "matters")))}


def test_a_row_put_above_moves_the_evidence_of_those_below(office: Office, ducha: Callable[..., Ran]) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收", 说明="原来第一行"), event(10, "反馈", 说明="原来第二行，已全部完成"))
    run(office)
    first = places(office)["原来第二行，已全部完成"]
    fill(
        office,
        EVENTS,
        event(8, "催办", 说明="新加的一行"),
        event(9, "签收", 说明="原来第一行"),
        event(10, "反馈", 说明="原来第二行，已全部完成"),
    )
    run(office, now=at(26))
    told = {event.note: event.place for event in state_of(office.open(at(26))).ledger.matters[0].events}
    assert {note: place.cell for note, place in told.items()} == {"新加的一行": "A4", "原来第一行": "A5", "原来第二行，已全部完成": "A6"}
    assert all(found(office, place).day == {"A4": 8, "A5": 9, "A6": 10}[place.cell] for place in told.values())
    now = places(office)["原来第二行，已全部完成"]
    assert (first.cell, now.cell, first.version != now.version) == ("L5", "L6", True)
    assert found(office, first) == found(office, now) == "原来第二行，已全部完成"
    shown = json.loads(ducha("ledger", "--json", "--as-of", "2015-11-26", cwd=office.folder).stdout)["matters"][0]["events"]
    assert [item["evidence"].rpartition("!")[2] for item in shown] == ["A4", "A5", "A6"]
    assert {item["version"] for item in shown} == {now.version}


def test_the_rows_of_a_score_are_cited_where_they_stand_now(tmp_path: Path) -> None:
    from scoring.office import new_office

    office = new_office(tmp_path / "行动")
    praised = {"日期": date(2018, 6, 1), "单位": "市发改委", "情形": "评估较好", "角色": "牵头", "评分主体": "相关科室"}
    other = {**praised, "日期": date(2018, 6, 2), "单位": "市财政局", "角色": "配合"}
    office.write({"积分事项": [praised]})
    office.record()
    path = office.folder / "registers" / "积分事项.xlsx"
    book = load_workbook(path)
    book.worksheets[0].insert_rows(4)
    for column, title in enumerate((cell.value for cell in book.worksheets[0][3]), 1):
        if title in other:
            book.worksheets[0].cell(4, column).value = other[title]
    book.save(path)
    office.record()
    cited = {
        standing["unit"]: (entry["evidence"], len(entry["versions"][0]))
        for group in office.score("2018Q2", "--as-of", "2018-06-30")["groups"]
        for standing in group["standings"]
        for entry in standing["entries"]
    }
    assert cited == {
        "市发改委": (["registers/积分事项.xlsx!积分事项!A5"], 64), "市财政局": (["registers/积分事项.xlsx!积分事项!A4"], 64)
    }  # fmt: skip


def test_a_row_that_is_gone_is_cited_in_the_version_that_still_had_it(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收", 说明="一"), event(10, "催办", 说明="二"), event(12, "反馈", 说明="三，已完成"))
    run(office)
    fill(office, EVENTS, event(9, "签收", 说明="一"), event(12, "反馈", 说明="三，已完成"))
    run(office, now=at(26))
    told = {event.note: event.place for event in state_of(office.open(at(27))).ledger.matters[0].events}
    assert {note: place.cell for note, place in told.items()} == {"一": "A4", "二": "A5", "三，已完成": "A5"}
    assert {note: found(office, place).day for note, place in told.items()} == {"一": 9, "二": 10, "三，已完成": 12}


def test_a_past_view_is_told_where_rows_stood_then_and_knows_no_later_version(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, event(9, "签收", 说明="一"))
    run(office)
    fill(office, EVENTS, event(8, "催办", 说明="二"), event(9, "签收", 说明="一"))
    run(office, now=at(27))
    then = state_of(office.open(at(28), known_at=at(26))).ledger.matters[0].events
    assert [event.place.cell for event in then] == ["A4"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("empty") / "2015 依法履职")


notes = st.lists(st.sampled_from([f"第{number}件" for number in range(9)]), unique=True, max_size=7)


@pytest.mark.sweep
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(versions=st.lists(notes, min_size=2, max_size=4), seed=st.integers(0, 99))
def test_whatever_was_rearranged_every_row_is_found_in_the_cell_that_is_cited(
    empty: Office, tmp_path_factory: pytest.TempPathFactory, versions: list[list[str]], seed: int
) -> None:
    office = copy_office(empty, tmp_path_factory.mktemp("moved") / "行动")
    fill(office, MATTERS, matter("DT-1"))
    for at_day, version in enumerate(versions, 20):
        rows = [event(9, "催办", 说明=note) for note in version]
        Random(seed + at_day).shuffle(rows)
        fill(office, EVENTS, *rows)
        run(office, now=at(at_day))
        for note, place in places(office).items():
            if note:
                assert found(office, place) == note
