"""``duchá report ranking｜unit｜annual`` over a year that came in through registers: what is printed adds up and agrees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from duchá.cli.app import run
from reports.scored import HOSTILE, PHONE, scored_office
from scoring.office import Office, copy_of, new_office

YEAR_END = ("--as-of", "2018-12-31")
Sheet = list[list[Any]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A year of scores; the tests only read it."""
    return scored_office(tmp_path_factory.mktemp("scores") / "office")


def made(office: Office, *arguments: str) -> list[Path]:
    """What ``report … --json`` says it has written."""
    return [Path(file) for file in json.loads(office.run("report", *arguments, "--json", wants=None))["files"]]


def sheets(path: Path) -> dict[str, Sheet]:
    """Every sheet's rows below its head, with the head first."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] for sheet in book.worksheets}


def table(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The rows of a table by their column titles, up to the first note."""
    head = sheet[0]
    for row in sheet[1:]:
        if all(cell is None for cell in row[1:]):
            return
        yield dict(zip(head, row, strict=True))


def number(value: object) -> Decimal:
    return Decimal(str(value))


def test_a_unit_s_entries_add_up_to_its_printed_total_which_is_the_ranking_s(office: Office) -> None:
    (ranking,) = made(office, "ranking", "--period", "2018", *YEAR_END)
    totals = {row["单位"]: row for name, sheet in sheets(ranking).items() if name.endswith("排名") for row in table(sheet)}
    files = made(office, "unit", "--period", "2018", *YEAR_END)
    assert len(files) == len(totals) == 20 and {file.parent.name for file in files} == {"积分明细-2018-2018-12-31"}
    for file in files:
        rows = list(table(sheets(file)["积分明细"]))
        entries, total = rows[1:-1], rows[-1]
        standing = totals[file.stem.partition("-")[2]]
        assert sum((number(row["分值"]) for row in entries), Decimal(0)) == number(total["分值"]) == number(standing["增减"])
        assert 100 + number(total["分值"]) == number(total["累计"]) == number(standing["总分"])
        assert len(entries) == standing["笔数"] and all(row["条款"] and row["入账日"] and row["出处和评分主体"] for row in entries)
        balance = number(rows[0]["累计"])
        for row in entries:
            balance += number(row["分值"])
            assert number(row["累计"]) == balance


def test_the_quarters_of_the_year_are_what_each_quarter_brought(office: Office) -> None:
    (annual,) = made(office, "annual", *YEAR_END)
    quarters = {f"2018Q{n}": f"{word}季度" for n, word in enumerate("一二三四", 1)}
    alone = {
        period: {
            item["unit"]: Decimal(item["change"]) for group in office.score(period, *YEAR_END)["groups"] for item in group["standings"]
        }
        for period in quarters
    }
    rows = [row for name, sheet in sheets(annual).items() if name.endswith("排名") for row in table(sheet)]
    assert len(rows) == 20
    for row in rows:
        parts = [number(row[column]) for column in quarters.values()]
        assert parts == [alone[period][row["单位"]] for period in quarters]
        assert sum(parts) == number(row["增减"])


def test_ties_are_printed_and_a_boundary_tie_waits_for_a_person(office: Office) -> None:
    (annual,) = made(office, "annual", *YEAR_END)
    pages = sheets(annual)
    places = {row["单位"]: row["名次"] for row in table(pages["县(市、区)排名"])}
    assert (places["高平市"], places["泽州县"], places["阳城县"], places["陵川县"]) == ("1（并列）", "1（并列）", "3", "6（并列）")
    proposals = list(table(pages["结果运用建议"]))
    assert {row["单位"] for row in proposals if row["建议"] == "免督查"} == {"市发改委", "市财政局", "市住建局", "市教育局"}
    assert all("并列第3名" in row["待认定"] for row in proposals if row["单位"] in ("市住建局", "市教育局"))
    assert all(row["条款"] and row["出处"] and row["批准人、日期、文号"] is None for row in proposals)


@pytest.mark.requirement("JC-J-25")
def test_what_is_sent_on_has_three_classes_and_no_stationed_unit(office: Office) -> None:
    (annual,) = made(office, "annual", *YEAR_END)
    sheet = sheets(annual)["积分及排名情况表"]
    rows = list(table(sheet))
    assert {row["类别"] for row in rows} == {"县(市、区)", "开发区", "市直"} and len(rows) == 16
    said = " ".join(str(cell) for row in sheet for cell in row if cell)
    assert "第十八条" in said and "驻市4个单位不在报送范围" in said


