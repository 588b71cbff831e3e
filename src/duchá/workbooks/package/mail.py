"""Words in a mail's header lines: encoded words, RFC 2231 parameters, and the raw GBK bytes that mail programs really send."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

from duchá.workbooks.package.names import bytes_as_name

_FOLD = re.compile(r"[\r\n]+[ \t]*")
_INSIDE_NAME = re.compile("(?<=[\udc80-\udcff])[\r\n]+[ \t]*(?=[\udc80-\udcff])")  # a fold between raw bytes of Chinese, where no word ends
_BROKEN_WORD = re.compile(r"=\?[\w-]+\?[bB]\?[A-Za-z0-9+/=\s]*\?=")  # an encoded word that was itself broken over a line


def header(message: Message, name: str) -> str:
    """One header line as text; empty where there is none."""
    return _decoded(_raw(message, name))


def date_of(text: str) -> datetime | None:
    """The time in a Date line; None where it has no zone or cannot be understood."""
    try:
        sent = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return sent if sent.tzinfo is not None else None


def attachment_name(part: Message) -> str:
    """The file name of an attachment; empty for a part that is none."""
    for line, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        plain: Message = Message()
        plain[line] = _raw(part, line)
        value = plain.get_param(parameter, None, line)
        if isinstance(value, tuple):
            return collapse_rfc2231_value(value).replace("\\", "/").rpartition("/")[2]
        if value:
            return _decoded(str(value)).replace("\\", "/").rpartition("/")[2]
    return ""


def _raw(message: Message, name: str) -> str:
    """The header line with its raw bytes read as UTF-8 or GB18030."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = bytes_as_name(_INSIDE_NAME.sub("", str(value)).encode("utf-8", "surrogateescape"))
            return _FOLD.sub(" ", _BROKEN_WORD.sub(lambda word: "".join(word[0].split()), text))
    return ""


def _decoded(text: str) -> str:
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(piece if isinstance(piece, str) else _in_charset(piece, charset or "") for piece, charset in pieces)


def _in_charset(piece: bytes, charset: str) -> str:
    if not charset:
        return piece.decode("raw-unicode-escape") if piece.isascii() else bytes_as_name(piece)
    try:
        return piece.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
    except (LookupError, UnicodeDecodeError):
        return bytes_as_name(piece)
