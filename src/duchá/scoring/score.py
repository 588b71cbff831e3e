"""What a period comes to: entries in it, totals, ranks, proposals. A function of facts, rulebook, readings, roster, calendar and day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from duchá.ledger.matter import Matter
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import CountedFor, EnteredRule, Every, Sign, UnurgedRule
from duchá.rulebook.scheme import Grouping, Scheme
from duchá.scoring.closing.book import Book, Booked, Compared, book
from duchá.scoring.closing.changes import Correction
from duchá.scoring.closing.model import Closed
from duchá.scoring.closing.question import ScoreQuestion, chosen_readings, group_names
from duchá.scoring.derive import derive
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import CardGiven, Entry, Listed, Proposal, RankedGroup, Score, Scores, Unranked, Why
from duchá.scoring.facts.scored_facts import PastTotal, ScoredFacts
from duchá.scoring.marks.plan import given_in, plan_of
from duchá.scoring.marks.total import base_of, bases_in, begun, total_of
from duchá.scoring.marks.weighted import by_grade, marks_beside
from duchá.scoring.ranking.judge import graded, vetoes_in
from duchá.scoring.ranking.propose import by_cards, giving_way, propose
from duchá.scoring.ranking.rank import Groups, as_ranked, moved, rank, with_unranked
from duchá.scoring.ranking.triggered import proposals_for, triggered
from duchá.scoring.ranking.years import Years, earlier_places, periods_needed
from duchá.scoring.rules.cards import cards_of
from duchá.scoring.rules.setting import Setting, among, group_of
from duchá.scoring.rules.staff import staff_proposals
from duchá.terms.period import Period, PeriodKind, parse_period, period_of, year_period
from duchá.terms.wording import period_words

UNIT_ENDED = "{last}停用，不参加排名"
BOOKED_LATER = "本期关账后才发现的{points}分，记在{quarter}"
STANDS_ELSEWHERE = "{points}分记在{quarter}：{formula}"
_LONG = (CountedFor.UNIT, CountedFor.UNIT_HALF_YEAR, CountedFor.UNIT_YEAR)  # counts that go on beyond a quarter
NEXT_CAMPAIGN = "；{year}年另建行动的，请在那里的积分事项登记“更正”"


def score(happened: ScoredFacts, question: ScoreQuestion) -> Scores:
    """The scores of a period: for every unit of the roster the base and the sum of its entries, ranked by group, with proposals at year end.
    A closed period is what its closing published.

    Blank: a unit without entries has the base. Rounding and ties: as `rank`. Source: 第十、十三条; JC-J-05, JC-J-20.
    """
    published = next((item.published for item in question.closed if item.period == question.period), None)
    if published is not None:
        return published
    chosen = chosen_readings(question)
    booked, listed = entries_of(happened, question)
    rulebook = apply_readings(question.rulebook, chosen)
    scheme = _scheme(rulebook)
    in_period = _in_period(booked.entries, question)
    groups, noted = _ranked(in_period, happened, question, rulebook)
    bases = _Bases(question)
    known = earlier_places(
        periods_needed(rulebook, question.period),
        happened,
        lambda period: ranking_of(happened, question, period),
        bases,
        lambda row: _past_group(row, question, scheme),
    )
    years = Years(current=groups, base=bases, earlier=known)
    proposals, unclear = propose(rulebook, question.period, years, group_names(rulebook, question))
    day = min(question.as_of, question.period.end)
    cards = tuple(card for card in cards_of(booked.entries, _setting(question, chosen)) if card.day <= day)
    found, refused = _proposed_otherwise(rulebook, happened, question, groups, cards)
    remarks, assessed, beside = marks_beside(happened, question, rulebook)
    return Scores(
        period=question.period,
        rulebook=rulebook.id,
        title=rulebook.title,
        base=scheme.base,
        readings={id: chosen[id] for id in sorted(chosen)},
        groups=groups,
        listed=(*_said_of(listed, booked, in_period, question), *noted, *unclear, *refused, *beside, *_moved(question, scheme, rulebook)),
        proposals=giving_way((*proposals, *found), rulebook),
        assessed=assessed,
        cards=tuple(card for card in cards if card.day in question.period or (card.until is None or card.until >= day)),
        remarks=remarks,
        notes=plan_of(rulebook).notes,
        closed=any(question.period == item.period for item in question.closed),
        trial=question.trial,
    )


def _moved(question: ScoreQuestion, scheme: Scheme, rulebook: Rulebook) -> Iterator[Listed]:
    names, number = group_names(question.rulebook, question), rulebook.article(scheme.ranking_article).number
    yield from moved(question.roster.units, scheme, names, question.period, question.as_of, number)


def _proposed_otherwise(
    rulebook: Rulebook, happened: ScoredFacts, question: ScoreQuestion, groups: tuple[RankedGroup, ...], cards: tuple[CardGiven, ...]
) -> tuple[list[Proposal], list[Listed]]:
    """The proposals of any period that no rank leads to: by grades, cards, what a person entered, and of staff who failed a task."""
    proposals: list[Proposal] = []
    listed: list[Listed] = []
    day, names = min(question.as_of, question.period.end), group_names(rulebook, question)
    for item in rulebook.consequences:
        if item.triggers or item.grades or item.cards:
            reasons, refused = triggered(rulebook, item, happened, question)
            reasons = [*by_grade(rulebook, item, groups, question), *reasons]
            held = {reason.unit: reason for reason in by_cards(item, cards, question.period, day)}
            reasons += [held[unit.name] for unit in question.roster.units if unit.name in held and among(unit.on(day), item.groups, names)]
            made, noted = proposals_for(rulebook, item, reasons, question.roster)
            proposals += made
            listed += [*refused, *noted]
    proposals += staff_proposals(happened, _setting(question, chosen_readings(question)))
    return proposals, listed


def entries_of(happened: ScoredFacts, question: ScoreQuestion) -> tuple[Booked, tuple[Listed, ...]]:
    """All entries up to the day, closed periods as they were closed, and what is listed beside them."""
    entries, listed = derive(happened, _setting(question, chosen_readings(question)))
    names: dict[str, str] = {}

    def present(unit: str) -> str:
        if unit not in names:
            names[unit] = question.roster.held_by(unit, date.max)
        return names[unit]

    derived: dict[object, tuple[Entry, ...]] = {}

    def entries_in(facts: ScoredFacts, closed: Closed, day: date) -> tuple[Entry, ...]:
        """The entries of facts, reckoned once: facts gathered for one closing have its rulebook, roster and calendar."""
        setting = _setting_of(closed, question, day)
        of_period = any(isinstance(rule, UnurgedRule) and not rule.needs_node for rule in setting.rulebook.points)
        key = (id(facts), tuple(sorted(closed.readings.items())), day, closed.period if of_period else None)
        if key not in derived:
            derived[key] = derive(facts, setting)[0]
        return derived[key]

    def compared(closed: Closed) -> Compared:
        own = tuple(entry for entry in closed.entries if not entry.late_for)
        basis = closed.basis
        if basis is None:
            today = entries_in(happened, closed, question.as_of)
            return Compared(then=own, added=today, today=today, changes=tuple)
        return Compared(
            then=own if basis.then is None else entries_in(basis.then, closed, closed.as_of or closed.period.end),
            added=entries_in(basis.added, closed, question.as_of),
            today=entries_in(basis.today, closed, question.as_of),
            changes=basis.changes,
            leads={matter.id: matter.lead for matter in basis.today.matters},
        )

    corrections = tuple(_corrections(happened, question))
    given = Book(closings=question.closed, compared=compared, present=present, corrections=corrections, as_of=question.as_of)
    booked = book(entries, given)
    return booked, (*listed, *(item for _, item in booked.waiting))


def _corrections(happened: ScoredFacts, question: ScoreQuestion) -> Iterator[Correction]:
    """The rows of 更正 that count, with all that they say."""
    rules = [rule for rule in question.rulebook.points if isinstance(rule, EnteredRule) and rule.sign is Sign.TYPED]
    for claim in happened.claims:
        rule = next((rule for rule in rules if rule.name == claim.situation and rule.valid_on(claim.day)), None)
        if rule is not None and claim.points is not None and all(claim.filled(column) for column in rule.required):
            yield Correction(text=" ".join((claim.problem, claim.document, claim.basis, claim.note)), seq=claim.seq)


def ranking_of(happened: ScoredFacts, question: ScoreQuestion, period: Period) -> tuple[RankedGroup, ...]:
    """The ranking of an earlier period from the same journal: as it was published where it was closed."""
    closed = next((item for item in question.closed if item.period == period), None)
    if closed is not None and closed.published is not None:
        return closed.published.groups
    roster = closed.basis.roster if closed is not None and closed.basis is not None else question.roster
    readings = closed.readings if closed is not None else question.readings
    asked = replace(question, period=period, as_of=min(question.as_of, period.end), roster=roster, readings=readings)
    rulebook = apply_readings(question.rulebook, chosen_readings(asked))
    then = happened if question.closed else _around(happened, rulebook, period, asked.as_of)
    return _ranked(_in_period(entries_of(then, asked)[0].entries, asked), happened, asked, rulebook)[0]


def counts_on(rulebook: Rulebook) -> bool:
    """True where what is scored in a quarter depends on facts before it: on caps, cards, on which time it is, on a whole year without 催办."""
    counting = any(getattr(rule, "grows", False) and getattr(rule, "counted", None) in _LONG for rule in rulebook.points)
    longer = any(isinstance(rule, UnurgedRule) and rule.every in (Every.HALF_YEAR, Every.YEAR) for rule in rulebook.points)
    return bool(rulebook.limits or rulebook.cards) or counting or longer


def _around(happened: ScoredFacts, rulebook: Rulebook, period: Period, as_of: date) -> ScoredFacts:
    """What can score in an earlier period as it was at its end: without the matters that began later, and, where nothing counts on, without those of
    which nothing lies in its quarter or after.
    """
    start = date.min if counts_on(rulebook) else period_of(period.start, PeriodKind.QUARTER).start

    def bears(matter: Matter) -> bool:
        if matter.ended_on is None or matter.ended_on >= start:
            return matter.opened_on <= as_of or any(event.day <= as_of for event in matter.events)
        due = (matter.due.day,) if matter.due is not None else ()
        return max((*due, *(node.due.day for node in matter.nodes), *(event.day for event in matter.events)), default=start) >= start

    return replace(happened, matters=tuple(matter for matter in happened.matters if bears(matter)))


def _said_of(listed: tuple[Listed, ...], booked: Booked, by_unit: Mapping[str, list[Entry]], question: ScoreQuestion) -> Iterator[Listed]:
    """What is listed of the period: what the rules said, entries of nobody, entries that stand elsewhere because it is closed."""
    yield from (item for item in listed if _concerns(item, question))
    yield from _of_nobody(by_unit, question)
    yield from _booked_later(booked, question)


def _of_nobody(by_unit: Mapping[str, list[Entry]], question: ScoreQuestion) -> Iterator[Listed]:
    """Entries of units that the roster has no longer: they count for nobody, and it is said."""
    for unit, entries in by_unit.items():
        if question.roster.get(unit) is None:
            why = wording.UNKNOWN_UNIT.format(unit=unit)
            for entry in entries:
                yield Listed(
                    kind=Why.REJECTED,
                    rule=entry.rule,
                    unit=unit,
                    why=why,
                    article=entry.article.number,
                    day=entry.day,
                    matter=entry.matter,
                    evidence=entry.evidence,
                )


def _booked_later(booked: Booked, question: ScoreQuestion) -> Iterator[Listed]:
    """What came to light of a closed period and stands in a later one; beyond the year the next campaign has to be told by a person."""
    for entry in booked.entries:
        late_for = parse_period(entry.late_for) if entry.late_for else None
        if late_for is None or late_for.start not in question.period or entry.day in question.period:
            continue
        where = period_words(period_of(entry.day, PeriodKind.QUARTER))
        why = BOOKED_LATER.format(points=wording.signed(entry.points), quarter=where)
        if entry.day.year != late_for.start.year:
            why += NEXT_CAMPAIGN.format(year=entry.day.year)
        yield Listed(
            kind=Why.NOTE,
            rule=entry.rule,
            unit=entry.unit,
            why=why,
            article=entry.article.number,
            matter=entry.matter,
            evidence=entry.evidence,
        )


def later_than(booked: Booked, period: Period) -> tuple[Listed, ...]:
    """What came to light of a closed period since: where it is booked, or that it waits; beyond the year the next campaign has to be told."""
    found = [item for key, item in booked.waiting if key == period.key]
    for entry in booked.entries:
        if entry.late_for == period.key:
            quarter = period_words(period_of(entry.day, PeriodKind.QUARTER))
            why = STANDS_ELSEWHERE.format(points=wording.signed(entry.points), quarter=quarter, formula=entry.formula)
            why += NEXT_CAMPAIGN.format(year=entry.day.year) if entry.day.year != period.start.year else ""
            found.append(
                Listed(
                    kind=Why.NOTE,
                    rule=entry.rule,
                    unit=entry.unit,
                    why=why,
                    article=entry.article.number,
                    day=entry.day,
                    matter=entry.matter,
                    evidence=entry.evidence,
                )
            )
    return tuple(found)


class _Bases:
    """The base of a unit in a period, of a closed one by the readings it was closed with; of one in 往年积分 by those that it was written down
    under, which are the campaign's own. What a period's units share is reckoned once.
    """

    def __init__(self, question: ScoreQuestion) -> None:
        self._question = question
        self._known: dict[tuple[Period, bool], tuple[Scheme, Groups, int]] = {}

    def __call__(self, period: Period, unit: str, written: bool) -> Decimal:
        scheme, names, bases = self._shared(period, written)
        known = self._question.roster.get(unit)
        return (base_of(scheme, known.on(period.end), names) if known is not None else scheme.base) * bases

    def _shared(self, period: Period, written: bool) -> tuple[Scheme, Groups, int]:
        key = (period, written)
        if key not in self._known:
            question = self._question
            closed = next((item for item in question.closed if item.period == period), None)
            asked = question if question.in_force is None or not written else replace(question, readings=question.in_force)
            asked = asked if closed is None or written else replace(asked, readings=closed.readings)
            scheme = _scheme(apply_readings(asked.rulebook, chosen_readings(asked)))
            bases = bases_in(scheme, period, asked.rulebook.valid_from, asked.as_of)
            self._known[key] = (scheme, group_names(asked.rulebook, asked), bases)
        return self._known[key]


def _past_group(row: PastTotal, question: ScoreQuestion, scheme: Scheme) -> str:
    """The ranking group of a row of 往年积分: the one written there, unless units are grouped otherwise than by the roster's 组别."""
    unit = question.roster.get(row.unit)
    if unit is None or scheme.grouping is Grouping.GROUP:
        return row.group
    return group_of(unit.on(year_period(row.year).end), scheme.grouping, group_names(question.rulebook, question))


