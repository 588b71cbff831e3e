"""When the roster, the rulebooks or the answers have changed, what was held or refused is judged again from the archive; else nothing is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from duchá.journal.verify import verify
from duchá.receipts.receipts import receipts_of
from duchá.steps.resolve import Action, Answer, resolve
from duchá.submissions.status import Status
from returns.paper import page, xlsx
from steps.office import Office, at


def put(office: Office, name: str, data: bytes) -> Path:
    path = office.folder / "returns" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def alias(office: Office, unit: str, name: str) -> None:
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    titles = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, titles["单位名称"]).value == unit:
            cell = sheet.cell(row, titles["别名"])
            cell.value = f"{cell.value}、{name}"
    book.save(office.folder / "units.xlsx")


def facts(office: Office, *kinds: FactKind) -> list[dict[str, object]]:
    return [dict(fact.payload) for fact in read_facts(office.folder / ".duchá" / "journal.sqlite3") if fact.kind in kinds]


def statuses(office: Office) -> dict[int, tuple[Status, str | None]]:
    return {one.number: (one.status, one.unit) for one in receipts_of(read_facts(office.folder / ".duchá" / "journal.sqlite3"))}


def test_a_name_added_to_the_roster_settles_what_was_held_and_the_journal_says_so(office: Office) -> None:
    put(office, "附件2.xlsx", xlsx(page(unit="区财税局")))
    assert [item["status"] for item in office.collect().submissions] == ["held"]
    alias(office, "区财政局", "区财税局")
    again = office.collect(now=at(19))
    assert [(item["receipt"], item["status"], item["unit"]) for item in again.rejudged] == [(1, "accepted", "区财政局")]
    assert statuses(office) == {1: (Status.ACCEPTED, "区财政局")}
    assert [fact["action"] for fact in facts(office, FactKind.RESOLUTION)] == ["rejudge"]
    assert not verify(office.folder / ".duchá" / "journal.sqlite3", office.folder / ".duchá" / "archive")


def test_without_a_change_nothing_is_read_and_the_journal_stays_as_it_is(office: Office) -> None:
    put(office, "附件2.xlsx", xlsx(page(unit="区财税局")))
    office.collect()
    alias(office, "区民政局", "区民政救济局")
    office.collect(now=at(19))
    before = office.journal()
    assert office.collect(now=at(20)).rejudged == ()
    assert office.journal() == before
    assert not facts(office, FactKind.RESOLUTION)  # judged again once, with the same outcome: nothing to record


def test_an_answer_about_one_file_settles_another_with_the_same_question(office: Office) -> None:
    head = ["序号", "审批项目名称", "情况说明", "整改情况"]
    put(office, "1.xlsx", xlsx(page(head=head)))
    put(office, "2.xlsx", xlsx(page(head=head, unit="区民政局")))
    office.collect()
    resolve(office.open(at(19)), Answer(receipt=1, action=Action.COLUMN, columns=(("approval", "情况说明", "problem"),)))
    office.collect(now=at(20))
    assert statuses(office) == {1: (Status.ACCEPTED, "区财政局"), 2: (Status.ACCEPTED, "区民政局")}


def test_a_file_that_cannot_be_read_and_one_that_a_person_sent_back_stay_as_they_are(office: Office) -> None:
    put(office, "1.xlsx", b"PK\x03\x04 half")
    put(office, "2.xlsx", xlsx(page(unit="区财税局")))
    office.collect()
    resolve(office.open(at(19)), Answer(receipt=2, action=Action.WITHDRAW, reason="发错了"))
    alias(office, "区财政局", "区财税局")
    assert office.collect(now=at(20)).rejudged == ()
    assert [status for status, _ in statuses(office).values()] == [Status.REFUSED, Status.HELD]


@pytest.mark.parametrize("days", [(18, 18), (18, 19)])
def test_a_file_settled_later_takes_its_place_among_the_versions_of_its_unit(office: Office, days: tuple[int, int]) -> None:
    office.collect(put(office, "1.xlsx", xlsx(page(unit="区财税局"))), now=at(days[0]))
    office.collect(put(office, "2.xlsx", xlsx(page(body=[[1, "彩票销售许可", "超时办结3件", "已补办"]]))), now=at(days[1]))
    alias(office, "区财政局", "区财税局")
    (item,) = office.collect(now=at(20)).rejudged
    same_moment = days[0] == days[1]
    assert (item["status"], item["unit"]) == ("held" if same_moment else "accepted", "区财政局")
    assert statuses(office)[2][0] is (Status.HELD if same_moment else Status.ACCEPTED)
