"""What was closed prints the same, whatever is edited afterwards: roster, registers, readings, rulebooks, calendar, waivers; but for the line of the day."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from openpyxl import load_workbook

from duchá.terms.read_packaged import packaged
from scoring.office import DEPARTMENTS, Office, copy_of, new_office

CLOSED = ("2018Q2", "2018")
DAYS = ("2019-01-08", "2019-03-05")  # neither stands in anything that is printed but the line of the day
ID = "jincheng-points-2017"
Edit = Callable[[Office, int], None]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A year with entries of every kind, its second quarter closed, then the year."""
    office = new_office(tmp_path_factory.mktemp("closed") / "office")
    task = {"事项名称": "甲", "类别": "督办事项", "来源": "会议", "牵头单位": "市住建局", "立项日期": date(2018, 4, 2)}
    office.write(
        {
            "督办事项": [{**task, "事项编号": "A", "节点时限": "2018-04-27、2018-06-29"}, {**task, "事项编号": "B", "牵头单位": "市农委"}],
            "办理记录": [
                {"日期": date(2018, 4, 28), "事项编号": "A", "环节": "反馈"},
                {"日期": date(2018, 5, 2), "事项编号": "A", "环节": "退回"},
                {"日期": date(2018, 5, 9), "事项编号": "A", "环节": "退回"},
            ],
            "积分事项": [
                {"日期": date(2018, 5, 1), "单位": "市发改委", "情形": "表彰", "角色": "牵头", "分值": 15, "来源层级": "省"},
                {"日期": date(2018, 5, 3), "单位": "市教育局", "情形": "督查问题", "角色": "牵头", "来源层级": "省", "问题编号": "P1"},
                {"日期": date(2018, 9, 3), "单位": "高平市", "情形": "更正", "分值": 7, "依据": "纪要", "说明": "例"},
                {"日期": date(2018, 6, 1), "单位": "市公安局", "情形": "表彰", "角色": "牵头", "分值": 25, "来源层级": "省"},
            ],
            "限期材料": [
                {"材料名称": "总结", "单位": "市财政局", "报送时限": date(2018, 6, 14), "收到日期": date(2018, 6, 18)},
                {"材料名称": "台账", "单位": "市水利局", "报送时限": date(2018, 6, 20)},
            ],
        }
    )
    office.run("record", wants=None)  # one amount is outside its range: recorded, said, and not scored
    office.run("score", "2018Q2", "--as-of", "2018-12-31", "--close", wants=None)
    office.run("score", "2018", "--as-of", "2018-12-31", "--close", wants=None)
    return office


def printed(office: Office, day: str) -> dict[str, str]:
    """Everything that is printed of the closed periods on a day, by file; the day itself is taken out."""
    found: dict[str, str] = {}
    for period in CLOSED:
        found[f"{period}.json"] = office.run("score", period, "--as-of", day, "--json", wants=None)
        for report in ("ranking", "unit"):
            office.run("report", report, "--period", period, "--as-of", day, "--format", "md", wants=None)
    for path in sorted((office.folder / "reports").rglob(f"*{day}*")) + sorted((office.folder / "reports").rglob(f"*{day}*/*")):
        if path.is_file():
            found[str(path.relative_to(office.folder))] = path.read_text(encoding="utf-8")
    shown = date.fromisoformat(day)
    written = (day, f"{shown.year}年{shown.month}月{shown.day}日")
    return {re.sub(day, "…", name): re.sub("|".join(written), "…", text) for name, text in found.items()}


def roster(**columns: str) -> Callable[[Office, str], None]:
    """Types something into the row of a unit in units.xlsx."""

    def edit(office: Office, unit: str) -> None:
        path = office.folder / "units.xlsx"
        book = load_workbook(path)
        sheet = book.worksheets[0]
        titles = {cell.value: cell.column for cell in sheet[1]}
        of_unit = [at for at in range(2, sheet.max_row + 1) if sheet.cell(row=at, column=titles["单位名称"]).value == unit]
        for at in of_unit[-1:] if "停用日期" in columns else of_unit:
            for title, value in columns.items():
                sheet.cell(row=at, column=titles[title], value=value.format(unit=unit))
        book.save(path)

    return edit


def moved(office: Office, n: int) -> None:
    roster(组别="驻市")(office, DEPARTMENTS[n % 9])


def renamed(office: Office, n: int) -> None:
    roster(曾用名="{unit}", 单位名称="新{unit}")(office, DEPARTMENTS[n % 9])


