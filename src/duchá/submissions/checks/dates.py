"""Days: does the day of filing fit, and do the days that a row names lie in scope?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duchá.campaign.model import Campaign
from duchá.rulebook.form import CAMPAIGN, ColumnRole, Form
from duchá.submissions import wording
from duchá.submissions.cells.labels import label_of
from duchá.submissions.checks.declared import column_of, column_texts, date_field, filled_forms, header_place
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.model import Submission
from duchá.terms.fault import Fault
from duchá.terms.quantity import Day

BETWEEN, NOT_BEFORE, NOT_AFTER = "在{first}至{last}之间", "不早于{first}", "不晚于{last}"
DAY_PATTERN = r"((?:19|20)[0-9]{2})\s*[年.\-/]\s*([0-9]{1,2})\s*[月.\-/]\s*([0-9]{1,2})"

_DAY = re.compile(DAY_PATTERN)


def filing_dates(submission: Submission, context: Context) -> Iterator[Fault]:
    """S404 before the campaign, S406 after receipt, else S405 after the campaign (C13, DT-35). All are notes."""
    settings = context.campaign.settings
    received = context.campaign.local(submission.received_at).date()
    for filled, form in filled_forms(submission, context):
        field, day = date_field(form), filled.filed_on
        if field is None or day is None:
            continue
        place, said = header_place(filled, field), {"label": field.label, "day": _shown(day)}
        written = filled.header.get(field.id)
        last = written.end or day if isinstance(written, Day) else day  # a month or a span is early only where all of it is
        if last < settings.start:
            yield kinds.DATE_BEFORE_CAMPAIGN.at(place, form=form.id, found=_shown(day), start=_shown(settings.start), **said)
        elif day > received:
            yield kinds.DATE_AFTER_RECEIPT.at(place, form=form.id, found=_shown(day), received=_shown(received), **said)
        elif day > settings.end:
            yield kinds.DATE_AFTER_CAMPAIGN.at(place, form=form.id, found=_shown(day), end=_shown(settings.end), **said)


def days_in_scope(submission: Submission, context: Context) -> Iterator[Fault]:
    """S414 for a row whose problem names full dates, all of them before the form's first day in scope (DT-04, DT-07).

    A row without a full date is undecided and says nothing.
    """
    for filled, form in filled_forms(submission, context):
        since = first_day_in_scope(context.campaign, form)
        column = column_of(form, ColumnRole.PROBLEM)
        if since is None or not column:
            continue
        texts = column_texts(filled, column)
        if not _DAY.search("\n".join(texts)):  # nearly every form
            continue
        for row, text in zip(filled.rows, texts, strict=True):
            days = days_in(text)
            if days and max(days) < since:
                yield kinds.OUT_OF_SCOPE.at(row.places.get(column), form=form.id, day=_shown(max(days)), since=_shown(since))


def days_in_window(submission: Submission, context: Context) -> Iterator[Fault]:
    """S262 for a day outside the window that its column declares (``from``, ``until``)."""
    settings = context.campaign.settings
    for filled, form in filled_forms(submission, context):
        for column in form.columns:
            if not (column.from_ or column.until):
                continue
            first, last = bound(column.from_, settings.start), bound(column.until, settings.end)
            for row in filled.rows:
                said = row.cells.get(column.id)
                if isinstance(said, Day) and ((first and (said.end or said.day) < first) or (last and said.day > last)):
                    place = row.places.get(column.id)
                    found, day = said.text or said.day.isoformat(), _shown(said.day)
                    yield kinds.OUT_OF_WINDOW.at(
                        place, form=form.id, found=found, label=label_of(column), day=day, window=_window(first, last)
                    )


def bound(written: str, of_campaign: date) -> date | None:
    """A bound of days as a column declares it; None where it declares none."""
    return of_campaign if written == CAMPAIGN else date.fromisoformat(written) if written else None


def _window(first: date | None, last: date | None) -> str:
    words = BETWEEN if first and last else NOT_BEFORE if first else NOT_AFTER
    return words.format(first=_shown(first) if first else "", last=_shown(last) if last else "")


def first_day_in_scope(campaign: Campaign, form: Form) -> date | None:
    """The first day in scope of a form, by the chosen reading; None where the form has no such limit."""
    if not form.since:
        return None
    rulebook = next(book for book in campaign.rulebooks if any(own.id == form.id for own in book.forms))
    chosen = campaign.reading(rulebook.id, form.since)
    reading = next(reading for reading in rulebook.readings if reading.id == form.since)
    return next(option.since for option in reading.options if option.id == chosen)


def days_in(text: str) -> tuple[date, ...]:
    """The full dates (year, month, day) that a text names; impossible ones left out."""
    return tuple(day for match in _DAY.finditer(text) if (day := _day(match)) is not None) if text else ()


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _shown(day: date) -> str:
    return wording.DAY_SHOWN.format(day=day)
