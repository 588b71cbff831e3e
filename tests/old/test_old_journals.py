"""A campaign of an earlier version opens, verifies with the head it had, prints its closed quarters as they were published, and goes on."""

from __future__ import annotations

import json
import tarfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from scoring.office import Office, changes, standing
from sweep.campaigns import Made
from sweep.test_every_command import FORMATS, LINES, NO_DAY, REGISTER, REPORTS, broken, registers

HERE = Path(__file__).parent
HEAD = "d74b298db0a06338b46907e6bd6d6d0b5991f6c2a28d9e3cfb7dd6e7ee73bd40"
DAY = "2018-12-31"


@pytest.fixture
def old(tmp_path: Path) -> Office:
    """The campaign as f9a7364 left it."""
    with tarfile.open(HERE / "2018-f9a7364.tar.xz") as archive:
        archive.extraction_filter = getattr(
            tarfile, "data_filter", None
        )  # unknown to the first Python 3.11, which has the argument of a filter neither
        archive.extractall(tmp_path / "2018")
    return Office(tmp_path / "2018")


def journal(office: Office) -> Path:
    return office.folder / ".duchá" / "journal.sqlite3"


def published(period: str) -> dict[str, Any]:
    return json.loads((HERE / f"{period}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # JSON by definition


def without_what_is_new(found: dict[str, Any]) -> dict[str, Any]:
    """The answer without keys that the version did not know, and without what stands beside a closed period: approvals, 积分核对."""
    entries = [entry for group in found["groups"] for line in group["standings"] for entry in line["entries"]]
    for said in (*entries, *found["undecided"], *found["notes"], *found["proposals"], *found.get("rejected", ())):
        for new in ("because", "versions"):
            said.pop(new, None)
    for group in found["groups"]:
        group.pop("base", None)
    found["notes"] = [item for item in found["notes"] if "有异议" not in item["why"]]
    return {key: value for key, value in found.items() if key != "made_known"}


def test_it_verifies_with_the_head_it_had_and_looking_at_it_changes_nothing(old: Office) -> None:
    """The first command brings the journal up to the format of today; every entry that it had stays as it was, under the same hash."""
    for command in (("status",), ("ledger",), ("score", "2018Q1"), ("score", "2018"), ("report", "ranking", "--period", "2018Q1")):
        old.run(*command, "--as-of", DAY, wants=None)
    old.run("journal", "verify", "--head", HEAD)
    assert read_facts(journal(old))[59].hash == HEAD  # whatever was noted since stands behind it


@pytest.mark.parametrize("period", ["2018Q1", "2018Q2"])
@pytest.mark.parametrize("day", ["2018-07-15", DAY, "2019-06-30"])
def test_its_closed_quarters_print_what_was_published(old: Office, period: str, day: str) -> None:
    found = without_what_is_new(old.score(period, "--as-of", day))
    assert found == without_what_is_new(published(period))


def test_its_closed_quarters_stay_after_further_edits(old: Office) -> None:
    before = old.score("2018Q1", "--as-of", DAY)
    old.roster(
        {"序号": 1, "单位名称": "区发改委", "曾用名": "区发改经信委", "组别": "镇"}, {"序号": 2, "单位名称": "区教育局", "组别": "镇"}
    )
    retype(old, "积分事项", "〔2018〕3号", "分值", 19)
    old.run("record", str(old.folder / "registers" / "积分事项.xlsx"), wants=None)
    assert old.score("2018Q1", "--as-of", DAY) == before


def test_what_the_version_booked_for_a_closed_quarter_is_not_booked_again(old: Office) -> None:
    assert changes(old.score("2018Q3", "--as-of", DAY)) == {}
    assert not [item for item in old.score("2018Q3", "--as-of", DAY)["undecided"] if "已关账" in item["why"]]


def test_it_goes_on_with_rows_and_another_closing_in_the_form_of_today(old: Office) -> None:
    retype(old, "积分事项", "〔2018〕3号", "分值", 14)
    row = {"日期": date(2018, 3, 20), "单位": "世业镇", "情形": "不配合"}
    old.write({"积分事项": [row]})
    old.run("record", str(old.folder / "registers" / "积分事项.xlsx"), wants=None)  # an old row still lacks its amount: said again
    found = old.score("2018Q3", "--as-of", DAY)
    (late,) = standing(found, "世业镇")["entries"]
    assert (late["points"], late["late_for"], [one["change"] for one in late["because"]]) == ("-5", "2018Q1", ["new"])
    (line,) = [item["why"] for item in found["undecided"] if item["unit"] == "区发改经信委"]
    assert "原记加12分，按改动后的登记应记加14分，差2分" in line and "分值由15改为14" in line
    closed = old.score("2018Q3", "--as-of", DAY, "--close", wants=None)
    newest = read_facts(journal(old), kinds=frozenset({FactKind.CLOSE}))
    assert [fact.payload["period"] for fact in newest] == ["2018Q1", "2018Q2", "2018Q3"] and "tool" in newest[-1].payload
    assert old.score("2018Q3", "--as-of", "2019-02-01") == closed
    whole = old.score("2018", "--as-of", DAY, "--close", wants=None)
    assert without_what_is_new(old.score("2018Q1", "--as-of", DAY)) == without_what_is_new(published("2018Q1"))
    entries = [entry for group in whole["groups"] for line in group["standings"] for entry in line["entries"]]
    by_quarters = [change for n in (1, 2, 3) for change in changes(old.score(f"2018Q{n}", "--as-of", DAY)).values()]
    assert sum(Decimal(entry["points"]) for entry in entries if entry["quarter"] != "2018Q4") == sum(map(Decimal, by_quarters))
    assert "核验无误" in old.run("journal", "verify")


@pytest.mark.sweep
@pytest.mark.parametrize("day", [DAY, "2020-01-15"])
def test_every_command_and_report_of_today_works_on_it_and_its_closed_quarters_stay(old: Office, day: str) -> None:
    made = Made(
        folder=old.folder, rulebooks=tuple(tomli.loads((old.folder / "campaign.toml").read_text(encoding="utf-8"))["rulebooks"]), state=""
    )
    lines = [line for line in LINES if line[:2] != ("score", "--quarter") or "--close" not in line]
    ran = [made.do(*line, *(() if line[0] in NO_DAY else ("--as-of", day))) for line in lines]
    for name in (name for name in REPORTS if name != REGISTER):
        ran += [made.do("report", name, "--as-of", day, "--format", written) for written in FORMATS]
    ran += [made.do("report", REGISTER, register, "--as-of", day) for register in registers(made)]
    assert broken(*ran) == []
    old.run("journal", "verify", "--head", HEAD)
    for period in ("2018Q1", "2018Q2"):
        assert without_what_is_new(old.score(period, "--as-of", day)) == without_what_is_new(published(period))


def retype(office: Office, register: str, known_by: str, title: str, value: object) -> None:
    """Types something else into the row that holds a text."""
    path = office.folder / "registers" / f"{register}.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(at for at in range(1, 9) if title in [cell.value for cell in sheet[at]])
    column = next(cell.column for cell in sheet[head] if cell.value == title)
    at = next(row[0].row for row in sheet.iter_rows(min_row=head + 1) if known_by in [cell.value for cell in row])
    sheet.cell(row=at, column=column, value=value)  # type: ignore[arg-type]  # what a cell may hold
    book.save(path)


def test_receipts_that_come_or_are_taken_back_after_a_closing_are_told_as_rows_are(old: Office) -> None:
    """Returns that count as 限期材料: one that comes late is booked, one that the closing knew and that is taken back waits for a 更正."""
    before = old.score("2018Q4", "--as-of", DAY, "--close", wants=None)
    paper = {"日期": date(2018, 11, 20), "单位": "区住建局", "材料": "书面报告", "方式": "纸质"}
    old.write({"收件登记": [paper]})
    old.run("record", str(old.folder / "registers" / "收件登记.xlsx"), wants=None)
    old.run("resolve", "1", "--withdraw", "--reason", "报错了单位", wants=None)
    old.run("waive", "S101", "--unit", "区教育局", "--approver", "李主任", "--reason", "情况特殊", "--until", "2099-12-31")
    assert without_what_is_new(old.score("2018Q4", "--as-of", "2019-02-01")) == without_what_is_new(before)
    later = old.score("2019Q1", "--as-of", "2019-02-01")
    (entry,) = [entry for entry in standing(later, "区住建局")["entries"] if entry["late_for"]]
    assert (entry["points"], [one["change"] for one in entry["because"]]) == ("41", ["new"])
    assert f"（收件{entry['because'][0]['record_no'].strip('收件号')}号，" in entry["formula"]
    (line,) = [item["why"] for item in later["undecided"] if item["unit"] == "区发改经信委"]
    assert "按改动后的登记应记减41分" in line and "收件1号" in line and "报错了单位" in line and "问题编号写收件1号" in line
