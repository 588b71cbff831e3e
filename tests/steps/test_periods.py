"""What comes back every month: one rulebook of an office's own, from the blank to the summary, by the commands."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from duchá.cli.app import run

RULEBOOK = """
id = "own"
title = "某县月报制度"
short_title = "月报制度"
edition = "1"
source = "某县督查室"
campaign_name = "月报"
[[articles]]
id = "1"
number = "第一条"
summary = "各局每月25日前报月报表，年内报工作方案和总结"
[[groups]]
id = "bureaus"
name = "各局"
article = "1"
units = "units.csv"
[[deliverables]]
key = "cases"
name = "执法月报表"
article = "1"
groups = ["bureaus"]
recipient = "督查室"
form = "cases"
every = "month"
due = { text = "每月25日前", day = 25 }
[[deliverables]]
key = "plan"
name = "评议考核方案"
article = "1"
groups = ["bureaus"]
recipient = "督查室"
written = true
synonyms = ["考核方案"]
due = { text = "4月30日前", month = 4, day = 30 }
[[deliverables]]
key = "sum-up"
name = "工作总结"
article = "1"
groups = ["bureaus"]
recipient = "督查室"
written = true
due = { text = "原文未定" }
[[forms]]
id = "cases"
number = "表1"
title = "执法月报表"
sheet = "执法"
article = "1"
body_rows = 2
header = [
  { id = "unit", label = "填报单位", kind = "unit", required = true },
  { id = "period", label = "报告期", kind = "period", required = true, synonyms = ["所属期"] },
  { id = "date", label = "填报日期", kind = "date", required = true },
]
columns = [
  { id = "kind", title = "类别", required = true },
  { id = "cases", title = "本月办理", kind = "count", required = true, total = true },
  { id = "before", title = "至上月累计", kind = "count", carry = { column = "all" } },
  { id = "all", title = "本年累计", kind = "count", required = true },
  { id = "last", title = "上年同期", kind = "count", carry = { column = "cases", from = "year-before" } },
]
preset_columns = ["kind"]
preset = [["处罚"], ["检查"]]
"""
UNITS = "序号,单位名称,别名,组别,备注\n1,县水利局,,各局,\n2,县农业局,,各局,\n3,县教育局,,各局,\n"
TITLES = ("类别", "本月办理", "至上月累计", "本年累计")


@dataclass(frozen=True)
class Office:
    """A campaign folder and what a clerk types."""

    folder: Path

    def run(self, *arguments: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            run([*arguments, "-C", str(self.folder)])
        return out.getvalue()

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def type(self, name: str, unit: str, period: str | None, rows: Sequence[Sequence[object]], day: str | None = "2019-04-24") -> Path:
        """A table typed anew, without any mark of a blank."""
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(["执法月报表"])
        head: list[object] = ["填报单位：", unit]
        head += ["报告期：", period] if period is not None else []
        head += ["填报日期：", day] if day is not None else []
        sheet.append(head)
        sheet.append(list(TITLES))
        for row in rows:
            sheet.append(list(row))
        path = self.folder / "in" / name
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return path

    def fill(self, period: str, unit: str, numbers: Sequence[int | None], *, cell: str = "", name: str = "", day: str = "") -> Path:
        """The blank of a period, filled in: 本月 and 本年累计 of both rows."""
        found = next(path for path in (self.folder / "blank" / period).iterdir() if unit in path.name)
        book = load_workbook(found)
        sheet = book["执法"]
        places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
        head = places["本月办理"].row
        columns = {title: places[title].column for title in TITLES}
        for at, (now, all_) in enumerate(zip(numbers[::2], numbers[1::2], strict=True), 1):
            sheet.cell(head + at, columns["本月办理"]).value = now
            sheet.cell(head + at, columns["本年累计"]).value = all_
        labels = [(str(value), one) for value, one in places.items()]
        filed = next(one for value, one in labels if value.startswith("填报日期"))
        entry = next(c for c in range(filed.column + 1, 9) if sheet.cell(filed.row, c).border.bottom.style)
        sheet.cell(filed.row, entry).value = day or f"{period}-24"
        if cell:
            said = next(one for value, one in labels if value.startswith("2019年"))
            sheet[said.coordinate].value = cell
        path = self.folder / "in" / (name or f"{unit}{period}.xlsx")
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return path

    def collect(self, *paths: Path, at: str = "2019-04-24T10:00", as_of: str = "2019-06-30") -> list[dict[str, Any]]:
        found = self.json("collect", *map(str, paths), "--received-at", at, "--as-of", as_of)
        return found["submissions"]  # type: ignore[no-any-return]  # JSON by definition

    def states(self, unit: str, as_of: str = "2019-06-30") -> dict[str, tuple[str, str | None, int]]:
        units = self.json("status", "--as-of", as_of)["units"]
        found = next(one["deliverables"] for one in units if one["unit"] == unit)
        return {key: (one["state"], one["due"], one["late_days"]) for key, one in found.items()}


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _made(tmp_path_factory.mktemp("月报") / "行动", RULEBOOK)
    office.run("blanks", "--period", "2019-04", "--as-of", "2019-04-02")
    return office


def _made(folder: Path, rulebook: str) -> Office:
    own = folder / "templates" / "rulebooks" / "own"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text(rulebook, encoding="utf-8")
    (own / "units.csv").write_text(UNITS, encoding="utf-8")
    dates = ["--year", "2019", "--start", "2019-01-01", "--end", "2019-06-30"]
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["init-campaign", str(folder), "--rulebook", "own", *dates]) == 0
    return Office(folder)


@pytest.fixture
def office(master: Office, tmp_path: Path) -> Office:
    shutil.copytree(master.folder, tmp_path / "行动")
    return Office(tmp_path / "行动")


ROWS = (("处罚", 3, 5, 8), ("检查", 4, 6, 10))


def test_a_monthly_return_is_owed_month_by_month_from_the_first_day_of_each(office: Office) -> None:
    """A06, C01: six months, each with its own day (25 May 2019 is a Saturday)."""
    assert office.states("县水利局", "2019-05-26") == {
        "cases@2019-01": ("missing", "2019-01-25", 121),
        "cases@2019-02": ("missing", "2019-02-25", 90),
        "cases@2019-03": ("missing", "2019-03-25", 62),
        "cases@2019-04": ("missing", "2019-04-25", 31),
        "cases@2019-05": ("missing", "2019-05-27", 0),
        "plan": ("missing", "2019-04-30", 26),
        "sum-up": ("missing", None, 0),
    }


def test_the_old_way_of_writing_it_is_read_for_ever(tmp_path: Path, office: Office) -> None:
    """A06: ``due.recurring``, as earlier rulebooks have it."""
    old = RULEBOOK.replace(
        'every = "month"\ndue = { text = "每月25日前", day = 25 }', 'due = { text = "每月25日前", recurring = "month", day = 25 }'
    )
    assert old != RULEBOOK
    assert _made(tmp_path / "旧", old).states("县水利局", "2019-05-26") == office.states("县水利局", "2019-05-26")


def test_a_return_belongs_to_one_month(office: Office) -> None:
    """C01: April's file does not tick off six months."""
    (one,) = office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    assert (one["status"], one["deliverables"], one["faults"]) == ("accepted", ["cases@2019-04"], [])
    received = [key for key, (state, _, _) in office.states("县水利局").items() if state == "received"]
    assert received == ["cases@2019-04"]


