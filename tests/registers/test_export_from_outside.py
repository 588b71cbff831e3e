"""A list that a system outside exports: its own headings are known, its last export counts, and it is held against the office's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registers.desk import Desk, make_desk, page_of, rows_of_page, write_table

UNITS = [("县公安局", "县直"), ("县城管局", "县直")]
HEADS = ["证件编号", "执法人员姓名", "工作单位", "证件种类", "到期日期"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path / "武陟", "wuzhi-2015", units=UNITS, day=date(2016, 3, 1))
    mine = {"证号": "H1", "姓名": "张三", "单位": "县公安局", "证种": "执法证", "新旧": "新", "有效期至": date(2020, 12, 31)}
    made.type("执法证件", mine, {**mine, "证号": "H2", "姓名": "李四"}, {**mine, "证号": "H3", "姓名": "王五", "单位": "县城管局"})
    return made


def export(desk: Desk, *rows: list[object], name: str = "系统导出.xlsx") -> Path:
    return write_table(desk.folder / "registers" / name, HEADS, list(rows), sheet="Sheet1")


def doubts(desk: Desk) -> list[list[str]]:
    page = page_of(desk.report("系统导出"), "执法证件与省系统")
    return [row[1:9] for row in rows_of_page(page)]


def test_missing_extra_and_different_stand_with_both_cells(desk: Desk) -> None:
    """WZ-08: an export with headings of its own."""
    export(
        desk,
        ["H1", "张三", "县公安局", "执法证", date(2019, 12, 31)],
        ["H2", "李四", "县公安(gōng ān)局", "执法证", date(2020, 12, 31)],
        ["H9", "赵六", "县公安局", "执法证", date(2020, 12, 31)],
    )
    recorded = desk.record()
    assert [fault.message for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"] == []
    assert doubts(desk) == [
        [
            "县公安局",
            "H1",
            "不一致",
            "本县登记与省系统不一致",
            "2020-12-31",
            "registers/执法证件.xlsx!执法证件!H3",
            "2019-12-31",
            "registers/系统导出.xlsx!Sheet1!E2",
        ],
        ["县城管局", "H3", "缺", "本县有证，省系统没有，请录入", "H3", "registers/执法证件.xlsx!执法证件!A5", "", ""],
        ["县公安局", "H9", "多", "省系统有，本县登记表没有", "", "", "H9", "registers/系统导出.xlsx!Sheet1!A4"],
    ]


def test_the_last_export_is_the_list(desk: Desk) -> None:
    """What a new export no longer has is no question: it is gone from the system."""
    export(desk, *(["H1", "张三", "县公安局", "执法证", date(2020, 12, 31)], ["H2", "李四", "县公安局", "执法证", date(2020, 12, 31)]))
    desk.record()
    export(desk, ["H1", "张三", "县公安局", "执法证", date(2020, 12, 31)], ["H3", "王五", "县城管局", "执法证", date(2020, 12, 31)])
    recorded = desk.record()
    assert recorded.questions == ()
    assert [row[1:3] for row in doubts(desk)] == [["H2", "缺"]]
    (desk.folder / "registers" / "系统导出.xlsx").unlink()
    export(desk, ["H1", "张三", "县公安局", "执法证", date(2020, 12, 31)], name="导出2016-02.xlsx")
    assert desk.record().questions == ()
    assert [row[1:3] for row in doubts(desk)] == [["H2", "缺"], ["H3", "缺"]]


def test_an_export_whose_headings_nobody_knows_says_which_column_is_not_there_and_what_is(desk: Desk) -> None:
    """S724: nothing of the last export is lost."""
    export(desk, ["H1", "张三", "县公安局", "执法证", date(2020, 12, 31)])
    desk.record()
    write_table(desk.folder / "registers" / "系统导出.xlsx", ["牌号", "持有人", "单位"], [["H1", "张三", "县公安局"]], sheet="Sheet1")
    (fault,) = (fault for done in desk.record().files for fault in done.faults if fault.kind.weight.value == "reject")
    assert (fault.kind.code, fault.place.sheet, fault.place.cell) == ("S724", "Sheet1", "A1")
    assert "要有“执法证号" in fault.message and "表头写的是：牌号、持有人、单位" in fault.message
    assert [row[1:4] for row in doubts(desk)] == [
        ["H2", "缺", "本县有证，省系统没有，请录入"],
        ["H3", "缺", "本县有证，省系统没有，请录入"],
    ]
