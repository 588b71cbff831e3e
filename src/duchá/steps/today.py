"""today: takes in what lies in returns/ and registers/, then lists what waits for the office, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from duchá.campaign.tasks import short_names
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item, items_of, undated_of
from duchá.ledger.status import Light
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.receipts.receipts import RECEIPT_FACTS, Receipt, receipts_of
from duchá.registers.gaps import GapCount
from duchá.registers.write_blank_registers import REGISTERS
from duchá.rulebook.clock import ItemKind
from duchá.steps.collect import Collected, Delivery, collect
from duchá.steps.duties_of import duties_as_of
from duchá.steps.ledger_of import LedgerState, state_of
from duchá.steps.lists_of import gap_counts_of
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.steps.read_all import ReadingTick
from duchá.steps.record import Recorded, last_outcome, record
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, Weight
from duchá.terms.wording import LIST_SEPARATOR

RETURNS = "returns"
WAITS_ALONE = "{title}（{state}）"
WAIT_TOGETHER = "{count} 件{state}：{numbers}"
UNDATED_TOGETHER = "{count} 件：{numbers}"
GAPS_TOGETHER = "{register} {wanting}，如：{first}"
SUCH_AS, NOBODY = "{about}：{says}（{article}）", "："
WANTING: Mapping[Weight, str] = {Weight.REJECT: "应改 {count} 处", Weight.QUERY: "待核实 {count} 处"}
_AHEAD = 366  # days: which of what comes due is near enough is told by its light
_OPENED_BY = ("~$", ".~lock.", ".~")  # files that Excel, LibreOffice and WPS keep beside one that they have open


class Waiting(Enum):
    """What waits for the office, by urgency: what only it can answer, and the rest depends on; then by how late it is or soon due."""

    CONFIRM = "confirm"
    SEND_BACK = "send-back"
    LATE = "late"
    NOT_RETURNED = "not-returned"
    DUE_SOON = "due-soon"
    VERIFY = "verify"
    ROWS = "rows"
    GAPS = "gaps"
    UNUSABLE = "unusable"
    UNDATED = "undated"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """待办: one thing to do. ``units`` are those it concerns, ``what`` says what it is, ``days_late`` is negative while there is time.

    ``receipt`` is the receipt that it is about, with the ``faults`` that ask for an answer; ``matter`` the matter; ``file`` what is to be sent,
    mended or closed; ``register`` the register in which something is wanting, ``file`` where its first gap is.
    """

    kind: Waiting
    what: str
    units: tuple[str, ...] = ()
    due: date | None = None
    days_late: int | None = None
    light: Light | None = None
    receipt: int | None = None
    faults: tuple[Mapping[str, Any], ...] = ()
    matter: str = ""
    file: str = ""
    register: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What was taken in (None: it was only looked at, or nothing lay there), what waits, and the registers that nobody uses yet (``unused``)."""

    opened: OpenCampaign
    todos: tuple[Todo, ...]
    collected: Collected | None = None
    recorded: Recorded | None = None
    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()


def today(opened: OpenCampaign, tick: ReadingTick, *, look: bool = False) -> Today:
    """The morning list. With ``look`` nothing is read from returns/ and registers/, and nothing is recorded. Raises Stop, JournalError, OSError."""
    returns, registers = opened.folder / RETURNS, opened.folder / REGISTERS
    collected = collect(opened, Delivery(paths=(returns,)), tick) if not look and returns.is_dir() else None
    recorded = record(opened, ()) if not look and registers.is_dir() else None
    state = state_of(opened)
    receipts = receipts_of(opened.facts(*RECEIPT_FACTS))
    duties = duties_as_of(opened)
    items = items_of(opened.campaign, (*state.standings, *duties.standings), state.ledger.matters, opened.as_of, _AHEAD)
    counts = gap_counts_of(opened, state)
    found = (
        *_confirm(receipts),
        *_sent_back(opened, state),
        *_owed(opened, state, items),
        *_verify(state.ledger.matters, opened.as_of),
        *_rows(opened),
        *_gaps(counts),
        *_unusable(receipts, state.standings),
        *_undated(opened, state),
        *_open_registers(registers),
    )
    news = (*opened.news, *(collected.faults if collected else ()), *(save_context(opened) if look else ()))
    return Today(
        opened=opened,
        todos=tuple(sorted(found, key=_urgency)),
        collected=collected,
        recorded=recorded,
        faults=news,
        unused=tuple(one.title for one in counts if one.unused),
    )


