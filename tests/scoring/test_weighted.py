"""Weighted scores of 十堰, the example sheet of 金水, deduction proposals without amounts."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scoring.office import Office, new_office, standing

PARTS = ("第三方监督", "服务对象测评", "集中民主评议", "平时工作评价")
Y1 = dict(zip(PARTS, (88.5, 92, 85.4, 96), strict=True))
Y3 = dict(zip(PARTS, (90, 88, None, 95), strict=True))


@pytest.fixture(scope="module")
def shiyan(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = new_office(tmp_path_factory.mktemp("shiyan") / "office", rulebook="shiyan-2015", year=2015)
    rows = [("市发改委", Y1), ("市财政局", Y3), ("市教育局", {**Y1, "第三方监督": 120})]
    office.write({"评议得分": [{"期间": "2015", "单位": unit, **parts} for unit, parts in rows]})
    said = office.record(wants=1)
    assert "第三方监督得分120超出0—100，未计" in said  # said when it is recorded, not when the year is over
    return office


@pytest.mark.requirement("X-08")
@pytest.mark.requirement("SY-22", key="shiyan-2015 weighting")
def test_the_parts_by_their_weights_make_the_total_exactly(shiyan: Office) -> None:
    shiyan.read()
    found = standing(shiyan.score("2015", "--as-of", "2015-12-31"), "市发改委")
    assert found["total"] == "89.04"
    assert [entry["points"] for entry in found["entries"]] == ["26.55", "23", "29.89", "9.6"]
    assert found["entries"][0]["formula"] == "第三方监督88.5×30%=26.55" and found["entries"][0]["evidence"][0].endswith("!F5")


def test_marks_are_not_closed(shiyan: Office) -> None:
    said = shiyan.run("score", "2015", "--as-of", "2015-12-31", "--close", wants=2)
    assert "K007" in said and len(said.splitlines()) == 1


@pytest.mark.parametrize(("reading", "total"), [("no-total", None), ("renormalise", "90"), ("zero", "58.5")])
def test_a_missing_part_leaves_no_total_unless_the_reading_says_so(shiyan: Office, reading: str, total: str | None) -> None:
    shiyan.read(**{"missing-part": reading})
    scores = shiyan.score("2015", "--as-of", "2015-12-31")
    assert standing(scores, "市财政局")["total"] == total
    said = [item["why"] for item in (*scores["undecided"], *scores["notes"]) if item["unit"] == "市财政局"]
    assert len(said) == 1 and "集中民主评议" in said[0] and ("测算" in said[0]) is (total is not None)


def test_a_part_outside_its_bounds_is_one_line_and_no_total(shiyan: Office) -> None:
    shiyan.read()
    scores = shiyan.score("2015", "--as-of", "2015-12-31", wants=1)
    assert standing(scores, "市教育局")["rank"] is None
    assert [item["why"] for item in scores["rejected"]] == ["第三方监督得分120超出0—100，未计"]


def test_grades_come_only_from_a_profile_and_then_propose(shiyan: Office, tmp_path: Path) -> None:
    assert "grade" not in standing(shiyan.score("2015", "--as-of", "2015-12-31"), "市发改委")
    office = Office(tmp_path / "office")
    shutil.copytree(shiyan.folder, office.folder)
    own = office.folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    bands = '[weighting]\nbands = [{ name = "优秀", least = "85" }, { name = "合格", least = "60" }, { name = "不合格", least = "0" }]\n'
    (own / "rulebook.toml").write_text(f'id = "own"\nextends = "shiyan-2015"\ntitle = "本局等次"\n{bands}', encoding="utf-8")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["shiyan-2015"]', '["own"]'), encoding="utf-8")
    scores = office.score("2015", "--as-of", "2015-12-31")
    assert standing(scores, "市发改委")["grade"] == "优秀"
    (praise,) = scores["proposals"]
    assert (praise["kind"], praise["unit"]) == ("通报表彰", "市发改委") and "综合评分89.04，等次优秀" in praise["why"]
    assert praise["evidence"] == [f"registers/评议得分.xlsx!评议得分!{column}5" for column in "FGHI"]


def test_another_reading_gives_a_total_to_a_unit_that_had_none(shiyan: Office) -> None:
    shiyan.read()
    found = shiyan.score("2015", "--as-of", "2015-12-31", "--readings")
    change = next(item for item in found["alternatives"] if (item["reading"], item["option"]) == ("missing-part", "renormalise"))
    unit = next(item for item in change["units"] if item["unit"] == "市财政局")
    assert (unit["before"], unit["after"], unit["rank_before"], unit["rank_after"]) == (None, "90", None, 1)
    assert "市财政局 不出总分变为90" in shiyan.run("score", "2015", "--as-of", "2015-12-31", "--readings", wants=1)


def test_the_mean_of_several_scorers_is_printed_as_it_counts(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", rulebook="shiyan-2015", year=2015)
    office.write(
        {
            "评议得分": [
                {"期间": "2015", "单位": "市发改委", "评分主体": who, **Y1, "第三方监督": points}
                for who, points in (("甲", 90), ("乙", 91), ("丙", 93))
            ]
        }
    )
    office.record()
    found = standing(office.score("2015", "--as-of", "2015-12-31"), "市发改委")
    assert found["entries"][0]["formula"] == "第三方监督91.3333×30%=27.39999（3个得分，平均91.3333）" and found["total"] == "89.89"


def test_a_deduction_on_a_score_sheet_wants_its_evidence(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", rulebook="jinshui-example", year=2018)
    full = {"责任清单公示": 20, "责任清单落实": 25, "动态调整": 15, "事中事后监管": 20, "公共服务承诺": 15, "其他": 5}
    office.write(
        {
            "评议得分": [
                {"期间": "2018", "单位": "市发改委", **full, "动态调整": 12, "扣分依据": "抽查三项未及时调整"},
                {"期间": "2018", "单位": "市财政局", **full, "公共服务承诺": 10},
            ]
        }
    )
    office.record()
    scores = office.score("2018", "--as-of", "2018-12-31")
    assert [standing(scores, unit)["total"] for unit in ("市发改委", "市财政局")] == ["97", "95"]
    assert [item["unit"] for item in scores["undecided"] if "没有写依据" in item["why"]] == ["市财政局"]
    assert "示例" in office.run("score", "2018", "--as-of", "2018-12-31", wants=1)


def test_a_part_has_the_day_it_was_given_and_points_of_nobody_are_said(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office", rulebook="shiyan-2015", year=2015)
    row = {"期间": "2015", "评定日期": date(2015, 11, 20), **Y1}
    office.write({"评议得分": [{**row, "单位": "市发改委"}, {**row, "单位": "市财政局"}]})
    office.record()
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[1].value == "市财政局"))
    book.save(office.folder / "units.xlsx")
    scores = office.score("2015", "--as-of", "2015-12-31", wants=1)
    assert {entry["date"] for entry in standing(scores, "市发改委")["entries"]} == {"2015-11-20"}
    said = [(item["unit"], item["why"], item["article"], item["date"]) for item in scores["rejected"]]
    assert said == [("市财政局", "单位“市财政局”不在名单中，未计分", "四（三）1", "2015-11-20")] * len(PARTS)
    assert standing(office.score("2015", "--as-of", "2015-11-19"), "市发改委")["total"] is None
