"""Every option of every reading, of the shipped rulebooks and of the examples, changes something printed: a case each, and none without a case."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import tomli
from openpyxl import Workbook, load_workbook

from duchá.demo.write_package import small_docx
from duchá.forms.layout import lay_out
from duchá.rulebook.form import FilledBy
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_folder, read_texts, shipped_rulebooks
from scoring.office import Office
from sweep.campaigns import EXAMPLES, OF_EXAMPLES, bring_examples, command, group_names

pytestmark = pytest.mark.sweep

CASES = Path(__file__).parent / "cases"
TABLE = tomli.loads((CASES / "readings/shipped.toml").read_text(encoding="utf-8"))
POINTS = [case for file in sorted((CASES / "scoring").glob("*.toml")) for case in tomli.loads(file.read_text(encoding="utf-8"))["cases"]]
SCENES: Mapping[str, Mapping[str, Any]] = TABLE["scenes"]
NAMES = ("城区", "高平市", "市农委", "市财政局", "国网公司")  # one or two units in every group, so that each scene has whom it speaks of


def options_offered() -> Iterator[tuple[str, str]]:
    """Every option that is not the default, of every reading of every shipped and every example rulebook, under the name of the rulebook that wrote it."""
    shipped = shipped_rulebooks()
    texts = read_texts(shipped)
    for (id,) in OF_EXAMPLES:
        texts |= read_folder(EXAMPLES / id, frozenset(shipped))
    for id in (*shipped, *(id for (id,) in OF_EXAMPLES)):
        book, faults = parse_rulebook(id, texts)
        assert book is not None and faults == ()
        for reading in book.readings:
            yield from ((f"{book.homes[reading.id]}.{reading.id}", option.id) for option in reading.options if option.id != reading.default)


def test_no_option_of_a_shipped_or_example_reading_is_without_a_case() -> None:
    reckoned = {
        (f"{home}.{reading}", option)
        for case in POINTS
        for expected in case["expect"]
        if len(expected.get("readings", {})) == 1
        for reading, option in expected["readings"].items()
        for home in ("jincheng-points-2017", "jincheng-13710")
    }
    shown = {(case["reading"], case["option"]) for case in TABLE["cases"]}
    options = set(options_offered())
    assert options - shown - reckoned == set()
    assert shown <= options, "a case of a reading that is not offered"


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    """The scenes made so far, each made when it is first asked for."""
    return {"": Office(tmp_path_factory.mktemp("scenes"))}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case['reading']}={case['option']}")
def test_an_option_changes_what_is_printed(case: dict[str, Any], scenes: dict[str, Office], tmp_path: Path) -> None:
    if case["scene"] not in scenes:
        scenes[case["scene"]] = made(SCENES[case["scene"]], scenes[""].folder / case["scene"])
    folder = tmp_path / "行动"
    shutil.copytree(scenes[case["scene"]].folder, folder)
    office = Office(folder)
    before = answer(office, case)
    office.read(**{case["reading"]: case["option"]})
    after = answer(office, case)
    assert case["was"] or case["is"]
    assert case["was"] in before and case["is"] in after, f"{before}\n────\n{after}"
    assert not case["was"] or case["was"] not in after, after
    assert not case["is"] or case["is"] not in before, before


def answer(office: Office, case: Mapping[str, Any]) -> str:
    """What the command prints: on the screen, or in the file that it makes."""
    ran = command(*case["command"], cwd=office.folder)
    assert ran.code in (0, 1), ran
    if "file" not in case:
        return ran.out
    (path,) = office.folder.glob(case["file"])
    return words_in(path)


def words_in(path: Path) -> str:
    """The text of a report but for its page of readings, or of every cell of a workbook."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    book = load_workbook(BytesIO(path.read_bytes()))
    return "\n".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)


def made(scene: Mapping[str, Any], folder: Path) -> Office:
    """A campaign with what the scene says happened in it."""
    named = [word for id in scene["rulebooks"] for word in ("--rulebook", id)]
    year = scene["year"]
    days = ["--start", f"{year}-01-01", "--end", f"{year}-12-31"] if "returns" not in scene else []
    roster = [] if "returns" in scene else ["--units", roster_of(scene["rulebooks"], folder.with_suffix(".xlsx"))]
    bring_examples(folder, scene["rulebooks"])
    ran = command("init-campaign", folder, *named, "--year", str(year), *days, *roster)
    assert ran.code in (0, 1), ran
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n" + scene.get("settings", ""), encoding="utf-8")
    office = Office(folder)
    if "registers" in scene:
        office.write(scene["registers"])
        office.run("record", wants=None)
    if "returns" in scene:
        fill(folder, scene)
        assert command("collect", "returns", "--received-at", scene["received"], cwd=folder).code in (0, 1)
    return office


def roster_of(rulebooks: list[str], path: Path) -> Path:
    """Units in the groups of the rulebooks, one after the other."""
    groups = group_names(tuple(rulebooks))
    book = Workbook()
    book.worksheets[0].append(["序号", "单位名称", "组别"])
    for order, name in enumerate(NAMES, 1):
        book.worksheets[0].append([order, name, groups[(order - 1) % len(groups)]])
    book.save(path)
    return path


def fill(folder: Path, scene: Mapping[str, Any]) -> None:
    """Blanks filled in as the scene says, dated, and written reports, in ``returns/``."""
    for given in scene["returns"]:
        (blank,) = folder.glob(f"blank/*{given['unit']}.xlsx")
        book = load_workbook(blank)
        for form in office_forms(folder):
            layout, sheet = lay_out(form), book[form.sheet]
            for place in layout.header:
                if place.field.id != "unit":
                    sheet[place.entry.at].value = "2015-11-18" if place.field.id == "date" else "纪检组"
            for number, row in enumerate(given.get(form.id, ()), 1):
                for column, text in row.items():
                    sheet[layout.body(number, column).at].value = text
        book.save(folder / "returns" / f"{given['unit']}.xlsx")
    for unit in scene["reports"]:
        text = [f"{unit}自查自纠书面报告", "经自查，情况如下。", unit, "2015年11月18日"]
        (folder / "returns" / f"{unit}书面报告.docx").write_bytes(small_docx(text))


def office_forms(folder: Path) -> Any:
    """The forms that units fill in the campaign."""
    from duchá.campaign.parse import parse_campaign
    from duchá.campaign.read_campaign import read_sources

    campaign, _ = parse_campaign(read_sources(folder))
    assert campaign is not None
    return campaign.forms(FilledBy.UNIT)
