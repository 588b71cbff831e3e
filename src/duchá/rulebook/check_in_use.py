"""What earlier versions of the program took and this one refuses: it stops a new rulebook; in a campaign in use it is said, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from duchá.rulebook import faults as kinds
from duchá.rulebook.check_effect import check_effect
from duchá.rulebook.check_sense import check_sense
from duchá.rulebook.form import ColumnKind, FilledBy
from duchá.rulebook.model import Deliverable, Rulebook
from duchá.rulebook.readings import check_readings
from duchá.rulebook.register_rules import CheckDemand, RowMatch, RowPick
from duchá.rulebook.structure import Structure
from duchá.terms.deadline import DueRule
from duchá.terms.period import FIRST_YEAR, LAST_YEAR, is_day
from duchá.terms.text import safe_name

ENDS_BEFORE = "从{start}到{end}，止日在起日之前"
NO_CHOICES = "这是选择栏（choice），却没有写 choices 或 choices_from"
NO_UNIT = '表头没有填报单位一格（kind = "unit"），收回来分不清是哪个单位的'
SAME_SHEET = "工作表“{sheet}”与“{other}”同名，一个文件里放不下两张"
SAME_FORM = "同一组别同一天，“{other}”已经要报表“{form}”了，收到一份分不清算哪一项"
MOST_ROWS, WIDEST = 2000, 255  # rows of a blank, characters of a column: no sheet shows more
FEWER = "最多（most）{most} 行，比最少（least）{least} 行还少"
OF_ANOTHER = "指标“{measure}”数的是“{theirs}”，这张统计表列的是“{register}”，要同一张登记表"
NOTHING_UNIQUE = "没有关键栏（key），写了 unique 每两行都算重复，请给栏目写 key = true，或者删去 unique"
BACK_TO_ITSELF = "又对照回“{register}”的同一行，没有别的条件，怎样都对得上；请写上条件（rows），或者删去"
OF_ITSELF = "是拿这张登记表要求它自己，永远没有缺口"
NO_DAY = "“{column}”不是日期"
NO_WORKBOOK = "登记表的文件名要以 .xlsx 结尾"
NO_TEMPLATE_NAME = "模板写 templates/documents/ 里的名称，不带 .docx 和路径"
_DATED = (ColumnKind.DATE, ColumnKind.DATES, ColumnKind.TIME, ColumnKind.PERIOD)
ROW_COMES_BACK = "按期报送的，期限从每期数起，不能又从登记表的一栏来；写了 every 就删去 row，写了 row 就删去 every"
ROW_WITHOUT_DAY = "row 要写 due（登记表里的截止日期，这时 due 只写 text），或者写 since（起算的日子，这时 due 写 days、working_days 或 months），两样写且只写一样"
ROW_OF_UNITS = '“{register}”是单位填的表，日期要在本室填的登记表里（filled_by = "office"）'
COUNTED_FROM_NOTHING = "它要从某一天数起，而材料没有起算的日子"


def check_in_use(rulebook: Rulebook, structure: Structure) -> None:
    """Adds to ``structure`` every G040–G045 and G047 fault: readings without effect, due rules without a day, numbers and names that no file takes."""
    check_readings(rulebook, structure)
    check_effect(rulebook, structure)
    check_sense(rulebook, structure)
    for item in rulebook.deliverables:
        if item.rule.is_sound and not _dated(item):
            key = f"deliverables.{item.key}.due"
            structure.complain(kinds.ONE_DAY, key, key=key, text=item.due.text, why=COUNTED_FROM_NOTHING)
    for clock in rulebook.clocks:
        for due in (*(term.due for term in clock.terms), *(node.due for node in clock.nodes)):
            if due.is_sound and not due.is_counted:
                key = f"clocks.{clock.id}.due"
                structure.complain(kinds.COUNTED, key, key=key, text=due.text)
    for phase in rulebook.phases:
        for name, day in (("start", phase.start), ("end", phase.end)):
            if day and not is_day(day):
                structure.complain(kinds.BAD_PHASE_DAY, f"phases.{phase.id}.{name}", key=f"phases.{phase.id}.{name}", found=day)
    for key, found, least, most in _numbers(rulebook):
        if not least <= found <= most:
            structure.complain(kinds.TOO_LARGE, key, key=key, found=found, least=least, most=most)
    for key, why in (*_contradictions(rulebook), *_of_registers(rulebook)):
        structure.complain(kinds.CANNOT_WORK, key, key=key, why=why)
    for form in rulebook.forms:
        if form.file and form.file != safe_name(form.file):
            key = f"forms.{form.id}.file"
            structure.complain(kinds.FILE_NAME, key, key=key, found=form.file, better=safe_name(form.file))


def _contradictions(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """What cannot hold together: a window that ends before it begins, a choice of nothing, a form that no unit can be told from. Key and why."""
    for key, start, end in (
        ("window_end", rulebook.window_start, rulebook.window_end),
        ("valid_to", rulebook.valid_from, rulebook.valid_to),
    ):
        if start is not None and end is not None and end < start:
            yield key, ENDS_BEFORE.format(start=start, end=end)
    for phase in rulebook.phases:
        if is_day(phase.start) and is_day(phase.end) and phase.end < phase.start:
            yield f"phases.{phase.id}.end", ENDS_BEFORE.format(start=phase.start, end=phase.end)
    for form in rulebook.forms:
        for column in form.columns:
            if column.kind is ColumnKind.CHOICE and not column.choices and not column.choices_from:
                yield f"forms.{form.id}.columns.{column.id}.choices", NO_CHOICES
        if form.filled_by is FilledBy.UNIT and form.header and not any(field.kind is ColumnKind.UNIT for field in form.header):
            yield f"forms.{form.id}.header", NO_UNIT
    ours = [form for form in rulebook.forms if form.filled_by is FilledBy.UNIT]
    for one, other in combinations(ours, 2):
        if one.sheet == other.sheet:
            yield f"forms.{other.id}.sheet", SAME_SHEET.format(sheet=other.sheet, other=one.id)
    offices = {form.id for form in rulebook.forms if form.filled_by is not FilledBy.UNIT}
    for item in rulebook.deliverables:
        if item.row is None:
            continue
        key = f"deliverables.{item.key}.row"
        if item.comes_back is not None:
            yield key, ROW_COMES_BACK
        elif not item.row.works_with(item.due):
            yield key, ROW_WITHOUT_DAY
        elif item.row.register not in offices:
            yield f"{key}.register", ROW_OF_UNITS.format(register=item.row.register)
    for owed, twin in combinations((item for item in rulebook.deliverables if item.form), 2):
        if owed.form == twin.form and set(owed.groups) & set(twin.groups) and owed.due == twin.due:
            yield f"deliverables.{twin.key}.form", SAME_FORM.format(form=twin.form, other=owed.key)


def _of_registers(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """What cannot hold of registers and what is asked of them: it would count nothing, or something else than it says. Key and why."""
    kinds_of = {(form.id, column.id): column.kind for form in rulebook.forms for column in form.columns}
    for form in rulebook.forms:
        if form.filled_by is not FilledBy.UNIT and form.file and not form.file.endswith(".xlsx"):
            yield f"forms.{form.id}.file", NO_WORKBOOK
        if form.filled_by is not FilledBy.UNIT and form.unique and not any(column.key for column in form.columns):
            yield f"forms.{form.id}.unique", NOTHING_UNIQUE
        for name in form.dated_by:
            if kinds_of.get((form.id, name), ColumnKind.DATE) not in _DATED:
                yield f"forms.{form.id}.dated_by", NO_DAY.format(column=name)
    for key, register, rows in _picked(rulebook):
        yield from ((key, BACK_TO_ITSELF.format(register=back)) for back in _back_to_itself(register, rows))
    for check in rulebook.checks:
        if check.least is not None and check.most is not None and check.most < check.least:
            yield f"checks.{check.id}.most", FEWER.format(most=check.most, least=check.least)
        of = check.columns if check.demand is CheckDemand.COVERS else check.per
        if check.every and check.rows.is_all and [f"{check.register}.{name}" for name in of] == list(check.every):
            yield f"checks.{check.id}.every", OF_ITSELF
        for match in check.matches:
            if match.most is not None and match.most < match.least:
                yield f"checks.{check.id}.matches", FEWER.format(most=match.most, least=match.least)
            same = match.register == check.register and all(mine == theirs for mine, theirs in match.columns.items())
            if same and match.rows.is_all and match.least <= 1 and match.most is None:
                yield f"checks.{check.id}.matches", OF_ITSELF
    counted = {measure.id: measure.register for measure in rulebook.measures}
    for table in rulebook.tables:
        for name in table.measures:
            theirs = counted.get(name, table.register)
            if theirs != table.register:
                yield f"tables.{table.id}.measures", OF_ANOTHER.format(measure=name, theirs=theirs, register=table.register)
    for paper in rulebook.documents:
        if kinds_of.get((paper.register, paper.issued), ColumnKind.DATE) is not ColumnKind.DATE:
            yield f"documents.{paper.id}.issued", NO_DAY.format(column=paper.issued)
        if paper.template != safe_name(paper.template) or "." in paper.template:
            yield f"documents.{paper.id}.template", NO_TEMPLATE_NAME


def _picked(rulebook: Rulebook) -> Iterator[tuple[str, str, RowPick]]:
    """Every choice of rows that the rulebook makes, with its key and the list that it chooses from."""
    for check in rulebook.checks:
        yield f"checks.{check.id}.rows", check.register, check.rows
        yield f"checks.{check.id}.matches", check.register, RowPick(matched=tuple(one for one in check.matches if not one.rows.is_all))
    for one in rulebook.reconcile:
        yield f"reconcile.{one.id}.left_rows", one.left, one.left_rows
        yield f"reconcile.{one.id}.right_rows", one.right, one.right_rows
    for measure in rulebook.measures:
        for name, rows in (("rows", measure.rows), ("part", measure.part), ("excused", measure.excused or RowPick())):
            yield f"measures.{measure.id}.{name}", measure.register, rows
    for proposal in rulebook.row_proposals:
        yield f"row_proposals.{proposal.id}.rows", proposal.register, proposal.rows
    for paper in rulebook.documents:
        yield f"documents.{paper.id}.rows", paper.register, paper.rows
        yield (
            f"documents.{paper.id}.lists",
            paper.register,
            RowPick(matched=tuple(one.match for one in paper.lists if not one.match.rows.is_all)),
        )


def _back_to_itself(register: str, rows: RowPick, above: tuple[str, RowMatch] | None = None) -> Iterator[str]:
    """The lists to which a choice of rows leads back in such a way that the row it started from is always among what is found."""
    for match in (*rows.matched, *rows.unmatched):
        own = match.register == register and all(mine == theirs for mine, theirs in match.columns.items())
        back = (
            above is not None
            and match.register == above[0]
            and all(above[1].columns.get(theirs) == mine for mine, theirs in match.columns.items())
        )
        if (own or back) and match.rows.is_all and match.least <= 1 and match.most is None:
            yield match.register
        yield from _back_to_itself(match.register, match.rows, (register, match))


def without_days_that_are_none(rulebook: Rulebook) -> Rulebook:
    """The rulebook as it can be used: a due rule from which no day follows names none, a phase without a day has no bound."""
    deliverables = tuple(
        item
        if _dated(item) and (item.row is None or (item.comes_back is None and item.row.works_with(item.due)))
        else replace(item, row=None, due=DueRule(text=item.due.text, roll=item.due.roll, outward=item.due.outward))
        for item in rulebook.deliverables
    )
    clocks = tuple(
        replace(
            clock,
            terms=tuple(term for term in clock.terms if term.due.is_counted),
            nodes=tuple(node for node in clock.nodes if node.due.is_counted),
        )
        for clock in rulebook.clocks
    )
    phases = tuple(
        replace(phase, start=phase.start if is_day(phase.start) else "", end=phase.end if is_day(phase.end) else "")
        for phase in rulebook.phases
    )
    return replace(rulebook, deliverables=deliverables, clocks=clocks, phases=phases)


def _dated(item: Deliverable) -> bool:
    """False for a term that counts from nothing: one day or none follows from it, or one for each time that it comes back, or for each row."""
    return item.row is not None or item.comes_back is not None or not item.due.is_counted


def _numbers(rulebook: Rulebook) -> Iterator[tuple[str, int, int, int]]:
    """Numbers with their bounds: key, what is written, the least and the most."""
    if rulebook.year is not None:
        yield "year", rulebook.year, FIRST_YEAR, LAST_YEAR
    for form in rulebook.forms:
        yield f"forms.{form.id}.body_rows", form.body_rows, 1, MOST_ROWS
        yield from ((f"forms.{form.id}.columns.{column.id}.width", column.width, 1, WIDEST) for column in form.columns)
