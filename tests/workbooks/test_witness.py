"""Two independent counts must agree before a file passes; where they do not, a person is asked (fact 4 of silent loss)."""

from __future__ import annotations

import pytest

from duchá.workbooks.sheets import faults
from workbooks.build import book_of, parts_of, read, relations, sheet_of, text_cell, zipped


def with_strings(rows: str, strings: str) -> bytes:
    rels = relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))
    table = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
    return zipped(parts_of(sheet_of(rows)) | {"xl/sharedStrings.xml": table, "xl/_rels/workbook.xml.rels": rels})


def test_empty_shared_and_inline_strings_are_blank_and_no_loss() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><t></t></is></c><c r="E1" t="str"><v></v></c><c r="F1"><v>7</v></c></row>'
    )
    strings = "<si><t>甲</t></si><si><t></t></si><si><r><t>乙</t></r><rPh><t>yi</t></rPh></si>"
    assert book_of(with_strings(rows, strings)).sheets[0].rows == (("甲", None, "乙", None, None, 7),)


def test_an_index_beyond_the_strings_is_no_blank_cell() -> None:
    book, found = read(with_strings('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c></row>', "<si><t>甲</t></si>"))
    assert [fault.kind for fault in found] in ([faults.WITNESS_MISMATCH], [faults.OUT_OF_REACH])
    assert book is None or found[0].place.sheet == "表1"


def test_a_utf_16_sheet_is_read_in_full_or_held() -> None:
    page = sheet_of('<row r="1">' + text_cell("A1", "序号") + text_cell("B1", "项目") + "</row>").replace("UTF-8", "UTF-16")
    book, found = read(zipped({**parts_of(sheet_of("")), "xl/worksheets/sheet1.xml": page.encode("utf-16")}))
    if found:
        assert [fault.kind for fault in found] == [faults.WITNESS_MISMATCH]
    else:
        assert book is not None and book.sheets[0].rows == (("序号", "项目"),)


@pytest.mark.parametrize(
    "hidden", ["<!-- <c r='Z9'><v>1</v></c> -->", "<?x <c r='Z9'><v>1</v></c>?>", '<extLst><ext><c r="Z9"><v>1</v></c></ext></extLst>']
)
def test_what_only_looks_like_cells_is_not_counted_as_loss_in_silence(hidden: str) -> None:
    book, found = read(zipped(parts_of(sheet_of('<row r="1">' + text_cell("A1", "x") + "</row>", after=hidden))))
    assert book is not None and book.sheets[0].value(1, 1) == "x"
    assert [fault.kind for fault in found] in ([], [faults.WITNESS_MISMATCH])
