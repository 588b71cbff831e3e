"""Measures (计量单位): what a number was counted in, and what it is in another measure of the same kind. Exact, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
MONEY, AREA, LENGTH, WEIGHT, CASE, PERSON, DAY, TIME = "元", "平方米", "米", "克", "件", "人", "天", "小时"
# other names of a base, and how many of it they are
BASES: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("元", "块", "圆", "块钱", "元钱"), (MONEY, Fraction(1))),
    **dict.fromkeys(("平方米", "平米", "㎡", "m2"), (AREA, Fraction(1))),
    **dict.fromkeys(("平方公里", "平方千米", "km2"), (AREA, Fraction(1_000_000))),
    **dict.fromkeys(("公顷", "ha"), (AREA, Fraction(10_000))),
    "亩": (AREA, Fraction(2_000, 3)),
    **dict.fromkeys(("米", "m"), (LENGTH, Fraction(1))),
    **dict.fromkeys(("公里", "km"), (LENGTH, Fraction(1_000))),
    **dict.fromkeys(("克", "g"), (WEIGHT, Fraction(1))),
    **dict.fromkeys(("公斤", "kg"), (WEIGHT, Fraction(1_000))),
    "斤": (WEIGHT, Fraction(500)),
    **dict.fromkeys(("吨", "t"), (WEIGHT, Fraction(1_000_000))),
    **dict.fromkeys(("件", "个", "项", "起", "宗", "条", "例", "桩"), (CASE, Fraction(1))),
    **dict.fromkeys(("人", "名", "位", "个人"), (PERSON, Fraction(1))),
    **dict.fromkeys(("天", "日"), (DAY, Fraction(1))),
    **dict.fromkeys(("小时", "个小时", "h"), (TIME, Fraction(1))),
}
_PARTS = re.compile(f"([{''.join(TIMES)}]*)(.*)")
_IN_TITLE = re.compile(f"[（(]([{''.join(TIMES)}]*元)[）)]$")
_LONGEST = 12  # decimals; what has more is no finite number


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureParts:
    """A measure taken apart: 万元 is 10000 times 元. ``base`` is empty for 万 alone."""

    times: int
    base: str


@lru_cache(maxsize=1024)
def taken_apart(measure: str) -> MeasureParts:
    """The power of ten in front of a measure, and what is counted."""
    found = _PARTS.fullmatch(measure)
    if found is None:
        return MeasureParts(times=1, base=measure)
    times = 1
    for sign in found[1]:
        times *= TIMES[sign]
    return MeasureParts(times=times, base=found[2])


def in_title(title: str) -> str:
    """The measure of money that a column's title names at its end (投入资金（万元）); empty where it names none."""
    found = _IN_TITLE.search(title)
    return found[1] if found else ""


def converted(amount: Decimal, measure: str, wanted: str) -> Decimal | None:
    """An amount in the measure that is wanted; 万 alone is ten thousand of its base. None where the two measure different things, or no finite
    number comes out.
    """
    given, asked = taken_apart(measure), taken_apart(wanted)
    factor = Fraction(given.times, asked.times)
    if given.base and given.base != asked.base:
        one, other = BASES.get(given.base), BASES.get(asked.base)
        if one is None or other is None or one[0] != other[0]:
            return None
        factor *= one[1] / other[1]
    return _finite(Fraction(amount) * factor)


def _finite(number: Fraction) -> Decimal | None:
    for places in range(_LONGEST + 1):
        scaled = number * 10**places
        if scaled.denominator == 1:
            return Decimal(scaled.numerator).scaleb(-places)
    return None


def plain_number(amount: Decimal) -> str:
    """A number as a person writes it: neither an exponent nor noughts behind the point."""
    text = f"{amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
