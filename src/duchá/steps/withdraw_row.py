"""record --withdraw: the answer to a row that is gone from its file: it is taken back, with a reason, and stays on record."""

from __future__ import annotations

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import FactKind, NewFact
from duchá.journal.write_journal import open_journal
from duchá.ledger.recording.match_rows import shown_key
from duchá.ledger.recording.reconcile import Draft, row_payload, since
from duchá.ledger.registers import Change, RegisterRow, all_rows
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.steps.paper_receipts import PaperTray
from duchá.submissions.registers import wording
from duchá.terms.fault import Stop
from duchá.terms.text import for_matching


def withdraw_row(opened: OpenCampaign, register: str, key: str, reason: str) -> RegisterRow:
    """The row as it stood, now withdrawn. ``key`` is its 记录号 or its key columns. Raises Stop (C020, C022) where it can't be."""
    if not reason.strip():
        raise Stop(campaign_faults.MISSING_REASON.at(action=wording.WITHDRAW))
    form = _form(opened, register)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        facts = writer.facts()
        row = _row(all_rows(facts), form, key)
        draft = Draft(
            change=Change.WITHDRAWN,
            register=row.register,
            key=row.key,
            occurrence=row.occurrence,
            record_no=row.record_no,
            source=row.source,
            before=row,
        )
        fact = NewFact(kind=FactKind.ROW, happened_at=since(draft), payload=row_payload(draft, row.sha256, reason))
        writer.append(fact, *PaperTray(opened, facts).facts_for(draft, reason))
    return row


def _form(opened: OpenCampaign, register: str) -> Form:
    forms = opened.campaign.forms(FilledBy.OFFICE)
    wanted = for_matching(register)
    found = next((form for form in forms if wanted in {for_matching(name) for name in (form.id, form.sheet, form.title, form.file)}), None)
    if found is None:
        why = wording.NO_SUCH_REGISTER.format(register=register)
        known = wording.KNOWN_REGISTERS.format(known=wording.LIST_PAUSE.join(form.sheet for form in forms))
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=known))
    return found


def _row(rows: tuple[RegisterRow, ...], form: Form, key: str) -> RegisterRow:
    wanted = for_matching(key)
    mine = [row for row in rows if row.register == form.id and not row.withdrawn]
    found = [row for row in mine if wanted in (for_matching(row.record_no), for_matching(row.key), for_matching(shown_key(row.key)))]
    if not found:
        why = wording.NO_SUCH_ROW.format(register=form.sheet, key=key)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=wording.LOOK_THERE))
    gone = [row for row in found if row.gone]
    if not gone:
        why = wording.STILL_THERE.format(key=shown_key(found[0].key), record_no=found[0].record_no, source=found[0].source)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=wording.DELETE_FIRST))
    if len(gone) > 1:
        why = wording.SEVERAL_ROWS.format(register=form.sheet, key=key, count=len(gone))
        numbers = wording.LIST_PAUSE.join(row.record_no for row in gone)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=wording.BY_NUMBER.format(numbers=numbers)))
    return gone[0]
