"""Text as typed and text for matching: the one place where strings are normalised."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_WIDE = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("), ("）", ")"), ("！", "!"), ("？", "?"))
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〔": "(", "〕": ")", "【": "(", "】": ")", "{": "(", "}": ")", "﹝": "(", "﹞": ")"})
_BRACKET = re.compile("[" + "".join(re.escape(chr(code)) for code in _BRACKETS) + "]")


def for_matching(text: str) -> str:
    """A key for comparison: NFKC, without any white space or invisible characters, one kind of bracket, lower case.

    The text as typed is never replaced by it.
    """
    for wide, plain in _WIDE:  # as NFKC does; a text in which it finds nothing to do it passes on eighty times as fast
        text = text.replace(wide, plain)
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isprintable():  # invisible characters are none that can be printed; to replace character by character is slow
        folded = folded.translate(_INVISIBLE)
    folded = "".join(folded.split())
    return (folded.translate(_BRACKETS) if _BRACKET.search(folded) else folded).casefold()


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
