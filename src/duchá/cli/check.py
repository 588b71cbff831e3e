"""duchá check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, UnitName, moment, start


def check(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="要核对的报表")],
    campaign: CampaignDir = None,
    rulebook: Annotated[
        list[str] | None, typer.Option("--rulebook", metavar="制度", help="不在行动文件夹里时，按哪个制度核对；不写则按表内标记")
    ] = None,
    unit: UnitName = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """核对报表并说明哪里要改，不登记、不留痕；报送单位自己也可以用，不需要行动文件夹。"""
    from duchá.cli.collect import checked_page
    from duchá.cli.show import ticker
    from duchá.steps.check import Inspection, check as step

    wanted = Inspection(files=tuple(files), rulebooks=tuple(rulebook or ()), unit=unit)
    return checked_page(step(start(campaign), wanted, moment(), ticker("核对")), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("check")(check)
