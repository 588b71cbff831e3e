"""Matters that register rows name: registered before or in this run, or reported by a return; any other is asked about, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from duchá.registers import faults as kinds
from duchá.registers.ids import MATTERS
from duchá.registers.model import Entry, ReadRegister, RegisterFile
from duchá.registers.read_registers import in_order
from duchá.registers.rows import RegisterRow
from duchá.terms.fault import Fault
from duchá.terms.quantity import EMPTY, Words, text_of
from duchá.terms.text import for_matching

_MATTER = "matter"  # the column that holds a matter's number in 督办事项


def check_matters(
    files: tuple[RegisterFile, ...], known: Iterable[RegisterRow], reported: Callable[[], Iterable[str]]
) -> tuple[RegisterFile, ...]:
    """The files with every row that names a matter checked: its number in its one form, or the row not usable. Faults: S704, S705.

    ``reported`` gives the numbers of the whole ledger; it is asked only where the registers do not have a number.
    """
    entries = [entry for file in files for register in file.registers for entry in register.entries]
    names = {for_matching(row.text(_MATTER)): row.text(_MATTER) for row in known if row.register == MATTERS and not row.withdrawn}
    held: set[str] = set()
    for entry in entries:
        if entry.register == MATTERS and (number := _text(entry, _MATTER)):
            if entry.usable:
                names.setdefault(for_matching(number), number)
            else:
                held.add(for_matching(number))
    wanted = {for_matching(_text(entry, column)) for entry in entries for column in entry.refers}
    if wanted - names.keys() - held:
        names |= {for_matching(number): number for number in reported()}
    return tuple(_checked(file, names, held) for file in files)


def _checked(file: RegisterFile, names: dict[str, str], held: set[str]) -> RegisterFile:
    faults: list[Fault] = []
    registers: list[ReadRegister] = []
    for register in file.registers:
        entries = []
        for entry in register.entries:
            known, found = _entry(entry, names, held)
            entries.append(known)
            faults += found
        registers.append(replace(register, entries=tuple(entries)))
    return replace(file, registers=tuple(registers), faults=in_order((*file.faults, *faults)))


def _entry(entry: Entry, names: dict[str, str], held: set[str]) -> tuple[Entry, list[Fault]]:
    faults: list[Fault] = []
    values = dict(entry.values)
    for column in entry.refers:
        written, place = _text(entry, column), entry.places[column]
        number = names.get(for_matching(written))
        if number is not None:
            values[column] = Words(number)
        elif for_matching(written) in held:
            faults.append(kinds.MATTER_HELD.at(place, form=entry.register, found=written, written=written))
        else:
            faults.append(kinds.UNKNOWN_MATTER.at(place, form=entry.register, found=written, label=place.label, written=written))
    return replace(entry, values=values, usable=entry.usable and not faults), faults


def _text(entry: Entry, column: str) -> str:
    return text_of(entry.values.get(column, EMPTY))
