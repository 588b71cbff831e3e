"""快速处置: how long each matter has been open, and how long a report has waited to be verified, until it is cleared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from people.jincheng import day
from scoring.office import Office

MATTER = {
    "事项编号": "KS-1",
    "事项名称": "黑臭水体",
    "类别": "快速处置",
    "处置类型": "2",
    "来源": "市政府督查",
    "等级": "一般",
    "牵头单位": "城区",
}


def told(office: Office, as_of: str) -> tuple[dict[str, Any], str]:
    matter = json.loads(office.run("ledger", "--kind", "rapid", "--as-of", as_of, "--json", wants=None))["matters"][0]
    return matter, office.run("ledger", "--kind", "rapid", "--as-of", as_of, wants=None)


@pytest.mark.requirement("JC-K-01")
def test_open_matters_show_their_age_and_reports_how_long_they_wait(office: Office) -> None:
    office.write({"督办事项": [MATTER | {"责任人": "张", "立项日期": day(5, 2), "要求发出日期": day(5, 2)}]})
    steps = [
        {"日期": day(5, 7), "事项编号": "KS-1", "单位": "城区", "环节": "反馈", "说明": "已清淤，整改到位"},
        {"日期": day(5, 12), "事项编号": "KS-1", "单位": "市环保局", "环节": "核验", "批准人": "郭"},
        {"日期": day(5, 13), "事项编号": "KS-1", "环节": "上报"},
        {"日期": day(5, 14), "事项编号": "KS-1", "环节": "销号"},
    ]
    office.write({"办理记录": steps})
    office.run("record", wants=None)
    matter, said = told(office, "2018-05-06")
    assert (matter["state"], matter["age_days"], matter["waiting_days"]) == ("整改中", 4, None) and "未清零 1 件，最长已 4 天" in said
    matter, said = told(office, "2018-05-10")
    assert (matter["state"], matter["age_days"], matter["waiting_days"]) == ("已报告", 8, 3) and "已报告待核验 1 件，最长已 3 天" in said
    matter, said = told(office, "2018-05-20")
    assert (matter["state"], matter["age_days"], matter["waiting_days"]) == ("已清零", None, None) and "未清零" not in said


VISIT = {
    "事项编号": "KS-1",
    "核查日期": day(5, 3),
    "督查组": "第一督查组",
    "核查情况": "河道有黑臭水体",
    "原因": "管网错接",
    "整改要求": "截污清淤",
    "责任单位": "城区",
    "责任人": "张三",
}


@pytest.mark.requirement("JC-K-02", key="jincheng-rapid-2017 forms.rapid-visits")
def test_a_visit_names_group_cause_demand_and_who_is_responsible(office: Office) -> None:
    office.write({"督办事项": [MATTER | {"处置类型": "1", "责任人": "张", "立项日期": day(5, 2)}]})
    office.write({"快速处置核查": [VISIT]})
    said = office.run("record", wants=None)
    assert "快速处置核查" in said and "S101" not in said, said
    for left_out in ("督查组", "核查情况", "原因", "整改要求", "责任单位", "责任人"):
        office.write({"快速处置核查": [VISIT | {left_out: None}]})
        said = office.run("record", "--dry-run", wants=None)
        assert f"“{left_out}”" in said and "S101" in said, said
