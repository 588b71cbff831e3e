"""What is fuzzed: the look over a package, and the way from cells to a judged submission. Any bytes in; nothing may be raised but what is said.

With atheris installed, run one until stopped: ``PYTHONPATH=src:tests python -m fuzz.targets look`` (or ``tables``).
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache

from duchá.rulebook.form import FilledBy
from duchá.submissions.as_json import body_json, payload_json
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission
from duchá.workbooks.look.look import look_over
from duchá.workbooks.package.zip import open_package
from duchá.workbooks.sheets.model import CellError, CellValue, FileKind, Picture, RawBook, RawSheet, Uncalculated
from duchá.workbooks.sheets.refused import Refused
from submissions.sample import campaign, context

_ODD: tuple[CellValue, ...] = (
    *(
        None,
        "",
        " ",
        "　",
        "\u200b",
        "无",
        "/",
        "同上",
        "…",
        "合计",
        "例",
        "备注",
        "备注：无",
        "注：1. x",
        "填表人：张三",
        "1",
        "一、",
        "（1）",
    ),
    *(
        "区财政局",
        "区民政局、区财政局",
        "张三",
        "填报日期：2015年11月18日",
        "=1+1",
        "<b>",
        "{{7*7}}",
        "\x1b[31m",
        "\ud800",
        "x" * 300,
        "附件3：",
    ),
    *(0, 1, 2.5, -1, 1e300, True, date(2015, 11, 18), CellError("#REF!"), Uncalculated("A1"), Uncalculated("-未建立"), Picture("p")),
)


def look(data: bytes) -> str:
    """A package opened and looked over; the code of the refusal, or nothing."""
    try:
        look_over(open_package(data))
    except Refused as refused:
        return refused.fault("x").kind.code
    return ""


@cache
def _vocabulary() -> tuple[CellValue, ...]:
    forms = campaign().forms(FilledBy.UNIT)
    words = [form.title for form in forms] + [form.number for form in forms]
    words += [column.title for form in forms for column in form.columns] + [field.label for form in forms for field in form.header]
    return (*words, *words, *_ODD)


def sheets(data: bytes) -> tuple[RawSheet, ...]:
    """Sheets whose cells are chosen by the bytes, from the words that mean something and from odd values."""
    words = _vocabulary()
    width, per_sheet = 1 + (data[0] % 9 if data else 0), 8 + (data[1] if len(data) > 1 else 0)
    found = []
    for start in range(2, len(data), per_sheet):
        cells = [words[byte % len(words)] for byte in data[start : start + per_sheet]]
        rows = tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))
        first = data[start]
        merges = ((1 + first % 5, 1 + first % 3, 1 + first % 5 + first % 4, 1 + first % 3 + first % 2),) if first % 3 == 0 else ()
        boxes = ("盖章",) if first % 7 == 0 else ()
        name = f"{'附件' if first % 2 else 'Sheet'}{len(found)}"
        found.append(RawSheet(name=name, top=1 + first % 4, left=1 + first % 3, rows=rows, merges=merges, text_boxes=boxes))
    return tuple(found)


def tables(data: bytes) -> Submission:
    """The cells as a workbook, read, checked, judged and written as JSON values."""
    found = read_submission(RawBook(kind=FileKind.XLSX, sheets=sheets(data)), context())
    payload_json(found)
    body_json(found)
    return found


def _fuzz(name: str) -> None:
    import atheris  # type: ignore[import-not-found]  # optional

    target = {"look": look, "tables": tables}[name]
    atheris.instrument_all()
    atheris.Setup(sys.argv[:1], lambda data: target(data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    _fuzz(sys.argv[1])
