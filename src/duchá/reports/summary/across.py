"""What only shows when all files lie side by side: shared texts, a report that counts otherwise, items used though cancelled. Never stored, never a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duchá.campaign.model import Campaign
from duchá.receipts.matrix import ReceiptStanding
from duchá.receipts.receipts import Receipt
from duchá.reports.summary.lines import SummaryRow
from duchá.rulebook.form import ColumnRole, FilledBy, Form
from duchá.submissions.checks.across import cancelled_still_used
from duchá.submissions.checks.copied_text import Paragraph, copied_hints, find_copied
from duchá.submissions.checks.written_report import compare_report
from duchá.submissions.model import FilledForm, Row
from duchá.submissions.wording import DITTO_MARK
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.quantity import Words

_ROLES = (ColumnRole.PROBLEM, ColumnRole.RECTIFICATION, ColumnRole.SYSTEM)
_PARAGRAPH = 30  # shorter paragraphs of a report are its headings and phrases
Paragraphs = Mapping[int, tuple[str, ...]]  # receipt → paragraphs of a written report


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A hint about a unit, from the file that its place names."""

    unit: str
    fault: Fault


def hints_across(
    campaign: Campaign,
    standings: Sequence[ReceiptStanding],
    lines: Sequence[SummaryRow],
    paragraphs: Paragraphs,
    earlier: Sequence[Paragraph] = (),
) -> tuple[Hint, ...]:
    """All of them, units in roster order: S411 and S415 over the files of a unit, S502 between units (DT-29, DT-39, DT-40).

    S503 where a unit writes what it wrote in an ``earlier`` campaign.

    What was found within one file already is not said again.
    """
    forms = {form.id: form for form in campaign.forms(FilledBy.UNIT)}
    of_unit: dict[str, list[SummaryRow]] = defaultdict(list)
    for line in lines:
        of_unit[line.unit.name].append(line)
    accepted = _accepted(standings)
    found = [Hint(unit=unit, fault=fault) for unit, fault in copied_hints(find_copied((*_texts(lines, accepted, paragraphs), *earlier)))]
    for unit, receipts in accepted.items():
        filled = tuple(_filled(receipts, of_unit[unit], forms))
        found += [Hint(unit=unit, fault=fault) for fault in _of_one(receipts, filled, forms, paragraphs)]
    order = {unit.name: unit.order for unit in campaign.roster.units}
    return tuple(sorted(found, key=lambda hint: (order.get(hint.unit, 0), hint.fault.kind.code)))


def _accepted(standings: Iterable[ReceiptStanding]) -> dict[str, dict[int, Receipt]]:
    """Unit → its receipts that count, by number."""
    found: dict[str, dict[int, Receipt]] = {}
    for standing in standings:
        for receipt in standing.accepted:
            if not receipt.untyped:
                found.setdefault(standing.unit.name, {})[receipt.number] = receipt
    return found


def texts_of(lines: Iterable[SummaryRow]) -> Iterator[Paragraph]:
    """What units wrote in their own words: problems, rectifications, systems."""
    for line in lines:
        for column in line.form.columns:
            text = line.cells.get(column.id) if column.role in _ROLES else None
            if isinstance(text, str):
                yield Paragraph(unit=line.unit.name, place=_place(line, column.title), text=text.removesuffix(DITTO_MARK))


def _texts(lines: Iterable[SummaryRow], accepted: Mapping[str, Mapping[int, Receipt]], paragraphs: Paragraphs) -> Iterator[Paragraph]:
    yield from texts_of(lines)
    for unit, receipts in accepted.items():
        for number, receipt in receipts.items():
            for text in paragraphs.get(number, ()):
                if len(text) >= _PARAGRAPH:
                    yield Paragraph(unit=unit, place=Place(file=receipt.source), text=text)


def _of_one(
    receipts: Mapping[int, Receipt], filled: tuple[FilledForm, ...], forms: Mapping[str, Form], paragraphs: Paragraphs
) -> Iterator[Fault]:
    """S411 and S415 over the files of one unit."""
    said = {(fault["code"], fault["value"]) for receipt in receipts.values() for fault in receipt.payload.get("faults", ())}
    for fault in cancelled_still_used(filled, forms):
        if (fault.kind.code, fault.found) not in said:
            yield fault
    for number, texts in paragraphs.items():
        if number in receipts:
            for fault in compare_report(texts, filled, forms):
                if not any(code == fault.kind.code for code, _ in said):
                    yield Fault(kind=fault.kind, place=Place(file=receipts[number].source), form="", found=None, words=fault.words)


def _filled(receipts: Mapping[int, Receipt], lines: Iterable[SummaryRow], forms: Mapping[str, Form]) -> Iterator[FilledForm]:
    """The forms of a unit as they count, over all its files; zero reports too."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        cells = {id: Words(text) for id, text in line.cells.items() if isinstance(text, str)}
        place = _place(line, "")
        rows[line.form.id].append(
            Row(number=line.number, written_number=line.written_number, cells=cells, places=dict.fromkeys(cells, place))
        )
    heads = {id: head for receipt in receipts.values() for id, head in receipt.payload.get("forms", {}).items() if id in forms}
    for id, head in heads.items():
        listed = tuple(head["remark_list"])
        yield FilledForm(
            form=id, sheet=head["sheet"], range=head["range"], header={}, header_places={}, rows=tuple(rows[id]), remark_list=listed
        )


def _place(line: SummaryRow, label: str) -> Place:
    sheet, _, cell = line.cell.rpartition("!")
    return Place(file=line.receipt.source, sheet=sheet, cell=cell, label=label)
