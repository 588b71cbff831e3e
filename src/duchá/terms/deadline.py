"""Deadlines as data: how a regulation says by when (DueRule), how days are counted (Counting), what comes out (Deadline)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from duchá.terms import wording
from duchá.terms.period import DECEMBER, FIRST_YEAR, LAST_YEAR, month_end

# dates, deadlines and the working calendar
FIRST_TEN_DAYS = "上旬"
MIDDLE_TEN_DAYS = "中旬"
LAST_TEN_DAYS = "下旬"
BEFORE = "前"

ARROW, SAID_AS = " → ", "，即"
STEP_WORDS = {
    "start": "{name}{day}",
    "natural-days": "+{count}日，自次日起算",
    "same-day": "，当日",
    "working-days": "+{count}个工作日，自次日起算",
    "months": "+{count}个月，到对应日",
    "month-end": "（当月无对应日，取月末）",
    "written": "{name}",
    "typed": "由办公室确定",
    "before-inclusive": "（含当日）",
    "before-office-hours": "（含当日，到下班时止）",
    "before-exclusive": "（不含当日）",
    "reached": f"{ARROW}{{day}}",
    "rolled-holiday": "，逢{name}放假，顺延至 {day}",
    "rolled-weekend": "，逢周末，顺延至 {day}",
    "kept": "（休息日，不顺延）",
    "warn-early": "（休息日，对外报送不顺延），最迟 {day}报出",
    "cutoff": "，{name}截止",
    "provisional": "（暂定：{count}年放假安排尚未录入，暂按周末推算；公布后请填入 calendar.xlsx）",
}
LONGEST_MONTH = 31
LONGEST_TERM = 3660  # days or months: no office waits longer, and a date beyond the calendar has no name


class TenDay(Enum):
    """上旬 1–10 / 中旬 11–20 / 下旬 21–end; written in a rulebook as in the regulation."""

    FIRST = FIRST_TEN_DAYS
    MIDDLE = MIDDLE_TEN_DAYS
    LAST = LAST_TEN_DAYS


class Recurring(Enum):
    """How often something comes back: 每月 / 每季度 / 每半年 / 每年."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


class Before(Enum):
    """What “X日前” means (X-02, DT-15): with that day until 24:00, with it until offices close, or without it."""

    INCLUSIVE = "inclusive"
    OFFICE_HOURS = "office-hours"
    EXCLUSIVE = "exclusive"


class DayCount(Enum):
    """日 read as 自然日 or as 工作日 (JC-J-19)."""

    NATURAL = "natural"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """时限: by when something is owed, in exactly one of these ways.

    - a date: ``month`` + ``day`` (``year`` where the text gives one), ``month`` + ``tenday``, or ``month`` alone (月底, its last day);
    - ``recurring`` alone: the last day of each month, quarter, half or year (月底, 季末, 年底); with ``day``: that day of each month, or of the last
      month of each quarter or half;
      ``recurring = "year"`` beside a date: the date comes back every year;
    - a term counted from a start that is not itself counted: ``days``, ``working_days`` or ``months``; ``since`` names the start (立项);
    - none of them: the text gives no date, one must be typed in (``is_open``).

    ``roll`` False leaves a day on a holiday where it is. ``outward``: owed to others, warned before and never rolled.
    ``before`` is this rule's own reading of 前, instead of the campaign's; it matters only where ``text`` ends in 前.
    ``cutoff`` is an hour on the due day; None = 24:00.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    tenday: TenDay | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    recurring: Recurring | None = None
    since: str = ""
    roll: bool = True
    outward: bool = False
    before: Before | None = None
    cutoff: time | None = None

    @property
    def is_counted(self) -> bool:
        """True when it is a term that counts from a start."""
        return (self.days, self.working_days, self.months) != (None, None, None)

    @property
    def is_open(self) -> bool:
        """True when no date follows from it and one must be typed in (JC-K-11, JS-10)."""
        return not self.is_counted and self.month is None and self.recurring is None

    @property
    def names_one_day(self) -> bool:
        """True when one day of a year follows from it, by itself."""
        return not self.is_counted and (self.month is not None or self.recurring is Recurring.YEAR)

    def every(self, how_often: Recurring | None) -> DueRule:
        """The rule as it is of something that comes back so often: a day that it names comes back with it."""
        names_a_day = self.day is not None or self.month is not None
        return replace(self, recurring=how_often) if how_often and names_a_day and self.recurring is None else self

    @property
    def says_before(self) -> bool:
        """True when the text ends in 前, so that its reading matters."""
        return self.text.strip().endswith(BEFORE)

    @property
    def is_sound(self) -> bool:
        """False when it says two things at once, or a month or day that no calendar has; to be asked when the rulebook is read."""
        terms = [n for n in (self.days, self.working_days, self.months) if n is not None]
        dated = [part for part in (self.year, self.month, self.day, self.tenday) if part is not None]
        if terms:
            return len(terms) == 1 and 0 <= terms[0] <= LONGEST_TERM and not dated and self.recurring is None
        if self.month is not None:
            return self._names_a_day(self.month)
        if self.day is not None:
            within = self.recurring not in (None, Recurring.YEAR)
            return within and dated == [self.day] and 1 <= self.day <= LONGEST_MONTH
        return not dated

    def _names_a_day(self, month: int) -> bool:
        if not 1 <= month <= DECEMBER or self.recurring not in (None, Recurring.YEAR):
            return False
        if self.day is None:
            return True
        leap_year = 2000
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            return False
        return self.tenday is None and 1 <= self.day <= month_end(self.year or leap_year, month).day


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The campaign's readings of how days are counted (X-02); a rule's own word goes before them.

    ``office_closes`` is 下班时间, used where 前 is read ``office-hours``. Defaults: 自然日, 顺延, 含当日.
    """

    days: DayCount = DayCount.NATURAL
    roll: bool = True
    before: Before = Before.INCLUSIVE
    office_closes: time = time(17, 30)