@pytest.mark.parametrize(
    ("period", "name", "day", "at", "answered", "codes"),
    [
        ("2019年4月", "县水利局.xlsx", "2019-04-24", "2019-04-24", "cases@2019-04", []),
        ("2019-04", "县水利局.xlsx", "2019-04-24", "2019-04-24", "cases@2019-04", []),
        (201904, "县水利局.xlsx", "2019-04-24", "2019-04-24", "cases@2019-04", []),
        ("四月份", "县水利局5月.xlsx", "2019-05-03", "2019-05-03", "cases@2019-04", []),  # the cell goes before the name and the day
        (None, "县水利局4月.xlsx", "2019-05-03", "2019-05-03", "cases@2019-04", ["S384"]),  # the name goes before the day
        (None, "县水利局.xlsx", "2019-04-23", "2019-05-03", "cases@2019-04", ["S384"]),  # the day of filling, last of all
        (None, "县水利局.xlsx", None, "2019-05-03", None, ["S382"]),  # nothing says it
        ("第二季度", "县水利局.xlsx", "2019-04-24", "2019-04-24", None, ["S381"]),
        ("2018年12月", "县水利局.xlsx", "2019-04-24", "2019-04-24", None, ["S383"]),
        ("2019年6月", "县水利局.xlsx", "2019-04-24", "2019-04-24", None, ["S383"]),  # has not begun
    ],
)
def test_the_period_of_a_file_is_found_and_never_assumed(
    office: Office, period: Any, name: str, day: str | None, at: str, answered: str | None, codes: list[str]
) -> None:
    (one,) = office.collect(office.type(name, "县水利局", period, ROWS, day), at=f"{at}T10:00")
    found = [fault["code"] for fault in one["faults"] if fault["code"].startswith("S38")]
    assert (one["deliverables"], found) == ([answered] if answered else [], codes)
    held = answered is None
    assert one["status"] == ("held" if held and day is not None else one["status"])
    assert (one["status"] == "accepted") is (not held)


