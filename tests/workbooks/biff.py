"""An .xls made by hand, record by record, as Excel 97–2003 and WPS write it (BIFF8), without a container around it."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = str | float | tuple[str, int]  # a text, a number; ("error", code), ("shared", number of the text)
_BOF, _EOF, _CODEPAGE, _FONT, _XF, _BOUNDSHEET = 0x0809, 0x000A, 0x0042, 0x0031, 0x00E0, 0x0085
_NUMBER, _LABEL, _HEADER, _BOOLERR, _LABELSST, _SST = 0x0203, 0x0204, 0x0014, 0x0205, 0x00FD, 0x00FC


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Cells by (row, column) from 0; ``styles`` are the numbers of the formats that they are shown in."""

    cells: Mapping[tuple[int, int], Cell]
    name: str = "附件2"
    hidden: int = 0  # 1 hidden, 2 very hidden
    styles: Mapping[tuple[int, int], int] | None = None
    header: str = ""


def biff8(*sheets: Sheet, formats: Sequence[int] = (0,), shared: Sequence[str] = (), declared: int | None = None) -> bytes:
    """The workbook; ``formats`` are the number formats of its styles (31 is 2015年11月18日, without a text of its own).

    ``shared`` are texts that cells name by number, of which the file says that there are ``declared``.
    """
    bodies = [_sheet(sheet) for sheet in sheets]
    globals_ = [
        _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)),
        _record(_CODEPAGE, struct.pack("<H", 1200)),
        *(_record(_FONT, struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 134, 0) + _short("宋体")) for _ in range(5)),
        *(_record(_XF, struct.pack("<HHHBBBBIIH", 0, number, 0x0001, 0x20, 0, 0, 0, 0, 0, 0x20C0)) for number in formats),
    ]
    count = len(shared) if declared is None else declared
    texts = [_record(_SST, struct.pack("<II", count, count) + b"".join(map(_long, shared)))] if shared else []
    names = [_short(sheet.name) for sheet in sheets]
    at = sum(map(len, globals_)) + sum(4 + 6 + len(name) for name in names) + sum(map(len, texts)) + 4
    for sheet, name, body in zip(sheets, names, bodies, strict=True):
        globals_.append(_record(_BOUNDSHEET, struct.pack("<IBB", at, sheet.hidden, 0) + name))
        at += len(body)
    return b"".join([*globals_, *texts, _record(_EOF, b""), *bodies])


def _sheet(sheet: Sheet) -> bytes:
    records = [_record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    if sheet.header:
        records.append(_record(_HEADER, _long(sheet.header)))
    for (row, column), value in sorted(sheet.cells.items()):
        place = struct.pack("<HHH", row, column, (sheet.styles or {}).get((row, column), 0))
        if isinstance(value, str):
            records.append(_record(_LABEL, place + _long(value)))
        elif isinstance(value, tuple):
            what, number = value
            body = bytes([number, 1]) if what == "error" else struct.pack("<I", number)
            records.append(_record(_BOOLERR if what == "error" else _LABELSST, place + body))
        else:
            records.append(_record(_NUMBER, place + struct.pack("<d", value)))
    return b"".join([*records, _record(_EOF, b"")])


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _short(text: str) -> bytes:
    return bytes([len(text), 1]) + text.encode("utf-16-le")


def _long(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
