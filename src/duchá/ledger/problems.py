"""Problems from accepted returns: each row with a problem becomes one, once, known again in every later version of the return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from duchá.campaign.model import Campaign
from duchá.journal.fact import Fact, FactKind
from duchá.ledger import wording
from duchá.ledger.matter import Details
from duchá.ledger.questions import Questions, problem_in
from duchá.receipts.matrix import ReceiptStanding, held_by
from duchá.receipts.receipts import Receipt, receipts_of
from duchá.rulebook.form import Column, ColumnRole, FilledBy, Form
from duchá.submissions.classify import DONE, UNCLEAR, Classifier
from duchá.submissions.status import Status
from duchá.terms.place import Place
from duchá.terms.text import for_matching

PROBLEM_NOT_WRITTEN = "（问题一栏没有填写）"
ONLY_RECTIFICATION = "（问题一栏没有填写，整改情况：{rectification}）"
PROBLEM_NUMBER = "{form}-{receipt:04d}-{row:02d}"

_NONE = "none"  # the kind of a cell that says 无
_SAYS_NOTHING = ("empty", _NONE)
Body = Mapping[str, Any]
Version = tuple[Receipt, Sequence[Body]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """问题 of one row of an accepted return, or of an inspection. ``id`` says where it was first reported: form, receipt, row.

    ``rows`` are the rows (receipt, number) that tell it in the files that count, the one that counts last: a supplement may repeat it.
    ``klass`` is the class of its rectification, ``tagged`` the category that an inspector gave it.
    ``withdrawn``: the version of the return that counts no longer has it.
    """

    id: str
    form: str
    details: Details
    found_on: date
    withdrawn: bool
    place: Place
    seq: int
    klass: str = UNCLEAR
    rows: tuple[tuple[int, int], ...] = ()
    tagged: tuple[str, ...] = ()

    @property
    def rectified(self) -> bool:
        """True where it is said to be put right."""
        return self.klass == DONE


class _Row(NamedTuple):
    title: str
    written: str
    problem: str
    rectification: str
    body: Body


@dataclass(slots=True)  # house: one problem while its versions are read, changed from version to version
class _Known:
    id: str
    receipt: Receipt
    first: Receipt
    row: _Row
    current: bool
    rows: tuple[tuple[int, int], ...] = ()


def telling(form: Form) -> Column | None:
    """The column that tells of problems; None where a form has none."""
    return form.with_role(ColumnRole.PROBLEM) or form.with_role(ColumnRole.FINDING)


def bodies_needed(facts: Iterable[Fact], standings: Iterable[ReceiptStanding]) -> tuple[int, ...]:
    """The journal entries whose bodies hold the rows of every accepted version of forms with problems."""
    return tuple(
        sorted({receipt.body_seq for receipt in _accepted_ever(facts)} | {r.body_seq for s in standings for r in s.accepted if not r.paper})
    )


def problems_of(
    campaign: Campaign, facts: Sequence[Fact], standings: Sequence[ReceiptStanding], bodies: Mapping[int, Body]
) -> tuple[Problem, ...]:
    """The problems of all accepted returns: units in roster order, forms in document order, as first reported.

    A row is known again in a later version by its item and words, else by its item alone, else by its words; what no later version
    has any more is withdrawn. A zero report has none.
    """
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT) if telling(form) is not None}
    questions, classifier = Questions(campaign), Classifier(item for book in campaign.rulebooks for item in book.word_classes)
    chains: dict[tuple[str, str], list[Receipt]] = {}
    listed = {standing.unit.name for standing in standings}
    for receipt in _accepted_ever(facts):
        unit = receipt.unit or ""
        holder = unit if unit in listed else held_by(campaign, unit, date.max)
        for key in receipt.deliverables:
            chains.setdefault((holder, key), []).append(receipt)
    found: list[Problem] = []
    for standing in standings:
        form = forms.get(standing.owed.deliverable.form)
        if form is None:
            continue
        counted = {receipt.number for receipt in standing.accepted}
        chain = [receipt for receipt in chains.get((standing.unit.name, standing.owed.key), []) if receipt.number not in counted]
        versions = [(receipt, _rows(form, receipt, bodies, questions)) for receipt in (*chain, *standing.accepted)]
        found += _problems(campaign, form, standing, versions, classifier)
    return tuple(found)


def _accepted_ever(facts: Iterable[Fact]) -> tuple[Receipt, ...]:
    """Every receipt as it was when it was last accepted, withdrawn ones too: numbers once given are not given again."""
    kept = [fact for fact in facts if fact.kind in (FactKind.SUBMISSION, FactKind.RECEIPT, FactKind.RESOLUTION)]
    return tuple(
        receipt
        for receipt in receipts_of(kept)
        if receipt.status is Status.ACCEPTED and receipt.unit is not None and not receipt.untyped and not receipt.withdrawn
    )


def _rows(form: Form, receipt: Receipt, bodies: Mapping[int, Body], questions: Questions) -> tuple[_Row, ...]:
    """The rows of one version that tell of a problem; of a checklist also those in which a question was answered badly.

    In a table of problems a row is one unless it says that there is none (无): where only the rectification was filled in, there was
    something to put right.
    """
    filled = receipt.payload.get("forms", {}).get(form.id)
    if filled is None or filled["zero_report"]:
        return ()
    roles = (ColumnRole.PROBLEM, ColumnRole.ITEM, ColumnRole.RECTIFICATION)
    lists_problems, item, rectified = (form.with_role(role) for role in roles)
    column, asks, rows = telling(form), questions.ask(form.id), []
    for body in bodies[receipt.body_seq]["forms"].get(form.id, ()):
        cells = body["cells"]
        name, written = _said(cells, item), _said(cells, column)
        if asks:
            asked = _said(cells, form.with_role(ColumnRole.ASKED))
            question = questions.question(form.id, _number_in(form, body) or ("" if asked else str(body["number"])), asked)
            written = problem_in(question, name, written)
            name = question.text if question else name
        if written or (lists_problems is not None and _kind(cells, lists_problems) != _NONE):
            rectification = _said(cells, rectified)
            told = written or _not_written(rectification)
            rows.append(_Row(title=name, written=written, problem=told, rectification=rectification, body=body))
    return tuple(rows)


def _problems(
    campaign: Campaign, form: Form, standing: ReceiptStanding, versions: Sequence[tuple[Receipt, tuple[_Row, ...]]], classifier: Classifier
) -> Iterator[Problem]:
    counted = {receipt.number for receipt in standing.accepted}
    known: list[_Known] = []
    for receipt, rows in versions:
        counts = receipt.number in counted
        free = [entry for entry in known if entry.receipt.number != receipt.number]
        for row, entry in _recognised(rows, free):
            at = ((receipt.number, row.body["number"]),) if counts else ()
            if entry is None:
                number = PROBLEM_NUMBER.format(form=form.number or form.id, receipt=receipt.number, row=row.body["number"])
                known.append(_Known(id=number, receipt=receipt, first=receipt, row=row, current=counts, rows=at))
            else:
                entry.receipt, entry.row, entry.current, entry.rows = receipt, row, counts, (*entry.rows, *at)
    column, source = telling(form), form.number or form.title
    days = {receipt.number: campaign.local(receipt.received_at).date() for receipt, _ in versions}
    for entry in known:
        found_on = days[entry.first.number]
        yield Problem(
            id=entry.id,
            form=form.id,
            details=Details(
                category=wording.SELF_CHECK_PROBLEM,
                title=entry.row.title,
                source=source,
                lead=standing.unit.name,
                found_on=found_on,
                problem=entry.row.problem,
                rectification=entry.row.rectification,
            ),
            found_on=found_on,
            withdrawn=not entry.current,
            place=_place(entry, column),
            seq=entry.first.seq,
            klass=classifier.of(entry.row.rectification),
            rows=entry.rows,
        )


def _recognised(rows: Sequence[_Row], known: Sequence[_Known]) -> Iterator[tuple[_Row, _Known | None]]:
    """Each row with the problem it is: the same item and words first, then the only one left of its item, then of its words."""
    taken: dict[int, _Known] = {}
    if known:
        free, left = _take(rows, list(known), taken, lambda row: (for_matching(row.title), for_matching(row.written)), only=False)
        free, left = _take(left, free, taken, lambda row: for_matching(row.title), only=True)
        _take(left, free, taken, lambda row: for_matching(row.written), only=True)
    return ((row, taken.get(id(row))) for row in rows)


def _take(
    rows: Sequence[_Row], free: list[_Known], taken: dict[int, _Known], key: Callable[[_Row], object], *, only: bool
) -> tuple[list[_Known], list[_Row]]:
    """Puts each row to a free problem of its key, with ``only`` where there is one of each; gives the problems and rows that are left."""
    of_key: dict[object, list[_Known]] = {}
    for entry in free:
        of_key.setdefault(key(entry.row), []).append(entry)
    keys = [key(row) for row in rows]
    rivals = Counter(keys)
    left = []
    for row, own in zip(rows, keys, strict=True):
        fitting = of_key.get(own, [])
        if own and fitting and (not only or (len(fitting) == 1 and rivals[own] == 1)):
            taken[id(row)] = fitting.pop(0)
        else:
            left.append(row)
    gone = {id(entry) for entry in taken.values()}
    return [entry for entry in free if id(entry) not in gone], left


def _number_in(form: Form, body: Body) -> str:
    """The number of the question that a row answers, as it was written."""
    own = form.with_role(ColumnRole.QUESTION)
    return (_said(body["cells"], own) if own is not None else "") or str(body["written_number"])


def _said(cells: Body, column: Column | None) -> str:
    cell = cells.get(column.id) if column else None
    return "" if cell is None or cell["kind"] in _SAYS_NOTHING else str(cell["text"])


def _not_written(rectification: str) -> str:
    """What stands for a problem whose cell is blank."""
    return ONLY_RECTIFICATION.format(rectification=rectification) if rectification else PROBLEM_NOT_WRITTEN


def _kind(cells: Body, column: Column) -> str:
    cell = cells.get(column.id)  # None: a column that a person let pass
    return "" if cell is None else str(cell["kind"])


def _place(entry: _Known, column: Column | None) -> Place:
    cell = entry.row.body["cells"].get(column.id, {}) if column else {}
    return Place(file=entry.receipt.source, sheet=str(entry.row.body["sheet"]), cell=str(cell.get("cell", "")))
