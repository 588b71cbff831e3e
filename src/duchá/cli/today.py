"""duchá today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from duchá.cli.app import App
from duchá.cli.collect import ATTENTION, files_page, names_of
from duchá.cli.next_command import answering, next_answer, otherwise, quoted, receipt_name, runnable
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start
from duchá.cli.show import Part, ScreenBlock, answer, ticker
from duchá.cli.status import task_lines, unused_line
from duchá.registers.rows import RowChangeKind
from duchá.submissions.status import Status
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.fault import fault_json
from duchá.terms.wording import day_words

if TYPE_CHECKING:
    from duchá.steps.today import Today, Todo

_KINDS: Mapping[str, str] = {
    "confirm": "待确认",
    "send-back": "待退回",
    "late": "逾期",
    "not-returned": "退回未重报",
    "due-soon": "临期",
    "verify": "待核验",
    "rows": "登记表待改",
    "gaps": "登记表缺口",
    "unusable": "不能用",
    "undated": "未定期限",
    "open": "登记表开着",
}
# what a person does before the command can settle it, or besides it
_HOW: Mapping[str, str] = {
    "send-back": "把退回件发回原单位改正；改好的放进 returns/ 再运行",
    "not-returned": "请该单位尽快重报；改好的放进 returns/ 再运行",
    "late": "",
    "due-soon": "",
    "verify": "在“办理记录”登记核验或办结，存盘后运行",
    "rows": "按标好的副本改 {file}，存盘后运行",
    "gaps": "逐项见下一行；在登记表里补上或改正，存盘后再运行 duchá record",
    "unusable": "请报送单位重报；与本次行动无关的，撤回",
    "undated": "在“督办事项”填办理时限（快速处置的填处置类型），存盘后运行",
    "open": "{file} 还在 Excel 或 WPS 里开着，请存盘关闭后再运行；没有开着的，删去 {what}",
}


def today(
    look: Annotated[bool, typer.Option("--look", help="只看，不收件、不录入、什么都不记")] = False,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """今日待办：先收 returns/ 里的回表、录 registers/ 里的登记表，再按轻重缓急列出要办的事，每件都带着办它的命令。

    在行动文件夹里只打 duchá，就是 duchá today --look。
    """
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.today import today as step

    opened = open_campaign(start(campaign), moment(as_of, known_at))
    return today_page(step(opened, ticker("收件"), look=look or known_at is not None), as_json=as_json, quiet=quiet)


def today_page(found: Today, *, as_json: bool, quiet: bool) -> int:
    """The answer of today; 1 when anything waits."""
    day = found.opened.as_of
    data = {
        "as_of": day,
        "items": [_json(number, todo) for number, todo in enumerate(found.todos, 1)],
        "collected": None if found.collected is None else [item["receipt"] for item in found.collected.submissions if _is_new(item)],
        "recorded": None if found.recorded is None else sum(len(file.drafts) for file in found.recorded.files),
        "faults": [fault_json(fault) for fault in found.faults],
        "unused_registers": list(found.unused),
    }
    head = f"{found.opened.campaign.settings.name}　{day_words(day, weekday=True)}"
    page: list[Part] = [head, *found.faults, *_taken_in(found), *unused_line(found.unused), *_list(found)]
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(found.todos))


def _is_new(item: Mapping[str, object]) -> bool:
    return item["receipt"] is not None and item["status"] not in (Status.DUPLICATE.value, Status.IGNORED.value)


def _taken_in(found: Today) -> Iterator[Part]:
    """What came in since, in a line each; where nothing did, that is said too."""
    if found.collected is not None:
        new = [item for item in found.collected.submissions if _is_new(item)]
        counts = Counter(STATUS_WORDS[Status(str(item["status"]))] for item in new)
        words = "，".join(f"{word} {count}" for word, count in counts.items())
        yield f"收件：看了 {found.collected.files} 个文件，新收 {len(new)} 份{f'（{words}）' if words else ''}。"
        names = names_of(found.opened.campaign)
        yield from files_page([item for item in new if item["status"] in ATTENTION], names)
        yield from task_lines(found.opened.campaign, found.collected.standings)
    if found.recorded is not None:
        files = found.recorded.files
        added, corrected = (sum(file.counts[kind] for file in files) for kind in (RowChangeKind.NEW, RowChangeKind.CORRECTION))
        yield f"登记：看了 {len(files)} 个登记表，新登记 {added} 行，更正 {corrected} 行。"


def _list(found: Today) -> Iterator[Part]:
    if not found.todos:
        yield "今天没有要办的事。下一步：出汇总："
        yield "  duchá report summary"
        return
    counts = Counter(todo.kind for todo in found.todos)
    yield f"待办 {len(found.todos)} 项：{'，'.join(f'{_KINDS[kind.value]} {count}' for kind, count in counts.items())}。"
    numbered = list(enumerate(found.todos, 1))
    for _, alike in groupby(numbered, key=lambda one: (one[1].kind, _how(one[1]), _command(one[1]))):
        yield _settled_alike(list(alike))
    held = [(todo.receipt, todo.faults) for todo in found.todos if todo.kind.value == "confirm" and todo.receipt]
    if held:
        yield from next_answer(held)
    else:
        yield "下一步：从第 1 项办起："
        yield f"  {_command(found.todos[0])}"


def _settled_alike(todos: list[tuple[int, Todo]]) -> ScreenBlock:
    """Things to do that one command settles: their lines, then what to do, then the command."""
    number, first = todos[0]
    after = tuple(line for line in (_how(first), _command(first)) if line)
    if len(todos) == 1:
        return ScreenBlock(head=f"{number}. 【{_KINDS[first.kind.value]}】{_said(first)}", lines=(*filter(None, (_file(first),)), *after))
    lines = tuple(f"{number}. {_said(todo)}" for number, todo in todos)
    return ScreenBlock(head=f"【{_KINDS[first.kind.value]}】{len(todos)} 项", lines=(*lines, *after))


def _said(todo: Todo) -> str:
    """One thing to do in a sentence: the receipt, who, what, by when."""
    units = "、".join(todo.units)
    what = (
        f"{len(todo.units)} 个单位 {todo.what}：{units}" if len(todo.units) > 1 else " ".join(part for part in (units, todo.what) if part)
    )
    if todo.kind.value == "rows" and todo.count > 1:
        what = f"{todo.count} 处，第一处：{todo.what}"
    if todo.matter and todo.kind.value != "undated":
        what = f"{todo.matter} {what}"
    number = f"{receipt_name(todo.receipt)}收件 " if todo.receipt else ""
    back = f"（退回件 {todo.file}）" if todo.file and todo.kind.value in ("send-back", "not-returned") else ""
    return f"{number}{what}{_day(todo)}{back}"


def _day(todo: Todo) -> str:
    if todo.due is None or todo.days_late is None:
        return ""
    left = f"逾期{todo.days_late}天" if todo.days_late > 0 else f"还剩{-todo.days_late}天" if todo.days_late else "今天到期"
    return f"，{day_words(todo.due)}{'前重报' if todo.kind.value in ('send-back', 'not-returned') else '到期'}，{left}"


def _file(todo: Todo) -> str:
    return todo.file if todo.kind.value in ("confirm", "unusable") else ""


def _how(todo: Todo) -> str:
    """What a person does before the command, or may write instead of it."""
    if todo.kind.value == "confirm":
        return f"核对后运行下一行{otherwise(todo.faults)}："
    how = _HOW.get(todo.kind.value, "").format(file=todo.file, what=todo.what)
    return f"{how}：" if how else ""


def _command(todo: Todo) -> str:
    """The command that settles it."""
    match todo.kind.value:
        case "confirm":
            return answering(todo.receipt or 0, todo.faults)
        case "unusable":
            return f"duchá resolve {todo.receipt} --withdraw --reason 理由"
        case "send-back":
            return "duchá collect"
        case "late" | "not-returned" if not todo.matter and (todo.days_late or 0) > 0:
            return "duchá overdue --letters"
        case "not-returned":
            return "duchá collect"
        case "late" | "due-soon" if todo.matter:
            return f"duchá ledger --matter {quoted(todo.matter)}"
        case "due-soon":
            return f"duchá overdue --within {max(0, -(todo.days_late or 0))}"
        case "gaps":
            return f"duchá report register {quoted(todo.register)}"
        case _:
            return "duchá record"


def _json(number: int, todo: Todo) -> dict[str, object]:
    return {
        "n": number,
        "kind": todo.kind.value,
        "unit": todo.units[0] if len(todo.units) == 1 else None,
        "what": todo.what,
        "due": todo.due,
        "command": runnable(_command(todo)),
        "units": list(todo.units),
        "days_late": todo.days_late,
        "light": todo.light.value if todo.light else None,
        "receipt": todo.receipt,
        "matter": todo.matter or None,
        "file": todo.file or None,
        "register": todo.register or None,
        "how": _how(todo).removesuffix("：") or None,
    }


def register(app: App) -> None:
    """Adds the command."""
    app.command("today")(today)
