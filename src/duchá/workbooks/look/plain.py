"""The quick look at a plain sheet part: no formula, no error, nothing hidden. Anything else is left to the full look.

A return has thousands of cells and hardly ever one that is not plain; searching bytes is four times as fast as parsing.
It decides nothing on trust: every ``<c`` between ``<sheetData>`` and its end must match, or the full look is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import TypeVar

from duchá.terms.place import parse_address
from duchá.workbooks.look.sheet import SheetLook
from duchá.workbooks.look.styles import Styles
from duchá.workbooks.sheets.model import Box

T = TypeVar("T")

# an address that lies in every grid (columns to ZZ, rows to 999999); it is caught where the cell holds a value, which is the first way to match
_AT = rb"[A-Z]{1,2}[1-9][0-9]{0,5}"
_AS = rb'"(?: s="[0-9]+")?(?: t="(?:s|n|b|str|inlineStr)")?'
_CELL = re.compile(
    rb'<c r="(?:(' + _AT + rb")" + _AS + rb'><(?:v>[^<]+</v>|is><t(?: xml:space="preserve")?>[^<]+</t></is>)</c>'
    rb"|" + _AT + _AS + rb"(?:/>|></c>))"
)
_STYLED = re.compile(rb'<c r="(' + _AT + rb')" s="([0-9]+)"(?: t="[a-zA-Z]+")?><[vi]')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"/>')
_ROOT = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?<worksheet[\s>]")
_HEADER = re.compile(rb"<(odd|even|first)(Header|Footer)>([^<]*)</")
_HEADERS = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)\b")
_OTHER_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_UNUSUAL = (b"<!", b"hidden")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_TAG = 64
_REMEMBERED = 8 * 1024  # bytes of a stretch
_LARGE = 8 * 1024 * 1024


def look_at_plain_sheet(part: bytes, styles: Styles) -> SheetLook | None:
    """What stands in a plain sheet part; None where it is not plain, and never a fault."""
    start, end = part.find(b"<sheetData>"), part.rfind(b"</sheetData>")
    if start < 0 or end < start or len(part) > _LARGE or _ROOT.match(part) is None:
        return None
    pieces = _CELL.split(part[start:end])
    between = b"".join(pieces[::2])  # all but the cells: a tenth of it
    if b"<c" in between or any(word in text for text in (part[:start], between, part[end:]) for word in _UNUSUAL):
        return None
    return _settle(part, (start, end), list(filter(None, pieces[1::2])), styles)


def _settle(part: bytes, data: tuple[int, int], full: list[bytes], styles: Styles) -> SheetLook | None:
    look, after = SheetLook(full=len(full)), part[data[1] :]
    if full:
        addresses = b" ".join(full)
        down = list(map(int, set(addresses.translate(None, _LETTERS).split())))
        across = [parse_address(f"{letters.decode()}1")[1] for letters in set(addresses.translate(None, _DIGITS).split())]
        look.used_rows, look.first, look.last = len(down), (min(down), min(across)), (max(down), max(across))
    if styles.percent or styles.struck or styles.signal:
        _note_styles(look, _STYLED.findall(part, *data), styles)
    merges = _merges(_stretch(after, (b"<mergeCell ",)))
    headers = _headers(_stretch(after, (b"eader", b"ooter"))) if b"eaderFooter" in after else ""
    if merges is None or headers is None:
        return None
    look.merges.update(merges)
    look.headers = headers
    return look


def _note_styles(look: SheetLook, cells: list[tuple[bytes, bytes]], styles: Styles) -> None:
    for kept, wanted in ((look.percents, styles.percent), (look.struck, styles.struck)):
        numbers = {number.encode() for number in wanted}
        kept.update([parse_address(at.decode()) for at, style in cells if style in numbers])
    signals = {number.encode() for number in styles.signal}
    look.signals = sum([style in signals for _, style in cells])


def _stretch(after: bytes, words: tuple[bytes, ...]) -> bytes:
    """What follows a sheet's cells, from shortly before the first of the words to shortly behind the last."""
    found = [(at, after.rfind(word)) for word in words if (at := after.find(word)) >= 0]
    if not found:
        return b""
    return after[max(0, min(first for first, _ in found) - _LONGEST_TAG) : max(last for _, last in found) + _LONGEST_TAG]


def _remembered(read: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """``read`` with a memory: returns made from the same blank are merged alike, and have the same page numbers."""
    remembered = lru_cache(maxsize=256)(read)
    return lambda part: remembered(part) if len(part) <= _REMEMBERED else read(part)


@_remembered
def _merges(part: bytes) -> frozenset[Box] | None:
    """Merged ranges; None where not each of them is written plainly."""
    boxes = set()
    for left, top, right, bottom in _MERGE.findall(part):
        (first, second), (third, fourth) = parse_address((left + top).decode()), parse_address((right + bottom).decode())
        boxes.add((min(first, third), min(second, fourth), max(first, third), max(second, fourth)))
    return frozenset(boxes) if len(boxes) == part.count(b"<mergeCell ") else None


@_remembered
def _headers(part: bytes) -> str | None:
    """Page headers and footers, a line each (every blank has a page number); None where their text needs a parser."""
    texts = [text for _, _, text in _HEADER.findall(part)]
    if len(texts) != len(_HEADERS.findall(part)) or any(map(_OTHER_ENTITY.search, texts)):
        return None
    try:
        return "".join(f"{unescape(text.decode())}\n" for text in texts)
    except UnicodeDecodeError:
        return None
