"""The small language in which a rulebook says how cells hang together: ``total = city + country``, parsed and typed when the rulebook is read.

Columns by id or printed title, numbers, texts in quotes, ``+ - * / ( )``, ``= != < <= > >=``, ``and or not``, and ``sum(c) count(c) previous(c)
year_before(c) year_to_date(c)``; ``form.c`` is a column of another form. A name may hold ``-``, so an operator has blanks on both sides;
a name that holds blanks or brackets stands in ``[ ]``. The text of a rulebook never reaches ``eval``: what is compiled is a tree that this
module built from its own nodes.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from duchá.terms.quantity import Content, Day, NotApplicable, Quantity, Words
from duchá.terms.text import for_matching

UNREADABLE_SIGN = "第{at}个字“{found}”不能写在这里"
UNCLOSED = "“{found}”没有配对的“{wanted}”"
NO_BLANKS = "“{found}”不是栏目；运算符（+ - * /）前后都要空一格"
TOO_LONG = "太长或括号太多，请分成几条写"
ENDS_EARLY = "没有写完，后面还应有栏目、数或括号"
GOES_ON = "“{found}”以后多出了内容"
NO_COLUMN = "没有名为“{found}”的栏目"
NO_FORM_COLUMN = "报表“{form}”没有名为“{found}”的栏目"
NO_FUNCTION = "没有名为“{found}”的算法；可用：{known}"
WANTS_COLUMN = "{function}( ) 里只能写一个栏目"
WANTS_NUMBER = "“{found}”不是数，不能{action}"
ACTIONS = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除", "sum": "合计", "previous": "与上期比", "year": "与往年比"}
TWO_MEASURES = "“{left}”按{one}计，“{right}”按{other}计，单位不同"
TWO_SORTS = "“{left}”是{one}，“{right}”是{other}，不能相比"
PLAIN = "个数"
NO_CHOICE = "“{column}”没有“{found}”这个选项；可选：{known}"
ORDER_OF_TEXT = "“{found}”是文字，只能比相等不相等"
NOT_A_STATEMENT = "要写成能判断对错的式子，例如“合计 = 甲 + 乙”"
WANTS_STATEMENT = "and、or、not 两边要是能判断对错的式子"
ROWS_AND_SUMS = "“{found}”是逐行的，不能与 sum( )、count( ) 写在一个式子里"
IN_ANOTHER_FORM = "“{found}”是另一张表的栏目，不能再用 {function}( )"
SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "and": "且", "or": "或"}
IN_WORDS = {
    "sum": "各行{title}之和",
    "count": "填了{title}的行数",
    "previous": "上期{title}",
    "year_before": "上年同期{title}",
    "year_to_date": "本年各期{title}之和",
}
OF_FORM = "{form}的{title}"
NOT_IN_WORDS = "并非（{inner}）"
GROUPED = "（{inner}）"


class Unreadable(Exception):
    """An expression that means nothing; the text says why, in one Chinese clause."""


class Sort(Enum):
    """What a value is: a number, a day, a text, or whether something holds."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    TRUTH = "truth"


SORT_WORDS = {Sort.NUMBER: "数", Sort.DAY: "日期", Sort.TEXT: "文字", Sort.TRUTH: "判断"}


class Over(Enum):
    """Which cells of a column a name stands for."""

    CELL = "cell"
    SUM = "sum"
    COUNT = "count"
    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"
    YEAR_TO_DATE = "year_to_date"


