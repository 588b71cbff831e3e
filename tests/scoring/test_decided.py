"""What people decide and confirm: approvals beside proposals, units' answers to their entries, exemptions for the next year (X-05, JC-J-03, JC-J-27, JS-20)."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.cli.app import run
from scoring.office import Office, copy_of, new_office

APPROVED = {
    "期间": "2018",
    "单位": "市发改委",
    "建议": "免督查",
    "审批结果": "同意",
    "批准人": "张市长",
    "批准日期": date(2019, 1, 15),
    "文号": "晋市政函3号",
}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A year in which one department and one county are ahead."""
    office = new_office(tmp_path_factory.mktemp("decided") / "office")
    row = {"日期": date(2018, 11, 1), "情形": "更正", "依据": "会议纪要", "说明": "例"}
    units = ("市发改委", "市财政局", "市住建局", "高平市")
    office.write({"积分事项": [{**row, "单位": unit, "分值": 10 - at} for at, unit in enumerate(units)]})
    office.record()
    return office


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def decided(office: Office, as_of: str = "2019-01-31") -> dict[tuple[str, str], Any]:
    return {(item["kind"], item["unit"]): item for item in office.score("2018", "--as-of", as_of)["proposals"]}


@pytest.mark.requirement("X-05")
def test_an_approval_stands_beside_its_proposal_from_its_day_on(office: Office) -> None:
    office.write({"建议审批": [APPROVED, {**APPROVED, "单位": "市财政局", "审批结果": "不同意", "文号": None}]})
    office.record()
    found = decided(office)
    assert found["免督查", "市发改委"]["approved_by"] == "张市长"
    assert found["免督查", "市发改委"]["approval"]["document"] == "晋市政函3号"
    assert found["免督查", "市发改委"]["approval"]["evidence"] == ["registers/建议审批.xlsx!建议审批!E5"]
    assert found["免督查", "市财政局"]["approved_by"] is None and found["免督查", "市财政局"]["approval"]["agreed"] is False
    assert found["免督查", "市住建局"]["approval"] is None and decided(office, "2019-01-14")["免督查", "市发改委"]["approval"] is None
    office.run("report", "annual", "--period", "2018", "--as-of", "2019-01-31", "--format", "md", wants=None)
    (path,) = (office.folder / "reports").glob("*.md")
    text = path.read_text(encoding="utf-8")
    assert "同意，张市长，2019年1月15日，晋市政函3号" in text and "不同意，张市长，2019年1月15日" in text


def test_an_approval_of_what_is_not_proposed_is_listed(office: Office) -> None:
    office.write({"建议审批": [{**APPROVED, "单位": "市农委"}, {**APPROVED, "期间": "2018Q4"}]})
    office.record()
    found = office.score("2018", "--as-of", "2019-01-31")
    assert [item["unit"] for item in found["notes"] if "没有对应的建议" in item["why"]] == ["市农委"]


def test_a_tie_that_a_person_has_settled_needs_no_more_attention(untouched: Office, tmp_path: Path) -> None:
    office = copy_of(untouched, tmp_path / "office")
    row = {"日期": date(2018, 11, 1), "情形": "更正", "依据": "会议纪要", "说明": "例", "分值": 7, "单位": "泽州县"}
    office.write({"积分事项": [row]})
    office.record()
    counties = [(item["unit"], item["undecided"]) for item in decided(office).values() if item["kind"] == "重点推荐"]
    assert len(counties) == 2 and all(undecided for _, undecided in counties)
    office.write({"建议审批": [{**APPROVED, "单位": unit, "建议": "重点推荐"} for unit, _ in counties]})
    office.record()
    office.score("2018", "--as-of", "2019-01-31", wants=0)


@pytest.mark.requirement("JC-J-03")
def test_units_confirm_their_entries_before_the_ranking_is_made_known(office: Office) -> None:
    rows = [("市发改委", "无异议", None), ("市财政局", "有异议", "11月1日一笔重复")]
    office.write(
        {
            "积分核对": [
                {"期间": "2018", "单位": u, "核对意见": o, "日期": date(2019, 1, 8), "签字人": "李主任", "说明": n} for u, o, n in rows
            ]
        }
    )
    office.record()
    found = office.score("2018", "--as-of", "2019-01-31")
    assert found["made_known"] == ["积分核对：无异议1个单位，有异议1个，未核对18个。"]
    assert [item["why"] for item in found["notes"] if item["unit"] == "市财政局"] == ["单位核对积分有异议：11月1日一笔重复"]
    assert office.score("2018", "--as-of", "2019-01-07")["made_known"] == []


@pytest.mark.requirement("JC-J-27")
def test_an_approved_exemption_is_noted_on_next_year_s_roster(office: Office, tmp_path: Path) -> None:
    office.write({"建议审批": [APPROVED, {**APPROVED, "单位": "市财政局", "审批结果": "不同意"}]})
    office.record()
    for year, noted in ((2019, {"市发改委": "2019年免督查（张市长批准晋市政函3号）"}), (2020, {})):
        folder = tmp_path / str(year)
        with contextlib.redirect_stdout(io.StringIO()):
            run(["init-campaign", str(folder), "--rulebook", "jincheng-points-2017", "--from", str(office.folder), "--year", str(year)])
        sheet = load_workbook(folder / "units.xlsx").worksheets[0]
        titles = {cell.value: cell.column - 1 for cell in sheet[1]}
        notes = {row[titles["单位名称"]]: row[titles["备注"]] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert {unit: note for unit, note in notes.items() if note} == noted


def test_the_meeting_and_the_range_of_publication_stand_under_the_ranking(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", rulebook="jinshui-example")
    office.write(
        {
            "排名公布": [
                {
                    "期间": "2018",
                    "专题会议日期": date(2018, 12, 20),
                    "公布日期": date(2018, 12, 25),
                    "公布范围": "区直各单位",
                    "公布方式": "内部通报",
                }
            ]
        }
    )
    office.record()
    said = [office.score("2018", "--as-of", day)["made_known"] for day in ("2018-12-19", "2018-12-31")]
    assert said == [[], ["2018年12月20日专题会议研究，2018年12月25日在区直各单位公布（内部通报）"]]
