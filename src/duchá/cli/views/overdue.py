"""What is late on the screen and as JSON; nothing at all where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from duchá.cli.show import Table, answer, fault_line
from duchá.ledger.ladder import Reminded
from duchá.ledger.overdue import Item
from duchá.ledger.wording import ITEM_WORDS, LIGHT_WORDS
from duchá.steps.overdue import Overdue
from duchá.terms.fault import Stop, fault_json
from duchá.terms.text import shown

if TYPE_CHECKING:
    from duchá.steps.send_letters import Post


def overdue_page(found: Overdue, *, as_json: bool, quiet: bool) -> int:
    """The answer of overdue: silent and 0 when nothing is late or coming due; 1 when something is late.

    Raises Stop (C032, C033) at its end where mail was to be sent and the server could not be used: exit code 2.
    """
    attention = bool(found.late)
    if not as_json and not found.items:
        return 0
    head = f"{found.opened.campaign.settings.name}　截至 {found.opened.as_of.isoformat()}"
    coming = [item for item in found.items if item.days_late <= 0]
    tables = [_table(found, found.late, "逾期")] if found.late else []
    tables += [_table(found, coming, "即将到期")] if coming else []
    notes = [fault_line(fault) for fault in found.faults]
    posted = _posted(found.post) if found.post else []
    made = [f"本次新发出催促 {len(found.reminders)} 项。"] if found.reminders else []
    written = [f"已写入 {path.relative_to(found.opened.folder).as_posix()}" for path in found.written]
    page: list[str | Table] = [head, *notes, *tables, *made, *written, *posted]
    code = answer(overdue_json(found), *page, as_json=as_json, quiet=quiet, attention=attention)
    if found.post and found.post.stopped:
        raise Stop(found.post.stopped)
    return code


def overdue_json(found: Overdue) -> dict[str, object]:
    """`overdue --json` (design.md §5)."""
    made = {reminder.item.key: reminder.rung.id for reminder in found.reminders}
    as_of = found.opened.as_of
    return {
        "as_of": as_of.isoformat(),
        "items": [
            {
                "kind": item.kind.value,
                "unit": item.unit,
                "formerly": item.formerly or None,
                "what": item.what,
                "matter": item.matter or None,
                "node": item.node or None,
                "deliverable": item.deliverable or None,
                "due": item.due.isoformat(),
                "days_late": item.days_late,
                "light": item.light.value,
                "reminders": found.had.get(item.key, Reminded()).by(as_of),
                "made": made.get(item.key),
                "article": item.article.cite() if item.article else None,
                "reached": item.reached,
            }
            for item in found.items
        ],
        "mail": _mail_json(found.post),
        "written": [path.relative_to(found.opened.folder).as_posix() for path in found.written],
    }


def _mail_json(post: Post | None) -> dict[str, object] | None:
    """What was sent by this run, and what was not and why; null where no mail was asked for."""
    if post is None:
        return None
    stopped = [post.stopped] if post.stopped else []
    return {"sent": post.sent, "no_address": list(post.without), "faults": [fault_json(fault) for fault in (*stopped, *post.faults)]}


def _posted(post: Post) -> list[str]:
    return [f"已发邮件 {len(post.sent)} 封：{'、'.join(map(shown, post.sent))}。"] if post.sent else []


def _table(found: Overdue, items: Sequence[Item], title: str) -> Table:
    names = {reminder.item.key: reminder.rung.name for reminder in found.reminders}
    rows = tuple(
        (
            LIGHT_WORDS[item.light.value],
            ITEM_WORDS[item.kind.value],
            f"{item.unit}（原{item.formerly}）" if item.formerly else item.unit,
            f"{item.matter} {item.what}".strip(),
            item.due.isoformat(),
            f"逾期{item.days_late}天" if item.days_late > 0 else "今天" if item.days_late == 0 else f"还剩{-item.days_late}天",
            names.get(item.key, ""),
        )
        for item in items
    )
    return Table(columns=("灯", "", "单位", "事项", "期限", "逾期", "本次"), rows=rows, title=title)
