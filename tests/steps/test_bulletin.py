"""月通报 and 季总结 from real folders: text and tables say the same, parts add up, rates are 100% only when they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.reports.bulletin.view import BulletinView
from duchá.reports.page import Page, Report
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.report_bulletin import bulletin_of, bulletin_view
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.period import parse_period
from steps.office import ROW, Office, at
from steps.registers import EVENTS, MATTERS, event, fill, matter, run

GOOD, LATE, MISSING = "区安监局", "区住建局", "区外办"


@pytest.fixture
def busy(office: Office) -> Office:
    """Returns on time and late, matters of two months: one closed, one late, one returned, one coming due."""
    office.fill(GOOD, approval=[ROW])
    office.collect(now=at(18))
    office.fill(LATE, approval=[{**ROW, "problem": "无台账，联系人13812345678", "rectification": "正在整改"}])
    office.collect(now=at(24))
    fill(
        office,
        MATTERS,
        matter("DT-1", 牵头单位=LATE, 办理时限=date(2015, 11, 10)),
        matter("DT-2", 牵头单位=GOOD, 办理时限=date(2015, 11, 20), 立项日期=date(2015, 10, 20)),
        matter("DT-3", 牵头单位=GOOD, 办理时限=date(2015, 12, 10)),
    )
    steps = [event(9, "申请办结", 事项编号="DT-2"), event(11, "退回", 事项编号="DT-2"), event(16, "申请办结", 事项编号="DT-2")]
    steps += [event(18, "办结", 事项编号="DT-2", 评定="良好"), event(12, "催办", 单位=LATE)]
    fill(office, EVENTS, *steps)
    run(office)
    return office


def view(office: Office, period: str = "2015-11", day: int = 30, month: int = 11) -> BulletinView:
    asked = parse_period(period)
    assert asked is not None
    opened = office.open(at(day, month=month))
    return bulletin_view(replace(opened, as_of=min(opened.as_of, asked.end)), asked)


def report(office: Office, period: str = "2015-11", day: int = 30, month: int = 11) -> Report:
    return bulletin_of(office.open(at(day, month=month)), period)


def page(of: Report, name: str) -> Page:
    return next(one for one in of.pages if one.name == name)


def said(of: Report) -> str:
    return "\n".join(text for one in of.pages if not one.columns for text in one.words)


def test_the_parts_add_up_for_every_unit_and_in_all(busy: Office) -> None:
    seen = view(busy)
    for tally in (*seen.tallies, seen.total):
        assert tally.owed == tally.received + tally.missing
        assert tally.received == tally.on_time + tally.came_late
        assert tally.at_start + tally.opened == tally.ended + tally.at_end
        assert tally.opened_ended <= min(tally.opened, tally.ended)
        assert tally.waiting + tally.late <= tally.at_end
    assert seen.total.owed == 164


def test_text_and_tables_agree(busy: Office) -> None:
    made, total = report(busy), view(busy).total
    text = said(made)
    receipts, matters = page(made, "报送统计").total, page(made, "事项统计").total
    assert receipts[2:8] == (total.owed, total.received, total.on_time, total.came_late, total.missing, total.older)
    assert f"应报材料{receipts[2]}份，实报{receipts[3]}份，其中按时{receipts[4]}份、逾期{receipts[5]}份，未报{receipts[6]}份" in text
    assert f"期初未结{matters[2]}件，本月新增{matters[3]}件、办结{matters[5]}件，期末未结{matters[6]}件" in text
    assert f"{len(page(made, '未报名单').rows)}个单位{total.missing}份材料未报" in text
    assert sum(row[3] for row in page(made, "未报名单").rows if isinstance(row[3], int)) == total.missing
    assert [row[2] for row in page(made, "逾期事项").rows] == ["DT-1"]
    assert f"{LATE}DT-1（逾期20天）" in text


def test_what_comes_due_is_said_of_the_days_it_is_counted_over(busy: Office) -> None:
    """The rest of a month that is not over belongs to it: 26 November is not 下月."""
    assert f"下月到期的共1项：{GOOD}DT-3（12月10日）" in said(report(busy))
    assert "本月余下时间和下月到期的共" in said(report(busy, day=18))


def test_registered_and_closed_are_counted_apart(busy: Office) -> None:
    tallies = {tally.unit: tally for tally in view(busy).tallies}
    good = tallies[GOOD]
    assert (good.at_start, good.ended, good.opened_ended) == (1, 1, 0)  # closed this month, registered last month
    assert good.returned == 1
    assert (tallies[LATE].late, tallies[LATE].urged) == (1, 1)


def test_a_month_that_was_over_stays_as_it_was(busy: Office) -> None:
    november = report(busy, day=30)
    fill(busy, EVENTS, *[event(12, "催办", 单位=LATE), {**event(1, "办结", 单位=LATE), "日期": date(2015, 12, 3)}], name="十二月.xlsx")
    run(busy, now=at(4, month=12))
    later = bulletin_of(busy.open(at(15, month=12)), "2015-11")
    assert said(later) == said(november)
    assert [one.rows for one in later.pages] == [one.rows for one in november.pages]
    december = view(busy, "2015-12", day=15, month=12)
    assert december.total.ended == 1
    assert december.total.at_start == view(busy).total.at_end


def test_a_quarter_is_the_sum_of_its_months(busy: Office) -> None:
    quarter = view(busy, "2015Q4", day=31, month=12).total
    months = [view(busy, key, day=31, month=12).total for key in ("2015-10", "2015-11", "2015-12")]
    assert quarter.opened == sum(month.opened for month in months)
    assert quarter.ended == sum(month.ended for month in months)
    assert (quarter.at_start, quarter.at_end) == (months[0].at_start, months[-1].at_end)


def test_a_month_not_over_says_so(busy: Office) -> None:
    assert "本月尚未结束，数据截至2015年11月19日" in said(report(busy, day=19))


def test_the_good_are_named_only_when_they_are(busy: Office) -> None:
    text = said(report(busy))
    named = next(one for one in report(busy).pages if one.name == "较好的单位").words[0]
    assert GOOD not in named  # its written report is missing, and a matter came back
    assert "没有材料按时报齐" in text


def test_a_rate_is_100_percent_only_when_everything_is_there(busy: Office) -> None:
    seen = view(busy)
    tally = replace(seen.tallies[0], owed=30_000, received=30_000, on_time=29_999, came_late=1)
    assert tally.on_time_rate.share == Decimal("0.9999")
    assert replace(tally, on_time=30_000).on_time_rate.share == 1
    assert replace(tally, owed=0).on_time_rate.share is None


def test_numbers_of_people_are_masked(busy: Office) -> None:
    cells = [str(cell) for one in report(busy).pages for row in one.rows for cell in row]
    assert any("138****5678" in cell for cell in cells)
    assert not any("13812345678" in cell for cell in cells)


@pytest.mark.parametrize("period", ["2015-13", "去年", "2016-01"])
def test_a_period_that_is_none_or_has_not_begun_is_refused(busy: Office, period: str) -> None:
    with pytest.raises(Stop) as stop:
        report(busy, period)
    assert stop.value.fault.kind.code == "C030"


@pytest.mark.sweep
def test_the_command_writes_every_format_and_the_same_bytes_again(busy: Office, ducha: Callable[..., Any]) -> None:
    for ending in ("xlsx", "docx", "md", "html"):
        command = ("report", "bulletin", "--period", "2015-11", "--as-of", "2015-12-02", "--format", ending, "-q")
        ducha(*command, cwd=busy.folder)
        path = busy.folder / "reports" / f"月通报-2015-11.{ending}"
        first = path.read_bytes()
        ducha(*command, cwd=busy.folder)
        assert path.read_bytes() == first
    sheet = load_workbook(busy.folder / "reports" / "月通报-2015-11.xlsx")["报送统计"]
    document = Document(str(busy.folder / "reports" / "月通报-2015-11.docx"))
    figures = [cell.value for cell in sheet[sheet.max_row - 2]]
    assert figures[2] == 164
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "一、总体情况" in words
    assert "应报材料164份" in words
    assert re.search(r"附件：\s*1\. 报送情况统计表", words)
    assert {section.orientation for section in document.sections} == {0, 1}  # the broad table lies on its side


def complaint(number: str, **columns: Any) -> dict[str, Any]:
    return {"受理编号": number, "受理日期": date(2015, 6, 25), "办理单位": "市政处", "投诉举报内容": "渣土车遗撒", **columns}


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    """十堰 with two units."""
    units = tmp_path / "名单.csv"
    units.write_text("序号,单位名称,组别\n1,市政处,局属单位\n2,园林局,局属单位\n", encoding="utf-8")
    init_campaign(tmp_path / "十堰", Wish(rulebooks=("shiyan-2015",), units=units), Moment(now=at(1, month=6)))
    return Office(tmp_path / "十堰")


def test_the_four_rates_stand_in_the_bulletin_with_every_gap(bureau: Office) -> None:
    office = bureau
    done = {"调查处理日期": date(2015, 6, 27), "办结日期": date(2015, 6, 28)}
    fill(
        office,
        "投诉举报",
        complaint("1", **done, 回访日期=date(2015, 6, 29), 回访评价="基本满意"),
        complaint("2", **done, 不能回访原因="匿名"),
        complaint("3", **done),
        complaint("4", 办理时限=date(2015, 6, 26)),
        complaint("5", 办理时限=date(2015, 7, 20)),
    )
    run(office, now=at(30, month=6))
    made = bulletin_of(office.open(at(30, month=6)), "2015-06")
    assert "受理投诉举报5件，调查处理率60.00%，回访率50.00%，办结率60.00%，满意率100.00%" in said(made)
    row = page(made, "四率").rows[0]
    assert row[2:] == (5, 3, Decimal("0.6000"), 2, 1, Decimal("0.5000"), 3, Decimal("0.6000"), 1, 1, Decimal("1.0000"), 3)
    assert [(row[2], row[3]) for row in page(made, "四率缺口").rows] == [("4", "未调查处理"), ("3", "未回访")]


@pytest.mark.parametrize(
    ("option", "text", "titles", "figures"),
    [
        (
            "both",
            "本月受理投诉举报2件，调查处理率50.00%，回访率0.00%，办结率50.00%，满意率—；本月办结2件。",
            ("本期\n受理", "本期\n办结"),
            (2, 1, 2),
        ),
        ("received", "本月受理投诉举报2件，调查处理率50.00%，回访率0.00%，办结率50.00%，满意率—。", ("本期\n受理", "满意率"), (2, 1, "—")),
        ("closed", "本月办结投诉举报2件，调查处理率100.00%，回访率50.00%，满意率100.00%。", ("本期\n办结", "满意率"), (2, 2, Decimal(1))),
    ],
)
def test_the_month_of_a_complaint_is_a_reading(
    bureau: Office, option: str, text: str, titles: tuple[str, str], figures: tuple[Any, ...]
) -> None:
    """One received in June and closed in July, one received and closed in July, one received in July and still open."""
    path = bureau.folder / "campaign.toml"
    settings = path.read_text(encoding="utf-8").replace("[readings]\n", f'[readings]\n"complaint-month" = "{option}"\n')
    path.write_text(settings, encoding="utf-8")
    done = {"调查处理日期": date(2015, 7, 2), "办结日期": date(2015, 7, 3)}
    fill(
        bureau,
        "投诉举报",
        complaint("1", **done, 回访日期=date(2015, 7, 6), 回访评价="满意"),
        complaint("2", **{**done, "受理日期": date(2015, 7, 1)}),
        complaint("3", 受理日期=date(2015, 7, 20)),
    )
    run(bureau, now=at(31, month=7))
    made = bulletin_of(bureau.open(at(31, month=7)), "2015-07")
    assert text in said(made)
    table = page(made, "四率")
    assert (table.columns[2].title, table.columns[-1].title) == titles
    assert (table.total[2], table.total[3], table.total[-1]) == figures
