"""The one map field ↔ cell: every field has one cell, no two share one, and body rows stay rows that can grow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from duchá.forms.layout import lay_out
from duchá.rulebook.form import Column, ColumnKind, FilledBy, Form, HeaderField, RemarkRow
from submissions.sample import campaign

KINDS = st.sampled_from(ColumnKind)
WORDS = st.text("部门（盖章）名称数量AB ", min_size=1, max_size=20)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form that a rulebook could declare."""
    columns = [
        Column(id=f"c{n}", title=draw(WORDS), kind=draw(KINDS), width=draw(st.integers(4, 120))) for n in range(draw(st.integers(1, 8)))
    ]
    header = [HeaderField(id=f"h{n}", label=draw(WORDS), kind=draw(KINDS)) for n in range(draw(st.integers(0, 5)))]
    return Form(
        id="form",
        number=draw(st.sampled_from(("", "附件9"))),
        title="表",
        sheet="表",
        article="a",
        columns=tuple(columns),
        header=tuple(header),
        remark=draw(st.sampled_from((None, RemarkRow(label="备注")))),
        notes=tuple("注" for _ in range(draw(st.integers(0, 3)))),
        filled_by=draw(st.sampled_from(FilledBy)),
        body_rows=draw(st.integers(1, 15)),
    )


@given(forms())
def test_every_field_has_its_own_cell_and_no_two_overlap(form: Form) -> None:
    layout = lay_out(form)
    fields = layout.fields()
    wanted = {f"header.{field.id}" for field in form.header} | ({"remark"} if form.remark else set())
    wanted |= {f"body.{row}.{column.id}" for row in range(1, form.body_rows + 1) for column in form.columns}
    assert fields.keys() == wanted
    words = [layout.title, *layout.notes, *(place.label for place in layout.header), *(layout.head(column) for column in form.columns)]
    words += [cells for cells in (layout.annex, layout.remark_label) if cells is not None]
    squares = [square for cells in (*fields.values(), *words) for square in cells.squares()]
    assert len(squares) == len(set(squares))


@given(forms())
def test_the_map_can_be_read_both_ways(form: Form) -> None:
    layout = lay_out(form)
    for name, cells in layout.fields().items():
        assert layout.field_at(cells.row, cells.column) == name
    assert layout.field_at(layout.heads, 1) is None


@given(forms())
def test_cells_of_the_body_are_never_merged(form: Form) -> None:
    """A merged row does not grow with its text."""
    layout = lay_out(form)
    assert all(cells.column == cells.last_column for name, cells in layout.fields().items() if name.startswith("body."))


@given(forms())
def test_nothing_stands_outside_the_table_s_columns(form: Form) -> None:
    layout = lay_out(form)
    assert all(1 <= column <= len(layout.widths) for cells in layout.fields().values() for _, column in cells.squares())
    assert min(layout.widths) > 0


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        ("approval", {"header.unit": "C3", "header.date": "C5", "body.1.item": "B8", "body.10.rectification": "D17", "remark": "B18:D18"}),
        ("supervision-systems", {"header.unit": "B3", "header.date": "B5", "body.1.system": "B8", "remark": "B18"}),
        ("supervision-problems", {"header.discipline": "C4", "body.2.problem": "C9", "remark": "B18:D18"}),
    ],
)
def test_the_forms_of_dantu_stand_where_they_always_stood(form: str, cells: dict[str, str]) -> None:
    """Blanks already sent out come back with this layout: a change here changes what their cells mean."""
    fields = lay_out(campaign().rulebooks[0].form(form)).fields()
    assert {name: fields[name].range for name in cells} == cells


def test_a_register_has_its_notes_above_the_table_so_that_rows_can_go_on() -> None:
    form = replace(campaign().rulebooks[0].form("approval"), filled_by=FilledBy.OFFICE, remark=None)
    layout = lay_out(form)
    assert max(cells.row for cells in layout.notes) < layout.heads
    assert max(cells.row for cells in layout.fields().values()) == layout.last
