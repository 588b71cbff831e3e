"""Is it owed by this unit? Whether it came in time depends on what came before (receipts/)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.submissions.checks.declared import declared_forms
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
