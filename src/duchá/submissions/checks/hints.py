"""Hints for the inspectors (DT-29, DT-08, D18, C43): always notes, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from duchá.rulebook.form import ColumnKind, ColumnRole
from duchá.submissions.checks.declared import SameCampaign, column_of, column_texts, filled_forms, rulebook_of
from duchá.submissions.context import Context
from duchá.submissions.faults import hints as kinds
from duchá.submissions.model import FilledForm, Submission
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import Words
from duchá.terms.text import for_matching

SENTENCE_ENDS = "。！？；!?;.）)”】》…"
ID_OR_MOBILE = (
    r"(?<![0-9])(?:[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])"
)

_PERSONAL = re.compile(ID_OR_MOBILE)
_LONG_NUMBER = re.compile("[0-9][0-9]{10}")  # every such number holds one; a first digit by itself is found twice as fast
_BETWEEN = re.compile(r"[^\u4e00-\u9fff0-9a-z]+")
_FACT = re.compile(r"[0-9A-Za-z]")  # a text that names a number says something; a cheap look before the exact one
_CUT_LENGTHS = frozenset({255, 32767})
_PERFUNCTORY, _SYSTEM = "perfunctory", "system"
_LONGEST_PROMISE = 80


def perfunctory_texts(submission: Submission, context: Context) -> Iterator[Fault]:
    """S501 for a rectification made up wholly of the rulebook's empty phrases (DT-29)."""
    for filled, form in filled_forms(submission, context):
        column = column_of(form, ColumnRole.RECTIFICATION)
        phrases = _empty_phrases(SameCampaign(context.campaign), form.id)
        if not column or phrases is None:
            continue
        for row, text in zip(filled.rows, column_texts(filled, column), strict=True):
            if (
                text
                and len(text) <= _LONGEST_PROMISE
                and not _FACT.search(text)
                and phrases.fullmatch(_BETWEEN.sub("", for_matching(text)))
            ):
                yield kinds.PERFUNCTORY_TEXT.at(row.places.get(column), form=form.id, found=text, written=text)


def missing_systems(submission: Submission, context: Context) -> Iterator[Fault]:
    """S504 for a list of systems that lacks one which every list should hold, by the rulebook's words (DT-08: 双随机). An empty list is S410."""
    for filled, form in filled_forms(submission, context):
        column = column_of(form, ColumnRole.SYSTEM)
        if not column or not filled.rows:
            continue
        text = for_matching("".join(column_texts(filled, column)))
        for known in rulebook_of(form.id, context.campaign).word_classes:
            if known.kind == _SYSTEM and not any(word in text for word in known.words):
                yield kinds.SYSTEM_NOT_SEEN.at(
                    Place(sheet=filled.sheet, cell=filled.range), form=form.id, title=form.title, system=known.name
                )


def personal_data(submission: Submission, context: Context) -> Iterator[Fault]:
    """S505 where a cell names an identity card or a mobile phone number (D18, X-12); the number itself is not repeated.

    A telephone number in a column that asks for one is no such thing.
    """
    for filled, form in filled_forms(submission, context):
        if not _LONG_NUMBER.search("\n".join(_texts(filled))):  # one look for nearly every form
            continue
        phones = {column.id for column in form.columns if column.kind is ColumnKind.PHONE}
        for row in filled.rows:
            for column, content in row.cells.items():
                if column not in phones and isinstance(content, Words) and len(content.text) > 10 and _PERSONAL.search(content.text):
                    yield kinds.PERSONAL_DATA.at(row.places.get(column), form=filled.form)


def truncated_texts(submission: Submission, context: Context) -> Iterator[Fault]:
    """S506 for a text of exactly 255 or 32,767 characters that stops in mid-sentence (C43)."""
    for filled, _ in filled_forms(submission, context):
        if _CUT_LENGTHS.isdisjoint(map(len, _texts(filled))):
            continue
        for row in filled.rows:
            for column, content in row.cells.items():
                if isinstance(content, Words) and len(content.text) in _CUT_LENGTHS and content.text[-1] not in SENTENCE_ENDS:
                    yield kinds.MAYBE_TRUNCATED.at(row.places.get(column), form=filled.form, length=len(content.text))


def _texts(filled: FilledForm) -> list[str]:
    return [content.text for row in filled.rows for content in row.cells.values() if type(content) is Words]


@lru_cache(maxsize=64)
def _empty_phrases(same: SameCampaign, form: str) -> re.Pattern[str] | None:
    """The empty phrases of the rulebook that declares a form, any number of them; None where it knows none."""
    known = [known for known in rulebook_of(form, same.campaign).word_classes if known.kind == _PERFUNCTORY]
    words = sorted((word for one in known for word in one.words), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")+") if words else None
