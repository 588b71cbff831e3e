"""Chinese words that the readers must recognise in a file or put into a message."""

from __future__ import annotations

import re
import unicodedata

from duchá.terms.text import for_matching
from duchá.workbooks.sheets.model import FileKind

KIND_NAMES = {
    FileKind.XLSX: "Excel 工作簿（.xlsx）",
    FileKind.XLSM: "含宏的 Excel 工作簿（.xlsm）",
    FileKind.XLSB: "Excel 二进制工作簿（.xlsb）",
    FileKind.XLS: "旧版 Excel/WPS 表格（.xls/.et）",
    FileKind.ODS: "OpenDocument 表格（.ods）",
    FileKind.ODT: "OpenDocument 文字文档（.odt）",
    FileKind.CSV: "文本表格（.csv/.txt）",
    FileKind.HTML: "网页（HTML）",
    FileKind.XML2003: "XML 电子表格 2003",
    FileKind.DOCX: "Word 文档（.docx）",
    FileKind.DOC: "旧版 Word 文档（.doc）",
    FileKind.PDF: "PDF 文件",
    FileKind.IMAGE: "图片",
    FileKind.ZIP: "ZIP 压缩包",
    FileKind.ARCHIVE: "压缩包（RAR/7z 等）",
    FileKind.MAIL: "邮件（.eml）",
    FileKind.MAILBOX: "邮箱文件（.mbox）",
    FileKind.OUTLOOK: "Outlook 邮件（.msg）",
    FileKind.TNEF: "Outlook 附件包（winmail.dat）",
    FileKind.OFD: "OFD 版式文件",
    FileKind.SLIDES: "演示文稿",
    FileKind.ENCRYPTED: "加密的 Office 文件",
    FileKind.PROGRAM: "程序或脚本",
    FileKind.EMPTY: "空文件",
    FileKind.UNKNOWN: "无法识别的内容",
}

# 密级标志: a level with a star or a term; alone only where it stands by itself. Looked for in text without blanks: 机　密 ★ 5 年 is one.
_LEVEL = "(?:[绝絕]密|[机機]密|[秘祕]密)"
_TERM = "(?:[0-9]+|[一二三四五六七八九十]+)(?:年|个月|月|天|日)|长期"
STARS = frozenset("★☆*✩✭⭐✰✪⋆")
_STARRED = re.compile(f"{_LEVEL}级?[{''.join(sorted(STARS))}]")
_TERMED = re.compile(rf"(?<!国家)(?<!商业)(?<!工作)(?<!个人)(?<!保守)(?<!泄露){_LEVEL}级?\(?(?:{_TERM})")
_ALONE = re.compile(rf"(?:密级:?)?\(?{_LEVEL}级?\)?")
_IN_NAME = re.compile(r"(?<![\u4e00-\u9fff])(?:[绝絕]\s*密|[机機]\s*密|[秘祕]\s*密)\s*级?(?![\u4e00-\u9fff])")

DENSE = "密"  # every mark contains it: a text without it needs no closer look


def carries_mark(text: str) -> bool:
    """True where a text carries 密级标志: a level with ★ or a term (``机密★1年``), with or without blanks between its signs."""
    if DENSE not in text:
        return False
    plain = for_matching(text)
    return _STARRED.search(plain) is not None or _TERMED.search(plain) is not None


def is_mark(text: str) -> bool:
    """True where a heading says nothing but a level (``机密``, ``密级：秘密``), or carries a full mark."""
    return DENSE in text and (_ALONE.fullmatch(for_matching(text)) is not None or carries_mark(text))


def name_carries_mark(name: str) -> bool:
    """True where the name of a file or folder carries a level by itself (``附件2(秘密).xls``) or a full mark."""
    return DENSE in name and (carries_mark(name) or _IN_NAME.search(unicodedata.normalize("NFKC", name)) is not None)


REASONS = {
    "cut": "文件尾部缺失",
    "crc": "内部校验不符",
    "size": "内部声明的大小与实际不符",
    "parts": "内部文件过多",
    "inflated": "展开后过大",
    "sheets": "工作表过多",
    "cells": "单元格过多",
    "rows": "行数过多",
    "twins": "有两个同名的内部文件",
    "overlap": "内部文件相互重叠",
    "method": "采用了不支持的压缩方式",
    "part-encrypted": "内部文件带密码",
    "missing": "缺少必要的内部文件",
    "no-sheets": "没有工作表",
    "xml": "内部文本格式错误",
    "index": "单元格所指的文字编号不是数字",
    "encoding": "内部文字编码不受支持",
    "depth": "内部层次过深",
    "quote": "引号没有闭合",
    "field": "单个字段过长",
    "died": "读取程序中途退出",
    "time": "读取超过时限",
    "memory": "读取所需内存过大",
    "reader": "读取程序认为内容有误",
    "nothing": "没有读到任何内容",
    "nested": "压缩包里还有压缩包，层数过多",
    "packed": "压缩包里还有 RAR、7z 等压缩包，请先解压",
    "no-name": "附件没有内容",
    "half": "没有下载完",
    "member-size": "文件过大",
    "member-count": "文件过多",
    "system": "系统读取出错",
    "bytes": "内容不是文字",
}

WHAT = {
    "directory": "文件夹",
    "link": "快捷方式或链接",
    "special": "设备或管道",
    "rar": "RAR",
    "7z": "7z",
    "zip": "ZIP 压缩包",
    "other": "压缩文件",
    "mail": "邮件",
    "mailbox": "邮箱文件（.mbox）",
    "outlook": "Outlook 邮件（.msg）",
    "tnef": "Outlook 附件包（winmail.dat）",
    "source": "原文件",
}
TABLE_NAME = "表{number}"
