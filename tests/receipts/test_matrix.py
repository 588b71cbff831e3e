"""The receipt matrix as a clerk and a script see it (DT-15…DT-19): what is in, what is empty, what does not apply, until when."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from steps.office import ROW, Office, at

Run = Callable[..., Any]
KEYS = ("approval", "supervision-systems", "supervision-problems", "report")
SYSTEM = {"system": "《安全生产检查办法》（双随机抽查）"}


def states(ducha: Run, office: Office, *options: str, unit: str = "区安监局") -> Mapping[str, Any]:
    """The unit's line of ``status --json``."""
    done = ducha("status", "-C", str(office.folder), "--json", *options)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    return next(line["deliverables"] for line in found["units"] if line["unit"] == unit)  # type: ignore[no-any-return]  # a table of JSON


@pytest.mark.requirement("DT-16")
def test_four_deliverables_are_owed_until_the_20th_the_day_included(ducha: Run, office: Office) -> None:
    found = states(ducha, office, "--as-of", "2015-11-20")
    assert {key: (item["state"], item["due"], item["late_days"]) for key, item in found.items()} == dict.fromkeys(
        KEYS, ("missing", "2015-11-20", 0)
    )
    assert {item["late_days"] for item in states(ducha, office, "--as-of", "2015-11-23").values()} == {3}


def test_an_empty_dated_table_is_a_zero_report_only_where_the_form_says_so(ducha: Run, office: Office) -> None:
    office.fill("区安监局")
    (item,) = office.collect().submissions
    assert item["status"] == "accepted"
    assert {form: head["zero_report"] for form, head in item["forms"].items()} == {
        "approval": True,
        "supervision-systems": False,
        "supervision-problems": True,
    }
    assert [fault["form"] for fault in item["faults"] if fault["name"] == "systems-empty"] == ["supervision-systems"]
    found = states(ducha, office, "--as-of", "2015-11-20")
    assert {key: (found[key]["state"], found[key]["zero_report"]) for key in KEYS[:3]} == {
        "approval": ("received", True),
        "supervision-systems": ("received", False),
        "supervision-problems": ("received", True),
    }
    page = ducha("status", "-C", str(office.folder), "--unit", "区安监局", "--as-of", "2015-11-20").stdout
    assert page.count("零报告") == 2 and "√ 已收" in page


def test_an_empty_table_without_a_date_is_held_for_a_word(office: Office) -> None:
    office.fill("区安监局", date=None)
    (item,) = office.collect().submissions
    assert item["status"] == "held"
    assert "zero-report-unclear" in {fault["name"] for fault in item["faults"]}
    assert not any(head["zero_report"] for head in item["forms"].values())


def test_none_written_is_a_zero_report_and_no_problem(office: Office) -> None:
    office.fill("区安监局", approval=[{"item": "无"}], supervision_systems=[SYSTEM], supervision_problems=[ROW])
    (item,) = office.collect().submissions
    assert (item["forms"]["approval"]["rows"], item["forms"]["approval"]["zero_report"]) == (0, True)


@pytest.mark.requirement("DT-19")
def test_what_does_not_apply_is_neither_due_nor_missing_and_needs_a_reason(ducha: Run, office: Office) -> None:
    settings = office.folder / "campaign.toml"
    spared = '\n[[not_applicable]]\nunit = "区档案局"\ndeliverable = "approval"\n'
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + spared, encoding="utf-8")
    refused = ducha("status", "-C", str(office.folder))
    assert refused.returncode == 2 and "reason" in refused.stderr
    settings.write_text(before + spared + 'reason = "没有审批职权"\n', encoding="utf-8")
    found = states(ducha, office, "--as-of", "2015-11-25", unit="区档案局")
    assert [found[key]["state"] for key in KEYS] == ["not-applicable", "missing", "missing", "missing"]
    assert found["approval"]["late_days"] == 0
    done = json.loads(ducha("collect", "-C", str(office.folder), "--json", "--as-of", "2015-11-18").stdout)
    assert done["counts"]["due"] == 163
    assert next(item["deliverables"] for item in done["missing"] if item["unit"] == "区档案局") == list(KEYS[1:])


@pytest.mark.parametrize(
    ("cutoff", "received", "late"), [("", "2015-11-20T23:59", 0), ("17:30:00", "2015-11-20T17:30", 0), ("17:30:00", "2015-11-20T17:31", 1)]
)
def test_the_last_day_ends_at_midnight_unless_an_hour_is_set(ducha: Run, office: Office, cutoff: str, received: str, late: int) -> None:
    if cutoff:
        settings = office.folder / "campaign.toml"
        hour = f"\n[deliverables.supervision-problems]\ncutoff = {cutoff}\n"
        settings.write_text(settings.read_text(encoding="utf-8") + hour, encoding="utf-8")
    office.fill("区安监局", supervision_problems=[ROW])
    ducha("collect", "-C", str(office.folder), "-q", "--received-at", received)
    assert states(ducha, office, "--as-of", "2015-11-25")["supervision-problems"]["late_days"] == late


def test_a_withdrawn_return_is_missing_again_and_a_corrected_one_is_version_2(ducha: Run, office: Office) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    office.collect()
    office.fill("区安监局", "更正.xlsx", supervision_problems=[{**ROW, "problem": "检查后未复查3家"}])
    office.collect(now=at(19))
    found = states(ducha, office, "--as-of", "2015-11-20")["supervision-problems"]
    assert (found["state"], found["version"]) == ("received", 2)
    for receipt in ("1", "2"):
        ducha("resolve", receipt, "-C", str(office.folder), "--withdraw", "--reason", "练习")
    assert states(ducha, office, "--as-of", "2015-11-20")["supervision-problems"]["state"] == "missing"
