"""Writing the example's files: the unit's own blank filled in, then damaged as real ones are. Equal stories give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign
from duchá.demo.model import Damage, Story
from duchá.demo.write_damage import Filled, damaged, stranger
from duchá.demo.write_package import saved, small_docx
from duchá.forms.layout import lay_out
from duchá.forms.workbook import Master, blank_bytes, make_master
from duchá.rulebook.form import FilledBy, Form
from duchá.terms.unit import Unit
from duchá.terms.wording import LIST_SEPARATOR

FIRST = "1118"
_APPROVAL, _SYSTEMS, _PROBLEMS = "approval", "supervision-systems", "supervision-problems"


def write_returns(folder: Path, campaign: Campaign, stories: Iterable[Story], phrases: Mapping[str, Any]) -> tuple[Path, ...]:
    """One file or folder a unit under ``folder/<batch>/``, written reports beside them; gives the paths written."""
    forms = campaign.forms(FilledBy.UNIT)
    master = make_master(forms, campaign)
    written: list[Path] = []
    for story in stories:
        unit = campaign.roster.get(story.unit)
        assert unit is not None
        place = folder / story.batch
        files = damaged(story, Filled(forms=forms, content=_filled(master, unit, forms, story)), phrases)
        if story.report:
            files |= _report(story, phrases)
        written += _put(place, files)
    return (*written, *_put(folder / FIRST, stranger(phrases)))


def _put(place: Path, files: Mapping[str, bytes]) -> list[Path]:
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / name).write_bytes(content)
    return [place / name for name in files]


def _filled(master: Master, unit: Unit, forms: tuple[Form, ...], story: Story) -> bytes:
    """The unit's blank with its story in it; an untouched one stays as it was sent."""
    blank = blank_bytes(master, unit)
    if story.damage is Damage.UNTOUCHED:
        return blank
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(blank))
    for form in forms:
        sheet = book[form.sheet]
        for at, value in _cells(form, story).items():
            sheet[at].value = value
    return saved(book)


def _cells(form: Form, story: Story) -> dict[str, str]:
    """Address → text for one form."""
    layout = lay_out(form)
    header = {place.field.id: place.entry.at for place in layout.header}
    cells = {header["discipline"]: story.discipline, header["date"]: story.filed_on}
    if form.id == _SYSTEMS:
        cells |= {layout.body(row, "system").at: text for row, text in enumerate(story.systems, 1)}
        if story.cancelled and layout.remark is not None and form.remark is not None:
            cells[layout.remark.at] = form.remark.preset + LIST_SEPARATOR.join(story.cancelled)
        return cells
    for row, line in enumerate(story.approvals if form.id == _APPROVAL else story.checks, 1):
        cells |= {
            layout.body(row, "item").at: line.item,
            layout.body(row, "problem").at: line.problem,
            layout.body(row, "rectification").at: line.fix,
        }
    return cells


def _report(story: Story, phrases: Mapping[str, Any]) -> dict[str, bytes]:
    """The written report as a small Word file."""
    count = len(story.approvals) + len(story.checks)
    stated = count + 1 if story.order == 10 else count  # one unit's report and forms disagree (D13)
    numbers = {"n": stated, "a": len(story.approvals), "b": stated - len(story.approvals), "done": max(0, count - 1)}
    year, month, day = story.filed_on.split("-")
    paragraphs = [
        phrases["report_title"].format(unit=story.unit),
        phrases["report_opening"],
        *(text.format(**numbers) for text in phrases["report_body"]),
        story.unit,
        phrases["report_date"].format(year=year, month=int(month), day=int(day)),
    ]
    return {phrases["report_name"].format(order=story.order, unit=story.unit): small_docx(paragraphs)}
