"""Two lists held against each other (对照): what only one of them has, and where both have it and say different things. Facts only, no verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from duchá.registers.gaps import filled_in, key_words
from duchá.registers.lists import CampaignLists, Key, ListRow, keys_of, said, unit_column
from duchá.rulebook.form import Column, ColumnKind, Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.register_rules import Difference, Reconciliation
from duchá.terms.place import Place

ONLY_LEFT = "“{left}”有，“{right}”没有"
ONLY_RIGHT = "“{right}”有，“{left}”没有"
BOTH_HAVE = "“{left}”和“{right}”都有"
NOT_THE_SAME = "“{column}”不一致"
NO_KEY = "没有填“{columns}”，无法对照"
TWICE = "“{list}”里有 {count} 行，只对照第一行"
PAUSE = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """存疑: one thing in which two lists disagree, with both cells and what stands in them. ``find`` is None where the two cannot be compared."""

    reconciliation: str
    find: Difference | None
    unit: str
    subject: str
    says: str
    left: str = ""
    right: str = ""
    left_place: Place | None = None
    right_place: Place | None = None


def doubts(lists: CampaignLists, one: Reconciliation) -> tuple[Doubt, ...]:
    """What the two lists disagree in: the left's rows in their order, then what only the right has."""
    return tuple(_Comparison(lists, one).doubts())


def reconciled(lists: CampaignLists, book: Rulebook) -> Iterator[tuple[Reconciliation, tuple[Doubt, ...]]]:
    """Every reconciliation of a rulebook with what it found."""
    for one in book.reconcile:
        if one.left in lists and one.right in lists:
            yield one, doubts(lists, one)


class _Comparison:
    def __init__(self, lists: CampaignLists, one: Reconciliation) -> None:
        self._one = one
        self._left, self._right = lists.table(one.left).form, lists.table(one.right).form
        self._left_key = tuple(column_of(self._left, name) for name in one.key)
        self._right_key = tuple(column_of(self._right, name) for name in one.key.values())
        self._left_rows = lists.picked(one.left, one.left_rows)
        self._right_rows = lists.picked(one.right, one.right_rows)

    def doubts(self) -> Iterator[Doubt]:
        lefts, rights = _by_key(self._left_rows, self._left_key), _by_key(self._right_rows, self._right_key)
        for key, rows in lefts.items():
            yield from self._of_left(key, rows, rights)
        for key, rows in rights.items():
            if not all(key):
                yield from (self._no_key(self._right, self._right_key, row, left=False) for row in rows)
            elif key not in lefts:
                yield from self._only(Difference.EXTRA, self._right, rows[0])
            elif len(rows) > 1 and not self._one.several:
                yield self._twice(self._right, rows, left=False)

    def _of_left(self, key: Key, rows: list[ListRow], rights: Mapping[Key, list[ListRow]]) -> Iterator[Doubt]:
        if not all(key):
            yield from (self._no_key(self._left, self._left_key, row, left=True) for row in rows)
            return
        if key not in rights:
            yield from self._only(Difference.MISSING, self._left, rows[0])
        else:
            if Difference.DIFFERENT in self._one.finds:
                yield from self._different(rows[0], rights[key][0])
            if Difference.BOTH in self._one.finds:
                yield from (self._both(rows[0], right) for right in rights[key])
        if len(rows) > 1 and not self._one.several:
            yield self._twice(self._left, rows, left=True)

    def _only(self, find: Difference, form: Form, row: ListRow) -> Iterator[Doubt]:
        if find not in self._one.finds:
            return
        usual = ONLY_LEFT if find is Difference.MISSING else ONLY_RIGHT
        names = {"left": self._left.sheet, "right": self._right.sheet}
        says = filled_in(self._one.says.get(find.value, ""), row, {}) or usual.format(**names)
        mine = find is Difference.MISSING
        key = self._left_key if mine else self._right_key
        text, place = _words(row, key), _place(row, key)
        yield Doubt(
            reconciliation=self._one.id,
            find=find,
            unit=_unit(form, row),
            subject=key_words(form, row),
            says=says,
            left=text if mine else "",
            right="" if mine else text,
            left_place=place if mine else None,
            right_place=None if mine else place,
        )

    def _different(self, left: ListRow, right: ListRow) -> Iterator[Doubt]:
        for mine, theirs in self._one.compare.items():
            own, other = column_of(self._left, mine), column_of(self._right, theirs)
            if set(said(left, own)) == set(said(right, other)):
                continue
            says = self._one.says.get(Difference.DIFFERENT.value, "")
            yield Doubt(
                reconciliation=self._one.id,
                find=Difference.DIFFERENT,
                unit=_unit(self._left, left),
                subject=key_words(self._left, left),
                says=filled_in(says, left, {}) or NOT_THE_SAME.format(column=own.title),
                left=left.text(own.id),
                right=right.text(other.id),
                left_place=left.place(own.id),
                right_place=right.place(other.id),
            )

    def _both(self, left: ListRow, right: ListRow) -> Doubt:
        names = {"left": self._left.sheet, "right": self._right.sheet}
        return Doubt(
            reconciliation=self._one.id,
            find=Difference.BOTH,
            unit=_unit(self._left, left),
            subject=key_words(self._left, left),
            says=filled_in(self._one.says.get(Difference.BOTH.value, ""), left, {}) or BOTH_HAVE.format(**names),
            left=_words(left, self._left_key),
            right=key_words(self._right, right),
            left_place=_place(left, self._left_key),
            right_place=_place(right, self._right_key),
        )

    def _no_key(self, form: Form, key: tuple[Column, ...], row: ListRow, *, left: bool) -> Doubt:
        says = NO_KEY.format(columns=PAUSE.join(column.title for column in key if not row.text(column.id)))
        return self._side(form, row, says, left=left)

    def _twice(self, form: Form, rows: list[ListRow], *, left: bool) -> Doubt:
        return self._side(form, rows[1], TWICE.format(list=form.sheet, count=len(rows)), left=left)

    def _side(self, form: Form, row: ListRow, says: str, *, left: bool) -> Doubt:
        key = self._left_key if left else self._right_key
        text, place = _words(row, key), _place(row, key)
        return Doubt(
            reconciliation=self._one.id,
            find=None,
            unit=_unit(form, row),
            subject=key_words(form, row),
            says=says,
            left=text if left else "",
            right="" if left else text,
            left_place=place if left else None,
            right_place=None if left else place,
        )


def column_of(form: Form, name: str) -> Column:
    """A column of a list, or what stands above its table as if it were one."""
    head = next((item for item in form.header if item.id == name), None)
    return form.column(name) if head is None else Column(id=head.id, title=head.label, kind=head.kind)


def _by_key(rows: Iterable[ListRow], key: tuple[Column, ...]) -> Mapping[Key, list[ListRow]]:
    found: dict[Key, list[ListRow]] = defaultdict(list)
    for row in rows:
        for one in keys_of(row, key):
            found[one].append(row)
    return found


def _words(row: ListRow, key: tuple[Column, ...]) -> str:
    return PAUSE.join(text for column in key if (text := row.text(column.id)))


def _place(row: ListRow, key: tuple[Column, ...]) -> Place | None:
    return next((place for column in key if (place := row.place(column.id)).cell), None)


def _unit(form: Form, row: ListRow) -> str:
    column = unit_column(form)
    if column is not None:
        return row.text(column.id)
    head = next((item for item in form.header if item.kind is ColumnKind.UNIT), None)
    return row.text(head.id) if head is not None else ""
