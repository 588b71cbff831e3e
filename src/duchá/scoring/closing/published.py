"""What a closing makes public, as the journal keeps it: members, groups, totals, ranks, what is listed, proposals. Approvals come later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.scoring.facts.model import (
    Because,
    CardGiven,
    Entry,
    Listed,
    Proposal,
    RankedGroup,
    RankStanding,
    Role,
    Score,
    Scores,
    UnitRemark,
    Unranked,
    Why,
)
from duchá.terms.article import Article
from duchá.terms.period import Period
from duchá.terms.place import Place
from duchá.terms.unit import Unit

References = Mapping[int, Sequence[Entry]]  # the entries of each closing by its place in the journal; 0 stands for the one that refers


def published_json(scores: Scores, known: Mapping[Entry, tuple[int, int]]) -> dict[str, Any]:
    """The scores as JSON; each entry by the closing that keeps it and its place there."""

    def score_json(score: Score) -> dict[str, Any]:
        return {
            "unit": _unit_json(score.unit),
            "entries": [_reference(entry, known) for entry in score.entries],
            "change": str(score.change),
            "exact": str(score.exact),
            "total": str(score.total),
        }

    return {
        "title": scores.title,
        "base": str(scores.base),
        "notes": list(scores.notes),
        "groups": [
            {
                "group": group.group,
                "standings": [
                    {
                        **score_json(item.score),
                        "value": [str(value) for value in item.value],
                        "rank": item.rank,
                        "from_bottom": item.from_bottom,
                        "tied": item.tied,
                        **({"grade": item.grade} if item.grade else {}),
                    }
                    for item in group.standings
                ],
                "unranked": [{**score_json(item.score), "why": item.why} for item in group.unranked if item.score is not None],
                **_without_total(group, known),
            }
            for group in scores.groups
        ],
        "listed": [_listed_json(item) for item in scores.listed],
        "proposals": [_proposal_json(item) for item in scores.proposals],
        **({"cards": [_card_json(card) for card in scores.cards]} if scores.cards else {}),
        **({"remarks": [[item.unit, item.name, item.text] for item in scores.remarks]} if scores.remarks else {}),
    }


def _reference(entry: Entry, known: Mapping[Entry, tuple[int, int]]) -> list[int] | dict[str, Any]:
    """Where a closing keeps an entry; one that only this period has (a cap of its total, a mark, a conversion) as it is."""
    return list(known[entry]) if entry in known else entry_json(entry)


def _without_total(group: RankedGroup, known: Mapping[Entry, tuple[int, int]]) -> dict[str, Any]:
    """The units without a total, where there are any."""
    units = [
        {"unit": _unit_json(item.unit), "entries": [_reference(entry, known) for entry in item.entries], "why": item.why}
        for item in group.unranked
        if item.score is None
    ]
    return {"without_total": units} if units else {}


def published_from_json(said: Mapping[str, Any], references: References, about: tuple[Period, str, Mapping[str, str]]) -> Scores:
    """The scores that `published_json` wrote: of a period, under a rulebook and readings."""
    period, rulebook, readings = about

    def entries(item: Mapping[str, Any]) -> tuple[Entry, ...]:
        return tuple(entry_from_json(one) if isinstance(one, Mapping) else references[one[0]][one[1]] for one in item["entries"])

    def score(item: Mapping[str, Any]) -> Score:
        return Score(
            unit=Unit(**item["unit"]),
            entries=entries(item),
            change=Decimal(item["change"]),
            exact=Decimal(item["exact"]),
            total=Decimal(item["total"]),
        )

    def group(item: Mapping[str, Any]) -> RankedGroup:
        standings = tuple(
            RankStanding(
                score=score(one),
                value=tuple(Decimal(value) for value in one["value"]),
                rank=one["rank"],
                from_bottom=one["from_bottom"],
                tied=one["tied"],
                grade=one.get("grade", ""),
            )
            for one in item["standings"]
        )
        ended = ((score(one), one["why"]) for one in item["unranked"])
        unranked = tuple(Unranked(unit=one.unit, entries=one.entries, why=why, score=one) for one, why in ended)
        without = item.get("without_total", ())
        unranked += tuple(Unranked(unit=Unit(**one["unit"]), entries=entries(one), why=one["why"]) for one in without)
        return RankedGroup(group=item["group"], standings=standings, unranked=unranked)

    return Scores(
        period=period,
        rulebook=rulebook,
        title=said["title"],
        base=Decimal(said["base"]),
        readings={id: readings[id] for id in sorted(readings)},
        groups=tuple(group(item) for item in said["groups"]),
        listed=tuple(_listed(item) for item in said["listed"]),
        proposals=tuple(_proposal(item) for item in said["proposals"]),
        notes=tuple(said["notes"]),
        cards=tuple(_card(item) for item in said.get("cards", ())),
        remarks=tuple(UnitRemark(unit=unit, name=name, text=text) for unit, name, text in said.get("remarks", ())),
        closed=True,
    )


def entry_json(entry: Entry) -> dict[str, Any]:
    """A confirmed entry as JSON."""
    said: dict[str, Any] = {
        "rule": entry.rule,
        "article": _article_json(entry.article),
        "unit": entry.unit,
        "points": str(entry.points),
        "day": entry.day.isoformat(),
        "cause": entry.cause,
        "formula": entry.formula,
        "role": entry.role.value if entry.role else None,
        "matter": entry.matter,
        "evidence": _places_json(entry.evidence),
        "by": entry.by,
        "source": entry.source,
        "late_for": entry.late_for,
    }
    because = [[one.number, one.register, one.change, one.recorded_at, one.by] for one in entry.because]
    return said | ({"because": because} if because else {})


def entry_from_json(item: Mapping[str, Any]) -> Entry:
    """The entry that `entry_json` wrote."""
    return Entry(
        rule=item["rule"],
        article=_article(item["article"]),
        unit=item["unit"],
        points=Decimal(item["points"]),
        day=date.fromisoformat(item["day"]),
        cause=item["cause"],
        formula=item["formula"],
        role=Role(item["role"]) if item["role"] else None,
        matter=item["matter"],
        evidence=_places(item["evidence"]),
        by=item["by"],
        source=item.get("source", ""),
        late_for=item["late_for"],
        because=tuple(
            Because(number=number, register=register, change=change, recorded_at=recorded_at, by=by)
            for number, register, change, recorded_at, by in item.get("because", ())
        ),
    )


def _card_json(card: CardGiven) -> dict[str, Any]:
    return {
        "card": card.card,
        "name": card.name,
        "article": _article_json(card.article),
        "unit": card.unit,
        "day": card.day.isoformat(),
        "why": card.why,
        "evidence": _places_json(card.evidence),
        "until": card.until.isoformat() if card.until else None,
        "good": card.good,
        "says": card.says,
    }


def _card(item: Mapping[str, Any]) -> CardGiven:
    return CardGiven(
        card=item["card"],
        name=item["name"],
        article=_article(item["article"]),
        unit=item["unit"],
        day=date.fromisoformat(item["day"]),
        why=item["why"],
        evidence=_places(item["evidence"]),
        until=date.fromisoformat(item["until"]) if item["until"] else None,
        good=item["good"],
        says=item["says"],
    )


def _unit_json(unit: Unit) -> dict[str, Any]:
    return {"name": unit.name, "order": unit.order, "group": unit.group, "klass": unit.klass}


def _listed_json(item: Listed) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "rule": item.rule,
        "unit": item.unit,
        "why": item.why,
        "article": item.article,
        "day": item.day.isoformat() if item.day else None,
        "matter": item.matter,
        "evidence": _places_json(item.evidence),
    }


def _listed(item: Mapping[str, Any]) -> Listed:
    return Listed(
        kind=Why(item["kind"]),
        rule=item["rule"],
        unit=item["unit"],
        why=item["why"],
        article=item["article"],
        day=date.fromisoformat(item["day"]) if item["day"] else None,
        matter=item["matter"],
        evidence=_places(item["evidence"]),
    )


def _proposal_json(item: Proposal) -> dict[str, Any]:
    return {
        "consequence": item.consequence,
        "kind": item.kind,
        "unit": item.unit,
        "article": _article_json(item.article),
        "why": item.why,
        "undecided": item.undecided,
        "evidence": _places_json(item.evidence),
        "deducts": item.deducts,
        "points": None if item.points is None else str(item.points),
        **({"ground": item.ground} if item.ground else {}),
    }


def _proposal(item: Mapping[str, Any]) -> Proposal:
    return Proposal(
        consequence=item["consequence"],
        kind=item["kind"],
        unit=item["unit"],
        article=_article(item["article"]),
        why=item["why"],
        undecided=item["undecided"],
        evidence=_places(item["evidence"]),
        deducts=item["deducts"],
        points=None if item["points"] is None else Decimal(item["points"]),
        ground=item.get("ground", ""),
    )


def _article_json(article: Article) -> list[str]:
    return [article.id, article.document, article.number, article.summary, article.requirement]


def _article(item: Sequence[str]) -> Article:
    id, document, number, summary, requirement = item
    return Article(id=id, document=document, number=number, summary=summary, requirement=requirement)


def _places_json(places: Sequence[Place]) -> list[list[str]]:
    return [[place.file, place.sheet, place.cell, *([place.version] if place.version else [])] for place in places]


def _places(items: Sequence[Sequence[str]]) -> tuple[Place, ...]:
    return tuple(Place(file=file, sheet=sheet, cell=cell, version="".join(version)) for file, sheet, cell, *version in items)
