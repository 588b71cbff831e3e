"""A city that nobody thought of: ten registers, twelve checks, two reconciliations, five measures, from a rulebook alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from registers.desk import Desk, make_desk, page_of, rows_of_page

TEXT = (Path(__file__).parent / "rivers" / "rulebook.toml").read_text(encoding="utf-8")
TOWN, OTHER, BUREAU = "东乡镇", "西乡镇", "市环保局"
PAPER = """[[documents]]
id = "urge"
name = "督办函"
register = "troubles"
article = "1"
title = "关于{{number}}的函"
issued = "{issued}"
template = "{template}"
paragraphs = ["请整改。"]
"""
UNITS = [(TOWN, "乡镇"), (OTHER, "乡镇"), (BUREAU, "市直")]
DAY = date(2018, 6, 30)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Every register filled, with each thing wrong once."""
    made = make_desk(tmp_path_factory.mktemp("rivers") / "河长制", "rivers", units=UNITS, day=DAY, own={"rivers": TEXT})
    made.type("河段", {"河段编码": "A1", "河段名称": "东河", "所在乡镇": TOWN}, {"河段编码": "A2", "河段名称": "西河", "所在乡镇": OTHER})
    chief = {"河段编码": "A1", "级别": "乡级", "所在单位": TOWN}
    made.type(
        "河长",
        {**chief, "河长": "张三", "任职日期": date(2017, 1, 1), "离任日期": date(2018, 3, 31)},
        {**chief, "河长": "李四", "任职日期": date(2018, 3, 1)},
        {**chief, "河长": "王五", "任职日期": date(2018, 5, 1)},
    )
    patrol = {"日期": date(2018, 6, 1), "河段编码": "A1", "发现": "无", "照片": "1.jpg"}
    made.type(
        "巡河",
        {**patrol, "巡河人": "李四", "核查人": "李 四"},
        {**patrol, "巡河人": "王五", "发现": "有问题"},
        {**patrol, "巡河人": "赵六", "照片": None},
    )
    trouble = {"责任单位": TOWN, "河段编码": "A1", "发现日期": date(2018, 5, 1), "整改期限": date(2018, 5, 31)}
    made.type(
        "河道问题",
        {**trouble, "问题编号": "W1", "整改日期": date(2018, 4, 1)},
        {**trouble, "问题编号": "W2"},
        {**trouble, "问题编号": "W3", "延期理由": "汛期，市河长办同意"},
        {**trouble, "问题编号": "W4", "整改期限": date(2018, 7, 31)},
    )
    made.type(
        "排污口",
        {"排污口编号": "P1", "河段编码": "A1", "许可证号": "X1"},
        {"排污口编号": "P2", "河段编码": "A1", "许可证号": "X1"},
        {"排污口编号": "P3", "河段编码": "A2"},
        {"排污口编号": "P4", "河段编码": "A2", "免办说明": "雨水口"},
    )
    made.type("许可导出", {"许可证编号": "X9", "持证单位": "某厂"})
    made.type("断面", {"断面": "东桥", "河段编码": "A1", "目标类别": 3}, {"断面": "西桥", "河段编码": "A2", "目标类别": 2})
    made.type(
        "监测", *({"采样日期": date(2018, 6, day), "断面": "东桥", "监测单位": BUREAU, "水质类别": day, "目标类别": 4} for day in (3, 4, 5))
    )
    made.type("项目", {"项目编号": "G1", "建设单位": OTHER, "计划投资": "100.5", "已付": "120"})
    made.type("部门职责", {"部门": BUREAU, "职责": "水质监测"})
    recorded = made.record()
    assert [fault.message for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"] == []
    return made


@pytest.mark.parametrize(
    ("check", "gaps"),
    [
        ("chief-of-reach", [(OTHER, "A2", "西河没有河长")]),
        ("one-chief-a-level", [("", "A1、乡级", "“河段编码、级别”为“A1、乡级”的有 2 行，最多 1 行")]),
        (
            "chief-terms",
            [
                (TOWN, "A1 李四 2018-03-01", "与 A1 张三 2017-01-01 的起止日期重叠（河段编码、级别：A1、乡级）"),
                (TOWN, "A1 王五 2018-05-01", "与 A1 李四 2018-03-01 的起止日期重叠（河段编码、级别：A1、乡级）"),
            ],
        ),
        ("patrol-detail", [("", "2018-06-01 A1 王五", "没有填“情况”")]),
        ("patrol-proof", [("", "2018-06-01 A1 赵六", "“照片、情况”至少填一项")]),
        ("patrol-own-check", [("", "2018-06-01 A1 李四", "“巡河人、核查人”不应相同，都是“李四”")]),
        ("trouble-order", [(TOWN, "W1", "“整改日期”2018-04-01早于“发现日期”2018-05-01")]),
        ("trouble-late", [(TOWN, "W2", "已过期限，发现至今 60 天")]),
        ("outlet-permit", [("", "P3", "没有填“许可证号”")]),
        ("permit-once", [("", one, "“许可证号”为“X1”的有 2 行，只应有一行") for one in ("P1", "P2")]),
        ("paid-within-plan", [(OTHER, "G1", "已付120，超过计划100.5")]),
        ("duties-cover", [(BUREAU, "排污许可", f"没有“{BUREAU}、排污许可”的登记")]),
    ],
)
def test_a_check_names_row_and_reason(desk: Desk, check: str, gaps: list[tuple[str, str, str]]) -> None:
    assert desk.gaps(check) == gaps


def test_an_exception_with_its_reason_is_no_gap_and_is_printed(desk: Desk) -> None:
    report = desk.report("河道问题")
    assert [row[2] for row in rows_of_page(page_of(report, "缺口"))] == ["W1", "W2"]
    assert [row[2:5] for row in rows_of_page(page_of(report, "例外"))] == [["W3", "已过期限，发现至今 60 天", "汛期，市河长办同意"]]


def test_two_lists_against_each_other(desk: Desk) -> None:
    found = rows_of_page(page_of(desk.report("排污口"), "排污口与许可"))
    assert [(row[2], row[3], row[5], row[7]) for row in found] == [
        ("P1", "缺", "X1", ""),
        ("P2", "无法对照", "X1", ""),
        ("X9", "多", "", "X9"),
    ]
    found = rows_of_page(page_of(desk.report("断面"), "监测与断面"))
    assert [(row[3], row[5], row[7], row[8]) for row in found] == [
        ("不一致", "4", "3", "registers/断面.xlsx!断面!C3"),
        ("多", "", "西桥", "registers/断面.xlsx!断面!A4"),
    ]


def test_counts_sums_and_rates_with_what_misses_the_target(desk: Desk) -> None:
    report = desk.report("河道问题")
    assert rows_of_page(page_of(report, "问题统计")) == [
        ["1", TOWN, "4", "1", "25.00%"],
        ["2", OTHER, "0", "0", "—"],
        ["3", BUREAU, "0", "0", "—"],
    ]
    assert [row[2:] for row in rows_of_page(page_of(report, "问题统计未达标"))] == [
        ["W2", "未整改", "2018-05-31"],
        ["W3", "未整改", "2018-05-31"],
    ]
    assert rows_of_page(page_of(desk.report("监测"), "水质")) == [["1", "东桥", "3", "2", "66.67%", "1"]]
    assert rows_of_page(page_of(desk.report("项目"), "投资")) == [["1", OTHER, "120"]]


def test_two_registers_of_one_name_in_one_file_are_two_sheets_two_reports_and_two_lists(tmp_path: Path) -> None:
    text = TEXT.replace('sheet = "断面"', 'sheet = "河段"').replace('file = "断面.xlsx"', 'file = "河段.xlsx"')
    desk = make_desk(tmp_path / "同名", "rivers", units=UNITS, day=DAY, own={"rivers": text})
    path = desk.folder / "registers" / "河段.xlsx"
    book = load_workbook(path)
    assert book.sheetnames[:2] == ["河段", "河段 (2)"]
    for sheet, typed in zip(book.worksheets, (("A1", "东河", TOWN), ("D1", "A1", 3)), strict=False):
        (heads,) = [row[0].row for row in sheet.iter_rows(max_row=8) if row[0].value in ("河段编码", "断面")]
        for column, value in enumerate(typed, 1):
            sheet.cell(row=heads + 1, column=column, value=value)
    book.save(path)
    assert [fault.message for done in desk.record().files for fault in done.faults if fault.kind.weight.value == "reject"] == []
    assert rows_of_page(page_of(desk.report("河段"), "河段"))[0][1] == "A1"
    assert rows_of_page(page_of(desk.report("河段 (2)"), "河段 (2)"))[0][1] == "D1"
    assert desk.report("河段").stem != desk.report("sections").stem


def test_a_list_is_as_of_its_day(desk: Desk) -> None:
    """Chiefs are valid from and to: those of another time stand apart, none is lost."""
    report = desk.report("河长", day=date(2018, 2, 1))
    assert [row[2] for row in rows_of_page(page_of(report, "河长"))] == ["张三"]
    assert sorted(row[2] for row in rows_of_page(page_of(report, "不在有效期内"))) == ["李四", "王五"]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "words"),
    [
        ('columns = ["detail"]\nrows', 'columns = ["detial"]\nrows', "G007", "detial"),
        ("found = '有问题'", "found = '有 问 题'", "G091", "没有“有 问 题”这个选项"),
        ("limit < as_of", "limit < name", "G091", "没有名为“name”的栏目"),
        ("paid <= plan", "paid <= plan + unit", "G091", "“unit”不是数"),
        ("paid <= plan", "paid", "G091", "要写成能判断对错的式子"),
        ("paid <= plan", "sum(paid) <= 5", "G091", "只能写这张表自己的栏目"),
        ('sum = "paid"', 'sum = "payed"', "G007", "payed"),
        ('figure = "sum"\nsum = "paid"', 'figure = "sum"', "G088", "sum"),
        ('demand = "distinct"\ncolumns = ["permit"]', 'demand = "distinct"', "G088", "columns"),
        ('demand = "distinct"', 'demand = "distinct"\nleast = 2', "G089", "least"),
        ('columns = ["name", "checker"]', 'columns = ["name"]', "G090", "2"),
        ('columns = ["found_on", "done_on"]', 'columns = ["found_on", "why"]', "G006", "why: text"),
        ('every = ["units:bureaus", "choices"]', 'every = ["units:nobody", "choices"]', "G007", "nobody"),
        ('every = ["units:bureaus", "choices"]', 'every = ["units:bureaus"]', "G090", "2"),
        ('right = "permits"', 'right = "permit"', "G007", "permit"),
        ("超过计划{plan}", "超过计划{plans}", "G007", "plans"),
        ("超过计划{plan}", "超过计划{plan", "G091", "花括号"),
        ('measures = ["troubles", "settled"]', 'measures = ["troubles", "setled"]', "G007", "setled"),
        ('register = "chiefs", columns = { code = "code" }', 'register = "chiefs", columns = { code = "codes" }', "G007", "codes"),
    ],
)
def test_a_mistake_in_a_declaration_is_named_when_the_rulebook_is_read(was: str, becomes: str, code: str, words: str) -> None:
    assert was in TEXT
    book, faults = parse_rulebook("rivers", {**read_texts(()), "rivers": {"rulebook.toml": TEXT.replace(was, becomes, 1)}})
    assert book is None
    assert [fault.kind.code for fault in faults] == [code]
    assert words in faults[0].message + faults[0].remedy


