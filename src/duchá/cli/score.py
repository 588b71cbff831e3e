"""duchá score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from duchá.cli.app import App, Page
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, Reason, UnitName, moment, start

_BARE, _WHOLE = "--campaign", "--whole-campaign"
Trial = Annotated[bool, typer.Option("--trial", help="试算：该填未填的分值按下限计")]
Readings = Annotated[bool, typer.Option("--readings", help="换一种读法会改变什么：得分、名次、建议")]
Close = Annotated[bool, typer.Option("--close", help="关账：这一期从此不变，以后发现的记入未关账的期间；有单位提出异议的，要写 --reason")]


class ScorePage(Page):
    """The page of score: ``--campaign`` without a folder means the whole campaign as the period."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments after the options."""
        return super().parse_args(ctx, whole_campaign(args))


def whole_campaign(args: Sequence[str]) -> list[str]:
    """The arguments with a bare ``--campaign`` (at the end, or before another option) spelled out."""
    return [_WHOLE if arg == _BARE and (at + 1 == len(args) or args[at + 1].startswith("-")) else arg for at, arg in enumerate(args)]


def score(
    period: Annotated[str | None, typer.Argument(metavar="期间", help="2018Q2、2018；不写为今天所在的季度或年度")] = None,
    quarter: Annotated[bool, typer.Option("--quarter", help="按季度评分")] = False,
    year: Annotated[bool, typer.Option("--year", help="年度总评并排名，提出结果运用建议")] = False,
    whole: Annotated[bool, typer.Option(_WHOLE, help="整个督查行动期间；也可写成不带文件夹的 --campaign")] = False,
    rulebook: Annotated[str | None, typer.Option("--rulebook", metavar="制度", help="按哪个制度；只有一个计分制度时不用写")] = None,
    unit: UnitName = None,
    trial: Trial = False,
    readings: Readings = False,
    close: Close = False,
    reason: Reason = None,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """积分：按条款逐笔加减，每半分都有条款、日期和单元格；分组排名，提出建议，由人批准。"""
    from duchá.cli.views.scores.page import score_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.score import Asked, kind_asked, score as step

    kind = kind_asked(quarter=quarter, year=year, whole=whole)
    asked = Asked(period=period, kind=kind, rulebook=rulebook, unit=unit, trial=trial, readings=readings, close=close)
    asked = replace(asked, reason=reason or "", later=not as_json)
    return score_page(step(open_campaign(start(campaign), moment(as_of, known_at)), asked), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("score", cls=ScorePage)(score)
