"""Why the system or a parser refused, in words of ours: what they say themselves is English."""

from __future__ import annotations

import errno
import re

from tomli import TOMLDecodeError

# why the system or a parser refused
SYSTEM_REASONS = {
    "denied": "没有权限",
    "full": "磁盘已满",
    "read-only": "磁盘只读",
    "absent": "没有这个文件或文件夹",
    "folder": "它是文件夹，不是文件",
    "no-folder": "路径中有一段不是文件夹",
    "exists": "已经存在",
    "long-name": "名称太长",
    "device": "磁盘读写出错",
    "busy": "正被别的程序使用",
    "large": "超出了系统允许的文件大小",
    "network": "网络盘没有回应",
    "links": "快捷方式互相指向",
}
SYSTEM_NUMBER = "系统错误 {number}"
TOML_AT = "第{line}行第{column}列附近，请看引号、括号、等号是否成对写全"
TOML_DAY = "第{line}行的日期“{written}”要写成 {right}（月、日都是两位）"
TOML_AT_END = "在文件末尾，最后一处没有写完"
NOT_UTF_8 = "文件不是 UTF-8 编码（第{line}行起），请用记事本打开，“另存为”时编码选 UTF-8"

TWICE = "，同一个键（或同一段）写了两次"
_TWICE = ("overwrite", "twice", "Duplicate")  # what the parser says of it
_SHORT_DAY = re.compile(r"=\s*((\d{4})[-/.](\d{1,2})[-/.](\d{1,2}))\s*$")
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
    return SYSTEM_REASONS[word] if word else SYSTEM_NUMBER.format(number=error.errno or type(error).__name__)


def toml_reason(error: TOMLDecodeError, text: str = "") -> str:
    """Where a TOML file breaks off: 第12行第8列附近; of a day that lacks a nought in its text, what to write instead."""
    found = _AT.search(str(error))
    if found is None:
        return TOML_AT_END
    line = next(iter(text.splitlines()[int(found[1]) - 1 : int(found[1])]), "")
    day = _SHORT_DAY.search(line.split("#")[0])
    if day is None:
        return TOML_AT.format(line=found[1], column=found[2])
    return TOML_DAY.format(line=found[1], written=day[1], right=f"{day[2]}-{int(day[3]):02d}-{int(day[4]):02d}")


def text_reason(error: UnicodeDecodeError) -> str:
    """Why bytes are no text of ours: not UTF-8, from which line on."""
    return NOT_UTF_8.format(line=error.object.count(b"\n", 0, error.start) + 1)
