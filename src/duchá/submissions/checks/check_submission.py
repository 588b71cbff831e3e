"""Every check of a submission, in the order in which a person would look: is it owed, is it filled, is it dated, does it agree, hints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from duchá.submissions.checks.across import cancelled_items, contradictions, report_counts, rows_twice
from duchá.submissions.checks.cell_checks import cell_checks
from duchá.submissions.checks.checklists import checklists
from duchá.submissions.checks.dates import days_in_scope, days_in_window, filing_dates
from duchá.submissions.checks.hints import missing_systems, perfunctory_texts, personal_data, truncated_texts
from duchá.submissions.checks.owed import not_applicable, not_owed
from duchá.submissions.checks.presence import attachments, empty_bodies, missing_dates, printed_rows, rectified_nothing, seals
from duchá.submissions.context import Context
from duchá.submissions.model import Submission
from duchá.terms.fault import Fault

Check = Callable[[Submission, Context], Iterator[Fault]]

CHECKS: tuple[Check, ...] = (
    not_owed,
    not_applicable,
    empty_bodies,
    printed_rows,
    missing_dates,
    seals,
    rectified_nothing,
    attachments,
    filing_dates,
    days_in_scope,
    days_in_window,
    cancelled_items,
    contradictions,
    report_counts,
    rows_twice,
    checklists,
    cell_checks,
    missing_systems,
    perfunctory_texts,
    personal_data,
    truncated_texts,
)


def check_submission(submission: Submission, context: Context) -> Iterator[Fault]:
    """All faults of a submission, of all checks. A form that is not owed is not checked further: one cause, one fault."""
    foreign = () if context.outside else tuple(not_owed(submission, context))
    if foreign:
        yield from foreign
        return
    for check in CHECKS[1:]:
        yield from check(submission, context)
