"""duchá report."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start


class Name(Enum):
    """Which report."""

    SUMMARY = "summary"


class Format(Enum):
    """Written as what."""

    XLSX = "xlsx"
    MD = "md"


def report(
    name: Annotated[Name, typer.Argument(metavar="报告", help="summary：自查自纠汇总")],
    written_as: Annotated[Format, typer.Option("--format", metavar="格式", help="xlsx 工作簿，md 文字稿")] = Format.XLSX,
    full: Annotated[bool, typer.Option("--full", help="不遮盖身份证号码和电话号码，仅限内部使用")] = False,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """出报告：写进 reports/，同一天同样的记录每次一模一样。"""
    from duchá.cli.views.report import made_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.report_summary import report_summary as step

    made = step(open_campaign(start(campaign), moment(as_of, known_at)), as_markdown=written_as is Format.MD, full=full)
    return made_page(made, name.value, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("report")(report)