def test_where_mark_and_cell_disagree_a_person_is_asked_and_answers(office: Office) -> None:
    (one,) = office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10), cell="2019年3月"))
    assert (one["status"], one["deliverables"], [fault["code"] for fault in one["faults"]]) == ("held", [], ["S380"])
    assert "表内隐藏标记为2019年4月" in one["faults"][0]["message"]
    assert "“报告期”为2019年3月" in one["faults"][0]["message"]
    assert office.json("resolve", "1", "--period", "2019年3月")["submission"]["deliverables"] == ["cases@2019-03"]
    assert office.states("县水利局")["cases@2019-03"][0] == "received"


def test_the_rows_of_another_month_are_held_unless_mark_and_cell_both_name_the_new_one(office: Office) -> None:
    """C02."""
    office.run("blanks", "--period", "2019-05", "--as-of", "2019-05-02")
    april = office.fill("2019-04", "县水利局", (3, 8, 4, 10))
    office.collect(april)
    (typed,) = office.collect(
        office.type("县水利局五月.xlsx", "县水利局", "2019年5月", (("处罚", 3, None, 8), ("检查", 4, None, 10)), "2019-05-24"),
        at="2019-05-24T10:00",
    )
    assert (typed["status"], [fault["code"] for fault in typed["faults"]]) == ("held", ["S480"])
    assert "2019年4月的（第 1 号收件）完全相同" in typed["faults"][0]["message"]
    (sure,) = office.collect(office.fill("2019-05", "县农业局", (3, 8, 4, 10)), at="2019-05-24T10:00")
    office.collect(office.fill("2019-04", "县农业局", (3, 8, 4, 10)))
    assert sure["status"] == "accepted"
    assert office.states("县农业局")["cases@2019-05"][0] == "received"
    assert office.json("resolve", "2", "--period", "2019-05")["submission"]["status"] == "accepted"


def test_equal_zero_reports_of_two_months_are_no_question(office: Office) -> None:
    """C02, C10: zeros in all printed rows are a zero report; blank is not zero."""
    nothing = (("处罚", 0, None, 0), ("检查", 0, None, 0))
    office.collect(office.type("四月.xlsx", "县教育局", "2019年4月", nothing))
    (may,) = office.collect(office.type("五月.xlsx", "县教育局", "2019年5月", nothing, "2019-05-24"), at="2019-05-24T10:00")
    assert (may["status"], may["forms"]["cases"]["zero_report"]) == ("accepted", True)
    partly = (("处罚", 0, None, 0), ("检查", None, None, None))
    (half,) = office.collect(office.type("半份.xlsx", "县水利局", "2019年4月", partly))
    assert (half["status"], half["forms"]["cases"]["zero_report"]) == ("sent-back", False)
    assert {fault["code"] for fault in half["faults"]} == {"S101"}


