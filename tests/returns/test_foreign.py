"""A folder of spreadsheets that are no returns: each refused or ignored with a reason, nothing recorded for any unit, memory and time bounded."""

from __future__ import annotations

import io
import random
import resource
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from duchá.submissions.status import Status
from returns.build_a import OLD
from returns.paper import Rows, as_csv, as_html, as_ods, as_xml2003, docx, xlsx
from steps.office import Office, copy_office
from workbooks.build import zipped

COUNT, SEED = 300, 7
HEADS = (
    ("序号", "姓名", "部门", "职务", "联系电话"),
    ("日期", "收入（元）", "支出（元）", "余额（元）", "备注"),
    ("Order", "Item", "Qty", "Price", "Total"),
    ("月份", "计划数", "完成数", "完成率"),
    ("序号", "项目名称", "建设内容", "总投资（万元）", "责任单位"),
    ("序号", "问题", "责任人"),
    ("单位名称", "2014年", "2015年", "同比"),
    ("序号", "会议名称", "时间", "地点", "参会人员", "备注"),
)
TITLES = ("通讯录", "财务收支明细表", "Price list", "重点工作进度表", "2015年重点项目汇总表", "考勤表", "统计年鉴", "会议安排", "")


def foreign(chance: random.Random) -> tuple[str, bytes]:
    """A spreadsheet about something else, in any format: its extension and bytes."""
    head = list(chance.choice(HEADS))
    rows: Rows = [[_value(chance, at) for at in range(len(head))] for _ in range(chance.choice((0, 1, 5, 40, 200)))]
    title = chance.choice(TITLES)
    sheet: Rows = [*([[title]] if title else []), *[[] for _ in range(chance.randrange(3))], head, *rows]
    match chance.randrange(10):
        case 0:
            return "csv", as_csv(sheet).encode(chance.choice(("gb18030", "utf-8-sig", "utf-16")))
        case 1:
            return chance.choice(("xls", "html")), as_html(sheet).encode("gb18030")
        case 2:
            return "ods", as_ods(sheet)
        case 3:
            return "xml", as_xml2003(sheet).encode()
        case 4:
            return "docx", docx([title or "通知"], [sheet] if rows and len(rows) < 10 else [])
        case 5:
            return "xlsx", _wide(chance)
        case _:
            return "xlsx", xlsx(sheet, chance.choice(("Sheet1", "汇总", "2015")))


def _value(chance: random.Random, at: int) -> object:
    day = date(2015, 1, 1) + timedelta(days=chance.randrange(365))
    return (at + 1, chance.random() * 1000, "张三", "=1+1", day.isoformat(), "无", "", "区财政局", "合计")[chance.randrange(9)]


def _wide(chance: random.Random) -> bytes:
    """Many sheets, wide or long, with formulas, merges and a chart."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    for n in range(chance.choice((1, 3, 12))):
        sheet = made.add_worksheet(f"表{n}")
        for row in range(chance.choice((3, 300))):
            sheet.write_row(row, chance.randrange(3), [f"r{row}", row, row / 7, *["x"] * chance.choice((2, 40))])
        sheet.write_formula("AZ1", "=SUM(B1:B3)")
        sheet.merge_range(400, 0, 402, 5, "合并")
    made.close()
    return stream.getvalue()


@pytest.mark.sweep
def test_a_folder_of_other_spreadsheets_gives_a_reason_for_each_and_needs_little_memory(corpus: Office, tmp_path: Path) -> None:
    office, chance = copy_office(corpus, tmp_path / "campaign"), random.Random(SEED)
    for number in range(COUNT):
        extension, data = foreign(chance)
        (office.folder / "returns" / f"{number:03}.{extension}").write_bytes(data)
    (office.folder / "returns" / "300.zip").write_bytes(zipped({"里面的表.xlsx": foreign(chance)[1], "说明.txt": "只是说明"}))
    (office.folder / "returns" / "区财政局附件2.xls").write_bytes(OLD)  # the one good return among them is not lost
    before = _peak()
    found = office.collect().submissions
    assert _peak() - before < 512 * 1024 and _peak(resource.RUSAGE_CHILDREN) < 1024 * 1024  # KiB
    good = [item for item in found if item["status"] == Status.ACCEPTED.value]
    assert [(item["source"], item["unit"]) for item in good] == [("returns/区财政局附件2.xls", "区财政局")]
    rest = [item for item in found if item not in good]
    assert {item["status"] for item in rest} <= {"refused", "ignored", "duplicate", "held"}
    assert len(rest) >= COUNT
    assert not [item["source"] for item in rest if item["status"] in ("refused", "held") and not _reasons(item["faults"])]
    assert not [item["source"] for item in rest if item["unit"]]


def _reasons(faults: list[dict[str, str]]) -> list[str]:
    return [fault["message"] for fault in faults if fault["weight"] != "note"]


def _peak(who: int = resource.RUSAGE_SELF) -> int:
    return resource.getrusage(who).ru_maxrss
