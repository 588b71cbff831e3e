"""duchá blanks."""

from __future__ import annotations

from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, Quiet, Units, moment, start


def blanks(
    campaign: CampaignDir = None,
    unit: Units = None,
    form: Annotated[str, typer.Option("--form", metavar="报表", help="只做这一张报表（编号或标题），另存一份")] = "",
    kit: Annotated[bool, typer.Option("--kit", help="再打成发件包：每单位一个压缩包，内有空白报表和填报说明")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """生成空白报表：每单位一份，单位名称已填好；手工改过的不覆盖。"""
    from duchá.cli.views.blanks import blanks_page
    from duchá.steps.make_blanks import make_blanks
    from duchá.steps.open_campaign import open_campaign

    opened = open_campaign(start(campaign), moment(as_of))
    return blanks_page(make_blanks(opened, units=unit or (), form=form, kit=kit), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("blanks")(blanks)
