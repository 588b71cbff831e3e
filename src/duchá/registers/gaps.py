"""Gaps (缺口): what the rulebooks ask of the rows of their registers and is not there, each with its place, article and sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product

from duchá.registers import faults as kinds
from duchá.registers.lists import CampaignLists, Key, ListRow, ListTable, keys_of, names_of_group, said, unit_column
from duchá.rulebook.form import Column, ColumnKind, Form
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.register_rules import CHOICES, EVERY_GROUP, UNITS, CheckDemand, RegisterCheck, RowMatch
from duchá.terms.fault import Fault, FaultKind, Weight
from duchá.terms.place import Place
from duchá.terms.text import for_matching

PAUSE, EMPTY_WORD = "、", "（空）"
FILLED = "没有填“{columns}”"
ONE_OF = "“{columns}”至少填一项"
ORDER = "“{second}”{late}早于“{first}”{early}"
DISTINCT = "“{columns}”为“{found}”的有 {count} 行，只应有一行"
COUNT_FEW = "“{columns}”为“{found}”的有 {count} 行，至少应有 {least} 行"
COUNT_MANY = "“{columns}”为“{found}”的有 {count} 行，最多 {most} 行"
COVERS = "没有“{item}”的登记"
REFERENCE_FEW = "在“{other}”里对应的有 {count} 行，至少应有 {least} 行"
REFERENCE_MANY = "在“{other}”里对应的有 {count} 行，最多 {most} 行"
OVERLAP = "与 {other} 的起止日期重叠（{columns}：{found}）"
DIFFERS = "“{columns}”不应相同，都是“{found}”"
HOLDS = "不符合要求：{rule}"
NONE = "有一行不应有的登记"
_WORD = re.compile(r"[\w-]+")
_NAMED = re.compile(r"\{([^{}]*)\}")
Found = tuple[ListRow | None, Key, str, Mapping[str, str]]  # the row, what is missing where there is none, the usual sentence, its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """缺口: one thing that a check asks for and that is not there.

    ``check`` is the id of the check; ``unit`` and ``subject`` say of whom and of what; ``place`` is where the row stands (None: there is none).
    ``excused`` is the reason of an exception that somebody wrote in the row: it is listed, and is no gap any more.
    """

    rulebook: str
    check: str
    register: str
    title: str
    article: str
    weight: Weight
    says: str
    unit: str = ""
    subject: str = ""
    place: Place | None = None
    excused: str = ""

    def fault(self) -> Fault:
        """The gap as a fault, as heavy as its check says."""
        return _KINDS[self.weight].at(
            self.place or Place(), form=self.register, register=self.title, about=self.about, says=self.says, article=self.article
        )

    @property
    def about(self) -> str:
        """Of whom and of what it is."""
        return PAUSE.join(text for text in (self.unit, self.subject) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCount:
    """How many gaps a register has, by weight, and the ``first`` of the heaviest; ``unused``: nobody has written anything in it yet."""

    register: str
    title: str
    counts: Mapping[Weight, int]
    first: Gap
    unused: bool = False


def gap_counts(lists: CampaignLists, found: Iterable[Gap]) -> tuple[GapCount, ...]:
    """The gaps a register at a time, in the order in which they were found; exceptions are none."""
    by_register: dict[str, list[Gap]] = {}
    for gap in found:
        if not gap.excused:
            by_register.setdefault(gap.register, []).append(gap)
    return tuple(
        GapCount(
            register=register,
            title=of[0].title,
            counts=Counter(gap.weight for gap in of),
            first=min(of, key=lambda gap: list(Weight).index(gap.weight)),
            unused=not lists.table(register).every,
        )
        for register, of in by_register.items()
    )


_KINDS: Mapping[Weight, FaultKind] = {Weight.REJECT: kinds.GAP, Weight.QUERY: kinds.GAP_QUERY, Weight.NOTE: kinds.GAP_NOTE}


def gaps(lists: CampaignLists, rulebooks: Iterable[Rulebook], registers: frozenset[str] | None = None) -> tuple[Gap, ...]:
    """Every gap, in the order of the rulebooks and their checks, exceptions among them; of some ``registers`` only where these are named."""
    return tuple(
        gap
        for book in rulebooks
        for check in book.checks
        if check.register in lists and (registers is None or check.register in registers)
        for gap in _of_check(lists, book, check)
    )


def _of_check(lists: CampaignLists, book: Rulebook, check: RegisterCheck) -> Iterator[Gap]:
    table = lists.table(check.register)
    form = table.form
    article = book.article(check.article).number
    for row, item, usual, words in _CHECKS[check.demand](lists, book, check, table):
        unit, subject = _about(form, check, row, item)
        yield Gap(
            rulebook=book.id,
            check=check.id,
            register=check.register,
            title=form.sheet,
            article=article,
            weight=check.weight,
            says=filled_in(check.says or usual, row, words),
            unit=unit,
            subject=subject,
            place=_place(form, check, row),
            excused=row.text(check.override) if row is not None and check.override else "",
        )


def filled_in(template: str, row: ListRow | None, words: Mapping[str, str]) -> str:
    """A sentence of a rulebook with what the row says in its columns; what is typed there is put in as it is."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        return words[name] if name in words else (row.text(name) if row is not None else "") or EMPTY_WORD

    return _NAMED.sub(word, template)


