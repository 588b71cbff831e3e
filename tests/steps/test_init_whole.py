"""init-campaign makes a folder whole or not at all, whatever goes wrong; run again it completes what a person has begun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from conftest import clean_environment
from duchá.campaign.faults import NO_CAMPAIGN
from duchá.campaign.write_campaign import made_whole
from duchá.terms.fault import Stop
from sweep.campaigns import command

WHOLE = [".duchá", "blank", "calendar.xlsx", "campaign.toml", "registers", "reports", "returned", "returns", "units.xlsx", "双击运行"]
UNUSABLE = """
id = "own"
extends = "wuzhi-2015"
[[deliverables]]
key = "monthly"
name = "情况月报"
article = "5"
groups = ["county"]
recipient = "县政府法制办"
written = true
due = { text = "收到通知后5日内", days = 5 }
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def own_rulebook(folder: Path, text: str) -> None:
    place = folder / "templates" / "rulebooks" / "own"
    place.mkdir(parents=True)
    (place / "rulebook.toml").write_text(text, encoding="utf-8")


def roster(path: Path, *rows: tuple[str, str]) -> Path:
    book = Workbook()
    book.worksheets[0].append(["单位名称", "组别"])
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def test_a_rulebook_that_cannot_be_used_leaves_nothing(tmp_path: Path) -> None:
    """A06: a deliverable from which no day follows passed the check, then half a folder was made."""
    own_rulebook(tmp_path / "行动", UNUSABLE)
    checked = command("rulebooks", "own", "--check", cwd=_campaign_marker(tmp_path / "行动"))
    assert (checked.code, "G042" in checked.out, "第11行" in checked.out, "due" in checked.out) == (1, True, True, True)
    (tmp_path / "行动" / "campaign.toml").unlink()
    ran = command("init-campaign", tmp_path / "行动", "--rulebook", "own", "--year", "2018")
    assert (ran.code, ran.out, "G042" in ran.err) == (2, "", True)
    assert names(tmp_path / "行动") == ["templates"]


def _campaign_marker(folder: Path) -> Path:
    """A campaign.toml, so that ``rulebooks`` finds the folder's own templates."""
    (folder / "campaign.toml").write_text("", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--year", "99999"), "C059"),
        (("--year", "0"), "C059"),
        (("--start", "2018-05-01", "--end", "2018-04-01"), "C015"),
        (("--units", "没有单位名称.xlsx"), "C005"),
        (("--units", "两遍.xlsx"), "C006"),
        (("--units", "没有这个文件.xlsx"), "C013"),
    ],
)
def test_what_cannot_be_made_is_one_line_and_no_folder(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    roster(tmp_path / "两遍.xlsx", ("城区", "乡镇"), ("城区", "乡镇"))
    book = Workbook()
    book.worksheets[0].append(["名字", "组别"])
    book.worksheets[0].append(["城区", "乡镇"])
    book.save(tmp_path / "没有单位名称.xlsx")
    before = names(tmp_path)
    ran = command("init-campaign", "上级/行动", "--rulebook", "wuzhi-2015", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out, code in ran.err, ran.err.count("\n")) == (2, "", True, 1), ran
    assert names(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit is the shell's")
@pytest.mark.parametrize("there_before", [False, True])
def test_a_disk_that_takes_no_large_file_leaves_nothing(tmp_path: Path, there_before: bool) -> None:
    folder = tmp_path / "行动"
    if there_before:
        folder.mkdir()
        (folder / "我的.txt").write_text("留着", encoding="utf-8")
    environment = {**clean_environment(), "PYTHONDONTWRITEBYTECODE": "1"}  # Python's own files must not be cut off
    line = f"ulimit -f 12; exec '{sys.executable}' -m ducha init-campaign '{folder}' --rulebook dantu-2015"
    ran = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1), ran
    assert names(tmp_path) == (["行动"] if there_before else [])
    assert not there_before or names(folder) == ["我的.txt"]


@pytest.mark.parametrize("wrong", [OSError(28, "full"), KeyboardInterrupt(), Stop(NO_CAMPAIGN.at(folder="x")), ZeroDivisionError()])
@pytest.mark.parametrize("there_before", [False, True])
def test_whatever_breaks_off_takes_out_only_what_was_added(tmp_path: Path, wrong: BaseException, there_before: bool) -> None:
    folder = tmp_path / "上级" / "行动"
    if there_before:
        (folder / "returns").mkdir(parents=True)
        (folder / "returns" / "来件.xlsx").write_bytes(b"1")
    expected = Stop if isinstance(wrong, OSError) and not there_before else type(wrong)
    with pytest.raises(expected), made_whole(folder) as place:
        (place / "returns").mkdir(exist_ok=True)
        (place / "returns" / "新.xlsx").write_bytes(b"2")
        (place / "campaign.toml").write_text("", encoding="utf-8")
        raise wrong
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == (
        ["上级", "上级/行动", "上级/行动/returns", "上级/行动/returns/来件.xlsx"] if there_before else []
    )


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path) -> None:
    left = tmp_path / ".行动.part"
    left.mkdir()
    (left / "campaign.toml").write_text("半个", encoding="utf-8")
    ran = command("init-campaign", tmp_path / "行动", "--rulebook", "dantu-2015")
    assert ran.code == 0 and names(tmp_path) == ["行动"] and names(tmp_path / "行动") == WHOLE


