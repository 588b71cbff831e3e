"""duchá send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, Units, moment, start
from duchá.cli.show import Part, answer, fault_line
from duchá.cli.write_screen import err
from duchá.terms.fault import Weight, fault_json
from duchá.terms.text import shown

if TYPE_CHECKING:
    from duchá.steps.send_papers import SentPapers

_NAMES = {"空白报表": "blanks", "空表": "blanks", "blanks": "blanks", "退回件": "returned", "returned": "returned"}


def sent_page(sent: SentPapers, *, as_json: bool, quiet: bool) -> int:
    """The answer of send: who was sent what; 1 where something did not go, 2 where the server could not be used."""
    from duchá.steps.send_papers import CALLED

    post, folder = sent.post, sent.opened.folder
    stopped = [post.stopped] if post.stopped else []
    data = {
        "what": sent.what.value,
        "sent": post.sent,
        "no_address": list(post.without),
        "written": [path.relative_to(folder).as_posix() for path in sent.written],
        "faults": [fault_json(fault) for fault in (*stopped, *sent.faults)],
    }
    page: list[Part] = [*map(fault_line, sent.faults)]
    if post.sent:
        page.append(f"已发{CALLED[sent.what]}邮件 {len(post.sent)} 封：{'、'.join(map(shown, post.sent))}。")
    if sent.written:
        place = sent.written[0].parent.relative_to(folder).as_posix()
        unsent = "" if post.sent else "；campaign.toml 没有写 [mail]，请打开逐封发出"
        page.append(f"邮件文件 {len(sent.written)} 个，在 {place}/{unsent if not stopped else ''}。")
    attention = any(fault.kind.weight is not Weight.NOTE for fault in sent.faults)
    code = answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)
    if post.stopped:
        err(f"× {fault_line(post.stopped)}")
        return 2
    return code


def _what(text: str) -> str:
    if text not in _NAMES:
        raise typer.BadParameter("可写 空白报表（blanks）、退回件（returned）；催办函用 duchá overdue --mail")
    return _NAMES[text]


def send(
    what: Annotated[
        str, typer.Argument(metavar="发什么", parser=_what, autocompletion=complete.words(*_NAMES), help="空白报表 blanks、退回件 returned")
    ],
    unit: Units = None,
    period: Annotated[str, typer.Option("--period", metavar="期间", help="只发这一期的空白报表，如 2019-05")] = "",
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """把空白报表、退回件用邮件发给各单位：一个单位一封，同一版只发一次；没有写 [mail] 的，做成邮件文件由人发出。"""
    from duchá.steps.given_period import given_period
    from duchá.steps.given_unit import given_unit
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.send_papers import Sendable, send_papers

    opened = open_campaign(start(campaign), moment())
    units = frozenset(found for name in unit or () if (found := given_unit(opened.campaign, name)))
    of = given_period(opened, period) if period else None
    return sent_page(send_papers(opened, Sendable(what), units, of), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("send")(send)