def key_words(form: Form, row: ListRow) -> str:
    """What a row is called: its key columns but for the unit; its record number where the list has no key."""
    keys = [column for column in form.columns if column.key]
    texts = [row.text(column.id) for column in keys if column.kind is not ColumnKind.UNIT]
    return " ".join(text for text in texts if text) or ("" if keys else row.record_no)


def _about(form: Form, check: RegisterCheck, row: ListRow | None, item: Key) -> tuple[str, str]:
    """Of which unit and of what a gap is."""
    if row is not None:
        unit = unit_column(form)
        return (row.text(unit.id) if unit else ""), key_words(form, row)
    of = check.columns if check.demand is CheckDemand.COVERS else check.per
    units = [text for name, text in zip(of, item, strict=True) if form.column(name).kind in (ColumnKind.UNIT, ColumnKind.UNITS)]
    others = [text for text in item if text not in units]
    return PAUSE.join(units), PAUSE.join(others)


def _place(form: Form, check: RegisterCheck, row: ListRow | None) -> Place | None:
    """The cell that a gap is about, else where its row begins."""
    if row is None:
        return None
    names = (*check.columns, *check.per, *(name for match in check.matches for name in match.columns))
    places = (row.place(name) for name in (*names, *(column.id for column in form.columns)))
    return next((place for place in places if place.cell), Place())


def _titles(form: Form, names: Iterable[str]) -> str:
    return PAUSE.join(form.column(name).title for name in names)


def _rows(lists: CampaignLists, check: RegisterCheck, rows: Iterable[ListRow]) -> Iterator[ListRow]:
    takes = lists.takes(check.register, check.rows)
    return (row for row in rows if takes(row))


