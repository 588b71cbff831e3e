"""demo --example jincheng-2017: a year of an office, from matters to one accountability case, by nothing but the commands of the day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import CHECKOUT
from demo.test_examples import content
from duchá.demo.year import read_year, years
from duchá.steps.demo_year import ROSTER
from journal.entries import written_otherwise

pytestmark = [
    pytest.mark.requirement("JC-K-12", key="jincheng-inspectors-2017 forms.inspection-tasks.columns.division"),
]

Run = Callable[..., Any]
EXAMPLES = CHECKOUT / "examples"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("year") / "一年"


@pytest.mark.sweep
def test_the_year_goes_through_to_its_end(ducha: Run, year: Path) -> None:
    done = ducha("demo", str(year), "--example", "jincheng-2017")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n== 201") == 10 and "逐一核验无误" in done.stdout and "Traceback" not in done.stderr
    found = json.loads(ducha("case", "list", "--as-of", "2019-01-07", "--json", "-C", str(year)).stdout)
    states = {case["case"]: (case["state"], case["missing"]) for case in found["cases"]}
    assert states == {"WZ-2018-01": ("办结", []), "DC-2018-01": ("已上报", [])}
    assert {lead["status"] for lead in found["leads"]} == {"已立案", "已处置", "待研判"}
    checked = json.loads(ducha("team", "check", "--period", "2018", "--as-of", "2019-01-07", "--json", "-C", str(year)).stdout)
    assert checked["faults"] == [] and len(checked["participation"]) == 5
    ledger = json.loads(ducha("ledger", "--kind", "rapid", "--as-of", "2019-01-07", "--json", "-C", str(year)).stdout)
    assert {matter["state"] for matter in ledger["matters"]} == {"已清零"}
    papers = {path.name for path in (year / "reports").rglob("*") if path.is_file()}
    assert {"抽取记录-名单-DC-2018-01-第1轮.docx", "案件汇总-2018-10-08.xlsx", "WZ-2018-01-关于移交问责线索的函.docx"} <= papers
    assert written_otherwise(year / ".duchá" / "journal.sqlite3") == []


@pytest.mark.sweep
@pytest.mark.parametrize("name", years())
def test_an_example_goes_to_its_end_and_says_where_to_look_and_its_folder_holds_what_it_works_on(
    ducha: Run, tmp_path: Path, name: str
) -> None:
    home = tmp_path / "一年"
    done = ducha("demo", str(home), "--example", name)
    year = read_year(name)
    assert done.returncode == 0 and done.stdout.count("\n== 20") == len(year.days), done.stderr
    assert all((home / path).exists() and f"{home / path}　{what}" in done.stdout for path, what in year.look)
    assert ducha("journal", "verify", "-C", str(home)).returncode == 0
    kept = {path.relative_to(EXAMPLES / name).as_posix(): path for path in (EXAMPLES / name).rglob("*.xlsx")}
    worked_on = {f"registers/{register}.xlsx" for day in year.days for register in day.registers} | {ROSTER}
    worked_on |= {path.relative_to(home).as_posix() for path in (home / "returns").glob("*.xlsx")}
    assert kept.keys() == worked_on
    assert [one for one, path in kept.items() if content(path.read_bytes()) != content((home / one).read_bytes())] == []


@pytest.mark.sweep
def test_an_example_is_run_at_the_times_of_its_days_whenever_it_is_shown(ducha: Run, tmp_path: Path) -> None:
    """By nobody who sits here: the register rows without a day of their own are of the day on which they were typed."""
    assert ducha("demo", str(tmp_path / "一年"), "--example", "jinshui", "-q").returncode == 0
    lines = ducha("journal", "show", "-C", str(tmp_path / "一年")).stdout.splitlines()
    facts = [line.split() for line in lines if line.strip()[:1].isdigit()]
    days = {day.on.isoformat() for day in read_year("jinshui").days}
    assert len(facts) > 40 and {fact[1] for fact in facts} <= days and {fact[3] for fact in facts} == {"demo"}


def test_an_example_that_does_not_exist_is_one_line(ducha: Run, tmp_path: Path) -> None:
    done = ducha("demo", str(tmp_path / "x"), "--example", "nowhere")
    assert done.returncode == 2 and "jincheng-2017" in done.stderr and done.stderr.count("\n") == 1
