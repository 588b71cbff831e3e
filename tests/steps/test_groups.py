"""A roster that lacks a group or class that the rulebook speaks of is said, with the line to write; exit 1, never 2 (A29)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from sweep.campaigns import Ran, command

COUNTIES = ("高平市", "泽州县", "阳城县", "沁水县", "城区", "陵川县")
DEPARTMENTS = ("市发改委", "市财政局", "市住建局", "市教育局")
STATIONED = ("国网晋城公司", "市邮政局")
C, D, S, Z = "县(市、区)", "市直", "驻市", "开发区"
Row = tuple[str, str, str]


def rows(county: str, departments: str, stationed: str, zone: tuple[str, str]) -> list[Row]:
    found = [(name, county, "") for name in COUNTIES] + [("晋城开发区", *zone)]
    return [*found, *((name, departments, "") for name in DEPARTMENTS), *((name, stationed, "") for name in STATIONED)]


def campaign(folder: Path, units: Sequence[Row], settings: str = "") -> tuple[Path, Ran]:
    book = Workbook()
    book.worksheets[0].append(["单位名称", "组别", "单位类别"])
    for unit in units:
        book.worksheets[0].append(list(unit))
    book.save(folder / "名单.xlsx")
    made = folder / "行动"
    ran = command("init-campaign", made, "--rulebook", "jincheng-points-2017", "--year", "2018", "--units", folder / "名单.xlsx")
    path = made / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[groups]", f"[groups]\n{settings}"), encoding="utf-8")
    return made, ran


def said(ran: Ran) -> list[str]:
    """The lines about groups."""
    return [line for line in ran.out.splitlines() if "（C055）" in line or "（C056）" in line or "（C060）" in line]


@pytest.mark.parametrize(
    ("units", "lines"),
    [
        (rows(C, D, S, (C, Z)), []),
        (rows(C, D, S, (C, "")), [("“开发区”", "把“晋城开发区”的单位类别写成“开发区”（组别仍写“县(市、区)”）", '"开发区" = []')]),
        (rows(C, D, S, (Z, "")), [("自成一组（1个单位）", "把“晋城开发区”的组别写成“县(市、区)”、单位类别写成“开发区”")]),
        (
            rows("县", "市直部门", "驻市单位", ("县", Z)),
            [("“县(市、区)”", '"县(市、区)" = ["县"]'), ("“市直”", '"市直" = ["市直部门"]'), ("“驻市”", '"驻市" = ["驻市单位"]')],
        ),
        ([("城区", C, ""), ("开发区", C, Z), ("市农委", D, "")], [("“驻市”", '"驻市" = ["名单里的叫法"]', '"驻市" = []')]),
    ],
    ids=["as the rulebook has it", "no class", "the zone alone", "other words", "a group that is not here"],
)
def test_what_the_roster_lacks_is_said_with_the_line_to_write(tmp_path: Path, units: list[Row], lines: list[tuple[str, ...]]) -> None:
    folder, made = campaign(tmp_path, units)
    answers = [
        made,
        command("status", "-C", folder, "--as-of", "2018-05-01"),
        command("score", "2018Q1", "-C", folder, "--as-of", "2018-05-01"),
    ]
    for ran in (*answers, command("status", "-C", folder, "--as-of", "2018-05-01")):
        found = said(ran)
        assert (ran.code, len(found)) == (1 if lines else 0, len(lines)), ran
        for line, words in zip(found, lines, strict=True):
            assert all(word in line for word in words), (line, words)
    assert said(command("ledger", "-C", folder)) == [], "other commands do not repeat it"


SAYING = (
    ("record",), ("record", "--dry-run"), ("record", "--json"), ("collect", "units.xlsx"), ("blanks",), ("ledger",),
    ("today", "--look"), ("report", "ranking", "--period", "2018Q1"), ("status",), ("score", "2018Q1"),
    ("waive", "S101", "--unit", "城区", "--approver", "某", "--reason", "试", "--until", "2099-12-31"),
)  # fmt: skip


@pytest.mark.sweep
def test_whichever_command_says_it_has_exit_code_1(tmp_path: Path) -> None:
    """One rule: what is said has the same exit code wherever it is said, so that a line of cron hears of it."""
    folder, made = campaign(tmp_path, rows(C, D, S, (C, Z)))
    command("record", "-C", folder)
    assert made.code == 0
    settled = (folder / "campaign.toml").read_text(encoding="utf-8")
    for number, words in enumerate(SAYING):
        (folder / "campaign.toml").write_text(settled.replace("[groups]", f'[groups]\n"县市区{number}" = ["县"]'), encoding="utf-8")
        ran = command(*words, cwd=folder)
        assert ran.code == 1 and ("C060" in ran.out if "--json" in words else len(said(ran)) == 1), ran


def test_recording_says_with_its_exit_code_what_is_to_be_settled(tmp_path: Path) -> None:
    folder, _ = campaign(tmp_path, rows(C, D, S, (C, Z)), '"县市区" = ["县"]\n')
    first = command("record", "-C", folder)
    assert (first.code, len(said(first))) == (1, 1)
    again = command("record", "-C", folder)
    assert (again.code, said(again)) == (0, []), "said once"


def test_what_was_written_as_told_is_said_no_more_and_ranks_as_printed(tmp_path: Path) -> None:
    settings = '"县(市、区)" = ["县"]\n"市直" = ["市直部门"]\n"驻市" = ["驻市单位"]\n'
    folder, _ = campaign(tmp_path, rows("县", "市直部门", "驻市单位", ("县", Z)), settings)
    ran = command("status", "-C", folder, "--as-of", "2018-05-01")
    assert (ran.code, said(ran)) == (0, [])


def test_a_group_that_is_not_here_may_be_said_to_be_none(tmp_path: Path) -> None:
    folder, _ = campaign(tmp_path, [("城区", C, ""), ("开发区", C, Z), ("市农委", D, "")], '"驻市" = []\n')
    ran = command("status", "-C", folder, "--as-of", "2018-05-01")
    assert (ran.code, said(ran)) == (0, [])


def test_a_group_that_no_rulebook_has_is_said(tmp_path: Path) -> None:
    folder, _ = campaign(tmp_path, rows(C, D, S, (C, Z)), '"县市区" = ["县"]\n')
    ran = command("status", "-C", folder, "--as-of", "2018-05-01")
    assert ran.code == 1 and "“县市区”" in said(ran)[0] and "县(市、区)、开发区、市直、驻市" in said(ran)[0]


def test_who_lets_the_zone_be_a_group_of_its_own_is_not_told_otherwise(tmp_path: Path) -> None:
    folder, _ = campaign(tmp_path, rows(C, D, S, (Z, "")))
    path = folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace("[readings]", '[readings]\n"jincheng-points-2017.grouping" = "four"')
    path.write_text(text, encoding="utf-8")
    assert said(command("status", "-C", folder, "--as-of", "2018-05-01")) == []
