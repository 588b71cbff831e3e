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
    RANKING = "ranking"
    UNIT = "unit"
    ANNUAL = "annual"
    BULLETIN = "bulletin"
    INSPECTION = "inspection"
    RECTIFICATION = "rectification"


class WrittenAs(Enum):
    """Written as what."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    MD = "md"


NAMES = (
    "summary：自查自纠汇总；ranking：积分排名；unit：单位积分明细，供核对签字；annual：年末总评及建议；"
    "bulletin：月通报、季总结；inspection：督查报告和两份清单；rectification：整改通知书，一个单位一份"
)
FORMATS = "xlsx 工作簿，docx 公文，html 网页，md 文字稿"


def report(
    name: Annotated[Name, typer.Argument(metavar="报告", help=NAMES)],
    written_as: Annotated[WrittenAs, typer.Option("--format", metavar="格式", help=FORMATS)] = WrittenAs.XLSX,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="期间", help="2015-11、2018Q2、2018；不写为今天所在的季度（annual 为年度，bulletin 为本月）"),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="单位", help="只出这个单位的；unit、rectification 不写则一个单位一份；ranking、annual 只含它所在的组"
        ),
    ] = None,
    rulebook: Annotated[str | None, typer.Option("--rulebook", metavar="制度", help="按哪个制度计分；只有一个计分制度时不用写")] = None,
    task: Annotated[
        str | None, typer.Option("--task", metavar="任务", help="inspection、rectification：只算这项督查任务（督查任务编号或督查组）")
    ] = None,
    matter: Annotated[str | None, typer.Option("--matter", metavar="编号", help="inspection、rectification：只算这一件")] = None,
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
    from duchá.steps.report import Wanted, report as step

    wanted = Wanted(
        name=name.value, written_as=written_as.value, period=period, unit=unit, rulebook=rulebook, full=full, task=task, matter=matter
    )
    made = step(open_campaign(start(campaign), moment(as_of, known_at)), wanted)
    return made_page(made, name.value, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("report")(report)
