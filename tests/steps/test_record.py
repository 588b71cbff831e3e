"""record: what is taken from a register, what is held, and that the same file again changes nothing (X-07)."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from random import Random
from time import sleep

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.journal.verify import verify
from duchá.registers.rows import RowChangeKind
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import open_campaign
from duchá.steps.record import record
from duchá.steps.register_rows import rows_of
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.quantity import Day, Quantity, Words
from scoring.office import new_office
from steps.office import BEGIN, ZONE, Office, at
from steps.registers import EVENTS, MATTERS, codes, event, every_row, facts, fill, matter, paper, rows, run, table

OWN = {"督办事项.xlsx", "办理记录.xlsx", "积分事项.xlsx", "限期材料.xlsx", "评议得分.xlsx", "往年积分.xlsx", "收件登记.xlsx"}


def test_a_new_campaign_has_a_blank_of_every_register_and_they_say_nothing(office: Office) -> None:
    assert {path.name for path in (office.folder / "registers").iterdir()} >= OWN
    recorded = run(office)
    assert codes(recorded) == [] and rows(office) == () and recorded.questions == ()


@pytest.mark.parametrize("rulebook", ["jincheng-points-2017", "jincheng-inspectors-2017", "shiyan-2015", "wuzhi-2015", "jinshui"])
def test_the_blank_registers_of_a_regulation_are_read_without_a_word(tmp_path: Path, rulebook: str) -> None:
    made = new_office(tmp_path / "行动", rulebook=rulebook)
    done = record(open_campaign(made.folder, Moment(now=at(25))), ())
    assert [(fault.place.sheet, fault.kind.code) for file in done.files for fault in file.faults] == []


def test_a_row_with_two_words_of_titles_in_it_is_a_row_and_so_are_those_below_it(tmp_path: Path) -> None:
    """A30: a header is a row of headings, not two of ten."""
    made = new_office(tmp_path / "行动")
    typed = {"单位": "市住建局", "情形": "督查问题", "角色": "牵头", "来源层级": "省"}
    first = {"日期": date(2018, 5, 1), **typed, "问题编号": "P1", "依据": "依据", "说明": "说明"}
    made.write({"积分事项": [first, {"日期": date(2018, 5, 2), **typed, "问题编号": "P2"}]})
    record(open_campaign(made.folder, Moment(now=at(25))), ())
    recorded = rows_of(open_campaign(made.folder, Moment(now=datetime(2018, 12, 31, 9, tzinfo=ZONE))), ("points",))
    assert [row.values["problem"] for row in recorded] == [Words("P1"), Words("P2")]


def test_a_blank_register_that_was_deleted_is_made_again_and_nothing_else_is_touched(office: Office) -> None:
    kept = fill(office, MATTERS, matter("DT-1"))
    before = kept.read_bytes()
    (office.folder / "registers" / "收件登记.xlsx").unlink()
    assert run(office).made == ("收件登记.xlsx",)
    assert kept.read_bytes() == before


def test_a_row_keeps_what_was_typed_where_it_stands_and_when_it_happened(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 配合单位="财政局、区审计局", 自加栏="领导批示"))
    fill(office, EVENTS, event(9, "反馈", 时间="16:30", 日期="2015.11.9"))
    run(office)
    opened, told = rows(office, "matters")[0], rows(office, "events")[0]
    assert opened.text("support") == "区财政局、区审计局"
    assert opened.extra == {"自加栏": "领导批示"}
    assert (opened.places["lead"].file, opened.places["lead"].sheet, opened.places["lead"].cell) == (
        "registers/督办事项.xlsx",
        "督办事项",
        "I4",
    )
    assert told.value("date") == Day(day=date(2015, 11, 9), text="2015.11.9")
    assert told.happened_at == datetime(2015, 11, 9, 16, 30, tzinfo=ZONE)
    assert opened.happened_at == datetime.combine(date(2015, 11, 4), time(12), ZONE)


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 牵头单位="没有这个局"))
    first = run(office)
    before = office.journal()
    again = run(office, now=at(26))
    assert office.journal() == before
    assert codes(again) == codes(first) == [("I5", "S702")]
    assert sum(done.unchanged for done in again.files) == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_means_nothing(office: Office, seed: int) -> None:
    typed = [matter("DT-1"), matter("DT-2", 牵头单位="区教育局"), matter("DT-3")]
    told = [event(9, "反馈", 说明="一"), event(9, "反馈", 说明="二"), event(10, "催办"), event(9, "反馈", 说明="三")]
    fill(office, MATTERS, *typed)
    fill(office, EVENTS, *told)
    run(office)
    before = every_row(office)
    Random(seed).shuffle(typed)
    Random(seed).shuffle(told)
    fill(office, MATTERS, *typed)
    fill(office, EVENTS, *told)
    again = run(office)
    assert every_row(office) == before
    assert again.questions == () and sum(done.unchanged for done in again.files) == 7


def test_the_order_of_rows_at_first_gives_the_same_rows(master: Office, office: Office) -> None:
    told = [event(9, "反馈", 说明="一"), event(9, "反馈", 说明="二"), event(10, "催办")]
    fill(office, MATTERS, matter("DT-1"))
    fill(office, EVENTS, *reversed(told))
    run(office)
    assert [(row.text("note"), row.occurrence) for row in rows(office, "events")] == [("一", 1), ("二", 2), ("", 1)]


def test_a_changed_row_is_a_correction_and_the_old_value_is_kept(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    run(office)
    fill(office, MATTERS, matter("DT-1", 牵头单位="区教育局"))
    recorded = run(office, now=at(26))
    (row,) = rows(office)
    assert row.text("lead") == "区教育局"
    assert [old.text("lead") for old in row.earlier] == ["区安监局"]
    assert sum(done.counts[RowChangeKind.CORRECTION] for done in recorded.files) == 1
    assert row.record_no == row.earlier[0].record_no == "R00001"


def test_another_spelling_of_the_same_is_no_correction(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 配合单位="区财政局、区审计局"))
    run(office)
    fill(office, MATTERS, matter("DT-1", 立项日期="2015年11月4日", 牵头单位="安监局", 配合单位="财政局；审计局"))
    assert codes(run(office)) == []
    assert [row.earlier for row in rows(office)] == [()]


def test_a_correction_goes_back_where_the_old_value_is_typed_again(office: Office) -> None:
    for lead in ("区安监局", "区教育局", "区安监局"):
        fill(office, MATTERS, matter("DT-1", 牵头单位=lead))
        run(office)
    (row,) = rows(office)
    assert [old.text("lead") for old in (*row.earlier, row)] == ["区安监局", "区教育局", "区安监局"]


def test_good_rows_are_taken_and_the_bad_ones_listed_with_a_marked_copy(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 类别="什么事项"), matter("DT-3", 立项日期=None), matter("DT-4"))
    recorded = run(office)
    assert [row.text("matter") for row in rows(office)] == ["DT-1", "DT-4"]
    assert codes(recorded) == [("C5", "S118"), ("L6", "S101")]
    copy = next(done.copy for done in recorded.files if done.copy)
    assert copy == "returned/登记表-督办事项.xlsx" and (office.folder / copy).is_file()


def test_the_marked_copy_goes_when_the_register_is_mended(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 类别="什么事项"))
    copy = office.folder / "returned" / "登记表-督办事项.xlsx"
    run(office)
    marked, journal = copy.read_bytes(), office.journal()
    sleep(2)  # the dates in a package go by two seconds
    run(office)
    assert office.journal() == journal  # nothing new, nothing to note
    fill(office, MATTERS, matter("DT-1", 类别="什么事项", 立项日期=None))
    run(office)
    assert copy.read_bytes() != marked  # one more cell is wrong
    fill(office, MATTERS, matter("DT-1"))
    assert run(office).copies.cleared == ("returned/登记表-督办事项.xlsx",)
    assert not copy.exists()


def test_a_marked_copy_in_which_somebody_worked_stays(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1", 类别="什么事项"))
    run(office)
    copy = office.folder / "returned" / "登记表-督办事项.xlsx"
    book = load_workbook(copy)
    book.worksheets[0].append(["改到一半"])
    book.save(copy)
    fill(office, MATTERS, matter("DT-1"))
    assert run(office).copies.kept == ("returned/登记表-督办事项.xlsx",)
    assert copy.exists()


def test_registers_are_found_by_their_titles_wherever_they_stand(office: Office) -> None:
    matters = [
        ["随便写的标题"],
        ["立项日期", "牵头单位", "事项名称*", "事项编号 *", "类别", "来源", "批示"],
        ["2015-11-4", "区安监局", "甲", "A1", "线索", "举报", "速办"],
    ]
    told = [["日期", "事项编号", "环节", "说明"], ["2015-11-5", "A1", "签收", ""]]
    path = table(office.folder / "registers" / "全部登记.xlsx", matters, told)
    recorded = run(office, path)
    assert codes(recorded) == []
    assert [(row.register, row.sheet, row.extra) for row in rows(office)] == [
        ("matters", "Sheet", {"批示": "速办"}),
        ("events", "Sheet1", {}),
    ]


def test_every_fact_says_file_sheet_and_cell_and_the_journal_is_sound(office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    fill(office, "收件登记", paper(19, "区财政局", "书面报告"))
    run(office)
    for fact in facts(office):
        if fact.kind is FactKind.ROW:
            assert fact.payload["source"] and fact.payload["sheet"] and fact.payload["cells"]
    assert verify(office.folder / ".duchá" / "journal.sqlite3", office.folder / ".duchá" / "archive") == ()


def test_amounts_periods_and_materials_are_read_as_what_they_are(office: Office) -> None:
    fill(office, "往年积分", {"年度": 2014, "组别": "区级机关相关部门", "单位": "区财政局", "总分": "98.50", "名次": 2})
    fill(office, "评议得分", {"期间": "2015年第三季度", "单位": "区财政局"})
    fill(office, "限期材料", {"材料名称": "月报", "单位": "区财政局", "报送时限": date(2015, 11, 20), "截止时刻": "24:00"})
    run(office)
    past, score, material = (rows(office, name)[0] for name in ("past-scores", "assessments", "timed-materials"))
    assert isinstance(total := past.value("total"), Quantity) and str(total.amount) == "98.50"
    assert (past.text("year"), past.happened_at.date()) == ("2014", date(2014, 12, 31))
    assert (score.text("period"), score.happened_at.date()) == ("2015Q3", date(2015, 9, 30))
    assert material.value("cutoff") == Words("23:59")
    assert material.happened_at.date() == date(2015, 11, 3)  # owed from the campaign's first day, received or not


def test_a_path_that_does_not_exist_stops_before_anything_is_written(office: Office) -> None:
    before = office.journal()
    with pytest.raises(Stop) as stopped:
        run(office, office.folder / "没有.xlsx")
    assert stopped.value.fault.kind.code == "C013" and office.journal() == before


def test_init_run_again_makes_what_is_missing_and_keeps_what_the_office_wrote(office: Office) -> None:
    path = fill(office, MATTERS, matter("DT-1"))
    before = path.read_bytes()
    (office.folder / "registers" / "积分事项.xlsx").unlink()
    init_campaign(office.folder, Wish(rulebooks=("dantu-2015",)), Moment(now=BEGIN))
    assert path.read_bytes() == before and (office.folder / "registers" / "积分事项.xlsx").is_file()


def test_a_blank_register_is_made_anew_only_where_it_would_be_another(office: Office) -> None:
    blank = office.folder / "registers/督办事项.xlsx"
    run(office)
    before = blank.stat().st_mtime_ns, blank.read_bytes()
    run(office)
    assert (blank.stat().st_mtime_ns, blank.read_bytes()) == before
    campaign = office.folder / "campaign.toml"
    campaign.write_text(campaign.read_text("utf-8").replace('name = "', 'name = "新', 1), "utf-8")
    run(office)
    assert blank.read_bytes() != before[1]
