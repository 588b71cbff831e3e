"""From a due rule to a dated deadline that can explain itself, and how late something came. Pure: never asks for today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from duchá.terms import wording
from duchá.terms.calendar import NEXT_NOTICE_FROM, WorkCalendar
from duchá.terms.deadline import USUAL, Before, Counting, DayCount, Deadline, DueRule, Step, StepKind, TenDay
from duchá.terms.period import Period, PeriodKind, add_months, month_end, periods_within, span, year_period

PERIOD_END = "{period}结束"  # what the term counts from, by which a return of a period is owed
SENT_BACK = "退回"  # what the term counts from, by which something is owed again

_BEFORE_STEPS = {
    Before.INCLUSIVE: StepKind.BEFORE_INCLUSIVE,
    Before.OFFICE_HOURS: StepKind.BEFORE_OFFICE_HOURS,
    Before.EXCLUSIVE: StepKind.BEFORE_EXCLUSIVE,
}


def resolve(
    rule: DueRule, calendar: WorkCalendar, *, year: int | None = None, start: date | None = None, counting: Counting = USUAL
) -> Deadline:
    """The deadline of a rule: ``start`` for a counted term (not itself counted), ``year`` for a date without one.

    A counted term or a date of the text that falls on a holiday moves to the first working day after it; an outward one never.
    A rule that comes back every month or quarter has many: use ``occurrences``.
    Raises ValueError for a rule that is open, or without the start or year that it needs (the reader of the rulebook has checked it).
    Source: 民法典第二百零一至二百零三条; X-02.
    """
    if rule.is_counted:
        if start is None:
            raise ValueError(f"a counted term needs a start: {rule.text}")
        return _finish(rule, calendar, counting, _counted(rule, calendar, counting, start))
    year = rule.year or year
    if year is None or not rule.names_one_day:
        raise ValueError(f"no single date follows from: {rule.text} ({year=})")
    return _finish(rule, calendar, counting, _dated(rule, counting, year_period(year)))


def typed_deadline(day: date, calendar: WorkCalendar, *, cutoff: time | None = None, outward: bool = False) -> Deadline:
    """The deadline of a date typed by the office: it stands as typed and never rolls."""
    found = _Found(due=day, steps=(Step(kind=StepKind.TYPED, day=day),))
    return _finish(DueRule(text="", cutoff=cutoff, roll=False, outward=outward), calendar, USUAL, found)


def owed_again(rule: DueRule, calendar: WorkCalendar, back: date, first: Deadline | None = None, *, since: str = SENT_BACK) -> Deadline:
    """By when what was sent back on a day is owed again: a term counted from that day; never before the day on which it was owed at first.

    ``since`` is what sent it back, in words.
    """
    again = resolve(replace(rule, since=since), calendar, start=back)
    return first if first is not None and first.due >= again.due else again


def occurrences(rule: DueRule, calendar: WorkCalendar, within: Period, counting: Counting = USUAL) -> tuple[Deadline, ...]:
    """The deadlines of a rule that comes back (每月, 每季度, 每年) whose named day lies in a period, in order."""
    if rule.recurring is None:
        raise ValueError(f"does not come back: {rule.text}")
    found = (_dated(rule, counting, part) for part in periods_within(within, PeriodKind(rule.recurring.value)))
    return tuple(_finish(rule, calendar, counting, item) for item in found if item.due in within)


def due_in(rule: DueRule, calendar: WorkCalendar, period: Period, counting: Counting = USUAL) -> Deadline | None:
    """By when what is owed for a period is due: a term that counts from its end, or the day that the rule names in it; None where it names none."""
    if rule.is_counted:
        return resolve(
            replace(rule, since=PERIOD_END.format(period=wording.period_words(period))), calendar, start=period.end, counting=counting
        )
    return None if rule.is_open else occurrences(rule, calendar, period, counting)[0]


def late_days(due: date, cutoff: time | None, received: datetime | date, working: WorkCalendar | None = None) -> int:
    """Days by which something came late: 0 on the due day up to the cut-off (24:00 when None).

    Days are calendar days after the due day; with ``working`` given, working days. Whatever is late counts at least 1: the due day
    after the cut-off, and in working days a Saturday after a Friday. ``received`` is in the campaign's own zone; a bare date has no
    hour and never misses a cut-off. Source: DT-15, JC-J-19.
    """
    day = received.date() if isinstance(received, datetime) else received
    if day < due or (day == due and not _missed(cutoff, received)):
        return 0
    passed = (day - due).days if working is None else working.working_days_after(due, day)
    return max(1, passed)


def _missed(cutoff: time | None, received: datetime | date) -> bool:
    return cutoff is not None and isinstance(received, datetime) and received.time() > cutoff


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A day before rolling, how it was reached, from which day on the calendar was asked, and an hour that a reading brings."""

    due: date
    steps: tuple[Step, ...]
    asked_from: date | None = None
    cutoff: time | None = None


