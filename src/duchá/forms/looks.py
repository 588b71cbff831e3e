"""How a blank looks: fonts, borders, alignment, by the habits of official annex tables (公文附件)."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.rulebook.form import ColumnKind

# no spreadsheet takes a list of fonts: family and character set beside the name lead a program without the font to a near one
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋"

_GB2312, _ROMAN, _MODERN = 134, 1, 3
_CENTRED = {ColumnKind.SEQUENCE, ColumnKind.DATE, ColumnKind.TIME, ColumnKind.COUNT, ColumnKind.CHOICE, ColumnKind.YES_NO, ColumnKind.PHONE}
_RIGHT = {ColumnKind.AMOUNT, ColumnKind.PERCENT}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLook:
    """A look by name: font, size, alignment, borders, whether it may be typed into."""

    font: str = BODY_FONT
    size: float = 12
    across: str = "left"
    down: str = "center"
    border: str = ""  # "", "box", "line" (under the entry)
    fill: str = ""
    open: bool = False
    format: str = "General"


ANNEX = CellLook(font=HEAD_FONT, size=16)
TITLE = CellLook(font=TITLE_FONT, size=22, across="center")
LABEL = CellLook(size=14, across="right")
ENTRY = CellLook(size=14, border="line", open=True)
FILLED = CellLook(size=14, border="line")
HEAD = CellLook(font=HEAD_FONT, across="center", border="box")
WANTED = CellLook(font=HEAD_FONT, across="center", border="box", fill="FFF2E5C7")
REMARK_LABEL = CellLook(font=HEAD_FONT, across="center", border="box")
REMARK = CellLook(down="top", border="box", open=True, format="@")
NOTE = CellLook(size=12, down="top")


def body_look(kind: ColumnKind, number_format: str) -> CellLook:
    """The look of a column's cells: numbers and dates centred, amounts right, text left; always open."""
    across = "center" if kind in _CENTRED else "right" if kind in _RIGHT else "left"
    return CellLook(across=across, border="box", open=True, format=number_format)


class Looks:
    """Puts looks on cells; each is made once a workbook."""

    def __init__(self) -> None:
        from openpyxl.styles import Side

        self._thin = Side(style="thin", color="FF000000")
        self._made: dict[CellLook, dict[str, Any]] = {}
        self._worn: dict[CellLook, Any] = {}

    def put(self, cell: Any, look: CellLook) -> None:
        """Gives a cell its look: the first cell of a look has it put together, the others get its numbers in the workbook's tables of styles."""
        worn = self._worn.get(look)
        if worn is not None:
            cell._style = worn  # one for all of them: put_text and put_value give a cell its own before they change it
            return
        cell._style = copy(cell._style)
        for name, value in self._styles(look).items():
            setattr(cell, name, value)
        self._worn[look] = cell._style

    def column(self, dimension: Any, look: CellLook) -> None:
        """Gives a whole column its look, for rows that are written later."""
        for name, value in self._styles(look).items():
            if name != "border":
                setattr(dimension, name, value)

    def _styles(self, look: CellLook) -> dict[str, Any]:
        if look not in self._made:
            self._made[look] = self._make(look)
        return self._made[look]

    def _make(self, look: CellLook) -> dict[str, Any]:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection

        thin = self._thin
        border = (
            Border(left=thin, right=thin, top=thin, bottom=thin)
            if look.border == "box"
            else Border(bottom=thin)
            if look.border
            else Border()
        )
        family = _MODERN if look.font == BODY_FONT else _ROMAN
        return {
            "font": Font(name=look.font, size=look.size, charset=_GB2312, family=family),
            "alignment": Alignment(horizontal=look.across, vertical=look.down, wrap_text=True),
            "border": border,
            "fill": PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
            "protection": Protection(locked=not look.open),
            "number_format": look.format,
        }


def put_text(cell: Any, text: str) -> None:
    """Text that stays text, whatever sign it begins with; signs that XML forbids become �."""
    text = _FORBIDDEN.sub("\ufffd", text)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        if text.startswith(_SIGNS):
            cell._style = copy(cell._style)
            cell.quotePrefix = True


def put_value(cell: Any, value: str | int | Decimal | date) -> None:
    """Text as text; a number or a day as such (a day in a cell of text is given the look of a day)."""
    if isinstance(value, str):
        put_text(cell, value)
        return
    cell._style = copy(cell._style)
    cell.value = value
