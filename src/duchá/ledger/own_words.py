"""What a report says of itself: that it is only a part of what is owed, or a plan. The words are the rulebooks' (``word_classes``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from duchá.rulebook.model import WordClass
from duchá.terms.text import for_matching

PARTIAL, MEASURE, PLAN = "partial", "measure", "plan"  # kinds of word classes
_CLAUSE = re.compile(r"[,;。、!?\n]")
_DONE = re.compile("已|全部|均|完毕|到位")  # beside 正在办理的 they say what became of it
_ATTRIBUTE = re.compile("[^,;。]{0,4}的")
_SHARE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]+)?)%|百分之(?P<words>[零一二三四五六七八九十百点]+|[0-9]+(?:[.][0-9]+)?)|(?P<tenths>[一二三四五六七八九])成"
)
_COUNTS = re.compile(
    r"(?P<all>[0-9]+)(?P<what>[项件个处户家条起])[^0-9;。]{0,10}(?:完成|整改|办结|落实|纠正|解决)了?(?P<part>[0-9]+)(?P=what)"
)
_WHOLE = 100
_WHOLE_WORDS = ("百", "一百")


class OwnWords:
    """The words of a campaign's rulebooks that tell a part, or a plan, from the whole."""

    def __init__(self, classes: Iterable[WordClass]) -> None:
        known = tuple(classes)
        self._partial = tuple(one for one in known if one.kind == PARTIAL)
        self._plan = tuple(one for one in known if one.kind == PLAN)
        self._measures = tuple(word for one in known if one.kind == MEASURE for word in one.words)
        self.partial = lru_cache(maxsize=20_000)(self._part_in)
        self.plan = lru_cache(maxsize=20_000)(self._plan_in)

    def _part_in(self, *texts: str) -> str:
        """The words by which a report says that it is partial: 正在, 完成30%, 10件已整改7件; empty where it does not.

        A word that only tells which things were dealt with (正在办理的3件已全部纠正) says nothing of the kind.
        """
        for text in map(for_matching, filter(None, texts)):
            for one in self._partial:
                if not any(word in text for word in one.unless):
                    for clause in _CLAUSE.split(text):
                        if found := next((word for word in one.words if _said(word, clause)), ""):
                            return found
            if share := next(self._shares(text), ""):
                return share
        return ""

    def _shares(self, text: str) -> Iterator[str]:
        """Shares of less than the whole that are said of how far it has come, and counts of which not all are done."""
        for clause in _CLAUSE.split(text):
            for found in _SHARE.finditer(clause):
                at = max((clause.rfind(word, 0, found.start()) for word in self._measures), default=-1)
                if at >= 0 and not _is_whole(found):
                    yield clause[at : found.end()]
        for counts in _COUNTS.finditer(text):
            if int(counts["part"]) < int(counts["all"]):
                yield counts[0]

    def _plan_in(self, *texts: str) -> bool:
        """True where a report is a plan for what is still to be done."""
        said = [text for text in map(for_matching, texts) if text]
        return any(
            any(word in text for text in said for word in one.words) and not any(word in text for text in said for word in one.unless)
            for one in self._plan
        )


def _said(word: str, clause: str) -> bool:
    at = clause.find(word)
    return at >= 0 and not (_ATTRIBUTE.match(clause, at + len(word)) and _DONE.search(clause))


def _is_whole(share: re.Match[str]) -> bool:
    number = share["number"] or share["words"] or ""
    if number and number[0].isdecimal():
        return Decimal(number.strip(".")) >= _WHOLE
    return number in _WHOLE_WORDS
