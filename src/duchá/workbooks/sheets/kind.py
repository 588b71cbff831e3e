"""What a file really is: told by its first bytes and the names inside it, never by its extension."""

from __future__ import annotations

import re
import zlib

from duchá.workbooks.sheets.model import FileKind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF", b"\x28\xb5\x2f\xfd", b"ustar")
_TNEF = b"\x78\x9f\x3e\x22"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"RIFF")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")  # BOF of xls without OLE
_FIRST_PART, _LONGEST_TYPE = b"mimetype", 200
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.(?:oasis\.opendocument|sun\.xml)\.([a-z]+)")
_OPEN_DOCUMENTS = {
    b"spreadsheet": FileKind.ODS,
    b"calc": FileKind.ODS,
    b"text": FileKind.ODT,
    b"writer": FileKind.ODT,
    b"presentation": FileKind.SLIDES,
    b"impress": FileKind.SLIDES,
}
_SCRIPT = re.compile(
    rb"^\s*(@echo\s+off|on error resume next|(option\s+explicit)|(set|dim|var|const|let|function|createobject)\b[^,\t\r\n]*(=|\())",
    re.IGNORECASE,
)
_MAIL = re.compile(
    rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:From|Received|MIME-Version|Return-Path|Message-ID|Subject|Date|X-Mailer):",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rb"\AFrom [^\n]*\n(?:[>A-Za-z][A-Za-z0-9-]*:|>From )")  # the line that begins each mail of a mailbox, then its head
_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "__macosx", "ehthumbs.db", "$recycle.bin", ".directory", "icon\r"})
_HALF_ENDINGS = (
    ".crdownload",
    ".part",
    ".partial",
    ".download",
    ".td",
    ".xltd",
    ".tdl",
    ".!ut",
    ".opdownload",
    ".filepart",
    ".baiduyun.downloading",
)


def kind_of(head: bytes, names: frozenset[str] = frozenset()) -> FileKind:
    """The kind told by the first bytes (some kilobytes) and the names of zip parts or OLE streams inside."""
    if not head:
        return FileKind.EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_open_document(head) or _kind_of_zip(names)
    if head.startswith(_OLE):
        return _kind_of_ole(names)
    plain = ((_BIFF, FileKind.XLS), (_ARCHIVES, FileKind.ARCHIVE), (_PROGRAMS, FileKind.PROGRAM), (_IMAGES, FileKind.IMAGE))
    for starts, kind in plain:
        if head.startswith(starts):
            return kind
    if head.startswith(_TNEF):
        return FileKind.TNEF
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    return _kind_by_place(head) or _kind_of_text(head)


def _kind_by_place(head: bytes) -> FileKind | None:
    """Kinds whose sign does not stand at the very beginning, or is too short to be trusted alone."""
    if head[257:262] == b"ustar":
        return FileKind.ARCHIVE
    bitmap = head.startswith(b"BM") and len(head) > 18 and head[6:10] == b"\0\0\0\0"
    return FileKind.IMAGE if bitmap or head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix") else None


def _kind_of_open_document(head: bytes) -> FileKind | None:
    """What the first part of an OpenDocument file says it is, where it stands there as the format wants it; None where it does not."""
    if head[30:38] != _FIRST_PART:
        return None
    begin = 38 + int.from_bytes(head[28:30], "little")
    text = head[begin : begin + _LONGEST_TYPE]
    if head[8:10] == b"\x08\x00":  # compressed, which the format does not want and some programs do
        try:
            text = zlib.decompressobj(-zlib.MAX_WBITS).decompress(text, _LONGEST_TYPE)
        except zlib.error:
            return None
    said = _OPEN_DOCUMENT.match(text)
    return _OPEN_DOCUMENTS.get(said[1], FileKind.UNKNOWN) if said else None


def _kind_of_zip(names: frozenset[str]) -> FileKind:
    low = {name.replace("\\", "/").lower() for name in names}
    if "xl/workbook.bin" in low:
        return FileKind.XLSB
    if "word/document.xml" in low:
        return FileKind.DOCX
    if "xl/workbook.xml" in low or any(name.startswith("xl/worksheets/") for name in low):
        return FileKind.XLSM if "xl/vbaproject.bin" in low else FileKind.XLSX
    if "content.xml" in low and ("mimetype" in low or "meta-inf/manifest.xml" in low):
        return FileKind.ODS
    if "ofd.xml" in low:
        return FileKind.OFD
    if "[content_types].xml" in low:
        return FileKind.SLIDES if any(name.startswith("ppt/") for name in low) else FileKind.XLSX
    return FileKind.ZIP


