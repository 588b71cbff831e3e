"""duchá waive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, moment, read_day, start
from duchá.cli.show import answer
from duchá.steps.waive import Waived
from duchá.terms.fault import Fault
from duchá.terms.text import shown
from duchá.terms.wording import day_words


def waived_page(waived: Waived, news: Sequence[Fault] = (), *, as_json: bool, quiet: bool) -> int:
    """The waiver in one sentence, and what it does not touch; before it what is new about the campaign itself."""
    waiver, kind = waived.waiver, waived.kind
    data = {"waiver": asdict(waiver) | {"name": kind.name, "number": waived.number}}
    line = f"第 {waived.number} 号豁免：已豁免 {waiver.unit} 的 {kind.code}（{kind.title}），至 {day_words(waiver.until)}；{shown(waiver.approver)}批准，理由：{shown(waiver.reason)}。"
    after = "此后收到的按豁免核对；已经退回或待确认的，用 duchá resolve 收件号 --accept --reason 理由。"
    undone = f"给错了的，撤销用 duchá undo waiver {waived.number} --reason 理由。"
    return answer(data, *news, line, after, undone, as_json=as_json, quiet=quiet)


def _codes(incomplete: str) -> list[str]:
    from duchá.cli.explain import begun_codes  # only where a word is completed

    return begun_codes(incomplete)


def waive(
    code: Annotated[str, typer.Argument(metavar="差错代码", autocompletion=_codes, help="核对结果里的代码，如 S101")],
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="豁免哪个单位")],
    approver: Annotated[str, typer.Option("--approver", metavar="批准人", help="谁批准的")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么豁免")],
    until: Annotated[date, typer.Option("--until", metavar="日期", parser=read_day, help="到哪一天为止（含当日）收到的")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """豁免某单位的某项要求：此后收件仍列出，不作退回的理由；批准人、理由和期限记入流水，印在报告里。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.waive import waive as step
    from duchá.submissions.waivers import Waiver

    opened = open_campaign(start(campaign), moment())
    wish = Waiver(code=code, unit=unit, approver=approver, reason=reason, until=until)
    return waived_page(step(opened, wish), opened.news, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("waive")(waive)
