"""Mishaps on the way: the same story as a web page, a zip, half a download, last year's form…"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duchá.demo.model import Damage, DemoProblem, Story
from duchá.demo.write_package import gbk_zip, small_pdf, typed_workbook, with_cells, without_sheets
from duchá.forms.layout import lay_out
from duchá.rulebook.form import Form

Files = dict[str, bytes]
Phrases = Mapping[str, Any]
Rows = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The unit's workbook as filled in, and the forms in it."""

    forms: tuple[Form, ...]
    content: bytes


def damaged(story: Story, filled: Filled, phrases: Phrases) -> Files:
    """File name → content of what arrives instead of the workbook."""
    return _WAYS.get(story.damage, _as_it_is)(story, filled, phrases)


def stranger(phrases: Phrases) -> Files:
    """A town that is not on the list of departments sends 附件2 all the same (D10)."""
    rows = _typed(phrases["stranger_unit"], "annex2_title", phrases["form_columns"], [["1", "—", "—", "—"]], phrases)
    return {phrases["stranger_name"]: typed_workbook([("Sheet1", rows)]), phrases["temporary_name"]: b"\x05owner"}


def _name(story: Story, phrase: str = "{order:02d}-{unit}.xlsx") -> str:
    return phrase.format(order=story.order, unit=story.unit)


def _as_it_is(story: Story, filled: Filled, phrases: Phrases) -> Files:
    return {_name(story): filled.content}


def _typed(unit: str, annex: str, columns: Sequence[str], body: Rows, phrases: Phrases) -> Rows:
    """A table as somebody types it anew: title, header line in one row, column heads, rows, remark."""
    header = [phrases["unit_label"] + unit, "", phrases["typed_date"]]
    return [[phrases[annex]], header, list(columns), *body, [phrases["remark"]]]


def _body(lines: Sequence[DemoProblem]) -> Rows:
    return [[str(n), line.item, line.problem, line.fix] for n, line in enumerate(lines, 1)]


def _three(story: Story, phrases: Phrases) -> list[tuple[str, Rows]]:
    """All three forms typed anew, without any of our marks."""
    systems = [[str(n), text] for n, text in enumerate(story.systems, 1)]
    return [
        ("Sheet1", _typed(story.unit, "annex2_title", phrases["form_columns"], _body(story.approvals), phrases)),
        ("Sheet2", _typed(story.unit, "annex3_title", phrases["system_columns"], systems, phrases)),
        ("Sheet3", _typed(story.unit, "annex4_title", phrases["check_columns"], _body(story.checks), phrases)),
    ]


def _columns(story: Story, filled: Filled, phrases: Phrases) -> Files:
    body = [
        [str(n), line.item, line.fix, line.problem, phrases["person"], phrases["deadline"]] for n, line in enumerate(story.approvals, 1)
    ]
    own = _typed(story.unit, "annex2_title", phrases["other_columns"], body, phrases)
    rest = without_sheets(filled.content, [form.sheet for form in filled.forms if form.id == "approval"])
    return {_name(story, phrases["columns_name"]): typed_workbook([("Sheet1", own)]), _name(story): rest}


def _unfixed(story: Story, filled: Filled, phrases: Phrases) -> Files:
    """Five faults in one file: two problems without 整改情况, one row without an item, an impossible date, a missing one."""
    layouts = {form.id: (form.sheet, lay_out(form)) for form in filled.forms}
    (sheet2, approval), (sheet3, systems), (sheet4, checks) = (layouts[form.id] for form in filled.forms)
    date2 = next(place.entry.at for place in approval.header if place.field.id == "date")
    date3 = next(place.entry.at for place in systems.header if place.field.id == "date")
    changes = {
        (sheet2, date2): phrases["impossible_date"],
        (sheet2, approval.body(1, "rectification").at): None,
        (sheet3, date3): None,
        (sheet4, checks.body(1, "rectification").at): None,
        (sheet4, checks.body(1, "item").at): None,
    }
    return {_name(story): with_cells(filled.content, changes)}


def _merged_lines(story: Story, filled: Filled, phrases: Phrases) -> Files:
    sheets = _three(story, phrases)
    _, rows = sheets[2]
    rows[1][2] = phrases["date_label"] + phrases["spoken_date"]
    rows.insert(4, ["2", story.checks[-1].item, story.checks[-1].problem, phrases["ditto"]])
    sheets[0] = ("Sheet1", _typed(story.unit, "annex2_title", phrases["form_columns"], [["1", phrases["nil"]]], phrases))
    return {_name(story): typed_workbook(sheets)}


def _other_unit(story: Story, filled: Filled, phrases: Phrases) -> Files:
    return {phrases["other_unit_name"]: filled.content}


def _cut(story: Story, filled: Filled, phrases: Phrases) -> Files:
    return {_name(story): filled.content[: len(filled.content) * 6 // 10]}


def _old_form(story: Story, filled: Filled, phrases: Phrases) -> Files:
    rows = [[phrases["old_title"]], [phrases["unit_label"] + story.unit], list(phrases["old_columns"]), *map(list, phrases["old_rows"])]
    return {_name(story, phrases["old_name"]): typed_workbook([("Sheet1", rows)])}


def _scan(story: Story, filled: Filled, phrases: Phrases) -> Files:
    return {_name(story, phrases["scan_name"]): small_pdf()}


def _csv(story: Story, filled: Filled, phrases: Phrases) -> Files:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_three(story, phrases)[0][1])
    rest = without_sheets(filled.content, [form.sheet for form in filled.forms if form.id == "approval"])
    return {_name(story, phrases["csv_name"]): text.getvalue().encode("gb18030"), _name(story): rest}


def _html(story: Story, filled: Filled, phrases: Phrases) -> Files:
    tables = "".join(
        "<table border=1>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
        for _, rows in _three(story, phrases)
    )
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>{tables}</body></html>'
    return {_name(story, phrases["html_name"]): page.encode("gb18030")}


def _zip(story: Story, filled: Filled, phrases: Phrases) -> Files:
    return {_name(story, phrases["zip_name"]): gbk_zip({_name(story): filled.content})}


def _wrong_name(story: Story, filled: Filled, phrases: Phrases) -> Files:
    name = _name(story, phrases["et_name"])
    return {name: filled.content, phrases["copy_name"].format(name=name): filled.content}


_WAYS: Mapping[Damage, Callable[[Story, Filled, Phrases], Files]] = {
    Damage.COLUMNS: _columns,
    Damage.UNFIXED: _unfixed,
    Damage.OTHER_UNIT: _other_unit,
    Damage.CUT: _cut,
    Damage.OLD_FORM: _old_form,
    Damage.SCAN: _scan,
    Damage.CSV: _csv,
    Damage.HTML: _html,
    Damage.ZIP: _zip,
    Damage.WRONG_NAME: _wrong_name,
    Damage.MERGED_LINES: _merged_lines,
}
