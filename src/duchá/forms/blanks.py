"""Blanks for many units: one master for each set of forms, copied; nothing that a person changed is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.workbook import Master, blank_bytes, make_master
from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.rulebook.form import Form
from duchá.terms.period import Period
from duchá.terms.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankOptions:
    """A blank to be made: for whom, of which forms, where; for which period, and with which rows filled in, by form."""

    unit: Unit
    forms: tuple[Form, ...]
    path: Path
    period: Period | None = None
    rows: Mapping[str, tuple[Mapping[str, str | Decimal], ...]] = field(default_factory=dict)


def owed_forms(campaign: Campaign, unit: Unit) -> tuple[Form, ...]:
    """The forms that a unit owes, each once, in document order; none where it owes a written report only."""
    books = {rulebook.id: rulebook for rulebook in campaign.rulebooks}
    owed = (books[owed.rulebook].form(owed.deliverable.form) for owed in campaign.owed_by(unit) if owed.deliverable.form)
    return tuple(dict.fromkeys(owed))


def write_blanks(wanted: Iterable[BlankOptions], campaign: Campaign) -> tuple[Put, ...]:
    """Writes the blanks; each has the same bytes as when it is made alone. Raises OSError."""
    masters: dict[tuple[tuple[Form, ...], Period | None, str], Master] = {}
    written, puts = WrittenFiles(), []
    for want in wanted:
        key = (want.forms, want.period, repr(want.rows))
        if key not in masters:
            masters[key] = make_master(want.forms, campaign, want.period, want.rows)
        puts.append(written.put_bytes(want.path, blank_bytes(masters[key], want.unit)))
    return tuple(puts)