def test_another_reading_is_laid_beside_the_one_in_force(office: Office) -> None:
    (annual,) = made(office, "annual", *YEAR_END)
    rows = list(table(sheets(annual)["换读法的影响"]))
    fixed = next(row for row in rows if "定额" in row["换成"])
    assert "市住建局 118变为120" in fixed["影响的单位、总分和名次"] and fixed["条款"] == "第十二条(三)"


@pytest.mark.parametrize("written_as", ["xlsx", "docx", "html", "md"])
def test_equal_records_give_equal_bytes(office: Office, written_as: str) -> None:
    arguments = ("annual", *YEAR_END, "--format", written_as)
    before = made(office, *arguments)[0].read_bytes()
    assert made(office, *arguments)[0].read_bytes() == before
    assert not [path for path in (office.folder / "reports").iterdir() if path.name.startswith(".")]


def test_numbers_of_people_are_masked_unless_asked_otherwise(office: Office) -> None:
    arguments = ("unit", "--unit", "市住建局", "--period", "2018Q4", *YEAR_END, "--format", "md")
    assert PHONE not in made(office, *arguments)[0].read_text(encoding="utf-8")
    assert PHONE in made(office, *arguments, "--full")[0].read_text(encoding="utf-8")


def test_words_that_try_to_be_a_formula_are_text(office: Office) -> None:
    (path,) = made(office, "unit", "--unit", "市住建局", "--period", "2018Q4", *YEAR_END)
    cells = [cell for row in openpyxl.load_workbook(path)["积分明细"].iter_rows() for cell in row if HOSTILE in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_year_is_asked_for_by_its_number_and_the_other_way_is_one_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "annual", "--period", "2018Q2", "-C", str(office.folder)]) == 2
    assert re.fullmatch(r"× .*2018Q2.*\n", capsys.readouterr().err)


def test_a_single_unit_has_its_file_beside_the_other_reports(office: Office, tmp_path: Path) -> None:
    own = copy_of(office, tmp_path / "office")
    (path,) = made(own, "unit", "--unit", "市住建局", "--period", "2018Q2", "--as-of", "2018-07-05")
    assert path == own.folder / "reports" / "积分明细-2018Q2-2018-07-05-10-市住建局.xlsx"
    assert "总分102.5分" in own.run("report", "unit", "--unit", "市住建局", "--period", "2018Q2", "--as-of", "2018-07-05")


def test_a_ranking_of_one_unit_has_its_group_and_what_is_about_it(office: Office) -> None:
    (path,) = made(office, "annual", "--unit", "市住建局", *YEAR_END)
    pages = sheets(path)
    assert path.stem == "年末总评及建议-2018-2018-12-31-市住建局"
    assert "市直排名" in pages and "驻市排名" not in pages and "积分及排名情况表" not in pages
    assert {row["单位"] for name in ("结果运用建议", "待认定和未计分") for row in table(pages[name])} == {"市住建局"}


def test_weighted_scores_are_ranked_and_a_unit_without_a_part_is_not(tmp_path: Path) -> None:
    """十堰: 30/25/35/10; no total without every part (SY-22), and no rank."""
    office = new_office(tmp_path / "office", rulebook="shiyan-2015", year=2015)
    parts = {"第三方监督": 88.5, "服务对象测评": 92, "集中民主评议": 85.4, "平时工作评价": 96}
    office.write({"评议得分": [{"期间": "2015", "单位": "市住建局", **parts}, {"期间": "2015", "单位": "市水利局", "第三方监督": 90}]})
    office.record()
    (ranking,) = made(office, "ranking", "--period", "2015", "--as-of", "2015-12-31")
    rows = {row["单位"]: row for row in table(sheets(ranking)["市直排名"])}
    assert (rows["市住建局"]["名次"], rows["市住建局"]["总分"]) == ("1", 89.04)
    assert (rows["市水利局"]["名次"], rows["市水利局"]["总分"]) == ("未排名", None) and "集中民主评议" in rows["市水利局"]["备注"]
    (unit,) = made(office, "unit", "--unit", "市住建局", "--period", "2015", "--as-of", "2015-12-31")
    entries = list(table(sheets(unit)["积分明细"]))
    assert sum(number(row["分值"]) for row in entries[:-1]) == number(entries[-1]["累计"]) == Decimal("89.04")
    (annual,) = made(office, "annual", "--as-of", "2015-12-31", "--format", "docx")
    assert annual.stat().st_size > 10_000
