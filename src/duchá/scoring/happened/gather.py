"""Journal → what happened: rows of 积分事项, 限期材料, 评议得分 and 往年积分 as typed records, beside the ledger's matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from decimal import Decimal
from typing import TypeVar

from duchá.ledger.matter import Matter
from duchá.scoring import wording
from duchá.scoring.happened.cells import Names, Row
from duchá.scoring.happened.model import Claim, Happened, Material, PartScore, PastTotal, happened
from duchá.scoring.model import Role
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster

CLAIMS, MATERIALS, PARTS, PAST = "points", "timed-materials", "assessments", "past-scores"
REGISTERS = frozenset({CLAIMS, MATERIALS, PARTS, PAST})
_ROLES = {word: Role(value) for value, word in wording.ROLE_WORDS.items()}
T = TypeVar("T")
_HOUR = 5  # 17:30


def gather(rows: Iterable[Row], matters: Iterable[Matter], roster: Roster, parts: Mapping[str, str] | None = None) -> Happened:
    """What happened by the registers' rows and the ledger's matters. ``parts`` are the columns of weighted parts: title → id."""
    names = Names(roster)
    by_register: dict[str, list[Row]] = {register: [] for register in REGISTERS}
    for row in rows:
        if row.register in by_register:
            by_register[row.register].append(row)
    titles = {for_matching(title): id for title, id in (parts or {}).items()}
    return happened(
        claims=_known(_claim(row, names) for row in by_register[CLAIMS]),
        matters=matters,
        materials=_known(_material(row, names) for row in by_register[MATERIALS]),
        past=_known(_past(row, names) for row in by_register[PAST]),
        parts=tuple(part for row in by_register[PARTS] for part in _parts(row, names, titles)),
    )


def _known(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(item for item in found if item is not None)


def _claim(row: Row, names: Names) -> Claim | None:
    """A row of 积分事项; None where date or situation are wanting (the register's own checks have said so)."""
    day, situation, written = row.day("date"), row.text("situation"), row.text("unit")
    if day is None or not situation:
        return None
    unit = names.find(written)
    at_fault = _split(row.text("at_fault"))
    strangers = [name for name in at_fault if names.find(name) is None]
    points = row.number("points")
    return Claim(
        key=row.key,
        day=day,
        unit=unit or "",
        situation=situation,
        role=_ROLES.get(row.text("role")),
        points=points,
        points_text=row.text("points") if points is None else "",
        level=row.text("source_level"),
        matter=row.text("matter"),
        problem=row.text("problem"),
        at_fault=tuple(name for written_name in at_fault if (name := names.find(written_name)) is not None),
        scorer=row.text("scorer"),
        document=row.text("document"),
        basis=row.text("basis"),
        note=row.text("note"),
        unknown="" if unit else written or "-",
        unknown_fault=wording.joined(strangers),
        place=row.place("date"),
        points_place=row.place("points"),
    )


def _material(row: Row, names: Names) -> Material | None:
    due, written = row.day("due"), row.text("unit")
    if due is None:
        return None
    unit, hour = names.find(written), row.text("cutoff")
    return Material(
        key=row.key,
        name=row.text("material"),
        unit=unit or "",
        due=due,
        cutoff=time.fromisoformat(hour) if len(hour) == _HOUR and hour[2] == ":" else None,
        received=row.day("received_on"),
        requester=row.text("asked_by"),
        unknown="" if unit else written or "-",
        place=row.place("received_on") if row.place("received_on").cell else row.place("due"),
    )


def _past(row: Row, names: Names) -> PastTotal | None:
    year, total, unit = row.text("year")[:4], row.number("total"), names.find(row.text("unit"))
    if not year.isdigit() or total is None:
        return None
    rank = row.number("rank")
    return PastTotal(
        year=int(year),
        group=row.text("group"),
        unit=unit or row.text("unit"),
        total=total,
        rank=None if rank is None else int(rank),
        place=row.place("total"),
    )


def _parts(row: Row, names: Names, titles: Mapping[str, str]) -> Iterable[PartScore]:
    """The filled cells of weighted parts, by column id or by title, declared or added."""
    period, unit = row.text("period"), names.find(row.text("unit"))
    if unit is None:
        return
    found: dict[str, tuple[Decimal | None, str, str]] = {}
    for title, text in row.extra.items():
        if (part := titles.get(for_matching(title))) is not None and text.strip():
            found[part] = (_number(text), text, title)
    for column in row.cells:
        part = column if column in titles.values() else titles.get(for_matching(column))
        if part is not None and (row.text(column) or row.number(column) is not None):
            found[part] = (row.number(column), row.text(column), column)
    evidence = next((text for title, text in row.extra.items() if wording.EVIDENCE in title and text.strip()), "")
    for part, (points, text, column) in found.items():
        yield PartScore(
            period=period,
            unit=unit,
            part=part,
            points=points,
            scorer=row.text("scorer"),
            place=row.place(column),
            found=text,
            evidence=evidence,
        )


def _number(text: str) -> Decimal | None:
    """A number typed as text in an added column; None where it is not one."""
    clean = for_matching(text).removesuffix(wording.POINT_WORD)
    return Decimal(clean) if clean.replace(".", "", 1).isdigit() and clean.isascii() else None


def _split(text: str) -> tuple[str, ...]:
    for separator in wording.LEVEL_SEPARATORS:
        text = text.replace(separator, wording.SEPARATOR)
    return tuple(part.strip() for part in text.split(wording.SEPARATOR) if part.strip())
