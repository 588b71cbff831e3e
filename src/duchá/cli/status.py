"""duchá status."""

from __future__ import annotations

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, start


def status(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    unit: UnitName = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """收件情况：各单位各份材料，已收、退回、待确认还是未报。"""
    from duchá.cli.views.matrix import status_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.status import status as step

    return status_page(step(open_campaign(start(campaign), moment(as_of, known_at)), unit), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("status")(status)
