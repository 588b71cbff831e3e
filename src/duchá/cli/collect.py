"""duchá collect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from duchá.campaign.model import Campaign
from duchá.cli.app import App
from duchá.cli.next_command import answering, next_answer, otherwise, receipt_name
from duchá.cli.options import AsJson, AsOf, CampaignDir, Quiet, UnitName, moment, read_moment, start
from duchá.cli.show import WEIGHTS, Part, ScreenBlock, answer, to_be_settled
from duchá.cli.status import counts_json, missing_json, task_lines
from duchá.receipts.matrix import ReceiptStanding, ReceiptState
from duchá.rulebook.form import FilledBy
from duchá.steps.check import CheckedFiles
from duchá.steps.collect import Collected
from duchá.steps.resolve import Resolved
from duchá.submissions.status import Status
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.fault import Fault, Weight, fault_json
from duchá.terms.text import shown

Payload = Mapping[str, Any]
ATTENTION = (Status.HELD.value, Status.SENT_BACK.value, Status.REFUSED.value)
# what became of files, in the order in which it is shown: what needs nothing first, what needs a person last
_ORDER = (Status.ACCEPTED, Status.REFUSED, Status.SENT_BACK, Status.HELD)
_HEADINGS = {Status.ACCEPTED: "已收", Status.REFUSED: "不能用", Status.SENT_BACK: "退回改正", Status.HELD: "等您确认"}
_CHECKED = {Status.ACCEPTED: "没有要改的", Status.REFUSED: "不能用", Status.SENT_BACK: "要改的", Status.HELD: "要核实的"}
_QUIET = (Status.IGNORED.value, Status.DUPLICATE.value)
_KEYS = (
    "receipt",
    "source",
    "sha256",
    "unit",
    "status",
    "version",
    "supersedes",
    "received_at",
    "late_days",
    "deliverables",
    "forms",
    "faults",
    "marked_copy",
    "changes",
    "same_as",
)
_DEFAULTS: Mapping[str, object] = {"late_days": 0, "deliverables": [], "forms": {}, "faults": []}


def collected_page(collected: Collected, *, as_json: bool, quiet: bool) -> int:
    """The answer of collect; 1 when a file wants attention or something due is missing."""
    submissions = collected.submissions
    overdue = [standing for standing in collected.standings if standing.state is ReceiptState.MISSING and standing.late_days > 0]
    unsettled = any(fault.kind.weight is not Weight.NOTE for fault in collected.faults)
    attention = (
        needs_attention((*submissions, *collected.rejudged, *collected.turned))
        or bool(overdue)
        or unsettled
        or to_be_settled(collected.opened.news)
    )
    data = {
        "verdict": "attention" if attention else "clean",
        "submissions": [submission_json(item) for item in submissions],
        "rejudged": [submission_json(item) for item in collected.rejudged],
        **({"turned": [submission_json(item) for item in collected.turned]} if collected.turned else {}),
        "missing": missing_json(collected.standings),
        "counts": counts_json(collected.standings) | {"files": collected.files},
    } | of_the_run((*collected.opened.news, *collected.faults))
    names = names_of(collected.opened.campaign)
    notes: list[Part] = [*collected.opened.news, *collected.faults]
    if collected.resumed:
        notes.append("上一次收件中途停下，这次已接着做完。")
    if collected.rejudged:
        notes.append(f"名单、制度或答复有变动，{len(collected.rejudged)} 份待确认或不能用的收件重新判定如下，其余照旧。")
    page = (
        *notes,
        *files_page(collected.rejudged, names),
        *files_page(submissions, names),
        *([f"收到这些以后，以前的 {len(collected.turned)} 份收件随之变了："] if collected.turned else []),
        *files_page(collected.turned, names),
        f"本次看了 {collected.files} 个文件。",
        *task_lines(collected.opened.campaign, collected.standings),
        *_next_steps((*collected.rejudged, *submissions, *collected.turned), collected.standings),
    )
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def of_the_run(faults: Iterable[Fault]) -> dict[str, object]:
    """What is to be said of the run itself, where there is something: the key ``faults``."""
    said = [fault_json(fault) | {"source": fault.place.file} for fault in faults]
    return {"faults": said} if said else {}


def checked_page(checked: CheckedFiles, *, as_json: bool, quiet: bool) -> int:
    """The answer of check."""
    submissions = checked.submissions
    attention = needs_attention(submissions)
    data = {"verdict": "attention" if attention else "clean", "submissions": [submission_json(item) for item in submissions]}
    names = {key: name for campaign in reversed(checked.campaigns) for key, name in names_of(campaign).items()}
    closing = "请按上面的说明修改后重新核对。" if attention else "没有需要改的地方。"
    return answer(
        data,
        *files_page(submissions, names, recorded=False),
        closing,
        as_json=as_json,
        quiet=quiet,
        attention=attention,
    )


def resolved_page(answered: Sequence[Resolved], news: Sequence[Fault] = (), *, as_json: bool, quiet: bool) -> int:
    """The answer of resolve: each receipt as it stands now, and the next that waits; before it what is new about the campaign itself."""
    last = answered[-1]
    names = names_of(last.campaign)
    submissions = [_as_resolved(one) for one in answered]
    data = {
        "submission": submissions[0],
        "counts": counts_json(last.standings),
        "submissions": submissions,
        "waiting": [receipt.number for receipt in last.waiting],
    }
    page: list[Part] = [*news]
    for one in answered:
        receipt = one.receipt
        state = "已撤回" if receipt.withdrawn else STATUS_WORDS[receipt.status]
        page.append(f"{receipt_name(receipt.number)}收件（{shown(receipt.source)}，{receipt.unit or '单位待定'}）：{state}。")
        if not receipt.withdrawn and receipt.payload["faults"] and receipt.status.value not in _QUIET:
            page.append(file_block(_payload(one), names))
        page += [f"退回件已写好：{shown(name)}" for name in one.copies]
        page += one.faults
        if one.followed:
            page.append(f"随之更新：{'、'.join(receipt_name(other.number) for other in one.followed)}收件。")
    if last.waiting:
        page += next_answer([(receipt.number, receipt.payload["faults"]) for receipt in last.waiting])
    else:
        page += ["下一步：没有等您确认的了，看收件情况：", "  duchá status"]
    attention = any(one.faults or (not one.receipt.withdrawn and one.receipt.status.value in ATTENTION) for one in answered)
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def _payload(one: Resolved) -> dict[str, Any]:
    return dict(one.receipt.payload) | {"status": one.receipt.status.value, "unit": one.receipt.unit}


def _as_resolved(one: Resolved) -> dict[str, object]:
    return submission_json(_payload(one)) | {"withdrawn": bool(one.receipt.withdrawn)}


def needs_attention(submissions: Iterable[Payload]) -> bool:
    """True when a file was held, sent back or refused; duplicates and ignored files never count."""
    return any(item["status"] in ATTENTION for item in submissions)


def submission_json(payload: Payload) -> dict[str, object]:
    """One submission as scripts read it (design.md §5), every key present."""
    found = {key: payload.get(key, _DEFAULTS.get(key)) for key in _KEYS if key in payload or key not in ("changes", "same_as")}
    forms = found["forms"]
    assert isinstance(forms, Mapping)
    return found | {
        "forms": {form: {key: head.get(key) for key in ("rows", "zero_report", "sheet", "range")} for form, head in forms.items()}
    }


def names_of(campaign: Campaign) -> dict[str, str]:
    """Short names of forms and deliverables by id and key: 附件2, 书面报告."""
    forms = {form.id: form.number or form.title for form in campaign.forms(FilledBy.UNIT)}
    return {owed.key: owed.deliverable.name for owed in campaign.owed if owed.deliverable.written} | forms


def files_page(submissions: Sequence[Payload], names: Mapping[str, str], *, recorded: bool = True) -> Iterator[Part]:
    """A block a file, with a line a fault, under what became of it: what needs somebody stands last, where the eye rests."""
    for status in _ORDER:
        own = [item for item in submissions if item["status"] == status.value]
        if own:
            yield f"【{(_HEADINGS if recorded else _CHECKED)[status]}】{len(own)} 份"
            yield from (file_block(item, names, recorded=recorded) for item in own)
    ignored = Counter(item["status"] for item in submissions if item["status"] in _QUIET)
    if ignored[Status.DUPLICATE.value]:
        yield f"内容相同、以前已收过的 {ignored[Status.DUPLICATE.value]} 个文件，没有重复登记。"
    if ignored[Status.IGNORED.value]:
        yield f"临时文件、系统文件和已拆开的压缩包、邮件 {ignored[Status.IGNORED.value]} 个，不单独登记。"


def file_block(item: Payload, names: Mapping[str, str], *, recorded: bool = True) -> ScreenBlock:
    """A file: its number, unit, result and contents; then where it lies, what is wrong in it, what it changes, and the command that answers."""
    head = (
        receipt_name(item.get("receipt")) if recorded else "",
        str(item.get("unit") or "单位待定"),
        STATUS_WORDS[Status(item["status"])] if recorded else "",
        f"第{item['version']}版" if item.get("version") else "",
        f"逾期{item['late_days']}天" if item.get("late_days") else "",
        _content(item, names),
    )
    return ScreenBlock(head="　".join(part for part in head if part), lines=(str(item["source"]), *_lines(item)))


def _lines(item: Payload) -> Iterator[str]:
    faults: Sequence[Mapping[str, Any]] = item.get("faults") or ()
    for weight in Weight:
        yield from (_fault_line(fault) for fault in faults if fault["weight"] == weight.value)
    if item.get("supersedes"):
        yield f"第{item['version']}版，替换{receipt_name(item['supersedes'])}收件。"
        for change in item.get("changes") or ():
            yield f"{change['cell']}：原来“{change['before'] or '（无）'}”，现在“{change['after'] or '（删去）'}”"
    if item.get("marked_copy") and item["status"] in ATTENTION:
        copy = "退回件" if item["status"] == Status.SENT_BACK.value else "标好的副本"
        yield f"{copy}（已标色、写好批注）：{item['marked_copy']}"
    if item["status"] == Status.HELD.value and item.get("receipt"):
        yield f"请您确认后运行下一行{otherwise(faults)}："
        yield answering(item["receipt"], faults)


def _fault_line(fault: Mapping[str, Any]) -> str:
    """How heavy, where, what, what to do, which code."""
    place = "!".join(part for part in (fault["sheet"], fault["cell"]) if part)
    label = f"（{fault['label']}）" if fault["label"] else ""
    where = f"{place}{label}：" if place or label else ""
    return f"{WEIGHTS[Weight(fault['weight'])]}　{where}{fault['message']}{fault['remedy']}（{fault['code']}）"


def _content(item: Payload, names: Mapping[str, str]) -> str:
    forms = item.get("forms") or {}
    said = [f"{names.get(form, form)} {'零报告' if head['zero_report'] else str(head['rows']) + '行'}" for form, head in forms.items()]
    return "，".join(said) or "、".join(names.get(key, key) for key in item.get("deliverables") or ())


def _next_steps(submissions: Sequence[Payload], standings: Sequence[ReceiptStanding]) -> Iterator[str]:
    """What is to be done now, and the one command that comes next: an answer that is waited for, else who is missing, else the summary."""
    back = sum(bool(item.get("marked_copy")) and item["status"] == Status.SENT_BACK.value for item in submissions)
    if back:
        yield f"{back} 份退回件在 returned/ 里，请发回原单位改正（duchá send 退回件 可做成邮件，一个单位一封）。"
    held = [
        (item["receipt"], item.get("faults") or ()) for item in submissions if item["status"] == Status.HELD.value and item.get("receipt")
    ]
    if held:
        yield from next_answer(held)
    elif any(standing.state is ReceiptState.MISSING for standing in standings):
        yield "下一步：看谁还没有报，或者直接出汇总（duchá report summary）："
        yield "  duchá status"
    else:
        yield "下一步：都报齐了，出汇总："
        yield "  duchá report summary"


def collect(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹…", help="收哪些；不写则收 returns/")] = None,
    campaign: CampaignDir = None,
    received_at: Annotated[
        datetime | None,
        typer.Option("--received-at", metavar="时间", parser=read_moment, help="实际收到的时间；不写则按邮件日期，再不然按现在"),
    ] = None,
    unit: UnitName = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="个数", min=0, max=64, help="同时用几个进程读文件；不写或写 0 则按处理器个数")] = 0,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """收件：读取、核对、登记、存档，退回件写好批注，列出谁报了、谁没报。"""
    from duchá.cli.show import ticker
    from duchá.steps.collect import Delivery, collect as step
    from duchá.steps.open_campaign import open_campaign

    opened = open_campaign(start(campaign), moment(as_of))
    delivery = Delivery(paths=tuple(paths or (opened.folder / "returns",)), received_at=received_at, unit=unit, jobs=jobs)
    return collected_page(step(opened, delivery, ticker("收件")), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("collect")(collect)
