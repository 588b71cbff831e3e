"""What a row is before its cells are read: a placeholder, a subtotal, the example, a row across the table, or data."""

from __future__ import annotations

import re
from enum import Enum

from duchá.submissions import wording
from duchá.submissions.cells.convert_text import is_nil_word
from duchá.submissions.grammar import NoneSaid, none_said
from duchá.submissions.keys import key
from duchá.submissions.rows.plan import Plan
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import CellValue

SUBTOTAL_PATTERN = r"(?:合计|小计|总计|共计|累计|总数)(?:数|个数|件数|项数|条数|\(.{0,8}\))?[:：]?(?:共|为|计)?[0-9一二三四五六七八九十百]{0,6}(?:个|项|件|条|处|家|人|次)?(?:问题|事项|项目)?(?:个数|件数)?"
PLACEHOLDER_PATTERN = r"(?:[…⋯.。·]{2,}|…|⋯|\.{3,})"
EXAMPLE_PATTERN = r"\(?(?:例|示例|样例|举例|范例|例如|填写示例)\)?[:：]?\d{0,2}"

_PLACEHOLDER = re.compile(PLACEHOLDER_PATTERN)
_SUBTOTAL = re.compile(SUBTOTAL_PATTERN)
_EXAMPLE = re.compile(EXAMPLE_PATTERN)
_NUMBER = re.compile(wording.WRITTEN_NUMBER_PATTERN)
_SUBTOTAL_STARTS = frozenset(wording.SUBTOTAL_STARTS)
_EXAMPLE_STARTS = frozenset(wording.EXAMPLE_STARTS)
_PLACEHOLDER_STARTS = frozenset("…⋯.。·")


class RowKind(Enum):
    """空行 / 占位行 / 合计 / 示例 / 整行写“无” / 分组标题 / 数据."""

    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    SUBTOTAL = "subtotal"
    EXAMPLE = "example"
    NIL = "nil"
    ACROSS = "across"
    SECTION = "section"
    DATA = "data"


def classify(plan: Plan, values: list[CellValue], number: CellValue) -> RowKind:
    """The kind of a row from its cells (without fills) and its number cell."""
    filled = [value for value in values if not is_blank(value)]
    if not filled:
        return _bare(number)
    first = filled[0] if is_blank(number) else number
    if type(first) is str:
        start = first.lstrip()[:1]
        if start in _SUBTOTAL_STARTS and _SUBTOTAL.fullmatch(key(first)):
            return RowKind.SUBTOTAL
        if start in _EXAMPLE_STARTS and _EXAMPLE.fullmatch(key(first)):
            return RowKind.EXAMPLE
    if (
        type(filled[0]) is str
        and filled[0][:1] in _PLACEHOLDER_STARTS
        and all(type(value) is str and _PLACEHOLDER.fullmatch(value.strip()) for value in filled)
    ):
        return RowKind.PLACEHOLDER
    return RowKind.EXAMPLE if plan.shape.examples and _is_example(plan, values) else RowKind.DATA


def _bare(number: CellValue) -> RowKind:
    """A row with nothing but its number cell: a prefilled number, a placeholder (B17), or a sentence that stands there."""
    if is_blank(number):
        return RowKind.BLANK
    if type(number) is not str or _NUMBER.fullmatch(number.strip()) or _PLACEHOLDER.fullmatch(number.strip()):
        return RowKind.PLACEHOLDER
    if is_nil_word(number.strip()) or none_said(number).value >= NoneSaid.LIKELY.value:
        return RowKind.NIL
    if _SUBTOTAL.fullmatch(key(number)):
        return RowKind.SUBTOTAL
    return RowKind.ACROSS


def _is_example(plan: Plan, values: list[CellValue]) -> bool:
    """True when the row is the declared example, word for word (D09)."""
    by_column = {planned.at: value for planned, value in zip(plan.shape.columns, values, strict=True)}
    for at, example in plan.shape.examples:
        value = by_column[at]
        if type(value) is not str or not len(example) // 2 <= len(value) <= 3 * len(example) or key(value) != example:
            return False
    return True
