"""What a 整改通知书 says: one notice a unit about the problems for which rectification has not been required yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger.advance import possible_moves
from duchá.ledger.clock import Clockwork
from duchá.ledger.explain import reached, ways_of
from duchá.ledger.matter import Matter
from duchá.reports.mask import masked_text
from duchá.reports.page import Page, PageColumn, Report, Show
from duchá.reports.rectification import wording
from duchá.reports.safe_text import as_markdown, words_as_markdown
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.file_name import safe_name
from duchá.terms.unit import Unit
from duchá.terms.wording import day_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One problem of a notice: what was found and when, what it rests on, by when it is to be put right (empty: to be filled in)."""

    matter: str
    problem: str
    found_on: date
    source: str
    basis: str
    due: str
    reached: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """整改通知书, a draft until it is registered as sent (practice.md §4)."""

    unit: Unit
    day: date
    demands: tuple[Demand, ...]
    issuer: str
    contact: str
    phone: str

    @property
    def template(self) -> str:
        """The document it is written with."""
        return "documents/rectification-notice.docx"

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return wording.NAME.format(order=self.unit.order, unit=safe_name(self.unit.name))

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """How the days were reached, each way once."""
        return ways_of([demand.reached for demand in self.demands])

    def fields(self) -> dict[str, object]:
        """What the template of the notice is filled with."""
        days = sorted({demand.found_on for demand in self.demands})
        span = wording.DAY if len(days) == 1 else wording.SPAN
        return {
            "number": wording.NUMBER.format(year=self.day.year),
            "unit": self.unit.name,
            "day": day_words(self.day),
            "found": span.format(first=day_words(days[0]), last=day_words(days[-1])),
            "count": len(self.demands),
            "demands": [
                {
                    "what": wording.WHAT.format(problem=demand.problem, matter=demand.matter),
                    "found": day_words(demand.found_on),
                    "source": demand.source,
                    "basis": demand.basis,
                    "due": demand.due or wording.OPEN_DAY,
                    "reached": demand.reached,
                }
                for demand in self.demands
            ],
            "ways": [{"at": at, "reached": way} for at, way in self.ways],
            "contact": wording.CONTACT.format(contact=self.contact, phone=self.phone).strip() if self.contact else "",
            "issuer": self.issuer,
        }

    def markdown(self) -> str:
        """The notice as Markdown."""
        fields = self.fields()
        demands = fields["demands"]
        rows = [
            wording.MD_ROW.format(at=at, **words_as_markdown(demand))
            for at, demand in enumerate(demands if isinstance(demands, list) else (), 1)
        ]
        ways = [wording.WAY.format(at=at, reached=as_markdown(way)) for at, way in self.ways]
        return wording.MD_NOTICE.format(**{**words_as_markdown(fields), "rows": "\n".join(rows), "ways": "\n\n".join(ways)})


def notices_of(campaign: Campaign, matters: Iterable[Matter], day: date, *, again: bool = False) -> tuple[Notice, ...]:
    """One notice for each unit of the roster with problems to be required, in roster order.

    A problem is in it while 提出整改要求 is possible and has not been registered; ``again`` asks for those as well for which it was.
    """
    works = Clockwork(campaign)
    by_unit: dict[str, list[Demand]] = {}
    for matter in matters:
        if matter.kind is MatterKind.PROBLEM and matter.open and _can_be_required(works, matter, again=again):
            by_unit.setdefault(matter.answering, []).append(_demand(works, matter))
    settings = campaign.settings
    return tuple(
        Notice(
            unit=unit, day=day, demands=tuple(by_unit[unit.name]), issuer=settings.issuer, contact=settings.contact, phone=settings.phone
        )
        for unit in campaign.roster.units
        if unit.name in by_unit
    )


def _can_be_required(works: Clockwork, matter: Matter, *, again: bool) -> bool:
    found = works.machine(matter.kind, matter.details.type)
    possible = found is not None and Move.REQUIRE in possible_moves(found[1], matter.state.id)
    return possible and (again or not matter.count(Move.REQUIRE))


def _demand(works: Clockwork, matter: Matter) -> Demand:
    due, clock = matter.due, works.clock(matter.kind, matter.details.type)
    basis = due.article if due and due.article else clock[0].article(clock[1].article) if clock else None
    return Demand(
        matter=matter.id,
        problem=masked_text(matter.details.problem or matter.details.title).rstrip("。；;."),
        found_on=matter.details.found_on or matter.opened_on,
        source=matter.details.source,
        basis=basis.cite() if basis else wording.OPEN_BASIS,
        due=day_words(due.day) if due else "",
        reached=reached(due.deadline, due.article) if due else "",
    )


def notices_report(campaign: Campaign, notices: Iterable[Notice], day: date) -> Report:
    """The list of all notices made, one row a problem."""
    rows = [
        (notice.unit.name, demand.matter, demand.problem, demand.found_on, demand.basis, demand.due or wording.OPEN_DAY)
        for notice in notices
        for demand in notice.demands
    ]
    titles = wording.LIST_COLUMNS
    columns = (
        PageColumn(title=titles[0], show=Show.COUNT, width=6),
        PageColumn(title=titles[1], show=Show.TEXT, width=20),
        PageColumn(title=titles[2], width=16),
        PageColumn(title=titles[3], show=Show.WORDS, width=40),
        PageColumn(title=titles[4], show=Show.DAY, width=12),
        PageColumn(title=titles[5], show=Show.TEXT, width=24),
        PageColumn(title=titles[6], width=16),
    )
    page = Page(
        name=wording.LIST,
        title=wording.LIST_TITLE.format(campaign=campaign.settings.name),
        columns=columns,
        rows=tuple((at, *row) for at, row in enumerate(rows, 1)),
        under=wording.LIST_UNDER.format(day=day_words(day), units=len({row[0] for row in rows}), count=len(rows)),
        notes=wording.LIST_NOTES,
    )
    stem = wording.LIST_STEM.format(day=day.isoformat())
    return Report(stem=stem, title=page.title, as_of=day, mark=wording.MARK.format(day=day_words(day)), pages=(page,))
