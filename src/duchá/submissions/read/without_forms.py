"""A file without forms that is not the written report either: an attachment, a scan of a form, or none of ours."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.rulebook.form import FilledBy
from duchá.submissions import faults as kinds, wording
from duchá.submissions.context import Context
from duchá.submissions.faults import tables as table_kinds
from duchá.submissions.find.choose_form import form_name
from duchá.submissions.grammar import names_attachment
from duchá.submissions.judge import judge
from duchá.submissions.model import Submission
from duchá.submissions.status import Status
from duchá.submissions.unit.identify import witness_outside
from duchá.terms.fault import Fault, Weight
from duchá.workbooks.sheets.model import FileKind

NO_FORM_INSIDE = "文件中没有找到本次的报表，也不像书面报告"
SCAN_OF = "按文件名认作{unit}"
SCAN_MAYBE_OF = "从文件夹名看可能是{unit}"
SCAN_OF_NOBODY = "看不出是哪个单位"

_DOCUMENTS = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.PDF, FileKind.OFD, FileKind.IMAGE})
_SCANS = frozenset({FileKind.PDF, FileKind.OFD, FileKind.IMAGE})


def unread(faults: Iterable[Fault], context: Context) -> Submission:
    """The submission of a file that gave no forms: its faults, judged."""
    found = tuple(faults)
    arrival = context.arrival
    return Submission(source=arrival.source, sha256=None, status=judge(found, usable=False), received_at=arrival.received_at, faults=found)


def without_forms(kind: FileKind, faults: tuple[Fault, ...], context: Context) -> Submission:
    """What becomes of a file in which no form was found. Never refused without a reason.

    An attachment that came with a return (附页, DT-36) is kept; of a scan it is said whose it seems to be (A16, A17). Faults: S201, S432, S433.
    """
    if kind in _DOCUMENTS and _is_attachment(context):
        unit, _ = witness_outside(context)
        return Submission(
            source=context.arrival.source,
            sha256=None,
            status=Status.ACCEPTED,
            received_at=context.arrival.received_at,
            unit=unit,
            faults=(kinds.ATTACHMENT_KEPT.at(),),
        )
    if kind in _SCANS:
        unit, proposed = witness_outside(context)
        whose = SCAN_OF.format(unit=unit) if unit else SCAN_MAYBE_OF.format(unit=proposed) if proposed else SCAN_OF_NOBODY
        found = unread((*faults, kinds.SCAN_KEPT.at(whose=whose)), context)
        return Submission(
            source=found.source, sha256=None, status=found.status, received_at=found.received_at, unit=unit, faults=found.faults
        )
    if all(fault.kind.weight is Weight.NOTE for fault in faults):
        expected = wording.LIST_PAUSE.join(form_name(form) for form in context.campaign.forms(FilledBy.UNIT))
        faults = (*faults, table_kinds.WRONG_FORM.at(what=NO_FORM_INSIDE, expected=expected))
    return unread(faults, context)


def _is_attachment(context: Context) -> bool:
    """True for a document that came beside other files of its unit and calls itself an attachment."""
    name = context.arrival.file_name
    return bool(context.arrival.companions) and names_attachment(name)
