"""Letters of a run of overdue: one a unit as docx and Markdown, mail files where asked for, and the rows to confirm once they are sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from duchá.ledger import wording as ledger_wording
from duchá.ledger.entries import EVENTS
from duchá.reports.ledger import wording
from duchá.reports.ledger.letters import Letter
from duchá.reports.ledger.write_letter import letter_bytes, write_letter, write_mail
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.rulebook.machine import Move
from duchá.steps.open_campaign import OpenCampaign
from duchá.terms.quantity import Content, Day, Words

FOLDER = "reports"


def write_letters(opened: OpenCampaign, letters: tuple[Letter, ...], *, mail: bool) -> tuple[Path, ...]:
    """Writes them under ``reports/``; a letter is a draft until its row is registered as sent. Raises OSError."""
    if not letters:
        return ()
    folder = opened.folder / FOLDER / wording.LETTER_FOLDER.format(day=opened.as_of.isoformat())
    own = opened.folder / "templates"
    given = own if own.is_dir() else None
    written: list[Path] = []
    for letter in letters:
        written += write_letter(letter, folder, given)
        if mail and letter.unit.email:
            sent_at = datetime.combine(opened.as_of, datetime.min.time(), tzinfo=opened.campaign.zone)
            written.append(write_mail(letter, letter_bytes(letter, given), folder, sent_at))
    ready = _ready_rows(opened, letters)
    if ready is not None:
        path = folder / wording.READY_FILE
        write_register_rows((ready,), opened.campaign, path)
        written.append(path)
    return tuple(written)


def _ready_rows(opened: OpenCampaign, letters: tuple[Letter, ...]) -> RegisterPage | None:
    """催办 rows of 办理记录 for the matters in the letters: ready to confirm, to change or to strike out."""
    office = opened.campaign.office
    form = next((form for form in office.forms if form.id == EVENTS), None) if office else None
    note = wording.URGED_BY_LETTER.format(day=opened.as_of.isoformat())
    rows: list[dict[str, Content]] = [
        {
            "date": Day(day=opened.as_of, text=opened.as_of.isoformat()),
            "matter": Words(line.item.matter),
            "node": Words(line.item.node),
            "unit": Words(letter.unit.name),
            "move": Words(ledger_wording.MOVE_WORDS[Move.URGE.value]),
            "note": Words(note),
        }
        for letter in letters
        for line in letter.lines
        if line.item.matter
    ]
    return RegisterPage(form=form, rows=rows) if form is not None and rows else None
