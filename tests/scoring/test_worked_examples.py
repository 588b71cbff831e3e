"""The hand-worked examples, to the half point, with each reading, fed through registers as an office would."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from scoring.office import Office, changes, copy_of, new_office, standing

CASES = Path(__file__).parents[1] / "cases" / "scoring"


def cases() -> list[Any]:
    """Every case of every table, named by its sentence."""
    found = [case for file in sorted(CASES.glob("*.toml")) for case in tomli.loads(file.read_text(encoding="utf-8"))["cases"]]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("jincheng") / "office")


@pytest.mark.requirement("JC-J-04")
@pytest.mark.requirement("JC-J-06")
@pytest.mark.requirement("JC-J-07")
@pytest.mark.requirement("JC-J-08")
@pytest.mark.requirement("JC-J-09")
@pytest.mark.requirement("JC-J-10")
@pytest.mark.requirement("JC-J-11")
@pytest.mark.requirement("JC-J-12")
@pytest.mark.requirement("JC-J-13")
@pytest.mark.requirement("JC-J-14")
@pytest.mark.requirement("JC-J-15")
@pytest.mark.requirement("JC-J-16")
@pytest.mark.requirement("JC-J-17")
@pytest.mark.requirement("JC-J-18")
@pytest.mark.requirement(
    "JC-J-02",
    "JC-J-05",
    "JC-J-06",
    "JC-J-07",
    "JC-J-08",
    "JC-J-09",
    "JC-J-10",
    "JC-J-11",
    "JC-J-12",
    "JC-J-13",
    "JC-J-14",
    "JC-J-15",
    "JC-J-16",
    "JC-J-19",
    "JC-J-24",
    "JC-J-28",
    "JC-J-31",
)
@pytest.mark.parametrize("case", cases())
def test_a_worked_example_comes_out(case: dict[str, Any], untouched: Office, tmp_path: Path) -> None:
    office = copy_of(untouched, tmp_path / "office")
    if "roster" in case:
        office.roster(*case["roster"])
    office.write(case["given"])
    office.record(wants=case.get("record", 0))
    for expected in case["expect"]:
        office.read(**expected.get("readings", {}))
        trial = ("--trial",) if expected.get("trial") else ()
        found = office.score(expected["period"], "--as-of", str(expected["as_of"]), *trial)
        assert changes(found) == expected["changes"], (expected, json.dumps(found, ensure_ascii=False, indent=1))
        whole = json.dumps(found, ensure_ascii=False)
        for unit, total in expected.get("totals", {}).items():
            assert standing(found, unit)["total"] == total, expected
        for unit, group in expected.get("ranked_in", {}).items():
            assert unit in [line["unit"] for item in found["groups"] if item["group"] == group for line in item["standings"]], expected
        for kind, units in expected.get("proposals", {}).items():
            assert sorted(item["unit"] for item in found["proposals"] if item["kind"] == kind) == sorted(units), (kind, expected)
        if "groups" in expected:
            assert [group["group"] for group in found["groups"]] == expected["groups"]
        if "undecided" in expected:
            assert sorted({item["unit"] for item in found["undecided"]}) == sorted(expected["undecided"]), expected
        assert set(expected.get("rejected", ())) <= {item["unit"] for item in found["rejected"]}
        for words in expected.get("says", ()):
            assert words in whole, f"{words} is not said"
        for words in expected.get("silent", ()):
            assert words not in whole, f"{words} is said"
        for group in found["groups"]:
            for line in group["standings"]:
                total = sum((Decimal(entry["points"]) for entry in line["entries"]), start=Decimal(0))
                assert total == Decimal(line["change"])


def test_every_other_reading_has_a_case_in_which_it_changes_the_result() -> None:
    """But those of duties, which move no points, and of 督查人员, which need the rulebook of their own (test_staff)."""
    rulebook, _ = parse_rulebook("jincheng-points-2017", read_texts(shipped_rulebooks()))
    assert rulebook is not None
    wanted = {
        (reading.id, option.id)
        for reading in rulebook.readings
        for option in reading.options
        if option.id != reading.default and not any(key.startswith("duties.") for key in option.sets)
    }
    tables = [case.values[0] for case in cases()]
    changed = {
        next(iter(expected["readings"].items())) for case in tables for expected in case["expect"] if _changes_something(expected, case)
    }
    assert {pair for pair in wanted if pair[0] != "staff-failed"} - changed == set()


def _changes_something(expected: dict[str, Any], case: dict[str, Any]) -> bool:
    """True for an expectation under exactly one other reading that differs from the same one under the default."""
    if len(expected.get("readings", {})) != 1:
        return False
    same = [e for e in case["expect"] if not e.get("readings") and (e["period"], e["as_of"]) == (expected["period"], expected["as_of"])]
    result = ("changes", "totals", "proposals", "groups", "rejected", "ranked_in")
    return any(expected.get(key) != same[0].get(key) for key in result if same and key in expected)
