"""duchá resolve."""

from __future__ import annotations

from typing import Annotated

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, Reason, moment, read_receipt, start


def resolve(
    receipts: Annotated[
        list[int],
        typer.Argument(
            metavar="收件号…",
            parser=read_receipt,
            autocompletion=complete.receipts,
            help="见 duchá status 或 collect 的输出；几份同样答复的可一次写出",
        ),
    ],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", autocompletion=complete.units, help="这份是哪个单位的；写法以后也认得")
    ] = None,
    period: Annotated[str | None, typer.Option("--period", metavar="期间", help="这份是哪一期的，如 2019-05、2019Q2、2019年5月")] = None,
    deliverable: Annotated[str | None, typer.Option("--deliverable", metavar="材料", help="这份是哪一份材料，写材料的编号或名称")] = None,
    column: Annotated[
        str | None,
        typer.Option("--column", metavar="表头=栏目", help="认不出的表头是哪一栏，如 情况说明=整改情况；写 情况说明= 表示另加的栏"),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="核实无误，接受（要写理由）")] = False,
    send_back: Annotated[bool, typer.Option("--send-back", help="退回重报（要写理由）")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="收错了，撤回这份（要写理由）")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="补报的这份替换前一份")] = False,
    append: Annotated[bool, typer.Option("--append", help="补报的这份追加到前一份")] = False,
    reason: Reason = None,
    once: Annotated[bool, typer.Option("--once", help="只管这一次，不记住单位的写法")] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """答复待确认的收件，或撤回收错的；答复记入流水，单位写法和栏目以后照认。"""
    from duchá.cli.collect import resolved_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.resolve import ResolveOptions, answer_from, resolve as step

    flags = {"accept": accept, "send-back": send_back, "withdraw": withdraw, "replace": replace, "append": append}
    opened = open_campaign(start(campaign), moment())
    texts = {"unit": unit, "period": period, "deliverable": deliverable, "column": column}
    asked = ResolveOptions(flags=tuple(name for name, on in flags.items() if on), texts=texts, reason=reason or "", remember=not once)
    answered = [step(opened, answer_from(opened, number, asked)) for number in dict.fromkeys(receipts)]
    return resolved_page(answered, opened.news, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("resolve")(resolve)
