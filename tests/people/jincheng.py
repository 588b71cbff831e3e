"""晋城's office with all its rulebooks: cases, teams and leads through the commands."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from duchá.cli.app import run
from made_once import copied
from scoring.office import Office, write_roster

RULEBOOKS = ("jincheng-points-2017", "jincheng-accountability-2017", "jincheng-inspectors-2017", "jincheng-rapid-2017")
UNIT, DEPARTMENT, IMPLEMENTER, AGENCY = "市住建局", "市环保局", "泽州县", "市政府督查室"


def jincheng(folder: Path, *rulebooks: str) -> Office:
    """A campaign of 2018 with the units of the worked examples; each is made once a process, and copied."""
    chosen = rulebooks or RULEBOOKS
    if (folder / "templates").is_dir():  # a folder with a rulebook of its own is no copy
        _make(folder, chosen)
    else:
        copied(folder, chosen, lambda place: _make(place, chosen))
    return Office(folder)


def _make(folder: Path, rulebooks: tuple[str, ...]) -> None:
    units = folder.with_suffix(".xlsx")
    write_roster(units)
    chosen = [part for id in rulebooks for part in ("--rulebook", id)]
    arguments = [*chosen, "--name", "督查", "--start", "2017-11-20", "--end", "2019-12-31", "--year", "2018", "--units", str(units)]
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["init-campaign", str(folder), *arguments]) in (0, 1)


def day(month: int, of: int, year: int = 2018) -> date:
    """A day of the campaign."""
    return date(year, month, of)


def a_case(number: str = "WZ-1", **changed: Any) -> dict[str, Any]:
    """A row of 问责案件 in which nothing is decided yet."""
    row = {"案件编号": number, "登记日期": day(5, 2), "对象类别": "单位", "单位": UNIT, "情形": "乱作为", "事实": "擅自停工三个月"}
    row |= {"违规完成日期": day(4, 20), "管辖层级": "市", "督查机构": AGENCY, "主管部门": DEPARTMENT, "实施单位": IMPLEMENTER}
    return {**row, **changed}


DECIDED = {
    "定性": "失职",
    "依据条款": "第五条（三）",
    "拟问责范围": "本单位",
    "建议措施": "通报",
    "决定措施": "通报",
    "公开方式": "内部通报",
}


def evidence(number: str = "WZ-1", **changed: Any) -> dict[str, Any]:
    """A row of 证据清单."""
    return {"案件编号": number, "证据": "停工通知", "日期": day(5, 1), **changed}


def step(of: date, name: str, number: str = "WZ-1", **cells: Any) -> dict[str, Any]:
    """A row of 问责办理."""
    return {"日期": of, "案件编号": number, "环节": name, **cells}


def the_whole_way() -> list[dict[str, Any]]:
    """Every step of a case against a unit, each with what it must say."""
    return [
        step(day(5, 3), "移交", 文书="移交函", 发往=DEPARTMENT),
        step(day(5, 4), "核查"),
        step(day(5, 10), "转送", 文书="核查报告", 发往=IMPLEMENTER, 抄送=AGENCY),
        step(day(5, 12), "调查核实"),
        step(day(5, 20), "上报意见", 文书="问责处理意见", 发往=DEPARTMENT),
        step(day(5, 22), "审核", 发往=AGENCY, 结果="同意"),
        step(day(5, 23), "征求意见", 结果="无异议"),
        step(day(5, 25), "复核同意", 发往=IMPLEMENTER, 批准人="王某"),
        step(day(5, 28), "约谈", 结果="已约谈局长"),
        step(day(5, 30), "实施问责", 文书="通报", 结果="已通报"),
        step(day(6, 1), "上报结果", 发往=AGENCY, 抄送=DEPARTMENT),
        step(day(6, 5), "政府同意", 批准人="李市长"),
        step(day(6, 6), "抄送组织部门", 文书="抄送函", 发往="市委组织部"),
        step(day(6, 8), "办结"),
    ]


def cases(office: Office, as_of: date, *arguments: str, wants: int | None = None) -> dict[str, Any]:
    """``duchá case list --json``."""
    found = office.run("case", "list", "--as-of", as_of.isoformat(), "--json", *arguments, wants=wants)
    return json.loads(found)  # type: ignore[no-any-return]  # JSON by definition


def shown(office: Office, number: str, as_of: date) -> Mapping[str, Any]:
    """``duchá case show NUMBER --json``: the one case."""
    found = office.run("case", "show", number, "--as-of", as_of.isoformat(), "--json", wants=None)
    return json.loads(found)["cases"][0]  # type: ignore[no-any-return]  # JSON by definition
