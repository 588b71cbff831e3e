"""Keys for recognising short texts: the same whatever the blanks, brackets, widths, script or glosses of the writing."""

from __future__ import annotations

import re
from functools import lru_cache

from duchá.submissions import wording
from duchá.terms.text import for_matching

_PLAIN = re.compile(r"[\u4e00-\u9fff0-9a-z]+")  # needs no normalising
_GLOSS = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_SIMPLER = str.maketrans(wording.TRADITIONAL, wording.SIMPLIFIED)
_TRADITIONAL = frozenset(wording.TRADITIONAL)
_LONGEST_REMEMBERED = 100
_matching = lru_cache(maxsize=65536)(for_matching)


def key(text: str) -> str:
    """The matching key of a short text (C14, C26, C28, C30), remembered."""
    if _PLAIN.fullmatch(text):
        return text
    return _matching(text) if len(text) <= _LONGEST_REMEMBERED else for_matching(text)


def plain(text: str) -> str:
    """The key in simplified characters and without pinyin glosses (執(zhí)法 → 执法): for the words of the trade, never for what is kept (C38)."""
    found = key(text)
    if "(" in found:
        found = _GLOSS.sub("", found)
    return found if _TRADITIONAL.isdisjoint(found) else found.translate(_SIMPLER)


def starts_of(characters: frozenset[str]) -> frozenset[str]:
    """The characters with every traditional form that is read as one of them: what a cell may begin with whose plain key begins so."""
    return characters | {old for old, new in zip(wording.TRADITIONAL, wording.SIMPLIFIED, strict=True) if new in characters}