def test_the_same_printed_row_twice_is_asked_and_one_that_is_gone_is_sent_back(office: Office) -> None:
    (twice,) = office.collect(office.type("县水利局.xlsx", "县水利局", "2019年4月", (*ROWS, ("处罚", 1, 2, 3))))
    assert (twice["status"], [fault["code"] for fault in twice["faults"]]) == ("held", ["S481"])
    (gone,) = office.collect(office.type("县农业局.xlsx", "县农业局", "2019年4月", ROWS[:1]))
    assert (gone["status"], [fault["code"] for fault in gone["faults"]]) == ("sent-back", ["S482"])


def test_the_blank_of_a_month_brings_along_what_is_carried_over(office: Office) -> None:
    office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    office.run("blanks", "--period", "五月份", "--as-of", "2019-05-02")
    sheet = load_workbook(office.folder / "blank" / "2019-05" / "01-县水利局.xlsx")["执法"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    column = cells["至上月累计"].column
    assert [sheet.cell(cells["至上月累计"].row + at, column).value for at in (1, 2)] == [8, 10]
    assert "2019年5月" in cells
    book = load_workbook(office.folder / "blank" / "2019-05" / "01-县水利局.xlsx")
    marks = {row[0].value: row[1].value for row in book["_ducha"].iter_rows(max_col=2)}
    assert marks["period"] == "2019-05"


def test_a_campaign_goes_on_into_the_next_year_and_brings_last_years_value(office: Office) -> None:
    office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("end = 2019-06-30", "end = 2020-12-31"), encoding="utf-8")
    assert office.states("县水利局", "2020-04-01")["cases@2019-04"][0] == "received"
    office.run("blanks", "--period", "2020-04", "--as-of", "2020-04-01")
    sheet = load_workbook(office.folder / "blank" / "2020-04" / "01-县水利局.xlsx")["执法"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert [sheet.cell(cells["上年同期"].row + at, cells["上年同期"].column).value for at in (1, 2)] == [3, 4]


@pytest.mark.parametrize(
    ("name", "day", "held"),
    [
        ("县水利局5月报表.xlsx", "2019-05-24", True),
        ("县水利局报表.xlsx", "2019-05-24", False),  # April's put right in May
        ("县水利局5月报表.xlsx", "2019-04-24", False),  # named after the month in which it was sent
        ("县水利局4月报表.xlsx", "2019-05-24", False),
    ],
)
def test_last_months_blank_filled_in_once_more_is_asked_about_where_name_and_day_say_so(
    office: Office, name: str, day: str, held: bool
) -> None:
    """It replaced what had come for the month of the blank."""
    office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    (one,) = office.collect(office.fill("2019-04", "县水利局", (5, 13, 6, 16), name=name, day=day), at="2019-05-24T10:00")
    asked = [fault["message"] for fault in one["faults"] if fault["code"] == "S380"]
    assert [all(word in said for word in ("文件名为2019年5月", "填报日期为2019年5月")) for said in asked] == ([True] if held else [])
    assert [period for period in ("2019-04", "2019-05") if office.states("县水利局")[f"cases@{period}"][0] == "received"] == ["2019-04"]
    if held:
        office.run("resolve", str(one["receipt"]), "--period", "2019-05")
        assert office.states("县水利局")["cases@2019-05"][0] == "received"


def test_returns_without_a_day_are_listed_by_name_with_the_line_to_write(office: Office) -> None:
    page = office.run("status", "--as-of", "2019-04-26")
    after = page.partition("未定期限 3 项")[2]
    assert '[deliverables."sum-up"] due = 年-月-日' in after and after.count("工作总结") == 3
    assert "督办事项" not in after
    assert "工作总结，未定期限，报督查室" in page


def test_reminders_and_overdue_go_by_the_month(office: Office) -> None:
    office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    items = office.json("overdue", "--as-of", "2019-04-26")["items"]
    late = [(item["unit"], item["deliverable"], item["days_late"]) for item in items if item["deliverable"] == "cases@2019-04"]
    assert late == [("县农业局", "cases@2019-04", 1), ("县教育局", "cases@2019-04", 1)]
    undated = [item for item in items if item["due"] is None]
    assert [(item["deliverable"], item["light"]) for item in undated] == [("sum-up", "grey")] * 3


def test_status_shows_one_month_where_it_is_asked_for(office: Office) -> None:
    office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    found = office.json("status", "--as-of", "2019-06-30", "--period", "2019-04")
    assert {key for unit in found["units"] for key in unit["deliverables"]} == {"cases@2019-04"}
    assert [(task["task"], task["due"], task["received"]) for task in found["tasks"]] == [("各局（2019年4月）", 3, 1)]
    page = office.run("status", "--as-of", "2019-06-30")
    assert "评议考核方案" in page.split("逐单位见")[0]  # what is owed once has its table too
    assert re.search(r"duchá status .*--period 2019-05", page)
    assert "--period 2019-06" not in page  # the last month stands there in full
    assert office.json("status", "--period", "2019-12")["error"]["code"] == "S680"


def test_collect_tells_the_last_month_whole_and_the_ones_before_in_one_line(office: Office) -> None:
    page = office.run(
        "collect", str(office.fill("2019-04", "县水利局", (3, 8, 4, 10))), "--received-at", "2019-04-24T10:00", "--as-of", "2019-06-26"
    )
    assert "各局（2019年6月）：应报 3 份，已报 0 份，未报 3 份" in page and "各局（2019年4月）：" not in page
    (before,) = [line for line in page.splitlines() if line.startswith("以前各期没有报齐的：")]
    assert [f"2019年{month}月）未报 {count} 份" in before for month, count in ((1, 3), (4, 2), (5, 3))] == [True] * 3
    assert "2019年6月）" not in before


def test_a_blank_that_came_back_as_it_was_is_not_taken_for_a_return(office: Office) -> None:
    (one,) = office.collect(next((office.folder / "blank" / "2019-04").iterdir()))
    assert one["status"] != "accepted"


SECOND = """
[[deliverables]]
key = "list"
name = "线索清单"
article = "1"
groups = ["bureaus"]
recipient = "督查室"
form = "list"
every = "month"
due = { text = "月底前", day = 31 }
[[forms]]
id = "list"
number = "表2"
title = "线索清单"
sheet = "线索"
article = "1"
header = [
  { id = "unit", label = "填报单位", kind = "unit", required = true },
  { id = "period", label = "报告期", kind = "period", required = true },
  { id = "date", label = "填报日期", kind = "date", required = true },
]
columns = [{ id = "lead", title = "线索", required = true }, { id = "found", title = "线索来源", required = true }]
"""


def test_a_form_that_nobody_touched_has_not_been_handed_in(tmp_path: Path) -> None:
    """C11: two forms in one blank, one due today and filled in, one due later and untouched."""
    office = _made(tmp_path / "两张表", RULEBOOK + SECOND)
    office.run("blanks", "--period", "2019-04", "--as-of", "2019-04-02")
    (one,) = office.collect(office.fill("2019-04", "县水利局", (3, 8, 4, 10)))
    assert (one["status"], one["deliverables"]) == ("accepted", ["cases@2019-04"])
    assert [fault["code"] for fault in one["faults"]] == ["S386"]
    assert office.states("县水利局", "2019-04-25")["list@2019-04"] == ("missing", "2019-04-30", 0)


def test_one_day_for_all_months_is_said_to_do_nothing(office: Office) -> None:
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[deliverables.cases]\ndue = 2019-05-31\n", encoding="utf-8")
    said = office.run("status", "--as-of", "2019-06-30")
    assert "C080" in said
    assert '[deliverables."cases@2019-05"]' in said
    assert office.states("县水利局")["cases@2019-05"][1] == "2019-05-27"


@pytest.mark.parametrize(
    ("name", "head", "answered", "status"),
    [
        ("县水利局评议考核方案.docx", "", ["plan"], "accepted"),
        ("县水利局考核方案.docx", "", ["plan"], "accepted"),  # a synonym
        ("县水利局工作方案.docx", "", ["plan"], "accepted"),  # C07: a document of its kind
        ("县水利局材料.docx", "评议考核方案", ["plan"], "accepted"),  # by its head
        ("县水利局总结报告.docx", "", ["sum-up"], "accepted"),  # C08: one file, one document; C09: collected without a day
        ("县水利局情况汇报.docx", "", ["sum-up"], "accepted"),
    ],
)
def test_a_written_document_is_recognised_by_what_it_calls_itself(
    office: Office, name: str, head: str, answered: list[str], status: str
) -> None:
    (one,) = office.collect(_document(office, name, head))
    assert (one["status"], one["deliverables"]) == (status, answered)
    assert [key for key, (state, _, _) in office.states("县水利局").items() if state == "received"] == answered


def test_a_document_that_may_be_several_is_asked_about_and_a_person_says_which(office: Office) -> None:
    (one,) = office.collect(_document(office, "县水利局方案及总结.docx", ""))
    assert (one["status"], one["deliverables"], [fault["code"] for fault in one["faults"]]) == ("held", [], ["S385"])
    assert "评议考核方案、工作总结" in one["faults"][0]["message"]
    assert office.json("resolve", "1", "--deliverable", "评议考核方案")["submission"]["deliverables"] == ["plan"]


def test_one_form_that_two_materials_name_is_asked_about_unless_the_file_says_which(tmp_path: Path) -> None:
    """C01: one file answers one of them."""
    first = RULEBOOK[RULEBOOK.index("[[deliverables]]") : RULEBOOK.index("[[deliverables]]", RULEBOOK.index("[[deliverables]]") + 1)]
    second = first.replace('key = "cases"', 'key = "again"').replace("执法月报表", "补充月报表").replace("25", "28")
    office = _made(tmp_path / "两份", RULEBOOK.replace(first, first + second))
    (one,) = office.collect(office.type("县水利局.xlsx", "县水利局", "2019年4月", ROWS))
    assert (one["status"], one["deliverables"], [fault["code"] for fault in one["faults"]]) == ("held", [], ["S385"])
    (named,) = office.collect(office.type("县农业局补充月报表.xlsx", "县农业局", "2019年4月", ROWS))
    assert (named["status"], named["deliverables"]) == ("accepted", ["again@2019-04"])
    assert office.json("resolve", "1", "--deliverable", "cases")["submission"]["deliverables"] == ["cases@2019-04"]


def test_what_has_no_day_says_which_line_sets_one(office: Office) -> None:
    """C09."""
    said = office.run("status", "--as-of", "2019-06-30")
    assert "[deliverables.sum-up] due = 年-月-日" in said
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[deliverables.sum-up]\ndue = 2019-06-20\n", encoding="utf-8")
    assert office.states("县水利局")["sum-up"] == ("missing", "2019-06-20", 10)


def test_one_month_may_have_another_day(office: Office) -> None:
    path = office.folder / "campaign.toml"
    more = '\n[deliverables.cases]\nterm = { text = "次月5日前", days = 5 }\n[deliverables."cases@2019-02"]\ndue = 2019-03-15\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    due = {key: day for key, (_, day, _) in office.states("县水利局").items()}
    assert (due["cases@2019-01"], due["cases@2019-02"], due["cases@2019-03"]) == ("2019-02-11", "2019-03-15", "2019-04-08")


def test_an_earlier_campaigns_own_rulebook_comes_along(office: Office, tmp_path: Path) -> None:
    """C16."""
    target = tmp_path / "下半年"
    with contextlib.redirect_stdout(io.StringIO()):
        code = run(
            [
                "init-campaign",
                str(target),
                "--rulebook",
                "own",
                "--from",
                str(office.folder),
                "--start",
                "2019-07-01",
                "--end",
                "2019-12-31",
            ]
        )
    assert code == 0
    assert (target / "templates" / "rulebooks" / "own" / "units.csv").read_text(encoding="utf-8") == UNITS


def _document(office: Office, name: str, head: str) -> Path:
    from docx import Document

    document = Document()
    for text in (head or "关于有关工作的材料", "县水利局", "我局认真开展工作。", "2019年4月20日"):
        document.add_paragraph(text)
    path = office.folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return path
