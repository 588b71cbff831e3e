"""Which command comes next: the one that answers a question about a receipt, or about several that ask the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any

from duchá.terms.fault import Weight

_PLAIN = re.compile(r"[\w\-./@%+=:,，。〔〕]+")
_PLAIN_WINDOWS = re.compile(r"[\w\-./\\:@+，。〔〕]+")
Faults = Iterable[Mapping[str, Any]]
_ACCEPT, _OR_BACK = "--accept --reason 理由", "，或 --send-back --reason 理由"
# the option of resolve that answers a question, by the fault that asks it, the most pressing first; any other is a matter of accepting or sending back
_ANSWERS: Mapping[str, str] = {
    **dict.fromkeys(("no-unit", "unknown-unit", "unit-disagreement", "two-units", "person-not-unit"), "--unit 单位"),
    "deliverable-unclear": "--deliverable 材料",
    **dict.fromkeys(("period-disagreement", "period-unreadable", "period-unknown", "period-not-owed"), "--period 期间"),
    "unknown-column": "--column 表头=栏目",
    "supplement": "--replace",
}
_OTHERWISE: Mapping[str, str] = {"supplement": "，或 --append 追加到前一份"}
# the commands that take --as-of, and all that take -C: what was given for one holds for the next that is offered
_OF_A_GROUP = ("team list", "team check", "team freeze", "team draw", "case list", "case show")
ON_A_DAY = frozenset({"blanks", "collect", "today", "status", "ledger", "overdue", "score", "report", *_OF_A_GROUP})
_JOURNAL = ("journal show", "journal verify", "journal export", "journal restore", "journal move", "journal purge")
IN_CAMPAIGN = ON_A_DAY | {"rulebooks", "check", "resolve", "waive", "undo", "record", "print", "send", *_JOURNAL}
_OFFERED = re.compile(r"duchá ((?:team|case|journal) [a-z]+|[a-z-]+)(?![\w-])")
_GIVEN: ContextVar[tuple[Path | None, date | None]] = ContextVar("_GIVEN", default=(None, None))


class YearlessDay(date):
    """A day that was written without its year."""


def remember_given(campaign: Path | None = None, as_of: date | None = None) -> None:
    """Keeps which campaign and day the running command was given, for the commands that it offers."""
    _GIVEN.set((campaign, as_of))


def runnable(text: str) -> str:
    """A text whose commands can be run as they stand, in the same folder as the one that says them: with its -C and its --as-of."""
    campaign, as_of = _GIVEN.get()
    if campaign is None and as_of is None:
        return text

    def whole(found: re.Match[str]) -> str:
        name = found[1]
        folder = f" -C {quoted(str(campaign))}" if campaign is not None and name in IN_CAMPAIGN else ""
        day = f" --as-of {_day(as_of)}" if as_of is not None and name in ON_A_DAY else ""
        return f"{found[0]}{folder}{day}"

    return _OFFERED.sub(whole, text)


def _day(day: date) -> str:
    return f"{day:%m-%d}" if isinstance(day, YearlessDay) else day.isoformat()


def receipt_name(number: object) -> str:
    """How a receipt is named wherever one is: 第 12 号; what leaves no trace in the journal has no number."""
    return f"第 {number} 号" if number else "没有登记"


def quoted(word: str) -> str:
    """A word of a command line, in quotes where the shell of this machine would take it apart."""
    if sys.platform == "win32":
        return word if _PLAIN_WINDOWS.fullmatch(word) else f'"{word}"'
    return word if _PLAIN.fullmatch(word) else "'" + word.replace("'", "'\\''") + "'"


def answering(number: int, faults: Faults) -> str:
    """The command that answers the first question of a receipt: who sent it goes before what is in it."""
    return f"duchá resolve {number} {_ANSWERS.get(_asked(faults), _ACCEPT)}"


def otherwise(faults: Faults) -> str:
    """What may be written instead, where there are two answers."""
    asked = _asked(faults)
    return _OTHERWISE.get(asked, "" if asked in _ANSWERS else _OR_BACK)


def _answering_first(held: Sequence[tuple[int, Faults]]) -> tuple[tuple[int, ...], str]:
    """The receipts that the next answer is about, and its command: the first one, with all that ask the same and may be accepted in one go."""
    number, faults = held[0]
    asked = _asked(faults)
    if asked in _ANSWERS:
        return (number,), answering(number, faults)
    alike = tuple(other for other, own in held if _asked(own) == asked)
    return alike, f"duchá resolve {' '.join(map(str, alike))} {_ACCEPT}"


def next_answer(held: Sequence[tuple[int, Faults]]) -> Iterator[str]:
    """The answer that comes next, of those that are waited for."""
    numbers, command = _answering_first(held)
    which = receipt_name(numbers[0]) if len(numbers) == 1 else f"问题相同的 {len(numbers)} 份（逐份看过再答）"
    yield f"下一步：{len(held)} 份等您确认，先答{which}："
    yield f"  {command}"


def _asked(faults: Faults) -> str:
    """The name of the fault that has to be answered first."""
    names = [str(fault["name"]) for fault in faults if fault["weight"] == Weight.QUERY.value]
    return min(names, key=lambda name: list(_ANSWERS).index(name) if name in _ANSWERS else len(_ANSWERS), default="")
