"""Checks of cells that a rulebook declares (勾稽关系): asked of rows, of a form as a whole, of forms together, of a return beside earlier ones.

What fails is said once a cause: a cell that is blank or was faulted already silences the checks over it, and where one wrong number makes
several of them fail, that number is named and the others are not. Which number that is, is told by trying: it is the one that, put
right, makes the most of them hold and none fail that held; of equals, the one that the rule gives the value of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, Protocol

from duchá.campaign.model import Campaign
from duchá.rulebook.cell_checks import BoundCheck, bound_checks, sort_of
from duchá.rulebook.expression import OVER_ROWS, Judged, Over, Ref, Sort, Statement, Value, judged_together
from duchá.rulebook.form import CellCheck, Column, ColumnKind, ColumnRole, FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.cells.convert import convert
from duchá.submissions.checks.declared import SameCampaign
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.model import FilledForm, RawCell, Row, StatedTotal, Submission
from duchá.terms.fault import Fault, FaultKind, Weight
from duchá.terms.measures import plain_number
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Day, Empty, NotApplicable, Quantity, Words, text_of
from duchá.terms.text import for_matching

EARLIER = (Over.PREVIOUS, Over.YEAR_BEFORE, Over.YEAR_TO_DATE)
BY_ITSELF = {Weight.REJECT: kinds.CHECK_FAILED, Weight.QUERY: kinds.CHECK_DOUBTED, Weight.NOTE: kinds.CHECK_NOTED}
BETWEEN = {Weight.REJECT: kinds.AGAINST_OTHERS_FAILED, Weight.QUERY: kinds.AGAINST_OTHERS_DOUBTED, Weight.NOTE: kinds.AGAINST_OTHERS_NOTED}
HEADER = -1  # the row of a header field
CELL_SHOWN = "{cell}“{label}”{value}"
ROWS_SHOWN = "{cell}“{label}”各行之和{value}"
COUNT_SHOWN = "“{label}”填了{value}行"
OTHER_SHEET = "{sheet} {cell}"
EARLIER_SHOWN = {
    Over.PREVIOUS: "上期“{label}”{value}",
    Over.YEAR_BEFORE: "上年同期“{label}”{value}",
    Over.YEAR_TO_DATE: "本年各期“{label}”之和{value}",
}
BETWEEN_CELLS = "，"
LOOK_AT_ALL = "请核对这几格，改正填错的一格。"
SHOULD_BE = {
    "=": "请核对；其他数无误的，{cell}“{label}”应填 {right}。",
    "!=": "请核对；其他数无误的，{cell}“{label}”不应是 {right}。",
    "<": "请核对；其他数无误的，{cell}“{label}”应小于 {right}。",
    "<=": "请核对；其他数无误的，{cell}“{label}”应不大于 {right}。",
    ">": "请核对；其他数无误的，{cell}“{label}”应大于 {right}。",
    ">=": "请核对；其他数无误的，{cell}“{label}”应不小于 {right}。",
}
SHOULD_BE_AFTER = "请核对；前面所说的改正以后，{cell}“{label}”应填 {right}。"
SHOULD_BE_FOR_ALL = "请核对；{cell}“{label}”改为 {right}，另外{count}处不符（{others}）也就相符了。"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_MOST_SHOWN = 4  # decimals of a number that was computed
_MOST_TRIED = 200  # wrong numbers in one return, and cells of one sum, that are weighed against each other
_MOST_NAMED = 3  # other checks in one remedy


class Beyond(Protocol):
    """What a return is held against beside itself: what the same unit has on file, as far as it was accepted."""

    def beside(self, form: str) -> FilledForm | None:
        """Another form for the same period that came in another file; None while there is none."""

    def earlier(self, form: str, over: Over) -> tuple[FilledForm, ...] | None:
        """The form as it was filled for the period before (PREVIOUS), for the same period of the year before (YEAR_BEFORE), or for each of the
        earlier periods of the year (YEAR_TO_DATE: none for the first). None while one of them is not on file: then nothing is asked.
        """


class _Key(NamedTuple):
    """One cell: its form, its row (HEADER for a header field), its column."""

    form: str
    row: int
    column: str


Fixes = Mapping[_Key, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """What a check reads at one of its places: cells of this return with their values, or a value from elsewhere (``fixed``). ``base``: the sum of
    the cells as they are, so that a number put right in one of a hundred thousand need not add them all up again."""

    ref: Ref
    cells: Mapping[_Key, Value] = field(default_factory=dict)
    fixed: Value | None = None
    base: Decimal = Decimal(0)
    shown: str = ""

    def value(self, fixes: Fixes) -> Value | None:
        """Its value, with some cells put right."""
        if self.fixed is not None and not (self.ref.over is Over.YEAR_TO_DATE and self.cells):
            return self.fixed
        if self.ref.over is Over.CELL and len(self.cells) == 1:
            ((cell, value),) = self.cells.items()
            return fixes.get(cell, value)
        total = self.base + (self.fixed if isinstance(self.fixed, Decimal) else Decimal(0))
        for cell, right in fixes.items():
            if cell in self.cells:
                total += _number(right) - _number(self.cells[cell])
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One check asked once: of a row, or of a form as a whole."""

    bound: BoundCheck
    order: tuple[int, int, int]  # form, row, check
    form: Form
    filled: FilledForm
    slots: tuple[_Slot, ...]
    total: StatedTotal | None = None

    @property
    def statement(self) -> Statement:
        """What it says."""
        return self.bound.statement

    def values(self, fixes: Fixes) -> list[Value | None]:
        """What it reads, with some cells put right."""
        return [slot.value(fixes) for slot in self.slots]

    def holds(self, fixes: Fixes) -> bool:
        """True where it holds, and where nothing can be said."""
        try:
            return self.statement.holds(self.values(fixes))
        except ArithmeticError:
            return True

    def reads(self, cell: _Key) -> bool:
        """True for one of the cells that it reads."""
        return any(cell in slot.cells for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checks:
    """The checks of one form, made ready: those over the cells of a row alone are judged together, the others one by one."""

    form: Form
    bound: tuple[BoundCheck, ...]
    together: tuple[int, ...]
    judge: Callable[[Mapping[str, Content]], Judged]
    columns: tuple[str, ...]  # by the places that `Judged.none` speaks of
    sorts: Mapping[str, Sort]
    headers: frozenset[str]


TOTAL_ROW = BoundCheck(
    check=CellCheck(id="", rule="", article=""),
    statement=Statement(
        text="",
        reads=(),
        per_row=False,
        holds=lambda values: values[0] == values[1],
        sign="=",
        sides=(itemgetter(0), itemgetter(1)),
    ),
    words="",
)


def cell_checks(submission: Submission, context: Context) -> Iterator[Fault]:
    """S250–S252: the declared checks that a file answers by itself; S263: 合计 rows that are not the sum of the others."""
    ready = _ready(SameCampaign(context.campaign))
    if ready or any(filled.totals for filled in submission.forms):
        yield from _Trial(submission, context.campaign, ready, None).faults()


def checks_between(submission: Submission, campaign: Campaign, beyond: Beyond) -> tuple[Fault, ...]:
    """S253–S255: the declared checks that hold a file against another of the same unit, or against what it sent for earlier periods."""
    ready = _ready(SameCampaign(campaign))
    return tuple(_Trial(submission, campaign, ready, beyond).faults()) if ready else ()


def looks_beyond(campaign: Campaign) -> bool:
    """True where a rulebook of the campaign holds a return against another."""
    checks = _ready(SameCampaign(campaign)).values()
    return any(ref.form or ref.over in EARLIER for one in checks for bound in one.bound for ref in bound.statement.reads)


@lru_cache(maxsize=4)
def _ready(same: SameCampaign) -> Mapping[str, _Checks]:
    """The checks of every form that has any."""
    found: dict[str, _Checks] = {}
    for book in same.campaign.rulebooks:
        for form in book.forms:
            if form.filled_by is FilledBy.UNIT and form.checks:
                found[form.id] = _made_ready(form, bound_checks(form, book.forms))
    return found


def _made_ready(form: Form, bound: tuple[BoundCheck, ...]) -> _Checks:
    headers = frozenset(field.id for field in form.header) - {column.id for column in form.columns}
    together = tuple(
        at
        for at, one in enumerate(bound)
        if one.statement.per_row
        and all(ref.over is Over.CELL and not ref.form and ref.column not in headers for ref in one.statement.reads)
    )
    sorts = {field.id: sort_of(field) for field in form.header} | {column.id: sort_of(column) for column in form.columns}
    statements = [bound[at].statement for at in together]
    return _Checks(
        form=form,
        bound=bound,
        together=together,
        judge=judged_together(statements, sorts),
        columns=tuple(dict.fromkeys(ref.column for one in statements for ref in one.reads)),
        sorts=sorts,
        headers=headers,
    )


class _Trial:
    """All checks of one return, found failing first and sorted out then; without ``beyond`` those that the file answers by itself."""

    def __init__(self, submission: Submission, campaign: Campaign, ready: Mapping[str, _Checks], beyond: Beyond | None) -> None:
        self._campaign, self._ready, self._beyond = campaign, ready, beyond
        self._filled = {filled.form: filled for filled in submission.forms if not filled.untouched and (filled.rows or filled.nil)}
        self._forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
        self._faulted = {
            (fault.place.sheet, fault.place.cell)
            for fault in submission.faults
            if fault.kind.weight is not Weight.NOTE and fault.place.cell
        }
        self._whole: dict[str, list[_Asked]] = {}
        self._faulted_cells: dict[tuple[str, str], frozenset[_Key]] = {}
        self._rows: dict[int, Mapping[tuple[str, ...], Row]] = {}
        self._sums: dict[tuple[str, str], _Slot | None] = {}

    def faults(self) -> Iterator[Fault]:
        """A fault for every cause."""
        failing = [one for form, checks in self._ready.items() if form in self._filled for one in self._failing(checks)]
        if self._beyond is None:
            failing += [one for filled in self._filled.values() for one in self._wrong_totals(filled)]
        failing = [one for one in failing if not self._is_silenced(one)]
        failing.sort(key=_most_telling_first)
        over: dict[_Key, list[_Asked]] = {}
        for one in failing:
            for read in {cell for slot in one.slots for cell in slot.cells}:
                over.setdefault(read, []).append(one)
        fixes: dict[_Key, Value] = {}
        for one in failing:
            if fixes and one.holds(fixes):
                continue
            if len(fixes) >= _MOST_TRIED:  # a file in which nothing fits: what gives a number is told by itself, what adds it up no more
                if one.statement.per_row:
                    yield self._fault(one, *_by_its_rule(one), [], after=False)
                continue
            cell, right = self._cause(one, over, fixes)
            after = any(one.reads(fixed) for fixed in fixes)
            others = [other for other in over.get(cell, ()) if other is not one and not other.holds(fixes)] if cell is not None else []
            if cell is not None and right is not None:
                fixes[cell] = right
            mended = [other.bound.words for other in others if other.holds(fixes)] if right is not None else []
            yield self._fault(one, cell, right, mended, after=after)

    # what fails

    def _failing(self, checks: _Checks) -> Iterator[_Asked]:
        filled = self._filled[checks.form.id]
        singly = [at for at in range(len(checks.bound)) if at not in checks.together]
        if self._beyond is None and checks.together:
            for number, row in enumerate(filled.rows):
                judged = checks.judge(row.cells)
                for failed in judged.failed:
                    yield from self._ask(checks, checks.together[failed], number)
                if judged.none:
                    said = {checks.columns[at] for at in judged.none}
                    for at in checks.together:
                        if any(ref.column in said for ref in checks.bound[at].statement.reads):
                            yield from (one for one in self._ask(checks, at, number) if not one.holds({}))
        for at in singly:
            if self._is_between(checks.bound[at].statement) is (self._beyond is not None):
                rows = range(len(filled.rows)) if checks.bound[at].statement.per_row else (HEADER,)
                yield from (one for row in rows for one in self._ask(checks, at, row) if not one.holds({}))

    def _wrong_totals(self, filled: FilledForm) -> Iterator[_Asked]:
        """Each number in a 合计 row that is neither the sum of the rows above it, nor of those below the last 小计, nor, in a first row, of all.

        Blank cells add nothing; a column with a cell that is no number, or that was faulted, is not added up: that is said already.
        """
        for number, stated in enumerate(filled.totals):
            last = stated.after or len(filled.rows)
            cells = [row.cells.get(stated.column, EMPTY) for row in filled.rows[:last]]
            if any(isinstance(cell, Words) or self._is_faulted(_Key(filled.form, at, stated.column)) for at, cell in enumerate(cells)):
                continue
            found = [(_Key(filled.form, at, stated.column), cell.amount) for at, cell in enumerate(cells) if isinstance(cell, Quantity)]
            since = [amount for key, amount in found if key.row >= stated.since]
            if stated.amount in (sum((amount for _, amount in found), Decimal(0)), sum(since, Decimal(0))):
                continue
            rows = _slot_of(Ref(stated.column, Over.SUM), dict(found))
            slots = (rows, _Slot(ref=Ref(stated.column), fixed=stated.amount))
            order = (tuple(self._filled).index(filled.form), HEADER, number)
            yield _Asked(bound=TOTAL_ROW, order=order, form=self._forms[filled.form], filled=filled, slots=slots, total=stated)

    def _is_between(self, statement: Statement) -> bool:
        """True for a check that the file does not answer by itself."""
        return any(ref.over in EARLIER or (ref.form and ref.form not in self._filled) for ref in statement.reads)

    def _ask(self, checks: _Checks, at: int, row: int) -> Iterator[_Asked]:
        """The check asked of a row (HEADER: of the form); nothing where a cell that it reads has no value."""
        bound, filled = checks.bound[at], self._filled[checks.form.id]
        slots: list[_Slot] = []
        for place, ref in enumerate(bound.statement.reads):
            slot = self._slot(checks, filled, ref, row, adds=place in bound.statement.addends)
            if slot is None:
                return
            slots.append(slot)
        order = (tuple(self._filled).index(checks.form.id), row, at)
        yield _Asked(bound=bound, order=order, form=checks.form, filled=filled, slots=tuple(slots))

    def _slot(self, checks: _Checks, filled: FilledForm, ref: Ref, row: int, *, adds: bool) -> _Slot | None:
        if ref.form:
            return self._slot_elsewhere(ref)
        if ref.over in EARLIER:
            return self._slot_earlier(checks, filled, ref, row)
        if ref.over in OVER_ROWS:
            return self._slot_over_rows(filled, ref)
        row = HEADER if ref.column in checks.headers else row
        value = _value(self._content(filled, row, ref.column), checks.sorts[ref.column], adds=adds)
        return None if value is None else _slot_of(ref, {_Key(filled.form, row, ref.column): value})

    def _content(self, filled: FilledForm, row: int, column: str) -> Content:
        content = (filled.header if row == HEADER else filled.rows[row].cells).get(column, EMPTY)
        return self._header_number(filled.form, column, content) if row == HEADER else content

    def _header_number(self, form: str, column: str, content: Content) -> Content:
        """A header field as it was stored is a text; what it says is read again."""
        field = next((field for field in self._forms[form].header if field.id == column), None)
        if field is None or not isinstance(content, Words) or sort_of(field) is Sort.TEXT:
            return content
        return convert(RawCell(value=content.text, place=Place()), field, self._campaign.settings.year)[0]

    def _slot_over_rows(self, filled: FilledForm, ref: Ref) -> _Slot | None:
        """The sum over the rows, or how many of them are filled; blank cells are none."""
        found = [(_Key(filled.form, at, ref.column), row.cells.get(ref.column, EMPTY)) for at, row in enumerate(filled.rows)]
        if ref.over is Over.COUNT:
            told = {key: Decimal(1) for key, content in found if not isinstance(content, Empty | NotApplicable)}
            return _Slot(ref=ref, cells=told, fixed=Decimal(len(told)))
        numbers = {key: content.amount for key, content in found if isinstance(content, Quantity)}
        if not numbers and not filled.nil and not any(isinstance(content, NotApplicable) for _, content in found):
            return None
        return _slot_of(ref, numbers)

    def _slot_elsewhere(self, ref: Ref) -> _Slot | None:
        """A column of another form: of this return, or of one on file."""
        known = (ref.form, ref.column)
        if known not in self._sums:
            mine = self._filled.get(ref.form)
            other = mine or (self._beyond.beside(ref.form) if self._beyond is not None else None)
            self._sums[known] = None if other is None or other.untouched else self._summed(ref, other, own=mine is not None)
        return self._sums[known]

    def _summed(self, ref: Ref, other: FilledForm, *, own: bool) -> _Slot | None:
        form = self._forms[ref.form]
        column = next((column for column in form.columns if column.id == ref.column), None)
        if column is None:
            field = next(field for field in form.header if field.id == ref.column)
            value = _value(self._content(other, HEADER, ref.column), sort_of(field), adds=False)
            keys: list[_Key] = [_Key(ref.form, HEADER, ref.column)]
            values: list[Value] = [] if value is None else [value]
        elif sort_of(column) is not Sort.NUMBER:
            values = [v for row in other.rows if (v := _value(row.cells.get(ref.column, EMPTY), sort_of(column), adds=False)) is not None]
            values = values if len(other.rows) == 1 else []
            keys = [_Key(ref.form, 0, ref.column)]
        else:
            slot = self._slot_over_rows(other, replace(ref, over=Over.SUM))
            if slot is None:
                return None
            keys, values = list(slot.cells), list(slot.cells.values())
            if not values:
                return _Slot(ref=ref, fixed=Decimal(0), shown=self._elsewhere_shown(ref, other, Decimal(0)))
        if not values:
            return None
        total = values[0] if len(values) == 1 else sum((v for v in values if isinstance(v, Decimal)), Decimal(0))
        shown = self._elsewhere_shown(ref, other, total)
        if own:
            mine_now = dict(zip(keys, values, strict=True))
            return replace(_slot_of(ref if len(values) == 1 else replace(ref, over=Over.SUM), mine_now), shown=shown)
        return _Slot(ref=ref, fixed=total, shown=shown)

    def _slot_earlier(self, checks: _Checks, filled: FilledForm, ref: Ref, row: int) -> _Slot | None:
        """What an earlier return said of the same row, or of the header."""
        past = self._beyond.earlier(filled.form, ref.over) if self._beyond is not None else None
        if past is None:
            return None
        single = ref.column in checks.headers
        own = self._content(filled, HEADER if single else row, ref.column)
        value = _value(own, Sort.NUMBER, adds=True)
        if ref.over is Over.YEAR_TO_DATE and not isinstance(value, Decimal):
            return None
        total = Decimal(0)
        for form in past:
            found = self._content(form, HEADER, ref.column) if single else self._same_row(checks.form, filled, row, form, ref.column)
            amount = _value(found, Sort.NUMBER, adds=True) if found is not None else None
            if amount is None and found is None and (form.nil or ref.over is Over.YEAR_TO_DATE):
                amount = Decimal(0)  # nothing was reported of it then
            if not isinstance(amount, Decimal):
                return None
            total += amount
        label, at = _label(checks.form, ref.column), _Key(filled.form, HEADER if single else row, ref.column)
        if ref.over is not Over.YEAR_TO_DATE:
            said = EARLIER_SHOWN[ref.over].format(label=label, value=_shown(total, checks.form, ref.column))
            return _Slot(ref=ref, fixed=total, shown=said)
        assert isinstance(value, Decimal)
        said = EARLIER_SHOWN[ref.over].format(label=label, value=_shown(total + value, checks.form, ref.column))
        return replace(_slot_of(ref, {at: value}), fixed=total, shown=said)

    def _same_row(self, form: Form, filled: FilledForm, row: int, past: FilledForm, column: str) -> Content | None:
        """The cell of the same row in an earlier return: by the key columns, else by the item, else by its place; None where it has no such row."""
        keys = [one.id for one in form.columns if one.key] or [one.id for one in form.columns if one.role is ColumnRole.ITEM]
        if not keys:
            found = past.rows[row] if len(past.rows) == len(filled.rows) else None
        else:
            if id(past) not in self._rows:
                self._rows[id(past)] = {_identity(one, keys): one for one in reversed(past.rows)}
            found = self._rows[id(past)].get(_identity(filled.rows[row], keys))
        return None if found is None else found.cells.get(column, EMPTY)

    # what it comes from

    def _is_silenced(self, one: _Asked) -> bool:
        """True where a cell that it reads was faulted already; of a column that it adds up or counts, a blank one too."""
        return bool(self._faulted) and any(
            bool(self._faulted_in(first.form, first.column)) if slot.ref.over in OVER_ROWS else self._is_faulted(first)
            for slot in one.slots
            for first in tuple(slot.cells)[:1]
        )

    def _is_faulted(self, cell: _Key) -> bool:
        place = self._place(cell)
        return bool(place.cell) and (place.sheet, place.cell) in self._faulted

    def _faulted_in(self, form: str, column: str) -> frozenset[_Key]:
        """The cells of a column that were faulted already, looked for once."""
        if (form, column) not in self._faulted_cells:
            cells = (_Key(form, row, column) for row in range(len(self._filled[form].rows)))
            self._faulted_cells[form, column] = frozenset(cell for cell in cells if self._is_faulted(cell))
        return self._faulted_cells[form, column]

    def _cause(self, one: _Asked, failing: Mapping[_Key, Sequence[_Asked]], fixes: Fixes) -> tuple[_Key | None, Decimal | None]:
        """The cell that is wrong, and the number that would be right in it; None where the check says no single number."""
        statement = one.statement
        if one.total is not None:  # of all the rows no one is to blame
            return None, None
        own = next(iter(one.slots[statement.subject].cells)) if statement.subject is not None else None
        if statement.sign != "=" or statement.sides is None:
            return own, None
        best: list[tuple[int, _Key, Decimal]] = []
        for slot in one.slots:
            if slot.ref.over is Over.COUNT:
                continue
            shared = [cell for cell in slot.cells if len(slot.cells) == 1 or len(failing.get(cell, ())) > 1]
            for cell in shared[:_MOST_TRIED]:
                right = self._right(one, cell, fixes)
                if right is not None:
                    best.append((self._mends(cell, right, failing.get(cell, ()), fixes), cell, right))
        if not best:
            return own, None
        most = max(score for score, _, _ in best)
        leading = [(cell, right) for score, cell, right in best if score == most]
        known = [pair for pair in leading if pair[0] == own]
        if known or len({cell for cell, _ in leading}) == 1:
            return (known or leading)[0]
        return next(((cell, right) for _, cell, right in best if cell == own), (own, None))

    def _right(self, one: _Asked, cell: _Key, fixes: Mapping[_Key, Value]) -> Decimal | None:
        """The number in a cell that makes an equality hold, where it is one that may stand there."""
        column = self._column(cell)
        now = fixes.get(cell, next(slot.cells[cell] for slot in one.slots if cell in slot.cells))
        if not isinstance(now, Decimal):
            return None
        try:
            gap, slope = self._gap(one, fixes), self._gap(one, {**fixes, cell: now + 1})
            if slope == gap:
                return None
            right = _rounded(now - gap / (slope - gap), one.bound.check.within)
            fits = one.holds({**fixes, cell: right})
        except ArithmeticError:
            return None
        return right if fits and column is not None and _may_stand(right, column) else None

    def _gap(self, one: _Asked, fixes: Fixes) -> Decimal:
        assert one.statement.sides is not None
        left, right = (side(one.values(fixes)) for side in one.statement.sides)
        return left - right

    def _mends(self, cell: _Key, right: Decimal, failing: Sequence[_Asked], fixes: Fixes) -> int:
        """How many of the failing checks over a cell hold with a number in it, less those that held and then would not."""
        tried = {**fixes, cell: right}
        mended = sum(1 for other in failing if other.holds(tried) and not (fixes and other.holds(fixes)))
        known = {other.order for other in failing}
        broken = sum(1 for other in self._beside(cell) if other.order not in known and other.holds(fixes) and not other.holds(tried))
        return mended - broken

    def _beside(self, cell: _Key) -> Iterator[_Asked]:
        """Every check that reads a cell."""
        for id, checks in self._ready.items():
            if id not in self._filled:
                continue
            if id not in self._whole:
                whole = [at for at, bound in enumerate(checks.bound) if not bound.statement.per_row]
                self._whole[id] = [one for at in whole for one in self._ask(checks, at, HEADER)]
            yield from (one for one in self._whole[id] if one.reads(cell))
            if id == cell.form and cell.row != HEADER:
                rows = (at for at, bound in enumerate(checks.bound) if bound.statement.per_row)
                yield from (one for at in rows for one in self._ask(checks, at, cell.row) if one.reads(cell))

    # how it is said

    def _fault(self, one: _Asked, cell: _Key | None, right: Decimal | None, mended: Sequence[str], *, after: bool) -> Fault:
        if one.total is not None:
            title, summed = _label(one.form, one.total.column), one.slots[0].value({})
            said = {
                "label": one.total.label,
                "title": title,
                "stated": plain_number(one.total.amount),
                "right": plain_number(summed) if isinstance(summed, Decimal) else "",
            }
            return kinds.TOTAL_DIFFERS.at(one.total.place, form=one.form.id, found=one.total.text, **said)
        weights: Mapping[Weight, FaultKind] = BY_ITSELF if self._beyond is None else BETWEEN
        kind = weights[one.bound.check.weight]
        first = next((key for slot in one.slots for key in slot.cells if key.form == one.form.id), None)
        at = cell or first
        place = self._place(at) if at is not None else Place(sheet=one.filled.sheet, cell=one.filled.range)
        cells = BETWEEN_CELLS.join(dict.fromkeys(self._slot_shown(one, slot) for slot in one.slots))
        found = text_of(self._content(self._filled[at.form], at.row, at.column)) if at is not None else None
        fault = kind.at(
            place,
            form=at.form if at is not None else one.form.id,
            found=found,
            rule=one.bound.words,
            cells=cells,
            todo=self._todo(one, at, right, mended, after=after),
        )
        return replace(fault, article=self._article(one))

    def _todo(self, one: _Asked, at: _Key | None, right: Decimal | None, mended: Sequence[str], *, after: bool) -> str:
        statement = one.statement
        if at is None:
            return LOOK_AT_ALL
        place = self._place(at)
        if right is not None:
            said = {"cell": place.cell, "label": place.label, "right": _shown(right, self._forms[at.form], at.column)}
            if mended:
                others = wording.LIST_PAUSE.join(wording.QUOTED.format(text=words) for words in mended[:_MOST_NAMED])
                return SHOULD_BE_FOR_ALL.format(**said, count=len(mended), others=others)
            return (SHOULD_BE_AFTER if after else SHOULD_BE["="]).format(**said)
        if statement.sides is None or statement.subject is None or statement.sign == "=":
            return LOOK_AT_ALL
        bound = statement.sides[1 if statement.subject_left else 0](one.values({}))
        sign = statement.sign if statement.subject_left else _TURNED.get(statement.sign, statement.sign)
        limit = _shown(_rounded(bound, one.bound.check.within), self._forms[at.form], at.column)
        return SHOULD_BE[sign].format(cell=place.cell, label=place.label, right=limit)

    def _slot_shown(self, one: _Asked, slot: _Slot) -> str:
        if slot.shown:
            return slot.shown
        label = _label(one.form, slot.ref.column)
        value = slot.value({})
        number = _shown(value, one.form, slot.ref.column) if value is not None else ""
        if slot.ref.over is Over.COUNT:
            return COUNT_SHOWN.format(label=label, value=number)
        keys = list(slot.cells)
        cells = [self._place(cell).cell for cell in (keys[0], keys[-1])] if keys else []
        span = cells[0] if len(keys) == 1 else f"{cells[0]}:{cells[1]}" if cells else ""
        words = ROWS_SHOWN if slot.ref.over is Over.SUM else CELL_SHOWN
        return words.format(cell=span, label=label, value=number)

    def _elsewhere_shown(self, ref: Ref, other: FilledForm, total: Value) -> str:
        form = self._forms[ref.form]
        label, number = _label(form, ref.column), _shown(total, form, ref.column)
        cells = [place.cell for row in other.rows if (place := row.places.get(ref.column)) is not None and place.cell]
        span = "" if not cells else cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1]}"
        words = ROWS_SHOWN if len(cells) > 1 else CELL_SHOWN
        return words.format(cell=OTHER_SHEET.format(sheet=form.number or other.sheet, cell=span), label=label, value=number)

    def _place(self, cell: _Key) -> Place:
        filled = self._filled[cell.form]
        places = filled.header_places if cell.row == HEADER else filled.rows[cell.row].places
        place = places.get(cell.column) or Place(sheet=filled.sheet)
        return place if place.label else replace(place, label=_label(self._forms[cell.form], cell.column))

    def _column(self, cell: _Key) -> Column | None:
        form = self._forms[cell.form]
        found = next((column for column in form.columns if column.id == cell.column), None)
        field = next((field for field in form.header if field.id == cell.column), None)
        return found or (Column(id=field.id, title=field.label, kind=field.kind) if field is not None else None)

    def _article(self, one: _Asked) -> str:
        for book in self._campaign.rulebooks:
            if any(form.id == one.form.id for form in book.forms):
                return next((article.number for article in book.articles if article.id == one.bound.check.article), "")
        return ""


