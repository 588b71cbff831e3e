"""The hand-worked examples, to the half point, with each reading, fed through registers as an office would."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.office import Office, changes, copy_of, new_office

CASES = Path(__file__).parents[1] / "cases" / "scoring"


def cases() -> list[Any]:
    """Every case of every table, named by its sentence."""
    found = [case for file in sorted(CASES.glob("*.toml")) for case in tomllib.loads(file.read_text(encoding="utf-8"))["cases"]]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign that nothing was written into yet."""
    return new_office(tmp_path_factory.mktemp("jincheng") / "office")


@pytest.mark.parametrize("case", cases())
def test_a_worked_example_comes_out(case: dict[str, Any], untouched: Office, tmp_path: Path) -> None:
    office = copy_of(untouched, tmp_path / "office")
    office.write(case["given"])
    office.record(wants=case.get("record", 0))
    for expected in case["expect"]:
        office.read(**expected.get("readings", {}))
        trial = ("--trial",) if expected.get("trial") else ()
        found = office.score(expected["period"], "--as-of", str(expected["as_of"]), *trial)
        assert changes(found) == expected["changes"], (expected, json.dumps(found, ensure_ascii=False, indent=1))
        whole = json.dumps(found, ensure_ascii=False)
        for words in expected.get("says", ()):
            assert words in whole, f"{words} is not said"
        for group in found["groups"]:
            for standing in group["standings"]:
                total = sum((Decimal(entry["points"]) for entry in standing["entries"]), start=Decimal(0))
                assert total == Decimal(standing["change"])
