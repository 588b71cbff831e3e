"""Matters that register rows name: registered before or in this run, or reported by a return; any other is asked about, never guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from duchá.registers import faults as kinds
from duchá.registers.ids import EVENTS, MATTERS
from duchá.registers.model import ReadRegister, RegisterFile, TypedRow, Values
from duchá.registers.read_registers import in_order, is_answered, is_heavy
from duchá.registers.rows import RegisterRow, fold, row_in
from duchá.terms.fault import Fault
from duchá.terms.quantity import EMPTY, Words, text_of
from duchá.terms.text import for_matching

SIGN_ELSEWHERE = "确是本次行动以外的事项，请在这一行的“核实人”栏签名。"

_MATTER = "matter"  # the column that holds a matter's number in 督办事项


def registered_matters(rows: Iterable[tuple[int, str, str]]) -> tuple[str, ...]:
    """The numbers in 督办事项, by the rows of `iter_rows`: no more is kept of each."""

    def number(before: str | None, row: RegisterRow) -> str | None:
        return None if row.withdrawn else row.text(_MATTER)

    found = (row_in(seq, json.loads(text)) for seq, _, text in rows)
    return tuple(fold(((row.seq, row.replaces, row) for row in found), number))


def check_matters(
    files: tuple[RegisterFile, ...], registered: Iterable[str], reported: Callable[[], Iterable[str]]
) -> tuple[RegisterFile, ...]:
    """The files with every row that names a matter checked: its number in its one form, or the row not usable. Faults: S704, S705.

    ``registered`` are the numbers in 督办事项; ``reported`` gives those of the whole ledger, and is asked only where they do not suffice.
    """
    entries = [entry for file in files for register in file.registers for entry in register.entries]
    names = {for_matching(number): number for number in registered}
    held: set[str] = set()
    for entry in entries:
        if entry.register == MATTERS and (number := _text(entry, _MATTER)):
            if entry.usable:
                names.setdefault(for_matching(number), number)
            else:
                held.add(for_matching(number))
    written = {_text(entry, column) for entry in entries for column in entry.refers}
    if {for_matching(number) for number in written} - names.keys() - held:
        names |= {for_matching(number): number for number in reported()}
    return tuple(_checked(file, names, {number: for_matching(number) for number in written}, held) for file in files)


def _checked(file: RegisterFile, names: Mapping[str, str], keys: Mapping[str, str], held: set[str]) -> RegisterFile:
    faults: list[Fault] = []
    answered: list[Fault] = []
    registers: list[ReadRegister] = []
    for register in file.registers:
        entries = []
        for entry in register.entries:
            known = entry
            for column in entry.refers:
                number = _text(entry, column)
                if names.get(keys[number]) == number:
                    continue
                known, fault = _named(known, column, names.get(keys[number]), held=keys[number] in held)
                if fault is not None:
                    signed = is_answered(fault, entry.register, entry.checked_by)
                    (answered if signed else faults).append(fault)
                    known = known if signed else replace(known, usable=known.usable and not is_heavy(fault))
            entries.append(known)
        registers.append(replace(register, entries=tuple(entries)))
    if not faults and not answered:
        return replace(file, registers=tuple(registers))
    return replace(
        file, registers=tuple(registers), faults=in_order((*file.faults, *faults)), answered=in_order((*file.answered, *answered))
    )


def _named(entry: TypedRow, column: str, number: str | None, *, held: bool) -> tuple[TypedRow, Fault | None]:
    """The row with the number of the matter in its one form; else what is to be asked about it."""
    written, place = _text(entry, column), entry.places[column]
    if number is not None:
        values = entry.values
        named = values.having(column, Words(number)) if isinstance(values, Values) else {**values, column: Words(number)}
        return replace(entry, values=named), None
    if held:
        return entry, kinds.MATTER_HELD.at(place, form=entry.register, found=written, written=written)
    otherwise = "" if entry.register == EVENTS else SIGN_ELSEWHERE
    words = {"label": place.label, "written": written, "otherwise": otherwise}
    return entry, kinds.UNKNOWN_MATTER.at(place, form=entry.register, found=written, **words)


def _text(entry: TypedRow, column: str) -> str:
    return text_of(entry.values.get(column, EMPTY))
