"""The guide's rulebook of what comes back, of written documents and units.csv works as it stands in the guide."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
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
    ],
)
def test_the_check_names_each_mistake(before: str, after: str, expected: list[str]) -> None:
    _, faults = parse_rulebook("mou-monthly", {"mou-monthly": {"rulebook.toml": RULEBOOK.replace(before, after, 1), "units.csv": UNITS}})
    assert [fault.kind.code for fault in faults] == expected