def _slot_of(ref: Ref, cells: Mapping[_Key, Value]) -> _Slot:
    """What is read of cells of this return."""
    return _Slot(ref=ref, cells=cells, base=sum(map(_number, cells.values()), Decimal(0)))


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _by_its_rule(one: _Asked) -> tuple[_Key | None, Decimal | None]:
    """The cell that a rule gives the value of, and the number; nothing is tried."""
    statement = one.statement
    cell = next(iter(one.slots[statement.subject].cells), None) if statement.subject is not None else None
    try:
        return cell, None if statement.right is None else _rounded(statement.right(one.values({})), one.bound.check.within)
    except ArithmeticError:
        return cell, None


def _most_telling_first(one: _Asked) -> tuple[bool, int, bool, int, tuple[int, int, int]]:
    """合计 rows last, heavy before light, what gives a number before what bounds one, few cells before many, then in reading order."""
    cells = sum(len(slot.cells) for slot in one.slots)
    return (one.total is not None, list(Weight).index(one.bound.check.weight), one.statement.sign != "=", cells, one.order)


def _value(content: Content, sort: Sort, *, adds: bool) -> Value | None:
    """What a cell is worth; None where it has no value of its column's sort. 无 in a sum counts for nothing (``adds``)."""
    if sort is Sort.NUMBER:
        if isinstance(content, Quantity):
            return content.amount
        return Decimal(0) if adds and isinstance(content, NotApplicable) else None
    if sort is Sort.DAY:
        return content.day if isinstance(content, Day) else None
    return content.text if isinstance(content, Words | NotApplicable) else None


