"""The blank that is sent out, filled in with another program and read back: what was typed, cell by cell, and not a word of complaint."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duchá.forms.layout import lay_out
from duchá.submissions.context import Answers
from duchá.submissions.find.tables import find_tables
from duchá.submissions.read.form import read_form
from duchá.terms.quantity import text_of
from duchá.workbooks.pool import read_workbook
from duchá.workbooks.sheets.model import RawBook
from forms.opened import blank, forms, opened
from submissions.pages import shown
from submissions.sample import context

HEADER = {"unit": "区安监局", "discipline": "区安监局纪检组", "date": "2015年11月18日"}


def _read(path: Path) -> RawBook:
    book, faults = read_workbook(path)
    assert book is not None
    assert faults == ()
    return book


def test_the_blank_itself_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    path.write_bytes(blank())
    book = _read(path)
    tables, faults = find_tables(book, forms(), Answers())
    assert faults == ()
    assert [table.form for table in tables] == [form.id for form in forms()]
    for table, form, one in zip(tables, forms(), book.sheets, strict=True):
        filled, said = read_form(one, table, form, context())
        assert (filled.untouched, filled.nil, filled.rows, said) == (True, False, (), ())


@pytest.mark.parametrize("rows", [1, 10, 25])
def test_a_filled_blank_reads_back(tmp_path: Path, rows: int) -> None:
    """Also when the unit inserted rows because ten were not enough."""
    workbook = opened(blank())
    typed = {}
    for form in forms():
        sheet, layout = workbook[form.sheet], lay_out(form)
        if rows > form.body_rows:
            for merged in [merged for merged in sheet.merged_cells.ranges if merged.min_row > layout.last]:
                sheet.unmerge_cells(merged.coord)  # openpyxl would leave them where they were
            sheet.insert_rows(layout.last + 1, rows - form.body_rows)
        for place in layout.header:
            sheet[place.entry.at] = HEADER[place.field.id]
        columns = [column for column in form.columns if column.id != "no"]
        typed[form.id] = [[f"{column.hint[:4]}第{row}项" for column in columns] for row in range(1, rows + 1)]
        for row, texts in enumerate(typed[form.id], 1):
            for column, text in zip(columns, texts, strict=True):
                sheet[layout.body(row, column.id).at] = text
    path = tmp_path / "区安监局.xlsx"
    workbook.save(path)
    book = _read(path)
    tables, faults = find_tables(book, forms(), Answers())
    assert faults == ()
    for table, form, one in zip(tables, forms(), book.sheets, strict=True):
        filled, said = read_form(one, table, form, context())
        assert shown(filled) == typed[form.id]
        assert {id: text_of(content) for id, content in filled.header.items()} == HEADER
        assert (filled.filed_on, filled.nil, said) == (date(2015, 11, 18), False, ())
