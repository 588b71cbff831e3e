"""Journal → what happened: rows of 积分事项, 限期材料, 评议得分, 往年积分 and 督查人员表现 as typed records, beside the ledger's matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from duchá.ledger.matter import Matter
from duchá.registers import ids
from duchá.registers.lists import ListRow
from duchá.registers.rows import RegisterRow
from duchá.registers.unit_names import UnitNames
from duchá.rulebook.form import ColumnKind, Form
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Approval, Role
from duchá.scoring.facts.scored_facts import (
    Confirmation,
    DatedMaterial,
    FigureRow,
    PartScore,
    PastTotal,
    Performance,
    PointsRow,
    Publication,
    ScoredFacts,
    happened,
)
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster

EVIDENCE = "依据"
STAFF_FAILED = "未完成"
AGREED = "同意"
NO_OBJECTION = "无异议"
HOUR_PATTERN = r"(?<![0-9])([01]?[0-9]|2[0-3])[:：时点]([0-5][0-9])"
POINT_WORD = "分"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartColumns:
    """The columns of 评议得分 that a rulebook asks for, by their titles: points of ``parts``, texts of ``notes``, of which some are ``evidence``."""

    parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


NO_COLUMNS = PartColumns()
NO_FIGURES: Mapping[str, Form] = {}


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
        about = {for_matching(title): text for title, text in texts.items() if for_matching(title) in self._evidence or EVIDENCE in title}
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
    clean = for_matching(text).removesuffix(POINT_WORD)
    return Decimal(clean) if clean.replace(".", "", 1).isdigit() and clean.isascii() else None


_ROLES = {word: Role(value) for value, word in wording.ROLE_WORDS.items()}
T = TypeVar("T")
_CLAIM_COLUMNS = frozenset(
    ("date", "unit", "situation", "role", "points", "source_level", "matter", "problem", "at_fault", "scorer", "document", "basis", "note")
)
_WRITTEN_HOUR = re.compile(HOUR_PATTERN)


def gather(
    rows: Iterable[RegisterRow],
    matters: Iterable[Matter],
    roster: Roster,
    columns: PartColumns = NO_COLUMNS,
    figures: Mapping[str, Form] = NO_FIGURES,
    returned: Iterable[FigureRow] = (),
) -> ScoredFacts:
    """What happened by the registers' rows and the ledger's matters; ``figures`` are the registers that rules take figures from,
    ``returned`` the figures of returns.
    """
    names = UnitNames(roster)
    by_register: dict[str, list[RegisterRow]] = {register: [] for register in (*ids.SCORING, *figures)}
    for row in rows:
        if row.register in by_register:
            by_register[row.register].append(row)
    titles = Titles(columns)
    return happened(
        claims=_known(_claim(row, names) for row in by_register[ids.CLAIMS]),
        matters=matters,
        materials=_known(_material(row, names) for row in by_register[ids.MATERIALS]),
        past=_known(_past(row, names) for row in by_register[ids.PAST]),
        parts=tuple(part for row in by_register[ids.PARTS] for part in part_scores(row, names, titles)),
        performances=_known(_performance(row, names) for row in by_register[ids.STAFF]),
        approvals=_known(_approval(row, names) for row in by_register[ids.APPROVALS]),
        confirmations=_known(_confirmation(row, names) for row in by_register[ids.CONFIRMATIONS]),
        publications=_known(_publication(row) for row in by_register[ids.PUBLICATIONS]),
        figures=(*(_figure(row, form, names) for id, form in figures.items() for row in by_register[id]), *returned),
    )


def _figure(row: RegisterRow, form: Form, names: UnitNames) -> FigureRow:
    """A row of a register with figures; its unit stands in the first column for units, its day is the row's own."""
    column = next((column.id for column in form.columns if column.kind is ColumnKind.UNIT), "")
    written = row.text(column) if column else ""
    unit = names.find(written)
    found = figure_row(form, row, key=row.identity, day=row.happened_at.date(), unit=unit or "")
    return replace(found, unknown="" if unit else written or "-", place=row.place(column))


