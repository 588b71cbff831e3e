"""Small grammars over words: a pattern and, computed from the very same words, what a text must begin with to be worth a look."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ANY = "?"  # in an opening: any character at all
_KNOWN = 2  # characters of an opening that are kept


@dataclass(frozen=True, slots=True)
class Phrase:
    """What may stand at a place of a text. ``opens`` are the first two characters (``?`` any) that it may begin with; ``empty``: it may be left out."""

    pattern: str
    opens: frozenset[str]
    empty: bool = False


def words(*lists: str) -> Phrase:
    """One of some words, each list parted by blanks; the longest that fits."""
    each = sorted({word for text in lists for word in text.split()}, key=lambda word: (-len(word), word))
    return Phrase(f"(?:{'|'.join(map(re.escape, each))})", frozenset(word[:_KNOWN] for word in each))


def signs(characters: str) -> Phrase:
    """One of some characters."""
    return Phrase(f"[{re.escape(characters)}]", frozenset(characters))


def anything(least: int, most: int, but: str = "") -> Phrase:
    """So many characters of any kind, but none of some."""
    inside = f"[^{re.escape(but)}]" if but else "."
    return Phrase(f"{inside}{{{least},{most}}}", frozenset({_ANY * min(_KNOWN, max(1, least))}), empty=least == 0)


def chain(*parts: Phrase) -> Phrase:
    """One after the other."""
    opens = {""}
    for part in parts:
        longer = {(begun + opening)[:_KNOWN] for begun in opens if len(begun) < _KNOWN for opening in part.opens}
        opens = {begun for begun in opens if len(begun) == _KNOWN or part.empty} | longer
    return Phrase("".join(part.pattern for part in parts), frozenset(opens - {""}), empty=all(part.empty for part in parts))


def either(*parts: Phrase) -> Phrase:
    """One of several."""
    opens = frozenset().union(*(part.opens for part in parts))
    return Phrase(f"(?:{'|'.join(part.pattern for part in parts)})", opens, empty=any(part.empty for part in parts))


def maybe(part: Phrase) -> Phrase:
    """There or not."""
    return Phrase(f"(?:{part.pattern})?", part.opens, empty=True)


def some(part: Phrase, least: int = 1, most: int = 4) -> Phrase:
    """Several times in a row."""
    return Phrase(f"(?:{part.pattern}){{{least},{most}}}", chain(part, maybe(part)).opens, empty=least == 0 or part.empty)


class Grammar:
    """A phrase ready for use. ``starts`` are the characters with which a text may begin that fits it (None: any)."""

    __slots__ = ("_compiled", "_pattern", "starts")

    def __init__(self, phrase: Phrase) -> None:
        self._pattern = phrase.pattern
        self._compiled: re.Pattern[str] | None = None
        first = {opening[0] for opening in phrase.opens}
        self.starts: frozenset[str] | None = None if _ANY in first or phrase.empty else frozenset(first)

    def fits(self, text: str) -> bool:
        """Whether the whole text is such a phrase."""
        return (self.starts is None or text[:1] in self.starts) and self._regex().fullmatch(text) is not None

    def leads(self, text: str) -> int:
        """How many characters of such a phrase a text begins with; 0 where it begins with none."""
        found = self._regex().match(text) if self.starts is None or text[:1] in self.starts else None
        return found.end() if found else 0

    def _regex(self) -> re.Pattern[str]:
        """The pattern, compiled when the first text is held against it: what a command does not ask need not be made for it."""
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled


def opening_of(*phrases: Phrase) -> str:
    """A pattern of what every text holds in which one of the phrases stands anywhere, by first characters: a cheap look before the exact one."""
    seconds: dict[str, set[str]] = {}
    for opening in frozenset().union(*(phrase.opens for phrase in phrases)):
        seconds.setdefault(opening[0], set()).add(opening[1:])
    return "|".join(_after(first, then) for first, then in sorted(seconds.items()))


def _after(first: str, then: set[str]) -> str:
    head = "." if first == _ANY else re.escape(first)
    if "" in then or _ANY in then:
        return head
    return f"{head}[{re.escape(''.join(sorted(then)))}]"
