"""journal purge: an original that must not be there is removed for good; its hash and a tombstone stay in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duchá.campaign import faults as campaign_faults
from duchá.journal.chain import purged_by
from duchá.journal.export import content_is, remove
from duchá.journal.fact import Fact, NewFact
from duchá.journal.notes import ContainerNote, PurgedNote
from duchá.journal.read import head
from duchá.journal.records import ResolutionFact, told
from duchá.journal.write import open_journal
from duchá.receipts.receipts import Receipt, receipts_of
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.terms.fault import Stop
from duchá.workbooks.container import opened_container
from duchá.workbooks.intake import kind_of_stored, stored_at
from duchá.workbooks.pool import open_readers

PURGE = "清除原件"
NO_APPROVER, GIVE_APPROVER = "清除原件要写明谁批准的", "请用 --approver 写上批准人。"
ON_PAPER = "第 {receipt} 号收件是纸质的或没有留存原件，没有可清除的"
WITHDRAW_IT = "收错了的，请用 duchá resolve {receipt} --withdraw --reason 理由 撤回。"
WITHDRAWN = "清除原件：{reason}"
ELSEWHERE = ("以前出的报告（reports/）", "以前的导出件和备份")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgedReceipt:
    """What was removed: the contents by their hash, the marked copy by name; ``elsewhere``: where the content may still lie."""

    receipt: int
    contents: tuple[str, ...]
    removed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    head: str


def purge(opened: OpenCampaign, number: int, approver: str, reason: str) -> PurgedReceipt:
    """Removes the original of a receipt, every zip or mail that holds it, its marked copy and its rows; the receipt is withdrawn.

    The tombstone is written first, so that a run that is killed can be run again. Raises Stop (C018, C020, C022), JournalError, OSError.
    """
    if not approver.strip():
        raise Stop(campaign_faults.BAD_ANSWER.at(why=NO_APPROVER, possible=GIVE_APPROVER))
    if not reason.strip():
        raise Stop(campaign_faults.MISSING_REASON.at(action=PURGE))
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        facts = writer.facts()
        receipt = next((one for one in receipts_of(facts) if one.number == number), None)
        if receipt is None:
            raise Stop(campaign_faults.UNKNOWN_RECEIPT.at(receipt=number))
        content = str(receipt.payload.get("sha256") or "")
        if not content:
            raise Stop(campaign_faults.BAD_ANSWER.at(why=ON_PAPER.format(receipt=number), possible=WITHDRAW_IT.format(receipt=number)))
        contents = (content, *(found for found in _containers(opened, facts, content) if found != content))
        bodies = tuple(fact.seq for fact in facts if fact.body_sha256 and fact.payload.get("receipt") == number)
        writer.purge(*_tombstone(opened, receipt, facts, (approver.strip(), reason.strip()), contents, bodies), bodies=bodies)
    copy = str(receipt.payload.get("marked_copy") or "")
    remove(*(stored_at(opened.archive, one) for one in contents))
    removed = (copy,) if copy and remove(opened.folder / copy) else ()
    return PurgedReceipt(
        receipt=number,
        contents=contents,
        removed=removed,
        elsewhere=(receipt.source, *ELSEWHERE, *sorted(path.name for path in opened.home.glob("journal.sqlite3.v*"))),
        head=head(opened.journal),
    )


def _tombstone(
    opened: OpenCampaign,
    receipt: Receipt,
    facts: tuple[Fact, ...],
    why: tuple[str, str],
    contents: tuple[str, ...],
    bodies: tuple[int, ...],
) -> Iterator[NewFact]:
    """The withdrawal of the receipt and the tombstone; neither where an earlier run wrote it down and was interrupted."""
    approver, reason = why
    if not receipt.withdrawn:
        said = WITHDRAWN.format(reason=reason)
        yield ResolutionFact(receipt=receipt.number, action="withdraw", reason=said, outcome={}).fact(receipt.received_at)
    before = [found for fact in facts if (found := purged_by(fact.kind, fact.payload)) is not None and found.receipt == receipt.number]
    if not before or not before[-1].contents.issuperset(contents):
        tombstone = PurgedNote(receipt=receipt.number, approver=approver, reason=reason, contents=contents, bodies=bodies)
        yield tombstone.fact(opened.now)


def _containers(opened: OpenCampaign, facts: tuple[Fact, ...], content: str) -> Iterator[str]:
    """The zips and mails in the archive that hold this content: looked into one by one, in the guarded process."""
    noted = dict.fromkeys(said.sha256 for _, said in told(facts, ContainerNote))
    stored = [(sha256, stored_at(opened.archive, sha256)) for sha256 in noted]
    with open_readers(1, opened.errors) as readers:
        for sha256, path in stored:
            kind = kind_of_stored(path)
            if kind is None:
                continue
            with opened_container(path, kind, path.name, readers) as (members, _):
                if any(content_is(member.place, content) for member in members):
                    yield sha256
