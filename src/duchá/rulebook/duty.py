"""Duties: what somebody owes for every month, quarter or year, or after something that a register row tells (定期报送、随事报送)."""

from __future__ import annotations

from dataclasses import dataclass

from duchá.rulebook.form import ColumnKind, Form
from duchá.terms.deadline import DueRule, Recurring


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """The register whose every row brings the duty, and its columns (by id).

    ``since`` is the day to count from (empty while it is not known, and nothing is owed yet); ``start_reading`` names the reading whose
    option is that column instead. ``owner`` names who owes it. ``received`` holds each day on which it came, ``returned`` each on which
    it was sent back, ``again`` the day typed for the next time. ``due`` names the column in which the row's own day stands (兑现时限), instead
    of a day to count from: then ``received`` may be the day on which it was done.
    """

    register: str
    number: str
    subject: str
    owner: str
    received: str
    since: str = ""
    returned: str = ""
    again: str = ""
    due: str = ""
    start_reading: str = ""

    @property
    def columns(self) -> tuple[tuple[str, ColumnKind], ...]:
        """The columns it names that must be of a kind."""
        days = ((name, ColumnKind.DATES) for name in (self.received, self.returned) if not self.due or name != self.received)
        named = ((self.due or self.since, ColumnKind.DATE), *days, (self.again, ColumnKind.DATE))
        return tuple((name, kind) for name, kind in named if name or not self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """The register whose rows tell each unit's own day of a deliverable, and its columns (by id): ``owner`` names the unit; ``due`` is the day itself, or
    ``since`` the day from which the term counts.
    """

    register: str
    owner: str
    since: str = ""
    due: str = ""

    @property
    def columns(self) -> tuple[tuple[str, ColumnKind], ...]:
        """The columns it names, each of a kind."""
        days = ((name, ColumnKind.DATE) for name in (self.due, self.since) if name)
        return ((self.owner, ColumnKind.UNIT), *days)

    def works_with(self, due: DueRule) -> bool:
        """True where one day follows from a row: that of the row itself beside a term that says none, or a term that counts from it."""
        return due.is_open if self.due and not self.since else due.is_counted and bool(self.since) and not self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """报送义务: one for each period that the campaign touches (``every``), or one for each row of a register (``row``).

    Of a period: ``groups`` owe it, or the office itself where none is named; ``phase`` limits it to a phase of the plan. ``due`` counts
    from the end of the period, or names a day in it, or is open (原文未定): listed, never late.
    ``agreed``: the text names no day, the office has agreed on one (本室约定). ``resend``: as of a `Deliverable`.
    """

    id: str
    name: str
    article: str
    due: DueRule
    recipient: str = ""
    every: Recurring | None = None
    groups: tuple[str, ...] = ()
    phase: str = ""
    row: DutyRow | None = None
    agreed: bool = False
    warn_days: int | None = None
    resend: DueRule | None = None

    @property
    def rule(self) -> DueRule:
        """Its term as it is of something that comes back so often."""
        return self.due.every(self.every)

    def can_be_due(self, due: DueRule) -> bool:
        """True for a rule from which a day follows each time, or openly none."""
        due = due.every(self.every)
        if due.is_open:
            return self.every is not None or (self.row is not None and bool(self.row.due))
        return due.is_counted or (self.every is not None and due.recurring is self.every)


def wrong_columns(row: DutyRow | DayRow, form: Form) -> tuple[str, ...]:
    """The columns that a duty or a deliverable names and that its register has not, or has of another kind."""
    kinds = {column.id: column.kind for column in form.columns}
    any_kind = (row.number, row.subject, row.owner, row.received) if isinstance(row, DutyRow) else ()
    named = tuple(name for name in any_kind if name not in kinds)
    return (*named, *(name for name, kind in row.columns if kinds.get(name) is not kind))
