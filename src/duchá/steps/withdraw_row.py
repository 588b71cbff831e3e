"""record --withdraw: the answer to a row that is gone from its file: it is taken back, with a reason, and stays on record."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.campaign import faults as campaign_faults
from duchá.journal.fact import FactKind, NewFact
from duchá.journal.write import open_journal
from duchá.registers import wording
from duchá.registers.known import KnownRow
from duchá.registers.match_rows import shown_key
from duchá.registers.paper import PaperTray
from duchá.registers.reconcile import RowDraft, row_payload, since
from duchá.registers.renamed import Naming
from duchá.registers.rows import RegisterRow, RowChangeKind
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.filing import settle_papers, state_now
from duchá.steps.known_rows import known_of, look_into
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.terms.fault import Stop
from duchá.terms.text import for_matching

WITHDRAW = "撤回登记"
NO_SUCH_REGISTER = "没有名为“{register}”的登记表。"
KNOWN_REGISTERS = "现有：{known}。"
NO_SUCH_ROW = "“{register}”里没有登记过“{key}”。"
SEVERAL_ROWS = "“{register}”里“{key}”有 {count} 行，分不清是哪一行。"
BY_NUMBER = "请用记录号：{numbers}。"
ANY_REGISTER = "登记表"
STILL_THERE = "“{key}”（{record_no}）还在 {source} 里。"
DELETE_FIRST = "请先在登记表里删去这一行，运行 duchá record，再撤回。"
LOOK_THERE = "记录号见 duchá record 的输出。"


def withdraw_row(opened: OpenCampaign, register: str | None, key: str, reason: str) -> RegisterRow:
    """The row as it stood, now withdrawn. ``key`` is its 记录号 or its key columns; without a ``register`` its 记录号. Raises Stop (C020, C022) where it can't be."""
    if not reason.strip():
        raise Stop(campaign_faults.MISSING_REASON.at(action=WITHDRAW))
    form = None if register is None else _form(opened, register)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        found = _row(known_of(writer, Naming()), form, key)
        draft = RowDraft(
            change=RowChangeKind.WITHDRAWN,
            register=found.register,
            key=found.key,
            occurrence=found.occurrence,
            record_no=found.record_no,
            source=found.source,
            before=found,
        )
        row = look_into(writer)(found.seq)
        fact = NewFact(kind=FactKind.ROW, happened_at=since(draft), payload=row_payload(draft, row.sha256, look_into(writer), reason))
        tray = PaperTray(state_now(opened, writer))
        writer.append(fact, *tray.facts_for(draft, reason))
        settle_papers(opened, writer)
    return row


def _form(opened: OpenCampaign, register: str) -> Form:
    forms = opened.campaign.forms(FilledBy.OFFICE)
    wanted = for_matching(register)
    found = next((form for form in forms if wanted in {for_matching(name) for name in (form.id, form.sheet, form.title, form.file)}), None)
    if found is None:
        why = NO_SUCH_REGISTER.format(register=register)
        known = KNOWN_REGISTERS.format(known=wording.LIST_PAUSE.join(form.sheet for form in forms))
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=known))
    return found


def _row(rows: Iterable[KnownRow], form: Form | None, key: str) -> KnownRow:
    wanted, sheet = for_matching(key), ANY_REGISTER if form is None else form.sheet
    mine = [row for row in rows if (form is None or row.register == form.id) and not row.withdrawn]
    names = [
        (for_matching(row.record_no), *(() if form is None else (for_matching(row.key), for_matching(shown_key(row.key))))) for row in mine
    ]
    found = [row for row, known in zip(mine, names, strict=True) if wanted in known]
    if not found:
        why = NO_SUCH_ROW.format(register=sheet, key=key)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=LOOK_THERE))
    gone = [row for row in found if row.gone]
    if not gone:
        why = STILL_THERE.format(key=shown_key(found[0].key), record_no=found[0].record_no, source=found[0].source)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=DELETE_FIRST))
    if len(gone) > 1:
        why = SEVERAL_ROWS.format(register=sheet, key=key, count=len(gone))
        numbers = wording.LIST_PAUSE.join(row.record_no for row in gone)
        raise Stop(campaign_faults.BAD_ANSWER.at(why=why, possible=BY_NUMBER.format(numbers=numbers)))
    return gone[0]
