"""duchá status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from duchá.campaign.model import Campaign
from duchá.campaign.tasks import Task, short_names, tasks_of
from duchá.cli.app import App
from duchá.cli.next_command import answering, next_answer, quoted, receipt_name
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, start
from duchá.cli.overdue import how_to_date, undated_json
from duchá.cli.show import Part, ScreenBlock, ScreenTable, answer
from duchá.ledger.duties import Duties, DutyStanding
from duchá.ledger.overdue import Undated
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.receipts.receipts import Receipt
from duchá.registers.gaps import GapCount
from duchá.reports.page import share_text
from duchá.rulebook.model import Rulebook
from duchá.steps.status import CampaignStatus
from duchá.submissions.status import Status
from duchá.terms.deadline import due_words
from duchá.terms.fault import Weight
from duchá.terms.share import rate as share_of
from duchá.terms.text import shown
from duchá.terms.wording import NOT_CORRECTED, NOT_DUE, RECEIPT_STATE_WORDS, SEND_AGAIN_BY, UNDATED, UNTYPED, day_words

_IN = (ReceiptState.RECEIVED, ReceiptState.SENT_BACK, ReceiptState.HELD)


def status_page(status: CampaignStatus, *, as_json: bool, quiet: bool) -> int:
    """The answer of status; 1 when something is held or sent back, or missing after its date, under a duty too, or the roster lacks a group."""
    standings = status.standings
    attention = any(
        standing.state in (ReceiptState.HELD, ReceiptState.SENT_BACK) or (standing.state is ReceiptState.MISSING and standing.late_days > 0)
        for standing in standings
    ) or bool(status.duties.late or _wanting(status.gaps))
    head = f"{status.opened.campaign.settings.name}　截至 {status.opened.as_of.isoformat()}"
    names = short_names(status.opened.campaign)
    tasks = [(task, own) for task in tasks_of(status.opened.campaign) if (own := of_task(task, standings))]
    page: list[Part] = [head, *status.faults]
    newest = {(task.groups, task.recipient): task.period for task, _ in tasks if task.period is not None}
    for task, own in tasks:
        page.append(f"【{shown(task.name)}】")
        if task.period is None or task.period == newest[task.groups, task.recipient]:
            page += [_table(group, names) for group in _by_deliverables(own)]
        else:
            page.append(f"逐单位见 duchá status --period {task.period.key}")
        page += [_legend(own, names), counts_line(own), *who_line(own)]
    if len(tasks) != 1:
        page.append(f"合计：{counts_line(standings)}")
    page += _receipts(status.receipts, standings)
    page += _untyped(standings)
    page += duties_page(status.duties)
    page += [_undated(status.undated)] if status.undated else []
    page += _gap_lines(status.gaps)
    page += _next_step(status.receipts, standings)
    data = matrix_json(standings) | {
        "tasks": tasks_json(status.opened.campaign, standings),
        "duties": duties_json(status.duties),
        "undated": undated_json(status.undated),
        "gaps": [{"register": one.title, "unused": one.unused, **{w.value: one.counts.get(w, 0) for w in Weight}} for one in status.gaps],
    }
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def _receipts(receipts: Sequence[Receipt], standings: Sequence[ReceiptStanding]) -> Iterator[Part]:
    """The receipts that somebody has to do something about, each by its number: not usable, sent back, waiting for an answer."""
    open_ones = [receipt for receipt in receipts if not receipt.withdrawn]
    refused = [one for one in open_ones if one.status is Status.REFUSED]
    back = {one.current.number: one.current for one in standings if one.state is ReceiptState.SENT_BACK and one.current is not None}
    held = [one for one in open_ones if one.status is Status.HELD]
    if refused:
        lines = (f"{receipt_name(one.number)}　{one.unit or '单位待定'}　{one.source}　{_first(one)}" for one in refused)
        yield ScreenBlock(
            head=f"不能用 {len(refused)} 份，请报送单位重报；与本次行动无关的撤回（duchá resolve 收件号 --withdraw --reason 理由）",
            lines=tuple(lines),
        )
    if back:
        lines = (
            f"{receipt_name(one.number)}　{one.unit or '单位待定'}　{one.payload.get('marked_copy') or one.source}" for one in back.values()
        )
        yield ScreenBlock(head=f"退回待改 {len(back)} 份", lines=tuple(lines))
    if held:
        yield f"待确认 {len(held)} 份，答复用每份下面的命令"
        for one in held:
            faults = one.payload["faults"]
            head = f"{receipt_name(one.number)}　{one.unit or '单位待定'}　{one.source}"
            yield ScreenBlock(head=head, lines=(_first(one), answering(one.number, faults)))


def _next_step(receipts: Sequence[Receipt], standings: Sequence[ReceiptStanding]) -> Iterator[str]:
    """The command that comes next: an answer that is waited for, letters to the late, else the summary."""
    held = [(one.number, one.payload["faults"]) for one in receipts if one.status is Status.HELD and not one.withdrawn]
    late = {one.unit.name for one in standings if (one.state is ReceiptState.MISSING and one.late_days) or one.again_late}
    if held:
        yield from next_answer(held)
    elif late:
        yield f"下一步：{len(late)} 个单位逾期，各写一份催办函："
        yield "  duchá overdue --letters"
    else:
        yield "下一步：出汇总："
        yield "  duchá report summary"


def _first(receipt: Receipt) -> str:
    """What was found first of the most serious kind."""
    faults = sorted(receipt.payload["faults"], key=lambda fault: [weight.value for weight in Weight].index(fault["weight"]))
    return f"{faults[0]['message']}{faults[0]['remedy']}" if faults else ""


def _wanting(gaps: Sequence[GapCount]) -> bool:
    """True where a register that is in use lacks what it must have."""
    return any(one.counts.get(Weight.REJECT) for one in gaps if not one.unused)


def _gap_lines(gaps: Sequence[GapCount]) -> list[Part]:
    """What is wanting in the registers, a line each; those that nobody uses yet in one line."""
    used = [one for one in gaps if not one.unused]
    words = [
        (
            shown(one.title),
            *(str(one.counts.get(weight, 0) or "") for weight in Weight),
            f"duchá report register {quoted(shown(one.title))}",
        )
        for one in used
    ]
    page: list[Part] = []
    if used:
        page.append(ScreenTable(columns=("登记表", "应改", "核实", "提示", "逐项见"), rows=tuple(words), title="登记表缺口"))
    return [*page, *unused_line([one.title for one in gaps if one.unused])]


def unused_line(titles: Sequence[str]) -> list[str]:
    """The registers that the rulebook asks for and nobody uses yet."""
    return [f"还没有登记的登记表 {len(titles)} 张：{'、'.join(map(shown, titles))}。"] if titles else []


def _untyped(standings: Sequence[ReceiptStanding]) -> list[str]:
    """What came on paper and can be counted once somebody types it."""
    waiting = [f"{shown(one.unit.name)}（{shown(one.owed.deliverable.name)}）" for one in standings if one.untyped]
    if not waiting:
        return []
    return [
        f"纸质未录 {len(waiting)} 份：{'、'.join(waiting)}。请把内容录入 registers/纸质录入.xlsx，再运行 duchá record；录入以前不计问题数。"
    ]


def _undated(undated: Sequence[Undated]) -> ScreenTable:
    """What is owed without a day, a line a unit."""
    by_unit: dict[str, list[str]] = {}
    for one in undated:
        by_unit.setdefault(one.unit, []).append(one.matter or one.what)
    rows = tuple((unit, str(len(numbers)), "、".join(numbers)) for unit, numbers in by_unit.items())
    title = f"{UNDATED} {len(undated)} 项：{how_to_date(undated)}，逐项见 duchá overdue --within 0"
    return ScreenTable(columns=("单位", "件数", "事项"), rows=rows, title=title)


def matrix_json(standings: Sequence[ReceiptStanding]) -> dict[str, object]:
    """`status --json` (design.md §5)."""
    units: dict[str, dict[str, object]] = {}
    successors = {standing.unit.name: standing.successor or None for standing in standings}
    for standing in standings:
        units.setdefault(standing.unit.name, {})[standing.owed.key] = {
            "state": standing.state.value,
            "late_days": standing.late_days,
            "zero_report": standing.nil,
            "version": standing.version,
            "receipt": standing.current.number if standing.current else None,
            "untyped": bool(standing.untyped),
            "due": standing.owed.due.isoformat() if standing.owed.due else None,
            "resend_due": standing.again.due.isoformat() if standing.again else None,
            "resend_late_days": standing.again_late,
        }
    return {"units": [{"unit": unit, "successor": successors[unit], "deliverables": deliverables} for unit, deliverables in units.items()]}


def missing_json(standings: Sequence[ReceiptStanding]) -> list[dict[str, object]]:
    """Who is missing with what, in the order of the roster."""
    missing: dict[str, list[str]] = {}
    for standing in standings:
        if standing.state is ReceiptState.MISSING:
            missing.setdefault(standing.unit.name, []).append(standing.owed.key)
    return [{"unit": unit, "deliverables": keys} for unit, keys in missing.items()]


def counts_json(standings: Sequence[ReceiptStanding]) -> dict[str, int]:
    """How many are due, received (sent-back and held ones count as received) and not there, whether their day is over or not."""
    due = sum(standing.state is not ReceiptState.NOT_APPLICABLE for standing in standings)
    received = sum(standing.state in _IN for standing in standings)
    return {"due": due, "received": received, "missing": due - received}


def tasks_json(campaign: Campaign, standings: Sequence[ReceiptStanding]) -> list[dict[str, object]]:
    """The counts a collection task at a time; ``not_due`` of those that are missing have time yet."""
    found: list[dict[str, object]] = []
    for task in tasks_of(campaign):
        if own := of_task(task, standings):
            counts = counts_json(own) | {"not_due": not_due(own)}
            found.append({"task": task.name, "recipient": task.recipient, "deliverables": [owed.key for owed in task.owed], **counts})
    return found


def not_due(standings: Sequence[ReceiptStanding]) -> int:
    """How many have not come and have time yet."""
    return sum(standing.not_due for standing in standings)


def of_task(task: Task, standings: Sequence[ReceiptStanding]) -> list[ReceiptStanding]:
    """The standings of the deliverables of a task."""
    return [standing for standing in standings if standing.owed.key in task.keys]


def counts_line(standings: Sequence[ReceiptStanding]) -> str:
    """The counts as a sentence: what is missing and what is not due yet are two things."""
    counts = counts_json(standings)
    pending = not_due(standings)
    late, rest = counts["missing"] - pending, f"，未到期 {pending} 份" if pending else ""
    return (
        f"应报 {counts['due']} 份，已报 {counts['received']} 份，未报 {late} 份{rest}，报送率 {rate(counts['received'], counts['due'])}。"
    )


def task_lines(campaign: Campaign, standings: Sequence[ReceiptStanding]) -> list[str]:
    """How far each collection task has come and who is missing; without its name where there is one only. Of one that comes back the last period; of
    those before it how much is still missing, in one line.
    """
    tasks = [(task, own) for task in tasks_of(campaign) if (own := of_task(task, standings))]
    newest = {(task.groups, task.recipient): task.period for task, _ in tasks if task.period is not None}
    named = len(tasks) > 1
    lines: list[str] = []
    before: list[str] = []
    for task, own in tasks:
        if task.period is not None and newest[task.groups, task.recipient] != task.period:
            late = counts_json(own)["missing"] - not_due(own)
            before += [f"{shown(task.name)}未报 {late} 份"] if late else []
        else:
            lines += [f"{shown(task.name)}：{counts_line(own)}" if named else counts_line(own), *who_line(own)]
    return [*lines, *([f"以前各期没有报齐的：{'、'.join(before)}。逐单位见 duchá status --period 期间"] if before else [])]


def who_line(standings: Sequence[ReceiptStanding]) -> list[str]:
    """The units with something missing, in the order of the roster; those with nothing at all, and those that have time yet, are said apart."""
    owed: dict[str, list[ReceiptStanding]] = {}
    for standing in standings:
        if standing.state is not ReceiptState.NOT_APPLICABLE:
            owed.setdefault(standing.unit.name, []).append(standing)
    missing = {unit: sum(one.state is ReceiptState.MISSING and not one.not_due for one in own) for unit, own in owed.items()}
    nothing = [unit for unit, count in missing.items() if count == len(owed[unit])]
    part = [unit for unit, count in missing.items() if 0 < count < len(owed[unit])]
    pending = [unit for unit, own in owed.items() if not missing[unit] and any(one.not_due for one in own)]
    said = [f"一份未报的 {len(nothing)} 个单位：{'、'.join(nothing)}"] if nothing else []
    said += [f"未报齐的 {len(part)} 个单位：{'、'.join(part)}"] if part else []
    said += [f"期限未到、还没有报齐的 {len(pending)} 个单位：{'、'.join(pending)}"] if pending else []
    return ["；".join(said) + "。"] if said else []


def rate(part: int, whole: int) -> str:
    """A percentage with two decimals, “—” of nothing."""
    return share_text(share_of(part, whole))


def _by_deliverables(standings: Sequence[ReceiptStanding]) -> list[list[ReceiptStanding]]:
    """Standings of units that owe the same things together, so that each table is full."""
    owed: dict[str, list[str]] = {}
    for standing in standings:
        owed.setdefault(standing.unit.name, []).append(standing.owed.key)
    groups: dict[tuple[str, ...], list[ReceiptStanding]] = {}
    for standing in standings:
        groups.setdefault(tuple(owed[standing.unit.name]), []).append(standing)
    return list(groups.values())


def _table(standings: Sequence[ReceiptStanding], names: Mapping[str, str]) -> ScreenTable:
    keys = dict.fromkeys(standing.owed.key for standing in standings)
    rows: dict[str, list[str]] = {}
    for standing in standings:
        name = f"{standing.unit.name}（已并入{standing.successor}）" if standing.successor else standing.unit.name
        rows.setdefault(standing.unit.name, [str(standing.unit.order), name]).append(_cell(standing))
    return ScreenTable(columns=("序号", "单位", *(names[key] for key in keys)), rows=tuple(tuple(row) for row in rows.values()))


def _cell(standing: ReceiptStanding) -> str:
    late = f"逾期{standing.late_days}天" if standing.late_days else ""
    match standing.state:
        case ReceiptState.RECEIVED:
            word = "零报告" if standing.nil else "√ 已收"
        case ReceiptState.MISSING:
            word = f"· {NOT_DUE if standing.owed.deadline else UNDATED}" if standing.not_due else "× 未报"
        case ReceiptState.NOT_APPLICABLE if standing.nil:
            word = "无问题免报"
        case _:
            word = RECEIPT_STATE_WORDS[standing.state.value]
    if standing.untyped:
        word += f"（{UNTYPED.format(via=standing.untyped)}）"
    if standing.again is not None:
        again = day_words(standing.again.due, year=False)
        word = NOT_CORRECTED.format(days=standing.again_late) if standing.again_late else f"{word} {SEND_AGAIN_BY.format(day=again)}"
    version = f"第{standing.version}版" if standing.version > 1 else ""
    open_ = standing.state in (ReceiptState.HELD, ReceiptState.SENT_BACK) and standing.current is not None
    number = receipt_name(standing.current.number) if open_ and standing.current else ""
    return " ".join(part for part in (word, number, version, late) if part)


def _legend(standings: Sequence[ReceiptStanding], names: Mapping[str, str]) -> str:
    """What the heads stand for, and by when each is due, once for those that are due alike."""
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for standing in standings:
        short, whole = names[standing.owed.key], standing.owed.deliverable.name
        said = whole if short in whole else f"{short} {whole}"
        owed, due = standing.owed, standing.owed.said_by
        by = due if "前" in due or owed.deadline is None or owed.plain.row is not None else f"{due}前"
        alike.setdefault((by, owed.recipient), {})[said] = None
    return (
        "期限："
        + "；".join(f"{'、'.join(which)}，{due}{'，' if due == UNDATED else ''}报{recipient}" for (due, recipient), which in alike.items())
        + "。"
    )


def duties_json(duties: Duties) -> list[dict[str, object]]:
    """The ``duties`` of `status --json`."""
    return [
        {
            "duty": one.owed.plain.key,
            "name": one.owed.plain.name,
            "for": one.owed.of,
            "owner": one.owner,
            "recipient": one.owed.recipient or None,
            "state": one.state.value,
            "due": one.deadline.due.isoformat() if one.deadline else None,
            "late_days": one.late_days,
            "received_on": one.came_on.isoformat() if one.came_on else None,
            "returns": one.returns,
            "agreed": one.owed.agreed,
            "article": one.article.cite(),
            "reached": one.reached or None,
        }
        for one in duties.standings
    ]


def duties_page(duties: Duties) -> Iterator[Part]:
    """The table of duties, how the days were reached, who has not sent what is late, and what nobody is named for; nothing where there are none."""
    if duties.standings:
        yield ScreenTable(
            columns=("报送事项", "哪一期", "谁报", "期限", "情况"), rows=tuple(map(_row, duties.standings)), title="按期、按任务要报的"
        )
        yield from _ways(duties.standings)
    missing = [f"{shown(one.owner)} {shown(one.owed.deliverable.name)}" for one in duties.late]
    if missing:
        yield f"该报未报、退回待报的 {len(missing)} 件：{'、'.join(missing)}。"
    for here in duties.unnamed:
        groups = "、".join(here.groups)
        yield (
            f"“{here.duty.name}”由{groups}报，还没有写明是哪些，暂不催报："
            f'请在 campaign.toml 写上 [duties.{here.duty.id}] by = ["名称"]，或在 units.xlsx 列出组别“{groups}”的单位。'
        )


def duties_table(book: Rulebook) -> ScreenTable:
    """The duties of a rulebook."""
    every = {"month": "每月", "quarter": "每季度", "year": "每年"}
    groups = {group.id: group.name for group in book.groups}
    rows = tuple(
        (
            duty.name,
            duty.id,
            every[duty.every.value] if duty.every else f"每项{book.form(duty.row.register).sheet}" if duty.row else "",
            book.form(duty.row.register).column(duty.row.owner).title
            if duty.row
            else "、".join(groups[id] for id in duty.groups) or "本室",
            duty.due.text + ("（本室约定）" if duty.agreed else ""),
            duty.recipient,
            book.article(duty.article).number,
        )
        for duty in book.duties
    )
    return ScreenTable(columns=("报送事项", "代号", "多久一次", "谁报", "期限", "报给谁", "依据"), rows=rows, title="按期、按任务要报的")


def _row(one: DutyStanding) -> tuple[str, ...]:
    due = due_words(one.deadline) if one.deadline else "未定"
    return (one.owed.plain.name, one.owed.subject, one.owner, due, _how(one))


def _how(one: DutyStanding) -> str:
    back = f"退回{one.returns}次" if one.returns else ""
    late = f"逾期{one.late_days}天" if one.late_days else ""
    match one.state:
        case ReceiptState.RECEIVED:
            word = f"√ {one.came_on.isoformat() if one.came_on else ''}"
        case ReceiptState.SENT_BACK:
            word = "退回待报"
        case _:
            word = "× 未报"
    return " ".join(part for part in (word, late, back) if part)


def _ways(standings: Sequence[DutyStanding]) -> Iterator[str]:
    """How the day was reached, once a duty: of the first that is still owed, else of the last."""
    first: dict[str, DutyStanding] = {}
    for one in standings:
        if one.reached and (one.owed.plain.key not in first or (one.open and not first[one.owed.plain.key].open)):
            first[one.owed.plain.key] = one
    yield from (f"期限怎么来的：{shown(one.owed.deliverable.name)}　{shown(one.reached)}。" for one in first.values())


def status(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    unit: UnitName = None,
    period: Annotated[str, typer.Option("--period", metavar="期间", help="按期报送的，只看这一期，如 2019-05、2019Q2")] = "",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """收件情况：各单位各份材料，已收、退回、待确认还是未报。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.status import status as step

    return status_page(step(open_campaign(start(campaign), moment(as_of, known_at)), unit, period), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("status")(status)
