"""密级标志 wherever a reader of the file would see it (X-06): the file is refused as a whole, and nothing of it is repeated.

A full mark (机密★5年) counts anywhere: cells, hidden sheets, headers, text boxes, notes, charts, properties, names. A level by itself counts
where a heading stands: the first rows of a sheet, page headers, text boxes, titles, names of sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import RawSheet
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import DENSE, STARS, carries_mark, is_mark

_HEADING_ROWS = 8
_DENSE = DENSE.encode()
_DENSE_BY_NUMBER = re.compile(rf"&#(?:0*{ord(DENSE)}|[xX]0*(?i:{ord(DENSE):x}));".encode())
_DECIMAL = str(ord(DENSE)).encode()
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(  # where a stretch of text ends; every other element only dresses a part of it
    r"</(?:\w+:)?(?:p|si|is|c|v|f|text|title|subject|keywords?|description|category|contentStatus|lpwstr|definedName|author|comment"
    r"|(?:odd|even|first)(?:Header|Footer)|user-defined|Data|td|th|tr|li|div|h[1-6]|center|caption|option)\s*>|<br\b[^>]*>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_TITLES = re.compile(
    r"<(?:\w+:)?(title|subject|keywords?|description|category|contentStatus|lpwstr|user-defined)\b[^>]*>(.*?)</(?:\w+:)?\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BOXES = re.compile(r"<(?:\w+:)?(txbxContent|txBody|textbox|text-box)\b[^>]*>(.*?)</(?:\w+:)?\1\s*>", re.DOTALL)
_PAGE_CODES = re.compile(r"&(?:[LCR])")
_PAGE_DRESS = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|[0-9]+|[A-Z])")
_ENCODINGS = (("utf-8", 1), ("utf-16-le", 2), ("utf-16-be", 2), ("gb18030", 1))
_BEFORE, _AFTER, _MOST_PLACES = 24, 48, 20_000


def refuse_marked(sheet: RawSheet, headers: str = "") -> None:
    """Refused where any cell carries a full mark, or a heading, page header, text box or the sheet's name says a level by itself."""
    refuse_marked_headers(headers)
    refuse_marked_text((sheet.name, *sheet.text_boxes), heading=True)
    refuse_marked_text(sheet.comments.values())
    for i, row in enumerate(sheet.rows):
        for at, value in enumerate(row):
            if isinstance(value, str) and DENSE in value:
                refuse_marked_text((value,), heading=i < _HEADING_ROWS)
                refuse_marked_text(_over_two_cells(value, row[at + 1 :]))


def _over_two_cells(level: str, behind: Sequence[object]) -> Iterator[str]:
    """A level by itself together with the next cell in its row that is not empty, where that begins with the star: 机密 │ ★5年."""
    following = next((value for value in behind if value not in (None, "")), None)
    if isinstance(following, str) and following.lstrip()[:1] in STARS and is_mark(level):
        yield level + following


def refuse_marked_headers(headers: str) -> None:
    """The same for page headers and footers as a workbook keeps them, with their codes (``&R&10机密``)."""
    if DENSE in headers:
        sections = (_PAGE_DRESS.sub("", section) for section in _PAGE_CODES.split(headers))
        refuse_marked_text((line for section in sections for line in section.splitlines()), heading=True)


def refuse_marked_text(texts: Iterable[str], *, heading: bool = False) -> None:
    """The same for loose texts."""
    check = is_mark if heading else carries_mark
    if any(check(text) for text in texts):
        raise Refused(faults.CLASSIFIED)


def may_hold_a_mark(part: bytes) -> bool:
    """False for nearly every part: without the one character, however written, there is no mark in it."""
    if _DENSE in part or part.startswith(_WIDE):
        return True
    return b"&#" in part and (_DECIMAL in part or _has_hexadecimal(part)) and _DENSE_BY_NUMBER.search(part) is not None


def _has_hexadecimal(part: bytes) -> bool:
    """Whether any character is written as ``&#x…;``. One letter is looked for: that is far quicker than the three where all text is written by numbers."""
    for letter in (b"x", b"X"):
        at = part.find(letter)
        while at >= 0:
            if part[max(0, at - 2) : at] == b"&#":
                return True
            at = part.find(letter, at + 1)
    return False


def refuse_marked_parts(parts: Iterable[bytes]) -> None:
    """Refused where any XML part carries a full mark in its text or attributes, or a level by itself in a title or a text box."""
    for part in parts:
        if may_hold_a_mark(part):
            refuse_marked_markup(part.decode("utf-16" if part.startswith(_WIDE) else "utf-8", "replace"))


def refuse_marked_markup(markup: str) -> None:
    """The same for the text of one XML or HTML part."""
    refuse_marked_text(_pieces(markup))
    refuse_marked_text(unescape(a or b) for a, b in _ATTRIBUTE.findall(markup) if DENSE in a or DENSE in b or "&#" in a or "&#" in b)
    refuse_marked_text((_plain(text) for _, text in _TITLES.findall(markup)), heading=True)
    refuse_marked_text((piece for _, box in _BOXES.findall(markup) for piece in _pieces(box)), heading=True)


def _pieces(markup: str) -> Iterator[str]:
    return (_plain(piece) for piece in _BLOCK.split(markup) if DENSE in piece or "&#" in piece)


def _plain(piece: str) -> str:
    return unescape(_TAG.sub("", piece))


def refuse_marked_bytes(data: bytes) -> None:
    """Refused where the bytes of a file that is not read any further hold a full mark as text in a usual encoding (.doc, .xls, PDF properties)."""
    for encoding, step in _ENCODINGS:
        sign, at, places = DENSE.encode(encoding), -1, 0
        while (at := data.find(sign, at + 1)) >= 0 and places < _MOST_PLACES:
            places += 1
            for before in range(_BEFORE, 0, -step):  # the first from which on the bytes read as this sign in this encoding
                text = data[max(at % step, at - before) : at + _AFTER].decode(encoding, "replace")
                if DENSE in text:
                    refuse_marked_text((text,))
                    break
