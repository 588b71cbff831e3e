"""ledger --xlsx: the registers of the matters shown, to be changed and given back to `record`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duchá.campaign.model import end_of
from duchá.journal.fact import FactKind
from duchá.ledger.entries import EVENTS, MATTERS
from duchá.ledger.matter import Matter
from duchá.ledger.registers import RegisterRow, rows_of
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.steps.open_campaign import OpenCampaign
from duchá.terms.quantity import Content, Day, Words

RECORD_NO = "record_no"


def export_ledger(opened: OpenCampaign, matters: tuple[Matter, ...], path: Path) -> Path:
    """Writes 督办事项 and 办理记录 of the matters. A problem from a return, not registered yet, is a new row: given back, it is one.

    Raises OSError.
    """
    office = opened.campaign.office
    rows = rows_of(opened.facts(FactKind.ROW), end_of(opened.as_of, opened.campaign))
    wanted = {matter.id for matter in matters}
    mine = [row for row in rows if row.register in (MATTERS, EVENTS) and row.text("matter") in wanted]
    registered = {row.text("matter") for row in mine if row.register == MATTERS}
    pages = []
    for form in office.forms if office else ():
        if form.id in (MATTERS, EVENTS):
            of_form = [row for row in mine if row.register == form.id]
            fresh = [_of_problem(matter) for matter in matters if matter.id not in registered] if form.id == MATTERS else []
            extra = [*(row.extra for row in of_form), *({} for _ in fresh)]
            pages.append(RegisterPage(form=form, rows=[*map(_values, of_form), *fresh], extra=extra))
    write_register_rows(pages, opened.campaign, path)
    return path


def _values(row: RegisterRow) -> Mapping[str, Content]:
    return {**row.values, RECORD_NO: Words(row.record_no)}


def _of_problem(matter: Matter) -> Mapping[str, Content]:
    details = matter.details
    return {
        "matter": Words(matter.id),
        "title": Words(details.title or details.problem),
        "category": Words(details.category),
        "source": Words(details.source),
        "lead": Words(details.lead),
        "opened_on": Day(day=matter.opened_on, text=matter.opened_on.isoformat()),
        "found_on": Day(day=matter.opened_on, text=matter.opened_on.isoformat()),
        "note": Words(details.problem),
    }