def _counted(rule: DueRule, calendar: WorkCalendar, counting: Counting, start: date) -> _Found:
    begin = Step(kind=StepKind.START, day=start, name=rule.since)
    if rule.months is not None:
        due = add_months(start, rule.months)
        steps = (begin, Step(kind=StepKind.MONTHS, count=rule.months))
        return _Found(due=due, steps=steps if due.day == start.day else (*steps, Step(kind=StepKind.MONTH_END)))
    count = rule.working_days if rule.working_days is not None else rule.days or 0
    if count == 0:
        return _Found(due=start, steps=(begin, Step(kind=StepKind.SAME_DAY)))
    if rule.working_days is not None or counting.days is DayCount.WORKING:
        due = calendar.add_working_days(start, count)
        return _Found(due=due, steps=(begin, Step(kind=StepKind.WORKING_DAYS, count=count)), asked_from=start)
    return _Found(due=start + timedelta(days=count), steps=(begin, Step(kind=StepKind.NATURAL_DAYS, count=count)))


def _dated(rule: DueRule, counting: Counting, within: Period) -> _Found:
    named = _named_days(rule, within)
    written = Step(kind=StepKind.WRITTEN, name=rule.text)
    if not rule.says_before:
        return _Found(due=named.end, steps=(written,))
    before = rule.before or counting.before
    return _Found(
        due=named.start - timedelta(days=1) if before is Before.EXCLUSIVE else named.end,
        steps=(written, Step(kind=_BEFORE_STEPS[before])),
        cutoff=counting.office_closes if before is Before.OFFICE_HOURS else None,
    )


def _named_days(rule: DueRule, within: Period) -> Period:
    """The days that a dated rule names in a year, half, quarter or month: 12月上旬 → 1–10 December; 月底 → the last day; 29 February → 28."""
    if rule.month is None and rule.day is None:
        return span(within.end, within.end)
    year, month = within.start.year, rule.month or within.end.month
    if rule.tenday is not None:
        return ten_days(year, month, rule.tenday)
    last = month_end(year, month)
    day = last.replace(day=min(rule.day or last.day, last.day))
    return span(day, day)


def ten_days(year: int, month: int, tenday: TenDay) -> Period:
    """The days of a 旬: 1–10, 11–20, 21–end of month."""
    first = {TenDay.FIRST: 1, TenDay.MIDDLE: 11, TenDay.LAST: 21}[tenday]
    end = month_end(year, month)
    return span(date(year, month, first), end if tenday is TenDay.LAST else end.replace(day=first + 9))


def _finish(rule: DueRule, calendar: WorkCalendar, counting: Counting, found: _Found) -> Deadline:
    """Rolls, warns and marks: from the day reached to the deadline."""
    raw, cutoff = found.due, rule.cutoff or found.cutoff
    rolls = rule.roll and counting.roll and not rule.outward
    due = calendar.roll_forward(raw) if rolls else raw
    warn_on = calendar.roll_back(due)
    asked = _days(found.asked_from or raw, due) if rolls or found.asked_from else _days(warn_on, due) if rule.outward else ()
    unannounced = _unannounced(calendar, asked)
    steps = [*found.steps, Step(kind=StepKind.REACHED, day=raw)]
    if due != raw:
        name = next((name for day in _days(raw, due) if (name := calendar.holiday_name(day))), "")
        steps.append(Step(kind=StepKind.ROLLED_HOLIDAY if name else StepKind.ROLLED_WEEKEND, day=due, name=name))
    elif calendar.is_holiday(raw):
        kind = StepKind.WARN_EARLY if rule.outward else StepKind.KEPT
        steps.append(Step(kind=kind, day=warn_on, name=calendar.holiday_name(raw)))
    if cutoff is not None:
        steps.append(Step(kind=StepKind.CUTOFF, name=f"{cutoff:%H:%M}"))
    steps += [Step(kind=StepKind.PROVISIONAL, count=year) for year in unannounced]
    return Deadline(due=due, raw=raw, warn_on=warn_on, cutoff=cutoff, steps=tuple(steps), unannounced=unannounced, outward=rule.outward)


def _days(first: date, last: date) -> Iterator[date]:
    return span(min(first, last), last).days()


def _unannounced(calendar: WorkCalendar, asked: Iterator[date] | tuple[()]) -> tuple[int, ...]:
    """The years whose notice is wanting; the last days of December wait for the next year's as well."""
    years: set[int] = set()
    for day in asked:
        if not calendar.certain_on(day):
            years.add(day.year + 1 if calendar.certain(day.year) and (day.month, day.day) >= NEXT_NOTICE_FROM else day.year)
    return tuple(sorted(years))
