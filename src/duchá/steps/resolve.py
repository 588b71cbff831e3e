"""resolve: a person's answer to a held submission, or its withdrawal; kept for the campaign where it is an answer about a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from duchá.campaign import faults as campaign_faults
from duchá.campaign.model import Campaign
from duchá.journal.read import read_body
from duchá.journal.records import AnswerFact
from duchá.journal.write import open_journal
from duchá.receipts.answers import answers_of
from duchá.receipts.file import Filing, file_receipt
from duchá.receipts.matrix import ReceiptStanding, matrix
from duchá.receipts.receipts import Receipt, receipts_of
from duchá.receipts.reread import reread
from duchá.receipts.write_copies import write_missing_copies
from duchá.rulebook.form import FilledBy
from duchá.steps.duties_of import dated
from duchá.steps.filing import filing_state
from duchá.steps.given_period import given_period
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, note_context
from duchá.submissions.context import Answers
from duchá.submissions.status import Status
from duchá.submissions.unit.deliverables import ASKS_WHICH
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms import wording
from duchá.terms.fault import Fault, Stop
from duchá.terms.text import for_matching
from duchá.workbooks.pool import open_readers

RECEIPT_WITHDRAWN = "已撤回"
POSSIBLE_ACTIONS = "现在可以：{actions}。"
NOTHING_POSSIBLE = "它已办结，不用再处理。"
ONE_ANSWER = "一次只能答复一件事。"
ANSWER_OPTIONS = "请从 --unit、--period、--deliverable、--column、--accept、--send-back、--withdraw、--replace、--append 中选一个。"
NO_SUCH_COLUMN = "报表里没有“{column}”这一栏。"
KNOWN_COLUMNS = "现有的栏目：{columns}。"
UNIT_FIRST = "第 {receipt} 号收件还不知道是哪个单位的。"
UNIT_FIRST_REMEDY = "请先用 --unit 指定单位。"
ANSWER_FIRST = "第 {receipt} 号收件还不知道是哪一期、哪一份材料。"
ANSWER_FIRST_REMEDY = "请先用 --period 指定期间，或用 --deliverable 指定材料。"
NO_SUCH_DELIVERABLE = "没有叫“{written}”的材料。"
KNOWN_DELIVERABLES = "可用：{known}。"


class Action(Enum):
    """What a person may say: 指定单位 / 指定期间 / 指定材料 / 接受 / 退回 / 撤回 / 替换 / 追加 / 认栏目."""

    UNIT = "unit"
    PERIOD = "period"
    DELIVERABLE = "deliverable"
    COLUMN = "column"
    ACCEPT = "accept"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"
    REPLACE = "replace"
    APPEND = "append"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to one receipt. ``unit`` for UNIT, ``period`` and ``deliverable`` (their keys) likewise; ``columns`` (form, title as written, column id or ``-``) for COLUMN; ``remember`` keeps it for the campaign."""

    receipt: int
    action: Action
    reason: str = ""
    unit: str = ""
    period: str = ""
    deliverable: str = ""
    columns: tuple[tuple[str, str, str], ...] = ()
    remember: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveOptions:
    """The options as typed: names of the flags set, and the texts given, each by the name of its action."""

    flags: tuple[str, ...] = ()
    texts: Mapping[str, str | None] = field(default_factory=dict)
    reason: str = ""
    remember: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The receipt after the answer, and how things stand now; ``followed`` are the receipts that are something else on its account,
    ``waiting`` those that still wait for an answer."""

    campaign: Campaign
    receipt: Receipt
    standings: tuple[ReceiptStanding, ...]
    copies: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    followed: tuple[Receipt, ...] = ()
    waiting: tuple[Receipt, ...] = ()


_NEEDS_REASON = (Action.ACCEPT, Action.SEND_BACK, Action.WITHDRAW)
_OPEN = (Status.HELD, Status.SENT_BACK, Status.ACCEPTED)
_DECIDES = {
    Action.ACCEPT: Status.ACCEPTED,
    Action.REPLACE: Status.ACCEPTED,
    Action.APPEND: Status.ACCEPTED,
    Action.SEND_BACK: Status.SENT_BACK,
}
_POSSIBLE = {
    Action.UNIT: (*_OPEN, Status.REFUSED, Status.DUPLICATE),
    Action.PERIOD: (*_OPEN, Status.DUPLICATE),
    Action.DELIVERABLE: (*_OPEN, Status.REFUSED, Status.DUPLICATE),
    Action.COLUMN: (Status.HELD, Status.SENT_BACK),
    Action.ACCEPT: (Status.HELD, Status.SENT_BACK),
    Action.SEND_BACK: (Status.HELD, Status.ACCEPTED),
    Action.WITHDRAW: (*_OPEN, Status.REFUSED, Status.DUPLICATE),
    Action.REPLACE: (Status.HELD,),
    Action.APPEND: (Status.HELD,),
}


def answer_from(opened: OpenCampaign, receipt: int, asked: ResolveOptions) -> Answer:
    """The one answer that the options of a command line give. Raises Stop (C022) when they give none or several."""
    texts = {name: text for name, text in asked.texts.items() if text}
    given = [*asked.flags, *texts]
    if len(given) != 1:
        raise Stop(campaign_faults.BAD_ANSWER.at(why=ONE_ANSWER, possible=ANSWER_OPTIONS))
    return Answer(
        receipt=receipt,
        action=Action(given[0]),
        reason=asked.reason,
        unit=texts.get("unit", ""),
        period=given_period(opened, texts["period"]).key if "period" in texts else "",
        deliverable=_deliverable(opened.campaign, texts["deliverable"]) if "deliverable" in texts else "",
        columns=_column(opened.campaign, texts["column"]) if "column" in texts else (),
        remember=asked.remember,
    )


def _deliverable(campaign: Campaign, text: str) -> str:
    """The key of the deliverable that a person names, by key or name. Raises Stop (C022)."""
    plain = {owed.plain.key: owed.plain.name for owed in campaign.owed}
    wanted = for_matching(text)
    found = next((key for key, name in plain.items() if wanted in (for_matching(key), for_matching(name))), None)
    if found is None:
        known = KNOWN_DELIVERABLES.format(known=wording.LIST_SEPARATOR.join(f"{key}（{name}）" for key, name in plain.items()))
        raise Stop(campaign_faults.BAD_ANSWER.at(why=NO_SUCH_DELIVERABLE.format(written=text), possible=known))
    return found


def _column(campaign: Campaign, text: str) -> tuple[tuple[str, str, str], ...]:
    """``title=column title`` for every form that has the column; an empty column title means: an added column, not one of ours."""
    written, _, known = text.partition("=")
    forms = campaign.forms(FilledBy.UNIT)
    if not known.strip():
        return tuple((form.id, for_matching(written), "-") for form in forms)
    meant = for_matching(known)
    found = tuple(
        (form.id, for_matching(written), column.id)
        for form in forms
        for column in form.columns
        if meant in {for_matching(t) for t in (column.title, column.id)}
    )
    if not found:
        titles = dict.fromkeys(column.title for form in forms for column in form.columns if column.title)
        raise Stop(
            campaign_faults.BAD_ANSWER.at(
                why=NO_SUCH_COLUMN.format(column=known),
                possible=KNOWN_COLUMNS.format(columns=wording.LIST_SEPARATOR.join(titles)),
            )
        )
    return found


def resolve(opened: OpenCampaign, answer: Answer) -> Resolved:
    """Applies one answer. Raises Stop (C014, C018–C020, C022) when it is not possible, saying what is."""
    opened = dated(opened)
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        facts = writer.facts()
        answers = answers_of(facts)
        state = filing_state(opened, receipts_of(facts), answers)
        receipt = _the_receipt(state.receipts, answer)
        answer = _checked(opened, receipt, answer)
        remembered = _remembered(answer, receipt)
        filing = _filing(opened, receipt, answer, _with(answers, remembered))
        known = (said.fact(opened.now) for said in remembered)
        draft = file_receipt(state, writer, filing, known)
    after = tuple(state.receipts[number] for number in sorted(state.receipts))
    copies, unwritten = write_missing_copies(
        opened.campaign, opened.folder, opened.home, after, opened.errors, body_of=lambda seq: read_body(opened.journal, seq)
    )
    return Resolved(
        campaign=opened.campaign,
        receipt=state.receipts[receipt.number],
        standings=matrix(opened.campaign, after, opened.as_of),
        copies=copies,
        faults=unwritten,
        followed=tuple(state.receipts[number] for number in draft.followed),
        waiting=tuple(one for one in after if one.status is Status.HELD and not one.withdrawn),
    )


def _the_receipt(receipts: Mapping[int, Receipt], answer: Answer) -> Receipt:
    receipt = receipts.get(answer.receipt)
    if receipt is None:
        raise Stop(campaign_faults.UNKNOWN_RECEIPT.at(receipt=answer.receipt))
    return receipt


def _checked(opened: OpenCampaign, receipt: Receipt, answer: Answer) -> Answer:
    action = wording.ACTION_WORDS[answer.action.value]
    if not _may(receipt, answer.action):
        possible = [] if receipt.untyped else [wording.ACTION_WORDS[a.value] for a in _POSSIBLE if _may(receipt, a)]
        said = POSSIBLE_ACTIONS.format(actions=wording.LIST_SEPARATOR.join(possible)) if possible else NOTHING_POSSIBLE
        status = RECEIPT_WITHDRAWN if receipt.withdrawn else STATUS_WORDS[receipt.status]
        raise Stop(campaign_faults.CANNOT_RESOLVE.at(receipt=receipt.number, status=status, action=action, possible=said))
    if answer.action in _NEEDS_REASON and not answer.reason.strip():
        raise Stop(campaign_faults.MISSING_REASON.at(action=action))
    if answer.action is Action.ACCEPT and receipt.unit is None:
        raise Stop(campaign_faults.BAD_ANSWER.at(why=UNIT_FIRST.format(receipt=receipt.number), possible=UNIT_FIRST_REMEDY))
    undecided = not receipt.deliverables and any(fault["code"] in ASKS_WHICH for fault in receipt.payload["faults"])
    if _DECIDES.get(answer.action) is Status.ACCEPTED and undecided:
        raise Stop(campaign_faults.BAD_ANSWER.at(why=ANSWER_FIRST.format(receipt=receipt.number), possible=ANSWER_FIRST_REMEDY))
    if answer.action is not Action.UNIT:
        return answer
    return replace(answer, unit=given_unit(opened.campaign, answer.unit) or "")


def _may(receipt: Receipt, action: Action) -> bool:
    """True for what can be done about a receipt; paper has no file that could be read again, and until it is typed only stands or falls."""
    by_hand = action is Action.WITHDRAW or (action in _DECIDES and not receipt.untyped)
    return not receipt.withdrawn and receipt.status in _POSSIBLE[action] and (not receipt.paper or by_hand)


def _remembered(answer: Answer, receipt: Receipt) -> list[AnswerFact]:
    """Facts worth keeping for the campaign: which column a title means, which unit a written name means."""
    if answer.action is Action.COLUMN:
        return [
            AnswerFact(subject="column", key=f"{form}␟{title}", value=column, receipt=receipt.number)
            for form, title, column in answer.columns
        ]
    if answer.action is not Action.UNIT or not answer.remember:
        return []
    written = {fault["value"] for fault in receipt.payload["faults"] if fault["name"] in ("unknown-unit", "sub-unit") and fault["value"]}
    return [AnswerFact(subject="unit", key=name, value=answer.unit, receipt=receipt.number) for name in sorted(written)]


def _with(answers: Answers, remembered: list[AnswerFact]) -> Answers:
    columns = {**answers.columns, **{said.key: said.value for said in remembered if said.subject == "column"}}
    units = {**answers.units, **{said.key: said.value for said in remembered if said.subject == "unit"}}
    return replace(answers, columns=columns, units=units)


def _filing(opened: OpenCampaign, receipt: Receipt, answer: Answer, answers: Answers) -> Filing:
    """What the answer comes to: a word about the receipt, or its file read again. Raises Stop (C022) where nothing can be read in it."""
    action = answer.action.value
    if answer.action is Action.WITHDRAW or answer.action in _DECIDES:
        return Filing(action=action, receipt=receipt.number, decision=_DECIDES.get(answer.action), reason=answer.reason)
    with open_readers(1, opened.errors) as readers:
        ((_, submission),) = reread(
            opened.campaign,
            opened.archive,
            (receipt,),
            answers,
            readers,
            answer.unit,
            period=answer.period,
            deliverable=answer.deliverable,
        )
    if submission is None:
        first = receipt.payload["faults"][0]
        raise Stop(campaign_faults.BAD_ANSWER.at(why=first["message"], possible=first["remedy"]))
    return Filing(action=action, receipt=receipt.number, submission=submission, reason=answer.reason)
