"""Units as rows name them → as the roster has them, each name looked up once: a register may name the same forty units a million times."""

from __future__ import annotations

from duchá.submissions.cells.short_answers import is_nil_word
from duchá.terms.unit import Roster


class UnitNames:
    """The roster, asked for names as written."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._known: dict[str, str | None] = {}

    def find(self, written: str) -> str | None:
        """The roster's name, None where the written one is nobody's, or is none at all (空, 无)."""
        if written not in self._known:
            unit = self._roster.find(written).unit if written and not is_nil_word(written) else None
            self._known[written] = None if unit is None else unit.name
        return self._known[written]

    def canonical(self, written: str) -> str:
        """The roster's name; one that is not on it stays as written, 无 is no name."""
        return self.find(written) or ("" if is_nil_word(written) else written)
