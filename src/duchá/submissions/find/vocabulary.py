"""The words by which forms are known: titles, column titles and labels, normalised once for a set of forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from duchá.rulebook.form import ColumnKind, ColumnRole, FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.grammar import CLOSING_STARTS, TITLE_STARTS, LabelKind, number_at_start
from duchá.submissions.keys import plain, starts_of


class SameForm:
    """Equal only to a key of the very same form, which it keeps alive; to hash all of a form for every return would cost more than reading it."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameForm) and self.form is other.form

    def __hash__(self) -> int:
        return id(self.form)


_DECORATION = re.compile(
    r"\([^()]*\)|[*:＊]|(?<=[\u4e00-\u9fff])[a-z][a-z.,&'/-]{2,}$"
)  # hints in brackets, stars, the title once more in English
_LONGEST_WRITTEN = 40  # a column title as written: with spaces, line breaks, a hint in brackets
_NO_CHANGE = frozenset(map(chr, range(ord(wording.FIRST_IDEOGRAPH), ord(wording.LAST_IDEOGRAPH) + 1))) | frozenset(
    "0123456789"
)  # any other may turn out to begin a title after normalising
_BY_TRADE = (ColumnRole.SEQUENCE, ColumnRole.ITEM, ColumnRole.PROBLEM, ColumnRole.RECTIFICATION, ColumnRole.SYSTEM)
_TEXTS = (ColumnKind.SEQUENCE, ColumnKind.TEXT, ColumnKind.LONG_TEXT)
_ANNOUNCED = {ColumnKind.UNIT: LabelKind.UNIT, ColumnKind.DATE: LabelKind.DAY, ColumnKind.SEAL: LabelKind.DISCIPLINE}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FormWords:
    """The words of one form. ``columns`` maps every known title to its column, ``printed`` only the titles as printed; ``by_trade`` maps a role
    to the column that a title of the trade may mean, where the rulebook knows none (returns only: a register is filled on our own paper).

    ``least`` is how many titles make a row its header; ``order`` the columns' own order; ``announced`` the header field of a kind of label,
    ``number`` that of the form (附件2 → 2).
    """

    form: Form
    columns: Mapping[str, str]
    printed: Mapping[str, str]
    by_trade: Mapping[ColumnRole, str]
    labels: Mapping[str, str]
    announced: Mapping[LabelKind, str]
    titles: tuple[str, ...]
    number: str
    required: frozenset[str]
    order: tuple[str, ...]
    sequence: str
    least: int
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The words of all forms. ``heads`` are all column titles, ``lengths`` theirs, ``labels`` all header labels (longest first);
    ``telling`` maps a form to the pairs of characters by which its titles differ from the others'.

    ``never_titles`` are the characters with which no known title can begin, however it is written; ``ends`` those with which a line below a
    table may begin; ``by_trade`` those with which a title of the trade may begin that some form here would take.
    """

    forms: tuple[FormWords, ...]
    heads: frozenset[str]
    lengths: frozenset[int]
    labels: frozenset[str]
    dates: frozenset[str]
    telling: Mapping[str, frozenset[str]]
    never_titles: frozenset[str]
    by_trade: frozenset[str]
    ends: frozenset[str]

    def head(self, text: str) -> str:
        """The known column title that a cell holds; empty when it holds none."""
        if len(text) > _LONGEST_WRITTEN:
            return ""
        if text in self.heads:
            return text
        if (text.isalnum() and len(text) not in self.lengths) or "，" in text or "。" in text:
            return ""  # no brackets, blanks or stars to take off, or a sentence
        found = plain(text)
        if found in self.heads:
            return found
        bare = undecorated(found)
        return bare if bare in self.heads else ""


def undecorated(found: str) -> str:
    """The plain key of a title without brackets, stars and colons."""
    return _DECORATION.sub("", found) if "(" in found or "*" in found or ":" in found or found[-1:].isascii() else found


def vocabulary_of(forms: tuple[Form, ...]) -> Vocabulary:
    """The vocabulary of a set of forms, made once."""
    return _vocabulary_of(tuple(map(SameForm, forms)))


@lru_cache(maxsize=32)
def _vocabulary_of(forms: tuple[SameForm, ...]) -> Vocabulary:
    words = tuple(_words_of(same.form) for same in forms)
    remarks = {one.remark for one in words if one.remark}
    return Vocabulary(
        forms=words,
        heads=frozenset(head for one in words for head in one.columns),
        lengths=frozenset(len(head) for one in words for head in one.columns),
        labels=frozenset(label for one in words for label in one.labels),
        dates=frozenset(label for one in words for label, id in one.labels.items() if _is_date(one.form, id)),
        telling=_telling(words),
        never_titles=_NO_CHANGE - starts_of(frozenset(head[0] for one in words for head in one.columns)),
        by_trade=starts_of(TITLE_STARTS) if any(one.by_trade for one in words) else frozenset(),
        ends=starts_of(CLOSING_STARTS | {remark[0] for remark in remarks}) | {"（", "(", "【", "["},
    )


def _words_of(form: Form) -> FormWords:
    printed = {plain(column.title): column.id for column in form.columns if column.title}
    columns = {plain(synonym): column.id for column in form.columns for synonym in column.synonyms} | printed
    labels = {_label(name): field.id for field in form.header for name in (*field.synonyms, field.label)}
    sequence = form.with_role(ColumnRole.SEQUENCE)
    titled = [column for column in form.columns if column.title and column is not sequence]
    ours = form.filled_by is FilledBy.UNIT
    return FormWords(
        form=form,
        columns=columns,
        printed=printed,
        by_trade={
            column.role: column.id for column in reversed(form.columns) if ours and column.role in _BY_TRADE and column.kind in _TEXTS
        },
        labels=labels,
        announced={_ANNOUNCED[field.kind]: field.id for field in reversed(form.header) if field.kind in _ANNOUNCED},
        titles=tuple(sorted({plain(title) for title in (form.title, *form.title_synonyms)}, key=len, reverse=True)),
        number=number_at_start(plain(form.number)) if form.number else "",
        required=frozenset(column.id for column in form.columns if column.required),
        order=tuple(column.id for column in form.columns),
        sequence=sequence.id if sequence else "",
        least=min(2, len(titled)),
        remark=plain(form.remark.label) if form.remark else "",
    )


def _is_date(form: Form, id: str) -> bool:
    return next(field for field in form.header if field.id == id).kind is ColumnKind.DATE


def _label(label: str) -> str:
    return plain(label).rstrip(":")


def _telling(words: tuple[FormWords, ...]) -> dict[str, frozenset[str]]:
    pairs = {one.form.id: frozenset().union(*(pairs_of(title) for title in one.titles)) for one in words}
    if len(pairs) == 1:
        return pairs
    shared = frozenset.intersection(*pairs.values()) if pairs else frozenset()
    return {form: own - shared for form, own in pairs.items()}


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
