"""duchá collect."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, Quiet, UnitName, moment, read_moment, start


def collect(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹…", help="收哪些；不写则收 returns/")] = None,
    campaign: CampaignDir = None,
    received_at: Annotated[
        datetime | None,
        typer.Option("--received-at", metavar="时间", parser=read_moment, help="实际收到的时间；不写则按邮件日期，再不然按现在"),
    ] = None,
    unit: UnitName = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """收件：读取、核对、登记、存档，退回件写好批注，列出谁报了、谁没报。"""
    from duchá.cli.show import ticker
    from duchá.cli.views.collected import collected_page
    from duchá.steps.collect import Delivery, collect as step
    from duchá.steps.open_campaign import open_campaign

    opened = open_campaign(start(campaign), moment(as_of))
    delivery = Delivery(paths=tuple(paths or (opened.folder / "returns",)), received_at=received_at, unit=unit)
    return collected_page(step(opened, delivery, ticker("收件")), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("collect")(collect)
