"""The kit to send: the blank, and a covering note that says what, when, to whom and how (公文 format, X-02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from conftest import CHECKOUT
from duchá.forms.kit import note_bytes, write_kit
from duchá.forms.write_for_people import WriteOutcome
from duchá.terms.unit import Unit
from forms.opened import blank, unit
from submissions.sample import TOWNS, campaign

DAY = date(2015, 11, 3)


def note(of: Unit | None = None, name: str = "25-区安监局.xlsx", **settings: str) -> Any:
    """The covering note, opened."""
    from docx import Document

    announced = tuple(replace(owed, deadline=replace(owed.deadline, unannounced=())) for owed in campaign().owed)
    at = replace(campaign(), settings=replace(campaign().settings, **settings), owed=announced)
    return Document(BytesIO(note_bytes(of or unit(), at, name, DAY)))


def text(document: Any) -> str:
    """All its paragraphs."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows(document: Any) -> list[list[str]]:
    """Its table of what is due."""
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_it_says_what_is_due_by_when_and_to_whom() -> None:
    due = "2015年11月20日（周五）"
    assert rows(note()) == [
        ["序号", "材料", "报送时限", "报送至"],
        ["1", "附件2 行政审批自查自纠情况报表", due, "区纪委执法效能室"],
        ["2", "附件3 事中事后监管自查自纠情况报表1", due, "区纪委执法效能室"],
        ["3", "附件4 事中事后监管自查自纠情况报表2", due, "区纪委执法效能室"],
        ["4", "书面报告", due, "区纪委执法效能室"],
    ]


def test_it_says_how_the_date_was_reached_once_for_all_that_share_it() -> None:
    said = text(note())
    assert "以上各项的时限：11月20日前（含当日） → 2015年11月20日（周五）。" in said
    assert said.count("（含当日）") == 1 and "calendar.xlsx" not in said


def test_a_date_that_may_still_move_is_marked_without_telling_the_unit_about_our_calendar() -> None:
    from docx import Document

    document = Document(BytesIO(note_bytes(unit(), campaign(), "", DAY)))
    assert rows(document)[1][2] == "2015年11月20日（周五）（暂定）" and "calendar.xlsx" not in text(document)


def test_it_says_how_to_fill_in_and_that_an_empty_form_must_come_back_too() -> None:
    said = text(note())
    assert "区安监局：" in said and "文件名为“25-区安监局.xlsx”" in said
    assert "附件2、附件4：没有发现问题的，表内不填，只填填报日期并盖章，仍须报回（零报告）" in said
    assert "5. 附件3：请如实逐项填写" in said
    assert "2015年11月3日" in said


def test_a_contact_is_named_where_the_campaign_has_one() -> None:
    said = text(note(contact="王某某", phone="0511-12345678", issuer="区纪委监察局"))
    assert "联系人：王某某，电话：0511-12345678。" in said and "区纪委监察局\n2015年11月3日" in said
    assert "联系人" not in text(note())


def test_a_unit_that_owes_only_a_report_gets_no_instructions_for_forms() -> None:
    document = note(Unit(name="高桥镇", order=42, group=TOWNS), "")
    assert [row[1:] for row in rows(document)[1:]] == [["开展专项督查情况", "2015年12月10日（周四）", "区政府法制办执法监督科"]]
    assert "xlsx" not in text(document) and "二、联系方式" in text(document) and "怎样填写" not in text(document)


@pytest.mark.parametrize("name", ["丙&丁局", "<b>局</b>", "{{ 7*191 }}", "{% raw %}", "${x}%s", '"局"'])
def test_a_name_is_text_and_never_template_or_markup(name: str) -> None:
    said = text(note(unit(name)))
    assert f"{name}：" in said and "1337" not in said


def test_its_page_is_that_of_an_official_document() -> None:
    document = note()
    page = document.sections[0]
    millimetres = [round(length / 36000) for length in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)]
    assert millimetres == [37, 35, 28, 26]
    assert document.settings.odd_and_even_pages_header_footer
    body = next(run for paragraph in document.paragraphs for run in paragraph.runs if "根据" in run.text)
    assert (body.font.size.pt, body.font.name) == (16, "仿宋")


@pytest.mark.parametrize("template", sorted((CHECKOUT / "templates" / "documents").glob("*.docx")), ids=lambda path: path.stem)
def test_a_page_of_an_official_document_has_room_for_22_lines(template: Path) -> None:
    """One twip too many a line, and the page holds 21."""
    from docx import Document
    from docx.oxml.ns import qn

    section = Document(str(template)).sections[0]
    room = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    pitch = int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))
    assert room // pitch == 22


def test_the_kit_holds_the_blank_and_the_note_and_is_the_same_again(tmp_path: Path) -> None:
    sent = tmp_path / "blank" / "25-区安监局.xlsx"
    sent.parent.mkdir()
    sent.write_bytes(blank())
    kit = sent.with_suffix(".zip")
    assert write_kit(kit, unit(), campaign(), sent, DAY).outcome is WriteOutcome.MADE
    with ZipFile(kit) as archive:
        assert archive.namelist() == ["25-区安监局.xlsx", "填报说明.docx"]
        assert archive.read("25-区安监局.xlsx") == blank()
    assert write_kit(kit, unit(), campaign(), sent, DAY).outcome is WriteOutcome.SAME
    assert write_kit(kit, unit(), campaign(), sent, date(2015, 11, 4)).outcome is WriteOutcome.RENEWED


def test_a_kit_to_which_a_person_added_a_file_is_kept(tmp_path: Path) -> None:
    kit = tmp_path / "blank" / "25-区安监局.zip"
    kit.parent.mkdir()
    write_kit(kit, unit(), campaign(), None, DAY)
    with ZipFile(kit, "a") as archive:
        archive.writestr("通知.pdf", b"%PDF")
    assert write_kit(kit, unit(), campaign(), None, date(2015, 11, 4)).outcome is WriteOutcome.KEPT
    with ZipFile(kit) as archive:
        assert "通知.pdf" in archive.namelist()


def test_a_campaign_may_bring_its_own_note(tmp_path: Path) -> None:
    from docx import Document

    own = tmp_path / "templates" / "documents" / "covering-note.docx"
    own.parent.mkdir(parents=True)
    document = Document()
    document.add_paragraph("请{{ unit }}阅办")
    document.save(str(own))
    kit = tmp_path / "blank" / "25.zip"
    kit.parent.mkdir()
    write_kit(kit, unit(), campaign(), None, DAY)
    with ZipFile(kit) as archive:
        assert text(Document(BytesIO(archive.read("填报说明.docx")))) == "请区安监局阅办"
