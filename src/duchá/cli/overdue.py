"""duchá overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start


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
    from duchá.cli.views.overdue import overdue_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.overdue import Errand, overdue as step

    found = step(open_campaign(start(campaign), moment(as_of, known_at)), Errand(within=within, letters=letters, mail=mail))
    return overdue_page(found, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("overdue")(overdue)
