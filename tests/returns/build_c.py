"""C: how a value is written. Each function makes one file a value, each of another department, and says where the value stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from returns.paper import LINE, Files, Rows, book, docx, page, saved, stored, xlsx

UNITS = (
    "区财政局",
    "区民政局",
    "区教育局",
    "区司法局",
    "区审计局",
    "区物价局",
    "区统计局",
    "区农委",
    "区粮食局",
    "区科技局",
    "区商务局",
    "区住建局",
    "区环保局",
    "区人防办",
    "区气象局",
    "区金融办",
    "区总工会",
    "区残联",
    "区房管局",
    "区档案局",
    "区地震局",
    "区外办",
    "区侨办",
    "区国税局",
)
FIGURES = ("item", "count", "amount", "rate", "due", "public", "phone")
Given = Sequence[Any]
LONG = "超过承诺时限办结的情形主要是窗口人员调整"


def each(given: Given, rows: Callable[[str, Any], Rows]) -> Files:
    """One file for each value, from the departments in order."""
    return {f"{at:02}-{unit}.xlsx": xlsx(rows(unit, value)) for at, (unit, value) in enumerate(zip(UNITS, given, strict=False), 1)}


def filed_on(given: Given) -> Files:
    """填报日期 of 附件2."""
    return each(given, lambda unit, value: page(unit=unit, date=value))


def item(given: Given) -> Files:
    return each(given, lambda unit, value: page(unit=unit, body=[[1, value, *LINE[1:]]]))


def problem(given: Given) -> Files:
    return each(given, lambda unit, value: page(unit=unit, body=[[1, LINE[0], value, LINE[2]]]))


def problem_alone(given: Given) -> Files:
    """A row in which nothing else is filled."""
    return each(given, lambda unit, value: page(unit=unit, body=[[1, "", value, ""]]))


def rectification(given: Given) -> Files:
    return each(given, lambda unit, value: page(unit=unit, body=[[1, *LINE], [2, "代理记账许可", "未公示收费依据", value]]))


def whole_row(given: Given) -> Files:
    """Every value of the row."""
    return each(given, lambda unit, value: page(unit=unit, body=[[1, value, value, value]]))


def named(given: Given) -> Files:
    """What stands in the unit cell; the file name says nothing."""
    return {f"{at:02}.xlsx": xlsx(page(unit=value)) for at, value in enumerate(given, 1)}


def _figure(column: str) -> Callable[[Given], Files]:
    at = FIGURES.index(column)

    def build(given: Given) -> Files:
        return each(
            given, lambda unit, value: page("figures", unit=unit, body=[[1, LINE[0], *[value if n == at else "" for n in range(1, 7)]]])
        )

    return build


count, amount, rate, due, public, phone = (_figure(column) for column in FIGURES[1:])


def stored_as_percent(given: Given) -> Files:
    """A rate shown as percent."""
    made = book(("Sheet1", page("figures", body=[[1, LINE[0], "", "", given[0]]])))
    made.worksheets[0]["E5"].number_format = "0.00%"
    return {"01-区财政局.xlsx": saved(made)}


def none_beside_problem(given: Given) -> Files:
    return each(given, lambda unit, value: page(unit=unit, body=[[1, value, "", ""], [2, *LINE]]))


def formula_text(given: Given) -> Files:
    """What a spreadsheet makes of text that begins like a formula: a formula, with #NAME? stored."""
    files: Files = {}
    for at, (unit, formula) in enumerate(zip(UNITS, given, strict=False), 1):
        made = book(("Sheet1", page(unit=unit, body=[[1, LINE[0], "", LINE[2]]])))
        made.worksheets[0]["C5"] = formula
        files[f"{at:02}-{unit}.xlsx"] = stored(saved(made), "C5", formula.removeprefix("="), "#NAME?", "e")
    return files


def cut_off(given: Given) -> Files:
    return each([(LONG * 20)[: given[0]]], lambda unit, value: page(unit=unit, body=[[1, LINE[0], value, LINE[2]]]))


def attachment_there(given: Given) -> Files:
    return {
        "区财政局/附件2.xlsx": xlsx(page(body=[[1, *LINE[:2], given[0]]])),
        "区财政局/整改情况附页.docx": docx(["会计从业资格许可超时办结的两件，经办人已约谈，制度已修订。"]),
    }