def test_a_regulation_without_a_roster_gives_a_whole_folder_and_the_same_command_completes_it(tmp_path: Path) -> None:
    """It ended with 2 and half a folder."""
    folder, line = tmp_path / "行动", ("init-campaign", tmp_path / "行动", "--rulebook", "wuzhi-2015")
    ran = command(*line)
    assert (ran.code, "C008" in ran.out, "再运行一次同样的命令" in ran.out, names(folder)) == (1, True, True, WHOLE)
    registers = names(folder / "registers")
    assert command("status", "-C", folder).code == 2
    roster(folder / "units.xlsx", ("城区办", "街道"), ("东乡", "乡镇"), ("县农委", "县直"))
    again = command(*line)
    assert (again.code, "units.xlsx" in again.out, names(folder / "registers")) == (0, True, registers)
    assert names(folder / "blank") == ["01-城区办.xlsx", "02-东乡.xlsx", "03-县农委.xlsx"]
    (sheet,) = [sheet for sheet in load_workbook(folder / "registers" / "督办事项.xlsx").worksheets if sheet.sheet_state == "visible"]
    offered = [rule.formula1 or "" for rule in sheet.data_validations.dataValidation]
    assert '"城区办,东乡,县农委"' in offered, "the lists of untouched registers are today's"


def test_a_register_that_was_saved_once_is_never_made_anew(tmp_path: Path) -> None:
    folder, line = tmp_path / "行动", ("init-campaign", tmp_path / "行动", "--rulebook", "wuzhi-2015")
    command(*line)
    path = folder / "registers" / "督办事项.xlsx"
    load_workbook(path).save(path)
    mine = path.read_bytes()
    roster(folder / "units.xlsx", ("城区办", "街道"))
    assert command(*line).code == 1 and path.read_bytes() == mine


def test_a_window_that_begins_on_29_february_has_a_day_in_every_year(tmp_path: Path) -> None:
    text = 'id = "own"\nextends = "wuzhi-2015"\nwindow_start = 2016-02-29\nwindow_end = 2016-11-30\n'
    own_rulebook(tmp_path / "行动", text)
    ran = command(
        "init-campaign", tmp_path / "行动", "--rulebook", "own", "--year", "2018", "--units", roster(tmp_path / "u.xlsx", ("东乡", "乡镇"))
    )
    assert ran.code in (0, 1), ran
    assert "start = 2018-02-28" in (tmp_path / "行动" / "campaign.toml").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_where_nothing_may_be_written_is_one_line(ducha: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    ran = ducha("init-campaign", str(tmp_path / "行动"), "--rulebook", "dantu-2015", "--json", cwd=Path("/"))
    tmp_path.chmod(0o700)
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (2, "C012")


@pytest.mark.parametrize(
    ("year", "said"),
    [("2016", "（jincheng-points-2017）自2017-11-20起施行，本次活动是2016-01-01至2016-12-31：活动期间它不起作用"), ("2017", "")],
)
def test_a_rulebook_that_is_in_force_on_no_day_of_the_campaign_is_said(tmp_path: Path, year: str, said: str) -> None:
    units = roster(tmp_path / "名单.xlsx", ("城区", "县(市、区)"), ("市农委", "市直"))
    days = ("--year", year, "--start", f"{year}-01-01", "--end", f"{year}-12-31")
    ran = command("init-campaign", tmp_path / "行动", "--rulebook", "jincheng-points-2017", *days, "--units", units)
    assert ("C121" in ran.out) == bool(said) and said in ran.out, ran
