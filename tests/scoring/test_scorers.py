"""Who scored what: another 评分主体 than the articles name is listed, never dropped (第十四至十六条; JC-J-21…23)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from scoring.office import Office, changes, copy_of, new_office

DAY = date(2018, 5, 2)
TASK = {"事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市农委", "立项日期": date(2018, 4, 2), "纳入方式": "被动"}
OFFICE, SECTION, INITIATOR = "督查室", "相关科室", "立项主体"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("scorers") / "office")


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def listed(office: Office, **more: Any) -> tuple[list[str], dict[str, str]]:
    """What is said of scorers, and the changes of units."""
    found = office.score("2018Q2", "--as-of", "2018-06-30", **more)
    return [item["why"] for item in found["notes"] if "评分主体不符" in item["why"]], changes(found)


@pytest.mark.requirement("JC-J-21", "JC-J-22")
@pytest.mark.parametrize(
    ("situation", "points", "right"),
    [
        ("表彰", 12, OFFICE),
        ("督查问题", None, OFFICE),
        ("不配合", None, OFFICE),
        ("评估较好", None, SECTION),
        ("评估不到位", None, SECTION),
    ],
)
def test_rows_of_the_office_want_the_scorer_of_their_article(office: Office, situation: str, points: int | None, right: str) -> None:
    row = {"日期": DAY, "情形": situation, "角色": "牵头", "分值": points}
    units = ("市发改委", "市财政局", "市住建局")
    scorers = (OFFICE, SECTION, INITIATOR)
    office.write({"积分事项": [{**row, "单位": unit, "评分主体": scorer} for unit, scorer in zip(units, scorers, strict=True)]})
    office.record()
    said, scored = listed(office)
    assert len(said) == 2 and all(f"应为{right}" in why for why in said)
    assert set(scored) == set(units) and len(set(scored.values())) == 1


@pytest.mark.requirement("JC-J-23")
@pytest.mark.requirement("JC-J-17", "JC-J-23")
@pytest.mark.parametrize(("move", "grade"), [("退回", ""), ("办结", "优秀"), ("办结", "良好"), ("办结", "不合格"), ("反馈", "")])
def test_steps_want_the_initiator(office: Office, move: str, grade: str) -> None:
    numbers = {"A": OFFICE, "B": SECTION, "C": INITIATOR}
    node = "2018-05-01" if move == "反馈" else "无"
    office.write({"督办事项": [{**TASK, "事项编号": number, "节点时限": node} for number in numbers]})
    step = {"日期": DAY, "环节": move, **({"评定": grade} if grade else {})}
    office.write({"办理记录": [{**step, "事项编号": number, "评分主体": scorer} for number, scorer in numbers.items()]})
    office.record()
    said, scored = listed(office)
    assert len(said) == 2 and all("应为立项主体" in why for why in said) and scored


def test_key_supervision_is_the_office_s_and_so_is_what_follows_on_that_matter(office: Office) -> None:
    office.write({"督办事项": [{**TASK, "事项编号": number, "节点时限": "2018-04-20" if number == "C" else "无"} for number in "ABC"]})
    office.write(
        {
            "办理记录": [
                {"日期": DAY, "事项编号": "A", "环节": "进入重点督办", "评分主体": INITIATOR},
                {"日期": DAY, "事项编号": "B", "环节": "进入重点督办", "评分主体": OFFICE},
                {"日期": date(2018, 5, 9), "事项编号": "B", "环节": "退回", "评分主体": OFFICE},
                {"日期": date(2018, 5, 9), "事项编号": "C", "环节": "反馈", "评分主体": OFFICE},
                {"日期": date(2018, 5, 10), "事项编号": "C", "环节": "退回", "评分主体": OFFICE},
                {"日期": date(2018, 5, 10), "事项编号": "C", "环节": "退回", "评分主体": SECTION},
            ]
        }
    )
    office.record()
    said, _ = listed(office)
    assert [why.split("（")[0] for why in sorted(said)] == [
        "评分主体不符：应为督查室，实为立项主体",
        "评分主体不符：应为立项主体，实为相关科室",
    ]


def test_every_rule_names_its_scorer() -> None:
    rulebook, _ = parse_rulebook("jincheng-points-2017", read_texts(["jincheng-points-2017"]))
    assert rulebook is not None
    assert {rule.id: rule.scorers for rule in rulebook.points if rule.scorers != (OFFICE,)} == {
        "assessed-good": (SECTION,), "assessed-poor": (SECTION,), "correction": (),
        "done-excellent": (INITIATOR,), "done-good": (INITIATOR,), "node-late": (INITIATOR,), "returned": (INITIATOR,), "failed": (INITIATOR,),
    }  # fmt: skip


def test_a_row_that_cannot_be_taken_is_one_line_with_cell_and_article(office: Office) -> None:
    """An unknown unit, an amount that is none: said with the clause it would score by, and nothing is scored."""
    rows = [
        {"日期": DAY, "单位": "市水务集团", "情形": "督查问题", "角色": "牵头"},
        {"日期": DAY, "单位": "市农委", "情形": "表彰", "分值": "10—20"},
    ]
    office.write({"积分事项": rows, "限期材料": [{"材料名称": "总结", "单位": "市水务集团", "报送时限": DAY}]})
    said = office.record(wants=1).splitlines()
    for cell, article in (("积分事项!B4", "第十二条(一)"), ("积分事项!E5", "第十一条(一)"), ("限期材料!D4", "第十二条(四)")):
        assert len([line for line in said if cell in line and f"（{article}）" in line]) == 1, said
    assert listed(office) == ([], {})
