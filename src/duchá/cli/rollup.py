"""duchá rollup."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, KnownAt, Quiet, moment
from duchá.cli.show import answer, ticker
from duchá.terms.text import shown

if TYPE_CHECKING:
    from duchá.steps.rollup import RolledUp

FORMATS = "xlsx 工作簿，docx 公文，html 网页，json 供程序读取；可写多次，不写为四种都出"


class RollupFormat(Enum):
    """Written as what."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    JSON = "json"


def rolled_page(done: RolledUp, *, as_json: bool, quiet: bool) -> int:
    """What they come to together, and what is not among them; 1 where something is not."""
    from duchá.reports.rollup import editions_differ, rollup_json, rollup_report

    rollup = done.rollup
    data = {**rollup_json(rollup), "files": list(done.written)} if as_json else {}
    return answer(
        data,
        *([] if as_json or quiet else _lines(done, rollup_report(rollup, rows=1).pages[0].under, editions_differ(rollup))),
        as_json=as_json,
        quiet=quiet,
        attention=bool(rollup.broken),
    )


def _lines(done: RolledUp, said: str, differ: bool) -> Iterator[str]:
    yield said
    for one in done.rollup.broken:
        yield f"× 没有计入　{shown(one.source)}：{shown(one.why)}{shown(one.remedy)}（{one.code}）"
    for campaign in done.rollup.campaigns:
        for why in campaign.unscored:
            yield f"● 没有计分　{shown(campaign.source)}：{shown(why)}"
    if differ:
        yield "● 各行动所用的制度版本不同，见“制度版本”；同一编号的逐项相加。"
    yield f"已写好：{'、'.join(shown(str(path)) for path in done.written)}"


def rollup(
    out: Annotated[Path, typer.Argument(metavar="汇总到", help="文件夹；或者一个文件，按后缀 .xlsx .docx .html .json 只出一种")],
    folders: Annotated[
        list[Path], typer.Argument(metavar="行动…", help="行动文件夹、journal export 的导出件、它们的 zip，或者装着它们的文件夹")
    ],
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="积分算哪一期：2018Q2、2018；不写为各行动自己的年度")
    ] = None,
    written_as: Annotated[list[RollupFormat] | None, typer.Option("--format", metavar="格式", help=FORMATS)] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="地址", help="Dask 集群的地址 tcp://主机:端口；不写用本机的处理器")
    ] = None,
    processes: Annotated[int | None, typer.Option("--processes", metavar="个数", min=1, help="本机用几个进程；不写为处理器的个数")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """把许多行动的流水逐个核验、汇总：报送、问题、逾期、积分排名，每个数都注明是哪个行动的；对不上的逐个列出，不计入。"""
    from duchá.steps.rollup import RollupOptions, rollup as step

    options = RollupOptions(
        out=out,
        folders=tuple(folders),
        period=period,
        formats=tuple(dict.fromkeys(one.value for one in written_as or RollupFormat)),
        scheduler=scheduler,
        processes=processes,
    )
    return rolled_page(step(options, moment(as_of, known_at), ticker("汇总")), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("rollup")(rollup)
