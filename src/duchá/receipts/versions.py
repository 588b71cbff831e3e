"""How the receipts of one unit stand to each other (D02–D06): duplicates, questions, versions, lateness. Pure.

Nothing here asks in which order or by which way the receipts were settled: what comes out is a function of all that a unit has sent, in
the order in which it came. Whoever settles one of them compares what came out before with what comes out after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any, TypeVar

from duchá.campaign.model import OF_PERIOD, Campaign, Obligation
from duchá.receipts.held_against import FormsOf, OnFile, Returned, against_others, first_day
from duchá.receipts.receipts import Receipt
from duchá.submissions import faults as kinds, wording
from duchá.submissions.as_json import fault_from_json
from duchá.submissions.checks.cell_checks import looks_beyond
from duchá.submissions.faults.checks import BETWEEN_RETURNS, LATE
from duchá.submissions.judge import judge
from duchá.submissions.status import Status
from duchá.submissions.waivers import Waiver, apply_waivers
from duchá.terms.due import late_days
from duchá.terms.fault import Fault, fault_json
from duchá.terms.place import Place
from duchá.terms.wording import LIST_SEPARATOR, period_words

# a file that says it adds to an earlier one (D06)
SUPPLEMENT_WORDS = ("补充", "补报", "追加", "增补")

BETWEEN_FILES = (
    frozenset({LATE.code, kinds.SAME_MOMENT.code, kinds.SUPPLEMENT.code, kinds.STALE.code}) | BETWEEN_RETURNS
)  # not in the file itself
PLACED = (Status.ACCEPTED, Status.SENT_BACK, Status.HELD, Status.DUPLICATE)
Finding = Mapping[str, Any]  # a fault as the journal keeps it
Question = tuple[str, int]  # its code, and the other receipt that it is about (0: whichever was there before)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One receipt of a unit, by itself: ``findings`` and ``status`` are those of the file, as if no other had come.

    ``contents`` has a digest for each deliverable, ``periods`` for each that comes back one of its rows, and whether its period is sure. ``decision`` is what a person made of it, ``questioned`` where that waits for another
    answer; ``paper`` that nobody has typed has neither rows nor questions.
    """

    number: int
    received_at: datetime
    unit: str
    source: str
    contents: Mapping[str, str]
    periods: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    findings: tuple[Finding, ...]
    status: Status
    decision: Status | None = None
    questioned: bool = False
    paper: bool = False

    @property
    def stands(self) -> Status:
        """What it is worth as far as is known without the others."""
        return self.status if self.decision is None or self.questioned else self.decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What a receipt is among the others of its unit. A duplicate has the version of what it repeats (``same_as``) and supersedes nothing."""

    status: Status
    version: int
    supersedes: int | None
    same_as: int | None
    late_days: int
    findings: tuple[Finding, ...]
    questions: frozenset[Question]


def by_itself(receipt: Receipt) -> Filed | None:
    """A receipt by itself; None for what stands to no other: withdrawn, refused, nobody's, an attachment."""
    if receipt.withdrawn or receipt.unit is None or receipt.status not in PLACED or not receipt.deliverables:
        return None
    findings = tuple(fault for fault in receipt.payload["faults"] if fault["code"] not in BETWEEN_FILES)
    return Filed(
        number=receipt.number,
        received_at=receipt.received_at,
        unit=receipt.unit,
        source=receipt.source,
        contents=receipt.payload.get("contents") or dict.fromkeys(receipt.deliverables, ""),
        periods=receipt.payload.get("periods", {}),
        findings=findings,
        status=judge((fault_from_json(fault) for fault in findings), usable=True),
        decision=receipt.decision,
        questioned=receipt.decision is not None and receipt.status is Status.HELD,
        paper=receipt.untyped,
    )


def first_counted(mine: Sequence[tuple[Status, _T]]) -> _T:
    """Of what came for one deliverable, in order, the one whose day counts: the first that was not merely held (DT-16)."""
    return next((one for status, one in mine if status is not Status.HELD), mine[0][1])


