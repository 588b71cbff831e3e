"""duchá blanks: one file a unit, made anew after a roster change; what a person changed is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from duchá.forms.package import is_untouched
from duchá.forms.write_for_people import WriteOutcome
from duchá.steps.blanks import MadeBlanks, make_blanks
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment

NOW = Moment(now=datetime(2015, 11, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
Ducha = Callable[..., CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign of 41 departments, blanks made."""
    init_campaign(tmp_path / "行动", Wish(rulebooks=("dantu-2015",), name="2015年依法履职"), NOW)
    return tmp_path / "行动"


def reopened(folder: Path) -> OpenCampaign:
    """The campaign as it is now."""
    return open_campaign(folder, NOW)


def roster(folder: Path, change: Callable[[Any], None]) -> None:
    """The roster after a person has edited it."""
    from openpyxl import load_workbook

    book = load_workbook(folder / "units.xlsx")
    change(book.worksheets[0])
    book.save(folder / "units.xlsx")


def outcomes(made: MadeBlanks) -> dict[str, WriteOutcome]:
    """File → what became of it."""
    return {blank.file: blank.outcome for blank in (*made.blanks, *made.kits)}


def test_a_new_campaign_has_a_blank_for_every_unit_in_the_order_of_the_document(folder: Path) -> None:
    files = sorted(path.name for path in (folder / "blank").iterdir())
    assert len(files) == 41 and files[0] == "01-区发改经信委.xlsx" and files[-1] == "41-区房管局.xlsx"


def test_made_again_nothing_changes(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "blank").iterdir()}
    assert set(outcomes(make_blanks(reopened(folder))).values()) == {WriteOutcome.SAME}
    assert {path.name: path.read_bytes() for path in (folder / "blank").iterdir()} == before


def test_a_blank_that_a_person_changed_is_kept_and_named(folder: Path) -> None:
    from openpyxl import load_workbook

    path = folder / "blank" / "03-区商务局.xlsx"
    book = load_workbook(path)
    book["附件2"]["B8"] = "先填一半"
    book.save(path)
    changed = path.read_bytes()
    made = make_blanks(reopened(folder))
    assert [(kept.file, kept.beside) for kept in made.kept] == [("03-区商务局.xlsx", "03-区商务局-新.xlsx")]
    assert path.read_bytes() == changed
    assert is_untouched(path.with_name("03-区商务局-新.xlsx"))
    assert make_blanks(reopened(folder)).removed == () and len(list(path.parent.glob("03-*"))) == 2  # once more is not one more


def test_after_a_roster_change_blanks_follow_and_those_left_over_go(folder: Path) -> None:
    def change(sheet: Any) -> None:
        names = [cell.value for cell in sheet[1]]
        sheet.cell(row=2, column=names.index("单位名称") + 1).value = "区发展改革委"
        sheet.cell(row=42, column=names.index("组别") + 1).value = "镇、街道、园区"

    roster(folder, change)
    made = make_blanks(reopened(folder))
    assert outcomes(made)["01-区发展改革委.xlsx"] is WriteOutcome.MADE
    assert made.removed == ("01-区发改经信委.xlsx",) and made.without == ("区房管局",)
    assert not (folder / "blank" / "01-区发改经信委.xlsx").exists()


def test_a_changed_blank_of_a_unit_that_left_stays(folder: Path) -> None:
    from openpyxl import load_workbook

    path = folder / "blank" / "99-区外贸局.xlsx"
    load_workbook(folder / "blank" / "01-区发改经信委.xlsx").save(path)
    assert make_blanks(reopened(folder)).removed == () and path.exists()


def test_another_name_of_the_campaign_renews_blanks_that_nobody_touched(folder: Path) -> None:
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2015年依法履职", "2015年第二轮"), encoding="utf-8")
    assert set(outcomes(make_blanks(reopened(folder))).values()) == {WriteOutcome.RENEWED}


def test_one_unit_and_one_form_can_be_chosen(folder: Path) -> None:
    made = make_blanks(reopened(folder), units=("安监局",), form="附件3")
    assert list(made) == ["25-区安监局-附件3.xlsx"] and made.blanks[0].forms == ("附件3",)
    assert made.removed == () and (folder / "blank" / "25-区安监局.xlsx").exists()
    assert make_blanks(reopened(folder)).removed == ()


def test_kits_stand_beside_the_blanks(folder: Path) -> None:
    made = make_blanks(reopened(folder), units=("区安监局",), kit=True)
    assert outcomes(made) == {"25-区安监局.xlsx": WriteOutcome.SAME, "25-区安监局.zip": WriteOutcome.MADE}


def test_only_missing_makes_what_is_missing(folder: Path) -> None:
    (folder / "blank" / "05-区环保局.xlsx").unlink()
    assert list(make_blanks(reopened(folder), only_missing=True)) == ["05-区环保局.xlsx"]


def test_an_unknown_form_stops_with_the_known_ones_named(folder: Path) -> None:
    with pytest.raises(Stop) as stop:
        make_blanks(reopened(folder), form="附件9")
    assert stop.value.fault.kind.code == "S601" and "附件2、附件3、附件4" in stop.value.fault.remedy


def test_an_unknown_unit_stops_with_candidates(folder: Path) -> None:
    with pytest.raises(Stop) as stop:
        make_blanks(reopened(folder), units=("教育委",))
    assert stop.value.fault.kind.code == "C014"


def test_the_command_says_what_it_did_and_what_to_do_next(folder: Path, ducha: Ducha) -> None:
    done = ducha("blanks", "--unit", "区安监局", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "25-区安监局.xlsx" in done.stdout and "无变化 1 份。" in done.stdout and "下一步：" in done.stdout
    (folder / "blank" / "25-区安监局.xlsx").write_bytes(b"by hand")
    done = ducha("blanks", "--json", cwd=folder)
    data = json.loads(done.stdout)
    assert done.returncode == 1
    assert [blank["file"] for blank in data["blanks"] if blank["outcome"] == "kept"] == ["blank/25-区安监局.xlsx"]
    assert ducha("blanks", "--form", "附件9", cwd=folder).returncode == 2