def _filled(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    for row in _rows(lists, check, table.rows):
        missing = [name for name in check.columns if not row.text(name)]
        if missing:
            yield row, (), FILLED.format(columns=_titles(table.form, missing)), {}


def _one_of(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    usual = ONE_OF.format(columns=_titles(table.form, check.columns))
    for row in _rows(lists, check, table.rows):
        if not any(row.text(name) for name in check.columns):
            yield row, (), usual, {}


def _order(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    first, second = (table.form.column(name) for name in check.columns)
    for row in _rows(lists, check, table.every):
        early, late = row.day(first.id), row.day(second.id)
        if early is not None and late is not None and late < early:
            yield row, (), ORDER.format(first=first.title, second=second.title, early=early.isoformat(), late=late.isoformat()), {}


def _distinct(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    columns = tuple(table.form.column(name) for name in check.columns)
    titles = _titles(table.form, check.columns)
    for rows in _grouped(_rows(lists, check, table.rows), columns).values():
        if len(rows) > 1:
            found = PAUSE.join(rows[0].text(column.id) for column in columns)
            for row in rows:
                yield row, (), DISTINCT.format(columns=titles, found=found, count=len(rows)), {"count": str(len(rows)), "found": found}


def _grouped(rows: Iterable[ListRow], columns: tuple[Column, ...]) -> Mapping[Key, list[ListRow]]:
    """Rows by what they say together; those that say nothing in one of the columns are left out."""
    groups: dict[Key, list[ListRow]] = defaultdict(list)
    for row in rows:
        for key in keys_of(row, columns):
            if all(key):
                groups[key].append(row)
    return groups


def _count(lists: CampaignLists, book: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    form = table.form
    columns = tuple(form.column(name) for name in check.per)
    groups = dict(_grouped(_rows(lists, check, table.rows), columns))
    wanted = {tuple(map(for_matching, item)): item for item in _wanted(lists, book, check, check.per, form)} if check.every else {}
    titles = _titles(form, check.per)
    for key in dict.fromkeys((*wanted, *groups)):
        rows = groups.get(key, [])
        count = len({text for row in rows for text in said(row, form.column(check.distinct)) if text}) if check.distinct else len(rows)
        few, many = check.least is not None and count < check.least, check.most is not None and count > check.most
        if not (few or many):
            continue
        item = wanted.get(key) or tuple(_shown(rows[0], column, text) for column, text in zip(columns, key, strict=True))
        words = {"count": str(count), "found": PAUSE.join(item), "least": str(check.least), "most": str(check.most)}
        usual = (COUNT_FEW if few else COUNT_MANY).format(columns=titles, **words)
        if rows and check.override:  # an exception is a row's own
            excused = next((row for row in rows if row.text(check.override)), None)
            yield excused or rows[-1], (), usual, words
        else:
            yield None, item, usual, words


def _shown(row: ListRow, column: Column, text: str) -> str:
    """What a compared text was typed as."""
    return next((one for one in split_list(row.text(column.id)) if for_matching(one) == text), row.text(column.id))


def _covers(lists: CampaignLists, book: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    columns = tuple(table.form.column(name) for name in check.columns)
    there = {key for row in _rows(lists, check, table.rows) for key in keys_of(row, columns)}
    for item in _wanted(lists, book, check, check.columns, table.form):
        if tuple(map(for_matching, item)) not in there:
            found = PAUSE.join(item)
            yield None, item, COVERS.format(item=found), {"item": found, "found": found, "count": "0"}


def _wanted(lists: CampaignLists, book: Rulebook, check: RegisterCheck, names: tuple[str, ...], form: Form) -> Iterator[Key]:
    """Every item of the lists in ``every``: all combinations; columns of one other list go together as its rows have them."""
    parts: list[list[Key]] = []
    pairs = zip(names, check.every, strict=True)
    for register, of in groupby(pairs, key=lambda pair: pair[1].partition(".")[0] if "." in pair[1] else ""):
        if register:
            items = [item.partition(".")[2] for _, item in of]
            other = lists.table(register)
            rows = (tuple(row.text(item) for item in items) for row in other.rows)
            parts.append(list(dict.fromkeys(row for row in rows if all(row))))
        else:
            parts += [[(one,) for one in _list(lists, book, form.column(name), item)] for name, item in of]
    return (tuple(text for part in parts_of for text in part) for parts_of in product(*parts))


def _list(lists: CampaignLists, book: Rulebook, column: Column, item: str) -> Iterable[str]:
    if item == CHOICES:
        return column.choices
    units = [unit for unit in lists.campaign.roster.units if unit.valid_on(lists.as_of)]
    if item == UNITS:
        spoken = {name for group in book.groups for name in names_of_group(lists.campaign, group)}
        mine = [unit.name for unit in units if unit.on(lists.as_of).group in spoken]
        return mine or [unit.name for unit in units]
    wanted = item.removeprefix(EVERY_GROUP)
    classes = (group for group in book.groups if wanted in (group.id, group.within))
    names = {name for group in classes for name in names_of_group(lists.campaign, group)}
    return [unit.name for unit in units if unit.on(lists.as_of).group in names]


def _reference(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    asked: list[tuple[RowMatch, Callable[[ListRow], int], str]] = [
        (match, lists.counted(table.form, match), lists.table(match.register).form.sheet) for match in check.matches
    ]
    for row in _rows(lists, check, table.rows):
        for match, count, other in asked:
            found = count(row)
            if found < match.least or (match.most is not None and found > match.most):
                words = {"count": str(found), "least": str(match.least), "most": str(match.most)}
                usual = REFERENCE_FEW if found < match.least else REFERENCE_MANY
                yield row, (), usual.format(other=other, **words), words


def _no_overlap(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    start, end = check.columns
    columns = tuple(table.form.column(name) for name in check.per)
    titles = _titles(table.form, check.per)
    for rows in _grouped(_rows(lists, check, table.every), columns).values():
        ordered = sorted(rows, key=lambda row: (row.day(start) or date.min, row.day(end) or date.max))
        last: ListRow | None = None
        for row in ordered:
            if last is not None and (row.day(start) or date.min) <= (last.day(end) or date.max):
                other, found = key_words(table.form, last), PAUSE.join(row.text(column.id) for column in columns)
                yield row, (), OVERLAP.format(other=other, columns=titles, found=found), {"found": found, "item": other}
            if last is None or (row.day(end) or date.max) > (last.day(end) or date.max):
                last = row


def _differs(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    one, other = (table.form.column(name) for name in check.columns)
    titles = _titles(table.form, check.columns)
    for row in _rows(lists, check, table.rows):
        same = {text for text in said(row, one) if text} & set(said(row, other))
        if same:
            yield row, (), DIFFERS.format(columns=titles, found=row.text(one.id)), {"found": row.text(one.id)}


def _holds(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    holds, titles = lists.holds(table.form, check.rule), {column.id: column.title for column in table.form.columns}
    rule = _WORD.sub(lambda word: titles.get(word[0], word[0]), check.rule)
    for row in _rows(lists, check, table.rows):
        if holds(row) is False:
            yield row, (), HOLDS.format(rule=rule), {}


def _none(lists: CampaignLists, _: Rulebook, check: RegisterCheck, table: ListTable) -> Iterator[Found]:
    day = check.columns[0] if check.columns else ""
    for row in _rows(lists, check, table.rows):
        since = row.day(day) if day else None
        yield row, (), NONE, {"days": str((lists.as_of - since).days)} if since is not None else {}


_CHECKS: Mapping[CheckDemand, Callable[[CampaignLists, Rulebook, RegisterCheck, ListTable], Iterator[Found]]] = {
    CheckDemand.FILLED: _filled,
    CheckDemand.ONE_OF: _one_of,
    CheckDemand.ORDER: _order,
    CheckDemand.DISTINCT: _distinct,
    CheckDemand.COUNT: _count,
    CheckDemand.COVERS: _covers,
    CheckDemand.REFERENCE: _reference,
    CheckDemand.NO_OVERLAP: _no_overlap,
    CheckDemand.DIFFERS: _differs,
    CheckDemand.HOLDS: _holds,
    CheckDemand.NONE: _none,
}
