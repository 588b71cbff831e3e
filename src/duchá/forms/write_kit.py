"""发件包: one zip a unit to send: its blank, and a covering note that says what is due, when, to whom, and how to fill it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign, Owed
from duchá.forms import wording
from duchá.forms.package import write_package as package
from duchá.forms.write_blanks import Outcome, owed_forms, write_unless_changed
from duchá.rulebook.form import Form, NilPolicy
from duchá.terms.deadline import StepKind
from duchá.terms.read_packaged import packaged
from duchá.terms.text import tame
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words, due_words, explain

TEMPLATE = "documents/covering-note.docx"


def write_kit(path: Path, unit: Unit, campaign: Campaign, blank: Path | None, day: date) -> Outcome:
    """Writes the unit's kit with the blank as it lies in the folder; ``day`` dates the note. Raises OSError."""
    own = path.parents[1] / "templates"
    note = note_bytes(unit, campaign, blank.name if blank else "", day, own if own.is_dir() else None)
    parts = {blank.name: blank.read_bytes()} if blank else {}
    return write_unless_changed(path, package.sealed({**parts, wording.NOTE_NAME: note}))


def note_bytes(unit: Unit, campaign: Campaign, blank: str, day: date, own: Path | None = None) -> bytes:
    """The covering note of a unit; ``own`` is the campaign's own folder of templates. Equal input gives equal bytes."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    template = DocxTemplate(str(packaged(TEMPLATE, own)))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    template.render(tame(_words(unit, campaign, blank, day)), jinja_env=environment, autoescape=True)
    buffer = BytesIO()
    template.save(buffer)
    return package.packed(package.unpacked(buffer.getvalue()))


def _words(unit: Unit, campaign: Campaign, blank: str, day: date) -> dict[str, Any]:
    settings = campaign.settings
    owed = campaign.owed_by(unit)
    regulations = dict.fromkeys(book.title for book in campaign.rulebooks if book.id in {one.rulebook for one in owed})
    dues = [{"name": one.deliverable.name, "day": due_words(one.deadline), "recipient": one.recipient} for one in owed]
    return {
        "campaign": settings.name,
        "regulation": wording.TITLE_SEPARATOR.join(regulations),
        "unit": unit.name,
        "blank": blank,
        "dues": dues,
        "ways": _ways(owed),
        "nil": _named(owed_forms(campaign, unit), NilPolicy.ZERO_REPORT),
        "flagged": _named(owed_forms(campaign, unit), NilPolicy.FLAG),
        "contact": settings.contact,
        "phone": settings.phone,
        "issuer": settings.issuer,
        "day": day_words(day),
    }


def _ways(owed: tuple[Owed, ...]) -> list[dict[str, str]]:
    """How each deadline was reached, once for all that share it; that a calendar is not filled in is the office's own affair."""
    shared: dict[str, list[str]] = {}
    for one in owed:
        steps = tuple(step for step in one.deadline.steps if step.kind is not StepKind.PROVISIONAL)
        shared.setdefault(explain(replace(one.deadline, steps=steps)), []).append(one.deliverable.name)
    all_alike = len(shared) == 1 and len(owed) > 1
    return [
        {"names": wording.ALL_OF_THEM if all_alike else wording.FORM_SEPARATOR.join(names), "reached": how} for how, names in shared.items()
    ]


def _named(forms: tuple[Form, ...], nil: NilPolicy) -> str:
    return wording.FORM_SEPARATOR.join(form.number or form.title for form in forms if form.nil is nil)
