"""duchá record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, Reason, moment, start


def record(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹…", help="录入哪些；不写则录 registers/")] = None,
    withdraw: Annotated[
        tuple[str, str] | None, typer.Option("--withdraw", metavar="登记表 记录号", help="撤回一行已从表中删去的（要写理由）")
    ] = None,
    reason: Reason = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会登记、更正什么，什么都不记入，什么文件都不写")] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """录入督查室的登记表：同一文件再录不变，改过的行算更正，原内容留存；有问题的行列出来，其余照录。"""
    from duchá.cli.views.recorded import recorded_page, withdrawn_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.record import record as step
    from duchá.steps.withdraw_row import withdraw_row

    opened = open_campaign(start(campaign), moment())
    if withdraw is not None:
        return withdrawn_page(withdraw_row(opened, *withdraw, reason or ""), as_json=as_json, quiet=quiet)
    return recorded_page(step(opened, tuple(paths or ()), dry=dry_run), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("record")(record)
