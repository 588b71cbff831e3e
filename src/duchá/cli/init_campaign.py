"""duchá init-campaign."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duchá.campaign.duties import duties_of
from duchá.campaign.faults import ROSTER_EMPTY
from duchá.campaign.model import Obligation
from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.next_command import remember_given
from duchá.cli.options import AsJson, Quiet, moment, read_day
from duchá.cli.show import answer
from duchá.steps.init_campaign import Initialised
from duchá.terms.deadline import Recurring, due_words, explain
from duchá.terms.fault import fault_json
from duchá.terms.text import shown


def initialised_page(made: Initialised, *, as_json: bool, quiet: bool) -> int:
    """What was made, by when things are due, and the next step; 1 where the roster is empty or lacks what the rulebooks speak of."""
    opened = made.opened
    campaign = opened.campaign
    data = {
        "folder": str(opened.folder),
        "name": campaign.settings.name,
        "made": list(made.made),
        "kept": list(made.kept),
        "units": len(campaign.roster),
        "blanks": list(made.blanks),
        "past_scores": list(made.past),
        "deliverables": [{"deliverable": o.key, "due": o.due, "recipient": o.recipient} for o in campaign.owed],
        "faults": [fault_json(fault) for fault in opened.faults],
    }
    page = [
        f"{campaign.settings.name}：{shown(str(opened.folder))}",
        f"新写：{'、'.join(made.made) or '无'}；原有未动：{'、'.join(made.kept) or '无'}；单位 {len(campaign.roster)} 个；空白报表 {len(made.blanks)} 份。",
        *(
            (f"往年的总分和名次已写在 registers/：{'、'.join(made.past)}。核对后运行 duchá record，连续两年的条款才能用上。",)
            if made.past
            else ()
        ),
        *(_owed(owed) for owed in campaign.owed if owed.deadline is not None and not _comes_back(owed)),
        *dict.fromkeys(_each_time(owed) for owed in campaign.owed if _comes_back(owed)),
        *(f"{here.duty.name}：{here.duty.due.text}{'（本室约定）' if here.duty.agreed else ''}" for here in duties_of(campaign)),
        *opened.faults,
        _next(bool(campaign.roster.units), bool(campaign.owed), bool(made.blanks)),
        *(("按期报送的空白报表，每期发一次：duchá blanks --period 期间（如 2019-05）。",) if any(map(_comes_back, campaign.owed)) else ()),
    ]
    attention = any(fault.kind is ROSTER_EMPTY for fault in opened.faults)
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def _comes_back(owed: Obligation) -> bool:
    """True for a return of a period; what is owed in the campaign's own year is named with its day."""
    return owed.key != owed.plain.key


def _owed(owed: Obligation) -> str:
    return f"{owed.deliverable.name}：{due_words(owed.deadline)}前报{owed.recipient}（{explain(owed.deadline)}）"


def _each_time(owed: Obligation) -> str:
    """What comes back, once: how often, by when each time, and how to make the blanks."""
    every = {Recurring.MONTH: "每月", Recurring.QUARTER: "每季度", Recurring.HALF_YEAR: "每半年", Recurring.YEAR: "每年"}
    often = every[owed.plain.comes_back] if owed.plain.comes_back else ""
    return f"{owed.plain.name}：{often}一次，{owed.plain.due.text}，报{owed.recipient}"


def _next(units: bool, owed: bool, blanks: bool) -> str:
    """What the office does now: fill in the roster, send blanks and collect what is owed, and write down the rest itself."""
    if not units:
        return "下一步：在 units.xlsx 填好单位名称和组别，再运行一次同样的命令：空白报表和登记表里的单位选项会补齐。"
    send = "把 blank/ 里的空白报表发给各单位（duchá blanks --kit 可打成发件包）；" if blanks else ""
    collect = "收到后放进 returns/，运行 duchá collect；" if owed else ""
    return f"下一步：核对 units.xlsx 和 campaign.toml；{send}{collect}督查室自己的登记填在 registers/，填好运行 duchá record。"


Day = Annotated[date | None, typer.Option(metavar="日期", parser=read_day)]


def init_campaign(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要新建的督查行动文件夹")],
    rulebook: Annotated[
        list[str],
        typer.Option(
            "--rulebook",
            metavar="制度",
            autocompletion=complete.rulebooks,
            help="用哪个制度，可写多次；清单见 duchá rulebooks，自己写的写它的文件夹",
        ),
    ],
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
    from duchá.steps.init_campaign import Wish, init_campaign as step

    if folder.resolve() != Path.cwd():
        remember_given(folder)
    wish = Wish(rulebooks=tuple(rulebook), name=name, start=start, end=end, year=year, units=units, previous=previous)
    return initialised_page(step(folder, wish, moment()), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("init-campaign")(init_campaign)
