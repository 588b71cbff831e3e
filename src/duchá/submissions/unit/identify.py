"""Which unit sent a file: every witness that speaks must agree, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from duchá.campaign.model import Campaign
from duchá.submissions import wording
from duchá.submissions.context import Context
from duchá.submissions.faults import unit as kinds
from duchá.submissions.model import RawCell
from duchá.submissions.unit.names import Named, quoted, read_name, why_not
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import name_key

WITNESS_GIVEN = "人工指定"
WITNESS_MARK = "表内隐藏标记"
WITNESS_CELL = "表内“{label}”"
WITNESS_FILE = "文件名"
WITNESS_FOLDER = "文件夹名"
WITNESS_SENDER = "发件邮箱"
WITNESS_TEXT = "报告正文"
SAYS = "{witness}为{units}"
PROPOSAL = "从{witness}看可能是{units}。"

UNIT_MARK = "unit"
SETTLED_BY_A_PERSON = frozenset(  # once somebody has said whose file it is, these are answered
    kind.code
    for kind in (
        kinds.NO_UNIT,
        kinds.UNKNOWN_UNIT,
        kinds.UNIT_DISAGREEMENT,
        kinds.TWO_UNITS,
        kinds.PERSON_NOT_UNIT,
        kinds.UNIT_FROM_FILE_NAME,
        kinds.NOT_OWED,
        kinds.NOT_ON_ROSTER,
    )
)
_LONGEST_LINE = 60
_CONTAINERS = re.compile(r"!")
_FOLDERS = re.compile(r"[/\\]")
_ADDRESSES = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """证人: one place that may name the unit. ``units`` are canonical names; ``own`` for the form and its mark, not its wrapping."""

    label: str
    units: tuple[str, ...]
    own: bool = False


def identify_unit(
    marks: Mapping[str, str], written: Iterable[RawCell], context: Context, mentions: Iterable[RawCell] = ()
) -> tuple[str | None, tuple[Fault, ...]]:
    """The canonical unit of a submission, None while a person must say.

    Witnesses in order: ``--unit``, hidden mark, unit cells, names in title, head and foot (``mentions``), file name, folder, sender. All that
    speak must agree.
    A folder or a sender alone only proposes (A24). Faults: S301–S309, S311. Source: X-01 (reading B), A24, A25, C31–C38, D10, D11.
    """
    names = tuple(read_name(text, cell.place, context) for cell in written if name_key(text := _text(cell)))
    cells = tuple(_cell_witness(name) for name in names if len(name.units) == 1)
    aside = tuple(dict.fromkeys(_cell_witness(read_name(str(cell.value), cell.place, context)) for cell in mentions))
    told = {witness.units for witness in cells}
    sure = tuple(one for one in aside if one.units and one.units not in told and one.label not in _ONLY_PROPOSE)
    witnesses = (*_given(context), *_mark(marks, context.campaign), *cells, *sure, *_wrapping(context))
    witnesses = witnesses or tuple(
        one for one in aside if one.units
    )  # behind a label that nobody knows: better than nothing, never against others
    unclear = tuple(name for name in names if len(name.units) != 1)
    if unclear and context.arrival.given_unit is None:
        proposals = tuple(unit for witness in witnesses for unit in witness.units)
        found = (why_not(name, proposals, _cell_label(name.place), context) for name in unclear)
        return None, tuple({(fault.kind.code, fault.found): fault for fault in found}.values())
    unit, faults = agreed(witnesses, names[0].place if names else Place())
    notes = tuple(note for name in names for note in name.notes) if unit is not None else ()
    return unit, (*faults, *{(note.kind.code, note.found): note for note in notes}.values())


def identify_report(lines: Iterable[str], context: Context) -> tuple[str | None, tuple[Fault, ...]]:
    """The canonical unit of a written report: file name, folder, sender, and the names that stand in its head and signature.

    A line that names several units says nothing about the sender. Faults: S301, S303.
    """
    witnesses = [*_given(context), *_wrapping(context)]
    for line in lines:
        units = context.campaign.roster.named_in(line) if len(line) <= _LONGEST_LINE else ()
        if len(units) == 1:
            witnesses.append(Witness(label=WITNESS_TEXT, units=(units[0].name,), own=True))
    unit, faults = agreed(tuple(dict.fromkeys(witnesses)))
    return unit, tuple(fault for fault in faults if fault.kind is not kinds.UNIT_FROM_FILE_NAME)


def witness_outside(context: Context) -> tuple[str | None, str]:
    """The unit that everything around a file names, and the one that a folder or sender only proposes (A17); neither where they differ."""
    witnesses = (*_given(context), *_wrapping(context))
    units = tuple(dict.fromkeys(unit for witness in witnesses for unit in witness.units))
    if len(units) != 1:
        return None, ""
    deciding = any(witness.label not in _ONLY_PROPOSE for witness in witnesses)
    return (units[0], "") if deciding else (None, units[0])


def agreed(witnesses: tuple[Witness, ...], place: Place = Place()) -> tuple[str | None, tuple[Fault, ...]]:
    """The one unit that all witnesses name. Faults: S301 where none may decide, S303 where they differ, S309 for a file name alone."""
    named = tuple(dict.fromkeys(unit for witness in witnesses for unit in witness.units))
    if len(named) > 1:
        said = wording.CLAUSE_COMMA.join(dict.fromkeys(SAYS.format(witness=w.label, units=quoted(w.units)) for w in witnesses))
        return None, (kinds.UNIT_DISAGREEMENT.at(place, said=said),)
    deciding = tuple(witness for witness in witnesses if witness.label not in _ONLY_PROPOSE)
    if not deciding:
        proposal = PROPOSAL.format(witness=witnesses[0].label, units=quoted(named)) if witnesses else ""
        return None, (kinds.NO_UNIT.at(place, proposal=proposal),)
    if not any(witness.own for witness in deciding):
        return named[0], (kinds.UNIT_FROM_FILE_NAME.at(place, witness=deciding[0].label, unit=named[0]),)
    return named[0], ()


_ONLY_PROPOSE = frozenset({WITNESS_FOLDER, WITNESS_SENDER, WITNESS_CELL.format(label=wording.IN_OTHER)})


def _given(context: Context) -> Iterator[Witness]:
    given = context.arrival.given_unit
    if given:
        yield Witness(label=WITNESS_GIVEN, units=(given,), own=True)


def _mark(marks: Mapping[str, str], campaign: Campaign) -> Iterator[Witness]:
    unit = campaign.roster.find(marks[UNIT_MARK]).unit if marks.get(UNIT_MARK) else None
    if unit is not None:
        yield Witness(label=WITNESS_MARK, units=(unit.name,), own=True)


def _cell_witness(name: Named) -> Witness:
    return Witness(label=_cell_label(name.place), units=name.units, own=True)


def _cell_label(place: Place) -> str:
    return WITNESS_CELL.format(label=place.label or place.cell)


def _wrapping(context: Context) -> Iterator[Witness]:
    """File name, container and folder names, sender: what stands around the form."""
    roster, arrival = context.campaign.roster, context.arrival
    *containers, member = _CONTAINERS.split(arrival.source)
    in_name = tuple(unit.name for unit in roster.named_in(_last(member)))
    if in_name:
        yield Witness(label=WITNESS_FILE, units=in_name)
    for folder in (*arrival.folders, *(_last(container) for container in containers)):
        units = roster.named_in(folder)
        if len(units) == 1:
            yield Witness(label=WITNESS_FOLDER, units=(units[0].name,))
    if arrival.sender:
        yield from _sender(arrival.sender, context.campaign)


def _sender(sender: str, campaign: Campaign) -> Iterator[Witness]:
    """The unit whose address on the roster it is; an address that two units share says nothing."""
    address = for_matching(parseaddr(sender)[1])
    units = tuple(unit.name for unit in campaign.roster.units if address and address in map(for_matching, _ADDRESSES.split(unit.email)))
    if len(units) == 1:
        yield Witness(label=WITNESS_SENDER, units=units)


def _last(path: str) -> str:
    """The last part of a path."""
    return _FOLDERS.split(path)[-1]


def _text(cell: RawCell) -> str:
    return cell.value if isinstance(cell.value, str) else "" if cell.value is None else str(cell.value)
