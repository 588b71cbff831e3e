"""The guide's rulebook of what comes back, of written documents and units.csv works as it stands in the guide."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.cli.app import run
from duchá.rulebook.parse import parse_rulebook

GUIDE = (Path(__file__).parents[2] / "docs" / "write-your-own-rulebook.md").read_text(encoding="utf-8")
SECTION = GUIDE[GUIDE.index("## 按期报送的材料、书面材料、单位名单") : GUIDE.index("## 谁来收、问题怎么分类")]
RULEBOOK = "\n".join(re.findall(r"```toml\n(.*?)```", SECTION, re.DOTALL))
UNITS = re.findall(r"```csv\n(.*?)```", SECTION, re.DOTALL)[0]


def ran(*arguments: str | Path) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        run([str(argument) for argument in arguments])
    return out.getvalue()


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guide") / "月报"
    own = folder / "templates" / "rulebooks" / "mou-monthly"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text(RULEBOOK, encoding="utf-8")
    (own / "units.csv").write_text(UNITS, encoding="utf-8")
    ran("init-campaign", folder, "--rulebook", "mou-monthly", "--start", "2019-01-01", "--end", "2019-12-31")
    return folder


def test_the_guides_rulebook_is_sound() -> None:
    rulebook, faults = parse_rulebook("mou-monthly", {"mou-monthly": {"rulebook.toml": RULEBOOK, "units.csv": UNITS}})
    assert rulebook is not None
    assert faults == ()


def test_its_returns_are_owed_by_the_days_that_it_names(campaign: Path) -> None:
    units = json.loads(ran("status", "-C", campaign, "--as-of", "2019-07-20", "--json"))["units"]
    assert [unit["unit"] for unit in units] == ["县水利局", "县农业农村局"]
    due = {key: one["due"] for key, one in units[0]["deliverables"].items()}
    assert due["cases@2019-05"] == "2019-05-27"
    assert due["note@2019H1"] == "2019-07-12"  # ten working days after 30 June
    assert (due["plan"], due["sum-up"]) == ("2019-04-30", None)
    assert {key for key in due if key.startswith("note")} == {"note@2019H1", "note@2019H2"}


def test_its_blank_has_the_period_and_the_printed_rows(campaign: Path) -> None:
    ran("blanks", "-C", campaign, "--period", "2019-05", "--as-of", "2019-05-02")
    sheet = load_workbook(campaign / "blank" / "2019-05" / "01-县水利局.xlsx")["行政执法"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"2019年5月", "行政处罚", "行政强制", "行政检查", "县水利局"} <= set(texts)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("day = 25", "month = 5, day = 25", ["G021"]),  # a month of every month
        ('carry = { column = "all" }', 'carry = { column = "none" }', ["G007"]),
        ('title = "类别", required = true', 'title = "类别", required = true, total = true', ["G080"]),
        ("body_rows = 3", "body_rows = 2", ["G081"]),
        ('["行政检查"]', '["行政检查", "多"]', ["G082"]),
        ('preset_columns = ["kind"]', 'preset_columns = ["sort"]', ["G007"]),
        ('every = "half-year"', 'every = "week"', ["G006"]),
        ('every = "half-year"\n', "", ["G042"]),  # a term that counts from nothing
        ('register = "visits"', 'register = "nowhere"', ["G007"]),
        ('owner = "unit"', 'owner = "told"', ["G007"]),  # a column, but of no unit
        ('since = "told"', 'since = "unit"', ["G007"]),  # a column, but of no day
        ('since = "told"', 'due = "told"', ["G126"]),  # the day itself, and a term beside it
        ('since = "told"', 'since = "told"\ndue = "told"', ["G126"]),
        ('since = "told"\n', "", ["G126"]),
        ('text = "检查通知后5个工作日内", working_days = 5', 'text = "检查通知后报"', ["G126"]),
        ('written = true\ndue = { text = "检查通知', 'written = true\nevery = "month"\ndue = { text = "检查通知', ["G126"]),
    ],
)
def test_the_check_names_each_mistake(before: str, after: str, expected: list[str]) -> None:
    _, faults = parse_rulebook("mou-monthly", {"mou-monthly": {"rulebook.toml": RULEBOOK.replace(before, after, 1), "units.csv": UNITS}})
    assert [fault.kind.code for fault in faults] == expected


def test_a_register_that_units_fill_tells_no_days() -> None:
    text = RULEBOOK.replace('register = "visits"\nowner = "unit"\nsince = "told"', 'register = "cases"\nowner = "kind"\nsince = "kind"')
    _, faults = parse_rulebook("mou-monthly", {"mou-monthly": {"rulebook.toml": text, "units.csv": UNITS}})
    assert {(fault.kind.code, fault.place.label) for fault in faults} >= {("G007", "deliverables.visit-report.row")}


@pytest.fixture(scope="module")
def told(campaign: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign once its register says that one unit was told of an inspection on 6 May."""
    copy = Path(shutil.copytree(campaign, tmp_path_factory.mktemp("told") / "月报"))
    ran("blanks", "-C", copy, "--as-of", "2019-03-01")
    path = copy / "registers" / "检查安排.xlsx"
    book = load_workbook(path)
    sheet = book["检查安排"]
    head = next(row for row in sheet.iter_rows() if "被查单位" in [cell.value for cell in row])
    for cell in head:
        sheet.cell(cell.row + 1, cell.column).value = {"被查单位": "县水利局", "通知日期": date(2019, 5, 6)}.get(cell.value)
    book.save(path)
    ran("record", "-C", copy)
    return copy


