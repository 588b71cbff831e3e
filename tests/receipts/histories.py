"""Random histories of what units send, filed as commands file them: at once, or first held and then answered. No workbooks: what a file is by itself is given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from duchá.campaign.model import OF_PERIOD, Campaign, Obligation
from duchá.journal.fact import Fact
from duchá.journal.read import read_body, read_facts
from duchá.journal.write import JournalWriter, open_journal
from duchá.receipts.file import WITHDRAW, Filing, FilingState, Origin, file_receipt
from duchá.receipts.matrix import ReceiptStanding, matrix
from duchá.receipts.receipts import Receipt, receipts_of
from duchá.reports.summary.about import ABOUT
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, FaultKind, Weight
from duchá.terms.period import parse_period
from reports.returns import FORMS, REJECT, SHEETS, Journal, campaign, filled, row, whole

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2015, 11, 26, 9, tzinfo=SHANGHAI)
AS_OF = date(2015, 11, 26)
MONTHLY = ("supervision-problems@2015-10", "supervision-problems@2015-11")
DOCUMENT = "report"  # the written report of 丹徒
UNITS = ("区安监局", "区统计局")
MOMENTS = tuple(datetime(2015, 11, day, 10, tzinfo=SHANGHAI) for day in (18, 19, 21, 23, 24))  # due on the 20th
WHOSE = FaultKind(code="S401", name="unknown-unit", weight=Weight.QUERY, title="单位", message="“{value}”是谁？", remedy="请指定单位。")
ASKED = FaultKind(code="S502", name="test-query", weight=Weight.QUERY, title="要问", message="“{field}”对吗？", remedy="请核实。")
_FLAWS = {Status.ACCEPTED: (), Status.SENT_BACK: (REJECT.at(field="整改情况"),), Status.HELD: (ASKED.at(field="整改情况"),)}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One file: whose, when, what it says for each form (a number stands for the words), what it is worth by itself, how it is called.

    ``named``: mark and cell both name the period of what comes back each month. A written document (``report``) says what its bytes are. ``paper`` is a row of 收件登记: it is settled as it comes, nothing is asked about it.
    """

    unit: str
    moment: datetime
    says: Mapping[str, int]
    worth: Status = Status.ACCEPTED
    name: str = "报送.xlsx"
    salt: int = 0
    paper: bool = False
    named: bool = False

    def on_paper(self) -> dict[str, Any]:
        """The receipt that a row of 收件登记 becomes."""
        return {
            "unit": self.unit,
            "status": Status.ACCEPTED.value,
            "deliverables": list(self.says)[:1],
            "via": "纸质",
            "note": "",
            "source": f"registers/收件登记.xlsx 收件登记!A{self.salt + 4}",
            "received_at": self.moment.isoformat(),
            "forms": {},
            "faults": [],
            "contents": {},
            "row_key": str(self.salt),
            "row_occurrence": 1,
        }

    def submission(self, *, known: bool = True) -> Submission:
        """What reading gives; held for a word about the unit where that is not ``known``."""
        faults: tuple[Fault, ...] = tuple(replace(fault, place=replace(fault.place, file=self.name)) for fault in _FLAWS[self.worth])
        return Submission(
            source=f"returns/{self.salt}/{self.name}",
            sha256=hashlib.sha256(repr((self.unit, self.says, self.name, self.salt)).encode()).hexdigest(),
            status=self.worth if known else Status.HELD,
            received_at=self.moment,
            unit=self.unit if known else None,
            deliverables=tuple(self.says),
            sure=frozenset(self.says) if self.named else frozenset(),
            forms=tuple(_form(key.partition(OF_PERIOD)[0], said, self.unit) for key, said in self.says.items() if key != DOCUMENT),
            faults=faults if known else (WHOSE.at(value="某局"), *faults),
        )


def _form(form: str, said: int, unit: str) -> FilledForm:
    texts = (f"《办法{said}》",) if form == "supervision-systems" else ("危化品检查", f"未复查{said}家", "已整改")
    return replace(filled(form, row(form, 1, *texts)), header={}, sheet=SHEETS[form])


@st.composite
def arrivals(draw: st.DrawFn, *, monthly: bool = False) -> tuple[Arrival, ...]:
    """Two to six files of two units: corrections, copies with equal rows, two at one moment, late ones, supplements, flawed ones, documents, paper;
    of one form for the whole time, or ``monthly`` of two months."""
    keys = st.sampled_from((*FORMS[::2], DOCUMENT) if not monthly else (*MONTHLY, DOCUMENT))
    forms = st.dictionaries(keys, st.integers(1, 2), min_size=1, max_size=2).filter(lambda said: not set(MONTHLY) <= said.keys())
    one = st.builds(
        Arrival,
        unit=st.sampled_from((UNITS[0], UNITS[0], UNITS[1])),
        moment=st.sampled_from(MOMENTS),
        says=forms,
        worth=st.sampled_from((Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED, Status.SENT_BACK, Status.HELD)),
        name=st.sampled_from(("报送.xlsx", "报送.xlsx", "补充材料.xlsx")),
        paper=st.sampled_from((False, False, False, True)),
        named=st.booleans(),
    )
    found = draw(st.lists(one, min_size=2, max_size=6))
    return tuple(replace(arrival, salt=at) for at, arrival in enumerate(found, 1))


