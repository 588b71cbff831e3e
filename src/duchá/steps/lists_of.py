"""Lists of an open campaign as of its two times: registers, rows of returned forms, the roster; and what is wanting in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from duchá.campaign.model import end_of
from duchá.forms.workbook import campaign_lists
from duchá.registers.gaps import Gap, GapCount, gap_counts, gaps
from duchá.registers.lists import CampaignLists, ListRow, ListTable, ReturnedRow, books_of, roster_list, table_on
from duchá.registers.measures import MeasuredTable, tables_of
from duchá.registers.offered import register_forms
from duchá.rulebook.check_registers import ROSTER_FORM, ROSTER_LIST, lists_named
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.ledger_of import LedgerState, state_of
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.register_rows import rows_of
from duchá.terms.period import Period


def lists_of(opened: OpenCampaign, wanted: frozenset[str], state: LedgerState | None = None) -> CampaignLists:
    """The lists that are wanted, by their ids; those that the campaign does not have are left out. Raises JournalError."""
    campaign = opened.campaign
    offered = {form.id: form for form in register_forms(campaign, campaign_lists(campaign)) if form.id in wanted}
    rows: dict[str, list[ListRow]] = {id: [] for id in offered}
    for row in rows_of(opened, tuple(offered)):
        rows[row.register].append(row)
    tables = {id: table_on(form, rows[id], opened.as_of) for id, form in offered.items()}
    returned = [form for form in campaign.forms(FilledBy.UNIT) if form.id in wanted]
    if returned:
        tables |= _returned(opened, returned, state or state_of(opened))
    if ROSTER_LIST in wanted:
        tables[ROSTER_LIST] = ListTable(form=ROSTER_FORM, rows=roster_list(campaign, opened.as_of))
    return CampaignLists(campaign, opened.as_of, tables)


def gaps_of(opened: OpenCampaign, state: LedgerState | None = None) -> tuple[CampaignLists, tuple[Gap, ...]]:
    """The lists that the checks of the rulebooks read, and what is wanting in them, exceptions among it. Raises JournalError."""
    books = [book for book in books_of(opened.campaign) if book.checks] if opened.journal.exists() else []
    lists = lists_of(opened, frozenset(name for book in books for name in lists_named(book)), state)
    return lists, gaps(lists, books)


def gap_counts_of(opened: OpenCampaign, state: LedgerState | None = None) -> tuple[GapCount, ...]:
    """How much is wanting a register, for status and the morning list. Raises JournalError."""
    return gap_counts(*gaps_of(opened, state))


def _returned(opened: OpenCampaign, forms: list[Form], state: LedgerState) -> Mapping[str, ListTable]:
    """The rows of the accepted versions of some forms."""
    wanted = {form.id: form for form in forms}
    rows: dict[str, list[ListRow]] = {id: [] for id in wanted}
    horizon = end_of(opened.as_of, opened.campaign)
    for standing in state.standings:
        form = wanted.get(standing.owed.deliverable.form)
        for receipt in standing.accepted if form is not None else ():
            body = state.bodies.get(receipt.body_seq)
            if body is None or form is None:
                continue
            rows[form.id] += returned_rows(
                form, standing.unit.name, body, receipt.received_at if receipt.received_at <= horizon else horizon, receipt.source
            )
    return {id: ListTable(form=form, rows=tuple(rows[id])) for id, form in wanted.items()}


def returned_rows(form: Form, unit: str, body: Mapping[str, Any], at: datetime, source: str) -> Iterator[ReturnedRow]:
    """The rows of a form in the body of a return."""
    head = {item.id: unit for item in form.header if item.kind.value == "unit"}
    for row in body["forms"].get(form.id, ()):
        yield ReturnedRow(
            record_no=str(row["number"]),
            happened_at=at,
            cells=row["cells"],
            head=head,
            source=source,
            sheet=row["sheet"],
            extra=row.get("extra", {}),
        )


def tables_in(
    opened: OpenCampaign, report: str, period: Period | None, state: LedgerState | None = None
) -> tuple[tuple[Form, MeasuredTable], ...]:
    """The tables that the rulebooks declare for a report, each with its list; those of a list in which nothing stands are left out."""
    books = [book for book in books_of(opened.campaign) if any(report in one.reports for one in book.tables)]
    if not books:
        return ()
    wanted = frozenset(name for book in books for name in lists_named(book))
    lists = lists_of(opened, wanted, state)
    found = tables_of(lists, books, report, period)
    return tuple((lists.table(one.declared.register).form, one) for _, one in found if lists.table(one.declared.register).rows)
