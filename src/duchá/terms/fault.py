"""What is wrong with a file: faults are values with code, place, message and remedy."""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from enum import Enum

from duchá.terms.place import Place

CITED = "{message}（{article}）"  # what is wrong, with the clause it would be scored by


class Weight(Enum):
    """How heavy a fault (差错) is: 退回 / 核实 / 提示."""

    REJECT = "reject"
    QUERY = "query"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind:
    """One entry of a stage's catalogue (差错目录).

    ``message`` and ``remedy`` are templates for ``str.format``; ``at()`` demands exactly their fields.
    ``source`` is the article or requirement id the rule comes from.
    """

    code: str
    name: str
    weight: Weight
    title: str
    message: str
    remedy: str
    source: str = ""
    example: str = ""
    _fields: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        names = {
            name for template in (self.message, self.remedy) for _, name, _, _ in string.Formatter().parse(template) if name is not None
        }
        object.__setattr__(self, "_fields", frozenset(names))

    def at(self, place: Place | None = None, *, form: str = "", found: str | None = None, **words: object) -> Fault:
        """The fault of this kind at a place.

        ``found`` is the value as found (None where there is none); ``words`` fill the templates.
        A template that names ``found`` or ``form`` prints those. Raises TypeError when ``words`` are not exactly its other fields.
        """
        given: dict[str, object] = {"found": found, "form": form}
        words |= {name: given[name] for name in self._fields & given.keys()}
        if words.keys() != self._fields:
            raise TypeError(f"{self.code} {self.name} wants {sorted(self._fields)}, got {sorted(words)}")
        return Fault(kind=self, place=place or Place(), form=form, found=found, words=tuple(sorted((k, str(v)) for k, v in words.items())))


def fault_kind(
    code: str, name: str, weight: Weight, title: str, message: str, remedy: str, source: str = "", example: str = ""
) -> FaultKind:
    """An entry of a catalogue, by the order in which all of them are written."""
    return FaultKind(code=code, name=name, weight=weight, title=title, message=message, remedy=remedy, source=source, example=example)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong (差错) at a place, ready to be shown, stored or marked in a workbook.

    ``article`` is the clause that what stands there would be scored by; it is said with the message.
    """

    kind: FaultKind
    place: Place
    form: str
    found: str | None
    words: tuple[tuple[str, str], ...]
    article: str = ""

    @property
    def message(self) -> str:
        """What was found and what was expected, in plain Chinese."""
        message = self.kind.message.format(**dict(self.words))
        return CITED.format(message=message, article=self.article) if self.article else message

    @property
    def remedy(self) -> str:
        """What to do about it, in plain Chinese."""
        return self.kind.remedy.format(**dict(self.words))


def fault_json(fault: Fault) -> dict[str, str | None]:
    """A fault as scripts and the journal have it (design §5); keys are added, never renamed."""
    return {
        "code": fault.kind.code,
        "name": fault.kind.name,
        "weight": fault.kind.weight.value,
        "form": fault.form,
        "sheet": fault.place.sheet,
        "cell": fault.place.cell,
        "label": fault.place.label,
        "value": fault.found,
        "message": fault.message,
        "remedy": fault.remedy,
    }


def heaviest(faults: tuple[Fault, ...]) -> Weight | None:
    """The heaviest weight among faults, None when there are none."""
    present = {fault.kind.weight for fault in faults}
    return next((weight for weight in Weight if weight in present), None)


class Stop(Exception):
    """The command cannot go on (exit code 2); ``fault`` says in one line where, what, and what to do."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.kind.code} {fault.kind.name}: {fault.message}{fault.remedy}")
        self.fault = fault
