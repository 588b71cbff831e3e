"""duchá ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer

from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of
from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, start
from duchá.cli.show import Part, ScreenTable, answer, where
from duchá.ledger.explain import dates_of, reached
from duchá.ledger.matter import Due, Event, Matter
from duchá.ledger.status import Light, MatterStatus, NodeStatus
from duchá.ledger.wording import CATEGORY_KINDS, GRADE_WORDS, LIGHT_WORDS, MOVE_WORDS
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.steps.ledger import Shown
from duchá.terms.deadline import due_words
from duchá.terms.fault import Weight
from duchá.terms.text import shown as shown_text
from duchá.terms.wording import KIND_WORDS, PROVISIONAL, UNCLEAR_CLASS, UNDATED, day_words

_MARKS = {Light.GREEN: "● 绿", Light.YELLOW: "● 黄", Light.RED: "● 红", Light.FLASHING: "★ 红闪", Light.GREY: "○ 灰"}


def ledger_page(shown: Shown, *, one: bool, as_json: bool, quiet: bool) -> int:
    """The answer of ledger; 1 when a row in it does not fit (a step that could not be taken)."""
    attention = any(fault.kind.weight is not Weight.NOTE for fault in shown.faults)
    head = f"{shown.opened.campaign.settings.name}　台账　截至 {shown.opened.as_of.isoformat()}"
    parts: list[Part] = [head, *shown.faults]
    parts += _full(shown) if one and shown.statuses else [_table(shown.statuses), _foot(shown)]
    parts += [f"已导出 {shown_text(str(path))}：改好后放进 registers/，运行 duchá record。" for path in shown.exported]
    data = ledger_json(shown.statuses, shown.opened.as_of) | {"exported": [path.as_posix() for path in shown.exported]}
    return answer(data, *parts, as_json=as_json, quiet=quiet, attention=attention)


def ledger_json(statuses: Sequence[MatterStatus], as_of: date) -> dict[str, object]:
    """`ledger --json` (design.md §5), each with how long it has been open, and how long its report has waited for the office."""
    return {"matters": [matter_json(status) | _ages_json(status.matter, as_of) for status in statuses]}


def _ages_json(matter: Matter, as_of: date) -> dict[str, object]:
    return {"age_days": _age(matter, as_of), "waiting_days": _waiting(matter, as_of)}


def _age(matter: Matter, as_of: date) -> int | None:
    """Days since it was opened; None once it has ended."""
    return (as_of - matter.opened_on).days if matter.open else None


def _waiting(matter: Matter, as_of: date) -> int | None:
    """Days since the unit answered, while the office is to act (已报告待核验)."""
    return (as_of - matter.answered_on).days if matter.open and matter.state.holds and matter.answered_on else None


def matter_json(status: MatterStatus) -> dict[str, object]:
    """One matter as scripts read it."""
    matter = status.matter
    due = matter.due
    return {
        "matter": matter.id,
        "kind": matter.kind.value,
        "type": matter.details.type or None,
        "title": matter.details.title,
        "problem": matter.details.problem or None,
        "class": matter.marks.klass if matter.kind is MatterKind.PROBLEM and matter.details.rectification else None,
        "categories": list(matter.marks.categories),
        "parts": list(matter.marks.parts),
        "channel": matter.marks.channel or None,
        "acted_on": matter.marks.acted_on,
        "lead": matter.lead,
        "handed_over": [_hand_over_json(matter, at) for at in range(len(matter.handed))],
        "successor": matter.successor or None,
        "support": list(matter.details.support),
        "state": matter.state.name,
        "opened": matter.opened_on.isoformat(),
        "due": None if due is None else due.first.due.isoformat(),
        "extended_to": due.day.isoformat() if due is not None and due.extended else None,
        "provisional": due is not None and due.deadline.provisional,
        "days_left": status.days_left,
        "late_days": status.late_days,
        "light": status.light.value,
        "sent_back": None if matter.sent_back is None else _sent_back_json(status),
        "reached": None if due is None else reached(due.first, due.article),
        "returns": matter.returns,
        "urged": matter.count(Move.URGE),
        "first_record": matter.first_record or None,
        "evidence": _source(matter),
        "version": matter.place.version or None,
        "nodes": [_node_json(matter, node) for node in status.nodes],
        "events": [_event_json(event, waiting=event in matter.waiting) for event in _in_order(matter)],
    }


def _hand_over_json(matter: Matter, at: int) -> dict[str, object]:
    over = matter.handed[at]
    before = matter.handed[at - 1].unit if at else matter.details.lead
    return {"date": over.day, "from": before, "to": over.unit, "approver": over.approver or None}


def _sent_back_json(status: MatterStatus) -> dict[str, object]:
    """When its report was sent back, and by when it is owed again where only the office has agreed on a day."""
    back = status.matter.sent_back
    return {"date": back.day if back else None, "again_by": status.again.day if status.again else None}


def _in_order(matter: Matter) -> list[Event]:
    """The steps that count and those that wait for a person, in time."""
    return sorted((*matter.events, *matter.waiting), key=lambda event: (event.day, event.at or time.max, event.seq))


def _node_json(matter: Matter, status: NodeStatus) -> dict[str, object]:
    node = status.node
    return {
        "node": node.id,
        "name": node.name,
        "due": node.due.first.due.isoformat(),
        "extended_to": node.due.day.isoformat() if node.due.extended else None,
        "unit": matter.owner(node),
        "answered_on": node.answered_on,
        "days_left": status.days_left,
        "late_days": status.late_days,
        "light": status.light.value,
        "reached": reached(node.due.first, node.due.article),
    }


def _event_json(event: Event, *, waiting: bool) -> dict[str, object]:
    return {
        "date": event.day,
        "step": MOVE_WORDS[event.move.value],
        "unit": event.unit or None,
        "node": event.node or None,
        "grade": GRADE_WORDS[event.grade.value] if event.grade else None,
        "new_due": event.new_due,
        "approver": event.approver or None,
        "checked_by": event.checked or None,
        "waiting": waiting,
        "evidence": f"{event.place.file}!{event.place.sheet}!{event.place.cell}",
        "version": event.version or None,
    }


def _table(statuses: Sequence[MatterStatus]) -> ScreenTable:
    rows = tuple(
        (
            _mark(status),
            status.matter.id,
            KIND_WORDS[status.matter.kind.value],
            _unit(status.matter),
            status.matter.details.title or status.matter.details.problem,
            status.matter.state.name,
            _due(status.matter),
            _left(status),
        )
        for status in statuses
    )
    return ScreenTable(columns=("灯", "事项编号", "类别", "牵头单位", "事项", "状态", "期限", "还剩"), rows=rows, key=4)


def _mark(status: MatterStatus) -> str:
    """The light; an open matter that is grey has no day."""
    return _MARKS[status.light] + (f"（{UNDATED}）" if status.undated else "")


def _due(matter: Matter) -> str:
    return UNDATED if matter.due is None else _day(matter.due)


def _day(due: Due) -> str:
    return due.day.isoformat() + (PROVISIONAL if due.deadline.provisional else "")


def _unit(matter: Matter) -> str:
    return f"{matter.successor}（原{matter.lead}）" if matter.successor else matter.lead


def _left(status: MatterStatus) -> str:
    late = max([status.late_days, *(node.late_days for node in status.nodes if node.node.open)])
    if late and status.matter.open and not status.matter.state.holds:
        return f"逾期{late}天"
    coming = [node.days_left for node in status.nodes if node.days_left is not None]
    days = min(coming) if coming else status.days_left
    return "" if days is None else f"{days}天"


def _foot(shown: Shown) -> str:
    lights = "，".join(f"{LIGHT_WORDS[light.value]} {shown.lights[light.value]}" for light in Light if shown.lights[light.value])
    counters = shown.counters
    foot = f"共 {len(shown.statuses)} 件：{lights}。" if shown.statuses else "没有这样的事项。"
    rapid = [status.matter for status in shown.statuses if status.matter.kind is MatterKind.RAPID]
    ages = [age for matter in rapid if (age := _age(matter, shown.opened.as_of)) is not None]
    waiting = [days for matter in rapid if (days := _waiting(matter, shown.opened.as_of)) is not None]
    foot += f"快速处置未清零 {len(ages)} 件，最长已 {max(ages)} 天。" if ages else ""
    foot += f"已报告待核验 {len(waiting)} 件，最长已 {max(waiting)} 天。" if waiting else ""
    return foot + (f"问题：发现 {counters.found}，处理 {counters.handled}，曝光 {counters.exposed}。" if counters.found else "")


def _full(shown: Shown) -> list[Part]:
    status = shown.statuses[0]
    matter = status.matter
    details = matter.details
    said = [
        ("事项", f"{matter.id}　{details.title}"),
        ("类别", KIND_WORDS[matter.kind.value] + (f"第{details.type}类" if details.type else "")),
        ("来源", f"{details.source}{'（' + details.source_level + '）' if details.source_level else ''}"),
        ("牵头单位", _unit(matter) + (f"（责任人 {details.person}）" if details.person else "")),
        ("移交", "；".join(_handed(matter))),
        ("配合单位", "、".join(details.support)),
        ("等级", details.grade or ("未定，暂按一般计时限" if matter.presumed else "")),
        ("发现问题", details.problem),
        ("整改情况", details.rectification),
        ("归类", class_words(shown.opened.campaign, matter)),
        ("类别", "、".join((*matter.marks.categories, *matter.marks.parts))),
        ("渠道", matter.marks.channel),
        ("行为日期", day_words(matter.marks.acted_on) if matter.marks.acted_on else ""),
        ("立项", day_words(matter.opened_on, weekday=True)),
        ("状态", f"{matter.state.name}　{_mark(status)}　{_left(status)}"),
        ("退回重报", _again(status)),
        ("首次记录", matter.first_record),
        ("出处", _source(matter)),
    ]
    lines = "\n".join(f"{name}：{text}" for name, text in said if text)
    dates = "\n".join(f"{name}：{text}" for name, text in dates_of(matter)) or f"期限：{UNDATED}，请在“督办事项”填写办理时限。"
    parts: list[Part] = [lines, dates]
    parts += [_nodes(status)] if status.nodes else []
    parts += [_events(matter)] if matter.events or matter.waiting else []
    return [*parts, *_reminders(shown)]


def _handed(matter: Matter) -> list[str]:
    before = (matter.details.lead, *(over.unit for over in matter.handed))
    return [
        f"{day_words(over.day)}由{earlier}移交{over.unit}（批准人 {over.approver}）"
        for earlier, over in zip(before, matter.handed, strict=False)
    ]


def _again(status: MatterStatus) -> str:
    back = status.matter.sent_back
    if back is None:
        return ""
    by = f"，{due_words(status.again.deadline)}前重报（本室约定）" if status.again else ""
    return f"{day_words(back.day)}退回，还没有重报{by}"


def class_words(campaign: Campaign, matter: Matter) -> str:
    """The class of a problem's rectification; empty where there is no text on it."""
    names = {known.id: known.name for known in classes_of(campaign)}
    return names.get(matter.marks.klass, UNCLEAR_CLASS) if matter.kind is MatterKind.PROBLEM and matter.details.rectification else ""


