"""What a leader, a wall and a telephone are given: figures of the day, on one page, two sheets, a page a unit."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duchá.reports.glance.brief import brief_report
from duchá.reports.glance.dashboard import dashboard_of
from duchá.reports.glance.view import GlanceView
from duchá.reports.glance.write_dashboard import dashboard_text
from duchá.reports.write_docx import write_docx
from duchá.steps.report_glance import glance_of, report_brief, report_cards, report_dashboard
from duchá.steps.report_rectification import Selected, report_rectification_ledger
from duchá.steps.written import Format
from steps.office import Office, at, make_office
from steps.registers import MATTERS, fill, matter, run

ROW = {"item": "加油站日常检查", "problem": "检查后未复查2家<script>alert(1)</script>", "rectification": "已整改，11月16日全部复查完毕"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Thirty-eight returns, one of them late, three missing; a matter that is late."""
    made = make_office(tmp_path_factory.mktemp("glance") / "行动")
    units = [unit.name for unit in made.open(at(18)).campaign.roster.units if unit.group.startswith("区级")]
    for unit in units[:37]:
        made.fill(unit, supervision_problems=[ROW])
    made.collect(received_at=at(18))
    made.fill(units[37], supervision_problems=[ROW])
    made.collect(now=at(23), received_at=at(23))
    fill(made, MATTERS, matter("DT-1", 办理时限=date(2015, 11, 10), 节点时限="无"))
    run(made)
    return made


@pytest.fixture(scope="module")
def view(office: Office) -> GlanceView:
    return glance_of(office.open(at(25)))


def test_the_figures_are_those_of_the_matrix_and_the_ledger_of_the_day(view: GlanceView) -> None:
    figures = view.receipts
    assert (figures.owed, figures.received, figures.on_time, figures.late, figures.missing) == (164, 114, 111, 3, 50)
    assert view.days[0][1:] == (111, 111) and view.days[-1][1:] == (3, 114)
    latest = view.lateness[0]
    assert (latest.unit, latest.short, latest.days) == ("区安监局", "DT-1", 15)
    assert view.weeks[-1] == (date(2015, 11, 25), 39, 0)


def test_the_brief_names_as_many_as_there_is_room_for(view: GlanceView) -> None:
    (page,) = brief_report(view).pages
    assert [text.split("：")[0] for text in page.words] == ["一、收件", "二、问题和整改", "三、逾期", "四、请示"]
    assert "应报164份，实报114份，报送率69.51%" in page.words[0] and "等。" in page.words[0]
    assert "→" not in "".join(page.words)


def test_the_dashboard_fetches_nothing_runs_nothing_and_shows_what_was_typed_as_text(view: GlanceView) -> None:
    named = replace(view, campaign=replace(view.campaign, settings=replace(view.campaign.settings, name="<script>x</script>\u202e")))
    text = dashboard_text(dashboard_of(named))
    assert "<script" not in text and "&lt;script&gt;" in text and "\u202e" not in text
    assert not re.search(r'(?:src|href)="(?!#)', text) and "style=" not in text and "default-src 'none'" in text
    assert 'lang="zh-CN"' in text and 'tabindex="0"' in text and 'role="img"' in text


def test_equal_units_are_said_to_be_equal_instead_of_listed(view: GlanceView) -> None:
    board = dashboard_of(view)
    assert board.rankings == () and [tile.name for tile in board.tiles][:3] == ["报送率", "未报", "待确认、退回"]


def test_every_unit_has_a_card_and_every_problem_a_line(office: Office) -> None:
    opened = office.open(at(25))
    cards = report_cards(opened, None, Format.DOCX)
    assert len(cards) == len(opened.campaign.roster.units)
    (card,) = report_cards(opened, "区安监局", Format.HTML)
    assert "DT-1" in card.path.read_text(encoding="utf-8")
    ledger = report_rectification_ledger(opened, Selected(), Format.XLSX)
    assert len(ledger.report.pages[0].rows) == 38
    assert report_brief(opened, Format.MD).path.exists() and report_dashboard(opened).path.suffix == ".html"


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_brief_prints_on_one_page(view: GlanceView, tmp_path: Path) -> None:
    write_docx(brief_report(view), tmp_path / "brief.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "brief.docx"], cwd=tmp_path, capture_output=True, check=True)
    pages = subprocess.run(["pdfinfo", "brief.pdf"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"Pages:\s+1\b", pages)