def _identity(row: Row, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(for_matching(text_of(row.cells.get(key, EMPTY))) for key in keys)


def _label(form: Form, id: str) -> str:
    column = next((column for column in form.columns if column.id == id), None)
    if column is not None:
        return column.title or next(iter(column.synonyms), id)
    return next((field.label for field in form.header if field.id == id), id)


def _shown(value: Value, form: Form, id: str) -> str:
    """A value as it is said: a rate with its sign, an amount in the measure of its column."""
    if not isinstance(value, Decimal):
        return str(value)
    column = next((column for column in form.columns if column.id == id), None)
    number = plain_number(_rounded(value, Decimal(0)))
    return f"{number}%" if column is not None and column.kind is ColumnKind.PERCENT else number


def _rounded(number: Decimal, within: Decimal) -> Decimal:
    """A computed number with no more decimals than anybody wants: as many as the rounding that is allowed has, four at most."""
    places = -int(within.normalize().as_tuple().exponent) if within else _MOST_SHOWN
    if number.is_finite() and -int(number.as_tuple().exponent) > places:
        return round(number, places)
    return number


def _may_stand(number: Decimal, column: Column) -> bool:
    """True for a number that the column itself takes."""
    if column.is_whole and number != number.to_integral_value():
        return False
    least, most = column.lowest, column.most
    return (least is None or number >= least) and (most is None or number <= most)
