"""The bytes of a marked copy, made from an archived original. Runs in a guarded process only: what it costs is what the file looks like."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from duchá.submissions import wording
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.marked.lay_into_blank import left_behind
from duchá.submissions.marked.write_marks import write_marks
from duchá.submissions.marked.write_plain_book import write_plain_book
from duchá.submissions.marked.write_result_sheet import Results, write_result_sheet
from duchá.terms.fault import Fault
from duchá.terms.write_beside import saved
from duchá.workbooks.formats.file import read_data
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.sheets.kind import kind_of
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.wording import KIND_NAMES

RESULT_HOW = (
    "请直接在本文件的各表中修改（红色必须改，黄色请核实，蓝色供参考），改好后保存，重新报送本文件即可。本工作表不用删除，不计入填报内容。"
)
RESULT_APART = "{why}，为保证原文件不受影响，没有在原文件上标注。请打开原文件，按下表逐项改好后重新报送原文件。"
RESULT_LAID = "原文件是{kind}，填报的内容已移到本次的空白报表里并标注，“问题”里说的第几行是原文件的行。"
RESULT_TEXT_LEFT = "表格以外的文字留在原文件里。"
RESULT_CONVERTED = "原文件是{kind}，已按原内容另存为 .xlsx 并标注；字体、边框等格式可能与原文件不同。"
WHY_APART = {
    "text-box": "原文件含有文本框或图形",
    "extension": "原文件含有迷你图、高级条件格式等扩展内容",
    "cell-picture": "原文件的单元格中嵌有图片",
    "control": "原文件含有表单控件",
    "object": "原文件含有嵌入对象或新式图表",
    "macro": "原文件含有宏",
    "outside": "原文件含有会打开其他文件、程序或网页的公式或链接",
    "comment-thread": "原文件含有对话式批注",
    "picture": "原文件含有不能原样保留的图片",
    "signature": "原文件带有电子签名",
    "large": "原文件很大，或带格式的空单元格太多",
    "unmarked": "原文件无法改写",
    "strict": "原文件的存储格式特殊",
    "document": "原文件是{kind}",
}

_HEAD = 64 * 1024
_LARGEST = 64 * 1024 * 1024  # of sheets and drawings unpacked
_MOST_CELLS = 400_000  # that exist, filled or only formatted: beyond it, opening them for writing takes minutes and a gigabyte
_CELLS = re.compile(rb"<(?:\w+:)?(?:c|row)[ >/]")
_LOOKED_AT = re.compile(r"xl/(?:worksheets/[^/]+\.xml|drawings/[^/]+\.(?:xml|vml)|workbook\.xml)")
_AS_CELLS = frozenset({FileKind.XLS, FileKind.XLSB, FileKind.ODS, FileKind.CSV, FileKind.HTML, FileKind.XML2003})
_AS_TABLES = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT})
_CANNOT_OPEN = (zipfile.BadZipFile, KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, ParseError)


def answer_to(request: Mapping[str, Any]) -> bytes:
    """The marked copy as asked for by ``write_marked_copy.py``: ``apart`` is why nothing is to be written into the original, empty where it may be."""
    laid = request.get("laid") if not request["apart"] else None
    name = re.split(r"[!/\\]", request["source"])[-1]
    data = b"" if request["apart"] else Path(request["path"]).read_bytes()
    titles: dict[str, str] | None
    fresh = _laid(data, name, laid) if laid else None
    faults = tuple(_fault(item) for item in (laid["faults"] if laid and fresh else request["faults"]))
    if fresh is not None:
        book, titles, how = fresh
    else:
        book, titles, how = (*_nothing(), _apart(request["apart"])) if request["apart"] else _own_workbook(data, name)
    if titles is not None:
        write_marks(book, faults, titles)
    examples = {(form, label): text for form, label, text in request["examples"]}
    results = Results(
        faults=faults, counts=request["counts"], name=name, how=how, titles=titles, examples=examples, slip=tuple(request.get("slip", ()))
    )
    write_result_sheet(book, results)
    return saved(book)


def _fault(item: Mapping[str, Any]) -> Fault:
    fault = fault_from_json(item)
    return replace(fault, kind=replace(fault.kind, example=item.get("example", "")))


def _apart(why: str) -> str:
    return RESULT_APART.format(why=WHY_APART[why])


def _own_workbook(data: bytes, name: str) -> tuple[Any, dict[str, str] | None, str]:
    """The workbook to mark, the name of each of its sheets in it, and what to do with it; an empty one and no names where it stays apart."""
    kind = kind_of(data[:_HEAD], names_inside(data))
    if kind in (FileKind.XLSX, FileKind.XLSM):
        why = _why_apart(data)
        book = None if why else _opened(data)
        if book is not None:
            return book, {sheet.title: sheet.title for sheet in book.worksheets}, RESULT_HOW
        return *_nothing(), _apart(why or "strict")
    if kind in _AS_CELLS:
        raw, _ = read_data(data, kind, name)
        if raw is not None:
            book, titles = write_plain_book(raw)
            return book, titles, f"{RESULT_CONVERTED.format(kind=KIND_NAMES[kind])}{RESULT_HOW}"
    why = WHY_APART["document"].format(kind=KIND_NAMES[kind])
    return *_nothing(), RESULT_APART.format(why=why)


def _laid(data: bytes, name: str, laid: Mapping[str, Any]) -> tuple[Any, dict[str, str], str] | None:
    """The fresh blank with the contents, and what to do with it; None where the file itself is the workbook to mark, or holds what the blank does not."""
    kind = kind_of(data[:_HEAD], names_inside(data))
    if kind not in _AS_CELLS and kind not in _AS_TABLES:
        return None
    book = _opened(b64decode(laid["book"]))
    if book is None:
        return None
    how = RESULT_LAID.format(kind=KIND_NAMES[kind])
    if kind in _AS_TABLES:
        how += RESULT_TEXT_LEFT
    else:
        raw, _ = read_data(data, kind, name)
        if raw is None or left_behind(raw, book):
            return None
    return book, {sheet.title: sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"}, f"{how}{RESULT_HOW}"


def _why_apart(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {info.filename.replace("\\", "/").lower(): info for info in package.infolist()}
        wanted = {name: info for name, info in members.items() if _LOOKED_AT.fullmatch(name)}
        if sum(info.file_size for info in wanted.values()) > _LARGEST:
            return "large"
        parts = {name: package.read(info) for name, info in wanted.items()}
    exist = sum(len(_CELLS.findall(part)) for name, part in parts.items() if name.startswith("xl/worksheets/"))
    return "large" if exist > _MOST_CELLS else what_is_lost(members, parts)


def _opened(data: bytes) -> Any:
    """The workbook ready to be changed, without an earlier sheet of results; None where it cannot be opened for that."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl would drop was looked for before
            book = load_workbook(io.BytesIO(data), rich_text=True)
    except _CANNOT_OPEN:
        return None
    for sheet in [sheet for sheet in book.worksheets if sheet.title.startswith(wording.RESULT_SHEET) and _is_ours(sheet)]:
        book.remove(sheet)
    return book if book.worksheets else None


