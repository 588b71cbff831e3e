"""Our own marks: any one of three places is enough; the sheet ``_ducha`` is never one of the sheets."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from workbooks.build import book_of, parts_of, sheet_of, text_cell, zipped

PAGE = sheet_of('<row r="1">' + text_cell("A1", "x") + "</row>")
MARKS = sheet_of(
    "".join(
        f'<row r="{n}">{text_cell(f"A{n}", key)}{text_cell(f"B{n}", value)}</row>'
        for n, (key, value) in enumerate([("unit", "区财政局"), ("form", "approval")], 1)
    )
)
PROPERTIES = (
    '<Properties xmlns:vt="x"><property name="ducha.unit"><vt:lpwstr>区财政局</vt:lpwstr></property>'
    '<property name="ducha.form"><vt:lpwstr>approval</vt:lpwstr></property><property name="other"><vt:lpwstr>x</vt:lpwstr></property></Properties>'
)
NAME = '<definedNames><definedName name="_ducha" hidden="1">"unit=区财政局;form=approval"</definedName></definedNames>'
EXPECTED = {"unit": "区财政局", "form": "approval"}


def marked(places: set[str], state: str = "veryHidden") -> bytes:
    pages = [PAGE, MARKS] if "sheet" in places else [PAGE]
    parts: Mapping[str, str] = parts_of(pages, states={1: state}, names={1: "_ducha"}, workbook=NAME if "name" in places else "")
    return zipped({**parts, **({"docProps/custom.xml": PROPERTIES} if "properties" in places else {})})


@pytest.mark.parametrize("places", [{"sheet"}, {"properties"}, {"name"}, {"sheet", "properties", "name"}])
def test_any_one_place_is_enough(places: set[str]) -> None:
    book = book_of(marked(places))
    assert book.marks == EXPECTED
    assert [sheet.name for sheet in book.sheets] == ["表1"] and not book.notes


@pytest.mark.parametrize("state", ["hidden", "veryHidden", "visible"])
def test_the_sheet_counts_in_any_state(state: str) -> None:
    assert book_of(marked({"sheet"}, state)).marks == EXPECTED


def test_a_file_without_marks_has_none() -> None:
    assert book_of(marked(set())).marks == {}


def test_a_formula_in_the_name_is_no_mark() -> None:
    parts = parts_of([PAGE], workbook='<definedNames><definedName name="_ducha">Sheet1!$A$1</definedName></definedNames>')
    assert book_of(zipped(parts)).marks == {}
