"""Ledgers, lists and summaries as offices lay them out, from real files: what a careful person reads, and nothing said that is not so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.steps.open_campaign import open_campaign
from duchá.terms.moment import Moment
from duchá.workbooks.pool import Readers, open_readers
from returns.layouts import Layout, as_workbook, layouts, read_file, rows_of
from steps.office import BEGIN, make_office

LAYOUTS = layouts()


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    office = make_office(tmp_path_factory.mktemp("layouts") / "行动")
    return open_campaign(office.folder, Moment(now=BEGIN)).campaign


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with open_readers(1) as opened:
        yield opened


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout["name"] for layout in LAYOUTS])
def test_what_a_careful_person_reads(layout: Layout, campaign: Campaign, readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "1.xlsx"
    path.write_bytes(as_workbook(layout["sheet"], *([layout["other"]] if "other" in layout else [])))
    found = read_file(path, campaign, readers, layout.get("file", "1.xlsx"))
    assert sorted([fault.place.cell, fault.kind.code] for fault in found.faults) == sorted(layout["faults"])
    assert (found.status.value, found.unit or "") == (layout.get("status", "accepted"), layout.get("unit", ""))
    if "rows" in layout:
        form = found.forms[0]
        assert (form.form, str(form.filed_on or "")) == (layout.get("form", "approval"), layout["filed_on"])
        assert (rows_of(form), form.nil) == (layout["rows"], not layout["rows"])
        assert "groups" not in layout or [row.extra.get("分组", "") for row in form.rows] == layout["groups"]
    else:
        assert found.forms == ()
    if "says" in layout:
        assert layout["says"] in [fault.message for fault in found.faults]


def test_what_is_read_from_another_cell_is_named_by_that_cell(campaign: Campaign, readers: Readers, tmp_path: Path) -> None:
    """整改措施 left empty and 整改进展 filled: the rectification is read, and its place is where it stands."""
    path = tmp_path / "1.xlsx"
    path.write_bytes(as_workbook(LAYOUTS[0]["sheet"]))
    first, second = read_file(path, campaign, readers, "1.xlsx").forms[0].rows
    assert (first.places["rectification"].cell, second.places["rectification"].cell) == ("D4", "H5")
