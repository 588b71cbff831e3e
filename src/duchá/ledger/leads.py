"""Leads (线索) that follow from facts: for a person to judge, never a verdict. Each in one row opens a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duchá.campaign.model import Campaign
from duchá.ledger.cases import Case
from duchá.ledger.matter import Matter
from duchá.registers.rows import RegisterRow
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.procedure import LeadRule, LeadSource
from duchá.terms.article import Article
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.wording import day_words

DECISIONS = "lead-decisions"  # 线索处置
NUMBER = "XS-{rule}-{of}"
LATE_WHY = "{title}：落实时限{due}，{end}，超过{days}天"
DONE_ON = "{day}报结"
NOT_DONE = "至{day}未落实"
UNSIGNED_WHY = "{title}：{day}立项，一直没有签收"
CLAIM_WHY = "{day}“{situation}”{note}"
NOTED = "：{text}"
TAKEN_IN, DISMISSED, WAITING = "已立案", "已处置", "待研判"
ANSWERS = frozenset({Move.SIGN, Move.FEEDBACK, Move.PROGRESS, Move.APPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A proposal at the end of a year as a lead needs it: which consequence, of which year, about whom and why."""

    consequence: str
    year: int
    unit: str
    why: str
    day: date
    evidence: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """线索. ``watch``: only to be watched; ``status`` is what became of it, ``case`` the case that it opened; ``row`` is what to type into
    问责案件 to open one, by the titles of its columns."""

    number: str
    rule: LeadRule
    rulebook: str
    article: Article
    unit: str
    why: str
    day: date
    matter: str = ""
    watch: bool = False
    status: str = WAITING
    case: str = ""
    decided: str = ""
    evidence: tuple[Place, ...] = ()
    row: tuple[tuple[str, str], ...] = ()

    @property
    def waits(self) -> bool:
        """True while nobody has said anything about it and it is more than to be watched."""
        return self.status == WAITING and not self.watch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Under:
    """The rule that a lead follows from, and where it stands."""

    rule: LeadRule
    rulebook: str
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFacts:
    """What leads are made of."""

    matters: Sequence[Matter]
    claims: Sequence[RegisterRow]
    suggested: Sequence[Suggested]
    decisions: Sequence[RegisterRow]
    cases: Sequence[Case]


def leads_of(campaign: Campaign, facts: LeadFacts, as_of: date) -> tuple[Lead, ...]:
    """The leads of every rulebook that names some, by day."""
    found: list[Lead] = []
    for book in campaign.rulebooks:
        for rule in book.leads:
            article = book.article(rule.article)
            for lead in _of(rule, book, article, facts, as_of):
                if book.valid_from is None or lead.day >= book.valid_from:
                    found.append(_settled(lead, book, facts))
    return tuple(sorted(found, key=lambda lead: (lead.day, lead.number)))


def _of(rule: LeadRule, book: Rulebook, article: Article, facts: LeadFacts, as_of: date) -> Iterator[Lead]:
    about = _Under(rule=rule, rulebook=book.id, article=article)
    match rule.source:
        case LeadSource.LATE:
            yield from _late(about, facts.matters, as_of)
        case LeadSource.UNSIGNED:
            yield from _unsigned(about, facts.matters, as_of)
        case LeadSource.CLAIM:
            yield from _claimed(about, facts.claims)
        case LeadSource.PROPOSAL:
            yield from _suggested(about, facts.suggested)


def _late(about: _Under, matters: Sequence[Matter], as_of: date) -> Iterator[Lead]:
    """Matters whose 落实时限 (not a node that only wants to know how far it has come) was exceeded; an extension in time has moved it."""
    rule = about.rule
    for matter in matters:
        if matter.due is None or matter.withdrawn:
            continue
        end = _done_on(matter)
        late = matter.due.days_late(min(end, as_of) if end is not None else as_of)
        if late >= max(rule.days, 1):
            said = DONE_ON.format(day=day_words(end)) if end is not None and end <= as_of else NOT_DONE.format(day=day_words(as_of))
            why = LATE_WHY.format(title=matter.details.title, due=day_words(matter.due.day), end=said, days=late)
            day = min(matter.due.spans[0].deadline.due + timedelta(days=max(rule.days, 1)), as_of)
            yield _lead(about, matter.id, unit=matter.answered_for(matter.due.day), why=why, day=day, matter=matter.id, place=matter.place)