def place(
    campaign: Campaign,
    filed: Iterable[Filed],
    waivers: Collection[Waiver] = (),
    answered: Mapping[int, frozenset[Question]] | None = None,
    forms_of: FormsOf | None = None,
) -> dict[int, Placement]:
    """Every receipt of a unit among the others; ``forms_of`` gives their forms, where a rulebook holds one return against another.

    ``answered``: the questions that were there when a person decided on a receipt; one that is not among them holds it again. None, and a
    receipt that is not in it: all that there are now.
    """
    ordered = sorted(filed, key=lambda one: (one.received_at, one.number))
    twins, earlier, versions = _versions(ordered)
    asked = _questions([one for one in ordered if one.number not in twins], earlier, {owed.key: owed for owed in campaign.owed})
    compared = [one for one in ordered if one.number not in twins and not one.paper]
    against = _held_against(campaign, compared, waivers, forms_of) if forms_of is not None and looks_beyond(campaign) else {}
    lateness = _Lateness(campaign, waivers)
    placed: dict[int, Placement] = {}
    for one in ordered:
        question, finding = asked.get(one.number, (frozenset[Question](), None))
        known = question if answered is None else answered.get(one.number, question)
        more = against.get(one.number, ())
        status = Status.DUPLICATE if one.number in twins else _status(_with(one, more), question, known)
        days, late = lateness.of(one, status)
        placed[one.number] = Placement(
            status=status,
            version=versions[one.number],
            supersedes=next(iter(earlier.get(one.number, ())), None),
            same_as=twins.get(one.number),
            late_days=days,
            findings=(*late, *one.findings, *more, *((finding,) if finding is not None else ())),
            questions=question,
        )
    return placed


def _held_against(
    campaign: Campaign, compared: Sequence[Filed], waivers: Collection[Waiver], forms_of: FormsOf
) -> dict[int, tuple[Finding, ...]]:
    """What each return shows beside the others of its unit, those of earlier periods first: what they were found to be worth is what later ones are
    held against."""
    counted: dict[str, int] = {}
    beside = {key: one.number for one in compared if one.stands is Status.ACCEPTED for key in one.contents}
    found: dict[int, tuple[Finding, ...]] = {}
    for one in sorted(compared, key=lambda one: first_day(tuple(one.contents), campaign)):
        on_file = OnFile(campaign=campaign, forms_of=forms_of, counted=counted, beside_it=beside, keys=tuple(one.contents))
        faults = tuple(fault_from_json(finding) for finding in one.findings)
        returned = Returned(
            number=one.number, received_at=one.received_at, unit=one.unit, source=one.source, keys=tuple(one.contents), faults=faults
        )
        more = tuple(fault_json(fault) for fault in against_others(campaign, returned, on_file, waivers))
        if more:
            found[one.number] = more
        if _with(one, more).stands is Status.ACCEPTED:
            counted.update(dict.fromkeys(one.contents, one.number))
    return found


def _with(one: Filed, more: tuple[Finding, ...]) -> Filed:
    """A receipt with what it shows beside others, as if that stood in the file."""
    if not more or one.status not in (Status.ACCEPTED, Status.HELD):
        return one
    findings = (*one.findings, *more)
    return replace(one, status=judge((fault_from_json(finding) for finding in findings), usable=True))


def _versions(ordered: Sequence[Filed]) -> tuple[dict[int, int], dict[int, tuple[int, ...]], dict[int, int]]:
    """Duplicate → what it repeats; receipt → those that it takes the place of, the newest first; receipt → version."""
    twins: dict[int, int] = {}
    earlier: dict[int, tuple[int, ...]] = {}
    versions: dict[int, int] = {}
    newest: dict[str, Filed] = {}
    for one in ordered:
        before = [newest[key] for key in one.contents if key in newest]
        before.sort(key=lambda other: (other.received_at, other.number), reverse=True)
        if len(before) == len(one.contents) and all(_repeats(one, newest[key], key) for key in one.contents):
            twins[one.number], versions[one.number] = before[0].number, versions[before[0].number]
            continue
        earlier[one.number] = tuple(dict.fromkeys(other.number for other in before))
        versions[one.number] = 1 + max((versions[other.number] for other in before), default=0)
        newest.update(dict.fromkeys(one.contents, one))
    return twins, earlier, versions


def _repeats(one: Filed, before: Filed, key: str) -> bool:
    """True where it says what the newest said (D03). What a person sent back, or accepted while the other waits, is not set aside for it."""
    if one.paper or before.paper or one.contents[key] != before.contents[key] or one.decision is Status.SENT_BACK:
        return False
    return one.decision is None or before.stands is Status.ACCEPTED


