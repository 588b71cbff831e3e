"""The commands in the order of the work; the module of a command is imported when it is called."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from duchá import __version__
from duchá.cli.next_command import remember_given, runnable
from duchá.cli.usage import NoSuchCommandError, UsageError, usage_line
from duchá.cli.write_screen import err, out
from duchá.terms.fault import Stop

JSON, HELP = "--json", "--help"
# name → what ``duchá --help`` says of it. The module is cli/<name>.py and has ``register(app)``, which adds one command, or several for a group.
COMMANDS: Mapping[str, str] = {
    "demo": "看一个完整的例子：41个部门，从空白报表到汇总",
    "rulebooks": "制度：有哪些、各管什么",
    "init-campaign": "新建督查行动",
    "blanks": "生成空白报表和发件包",
    "check": "核对报表，不登记",
    "collect": "收件、核对、登记",
    "today": "今日待办：收件、录入，列出要办的事",
    "send": "用邮件发空白报表、退回件",
    "resolve": "答复待确认的收件",
    "waive": "豁免某项要求",
    "undo": "撤回一份收件、一行登记、一项豁免",
    "explain": "解释差错代码",
    "status": "收件情况",
    "record": "录入登记表",
    "ledger": "台账：事项、期限、亮灯",
    "overdue": "逾期和催办",
    "score": "积分、排名、换读法的影响、关账",
    "report": "出汇总和报告",
    "print": "打印成一个 PDF",
    "team": "督查人员：在库、回避、双随机抽取",
    "case": "案件：到哪一步、缺什么、写哪一行",
    "journal": "看流水、核验、导出、搬到服务器",
    "rollup": "把许多行动核验、汇总",
}


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line: 0 nothing needs attention, 1 something does, 2 could not run, 130 interrupted."""
    remember_given()
    as_json = JSON in takewhile(lambda argument: argument != "--", arguments)
    try:
        code: object = _root().main(_meant(arguments), prog_name="ducha", complete_var="_DUCHA_COMPLETE", standalone_mode=False)
    except UsageError as error:
        return _could_not_run(usage_line(error), {"code": None, "message": usage_line(error).removeprefix("× ")}, as_json=as_json)
    except _stops() as stop:
        return _stopped(stop, as_json=as_json)
    except OSError as error:
        return _stopped(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort) as error:  # Abort is a RuntimeError; some releases make one of an EOFError of ours
        if isinstance(error.__cause__, EOFError):
            raise error.__cause__ from None
        code = 130
    except (MemoryError, RuntimeError) as error:
        if not _is_short(error):
            raise
        return _stopped(OSError(errno.ENOMEM, str(error)), as_json=as_json)
    if not isinstance(code, int):
        raise TypeError(f"a command gave {code!r} instead of its exit code")
    if code == 130:
        err("已中断：做完的部分已保存，再运行一次同样的命令即可接着做。")
    return code


def _meant(arguments: Sequence[str]) -> list[str]:
    """The command line in full: ``help X`` is ``X --help``, ``-h`` is ``--help``; nothing at all is a look at today in a campaign, else the help page."""
    if not arguments:
        return ["today", "--look"] if _in_campaign() else [HELP]
    words = [*arguments[1:], HELP] if arguments[0] in ("help", "帮助") else list(arguments)
    end = words.index("--") if "--" in words else len(words)
    return [HELP if word == "-h" and at < end else word for at, word in enumerate(words)]


def _in_campaign() -> bool:
    from duchá.campaign.read_campaign import find_campaign

    try:
        find_campaign(Path.cwd())
    except Stop:
        return False
    return True


class ChineseCommand(TyperCommand):
    """A command whose help page is in Chinese, and whose usage errors know which command they are about."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments after the options."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx  # type: ignore[attr-defined]  # click's errors carry it
            raise

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; the commands that it offers are for the same campaign and day."""
        remember_given(ctx.params.get("campaign"), ctx.params.get("as_of"))
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page, written by our own hand."""
        from duchá.cli.help import help_page

        formatter.write(help_page(self, ctx))


class Commands(TyperGroup):
    """A group of commands; the top one knows the names of all and loads the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the work."""
        return list(COMMANDS) if ctx.parent is None else super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None where there is none."""
        if ctx.parent is not None:
            return super().get_command(ctx, cmd_name)
        return load(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with."""
        if args[0] not in (names := self.list_commands(ctx)):
            raise NoSuchCommandError(args[0], {name: COMMANDS.get(name, "") for name in names}, ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page; the lines of the commands come from the table, so that none is imported."""
        from duchá.cli.help import help_page

        lines = COMMANDS if ctx.parent is None else {name: command.help or "" for name, command in self.commands.items()}
        formatter.write(help_page(self, ctx, lines))


class App(typer.Typer):
    """A Typer whose commands have help pages in Chinese."""

    def command(self, name: str | None = None, **settings: Any) -> Any:
        """Registers a command."""
        return super().command(name, **({"cls": ChineseCommand} | settings))


def load(name: str) -> Any:
    """The command of a name, imported now."""
    app = App(cls=Commands, help=COMMANDS[name], add_completion=False)
    import_module(f"duchá.cli.{name.replace('-', '_')}").register(app)
    command = get_command(app)
    command.name = name
    return command


def _root() -> Any:
    app = App(
        cls=Commands,
        add_completion=sys.platform != "win32",
        help="督查：下发报表、回收检查、建台账、盯时限、按条款计分、出通报，全程留痕。",
    )
    app.callback()(_top)
    return get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        out(f"duchá {__version__}")
        raise typer.Exit(0)


def _top(version: Annotated[bool, typer.Option("--version", help="显示版本", is_eager=True, callback=_version)] = False) -> None:
    """Options of ``duchá`` itself."""


def _stops() -> tuple[type[Exception], ...]:
    """The named reasons to stop; looked up only when something was raised, so that starting stays quick."""
    from duchá.journal.faults import JournalError

    return (Stop, JournalError)


def _is_short(error: Exception) -> bool:
    """True where the machine had no memory or no thread to give; Python has no error of its own for the second."""
    return isinstance(error, MemoryError) or "start new thread" in str(error)


def _stopped(reason: Exception, *, as_json: bool) -> int:
    from duchá.cli.faults import of_os_error
    from duchá.cli.show import fault_line
    from duchá.terms.fault import fault_json

    fault = of_os_error(reason) if isinstance(reason, OSError) else reason.fault  # type: ignore[attr-defined]  # both of _stops() carry one
    return _could_not_run(f"× {fault_line(fault)}", fault_json(fault) | {"file": fault.place.file}, as_json=as_json)


def _could_not_run(line: str, error: Mapping[str, object], *, as_json: bool) -> int:
    """One line on stderr why; where a program listens, the same as JSON on stdout."""
    err(runnable(line))
    if as_json:
        from duchá.cli.show import json_text

        out(json_text({"error": error}))
    return 2
