"""duchá print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, moment, start
from duchá.cli.show import Part, answer
from duchá.terms.fault import fault_json

if TYPE_CHECKING:
    from duchá.steps.print_pdf import PrintedFile

_NAMES = {"空白报表": "blanks", "空表": "blanks", "退回件": "returned", "催办函": "letters", "整改通知书": "rectifications"}


def printed_page(printed: PrintedFile, *, as_json: bool, quiet: bool) -> int:
    """The answer of print; 1 where a file could not be printed."""
    data = {
        "file": printed.path,
        "pages": printed.pages,
        "sources": list(printed.sources),
        "faults": [fault_json(fault) for fault in printed.faults],
    }
    page: list[Part] = [
        *printed.faults,
        f"{len(printed.sources)} 个文件，共 {printed.pages} 页，已写好：{printed.path}",
    ]
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(printed.faults))


def print_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="打印什么",
            autocompletion=complete.words(*_NAMES, *_NAMES.values()),
            help="空白报表 blanks、退回件 returned、催办函 letters、整改通知书 rectifications，或一份报告的名称、路径",
        ),
    ],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """打印成一个 PDF：空白报表、退回件、催办函、整改通知书或一份报告，写进 reports/；要装有 LibreOffice。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.print_pdf import print_pdf

    return printed_page(print_pdf(open_campaign(start(campaign), moment()), _NAMES.get(what, what)), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("print")(print_)
