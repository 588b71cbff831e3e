"""What a day on which something is late leaves behind: the list, and where asked for the letters, the mail and the register rows to confirm."""

from __future__ import annotations

from dataclasses import replace

from duchá.ledger.matter import Matter
from duchá.reports.ledger.late_page import late_report
from duchá.steps.overdue import Errand, Overdue
from duchá.steps.written import Format, written


def write_late(found: Overdue, matters: tuple[Matter, ...], errand: Errand) -> Overdue:
    """What was found, with the files of the run. Raises JournalError and OSError."""
    opened = found.opened
    report = late_report(opened.campaign, found.items, found.had, opened.as_of, found.undated)
    made = written(opened, report, Format.XLSX)
    found = replace(found, written=(made.path,), faults=(*found.faults, *made.faults))
    if not (errand.letters or errand.mail):
        return found
    from duchá.steps.urge import urge  # word processing and mail: cron loads them only where it is to write letters

    return urge(found, matters, mail=errand.mail)
