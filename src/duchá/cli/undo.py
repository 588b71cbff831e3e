"""duchá undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.next_command import receipt_name
from duchá.cli.options import AsJson, CampaignDir, Quiet, Reason, moment, start
from duchá.cli.show import Part, answer
from duchá.terms.fault import Stop

if TYPE_CHECKING:
    from duchá.steps.open_campaign import OpenCampaign
    from duchá.steps.undo import Undone

_NAMES = {"收件": "receipt", "登记": "row", "行": "row", "豁免": "waiver"}
_FINAL = ("close", "closing", "score", "关账")


def read_what(text: str) -> str:
    """What is to be taken back, by its word: receipt or 收件, row or 登记, waiver or 豁免. A closing cannot be: Stop (C151)."""
    word = _NAMES.get(text.strip(), text.strip().lower())
    if word in _FINAL:
        from duchá.campaign.faults import CLOSING_IS_FINAL

        raise Stop(CLOSING_IS_FINAL.at())
    if word not in _NAMES.values():
        raise typer.BadParameter("可写 receipt（收件）、row（登记的行）、waiver（豁免）")
    return word


def undone_page(undone: Undone, opened: OpenCampaign, *, as_json: bool, quiet: bool) -> int:
    """The answer of undo: what was taken back, and what holds now."""
    data: dict[str, object] = {"undone": {"what": undone.what.value, "number": undone.number, "reason": undone.reason}}
    page: list[Part] = [*opened.news]
    if undone.receipt is not None:
        receipt = undone.receipt.receipt
        page.append(f"已撤回{receipt_name(receipt.number)}收件（{receipt.source}，{receipt.unit or '单位待定'}）；原件和理由留在流水里。")
        page += ["下一步：看现在的收件情况：", "  duchá status"]
    elif undone.row is not None:
        page.append(f"已撤回登记的 {undone.row.record_no}；原内容和理由留在流水里。")
        page += ["下一步：看台账：", "  duchá ledger"]
    elif undone.waiver is not None:
        page.append(f"已撤销第 {undone.number} 号豁免（{undone.waiver.unit} {undone.waiver.code}）；此后收到的照常核对，已经收下的不变。")
        page += ["下一步：看现在的收件情况：", "  duchá status"]
    return answer(data, *page, as_json=as_json, quiet=quiet)


def _undoable(ctx: Any, incomplete: str) -> list[str]:
    """The numbers of receipts, where a receipt is to be taken back."""
    return complete.receipts(ctx, incomplete) if ctx.params.get("what") == "receipt" else []


def undo(
    what: Annotated[
        str,
        typer.Argument(
            metavar="撤回什么",
            parser=read_what,
            autocompletion=complete.words("receipt", "row", "waiver"),
            help="receipt（收件）、row（登记的行）、waiver（豁免）",
        ),
    ],
    number: Annotated[str, typer.Argument(metavar="编号", autocompletion=_undoable, help="收件号、记录号（如 R00012）或豁免号")],
    reason: Reason = None,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """撤回一件事：收错的收件、登错的行（先在登记表里删去）、不该给的豁免；另记一笔，原来的留在流水里。关账不能撤回。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.undo import Undoable, undo as step

    opened = open_campaign(start(campaign), moment())
    return undone_page(step(opened, Undoable(what), number.strip(), reason or ""), opened, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("undo")(undo)