def _nodes(status: MatterStatus) -> ScreenTable:
    rows = tuple(
        (
            _MARKS[node.light],
            node.node.name,
            _day(node.node.due),
            node.node.answered_on.isoformat() if node.node.answered_on else ("不再需要" if node.node.void_on else "未报"),
            f"逾期{node.late_days}天" if node.late_days else "",
        )
        for node in status.nodes
    )
    return ScreenTable(columns=("灯", "节点", "期限", "反馈", "迟"), rows=rows, title="节点")


def _events(matter: Matter) -> ScreenTable:
    rows = tuple(
        (
            event.day.isoformat(),
            MOVE_WORDS[event.move.value] + ("（待核实）" if event in matter.waiting else ""),
            event.unit,
            "；".join(
                part
                for part in (
                    event.node and f"节点{event.node}",
                    event.grade and GRADE_WORDS[event.grade.value],
                    event.new_due and f"新时限 {event.new_due.isoformat()}",
                    event.approver and f"批准人 {event.approver}",
                    event.attachment,
                    event.note,
                    event.checked and f"核实人 {event.checked}",
                )
                if part
            ),
            where(event.place),
        )
        for event in _in_order(matter)
    )
    return ScreenTable(columns=("日期", "环节", "单位", "内容", "出处"), rows=rows, title="办理记录")


