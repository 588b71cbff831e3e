"""The registers of docs/write-your-own-rulebook.md are one whole rulebook: it holds, and does what the page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.rulebook.register_rules import CheckDemand
from registers.desk import Desk, make_desk, page_of, rows_of_page, words_of
from sweep.campaigns import command

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "write-your-own-rulebook.md").read_text(encoding="utf-8")
ROADS = "\n".join(re.findall(r"```toml registers\n(.*?)```", GUIDE, re.DOTALL))
DAY = date(2019, 6, 30)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path / "养护", "roads", units=[("东乡", "乡镇"), ("西乡", "乡镇")], day=DAY, own={"roads": ROADS})
    made.type("路段", {"路段编号": "K1", "养护单位": "东乡", "责任人": "王某"})
    damage = {"路段编号": "K1", "责任单位": "东乡", "等级": "严重", "发现日期": date(2019, 6, 1)}
    made.type(
        "病害",
        {**damage, "病害编号": "B1", "修复期限": date(2019, 6, 10), "修复日期": date(2019, 6, 9), "费用（元）": "1200.50"},
        {**damage, "病害编号": "B2", "修复期限": date(2019, 6, 20)},
        {**damage, "病害编号": "B3", "路段编号": "K9"},
    )
    made.type("系统导出", {"工单编号": "B1", "完工日期": date(2019, 6, 8)}, {"工单编号": "B2"})
    made.record()
    return made


def test_the_page_s_blocks_are_one_rulebook() -> None:
    book, faults = parse_rulebook("roads", {**read_texts(()), "roads": {"rulebook.toml": ROADS}})
    assert book is not None and faults == ()


def test_the_page_names_every_demand() -> None:
    table = set(re.findall(r"^\| `([\w-]+)` \|", GUIDE, re.MULTILINE))
    assert {demand.value for demand in CheckDemand} <= table


def test_it_does_what_the_page_says(desk: Desk) -> None:
    assert [gap[2] for gap in desk.gaps()] == [
        "B2过了修复期限，发现至今 29 天",
        "没有填“修复期限”",
        "在“路段”里对应的有 0 行，至少应有 1 行",
        "没有登记养护路段",
    ]
    report = desk.report("病害")
    assert [(row[2], row[3]) for row in rows_of_page(page_of(report, "病害与系统"))] == [("B1", "不一致"), ("B3", "缺")]
    assert rows_of_page(page_of(report, "修复统计")) == [["1", "东乡", "3", "1", "33.33%", "1200.5"], ["2", "西乡", "0", "0", "—", "0"]]
    assert [row[2] for row in rows_of_page(page_of(report, "修复统计未达标"))] == ["B2", "B3"]
    assert [row[4] for row in rows_of_page(page_of(report, "建议"))] == ["责任人：王某"]
    assert "1200.5" in words_of(report)


def test_its_papers_are_written(desk: Desk) -> None:
    ran = command("report", "register", "病害", "--documents", "--as-of", DAY.isoformat(), "--format", "md", cwd=desk.folder)
    assert ran.code == 1, ran
    text = (desk.folder / "reports" / "文书-病害-2019-06-30" / "督办函-东乡、B2.md").read_text(encoding="utf-8")
    assert "请于2019年6月20日前修复" in text and "草稿" in text and "王某" in text
    assert "还缺：修复期限" in (desk.folder / "reports" / "文书-病害-2019-06-30" / "督办函-东乡、B3.md").read_text(encoding="utf-8")
