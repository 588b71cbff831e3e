"""The ledger on the screen and as JSON: matters with their lights; one matter in full, with how each date was reached."""

from __future__ import annotations

from collections.abc import Sequence

from duchá.cli.show import Table, answer, fault_line, where
from duchá.ledger.explain import dates_of, reached
from duchá.ledger.matter import Event, Matter
from duchá.ledger.status import Light, MatterStatus, NodeStatus
from duchá.ledger.wording import GRADE_WORDS, LIGHT_WORDS, MOVE_WORDS
from duchá.rulebook.machine import Move
from duchá.steps.show_ledger import Shown
from duchá.terms.fault import Weight
from duchá.terms.wording import KIND_WORDS, day_words

_MARKS = {Light.GREEN: "● 绿", Light.YELLOW: "● 黄", Light.RED: "● 红", Light.FLASHING: "★ 红闪", Light.GREY: "○ 灰"}


def ledger_page(shown: Shown, *, one: bool, as_json: bool, quiet: bool) -> int:
    """The answer of ledger; 1 when a row in it does not fit (a step that could not be taken)."""
    attention = any(fault.kind.weight is not Weight.NOTE for fault in shown.faults)
    notes = [fault_line(fault) for fault in shown.faults]
    head = f"{shown.opened.campaign.settings.name}　台账　截至 {shown.opened.as_of.isoformat()}"
    parts: list[str | Table] = [head, *notes]
    parts += _full(shown) if one and shown.statuses else [_table(shown.statuses), _foot(shown)]
    parts += [f"已导出 {shown.exported}：改好后放进 registers/，运行 duchá record。"] if shown.exported else []
    return answer(ledger_json(shown.statuses), *parts, as_json=as_json, quiet=quiet, attention=attention)


def ledger_json(statuses: Sequence[MatterStatus]) -> dict[str, object]:
    """`ledger --json` (design.md §5)."""
    return {"matters": [matter_json(status) for status in statuses]}


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
        "lead": matter.lead,
        "successor": matter.successor or None,
        "support": list(matter.details.support),
        "state": matter.state.name,
        "opened": matter.opened_on.isoformat(),
        "due": None if due is None else due.first.due.isoformat(),
        "extended_to": due.day.isoformat() if due is not None and due.extended else None,
        "days_left": status.days_left,
        "late_days": status.late_days,
        "light": status.light.value,
        "reached": None if due is None else reached(due.first, due.article),
        "returns": matter.returns,
        "urged": matter.count(Move.URGE),
        "first_record": matter.first_record or None,
        "evidence": _source(matter),
        "nodes": [_node_json(node) for node in status.nodes],
        "events": [_event_json(event) for event in matter.events],
    }


def _node_json(status: NodeStatus) -> dict[str, object]:
    node = status.node
    return {
        "node": node.id,
        "name": node.name,
        "due": node.due.first.due.isoformat(),
        "extended_to": node.due.day.isoformat() if node.due.extended else None,
        "answered_on": node.answered_on,
        "days_left": status.days_left,
        "late_days": status.late_days,
        "light": status.light.value,
        "reached": reached(node.due.first, node.due.article),
    }


def _event_json(event: Event) -> dict[str, object]:
    return {
        "date": event.day,
        "step": MOVE_WORDS[event.move.value],
        "unit": event.unit or None,
        "node": event.node or None,
        "grade": GRADE_WORDS[event.grade.value] if event.grade else None,
        "new_due": event.new_due,
        "approver": event.approver or None,
        "evidence": f"{event.place.file}!{event.place.sheet}!{event.place.cell}",
    }


def _table(statuses: Sequence[MatterStatus]) -> Table:
    rows = tuple(
        (
            _MARKS[status.light],
            status.matter.id,
            KIND_WORDS[status.matter.kind.value],
            _unit(status.matter),
            status.matter.details.title or status.matter.details.problem,
            status.matter.state.name,
            status.matter.due.day.isoformat() if status.matter.due else "待定",
            _left(status),
        )
        for status in statuses
    )
    return Table(columns=("灯", "事项编号", "类别", "牵头单位", "事项", "状态", "期限", "还剩"), rows=rows)


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
    return foot + (f"问题：发现 {counters.found}，处理 {counters.handled}，曝光 {counters.exposed}。" if counters.found else "")


def _full(shown: Shown) -> list[str | Table]:
    status = shown.statuses[0]
    matter = status.matter
    details = matter.details
    said = [
        ("事项", f"{matter.id}　{details.title}"),
        ("类别", KIND_WORDS[matter.kind.value] + (f"第{details.type}类" if details.type else "")),
        ("来源", f"{details.source}{'（' + details.source_level + '）' if details.source_level else ''}"),
        ("牵头单位", _unit(matter) + (f"（责任人 {details.person}）" if details.person else "")),
        ("配合单位", "、".join(details.support)),
        ("等级", details.grade or ("未定，暂按一般计时限" if matter.presumed else "")),
        ("发现问题", details.problem),
        ("整改情况", details.rectification),
        ("立项", day_words(matter.opened_on, weekday=True)),
        ("状态", f"{matter.state.name}　{_MARKS[status.light]}　{_left(status)}"),
        ("首次记录", matter.first_record),
        ("出处", _source(matter)),
    ]
    lines = "\n".join(f"{name}：{text}" for name, text in said if text)
    dates = "\n".join(f"{name}：{text}" for name, text in dates_of(matter)) or "期限：待定，请在“督办事项”填写办理时限。"
    parts: list[str | Table] = [lines, dates]
    parts += [_nodes(status)] if status.nodes else []
    parts += [_events(matter)] if matter.events else []
    return [*parts, *_reminders(shown)]


def _nodes(status: MatterStatus) -> Table:
    rows = tuple(
        (
            _MARKS[node.light],
            node.node.name,
            node.node.due.day.isoformat(),
            node.node.answered_on.isoformat() if node.node.answered_on else ("不再需要" if node.node.void_on else "未报"),
            f"逾期{node.late_days}天" if node.late_days else "",
        )
        for node in status.nodes
    )
    return Table(columns=("灯", "节点", "期限", "反馈", "迟"), rows=rows, title="节点")


def _events(matter: Matter) -> Table:
    rows = tuple(
        (
            event.day.isoformat(),
            MOVE_WORDS[event.move.value],
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
                )
                if part
            ),
            where(event.place),
        )
        for event in matter.events
    )
    return Table(columns=("日期", "环节", "单位", "内容", "出处"), rows=rows, title="办理记录")


def _reminders(shown: Shown) -> list[str | Table]:
    made = tuple((one.on, one.name, one.what, one.due, _lateness(one.days_late)) for one in shown.reminded)
    title = "已作出的催促（草稿不计分，登记“催办”才算催办）"
    return [Table(columns=("日期", "催促", "对哪一项", "期限", "当时"), rows=made, title=title)] if made else []


def _lateness(days: int) -> str:
    return f"逾期{days}天" if days > 0 else (f"还剩{-days}天" if days else "当天到期")


def _source(matter: Matter) -> str:
    return "!".join(part for part in (matter.place.file, matter.place.sheet, matter.place.cell) if part)