def _reminders(shown: Shown) -> list[Part]:
    made = tuple((one.on, one.name, one.what, one.due, _lateness(one.days_late)) for one in shown.reminded)
    title = "已作出的催促（草稿不计分，登记“催办”才算催办）"
    return [ScreenTable(columns=("日期", "催促", "对哪一项", "期限", "当时"), rows=made, title=title)] if made else []


def _lateness(days: int) -> str:
    return f"逾期{days}天" if days > 0 else (f"还剩{-days}天" if days else "当天到期")


def _source(matter: Matter) -> str:
    return "!".join(part for part in (matter.place.file, matter.place.sheet, matter.place.cell) if part)


def read_kind(text: str) -> MatterKind:
    """A kind of matters by its word: 线索, 自查问题, lead."""
    words = {**{word: kind for kind, word in KIND_WORDS.items()}, **CATEGORY_KINDS}
    try:
        return MatterKind(words.get(text.strip(), text.strip()))
    except ValueError:
        raise typer.BadParameter("请写督办事项、问题、线索、快速处置中的一个", param_hint="--kind") from None


def ledger(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="类别", help="督办事项、问题、线索、快速处置（也可写 task、problem、lead、rapid）")
    ] = None,
    unit: UnitName = None,
    state: Annotated[str | None, typer.Option("--state", metavar="状态", help="只看这个状态的，如 整改中")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="只看没有办结、销号的")] = False,
    matter: Annotated[
        str | None,
        typer.Option("--matter", metavar="编号", autocompletion=complete.matters, help="这一件的全部：每个日期怎么来的、每一步谁办的"),
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar="文字", help="只看编号、名称、问题、单位、办理说明里有这些字的；几个词用空格隔开")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="文件", help="导出成可以修改的登记表，改后由 duchá record 收回")] = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="文件", help="导出问题清单：归类、类别、渠道、行为日期逐条可改，改后由 duchá record 收回"),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """台账：督办事项、问题、线索和快速处置，状态、期限、亮灯，逾期几天。"""
    from duchá.steps.ledger import LedgerOptions, show_ledger
    from duchá.steps.open_campaign import open_campaign

    chosen = None if kind is None else read_kind(kind)
    wanted = LedgerOptions(
        kind=chosen, unit=unit, state=state, open_only=open_only, matter=matter, find=find, export=xlsx, problems=problems
    )
    shown = show_ledger(open_campaign(start(campaign), moment(as_of, known_at)), wanted)
    return ledger_page(shown, one=matter is not None, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("ledger")(ledger)
