"""What was held or refused, judged again from the archive when the roster, the rulebooks, the answers or the waivers have changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path  # house: only handed on to the reader of the archive
from typing import Any

from duchá.journal.fact import Fact, FactKind
from duchá.journal.notes import RejudgedNote
from duchá.journal.records import told
from duchá.journal.write import JournalWriter
from duchá.receipts.file import REJUDGE, Filing, FilingState, file_unless
from duchá.receipts.receipts import Receipt
from duchá.receipts.reread import reread
from duchá.submissions.context import Answers
from duchá.submissions.status import Status
from duchá.terms.fault import Weight
from duchá.workbooks.pool import Readers

_CHANGES = (FactKind.CONTEXT, FactKind.ANSWER, FactKind.WAIVER)


def rejudge(
    state: FilingState,
    writer: JournalWriter,
    facts: tuple[Fact, ...],
    archive: Path,
    answers: Answers,
    readers: Readers,
    now: datetime,
    *,
    also: Collection[int] = (),
) -> tuple[int, ...]:
    """The numbers of the receipts whose outcome is another now; each is a resolution ``rejudge`` in the journal, whose ``facts`` so far are given.

    ``also`` are receipts that were judged by what was known before the last change, though they were recorded after it (by a run beside the
    one that changed it). Nothing is read where nothing changed. A file that could not be read stays as it is: no roster makes it readable. What comes out as
    before is not written down. Raises JournalError.
    """
    again = (number for number in sorted(also) if _may_change(state.receipts[number]))
    waiting = tuple(dict.fromkeys((*_waiting(facts, state.receipts), *again)))
    if not waiting:
        return ()
    changed: list[int] = []
    for receipt, found in reread(state.campaign, archive, [state.receipts[number] for number in waiting], answers, readers):
        if found is None:
            continue
        filing = Filing(action=REJUDGE, receipt=receipt.number, submission=found)
        if file_unless(state, writer, filing, partial(_comes_out_as_before, state, filing)) is not None:
            changed.append(receipt.number)
    writer.append(RejudgedNote(receipts=len(waiting)).fact(now))
    return tuple(changed)


def _waiting(facts: tuple[Fact, ...], receipts: Mapping[int, Receipt]) -> tuple[int, ...]:
    """Receipts held or refused before the last change that nobody has looked at since."""
    last = max((fact.seq for fact in facts if fact.kind in _CHANGES), default=0)
    done = max((fact.seq for fact, _ in told(facts, RejudgedNote)), default=0)
    if last < done:
        return ()
    return tuple(number for number, receipt in sorted(receipts.items()) if receipt.decided < last and _may_change(receipt))


def _comes_out_as_before(state: FilingState, filing: Filing) -> bool:
    """True where another judgement would change nothing; nor is it asked for once somebody has settled the receipt meanwhile."""
    assert filing.receipt is not None
    receipt = state.receipts[filing.receipt]
    return not _may_change(receipt) or _gist(state.draft(filing).payload) == _gist(receipt.payload)


def _may_change(receipt: Receipt) -> bool:
    if receipt.status not in (Status.HELD, Status.REFUSED) or receipt.withdrawn or receipt.paper or not receipt.payload.get("sha256"):
        return False
    codes = [str(fault["code"]) for fault in receipt.payload["faults"] if fault["weight"] == Weight.REJECT.value]
    return not any(code.startswith("S0") for code in codes)


def _gist(payload: Mapping[str, Any]) -> tuple[object, ...]:
    """What counts of an outcome: not its notes, nor how a message is worded today."""
    heavy = sorted((f["code"], f["sheet"], f["cell"], f["weight"]) for f in payload["faults"] if f["weight"] != Weight.NOTE.value)
    return payload["status"], payload["unit"], sorted(payload["deliverables"]), payload["forms"], heavy
