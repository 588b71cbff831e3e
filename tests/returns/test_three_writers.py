"""Any filled form comes back as it was, whichever of three writers wrote it: openpyxl, XlsxWriter, csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import Workbook

from duchá.campaign.model import Campaign
from duchá.steps.open_campaign import open_campaign
from duchá.submissions.context import Arrival, Context
from duchá.submissions.read.submission import read_submission
from duchá.terms.moment import Moment
from duchá.terms.quantity import text_of
from duchá.workbooks.pool import Readers, open_readers
from duchá.workbooks.sheets.kind import kind_of
from steps.office import BEGIN, at, make_office

Rows = list[list[str]]
HEAD = [
    ["部门事中事后监管自查自纠情况报表2"],
    ["部门（盖章）：区安监局", "", "填报日期：2015-11-18"],
    ["序号", "自查项目名称", "发现存在问题", "整改情况"],
]
TAIL = [["备注"]]
WORDS = st.text(st.sampled_from("加油站检查复未及时整改到位已全部办结<>&\"'=+-@（）2015％é𬭎"), min_size=3, max_size=24).map(
    lambda text: "查" + text + "处"
)
BODIES = st.lists(st.tuples(WORDS, WORDS, WORDS).map(list), min_size=1, max_size=6)


def by_openpyxl(rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = text, "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(rows: Rows) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return stream.getvalue()


def by_csv(rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    office = make_office(tmp_path_factory.mktemp("three") / "行动")
    return open_campaign(office.folder, Moment(now=BEGIN)).campaign


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with open_readers(1) as opened:
        yield opened


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, by_csv])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_a_filled_form_comes_back_as_it_was(
    write: Callable[[Rows], bytes], body: Rows, campaign: Campaign, readers: Readers, tmp_path: Path
) -> None:
    rows = [*HEAD, *([str(number), *texts] for number, texts in enumerate(body, 1)), *TAIL]
    path = tmp_path / "区安监局.xlsx"
    path.write_bytes(write(rows))
    book, faults = readers.read(path, kind_of(path.read_bytes(), names(path)), path.name)
    assert book is not None, faults
    found = read_submission(book, Context(campaign=campaign, arrival=Arrival(source=path.name, received_at=at(18))))
    (form,) = found.forms
    assert found.unit == "区安监局"
    assert [[text_of(row.cells[column]) for column in ("item", "problem", "rectification")] for row in form.rows] == body


def names(path: Path) -> frozenset[str]:
    from duchá.workbooks.package.names import names_inside

    return names_inside(path.read_bytes())
