"""docs/architecture.md tells the way as the program goes it."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from conftest import Ran
from house.tree import STAGES
from steps.office import Office, at
from steps.registers import fill, run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
STOP = re.compile(r"^- `([\w/]+\.py)` `(\w+)`: (.+)$", re.MULTILINE)
Stop = tuple[str, str]


def stops(heading: str, until: str = "\n## ") -> list[Stop]:
    """File and function of every stop under a heading."""
    part = PAGE.split(heading, 1)[1].split(until, 1)[0]
    return [(found[1], found[2]) for found in STOP.finditer(part)]


def entered(work: Callable[[], Any]) -> list[Stop]:
    """Functions of the house in the order in which the work first entered them, in any thread."""
    found: dict[Stop, None] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        _, ours, file = frame.f_code.co_filename.partition("src/duchá/")
        if event == "call" and ours:
            found.setdefault((file, frame.f_code.co_name))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return list(found)


def in_order(wanted: list[Stop], walked: list[Stop]) -> Iterator[str]:
    """What is wrong with a walk on the page: a stop that is never entered, or before the one above it."""
    last = -1
    for stop in wanted:
        if stop not in walked:
            yield f"{stop} is never entered"
        elif walked.index(stop) < last:
            yield f"{stop} is entered before the stop above it"
        else:
            last = walked.index(stop)


def test_every_stop_is_a_function_of_its_file() -> None:
    lost = [
        stop for stop in STOP.findall(PAGE) if f"\ndef {stop[1]}(" not in (ROOT / "src" / "duchá" / stop[0]).read_text(encoding="utf-8")
    ]
    assert lost == [] and len(STOP.findall(PAGE)) == PAGE.count("\n- `")


def test_the_picture_has_the_rooms_in_their_order() -> None:
    line = next(line for line in PAGE.splitlines() if "terms ─" in line)
    assert tuple(line.replace("─", " ").split()) == STAGES


@pytest.mark.sweep
def test_a_return_goes_the_way_of_the_page(office: Office) -> None:
    office.fill("区财政局", approval=[{"item": "许可", "problem": "超期", "rectification": "已整改"}])
    parent = stops("## A return", "\nIn the reading process")
    assert list(in_order(parent, entered(office.collect))) == []


@pytest.mark.sweep
def test_a_row_and_a_reminder_go_the_way_of_the_page(office: Office, ducha: Callable[..., Ran]) -> None:
    fill(
        office,
        "督办事项",
        {"事项编号": "DB-1", "类别": "督办事项", "事项名称": "甲", "来源": "批示", "立项日期": date(2015, 11, 3), "牵头单位": "区财政局"},
    )
    assert list(in_order(stops("## A row"), entered(lambda: run(office)))) == []
    from duchá.steps.overdue import OverdueOptions, overdue

    walked = entered(lambda: overdue(office.open(at(25)), OverdueOptions(letters=True)))
    assert list(in_order(stops("## A reminder"), walked)) == []