def ended(office: Office, n: int) -> None:
    roster(停用日期="2018-05-31", 并入单位="高平市")(office, DEPARTMENTS[n % 9])


def in_another_order(office: Office, n: int) -> None:
    roster(序号=str(40 + n))(office, DEPARTMENTS[n % 9])


def two_rows(office: Office, n: int) -> None:
    name = DEPARTMENTS[n % 9]
    office.roster(
        {"序号": 30, "单位名称": name, "组别": "县(市、区)", "停用日期": "2018-04-30"},
        {"序号": 31, "单位名称": name, "组别": "市直", "启用日期": "2018-05-01"},
    )


def taken_off(office: Office, n: int) -> None:
    path = office.folder / "units.xlsx"
    book = load_workbook(path)
    book.worksheets[0].delete_rows(9 + n % 9)
    book.save(path)


def new_unit(office: Office, n: int) -> None:
    office.roster({"序号": 50 + n, "单位名称": f"市新设{n}局", "组别": "市直"})


def later_row(office: Office, n: int) -> None:
    row = {"单位": DEPARTMENTS[n % 9], "情形": "督查问题", "角色": "牵头", "来源层级": "省", "问题编号": f"L{n}"}
    office.write({"积分事项": [{"日期": date(2018, 5, 1 + n), **row}]})
    office.run("record", wants=None)  # 1 where a row names a unit that is no longer on the roster


def _gone(office: Office, unit: str) -> bool:
    """True where the roster has no row that is called so."""
    sheet = load_workbook(office.folder / "units.xlsx").worksheets[0]
    return unit not in [cell.value for row in sheet.iter_rows() for cell in row]


def cell(register: str, row: int, title: str, value: object) -> Edit:
    """Types something else into a cell of a register that was recorded: in its n-th row, under a title."""

    def edit(office: Office, n: int) -> None:
        path = office.folder / "registers" / f"{register}.xlsx"
        book = load_workbook(path)
        sheet = book.worksheets[0]
        head = next(at for at in range(1, 9) if title in [found.value for found in sheet[at]])
        column = next(found.column for found in sheet[head] if found.value == title)
        sheet.cell(row=head + row, column=column, value=value)  # type: ignore[arg-type]  # what a cell may hold
        book.save(path)
        office.run("record", wants=None)

    return edit


def row_taken_out(office: Office, n: int) -> None:
    path = office.folder / "registers" / "积分事项.xlsx"
    book = load_workbook(path)
    book.worksheets[0].delete_rows(4 + n % 3)
    book.save(path)
    office.run("record", wants=None)
    office.run("record", "--withdraw", "积分事项", f"R{n % 12 + 1:05d}", "--reason", "登记有误", wants=None)


def other_readings(office: Office, n: int) -> None:
    choices = (
        {"returned-scale": "fixed", "node-days": "working"},
        {"grouping": "one", "booking": "due"},
        {"base-per": "quarters-sum", "inclusion-credit": "both"},
        {"group-moved": "start", "unurged-empty": "yes"},
        {"material-days": "working", "key-days": "exclusive"},
    )
    office.read(**choices[n % len(choices)])


def other_rulebook(office: Office, n: int) -> None:
    """The office's own text of the regulation in place of the shipped one, or another regulation beside it."""
    if n % 2:
        path = office.folder / "campaign.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"rulebooks = \[.*?\]", f'rulebooks = ["{ID}", "shiyan-2015"]', text), encoding="utf-8")
        return
    own = office.folder / "templates" / "rulebooks" / ID / "rulebook.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    text = (packaged("rulebooks") / ID / "rulebook.toml").read_text(encoding="utf-8")
    text = text.replace('base = "100"', 'base = "90"').replace('lead = { points = "5" }', 'lead = { points = "7" }')
    own.write_text(text.replace("激励积分办法（试行）", f"激励积分办法（第{n}次修订）").replace("加分或减分", "加减分"), encoding="utf-8")


def other_calendar(office: Office, n: int) -> None:
    path = office.folder / "calendar.xlsx"
    book = load_workbook(path)
    book.worksheets[0].append([f"2018-06-{15 + n:02d}", "放假", "本市放假", "通知"])
    book.save(path)


def waived(office: Office, n: int) -> None:
    unit = next(name for name in (*DEPARTMENTS[n % 9 :], "高平市") if not _gone(office, name))
    office.run("waive", "S101", "--unit", unit, "--approver", "李主任", "--reason", "情况特殊", "--until", "2099-12-31")


