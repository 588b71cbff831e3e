"""A page a checklist: units × questions with each answer, and which of them say that there is a problem (C12, C13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duchá.campaign.model import Campaign
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.reports.page import Cell, CellRow, Page, PageColumn, Show
from duchá.reports.summary.lines import SummaryRow
from duchá.reports.wording import DASH, LEGEND, NUMBER, PAUSE, TOTAL, UNIT
from duchá.rulebook.form import ChecklistQuestion, ColumnRole, FilledBy, Form

NAME, TITLE = "{name}逐问", "{title}逐问汇总"
NAME_OF_ONE = "逐问"
PROBLEMS = "问题数"
BAD = "{answer}×"
GOOD_IS = {True: "第{number}问：{text}（答“是”为好）", False: "第{number}问：{text}（答“是”为有问题）"}
NOTES = ("带“×”的计为问题，问题数与台账一致；最后一行是各问的问题数。",)


def checklist_pages(campaign: Campaign, standings: Sequence[ReceiptStanding], lines: Sequence[SummaryRow], under: str) -> tuple[Page, ...]:
    """One page for each form with questions, in document order; a problem is what the ledger has as one: nothing is counted here."""
    forms = [form for form in campaign.forms(FilledBy.UNIT) if form.questions]
    return tuple(
        _page(form, standings, [line for line in lines if line.form.id == form.id], under, alone=len(forms) == 1) for form in forms
    )


def _page(form: Form, standings: Sequence[ReceiptStanding], lines: Sequence[SummaryRow], under: str, *, alone: bool) -> Page:
    owing = [standing for standing in standings if standing.owed.deliverable.form == form.id]
    of_unit: dict[str, list[SummaryRow]] = {}
    for line in lines:
        of_unit.setdefault(line.unit.name, []).append(line)
    problems: Counter[str] = Counter()
    rows: list[CellRow] = []
    for number, standing in enumerate(owing, 1):
        own = of_unit.get(standing.unit.name, [])
        answers = {question.id: line for line in own if (question := _question(form, line)) is not None}
        problems.update(id for id, line in answers.items() if line.problem)
        found = sum(line.problem for line in own)
        blank: Cell = DASH if standing.state is ReceiptState.NOT_APPLICABLE else None
        cells = [_answer(form, answers.get(question.id)) if own else blank for question in form.questions]
        rows.append((number, standing.unit.name, *cells, found if own else blank))
    total: CellRow = (None, TOTAL, *(problems[question.id] for question in form.questions), sum(line.problem for line in lines))
    return Page(
        name=NAME_OF_ONE if alone else NAME.format(name=form.number or form.sheet),
        title=TITLE.format(title=form.title),
        columns=(
            PageColumn(title=NUMBER, show=Show.COUNT, width=5),
            PageColumn(title=UNIT, show=Show.TEXT, width=20),
            *(PageColumn(title=question.id, width=5) for question in form.questions),
            PageColumn(title=PROBLEMS, show=Show.COUNT, width=7),
        ),
        rows=tuple(rows),
        total=total if rows else (),
        under=under,
        notes=(*NOTES, LEGEND, PAUSE.join(GOOD_IS[q.good].format(number=q.id, text=q.text) for q in form.questions)),
    )


def _answer(form: Form, line: SummaryRow | None) -> Cell:
    column = form.with_role(ColumnRole.ITEM)
    if line is None or column is None:
        return None
    answer = line.cells.get(column.id)
    return BAD.format(answer=answer or DASH) if line.problem else answer


def _question(form: Form, line: SummaryRow) -> ChecklistQuestion | None:
    own, asked = form.with_role(ColumnRole.QUESTION), form.with_role(ColumnRole.ASKED)
    number = str(line.cells.get(own.id) or "") if own is not None else ""
    words = str(line.cells.get(asked.id) or "") if asked is not None else ""
    return form.question(number or line.written_number, words)
