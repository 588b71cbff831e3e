"""Whether what a rulebook asks of its lists can be asked: columns exist, statements are typed, sentences name what there is. Found when it is read."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping

from duchá.rulebook import faults as kinds
from duchá.rulebook.expression import ColumnScope, Known, Over, Sort, Statement, Unreadable, statement
from duchá.rulebook.form import Column, ColumnKind, FilledBy, Form
from duchá.rulebook.machine import Move
from duchá.rulebook.model import Rulebook
from duchá.rulebook.register_rules import (
    AS_OF,
    CHOICES,
    EVERY_GROUP,
    UNITS,
    CheckDemand,
    Difference,
    FigureKind,
    Measure,
    MeasureTable,
    Reconciliation,
    RegisterCheck,
    RowDocument,
    RowMatch,
    RowPick,
    RowProposal,
)
from duchá.rulebook.structure import Structure
from duchá.rulebook.weighting import SheetDeductions

TODAY = "统计日"
BRACES = "花括号没有成对，花括号里只写栏目"
ONLY_OWN = "只能写这张表自己的栏目，不能用 {found}"
ROSTER_LIST = "roster"  # the roster as a list: what is wanting in units.xlsx can be asked for as of any register
ROSTER_TITLES = {
    "name": "单位名称",
    "group": "组别",
    "klass": "单位类别",
    "parent": "上级单位",
    "leader": "分管领导",
    "office": "责任处室",
    "contact": "联系人",
    "phone": "联系电话",
    "email": "电子邮箱",
    "discipline_body": "纪检监察组织",
}
ROSTER_COLUMNS = tuple(ROSTER_TITLES)
ROSTER_FORM = Form(
    id=ROSTER_LIST,
    number="",
    title="单位名单",
    sheet="单位名单",
    article="",
    filled_by=FilledBy.OFFICE,
    columns=tuple(
        Column(id=id, title=title, kind=ColumnKind.UNIT if id == "name" else ColumnKind.TEXT, key=id == "name")
        for id, title in ROSTER_TITLES.items()
    ),
)
PROBLEMS_LIST = "problems"  # the problems of the ledger as a list: what is found, handled and exposed is counted over it
ENDED = "ended"
YES, NO = "是", "否"
PROBLEM_COUNTERS = {
    "problems-found": FigureKind.COUNT,
    "problems-handled": FigureKind.RATE,
    "problems-exposed": FigureKind.RATE,
}
PROBLEMS_FORM = Form(
    id=PROBLEMS_LIST,
    number="",
    title="问题台账",
    sheet="问题台账",
    article="",
    filled_by=FilledBy.OFFICE,
    columns=tuple(Column(id=id, title=id, key=id == "number") for id in ("number", "unit", ENDED, *(move.value for move in Move))),
)
COUNTED, FOUND, ITEM, LEAST, MOST, DAYS = "count", "found", "item", "least", "most", "days"  # what a sentence may name beside columns
_DAYS, _NUMBERS = frozenset({ColumnKind.DATE}), frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PERCENT, ColumnKind.SEQUENCE})
_NEEDS: Mapping[CheckDemand, tuple[str, ...]] = {
    CheckDemand.FILLED: ("columns",),
    CheckDemand.ONE_OF: ("columns",),
    CheckDemand.ORDER: ("columns",),
    CheckDemand.DISTINCT: ("columns",),
    CheckDemand.COUNT: ("per",),
    CheckDemand.COVERS: ("columns", "every"),
    CheckDemand.REFERENCE: ("matches",),
    CheckDemand.NO_OVERLAP: ("columns", "per"),
    CheckDemand.DIFFERS: ("columns",),
    CheckDemand.HOLDS: ("rule",),
    CheckDemand.NONE: ("rows",),
}
_MAY: Mapping[CheckDemand, tuple[str, ...]] = {CheckDemand.COUNT: ("least", "most", "distinct", "every"), CheckDemand.NONE: ("columns",)}
_PAIRS = frozenset({CheckDemand.ORDER, CheckDemand.NO_OVERLAP, CheckDemand.DIFFERS})
_OF_DEMAND = ("columns", "per", "every", "matches", "rule", "least", "most", "distinct")


def sort_of(kind: ColumnKind) -> Sort:
    """What a column's cells are to a statement."""
    if kind in _DAYS:
        return Sort.DAY
    return Sort.NUMBER if kind in _NUMBERS else Sort.TEXT


def scope_of(form: Form) -> ColumnScope:
    """The names that a statement about a list's rows may use: its columns, and the day of the report."""
    own = tuple(
        Known(id=column.id, title=column.title, sort=sort_of(column.kind), choices=column.choices if not column.choices_from else ())
        for column in form.columns
    )
    head = tuple(Known(id=item.id, title=item.label, sort=sort_of(item.kind)) for item in form.header)
    taken = {one.id for one in own}
    return ColumnScope(own=(*own, *(one for one in head if one.id not in taken), Known(id=AS_OF, title=TODAY, sort=Sort.DAY)), forms={})


