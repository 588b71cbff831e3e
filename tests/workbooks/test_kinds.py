"""What a file is, is told by its bytes; what cannot be read is refused in its own words (A1–A9, A16–A18, A21, A22, D17)."""

from __future__ import annotations

import io
import random

import pytest

from duchá.workbooks.formats import xlsb
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.kind import is_half_download, is_system_file
from duchá.workbooks.sheets.model import FileKind
from workbooks.build import GOOD, PNG, book_of, kind, notes, ole, read, refusal, xlsx, zipped

CSV = "序号,审批项目名称\r\n1,许可\r\n"
HTML = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><table><tr><td>序号</td></tr></table></html>'
XML2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">x</Data>'
    "</Cell></Row></Table></Worksheet></Workbook>"
)
KINDS = [
    (b"", FileKind.EMPTY, faults.EMPTY_FILE),
    (b"%PDF-1.4\n%\xe2\xe3", FileKind.PDF, faults.PDF_FILE),
    (PNG, FileKind.IMAGE, faults.PHOTO),
    (b"\xff\xd8\xff\xe0" + bytes(40), FileKind.IMAGE, faults.PHOTO),
    (b"\0\0\0\x18ftypheic" + bytes(40), FileKind.IMAGE, faults.PHOTO),
    (ole("WordDocument", "1Table"), FileKind.DOC, faults.DOC_FILE),
    (ole("EncryptedPackage", "EncryptionInfo"), FileKind.ENCRYPTED, faults.ENCRYPTED),
    (ole("Workbook"), FileKind.XLS, faults.UNREADABLE),
    (ole("PowerPoint Document"), FileKind.SLIDES, faults.UNKNOWN_FORMAT),
    (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), FileKind.SLIDES, faults.UNKNOWN_FORMAT),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), FileKind.ODT, faults.ODT_FILE),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.text-template", "content.xml": "<x/>"}), FileKind.ODT, faults.ODT_FILE),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": ""}), FileKind.SLIDES, faults.UNKNOWN_FORMAT),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": ""}), FileKind.UNKNOWN, faults.UNKNOWN_FORMAT),
    (zipped({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<x/>"}), FileKind.OFD, faults.OFD_FILE),
    (b"\x78\x9f\x3e\x22" + bytes(40), FileKind.TNEF, faults.ARCHIVE_FILE),
    (ole("__properties_version1.0", "__nameid_version1.0"), FileKind.OUTLOOK, faults.ARCHIVE_FILE),
    (b"Rar!\x1a\x07\x01\0" + bytes(40), FileKind.ARCHIVE, faults.ARCHIVE_FILE),
    (b"7z\xbc\xaf\x27\x1c" + bytes(40), FileKind.ARCHIVE, faults.ARCHIVE_FILE),
    (zipped({"附件2.xlsx": GOOD}), FileKind.ZIP, faults.ARCHIVE_FILE),
    (b"From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nhello", FileKind.MAIL, faults.ARCHIVE_FILE),
    (b"MZ\x90\0" + bytes(60), FileKind.PROGRAM, faults.PROGRAM),
    (b"\x7fELF" + bytes(60), FileKind.PROGRAM, faults.PROGRAM),
    (b'var shell = new ActiveXObject("WScript.Shell");\n', FileKind.PROGRAM, faults.PROGRAM),
    (b'Set o = CreateObject("WScript.Shell")\r\n', FileKind.PROGRAM, faults.PROGRAM),
    (b"@echo off\r\ndel x\r\n", FileKind.PROGRAM, faults.PROGRAM),
    (bytes(4096), FileKind.UNKNOWN, faults.UNKNOWN_FORMAT),
    (bytes(range(256)) * 8, FileKind.UNKNOWN, faults.UNKNOWN_FORMAT),
    (b"PK\x03\x04" + bytes(range(200)), FileKind.ZIP, faults.ARCHIVE_FILE),
]
READABLE = [
    (CSV.encode("utf-8"), FileKind.CSV),
    (CSV.encode("gbk"), FileKind.CSV),
    (CSV.encode("utf-16"), FileKind.CSV),
    (HTML.encode("gbk"), FileKind.HTML),
    (b"\xef\xbb\xbf<table><tr><td>x</td></tr></table>", FileKind.HTML),
    (XML2003.encode(), FileKind.XML2003),
    (GOOD, FileKind.XLSX),
    (zipped({"xl/workbook.bin": b""}), FileKind.XLSB),
    (zipped({"word/document.xml": ""}), FileKind.DOCX),
    (zipped({"mimetype": "", "content.xml": ""}), FileKind.ODS),
]


@pytest.mark.parametrize(("data", "expected", "said"), KINDS, ids=lambda value: getattr(value, "name", None))
@pytest.mark.parametrize("name", ["附件2.xlsx", "附件2.xls"])
def test_what_is_no_table_is_refused_by_its_real_kind(data: bytes, expected: FileKind, said: faults.FaultKind, name: str) -> None:
    assert kind(data) is expected
    assert refusal(data, name).kind is said


@pytest.mark.parametrize(("data", "expected"), READABLE)
def test_the_name_plays_no_part(data: bytes, expected: FileKind) -> None:
    assert kind(data) is expected


@pytest.mark.parametrize("name", ["附件2.xls", "附件2.XLSX", "附件2.et", "附件2.dat", "附件2", "附件2.xlsx.xlsx"])
def test_a_good_return_is_not_lost_for_its_name(name: str) -> None:
    book = book_of(GOOD, name)
    assert book.sheets[0].rows == (("序号", "项目"), (1,))
    assert ("S007" in notes(book)) == (not name.lower().endswith(("xlsx", "附件2")))


def test_an_embedded_word_document_does_not_make_a_workbook_a_letter() -> None:
    assert kind(ole("Workbook", "MBD0001")) is FileKind.XLS


def test_an_et_that_is_no_known_structure_is_refused_with_what_to_do() -> None:
    fault = refusal(b"PK\x03\x04" + bytes(range(100)), "附件2.et")
    assert fault.kind is faults.ARCHIVE_FILE and "解压" in fault.remedy


def test_xlsb_without_its_library_asks_for_xlsx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsb, "CALAMINE", False)
    fault = refusal(zipped({"xl/workbook.bin": b""}), "a.xlsb")
    assert fault.kind is faults.SAVE_AS_XLSX and ".xlsx" in fault.remedy


@pytest.mark.parametrize(
    "name", ["~$附件2.xls", ".~附件2.et", "Thumbs.db", ".DS_Store", "__MACOSX", "._附件2.xlsx", "desktop.ini", "THUMBS.DB"]
)
def test_what_programs_leave_behind_is_known(name: str) -> None:
    assert is_system_file(name) and not is_half_download(name)


@pytest.mark.parametrize("name", ["附件2.xlsx.crdownload", "附件2.xls.part", "a.xlsx.td", "附件2.download"])
def test_a_half_download_is_not_a_system_file(name: str) -> None:
    assert is_half_download(name) and not is_system_file(name)


@pytest.mark.parametrize("name", ["附件2.xlsx", "附件2 (1).xls", "新建 XLS 工作表.xls", "parts.xlsx"])
def test_returns_are_neither(name: str) -> None:
    assert not is_half_download(name) and not is_system_file(name)


@pytest.mark.parametrize(("password", "code"), [("VelvetSweatshop", None), ("1234", "S003")])
def test_only_the_default_password_opens(password: str, code: str | None) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    locked = io.BytesIO()
    content = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', **{"xl/noise.bin": random.Random(1).randbytes(20_000)})
    ooxml.OOXMLFile(io.BytesIO(content)).encrypt(password, locked)
    book, found = read(locked.getvalue(), "附件2.xlsx")
    assert [fault.kind.code for fault in found] == ([code] if code else [])
    assert book is None if code else (book is not None and book.kind is FileKind.XLSX and notes(book) == ["S031"])


def test_every_refusal_says_what_to_do() -> None:
    for kind_ in faults.CATALOGUE:
        assert kind_.remedy.endswith("。") and kind_.message.endswith("。"), kind_.code


def test_a_workbook_without_a_cell_is_no_nil_return() -> None:
    assert refusal(xlsx("")).kind is faults.NOTHING_INSIDE
    assert read(xlsx('<row r="1"><c r="A1" s="0"/></row>'))[1][0].kind is faults.NOTHING_INSIDE
