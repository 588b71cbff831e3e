"""duchá ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, start
from duchá.ledger.wording import CATEGORY_KINDS
from duchá.rulebook.clock import MatterKind
from duchá.terms.wording import KIND_WORDS


def read_kind(text: str) -> MatterKind:
    """A kind of matters by its word: 线索, 自查问题, lead."""
    words = {**{word: kind for kind, word in KIND_WORDS.items()}, **CATEGORY_KINDS}
    try:
        return MatterKind(words.get(text.strip(), text.strip()))
    except ValueError:
        raise typer.BadParameter("请写督办事项、问题、线索、快速处置中的一个", param_hint="--kind") from None


def ledger(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="类别", help="督办事项、问题、线索、快速处置（也可写 task、problem、lead、rapid）")
    ] = None,
    unit: UnitName = None,
    state: Annotated[str | None, typer.Option("--state", metavar="状态", help="只看这个状态的，如 整改中")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="只看没有办结、销号的")] = False,
    matter: Annotated[str | None, typer.Option("--matter", metavar="编号", help="这一件的全部：每个日期怎么来的、每一步谁办的")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="文件", help="导出成可以修改的登记表，改后由 duchá record 收回")] = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="文件", help="导出问题清单：归类、类别、渠道、行为日期逐条可改，改后由 duchá record 收回"),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """台账：督办事项、问题、线索和快速处置，状态、期限、亮灯，逾期几天。"""
    from duchá.cli.views.ledger import ledger_page
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.show_ledger import Wanted, show_ledger

    chosen = None if kind is None else read_kind(kind)
    wanted = Wanted(kind=chosen, unit=unit, state=state, open_only=open_only, matter=matter, export=xlsx, problems=problems)
    shown = show_ledger(open_campaign(start(campaign), moment(as_of, known_at)), wanted)
    return ledger_page(shown, one=matter is not None, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("ledger")(ledger)
