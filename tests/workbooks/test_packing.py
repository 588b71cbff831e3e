"""The packed answer is the answer: JSON across the process border, the text rule applied on the way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from duchá.terms.place import Place
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, Picture, RawBook, RawSheet, SheetState, Uncalculated
from duchá.workbooks.sheets.wire import pack, unpack

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8)
VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    TEXTS.map(CellError),
    TEXTS.map(Uncalculated),
    TEXTS.map(Picture),
)
PLACES = st.tuples(st.integers(1, 99), st.integers(1, 99))
SHEETS = st.builds(
    RawSheet,
    name=TEXTS,
    state=st.sampled_from(SheetState),
    top=st.integers(1, 9),
    left=st.integers(1, 9),
    rows=st.lists(st.lists(VALUES, max_size=4).map(tuple), max_size=4).map(tuple),
    merges=st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=2).map(tuple),
    hidden_rows=st.frozensets(st.integers(1, 9)),
    hidden_columns=st.frozensets(st.integers(1, 9)),
    percents=st.frozensets(PLACES),
    struck=st.frozensets(PLACES),
    comments=st.dictionaries(PLACES, TEXTS),
    pictures=st.integers(0, 9),
    text_boxes=st.lists(TEXTS).map(tuple),
)
NOTE = faults.ERROR_CELL.at(Place(file="a.xlsx", sheet="表1", cell="C7", label="x"), count=1, cells="C7")


@settings(max_examples=150, deadline=None)
@given(sheets=st.lists(SHEETS, max_size=3).map(tuple), marks=st.dictionaries(TEXTS, TEXTS), paragraphs=st.lists(TEXTS).map(tuple))
def test_what_goes_in_comes_out(sheets: tuple[RawSheet, ...], marks: dict[str, str], paragraphs: tuple[str, ...]) -> None:
    book = RawBook(kind=FileKind.XLSX, sheets=sheets, marks=marks, paragraphs=paragraphs, notes=(NOTE,))
    again, found = unpack(pack(book, (NOTE,), "a.xlsx"))
    assert again == book and found == (NOTE,)
    assert again is not None
    for one, two in zip(book.sheets, again.sheets, strict=True):
        assert [[type(value) for value in row] for row in one.rows] == [[type(value) for value in row] for row in two.rows]


def test_a_refusal_comes_out() -> None:
    fault = faults.EMPTY_FILE.at(Place(file="a.xlsx"))
    assert unpack(pack(None, (fault,), "a.xlsx")) == (None, (fault,))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x0bb", "a␋b"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "\ufffd31m"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        ("\ud800x", "\ufffdx"),
        ("\x08\x0c", "␈␌"),
    ],
)
def test_forbidden_characters_become_visible_and_are_named(text: str, clean: str) -> None:
    rows = (("x", CellError(text), Uncalculated(text), Picture(text)), (text, None, 1))
    sheet = RawSheet(name=text, top=3, left=2, rows=rows, comments={(3, 2): text}, text_boxes=(text,))
    fault = faults.HIDDEN_SHEET.at(Place(file="a", sheet=text), sheet=text, rows="x")
    again, found = unpack(pack(RawBook(kind=FileKind.CSV, sheets=(sheet,), marks={text: text}, paragraphs=(text,)), (fault,), text))
    assert again is not None and again.sheets[0].name == clean
    assert again.sheets[0].rows == (("x", CellError(clean), Uncalculated(clean), Picture(clean)), (clean, None, 1))
    assert again.sheets[0].comments == {(3, 2): clean} and again.sheets[0].text_boxes == (clean,)
    assert again.marks == {clean: clean} and again.paragraphs == (clean,) and found[0].place.sheet == clean
    assert [(note.kind, note.place.cell) for note in again.notes] == [(faults.CONTROL_CHARACTERS, "C3")]
    assert "C3、D3、E3、B4" in again.notes[0].message


@pytest.mark.parametrize("text", ["\t\n\r", "\u200b\u202e", "é²°", "\\u0000", "e\u0301", "\ue5e5"])
def test_everything_else_is_kept_exactly(text: str) -> None:
    book = RawBook(kind=FileKind.CSV, sheets=(RawSheet(name="x", rows=((text,),)),))
    assert unpack(pack(book, (), "a"))[0] == book


def test_every_kind_of_value_is_covered() -> None:
    row: tuple[CellValue, ...] = (
        date(2015, 11, 18),
        datetime.fromisoformat("2015-11-18T08:30"),
        time(8, 30),
        timedelta(days=2, seconds=5),
        True,
        1,
        1.0,
    )
    book, _ = unpack(pack(RawBook(kind=FileKind.XLSX, sheets=(RawSheet(name="x", rows=(row,)),)), (), "a"))
    assert book is not None and [type(value) for value in book.sheets[0].rows[0]] == [type(value) for value in row]
