"""What a rulebook may say of cells, what it means, and what is refused when the rulebook is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, DivisionByZero
from typing import Any

import pytest
from hypothesis import given, strategies as st

from duchá.rulebook.expression import ColumnScope, Known, Over, Ref, Sort, Unreadable, amount, in_words, parse, statement

OWN = (
    Known(id="total", title="合计", sort=Sort.NUMBER),
    Known(id="city", title="城区", sort=Sort.NUMBER),
    Known(id="country", title="乡 镇", sort=Sort.NUMBER),
    Known(id="funds", title="投入资金（万元）", sort=Sort.NUMBER, measure="万元"),
    Known(id="fine", title="罚款（元）", sort=Sort.NUMBER, measure="元"),
    Known(id="per-case", title="案均-金额", sort=Sort.NUMBER, measure="元"),
    Known(id="kind", title="类别", sort=Sort.TEXT, choices=("城管", "其他")),
    Known(id="began", title="开始日期", sort=Sort.DAY),
    Known(id="ended", title="结束日期", sort=Sort.DAY),
    Known(id="staff", title="单位人数", sort=Sort.NUMBER, single=True),
)
OTHER = (Known(id="cases", title="案件数", sort=Sort.NUMBER),)
SCOPE = ColumnScope(own=OWN, forms={"list": OTHER})
D = Decimal


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("total = city + country", [D(3), D(1), D(2)], True),
        ("total = city + country", [D(99), D(1), D(2)], False),
        ("合计 = 城区 + 乡镇", [D(3), D(1), D(2)], True),
        ("合计 = 城区 + [乡 镇]", [D(3), D(1), D(2)], True),
        ("total >= city", [D(3), D(3)], True),
        ("total ≥ city", [D(2), D(3)], False),
        ("total - city * 2 = country", [D(7), D(2), D(3)], True),
        ("(total - city) * 2 = country", [D(7), D(2), D(10)], True),
        ("total = 3 or total = 5", [D(5)], True),
        ("not total = 3 and city = 1", [D(4), D(1)], True),
        ("not (total = 3 and city = 1)", [D(3), D(1)], False),
        ("kind != '其他'", ["城管"], True),
        ("kind = ‘其他’", ["其他"], True),
        ("began <= ended", [date(2018, 5, 7), date(2018, 5, 7)], True),
        ("ended - began <= 30", [date(2018, 6, 7), date(2018, 5, 7)], False),
        ("began >= '2018-05-01'", [date(2018, 4, 30)], False),
        ("per-case * total <= fine", [D(5), D(2), D(10)], True),
        ("total = - 3", [D(-3)], True),
        ("funds / 2 = 0.25", [D("0.5")], True),
    ],
)
def test_a_row_is_judged(text: str, values: list[Any], holds: bool) -> None:
    made = statement(text, SCOPE)
    assert made.per_row and made.holds(values) is holds


@pytest.mark.parametrize(
    ("text", "reads", "values", "holds"),
    [
        ("staff = sum(total)", [Ref("staff"), Ref("total", Over.SUM)], [D(9), D(9)], True),
        ("count(kind) <= 5", [Ref("kind", Over.COUNT)], [D(6)], False),
        ("sum(total) = list.cases", [Ref("total", Over.SUM), Ref("cases", Over.CELL, "list")], [D(4), D(4)], True),
        ("sum(合计) = list.案件数", [Ref("total", Over.SUM), Ref("cases", Over.CELL, "list")], [D(4), D(5)], False),
    ],
)
def test_a_form_is_judged_once(text: str, reads: list[Ref], values: list[Any], holds: bool) -> None:
    made = statement(text, SCOPE)
    assert (list(made.reads), made.per_row, made.holds(values)) == (reads, False, holds)


def test_what_came_before_is_read_beside_the_row() -> None:
    made = statement("total >= previous(total) and total = year_to_date(city) + year_before(country)", SCOPE)
    assert [ref.over for ref in made.reads] == [Over.CELL, Over.PREVIOUS, Over.YEAR_TO_DATE, Over.YEAR_BEFORE] and made.per_row


@pytest.mark.parametrize(
    ("text", "values", "target", "right"),
    [
        ("total = city + country", [D(99), D(1), D(6)], 0, D(7)),
        ("city + country = total", [D(1), D(6), D(99)], 2, D(7)),
        ("staff = sum(total)", [D(3), D(8)], 0, D(8)),
        ("total = city", [D(1), D(2)], 0, D(2)),
    ],
)
def test_an_equality_knows_the_number_that_would_be_right(text: str, values: list[Any], target: int, right: Decimal) -> None:
    made = statement(text, SCOPE)
    assert made.right is not None and (made.target, made.right(values)) == (target, right)


@pytest.mark.parametrize("text", ["total >= city", "sum(total) = list.cases", "total = city and city = country", "kind = '其他'"])
def test_what_says_no_single_number_names_none(text: str) -> None:
    assert statement(text, SCOPE).target is None and statement(text, SCOPE).right is None


@pytest.mark.parametrize(("within", "holds"), [("0", False), ("0.01", True), ("0.009", False)])
def test_numbers_may_lie_apart_by_rounding(within: str, holds: bool) -> None:
    assert statement("total = city", SCOPE, within=D(within)).holds([D("1.01"), D("1.00")]) is holds
    assert statement("total != city", SCOPE, within=D(within)).holds([D("1.01"), D("1.00")]) is not holds


def test_a_divisor_of_nought_says_nothing() -> None:
    with pytest.raises(DivisionByZero):
        statement("total / city = 1", SCOPE).holds([D(1), D(0)])


def test_an_amount_is_a_number() -> None:
    made = amount("city / total * 100", SCOPE)
    assert made.right is not None and made.right([D(1), D(4)]) == 25
    with pytest.raises(Unreadable):
        amount("kind", SCOPE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("total = citty", "没有名为“citty”的栏目"),
        ("total = city+country", "前后都要空一格"),
        ("合计 = 城区＋乡镇", "前后都要空一格"),
        ("total = list.nothing", "报表“list”没有名为“nothing”的栏目"),
        ("total = lists.cases", "没有名为“lists.cases”的栏目"),
        ("funds = fine", "单位不同"),
        ("total = funds + fine", "单位不同"),
        ("total = funds", "单位不同"),
        ("sum(kind) = 3", "“kind”不是数，不能合计"),
        ("kind + 1 = 2", "“kind”不是数，不能相加"),
        ("kind < '其他'", "只能比相等不相等"),
        ("kind = '城管局'", "没有“城管局”这个选项；可选：城管、其他"),
        ("began = total", "“began”是日期，“total”是数"),
        ("began = '2018-02-30'", "“began”是日期"),
        ("total", "要写成能判断对错的式子"),
        ("total + city", "要写成能判断对错的式子"),
        ("total and city = 1", "and、or、not 两边"),
        ("total = sum(city)", "“total”是逐行的"),
        ("average(total) = 3", "没有名为“average”的算法；可用：sum、count、previous、year_before、year_to_date"),
        ("sum(total + city) = 3", "只能写一个栏目"),
        ("sum(list.cases) = 3", "另一张表"),
        ("total =", "没有写完"),
        ("= 3", "没有写完"),
        ("total = (city + country", "“(”没有配对的“)”"),
        ("total = city )", "“)”以后多出了内容"),
        ("kind = '其他", "“'”没有配对的“'”"),
        ("[合计 = 3", "没有配对的“]”"),
        ("total = 3 5", "“5”以后多出了内容"),
        ("", "没有写完"),
        ("__import__('os') = 1", "没有名为“__import__”的算法"),
        ("total = city ] ", "“]”不能写在这里"),
    ],
)
def test_what_means_nothing_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        statement(text, SCOPE)
    assert says in str(refused.value)


@given(st.text(st.sampled_from("total cityfunds+-*/()=!<>'[]and.or 合计3"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
        statement(text, SCOPE)
    except Unreadable as why:
        assert str(why)


NUMBERS = st.integers(-1000, 1000).map(Decimal)


@st.composite
def sums(draw: st.DrawFn, depth: int = 3) -> tuple[str, Any]:
    """An arithmetic expression and what a second way of reckoning makes of it: a function of the three columns."""
    if depth == 0 or draw(st.booleans()):
        name = draw(st.sampled_from(["total", "city", "country"]))
        return name, lambda row, name=name: row[name]
    sign = draw(st.sampled_from("+-*"))
    (left, one), (right, other) = draw(sums(depth=depth - 1)), draw(sums(depth=depth - 1))
    does = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[sign]
    return f"( {left} {sign} {right} )", lambda row, one=one, other=other, does=does: does(one(row), other(row))


@given(of=sums(), values=st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_it_reckons_as_by_hand(of: tuple[str, Any], values: tuple[Decimal, Decimal, Decimal]) -> None:
    text, by_hand = of
    row = dict(zip(("total", "city", "country"), values, strict=True))
    made = amount(text, SCOPE)
    assert made.right is not None and made.right([row[ref.column] for ref in made.reads]) == by_hand(row)


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "total" + ")" * 5000 + " = 1", "total = " + " + ".join(["city"] * 5000), "not " * 5000 + "total = 1"]
)
def test_what_nobody_could_read_is_refused_and_not_followed(text: str) -> None:
    with pytest.raises(Unreadable, match="请分成几条写"):
        statement(text, SCOPE)


def test_a_long_sum_is_followed_to_its_end() -> None:
    text = "total = " + " + ".join(["city"] * 90)
    assert statement(text, SCOPE).holds([D(180), D(2)]) and in_words(text, SCOPE).count("城区") == 90
