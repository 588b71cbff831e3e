"""The ranking, a unit's entries and the year's assessment as reviewed. ``DUCHA_UPDATE_GOLDEN=1`` writes them anew; read the difference."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from reports.scored import scored_office
from reports.test_golden import GOLDEN, UPDATE
from scoring.office import Office

REPORTS = {
    "ranking": ("ranking", "--period", "2018Q2", "--as-of", "2018-07-05"),
    "unit": ("unit", "--unit", "市住建局", "--period", "2018Q2", "--as-of", "2018-07-05"),
    "annual": ("annual", "--as-of", "2018-12-31"),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A year of scores; the tests only read it."""
    return scored_office(tmp_path_factory.mktemp("scores") / "office")


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_is_as_it_was_reviewed(name: str, office: Office) -> None:
    answer = json.loads(office.run("report", *REPORTS[name], "--format", "md", "--json"))
    found = without_what_changes(Path(answer["file"]).read_text(encoding="utf-8"))
    golden = GOLDEN.with_name(f"{name}.md")
    if os.environ.get(UPDATE):
        golden.write_text(found, encoding="utf-8", newline="\n")
        pytest.skip(f"{golden.name} written anew: read the difference")
    assert found.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def without_what_changes(text: str) -> str:
    """The text without hashes, times of recording, and the tool's version."""
    text = re.sub(r"\b[0-9a-f]{12}(?:[0-9a-f]{52})?\b", "…", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:+]+", "…", text)
    return re.sub(r"(程序：duchá) [\w.+]+", r"\1 …", text)
