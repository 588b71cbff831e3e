"""量化评分表 of one unit: items, full points, deductions, points and evidence; good practice and problems; to be signed (JS-17, JC-J-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from duchá.reports.page import CellRow, Page, PageColumn, Show, amount_text
from duchá.reports.scores import wording
from duchá.reports.scores.material import ScoresMaterial, evidence_words, find, rank_words
from duchá.reports.scores.ranking_pages import rank_notes
from duchá.reports.wording import TOTAL
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.weighting import ScoreSheet, SheetItem
from duchá.scoring.facts.model import ZERO, Entry

ITEM = "评分项"
MOST = "满分"
LOST_POINTS = "扣分"
GOT = "得分"
WHY_LOST = "扣分依据"
COLON = "："
FULL_STOP = "。"
SHEET_WORDS = "总分{total}分，在{group}（共{count}个）中列第{rank}名"
DEDUCTION, DEDUCTION_BY = "扣{points}分：{reason}", "（{evidence}）"
NOT_ADDING_UP = "扣分明细合计{total}分，评分扣{lost}分，两处不符"
SHEET_WITHIN = "，在{group}（共{count}个）中列第{rank}名"

PLAIN_CAUSE = ("item", "period")  # what the cause of a mark names; those of conversions name more
_COLUMNS = (
    PageColumn(title=ITEM, show=Show.TEXT, width=18),
    PageColumn(title=wording.ARTICLE, width=9),
    PageColumn(title=MOST, show=Show.AMOUNT, width=7),
    PageColumn(title=LOST_POINTS, show=Show.SIGNED, width=7),
    PageColumn(title=GOT, show=Show.AMOUNT, width=7),
    PageColumn(title=WHY_LOST, show=Show.WORDS, width=32),
    PageColumn(title=wording.EVIDENCE, show=Show.WORDS, width=24),
)


def sheet_page(material: ScoresMaterial, unit: str) -> Page:
    """The unit's sheet. Blank: an item without points is not scored yet; without full points in the text nothing is deducted."""
    sheet = sheet_of(material, unit)
    assert sheet is not None, "a unit that several sheets score, or rules, has its entries printed one by one"
    entries = {entry.rule: entry for entry in _entries(material, unit)}
    own = _own_deductions(material, sheet, unit)
    rows = tuple(_row(material, item, entries.get(item.id), own) for item in sheet.items)
    return Page(
        name=wording.UNIT,
        title=wording.UNIT_TITLE.format(unit=unit, period=material.period, what=material.what),
        columns=_COLUMNS,
        rows=rows,
        total=_total(sheet, tuple(entries.values())),
        under=material.under,
        measure=wording.MEASURE,
        words=tuple(_words(material, unit)),
        notes=(*wording.CONFIRM_NOTES, *rank_notes(material)[:1], *material.scores.notes),
        signatures=wording.SIGNATURES,
    )


def sheet_of(material: ScoresMaterial, unit: str) -> ScoreSheet | None:
    """The one sheet that scores a unit, item by item as it was marked; None where several do, or where rules, conversions and weights come in."""
    book = apply_readings(material.rulebook, material.scores.readings)
    if book.scheme is not None or book.weighting is not None:
        return None
    entries = _entries(material, unit)
    scored = {entry.rule for entry in entries}
    sheets = [sheet for sheet in book.sheets if any(item.id in scored for item in sheet.items)] or list(book.sheets[:1])
    plain = all(entry.cause.count("|") == len(PLAIN_CAUSE) for entry in entries)
    return sheets[0] if len(sheets) == 1 and plain and not any(item.of for item in sheets[0].items) else None


def _own_deductions(material: ScoresMaterial, sheet: ScoreSheet, unit: str) -> Mapping[str, list[tuple[Decimal, str]]] | None:
    """What was deducted of each item, one by one: points and words; None where nobody wrote deductions of the unit one by one."""
    of = sheet.deductions
    found: dict[str, list[tuple[Decimal, str]]] = {}
    for row in material.deductions if of is not None else ():
        if of is not None and row.register == of.register and row.text(of.unit) == unit:
            points, evidence = row.number(of.points) or ZERO, row.text(of.evidence)
            said = DEDUCTION.format(points=amount_text(points), reason=row.text(of.reason))
            found.setdefault(row.text(of.item), []).append((points, said + (DEDUCTION_BY.format(evidence=evidence) if evidence else "")))
    return found or None


def _why(item: SheetItem, lost: Decimal | None, entry: Entry, own: Mapping[str, list[tuple[Decimal, str]]] | None) -> str | None:
    """Why points were lost: a line a deduction, and where they do not add up; else what stands beside the marks, once for all of them."""
    if own is None:
        return entry.note or None
    mine = own.get(item.name, [])
    total = sum((points for points, _ in mine), ZERO)
    lines = [said for _, said in mine]
    if lost is not None and total != -lost:
        lines.append(NOT_ADDING_UP.format(total=amount_text(total), lost=amount_text(-lost)))
    return wording.LINE.join(lines) or None


def _row(material: ScoresMaterial, item: SheetItem, entry: Entry | None, own: Mapping[str, list[tuple[Decimal, str]]] | None) -> CellRow:
    article = material.rulebook.article(item.article).number
    if entry is None:
        return (item.name, article, item.points, None, None, None, None)
    lost = None if item.points is None else entry.points - item.points
    lines = [evidence_words(entry.evidence), wording.SCORED_BY.format(by=entry.by) if entry.by else ""]
    return (
        item.name,
        article,
        item.points,
        lost,
        entry.points,
        _why(item, lost, entry, own),
        wording.LINE.join(line for line in lines if line),
    )


def _total(sheet: ScoreSheet, entries: tuple[Entry, ...]) -> CellRow:
    got = sum((entry.points for entry in entries), ZERO)
    full = _sum_of(sheet)
    complete = full is not None and len(entries) == len(sheet.items)
    return (TOTAL, None, full, got - full if full is not None and complete else None, got if complete else None, None, None)


def _sum_of(sheet: ScoreSheet) -> Decimal | None:
    points = [item.points for item in sheet.items if item.points is not None]
    return sum(points, ZERO) if len(points) == len(sheet.items) else None


def _words(material: ScoresMaterial, unit: str) -> Iterator[str]:
    found = find(material.scores.groups, unit)
    if found is None:
        why = next((item.why for group in material.scores.groups for item in group.unranked if item.unit.name == unit), wording.UNRANKED)
        yield wording.UNIT_UNRANKED.format(why=why)
    else:
        group, standing = found
        within = find(material.scores.within, unit)
        place = SHEET_WORDS.format(
            total=amount_text(standing.score.total), group=group.group, count=len(group.standings), rank=rank_words(standing)
        )
        more = SHEET_WITHIN.format(group=within[0].group, count=len(within[0].standings), rank=rank_words(within[1])) if within else ""
        yield place + more + FULL_STOP
    yield from (f"{remark.name}{COLON}{remark.text}" for remark in material.scores.remarks if remark.unit == unit)


def _entries(material: ScoresMaterial, unit: str) -> tuple[Entry, ...]:
    found = find(material.scores.groups, unit)
    if found:
        return found[1].score.entries
    return next((item.entries for group in material.scores.groups for item in group.unranked if item.unit.name == unit), ())
