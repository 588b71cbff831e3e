"""The registers of three regulations, filled as their offices would in a year: what is wanting, what is counted, what is held against what.

Every case of tests/cases/registers is one declared check with the gaps that the example must show, to be read by somebody who knows the text.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli
from docx import Document

from duchá.demo.year import read_year
from duchá.steps.duties_of import duties_as_of
from duchá.steps.ledger_of import state_of
from duchá.steps.lists_of import gaps_of
from duchá.steps.report_bulletin import bulletin_of
from registers.desk import Desk, make_desk, page_of, rows_of_page
from sweep.campaigns import command

pytestmark = pytest.mark.sweep

CASES = Path(__file__).resolve().parents[1] / "cases" / "registers"
CITIES = ("jinshui", "shiyan-2015", "wuzhi-2015")
LAST = {name: read_year(name).days[-1].on for name in CITIES}
TABLES = [(file.stem, case) for file in sorted(CASES.glob("*.toml")) for case in tomli.loads(file.read_text(encoding="utf-8"))["cases"]]


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """Each example run to its end once."""
    made = {}
    for name in CITIES:
        folder = tmp_path_factory.mktemp("examples") / name
        assert command("demo", folder, "--example", name, "-q").code == 0
        made[name] = Desk(folder, LAST[name])
    return made


@pytest.fixture(scope="session")
def gaps(desks: dict[str, Desk]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What each check found: weight and words."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, desk in desks.items():
        for gap in gaps_of(desk.open())[1]:
            words = "｜".join((gap.unit, gap.subject, gap.says, *((f"例外：{gap.excused}",) if gap.excused else ())))
            found.setdefault((name, gap.check), []).append((gap.weight.value, words))
    return found


@pytest.mark.requirement(
    "SY-05", "SY-07", "SY-08", "SY-09", "SY-10", "SY-11", "SY-12", "SY-13", "SY-18", "SY-20", "SY-21", "SY-29", "SY-30"
)
@pytest.mark.requirement("WZ-03", "WZ-04", "WZ-05", "WZ-06", "WZ-07", "WZ-09", "WZ-10", "WZ-11", "WZ-12", "WZ-13", "WZ-14", "WZ-15")
@pytest.mark.requirement("WZ-20", "WZ-21", "WZ-22", "WZ-24", "WZ-25")
@pytest.mark.requirement("JS-02", "JS-03", "JS-04", "JS-06", "JS-07", "JS-08", "JS-09", "JS-11", "JS-12", "JS-13", "JS-14", "JS-15")
@pytest.mark.requirement("JS-16", "JS-17", "JS-18", "JS-22", "JS-24")
@pytest.mark.parametrize(("name", "case"), TABLES, ids=lambda one: one["check"] if isinstance(one, dict) else one)
def test_a_declared_check_finds_what_the_office_left_open(
    name: str, case: dict[str, Any], gaps: dict[tuple[str, str], list[tuple[str, str]]]
) -> None:
    found = gaps.get((name, case["check"]), [])
    assert [words for _, words in found][: len(case["gaps"])] == case["gaps"]
    assert len(found) == case.get("count", len(case["gaps"]))
    assert {weight for weight, _ in found} <= {case["weight"]}


def test_every_check_has_its_case() -> None:
    declared = {
        (name, check["id"])
        for name in CITIES
        for check in tomli.loads((Path(__file__).resolve().parents[2] / "templates/rulebooks" / name / "rulebook.toml").read_text("utf-8"))[
            "checks"
        ]
    }
    assert {(name, case["check"]) for name, case in TABLES} == declared


@pytest.mark.requirement("SY-20", key="shiyan-2015 row_proposals.along-the-chain")
def test_a_serious_matter_is_proposed_along_the_chain_and_each_ground_is_a_proposal(desks: dict[str, Desk]) -> None:
    rows = rows_of_page(page_of(desks["shiyan-2015"].report("责任追究"), "建议"))
    assert [(row[3], row[4], row[8]) for row in rows] == [
        ("西城分局", "主体责任人：王局长；行业管理科室：渣土科；分管领导：冯副局长；联系点领导：郑书记", ""),
        (
            "环卫处",
            "主体责任人：陈处长；行业管理科室：市容科；分管领导：吴副局长；联系点领导：（联系点领导没有登记）",
            "不提：已当场整改，局党委8月25日同意",
        ),
    ]


@pytest.mark.requirement("SY-11", key="shiyan-2015 duties.promise")
def test_a_promise_is_late_by_its_own_day(desks: dict[str, Desk]) -> None:
    late = [
        (one.owed.of, one.owner, one.late_days)
        for one in duties_as_of(desks["shiyan-2015"].open(date(2015, 9, 10))).late
        if one.owed.key.split("@")[0] == "promise"
    ]
    assert late == [("CN-02", "西城分局", 10)]


@pytest.mark.requirement("SY-14", "SY-17", "SY-08", "SY-11", "SY-29", "SY-15", "SY-16", "SY-19", key="shiyan-2015 tables.complaint-rates")
def test_the_bulletin_says_what_the_rulebook_counts(desks: dict[str, Desk]) -> None:
    opened = desks["shiyan-2015"].open(date(2015, 10, 10))
    made = bulletin_of(opened, "2015-08")
    said = "\n".join(text for page in made.pages if not page.columns for text in page.words)
    assert "本月受理投诉举报5件，调查处理率80.00%，回访率100.00%，办结率60.00%，满意率100.00%；本月办结3件。" in said
    assert "截至期末公开承诺4件，兑现率50.00%。" in said
    assert "本月工作成果2项，分类见附件。" in said
    assert rows_of_page(page_of(made, "监督主体"))[0][1:7] == ["局领导点题监督", "0", "0", "0", "1", "0"]
    assert [row[2] for row in rows_of_page(page_of(bulletin_of(opened, "2015-09"), "未兑现承诺"))] == ["CN-02"]
    assert [row[2:4] for row in rows_of_page(page_of(made, "四率缺口"))] == [["TS-004", "未调查处理"]]


@pytest.mark.requirement("SY-10", key="shiyan-2015 forms.opinions")
def test_an_opinion_that_names_a_problem_stands_in_the_ledger_with_its_source(desks: dict[str, Desk]) -> None:
    problems = {one.id: one for one in state_of(desks["shiyan-2015"].open()).problems}
    raised = [one for id, one in problems.items() if id.startswith("意见征集-")]
    assert [(one.details.lead, one.details.problem, one.details.source) for one in raised] == [
        ("东城分局", "农贸市场周边占道经营反弹", "人大代表")
    ]


@pytest.mark.requirement("SY-21", key="shiyan-2015 documents.result-bulletin")
@pytest.mark.requirement("JS-13", key="jinshui documents.notice")
@pytest.mark.requirement("JS-19", key="jinshui documents.feedback")
@pytest.mark.requirement("WZ-07", "WZ-22", "WZ-26", key="wuzhi-2015 documents.not-to-serve")
def test_a_paper_is_made_from_a_row_and_is_a_draft_until_it_went_out(desks: dict[str, Desk]) -> None:
    def words(name: str, file: str) -> str:
        (path,) = (desks[name].folder / "reports").glob(f"文书-*/{file}*.docx")
        book = Document(str(path))
        return "\n".join(
            [*(one.text for one in book.paragraphs), *(cell.text for table in book.tables for row in table.rows for cell in row.cells)]
        )

    notice = words("jinshui", "监督检查通知书-区教体局")
    assert "金编〔2018〕5号" in notice and "2018年4月28日" in notice and "草稿" not in notice
    assert all(part in notice for part in ("一、检查依据：本办法第九条", "二、检查范围", "三、检查内容", "四、检查程序"))
    draft = words("jinshui", "监督检查通知书-区城管局")
    assert "草稿" in draft and "还缺：内容、程序" in draft
    feedback = words("jinshui", "反馈意见-区城管局")
    assert "窗口延时服务" in feedback and "公示的是上一版清单" in feedback and "2018年7月31日" in feedback
    assert "渣土扬尘长期得不到解决" in words("shiyan-2015", "结果通报-西城分局")
    assert "李四" in words("wuzhi-2015", "不得上岗名单-县公安局")
    assert "两份案卷告知程序不全" in words("wuzhi-2015", "督查结果通报-县公安局")
    assert "超期扣押车辆" in words("wuzhi-2015", "责任追究情况-县公安局")


@pytest.mark.requirement("WZ-26", key="wuzhi-2015 reconcile.zero-report-and-ledger")
def test_a_zero_report_against_the_ledger(desks: dict[str, Desk]) -> None:
    rows = rows_of_page(page_of(desks["wuzhi-2015"].report("责任追究"), "零报告与责任追究台账"))
    assert [(row[1], row[2], row[3], row[4]) for row in rows] == [("县公安局", "ZJ-1", "不符", "台账里有追究，单位零报告写的是0件")]


@pytest.mark.requirement("WZ-08", key="wuzhi-2015 reconcile.certificates-and-system")
def test_the_county_s_certificates_against_the_system_of_the_province(desks: dict[str, Desk]) -> None:
    rows = rows_of_page(page_of(desks["wuzhi-2015"].report("执法证件"), "执法证件与省系统"))
    assert [(row[2], row[3]) for row in rows] == [("H1", "不一致"), ("H3", "缺"), ("H6", "缺"), ("H9", "多")]


@pytest.mark.requirement("WZ-02", "WZ-06", "WZ-23", key="wuzhi-2015 tables.powers-by-type")
def test_powers_certificates_and_accountability_are_counted(desks: dict[str, Desk]) -> None:
    desk = desks["wuzhi-2015"]
    powers = page_of(desk.report("权力清单"), "职权统计")
    assert [column.title for column in powers.columns][2:11] == [
        "行政许可", "行政处罚", "行政强制", "行政征收", "行政确认", "行政给付", "行政检查", "行政奖励", "行政裁决",
    ]  # fmt: skip
    assert powers.notes == ("原文写9类、列出8类；行政裁决是推定的第9类。",)
    assert rows_of_page(page_of(desk.report("执法证件"), "证件统计")) == [
        ["1", "县公安局", "2", "1", "50.00%"],
        ["2", "县城管局", "3", "2", "66.67%"],
    ]
    assert rows_of_page(page_of(desk.report("责任追究"), "追究统计")) == [["1", "县公安局", "1", "1"], ["2", "县城管局", "1", "2"]]


@pytest.mark.requirement("JS-05", "JS-04", "JS-23", key="jinshui reconcile.power-and-duty")
def test_lists_against_each_other_are_facts_with_both_cells(desks: dict[str, Desk]) -> None:
    desk = desks["jinshui"]
    report = desk.report("责任清单")
    assert [(row[1], row[2], row[4]) for row in rows_of_page(page_of(report, "权力清单与责任清单"))] == [
        ("区市场监管局", "ZR-02 2018-1", "权力和责任不在一个单位"),
        ("区城管局", "ZR-09 2018-1", "有权力，没有对应的责任"),
        ("区供水所", "ZR-03 2018-1", "有责任，没有对应的权力"),
    ]
    assert [(row[1], row[4]) for row in rows_of_page(page_of(report, "核准版本与公示版本"))] == [
        ("区城管局", "核准的版本没有公示"),
        ("区供水所", "核准的版本没有公示"),
        ("区城管局", "公示的版本没有核准登记"),
    ]
    inspections = page_of(desk.report("监督检查"), "自查与检查")
    assert [(row[1], row[3], row[4], row[7].startswith("2018-05-09")) for row in rows_of_page(inspections)] == [
        ("区城管局", "不符", "自查填“是”，检查发现问题", True)
    ]
    assert all(row[6] and row[8] for row in rows_of_page(inspections))
    assert inspections.notes == ("只列事实，不作结论；请逐项核实。",)


@pytest.mark.requirement("JS-22", key="jinshui checks.own-unit")
def test_an_exception_to_avoidance_stands_with_its_reason(desks: dict[str, Desk]) -> None:
    report = desks["jinshui"].report("检查计划")
    assert [row[1] for row in rows_of_page(page_of(report, "例外"))] == ["区供水所"]


@pytest.mark.requirement("JS-03", "JS-17", key="jinshui sheets.checklist")
def test_each_deduction_stands_by_itself_on_the_score_sheet(desks: dict[str, Desk]) -> None:
    """One deduction, one row (D06): not one text for all items; where they do not add up it is said."""
    ran = command(
        "report", "unit", "--unit", "区城管局", "--period", "2018", "--as-of", "2018-12-31", "--format", "md", cwd=desks["jinshui"].folder
    )
    assert ran.code in (0, 1), ran
    (path,) = (desks["jinshui"].folder / "reports").glob("*区城管局*.md")
    lines = {line.split("|")[1].strip(): line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| ")}
    assert "扣8分：公示的是2017年第2版（网页截图）" in lines["责任清单公示"] and "扣4分：没有公示投诉渠道" in lines["责任清单公示"]
    assert "两处不符" not in lines["责任清单公示"]
    assert "扣分明细合计0分，评分扣5分，两处不符" in lines["动态调整"] and "公示、投诉渠道、调整不及时" not in lines["动态调整"]


@pytest.mark.requirement("WZ-17", key="wuzhi-2015 forms.own-assessment")
def test_a_unit_s_own_results_by_agency_and_person_are_collected_and_printed(desks: dict[str, Desk]) -> None:
    ran = command("report", "summary", "--as-of", "2015-12-31", "--format", "md", cwd=desks["wuzhi-2015"].folder)
    assert ran.code in (0, 1), ran
    (path,) = (desks["wuzhi-2015"].folder / "reports").glob("自查自纠汇总-2015-12-31.md")
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|") and "县公安局" in line]
    assert any("内设机构" in row and "交警大队" in row and "92" in row and "优秀" in row for row in rows)
    assert any("执法人员" in row and "张三" in row and "88" in row for row in rows)


@pytest.mark.sweep
@pytest.mark.requirement("WZ-04", "WZ-06", "WZ-09", key="wuzhi-2015 checks.enforcement-by-two")
@pytest.mark.parametrize(
    ("reading", "certified", "may_not"),
    [("void", "0", ["甲", "乙", "丙", "丁", "戊"]), ("until-replaced", "1", ["甲", "丙", "丁", "戊"])],
)
def test_who_may_stand_on_a_post_is_one_condition_for_checks_papers_and_readings(
    tmp_path: Path, reading: str, certified: str, may_not: list[str]
) -> None:
    """A certificate of supervision, an old one, one that expired, one suspended without an end, one of somebody who left: none clears."""
    desk = make_desk(tmp_path / "武陟", "wuzhi-2015", units=[("县城管局", "县直")], day=date(2016, 3, 1))
    settings = desk.folder / "campaign.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("[readings]", f'[readings]\n"wuzhi-2015.old-certificates" = "{reading}"', 1), encoding="utf-8"
    )
    unit = {"单位": "县城管局"}
    power = {"职权编码": "CF-1", "职权名称": "占道处罚", "职权类型": "行政处罚", "依据": "条例", **unit, "版本": "2015"}
    desk.type("权力清单", power)
    post = {**unit, "执法机构": "大队", "执法岗位": "巡查"}
    desk.type("岗位分解", {"职权编码": "CF-1", **post})
    kept = {"证种": "执法证", "新旧": "新", "有效期至": date(2019, 9, 30)}
    cards = {
        "甲": {**kept, "证种": "监督证"},
        "乙": {**kept, "新旧": "旧"},
        "丙": {**kept, "有效期至": date(2015, 12, 31)},
        "丁": kept,
        "戊": kept,
    }
    desk.type("执法证件", *({**unit, "证号": f"H{name}", "姓名": name, **card} for name, card in cards.items()))
    desk.type("岗位人员", *({**post, "姓名": name, "证号": f"H{name}"} for name in cards))
    desk.type(
        "证件变动",
        {"变动日期": date(2015, 11, 1), "证号": "H丁", "变动类型": "暂扣"},
        {"变动日期": date(2015, 11, 2), "证号": "H戊", "变动类型": "退休"},
    )
    desk.type("责任人", {**unit, "主要负责同志": "周某", "分管负责同志": "吴某", "法制机构": "法规股"})
    desk.record()
    assert desk.gaps("enforcement-by-two") == [("县城管局", "CF-1 大队 巡查", f"执法岗位的持证人员有 {certified} 人，应有 2 人以上")]
    assert bool(desk.gaps("post-has-certified")) == (certified == "0")
    assert [subject.split()[-1] for _, subject, _ in desk.gaps("person-suspended")] == ["丁"]
    assert command("report", "register", "责任人", "--documents", "--as-of", "2016-03-01", cwd=desk.folder).code in (0, 1)
    (paper,) = (desk.folder / "reports").glob("文书-*/不得上岗名单*.docx")
    (table,) = Document(str(paper)).tables
    assert sorted(row.cells[3].text for row in table.rows[1:]) == sorted(may_not)
