"""Why the system or a parser refused, in words of ours: what they say themselves is English."""

from __future__ import annotations

import errno
import re

from tomli import TOMLDecodeError

from duchá.terms import wording

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_NUMBERS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
    errno.ENOENT: "absent",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no-folder",
    errno.EEXIST: "exists",
    errno.ENAMETOOLONG: "long-name",
    errno.EIO: "device",
    errno.EBUSY: "busy",
    errno.EFBIG: "large",
    errno.ENODEV: "device",
    errno.ETIMEDOUT: "network",
    errno.ENOTCONN: "network",
    errno.ELOOP: "links",
}


def system_reason(error: OSError) -> str:
    """Why the operating system refused: 磁盘已满; a number where there are no words for it."""
    word = _NUMBERS.get(error.errno or 0)
    return wording.SYSTEM_REASONS[word] if word else wording.SYSTEM_NUMBER.format(number=error.errno or type(error).__name__)


def toml_reason(error: TOMLDecodeError) -> str:
    """Where a TOML file breaks off: 第12行第8列附近."""
    found = _AT.search(str(error))
    return wording.TOML_AT.format(line=found[1], column=found[2]) if found else wording.TOML_AT_END


def text_reason(error: UnicodeDecodeError) -> str:
    """Why bytes are no text of ours: not UTF-8, from which line on."""
    return wording.NOT_UTF_8.format(line=error.object.count(b"\n", 0, error.start) + 1)
