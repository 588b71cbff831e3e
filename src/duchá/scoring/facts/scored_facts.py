"""What happened, in the shape that point rules score: claims, matters, materials. Names of units are those of the roster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from duchá.ledger.matter import Matter
from duchá.receipts.matrix import ReceiptStanding
from duchá.rulebook.point_rule import OWN_COLUMNS
from duchá.scoring.facts.model import Approval, Listed, Role
from duchá.terms.place import Place
from duchá.terms.text import for_matching

_OWN = {for_matching(title): id for id, title in OWN_COLUMNS.items()}
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:%|[^0-9.]{0,3})")


def number_in(text: str) -> Decimal | None:
    """The number that a text is, with at most a short measure behind it: 3, 3件, 95%."""
    found = _NUMBER.fullmatch(for_matching(text).replace(",", ""))
    return Decimal(found[1]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRow:
    """One row of 积分事项: a person found that a unit deserves something. ``points`` as typed (None = empty).

    ``unit`` is the roster's name; where the written name is nobody's it stands in ``unknown``.
    """

    key: str
    day: date
    unit: str
    situation: str
    role: Role | None = None
    points: Decimal | None = None
    points_text: str = ""
    level: str = ""
    matter: str = ""
    problem: str = ""
    at_fault: tuple[str, ...] = ()
    scorer: str = ""
    document: str = ""
    basis: str = ""
    note: str = ""
    unknown: str = ""
    unknown_fault: str = ""
    place: Place = Place()
    points_place: Place = Place()
    seq: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)  # texts by the titles of columns that are not the register's own
    record_no: str = ""

    def filled(self, column: str) -> bool:
        """True when a column that a rule may demand says something."""
        return bool(self.cell(column))

    def cell(self, column: str) -> str:
        """What a column says, by its id or title."""
        own = _OWN.get(for_matching(column), column)
        if own in OWN_COLUMNS:
            return str(getattr(self, own))
        wanted = for_matching(column)
        return next((text for title, text in self.extra.items() if for_matching(title) == wanted), "")

    def number(self, column: str) -> Decimal | None:
        """The number in a column; None where there is none."""
        return number_in(self.cell(column))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One row of a register, or of a return that counts, that rules take figures from (目标完成、采用篇数、测评票数). ``texts``, ``numbers`` (as they were
    read, in the measure of their column) and ``cells`` by the ids and titles of its columns.

    ``unit`` is the roster's name; where the written name is nobody's it stands in ``unknown``. ``wanting``: there is no row, because the return that
    should have it has not come, or does not count; and why.
    """

    register: str
    key: str
    day: date
    unit: str
    texts: Mapping[str, str]
    cells: Mapping[str, Place]
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    unknown: str = ""
    wanting: str = ""
    place: Place = Place()

    def cell(self, column: str) -> str:
        """What a column says, by its id or title."""
        return self.texts.get(for_matching(column), "")

    def number(self, column: str) -> Decimal | None:
        """The number in a column; None where there is none."""
        read = self.numbers.get(for_matching(column))
        return number_in(self.cell(column)) if read is None else read

    def read(self, columns: Iterable[str]) -> tuple[Place, ...]:
        """Where the cells of some columns stand; the row's own place where none is known."""
        found = tuple(place for column in columns if (place := self.cells.get(for_matching(column))) is not None and place.cell)
        return found or (self.place,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedMaterial:
    """限期材料 of one unit: by when it was wanted, when it came (None: not yet). ``hour`` is the hour of receipt, where it is known."""

    key: str
    name: str
    unit: str
    due: date
    cutoff: time | None = None
    received: date | None = None
    hour: time | None = None
    requester: str = ""
    unknown: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTotal:
    """One unit in a year's ranking as written down in 往年积分. ``rank`` None where it was left empty."""

    year: int
    group: str
    unit: str
    total: Decimal
    rank: int | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """One filled cell of 评议得分: a unit's points for one part, in a period, by a scorer; ``evidence`` is what its row says of it.

    ``unit`` is the roster's name; empty where the written name is nobody's, which then stands in ``unknown``. ``day`` is 评定日期.
    ``notes`` are the row's text columns (经验做法, 存在问题, whom to tell) by their names.
    """

    period: str
    unit: str
    part: str
    points: Decimal | None
    day: date | None = None
    scorer: str = ""
    unknown: str = ""
    place: Place = Place()
    found: str = ""
    evidence: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """One row of 督查人员表现: whether a person did what a task asked (JC-R-08). ``unit`` is the roster's name, else as written in ``unknown``."""

    task: str
    person: str
    day: date
    unit: str
    failed: bool
    suggested: str = ""
    found: str = ""
    by: str = ""
    note: str = ""
    unknown: str = ""
    place: Place = Place()

    @property
    def problem(self) -> str:
        """What a row of 积分事项 that confirms it gives as 问题编号."""
        return f"{self.task}-{self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """积分核对: a unit's answer to its entries before they are published (JC-J-03)."""

    period: str
    unit: str
    agreed: bool
    day: date
    note: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """排名公布: the meeting that looked at a ranking, and where it was made known (JS-20)."""

    period: str
    met_on: date
    published_on: date | None
    range: str
    via: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFacts:
    """Everything that may score or be proposed for. ``of_problem`` has the claims of each situation and problem, ``by_number`` the matters;
    ``standings`` is the receipt matrix (报送情况).
    """

    claims: tuple[PointsRow, ...] = ()
    matters: tuple[Matter, ...] = ()
    materials: tuple[DatedMaterial, ...] = ()
    past: tuple[PastTotal, ...] = ()
    parts: tuple[PartScore, ...] = ()
    performances: tuple[Performance, ...] = ()
    approvals: tuple[Approval, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    publications: tuple[Publication, ...] = ()
    standings: tuple[ReceiptStanding, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    listed: tuple[Listed, ...] = ()
    by_number: Mapping[str, Matter] = field(default_factory=dict)
    of_problem: Mapping[tuple[str, str], tuple[PointsRow, ...]] = field(default_factory=dict)


def happened(claims: Iterable[PointsRow] = (), matters: Iterable[Matter] = (), **others: Any) -> ScoredFacts:
    """What happened, indexed."""
    claims, matters = tuple(claims), tuple(matters)
    problems: dict[tuple[str, str], list[PointsRow]] = {}
    for claim in claims:
        if claim.problem:
            problems.setdefault((claim.situation, claim.problem), []).append(claim)
    return ScoredFacts(
        claims=claims,
        matters=matters,
        by_number={matter.id: matter for matter in matters},
        of_problem={key: tuple(of) for key, of in problems.items()},
        **others,
    )
