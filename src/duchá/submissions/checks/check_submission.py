"""Every check of a submission, in the order in which a person would look: is it owed, is it filled, is it dated, does it agree, hints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from duchá.submissions.checks.across import cancelled_items, contradictions, report_counts, rows_twice
from duchá.submissions.checks.cell_checks import cell_checks
from duchá.submissions.checks.checklists import checklists
from duchá.submissions.checks.dates import days_in_scope, days_in_window, filing_dates
from duchá.submissions.checks.declared import declared_forms
from duchá.submissions.checks.hints import missing_systems, perfunctory_texts, personal_data, truncated_texts
from duchá.submissions.checks.presence import attachments, empty_bodies, missing_dates, printed_rows, rectified_nothing, seals
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds, unit as identity_kinds
from duchá.submissions.model import Submission
from duchá.submissions.unit.deliverables import owed_by_key
from duchá.submissions.unit.names import duty_words
from duchá.terms.fault import Fault
from duchá.terms.place import Place

WRITTEN_REPORT = "书面报告"


def not_owed(submission: Submission, context: Context) -> Iterator[Fault]:
    """S310 for each form, or the written report, that a unit of the roster does not owe (D10). Silent while the unit is unknown."""
    campaign = context.campaign
    unit = campaign.roster.get(submission.unit) if submission.unit else None
    if unit is None:
        return
    theirs = tuple(owed for owed in campaign.owed if owed.falls_on(unit))
    forms = {owed.deliverable.form for owed in theirs}
    declared = declared_forms(context)
    for filled in submission.forms:
        if filled.form not in forms:
            duty = duty_words(theirs)
            yield identity_kinds.NOT_OWED.at(
                Place(sheet=filled.sheet), form=filled.form, unit=unit.name, group=unit.group, wanted=declared[filled.form].title, duty=duty
            )
    if not submission.forms and not submission.written:
        yield identity_kinds.NOT_OWED.at(Place(), unit=unit.name, group=unit.group, wanted=WRITTEN_REPORT, duty=duty_words(theirs))


def not_applicable(submission: Submission, context: Context) -> Iterator[Fault]:
    """S417 where a unit sent what the campaign had spared it (DT-19)."""
    campaign = context.campaign
    sent = {filled.form for filled in submission.forms}
    for item in campaign.settings.not_applicable:
        owed = owed_by_key(campaign, item.deliverable)
        if item.unit == submission.unit and owed is not None and owed.deliverable.form in sent:
            yield kinds.NOT_APPLICABLE.at(unit=item.unit, deliverable=owed.deliverable.name, reason=item.reason)


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
