"""A workbook as pretty-printers write it: blanks around the number of a shared text (A60). Read as every spreadsheet program reads it."""

from __future__ import annotations

import re
from datetime import date
from xml.dom import minidom

import pytest
from hypothesis import given, settings, strategies as st

from duchá.workbooks.formats import xlsx as reader
from duchá.workbooks.sheets import faults
from workbooks.build import MAIN, SPREADSHEET, book_of, parts_of, refusal, relations, sheet_of, zipped

TEXTS = ("序号", "存在的问题", "超时2件")


def shared(rows: str, texts: tuple[str, ...] = TEXTS) -> dict[str, str]:
    """The parts of a workbook whose texts are shared, with a style 1 that shows dates."""
    parts = parts_of(sheet_of(rows))
    extra = "".join(f'<Override PartName="/xl/{part}.xml" ContentType="{SPREADSHEET}.{part}+xml"/>' for part in ("sharedStrings", "styles"))
    return parts | {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace("</Types>", f"{extra}</Types>"),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>',
    }


def row(*cells: str) -> str:
    return f'<row r="1">{"".join(cells)}</row>'


@pytest.mark.parametrize("library", ["calamine", "openpyxl"])
@pytest.mark.parametrize(
    "written",
    ["<v> 2 </v>", "<v>\n      2\n    </v>", "<v>2 </v>", "<v>\t2</v>", '<v xml:space="preserve"> 2 </v>', "\n  <v>\n2</v>\n  "],
)
def test_blanks_around_the_number_of_a_text_change_nothing(written: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CALAMINE", library == "calamine")
    cells = (f'<c r="A1" t="s">{written}</c>', f'<c r="B1">{written}</c>', '<c r="C1" t="s"><v>1</v></c>')
    assert book_of(zipped(shared(row(*cells)))).sheets[0].rows == (("超时2件", 2, "存在的问题"),)


def test_a_whole_sheet_that_was_pretty_printed_reads_as_before() -> None:
    cells = [f'<c r="{column}1" t="s"><v>{n}</v></c>' for n, column in enumerate("ABC")]
    parts = shared(row(*cells, '<c r="D1" s="1"><v>42326</v></c>', '<c r="E1" t="b"><v>1</v></c>', '<c r="F1" t="str"><v>a b</v></c>'))
    pretty = {name: minidom.parseString(part).toprettyxml() for name, part in parts.items()}
    spaced = parts | {"xl/worksheets/sheet1.xml": re.sub(r"<v>(.*?)</v>", r"<v> \1 </v>", parts["xl/worksheets/sheet1.xml"])}
    wanted = ((*TEXTS, date(2015, 11, 18), True, "a b"),)
    assert book_of(zipped(parts)).sheets[0].rows == wanted
    assert book_of(zipped(pretty)).sheets[0].rows == wanted
    assert book_of(zipped(spaced)).sheets[0].rows == ((*wanted[0][:-1], " a b "),)


@pytest.mark.parametrize("index", ["+1", "1.0", "-1", "0x1", "１", "1 2", "abc"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_text_named_by_no_number_is_never_read_as_the_first_one(index: str, quote: str) -> None:
    fault = refusal(zipped(shared(row(f"<c r='B1' t={quote}s{quote}><v>{index}</v></c>", '<c r="C1"><v>5</v></c>'))))
    assert fault.kind is faults.BAD_PACKAGE and fault.place.cell == "B1" and "编号" in fault.message


@given(st.lists(st.tuples(st.text(" \t\r\n", max_size=3), st.integers(0, 2), st.text(" \t\r\n", max_size=3)), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
def test_whatever_blanks_a_printer_puts_there(written: list[tuple[str, int, str]]) -> None:
    cells = [f'<c r="{chr(65 + at)}1" t="s"><v>{before}{n}{after}</v></c>' for at, (before, n, after) in enumerate(written)]
    assert book_of(zipped(shared(row(*cells)))).sheets[0].rows == (tuple(TEXTS[n] for _, n, _ in written),)
