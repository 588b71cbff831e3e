"""Scores as scripts read them: `score --json`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from duchá.rulebook.model import Rulebook
from duchá.scoring.marks.plan import grade_of
from duchá.scoring.facts.model import Approval, Assessed, Entry, Proposal, RankedGroup, Scores, Standing, Why, plain, shown_place
from duchá.scoring.readings import Alternative
from duchá.steps.score import Scored
from duchá.terms.period import PeriodKind, period_of
from duchá.terms.place import Place


def scores_json(scored: Scored) -> dict[str, object]:
    """The answer of ``score --json``; keys are added, never renamed."""
    scores, unit = scored.scores, scored.unit
    groups = [_group_json(group, unit, scored.rulebook) for group in scores.groups]
    data: dict[str, object] = {
        "period": scores.period.key,
        "rulebook": scores.rulebook,
        "base": plain(scores.base),
        "closed": scores.closed,
        "trial": scores.trial,
        "readings": dict(scores.readings),
        "groups": [group for group in groups if unit is None or group["standings"]],
        "undecided": [*_listed_json(scores, Why.UNDECIDED, unit), *_ties_json(scores, unit)],
        "rejected": [*_listed_json(scores, Why.REJECTED, unit), *_listed_json(scores, Why.DUPLICATE, unit)],
        "notes": _listed_json(scores, Why.NOTE, unit),
        "made_known": list(scores.made_known),
        "proposals": [_proposal_json(item) for item in scores.proposals if unit in (None, item.unit)],
    }
    if scores.within:
        data["within"] = {item.group: [_place_json(standing) for standing in item.standings] for item in scores.within}
    if scores.assessed:
        data["assessed"] = [_assessed_json(item) for item in scores.assessed if unit in (None, item.unit)]
    if scores.remarks:
        data["remarks"] = [{"unit": r.unit, "name": r.name, "text": r.text} for r in scores.remarks if unit in (None, r.unit)]
    if scored.alternatives is not None:
        data["alternatives"] = [_alternative_json(item) for item in scored.alternatives]
    return data


def _proposal_json(item: Proposal) -> dict[str, object]:
    return {
        "kind": item.kind,
        "unit": item.unit,
        "article": item.article.number,
        "why": "；".join(part for part in (item.why, item.undecided) if part),
        "undecided": item.undecided or None,
        **_evidence(item.evidence),
        **({"points": None if item.points is None else plain(item.points)} if item.deducts else {}),
        "approved_by": item.approval.by if item.approval and item.approval.agreed else None,
        "approval": _approval_json(item.approval),
    }


def _approval_json(approval: Approval | None) -> dict[str, object] | None:
    if approval is None:
        return None
    return {
        "agreed": approval.agreed,
        "by": approval.by,
        "date": approval.day,
        "document": approval.document or None,
        **_evidence((approval.place,)),
    }


def _place_json(standing: Standing) -> dict[str, object]:
    return {"unit": standing.name, "rank": standing.rank, "tied": standing.tied}


def _assessed_json(item: Assessed) -> dict[str, object]:
    marks = [
        {
            "name": mark.name,
            "article": mark.article.number,
            "points": None if mark.points is None else plain(mark.points),
            "formula": mark.words or None,
            **_evidence(mark.evidence),
            "by": mark.by,
        }
        for mark in item.marks
    ]
    return {"unit": item.unit, "assessments": marks, "notify": {"responsible": list(item.subjects), "sections": list(item.sections)}}


def _group_json(group: RankedGroup, unit: str | None, rulebook: Rulebook) -> dict[str, object]:
    ranked = [_standing_json(standing, rulebook) for standing in group.standings if unit in (None, standing.name)]
    rest = [
        {
            "rank": None,
            "tied": False,
            "unit": item.unit.name,
            "change": plain(item.score.change) if item.score else None,
            "total": plain(item.score.total) if item.score else None,
            "why": item.why,
            "entries": [_entry_json(entry) for entry in item.entries],
        }
        for item in group.unranked
        if unit in (None, item.unit.name)
    ]
    return {"group": group.group, "standings": [*ranked, *rest]}


def _standing_json(standing: Standing, rulebook: Rulebook) -> dict[str, object]:
    score = standing.score
    grade = grade_of(score.total, rulebook.weighting) if rulebook.weighting else ""
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "unit": standing.name,
        "change": plain(score.change),
        "total": plain(score.total),
        "from_bottom": standing.from_bottom,
        **({"grade": grade} if grade else {}),
        "entries": [_entry_json(entry) for entry in score.entries],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "rule": entry.rule,
        "article": entry.article.number,
        "points": plain(entry.points),
        "date": entry.day,
        "quarter": period_of(entry.day, PeriodKind.QUARTER).key,
        "role": entry.role.value if entry.role else None,
        "matter": entry.matter or None,
        "formula": entry.formula,
        **_evidence(entry.evidence),
        "by": entry.by,
        "source": entry.source or None,
        "late_for": entry.late_for or None,
        "because": [
            {
                "record_no": one.number,
                "register": one.register or None,
                "change": one.change,
                "recorded_at": one.recorded_at,
                "by": one.by or None,
            }
            for one in entry.because
        ],
    }


def _listed_json(scores: Scores, kind: Why, unit: str | None) -> list[dict[str, object]]:
    return [
        {
            "unit": item.unit,
            "rule": item.rule,
            "why": item.why,
            "article": item.article,
            "date": item.day,
            "matter": item.matter or None,
            **_evidence(item.evidence),
        }
        for item in scores.listed
        if item.kind is kind and unit in (None, item.unit)
    ]


def _ties_json(scores: Scores, unit: str | None) -> list[dict[str, object]]:
    return [
        {"unit": item.unit, "rule": item.consequence, "why": item.undecided, "article": item.article.number}
        for item in scores.proposals
        if item.waits and unit in (None, item.unit)
    ]


def _alternative_json(item: Alternative) -> dict[str, object]:
    return {
        "reading": item.reading.id,
        "question": item.reading.question,
        "option": item.option.id,
        "text": item.option.text,
        "units": [
            {
                "unit": change.unit,
                "before": _total_json(change.before),
                "after": _total_json(change.after),
                "rank_before": change.rank_before,
                "rank_after": change.rank_after,
                "group_before": change.group_before,
                "group_after": change.group_after,
            }
            for change in item.units
        ],
        "proposals_gained": [{"kind": kind, "unit": name} for kind, name in item.proposals_gained],
        "proposals_lost": [{"kind": kind, "unit": name} for kind, name in item.proposals_lost],
        "proposals_changed": [{"kind": kind, "unit": name} for kind, name in item.proposals_changed],
    }


def _total_json(total: Decimal | None) -> str | None:
    return None if total is None else plain(total)


def _evidence(places: Iterable[Place]) -> dict[str, object]:
    """The cells, and beside each the SHA-256 of the archived original that has it there (None where it is not known)."""
    shown = tuple(places)
    return {"evidence": [shown_place(place) for place in shown], "versions": [place.version or None for place in shown]}
