"""ledger --xlsx: the registers of the matters shown; ledger --problems: the list of problems; both to be changed and given back to `record`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duchá.forms.write_for_people import Put
from duchá.ledger.faults import NO_PROBLEM_LIST
from duchá.ledger.marking import ACTED_ON, KLASS, NOTE, NUMBER, REGISTER as PROBLEM_LIST, Marking
from duchá.ledger.matter import Matter
from duchá.registers.ids import EVENTS, MATTERS
from duchá.registers.rows import RegisterRow
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import RECORD_NO
from duchá.rulebook.model import CATEGORY, CHANNEL
from duchá.steps.ledger_of import LedgerState
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of
from duchá.steps.written import written_by_us
from duchá.terms.fault import Stop
from duchá.terms.quantity import Content, Day, Words
from duchá.terms.wording import LIST_SEPARATOR, UNCLEAR_CLASS

DECISIONS = (KLASS, CATEGORY, CHANNEL, ACTED_ON, NOTE)  # columns of 问题清单 in which a person decides


def export_ledger(opened: OpenCampaign, matters: tuple[Matter, ...], place: Path) -> Put:
    """Writes 督办事项 and 办理记录 of the matters. A problem from a return, not registered yet, is a new row: given back, it is one.

    What a person has changed in the place stays, and the new one lies beside it. Raises OSError.
    """
    office = opened.campaign.office
    rows = rows_of(opened, (MATTERS, EVENTS))
    wanted = {matter.id for matter in matters}
    mine = [row for row in rows if row.text("matter") in wanted]
    registered = {row.text("matter") for row in mine if row.register == MATTERS}
    pages = []
    for form in office.forms if office else ():
        if form.id in (MATTERS, EVENTS):
            of_form = [row for row in mine if row.register == form.id]
            fresh = [_of_problem(matter) for matter in matters if matter.id not in registered] if form.id == MATTERS else []
            extra = [*(row.extra for row in of_form), *({} for _ in fresh)]
            pages.append(RegisterPage(form=form, rows=[*map(_values, of_form), *fresh], extra=extra))
    return written_by_us(opened).put(place, lambda path: write_register_rows(pages, opened.campaign, path))


def export_problems(opened: OpenCampaign, state: LedgerState, matters: tuple[Matter, ...], place: Path) -> Put:
    """Writes 问题清单: the problems among the matters with what is proposed of each and what a person decided, for `record` to take back.

    A problem that was decided of and is withdrawn now is still in it, so that its row is not missed. Raises OSError.
    """
    office = opened.campaign.office
    form = next((form for form in office.forms if form.id == PROBLEM_LIST), None) if office else None
    if form is None:
        raise Stop(NO_PROBLEM_LIST.at())
    said = {row.text(NUMBER): row for row in rows_of(opened, (PROBLEM_LIST,))}
    marking, tagged = Marking(opened.campaign), {problem.id: problem.tagged for problem in state.problems}
    wanted = [one for one in matters if one.kind is MatterKind.PROBLEM and (not one.withdrawn or one.id in said)]
    listed = [_listed(one, marking, tagged.get(one.id, ()), said.get(one.id)) for one in wanted]
    page = RegisterPage(form=form, rows=listed, extra=[said[one.id].extra if one.id in said else {} for one in wanted], spare=0)
    return written_by_us(opened).put(place, lambda path: write_register_rows((page,), opened.campaign, path))


def _listed(matter: Matter, marking: Marking, tagged: tuple[str, ...], said: RegisterRow | None) -> Mapping[str, Content]:
    """One row of 问题清单: the problem, what is proposed, and in the columns of decisions what stands in the journal."""
    proposed, details = marking.proposed(matter.details, matter.form, tagged), matter.details
    classes = {known.id: known.name for known in marking.classes}
    shown = {
        "matter": matter.id,
        "unit": matter.answering,
        "source": details.source,
        "item": details.title,
        "problem": details.problem,
        "rectification": details.rectification,
        "klass_proposed": classes.get(proposed.klass, UNCLEAR_CLASS) if details.rectification else "",
        "category_proposed": LIST_SEPARATOR.join((*proposed.categories, *proposed.parts)),
        "channel_proposed": proposed.channel,
        "acted_on_proposed": proposed.acted_on.isoformat() if proposed.acted_on else "",
    }
    decided = {} if said is None else {id: said.value(id) for id in DECISIONS} | {RECORD_NO: Words(said.record_no)}
    return {**{id: Words(text) for id, text in shown.items() if text}, **decided}


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
