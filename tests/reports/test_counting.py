"""What counts in the summary and what does not (DT-16, DT-17, DT-37, DT-38)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import duchá.submissions.read
from duchá.campaign.model import Campaign
from duchá.journal.fact import FactKind, NewFact
from duchá.reports.summary.form_pages import MARKS
from duchá.submissions.model import FilledForm
from duchá.submissions.status import Status
from reports.returns import Journal, campaign, filled, page, row, table, whole

CLASSES = ("问题数", "已整改", "整改中", "未整改", "无法判断", "自报\n整改率")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(path=tmp_path / "journal.sqlite3")


@pytest.fixture(scope="module")
def dantu() -> Campaign:
    return campaign()


def figures(journal: Journal, of: Campaign, unit: str, *titles: str) -> tuple[object, ...]:
    """Some figures of a unit in 总表."""
    found = [cells for cells in table(page(whole(journal, of), "总表"), "单位", *titles) if cells[0] == unit]
    return found[0][1:]


def approval(*fixes: str) -> FilledForm:
    return filled("approval", *(row("approval", n, f"许可{n}", "超期", fix) for n, fix in enumerate(fixes, 1)))


def test_rectification_is_classed_by_its_words_with_the_original_beside_it(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 18, approval("已整改", "基本完成", "尚未整改", "立行立改", "长期坚持"))
    assert table(page(whole(journal, dantu), "附件2"), "整改情况", "整改归类") == [
        ("已整改", "已整改"),
        ("基本完成", "整改中"),
        ("尚未整改", "未整改"),
        ("立行立改", "无法判断"),
        ("长期坚持", "整改中"),
    ]
    *counts, share = figures(journal, dantu, "区财政局", *CLASSES)
    assert (counts, str(share)) == ([5, 1, 2, 1, 1], "0.2000")


def test_a_zero_report_is_zero_and_a_missing_one_is_blank(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 18, filled("approval", row("approval", 1, "无", "无", "无"), nil=True))
    assert figures(journal, dantu, "区财政局", "零报告", *CLASSES) == (1, 0, 0, 0, 0, 0, "—")
    assert figures(journal, dantu, "区审计局", "零报告", *CLASSES) == (0, None, None, None, None, None, None)
    assert [cells[1] for cells in table(page(whole(journal, dantu), "零报告"), "序号", "单位")] == ["区财政局"]
    assert page(whole(journal, dantu), "附件2").rows == ()


def test_a_row_that_says_none_is_no_problem_and_is_told(journal: Journal, dantu: Campaign) -> None:
    rows = (row("approval", 1, "许可", "超期", "已整改"), row("approval", 2, "备案", "无", "—"))
    journal.submit("区财政局", 18, filled("approval", *rows))
    found = page(whole(journal, dantu), "附件2")
    assert table(found, "审批项目名称") == [("许可",)]
    assert any("另有1行" in note for note in found.notes)
    assert figures(journal, dantu, "区财政局", "问题数") == (1,)


@pytest.mark.parametrize("status", [Status.SENT_BACK, Status.HELD, Status.REFUSED])
def test_nothing_of_an_open_file_counts(journal: Journal, dantu: Campaign, status: Status) -> None:
    journal.submit("区财政局", 18, approval("已整改"), status=status)
    assert figures(journal, dantu, "区财政局", "问题数") == (None,)
    assert page(whole(journal, dantu), "附件2").rows == ()
    assert table(page(whole(journal, dantu), "退回待确认"), "单位", "目前计入") == [("区财政局", "未计入")]


def test_an_older_version_counts_while_the_newer_one_is_sent_back_and_it_is_said(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 17, approval("已整改", "正在整改"), source="returns/a.xlsx")
    journal.submit("区财政局", 19, approval("已整改"), status=Status.SENT_BACK, source="returns/b.xlsx")
    report = whole(journal, dantu)
    assert table(page(report, "附件2"), "来源文件", "备注") == [("returns/a.xlsx", "上一版"), ("returns/a.xlsx", "上一版")]
    assert table(page(report, "退回待确认"), "来源文件", "目前计入") == [("returns/b.xlsx", "上一版：returns/a.xlsx")]
    assert any(cells[1] == "取自上一版的行数：2（新版本退回或待确认，尚未收下）。" for cells in page(report, "说明").rows)


def test_a_newer_accepted_version_takes_the_place_of_the_older(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 17, approval("正在整改", "正在整改"))
    journal.submit("区财政局", 19, approval("已整改"))
    assert figures(journal, dantu, "区财政局", "问题数", "已整改") == (1, 1)


def test_a_withdrawn_file_counts_for_nothing(journal: Journal, dantu: Campaign) -> None:
    number = journal.submit("区财政局", 17, approval("已整改"))
    payload = {"receipt": number, "action": "withdraw", "reason": "报错"}
    journal.append(NewFact(kind=FactKind.RESOLUTION, happened_at=journal.now, payload=payload))
    assert figures(journal, dantu, "区财政局", "实报", "问题数") == (0, None)


def test_what_came_after_the_day_is_not_there_yet(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 23, approval("已整改"))
    assert page(whole(journal, dantu, as_of=date(2015, 11, 22)), "附件2").rows == ()
    assert len(page(whole(journal, dantu, as_of=date(2015, 11, 23)), "附件2").rows) == 1


def test_every_row_can_be_followed_to_its_file_and_cell(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 18, approval("已整改", "已整改"), source="returns/财政局.xlsx")
    cells = table(page(whole(journal, dantu), "附件2"), "部门", "来源文件", "单元格", "原序号")
    assert cells == [("区财政局", "returns/财政局.xlsx", "附件2!C5", "1"), ("区财政局", "returns/财政局.xlsx", "附件2!C6", "2")]


def test_sub_units_and_added_columns_are_kept(journal: Journal, dantu: Campaign) -> None:
    first = row("approval", 1, "许可", "超期", "已整改", sub_unit="稽查大队", extra={"责任人": "李四", "备 注": "急"})
    second = row("approval", 2, "许可", "超期", "已整改", extra={"备注 ": "缓"})
    journal.submit("区财政局", 18, filled("approval", first, second))
    found = page(whole(journal, dantu), "附件2")
    assert table(found, "下属单位", "责任人", "备 注") == [("稽查大队", "李四", "急"), (None, None, "缓")]


def test_how_a_row_was_read_is_said_once_in_chinese(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 18, filled("approval", row("approval", 1, "许可", "超期", "已整改", marks=("ditto", "ditto", "joined"))))
    assert table(page(whole(journal, dantu), "附件2"), "备注") == [("“同上”已展开、由多行合并",)]


def test_every_mark_that_reading_leaves_has_its_words() -> None:
    rows = Path(duchá.submissions.read.__path__[0])
    used = {mark for file in rows.glob("*.py") for mark in re.findall(r'marks\.append\("([a-z-]+)"\)', file.read_text(encoding="utf-8"))}
    assert used
    assert used <= MARKS.keys()
