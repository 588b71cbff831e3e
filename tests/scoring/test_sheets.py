"""Score sheets: items without points have no total, one list with the place in the class beside it, good practice and problems (JS-17, JS-20, WZ-16)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.office import Office, new_office, standing

FULL = {"责任清单公示": 20, "责任清单落实": 25, "动态调整": 15, "事中事后监管": 20, "公共服务承诺": 15, "其他": 5}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = new_office(tmp_path_factory.mktemp("jinshui") / "office", rulebook="jinshui-example")
    rows: list[dict[str, Any]] = [
        {"单位": "市发改委", **FULL, "动态调整": 12, "扣分依据": "抽查三项未及时调整", "经验做法": "清单上墙", "存在问题": "动态调整慢"},
        {"单位": "市财政局", **FULL, "公共服务承诺": 10, "扣分依据": "两项超时"},
        {"单位": "高平市", **FULL, "其他": 3, "扣分依据": "材料不全"},
        {"单位": "城区", **FULL, "责任清单公示": 15, "扣分依据": "未公示"},
        {"单位": "市邮政局", **FULL, "责任清单落实": 23, "动态调整": 14, "扣分依据": "抽查", "动态调整扣分依据": "一项迟于规定"},
    ]
    office.write({"评议得分": [{"期间": "2018", **row} for row in rows]})
    office.record()
    return office


@pytest.mark.requirement("JS-20", key="jinshui readings.ranking")
def test_all_units_are_one_list_with_their_place_in_the_class(example: Office) -> None:
    example.read()
    found = example.score("2018", "--as-of", "2018-12-31")
    assert [group["group"] for group in found["groups"]] == ["全部单位"]
    assert [(s["rank"], s["tied"], s["unit"]) for s in found["groups"][0]["standings"][:5]] == [
        (1, False, "高平市"), (2, True, "市发改委"), (2, True, "市邮政局"), (4, True, "城区"), (4, True, "市财政局"),
    ]  # fmt: skip
    assert {item["unit"]: item["rank"] for item in found["within"]["市直"]} == {"市发改委": 1, "市财政局": 2}
    example.run("report", "ranking", "--period", "2018", "--as-of", "2018-12-31", "--format", "md", wants=None)
    (path,) = (example.folder / "reports").glob("排名-2018-*.md")
    assert "| 4（并列） | 市财政局 | 市直 | 2 | 95 |" in path.read_text(encoding="utf-8")


def test_by_class_is_the_other_reading(example: Office) -> None:
    example.read(ranking="by-class")
    found = example.score("2018", "--as-of", "2018-12-31")
    assert [group["group"] for group in found["groups"]] == ["县(市、区)", "市直", "驻市"] and "within" not in found


def test_a_unit_s_sheet_has_items_full_points_deductions_evidence_practice_and_problems(example: Office) -> None:
    example.read()
    answer = json.loads(
        example.run(
            "report", "unit", "--unit", "市发改委", "--period", "2018", "--as-of", "2018-12-31", "--format", "md", "--json", wants=None
        )
    )
    text = Path(answer["file"]).read_text(encoding="utf-8")
    assert "| 动态调整 | 第六条 | 15 | -3 | 12 | 抽查三项未及时调整 |" in text
    assert "经验做法：清单上墙" in text and "存在问题：动态调整慢" in text


def test_evidence_of_one_item_stands_before_that_of_all(example: Office) -> None:
    example.read()
    entries = {entry["rule"]: entry["formula"] for entry in standing(example.score("2018", "--as-of", "2018-12-31"), "市邮政局")["entries"]}
    assert entries["adjust"] == "动态调整满分15，得14，扣1（一项迟于规定）" and entries["carry-out"].endswith("扣2（抽查）")


@pytest.mark.requirement("WZ-16", key="wuzhi-2015 sheets.assessment")
@pytest.mark.parametrize(
    ("rulebook", "items"), [("jinshui", tuple(FULL)), ("wuzhi-2015", ("依法履行职责", "严格执法", "监督检查", "责任追究"))]
)
def test_without_points_in_the_text_there_is_no_total_until_a_profile_gives_them(
    tmp_path: Path, rulebook: str, items: tuple[str, ...]
) -> None:
    office = new_office(tmp_path / "office", rulebook=rulebook)
    office.write({"评议得分": [{"期间": "2018", "单位": "市发改委", **dict.fromkeys(items, 20)}]})
    office.record()
    found = standing(office.score("2018", "--as-of", "2018-12-31"), "市发改委")
    assert found["total"] is None and "本地细则" in found["why"] and len(found["entries"]) == len(items)
    own = office.folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    sheet = "checklist" if rulebook == "jinshui" else "assessment"
    ids = {"jinshui": ("publish", "carry-out", "adjust", "supervise", "serve", "other")}.get(
        rulebook, ("duties", "enforcement", "inspection", "accountability")
    )
    points = "".join(f'[[sheets.items]]\nid = "{id}"\npoints = "25"\n' for id in ids)
    text = f'id = "own"\nextends = "{rulebook}"\ntitle = "本地细则"\n[[sheets]]\nid = "{sheet}"\n{points}'
    (own / "rulebook.toml").write_text(text, encoding="utf-8")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(f'["{rulebook}"]', '["own"]'), encoding="utf-8")
    assert standing(office.score("2018", "--as-of", "2018-12-31"), "市发改委")["total"] == str(20 * len(items))
