"""duchá record and duchá waive as a clerk or a script meets them: exit codes, JSON, one line where it could not run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Ran
from steps.office import Office
from steps.registers import MATTERS, fill, matter

Ducha = Callable[..., Ran]


def answer(ducha: Ducha, office: Office, *arguments: str) -> tuple[int, Any]:
    ran = ducha(*arguments, "--json", cwd=office.folder)
    return ran.returncode, json.loads(ran.stdout) if ran.stdout else ran.stderr


def test_what_a_script_reads(ducha: Ducha, office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"), matter("DT-2", 牵头单位="没有这个局"))
    code, found = answer(ducha, office, "record")
    file = next(one for one in found["files"] if one["source"].endswith("督办事项.xlsx"))
    assert (code, found["verdict"], file["new"], file["corrected"], file["unchanged"]) == (1, "attention", 1, 0, 0)
    assert file["registers"] == [{"register": "matters", "sheet": "督办事项", "range": "A4:V5", "rows": 2, "held": 1}]
    assert [(fault["code"], fault["cell"]) for fault in file["faults"]] == [("S702", "I5")]
    fill(office, MATTERS, matter("DT-1", 牵头单位="区教育局"))
    code, found = answer(ducha, office, "record")
    file = next(one for one in found["files"] if one["source"].endswith("督办事项.xlsx"))
    assert (code, found["verdict"], file["corrected"]) == (0, "clean", 1)
    assert file["changes"][0]["columns"] == [{"column": "牵头单位", "before": "区安监局", "after": "区教育局"}]


def test_a_question_is_answered_with_the_command_that_it_names(ducha: Ducha, office: Office) -> None:
    fill(office, MATTERS, matter("DT-1"))
    ducha("record", cwd=office.folder)
    fill(office, MATTERS)
    asked = ducha("record", cwd=office.folder)
    assert asked.returncode == 1
    assert "duchá record --withdraw 督办事项 R00001 --reason 理由" in asked.stdout
    done = ducha("record", "--withdraw", "督办事项", "R00001", "--reason", "立项有误", cwd=office.folder)
    assert (done.returncode, "已撤回 R00001" in done.stdout) == (0, True)
    assert ducha("record", cwd=office.folder).returncode == 0


def test_what_cannot_run_is_one_line_and_exit_2(ducha: Ducha, office: Office, tmp_path: Path) -> None:
    for arguments in (
        ("record", "没有.xlsx"),
        ("record", "--withdraw", "督办事项", "R00001"),
        ("waive", "S999", "--unit", "区财政局", "--approver", "甲", "--reason", "乙", "--until", "2099-12-31"),
    ):
        ran = ducha(*arguments, cwd=office.folder)
        assert (ran.returncode, len(ran.stderr.strip().splitlines()), ran.stdout) == (2, 1, "")


def test_a_waiver_is_said_in_one_sentence(ducha: Ducha, office: Office) -> None:
    ran = ducha(
        *("waive", "S101", "--unit", "财政局", "--approver", "王主任", "--reason", "机构改革", "--until", "2099-12-31"), cwd=office.folder
    )
    assert ran.returncode == 0
    assert "已豁免 区财政局 的 S101（应填未填），至 2099年12月31日；王主任批准，理由：机构改革。" in ran.stdout
