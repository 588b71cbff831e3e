"""duchá journal show｜verify｜export｜restore｜purge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, KnownAt, Quiet, moment, start
from duchá.journal.fact import FactKind


def show(
    campaign: CampaignDir = None,
    known_at: KnownAt = None,
    kind: Annotated[FactKind | None, typer.Option("--kind", metavar="种类", help="只看某一种记录，如 submission、resolution")] = None,
    last: Annotated[int, typer.Option("--last", metavar="条数", help="只看最近几条；0 为全部")] = 50,
    as_json: AsJson = False,
) -> int:
    """看流水：谁、何时、记了什么、依据哪个文件。"""
    from duchá.cli.views.trail import trail_page
    from duchá.steps.journal import show_facts

    return trail_page(show_facts(start(campaign), moment(None, known_at), kind, last), as_json=as_json)


def verify(
    head: Annotated[str, typer.Option("--head", metavar="校验码", help="从报告上抄来的校验码，一并核对")] = "",
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """核验流水：重算整条校验链和存档，改动过一个字也会指出来。"""
    from duchá.cli.views.trail import verified_page
    from duchá.steps.journal import verify_journal

    return verified_page(verify_journal(start(campaign), head), as_json=as_json, quiet=quiet)


def export(
    target: Annotated[Path, typer.Argument(metavar="文件夹", help="导出到哪里")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """导出流水和全部存档，可在另一台机器上恢复。"""
    from duchá.cli.views.trail import exported_page
    from duchá.steps.journal import export_all

    return exported_page(export_all(start(campaign), target), as_json=as_json, quiet=quiet)


def restore(
    source: Annotated[Path, typer.Argument(metavar="文件夹", help="用 journal export 导出的文件夹")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """把导出的流水和存档恢复到还没有流水的行动文件夹；空文件夹则连同设置、名单、日历一起恢复。"""
    from duchá.cli.views.trail import restored_page
    from duchá.steps.journal import restore_all

    return restored_page(restore_all(start(campaign), source, moment()), as_json=as_json, quiet=quiet)


def purge(
    receipt: Annotated[int, typer.Argument(metavar="收件号", help="原件不该留存的那份收件")],
    approver: Annotated[str, typer.Option("--approver", metavar="批准人", help="谁批准清除的，记入流水")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么清除，记入流水")],
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """清除一份不该留存的原件（涉密、误收的个人信息）；校验码和清除记录留在流水里。"""
    from duchá.cli.views.trail import purged_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.purge import purge as step

    return purged_page(step(open_campaign(start(campaign), moment()), receipt, approver, reason), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the commands."""
    app.command("show")(show)
    app.command("verify")(verify)
    app.command("export")(export)
    app.command("restore")(restore)
    app.command("purge")(purge)
