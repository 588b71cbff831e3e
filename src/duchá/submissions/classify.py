"""Free text on rectification put into a class by words (DT-38). Pure; the words are the rulebook's."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.rulebook.model import WordClass
from duchá.terms.text import for_matching

UNCLEAR = "unclear"
_RECTIFICATION = "rectification"


def classify_rectification(text: str, word_classes: Iterable[WordClass]) -> str:
    """The id of the first class whose word stands in the text; ``unclear`` (无法判断) where none does.

    A class is passed over where one of its ``unless`` words stands in the text. Blank: ``unclear``. Ties: the classes' own order.
    A promise alone (立行立改) is no result, so it is ``unclear``. Source: DT-38.
    """
    key = for_matching(text)
    for word_class in word_classes:
        if word_class.kind != _RECTIFICATION or any(word in key for word in word_class.unless):
            continue
        if any(word in key for word in word_class.words):
            return word_class.id
    return UNCLEAR