def _questions(
    kept: Sequence[Filed], earlier: Mapping[int, tuple[int, ...]], owed: Mapping[str, Obligation]
) -> dict[int, tuple[frozenset[Question], Finding]]:
    """What only a person can say: which of two at one moment counts (D05), whether a supplement adds or replaces (D06), whether what has the rows of
    another period is meant for this one.
    """
    moments: dict[datetime, list[Filed]] = defaultdict(list)
    for one in kept:
        if not one.paper:
            moments[one.received_at].append(one)
    asked: dict[int, tuple[frozenset[Question], Finding]] = {}
    for one in kept:
        clashes = [other.number for other in moments[one.received_at] if _clash(one, other)] if not one.paper else []
        before = earlier[one.number]
        if clashes:
            others = wording.LIST_COMMA.join(str(number) for number in clashes)
            fault = kinds.SAME_MOMENT.at(Place(file=one.source), unit=one.unit, others=others)
            asked[one.number] = frozenset((fault.kind.code, number) for number in clashes), fault_json(fault)
        elif not one.paper and before and (word := next((word for word in SUPPLEMENT_WORDS if word in one.source), "")):
            fault = kinds.SUPPLEMENT.at(Place(file=one.source), earlier=before[0], words=word)
            asked[one.number] = frozenset({(fault.kind.code, 0)}), fault_json(fault)
        elif (stale := next(_stale(one, kept), None)) is not None:
            key, other, same = stale
            words = {"period": _period(owed, key), "other_period": _period(owed, same)}
            fault = kinds.STALE.at(Place(file=one.source), other=other, example=key.rpartition(OF_PERIOD)[2], **words)
            asked[one.number] = frozenset({(fault.kind.code, other)}), fault_json(fault)
    return asked


def _stale(one: Filed, kept: Sequence[Filed]) -> Iterator[tuple[str, int, str]]:
    """The deliverables of which an earlier receipt has the same rows for another period, while mark and 报告期 cell do not both name this one."""
    for other in kept:
        if other is one:
            return
        for key, own in one.periods.items():
            for same, its in other.periods.items():
                if not own["sure"] and own["rows"] and own["rows"] == its["rows"] and key != same and _plain(key) == _plain(same):
                    yield key, other.number, same


def _plain(key: str) -> str:
    return key.partition(OF_PERIOD)[0]


def _period(owed: Mapping[str, Obligation], key: str) -> str:
    """The period of a deliverable in words; its key where the campaign no longer has it."""
    return period_words(owed[key].period) if key in owed and owed[key].period is not None else key  # type: ignore[arg-type]  # asked above


def _clash(one: Filed, other: Filed) -> bool:
    """True for two of one moment that say different things for one deliverable: nobody can tell which is newer."""
    return any(key in other.contents and other.contents[key] != content for key, content in one.contents.items())


def _status(one: Filed, raised: frozenset[Question], answered: frozenset[Question]) -> Status:
    """A person's decision while nothing new is asked; else what the file is worth by itself, held where something is asked."""
    if one.decision is not None and (one.decision is Status.SENT_BACK or not raised or (raised <= answered and not one.questioned)):
        return one.decision
    if raised and (one.decision is not None or one.status is Status.ACCEPTED):
        return Status.HELD
    return one.status


class _Lateness:
    """How late each receipt is as its turn comes: what corrects a file that counted is as late as that one was (DT-16, D04)."""

    def __init__(self, campaign: Campaign, waivers: Collection[Waiver]) -> None:
        self._campaign = campaign
        self._waivers = waivers
        self._came: dict[str, list[tuple[Status, Filed]]] = defaultdict(list)
        self._owed = {owed.key: (at, owed) for at, owed in enumerate(campaign.owed)}

    def of(self, one: Filed, status: Status) -> tuple[int, tuple[Finding, ...]]:
        """Days late, of its deliverables the latest, and S413 for those of one due day together (D02, DT-15)."""
        found: dict[tuple[date, int, date], list[str]] = {}
        unit = self._campaign.roster.get(one.unit or "")
        for _, whole in sorted((self._owed[key] for key in one.contents if key in self._owed), key=itemgetter(0)):
            owed = whole if unit is None else whole.of_unit(unit)
            if status is not Status.DUPLICATE:
                self._came[owed.key].append((status, one))
            if owed.deadline is None:
                continue
            first = self._campaign.local(first_counted(self._came[owed.key]).received_at)
            days = late_days(owed.deadline.due, owed.deadline.cutoff, first)
            if days > 0:
                found.setdefault((owed.deadline.due, days, first.date()), []).append(owed.deliverable.name)
        faults = apply_waivers(_late(found), self._waivers, one.unit, self._campaign.local(one.received_at).date())
        return max((days for _, days, _ in found), default=0), tuple(fault_json(fault) for fault in faults)


def _late(found: Mapping[tuple[date, int, date], list[str]]) -> Iterator[Fault]:
    for (due, days, first), names in found.items():
        yield LATE.at(
            deliverable=LIST_SEPARATOR.join(names),
            due=wording.DAY_SHOWN.format(day=due),
            received=wording.DAY_SHOWN.format(day=first),
            days=days,
        )
