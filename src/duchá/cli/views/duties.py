"""Duties on the screen and as JSON: who owes which report for which period or task, by when, come or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.cli.show import Table
from duchá.ledger.duties import Duties
from duchá.ledger.obligation import Obligation
from duchá.receipts.matrix import ReceiptState
from duchá.rulebook.model import Rulebook
from duchá.terms.text import shown
from duchá.terms.wording import due_words


def duties_json(duties: Duties) -> list[dict[str, object]]:
    """The ``duties`` of `status --json`."""
    return [
        {
            "duty": one.duty.id,
            "name": one.duty.name,
            "for": one.of,
            "owner": one.owner,
            "recipient": one.recipient or None,
            "state": one.state.value,
            "due": one.deadline.due.isoformat() if one.deadline else None,
            "late_days": one.late_days,
            "received_on": one.came_on.isoformat() if one.came_on else None,
            "returns": one.returns,
            "agreed": one.duty.agreed,
            "article": one.article.cite(),
            "reached": one.reached or None,
        }
        for one in duties.obligations
    ]


def duties_page(duties: Duties) -> Iterator[str | Table]:
    """The table of duties, how the days were reached, who has not sent what is late, and what nobody is named for; nothing where there are none."""
    if duties.obligations:
        yield Table(
            columns=("报送事项", "哪一期", "谁报", "期限", "情况"), rows=tuple(map(_row, duties.obligations)), title="按期、按任务要报的"
        )
        yield from _ways(duties.obligations)
    missing = [f"{shown(one.owner)} {shown(one.what)}" for one in duties.late]
    if missing:
        yield f"该报未报、退回待报的 {len(missing)} 件：{'、'.join(missing)}。"
    for here in duties.unnamed:
        groups = "、".join(here.groups)
        yield (
            f"“{here.duty.name}”由{groups}报，还没有写明是哪些，暂不催报："
            f'请在 campaign.toml 写上 [duties.{here.duty.id}] by = ["名称"]，或在 units.xlsx 列出组别“{groups}”的单位。'
        )


def duties_table(book: Rulebook) -> Table:
    """The duties of a rulebook."""
    every = {"month": "每月", "quarter": "每季度", "year": "每年"}
    groups = {group.id: group.name for group in book.groups}
    rows = tuple(
        (
            duty.name,
            duty.id,
            every[duty.every.value] if duty.every else f"每项{book.form(duty.row.register).sheet}" if duty.row else "",
            book.form(duty.row.register).column(duty.row.owner).title
            if duty.row
            else "、".join(groups[id] for id in duty.groups) or "本室",
            duty.due.text + ("（本室约定）" if duty.agreed else ""),
            duty.recipient,
            book.article(duty.article).number,
        )
        for duty in book.duties
    )
    return Table(columns=("报送事项", "代号", "多久一次", "谁报", "期限", "报给谁", "依据"), rows=rows, title="按期、按任务要报的")


def _row(one: Obligation) -> tuple[str, ...]:
    due = due_words(one.deadline) if one.deadline else "未定"
    return (one.duty.name, one.subject, one.owner, due, _how(one))


def _how(one: Obligation) -> str:
    back = f"退回{one.returns}次" if one.returns else ""
    late = f"逾期{one.late_days}天" if one.late_days else ""
    match one.state:
        case ReceiptState.RECEIVED:
            word = f"√ {one.came_on.isoformat() if one.came_on else ''}"
        case ReceiptState.SENT_BACK:
            word = "退回待报"
        case _:
            word = "× 未报"
    return " ".join(part for part in (word, late, back) if part)


def _ways(obligations: Sequence[Obligation]) -> Iterator[str]:
    """How the day was reached, once a duty: of the first that is still owed, else of the last."""
    first: dict[str, Obligation] = {}
    for one in obligations:
        if one.reached and (one.duty.id not in first or (one.owed and not first[one.duty.id].owed)):
            first[one.duty.id] = one
    yield from (f"期限怎么来的：{shown(one.what)}　{shown(one.reached)}。" for one in first.values())