@dataclass
class Desk:
    """A journal in which a history is filed, one act after another."""

    folder: Path
    campaign: Campaign
    acts: int = 0
    _open: AbstractContextManager[JournalWriter] = field(init=False)

    def __post_init__(self) -> None:
        self.path = self.folder / "journal.sqlite3"
        self._open = open_journal(self.path, now=NOW, by="督查室")
        self.writer = self._open.__enter__()
        self.writer._connection.execute("PRAGMA synchronous = OFF")  # hundreds of journals, none of which has to survive a power cut
        self.state = self._state(())

    def _state(self, facts: Sequence[Fact]) -> FilingState:
        return FilingState(campaign=self.campaign, receipts=receipts_of(facts), day=AS_OF, body_of=lambda seq: read_body(self.path, seq))

    def close(self) -> None:
        """Lets go of the journal."""
        self._open.__exit__(None, None, None)

    def again(self) -> None:
        """Another run: nothing is known but what the journal says."""
        self.state = self._state(self.writer.facts())

    def take(self, arrival: Arrival, *, known: bool = True) -> None:
        """collect, or record where it is on paper."""
        if arrival.paper:
            file_receipt(self.state, self.writer, Filing(paper=arrival.on_paper()))
            return
        file_receipt(self.state, self.writer, Filing(submission=arrival.submission(known=known), origin=Origin(kind="xlsx")))

    def answer(self, number: int, arrival: Arrival) -> None:
        """resolve N --unit U: the file read again."""
        file_receipt(self.state, self.writer, Filing(action="unit", receipt=number, submission=arrival.submission()))

    def decide(self, number: int, action: str, decision: Status) -> None:
        """resolve N --accept, --send-back, --append, --replace."""
        file_receipt(self.state, self.writer, Filing(action=action, receipt=number, decision=decision, reason="经核实"))

    def possible(self, number: int, decision: Status) -> bool:
        """True where resolve takes the decision."""
        receipt = self.state.receipts[number]
        waits = (Status.HELD, Status.SENT_BACK) if decision is Status.ACCEPTED else (Status.HELD, Status.ACCEPTED)
        return receipt.status in waits and receipt.unit is not None and not receipt.withdrawn

    def withdraw(self, number: int) -> None:
        """resolve N --withdraw."""
        file_receipt(self.state, self.writer, Filing(action=WITHDRAW, receipt=number, reason="发错了"))

    def end(self) -> dict[str, Any]:
        """All that a user can see of it: every receipt, the matrix, the summary."""
        receipts = receipts_of(read_facts(self.path))
        standings = matrix(self.campaign, receipts, AS_OF)
        report = whole(Journal(path=self.path), self.campaign, as_of=AS_OF, full=True)
        return {
            "receipts": {one.number: _seen(one) for one in receipts},
            "matrix": [_cell(standing) for standing in standings if standing.unit.name in UNITS],
            "summary": [(page.name, page.rows, page.total) for page in report.pages if page.name != ABOUT],
            "copies": {
                one.number: bool(one.payload.get("marked_copy")) for one in receipts if one.status is Status.SENT_BACK and not one.withdrawn
            },
        }


def _seen(receipt: Receipt) -> Any:
    """A receipt as people and scripts see it; of one that is withdrawn only that."""
    if receipt.withdrawn:
        return "withdrawn"
    keys = ("version", "supersedes", "same_as", "late_days", "faults", "changes", "forms", "contents")
    said = {key: receipt.payload.get(key) or None for key in keys}
    return receipt.status, receipt.unit, receipt.deliverables, receipt.counting, said


def _cell(standing: ReceiptStanding) -> tuple[object, ...]:
    accepted = tuple(receipt.number for receipt in standing.accepted)
    current, first = (one and one.number for one in (standing.current, standing.first))
    return standing.unit.name, standing.owed.key, standing.state, standing.late_days, standing.version, current, first, accepted


def the_campaign(*, monthly: bool = False) -> Campaign:
    """丹徒's forms, and the two units; ``monthly``: one form is owed for each of two months."""
    found = campaign(units=UNITS)
    return replace(found, owed=tuple(one for owed in found.owed for one in _each_month(owed))) if monthly else found


def _each_month(owed: Obligation) -> Iterator[Obligation]:
    if owed.key != MONTHLY[0].partition(OF_PERIOD)[0]:
        yield owed
        return
    for key in MONTHLY:
        yield replace(owed, deliverable=replace(owed.deliverable, key=key), period=parse_period(key.partition(OF_PERIOD)[2]))