def _setting_of(closed: Closed, question: ScoreQuestion, day: date) -> Setting:
    """What facts are scored by to be compared with a closed period: everything as it was closed with, up to a day."""
    basis = closed.basis
    return Setting(
        rulebook=apply_readings(basis.rulebook if basis else question.rulebook, closed.readings),
        roster=basis.roster if basis else question.roster,
        calendar=basis.calendar if basis else question.calendar,
        period=closed.period,
        as_of=day,
        trial=question.trial and basis is None,
        closed=tuple(item.period for item in question.closed),
        groups=group_names(basis.rulebook if basis else question.rulebook, question),
    )


def _setting(question: ScoreQuestion, readings: Mapping[str, str]) -> Setting:
    return Setting(
        rulebook=apply_readings(question.rulebook, readings),
        roster=question.roster,
        calendar=question.calendar,
        period=question.period,
        as_of=question.as_of,
        trial=question.trial,
        closed=tuple(item.period for item in question.closed),
        groups=group_names(question.rulebook, question),
    )


def _scheme(rulebook: Rulebook) -> Scheme:
    assert rulebook.scheme is not None, "a rulebook without a scheme has no points to score"
    return rulebook.scheme


def _in_period(entries: tuple[Entry, ...], question: ScoreQuestion) -> dict[str, list[Entry]]:
    """The entries of the period by the name that their unit has at its end: those of a renamed unit go on under the new one."""
    day, names = min(question.as_of, question.period.end), dict[str, str]()
    by_unit: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.day in question.period:
            if entry.unit not in names:
                names[entry.unit] = question.roster.held_by(entry.unit, day)
            by_unit.setdefault(names[entry.unit], []).append(entry)
    return by_unit


