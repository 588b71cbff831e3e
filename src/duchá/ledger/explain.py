"""How each date of a matter was reached, in one line with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from duchá.ledger import wording
from duchá.terms.article import Article
from duchá.terms.deadline import Deadline, explain
from duchá.terms.wording import LIST_SEPARATOR, day_words

if TYPE_CHECKING:
    from duchá.ledger.matter import Due, Matter


def reached(deadline: Deadline, article: Article | None, *, agreed: bool = False) -> str:
    """立项 2018年3月12日（周一）+30日，自次日起算 → 4月11日（周三），依据 《…》二2. A typed date says that the office set it.

    ``agreed``: the article asks for it and names no day; the office has agreed on one.
    """
    explained = explain(deadline)
    if article is None:
        return wording.AGREED_ALONE.format(explained=explained) if agreed else explained
    return (wording.AGREED if agreed else wording.BASIS).format(explained=explained, article=article.cite())


def ways_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """How dates were reached, each way said once with the numbers (from 1) of the lines that it is about: 1、3. Empty texts say nothing."""
    found: dict[str, list[str]] = {}
    for at, text in enumerate(texts, 1):
        if text:
            found.setdefault(text, []).append(str(at))
    return tuple((LIST_SEPARATOR.join(numbers), text) for text, numbers in found.items())


def dates_of(matter: Matter) -> Iterator[tuple[str, str]]:
    """Every date that a matter and its nodes go by, named, each with how it was reached; extensions beside the date they replace."""
    if matter.due is not None:
        yield from ((wording.MATTER_DUE + name, text) for name, text in _of_due(matter.due))
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
        approver = wording.APPROVED_BY.format(approver=event.approver) if event.approver else ""
        by = wording.SET_BY.format(explained=explain(change.deadline), day=day_words(event.day), move=move, approver=approver)
        if change.after_due:
            by += wording.FORGIVEN.format(checked=event.checked) if change.forgiven else wording.STILL_LATE
        yield wording.MOVED.format(move=move), by
