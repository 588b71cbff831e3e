"""Text as typed, text for matching, and text fit to be shown: the one place where strings are normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_WIDE = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"), ("！", "!"), ("？", "?"))
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〔": "(", "〕": ")", "【": "(", "】": ")", "{": "(", "}": ")", "﹝": "(", "﹞": ")"})
_BRACKET = re.compile("[" + "".join(re.escape(chr(code)) for code in _BRACKETS) + "]")

_NAME = 64  # a longer text is no name

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and zero-width marks, half characters, line separators
_KEPT_IN_LINES = "\n\t"
_NONCHARACTERS = {0xFFFE: None, 0xFFFF: None}
_JOINERS = "\u200c\u200d"  # letters of some scripts, and signs made of several, are joined by them
_MOVING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
_MERELY_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff]")


def for_matching(text: str) -> str:
    """A key for comparison: NFKC, without any white space or invisible characters, one kind of bracket, lower case.

    The text as typed is never replaced by it.
    """
    return _name_for_matching(text) if len(text) <= _NAME else _for_matching(text)


def _for_matching(text: str) -> str:
    for wide, plain in _WIDE:  # as NFKC does; a text in which it finds nothing to do it passes on eighty times as fast
        text = text.replace(wide, plain)
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isprintable():  # invisible characters are none that can be printed; to replace character by character is slow
        folded = folded.translate(_INVISIBLE)
    folded = "".join(folded.split())
    return (folded.translate(_BRACKETS) if _BRACKET.search(folded) else folded).casefold()


_name_for_matching = lru_cache(maxsize=8192)(_for_matching)  # names, titles and choices are compared over and over


def is_blank(value: object) -> bool:
    """True when nothing can be seen in a cell or a text: nothing at all, spaces of any width, zero-width characters, line breaks (C21).

    The one idea of an empty cell: whatever is no text (0, False, a date) is something.
    """
    if value is None or value == "":
        return True
    if not isinstance(value, str) or value[:1].isalnum():
        return False
    for character in value:
        if character.isprintable() and not character.isspace():
            return False
    return not for_matching(value)


def tidy(text: str) -> str:
    """Text for display and storage in a row: outer blanks off, inner runs of blanks single, line breaks kept."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in (re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in lines) if line)


def shown(text: str, *, lines: bool = False) -> str:
    """Text with everything that cannot be seen, or that moves what stands around it, written out (``\\x1b``, ``\\u202e``, ``\\ufeff``).

    On one line, unless it may have ``lines``. A name that arrived in GBK is shown as its author wrote it.
    """
    if any("\udc80" <= character <= "\udcff" for character in text):
        text = _as_gbk(text)
    if text.isprintable():
        return text
    kept = _KEPT_IN_LINES if lines else ""
    return "".join(
        _written_out(character) if unicodedata.category(character) in _UNSEEN and character not in kept else character for character in text
    )


def tamed(text: str) -> str:
    """The words of other people as a document prints them: what moves the text around it is written out, what is merely unseen is left out.

    Line breaks and the joiners of foreign scripts stay.
    """
    if text.isprintable():
        return text
    return _MERELY_UNSEEN.sub("", _MOVING.sub(lambda found: _written_out(found[0]), text.replace("\r\n", "\n").replace("\r", "\n")))


def bare(text: str) -> str:
    """A name without anything that cannot be seen, for a place where it must be read again as what it is."""
    if text.isprintable():
        return text
    return "".join(character for character in text if unicodedata.category(character) not in _UNSEEN or character in _JOINERS).translate(
        _NONCHARACTERS
    )


def tame(value: object) -> Any:
    """The same for everything in a record that a template is filled with: texts in lists and tables."""
    if isinstance(value, str):
        return tamed(value)
    if isinstance(value, Mapping):
        return {key: tame(item) for key, item in value.items()}
    return [tame(item) for item in value] if isinstance(value, list | tuple) else value


def _as_gbk(text: str) -> str:
    try:
        return text.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return text


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
LONGEST = 60  # characters: 180 bytes in UTF-8, with room for a number and the ending below 255


def safe_name(text: str) -> str:
    """A name for a file or folder on Windows, macOS and Linux: NFC, without forbidden signs, edges clean, never reserved, never empty."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    name = " ".join(name.split())[:LONGEST].strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name
