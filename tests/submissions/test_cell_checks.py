"""Declared checks (勾稽关系): what fails is named with cells and the number that would be right, one cause once (findings C04)."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings, strategies as st

from duchá.submissions.model import Submission
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, Weight
from submissions.own_rulebook import form_text, parsed, read, read_form_alone, rulebook_text

CASES = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "cell-checks.toml").read_text("utf-8"))["case"]
COLUMNS = """
[[forms.columns]]
id = "town"
title = "乡镇"
key = true
required = true
[[forms.columns]]
id = "total"
title = "合计"
kind = "count"
[[forms.columns]]
id = "city"
title = "城区"
kind = "count"
[[forms.columns]]
id = "country"
title = "农村"
kind = "count"
[[forms.columns]]
id = "major"
title = "重大"
kind = "count"
[[forms.columns]]
id = "funds"
title = "资金（万元）"
kind = "amount"
[[forms.columns]]
id = "rate"
title = "完成率"
kind = "percent"
[[forms.columns]]
id = "kind"
title = "类别"
kind = "choice"
choices = ["城区", "农村"]
"""
CHECK = """
[[forms.checks]]
id = "{id}"
rule = "{rule}"
article = "3"
"""


def checks_text(checks: list[dict[str, str]]) -> str:
    """The declared checks as a rulebook writes them."""
    texts = []
    for at, check in enumerate(checks, 1):
        more = [f'{key} = "{check[key]}"' for key in ("when", "weight", "within", "text") if key in check]
        texts.append(CHECK.format(id=f"c{at}", rule=check["rule"]) + "\n".join(more) + "\n")
    return "".join(texts)


def returned(checks: list[dict[str, str]], rows: list[str]) -> Submission:
    """A return with these rows under these checks."""
    text = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS, checks_text(checks)))
    padded = ["|".join((row.split("|") + [""] * 8)[:8]) for row in rows]
    return read(text, [("monthly", "\n".join(padded))])


def told(fault: Fault) -> str:
    """A fault as the table of cases has it: cell, code, and what the remedy says should stand there."""
    words = dict(fault.words).get("todo", "")
    right = re.search("”(?:应填|应|改为) ?(.+?)(?:。|，另)", words)
    return f"{fault.place.cell} {fault.kind.code} {right[1] if right else ''}".strip()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_declared_checks(case: dict[str, Any]) -> None:
    found = returned(case["checks"], case["rows"])
    assert [told(fault) for fault in found.faults] == case["faults"]


def test_a_fault_names_every_cell_the_numbers_and_the_number_that_would_be_right() -> None:
    (fault,) = returned([{"rule": "total = city + country"}], ["甲镇 | 99 | 3 | 4"]).faults
    assert fault.message == "“合计 = 城区 + 农村”不成立：B4“合计”99，C4“城区”3，D4“农村”4。（第三条）"
    assert fault.remedy == "请核对；其他数无误的，B4“合计”应填 7。"
    assert (fault.form, fault.found, fault.place.sheet, fault.place.label) == ("monthly", "99", "乡镇月报表", "合计")


def test_the_author_may_say_it_in_his_own_words() -> None:
    (fault,) = returned([{"rule": "total = city + country", "text": "合计等于城乡之和"}], ["甲镇 | 99 | 3 | 4"]).faults
    assert fault.message.startswith("“合计等于城乡之和”不成立：")


def test_what_fails_decides_the_status() -> None:
    rows = ["甲镇 | 99 | 3 | 4"]
    weights = {"reject": Status.SENT_BACK, "query": Status.HELD, "note": Status.ACCEPTED}
    assert {w: returned([{"rule": "total = city + country", "weight": w}], rows).status for w in weights} == weights


SUMMARY = """
[[forms.columns]]
id = "cases"
title = "案件总数"
kind = "count"
"""


def both(check: str, monthly: str, summary: str) -> Submission:
    """A return of two forms that must agree."""
    text = rulebook_text(
        form_text("monthly", "乡镇月报表", COLUMNS, checks_text([{"rule": "total = city + country"}])),
        form_text("overview", "案件总表", SUMMARY, CHECK.format(id="agree", rule=check)),
    )
    return read(text, [("monthly", monthly), ("overview", summary)])


ROWS = "甲镇 | 7 | 3 | 4 | | | |\n乙镇 | 5 | 2 | 3 | | | |"


@pytest.mark.parametrize(
    ("rule", "rows", "summary", "expected"),
    [
        ("cases = monthly.total", ROWS, "12", []),
        ("cases = monthly.合计", ROWS, "15", [("案件总表", "A4", "S250", "12")]),
        ("cases = monthly.total", ROWS.replace("7", "9"), "12", [("乡镇月报表", "B4", "S250", "7")]),
    ],
)
def test_two_forms_must_agree(rule: str, rows: str, summary: str, expected: list[tuple[str, str, str, str]]) -> None:
    """A wrong cell in the one is not also a fault of the other."""
    faults = both(rule, rows, summary).faults
    found = [(fault.place.sheet, *told(fault).split(" ", 2)) for fault in faults]
    assert found == expected


# properties: three checks over five columns, filled so that they hold
CHECKS = [{"rule": "total = city + country"}, {"rule": "major <= total"}, {"rule": "sum(total) = sum(city) + sum(country)"}]
ROW = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))


def consistent(parts: list[tuple[int, int, int]]) -> list[list[int]]:
    """Rows in which everything agrees: total, city, country, major."""
    return [[city + country, city, country, min(major, city + country)] for city, country, major in parts]


def lines(rows: list[list[int]]) -> list[str]:
    """The rows as they are typed."""
    return [f"第{at}镇 | " + " | ".join(map(str, row)) for at, row in enumerate(rows, 1)]


@settings(deadline=None, max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_a_form_filled_consistently_is_accepted(parts: list[tuple[int, int, int]]) -> None:
    found = returned(CHECKS, lines(consistent(parts)))
    assert (found.status, found.faults) == (Status.ACCEPTED, ())


@settings(deadline=None, max_examples=80)
@given(st.lists(ROW, min_size=1, max_size=5), st.data())
def test_one_changed_cell_is_found_and_only_its_own_row_is_spoken_of(parts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    rows = consistent(parts)
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 2))
    rows[row][column] += data.draw(st.integers(1, 90))
    found = returned(CHECKS, lines(rows))
    heavy = [fault for fault in found.faults if fault.kind.weight is Weight.REJECT]
    assert found.status is Status.SENT_BACK and len(heavy) == 1
    assert heavy[0].place.cell[1:] == str(4 + row)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=2, max_size=5), st.data(), st.integers(0, 10**6))
def test_what_is_found_does_not_depend_on_the_order_of_the_rows(parts: list[tuple[int, int, int]], data: st.DataObject, seed: int) -> None:
    rows = consistent(parts)
    for _ in range(data.draw(st.integers(0, 2))):
        rows[data.draw(st.integers(0, len(rows) - 1))][data.draw(st.integers(0, 3))] += data.draw(st.integers(1, 60))
    typed = lines(rows)
    mixed = random.Random(seed).sample(typed, len(typed))

    def said(order: list[str]) -> list[tuple[str, str, str]]:
        return sorted(
            (order[int(fault.place.cell[1:]) - 4].split(" ")[0], fault.place.cell[0], told(fault).split(" ", 1)[1])
            for fault in returned(CHECKS, order).faults
        )

    assert said(typed) == said(mixed)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 7 | 3 | 4"], []),
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 99 | 3 | 4"], ["B6 S263"]),
        (["合计 | 99 | 3 | 4", "甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2"], ["B4 S263"]),
        (["甲镇 | 3 | 1 | 2", "小计 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "小计 | 4 | 2 | 2", "合计 | 7 | 3 | 4"], []),
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 若干 | 2", "合计 | 7 | 3 | 4"], ["C5 S114"]),
    ],
)
def test_a_total_row_is_held_against_its_rows(rows: list[str], faults: list[str]) -> None:
    found = returned([], rows).faults
    assert [told(fault) for fault in found if fault.kind.code != "S220"] == faults


def test_a_wrong_total_row_says_the_sum_that_would_be_right() -> None:
    faults = returned([], ["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 99 | 3 | 4"]).faults
    (fault,) = [fault for fault in faults if fault.kind.weight is Weight.REJECT]
    assert fault.message == "“合计”行的“合计”写的是 99，各行相加是 7。" and "合计应填 7" in fault.remedy


DATED = """
[[forms.columns]]
id = "what"
title = "事项"
[[forms.columns]]
id = "done"
title = "完成日期"
kind = "date"
{window}
"""


@pytest.mark.parametrize(
    ("window", "day", "said"),
    [
        ('from = "campaign"', "2018-12-01", "应不早于2019年1月1日"),
        ('from = "campaign"\nuntil = "campaign"', "2020-01-01", "应在2019年1月1日至2019年12月31日之间"),
        ('until = "2019-06-30"', "2019-07-01", "应不晚于2019年6月30日"),
        ('from = "campaign"', "2019-01-01", ""),
        ('until = "2019-06-30"', "2019-06-30", ""),
        ("", "2018-12-01", ""),
    ],
)
def test_a_day_lies_in_the_window_of_its_column(window: str, day: str, said: str) -> None:
    """Finding C05: 2018-12-01 in a campaign of 2019 was accepted."""
    text = rulebook_text(form_text("done", "完成情况表", DATED.format(window=window)))
    faults = read(text, [("done", f"培训 | {day}")]).faults
    assert [(f.kind.code, f.place.cell) for f in faults] == ([("S262", "B4")] if said else [])
    assert all(said in f.message for f in faults)


def test_a_wrong_cell_does_not_also_fail_the_total_row() -> None:
    faults = returned([{"rule": "total = city + country"}], ["甲镇 | 99 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 7 | 3 | 4"]).faults
    assert [told(fault) for fault in faults if fault.kind.code != "S220"] == ["B4 S250 3"]


PRINTED = 'preset_columns = ["town"]\npreset = [["甲镇"], ["乙镇"], ["合计"]]'


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 7 | 3 | 4"], []),
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计 | 99 | 3 | 4"], ["B6 S263"]),
        (["甲镇 | 3 | 1 | 2", "乙镇 | 4 | 2 | 2", "合计"], []),  # left blank: the rows say it
        (["甲镇 | 3 | 1 | 2", "合计 | 3 | 1 | 2"], ["A4:H5 S482"]),
    ],
)
def test_a_printed_total_is_no_printed_row(rows: list[str], faults: list[str]) -> None:
    """Every return was refused: the printed 合计 was taken for gone."""
    text = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS, checks_text([{"rule": "total = city + country"}]), more=PRINTED))
    found = read(text, [("monthly", "\n".join("|".join((row.split("|") + [""] * 8)[:8]) for row in rows))])
    assert [told(fault) for fault in found.faults] == faults


def test_zeros_in_every_printed_row_are_a_zero_report_beside_a_printed_total() -> None:
    text = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS.partition('[[forms.columns]]\nid = "funds"')[0], more=PRINTED))
    found = read(text, [("monthly", "甲镇 | 0 | 0 | 0 | 0\n乙镇 | 0 | 0 | 0 | 0\n合计 | 0 | 0 | 0 | 0")])
    assert [(filled.nil, len(filled.rows)) for filled in found.forms] == [(True, 2)]


@pytest.mark.parametrize("rule", ["", "sum(total) = 7"])
def test_what_is_added_up_over_a_missing_number_is_not_said_as_well(rule: str) -> None:
    """A blank that must be filled is said; the sums over it have nothing to be compared with."""
    columns = COLUMNS.replace('title = "合计"\nkind = "count"', 'title = "合计"\nkind = "count"\nrequired = true')
    text = rulebook_text(form_text("monthly", "乡镇月报表", columns, checks_text([{"rule": rule}] if rule else [])))
    rows = ["甲镇 | | 1 | 2 | | | |", "乙镇 | 4 | 2 | 2 | | | |", "合计 | 9 | 3 | 5 | | | |"]
    assert [told(f) for f in read(text, [("monthly", "\n".join(rows))]).faults if f.kind.code != "S220"] == ["B4 S101", "D6 S263"]


ZERO = ["行政执法责任追究 | 0 | 0 |", "行政处分 | 0 | 0 |", "移送司法机关 | 0 | 0 |"]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (ZERO, []),
        (["行政执法责任追究 | 0 | 3 |", *ZERO[1:]], ["D4 S250 0"]),
        (["行政执法责任追究 | 2 | 0 |", *ZERO[1:]], ["D4 S251 大于 0"]),
        (["行政执法责任追究 | | 3 |", *ZERO[1:]], ["C4 S101"]),
    ],
)
def test_a_zero_report_does_not_contradict_itself(rows: list[str], faults: list[str]) -> None:
    """Finding C10: no cases with three persons."""
    form = parsed("wuzhi-2015", "accountability-report")
    lines = [f"{at} | {row} |" for at, row in enumerate(rows, 1)]
    found = read_form_alone(form, lines)
    assert [told(fault) for fault in found.faults if fault.form] == faults


@pytest.mark.parametrize(("more", "faults"), [("unique = true", ["A6 S268"]), ("", [])])
def test_one_key_in_two_rows_is_asked_where_it_stands_once(more: str, faults: list[str]) -> None:
    text = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS, more=more))
    found = read(text, [("monthly", "\n".join(f"{town} | 1 | | | | | |" for town in ("甲镇", "乙镇", "甲 镇")))])
    assert [told(fault) for fault in found.faults] == faults


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=4), st.data(), st.permutations(range(5)))
def test_what_is_found_does_not_depend_on_the_order_of_the_columns(
    parts: list[tuple[int, int, int]], data: st.DataObject, order: list[int]
) -> None:
    """A department that has moved its columns is told the same, at the cells where it has them."""
    rows = consistent(parts)
    for _ in range(data.draw(st.integers(0, 2))):
        rows[data.draw(st.integers(0, len(rows) - 1))][data.draw(st.integers(0, 3))] += data.draw(st.integers(1, 60))
    typed = [[f"第{at}镇", *map(str, row)] for at, row in enumerate(rows, 1)]
    text = rulebook_text(form_text("monthly", "乡镇月报表", COLUMNS.partition('[[forms.columns]]\nid = "funds"')[0], checks_text(CHECKS)))

    def said(moved: list[int]) -> list[tuple[str, str, str]]:
        titles = ["乡镇", "合计", "城区", "农村", "重大"]
        lines = [" | ".join(row[at] for at in moved) for row in typed]
        found = read(text, [("monthly", "\n".join(lines))], titles=[titles[at] for at in moved])
        return sorted(
            (fault.place.cell[1:], fault.place.label, told(fault).split(" ", 1)[1]) for fault in found.faults if fault.place.cell[1:] > "3"
        )

    assert said(list(range(5))) == said(order)


def test_where_hardly_a_number_fits_each_row_is_told_and_the_sums_above_are_not() -> None:
    """Also beyond the number of causes that are weighed against each other."""
    rows = [f"第{at}镇 | {at + 7} | {at} | 1" for at in range(1, 261)]
    found = returned([{"rule": "total = city + country"}, {"rule": "sum(total) = sum(city) + sum(country)"}], rows).faults
    assert [told(fault) for fault in found] == [f"B{at + 3} S250 {at + 1}" for at in range(1, 261)]