def _ranked(
    by_unit: Mapping[str, list[Entry]], happened: ScoredFacts, question: ScoreQuestion, rulebook: Rulebook
) -> tuple[tuple[RankedGroup, ...], list[Listed]]:
    """The ranking of the units that are there at the end of the period, with their grades, and what is listed of their marks; one that ended before
    and has entries stands beside it, unranked.
    """
    day, names, scheme = min(question.as_of, question.period.end), group_names(question.rulebook, question), _scheme(rulebook)
    plan, given = plan_of(rulebook), given_in(happened, question.period)
    vetoes, listed = vetoes_in(rulebook, happened, question)
    scores: list[Score] = []
    beside: list[Unranked] = []
    for unit in question.roster.units:
        if not (unit.valid_on(day) or unit.name in by_unit):
            continue
        row = as_ranked(unit, scheme, names, question.period, question.as_of)
        found, noted = total_of(row, tuple(by_unit.get(unit.name, ())), plan, given, vetoes.get(unit.name, ()), question)
        listed += noted
        if unit.ended_by(day):
            score = found if isinstance(found, Score) else found.score
            why = UNIT_ENDED.format(last=wording.short_day(unit.on(day).valid_to or day))
            beside.append(Unranked(unit=row, entries=found.entries, why=why, score=score))
        elif isinstance(found, Score):
            scores.append(found)
        else:
            beside.append(found)
    groups, undecided = graded(with_unranked(rank(scores, scheme, names), beside, scheme, names), rulebook, vetoes)
    return groups, [*listed, *undecided]


def quarters_of(period: Period, start: date | None, as_of: date) -> int:
    """How many quarters of a period have begun in which the regulation was in force; at least one."""
    return len(begun(period, PeriodKind.QUARTER, start, as_of))


def _concerns(item: Listed, question: ScoreQuestion) -> bool:
    """What is listed for the period: by its day; undated lines always."""
    return item.day is None or item.day in question.period
