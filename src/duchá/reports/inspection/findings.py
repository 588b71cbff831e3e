"""What inspections found: rows of the inspection registers and 督查问题 of the ledger, each problem once, with how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duchá.campaign.model import Campaign
from duchá.ledger.findings import SCORED, day_of, inspection_forms, named_matter, number_of, same_problem, words_of
from duchá.ledger.matter import Matter
from duchá.ledger.questions import Questions
from duchá.ledger.status import LightThresholds, MatterStatus, status_of
from duchá.ledger.wording import INSPECTION_PROBLEM
from duchá.registers.rows import RegisterRow
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import ColumnKind, ColumnRole, Form
from duchá.rulebook.machine import Move
from duchá.terms.place import Place
from duchá.terms.quantity import text_of
from duchá.terms.text import for_matching

LATE = "逾期{days}天"
KEY = "重点督办"
RETURNED = "退回{times}次"
AGAIN = "销号后再次出现（首次为{first}）"

_TWICE = 2  # 退回两次以上


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """督查发现: one row. ``words`` is empty where nothing was found; ``status`` is how its matter stands, None while it has none.

    ``over`` is whom a 再监督 was over (纪检监察组织, 法制办), recorded in ``register``: that is no method of inspecting a unit. ``unit`` is
    empty where nobody wrote it down.
    """

    day: date
    unit: str
    words: str
    group: str = ""
    task: str = ""
    method: str = ""
    category: str = ""
    evidence: str = ""
    matter: str = ""
    status: MatterStatus | None = None
    place: Place = Place()
    over: str = ""
    register: str = ""
    visit: bool = True  # False: known from the ledger only, or noted when points were given


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """不落实典型事项 as proposed: why, each reason in words."""

    status: MatterStatus
    late_days: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What the report is made from."""

    campaign: Campaign
    as_of: date
    findings: tuple[Finding, ...]
    typical: tuple[Typical, ...]
    subject: str = ""

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that are problems."""
        return tuple(finding for finding in self.findings if finding.words)


def findings_of(
    campaign: Campaign, rows: Iterable[RegisterRow], matters: Sequence[Matter], as_of: date, wanted: str = ""
) -> tuple[Finding, ...]:
    """The findings in order of day and roster; with ``wanted`` those of a task, a group or a matter of that name only.

    A 督查问题 of the ledger that no row names stands for itself.
    """
    forms, questions = {form.id: form for form in inspection_forms(campaign)}, Questions(campaign)
    thresholds = LightThresholds(campaign)
    statuses = {matter.id: status_of(matter, as_of, thresholds) for matter in matters if not matter.withdrawn}
    known = _Known(statuses)
    found = [_finding(row, forms[row.register], questions, known) for row in rows if row.register in forms]
    found = [finding for finding in found if finding.visit or finding.words]
    named = {finding.matter for finding in found}
    found += [
        _of_matter(status) for id_, status in statuses.items() if status.matter.details.category == INSPECTION_PROBLEM and id_ not in named
    ]
    key = for_matching(wanted)
    kept = [finding for finding in found if not key or key in _names(finding)]
    places = {unit.name: unit.order for unit in campaign.roster.units}
    return tuple(sorted(kept, key=lambda one: (one.day, places.get(one.unit, len(places)), one.place.sort_key())))


def _names(finding: Finding) -> set[str]:
    task = finding.status.matter.details.task_no if finding.status else ""
    return {for_matching(name) for name in (finding.group, finding.task, finding.matter, task) if name}


class _Known:
    """Where a finding stands in the ledger: under its own number, or as the problem that was there when it was found again."""

    def __init__(self, statuses: Mapping[str, MatterStatus]) -> None:
        self._statuses = statuses
        self._same: dict[tuple[str, str], list[MatterStatus]] = {}
        for status in statuses.values():
            if status.matter.kind is MatterKind.PROBLEM:
                self._same.setdefault(same_problem(status.matter), []).append(status)

    def status(self, number: str, unit: str, words: str, day: date) -> MatterStatus | None:
        """The status of a finding of a number, of words about a unit on a day; None where nothing was found, or it is not in the ledger."""
        if number in self._statuses or not words:
            return self._statuses.get(number)
        earlier = [status for status in self._same.get((unit, for_matching(words)), ()) if status.matter.opened_on <= day]
        return earlier[-1] if earlier else None


def _finding(row: RegisterRow, form: Form, questions: Questions, known: _Known) -> Finding:
    problem = form.with_role(ColumnRole.PROBLEM)
    unit = next((column for column in form.columns if column.kind is ColumnKind.UNIT), None)
    found = Finding(
        day=day_of(form, row),
        unit=text_of(row.value(unit.id)) if unit else "",
        words=words_of(form, row, questions),
        group=row.text("group"),
        task=row.text("task"),
        method=row.text("method"),
        over=row.text("target_kind"),
        register=form.sheet,
        category=row.text("category"),
        evidence=row.text("evidence"),
        place=row.places.get(problem.id, Place(file=row.source, sheet=row.sheet)) if problem else Place(),
        visit=form.columns_from != SCORED,
    )
    number = number_of(form, row) if found.words else named_matter(form, row)
    status = known.status(number, found.unit, found.words, found.day)
    return replace(found, matter=status.matter.id if status else named_matter(form, row), status=status)


def _of_matter(status: MatterStatus) -> Finding:
    matter = status.matter
    return Finding(
        day=matter.details.found_on or matter.opened_on,
        unit=matter.answering,
        words=matter.details.problem or matter.details.title,
        method=matter.details.source,
        matter=matter.id,
        status=status,
        place=matter.place,
        visit=False,
    )


def typical_of(campaign: Campaign, matters: Sequence[Matter], as_of: date, only: frozenset[str] | None = None) -> tuple[Typical, ...]:
    """Matters that may be listed as not carried out, the latest first; ``only`` limits them to some.

    Late is what passed its own deadline (落实时限, not a reporting node) by as many days as make its light flash (JC-Z-05).
    """
    thresholds = LightThresholds(campaign)
    found = []
    for matter in matters:
        if matter.withdrawn or (only is not None and matter.id not in only):
            continue
        status = status_of(matter, as_of, thresholds)
        late = _late_days(status)
        why = tuple(_why(matter, late, thresholds))
        if why:
            found.append(Typical(status=status, late_days=late, why=why))
    return tuple(sorted(found, key=lambda one: (-one.late_days, one.status.matter.id)))


def _late_days(status: MatterStatus) -> int:
    """Days past the deadline in force: of the node that has the matter's own. A day on which only the office has agreed is none."""
    if status.due_by_node:
        return max(node.late_days for node in status.nodes if node.node.due == status.matter.due)
    return 0 if status.again is not None else status.late_days


def _why(matter: Matter, late: int, thresholds: LightThresholds) -> Iterable[str]:
    if matter.due is not None and late and late >= thresholds.of(matter.due.rulebook).flash_days:
        yield LATE.format(days=late)
    keyed = [event.move for event in matter.events if event.move in (Move.KEY, Move.NOT_KEY)]
    if keyed and keyed[-1] is Move.KEY:
        yield KEY
    if matter.returns >= _TWICE:
        yield RETURNED.format(times=matter.returns)
    if matter.first_record:
        yield AGAIN.format(first=matter.first_record)