def days_of(campaign: Path, day: str) -> dict[str, tuple[str, str | None, int]]:
    units = json.loads(ran("status", "-C", campaign, "--as-of", day, "--json"))["units"]
    found = {unit["unit"]: unit["deliverables"]["visit-report"] for unit in units}
    return {name: (one["state"], one["due"], one["late_days"]) for name, one in found.items()}


def test_each_unit_owes_by_its_own_day_that_a_register_tells(told: Path) -> None:
    assert days_of(told, "2019-05-15") == {
        "县水利局": ("missing", "2019-05-13", 2),  # five working days after 6 May
        "县农业农村局": ("missing", None, 0),  # nobody has told it yet: asked for, never late
    }
    assert "迎检自查报告，按登记表所记日期报督查室" in ran("status", "-C", told, "--as-of", "2019-05-15")
    items = json.loads(ran("overdue", "-C", told, "--as-of", "2019-05-15", "--json"))["items"]
    mine = [(one["unit"], one["what"], one["due"], one["days_late"]) for one in items if one["what"] == "迎检自查报告"]
    assert mine == [("县水利局", "迎检自查报告", "2019-05-13", 2), ("县农业农村局", "迎检自查报告", None, 0)]
    reached = next(one["reached"] for one in items if one["what"] == "迎检自查报告")
    assert reached.startswith("通知日期 2019年5月6日（周一）+5个工作日")


def test_a_day_of_campaign_toml_is_for_units_that_the_register_does_not_name(told: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(told, tmp_path / "月报"))
    with (copy / "campaign.toml").open("a", encoding="utf-8") as file:
        file.write("\n[deliverables.visit-report]\ndue = 2019-06-28\n")
    assert {name: due for name, (_, due, _) in days_of(copy, "2019-05-15").items()} == {
        "县水利局": "2019-05-13",
        "县农业农村局": "2019-06-28",
    }


@pytest.mark.sweep
def test_a_return_is_as_late_as_it_is_by_its_units_own_day(told: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(told, tmp_path / "月报"))
    for unit in ("县水利局", "县农业农村局"):
        document = Document()
        document.add_heading(f"{unit}迎检自查报告")
        document.add_paragraph("县督查室：现将我局迎检自查情况报告如下。一、基本情况。二、存在问题。三、下一步打算。")
        document.add_paragraph(f"{unit}　2019年5月15日")
        document.save(str(copy / "returns" / f"{unit}迎检自查报告.docx"))
    taken = json.loads(ran("collect", "-C", copy, copy / "returns", "--jobs", "1", "--received-at", "2019-05-15 10:00", "--json"))
    late = {one["unit"]: [fault["code"] for fault in one["faults"] if fault["code"] == "S413"] for one in taken["submissions"]}
    assert late == {"县水利局": ["S413"], "县农业农村局": []}
    assert days_of(copy, "2019-05-16") == {"县水利局": ("received", "2019-05-13", 2), "县农业农村局": ("received", None, 0)}
