"""duchá overdue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from duchá.campaign.faults import MAIL_ALL_REFUSED, MAIL_REFUSED, MAIL_UNCERTAIN
from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start
from duchá.cli.show import Part, ScreenTable, answer, fault_line
from duchá.cli.write_screen import err
from duchá.ledger.ladder import Reminded
from duchá.ledger.overdue import Item, Undated
from duchá.ledger.status import Light
from duchá.ledger.wording import ITEM_WORDS, LIGHT_WORDS
from duchá.rulebook.clock import ItemKind
from duchá.steps.overdue import Overdue
from duchá.terms.fault import fault_json
from duchá.terms.text import shown
from duchá.terms.wording import PROVISIONAL, UNDATED

if TYPE_CHECKING:
    from duchá.steps.send_letters import Post


def overdue_page(found: Overdue, *, as_json: bool, quiet: bool) -> int:
    """The answer of overdue: silent and 0 when nothing is late or coming due; 1 when something is late; 2 where mail was to be sent and
    the server could not be used. What has no day stands below; that a message did not arrive is said on stderr even where nothing else is shown.
    """
    attention = bool(found.late)
    if not as_json and not found.items and not found.undated:
        return 0
    head = f"{found.opened.campaign.settings.name}　截至 {found.opened.as_of.isoformat()}"
    coming = [item for item in found.items if item.days_late <= 0]
    tables = [_table(found, found.late, "逾期")] if found.late else []
    tables += [_table(found, coming, "即将到期")] if coming else []
    tables += [undated_table(found.undated)] if found.undated else []
    posted = _posted(found.post) if found.post else []
    made = [f"本次新发出催促 {len(found.reminders)} 项。"] if found.reminders else []
    written = [f"已写入 {path.relative_to(found.opened.folder).as_posix()}" for path in found.written]
    page: list[Part] = [head, *found.faults, *tables, *made, *written, *posted, *_next_step(found)]
    code = answer(overdue_json(found), *page, as_json=as_json, quiet=quiet, attention=attention)
    if found.post and found.post.stopped:
        err(f"× {fault_line(found.post.stopped)}")
        return 2
    if found.post and quiet and not as_json:
        for line in _not_arrived(found.post):
            err(line)
    return code


def _next_step(found: Overdue) -> list[str]:
    """The command that comes next: letters, or to write down that they were sent."""
    if not found.late:
        return []
    if any(path.suffix == ".docx" for path in found.written):
        return ["下一步：核对催办函后发出；发出的，把“办理记录-待确认.xlsx”改好存入 registers/，登记：", "  duchá record"]
    return ["下一步：给逾期单位各写一份催办函：", "  duchá overdue --letters"]


def _not_arrived(post: Post) -> list[str]:
    """What did not arrive, a line each; where nothing did, one line for all."""
    lost = [fault for fault in post.faults if fault.kind in (MAIL_REFUSED, MAIL_UNCERTAIN)]
    refused = [fault for fault in lost if fault.kind is MAIL_REFUSED]
    if len(refused) > 1 and not post.sent:
        whole = MAIL_ALL_REFUSED.at(count=len(refused), why=dict(refused[0].words)["why"], what=dict(refused[0].words)["what"])
        lost = [whole, *(fault for fault in lost if fault.kind is not MAIL_REFUSED)]
    return [fault_line(fault) for fault in lost]


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
                "provisional": item.provisional,
                "days_late": item.days_late,
                "light": item.light.value,
                "reminders": found.had.get(item.key, Reminded()).by(as_of),
                "made": made.get(item.key),
                "article": item.article.cite() if item.article else None,
                "reached": item.reached,
            }
            for item in found.items
        ]
        + undated_json(found.undated),
        "mail": _mail_json(found.post),
        "written": [path.relative_to(found.opened.folder).as_posix() for path in found.written],
        "faults": [fault_json(fault) for fault in found.faults],
    }


def undated_json(undated: Sequence[Undated]) -> list[dict[str, object]]:
    """What is owed without a day, in the shape of the items that have one: no due day, no lateness, a grey light."""
    return [
        {
            "kind": (ItemKind.DELIVERABLE if one.deliverable else ItemKind.MATTER).value,
            "unit": one.unit,
            "formerly": None,
            "what": one.what,
            "matter": one.matter,
            "node": None,
            "deliverable": one.deliverable or None,
            "due": None,
            "provisional": False,
            "days_late": 0,
            "light": Light.GREY.value,
            "reminders": 0,
            "made": None,
            "article": None,
            "reached": None,
            "since": one.since.isoformat(),
        }
        for one in undated
    ]


def undated_table(undated: Sequence[Undated]) -> ScreenTable:
    """What is owed without a day: no light warns of it, so it is listed."""
    rows = tuple((LIGHT_WORDS[Light.GREY.value], one.unit, f"{one.matter} {one.what}".strip(), one.since.isoformat()) for one in undated)
    return ScreenTable(columns=("灯", "单位", "事项", "立项"), rows=rows, title=f"{UNDATED} {len(undated)} 项：{how_to_date(undated)}")


def how_to_date(undated: Sequence[Undated]) -> str:
    """Where a day is set for what has none: matters in their register, returns in campaign.toml."""
    matters = ["事项请在“督办事项”填办理时限（快速处置的填处置类型）"] if any(one.matter for one in undated) else []
    keys = dict.fromkeys(one.deliverable for one in undated if one.deliverable)
    returns = [f'材料照收不催，要定期限的在 campaign.toml 写 [deliverables."{next(iter(keys))}"] due = 年-月-日'] if keys else []
    return "；".join((*matters, *returns))


def _days(item: Item) -> str:
    if item.days_late == 0:
        return "今天"
    days = f"逾期{item.days_late}天" if item.days_late > 0 else f"还剩{-item.days_late}天"
    return days + (PROVISIONAL if item.provisional else "")


def _mail_json(post: Post | None) -> dict[str, object] | None:
    """What was sent by this run, and what was not and why; null where no mail was asked for."""
    if post is None:
        return None
    stopped = [post.stopped] if post.stopped else []
    return {"sent": post.sent, "no_address": list(post.without), "faults": [fault_json(fault) for fault in (*stopped, *post.faults)]}


def _posted(post: Post) -> list[str]:
    return [f"已发邮件 {len(post.sent)} 封：{'、'.join(map(shown, post.sent))}。"] if post.sent else []


def _table(found: Overdue, items: Sequence[Item], title: str) -> ScreenTable:
    names = {reminder.item.key: reminder.rung.name for reminder in found.reminders}
    rows = tuple(
        (
            LIGHT_WORDS[item.light.value],
            ITEM_WORDS[item.kind.value],
            f"{item.unit}（原{item.formerly}）" if item.formerly else item.unit,
            f"{item.matter} {item.what}".strip(),
            item.due.isoformat() + (PROVISIONAL if item.provisional else ""),
            _days(item),
            names.get(item.key, ""),
        )
        for item in items
    )
    return ScreenTable(columns=("灯", "", "单位", "事项", "期限", "逾期", "本次"), rows=rows, title=title, key=3)


def overdue(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    within: Annotated[
        int | None, typer.Option("--within", metavar="天数", min=0, help="这几天内到期的也列出来，只是提醒，不影响退出码")
    ] = None,
    letters: Annotated[bool, typer.Option("--letters", help="给每个逾期单位写一份催办函（草稿，登记“催办”后才算催办）")] = False,
    mail: Annotated[
        bool, typer.Option("--mail", help="把催办函做成邮件文件（.eml）；campaign.toml 写了 [mail] 的，当天直接发出，每次催促只发一次")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """逾期：该报未报、该办未办的，供定时任务每天运行；没有逾期就什么也不显示。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.overdue import OverdueOptions, overdue as step

    found = step(open_campaign(start(campaign), moment(as_of, known_at)), OverdueOptions(within=within, letters=letters, mail=mail))
    return overdue_page(found, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("overdue")(overdue)