def figure_row(form: Form, row: ListRow, *, key: str, day: date, unit: str) -> FigureRow:
    """A row of any list as a row of figures: what it says and where, by the ids and titles of its columns and by those that were added."""
    named = [(for_matching(name), one.id) for one in form.columns for name in (one.id, one.title) if name]
    return FigureRow(
        register=form.id,
        key=key,
        day=day,
        unit=unit,
        texts={name: row.text(id) for name, id in named} | {for_matching(title): text for title, text in row.extra.items() if title},
        cells={name: row.place(id) for name, id in named},
        numbers={name: number for name, id in named if (number := row.number(id)) is not None},
    )


def _known(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(item for item in found if item is not None)


def _claim(row: RegisterRow, names: UnitNames) -> PointsRow | None:
    """A row of 积分事项; None where date or situation are wanting (the register's own checks have said so)."""
    day, situation, written = row.day("date"), row.text("situation"), row.text("unit")
    if day is None or not situation:
        return None
    unit = names.find(written)
    at_fault = wording.names_in(row.text("at_fault"))
    strangers = [name for name in at_fault if names.find(name) is None]
    points = row.number("points")
    return PointsRow(
        key=row.identity,
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
        seq=row.seq,
        extra={**row.extra, **{column: row.text(column) for column in row.columns if column not in _CLAIM_COLUMNS and row.text(column)}},
        record_no=row.record_no,
    )


def _material(row: RegisterRow, names: UnitNames) -> DatedMaterial | None:
    due, written = row.day("due"), row.text("unit")
    if due is None:
        return None
    unit = names.find(written)
    return DatedMaterial(
        key=row.identity,
        name=row.text("material"),
        unit=unit or "",
        due=due,
        cutoff=_hour(row.text("cutoff")),
        received=row.day("received_on"),
        hour=_hour(row.text("received_at")) or _hour_behind(row.text("received_on")),
        requester=row.text("asked_by"),
        unknown="" if unit else written or "-",
        place=row.place("received_on") if row.place("received_on").cell else row.place("due"),
    )


def _past(row: RegisterRow, names: UnitNames) -> PastTotal | None:
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


def _performance(row: RegisterRow, names: UnitNames) -> Performance | None:
    """A row of 督查人员表现; None where it does not say who, in which task, when."""
    day, task, person, written = row.day("date"), row.text("task"), row.text("person"), row.text("unit")
    if day is None or not task or not person:
        return None
    unit = names.find(written)
    return Performance(
        task=task,
        person=person,
        day=day,
        unit=unit or "",
        failed=for_matching(row.text("result")) == STAFF_FAILED,
        suggested=row.text("suggested"),
        found=row.text("found"),
        by=row.text("by"),
        note=row.text("note"),
        unknown="" if unit else written or "-",
        place=row.place("person"),
    )


def _approval(row: RegisterRow, names: UnitNames) -> Approval | None:
    """A row of 建议审批; None without a day (the register's own checks have said so)."""
    day, written = row.day("approved_on"), row.text("unit")
    if day is None:
        return None
    return Approval(
        period=row.text("period"),
        unit=names.find(written) or written,
        kind=row.text("kind"),
        agreed=for_matching(row.text("result")) == AGREED,
        by=row.text("approver"),
        day=day,
        document=row.text("document"),
        ground=row.text("ground"),
        place=row.place("result"),
    )


def _confirmation(row: RegisterRow, names: UnitNames) -> Confirmation | None:
    """A row of 积分核对."""
    day, unit = row.day("date"), names.find(row.text("unit"))
    if day is None or unit is None:
        return None
    agreed = for_matching(row.text("opinion")) == NO_OBJECTION
    return Confirmation(period=row.text("period"), unit=unit, agreed=agreed, day=day, note=row.text("note"), place=row.place("opinion"))


def _publication(row: RegisterRow) -> Publication | None:
    """A row of 排名公布."""
    met = row.day("met_on")
    if met is None:
        return None
    return Publication(
        period=row.text("period"),
        met_on=met,
        published_on=row.day("published_on"),
        range=row.text("range"),
        via=row.text("via"),
        document=row.text("document"),
    )


def _hour(text: str) -> time | None:
    """The hour that stands in a cell: 17:30; None where there is none."""
    found = _WRITTEN_HOUR.search(text)
    return time(int(found[1]), int(found[2])) if found else None


def _hour_behind(text: str) -> time | None:
    """The hour behind a date: 2018-05-11 17:30; midnight is only how a day without an hour is kept."""
    hour = _hour(text)
    return None if hour == time(0) else hour