def _done_on(matter: Matter) -> date | None:
    """The day on which the unit said that it was done; None while it has not."""
    if matter.answered_on is not None:
        return matter.answered_on
    return next((node.answered_on for node in matter.nodes if node.due == matter.due and not node.progress), None)


def _unsigned(about: _Under, matters: Sequence[Matter], as_of: date) -> Iterator[Lead]:
    rule = about.rule
    for matter in matters:
        since = matter.opened_on + timedelta(days=rule.days)
        if matter.kind is MatterKind.TASK and matter.open and as_of > since and not any(event.move in ANSWERS for event in matter.events):
            why = UNSIGNED_WHY.format(title=matter.details.title, day=day_words(matter.opened_on))
            yield _lead(
                about, matter.id, unit=matter.answering, why=why, day=since + timedelta(days=1), matter=matter.id, place=matter.place
            )


def _claimed(about: _Under, claims: Sequence[RegisterRow]) -> Iterator[Lead]:
    """Rows of 积分事项: one fact, entered once and used twice (JC-Z-07)."""
    rule = about.rule
    seen: dict[str, int] = {}
    for row in sorted(claims, key=lambda one: (one.day("date") or date.min, one.text("unit"), one.text("note"), one.first)):
        day, situation = row.day("date"), row.text("situation")
        if day is None or situation not in rule.names:
            continue
        of = f"{row.text('unit')}-{day.isoformat()}"
        seen[of] = seen.get(of, 0) + 1
        number = of if seen[of] == 1 else f"{of}-{seen[of]}"
        note = NOTED.format(text=text) if (text := row.text("note") or row.text("basis")) else ""
        why = CLAIM_WHY.format(day=day_words(day), situation=situation, note=note)
        yield _lead(about, number, unit=row.text("unit"), why=why, day=day, matter=row.text("matter"), place=row.place("situation"))


def _suggested(about: _Under, suggested: Sequence[Suggested]) -> Iterator[Lead]:
    rule = about.rule
    for one in suggested:
        if one.consequence in (*rule.names, *rule.watch):
            place = one.evidence[0] if one.evidence else Place()
            watch = one.consequence not in rule.names
            yield _lead(about, f"{one.unit}-{one.year}", unit=one.unit, why=one.why, day=one.day, place=place, watch=watch)


def _lead(about: _Under, of: str, *, unit: str, why: str, day: date, place: Place, matter: str = "", watch: bool = False) -> Lead:
    rule = about.rule
    number = NUMBER.format(rule=rule.id, of=of)
    return Lead(
        number=number,
        rule=rule,
        rulebook=about.rulebook,
        article=about.article,
        unit=unit,
        why=why,
        day=day,
        matter=matter,
        watch=watch,
        evidence=(place,) if place.file else (),
    )


def _settled(lead: Lead, book: Rulebook, facts: LeadFacts) -> Lead:
    """The lead with the case that it opened, or what a person decided; else with the row that opens one."""
    for case in facts.cases:
        if for_matching(lead.number) in {for_matching(part) for part in split_list(case.row.text("lead"))}:
            return replace(lead, status=TAKEN_IN, case=case.number)
    for row in facts.decisions:
        if for_matching(row.text("lead")) == for_matching(lead.number):
            return replace(lead, status=DISMISSED, decided=row.text("decision"))
    return replace(lead, row=tuple(_row(lead, book)))


def _row(lead: Lead, book: Rulebook) -> Iterator[tuple[str, str]]:
    """What stands under the titles of 问责案件, as far as it is known; the rest is for a person."""
    procedure = next(iter(book.case_procedures), None)
    form = next((form for form in book.forms if procedure is not None and form.id == procedure.subject), None)
    known = {"unit": lead.unit, "reasons": lead.rule.reason, "facts": lead.why, "lead": lead.number, "completed_on": lead.day.isoformat()}
    for column in form.columns if form else ():
        if column.required or column.id in known:
            yield column.title, known.get(column.id, "")