EDITS: tuple[Edit, ...] = (
    moved, renamed, ended, in_another_order, two_rows, taken_off, new_unit, later_row, row_taken_out, other_readings, other_rulebook,
    other_calendar, waived, cell("积分事项", 1, "分值", 12), cell("积分事项", 2, "日期", date(2018, 8, 1)), cell("限期材料", 2, "收到日期", date(2018, 6, 25)),
    cell("办理记录", 1, "日期", date(2018, 4, 27)), cell("督办事项", 1, "牵头单位", "市财政局"),
)  # fmt: skip


@settings(max_examples=6, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(history=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 8)), min_size=1, max_size=4), day=st.sampled_from(DAYS))
def test_what_was_closed_prints_the_same_after_any_edits(closed: Office, history: list[tuple[Edit, int]], day: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = copy_of(closed, Path(folder) / "office")
        before = printed(office, DAYS[0])
        for edit, n in history:
            edit(office, n)
        assert printed(office, day) == before
        office.run("journal", "verify")


@pytest.mark.parametrize("edit", EDITS)
def test_what_was_closed_prints_the_same_after_each_kind_of_edit(closed: Office, edit: Edit, tmp_path: Path) -> None:
    office = copy_of(closed, tmp_path / "office")
    before = printed(office, DAYS[1])
    edit(office, 1)
    assert printed(office, DAYS[1]) == before


def test_approvals_and_objections_stand_beside_what_was_closed(closed: Office, tmp_path: Path) -> None:
    office = copy_of(closed, tmp_path / "office")
    before = office.score("2018", "--as-of", DAYS[1])
    renamed(office, 0)
    office.write(
        {"积分核对": [{"期间": "2018", "单位": f"新{DEPARTMENTS[0]}", "核对意见": "有异议", "日期": date(2019, 1, 8), "说明": "漏记"}]}
    )
    row = {
        "期间": "2018",
        "单位": f"新{DEPARTMENTS[0]}",
        "建议": "免督查",
        "审批结果": "同意",
        "批准人": "李主任",
        "批准日期": date(2019, 1, 9),
    }
    office.write({"建议审批": [row]})
    office.run("record", wants=None)
    after = office.score("2018", "--as-of", DAYS[1])
    assert [item["approval"]["by"] for item in after["proposals"] if item["approval"]] == ["李主任"]
    assert [item["why"] for item in after["notes"] if item not in before["notes"]] == ["单位核对积分有异议：漏记"]
    beside = ("proposals", "notes", "made_known")
    assert {key: value for key, value in after.items() if key not in beside} == {k: v for k, v in before.items() if k not in beside}
    assert [{**item, "approved_by": None, "approval": None} for item in after["proposals"]] == before["proposals"]


def test_the_page_of_a_closed_quarter_is_vouched_for_by_its_closing(closed: Office, tmp_path: Path) -> None:
    office = copy_of(closed, tmp_path / "office")
    later_row(office, 1)
    texts = printed(office, DAYS[1])
    page = next(text for name, text in texts.items() if "排名-2018Q2" in name)
    assert "（已关账）" in page and f"《晋城市政府督查工作激励积分办法（试行）》（{ID}" in page


def test_a_new_campaign_takes_the_closed_year_over_as_it_was_published(closed: Office, tmp_path: Path) -> None:
    office = copy_of(closed, tmp_path / "2018")
    before = office.score("2018", "--as-of", DAYS[0], wants=None)
    moved(office, 1)
    cell("积分事项", 1, "分值", 12)(office, 0)
    new_unit(office, 2)
    book_of(office, tmp_path / "2019")
    sheet = load_workbook(next((tmp_path / "2019" / "registers").glob("往年积分-2018-*.xlsx"))).worksheets[0]
    titles = next(n for n in range(1, 9) if "年度" in [c.value for c in sheet[n]])
    at = {c.value: c.column - 1 for c in sheet[titles] if c.value}
    rows = [row for row in sheet.iter_rows(min_row=titles + 1, values_only=True) if row[at["年度"]]]
    there = {(row[at["组别"]], row[at["单位"]], str(row[at["总分"]]), row[at["名次"]]) for row in rows}
    groups = {(g["group"], s["unit"], s["total"], s["rank"]) for g in before["groups"] for s in g["standings"]}
    assert there == groups


def book_of(office: Office, folder: Path) -> None:
    """A campaign of the next year that begins where this one ended."""
    arguments = ["--rulebook", ID, "--from", str(office.folder), "--start", "2019-01-01", "--end", "2019-12-31"]
    from duchá.cli.app import run

    assert run(["init-campaign", str(folder), *arguments]) in (0, 1)
