"""The lists that the office acts on, and the findings for the inspectors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.submissions.model import FilledForm
from duchá.submissions.status import Status
from duchá.terms.place import Place
from reports.returns import NOTE, REJECT, Journal, campaign, filled, page, row, table, whole


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(path=tmp_path / "journal.sqlite3")


@pytest.fixture(scope="module")
def dantu() -> Campaign:
    return campaign()


def nil(form: str) -> FilledForm:
    return filled(form, nil=True)


def test_the_missing_list_is_in_the_order_of_the_roster_and_spares_what_does_not_apply(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区科技局", 18, nil("approval"), report=True)
    found = page(whole(journal, dantu), "未报")
    units = [cells[0] for cells in table(found, "单位")]
    assert units == [unit.name for unit in dantu.roster.units]
    by_unit = {cells[0]: cells[1:] for cells in table(found, "单位", "份数", "逾期天数")}
    assert (by_unit["区科技局"], by_unit["区外办"], by_unit["区财政局"]) == ((2, 4), (3, 4), (4, 4))


def test_before_the_due_day_nothing_is_late(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区科技局", 18, nil("approval"))
    report = whole(journal, dantu, as_of=date(2015, 11, 20))
    assert page(report, "未报").rows == ()
    pending = page(report, "未到期")
    assert len(pending.rows) == 41 and "逾期天数" not in {column.title for column in pending.columns}
    assert page(report, "逾期").rows == ()
    assert {cells[2] for cells in page(report, "报送情况").rows} == {"未到期", "按时、零报告", "不适用"}
    assert "未报0份，未到期162份" in page(report, "总表").under


def test_a_late_file_is_listed_once_with_its_days(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 23, nil("approval"), nil("supervision-problems"))
    found = page(whole(journal, dantu), "逾期")
    assert table(found, "单位", "份数", "期限", "收到日期", "逾期天数") == [("区财政局", 2, date(2015, 11, 20), date(2015, 11, 23), 3)]


def test_a_correction_after_the_day_does_not_make_a_return_late(journal: Journal, dantu: Campaign) -> None:
    journal.submit("区财政局", 19, nil("approval"), status=Status.SENT_BACK)
    journal.submit("区财政局", 23, nil("approval"))
    assert page(whole(journal, dantu), "逾期").rows == ()


def test_what_is_sent_back_says_why_and_where(journal: Journal, dantu: Campaign) -> None:
    faults = tuple(REJECT.at(Place(sheet="附件2", cell=f"D{row}"), form="approval", field="整改情况") for row in range(5, 12))
    journal.submit("区财政局", 19, nil("approval"), status=Status.SENT_BACK, faults=faults)
    why = "S101 “整改情况”为空。（附件2!D5、附件2!D6、附件2!D7、附件2!D8、附件2!D9等7处）"
    assert table(page(whole(journal, dantu), "退回待确认"), "单位", "状态", "原因") == [("区财政局", "逾期未改4天", why)]


def test_a_file_that_nobody_sent_is_listed_last(journal: Journal, dantu: Campaign) -> None:
    journal.submit(None, 18, status=Status.REFUSED, source="returns/扫描件.pdf")
    journal.submit("区房管局", 19, nil("approval"), status=Status.HELD)
    found = table(page(whole(journal, dantu), "退回待确认"), "单位", "状态", "来源文件")
    assert found == [("区房管局", "待确认", "returns/区房管局.xlsx"), ("（未认定）", "不能用", "returns/扫描件.pdf")]


def test_systems_are_counted_and_gaps_are_named(journal: Journal, dantu: Campaign) -> None:
    form = "supervision-systems"
    journal.submit("区财政局", 18, filled(form, row(form, 1, "《“双随机”抽查办法》"), row(form, 2, "《日常检查制度》")))
    journal.submit("区审计局", 18, filled(form, row(form, 1, "《日常检查制度》")))
    journal.submit("区农委", 18, filled(form))
    found = page(whole(journal, dantu), "监管制度")
    by_unit = {cells[1]: cells[2:] for cells in found.rows}
    assert by_unit["区财政局"] == (2, "有", None)
    assert by_unit["区审计局"][:2] == (1, "无")
    assert by_unit["区审计局"][2] is not None
    assert by_unit["区农委"] == (0, "无", "监管制度为空")
    assert by_unit["区气象局"] == (None, None, None)
    assert found.total[2:4] == (3, "1个单位")


def test_cancelled_items_are_held_against_the_problems_of_the_same_unit(journal: Journal, dantu: Campaign) -> None:
    systems = filled("supervision-systems", row("supervision-systems", 1, "《检查制度》"), remark=("烟花爆竹许可", "户外广告许可"))
    problems = filled("supervision-problems", row("supervision-problems", 1, "烟花爆竹 许可后续检查", "未复查", "正在整改"))
    journal.submit("区安监局", 18, systems, problems)
    found = page(whole(journal, dantu), "被取消事项")
    assert table(found, "单位", "事项", "同单位问题中提到") == [
        ("区安监局", "烟花爆竹许可", "附件4第1行"),
        ("区安监局", "户外广告许可", None),
    ]


def test_hints_are_grouped_by_unit_and_rejects_are_not_among_them(journal: Journal, dantu: Campaign) -> None:
    note = NOTE.at(Place(sheet="附件4", cell="C5"), field="整改情况")
    journal.submit("区房管局", 17, nil("approval"), faults=(note,))
    journal.submit("区财政局", 18, nil("approval"), faults=(note, note))
    journal.submit("区审计局", 18, nil("approval"), status=Status.SENT_BACK, faults=(REJECT.at(field="x"),))
    found = table(page(whole(journal, dantu), "提示"), "单位", "单元格")
    assert found == [("区财政局", "附件4!C5"), ("区财政局", "附件4!C5"), ("区房管局", "附件4!C5")]


def test_waivers_are_printed_with_who_why_until_when(journal: Journal, dantu: Campaign) -> None:
    journal.waive("S101", "区财政局", "2015-11-24")
    journal.waive("S204", "区气象局", "2015-11-20")
    found = table(page(whole(journal, dantu), "豁免"), "代码", "单位", "批准人", "理由", "有效期至", "状态")
    assert found == [
        ("S101", "区财政局", "王主任", "系统停机", date(2015, 11, 24), "有效"),
        ("S204", "区气象局", "王主任", "系统停机", date(2015, 11, 20), "已到期"),
    ]


def test_the_explanation_names_readings_sources_and_the_head_of_the_journal(journal: Journal) -> None:
    of = campaign('readings = { "nil-return" = "report-only" }\n' + SETTINGS_WITHOUT_READINGS)
    journal.submit("区财政局", 18, nil("approval"))
    report = whole(journal, of)
    said = [str(cells[1]) for cells in page(report, "说明").rows]
    head = next(text for text in said if text.startswith("流水末条：第1条"))
    assert report.mark.split()[-1] in head
    assert any("只报书面报告" in text and "（本行动改选" in text for text in said), said
    assert any("含当日，到24时止（默认读法" in text for text in said)
    assert f"units.xlsx：SHA-256 {'ab' * 32}" in said


SETTINGS_WITHOUT_READINGS = """
name = "2015年依法履职专项督查"
rulebooks = ["dantu-2015"]
year = 2015
start = 2015-11-03
end = 2015-11-30
"""