def _is_ours(sheet: Any) -> bool:
    return str(sheet.cell(1, 1).value or "").startswith(wording.RESULT_TITLE.format(name=""))


def _nothing() -> tuple[Any, None]:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book, None


_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|contentPart)[\s>]")
_CONTROL = re.compile(rb'ObjectType="(?!Note")')
_STRICT = b"purl.oclc.org/ooxml"
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]+)</")
_REACHING = re.compile(  # formulas that start a program, open a file or fetch a page when a person agrees to update
    r"\||\[|\\\\|://|(?:HYPERLINK|WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE|IMPORT[A-Z]+|SQL\.REQUEST)\s*\(", re.IGNORECASE
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")  # UTF-16: nothing here could be found in it
_BY_NAME = (
    ("outside", ("xl/externallinks/", "xl/connections", "xl/querytables/")),
    ("cell-picture", ("xl/cellimages", "xl/richdata/")),
    ("control", ("xl/ctrlprops/", "xl/activex/")),
    ("object", ("xl/embeddings/", "xl/charts/chartex", "xl/slicers/", "xl/timelines/", "xl/model/", "xl/diagrams/")),
    ("comment-thread", ("xl/threadedcomments/",)),
    ("signature", ("_xmlsignatures/",)),
    ("macro", ("xl/vbaproject", "xl/macrosheets/")),
)
_UNKEPT_PICTURES = (".emf", ".wmf", ".svg", ".tif", ".tiff", ".wdp")


def what_is_lost(names: Iterable[str], parts: Mapping[str, bytes]) -> str:
    """A key of ``WHY_APART`` for the first thing that would be lost; empty where all can be kept.

    ``names`` are all parts of the package, ``parts`` the contents of its sheets and drawings and of ``xl/workbook.xml``, both in lower case.
    """
    for name in names:
        for why, starts in _BY_NAME:
            if name.startswith(starts):
                return why
        if name.startswith("xl/media/") and name.endswith(_UNKEPT_PICTURES):
            return "picture"
    return next((why for name, content in parts.items() if (why := _lost_in(name, content))), "")


def _lost_in(name: str, content: bytes) -> str:
    if name == "xl/workbook.xml":
        return "strict" if _STRICT in content else ""
    if name.endswith(".vml"):
        return "control" if _CONTROL.search(content) else ""
    if "/drawings/" in name:
        return "text-box" if _SHAPE.search(content) else ""
    if content.startswith(_WIDE):
        return "strict"
    if any(_REACHING.search(unescape(formula.decode("utf-8", "replace"))) for formula in _FORMULA.findall(content)):
        return "outside"
    if b"<extLst" in content or b":extLst" in content:
        return "extension"
    if b"legacyDrawingHF" in content:
        return "picture"
    return "control" if b"<controls" in content or b"<oleObjects" in content else ""