USUAL = Counting()


class StepKind(Enum):
    """One step on the way from rule to date; the sentence for each is in ``STEP_WORDS``."""

    START = "start"  # what it counts from
    NATURAL_DAYS = "natural-days"
    SAME_DAY = "same-day"  # a term of no days: 当天
    WORKING_DAYS = "working-days"
    MONTHS = "months"
    MONTH_END = "month-end"  # no corresponding day in that month
    WRITTEN = "written"  # the text, as a date
    TYPED = "typed"  # a date typed by the office
    BEFORE_INCLUSIVE = "before-inclusive"
    BEFORE_OFFICE_HOURS = "before-office-hours"
    BEFORE_EXCLUSIVE = "before-exclusive"
    REACHED = "reached"  # the date before any rolling
    ROLLED_HOLIDAY = "rolled-holiday"
    ROLLED_WEEKEND = "rolled-weekend"
    KEPT = "kept"  # a holiday, yet not rolled: typed, or the rule or reading says so
    WARN_EARLY = "warn-early"  # owed to others on a holiday
    CUTOFF = "cutoff"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """推算步骤: its kind, and what the sentence needs: a day, a number, a name (of a start, a text, a holiday, an hour)."""

    kind: StepKind
    day: date | None = None
    count: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """期限: the day it is due (until ``cutoff``, None = 24:00) and how that day was reached; ``explain`` prints the steps.

    ``raw`` is the day before rolling. ``warn_on`` is the last working day not after ``due``: the last day on which an office can act.
    ``provisional`` (暂定): a holiday notice it depends on is not out yet, ``unannounced`` has the years; weekends only were counted.
    """

    due: date
    raw: date
    warn_on: date
    cutoff: time | None = None
    steps: tuple[Step, ...] = ()
    unannounced: tuple[int, ...] = ()
    outward: bool = False

    @property
    def provisional(self) -> bool:
        """True when the date may still change because a year's holidays are not announced."""
        return bool(self.unannounced)


def on_paper(text: str) -> str:
    """How a day was reached as a document says it: an arrow is for the screen."""
    return text.replace(ARROW, SAID_AS)


def explain(deadline: Deadline | None) -> str:
    """How a deadline was reached, in one line: 立项 2018年3月12日（周一）+30日，自次日起算 → 4月11日（周三）. A year is said where it changes."""
    if deadline is None:
        return wording.UNDATED
    words, said = "", None
    for step in deadline.steps:
        day = "" if step.day is None else wording.day_words(step.day, year=step.day.year != said, weekday=True)
        name = f"{step.name} " if step.kind.value == "start" and step.name else step.name
        sentence = STEP_WORDS[step.kind.value]
        words += sentence.format(day=day, count=step.count, name=name)
        said = step.day.year if step.day is not None and "{day}" in sentence else said
    return words


def due_words(deadline: Deadline | None) -> str:
    """The due day as a notice prints it: 2018年4月11日（周三）17:30前（暂定）."""
    if deadline is None:
        return wording.UNDATED
    hour = "" if deadline.cutoff is None else f"{deadline.cutoff:%H:%M}" + BEFORE
    return wording.day_words(deadline.due, weekday=True) + hour + (wording.PROVISIONAL if deadline.provisional else "")
