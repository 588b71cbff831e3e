"""Two collection tasks in one campaign: other recipients, days and people. Each has its lists, rates and letters; who has time yet is not missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.reports.page import Page, Report
from duchá.steps.blanks import make_blanks
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.report_bulletin import bulletin_of
from duchá.steps.report_summary import summary_of
from steps.office import ROW, Office, at
from steps.registers import MATTERS, codes, event, fill, matter, run

REPOSITORY = Path(__file__).resolve().parents[2]
TOWNS = tuple(f"{name}镇" for name in ("高桥", "辛丰", "谷阳", "上党", "宝堰", "世业", "江心", "高资"))
UNIT = "区安监局"
SETTINGS = """
[deliverables.towns-report]
due = 2015-12-10
issuer = "区政府法制办"
contact = "李科长"
phone = "0511-87654321"
"""


@pytest.fixture
def two(office: Office) -> Office:
    """41 departments that report to one office, eight towns that report to another, three weeks later."""
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    for at_, town in enumerate(TOWNS, 42):
        values = {"序号": at_, "单位名称": town, "组别": "镇、街道、园区"}
        sheet.append([values.get(str(title)) for title in titles])
    book.save(office.folder / "units.xlsx")
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace(
        'issuer = ""\ncontact = ""\nphone = ""', 'issuer = "区纪委"\ncontact = "王某某"\nphone = "0511-1"'
    )
    path.write_text(text + SETTINGS, encoding="utf-8")
    return office


def page(of: Report, name: str) -> Page:
    return next(one for one in of.pages if one.name == name)


def test_towns_are_not_among_the_missing_before_their_day(two: Office) -> None:
    two.collect(two.fill(UNIT, supervision_problems=[ROW]))
    report = summary_of(two.open(at(25)))
    missing = {row[1] for row in page(report, "未报").rows}
    pending = {row[1]: row[4:] for row in page(report, "未到期").rows}
    assert not missing & set(TOWNS) and len(missing) == 41  # the department of the return still owes its written report
    assert set(pending) == set(TOWNS) and {recipient for _, recipient in pending.values()} == {"区政府法制办执法监督科"}
    tasks = {row[1]: row[2:] for row in page(report, "收集任务").rows}
    assert tasks["区级机关相关部门"] == ("区纪委执法效能室", "2015年11月20日", 164, 3, 3, 0, 161, 0, *[tasks["区级机关相关部门"][8]] * 2)
    assert tasks["镇、街道、园区"] == ("区政府法制办执法监督科", "2015年12月10日", 8, 0, 0, 0, 0, 8, 0, "—")
    assert {row[2] for row in page(report, "报送情况二").rows} == {"未到期"}
    assert len(page(report, "报送情况一").rows) == 41
    assert "未报161份，未到期8份" in page(report, "总表").under


def test_after_their_day_they_are(two: Office) -> None:
    report = summary_of(two.open(at(11, month=12)))
    assert set(TOWNS) <= {row[1] for row in page(report, "未报").rows}
    assert all(one.name != "未到期" for one in report.pages)


def test_status_and_collect_say_it_a_task_at_a_time(two: Office, ducha: Callable[..., Any]) -> None:
    shown = ducha("status", "--as-of", "2015-11-25", cwd=two.folder).stdout
    first, second = shown.split("【镇、街道、园区】")
    assert "未报 164 份，报送率 0.00%" in first and "× 未报" in first and "· 未到期" not in first
    assert "未报 0 份，未到期 8 份" in second and "· 未到期" in second and "× 未报" not in second
    assert "期限未到、还没有报齐的 8 个单位：高桥镇" in second
    answer = json.loads(ducha("status", "--as-of", "2015-11-25", "--json", cwd=two.folder).stdout)
    assert [(task["task"], task["due"], task["missing"], task["not_due"]) for task in answer["tasks"]] == [
        ("区级机关相关部门", 164, 164, 0),
        ("镇、街道、园区", 8, 8, 8),
    ]


def letters(office: Office, day: int, month: int = 12) -> dict[str, str]:
    found = overdue(office.open(at(day, month=month)), OverdueOptions(letters=True))
    return {path.stem: path.read_text(encoding="utf-8") for path in found.written if path.suffix == ".md"}


@pytest.mark.sweep
def test_each_task_urges_in_its_own_name(two: Office) -> None:
    made = letters(two, 11)
    town, department = made["42-高桥镇-催办函"], made["25-区安监局-催办函"]
    assert "区政府法制办\n" in town and "联系人：李科长　0511-87654321" in town and "区纪委" not in town
    assert "区纪委\n" in department and "联系人：王某某　0511-1" in department and "法制办" not in department


@pytest.mark.sweep
def test_a_unit_that_owes_in_two_tasks_has_a_letter_from_each(two: Office) -> None:
    path = two.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[deliverables.report]\nissuer = "区政府办"\n', encoding="utf-8")
    made = letters(two, 25, 11)
    mine = {stem: text for stem, text in made.items() if UNIT in stem}
    assert set(mine) == {"25-区安监局-催办函", "25-区安监局-催办函（区政府办）"}
    assert "书面报告" in mine["25-区安监局-催办函（区政府办）"] and "书面报告" not in mine["25-区安监局-催办函"]
    assert "\n区政府办\n" in mine["25-区安监局-催办函（区政府办）"] and "\n区纪委\n" in mine["25-区安监局-催办函"]


def test_the_covering_note_names_whom_this_unit_asks(two: Office, tmp_path: Path) -> None:
    from zipfile import ZipFile

    make_blanks(two.open(at(4)), units=("高桥镇", UNIT), kit=True)
    said = {}
    for name in ("42-高桥镇", "25-区安监局"):
        with ZipFile(two.folder / "blank" / f"{name}.zip") as kit:
            kit.extract("填报说明.docx", tmp_path / name)
        said[name] = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / name / "填报说明.docx")).paragraphs)
    assert "联系人：李科长，电话：0511-87654321。" in said["42-高桥镇"] and "区政府法制办" in said["42-高桥镇"]
    assert "联系人：王某某，电话：0511-1。" in said["25-区安监局"] and "李科长" not in said["25-区安监局"]


def test_a_notice_about_what_a_return_tells_comes_from_whoever_collected_it(two: Office) -> None:
    from duchá.steps.report_rectification import Selected, report_rectification
    from duchá.steps.written import Format

    path = two.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[deliverables.supervision-problems]\nissuer = "区审改办"\n', encoding="utf-8")
    two.collect(two.fill(UNIT, supervision_problems=[{**ROW, "rectification": "正在整改"}]))
    made = report_rectification(two.open(at(25)), Selected(), Format.MD).also
    assert "\n区审改办\n" in next(one for one in made if one.suffix == ".md").read_text(encoding="utf-8")


def test_the_bulletin_rates_each_task_that_had_a_day_in_the_period(two: Office) -> None:
    path = two.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace("due = 2015-12-10", "due = 2015-11-24")
    path.write_text(text, encoding="utf-8")
    two.collect(two.fill(UNIT, supervision_problems=[ROW]))
    said = "".join(word for one in bulletin_of(two.open(at(30)), None).pages for word in one.words)
    assert "其中区级机关相关部门应报164份，实报3份，未报161份，按时率1.83%。" in said
    assert "其中镇、街道、园区应报8份，实报0份，未报8份，按时率0.00%。" in said


def test_what_units_say_they_put_right_and_what_was_verified_are_two_rates_with_two_names(office: Office) -> None:
    office.collect(
        office.fill(UNIT, supervision_problems=[{**ROW, "rectification": "已整改"}, {**ROW, "item": "另一项", "rectification": "正在整改"}])
    )
    summary, bulletin = summary_of(office.open(at(25))), bulletin_of(office.open(at(25)), None)
    assert "单位自报已整改1件，自报整改率50.00%" in page(summary, "总表").under
    said = "".join(word for one in bulletin.pages for word in one.words)
    assert "办结率0.00%" in said and "单位自报已整改1件，自报整改率50.00%；经核验或者销号0件，核验率0.00%" in said


def test_a_rulebook_may_name_who_writes_and_campaign_toml_goes_before_it(two: Office) -> None:
    source = (REPOSITORY / "templates" / "rulebooks" / "dantu-2015" / "rulebook.toml").read_text(encoding="utf-8")
    own = two.folder / "templates" / "rulebooks" / "dantu-2015"
    own.mkdir(parents=True)
    named = source.replace('key = "approval"\n', 'key = "approval"\nissuer = "区审改办"\ncontact = "赵某"\n')
    named = named.replace('key = "towns-report"\n', 'key = "towns-report"\nissuer = "区政府"\ncontact = "钱某"\nphone = "0511-2"\n')
    (own / "rulebook.toml").write_text(named, encoding="utf-8")
    (own / "units.csv").write_text((REPOSITORY / "templates/rulebooks/dantu-2015/units.csv").read_text(encoding="utf-8"), encoding="utf-8")
    campaign = two.open(at(5)).campaign
    said = {key: campaign.sender(key) for key in ("approval", "report", "towns-report", "")}
    assert {key: (one.issuer, one.contact, one.phone) for key, one in said.items()} == {
        "approval": ("区审改办", "赵某", ""),  # a contact never keeps another's phone
        "report": ("区纪委", "王某某", "0511-1"),
        "towns-report": ("区政府法制办", "李科长", "0511-87654321"),
        "": ("区纪委", "王某某", "0511-1"),
    }


def test_a_letter_says_under_key_supervision_only_where_that_was_registered(office: Office) -> None:
    late = {"办理时限": date(2015, 11, 10)}
    fill(office, MATTERS, matter("DT-1", **late), matter("DT-2", **late))
    fill(office, "办理记录", event(14, "进入重点督办", 单位="", 事项编号="DT-2"))
    assert codes(run(office, now=at(15))) == []
    found = overdue(office.open(at(16)), OverdueOptions(letters=True))
    text = next(path for path in found.written if path.name == "25-区安监局-催办函.md").read_text(encoding="utf-8")
    assert "尚未报送、反馈或者办结" in text
    keyed = next(line for line in text.splitlines() if "已列入重点督办" in line)
    only = next(line for line in text.splitlines() if "按规定列入重点督办" in line)
    rows = {number: row for row in text.splitlines() if row.startswith("| ") for number in ("DT-1", "DT-2") if number in row}
    assert keyed == f"其中第{rows['DT-2'].split()[1]}项逾期时间较长，已列入重点督办。"
    assert only == f"其中第{rows['DT-1'].split()[1]}项逾期时间较长，仍不办理的，按规定列入重点督办。"
    document = Document(str(next(path for path in found.written if path.name == "25-区安监局-催办函.docx")))
    assert {keyed, only} <= {paragraph.text for paragraph in document.paragraphs}
