"""duchá collect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from duchá.campaign.model import Campaign
from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, Quiet, UnitName, moment, read_moment, start
from duchá.cli.show import WEIGHTS, ScreenTable, answer, fault_line
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
_HEAVY = (Weight.REJECT, Weight.QUERY)
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
    attention = needs_attention((*submissions, *collected.rejudged)) or bool(overdue) or unsettled
    data = {
        "verdict": "attention" if attention else "clean",
        "submissions": [submission_json(item) for item in submissions],
        "rejudged": [submission_json(item) for item in collected.rejudged],
        "missing": missing_json(collected.standings),
        "counts": counts_json(collected.standings) | {"files": collected.files},
    } | of_the_run(collected.faults)
    names = names_of(collected.opened.campaign)
    notes = [fault_line(fault) for fault in (*collected.opened.news, *collected.faults)]
    if collected.resumed:
        notes.append("上一次收件中途停下，这次已接着做完。")
    if collected.rejudged:
        notes.append(f"名单、制度或答复有变动，{len(collected.rejudged)} 份待确认或不能用的收件重新判定如下，其余照旧。")
    page = (
        *notes,
        *_files(collected.rejudged, names),
        *_files(submissions, names),
        *_faults((*collected.rejudged, *submissions)),
        *_changes(submissions),
        *_summary(collected),
        _next_step((*collected.rejudged, *submissions), collected.standings),
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
    closing = "请按上面的说明修改后重新核对。" if attention else "没有需要改的地方。"
    return answer(
        data,
        *_files(submissions, {key: name for campaign in reversed(checked.campaigns) for key, name in names_of(campaign).items()}),
        *_faults(submissions),
        closing,
        as_json=as_json,
        quiet=quiet,
        attention=attention,
    )


def resolved_page(resolved: Resolved, news: Sequence[Fault] = (), *, as_json: bool, quiet: bool) -> int:
    """The answer of resolve: the receipt as it stands now; before it what is new about the campaign itself."""
    receipt = resolved.receipt
    payload = dict(receipt.payload) | {"status": receipt.status.value, "unit": receipt.unit}
    state = "已撤回" if receipt.withdrawn else STATUS_WORDS[receipt.status]
    line = f"第 {receipt.number} 号收件（{shown(receipt.source)}，{receipt.unit or '单位待定'}）：{state}。"
    copies = [f"退回件已写好：{shown(name)}" for name in resolved.copies]
    data = {"submission": submission_json(payload) | {"withdrawn": bool(receipt.withdrawn)}, "counts": counts_json(resolved.standings)}
    faults = () if receipt.withdrawn else _faults([payload])
    unwritten = [fault_line(fault) for fault in resolved.faults]
    attention = bool(unwritten) or (not receipt.withdrawn and receipt.status.value in ATTENTION)
    return answer(data, *map(fault_line, news), line, *faults, *copies, *unwritten, as_json=as_json, quiet=quiet, attention=attention)


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


def _files(submissions: Sequence[Payload], names: Mapping[str, str]) -> list[ScreenTable | str]:
    rows = [
        (
            str(item.get("receipt") or "—"),
            str(item["source"]),
            str(item.get("unit") or "—"),
            STATUS_WORDS[Status(item["status"])],
            f"第{item['version']}版" if item.get("version") else "",
            f"逾期{item['late_days']}天" if item.get("late_days") else "",
            _content(item, names),
        )
        for item in submissions
        if item["status"] not in _QUIET
    ]
    ignored = Counter(item["status"] for item in submissions if item["status"] in _QUIET)
    parts: list[ScreenTable | str] = (
        [ScreenTable(columns=("收件号", "文件", "单位", "结果", "版本", "逾期", "内容"), rows=tuple(rows))] if rows else []
    )
    if ignored[Status.DUPLICATE.value]:
        parts.append(f"内容相同、以前已收过的 {ignored[Status.DUPLICATE.value]} 个文件，没有重复登记。")
    if ignored[Status.IGNORED.value]:
        parts.append(f"临时文件、系统文件和已拆开的压缩包、邮件 {ignored[Status.IGNORED.value]} 个，不单独登记。")
    return parts


def _content(item: Payload, names: Mapping[str, str]) -> str:
    forms = item.get("forms") or {}
    said = [f"{names.get(form, form)} {'零报告' if head['zero_report'] else str(head['rows']) + '行'}" for form, head in forms.items()]
    return "，".join(said) or "、".join(names.get(key, key) for key in item.get("deliverables") or ())


def _faults(submissions: Sequence[Payload]) -> list[ScreenTable | str]:
    """Every fault of every file: first what must be corrected or answered, then the hints, which need nothing."""
    found = [(item, fault) for item in submissions if item["status"] not in _QUIET for fault in item.get("faults") or ()]
    heavy = [_fault_row(item, fault) for weight in _HEAVY for item, fault in found if fault["weight"] == weight.value]
    light = [_fault_row(item, fault)[1:5] for item, fault in found if fault["weight"] == Weight.NOTE.value]
    parts: list[ScreenTable | str] = []
    if heavy:
        columns = ("", "文件", "位置", "栏目", "问题", "怎么办")
        parts.append(ScreenTable(columns=columns, rows=tuple(heavy), title=f"要改的和要确认的（{len(heavy)} 条）"))
    if light:
        parts.append(ScreenTable(columns=("文件", "位置", "栏目", "提示"), rows=tuple(light), title=f"提示（{len(light)} 条，不影响收件）"))
    return parts


def _fault_row(item: Payload, fault: Mapping[str, Any]) -> tuple[str, ...]:
    place = "!".join(part for part in (fault["sheet"], fault["cell"]) if part)
    weight = WEIGHTS[Weight(fault["weight"])]
    return (weight, str(item["source"]), place, fault["label"], fault["message"], fault["remedy"])


def _changes(submissions: Sequence[Payload]) -> list[ScreenTable | str]:
    rows = [
        (
            str(item["source"]),
            f"第{item['version']}版替换第 {item['supersedes']} 号收件",
            change["cell"],
            change["before"] or "（无）",
            change["after"] or "（删去）",
        )
        for item in submissions
        if item.get("supersedes")
        for change in item.get("changes") or ()
    ]
    return [ScreenTable(columns=("文件", "版本", "单元格", "原来", "现在"), rows=tuple(rows), title="与前一版的不同")] if rows else []


def _summary(collected: Collected) -> list[str]:
    return [f"本次看了 {collected.files} 个文件。", *task_lines(collected.opened.campaign, collected.standings)]


def _next_step(submissions: Sequence[Payload], standings: Sequence[ReceiptStanding]) -> str:
    counts = Counter(item["status"] for item in submissions)
    steps = []
    if counts[Status.HELD.value]:
        number = next(item["receipt"] for item in submissions if item["status"] == Status.HELD.value)
        steps.append(f"有 {counts[Status.HELD.value]} 份要您确认，例如：duchá resolve {number} --unit 单位，或 --accept --reason 理由")
    copies = sum(bool(item.get("marked_copy")) for item in submissions)
    if copies:
        steps.append(f"{copies} 份退回件已写好批注，在 returned/ 里，发回原单位改正")
    if any(standing.state is ReceiptState.MISSING for standing in standings):
        steps.append("看收件总表：duchá status")
    steps.append("出汇总：duchá report summary")
    return "下一步：" + "；".join(steps) + "。"


def collect(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹…", help="收哪些；不写则收 returns/")] = None,
    campaign: CampaignDir = None,
    received_at: Annotated[
        datetime | None,
        typer.Option("--received-at", metavar="时间", parser=read_moment, help="实际收到的时间；不写则按邮件日期，再不然按现在"),
    ] = None,
    unit: UnitName = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """收件：读取、核对、登记、存档，退回件写好批注，列出谁报了、谁没报。"""
    from duchá.cli.show import ticker
    from duchá.steps.collect import Delivery, collect as step
    from duchá.steps.open_campaign import open_campaign

    opened = open_campaign(start(campaign), moment(as_of))
    delivery = Delivery(paths=tuple(paths or (opened.folder / "returns",)), received_at=received_at, unit=unit)
    return collected_page(step(opened, delivery, ticker("收件")), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("collect")(collect)
