"""duchá demo."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App, run
from duchá.cli.collect import collected_page, resolved_page
from duchá.cli.init_campaign import initialised_page
from duchá.cli.journal import verified_page
from duchá.cli.ledger import ledger_page
from duchá.cli.next_command import quoted
from duchá.cli.options import Quiet, as_if
from duchá.cli.overdue import overdue_page
from duchá.cli.record import recorded_page
from duchá.cli.report import said
from duchá.cli.score import score_page
from duchá.cli.status import status_page
from duchá.cli.write_screen import out
from duchá.steps.collect import Collected
from duchá.steps.demo import Stage
from duchá.steps.init_campaign import Initialised
from duchá.steps.journal import Verified
from duchá.steps.ledger import Shown
from duchá.steps.overdue import Overdue
from duchá.steps.record import Recorded
from duchá.steps.resolve import Resolved
from duchá.steps.score import Scored
from duchá.steps.status import CampaignStatus
from duchá.steps.written import WrittenReport
from duchá.terms.text import shown

_LOOK = (
    ("blank/", "发给各单位的空白报表"),
    ("returns/", "各单位报来的文件（有十来份是故意弄坏的）"),
    ("returned/", "退回件：问题单元格已标色、写好批注"),
    ("registers/", "督查室自己的登记表"),
    ("units.xlsx、calendar.xlsx、campaign.toml", "名单、日历、设置，都可以改"),
)


def show_stages(folder: Path, stages: Iterable[Stage], *, quiet: bool) -> int:
    """Shows every stage; 0 at the end: what the example is meant to find is no failure."""
    day = None
    for stage in stages:
        if isinstance(stage.result, CampaignStatus):
            day = stage.result.opened.as_of
        if not quiet:
            out(f"\n$ {stage.command}")
            _show(stage)
    if not quiet:
        out("\n例子做完了，可以打开看：")
        out(
            "\n".join(
                f"  {folder / name if '、' not in name else folder}{'' if '、' not in name else ' 下的 ' + name}　{what}"
                for name, what in _LOOK
            )
        )
        out("\n".join((f"  {folder / 'reports'}　出好的报告和公文：", *_reports(folder / "reports"))))
        if day is not None:
            out(f"再试试：duchá -C … 写在命令后面，例如　duchá status -C {quoted(str(folder))} --as-of {day.isoformat()}")
    return 0


def show_year(folder: Path, name: str, *, quiet: bool) -> int:
    """Shows a year of an office: each day what is typed and comes in, then its commands run as anybody would; 0 at the end. Raises Stop (C112)."""
    from duchá.steps.demo_year import begin, moment_of, typed, year_named

    year = year_named(name)
    initialised_page(begin(year, folder), as_json=False, quiet=quiet)
    so_far: dict[str, list[dict[str, object]]] = {}
    for day in year.days:
        written = typed(year, folder, so_far, day)
        if not quiet:
            out(f"\n== {day.on.isoformat()}　{day.says}")
            out("".join(f"（登记：{'、'.join(path.stem for path in written)}）" if written else ""))
            out("".join(f"（收到：{'、'.join(one.unit for one in day.returns)}）" if day.returns else ""))
        for line in day.commands:
            if not quiet:
                out(f"\n$ duchá {line}")
            with as_if(moment_of(day)):
                code = run([*shlex.split(line), "-C", str(folder), *(["-q"] if quiet else [])])
            if code not in (0, 1):
                return 2
    if not quiet:
        out("\n例子做完了，可以打开看：")
        out("\n".join(f"  {folder / path}　{what}" for path, what in year.look))
        out("\n".join((f"  {folder / 'reports'}　出好的报告和公文：", *_reports(folder / "reports"))))
        out(f"再试试：duchá today --look -C {quoted(str(folder))} --as-of {year.days[-1].on.isoformat()}")
    return 0


def _show(stage: Stage) -> None:
    result = stage.result
    if isinstance(result, Initialised):
        initialised_page(result, as_json=False, quiet=False)
    elif isinstance(result, Collected):
        collected_page(result, as_json=False, quiet=False)
    elif isinstance(result, Resolved):
        resolved_page((result,), as_json=False, quiet=False)
    elif isinstance(result, Recorded):
        recorded_page(result, as_json=False, quiet=False)
    elif isinstance(result, Shown):
        ledger_page(result, one="--matter" in stage.command, as_json=False, quiet=False)
    elif isinstance(result, Overdue):
        overdue_page(result, as_json=False, quiet=False)
    elif isinstance(result, Scored):
        score_page(result, as_json=False, quiet=False)
    elif isinstance(result, CampaignStatus):
        status_page(result, as_json=False, quiet=False)
    elif isinstance(result, Verified):
        verified_page(result, as_json=False, quiet=False)
    else:
        _made(result)


def _made(made: WrittenReport) -> None:
    """What a report says, in one sentence, and where it is."""
    if made.report.pages[0].words or made.also:
        out(shown(said(made)))
    if made.also:
        out(f"另写了 {len(made.also)} 个文件：{shown(str(made.also[0].parent))}")
    out(f"已写好：{shown(str(made.path))}")


def _reports(folder: Path) -> Iterator[str]:
    """What lies there: files first, then folders with how much is in them."""
    entries = sorted(folder.iterdir(), key=lambda entry: (entry.is_dir(), entry.name))
    for entry in entries:
        inside = f"/（{sum(1 for _ in entry.iterdir())} 个文件）" if entry.is_dir() else ""
        yield f"    {shown(entry.name)}{inside}"


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="放在哪里；不写则在当前目录下建 ducha-demo")] = Path("ducha-demo"),
    example: Annotated[
        str | None,
        typer.Option(
            "--example",
            metavar="名称",
            help="另外的例子：四个城市的一年 jincheng-2017、shiyan-2015、wuzhi-2015、jinshui；monthly 是半年的月报",
        ),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """看一个完整的例子：41个部门的专项督查，从空白报表、收件、核对、退回更正到汇总；或半年的月报、一个办公室的一年，一步步做给您看。"""
    from duchá.cli.show import ticker
    from duchá.demo.monthly import MONTHLY
    from duchá.steps.demo import run_demo
    from duchá.steps.demo_monthly import run_monthly

    if example == MONTHLY:
        return show_stages(folder, run_monthly(folder, ticker("收件")), quiet=quiet)
    if example is not None:
        return show_year(folder, example, quiet=quiet)
    return show_stages(folder, run_demo(folder, ticker("收件")), quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("demo")(demo)
