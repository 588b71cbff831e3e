"""The words by which forms are known: titles, column titles and labels, normalised once for a set of forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from duchá.rulebook.form import ColumnKind, ColumnRole, Form
from duchá.submissions import wording
from duchá.submissions.headers.same_form import SameForm
from duchá.terms.text import for_matching

_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z]+")  # needs no normalising
_DECORATION = re.compile(r"\([^()]*\)|[*:＊]")
_LONGEST_REMEMBERED = 100
_LONGEST_WRITTEN = 40  # a column title as written: with spaces, line breaks, a hint in brackets
_matching = lru_cache(maxsize=65536)(for_matching)


def key(text: str) -> str:
    """The matching key of a short text (C14, C26, C28, C30), remembered."""
    if _PLAIN.fullmatch(text):
        return text
    return _matching(text) if len(text) <= _LONGEST_REMEMBERED else for_matching(text)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FormWords:
    """The words of one form. ``columns`` maps every known title to its column, ``printed`` only the titles as printed.

    ``least`` is how many titles make a row its header; ``order`` the columns' own order.
    """

    form: Form
    columns: Mapping[str, str]
    printed: Mapping[str, str]
    labels: Mapping[str, str]
    titles: tuple[str, ...]
    required: frozenset[str]
    order: tuple[str, ...]
    sequence: str
    least: int
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The words of all forms. ``heads`` are all column titles, ``labels`` all header labels (longest first);
    ``telling`` maps a form to the pairs of characters by which its titles differ from the others'."""

    forms: tuple[FormWords, ...]
    heads: frozenset[str]
    labels: tuple[str, ...]
    dates: frozenset[str]
    telling: Mapping[str, frozenset[str]]
    starts: frozenset[str]
    ends: frozenset[str]

    def head(self, text: str) -> str:
        """The known column title that a cell holds; empty when it holds none."""
        if len(text) > _LONGEST_WRITTEN:
            return ""
        if text in self.heads:
            return text
        found = key(text)
        if found in self.heads:
            return found
        bare = _DECORATION.sub("", found) if "(" in found or "*" in found or ":" in found else ""
        return bare if bare in self.heads else ""


def vocabulary_of(forms: tuple[Form, ...]) -> Vocabulary:
    """The vocabulary of a set of forms, made once."""
    return _vocabulary_of(tuple(map(SameForm, forms)))


@lru_cache(maxsize=32)
def _vocabulary_of(forms: tuple[SameForm, ...]) -> Vocabulary:
    words = tuple(_words_of(same.form) for same in forms)
    labels = {label for one in words for label in one.labels}
    remarks = {one.remark for one in words if one.remark}
    return Vocabulary(
        forms=words,
        heads=frozenset(head for one in words for head in one.columns),
        labels=tuple(sorted(labels, key=len, reverse=True)),
        dates=frozenset(label for one in words for label, id in one.labels.items() if _is_date(one.form, id)),
        telling=_telling(words),
        starts=frozenset(head[0] for one in words for head in one.columns),
        ends=frozenset({remark[0] for remark in remarks} | set(wording.END_FIRST_CHARACTERS)),
    )


def _words_of(form: Form) -> FormWords:
    printed = {_bare(column.title): column.id for column in form.columns if column.title}
    columns = {_bare(synonym): column.id for column in form.columns for synonym in column.synonyms} | printed
    labels = {_label(name): field.id for field in form.header for name in (*field.synonyms, field.label)}
    sequence = form.with_role(ColumnRole.SEQUENCE)
    titled = [column for column in form.columns if column.title and column is not sequence]
    return FormWords(
        form=form,
        columns=columns,
        printed=printed,
        labels=labels,
        titles=tuple(sorted({key(title) for title in (form.title, *form.title_synonyms)}, key=len, reverse=True)),
        required=frozenset(column.id for column in form.columns if column.required),
        order=tuple(column.id for column in form.columns),
        sequence=sequence.id if sequence else "",
        least=min(2, len(titled)),
        remark=key(form.remark.label) if form.remark else "",
    )


def _is_date(form: Form, id: str) -> bool:
    return next(field for field in form.header if field.id == id).kind is ColumnKind.DATE


def _bare(title: str) -> str:
    return key(title)


def _label(label: str) -> str:
    return key(label).rstrip(":")


def _telling(words: tuple[FormWords, ...]) -> dict[str, frozenset[str]]:
    pairs = {one.form.id: frozenset().union(*(pairs_of(title) for title in one.titles)) for one in words}
    if len(pairs) == 1:
        return pairs
    shared = frozenset.intersection(*pairs.values()) if pairs else frozenset()
    return {form: own - shared for form, own in pairs.items()}


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring pairs of characters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
