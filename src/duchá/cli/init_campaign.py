"""duchá init-campaign."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, Quiet, moment, read_day

Day = Annotated[date | None, typer.Option(metavar="日期", parser=read_day)]


def init_campaign(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要新建的督查行动文件夹")],
    rulebook: Annotated[list[str], typer.Option("--rulebook", metavar="制度", help="用哪个制度，可写多次；清单见 duchá rulebooks")],
    name: Annotated[str | None, typer.Option("--name", metavar="名称", help="行动名称；不写则按制度和年度取名")] = None,
    start: Annotated[date | None, typer.Option("--start", metavar="日期", parser=read_day, help="开始日期（含当日）")] = None,
    end: Annotated[date | None, typer.Option("--end", metavar="日期", parser=read_day, help="结束日期（含当日）")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="年度", help="制度里的月日落在哪一年")] = None,
    units: Annotated[Path | None, typer.Option("--units", metavar="文件", help="用自己的单位名单（表格文件）")] = None,
    previous: Annotated[Path | None, typer.Option("--from", metavar="文件夹", help="沿用上一次行动的名单、联系人、答复和往年名次")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """新建督查行动：名单、日历、空白报表和登记表一次备好；再运行一次只补缺少的，不覆盖已有的。"""
    from duchá.cli.views.campaign import initialised_page
    from duchá.steps.init_campaign import Wish, init_campaign as step

    wish = Wish(rulebooks=tuple(rulebook), name=name, start=start, end=end, year=year, units=units, previous=previous)
    return initialised_page(step(folder, wish, moment()), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("init-campaign")(init_campaign)
