"""The year: ranks with 并列, ties across a boundary, small groups, two years in a row, what is proposed to whom (S15)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring.office import COUNTIES, DEPARTMENTS, STATIONED, Office, copy_of, new_office, standing

TOTALS = {
    "高平市": "131.5", "泽州县": "131.5", "阳城县": "118", "沁水县": "104.5", "城区": "100", "陵川县": "96.5", "开发区": "96.5",
    "市发改委": "125", "市财政局": "120", "市住建局": "118", "市教育局": "118", "市环保局": "117", "市水利局": "92",
}  # fmt: skip


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("year") / "office")


def corrections(totals: dict[str, str]) -> list[dict[str, object]]:
    """更正 rows that bring units to given totals."""
    return [
        {"日期": date(2018, 11, 1), "单位": unit, "情形": "更正", "分值": float(total) - 100, "依据": "督查室会议纪要", "说明": "例"}
        for unit, total in totals.items()
        if float(total) != 100
    ]


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def year_of(office: Office, *arguments: str) -> dict[str, Any]:
    return office.score("2018", "--as-of", "2018-12-31", *arguments)


def proposed(scores: dict[str, Any], kind: str) -> dict[str, str | None]:
    """Unit → what is still open about it."""
    return {item["unit"]: item["undecided"] for item in scores["proposals"] if item["kind"] == kind}


@pytest.mark.requirement("X-09")
@pytest.mark.requirement("JC-J-27", key="jincheng-points-2017 articles.19")
def test_equal_totals_share_a_place_and_boundary_ties_are_left_to_people(office: Office) -> None:
    office.write({"积分事项": corrections(TOTALS)})
    office.record()
    found = year_of(office)
    places = {name: (standing(found, name)["rank"], standing(found, name)["tied"], standing(found, name)["from_bottom"]) for name in TOTALS}
    assert {name: places[name] for name in (*COUNTIES, "开发区")} == {
        "高平市": (1, True, 6), "泽州县": (1, True, 6), "阳城县": (3, False, 5), "沁水县": (4, False, 4), "城区": (5, False, 3),
        "陵川县": (6, True, 1), "开发区": (6, True, 1),
    }  # fmt: skip
    assert [places[name][:2] for name in ("市发改委", "市财政局", "市住建局", "市教育局", "市环保局")] == [
        (1, False), (2, False), (3, True), (3, True), (5, False),
    ]  # fmt: skip
    assert list(proposed(found, "重点推荐")) == ["高平市", "泽州县"] and all(
        "待认定" in (x or "") for x in proposed(found, "重点推荐").values()
    )
    exempted = proposed(found, "免督查")
    assert list(exempted) == ["市发改委", "市财政局", "市住建局", "市教育局"]
    assert exempted["市发改委"] is None and "市住建局、市教育局" in (exempted["市教育局"] or "")
    assert {"陵川县", "开发区", "市水利局"} <= set(proposed(found, "关注名单")) and "城区" not in proposed(found, "关注名单")
    assert proposed(found, "追责线索") == {}
    assert all(item["approved_by"] is None for item in found["proposals"])


@pytest.mark.requirement("JC-J-26")
def test_the_development_zone_in_first_place_gives_way_to_the_best_county(office: Office) -> None:
    office.write({"积分事项": corrections({**TOTALS, "开发区": "140"})})
    office.record()
    found = year_of(office)
    assert standing(found, "开发区")["rank"] == 1
    assert list(proposed(found, "重点推荐")) == ["高平市", "泽州县"]
    office.read(**{"zone-first": "yes"})
    assert list(proposed(year_of(office), "重点推荐")) == ["开发区"]


@pytest.mark.requirement("JC-J-24")
def test_two_years_at_the_bottom_and_below_the_base_are_a_lead(office: Office) -> None:
    past = [
        {"年度": 2018, "组别": "市直", "单位": name, "总分": total}
        for name, total in zip(DEPARTMENTS, (110, 109, 108, 107, 106, 90, 95, 101, 102), strict=True)
    ]
    office.write({"往年积分": past})
    rows = corrections({"市水利局": "92", "市人社局": "100", "市农委": "93", "市发改委": "101", "市财政局": "101", "市住建局": "101"})
    rows += corrections({"市教育局": "101", "市环保局": "101", "市公安局": "101"})
    office.write({"积分事项": [{**row, "日期": date(2019, 11, 1)} for row in rows]})
    office.record()
    found = office.score("2019", "--as-of", "2019-12-31")
    assert proposed(found, "追责线索") == {"市水利局": None}
    assert "市农委" in proposed(found, "关注名单") and "市水利局" not in proposed(found, "关注名单")
    assert "2018年总分90" in next(item["why"] for item in found["proposals"] if item["kind"] == "追责线索")


def test_a_small_group_is_never_judged_without_a_person(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    office.write({"积分事项": corrections({STATIONED[0]: "95", STATIONED[1]: "96"})})
    office.record()
    path = office.folder / "units.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(sheet.max_row, 1, -1):
        if sheet.cell(row=row, column=2).value in STATIONED[2:]:
            sheet.delete_rows(row)
    book.save(path)
    watched = proposed(year_of(office), "关注名单")
    assert "只有2个单位" in (watched[STATIONED[0]] or "")


def test_exactly_the_base_is_not_below_it_and_is_said(office: Office) -> None:
    totals = {name: "105" for name in (*COUNTIES, "开发区") if name not in ("城区", "陵川县")}
    office.write({"积分事项": corrections({**totals, "陵川县": "96"})})
    office.record()
    found = year_of(office)
    assert "城区" not in proposed(found, "关注名单")
    assert any(item["unit"] == "城区" and "正好等于基准分" in item["why"] for item in found["notes"])
    office.read(**{"below-base-equal": "equal"})
    assert "城区" in proposed(year_of(office), "关注名单")


@pytest.mark.requirement("JC-J-05", "JC-J-20")
@pytest.mark.parametrize(("reading", "total"), [("year", "106"), ("quarters-sum", "406"), ("quarters-mean", "101.5")])
def test_the_base_once_or_each_quarter_changes_the_number_and_not_the_rank(office: Office, reading: str, total: str) -> None:
    office.write({"积分事项": corrections({"城区": "106", "陵川县": "96"})})
    office.record()
    office.read(**{"base-per": reading})
    found = year_of(office)
    assert standing(found, "城区")["total"] == total
    assert (standing(found, "城区")["rank"], standing(found, "陵川县")["rank"]) == (1, 7)


@pytest.mark.requirement("JC-J-28")
def test_four_groups_or_one_list_are_other_readings(office: Office) -> None:
    office.write({"积分事项": corrections(TOTALS)})
    office.record()
    office.read(grouping="four")
    assert [group["group"] for group in year_of(office)["groups"]] == ["县(市、区)", "开发区", "市直", "驻市"]
    office.read(grouping="one")
    (group,) = year_of(office)["groups"]
    assert len(group["standings"]) == len(COUNTIES) + 1 + len(DEPARTMENTS) + len(STATIONED)


@pytest.mark.requirement("JC-J-01")
def test_a_kind_of_department_in_the_class_column_is_still_a_department(office: Office) -> None:
    """市属企业 is no class of its own in the regulation; 开发区 is (JC-J-01)."""
    path = office.folder / "units.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "单位类别")
    for row in sheet.iter_rows(min_row=2):
        if row[1].value == "市发改委":
            sheet.cell(row=row[1].row, column=column, value="市属企业")
    book.save(path)
    office.write({"积分事项": corrections(TOTALS)})
    office.record()
    assert "市发改委" in proposed(year_of(office), "免督查")
    office.read(grouping="four")
    assert [group["group"] for group in year_of(office)["groups"]] == ["县(市、区)", "开发区", "市直", "驻市"]
    office.run("report", "annual", "--period", "2018", "--as-of", "2018-12-31", "--format", "md", wants=None)
    (path,) = (office.folder / "reports").glob("*.md")
    reported = path.read_text(encoding="utf-8").split("送：市年度目标考核领导小组办公室")[1].split("##")[0]
    assert "| 市直 | 市直 | 1 | 市发改委 |" in reported and "国网晋城公司" not in reported


def test_a_further_key_that_the_rulebook_names_decides_ranks_and_proposals_alike(office: Office) -> None:
    """Equal totals: more additions come first, if the rulebook says so; else nobody breaks a tie (X-09)."""
    own = office.folder / "templates" / "rulebooks" / "mou"
    own.mkdir(parents=True)
    head = 'id = "mou"\nextends = "jincheng-points-2017"\ntitle = "某市办法"\nshort_title = "某市"\nedition = "1"\nsource = "例"\n'
    (own / "rulebook.toml").write_text(head + '[scheme]\ntie_breaks = ["additions"]\n', encoding="utf-8")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["jincheng-points-2017"]', '["mou"]'), encoding="utf-8")
    rows = corrections({"市发改委": "125", "市财政局": "120", "市住建局": "118", "市教育局": "123"})
    office.write({"积分事项": [*rows, {**corrections({"市教育局": "95"})[0], "说明": "另一件"}]})
    office.record()
    found = year_of(office)
    assert (standing(found, "市教育局")["rank"], standing(found, "市住建局")["rank"]) == (3, 4)
    assert proposed(found, "免督查") == {"市发改委": None, "市财政局": None, "市教育局": None}
    assert "总分相同的依次比较加分高者先，仍相同的并列" in office.run("score", "2018", "--as-of", "2018-12-31", wants=None)


def test_past_totals_keep_their_base_when_another_base_is_tried(office: Office) -> None:
    """JC-J-05: base a year or a quarter gives the same verdict; 101 written down for 2018 was above 100, and is not below 400."""
    totals = {name: 120 - n for n, name in enumerate((*COUNTIES, "开发区"))} | {"城区": 102, "陵川县": 101}
    office.write({"往年积分": [{"年度": 2018, "组别": "县(市、区)", "单位": name, "总分": total} for name, total in totals.items()]})
    rows = corrections({name: "110" for name in totals if name not in ("城区", "陵川县")} | {"城区": "97", "陵川县": "95"})
    office.write({"积分事项": [{**row, "日期": date(2019, 11, 1)} for row in rows]})
    office.record()
    found = office.score("2019", "--as-of", "2019-12-31", "--readings")
    assert set(proposed(found, "待研究")) == {"城区", "陵川县"} and not proposed(found, "追责线索")
    (other,) = [item for item in found["alternatives"] if item["option"] == "quarters-sum"]
    assert not other["proposals_gained"] and not other["proposals_lost"], other


def test_what_a_unit_did_that_the_roster_lost_counts_for_nobody_and_is_said(office: Office) -> None:
    """A line deleted in units.xlsx does not make the returns of its matters vanish without a word."""
    task = {"事项编号": "A", "事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市住建局", "节点时限": "无"}
    office.write(
        {"督办事项": [{**task, "立项日期": date(2018, 4, 2)}], "办理记录": [{"日期": date(2018, 5, 2), "事项编号": "A", "环节": "退回"}]}
    )
    office.write({"积分事项": corrections({"市住建局": "105"})})
    office.record()
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[1].value == "市住建局"))
    book.save(office.folder / "units.xlsx")
    said = [item for item in year_of(office)["rejected"] if item["why"] == "单位“市住建局”不在名单中，未计分"]
    assert {item["article"]: item["evidence"][0].split("!")[-1] for item in said} == {
        "第十一条(三)": "A4", "第十二条(三)": "A4", "（原文无此条）": "E4",
    }  # fmt: skip
