"""Letters to the units that are late: written beside the list, and mailed where that is asked for."""

from __future__ import annotations

from dataclasses import replace

from duchá.journal.fact import FactKind
from duchá.ledger.mailings import Sending, mailings_of, reminder_of, waiting_of
from duchá.ledger.matter import Matter
from duchá.reports.ledger.letters import Urged, letters_of
from duchá.steps.overdue import Overdue
from duchá.steps.send_letters import mail_letters
from duchá.steps.write_letters import letter_folder, write_letters
from duchá.steps.written import kept_faults


def urge(found: Overdue, matters: tuple[Matter, ...], *, mail: bool) -> Overdue:
    """What was found, with the letters of the run among its files. Raises JournalError and OSError."""
    opened = found.opened
    waiting = waiting_of(mailings_of(opened.facts(FactKind.NOTE)), opened.as_of)
    still = frozenset(item.key for item in found.late if reminder_of(item, found.had) in waiting)
    letters = letters_of(opened.campaign, found.late, matters, Urged(day=opened.as_of, had=found.had, waiting=still))
    post = mail_letters(opened, letters, found.had, letter_folder(opened)) if mail else None
    mailings = mailings_of(opened.facts(FactKind.NOTE))
    mailed = frozenset(one.unit for one in mailings if one.state is Sending.SENT and one.on == opened.as_of)
    puts = (*write_letters(opened, letters, mailed), *(post.files if post else ()))
    faults = (*found.faults, *(post.faults if post else ()), *kept_faults(opened, puts))
    return replace(found, written=(*found.written, *(put.path for put in puts)), post=post, faults=faults)
