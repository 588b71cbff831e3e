"""Names that every file system accepts, made from what people wrote (CON, ``a:b``, a trailing dot)."""

from __future__ import annotations

import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
LONGEST = 60  # characters: 180 bytes in UTF-8, with room for a number and the ending below 255


def safe_name(text: str) -> str:
    """A name for a file or folder on Windows, macOS and Linux: NFC, without forbidden signs, edges clean, never reserved, never empty."""
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    name = " ".join(name.split())[:LONGEST].strip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name
