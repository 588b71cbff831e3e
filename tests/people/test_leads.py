"""Leads of case list: from the ledger, the registers and the rankings; for a person to judge, and gone once he has."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from people.jincheng import a_case, cases, day
from scoring.office import Office

pytestmark = [
    pytest.mark.requirement("JC-Z-05", key="jincheng-accountability-2017 leads.late"),
    pytest.mark.requirement("JC-Z-06", key="jincheng-accountability-2017 leads.unsigned"),
    pytest.mark.requirement("JC-Z-07", key="jincheng-accountability-2017 leads.refused"),
    pytest.mark.requirement("JC-Z-08", key="jincheng-accountability-2017 leads.bottom-two"),
]


def matter(number: str, **cells: Any) -> dict[str, Any]:
    """A row of 督办事项: an ordinary task of 5 March, to be done within seven days."""
    row = {
        "事项编号": number,
        "事项名称": f"{number}办理",
        "类别": "督办事项",
        "来源": "市政府常务会议",
        "等级": "一般",
        "牵头单位": "市住建局",
    }
    return {**row, "立项日期": day(3, 5), **cells}


def event(of: date, move: str, number: str = "JC-1", **cells: Any) -> dict[str, Any]:
    """A row of 办理记录."""
    return {"日期": of, "事项编号": number, "单位": "市住建局", "环节": move, **cells}


def leads(office: Office, as_of: date) -> list[tuple[str, str, str]]:
    """The leads as (id, unit, status); what is only watched says so."""
    return [(one["lead"], one["unit"], "关注" if one["watch"] else one["status"]) for one in cases(office, as_of)["leads"]]


def ready(office: Office, *events: dict[str, Any], matters: list[dict[str, Any]] | None = None) -> Office:
    office.write({"督办事项": matters or [matter("JC-1")]})
    if events:
        office.write({"办理记录": list(events)})
    office.run("record", wants=None)
    return office


@pytest.mark.parametrize(
    ("events", "as_of", "found"),
    [
        ([event(day(3, 5), "签收")], day(3, 13), []),  # due on 12 March, one day late
        ([event(day(3, 5), "签收")], day(3, 14), ["XS-late-JC-1"]),  # two days: 以上 includes two
        ([event(day(3, 5), "签收"), event(day(3, 13), "申请办结")], day(6, 1), []),
        ([event(day(3, 5), "签收"), event(day(3, 16), "申请办结")], day(6, 1), ["XS-late-JC-1"]),
        ([event(day(3, 5), "签收"), event(day(3, 6), "反馈", 节点="3", 说明="已部署")], day(3, 12), []),  # a node is no 落实时限
        (
            [event(day(3, 5), "签收"), event(day(3, 9), "延期申请", 说明="设备未到"), event(day(3, 10), "延期批准", 新时限=day(3, 30), 批准人="李")],
            day(3, 31),
            [],
        ),  # an extension in time is the accepted reason
        ([], day(3, 7), ["XS-unsigned-JC-1"]),
    ],
)  # fmt: skip
def test_a_matter_gives_a_lead_by_the_day_on_which_it_should_have_been_done(
    office: Office, events: list[dict[str, Any]], as_of: date, found: list[str]
) -> None:
    assert [lead for lead, _, _ in leads(ready(office, *events), as_of)] == found


def test_two_days_may_be_read_as_more_than_two(office: Office) -> None:
    ready(office, event(day(3, 5), "签收"))
    office.read(**{"jincheng-accountability-2017.two-days": "more"})
    assert leads(office, day(3, 14)) == []
    assert [one[0] for one in leads(office, day(3, 15))] == ["XS-late-JC-1"]


def test_who_refused_an_inspection_is_entered_once_and_used_twice(office: Office) -> None:
    """积分办法第十二条（四） scores it, 追责办法第五条（四） makes it a lead."""
    office.write(
        {
            "积分事项": [
                {"日期": day(3, 20), "单位": "市农委", "情形": "不配合", "评分主体": "督查室", "依据": "拒供账册", "说明": "拒绝提供账册"}
            ]
        }
    )
    office.run("record", wants=None)
    assert leads(office, day(3, 31)) == [("XS-refused-市农委-2018-03-20", "市农委", "待研判")]
    units = {one["unit"]: one["change"] for group in office.score("2018Q1")["groups"] for one in group["standings"]}
    assert units["市农委"] == "-5"


def test_a_lead_opens_a_case_in_one_row_or_is_laid_aside_with_a_reason(office: Office) -> None:
    ready(
        office,
        event(day(3, 5), "签收"),
        event(day(3, 5), "签收", "JC-2", 单位="市财政局"),
        matters=[matter("JC-1"), matter("JC-2", 牵头单位="市财政局")],
    )
    first = cases(office, day(3, 20), wants=1)["leads"][0]
    assert first["row"] | {"对象类别": "单位"} == {
        "案件编号": "", "对象类别": "单位", "单位": "市住建局", "情形": "不落实13710或超时限", "事实": first["why"],
        "违规完成日期": "2018-03-14", "来源线索": "XS-late-JC-1", "管辖层级": "", "督查机构": "", "主管部门": "", "实施单位": "",
    }  # fmt: skip
    decided = {"线索编号": "XS-late-JC-2", "日期": day(3, 19), "处置": "有正当理由", "理由": "汛情", "批准人": "李"}
    office.write({"问责案件": [a_case(登记日期=day(3, 18), 违规完成日期=day(3, 14), 来源线索="XS-late-JC-1")], "线索处置": [decided]})
    office.run("record", wants=None)
    found = cases(office, day(3, 20), wants=0)["leads"]
    assert [(one["lead"], one["status"], one["case"], one["decision"]) for one in found] == [
        ("XS-late-JC-1", "已立案", "WZ-1", None),
        ("XS-late-JC-2", "已处置", None, "有正当理由"),
    ]


def test_two_years_at_the_bottom_are_a_lead_only_below_the_base_unless_read_otherwise(office: Office) -> None:
    """追责办法第五条（五） alone, and with 积分办法第十七条."""
    bottom = {"城区": "95", "陵川县": "96"}  # below the base in 2018 as well as in 2017
    past = [
        {"年度": 2018, "组别": "县(市、区)", "单位": unit, "总分": float(bottom.get(unit, "101")), "名次": None}
        for unit in ("高平市", "泽州县", "阳城县", "沁水县", "城区", "陵川县", "开发区")
    ]
    office.write({"往年积分": past})
    office.write({"积分事项": [
        {"日期": day(3, 20, 2019), "单位": "城区", "情形": "不配合", "评分主体": "督查室", "依据": "甲", "说明": "一"},
        {"日期": day(3, 20, 2019), "单位": "陵川县", "情形": "不配合", "评分主体": "督查室", "依据": "乙", "说明": "二"},
    ]})  # fmt: skip
    office.run("record", wants=None)
    found = {lead: status for lead, _, status in leads(office, day(12, 31, 2019)) if "bottom-two" in lead}
    assert found == {"XS-bottom-two-城区-2019": "待研判", "XS-bottom-two-陵川县-2019": "待研判"}
    office.read(**{"jincheng-accountability-2017.bottom-two": "alone"})
    assert set(found) <= {lead for lead, _, _ in leads(office, day(12, 31, 2019))}


def test_what_happened_before_the_rules_were_in_force_is_no_lead(office: Office) -> None:
    old = matter("JC-0", 立项日期=date(2017, 11, 1), 办理时限=date(2017, 11, 10))
    assert leads(ready(office, event(date(2017, 11, 2), "签收", "JC-0"), matters=[old]), day(1, 10)) == []
