"""How each date of a matter was reached, in one line with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from duchá.ledger import wording
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline, explain, on_paper
from duchá.terms.wording import LIST_SEPARATOR, day_words

if TYPE_CHECKING:
    from duchá.ledger.matter import Due, Matter

BASIS = "{explained}，依据 {article}"
AGREED = "{explained}，为本室约定；{article}没有写明日期"
AGREED_ALONE = "{explained}，为本室约定"
MATTER_DUE = "期限"
MOVED = "（{move}）"  # beside the name of what has another date since
SET_BY = "{explained}，依据 {day}“{move}”{approver}"
STILL_LATE = "；设定时已逾期，此前的逾期照计"
FORGIVEN = "；设定时已逾期，经{checked}核实，此前的不计逾期"
APPROVED_BY = "，批准人 {approver}"


def reached(deadline: Deadline, article: Article | None, *, agreed: bool = False) -> str:
    """立项 2018年3月12日（周一）+30日，自次日起算 → 4月11日（周三），依据 《…》二2. A typed date says that the office set it.

    ``agreed``: the article asks for it and names no day; the office has agreed on one.
    """
    explained = explain(deadline)
    if article is None:
        return AGREED_ALONE.format(explained=explained) if agreed else explained
    return (AGREED if agreed else BASIS).format(explained=explained, article=article.cite())


def ways_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """How dates were reached as a document says it, each way once with the numbers (from 1) of the lines that it is about: 1、3. Empty texts say nothing."""
    found: dict[str, list[str]] = {}
    for at, text in enumerate(texts, 1):
        if text:
            found.setdefault(on_paper(text), []).append(str(at))
    return tuple((LIST_SEPARATOR.join(numbers), text) for text, numbers in found.items())


def dates_of(matter: Matter) -> Iterator[tuple[str, str]]:
    """Every date that a matter and its nodes go by, named, each with how it was reached; extensions beside the date they replace."""
    if matter.due is not None:
        yield from ((MATTER_DUE + name, text) for name, text in _of_due(matter.due))
    before: set[Deadline] = set()
    for node in matter.nodes:
        ways = list(_of_due(node.due))
        if node.due.first in before and node.due.extended:  # a report owed once more: only its own date is new
            yield node.name, ways[-1][1]
        else:
            yield from ((node.name + name, text) for name, text in ways)
        before.add(node.due.first)


def _of_due(due: Due) -> Iterator[tuple[str, str]]:
    yield "", reached(due.first, due.article)
    for change in due.changes:
        event = change.event
        move = wording.MOVE_WORDS[event.move.value]
        approver = APPROVED_BY.format(approver=event.approver) if event.approver else ""
        by = SET_BY.format(explained=explain(change.deadline), day=day_words(event.day), move=move, approver=approver)
        if change.after_due:
            by += FORGIVEN.format(checked=event.checked) if change.forgiven else STILL_LATE
        yield MOVED.format(move=move), by
