"""A submission ready to be filed: what the journal keeps of it, worked out by whoever has its cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from sys import intern
from typing import Any

from duchá.campaign.model import Campaign
from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.submissions.as_json import body_text, payload_json
from duchá.submissions.compare import digest_form
from duchá.submissions.model import FilledForm, Submission
from duchá.terms.quantity import Empty, NotApplicable, Words

_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyToFile:
    """报送件 as the journal keeps it: its ``payload`` as far as the file knows it, a digest of what was sent for each deliverable (``contents``),
    and its rows as text (``body``). Receipt number, version and lateness are added by whoever files it."""

    payload: Mapping[str, Any]
    contents: Mapping[str, str]
    body: str

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its faults."""
        return frozenset(fault["code"] for fault in self.payload["faults"])


def ready_to_file(submission: Submission, campaign: Campaign) -> ReadyToFile:
    """The submission as the journal will keep it."""
    periods = periods_of(campaign, submission)
    payload = payload_json(submission) | ({"periods": periods} if periods else {})
    return ReadyToFile(payload=payload, contents=contents_of(campaign, submission), body=body_text(submission))


def contents_of(campaign: Campaign, submission: Submission) -> dict[str, str]:
    """Deliverable → digest of what was sent for it: of the rows where it is a form, of the file where it is a document."""
    form_of = {owed.key: owed.deliverable.form for owed in campaign.owed}
    declared = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    said = {form.form: digest_form(_under_its_name(form, declared[form.form], submission.unit)) for form in submission.forms}
    return {key: said.get(form_of[key], submission.sha256 or "") for key in submission.deliverables}


def periods_of(campaign: Campaign, submission: Submission) -> dict[str, dict[str, Any]]:
    """Deliverable that comes back → a digest of its rows alone, empty of a nil return, and whether its period is sure: by these a return that stands for
    another period is told.
    """
    forms = {form.form: form for form in submission.forms}
    found: dict[str, dict[str, Any]] = {}
    for owed in campaign.owed:
        if owed.key in submission.deliverables and owed.period is not None and owed.deliverable.form in forms:
            filled = forms[owed.deliverable.form]
            rows = "" if filled.nil or not filled.rows else digest_form(_bare_rows(filled))
            found[owed.key] = {"rows": rows, "sure": owed.key in submission.sure}
    return found


def _bare_rows(filled: FilledForm) -> FilledForm:
    """The form's rows with what stands in them and nothing else: which columns a copy has is not what it says."""
    rows = (replace(row, cells={id: content for id, content in row.cells.items() if not isinstance(content, Empty)}) for row in filled.rows)
    return replace(filled, header={}, remark="", rows=tuple(rows))


def _under_its_name(filled: FilledForm, form: Form, unit: str | None) -> FilledForm:
    """The form with the unit's own name where it names a unit: how that was written, or whose it was taken for, is not what it says."""
    fields = {field.id for field in form.header if field.kind is ColumnKind.UNIT}
    named = {id for id in fields & filled.header.keys() if not isinstance(filled.header[id], Empty | NotApplicable)}
    return replace(filled, header={**filled.header, **dict.fromkeys(named, Words(unit))}) if unit and named else filled


def pack(ready: ReadyToFile) -> bytes:
    """The submission on its way from one process to another: a line of JSON, then the body, which nobody needs to look into on the way."""
    return f"{_written([ready.payload, ready.contents])}\n{ready.body}".encode()


def unpack(packed: bytes) -> ReadyToFile:
    """The submission again. Raises ValueError where the bytes are not one."""
    head, _, body = packed.decode().partition("\n")
    payload, contents = json.loads(head, object_pairs_hook=_sharing)
    return ReadyToFile(payload=payload, contents=contents, body=body)


def _sharing(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose texts are kept once for all submissions: a run keeps what came of every file until its end, and most of it is said of many."""
    return {intern(key): intern(value) if type(value) is str else value for key, value in pairs}
