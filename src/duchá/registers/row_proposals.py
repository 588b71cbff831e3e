"""Proposals from facts (依事实提出的建议): a row is a ground, and each ground makes a proposal of its own. People decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duchá.registers.gaps import filled_in, key_words
from duchá.registers.lists import CampaignLists, ListRow, unit_column
from duchá.rulebook.form import RECORD_NO
from duchá.rulebook.model import Rulebook
from duchá.rulebook.register_rules import RowProposal, Whom
from duchá.terms.place import Place

GROUND = "{sheet}-{record_no}"
UNKNOWN = "（{title}没有登记）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedFromRow:
    """建议: what is proposed about whom, and the row that is its ground. ``excused`` is the reason why not, as somebody wrote it there."""

    proposal: str
    kind: str
    register: str
    article: str
    ground: str
    unit: str
    subject: str
    whom: tuple[tuple[str, str], ...]
    why: str
    place: Place
    excused: str = ""


def row_proposals(lists: CampaignLists, books: Iterable[Rulebook], registers: frozenset[str] | None = None) -> tuple[ProposedFromRow, ...]:
    """Every proposal, in the order of the rulebooks and of the rows; of some ``registers`` only where these are named."""
    return tuple(
        found
        for book in books
        for one in book.row_proposals
        if one.proposes and one.register in lists and (registers is None or one.register in registers)
        for found in _of(lists, book, one)
    )


def _of(lists: CampaignLists, book: Rulebook, one: RowProposal) -> Iterator[ProposedFromRow]:
    form = lists.table(one.register).form
    unit = unit_column(form)
    for row in lists.picked(one.register, one.rows):
        yield ProposedFromRow(
            proposal=one.id,
            kind=one.name,
            register=one.register,
            article=book.article(one.article).number,
            ground=GROUND.format(sheet=form.sheet, record_no=row.record_no),
            unit=row.text(unit.id) if unit else "",
            subject=key_words(form, row),
            whom=tuple(pair for whom in one.whom for pair in _whom(lists, one, whom, row)),
            why=filled_in(one.says, row, {}),
            place=next((place for column in form.columns if column.id != RECORD_NO and (place := row.place(column.id)).cell), Place()),
            excused=row.text(one.override) if one.override else "",
        )


def _whom(lists: CampaignLists, one: RowProposal, whom: Whom, row: ListRow) -> Iterator[tuple[str, str]]:
    """Whom a proposal is about; somebody of another list who is not written down there is named as not known."""
    if whom.match is None:
        if text := row.text(whom.column):
            yield whom.title, text
        return
    belonging = lists.belonging(lists.table(one.register).form, whom.match)
    names = tuple(dict.fromkeys(text for other in belonging(row) if (text := other.text(whom.column))))
    yield from ((whom.title, name) for name in names or (UNKNOWN.format(title=whom.title),))
