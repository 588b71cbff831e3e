"""Which command comes next: the one that answers a question about a receipt, or about several that ask the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from duchá.terms.fault import Weight

_PLAIN = re.compile(r"[\w\-./@%+=:,，。〔〕]+")
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


def receipt_name(number: object) -> str:
    """How a receipt is named wherever one is: 第 12 号; what leaves no trace in the journal has no number."""
    return f"第 {number} 号" if number else "没有登记"


def quoted(word: str) -> str:
    """A word of a command line, in quotes where a shell would take it apart."""
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
