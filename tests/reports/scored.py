"""An office with a year behind it: one unit with entries of every kind (S12), a ranking with ties (S15), words that try to be code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import tomli

from conftest import CHECKOUT
from scoring.office import Office, new_office

HOSTILE = "+1+1 <script>alert(1)</script> {{7*191}} {%x%} <r>a</r> [l](javascript:x) \"'&"
PHONE = "13812345678"
LONG_NAME = "市城乡一体化发展暨重点项目建设推进服务保障中心（市政府投资项目评审中心）"
TOTALS = {
    "高平市": "131.5", "泽州县": "131.5", "阳城县": "118", "沁水县": "104.5", "陵川县": "96.5", "开发区": "96.5",
    "市发改委": "125", "市财政局": "120", "市教育局": "118", "市环保局": "117", "市水利局": "92", "国网晋城公司": "103",
}  # fmt: skip


def scored_office(folder: Path) -> Office:
    """The campaign folder, everything recorded. 市住建局 earns 2.5 in the second quarter and 15.5 in November: 118, level with 市教育局."""
    office = new_office(folder)
    cases = tomli.loads((CHECKOUT / "tests" / "cases" / "scoring" / "worked-examples.toml").read_text(encoding="utf-8"))["cases"]
    office.write(next(case["given"] for case in cases if case["name"].startswith("S12")))
    rows = [correction(unit, Decimal(total) - 100) for unit, total in TOTALS.items()]
    rows.append(correction("市住建局", Decimal("15.5"), f"{HOSTILE} 联系电话{PHONE}"))
    rows.append(
        {"日期": date(2018, 9, 3), "单位": "市公安局", "情形": "表彰", "角色": "牵头", "分值": 25, "来源层级": "省", "评分主体": "督查室"}
    )
    office.write({"积分事项": rows})
    office.record(wants=1)  # one row is out of its range, which is said at once
    return office


def correction(unit: str, points: Decimal, note: str = "例") -> dict[str, object]:
    """A row of 更正 in November."""
    return {"日期": date(2018, 11, 1), "单位": unit, "情形": "更正", "分值": float(points), "依据": "督查室会议纪要", "说明": note}
