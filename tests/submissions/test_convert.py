"""What a single cell says, by the kind of its column (C01–C44)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

from duchá.rulebook.form import Column, ColumnKind, ColumnRole
from duchá.submissions.cells.convert import convert
from duchá.submissions.model import RawCell
from duchá.terms.fault import Weight
from duchá.terms.place import Place
from duchá.terms.quantity import Content, Day, Empty, NotApplicable, Quantity, Words
from duchá.workbooks.sheets.model import CellError, CellValue, Picture, Uncalculated

CASES = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "convert.toml").read_text("utf-8"))["case"]
SINGLE = [(case, value) for case in CASES for value in case["values"]]


def cell(value: CellValue, *, percent: bool = False) -> RawCell:
    return RawCell(value=value, place=Place(sheet="登记", cell="C7"), percent=percent)


def said(content: Content) -> str:
    """A content in the words of the table."""
    match content:
        case Words(text):
            return f"words {text}"
        case Quantity():
            return " ".join(["quantity", str(content.amount), *filter(None, [content.measure, "about" if content.approximate else ""])])
        case Day():
            return f"day {content.day}" + (f"..{content.end}" if content.end else "")
        case NotApplicable():
            return "none"
        case Empty():
            return "empty"


@pytest.mark.parametrize(("case", "value"), SINGLE, ids=[f"{case['name']}: {value!r}" for case, value in SINGLE])
def test_cell(case: dict[str, Any], value: CellValue) -> None:
    bounds = {name: Decimal(case[name]) for name in ("least", "most") if name in case}
    title, measure, choices = case.get("title", "某栏"), case.get("measure", ""), tuple(case.get("choices", ()))
    column = Column(id="x", title=title, kind=ColumnKind(case["kind"]), choices=choices, measure=measure, **bounds)
    content, faults = convert(cell(value), column, 2015)
    if "content" in case:
        got = said(content)
        assert got == case["content"] or Decimal(_number(got)) == Decimal(_number(case["content"]))
    found = [fault for fault in faults if not (case.get("ignore_notes") and fault.kind.weight is Weight.NOTE)]
    assert [fault.kind.code for fault in found] == case.get("faults", [])
    assert all(fault.place.cell == "C7" and title in fault.message for fault in faults)


def _number(said_: str) -> str:
    parts = said_.split(" ")
    return parts[1] if parts[0] == "quantity" else "NaN"


def test_a_cell_shown_as_percent_is_percent() -> None:
    """0.95 shown as 95% is 95 %, in any number column; 95 is never guessed to be it."""
    content, faults = convert(cell(0.95, percent=True), Column(id="x", title="率", kind=ColumnKind.PERCENT), 2015)
    assert (content, faults) == (Quantity(amount=Decimal("95.00"), measure="%", text="95%"), ())


@pytest.mark.parametrize(
    ("value", "required", "code"),
    [
        (CellError("#REF!"), True, "S103"),
        (CellError("#N/A"), False, "S104"),
        (Uncalculated("=SUM(A1:A3)"), True, "S102"),
        (Uncalculated("=[台账.xls]Sheet1!B3"), False, "S104"),
        (Picture("ID_1"), True, "S105"),
    ],
)
def test_what_can_not_be_read_is_named(value: CellValue, required: bool, code: str) -> None:
    """Errors, formulas without result and pictures: a fault with the address, the formula never as content (A19, B30, B31)."""
    content, faults = convert(cell(value), Column(id="x", title="某栏", kind=ColumnKind.TEXT, required=required), 2015)
    assert [fault.kind.code for fault in faults] == [code]
    assert not isinstance(content, Words) or content.text == "【图片】"


def test_a_sentence_says_none_only_where_it_can() -> None:
    """经自查未发现问题 is “none” in a problem cell, and plain words in a rectification cell (C23)."""
    text = cell("经自查，未发现问题")
    problem = Column(id="x", title="问题", kind=ColumnKind.LONG_TEXT, role=ColumnRole.PROBLEM)
    rectified = Column(id="x", title="整改", kind=ColumnKind.LONG_TEXT, role=ColumnRole.RECTIFICATION)
    assert isinstance(convert(text, problem, 2015)[0], NotApplicable)
    assert isinstance(convert(text, rectified, 2015)[0], Words)
