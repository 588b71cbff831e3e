"""Papers from rows: each has a document of its own that an office may edit in Word, a number that stays, and is a draft until the row has its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from duchá.rulebook.read_rulebook import shipped_rulebooks
from duchá.steps.init_campaign import read_rulebooks
from duchá.terms.read_packaged import packaged
from registers.desk import Desk, make_desk
from sweep.campaigns import Ran, command

DAY = date(2018, 6, 20)
NOTICE = {"拟稿日期": date(2018, 4, 27), "单位": "区教体局", "检查组": "一组", "检查日期": date(2018, 6, 28), "依据": "本办法第九条"}
NOTICE |= {"范围": "责任清单运行情况", "内容": "六项检查内容", "程序": "听汇报；有事打13812345678"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A notice that is written and has not gone out."""
    made = make_desk(tmp_path / "金水", "jinshui", units=[("区教体局", "区直单位")], day=DAY)
    made.type("检查通知", NOTICE)
    made.record()
    return made


def papers(desk: Desk, *words: str, day: date = DAY) -> Ran:
    return command("report", "register", "检查通知", "--documents", "--as-of", day.isoformat(), *words, cwd=desk.folder)


def said(desk: Desk, day: date = DAY) -> str:
    """What the notice says, in the document of a day."""
    paper = next((desk.folder / "reports" / f"文书-检查通知-{day}").glob("*.docx"))
    document = Document(str(paper))
    return "\n".join((*(one.text for one in document.paragraphs), *(cell.text for one in document.tables for cell in one._cells)))


def test_every_paper_of_a_shipped_rulebook_has_its_document() -> None:
    for book in read_rulebooks(shipped_rulebooks()):
        for paper in book.documents:
            assert packaged(f"documents/{paper.template}.docx").is_file(), f"{book.id} {paper.id}"


@pytest.mark.sweep
@pytest.mark.requirement("JS-13", "JS-19", key="jinshui documents.notice")
def test_a_notice_has_its_four_parts_and_a_number_that_stays_and_is_a_draft_until_it_is_registered_as_sent(desk: Desk) -> None:
    settings = desk.folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[organ]\nname = "区编办"\ncode = "金编"\n', encoding="utf-8")
    assert papers(desk).code == 0
    draft = said(desk)
    assert all(f"、检查{part}：" in draft for part in ("依据", "范围", "内容", "程序"))
    assert "草稿" in draft and "金编〔2018〕　号" in draft and "签收人" in draft
    assert "13812345678" not in draft and "138****5678" in draft, "a telephone number in a row is masked in its paper"
    later = date(2018, 6, 21)
    assert papers(desk, "--issue").code == 0 and papers(desk, day=later).code == 0
    assert "金编〔2018〕1号" in said(desk) and "金编〔2018〕1号" in said(desk, later)
    desk.type("检查通知", {**NOTICE, "文号": "金编〔2018〕1号", "发出日期": date(2018, 6, 21)})
    desk.record(day=date(2018, 6, 22))
    assert papers(desk, day=date(2018, 6, 22)).code == 0
    sent = said(desk, date(2018, 6, 22))
    assert "草稿" not in sent and "2018年6月21日" in sent


@pytest.mark.sweep
def test_an_office_edits_the_document_in_word_and_what_it_breaks_is_said_in_a_line(desk: Desk) -> None:
    """C158, C159."""
    own = desk.folder / "templates" / "documents" / "inspection-notice.docx"
    own.parent.mkdir(parents=True, exist_ok=True)

    def edited(text: str) -> None:
        document = Document(str(packaged("documents/inspection-notice.docx")))
        document.add_paragraph(text)
        document.save(str(own))

    edited("本单位加的一句：{{ cells[“检查组”] }}来。")
    assert "（C154）" in papers(desk).out, "nobody signs it: that is said, and the paper is written"
    assert "本单位加的一句：一组来。" in said(desk)
    for text, why in (
        ("{{ 检察组 }}", "“检察组”没有这一项"),
        ('{{ cells["检察组"] }}', "“检察组”没有这一项"),
        ("{{ title }", "花括号里的写法有误"),
    ):
        edited(text)
        ran = papers(desk)
        assert ran.code == 2 and "C158" in ran.err and why in ran.err and ran.err.count("\n") == 1, ran.err
    own.write_bytes(b"not a document")
    ran = papers(desk)
    assert ran.code == 2 and "C158" in ran.err and "不是 Word 文档" in ran.err
    own.unlink()
    place = desk.folder / "templates" / "rulebooks" / "own" / "rulebook.toml"
    place.parent.mkdir(parents=True)
    place.write_text('extends = "jinshui"\nid = "own"\n[[documents]]\nid = "notice"\ntemplate = "nowhere"\n', encoding="utf-8")
    settings = desk.folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace('"jinshui"', '"own"'), encoding="utf-8")
    ran = papers(desk)
    assert ran.code == 2 and "C159" in ran.err and "templates/documents/nowhere.docx" in ran.err