def _kind_of_ole(names: frozenset[str]) -> FileKind:
    if "EncryptedPackage" in names:
        return FileKind.ENCRYPTED
    if "Workbook" in names or "Book" in names or "WORKBOOK" in names or "BOOK" in names:
        return FileKind.XLS
    if "WordDocument" in names:
        return FileKind.DOC
    if "PowerPoint Document" in names:
        return FileKind.SLIDES
    return FileKind.OUTLOOK if "__properties_version1.0" in names else FileKind.UNKNOWN


def _kind_of_text(head: bytes) -> FileKind:
    plain = _as_ascii(head)
    if plain is None:
        return FileKind.UNKNOWN
    start = plain.lstrip()[:4096].lower()
    if start.startswith(b"<"):
        return _kind_of_markup(start)
    if _SCRIPT.match(plain):
        return FileKind.PROGRAM
    if _MAILBOX.match(plain):
        return FileKind.MAILBOX
    if _MAIL.match(plain.lstrip()):
        return FileKind.MAIL
    return FileKind.CSV


def _kind_of_markup(start: bytes) -> FileKind:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b'progid="excel.sheet"' in start:
        return FileKind.XML2003
    if b"<script" in start and b"<table" not in start and b"<html" not in start:
        return FileKind.PROGRAM
    if (
        start.startswith((b"<html", b"<table", b"<!doctype html", b"<meta", b"<body", b"<head", b"<div", b"<style"))
        or b"<table" in start
        or b"<html" in start
    ):
        return FileKind.HTML
    return FileKind.CSV if not start.startswith(b"<?xml") else FileKind.UNKNOWN


def _as_ascii(head: bytes) -> bytes | None:
    """Text bytes with UTF-16 folded to one byte a character; None where it is not text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        even = head[2:] if len(head) % 2 == 0 else head[2:-1]
        return even.decode("utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be", "replace").encode("ascii", "replace")
    plain = head.removeprefix(b"\xef\xbb\xbf")
    controls = len(plain.translate(None, bytes(range(9)) + bytes(range(14, 32))))
    if len(plain) - controls > len(plain) // 100:
        return None
    return plain


def is_system_file(name: str) -> bool:
    """True for what programs leave behind and nobody sent: ``~$x``, ``.~x``, ``._x``, ``Thumbs.db``, ``.DS_Store``, ``__MACOSX``…"""
    low = name.lower()
    return (
        low in _SYSTEM_NAMES or low.startswith(("~$", ".~", "._", "~wrl", ".__wpstemp")) or (low.startswith("~") and low.endswith(".tmp"))
    )


def is_half_download(name: str) -> bool:
    """True for a download that did not finish (未下载完): it is named to the clerk, never read."""
    return name.lower().endswith(_HALF_ENDINGS)


CONTAINERS = (FileKind.ZIP, FileKind.MAIL, FileKind.MAILBOX, FileKind.OUTLOOK, FileKind.TNEF)  # opened, their members taken one by one

_EXTENSIONS = {
    FileKind.XLSX: (".xlsx", ".xltx"),
    FileKind.XLSM: (".xlsm", ".xltm"),
    FileKind.XLSB: (".xlsb",),
    FileKind.XLS: (".xls", ".et", ".xlt", ".ett"),
    FileKind.ODS: (".ods", ".ots"),
    FileKind.ODT: (".odt", ".ott"),
    FileKind.CSV: (".csv", ".txt", ".tsv"),
    FileKind.HTML: (".html", ".htm", ".mht"),
    FileKind.XML2003: (".xml",),
    FileKind.DOCX: (".docx", ".dotx", ".docm"),
    FileKind.ZIP: (".zip",),
    FileKind.MAIL: (".eml",),
    FileKind.MAILBOX: (".mbox",),
    FileKind.OUTLOOK: (".msg",),
    FileKind.PDF: (".pdf",),
    FileKind.DOC: (".doc", ".wps"),
    FileKind.OFD: (".ofd",),
}


def usual_extensions(kind: FileKind) -> tuple[str, ...]:
    """The file extensions that go with a kind; empty where any will do."""
    return _EXTENSIONS.get(kind, ())
