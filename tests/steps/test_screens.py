"""Screens of 60, 80, 120 and 200 columns, drawn in a real terminal: every message, remedy, name and number is there whole (G01, G09)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Ran
from duchá.cli.text import width
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from steps.office import Office, at
from steps.registers import EVENTS, MATTERS, event, fill, matter, run
from steps.terminal import on_screen

pytestmark = [pytest.mark.sweep, pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal of this kind")]
WIDTHS = (60, 80, pytest.param(120, marks=pytest.mark.sweep), pytest.param(200, marks=pytest.mark.sweep))
LONG = "加油站日常检查发现油气回收装置没有按规定的周期检测，台账记录与现场不一致，责任人没有签字"
Run = Callable[..., Ran]


@pytest.fixture
def filled(office: Office) -> Office:
    """Returns of every kind and registers with matters of every light."""
    office.fill("区安监局", supervision_problems=[{"item": "加油站检查", "problem": LONG, "rectification": ""}])
    (office.folder / "returns" / "子文件夹").mkdir()
    office.fill("区财政局", name="子文件夹/区统计局的自查自纠报表（第二次报送，以此为准）.xlsx")
    office.fill("区教育局", date="2015-11-31", approval=[{"item": "民办学校审批", "problem": LONG, "rectification": "已整改"}])
    office.fill("区审计局")
    (office.folder / "returns" / "说不清是谁的扫描件.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    fill(
        office,
        MATTERS,
        matter("DT-1", 事项名称=LONG),
        matter("晋督〔2015〕0001号", 办理时限=at(10).date(), 节点时限="无", 牵头单位="区住房公积金管理中心"),
    )
    fill(office, EVENTS, event(5, "签收"), event(6, "进展", 说明=LONG))
    return office


def texts(value: Any, *keys: str) -> Iterator[str]:
    """The words under these keys anywhere in an answer of a command."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in keys and isinstance(inner, str | int) and not isinstance(inner, bool) and inner != "":
                yield str(inner)
            yield from texts(inner, *keys)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, *keys)


def whole(text: str, screen: str) -> bool:
    return "".join(text.split()) in screen


@pytest.mark.parametrize("columns", WIDTHS)
def test_collect_shows_every_file_message_and_remedy_whole_with_its_number(filled: Office, columns: int) -> None:
    shown = on_screen("collect", "--received-at", "2015-11-18T10:00", columns=columns, cwd=filled.folder)
    assert shown.code == 1
    receipts = receipts_of(filled.open(at(19)).facts(*RECEIPT_FACTS))
    assert {receipt.status.value for receipt in receipts} == {"accepted", "held", "sent-back", "refused"}
    for receipt in receipts:
        assert whole(f"第 {receipt.number} 号", shown.flat) and whole(receipt.source, shown.flat)
        for fault in receipt.payload["faults"]:
            assert whole(fault["message"] + fault["remedy"], shown.flat)
            assert whole(fault["cell"], shown.flat) and whole(fault["label"], shown.flat)
        if receipt.status.value == "held":
            assert f"duchá resolve {receipt.number} " in shown.text


@pytest.mark.parametrize("columns", WIDTHS)
def test_other_screens_show_what_their_json_says_whole(filled: Office, ducha: Run, columns: int) -> None:
    filled.collect()
    run(filled)
    day = ("--as-of", "2015-11-24")
    for command, keys in (
        (("ledger",), ("matter", "lead", "state")),
        (("ledger", "--matter", "DT-1"), ("matter", "lead", "state", "reached")),
        (("ledger", "--find", "加油站 回收"), ("matter", "lead")),
        (("overdue",), ("unit", "what", "due", "matter")),
        (("status",), ("unit", "receipt")),
        (("today", "--look"), ("what", "command", "matter", "how", "file")),
    ):
        said = json.loads(ducha(*command, *day, "--json", cwd=filled.folder).stdout)
        shown = on_screen(*command, *day, columns=columns, cwd=filled.folder)
        lost = [text for text in texts(said, *keys) if not whole(text, shown.flat)]
        assert not lost, (command, columns, lost)
        assert "…" not in shown.text.replace("……", "")
        wide = [line for line in shown.text.splitlines() if width(line) > columns and "duchá " not in line]
        assert not wide, (command, columns, wide)


@pytest.mark.sweep
@pytest.mark.parametrize("columns", WIDTHS)
def test_check_shows_a_department_what_to_mend_whole(filled: Office, ducha: Run, columns: int, tmp_path: Path) -> None:
    path = str(filled.folder / "returns" / "区安监局.xlsx")
    (said,) = json.loads(ducha("check", path, "--json").stdout)["submissions"]
    shown = on_screen("check", path, columns=columns, cwd=tmp_path)
    assert said["faults"] and all(whole(fault["message"] + fault["remedy"], shown.flat) for fault in said["faults"])


def test_the_number_of_a_held_receipt_stands_in_status_with_the_command_that_answers_it(filled: Office, ducha: Run) -> None:
    filled.collect()
    said = ducha("status", "--as-of", "2015-11-19", cwd=filled.folder).stdout
    (held,) = [receipt.number for receipt in receipts_of(filled.open(at(19)).facts(*RECEIPT_FACTS)) if receipt.status.value == "held"]
    assert f"第 {held} 号" in said and f"duchá resolve {held} --unit 单位" in said


def test_bare_ducha_in_a_campaign_is_a_look_at_today_and_elsewhere_the_help_page(filled: Office, ducha: Run, tmp_path: Path) -> None:
    before = filled.journal()
    inside, outside = ducha(cwd=filled.folder), ducha(cwd=tmp_path)
    assert inside.returncode == 1 and "待办" in inside.stdout and filled.journal() == before
    assert outside.returncode == 0 and outside.stdout.startswith("用法：ducha")


def test_a_day_without_its_year_is_that_of_the_campaign(filled: Office, ducha: Run) -> None:
    assert "截至 2015-11-20" in ducha("status", "--as-of", "11月20日", cwd=filled.folder).stdout
