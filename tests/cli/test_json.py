"""The JSON that scripts depend on: exactly the keys of the contract, with values of the promised shapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from steps.office import ROW, Office, make_office

Run = Callable[..., Any]
SUBMISSION = {
    *("receipt", "source", "sha256", "unit", "status", "version", "supersedes", "received_at"),
    *("late_days", "deliverables", "forms", "faults", "marked_copy"),
}
FAULT = {"code", "name", "weight", "form", "sheet", "cell", "label", "value", "message", "remedy"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign with one return to be sent back, one accepted, one that nobody can read and a file of the system's."""
    office = make_office(tmp_path_factory.mktemp("json") / "行动")
    office.fill("区安监局", supervision_problems=[{"item": "加油站检查", "problem": "未复查2家"}])
    office.fill("区财政局", supervision_problems=[ROW])
    (office.folder / "returns" / "破.xlsx").write_bytes(b"PK\x03\x04half")
    (office.folder / "returns" / "Thumbs.db").write_bytes(b"x")
    return office


@pytest.fixture(scope="module")
def collected(office: Office) -> Any:
    import subprocess
    import sys

    command = [sys.executable, "-m", "ducha", "collect", "-C", str(office.folder), "--json", "--received-at", "2015-11-18T10:00"]
    done = subprocess.run([*command, "--as-of", "2015-11-18"], capture_output=True, encoding="utf-8", check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


def test_collect_gives_every_key_of_the_contract(collected: Any) -> None:
    code, found, stderr = collected
    assert (code, stderr) == (1, "")
    assert set(found) == {"verdict", "submissions", "rejudged", "missing", "counts"}
    assert found["verdict"] == "attention"
    assert found["counts"] == {"due": 164, "received": 6, "missing": 158, "files": 4}
    by_name = {item["source"].split("/")[-1]: item for item in found["submissions"]}
    assert {name: item["status"] for name, item in by_name.items()} == {
        "区安监局.xlsx": "sent-back",
        "区财政局.xlsx": "accepted",
        "破.xlsx": "refused",
        "Thumbs.db": "ignored",
    }
    assert all(set(item) >= SUBMISSION for item in found["submissions"])
    back = by_name["区安监局.xlsx"]
    assert back["received_at"] == "2015-11-18T10:00:00+08:00"
    assert back["forms"]["supervision-problems"] == {"rows": 1, "zero_report": False, "sheet": "附件4", "range": "A8:D17"}
    assert set(back["deliverables"]) == {"approval", "supervision-systems", "supervision-problems"}
    (fault,) = [fault for fault in back["faults"] if fault["weight"] == "reject"]
    assert set(fault) == FAULT
    assert (fault["code"], fault["sheet"], fault["cell"], fault["label"], fault["value"]) == ("S101", "附件4", "D8", "整改情况", None)
    assert back["marked_copy"] == "returned/区安监局.xlsx"
    assert {"unit": "区财政局", "deliverables": ["report"]} in found["missing"]


def test_status_gives_every_unit_and_deliverable(ducha: Run, office: Office, collected: Any) -> None:
    done = ducha("status", "-C", str(office.folder), "--as-of", "2015-11-23", "--json")
    units = {unit["unit"]: unit["deliverables"] for unit in json.loads(done.stdout)["units"]}
    assert done.returncode == 1
    assert (len(units), list(units)[:2]) == (41, ["区发改经信委", "区科技局"])
    number = units["区财政局"]["supervision-problems"].pop("receipt")
    assert isinstance(number, int) and number > 0
    assert units["区财政局"]["supervision-problems"] == {
        "state": "received",
        "late_days": 0,
        "zero_report": False,
        "version": 1,
        "due": "2015-11-20",
        "resend_due": None,
        "resend_late_days": 0,
        "untyped": False,
    }
    assert units["区财政局"]["approval"]["zero_report"] is True
    missing = {"state": "missing", "late_days": 3, "zero_report": False, "version": 0, "due": "2015-11-20"}
    assert units["区外办"]["report"] == missing | {"receipt": None, "resend_due": None, "resend_late_days": 0, "untyped": False}


def test_check_records_nothing_and_has_neither_missing_nor_counts(ducha: Run, office: Office, collected: Any) -> None:
    before = office.journal()
    path = office.fill("区教育局", folder="", supervision_problems=[ROW])
    done = ducha("check", str(path), "-C", str(office.folder), "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, set(found), found["verdict"]) == (0, {"verdict", "submissions"}, "clean")
    assert found["submissions"][0]["status"] == "accepted"
    assert office.journal() == before


def test_a_department_can_check_its_own_file_outside_any_campaign(ducha: Run, office: Office, tmp_path: Path) -> None:
    path = office.fill("区教育局", folder="", supervision_problems=[{"item": "校园检查", "problem": "未复查"}])
    moved = path.rename(tmp_path / "附件.xlsx")
    done = ducha("check", str(moved), "--json", cwd=tmp_path)
    (found,) = json.loads(done.stdout)["submissions"]
    assert (done.returncode, found["status"], found["unit"]) == (1, "sent-back", "区教育局")
    assert [fault["cell"] for fault in found["faults"] if fault["weight"] == "reject"] == ["D8"]


def test_late_and_missing_count_after_the_due_date_only(ducha: Run, office: Office, collected: Any) -> None:
    after = json.loads(ducha("collect", "-C", str(office.folder), "--json", "--as-of", "2015-11-21").stdout)
    assert after["verdict"] == "attention"
    assert {item["status"] for item in after["submissions"]} == {"duplicate", "ignored"}
