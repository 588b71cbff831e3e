"""Groups, dates, counts and choices of the texts are in the rulebooks exactly as the texts have them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from duchá.rulebook.model import CATEGORY, CHANNEL, Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from registers.desk import Desk, make_desk, page_of, rows_of_page
from sweep.campaigns import command


def book(id: str) -> Rulebook:
    """A shipped rulebook."""
    found, faults = parse_rulebook(id, read_texts([id]))
    assert found is not None and faults == ()
    return found


def choices(id: str, form: str, column: str) -> tuple[str, ...]:
    """What may be chosen in a column."""
    return book(id).form(form).column(column).choices


@pytest.mark.requirement("SY-01", key="shiyan-2015 groups.district")
@pytest.mark.requirement("WZ-01", key="wuzhi-2015 groups.towns")
@pytest.mark.requirement("JS-01", key="jinshui groups.streets")
def test_the_classes_of_units() -> None:
    assert [group.name for group in book("shiyan-2015").groups if group.within] == ["区局（分局）", "局机关科室", "局属单位"]
    assert [group.name for group in book("wuzhi-2015").groups] == ["乡镇", "街道", "县直"]
    assert [group.name for group in book("jinshui").groups] == ["街道办事处", "区直单位", "垂直管理部门", "授权组织"]


def test_a_roster_may_name_the_classes_or_the_whole(tmp_path: Path) -> None:
    """No class that the roster does not use is missed, and who is in a class owes what all units owe."""
    for units in ([("甲", "各单位"), ("市局", "市局")], [("甲", "局属单位"), ("市局", "市局")]):
        desk = make_desk(tmp_path / units[0][1], "shiyan-2015", units=units, day=date(2015, 6, 1))
        ran = command("status", "--as-of", "2015-06-01", cwd=desk.folder)
        assert "C055" not in ran.out and "应报 5 份" in ran.out, ran.out


@pytest.mark.requirement("SY-02", key="shiyan-2015 questions.3")
def test_twenty_five_questions_of_which_one_is_bad_when_answered_yes() -> None:
    shiyan = book("shiyan-2015")
    asked = [question for question in shiyan.questions if question.form == "checklist"]
    assert Counter(question.article for question in asked) == {"3.1": 5, "3.2": 4, "3.3": 5, "3.4": 6, "3.5": 5}
    assert [question.id for question in asked if not question.good] == ["3"]


@pytest.mark.requirement("SY-03", key="shiyan-2015 tags.open-visit")
@pytest.mark.requirement("SY-12", key="shiyan-2015 forms.special-campaigns")
@pytest.mark.requirement("SY-04", key="shiyan-2015 phases.mobilise")
def test_channels_special_campaigns_and_phases() -> None:
    shiyan = book("shiyan-2015")
    assert [tag.name for tag in shiyan.tags if tag.kind == CHANNEL] == ["明察", "暗访", "第三方监督", "点题监督", "集中评议", "倒查追责"]
    seven = ("环境卫生", "渣土管理", "建筑施工扬尘和围档治理", "游园广场服务和管理", "路灯亮化", "风景园林管理", "城管文明执法")
    assert (
        tuple(tag.name for tag in shiyan.tags if tag.kind == CATEGORY) == choices("shiyan-2015", "special-campaigns", "campaign") == seven
    )
    assert [(phase.name, phase.start, phase.end) for phase in shiyan.phases] == [
        ("动员部署", "", "2015-06-20"),
        ("督促整改", "2015-06-21", "2015-11-30"),
        ("总结评估", "2015-11-01", "2015-12-31"),
    ]


@pytest.mark.requirement("SY-06", key="shiyan-2015 deliverables.工作方案")
@pytest.mark.requirement("SY-24", key="shiyan-2015 deliverables.接受督促检查工作总结报告")
@pytest.mark.requirement("SY-25", key="shiyan-2015 deliverables.报市纠风办的全局系统工作总结报告")
def test_what_is_sent_to_whom_by_when(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "十堰", "shiyan-2015", units=[("环卫处", "局属单位"), ("市局", "市局")], day=date(2015, 6, 1))
    owed = {one.key: (one.deadline.due.isoformat(), one.recipient) for one in desk.open().campaign.owed if one.deadline is not None}
    assert owed["work-plan"] == ("2015-06-18", "市局履职督查办")
    assert owed["summary-report"] == ("2015-11-20", "局党委")
    assert owed["bureau-report"] == ("2015-12-05", "省厅"), "a Saturday that is not put off"
    soon = {day: command("today", "--as-of", day, cwd=desk.folder).out for day in ("2015-11-09", "2015-11-10")}
    assert ["环卫处 接受督促检查工作总结报告" in said for said in soon.values()] == [False, True], (
        "called in mind from the 10th of November on"
    )
    warned = {day: command("overdue", "--within", "0", "--as-of", day, cwd=desk.folder).out for day in ("2015-12-03", "2015-12-04")}
    assert [said.count("全局系统工作总结报告") for said in warned.values()] == [0, 2], (
        "on the last working day before, not on the Monday after"
    )
    assert owed["bureau-report-to-city"] == ("2015-12-05", "市纠风办"), "two recipients, two receipts"
    desk.type("收件登记", {"日期": date(2015, 12, 3), "单位": "市局", "材料": "全局系统工作总结报告"})
    assert command("record", cwd=desk.folder).code == 0
    late = command("overdue", "--as-of", "2015-12-08", cwd=desk.folder).out
    assert "报市纠风办的全局系统工作总结报告" in late and late.count("全局系统工作总结报告") == late.count(
        "报市纠风办的全局系统工作总结报告"
    )


@pytest.mark.requirement("SY-31", "SY-32", key="shiyan-2015 source")
def test_what_the_page_lost_is_not_made_up() -> None:
    shiyan = book("shiyan-2015")
    assert "附件1原网页缺" in shiyan.source and "不作发文日期" in shiyan.source
    assert shiyan.valid_from is None and shiyan.year == 2015


@pytest.mark.requirement("WZ-02", key="wuzhi-2015 forms.power-list")
def test_kinds_of_power_procedure_and_system() -> None:
    kinds = choices("wuzhi-2015", "power-list", "type")
    assert len(kinds) == 9 and kinds[-1] == "行政裁决" and "行政收费" not in kinds
    assert choices("wuzhi-2015", "power-changes", "reason") == ("立", "改", "废", "取消", "下放", "调整", "机构职能调整")
    procedures = choices("wuzhi-2015", "procedures", "kind")
    assert len(procedures) == 7 and "行政收费" in procedures
    systems = choices("wuzhi-2015", "systems", "system")
    assert len(systems) == 2 + 5 + 3 + 3 and len(choices("wuzhi-2015", "government-systems", "system")) == 6
    assert choices("wuzhi-2015", "external-supervision", "kind") == ("人大监督", "社会监督", "舆论监督")
    assert choices("wuzhi-2015", "accountability", "route") == ("行政执法责任追究", "行政处分", "移送司法机关")
    assert choices("wuzhi-2015", "certificate-changes", "kind") == ("调离", "退休", "辞退", "暂扣", "吊销", "注销", "换证")


@pytest.mark.requirement("WZ-18", key="wuzhi-2015 deliverables.行政执法评议考核方案")
def test_the_assessment_of_the_county() -> None:
    wuzhi = book("wuzhi-2015")
    assert [item.name for item in wuzhi.sheets[0].items] == ["依法履行职责", "严格执法", "监督检查", "责任追究"]
    plan = next(one for one in wuzhi.deliverables if one.key == "assessment-plan")
    assert (plan.due.year, plan.due.month, plan.due.day) == (2015, 9, 25)
    assert {one.id: (one.points, one.only_with) for one in wuzhi.deductions} == {"no-plan": (None, ""), "no-assessment": (None, "")}


@pytest.fixture
def county(tmp_path: Path) -> Desk:
    """A county with one department."""
    return make_desk(tmp_path / "武陟", "wuzhi-2015", units=[("县住房和城乡建设局", "县直")], day=date(2015, 12, 20))


@pytest.mark.requirement("WZ-27", key="wuzhi-2015 source")
def test_a_unit_s_name_with_pinyin_glosses_is_understood(county: Desk) -> None:
    county.type("责任人", {"单位": "县住(zhù)房和城(chéng)乡建设局", "主要负责同志": "周某", "分管负责同志": "吴某", "法制机构": "法规股"})
    recorded = county.record()
    assert [fault.message for done in recorded.files for fault in done.faults if fault.kind.weight.value != "note"] == []
    assert rows_of_page(page_of(county.report("责任人"), "责任人"))[0][1] == "县住房和城乡建设局"


def test_six_contents_six_materials_four_triggers_and_the_steps() -> None:
    six = ("责任清单公示", "责任清单落实", "动态调整", "事中事后监管", "公共服务承诺", "其他")
    jinshui = book("jinshui")
    assert tuple(tag.name for tag in jinshui.tags if tag.kind == CATEGORY) == choices("jinshui", "self-check", "item") == six
    assert tuple(item.name for item in jinshui.sheets[0].items) == six
    assert len(choices("jinshui", "materials", "material")) == 6
    assert choices("jinshui", "adjustments", "trigger") == ("法律法规", "三定规定", "机构撤并", "简政放权")
    steps = choices("jinshui", "inspection-steps", "step")
    assert steps[:3] == ("拟定方案", "业务培训", "书面通知") and steps[-1] == "公布"


DISTRICT = [("区教体局", "区直单位"), ("花园街道办事处", "街道办事处"), ("区税务局", "垂直管理部门"), ("区供水所", "授权组织")]


@pytest.mark.sweep
@pytest.mark.requirement("JS-10", key="jinshui deliverables.责任清单运行情况自查报告")
def test_every_class_owes_a_self_check_by_the_day_that_the_office_gives_and_the_sample_is_drawn_on_record(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "金水", "jinshui", units=DISTRICT, day=date(2018, 6, 30))
    assert "逾期" not in command("overdue", "--as-of", "2018-12-31", cwd=desk.folder).out, "the text has no day, so nothing is late"
    settings = desk.folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[deliverables.self-check-report]\ndue = 2018-05-31\n", encoding="utf-8")
    late = command("overdue", "--as-of", "2018-06-02", cwd=desk.folder)
    assert late.code == 1 and all(unit in late.out for unit, _ in DISTRICT), late.out
    assert command("team", "freeze", "名单", "--as-of", "2018-06-30", cwd=desk.folder).code == 0
    drawn = command("team", "draw", "名单", "--seed", "8848", "--count", "2", "--as-of", "2018-06-30", cwd=desk.folder)
    assert "抽中 2 个" in drawn.out and (desk.folder / "reports" / "抽取记录-名单-第1轮.docx").is_file()


@pytest.mark.sweep
@pytest.mark.requirement("JS-21", key="jinshui consequences.rectify")
def test_a_ground_leads_to_several_measures_or_by_the_other_reading_to_one(tmp_path: Path) -> None:
    """D08: each ground has its proposals, and each is approved by itself."""
    desk = make_desk(tmp_path / "金水", "jinshui", units=DISTRICT, day=date(2018, 6, 30))
    grounds = [one for one in book("jinshui").consequences[0].triggers if "责任清单" in one][:2]
    rows = [{"日期": date(2018, 5, day), "单位": "区教体局", "情形": ground, "依据": "检查记录"} for day, ground in enumerate(grounds, 1)]
    desk.type("积分事项", *rows)
    desk.record()

    def proposed() -> tuple[dict[tuple[str, str], str | None], list[str]]:
        said = json.loads(command("score", "--year", "2018", "--as-of", "2018-06-30", "--json", cwd=desk.folder).out)
        found = {(item["kind"], item["ground"]): item["approved_by"] for item in said["proposals"]}
        return found, [item["why"] for part in ("undecided", "notes") for item in said.get(part, ())]

    def decide(**kinds: str) -> None:
        decided = {"期间": "2018", "单位": "区教体局", "依据编号": "R00001", "批准人": "区政府", "批准日期": date(2018, 6, 10)}
        desk.type("建议审批", *({**decided, "建议": kind, "审批结果": result} for kind, result in kinds.items()))
        desk.record()

    every_kind = {"责令限期整改", "作出书面检查", "通报批评", "追究有关单位和人员责任"}
    every = {(kind, ground) for kind in every_kind for ground in ("R00001", "R00002")}
    assert set(proposed()[0]) == every
    decide(责令限期整改="同意", 通报批评="同意")
    found, said = proposed()
    assert {key for key, by in found.items() if by} == {("责令限期整改", "R00001"), ("通报批评", "R00001")}
    assert set(found) == every and not any("只能选一种" in why for why in said), "measures may be taken together"
    settings = desk.folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace("[readings]", '[readings]\n"jinshui.measures" = "one"', 1), encoding="utf-8")
    assert "责令限期整改、通报批评按所选读法只能选一种，却都批准了，请改正建议审批" in proposed()[1]
    decide(责令限期整改="不同意", 通报批评="同意")
    found, said = proposed()
    assert {kind for kind, ground in found if ground == "R00001"} == every_kind - {"作出书面检查"}
    assert {kind for kind, ground in found if ground == "R00002"} == every_kind
    assert any("已批准“通报批评”，按所选读法只选一种，作出书面检查不再提出" in why for why in said)


def test_the_five_cases_of_article_13_lead_to_each_of_its_four_measures() -> None:
    jinshui = book("jinshui")
    assert {one.key: one.due.is_open for one in jinshui.deliverables} == {"self-check-report": True, "self-check-form": True}
    assert [len(one.triggers) for one in jinshui.consequences] == [5, 5, 5, 5]


@pytest.mark.requirement("DT-04", key="dantu-2015 reconcile.catalogue-and-problems")
@pytest.mark.requirement("DT-08", key="dantu-2015 reconcile.duty-items-and-systems")
@pytest.mark.requirement("DT-09", key="dantu-2015 reconcile.cancelled-still-done")
def test_what_a_department_reports_against_its_own_lists(tmp_path: Path) -> None:
    from steps.office import Office, at

    unit = "区外办"
    desk = make_desk(tmp_path / "丹徒", "dantu-2015", units=[(unit, "区级机关相关部门")], day=date(2015, 11, 30))
    office = Office(desk.folder)
    row = {"problem": "超期", "rectification": "已整改完毕"}
    office.fill(
        unit,
        approval=[{"item": "护照代办许可", **row}, {"item": "涉外活动备案", **row}],
        supervision_systems=[{"system": "因公出国管理制度"}],
    )
    office.collect(now=at(18))
    desk.type("审批目录", {"单位": unit, "审批事项": "涉外活动备案"})
    desk.type("取消事项", {"单位": unit, "审批事项": "护照代办许可"})
    items = [{"单位": unit, "监管事项": one, "对应的监管制度": f"{one}管理制度"} for one in ("因公出国", "涉外会议")]
    desk.type("责任清单", *items)
    desk.record()
    assert [row[2:5] for row in rows_of_page(page_of(desk.report("责任清单"), "责任清单与附件3"))] == [
        ["涉外会议", "缺", "责任清单对应的监管制度，附件3里没有"]
    ]
    assert [row[3:5] for row in rows_of_page(page_of(desk.report("审批目录"), "附件2与审批目录"))] == [
        ["多", "附件2填的审批项目不在目录里，看是不是变相审批"]
    ]
    found = rows_of_page(page_of(desk.report("取消事项"), "附件2与取消事项"))
    assert [row[3:5] for row in found] == [["不符", "已经取消的事项，附件2里还在办"]]


@pytest.mark.requirement("DT-22", "DT-25", key="dantu-2015 forms.long-term-mechanisms")
def test_mechanisms_and_exposures_have_their_registers() -> None:
    dantu = book("dantu-2015")
    assert dantu.form("long-term-mechanisms").column("mechanism").required
    assert dantu.form("exposures").column("matter").key
