"""team freeze and team draw: the bytes of design, who is passed over and why, and that nobody can wait for a list or a seed that suits him."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings, strategies as st

from people.jincheng import day
from scoring.office import Office, copy_of

pytestmark = [
    pytest.mark.requirement("JC-R-10", key="jincheng-inspectors-2017 articles.8"),
]

LIST = "督查人员库"


def person(number: str, name: str = "李四", **cells: Any) -> dict[str, Any]:
    """A row of 督查人员库: somebody of the part-time pool."""
    row = {
        "人员编号": number,
        "姓名": name,
        "库别": "兼职",
        "来源类别": "市直部门",
        "单位": "市财政局",
        "推荐单位": "市财政局",
        "入库日期": day(1, 2),
    }
    return {**row, **cells}


def task(number: str = "DC-1", **cells: Any) -> dict[str, Any]:
    """A row of 督查任务 in 高平市, 10 to 12 May."""
    row = {"任务编号": number, "任务名称": "专项督查", "任务类型": "专项督查", "负责人": "张某", "被督查单位": "高平市"}
    return {**row, "计划开始日期": day(5, 10), "计划结束日期": day(5, 12), **cells}


def ready(office: Office, *people: dict[str, Any], **registers: list[dict[str, Any]]) -> Office:
    office.write({LIST: people or [person(f"R{n:03}", f"甲{n}") for n in range(1, 13)], **registers})
    office.run("record", wants=None)
    return office


def freeze(office: Office, of: str = LIST, on: str = "2018-04-20") -> dict[str, Any]:
    return json.loads(office.run("team", "freeze", of, "--as-of", on, "--json"))  # type: ignore[no-any-return]  # JSON by definition


def draw(
    office: Office, *arguments: str, of: str = LIST, seed: str = "031725", on: str = "2018-05-04", wants: int | None = None
) -> dict[str, Any]:
    said = office.run("team", "draw", of, "--seed", seed, "--as-of", on, "--json", *arguments, wants=wants)
    return json.loads(said)  # type: ignore[no-any-return]  # JSON by definition


def by_the_page(ids: list[str], seed: str, rounds: int) -> tuple[str, list[tuple[str, str]]]:
    """docs/verify-a-draw.md written anew, and nothing else."""

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    normal = sorted((unicodedata.normalize("NFC", id) for id in ids), key=lambda id: [ord(sign) for sign in id])
    code = sha("".join(id + "\n" for id in normal))
    return code, sorted((sha(seed + "\n" + code + "\n" + str(rounds) + "\n" + id), id) for id in normal)


def test_anybody_can_repeat_a_draw(office: Office) -> None:
    ready(office)
    frozen = freeze(office)
    made = draw(office, "--count", "5", "--round", "1", "--teams", "2", wants=0)
    code, order = by_the_page(frozen["ids"], "031725", 1)
    assert frozen["list_hash"] == made["list_hash"] == code
    assert [(one["key"], one["id"]) for one in made["order"]] == order
    ids = [id for _, id in order]
    assert (made["drawn"], made["substitutes"]) == (ids[:5], ids[5:])
    assert made["teams"] == {id: at % 2 + 1 for at, id in enumerate(ids[:5])}
    assert list(made)[:8] == ["list", "list_hash", "frozen_at", "seed", "round", "order", "drawn", "substitutes"]
    assert (made["list"], made["frozen_at"][:10], made["round"], made["order"][0]["barred"]) == (LIST, "2018-04-20", 1, None)


@pytest.mark.sweep
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(st.text("甲乙丙丁𬴂𠮷〇éÅabcZ019", min_size=1, max_size=4), min_size=2, max_size=9, unique_by=lambda id: unicodedata.normalize("NFKC", id).casefold()),
    seed=st.text("第七期开奖号码0123 é𬴂", min_size=1, max_size=12),
    rounds=st.integers(1, 12),
    data=st.data(),
)  # fmt: skip
def test_a_second_implementation_agrees_over_random_lists(
    jincheng_master: Office, tmp_path_factory: pytest.TempPathFactory, ids: list[str], seed: str, rounds: int, data: st.DataObject
) -> None:
    office = copy_of(jincheng_master, tmp_path_factory.mktemp("draw") / "c")
    ids = [f"R{id}" for id in ids]  # a lone 0 or — says that there is none
    ready(office, *(person(id, f"某{at}") for at, id in enumerate(data.draw(st.permutations(ids)))))
    frozen = freeze(office)
    made = draw(office, "--count", "2", "--round", str(rounds), seed=seed)
    code, order = by_the_page(frozen["ids"], seed, rounds)
    assert (made["list_hash"], [(one["key"], one["id"]) for one in made["order"]]) == (code, order)
    assert {unicodedata.normalize("NFC", id) for id in ids} == {id for _, id in order}


def test_who_may_not_go_is_passed_over_with_the_reason(office: Office) -> None:
    office.roster(
        {"序号": 1, "单位名称": "高平市", "组别": "县(市、区)"},
        {"序号": 40, "单位名称": "高平市住建局", "组别": "市直", "上级单位": "高平市"},
    )
    ready(
        office,
        person("A", "一", 单位="高平市"),
        person("B", "二", 单位="高平市住建局"),
        person("C", "三", 库别="专职", 来源类别="市直部门督查科室"),
        person("D", "四", 出库日期=day(4, 30)),
        person("E", "五"),
        person("F", "六", 专长="财务"),
        person("G", "七", 单位="市教育局"),
        督查任务=[task(), task("DC-2", 被督查单位="泽州县", 计划开始日期=day(5, 12), 计划结束日期=day(5, 20))],
        督查组=[{"任务编号": "DC-2", "组": "第一组", "人员编号": "E"}],
        建议审批=[{"期间": "2017", "单位": "市教育局", "建议": "免督查", "审批结果": "同意", "批准人": "李市长", "批准日期": day(2, 1)}],
    )
    freeze(office)
    made = draw(office, "--count", "3", "--task", "DC-1", wants=1)
    assert {one["id"]: one["barred"] for one in made["order"]} == {
        "A": "回避：所在单位是高平市，督查高平市（第七条）",
        "B": "回避：所在单位是高平市住建局，督查高平市（第七条）",
        "C": "专职由所在单位确定，不抽取（第七条）",
        "D": "2018年5月4日不在册：2018年4月30日已出库",
        "E": "2018年5月12日至2018年5月20日在DC-2的第一组",
        "F": None,
        "G": "市教育局2018年免督查（李市长）",
    }
    assert made["drawn"] == ["F"] and made["substitutes"] == []
    assert draw(office, "--count", "1", "--expertise", "审计", "--round", "9", wants=1)["drawn"] == []
    assert draw(office, "--count", "1", "--pool", "专职", "--round", "8")["drawn"] == ["C"]


def test_a_list_that_changed_after_it_was_frozen_is_refused(office: Office) -> None:
    ready(office)
    frozen = freeze(office)
    assert freeze(office)["again"] is True  # the same list: what was said stands
    office.write({LIST: [person("R100", "后来的")]})
    office.run("record", wants=None)
    said = office.run("team", "draw", LIST, "--count", "2", "--seed", "1", "--as-of", "2018-05-04", wants=2)
    assert frozen["list_hash"][:12] in said and "多了R100" in said and "P085" in said
    assert freeze(office, on="2018-05-02")["list_hash"] != frozen["list_hash"]
    assert "R100" in {one["id"] for one in draw(office, "--count", "2")["order"]}


def test_who_joins_later_changes_nothing_of_a_frozen_list(office: Office) -> None:
    ready(office)
    frozen = freeze(office)
    office.write({LIST: [person("R100", "后来的", 入库日期=day(5, 1))]})
    office.run("record", wants=None)
    assert draw(office, "--count", "2")["list_hash"] == frozen["list_hash"]


def test_nothing_is_drawn_before_a_list_is_frozen(office: Office) -> None:
    ready(office)
    assert "还没有定名单" in office.run("team", "draw", LIST, "--count", "1", "--seed", "1", wants=2)  # NOT_FROZEN


def test_a_seed_older_than_the_frozen_list_is_asked_about(office: Office) -> None:
    ready(office)
    freeze(office)
    asked = draw(office, "--count", "2", "--seed-day", "2018-04-19", wants=1)
    assert "drawn" not in asked and asked["question"][0]["code"] == "P086"
    assert not list((office.folder / "reports").glob("抽取记录*"))
    made = draw(office, "--count", "2", "--seed-day", "2018-04-19", "--confirmed-by", "王某", wants=0)
    assert len(made["drawn"]) == 2
    assert len(draw(office, "--count", "2", "--seed-day", "2018-04-20", "--round", "2", wants=0)["drawn"]) == 2


def test_who_was_drawn_in_an_earlier_round_of_the_task_is_not_drawn_again(office: Office) -> None:
    ready(office, 督查任务=[task()])
    freeze(office)
    first = draw(office, "--count", "3", "--task", "DC-1", wants=0)
    again = draw(office, "--count", "3", "--task", "DC-1", wants=0)
    assert again == first  # the same once more is the same, and is not written down twice
    second = draw(office, "--count", "3", "--task", "DC-1", "--round", "2", seed="031726", wants=0)
    assert not set(first["drawn"]) & set(second["drawn"])
    assert {one["barred"] for one in second["order"] if one["id"] in first["drawn"]} == {"本任务第1轮已抽中"}
    other = office.run("team", "draw", LIST, "--count", "3", "--task", "DC-1", "--seed", "别的", "--as-of", "2018-05-04", wants=1)
    assert "已用种子“031725”抽取过" in other and "P089" in other
    assert office.run("journal", "verify")


def test_units_are_drawn_by_share_and_exempt_ones_passed_over(office: Office) -> None:
    office.write(
        {
            "建议审批": [
                {"期间": "2017", "单位": "市教育局", "建议": "免督查", "审批结果": "同意", "批准人": "李市长", "批准日期": day(2, 1)}
            ]
        }
    )
    ready(office, 督查任务=[task()])
    freeze(office, "名单")
    made = draw(office, "--share", "10%", "--task", "DC-1", of="名单", wants=0)
    free = [one for one in made["order"] if one["barred"] is None]
    assert len(made["order"]) == 20 and len(free) == 19 and len(made["drawn"]) == 2  # 10 % of 19, rounded up
    assert {one["id"]: one["barred"] for one in made["order"]}["市教育局"] == "2018年免督查（李市长）"
    freeze(office)
    draw(office, "--count", "4", "--task", "DC-1", "--teams", "2", wants=0)
    minutes = Document(str(office.folder / "reports" / "抽取记录-督查人员库-DC-1-第1轮.docx"))
    cells = [cell.text for table in minutes.tables for row in table.rows for cell in row.cells]
    assert set(made["drawn"]) <= set(cells)  # each team with the object that was drawn for it


def test_too_few_inspectors_for_the_objects_are_said(office: Office) -> None:
    ready(office)
    freeze(office)
    said = office.run("team", "draw", LIST, "--count", "3", "--teams", "2", "--seed", "1", "--as-of", "2018-05-04", wants=0)
    assert "至少要2名（国办发〔2015〕58号）" in said and "P090" in said


def test_the_minutes_hold_all_that_is_needed_to_repeat_it(office: Office) -> None:
    ready(office, *(person(f"R{n}", f"甲{n}", 电话="13812345678") for n in range(4)))
    frozen = freeze(office)
    made = draw(office, "--count", "2", "--seed-day", "2018-05-03", wants=0)
    document = Document(str(office.folder / "reports" / "抽取记录-督查人员库-第1轮.docx"))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {frozen["list_hash"], "031725", "2018年5月3日", *(one["key"] for one in made["order"]), *frozen["ids"]} <= cells
    assert "监督人" in "".join(paragraph.text for paragraph in document.paragraphs) and not any("13812345678" in cell for cell in cells)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--count", "2", "--share", "5%"), "P087"),
        ((), "P087"),
        (("--share", "百分之五"), "P087"),
        (("--count", "0"), "P087"),
        (("--count", "1", "--task", "DC-9"), "P091"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(office: Office, arguments: tuple[str, ...], code: str) -> None:
    ready(office)
    freeze(office)
    assert code in office.run("team", "draw", LIST, "--seed", "1", "--as-of", "2018-05-04", *arguments, wants=2)


def test_lists_that_do_not_exist_or_are_empty_are_named(office: Office) -> None:
    assert "P081" in office.run("team", "freeze", "花名册", wants=2)
    assert "P082" in office.run("team", "freeze", LIST, wants=2)


def test_any_register_can_be_drawn_from(office: Office) -> None:
    office.write(
        {
            "督办事项": [
                {
                    "事项编号": f"JC-{n}",
                    "事项名称": f"事项{n}",
                    "类别": "督办事项",
                    "来源": "会议",
                    "牵头单位": "市住建局",
                    "立项日期": day(3, 5),
                }
                for n in range(3)
            ]
        }
    )
    office.run("record", wants=None)
    frozen = freeze(office, "督办事项")
    assert frozen["ids"] == ["JC-0", "JC-1", "JC-2"]
    assert len(draw(office, "--count", "1", of="督办事项", wants=0)["drawn"]) == 1


@pytest.mark.sweep
def test_the_same_in_another_locale_and_order_of_rows(ducha: Any, tmp_path: Path, jincheng_master: Office) -> None:
    """Two hundred people and five teams, in a process of its own under another locale."""
    rows = [person(f"R{n:03}", f"甲{n}") for n in range(200)]
    made = []
    for name, ordered, env in (("a", rows, {}), ("b", rows[::-1], {"LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"})):
        office = ready(copy_of(jincheng_master, tmp_path / name), *ordered)
        freeze(office)
        arguments = ("team", "draw", LIST, "--count", "25", "--teams", "5", "--seed", "031725", "--as-of", "2018-05-04", "--json")
        ran = ducha(*arguments, cwd=office.folder, env=env)
        assert ran.returncode == 0, ran.stderr
        made.append(json.loads(ran.stdout))
    assert made[0] == made[1] and len(made[0]["drawn"]) == 25


def test_fewer_than_asked_for_and_a_list_with_one_id_twice_are_said(office: Office) -> None:
    ready(office, 证据清单=[{"案件编号": "WZ-1", "证据": "照片"}, {"案件编号": "WZ-1", "证据": "照片"}])
    freeze(office)
    assert "P088" in office.run("team", "draw", LIST, "--count", "30", "--seed", "1", "--as-of", "2018-05-04", wants=1)
    assert "P083" in office.run("team", "freeze", "证据清单", wants=2)
