"""Mistakes in declared checks and in the bounds of columns: every one in one run, each with its line, key and remedy, never on a unit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from duchá.forms.marks import form_version
from duchá.rulebook.form import CellCheck
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.terms.fault import Fault

TEXT = """
id = "own"
title = "某区月报办法"
short_title = "月报办法"
edition = "1"
source = "某区政府办公室，2019年1月2日"
[[articles]]
id = "3"
number = "第三条"
summary = "每月报送数字"
[[forms]]
id = "monthly"
number = ""
title = "月报表"
sheet = "月报表"
article = "3"
[[forms.columns]]
id = "total"
title = "合计"
kind = "count"
[[forms.columns]]
id = "city"
title = "城区"
kind = "count"
[[forms.columns]]
id = "funds"
title = "资金（万元）"
kind = "amount"
[[forms.columns]]
id = "fine"
title = "罚款（元）"
kind = "amount"
[[forms.columns]]
id = "rate"
title = "完成率"
kind = "percent"
[[forms.columns]]
id = "kind"
title = "类别"
kind = "choice"
choices = ["城管", "其他"]
[[forms.columns]]
id = "day"
title = "完成日期"
kind = "date"
"""


def said(more: str) -> list[Fault]:
    """What `--check` says of the rulebook with more written into it."""
    texts = {**read_texts(()), "own": {"rulebook.toml": TEXT + more}}
    return list(parse_rulebook("own", texts)[1])


def check(rule: str, more: str = "", id: str = "c") -> str:
    """One declared check."""
    return f'[[forms.checks]]\nid = "{id}"\nrule = "{rule}"\narticle = "3"\n{more}\n'


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("total = citty", "没有名为“citty”的栏目"),
        ("funds = fine", "单位不同"),
        ("sum(kind) = total", "不是数，不能合计"),
        ("total = rate", "单位不同"),
        ("total = other.cases", "没有名为“other.cases”的栏目"),
        ("total + city", "要写成能判断对错的式子"),
        ("total=city", "没有名为“"),
    ],
)
def test_a_check_that_means_nothing_is_the_rulebooks_fault(rule: str, why: str) -> None:
    found = said(check(rule))
    if rule == "total=city":  # an equals sign parts by itself
        assert not found
        return
    (fault,) = found
    assert fault.kind.code == "G068" and why in fault.message and fault.place.label == "forms.monthly.checks.c.rule"


def test_what_is_wrong_with_the_condition_is_said_of_it() -> None:
    (fault,) = said(check("total = city", "when = \"kind = '城管局'\""))
    assert fault.place.label == "forms.monthly.checks.c.when" and "没有“城管局”这个选项；可选：城管、其他" in fault.message


@pytest.mark.parametrize(
    ("column", "key", "why"),
    [
        ('kind = "count"\nleast = "5"\nmost = "3"', "least", "least 大于 most"),
        ('kind = "text"\nmost = "3"', "most", "只有数字栏"),
        ('kind = "text"\nmeasure = "万元"', "measure", "只有数字栏"),
        ('kind = "date"\nwhole = true', "whole", "只有数字栏"),
        ('kind = "count"\nfrom = "2019-01-01"', "from", "只有日期栏"),
        ('kind = "date"\nfrom = "2019年1月1日"', "from", "2019-01-01 的样子"),
        ('kind = "date"\nfrom = "2019-05-01"\nuntil = "2019-04-01"', "until", "until 早于 from"),
        ('kind = "choices"', "choices", "要写明可选项"),
    ],
)
def test_a_bound_that_leaves_nothing_is_the_rulebooks_fault(column: str, key: str, why: str) -> None:
    (fault,) = said(f'[[forms.columns]]\nid = "more"\ntitle = "另一栏"\n{column}\n')
    assert (fault.kind.code, fault.place.label) == ("G069", f"forms.monthly.columns.more.{key}") and why in fault.message


def test_every_mistake_is_named_in_one_run_with_its_line() -> None:
    column = '[[forms.columns]]\nid = "more"\ntitle = "另一栏"\nkind = "count"\nleast = "5"\nmost = "3"\n'
    more = column + check("total = citty", id="a") + check("funds = fine", id="b") + check("total = city", id="b")
    text = (TEXT + more).replace('rule = "total = city"\narticle = "3"', 'rule = "total = city"\narticle = "4"')
    texts = {**read_texts(()), "own": {"rulebook.toml": text}}
    _, faults = parse_rulebook("own", texts)
    lines = text.splitlines()
    found = {fault.kind.code: fault for fault in faults}
    assert sorted(fault.kind.code for fault in faults) == ["G007", "G008", "G068", "G068", "G069"]
    at = int(next(fault for fault in faults if "citty" in fault.message).place.cell.strip("第行"))
    assert lines[at - 1] == 'rule = "total = citty"'
    assert lines[int(found["G069"].place.cell.strip("第行")) - 1] == 'least = "5"'
    assert all(fault.remedy for fault in faults)


def test_blanks_of_a_form_without_checks_keep_their_version() -> None:
    """What a rulebook does not use does not change the mark of blanks that were sent out already."""
    rulebook, _ = parse_rulebook("dantu-2015", read_texts(["dantu-2015"]))
    assert rulebook is not None
    forms = [rulebook.form(id) for id in ("approval", "supervision-systems", "supervision-problems")]
    assert form_version(forms) == "774c41e41870"
    checked = replace(forms[0], checks=(CellCheck(id="c", rule="a = b", article="3", within=Decimal("0.1")),))
    assert form_version([checked, *forms[1:]]) != form_version(forms)


def test_questions_that_no_column_answers_are_the_rulebooks_fault() -> None:
    question = '[[forms.questions]]\nid = "1"\narticle = "3"\ntext = "公开执法信息"\ngood = true\nevidence = true\n'
    assert [(fault.kind.code, fault.remedy.partition("role = ")[2][:12]) for fault in said(question)] == [
        ("G070", '"sequence"。'),
        ("G070", '"item"。'),
        ("G070", '"evidence"。'),
    ]


def test_a_wrong_key_does_not_hide_what_is_wrong_with_the_checks() -> None:
    """Mistakes of every kind in one run: a key that nobody knows, a number that is no text, a rule over no column, a bound of nothing."""
    bad = '[[forms.columns]]\nid = "more"\ntitle = "另一栏"\nkind = "count"\nleest = "5"\nmost = "-3"\nleast = "1"\n'
    worse = '[[forms.columns]]\nid = "worse"\ntitle = "又一栏"\nkind = "count"\nleast = 0.5\n'
    found = said(
        bad + worse + check("total = citty", id="a") + check("more = worse", id="b") + check("total = city", 'weight = "hard"', id="c")
    )
    assert sorted((fault.kind.code, fault.place.label) for fault in found) == [
        ("G003", "forms.monthly.columns.more.leest"),
        ("G005", "forms.monthly.columns.worse.least"),
        ("G006", "forms.monthly.checks.c.weight"),
        ("G068", "forms.monthly.checks.a.rule"),
        ("G069", "forms.monthly.columns.more.least"),
    ]
    assert all(fault.place.cell and fault.remedy for fault in found)


def test_a_column_that_cannot_be_read_does_not_hide_what_else_is_wrong_with_its_form() -> None:
    """They came to light one run after the other: a wrong carry, a printed row of no column, a question twice; what is right is not accused."""
    columns = (
        '[[forms.columns]]\nid = "worse"\ntitle = "又一栏"\nkind = "count"\nleast = 0.5\n'
        '[[forms.columns]]\nid = "before"\ntitle = "上期"\nkind = "count"\ncarry = { column = "totl" }\n'
        '[[forms.columns]]\nid = "same"\ntitle = "上期又"\nkind = "count"\ncarry = { column = "worse" }\n'
    )
    question = '[[forms.questions]]\nid = "6"\narticle = "3"\ntext = "公开执法信息"\ngood = true\n'
    found = said(columns + question + question + check("worse <= total", id="b") + check("sum(total) >= 0", id="c"))
    assert sorted((fault.kind.code, fault.place.label) for fault in found) == [
        ("G005", "forms.monthly.columns.worse.least"),
        ("G007", "forms.monthly.columns.before.carry.column"),
        ("G008", "forms.monthly.questions"),
        ("G070", "forms.monthly.questions"),  # no column for the numbers
        ("G070", "forms.monthly.questions"),  # none for the answers
    ]


def test_checks_of_a_register_stand_elsewhere() -> None:
    """What would be read by nothing is refused."""
    register = '[[forms]]\nid = "list"\nnumber = ""\ntitle = "登记表"\nsheet = "登记表"\narticle = "3"\nfilled_by = "office"\nfile = "登记表.xlsx"\n'
    column = '[[forms.columns]]\nid = "n"\ntitle = "件数"\nkind = "count"\n'
    (fault,) = said(register + column + check("n > 0"))
    assert (fault.kind.code, fault.place.label) == ("G069", "forms.list.checks") and "[[checks]]" in fault.message
