"""Phone and ID numbers are masked in everything that leaves the office (X-12): every report, letter, list and minutes, in every format.

They are typed into every register in which people write sentences; what is exported to be taken back by `record` is the office's own.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from duchá.cli.app import run
from people.jincheng import DECIDED, UNIT, a_case, day, evidence, the_whole_way
from people.test_draw_commands import LIST, person, task
from people.test_leads import event, matter
from people.test_team_check import member
from scoring.office import Office

pytestmark = [
    pytest.mark.requirement("X-12"),
]

PHONE, ID = "13812345678", "140502198001011234"
BOTH = f"联系{PHONE}，身份证{ID}"
UNMASKED = re.compile(rf"{PHONE}|{ID}|138-?1234-?5678")


def filled(office: Office) -> Office:
    found = {"日期": day(5, 11), "任务编号": "DC-1", "单位": "高平市", "发现问题": f"台账不全，{BOTH}", "发现人": "A", "意见建议": BOTH}
    office.write({
        "督办事项": [matter("JC-1", 事项名称=f"核实来信，{BOTH}", 备注=BOTH, 责任人=f"张三{PHONE}")],
        "办理记录": [event(day(3, 5), "签收", 说明=BOTH)],
        "积分事项": [{"日期": day(3, 20), "单位": UNIT, "情形": "不配合", "评分主体": "督查室", "依据": BOTH, "说明": BOTH}],
        "问责案件": [a_case(**(DECIDED | {"事实": f"停工，{BOTH}", "定性": BOTH, "拟问责范围": BOTH})), a_case("WZ-2", 事实=BOTH, 建议措施="通报")],
        "证据清单": [evidence(证据=f"来信（{BOTH}）", 来源=BOTH), evidence("WZ-2", 证据=BOTH)],
        "问责办理": [one | {"理由": BOTH, "结果": f"同意，{BOTH}", "批准人": f"王某{PHONE}"} for one in the_whole_way()],
        LIST: [person("A", "张三", 电话=PHONE, 专长=f"审计{PHONE}"), person("B", "二", 电话=PHONE)],
        "督查任务": [task(范围=BOTH, 职责=BOTH, 任务分工=BOTH)],
        "督查组": [member("A", 超员理由=BOTH), member("B")],
        "督查发现": [found],
        "保障": [{"任务编号": "DC-1", "被督查单位": "高平市", "配合情况": "不配合", "情况": BOTH}],
    })  # fmt: skip
    office.run("record", wants=None)
    return office


REGISTERS = ("督办事项", "办理记录", "积分事项", "问责案件", "证据清单", "问责办理", LIST, "督查任务", "督查组", "督查发现", "保障")


def ran(*arguments: str) -> int:
    """The exit code of a command; what it says on the screen stays in the office."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return run([*arguments])


def texts(path: Path) -> str:
    """Everything in a file that a program could show: the parts of a package, or the text itself."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return re.sub(r"<[^>]+>", "", "\n".join(parts))
    return path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.sweep
def test_no_number_of_a_person_is_in_anything_that_is_written_to_leave_the_office(office: Office) -> None:
    filled(office)
    on = ("--as-of", "2018-05-20")
    made: list[tuple[str, ...]] = []
    for form in ("docx", "xlsx", "html", "md"):
        made += [("case", "list", *on, "--format", form), ("case", "show", "WZ-1", "--as-of", "2018-07-01", "--format", form)]
        made += [("team", "list", *on, "--format", form), ("team", "check", *on, "--format", form)]
        for name in ("bulletin", "inspection", "ranking", "unit"):
            made.append(("report", name, *on, "--format", form))
    made += [("report", "rectification", *on), ("report", "annual", "--as-of", "2018-12-31"), ("overdue", *on, "--letters")]
    made += [("case", "show", "WZ-2", *on, "--letters"), ("case", "show", "DC-1", *on, "--letters")]
    made += [("case", "show", "WZ-1", "--as-of", of, "--letters") for of in ("2018-05-05", "2018-05-24", "2018-06-05")]
    made += [("team", "list", *on, "--public"), ("team", "freeze", LIST, "--as-of", "2018-05-01")]
    made += [("team", "draw", LIST, "--count", "1", "--seed", "7", "--task", "DC-1", *on)]
    for form in ("docx", "xlsx", "html", "md"):
        made += [("report", "register", name, *on, "--format", form) for name in REGISTERS]
    made += [("report", name, *on) for name in ("dashboard", "unit-card", "brief", "rectification-ledger", "summary")]
    made += [("report", "unit-card", *on, "--format", "xlsx"), ("report", "brief", *on, "--format", "html")]
    made += [("report", "register", name, *on, "--documents") for name in REGISTERS]
    made += [("rollup", str(office.folder), *on)]
    for command in made:
        rolled = () if command[0] == "rollup" else ("-C", str(office.folder))
        assert ran(*command, *rolled) in (0, 1, 2), command
    # 可改-…: the office's own, to be changed and taken back by `record`
    written = [path for path in (office.folder / "reports").rglob("*") if path.is_file() and not path.name.startswith("可改-")]
    assert len(written) > 30 and {path.suffix for path in written} >= {".docx", ".xlsx", ".html", ".md"}
    for stem in ("督查看板", "情况卡", "呈阅件", "督查组", "保障", "问责案件"):
        assert any(stem in str(path.relative_to(office.folder)) for path in written), (stem, sorted(map(str, written)))
    assert [str(path.relative_to(office.folder)) for path in written if UNMASKED.search(texts(path))] == []


def test_asked_for_in_full_they_are_there(office: Office) -> None:
    """So that the test above would see them."""
    filled(office)
    office.run("case", "show", "WZ-1", "--as-of", "2018-07-01", "--format", "docx", "--full", wants=None)
    card: Any = office.folder / "reports" / "案件卡片-WZ-1-2018-07-01.docx"
    assert UNMASKED.search(texts(card))
