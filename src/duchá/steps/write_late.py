"""What a day on which something is late leaves behind: the list, and where asked for the letters, the mail and the register rows to confirm."""

from __future__ import annotations

from dataclasses import replace

from duchá.journal.fact import FactKind
from duchá.ledger.mailings import Sending, mailings_of, reminder_of, waiting_of
from duchá.ledger.matter import Matter
from duchá.reports.ledger.late_page import late_report
from duchá.reports.ledger.letters import Urged, letters_of
from duchá.reports.write_xlsx import write_xlsx
from duchá.steps.overdue import Errand, Overdue
from duchá.steps.send_letters import mail_letters
from duchá.steps.write_letters import letter_folder, write_letters

FOLDER = "reports"


def write_late(found: Overdue, matters: tuple[Matter, ...], errand: Errand) -> Overdue:
    """What was found, with the files of the run. Raises JournalError and OSError."""
    opened = found.opened
    folder = opened.folder / FOLDER
    folder.mkdir(exist_ok=True)
    report = late_report(opened.campaign, found.items, found.had, opened.as_of)
    path = folder / f"{report.stem}.xlsx"
    write_xlsx(report, path)
    if not (errand.letters or errand.mail):
        return replace(found, written=(path,))
    waiting = waiting_of(mailings_of(opened.facts(FactKind.NOTE)), opened.as_of)
    still = frozenset(item.key for item in found.late if reminder_of(item, found.had) in waiting)
    letters = letters_of(opened.campaign, found.late, matters, Urged(day=opened.as_of, had=found.had, waiting=still))
    post = mail_letters(opened, letters, found.had, letter_folder(opened)) if errand.mail else None
    mailings = mailings_of(opened.facts(FactKind.NOTE))
    mailed = frozenset(one.unit for one in mailings if one.state is Sending.SENT and one.on == opened.as_of)
    files = (path, *write_letters(opened, letters, mailed), *(post.files if post else ()))
    return replace(found, written=files, post=post, faults=(*found.faults, *(post.faults if post else ())))
