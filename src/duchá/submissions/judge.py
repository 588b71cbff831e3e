"""From what was found to what becomes of a file: accepted, held, sent back or refused."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.submissions.faults import unit as kinds
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, Weight

WHOLE_FILE = frozenset({kinds.NOT_OWED.code, kinds.NOT_ON_ROSTER.code})  # the file is not ours to take, however well it is filled


def judge(faults: Iterable[Fault], usable: bool) -> Status:
    """The status of a submission; ``usable`` when at least one form or a written report could be read from it.

    Refused: nothing usable, or a file that is not owed. Sent back: any REJECT. Held: any QUERY. Otherwise accepted, notes or not.
    """
    present = tuple(faults)
    weights = {fault.kind.weight for fault in present}
    if Weight.REJECT in weights:
        whole = not usable or any(fault.kind.code in WHOLE_FILE for fault in present)
        return Status.REFUSED if whole else Status.SENT_BACK
    if Weight.QUERY in weights:
        return Status.HELD
    return Status.ACCEPTED if usable else Status.REFUSED
