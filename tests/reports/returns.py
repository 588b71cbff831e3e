"""A campaign of the 丹徒 forms and a journal of returns to report on, made as collect makes them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from duchá.campaign.model import Campaign, end_of
from duchá.campaign.parse import parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.journal.fact import Fact, FactKind, Json, NewFact
from duchá.journal.read import read_bodies, read_facts
from duchá.journal.write import open_journal
from duchá.ledger.marking import Marking
from duchá.ledger.problems import bodies_needed as bodies_of_problems, problems_of
from duchá.receipts.matrix import matrix
from duchá.receipts.receipts import receipts_of
from duchá.reports.page import Page, Report
from duchá.reports.summary.about import Provenance
from duchá.reports.summary.lines import bodies_needed, lines_of
from duchá.reports.summary.summary import SummaryMaterial, summary_report
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.steps.ledger_of import no_collector
from duchá.submissions.as_json import body_json, payload_json
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.submissions.status import Status
from duchá.terms.fault import Fault, FaultKind, Weight
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, NotApplicable, Words

SHANGHAI = timezone(timedelta(hours=8))
AS_OF = date(2015, 11, 24)
FORMS = ("approval", "supervision-systems", "supervision-problems")
SHEETS = {"approval": "附件2", "supervision-systems": "附件3", "supervision-problems": "附件4"}
COLUMNS = {
    "approval": ("item", "problem", "rectification"),
    "supervision-systems": ("system",),
    "supervision-problems": ("item", "problem", "rectification"),
}
SETTINGS = """
name = "2015年依法履职专项督查"
rulebooks = ["dantu-2015"]
year = 2015
start = 2015-11-03
end = 2015-11-30
not_applicable = [{ unit = "区外办", deliverable = "approval", reason = "无审批职权" }]
"""
NOTE = FaultKind(code="S501", name="test-hint", weight=Weight.NOTE, title="提示", message="“{field}”只有四个字。", remedy="请核实。")
REJECT = FaultKind(code="S101", name="missing-value", weight=Weight.REJECT, title="应填未填", message="“{field}”为空。", remedy="请补填。")


def campaign(settings: str = SETTINGS, units: tuple[str, ...] = ()) -> Campaign:
    """The forms of 丹徒 and its 41 departments, or some of them."""
    texts = read_texts(shipped_rulebooks())
    rulebook, _ = parse_rulebook("dantu-2015", texts)
    assert rulebook is not None
    roster = [{**roster_row(unit), "#": str(at)} for at, unit in enumerate(rulebook.units, 2) if not units or unit.name in units]
    found, faults = parse_campaign(Sources(settings=settings, rulebooks=texts, roster=roster, calendar=()))
    assert found is not None, faults
    return found


def row(form: str, number: int, *texts: str, sub_unit: str = "", extra: dict[str, str] | None = None, marks: tuple[str, ...] = ()) -> Row:
    """A row of a form as it stands in the blank: from row 5, columns B onward."""
    cells: dict[str, Content] = {
        column: NotApplicable(text) if text in ("无", "—") else Words(text) if text else EMPTY
        for column, text in zip(COLUMNS[form], texts, strict=True)
    }
    places = {column: Place(sheet=SHEETS[form], cell=f"{letter}{4 + number}") for column, letter in zip(cells, "BCDE", strict=False)}
    return Row(number=number, written_number=str(number), cells=cells, places=places, extra=extra or {}, sub_unit=sub_unit, marks=marks)


def filled(form: str, *rows: Row, nil: bool = False, remark: tuple[str, ...] = ()) -> FilledForm:
    """A form with its rows; no rows and ``nil`` is a zero report."""
    return FilledForm(
        form=form,
        sheet=SHEETS[form],
        range=f"A5:D{4 + max(1, len(rows))}",
        header={"unit": Words("某局")},
        header_places={},
        rows=rows,
        remark="、".join(remark),
        remark_list=remark,
        nil=nil,
        filed_on=date(2015, 11, 18),
    )


@dataclass(kw_only=True)
class Journal:
    """A journal on its way: each call appends one fact."""

    path: Path
    receipts: int = 0
    now: datetime = field(default=datetime(2015, 11, 10, 9, 0, tzinfo=SHANGHAI))

    def submit(
        self,
        unit: str | None,
        day: int,
        *forms: FilledForm,
        status: Status = Status.ACCEPTED,
        report: bool = False,
        faults: tuple[Fault, ...] = (),
        source: str = "",
    ) -> int:
        """A file that comes in on a day of November; gives its receipt number."""
        self.receipts += 1
        name = source or f"returns/{unit}.xlsx"
        submission = Submission(
            source=name,
            sha256=hashlib.sha256(f"{name}{self.receipts}".encode()).hexdigest(),
            status=status,
            received_at=datetime(2015, 11, day, 10, 30, tzinfo=SHANGHAI),
            unit=unit,
            deliverables=(*(form.form for form in forms), *(("report",) if report else ())),
            forms=forms,
            faults=faults,
        )
        filing = {"receipt": self.receipts, "version": 1, "supersedes": None, "marked_copy": None}
        payload: dict[str, Json] = {**payload_json(submission), **filing}
        self.append(NewFact(kind=FactKind.SUBMISSION, happened_at=submission.received_at, payload=payload, body=body_json(submission)))
        return self.receipts

    def append(self, *facts: NewFact) -> None:
        """Facts, a minute after the last."""
        self.now += timedelta(minutes=1)
        with open_journal(self.path, now=self.now, by="督查室 张三") as writer:
            writer.append(*facts)

    def waive(self, code: str, unit: str, until: str) -> None:
        """A waiver."""
        payload: dict[str, Json] = {"code": code, "unit": unit, "approver": "王主任", "reason": "系统停机", "until": until}
        self.append(NewFact(kind=FactKind.WAIVER, happened_at=self.now, payload=payload))


def whole(journal: Journal, of: Campaign, *, as_of: date = AS_OF, full: bool = False) -> Report:
    """The summary of a journal."""
    known = read_facts(journal.path)
    facts: Sequence[Fact] = [fact for fact in known if fact.happened_at <= end_of(as_of, of)]
    receipts = receipts_of(facts)
    standings = matrix(of, receipts, as_of)
    with no_collector():  # as `summary_of` does
        bodies: dict[int, Any] = dict(read_bodies(journal.path, bodies_of_problems(facts, standings)))
        marking = Marking(of)
        problems = problems_of(of, facts, standings, bodies)
        marks = {one.id: marking.proposed(one.details, one.form) for one in problems}
        told = {(receipt, one.form, row): (marks[one.id], True) for one in problems for receipt, row in one.rows}
        lines = tuple(lines_of(of, standings, ((seq, bodies[seq]) for seq in bodies_needed(standings)), told))
        provenance = Provenance(
            as_of=as_of, known_at=None, head=known[-1] if known else None, sources={"units.xlsx": "ab" * 32}, tool="0.1", full=full
        )
        return summary_report(
            SummaryMaterial(campaign=of, facts=facts, receipts=receipts, standings=standings, lines=lines, provenance=provenance)
        )


def page(report: Report, name: str) -> Page:
    """The page of a name."""
    return next(page for page in report.pages if page.name == name)


def table(page: Page, *titles: str) -> list[tuple[object, ...]]:
    """Some columns of a page, by title."""
    at = [[column.title for column in page.columns].index(title) for title in titles]
    return [tuple(row[i] for i in at) for row in page.rows]
