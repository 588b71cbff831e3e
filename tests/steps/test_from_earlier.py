"""A campaign that follows another: roster, answers and what units wrote are taken over; text written again word for word is a hint (DT-29)."""

from __future__ import annotations

from pathlib import Path

from duchá.journal.fact import FactKind
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.report_summary import summary_of
from duchá.terms.moment import Moment
from steps.office import BEGIN, ROW, Office, at

LONG = {**ROW, "problem": "对辖区内12家加油站开展检查后未在规定期限内组织复查，涉及2家企业"}


def hints(office: Office) -> list[str]:
    """What the 提示 page says, line by line."""
    report = summary_of(office.open(at(25)))
    return [str(cell) for page in report.pages for row in page.rows for cell in row if "以前填报的基本相同" in str(cell)]


def follow(office: Office, folder: Path) -> Office:
    init_campaign(folder, Wish(rulebooks=("dantu-2015",), previous=office.folder), Moment(now=BEGIN))
    return Office(folder)


def test_a_unit_that_sends_last_years_words_is_shown_once_and_others_are_not(office: Office, tmp_path: Path) -> None:
    office.fill("区安监局", supervision_problems=[LONG])
    office.collect()
    second = follow(office, tmp_path / "次年")
    second.fill("区安监局", supervision_problems=[LONG])
    second.fill("区财政局", supervision_problems=[{**ROW, "problem": "会计信息质量检查结束后未及时下达整改通知书，涉及3家单位"}])
    second.collect()
    assert len(hints(second)) == 1
    assert hints(office) == []


def test_taking_over_twice_notes_it_once(office: Office, tmp_path: Path) -> None:
    second = follow(office, tmp_path / "次年")
    before = second.journal()
    follow(office, tmp_path / "次年")
    assert second.journal() == before
    assert len(second.open(at(18)).facts(FactKind.NOTE)) == 1
