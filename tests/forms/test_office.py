"""A blank in LibreOffice: typed into, saved anew in its formats, printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from duchá.forms.marks import form_version
from duchá.submissions.context import Answers
from duchá.submissions.find.tables import find_tables
from duchá.workbooks.pool import read_workbook
from forms import office
from forms.opened import blank, forms, opened

pytestmark = [pytest.mark.sweep, pytest.mark.office, pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")]
LONG = "经自查，2015年以来办理的危险化学品经营许可中，有2件超过承诺办理时限；" * 12


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice of its own."""
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank as it is sent."""
    path = tmp_path_factory.mktemp("blank") / "sent.xlsx"
    path.write_bytes(blank())
    return path


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_saved_in_another_format_it_is_still_known_and_its_tables_found(ending: str, source: Path, profile: Path) -> None:
    book, faults = read_workbook(office.convert(source, ending, profile))
    assert book is not None, faults
    assert (book.marks["unit"], book.marks["version"]) == ("区安监局", form_version(forms()))
    tables, found = find_tables(book, forms(), Answers())
    assert [(table.form, sorted(table.header)) for table in tables] == [(form.id, ["date", "discipline", "unit"]) for form in forms()]
    assert [fault.kind.code for fault in found] == []


def test_typed_into_it_takes_entries_keeps_its_words_and_its_rows_grow(source: Path, profile: Path) -> None:
    entries = [(0, "$C$4", "区安监局纪检组"), (0, "$C$5", "2015-11-18"), (0, "$B$8", "00123"), (0, "$C$8", LONG), (0, "$D$8", "-加强管理")]
    locked = [(0, "$A$2", "改坏"), (0, "$C$3", "别的局"), (0, "$D$7", "改坏"), (1, "$A$7", "改坏")]
    target = office.type_into(source, source.with_name("typed.xlsx"), profile, [*entries, *locked])
    book = opened(target.read_bytes())
    sheet = book["附件2"]
    assert [sheet[at].value for at in ("C4", "B8", "C8", "D8")] == ["区安监局纪检组", "00123", LONG, "-加强管理"]
    assert sheet["C5"].value.isoformat() == "2015-11-18T00:00:00"
    assert [sheet[at].value for at in ("A2", "C3", "D7")] == ["部门行政审批自查自纠情况报表", "区安监局", "整改情况"]
    assert book["附件3"]["A7"].value is None
    assert sheet.row_dimensions[8].height > 10 * 12 and sheet.row_dimensions[9].height == pytest.approx(28, abs=1)


def test_rows_inserted_into_the_table_are_open_and_are_read_with_the_others(source: Path, profile: Path) -> None:
    inserted = [(0, "$A$17", office.ROW)] * 3
    rows = [(0, f"${column}${row}", f"第{row - 7}项") for row in range(8, 21) for column in "BCD"]
    target = office.type_into(source, source.with_name("longer.xlsx"), profile, [*inserted, *rows])
    book, faults = read_workbook(target)
    assert book is not None, faults
    table = find_tables(book, forms(), Answers())[0][0]
    assert [book.sheets[0].value(row, 4) for row in table.body] == [f"第{n}项" for n in range(1, 14)]
    assert table.remark is not None and table.remark.place.cell.endswith("21")


def test_printed_each_form_is_one_page(source: Path, profile: Path) -> None:
    pages = office.convert(source, ".pdf", profile).read_bytes()
    assert pages.count(b"/Type/Page>>") + pages.count(b"/Type/Page/") == 3
