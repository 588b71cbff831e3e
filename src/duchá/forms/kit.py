"""发件包: one zip a unit to send: its blank, and a covering note that says what is due, when, to whom, and how to fill it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign, Obligation, Sender
from duchá.forms import package, wording
from duchá.forms.blanks import owed_forms
from duchá.forms.fill_document import filled_document
from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.rulebook.form import Form, NilPolicy
from duchá.rulebook.readings import NIL_RETURN, NilReturn
from duchá.terms.deadline import StepKind, due_words, explain
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words

# the kit and its covering note
NOTE_NAME = "填报说明.docx"
TITLE_SEPARATOR = "》《"
CONTACT_FOR = "{names}：{contact}"
CLAUSE = "；"
ALL_OF_THEM = "以上各项"

TEMPLATE = "covering-note"


def write_kit(path: Path, unit: Unit, campaign: Campaign, blank: Path | None, day: date) -> Put:
    """Writes the unit's kit with the blank as it lies in the folder; ``day`` dates the note. Raises OSError."""
    own = path.parents[1] / "templates"
    note = note_bytes(unit, campaign, blank.name if blank else "", day, own if own.is_dir() else None)
    parts = {blank.name: blank.read_bytes()} if blank else {}
    return WrittenFiles().put_bytes(path, package.sealed({**parts, NOTE_NAME: note}))


def note_bytes(unit: Unit, campaign: Campaign, blank: str, day: date, own: Path | None = None) -> bytes:
    """The covering note of a unit; ``own`` is the campaign's own folder of templates. Equal input gives equal bytes."""
    template = filled_document(TEMPLATE, _words(unit, campaign, blank, day), own)
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
        "regulation": TITLE_SEPARATOR.join(regulations),
        "unit": unit.name,
        "blank": blank,
        "dues": dues,
        "ways": _ways(owed),
        **_empty_forms(unit, campaign),
        **_senders(owed, campaign),
        "day": day_words(day),
    }


def _ways(owed: tuple[Obligation, ...]) -> list[dict[str, str]]:
    """How each deadline was reached, once for all that share it; that a calendar is not filled in is the office's own affair."""
    shared: dict[str, list[str]] = {}
    for one in owed:
        if one.deadline is not None:
            steps = tuple(step for step in one.deadline.steps if step.kind is not StepKind.PROVISIONAL)
            shared.setdefault(explain(replace(one.deadline, steps=steps)), []).append(one.deliverable.name)
    all_alike = len(shared) == 1 and len(owed) > 1
    return [{"names": ALL_OF_THEM if all_alike else wording.FORM_SEPARATOR.join(names), "reached": how} for how, names in shared.items()]


def _senders(owed: tuple[Obligation, ...], campaign: Campaign) -> dict[str, str]:
    """Who writes the note and whom to ask: one name and its phone, or, where deliverables have contacts of their own, each with its own."""
    by_sender: dict[Sender, list[str]] = {}
    for one in owed:
        by_sender.setdefault(campaign.sender(one.key), []).append(one.deliverable.name)
    first = next(iter(by_sender), campaign.sender())
    asked = {(sender.contact, sender.phone) for sender in by_sender}
    if len(asked) <= 1:
        return {"contact": first.contact, "phone": first.phone, "issuer": first.issuer}
    named = (
        CONTACT_FOR.format(names=wording.FORM_SEPARATOR.join(names), contact=" ".join(part for part in (s.contact, s.phone) if part))
        for s, names in by_sender.items()
    )
    return {"contact": CLAUSE.join(named), "phone": "", "issuer": first.issuer}


def _empty_forms(unit: Unit, campaign: Campaign) -> dict[str, str | bool]:
    """What is said of forms with nothing to fill in: which count as a zero report and whether they must come at all (DT-17), which may not be empty."""
    forms = owed_forms(campaign, unit)
    owing = {one.rulebook for one in campaign.owed_by(unit)}
    read = {campaign.known(book, NIL_RETURN, NilReturn.REQUIRED) for book in campaign.rulebooks if book.id in owing}
    nil, flagged = _named(forms, NilPolicy.ZERO_REPORT), _named(forms, NilPolicy.FLAG)
    if NilReturn.REPORT_ONLY in read:
        nil, flagged = wording.FORM_SEPARATOR.join(name for name in (nil, flagged) if name), ""
    return {"nil": nil, "flagged": flagged, "nil_spared": bool(read & {NilReturn.NOT_REQUIRED, NilReturn.REPORT_ONLY})}


def _named(forms: tuple[Form, ...], nil: NilPolicy) -> str:
    return wording.FORM_SEPARATOR.join(form.number or form.title for form in forms if form.nil is nil)