def check_registers(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` what is wrong with checks, reconciliations, measures, tables and documents: G005, G007, G008, G051–G054."""
    forms = {ROSTER_LIST: ROSTER_FORM, **{form.id: form for form in rulebook.forms}}
    look = _Look(forms, rulebook, structure)
    for form in rulebook.forms:
        for name in (form.valid_from, form.valid_to):
            if name:
                look.column(f"forms.{form.id}.valid_from/valid_to", form, name, _DAYS)
    for sheet in rulebook.sheets:
        if sheet.deductions is not None:
            look.deductions(f"sheets.{sheet.id}.deductions", sheet.deductions)
    for check in rulebook.checks:
        look.check(check)
    for reconciliation in rulebook.reconcile:
        look.reconciliation(reconciliation)
    for measure in rulebook.measures:
        look.measure(measure)
    for table in rulebook.tables:
        look.table(table)
    for proposal in rulebook.row_proposals:
        look.proposal(proposal)
    for document in rulebook.documents:
        look.document(document)


class _Look:
    """Looks at one declaration after the other, with the forms of the rulebook at hand."""

    def __init__(self, forms: Mapping[str, Form], rulebook: Rulebook, structure: Structure) -> None:
        self._forms, self._rulebook, self._structure = forms, rulebook, structure

    def check(self, check: RegisterCheck) -> None:
        """A check: its list, its columns, what its demand wants."""
        key = f"checks.{check.id}"
        form = self.form(f"{key}.register", check.register)
        if form is None:
            return
        given = {name for name in _OF_DEMAND if getattr(check, name)} | (set() if check.rows.is_all else {"rows"})
        needs = _NEEDS[check.demand]
        for name in needs:
            if name not in given:
                self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=check.demand.value, name=name)
        for name in sorted(given - {"rows"} - set(needs) - set(_MAY.get(check.demand, ()))):
            self._structure.complain(kinds.CHECK_IDLE, key, key=f"{key}.{name}", demand=check.demand.value)
        if check.demand is CheckDemand.COUNT and check.least is None and check.most is None:
            self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=check.demand.value, name="least/most")
        if check.demand in _PAIRS and len(check.columns) != 2:
            self._structure.complain(kinds.CHECK_PAIR, key, key=f"{key}.columns", count=2, found=len(check.columns))
        days = _DAYS if check.demand in (CheckDemand.ORDER, CheckDemand.NO_OVERLAP, CheckDemand.NONE) else None
        for name in check.columns:
            self.column(f"{key}.columns", form, name, days)
        for name in (*check.per, *((check.distinct,) if check.distinct else ()), *((check.override,) if check.override else ())):
            self.column(f"{key}.per/distinct/override", form, name)
        of = check.columns if check.demand is CheckDemand.COVERS else check.per
        if check.every and len(check.every) != len(of):
            self._structure.complain(kinds.CHECK_PAIR, key, key=f"{key}.every", count=len(of), found=len(check.every))
        elif check.every:
            for column, item in zip(of, check.every, strict=True):
                self._every(f"{key}.every", form, column, item)
        for match in check.matches:
            self.match(f"{key}.matches", form, match)
        self.rows(f"{key}.rows", form, check.rows)
        if check.rule:
            self.statement(f"{key}.rule", form, check.rule)
        self.sentence(f"{key}.says", form, check.says, (COUNTED, FOUND, ITEM, LEAST, MOST, DAYS))

    def deductions(self, key: str, of: SheetDeductions) -> None:
        """The register of a sheet's deductions has the columns that are named."""
        form = self.form(key, of.register)
        for name in (of.period, of.unit, of.item, of.reason, of.evidence) if form is not None else ():
            self.column(key, form, name)  # type: ignore[arg-type]  # it is there
        if form is not None:
            self.column(key, form, of.points, _NUMBERS)

    def _every(self, key: str, form: Form, column: str, item: str) -> None:
        register, dot, theirs = item.partition(".")
        if item.startswith(EVERY_GROUP):
            group = item.removeprefix(EVERY_GROUP)
            self._known(key, group, [one.id for one in self._rulebook.groups], "groups")
        elif dot:
            other = self.form(key, register)
            if other is not None:
                self.column(key, other, theirs)
        elif item == CHOICES:
            found = next((one for one in form.columns if one.id == column), None)
            if found is not None and not found.choices and not found.choices_from:
                self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=f"choices ({column})", name="choices")
        elif item != UNITS:
            self._known(key, item, [UNITS, f"{EVERY_GROUP}…", CHOICES, "register.column"], "every")

    def reconciliation(self, one: Reconciliation) -> None:
        """Two lists and the columns by which they are compared."""
        key = f"reconcile.{one.id}"
        left, right = self.form(f"{key}.left", one.left), self.form(f"{key}.right", one.right)
        if not one.key:
            self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand="reconcile", name="key")
        if left is None or right is None:
            return
        for mine, theirs in (*one.key.items(), *one.compare.items()):
            self.column(f"{key}.key/compare", left, mine)
            self.column(f"{key}.key/compare", right, theirs)
        self.rows(f"{key}.left_rows", left, one.left_rows)
        self.rows(f"{key}.right_rows", right, one.right_rows)
        for name, says in one.says.items():
            self._known(f"{key}.says", name, [find.value for find in Difference], "finds")
            self.sentence(f"{key}.says.{name}", right if name == Difference.EXTRA.value else left, says, ())

    def measure(self, measure: Measure) -> None:
        """A count, a sum or a rate."""
        key = f"measures.{measure.id}"
        form = self._of_problems(key, measure) if measure.register == PROBLEMS_LIST else self.form(f"{key}.register", measure.register)
        if form is None:
            return
        self.rows(f"{key}.rows", form, measure.rows)
        self.rows(f"{key}.part", form, measure.part)
        if measure.excused is not None:
            self.rows(f"{key}.excused", form, measure.excused)
        if measure.figure is FigureKind.SUM:
            if measure.sum:
                self.column(f"{key}.sum", form, measure.sum, _NUMBERS)
            else:
                self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=measure.figure.value, name="sum")
        elif measure.sum:
            self._structure.complain(kinds.CHECK_IDLE, key, key=f"{key}.sum", demand=measure.figure.value)
        if measure.figure is FigureKind.RATE and measure.part.is_all:
            self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=measure.figure.value, name="part")
        if measure.distinct:
            self.column(f"{key}.distinct", form, measure.distinct)
        if measure.on:
            self.column(f"{key}.on", form, measure.on, _DAYS)

    def _of_problems(self, key: str, measure: Measure) -> Form:
        """The problems of the ledger: of them only the three counters are asked, each in its own way. A rulebook's own form of that id goes first."""
        if PROBLEMS_LIST in self._forms:
            return self._forms[PROBLEMS_LIST]
        self._known(key, measure.id, list(PROBLEM_COUNTERS), "measures")
        figure = PROBLEM_COUNTERS.get(measure.id, measure.figure)
        self._known(f"{key}.figure", measure.figure.value, [figure.value], "figure")
        if figure is FigureKind.RATE and measure.target is None:
            self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand=figure.value, name="target")
        return PROBLEMS_FORM

    def table(self, table: MeasureTable) -> None:
        """A table of measures."""
        key = f"tables.{table.id}"
        form = self.form(f"{key}.register", table.register)
        for name in table.measures:
            self._known(f"{key}.measures", name, [measure.id for measure in self._rulebook.measures], "measures")
        if form is None:
            return
        for name in (table.by, table.over, table.shows, table.on, *table.gap_columns):
            if name:
                self.column(f"{key}.by/over/shows/on/gap_columns", form, name)
        for text in (table.sentence, table.gaps_sentence):
            self.sentence(f"{key}.sentence", None, text, (*table.measures, "now"))

    def proposal(self, proposal: RowProposal) -> None:
        """A proposal from the facts of a row."""
        key = f"row_proposals.{proposal.id}"
        form = self.form(f"{key}.register", proposal.register)
        if form is None:
            return
        self.rows(f"{key}.rows", form, proposal.rows)
        self.sentence(f"{key}.says", form, proposal.says, ())
        if proposal.override:
            self.column(f"{key}.override", form, proposal.override)
        for whom in proposal.whom:
            of = form
            if whom.match is not None:
                self.match(f"{key}.whom", form, whom.match)
                of = self._forms.get(whom.match.register, form)
            self.column(f"{key}.whom", of, whom.column)

    def document(self, document: RowDocument) -> None:
        """A paper from a row."""
        key = f"documents.{document.id}"
        form = self.form(f"{key}.register", document.register)
        if form is None:
            return
        for name in (document.issued, document.number, *document.needs):
            if name:
                self.column(f"{key}.issued/number/needs", form, name)
        self.rows(f"{key}.rows", form, document.rows)
        for text in (document.title, document.to, document.signed_by, *document.paragraphs):
            self.sentence(f"{key}.title/paragraphs", form, text, (AS_OF, "campaign", "issuer"))
        for one in document.lists:
            self.match(f"{key}.lists", form, one.match)
            other = self._forms.get(one.match.register)
            for name in one.columns if other is not None else ():
                self.column(f"{key}.lists.columns", other, name)  # type: ignore[arg-type]  # it is there

    def rows(self, key: str, form: Form, rows: RowPick) -> None:
        """Which rows: the columns that must say something, the statement, the rows of other lists."""
        for name in (*rows.filled, *rows.empty):
            self.column(key, form, name)
        if rows.when:
            self.statement(f"{key}.when", form, rows.when)
        for match in (*rows.matched, *rows.unmatched):
            self.match(f"{key}.matched", form, match)

    def match(self, key: str, form: Form, match: RowMatch) -> None:
        """RowPick of another list that belong to a row."""
        other = self.form(key, match.register)
        if not match.columns:
            self._structure.complain(kinds.CHECK_LACKS, key, key=key, demand="matches", name="columns")
        for name in match.columns:
            self.column(key, form, name)
        if other is None:
            return
        for name in (*match.columns.values(), *((match.distinct,) if match.distinct else ())):
            self.column(key, other, name)
        self.rows(f"{key}.rows", other, match.rows)

    def form(self, key: str, id: str) -> Form | None:
        """The list of an id; complained of where there is none."""
        self._known(key, id, list(self._forms), "forms")
        return self._forms.get(id)

    def column(self, key: str, form: Form, name: str, of: frozenset[ColumnKind] | None = None) -> None:
        """A column of a list, of one of the kinds where that matters."""
        known = {column.id: column.kind for column in form.columns} | {item.id: item.kind for item in form.header}
        if name not in known:
            self._known(key, name, list(known), f"forms.{form.id}.columns")
        elif of is not None and known[name] not in of:
            words = ", ".join(sorted(kind.value for kind in of))
            self._structure.complain(kinds.WRONG_CHOICE, key, key=key, found=f"{name}: {known[name].value}", known=words)

    def statement(self, key: str, form: Form, text: str) -> Statement | None:
        """A statement of the small language over the rows of a list."""
        try:
            known = statement(text, scope_of(form))
            odd = next((ref for ref in known.reads if ref.over is not Over.CELL or ref.form), None)
            if odd is not None:
                raise Unreadable(ONLY_OWN.format(found=f"{odd.over.value}({odd.column})"))
        except Unreadable as why:
            self._structure.complain(kinds.CHECK_UNREADABLE, key, key=key, text=text, why=str(why))
            return None
        return known

    def sentence(self, key: str, form: Form | None, text: str, more: Iterable[str]) -> None:
        """A sentence of the rulebook: what stands in braces is a column, or one of the names that are known here."""
        known = {*more, *((column.id for column in form.columns) if form else ()), *((item.id for item in form.header) if form else ())}
        try:
            named = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError:
            self._structure.complain(kinds.CHECK_UNREADABLE, key, key=key, text=text, why=BRACES)
            return
        for name in named:
            if name not in known:
                self._known(key, name, sorted(known), "says")

    def _known(self, key: str, found: str, known: list[str], section: str) -> None:
        if found not in known:
            self._structure.complain(kinds.NO_SUCH_ID, key, key=key, found=found, section=section, known=", ".join(known))


def lists_named(rulebook: Rulebook, about: str = "") -> frozenset[str]:
    """The lists that anything in the rulebook asks about; where one is named, only those that what is asked ``about`` it needs."""
    return frozenset(name for names in _asked(rulebook) if not about or about in names[0] for part in names for name in part)


def _asked(rulebook: Rulebook) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What each declaration is about, and the other lists that it needs."""
    for check in rulebook.checks:
        every = (item.partition(".")[0] for item in check.every if "." in item)
        yield (check.register,), (*every, *_of_matches(check.matches), *_of_rows(check.rows))
    for one in rulebook.reconcile:
        yield (one.left, one.right), (*_of_rows(one.left_rows), *_of_rows(one.right_rows))
    for measure in rulebook.measures:
        rows = (measure.rows, measure.part, measure.excused or RowPick())
        yield (measure.register,), tuple(name for some in rows for name in _of_rows(some))
    for proposal in rulebook.row_proposals:
        whom = _of_matches(whom.match for whom in proposal.whom if whom.match is not None)
        yield (proposal.register,), (*_of_rows(proposal.rows), *whom)
    for document in rulebook.documents:
        yield (document.register,), (*_of_rows(document.rows), *_of_matches(one.match for one in document.lists))
    for table in rulebook.tables:
        yield (table.register,), ()


def _of_rows(rows: RowPick) -> Iterator[str]:
    yield from _of_matches((*rows.matched, *rows.unmatched))


def _of_matches(matches: Iterable[RowMatch]) -> Iterator[str]:
    for match in matches:
        yield match.register
        yield from _of_rows(match.rows)
