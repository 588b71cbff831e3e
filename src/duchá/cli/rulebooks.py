"""duchá rulebooks."""

from __future__ import annotations

from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, start


def rulebooks(
    rulebook: Annotated[str | None, typer.Argument(metavar="制度", help="看哪一个；不写则列出全部")] = None,
    check: Annotated[bool, typer.Option("--check", help="核对制度文件有没有写错")] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """制度：有哪些、各管什么、条款依据、材料期限、表格栏目、可选的读法。"""
    from duchá.cli.views.rulebook import checked_page, listed_page, shown_page
    from duchá.steps.rulebooks import check_rulebooks, one_rulebook

    where = start(campaign)
    if check:
        return checked_page(check_rulebooks(where, rulebook), as_json=as_json, quiet=quiet)
    if rulebook is None:
        return listed_page(check_rulebooks(where), as_json=as_json, quiet=quiet)
    return shown_page(one_rulebook(where, rulebook), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("rulebooks")(rulebooks)