def _urgency(todo: Todo) -> tuple[int, int]:
    """By kind; of one kind the latest first, then what is due soonest; else as listed."""
    return (list(Waiting).index(todo.kind), -(todo.days_late or 0))


def _confirm(receipts: Iterable[Receipt]) -> Iterator[Todo]:
    """待确认: a receipt that is held, with its questions."""
    for receipt in receipts:
        if receipt.status is Status.HELD and not receipt.withdrawn:
            asked = tuple(fault for fault in receipt.payload["faults"] if fault["weight"] == Weight.QUERY.value)
            what = asked[0]["message"] if asked else ""
            units = (receipt.unit,) if receipt.unit else ()
            yield Todo(kind=Waiting.CONFIRM, what=what, units=units, receipt=receipt.number, faults=asked, file=receipt.source)


def _sent_back(opened: OpenCampaign, state: LedgerState) -> Iterator[Todo]:
    """What was sent back and has not come again: to be sent on the day on which that was decided, then awaited by its new day."""
    by_receipt: dict[int, list[ReceiptStanding]] = {}
    for standing in state.standings:
        if standing.state is ReceiptState.SENT_BACK and standing.current is not None:
            by_receipt.setdefault(standing.current.number, []).append(standing)
    names = short_names(opened.campaign)
    for number, own in by_receipt.items():
        receipt, again = own[0].current, own[0].again
        assert receipt is not None
        told = opened.campaign.local(receipt.since).date()
        yield Todo(
            kind=Waiting.SEND_BACK if told >= opened.as_of else Waiting.NOT_RETURNED,
            what=LIST_SEPARATOR.join(names[one.owed.key] for one in own),
            units=(own[0].successor or own[0].unit.name,),
            due=again.due if again else None,
            days_late=(opened.as_of - again.due).days if again else None,
            receipt=number,
            file=str(receipt.payload.get("marked_copy") or ""),
        )


def _owed(opened: OpenCampaign, state: LedgerState, items: Iterable[Item]) -> Iterator[Todo]:
    """What is late or near its day: returns a line a unit and day, those that are only near a line for all units that owe the same; matters one by one."""
    names = short_names(opened.campaign)
    back = {(one.successor or one.unit.name, one.owed.key) for one in state.standings if one.state is ReceiptState.SENT_BACK}
    papers: dict[tuple[str, date], list[Item]] = {}
    near: dict[tuple[str, date], list[Todo]] = {}
    for item in items:
        if item.days_late < 0 and item.light is not Light.YELLOW:
            continue
        if item.kind is not ItemKind.DELIVERABLE:
            yield Todo(
                kind=Waiting.LATE if item.days_late > 0 else Waiting.DUE_SOON,
                what=item.what,
                units=(item.unit,),
                due=item.due,
                days_late=item.days_late,
                light=item.light,
                matter=item.matter,
            )
        elif (item.unit, item.deliverable) not in back:
            papers.setdefault((item.unit, item.due), []).append(item)
    for (unit, due), own in papers.items():
        what = LIST_SEPARATOR.join(names.get(item.deliverable, item.what) for item in own)
        late = own[0].days_late
        todo = Todo(kind=Waiting.LATE, what=what, units=(unit,), due=due, days_late=late, light=own[0].light, count=len(own))
        if late > 0:
            yield todo
        else:
            near.setdefault((what, due), []).append(replace(todo, kind=Waiting.DUE_SOON))
    for alike in near.values():
        yield replace(alike[0], units=tuple(todo.units[0] for todo in alike))


