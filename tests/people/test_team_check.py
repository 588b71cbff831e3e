"""team check and team list: what stands against people and teams, at its cell, with the article; who took part and who pays.

晋城's “一网三库”办法, 第二条 to 第十八条.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from openpyxl import load_workbook

from people.jincheng import day
from people.test_draw_commands import LIST, person, task
from scoring.office import Office

pytestmark = [
    pytest.mark.requirement("JC-R-01", key="jincheng-inspectors-2017 forms.inspectors"),
    pytest.mark.requirement("JC-R-02", key="jincheng-inspectors-2017 teams.capped"),
    pytest.mark.requirement("JC-R-03", key="jincheng-inspectors-2017 forms.inspectors"),
    pytest.mark.requirement("JC-R-04", key="jincheng-inspectors-2017 forms.staff-changes"),
    pytest.mark.requirement("JC-R-05", key="jincheng-inspectors-2017 pools.full-time"),
    pytest.mark.requirement("JC-R-06", key="jincheng-inspectors-2017 pools.part-time"),
    pytest.mark.requirement("JC-R-07", key="jincheng-inspectors-2017 pools.invited"),
    pytest.mark.requirement("JC-R-09", key="jincheng-inspectors-2017 teams.avoid_article"),
    pytest.mark.requirement("JC-R-11", key="jincheng-inspectors-2017 forms.inspection-tasks"),
    pytest.mark.requirement("JC-R-12", key="jincheng-inspectors-2017 pools.full-time.most"),
    pytest.mark.requirement("JC-R-13", key="jincheng-inspectors-2017 forms.inspection-caps"),
    pytest.mark.requirement("JC-R-14", key="jincheng-inspectors-2017 procedures.inspection-task.steps.ask"),
    pytest.mark.requirement("JC-R-15", key="jincheng-inspectors-2017 procedures.inspection-task.steps.plan"),
    pytest.mark.requirement("JC-R-16", key="jincheng-inspectors-2017 forms.inspection-teams"),
    pytest.mark.requirement("JC-R-17", key="jincheng-inspectors-2017 procedures.inspection-task.steps.begin"),
    pytest.mark.requirement("JC-R-20", key="jincheng-inspectors-2017 procedures.inspection-task.steps.return"),
    pytest.mark.requirement("JC-R-21", key="jincheng-inspectors-2017 procedures.inspection-task.steps.submit"),
    pytest.mark.requirement("JC-R-22", key="jincheng-inspectors-2017 pools.part-time.payer"),
    pytest.mark.requirement("JC-R-23", key="jincheng-inspectors-2017 forms.inspection-support"),
    pytest.mark.requirement("JC-R-24", key="jincheng-inspectors-2017 forms.inspection-teams"),
    pytest.mark.requirement("JC-K-13", key="jincheng-inspectors-2017 forms.inspection-teams.columns.trained_on"),
]

APPROVED = {"请示文号": "晋市政办请1号", "请示同意人": "李", "请示同意日期": day(5, 2), "方案同意人": "李", "方案同意日期": day(5, 4)}


def member(number: str, **cells: Any) -> dict[str, Any]:
    """A row of 督查组 against which nothing stands: consented, told."""
    row = {"任务编号": "DC-1", "组": "第一组", "人员编号": number, "角色": "成员", "同意主体": "本人", "征得同意日期": day(5, 5)}
    return {**row, "告知日期": day(5, 6), **cells}


def full_time(number: str, name: str, **cells: Any) -> dict[str, Any]:
    return person(number, name, 库别="专职", 来源类别="市直部门督查科室", 推荐单位=None, **cells)


def found(office: Office, *arguments: str, wants: int | None = None) -> list[tuple[str, str]]:
    """The faults of team check as (code, cell)."""
    return [(one["code"], f"{one['sheet']}!{one['cell']}") for one in checked(office, *arguments, wants=wants)["faults"]]


def checked(office: Office, *arguments: str, wants: int | None = None) -> dict[str, Any]:
    said = office.run("team", "check", "--as-of", "2018-05-20", "--json", *arguments, wants=wants)
    return json.loads(said)  # type: ignore[no-any-return]  # JSON by definition


def ready(office: Office, people: list[dict[str, Any]], members: list[dict[str, Any]], **registers: list[dict[str, Any]]) -> Office:
    given = {LIST: people, "督查任务": [task(**APPROVED)], "督查组": members} | registers
    office.write({name: rows for name, rows in given.items() if rows})
    office.run("record", wants=None)
    return office


def test_nothing_stands_against_a_team_as_it_should_be(office: Office) -> None:
    people = [person("A", "一"), person("B", "二"), full_time("C", "三")]
    told = member("C", 同意主体=None, 征得同意日期=None, 提名日期=day(5, 5), 同意日期=day(5, 5), 通知方式="发函", 通知日期=day(5, 5))
    assert found(ready(office, people, [member("A"), member("B"), told]), wants=0) == []


CASES: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], dict[str, Any], list[str]]] = [
    ("a source that is none of its pool's", [person("A", 来源类别="县督查机构")], [], {}, ["P061"]),
    ("nobody recommended a part-time inspector", [person("A", 推荐单位=None)], [], {}, ["P062"]),
    ("heads of the office's own sections need no recommendation", [person("A", 来源类别="市政府办公厅科室", 推荐单位=None)], [], {}, []),
    ("one person in two pools", [person("A"), person("B", 库别="特邀", 来源类别="人大")], [], {}, ["P063"]),
    ("a namesake of another unit is another person", [person("A"), person("B", 单位="市农委", 库别="特邀", 来源类别="人大")], [], {}, []),
    ("a unit that is on no roster", [person("A", 单位="市农业局")], [], {}, ["P064"]),
    ("left by the change register, not in the pool", [person("A")], [], {"人员变动": [{"日期": day(5, 1), "人员编号": "A", "类型": "退休"}]}, ["P064"]),
    ("nobody of that number", [person("A"), person("B", "二")], [member("A"), member("B"), member("R999")], {}, ["P065"]),
    ("a driver need not be in the pool", [person("A"), person("B", "二")], [member("A"), member("B"), member("老周", 角色="司机")], {}, []),
    ("not in the pool on that day", [person("A", 入库日期=day(5, 11)), person("B", "二")], [member("A"), member("B")], {}, ["P066"]),
    ("his own county", [person("A", 单位="高平市", 来源类别="县(市、区)"), person("B", "二")], [member("A"), member("B")], {}, ["P067"]),
    (
        "his own county, with a reason",
        [person("A", 单位="高平市", 来源类别="县(市、区)"), person("B", "二")],
        [member("A", 回避理由="熟悉情况，领导同意"), member("B")],
        {},
        [],
    ),
    ("three of a pool of two", [person(n, n) for n in "ABC"], [member(n) for n in "ABC"], {}, ["P068"]),
    ("three of a pool of two, with a reason", [person(n, n) for n in "ABC"], [member(n, 超员理由="任务重") for n in "ABC"], {}, []),
    ("two escorts", [person("A"), person("B", "二")], [member("A"), member("B"), member("周", 角色="司机"), member("吴", 角色="随行")], {}, ["P068"]),
    (
        "in two teams at one time",
        [person("A"), person("B", "二")],
        [member("A"), member("B"), member("A", 组="第二组")],
        {},
        ["P069", "P069"],
    ),
    ("no consent", [person("A"), person("B", "二")], [member("A", 同意主体=None, 征得同意日期=None), member("B")], {}, ["P070"]),
    ("told before the plan was approved", [person("A"), person("B", "二")], [member("A", 告知日期=day(5, 3)), member("B")], {}, ["P071"]),
    (
        "a full-time inspector neither named nor told how",
        [full_time("A", "一"), person("B", "二")],
        [member("A", 同意主体=None, 征得同意日期=None), member("B")],
        {},
        ["P072", "P076"],
    ),
    (
        "of an exempt unit, to an exempt unit",
        [person("A"), person("B", "二", 单位="市农委", 推荐单位="市农委")],
        [member("A"), member("B")],
        {"建议审批": [{"期间": "2017", "单位": unit, "建议": "免督查", "审批结果": "同意", "批准人": "李", "批准日期": day(2, 1)} for unit in ("市农委", "高平市")]},
        ["P073", "P073"],
    ),
    ("not told", [person("A"), person("B", "二")], [member("A", 告知日期=None), member("B")], {}, ["P074"]),
    ("one inspector for an object", [person("A")], [member("A")], {}, ["P075"]),
    ("a task that does not exist", [person("A")], [member("A", 任务编号="DC-9")], {}, ["P077"]),
]  # fmt: skip


@pytest.mark.parametrize(("people", "members", "registers", "codes"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_what_stands_against_it_is_said(
    office: Office, people: list[dict[str, Any]], members: list[dict[str, Any]], registers: dict[str, Any], codes: list[str]
) -> None:
    said = found(ready(office, people, members, **registers))
    assert sorted(code for code, _ in said) == codes
    assert all(place.split("!")[1] for _, place in said), said  # each at its cell


def test_a_great_inspection_has_the_numbers_of_its_plan(office: Office) -> None:
    """第九条: the limits of a 大督查 stand in its plan, an other task has none."""
    people = [person(n, n) for n in "ABC"]
    great = [task(**(APPROVED | {"任务类型": "大督查"}))]
    ready(office, people, [member(n) for n in "ABC"], 督查任务=great)
    assert found(office, wants=0) == []
    office.write({"任务上限": [{"任务编号": "DC-1", "库别": "兼职", "人数": 2}]})
    office.run("record", wants=None)
    assert [code for code, _ in found(office, wants=1)] == ["P068"]


def test_who_took_part_how_long_and_who_pays(office: Office) -> None:
    people = [person("A", "一"), full_time("C", "三")]
    named = member(
        "C", 同意主体=None, 征得同意日期=None, 提名日期=day(5, 5), 同意日期=day(5, 5), 通知方式="电话", 通知日期=day(5, 5), 止=day(5, 11)
    )
    findings = [
        {"日期": day(5, 11), "任务编号": "DC-1", "单位": "高平市", "发现问题": f"问题{n}", "发现人": who}
        for n, who in enumerate(("A", "一、C"))
    ]
    ready(office, people, [member("A"), named], 督查发现=findings)
    rows = [(one["number"], one["tasks"], one["days"], one["found"], one["payer"]) for one in checked(office)["participation"]]
    assert rows == [("A", ["DC-1"], 3, 2, "市政府办公厅"), ("C", ["DC-1"], 2, 1, "所在单位（市财政局）")]
    office.run("team", "check", "--as-of", "2018-05-20", "--format", "xlsx", wants=None)
    book = load_workbook(office.folder / "reports" / "督查人员参与情况-2018-01-01至2018-05-20.xlsx")
    cost = [[cell for cell in row if cell is not None] for row in book["人天归口表"].iter_rows(values_only=True)]
    assert ["市政府办公厅", "兼职", 1, 3] in cost and ["所在单位（市财政局）", "专职", 1, 2] in cost and ["合计", 2, 5] in cost


def test_a_unit_that_did_not_cooperate_is_proposed_never_scored(office: Office) -> None:
    ready(
        office,
        [person("A"), person("B", "二")],
        [member("A"), member("B")],
        保障=[{"任务编号": "DC-1", "被督查单位": "高平市", "配合情况": "不配合", "情况": "拒供账册"}],
    )
    made = checked(office, wants=1)
    assert made["proposals"] == [{"kind": "不配合", "unit": "高平市", "task": "DC-1", "why": "拒供账册", "approved_by": None}]
    assert office.score("2018Q2")["groups"][0]["standings"][0]["change"] == "0"


def test_the_list_is_of_the_day_with_phones_masked_and_the_public_one_with_names_masked(office: Office) -> None:
    ready(office, [person("A", "张三", 电话="13812345678", 专长="财务、审计"), person("B", "二", 出库日期=day(4, 1))], [])
    inside = json.loads(office.run("team", "list", "--as-of", "2018-05-20", "--json"))["people"]
    assert [(one["number"], one["name"], one["phone"]) for one in inside] == [("A", "张三", "138****5678")]
    assert len(json.loads(office.run("team", "list", "--as-of", "2018-03-20", "--json"))["people"]) == 2
    assert json.loads(office.run("team", "list", "--as-of", "2018-05-20", "--expertise", "审计", "--json"))["people"][0]["name"] == "张三"
    public = office.run("team", "list", "--as-of", "2018-05-20", "--public", "--json")
    assert "张三" not in public and "138" not in public and json.loads(public)["people"][0]["name"] == "张*"
    book = load_workbook(office.folder / "reports" / "督查人员公开名单-2018-05-20.xlsx")
    text = " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None)
    assert "张*" in text and "张三" not in text and "138" not in text


def test_how_late_a_change_was_reported_is_shown(office: Office) -> None:
    changes = [{"日期": day(5, 1), "报送日期": day(5, 13), "报送单位": "市财政局", "人员编号": "A", "类型": "调整", "原因": "换岗"}]
    ready(office, [person("A")], [], 人员变动=changes)
    said = json.loads(office.run("team", "list", "--as-of", "2018-05-20", "--json", wants=1))
    assert said["changes"] == [{"person": "A", "kind": "调整", "date": "2018-05-01", "reported_on": "2018-05-13", "delay": 12}]
    assert [one["code"] for one in said["faults"]] == ["P064"]


def test_without_pools_the_command_says_what_to_do(tmp_path: Any) -> None:
    from people.jincheng import jincheng

    assert "P092" in jincheng(tmp_path / "bare", "jincheng-13710").run("team", "list", wants=2)


def test_an_inspection_task_is_followed_by_the_days_of_its_own_row(office: Office) -> None:
    """E5: request, plan, sent, ended, reported, sent back, reported again, submitted."""
    row = task(
        **APPROVED,
        实际开始日期=day(5, 10),
        实际结束日期=day(5, 12),
        报告收到日期="2018-05-14、2018-05-18",
        退回日期="2018-05-15",
        退回要求="重新报送",
    )
    ready(office, [person("A"), person("B", "二")], [member("A", 告知日期=None), member("B")], 督查任务=[row])

    def one(as_of: str) -> Any:
        return json.loads(office.run("case", "show", "DC-1", "--as-of", as_of, "--json", wants=None))["cases"][0]

    assert "不算" not in office.run("record", wants=0)  # the days of a task are judged where they are asked for
    assert "告知任务：“督查组”" in one("2018-05-30")["missing"][0] and one("2018-05-30")["state"] == "方案已同意"
    book = load_workbook(office.folder / "registers" / "督查组.xlsx")
    cells = {cell.value: (cell.row, cell.column) for line in book.worksheets[0].iter_rows() for cell in line}
    book.worksheets[0].cell(cells["A"][0], cells["告知日期"][1]).value = day(5, 6)
    book.save(office.folder / "registers" / "督查组.xlsx")
    office.run("record", wants=None)
    states = {"2018-05-01": "拟定", "2018-05-03": "请示已同意", "2018-05-05": "方案已同意", "2018-05-11": "实施中", "2018-05-13": "已结束"}
    states |= {"2018-05-14": "已报告", "2018-05-16": "补充督查或重报", "2018-05-30": "已报告"}
    assert {as_of: one(as_of)["state"] for as_of in states} == states
    last = one("2018-05-30")
    assert last["counters"] == {"退回": 1} and "“督查任务”的“问题事项清单收到日期”没有填（第十四条）" in last["missing"]
    ended = one("2018-05-13")
    assert (ended["due"], ended["light"]) == ("2018-05-15", "green")


@pytest.mark.requirement("JC-R-18", key="jincheng-inspectors-2017 forms.coordination")
def test_what_had_to_be_coordinated_is_kept_with_its_answer(office: Office) -> None:
    office.write({"协调事项": [{"日期": day(5, 11), "任务编号": "DC-1", "事项": "需环保部门配合取样", "答复": "已联系市环保局"}]})
    said = office.run("record", wants=0)
    assert "协调事项" in said
    again = office.run("record", wants=0)
    assert "新登记 0 行" in again and "没有变化 1 行" in again
