"""What a guarded process answers about a return is what reading its cells and judging them here would give, in the order of the files."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from duchá.rulebook.read_rulebook import shipped_rulebooks
from duchá.steps import check
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.read.returns import StoredReturn, read_returns
from duchá.submissions.read.submission import read_whatever
from duchá.submissions.ready import ready_to_file
from duchá.terms.moment import Moment
from duchá.workbooks.package.names import names_inside
from duchá.workbooks.pool import Readers, open_readers
from duchá.workbooks.sheets.kind import kind_of
from steps.office import BEGIN, ROW, Office, at

FAULTY = {**ROW, "rectification": ""}
WITH_CONTROL = "填表人：\x07张三\n部门：区财政局\n"
UNITS = ("区安监局", "区民政局", "区财政局", "区审计局", "区环保局")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with open_readers(2) as opened:
        yield opened


def returns_of(office: Office) -> list[Path]:
    """Good returns, faulty ones, and files that are none."""
    for unit in UNITS:
        office.fill(unit, supervision_problems=[ROW, FAULTY] if unit == "区民政局" else [ROW])
    folder = office.folder / "returns"
    (folder / "0.csv").write_text(WITH_CONTROL, encoding="utf-8")
    (folder / "1.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    (folder / "2 机密.csv").write_text("机密★5年,区财政局\n", encoding="utf-8")
    (folder / "3.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "4.xlsx").write_bytes(b"")
    return sorted(folder.iterdir())


def stored(path: Path) -> StoredReturn:
    data = path.read_bytes()
    arrival = Arrival(source=f"returns/{path.name}", received_at=at(18), folders=("returns",), companions=("另附.docx",))
    return StoredReturn(path=path, sha256=f"{len(data):064}", kind=kind_of(data, names_inside(data)), name=path.name, arrival=arrival)


def context_of(opened: OpenCampaign) -> Context:
    return Context(campaign=opened.campaign, arrival=Arrival(source="", received_at=at(18)), answers=Answers(units={"财局": "区财政局"}))


def test_the_process_answers_what_would_come_of_it_here(office: Office, readers: Readers) -> None:
    files = list(map(stored, returns_of(office)))
    context = context_of(open_campaign(office.folder, Moment(now=BEGIN)))
    answered = list(read_returns(readers, context, enumerate(files)))
    assert [number for number, _ in answered] == list(range(len(files)))
    for (_, ready), file in zip(answered, files, strict=True):
        book, faults = readers.read(file.path, file.kind, file.name)
        here = read_whatever(book, faults, file.kind, replace(context, arrival=file.arrival))
        assert ready == ready_to_file(replace(here, sha256=file.sha256), context.campaign)
    assert {ready.payload["status"] for _, ready in answered} >= {"accepted", "sent-back", "refused"}
    assert any("S014" in ready.codes for _, ready in answered)


@pytest.mark.parametrize("jobs", [1, 3])
def test_however_many_processes_read_the_journal_says_the_same(office: Office, jobs: int) -> None:
    returns_of(office)
    found = [(item["source"], item["status"], item["receipt"]) for item in office.collect(jobs=jobs).submissions]
    numbers = [receipt for _, _, receipt in found if receipt is not None]
    assert [source for source, _, _ in found] == [f"returns/{path.name}" for path in sorted((office.folder / "returns").iterdir())]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("rulebook", shipped_rulebooks())
def test_every_shipped_rulebook_can_be_given_to_a_process(rulebook: str) -> None:
    """What a rulebook can say must be something that one process can hand to another."""
    for campaign in check._outside((rulebook,), Moment(now=at(18))):
        again = pickle.loads(pickle.dumps(campaign))
        assert (again.rulebooks, again.owed, again.settings) == (campaign.rulebooks, campaign.owed, campaign.settings)
        assert [unit.name for unit in again.roster.units] == [unit.name for unit in campaign.roster.units]
