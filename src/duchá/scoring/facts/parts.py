"""Rows of 评议得分 → points of parts, each with its evidence and the texts beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from duchá.registers.rows import RegisterRow
from duchá.registers.unit_names import UnitNames
from duchá.scoring.facts import wording
from duchá.scoring.facts.scored_facts import PartScore
from duchá.terms.text import for_matching


@dataclass(frozen=True, slots=True, kw_only=True)
class PartColumns:
    """The columns of 评议得分 that a rulebook asks for, by their titles: points of ``parts``, texts of ``notes``, of which some are ``evidence``."""

    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


NO_COLUMNS = PartColumns()


class Titles:
    """Which part or note a column is, by its id or title, declared or added."""

    def __init__(self, columns: PartColumns) -> None:
        self._parts = {for_matching(name): name for name in columns.parts}
        self._notes = {for_matching(name): name for name in columns.notes}
        self._evidence = {for_matching(name) for name in columns.evidence}

    def part(self, title: str) -> str | None:
        """The part whose points stand under a title."""
        return self._parts.get(for_matching(title))

    def note(self, title: str) -> str | None:
        """The note that stands under a title."""
        return self._notes.get(for_matching(title))

    def evidence_of(self, part: str, texts: Mapping[str, str]) -> str:
        """What a row says of a part's points: under a title that names the part, else under the one for all."""
        own = for_matching(part)
        about = {
            for_matching(title): text for title, text in texts.items() if for_matching(title) in self._evidence or wording.EVIDENCE in title
        }
        named = [text for title, text in about.items() if own in title]
        for_all = [text for title, text in about.items() if not any(other in title for other in self._parts)]
        return next(iter((*named, *for_all)), "")


def part_scores(row: RegisterRow, names: UnitNames, titles: Titles) -> Iterable[PartScore]:
    """The filled cells of parts, by column id or by title, declared or added."""
    period, written = row.text("period"), row.text("unit")
    unit = names.find(written)
    found: dict[str, tuple[Decimal | None, str, str]] = {}
    for title, text in row.extra.items():
        if (part := titles.part(title)) is not None and text.strip():
            found[part] = (_number(text), text, title)
    for column in row.columns:
        if (part := titles.part(column)) is not None and (row.text(column) or row.number(column) is not None):
            found[part] = (row.number(column), row.text(column), column)
    texts = {title: text for title, text in row.extra.items() if text.strip()} | {id: row.text(id) for id in row.columns if row.text(id)}
    notes = {note: text for title, text in texts.items() if (note := titles.note(title)) is not None}
    for part, (points, text, column) in found.items():
        yield PartScore(
            period=period,
            unit=unit or "",
            part=part,
            points=points,
            day=row.day("assessed_on"),
            scorer=row.text("scorer"),
            unknown="" if unit else written or "-",
            place=row.place(column),
            found=text,
            evidence=titles.evidence_of(part, texts),
            notes=notes,
        )


def _number(text: str) -> Decimal | None:
    """A number typed as text in an added column; None where it is not one."""
    clean = for_matching(text).removesuffix(wording.POINT_WORD)
    return Decimal(clean) if clean.replace(".", "", 1).isdigit() and clean.isascii() else None
