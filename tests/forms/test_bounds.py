"""What a blank does for the bounds, measures, choices, windows and checks that a rulebook declares: validation, prompts, a note; no formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duchá.forms.entry import Accepts, CellEntry, as_serial, column_entry
from duchá.forms.layout import lay_out, notes_of
from duchá.rulebook.form import CellCheck, Column, ColumnKind, Form
from duchá.terms.fault import Weight

CAMPAIGN = (date(2019, 1, 1), date(2019, 12, 31))
COUNT, AMOUNT, PERCENT = ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT


def entry(column: Column, *rules: str) -> CellEntry:
    """What the cells of a column accept."""
    return column_entry(column, {}, rules=rules, campaign=CAMPAIGN)


@pytest.mark.parametrize(
    ("column", "accepts", "low", "high"),
    [
        (Column(id="n", title="件数", kind=COUNT), Accepts.WHOLE, "0", ""),
        (Column(id="n", title="件数", kind=COUNT, most=Decimal(500)), Accepts.WHOLE, "0", "500"),
        (Column(id="n", title="净增", kind=COUNT, least=Decimal(-10)), Accepts.WHOLE, "-10", ""),
        (Column(id="n", title="资金", kind=AMOUNT, least=Decimal(0)), Accepts.DECIMAL, "0", ""),
        (Column(id="n", title="资金", kind=AMOUNT, most=Decimal("0.5")), Accepts.DECIMAL, "-999999999999999", "0.5"),
        (Column(id="n", title="批次", kind=AMOUNT, whole=True), Accepts.WHOLE, "-999999999999999", "999999999999999"),
        (Column(id="n", title="整改率", kind=PERCENT, most=Decimal(100)), Accepts.DECIMAL, "0", "1"),
    ],
)
def test_numbers_are_bounded_in_the_blank_itself(column: Column, accepts: Accepts, low: str, high: str) -> None:
    found = entry(column)
    assert (found.accepts, found.low, found.high, found.strict) == (accepts, low, high, False)


@pytest.mark.parametrize(
    ("from_", "until", "first", "last"),
    [
        ("campaign", "campaign", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-03-01", "", date(2019, 3, 1), date(2099, 12, 31)),
        ("", "2019-06-30", date(2000, 1, 1), date(2019, 6, 30)),
    ],
)
def test_days_are_refused_outside_their_window(from_: str, until: str, first: date, last: date) -> None:
    found = entry(Column(id="d", title="完成日期", kind=ColumnKind.DATE, from_=from_, until=until))
    assert (found.accepts, found.low, found.high, found.strict) == (Accepts.DATE, as_serial(first), as_serial(last), True)


def test_the_prompt_says_measure_choices_and_what_must_hold() -> None:
    assert "按万元填写" in entry(Column(id="f", title="投入资金", kind=AMOUNT, measure="万元")).prompt
    assert not entry(Column(id="f", title="投入资金（万元）", kind=AMOUNT, measure="万元")).prompt
    assert "检查、通报" in entry(Column(id="m", title="措施", kind=ColumnKind.CHOICES, choices=("检查", "通报"))).prompt
    assert "应：合计 = 甲 + 乙" in entry(Column(id="t", title="合计", kind=COUNT), "合计 = 甲 + 乙").prompt


def form(*checks: CellCheck) -> Form:
    """A form of three counts with checks."""
    columns = tuple(Column(id=id, title=title, kind=COUNT) for id, title in (("t", "合计"), ("a", "甲"), ("b", "乙")))
    return Form(id="f", number="", title="月报表", sheet="月报表", article="3", columns=columns, notes=("注：没有的填0。",), checks=checks)


def test_the_checks_stand_in_a_note_in_words() -> None:
    made = form(
        CellCheck(id="1", rule="t = a + b", article="3"),
        CellCheck(id="2", rule="a <= t", article="3", when="b > 0"),
        CellCheck(id="3", rule="a < 100", article="3", weight=Weight.NOTE),
        CellCheck(id="4", rule="t = other.n", article="3", text="与附件2一致"),
        CellCheck(id="5", rule="t = other.n", article="3"),
    )
    assert notes_of(made) == ("注：没有的填0。", "注：报送前请核对，合计 = 甲 + 乙；乙 > 0的，甲 ≤ 合计；与附件2一致。")
    assert len(lay_out(made).notes) == 2 and notes_of(form()) == ("注：没有的填0。",)
