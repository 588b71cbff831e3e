"""发文字号 is given once, when a document is issued; a draft has a gap; without an organ documents are plain office paper (G08)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from conftest import Ran
from duchá.steps.issue import OfficialPaper, issue, numbers_given, official_of
from steps.office import Office, at

ORGAN = '\n[organ]\nname = "某某区人民政府督查室"\ncode = "某政督"\ncc = ["区委办公室", "区政协办公室"]\n[numbers.letter]\ncode = "某政督函"\nfirst = 12\n'


@pytest.fixture
def organ(office: Office) -> Office:
    """A campaign whose settings name the organ."""
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + ORGAN, encoding="utf-8")
    return office


def words(path: Path) -> str:
    """All that a document prints."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_number_is_given_once_and_each_kind_counts_by_itself(organ: Office) -> None:
    first, second = OfficialPaper(kind="letter", name="甲"), OfficialPaper(kind="letter", name="乙")
    assert issue(organ.open(at(20)), (first,))["letter|甲"] == "某政督函〔2015〕12号"
    given = issue(organ.open(at(21)), (first, second, OfficialPaper(kind="bulletin", name="通报")))
    assert (given["letter|甲"], given["letter|乙"], given["bulletin|通报"]) == (
        "某政督函〔2015〕12号",
        "某政督函〔2015〕13号",
        "某政督〔2015〕1号",
    )
    assert numbers_given(organ.open(at(22))) == given


def test_a_look_ahead_and_a_campaign_without_an_organ_give_no_number(organ: Office, tmp_path: Path) -> None:
    assert issue(organ.open(at(20), as_of=at(25).date()), (OfficialPaper(kind="letter", name="甲"),)) == {}
    settings = organ.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(ORGAN, ""), encoding="utf-8")
    opened = organ.open(at(20))
    assert issue(opened, (OfficialPaper(kind="letter", name="甲"),)) == {}
    assert official_of(opened, OfficialPaper(kind="letter", name="甲")).fields() == {
        "organ": "",
        "number": "",
        "to": "",
        "cc": "",
        "printed_by": "",
    }


@pytest.mark.sweep
def test_a_bulletin_is_a_draft_until_it_is_issued_and_keeps_its_number(organ: Office, ducha: Callable[..., Ran]) -> None:
    day = ("--format", "docx", "--as-of", "2015-11-25")
    path = organ.folder / "reports" / "月通报-2015-11.docx"
    ducha("report", "通报", *day, cwd=organ.folder)
    assert "某政督〔2015〕　号" in words(path) and "某某区人民政府督查室" in words(path)
    ducha("report", "通报", *day, "--issue", cwd=organ.folder)
    assert "某政督〔2015〕1号" in words(path) and "抄送：区委办公室、区政协办公室。" in words(path)
    ducha("report", "通报", *day, cwd=organ.folder)
    assert "某政督〔2015〕1号" in words(path)


def test_letters_are_issued_when_they_are_written_and_have_no_arrows(organ: Office, ducha: Callable[..., Ran]) -> None:
    ducha("overdue", "--letters", "--as-of", "2015-11-25", cwd=organ.folder)
    letters = sorted((organ.folder / "reports" / "催办函-2015-11-25").glob("*.docx"))
    assert "某政督函〔2015〕12号" in words(letters[0]) and "→" not in words(letters[0]) and "，即2015年11月20日" in words(letters[0])


def test_what_an_official_document_lacks_is_said_when_it_is_written(office: Office, ducha: Callable[..., Ran]) -> None:
    done = ducha("report", "通报", "--format", "docx", "--as-of", "2015-11-25", cwd=office.folder)
    assert "C154" in done.stdout and "署名" in done.stdout
    text = words(office.folder / "reports" / "月通报-2015-11.docx")
    assert "〔" not in text and "抄送" not in text
