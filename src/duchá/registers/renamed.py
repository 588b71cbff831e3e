"""A unit that got another name in the roster (曾用名, 别名) is the unit it was: its rows are known again, nothing is new and nothing gone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from duchá.registers import wording
from duchá.registers.rows import Said
from duchá.rulebook.form import ColumnKind, Form
from duchá.terms.unit import Roster

_NAMES = (ColumnKind.UNIT, ColumnKind.UNITS, ColumnKind.BODY)


class Naming:
    """The present names of units in what rows once said, by register; without a roster everything stays as it is."""

    def __init__(self, forms: Iterable[Form] = (), roster: Roster | None = None) -> None:
        self._columns: dict[str, frozenset[str]] = {}
        self._in_key: dict[str, tuple[int, ...]] = {}
        for form in forms:
            self._columns[form.id] = frozenset(column.id for column in form.columns if column.kind in _NAMES)
            keys = [column for column in form.columns if column.key]
            self._in_key[form.id] = tuple(at for at, column in enumerate(keys) if column.kind in _NAMES)

        @cache
        def present(written: str) -> str:
            names = written.split(wording.LIST_PAUSE)
            return wording.LIST_PAUSE.join(_present(roster, name) if roster else name for name in names)

        self._present = present

    def key(self, register: str, key: str) -> str:
        """The key of a row as it reads today."""
        places = self._in_key.get(register, ())
        if not places:
            return key
        parts = key.split(wording.KEY_JOINT)
        return wording.KEY_JOINT.join(self._present(part) if at in places else part for at, part in enumerate(parts))

    def said(self, register: str, said: Said) -> Said:
        """What a row said, with the names of today."""
        columns = self._columns.get(register, frozenset())
        return tuple((one[0], self._present(one[1])) if one[0] in columns and isinstance(one[-1], str) else one for one in said)


AS_WRITTEN = Naming()


def _present(roster: Roster, name: str) -> str:
    unit = roster.get(name) or roster.find(name).unit if name else None
    return unit.name if unit is not None else name