@pytest.mark.parametrize(
    ("was", "becomes", "key", "words"),
    [
        ("most = 1", "most = 1\nleast = 2", "checks.one-chief-a-level.most", "最多（most）1 行，比最少（least）2 行还少"),
        (
            'measures = ["troubles", "settled"]',
            'measures = ["troubles", "paid"]',
            "tables.troubles-by-unit.measures",
            "“paid”数的是“projects”",
        ),
        (
            'every = ["units:bureaus", "choices"]',
            'every = ["duties-of-bureaus.unit", "duties-of-bureaus.duty"]',
            "checks.duties-cover.every",
            "要求它自己",
        ),
        ('dated_by = ["found_on"]', 'dated_by = ["why"]', "forms.troubles.dated_by", "“why”不是日期"),
        ('file = "河段.xlsx"', 'file = "河段"', "forms.reaches.file", "以 .xlsx 结尾"),
        ("required = true, key = true, synonyms", "required = true, synonyms", "forms.permits.unique", "没有关键栏（key）"),
        (
            'columns = { code = "code" } }]',
            'columns = { code = "code" }, rows = { matched = [{ register = "reaches", columns = { code = "code" } }] } }]',
            "checks.chief-of-reach.matches",
            "又对照回“reaches”的同一行，没有别的条件",
        ),
        ("[[checks]]", PAPER.format(issued="why", template="paper") + "[[checks]]", "documents.urge.issued", "“why”不是日期"),
        ("[[checks]]", PAPER.format(issued="done_on", template="../paper.docx") + "[[checks]]", "documents.urge.template", "不带 .docx"),
    ],
)
def test_what_would_count_nothing_or_something_else_is_refused_with_its_key(was: str, becomes: str, key: str, words: str) -> None:
    """G126: it stops a new rulebook; in a campaign in use it is said."""
    assert was in TEXT
    _, faults = parse_rulebook("rivers", {**read_texts(()), "rivers": {"rulebook.toml": TEXT.replace(was, becomes, 1)}})
    assert [(fault.kind.code, fault.place.label) for fault in faults] == [("G126", key)]
    assert words in faults[0].message


def test_all_mistakes_are_named_in_one_run() -> None:
    broken = (
        TEXT.replace("paid <= plan", "paid <= plans")
        .replace('sum = "paid"', 'sum = "payed"')
        .replace('right = "permits"', 'right = "permit"')
    )
    _, faults = parse_rulebook("rivers", {**read_texts(()), "rivers": {"rulebook.toml": broken}})
    assert sorted(fault.kind.code for fault in faults) == ["G007", "G007", "G091"]
    assert all(fault.place.cell.startswith("第") for fault in faults), "each with its line"


def test_what_cannot_be_said_of_a_blank_cell_is_not_said(tmp_path: Path, as_made: Callable[[Path], Desk]) -> None:
    """A blank is no fault of a statement that reads it: only the checks that ask for it speak."""
    desk = as_made(tmp_path / "空")
    desk.type("项目", {"项目编号": "G1", "建设单位": OTHER, "计划投资": "100"})
    desk.record()
    assert desk.gaps("paid-within-plan") == []


@pytest.fixture
def as_made() -> Callable[[Path], Desk]:
    """The campaign before anything is typed."""
    return lambda folder: make_desk(folder, "rivers", units=UNITS, day=DAY, own={"rivers": TEXT})
