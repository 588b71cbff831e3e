"""One form on several sheets: a 续表 goes on with the same rows, sheets of sub-units name their 下属单位 (A26, DT-27)."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.journal.read import read_body, read_facts
from steps.office import ROW, Office


def rows_with(office: Office, first: str, second: str) -> list[tuple[str, str]]:
    """(自查项目名称, 下属单位) of 附件4 filled on two sheets named so."""
    path = office.fill("区安监局", supervision_problems=[ROW])
    book = load_workbook(path)
    sheet = book["附件4"]
    further = book.copy_worksheet(sheet)
    sheet.title, further.title = first, second
    further["B8"].value = "危化品企业检查"
    if "续" in second:
        further["A2"].value = f"{sheet['A2'].value}（续表）"
    book.save(path)
    office.collect()
    journal = office.folder / ".duchá" / "journal.sqlite3"
    body: Any = read_body(journal, next(fact.seq for fact in reversed(read_facts(journal)) if fact.body_sha256))
    return [(row["cells"]["item"]["text"], row.get("sub_unit", "")) for row in body["forms"]["supervision-problems"]]


@pytest.mark.parametrize(
    ("first", "second", "below"),
    [("附件4", "附件4（续）", ("", "")), ("安监大队", "应急中心", ("安监大队", "应急中心"))],
)
def test_only_a_sheet_named_after_a_sub_unit_gives_its_name_to_its_rows(
    office: Office, first: str, second: str, below: tuple[str, str]
) -> None:
    assert rows_with(office, first, second) == [("加油站日常检查", below[0]), ("危化品企业检查", below[1])]
