"""Checks of cells (勾稽关系) that a form declares, bound to its columns and typed: when the rulebook is read, and again when a return is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from duchá.rulebook import faults as kinds
from duchá.rulebook.expression import ColumnScope, Known, Sort, Statement, Unreadable, in_words, statement
from duchá.rulebook.form import CAMPAIGN, CellCheck, Column, ColumnKind, FilledBy, Form, HeaderField
from duchá.rulebook.structure import Structure
from duchá.terms.fault import Weight

NUMBERS = (ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT)
PERCENT = "%"
LEAST_OVER_MOST = "least 大于 most"
UNTIL_BEFORE_FROM = "until 早于 from"
NO_NUMBER = "只有数字栏（count、amount、percent）才写 {key}"
NO_DATE = "只有日期栏（date）才写 {key}"
NOT_A_BOUND = "{key} 要写成 2019-01-01 的样子，或写 campaign（行动的起止日）"
NO_CHOICES = "choices 栏要写明可选项（choices 或 choices_from）"
WHERE = "{when}的，{rule}"
OF_A_REGISTER = "这是登记表，它的要求写在 [[checks]] 里"
BELOW_NOUGHT = "within 不能小于 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCheck:
    """A declared check with what it was compiled to, and as a person reads it."""

    check: CellCheck
    statement: Statement
    words: str


def scope_of(form: Form, forms: Iterable[Form]) -> ColumnScope:
    """What an expression about a form may name: its columns and header fields, and those of the other forms that units fill."""
    others = {other.id: known_columns(other) for other in forms if other.id != form.id and other.filled_by is FilledBy.UNIT}
    titles = {other.id: other.number or other.title for other in forms}
    return ColumnScope(own=known_columns(form), forms=others, titles=titles)


def known_columns(form: Form) -> tuple[Known, ...]:
    """The columns and header fields of a form as expressions know them."""
    columns = [
        Known(
            id=column.id,
            title=column.title or next(iter(column.synonyms), column.id),
            sort=sort_of(column),
            measure=PERCENT if column.kind is ColumnKind.PERCENT else column.counted_in if column.kind in NUMBERS else "",
            choices=column.choices if column.kind is ColumnKind.CHOICE else (),
        )
        for column in form.columns
    ]
    taken = {column.id for column in columns}
    fields = [Known(id=field.id, title=field.label, sort=sort_of(field), single=True) for field in form.header if field.id not in taken]
    return (*columns, *fields)


def sort_of(column: Column | HeaderField) -> Sort:
    """What the cells of a column are worth to an expression."""
    return Sort.NUMBER if column.kind in NUMBERS else Sort.DAY if column.kind is ColumnKind.DATE else Sort.TEXT


def bind(check: CellCheck, scope: ColumnScope) -> BoundCheck:
    """A check bound to the columns of its form. Raises Unreadable."""
    made = statement(check.rule, scope, within=check.within, when=check.when)
    return BoundCheck(check=check, statement=made, words=_words(check, scope))


def _words(check: CellCheck, scope: ColumnScope) -> str:
    rule = in_words(check.rule, scope)
    return check.text or (WHERE.format(when=in_words(check.when, scope), rule=rule) if check.when.strip() else rule)


def words_for_blank(form: Form) -> tuple[tuple[str, str], ...]:
    """What a blank says of the checks of its form: in words, and the column that the check gives the value of or bounds (empty: none). What speaks of
    other forms is said only in the author's own words, and nothing that is only a hint for the office.
    """
    scope, found = scope_of(form, ()), []
    for check in form.checks:
        if check.weight is Weight.NOTE:
            continue
        try:
            bound = bind(check, scope)
        except Unreadable:
            if check.text:
                found.append((check.text, ""))
            continue
        made = bound.statement
        found.append((bound.words, made.reads[made.subject].column if made.subject is not None else ""))
    return tuple(found)


def bound_checks(form: Form, forms: Iterable[Form]) -> tuple[BoundCheck, ...]:
    """The checks of a form of a rulebook that was found sound."""
    scope = scope_of(form, forms)
    return tuple(bind(check, scope) for check in form.checks)


def check_cells(form: Form, forms: Iterable[Form], structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with the checks of a form and the bounds of its columns: G068, G069."""
    scope = scope_of(form, forms)
    if form.checks and form.filled_by is not FilledBy.UNIT:
        key = f"forms.{form.id}.checks"
        structure.complain(kinds.COLUMN_CONTRADICTS, key, key=key, why=OF_A_REGISTER)
    for check in form.checks:
        key = f"forms.{form.id}.checks.{check.id}"
        try:
            bind(check, scope)
        except Unreadable as unreadable:
            try:
                statement(check.rule, scope)
                part, text = "when", check.when
            except Unreadable:
                part, text = "rule", check.rule
            structure.complain(kinds.FORMULA_UNREADABLE, f"{key}.{part}", key=f"{key}.{part}", text=text, why=unreadable)
        if check.within < 0:
            structure.complain(kinds.COLUMN_CONTRADICTS, f"{key}.within", key=f"{key}.within", why=BELOW_NOUGHT)
    for column in form.columns:
        for name, why in _contradictions(column):
            key = f"forms.{form.id}.columns.{column.id}.{name}"
            structure.complain(kinds.COLUMN_CONTRADICTS, key, key=key, why=why)


def _contradictions(column: Column) -> Iterator[tuple[str, str]]:
    """The keys of a column that its kind gives no meaning to, or that leave no value over."""
    numeric = column.kind in NUMBERS
    for name, written in (
        ("least", column.least is not None),
        ("most", column.most is not None),
        ("whole", column.whole),
        ("measure", column.measure),
    ):
        if written and not numeric:
            yield name, NO_NUMBER.format(key=name)
    if numeric and column.least is not None and column.most is not None and column.least > column.most:
        yield "least", LEAST_OVER_MOST
    for name, bound in (("from", column.from_), ("until", column.until)):
        if bound and column.kind is not ColumnKind.DATE:
            yield name, NO_DATE.format(key=name)
        elif bound and bound != CAMPAIGN and _day(bound) is None:
            yield name, NOT_A_BOUND.format(key=name)
    first, last = _day(column.from_), _day(column.until)
    if first is not None and last is not None and last < first:
        yield "until", UNTIL_BEFORE_FROM
    if column.kind is ColumnKind.CHOICES and not (column.choices or column.choices_from):
        yield "choices", NO_CHOICES


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
