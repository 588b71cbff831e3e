"""Every command, and every pair of (report, format), (report, rulebooks), (report, state): none ends in an error that nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import tomli

from duchá.cli.app import COMMANDS
from duchá.cli.report import ReportName, WrittenAs
from duchá.demo.monthly import MONTHLY
from duchá.demo.year import years
from duchá.rulebook.form import FilledBy
from sweep.campaigns import ALONE, EMPTY, JINCHENG, OF_EXAMPLES, STATES, TOGETHER, YEAR, YEAR_OLD, Made, Ran, command, make

REPORTS = tuple(name.value for name in ReportName)
REGISTER = ReportName.REGISTER.value
FORMATS = tuple(written.value for written in WrittenAs)
PERIODS = ((), ("--period", f"{YEAR}-06"), ("--period", f"{YEAR}Q2"), ("--period", str(YEAR)), ("--period", str(YEAR - 1)))
LINES: tuple[tuple[str, ...], ...] = (
    ("rulebooks",),
    ("rulebooks", "--check"),
    ("blanks",),
    ("blanks", "--kit"),
    ("check", "returns", "registers", "units.xlsx"),
    ("collect", "returns"),
    ("resolve", "1", "--withdraw", "--reason", "试"),
    ("resolve", "2", "--accept", "--reason", "试"),
    ("waive", "S101", "--unit", "试甲一局", "--approver", "某", "--reason", "试", "--until", f"{YEAR}-12-31"),
    ("status",),
    ("status", "--unit", "试甲一局"),
    ("status", "--json"),
    ("record",),
    ("record",),
    ("ledger",),
    ("ledger", "--open", "--json"),
    ("ledger", "--matter", "DB-02"),
    ("ledger", "--xlsx", "台账.xlsx"),
    ("overdue",),
    ("overdue", "--within", "30", "--letters", "--json"),
    ("overdue", "--mail", "-q"),
    ("score", "--quarter"),
    ("score", "--year", "--readings"),
    ("score", "--campaign", "--json"),
    ("score", "--year", "--unit", "试甲一局", "--trial"),
    ("score", "--quarter", f"{YEAR}Q1", "--close"),
    ("score", f"{YEAR}Q1"),
    ("team", "list", "--public"),
    ("team", "list", "--json"),
    ("team", "check", "--format", "md"),
    ("team", "check", "--task", "试1", "--json"),
    ("team", "freeze", "名单"),
    ("team", "freeze", "督查人员库", "--json"),
    ("team", "draw", "名单", "--share", "5%", "--seed", "031725", "--json"),
    ("team", "draw", "督查人员库", "--count", "2", "--seed", "031725", "--teams", "2"),
    ("case", "list"),
    ("case", "list", "--open", "--format", "xlsx", "--json"),
    ("case", "show", "试1", "--letters", "--format", "docx"),
    ("today",),
    ("today", "--look", "--json"),
    ("explain", "S101"),
    ("undo", "waiver", "1", "--reason", "试"),
    ("undo", "row", "没有这一行", "--reason", "试"),
    ("print", "没有这份"),
    ("send", "空白报表"),
    ("send", "退回件", "--json"),
    ("rollup", "汇总", "."),
    ("journal", "show"),
    ("journal", "verify"),
    ("journal", "export", "流水.zip"),
)
NO_DAY = (
    "explain",
    "undo",
    "print",
    "send",
    "rulebooks",
    "blanks",
    "check",
    "collect",
    "resolve",
    "waive",
    "record",
    "journal",
    "init-campaign",
)


def dated(made: Made, line: Sequence[str]) -> tuple[str, ...]:
    """The line with the campaign's day for today, where the command has one."""
    return (*line, *(() if line[0] in NO_DAY else ("--as-of", made.today.isoformat())))


def reports(made: Made, formats: Sequence[str] = ("md",)) -> Iterator[Ran]:
    """Every report of a campaign in these formats, of several periods in the first of them."""
    named = [(name,) for name in REPORTS if name != REGISTER] + [(REGISTER, register) for register in registers(made)]
    for name in named:
        for written in formats:
            for period in PERIODS if written == formats[0] and name[0] != REGISTER else ((),):
                yield made.do(*dated(made, ("report", *name, "--format", written, *period)))


def registers(made: Made) -> tuple[str, ...]:
    """Every register of a campaign, by its sheet."""
    return tuple(form.sheet for form in made.campaign().forms(FilledBy.OFFICE)) if made.rulebooks else ()


def broken(*ran: Ran) -> list[str]:
    """What is wrong with how they ended."""
    return [said for one in ran if (said := one.broken)]


@pytest.mark.sweep
@pytest.mark.parametrize("rulebooks", [("dantu-2015", "jincheng-points-2017")], ids="+".join)
def test_no_command_breaks_off(tmp_path: Path, rulebooks: tuple[str, ...]) -> None:
    """What offices mostly have: one campaign with both."""
    made = make(tmp_path / "行动", rulebooks, YEAR_OLD)
    lines = [made.do(*dated(made, line)) for line in LINES]
    assert broken(*made.ran, *lines) == []
    assert {line[0] for line in LINES} | {"demo", "init-campaign", "report"} == COMMANDS.keys()


@pytest.mark.sweep
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rulebooks", [*ALONE, *OF_EXAMPLES, *TOGETHER], ids="+".join)
def test_every_command_and_report_by_any_rulebooks(tmp_path: Path, rulebooks: tuple[str, ...], state: str) -> None:
    made = make(tmp_path / "行动", rulebooks, state)
    ran = [made.do(*dated(made, line)) for line in LINES]
    ran += reports(made)
    assert broken(*made.ran, *ran) == []


@pytest.mark.sweep
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("rulebooks", [JINCHENG, ("dantu-2015", "jincheng-points-2017"), ("shiyan-2015",), *OF_EXAMPLES], ids="+".join)
def test_every_report_in_every_format(tmp_path: Path, rulebooks: tuple[str, ...], state: str) -> None:
    made = make(tmp_path / "行动", rulebooks, state)
    assert broken(*made.ran, *reports(made, FORMATS)) == []


@pytest.mark.sweep
@pytest.mark.parametrize("name", [MONTHLY, *years()])
def test_half_a_year_of_monthly_returns_and_a_year_of_the_office_with_every_command_and_report(tmp_path: Path, name: str) -> None:
    ran = [command("demo", tmp_path / "示例", "--example", name)]
    (settings,) = (tmp_path / "示例").rglob("campaign.toml")
    made = Made(folder=settings.parent, rulebooks=tuple(tomli.loads(settings.read_text(encoding="utf-8"))["rulebooks"]), state=EMPTY)
    ran += [made.do(*line) for line in LINES]
    ran += [made.do("report", name) for name in REPORTS if name != REGISTER]
    ran += [made.do("report", REGISTER, register) for register in registers(made)]
    assert broken(*ran) == []


@pytest.mark.sweep
def test_the_demo_and_every_report_of_it(tmp_path: Path) -> None:
    ran = [command("demo", tmp_path / "示例")]
    made = Made(folder=tmp_path / "示例", rulebooks=(), state=EMPTY)
    for day in ("2015-11-04", "2015-11-30", "2016-12-31"):
        for name in REPORTS:
            for written in FORMATS:
                ran += [made.do("report", name, "--format", written, "--as-of", day, *period) for period in ((), ("--period", "2015"))]
    assert broken(*ran) == []
