"""Letters of a run of overdue: one a unit as docx and Markdown, and the rows to confirm once they are sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duchá.forms.write_for_people import Put
from duchá.ledger import wording as ledger_wording
from duchá.registers.ids import EVENTS
from duchá.reports.ledger.letters import Letter
from duchá.reports.ledger.write_letter import write_letter
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.rulebook.machine import Move
from duchá.steps.issue import OfficialPaper, issue, official_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.written import FOLDER, OWN_TEMPLATES, written_by_us
from duchá.terms.quantity import Content, Day, Words

LETTER_FOLDER = "催办函-{day}"
LETTER_KIND = "letter"
READY_FILE = "办理记录-待确认.xlsx"
URGED_BY_MAIL = "催办函 {day}，已发邮件"
URGED_BY_LETTER = "催办函 {day}（草稿，发出后再登记）"


def letter_folder(opened: OpenCampaign) -> Path:
    """Where the letters of a day lie."""
    return opened.folder / FOLDER / LETTER_FOLDER.format(day=opened.as_of.isoformat())


def write_letters(opened: OpenCampaign, letters: tuple[Letter, ...], mailed: frozenset[str]) -> tuple[Put, ...]:
    """Writes them under ``reports/``; a letter is a draft until its row is registered as sent. ``mailed`` are units that had it by mail.

    Raises OSError.
    """
    if not letters:
        return ()
    folder, written = letter_folder(opened), written_by_us(opened)
    own = opened.folder / OWN_TEMPLATES
    given = own if own.is_dir() else None
    letters = _numbered(opened, letters)
    puts = [put for letter in letters for put in write_letter(letter, folder, written, given)]
    ready = _ready_rows(opened, letters, mailed)
    if ready is not None:
        puts.append(written.put(folder / READY_FILE, lambda path: write_register_rows((ready,), opened.campaign, path)))
    return tuple(puts)


def _numbered(opened: OpenCampaign, letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters with their 发文字号: to write them is to issue them, and the same letter keeps its number."""
    inside = LETTER_FOLDER.format(day=opened.as_of.isoformat())
    papers = [OfficialPaper(kind=LETTER_KIND, name=f"{inside}/{letter.stem}", to=letter.unit.name) for letter in letters]
    given = issue(opened, papers)
    return tuple(replace(letter, official=official_of(opened, paper, given)) for letter, paper in zip(letters, papers, strict=True))


def _ready_rows(opened: OpenCampaign, letters: tuple[Letter, ...], mailed: frozenset[str]) -> RegisterPage | None:
    """催办 rows of 办理记录 for the matters in the letters: ready to confirm, to change or to strike out."""
    office = opened.campaign.office
    form = next((form for form in office.forms if form.id == EVENTS), None) if office else None
    day = opened.as_of.isoformat()
    rows: list[dict[str, Content]] = [
        {
            "date": Day(day=opened.as_of, text=opened.as_of.isoformat()),
            "matter": Words(line.item.matter),
            "node": Words(line.item.node),
            "unit": Words(letter.unit.name),
            "move": Words(ledger_wording.MOVE_WORDS[Move.URGE.value]),
            "note": Words((URGED_BY_MAIL if letter.unit.name in mailed else URGED_BY_LETTER).format(day=day)),
        }
        for letter in letters
        for line in letter.lines
        if line.item.matter
    ]
    return RegisterPage(form=form, rows=rows) if form is not None and rows else None
