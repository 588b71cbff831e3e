"""A closed period: the entries that were confirmed, as they stood; and its shape in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.scoring.model import Entry, Role
from duchá.terms.article import Article
from duchá.terms.period import Period, PeriodKind
from duchá.terms.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """关账: ``entries`` are those of the period that no earlier closing had; ``readings`` those in force then."""

    period: Period
    rulebook: str
    readings: Mapping[str, str]
    entries: tuple[Entry, ...]
    seq: int = 0


def closing_payload(period: Period, rulebook: str, readings: Mapping[str, str], as_of: date) -> dict[str, Any]:
    """What the journal's entry of a closing says."""
    return {
        "period": period.key,
        "kind": period.kind.value,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "rulebook": rulebook,
        "readings": dict(readings),
        "as_of": as_of.isoformat(),
    }


def closing_body(entries: Iterable[Entry]) -> list[Any]:
    """The confirmed entries as JSON."""
    return [_entry_json(entry) for entry in entries]


def closed_from_json(payload: Mapping[str, Any], body: Any, seq: int) -> Closed:
    """The closing that `closing_payload` and `closing_body` wrote."""
    period = Period(kind=PeriodKind(payload["kind"]), start=date.fromisoformat(payload["start"]), end=date.fromisoformat(payload["end"]))
    return Closed(
        period=period,
        rulebook=payload["rulebook"],
        readings=dict(payload["readings"]),
        entries=tuple(_entry(item) for item in body or ()),
        seq=seq,
    )


def _entry_json(entry: Entry) -> dict[str, Any]:
    article = entry.article
    return {
        "rule": entry.rule,
        "article": [article.id, article.document, article.number, article.summary, article.requirement],
        "unit": entry.unit,
        "points": str(entry.points),
        "day": entry.day.isoformat(),
        "cause": entry.cause,
        "formula": entry.formula,
        "role": entry.role.value if entry.role else None,
        "matter": entry.matter,
        "evidence": [[place.file, place.sheet, place.cell] for place in entry.evidence],
        "by": entry.by,
        "source": entry.source,
        "late_for": entry.late_for,
    }


def _entry(item: Mapping[str, Any]) -> Entry:
    id, document, number, summary, requirement = item["article"]
    return Entry(
        rule=item["rule"],
        article=Article(id=id, document=document, number=number, summary=summary, requirement=requirement),
        unit=item["unit"],
        points=Decimal(item["points"]),
        day=date.fromisoformat(item["day"]),
        cause=item["cause"],
        formula=item["formula"],
        role=Role(item["role"]) if item["role"] else None,
        matter=item["matter"],
        evidence=tuple(Place(file=file, sheet=sheet, cell=cell) for file, sheet, cell in item["evidence"]),
        by=item["by"],
        source=item.get("source", ""),
        late_for=item["late_for"],
    )