FUNCTIONS = tuple(over.value for over in Over if over is not Over.CELL)
OVER_ROWS = (Over.SUM, Over.COUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A column that an expression may name. ``single``: it has one cell a form (a header field), not one a row."""

    id: str
    title: str
    sort: Sort
    measure: str = ""
    choices: tuple[str, ...] = ()
    single: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """The cells that a name stands for: a column, of another form where ``form`` is not empty."""

    column: str
    over: Over = Over.CELL
    form: str = ""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column by the name that was written."""

    text: str
    over: Over = Over.CELL


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was written in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a statement."""

    of: Node


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts joined by an operator."""

    sign: str
    left: Node
    right: Node


Node = ColumnName | Number | Text | Not | Pair

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|‘[^’]*’)|\[(?P<bracketed>[^\]]*)\]|(?P<compare><=|>=|!=|=|<|>|≤|≥|≠)|(?P<bracket>[()])|(?P<word>[^\s()<>=!≤≥≠'‘\[\]]+))"
)
_SAME_SIGN = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "－": "-", "＋": "+"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")
_MOST_PARTS, _MOST_BRACKETS = 200, 20  # nobody reads more in one line
_ARITHMETIC = ("+", "-", "*", "/")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_LEVELS = (("or",), ("and",), _COMPARISONS, ("+", "-"), ("*", "/"))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def parse(text: str) -> Node:
    """The tree of an expression. Raises Unreadable."""
    tokens = _tokens(text)
    if len(tokens) > _MOST_PARTS or sum(token == _Token("bracket", "(") for token in tokens) > _MOST_BRACKETS:
        raise Unreadable(TOO_LONG)
    node, left = _level(tokens, 0)
    if left:
        raise Unreadable(GOES_ON.format(found=left[0].text))
    return node


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            if text[start] in "'‘[":
                raise Unreadable(UNCLOSED.format(found=text[start], wanted={"'": "'", "‘": "’", "[": "]"}[text[start]]))
            raise Unreadable(UNREADABLE_SIGN.format(at=start + 1, found=text[start]))
        kind = str(match.lastgroup)
        written = match[kind]
        found.append(_Token(kind, written[1:-1] if kind == "text" else _SAME_SIGN.get(written, written)))
        at = match.end()
    return found


def _level(tokens: list[_Token], level: int) -> tuple[Node, list[_Token]]:
    """What the operators of a level and all that bind closer make of the tokens, and the tokens left over."""
    if level == len(_LEVELS):
        return _single(tokens)
    if level == 2 and tokens and tokens[0] == _Token("word", "not"):
        inner, left = _level(tokens[1:], level)
        return Not(inner), left
    node, left = _level(tokens, level + 1)
    while left and left[0].kind in ("word", "compare") and left[0].text in _LEVELS[level]:
        right, rest = _level(left[1:], level + 1)
        node, left = Pair(left[0].text, node, right), rest
    return node, left


def _single(tokens: list[_Token]) -> tuple[Node, list[_Token]]:
    if not tokens:
        raise Unreadable(ENDS_EARLY)
    first, left = tokens[0], tokens[1:]
    if first == _Token("word", "-") and left:
        inner, rest = _single(left)
        return Pair("-", Number(Decimal(0)), inner), rest
    if first.text == "(" and first.kind == "bracket":
        inner, rest = _level(left, 0)
        return inner, _after(rest, "(")
    if first.kind == "text":
        return Text(first.text), left
    if first.kind == "word" and _NUMBER.fullmatch(first.text):
        return Number(Decimal(first.text)), left
    if first.kind == "bracketed" or (first.kind == "word" and first.text not in (*_ARITHMETIC, "and", "or", "not")):
        if first.kind == "word" and left and left[0] == _Token("bracket", "("):
            return _call(first.text, left[1:])
        return ColumnName(first.text), left
    raise Unreadable(ENDS_EARLY)


def _call(function: str, tokens: list[_Token]) -> tuple[Node, list[_Token]]:
    if function not in FUNCTIONS:
        raise Unreadable(NO_FUNCTION.format(found=function, known="、".join(FUNCTIONS)))
    inner, rest = _level(tokens, 0)
    if not isinstance(inner, ColumnName) or inner.over is not Over.CELL:
        raise Unreadable(WANTS_COLUMN.format(function=function))
    return replace(inner, over=Over(function)), _after(rest, "(")


def _after(tokens: list[_Token], opened: str) -> list[_Token]:
    if not tokens or tokens[0] != _Token("bracket", ")"):
        raise Unreadable(UNCLOSED.format(found=opened, wanted=")"))
    return tokens[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnScope:
    """The columns that an expression may name: those of its own form or register, and those of the other forms by form id; what these are called."""

    own: tuple[Known, ...]
    forms: Mapping[str, tuple[Known, ...]]
    titles: Mapping[str, str] = field(default_factory=dict)


Value = Decimal | date | str
Cells = Sequence[Value | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An expression that was found sound: what it reads, and whether it holds for the values of what it reads, in that order.

    ``per_row``: it speaks of every row by itself. ``target`` is the place in ``reads`` of the cell that an equality gives the value of,
    None where there is none; ``right`` is the number that would be right there. Blank: it is never asked about a cell that is empty.
    ``holds``, ``right`` and ``sides`` raise decimal.DivisionByZero or decimal.InvalidOperation where a divisor is 0: then nothing can be said.

    ``sign`` and ``sides`` are those of a comparison of two numbers, ``subject`` the place in ``reads`` of a cell of the own form that stands
    alone on one side of it, ``subject_left`` on which. ``addends`` are the places that are only added or taken away: 无 there counts for nothing.
    """

    text: str
    reads: tuple[Ref, ...]
    per_row: bool
    holds: Callable[[Cells], bool]
    target: int | None = None
    right: Callable[[Cells], Decimal] | None = None
    sign: str = ""
    sides: tuple[Callable[[Cells], Decimal], Callable[[Cells], Decimal]] | None = None
    subject: int | None = None
    subject_left: bool = True
    addends: frozenset[int] = frozenset()
    tree: ast.expr = field(default_factory=lambda: ast.Constant(True), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A part of an expression with what it is, as it is written, and the tree that computes it."""

    sort: Sort
    text: str
    tree: ast.expr
    measure: str | None = ""  # None: of any measure (a number that was written, a product)
    choices: tuple[str, ...] = ()
    ref: Ref | None = None


def statement(text: str, scope: ColumnScope, *, within: Decimal = Decimal(0), when: str = "") -> Statement:
    """A statement over the columns of a scope, typed and compiled; ``within`` is how far two equal numbers may lie apart. With ``when`` it holds
    wherever that does not. Raises Unreadable.
    """
    binder = _Binder(scope=scope, within=within, reads=[], plain=[], over_rows=False, alone=set())
    node = parse(text)
    whole = binder.typed(node)
    condition = binder.typed(parse(when)) if when.strip() else None
    for part in (whole, condition):
        if part is not None and part.sort is not Sort.TRUTH:
            raise Unreadable(NOT_A_STATEMENT)
    if binder.over_rows and binder.plain:
        raise Unreadable(ROWS_AND_SUMS.format(found=binder.plain[0]))
    tree = whole.tree if condition is None else ast.BoolOp(ast.Or(), [ast.UnaryOp(ast.Not(), condition.tree), whole.tree])
    compared = binder.compared(node)
    known: dict[str, Any] = {}
    if compared is not None and isinstance(node, Pair):
        left, right = compared
        at = next((side for side, part in enumerate(compared) if _own_cell(part)), None)
        alone = None if at is None else compared[at].ref
        subject = None if alone is None else binder.reads.index(alone)
        known = {"sign": node.sign, "sides": (_compiled(left.tree), _compiled(right.tree)), "subject": subject, "subject_left": at != 1}
        if node.sign == "=" and at is not None:
            known |= {"target": subject, "right": _compiled(compared[1 - at].tree)}
    return Statement(
        text=text,
        reads=tuple(binder.reads),
        per_row=bool(binder.plain),
        holds=_compiled(tree),
        addends=frozenset(at for at, ref in enumerate(binder.reads) if ref not in binder.alone),
        tree=tree,
        **known,
    )


def amount(text: str, scope: ColumnScope) -> Statement:
    """As ``statement``, for an expression that gives a number: ``right`` computes it, ``holds`` is always true. Raises Unreadable."""
    binder = _Binder(scope=scope, within=Decimal(0), reads=[], plain=[], over_rows=False, alone=set())
    whole = binder.typed(parse(text))
    if whole.sort is not Sort.NUMBER:
        raise Unreadable(WANTS_NUMBER.format(found=whole.text, action=ACTIONS["sum"]))
    if binder.over_rows and binder.plain:
        raise Unreadable(ROWS_AND_SUMS.format(found=binder.plain[0]))
    return Statement(text=text, reads=tuple(binder.reads), per_row=bool(binder.plain), holds=lambda _: True, right=_compiled(whole.tree))


def in_words(text: str, scope: ColumnScope) -> str:
    """A statement as a person reads it, with the printed titles of its columns: ``合计 = 城区 + 乡镇``. Raises Unreadable."""
    return _worded(parse(text), scope)


def _worded(node: Node, scope: ColumnScope) -> str:
    if isinstance(node, Number):
        return f"{node.value}"
    if isinstance(node, Text):
        return f"‘{node.value}’"
    if isinstance(node, Not):
        return NOT_IN_WORDS.format(inner=_worded(node.of, scope))
    if isinstance(node, ColumnName):
        form, known = column_named(node.text, scope)
        title = IN_WORDS.get(node.over.value, "{title}").format(title=known.title)
        return OF_FORM.format(form=scope.titles.get(form, form), title=title) if form else title
    if node.sign == "-" and node.left == Number(Decimal(0)):
        return f"-{_worded(node.right, scope)}"
    level = _level_of(node)
    parts = [
        GROUPED.format(inner=_worded(part, scope))
        if isinstance(part, Pair) and (_level_of(part) < level or (side and _level_of(part) == level))
        else _worded(part, scope)
        for side, part in enumerate((node.left, node.right))
    ]
    return f" {SIGNS.get(node.sign, node.sign)} ".join(parts)


def _level_of(node: Pair) -> int:
    return next(at for at, signs in enumerate(_LEVELS) if node.sign in signs)


@dataclass(slots=True, kw_only=True)  # house: gathers what one expression reads while it is typed, and is gone with it
class _Binder:
    scope: ColumnScope
    within: Decimal
    reads: list[Ref]
    plain: list[str]  # names of row cells of the own form
    over_rows: bool
    alone: set[Ref]  # what stands somewhere else than in an addition

    def typed(self, node: Node, *, adds: bool = False) -> _Typed:
        """A node with its sort, its names bound to columns; ``adds``: it is a part of a sum. Raises Unreadable."""
        if isinstance(node, Number):
            return _Typed(Sort.NUMBER, f"{node.value}", _decimal(node.value), None)
        if isinstance(node, Text):
            return _Typed(Sort.TEXT, f"'{node.value}'", ast.Constant(node.value))
        if isinstance(node, ColumnName):
            return self._name(node, adds=adds)
        if isinstance(node, Not):
            inner = self.typed(node.of)
            _want_truth(inner)
            return _Typed(Sort.TRUTH, f"not {inner.text}", ast.UnaryOp(ast.Not(), inner.tree))
        adds = node.sign in ("+", "-")
        left, right = self.typed(node.left, adds=adds), self.typed(node.right, adds=adds)
        text = f"{left.text} {node.sign} {right.text}"
        if node.sign in ("and", "or"):
            _want_truth(left)
            _want_truth(right)
            return _Typed(Sort.TRUTH, text, ast.BoolOp(ast.And() if node.sign == "and" else ast.Or(), [left.tree, right.tree]))
        if node.sign in _COMPARISONS:
            return _Typed(Sort.TRUTH, text, self._comparison(node.sign, left, right))
        return _arithmetic(node.sign, left, right, text)

    def _name(self, node: ColumnName, *, adds: bool) -> _Typed:
        form, known = column_named(node.text, self.scope)
        if node.over is not Over.COUNT and node.over is not Over.CELL and known.sort is not Sort.NUMBER:
            action = {Over.SUM: "sum", Over.PREVIOUS: "previous"}.get(node.over, "year")
            raise Unreadable(WANTS_NUMBER.format(found=node.text, action=ACTIONS[action]))
        if form and node.over in OVER_ROWS:
            raise Unreadable(IN_ANOTHER_FORM.format(found=node.text, function=node.over.value))
        if not form and node.over in OVER_ROWS:
            self.over_rows = True
        elif not form and not known.single:
            self.plain.append(node.text)
        ref = Ref(known.id, node.over, form)
        if ref not in self.reads:
            self.reads.append(ref)
        if not adds:
            self.alone.add(ref)
        text = node.text if node.over is Over.CELL else f"{node.over.value}({node.text})"
        value = ast.Subscript(ast.Name("v", ast.Load()), ast.Constant(self.reads.index(ref)), ast.Load())
        if node.over is Over.COUNT:
            return _Typed(Sort.NUMBER, text, value, None, ref=ref)
        return _Typed(known.sort, text, value, known.measure, known.choices, ref)

    def _comparison(self, sign: str, left: _Typed, right: _Typed) -> ast.expr:
        left, right = _as_day(left, right), _as_day(right, left)
        if left.sort is not right.sort:
            raise Unreadable(TWO_SORTS.format(left=left.text, one=SORT_WORDS[left.sort], right=right.text, other=SORT_WORDS[right.sort]))
        if left.sort is Sort.NUMBER:
            _same_measure(left, right)
        if left.sort is Sort.TRUTH:
            raise Unreadable(WANTS_STATEMENT)
        if left.sort is Sort.TEXT:
            if sign not in ("=", "!="):
                raise Unreadable(ORDER_OF_TEXT.format(found=left.text))
            _known_choice(left, right)
            _known_choice(right, left)
        if self.within and left.sort is Sort.NUMBER and sign in ("=", "!="):
            apart = ast.Call(ast.Name("abs", ast.Load()), [ast.BinOp(left.tree, ast.Sub(), right.tree)], [])
            return ast.Compare(apart, [ast.LtE() if sign == "=" else ast.Gt()], [_decimal(self.within)])
        return ast.Compare(left.tree, [_COMPARE[sign]()], [right.tree])

    def compared(self, node: Node) -> tuple[_Typed, _Typed] | None:
        """Both sides of a comparison of two numbers; None for anything else."""
        if not (isinstance(node, Pair) and node.sign in _COMPARISONS):
            return None
        left, right = self.typed(node.left, adds=True), self.typed(node.right, adds=True)  # typed before: what stands alone is known
        return (left, right) if left.sort is Sort.NUMBER else None


def _own_cell(part: _Typed) -> bool:
    """True for a cell of the own form that stands there by itself."""
    return part.ref is not None and part.ref.over is Over.CELL and not part.ref.form


_COMPARE: Mapping[str, type[ast.cmpop]] = {"=": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_OPERATE: Mapping[str, type[ast.operator]] = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div}


def column_named(name: str, scope: ColumnScope) -> tuple[str, Known]:
    """The form (empty: the own one) and the column that a name means. Raises Unreadable."""
    found = _find(scope.own, name)
    if found is not None:
        return "", found
    form, dot, column = name.partition(".")
    if dot and form in scope.forms:
        other = _find(scope.forms[form], column)
        if other is None:
            raise Unreadable(NO_FORM_COLUMN.format(form=form, found=column))
        return form, other
    glued = any(sign in name for sign in (*_ARITHMETIC, *_SAME_SIGN))
    raise Unreadable((NO_BLANKS if glued else NO_COLUMN).format(found=name))


def _find(columns: tuple[Known, ...], name: str) -> Known | None:
    wanted = for_matching(name)
    return next((one for one in columns if one.id == name), None) or next(
        (one for one in columns if for_matching(one.title) == wanted), None
    )


def _arithmetic(sign: str, left: _Typed, right: _Typed, text: str) -> _Typed:
    tree: ast.expr
    if sign == "-" and left.sort is right.sort is Sort.DAY:
        days = ast.Attribute(ast.BinOp(left.tree, ast.Sub(), right.tree), "days", ast.Load())
        return _Typed(Sort.NUMBER, text, ast.Call(ast.Name("Decimal", ast.Load()), [days], []), None)
    for one in (left, right):
        if one.sort is not Sort.NUMBER:
            raise Unreadable(WANTS_NUMBER.format(found=one.text, action=ACTIONS[sign]))
    tree = ast.BinOp(left.tree, _OPERATE[sign](), right.tree)
    if sign in ("+", "-"):
        _same_measure(left, right)
        return _Typed(Sort.NUMBER, text, tree, right.measure if left.measure is None else left.measure)
    return _Typed(Sort.NUMBER, text, tree, None)


def _same_measure(left: _Typed, right: _Typed) -> None:
    if left.measure is not None and right.measure is not None and left.measure != right.measure:
        words = {"left": left.text, "one": left.measure or PLAIN, "right": right.text, "other": right.measure or PLAIN}
        raise Unreadable(TWO_MEASURES.format(**words))


def _known_choice(column: _Typed, said: _Typed) -> None:
    if column.choices and isinstance(said.tree, ast.Constant) and said.tree.value not in column.choices:
        raise Unreadable(NO_CHOICE.format(column=column.text, found=said.tree.value, known="、".join(column.choices)))


def _as_day(part: _Typed, beside: _Typed) -> _Typed:
    """A text that was written beside a day is one, where it is written as 2018-05-07."""
    if beside.sort is Sort.DAY and isinstance(part.tree, ast.Constant) and _DAY.fullmatch(str(part.tree.value)):
        try:
            date.fromisoformat(str(part.tree.value))
        except ValueError:
            return part
        return _Typed(Sort.DAY, part.text, ast.Call(ast.Name("day", ast.Load()), [part.tree], []))
    return part


def _want_truth(part: _Typed) -> None:
    if part.sort is not Sort.TRUTH:
        raise Unreadable(WANTS_STATEMENT)


def _decimal(value: Decimal) -> ast.expr:
    return ast.Call(ast.Name("Decimal", ast.Load()), [ast.Constant(str(value))], [])


class _Hoist(ast.NodeTransformer):
    """Numbers and days that were written become names, so that they are made once and not for every row."""

    def __init__(self) -> None:
        self.made: dict[str, object] = {}

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A number or day that was written, as a name; any other call as it is."""
        written = node.args[0]
        if isinstance(node.func, ast.Name) and node.func.id in ("Decimal", "day") and isinstance(written, ast.Constant):
            name = f"c{len(self.made)}"
            self.made[name] = (Decimal if node.func.id == "Decimal" else date.fromisoformat)(str(written.value))
            return ast.Name(name, ast.Load())
        return self.generic_visit(node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Which statements fail in a row, by their place among those judged together; ``none``: the columns in which the row says that there is none
    (无), which nothing was asked about."""

    failed: Sequence[int]
    none: Sequence[int]


def judged_together(statements: Sequence[Statement], sorts: Mapping[str, Sort]) -> Callable[[Mapping[str, Content]], Judged]:
    """One function for all the statements over single rows: each cell of a row is looked at once, whatever the number of statements.

    ``sorts``: what every column of the own form holds. Blank: a statement over a cell without a value of its column's sort is not asked.
    A divisor of 0: nothing is said.
    """
    columns = tuple(dict.fromkeys(ref.column for one in statements for ref in one.reads))
    lines = ["def judge(cells):", " failed, none = [], []"]
    for at, column in enumerate(columns):
        value = {Sort.NUMBER: "c.amount if type(c) is Quantity", Sort.DAY: "c.day if type(c) is Day"}.get(
            sorts[column], "c.text if type(c) is Words or type(c) is NotApplicable"
        )
        noted = f"none.append({at}) if type(c) is NotApplicable else None" if sorts[column] is Sort.NUMBER else "None"
        lines += [f" c = cells.get(k{at})", f" x{at} = {value} else {noted}"]
    lines += [" return Judged(failed=failed, none=none)"]
    module = ast.parse("\n".join(lines))
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    hoist = _Hoist()
    asked = [hoist.visit(_asked(one, at, columns)) for at, one in enumerate(statements)]
    function.body[-1:-1] = asked
    names: dict[str, Any] = {"__builtins__": {"type": type}, "abs": abs, "Decimal": Decimal, "ArithmeticError": ArithmeticError}
    names |= {"Quantity": Quantity, "Day": Day, "Words": Words, "NotApplicable": NotApplicable, "Judged": Judged}
    names |= {f"k{at}": column for at, column in enumerate(columns)} | hoist.made
    exec(compile(ast.fix_missing_locations(module), "<rulebook>", "exec"), names)  # noqa: S102 - the tree is ours: names, numbers and operators only
    judge: Callable[[Mapping[str, Content]], Judged] = names["judge"]
    return judge


def _asked(one: Statement, at: int, columns: Sequence[str]) -> ast.stmt:
    """``if`` every cell that it reads has a value and it does not hold, its place is noted."""
    places = {place: columns.index(ref.column) for place, ref in enumerate(one.reads)}
    given: list[ast.expr] = [
        ast.Compare(ast.Name(f"x{place}", ast.Load()), [ast.IsNot()], [ast.Constant(None)]) for place in dict.fromkeys(places.values())
    ]
    tree = _Renamed(places).visit(copy.deepcopy(one.tree))
    note = ast.parse(f"failed.append({at})").body
    asked = ast.If(ast.BoolOp(ast.And(), [*given, ast.UnaryOp(ast.Not(), tree)]), note, [])
    if not any(isinstance(part, ast.Div) for part in ast.walk(one.tree)):
        return asked
    return ast.Try([asked], [ast.ExceptHandler(ast.Name("ArithmeticError", ast.Load()), None, [ast.Pass()])], [], [])


class _Renamed(ast.NodeTransformer):
    """The values that an expression reads become names of their own."""

    def __init__(self, places: Mapping[int, int]) -> None:
        self._places = places

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """``v[2]`` as ``x5``."""
        assert isinstance(node.slice, ast.Constant)
        return ast.Name(f"x{self._places[int(str(node.slice.value))]}", ast.Load())


def _compiled(tree: ast.expr) -> Callable[[Cells], Any]:
    """A function over the values that an expression reads, made from our own tree; numbers that were written are made once."""
    hoist = _Hoist()
    body = hoist.visit(copy.deepcopy(tree))
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg("v")], kwonlyargs=[], kw_defaults=[], defaults=[])
    made = ast.fix_missing_locations(ast.Expression(ast.Lambda(arguments, body)))
    names = {"__builtins__": {}, "abs": abs, "Decimal": Decimal, **hoist.made}
    run: Callable[[Cells], Any] = eval(compile(made, "<rulebook>", "eval"), names)  # noqa: S307 - the tree is ours: names, numbers and operators only
    return run
