"""Journals on a server to test with: an address in a database, campaigns whose journal lies there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from duchá.journal.server import Server
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.journal import move_journal
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.terms.moment import Moment
from servers.postgres import Database

NOW = datetime(2015, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
RETURNS = Path(__file__).resolve().parents[2] / "examples" / "dantu-2015" / "returns"
_NUMBERS = count(1)


def on_server(database: Database, folder: Path, *, by: str = "", clerk: bool = False, clerks: str = "") -> Server:
    """Where a journal is, or will be, in a database."""
    return Server(database.clerk if clerk else database.owner, folder / ".duchá", clerks=clerks, by=by)


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="ducha-campaign-")) / "行动"
    init_campaign(folder, Wish(rulebooks=("dantu-2015",), name="2015年“依法履职、有责有为”专项督查行动（示例）"), Moment(now=NOW))
    return folder


def campaign(folder: Path, database: Database | None = None) -> Path:
    """A campaign of 41 units without returns, its journal in the database where one is given."""
    shutil.copytree(_template(), folder)
    if database is not None:
        move_journal(folder, database.owner, f"s{next(_NUMBERS)}", database.clerks, Moment(now=NOW, by="管理员"))
    return folder


def opened(folder: Path, *, by: str = "张三", minutes: float = 0) -> OpenCampaign:
    """The campaign, as a clerk opens it."""
    return open_campaign(folder, Moment(now=NOW + timedelta(minutes=minutes), by=by))


def afterwards(folder: Path) -> OpenCampaign:
    """The campaign as it is looked at when everything has happened."""
    return open_campaign(folder, Moment(now=NOW, as_of=date(2030, 1, 1), by="张三"))


def gist(payload: dict[str, Any]) -> tuple[object, ...]:
    """What a receipt comes to, whatever number it got, and by whichever of two equal files it came."""
    faults = sorted((fault["code"], fault["sheet"], fault["cell"]) for fault in payload["faults"])
    return (
        Path(payload["source"]).name,
        payload["unit"],
        payload["status"],
        payload["version"],
        tuple(payload["deliverables"]),
        tuple(faults),
    )


def nothing(_done: int, _of: int, _name: str = "") -> None:
    """A tick that nobody looks at."""


Run = Callable[..., Any]
