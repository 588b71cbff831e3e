"""Whatever is filled in comes back as it was, wherever the table stands and whatever its columns are called (DT-31…33, B01, B04–B10, B16)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings, strategies as st

from duchá.rulebook.form import Form
from duchá.submissions.cells.convert_text import clean
from duchá.terms.quantity import text_of
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue, RawSheet
from submissions.pages import UNIT_FORMS, read
from submissions.sample import form

ODD = [
    "=SUM(A1)",
    "+86",
    "-未建立",
    "@某某",
    "<b>粗</b>",
    "{{7*191}}",
    "\u202e反转",
    "e\u0301",
    "𬭎䶮",
    "1/2",
    "00123",
    "“引号”",
    "a|b",
    "备注说明",
    "合格证",
    "序号不连续",
    "；。",
]
WORDS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=40),
    st.text("超期未公示收费依据已整改完毕某许可事项登记", min_size=3, max_size=30),
)


class Filled(NamedTuple):
    """A filled table: the form, its rows, and the sheet they were laid out on."""

    form: Form
    rows: list[list[str]]
    sheet: RawSheet


def _text(text: str) -> str:
    """A text that means itself: long enough not to be a sign, no sentence of “none”, no row label."""
    return f"甲{text}乙丙"


@st.composite
def filled_tables(draw: st.DrawFn) -> Filled:
    declared = form(draw(st.sampled_from(UNIT_FORMS)))
    columns = [column for column in declared.columns if column.id != "no"]
    rows = draw(st.lists(st.lists(WORDS.map(_text), min_size=len(columns), max_size=len(columns)), min_size=1, max_size=8))
    order = draw(st.permutations(range(len(columns)))) if len(columns) > 1 else [0]
    titles = [draw(st.sampled_from([columns[at].title, *columns[at].synonyms])) for at in order]
    gaps = draw(st.lists(st.integers(0, 2), min_size=len(columns) + 1, max_size=len(columns) + 1))
    top, left = draw(st.integers(1, 40)), draw(st.integers(1, 30))
    sheet_rows: list[list[CellValue]] = [[declared.title], ["部门（盖章）：区财政局", None, "填报日期：2015年11月18日"]]
    sheet_rows += [[]] * draw(st.integers(0, 2))
    sheet_rows.append(_spread([declared.columns[0].title or None, *titles], gaps))
    for number, row in enumerate(rows, 1):
        sheet_rows += [[]] * draw(st.integers(0, 1))
        sheet_rows.append(_spread([number, *(row[at] for at in order)], gaps))
    sheet_rows.append(["备注", "无"] if draw(st.booleans()) else [])
    return Filled(declared, rows, RawSheet(name="Sheet1", top=top, left=left, rows=tuple(tuple(row) for row in sheet_rows)))


def _spread(cells: list[CellValue], gaps: list[int]) -> list[CellValue]:
    """Cells with empty columns between them."""
    spread: list[CellValue] = []
    for cell, gap in zip(cells, gaps, strict=True):
        spread += [cell, *[None] * gap]
    return spread


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled_tables())
def test_what_was_filled_in_comes_back(given_: Filled) -> None:
    (found,), faults = read(given_.sheet)
    columns = [column.id for column in given_.form.columns if column.id != "no"]
    assert found.form == given_.form.id
    assert [[text_of(row.cells[id]) for id in columns] for row in found.rows] == [[clean(text) for text in row] for row in given_.rows]
    assert [row.written_number for row in found.rows] == [str(number) for number in range(1, len(given_.rows) + 1)]
    assert found.filed_on == date(2015, 11, 18)
    assert text_of(found.header["unit"]) == "区财政局"
    assert {fault.kind.weight.value for fault in faults} <= {"note"}
    for row, texts in zip(found.rows, given_.rows, strict=True):
        for id, text in zip(columns, texts, strict=True):
            assert clean(str(_at(given_.sheet, row.places[id].cell))) == clean(text)


def _at(sheet: RawSheet, cell: str) -> CellValue:
    from duchá.terms.place import parse_address

    return sheet.value(*parse_address(cell))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(st.none(), WORDS, st.integers(), st.floats(allow_nan=False)), max_size=6), max_size=12))
def test_no_sheet_breaks_the_reader(rows: list[list[CellValue]]) -> None:
    """Any cells at all: an answer, never an exception; what is not blank and no form is always said."""
    tables, faults = read(RawSheet(name="Sheet1", rows=tuple(tuple(row) for row in rows)))
    something = any(value is not None and not (isinstance(value, str) and is_blank(value)) for row in rows for value in row)
    assert tables or faults or not something