def _verify(matters: Iterable[Matter], as_of: date) -> Iterator[Todo]:
    """What was reported done and waits for the office (待审核、待核验), a line a unit and state."""
    waiting: dict[tuple[str, str], list[Matter]] = {}
    for matter in matters:
        if matter.open and matter.state.holds and matter.opened_on <= as_of:
            waiting.setdefault((matter.answering, matter.state.name), []).append(matter)
    for (unit, state), own in waiting.items():
        one = own[0]
        title = WAITS_ALONE.format(title=one.details.title or one.details.problem, state=state)
        numbers = LIST_SEPARATOR.join(matter.id for matter in own)
        what = title if len(own) == 1 else WAIT_TOGETHER.format(count=len(own), state=state, numbers=numbers)
        yield Todo(kind=Waiting.VERIFY, what=what, units=(unit,), matter=one.id if len(own) == 1 else "", count=len(own))


def _rows(opened: OpenCampaign) -> Iterator[Todo]:
    """Rows of registers that were not taken in, a line a file, and what was asked about rows, as the last reading of the registers left it."""
    outcome = last_outcome(opened)
    if outcome is None:
        return
    for file in outcome.files:
        heavy = [fault for fault in file.faults if fault.kind.weight is not Weight.NOTE]
        if heavy:
            yield Todo(kind=Waiting.ROWS, what=heavy[0].message, file=file.source, count=len(heavy))
    for fault in outcome.questions:
        yield Todo(kind=Waiting.ROWS, what=fault.message + fault.remedy, file=fault.place.file)


def _gaps(counts: Iterable[GapCount]) -> Iterator[Todo]:
    """What is wanting in registers that are in use, a line a register: those that must be mended first, then those that lack most. Hints are no work."""
    used = [one for one in counts if not one.unused]
    for one in sorted(used, key=lambda one: (-one.counts.get(Weight.REJECT, 0), -one.counts.get(Weight.QUERY, 0))):
        parts = [word.format(count=count) for weight, word in WANTING.items() if (count := one.counts.get(weight, 0))]
        if parts:
            first = SUCH_AS.format(about=one.first.about, says=one.first.says, article=one.first.article).removeprefix(NOBODY)
            what = GAPS_TOGETHER.format(register=one.title, wanting=LIST_SEPARATOR.join(parts), first=first)
            place, count = one.first.place, sum(one.counts.get(weight, 0) for weight in WANTING)
            yield Todo(kind=Waiting.GAPS, what=what, file=place.file if place else "", register=one.title, count=count)


def _unusable(receipts: Iterable[Receipt], standings: Iterable[ReceiptStanding]) -> Iterator[Todo]:
    """Files that could not be used, while nothing better has come from their unit."""
    missing = {standing.unit.name for standing in standings if standing.state is ReceiptState.MISSING}
    for receipt in receipts:
        if receipt.status is Status.REFUSED and not receipt.withdrawn and (receipt.unit is None or receipt.unit in missing):
            faults = sorted(receipt.payload["faults"], key=lambda fault: fault["weight"] != Weight.REJECT.value)
            what = faults[0]["message"] if faults else ""
            units = (receipt.unit,) if receipt.unit else ()
            yield Todo(kind=Waiting.UNUSABLE, what=what, units=units, receipt=receipt.number, file=receipt.source)


def _undated(opened: OpenCampaign, state: LedgerState) -> Iterator[Todo]:
    """What is owed without a day, a line a unit."""
    by_unit: dict[str, list[str]] = {}
    for one in undated_of(opened.campaign, state.ledger.matters, opened.as_of):
        by_unit.setdefault(one.unit, []).append(one.matter)
    for unit, numbers in by_unit.items():
        what = UNDATED_TOGETHER.format(count=len(numbers), numbers=LIST_SEPARATOR.join(numbers))
        yield Todo(kind=Waiting.UNDATED, what=what, units=(unit,), matter=numbers[0], count=len(numbers))


def _open_registers(folder: Path) -> Iterator[Todo]:
    """Registers that a spreadsheet program has open: what was typed there is not in the file yet."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        mark = next((mark for mark in _OPENED_BY if path.name.startswith(mark)), None)
        if mark is not None:
            yield Todo(kind=Waiting.OPEN, what=path.name, file=f"{REGISTERS}/{path.name.removeprefix(mark).removesuffix('#')}")
