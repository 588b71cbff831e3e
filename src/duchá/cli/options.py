"""Options that several commands share, each declared once; and what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from getpass import getuser
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duchá.cli import complete
from duchá.cli.next_command import YearlessDay
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.period import FIRST_YEAR, LAST_YEAR, in_calendar

_ZONE = "Asia/Shanghai"
_RECEIPT = re.compile(r"\s*(?:第\s*)?(\d{1,9})\s*(?:号(?:收件)?)?\s*")
_SHORT_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")


def read_day(text: str) -> date:
    """A day as people write it: 2015-11-20, 2015/11/20, 2015.11.20, 2015年11月20日, 20151120; 11月20日, 11-20 (`YearlessDay`)."""
    written = "".join(unicodedata.normalize("NFKC", text).split())
    match, short = _DAY.fullmatch(written), _SHORT_DAY.fullmatch(written)
    try:
        if match is not None:
            year, month, day = (int(part) for part in match.groups() if part is not None)
            return _in_calendar(date(year, month, day))
        if short is not None:
            month, day = (int(part) for part in short.groups())
            this = datetime.now(ZoneInfo(_ZONE)).year
            return YearlessDay(this if (month, day) != (2, 29) else this - this % 4, month, day)
    except ValueError:
        raise typer.BadParameter("没有这一天，请核对年月日") from None
    raise typer.BadParameter("请写成 2015-11-20 的样子")


def read_moment(text: str) -> datetime:
    """A moment: 2015-11-20T09:00, with a zone or in Beijing time; a day alone is its last instant."""
    try:
        return read_clock_time(text)
    except ValueError:
        day = read_day(text)
    return datetime.combine(day, time.max, ZoneInfo(_ZONE))


def read_clock_time(text: str) -> datetime:
    """A moment with hour and minute, Beijing time unless a zone is written. ValueError when the hour is missing."""
    clean = unicodedata.normalize("NFKC", text).strip()
    if ":" not in clean:
        raise ValueError(text)
    moment = datetime.fromisoformat(clean)
    _in_calendar(moment.date())
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(_ZONE))


def _in_calendar(day: date) -> date:
    """The day; a usage error for one of a year that nobody can mean."""
    if not in_calendar(day):
        raise typer.BadParameter(f"年份只能在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
    return day


def read_receipt(text: str) -> int:
    """The number of a receipt as people write it: 12, 12号, 第12号, 第 12 号收件."""
    match = _RECEIPT.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise typer.BadParameter("请写收件号，例如 12（见 duchá status）")
    return int(match[1])


_AS_IF: ContextVar[Moment | None] = ContextVar("as_if", default=None)

CampaignDir = Annotated[
    Path | None, typer.Option("--campaign", "-C", metavar="文件夹", help="督查行动文件夹；不写则从当前目录起逐级向上找")
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="日期", parser=read_day, help="把这一天当作今天，此后发生的一概不计；不写为今天"),
]
KnownAt = Annotated[
    datetime | None, typer.Option("--known-at", metavar="时间", parser=read_moment, help="只看这一刻之前记下的；不写为现在")
]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON，供程序读取")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示说明，只看退出码：0 无事，1 有事待办，2 没能运行")]
UnitName = Annotated[str | None, typer.Option("--unit", metavar="单位", autocompletion=complete.units, help="只看这个单位（名称或别名）")]
Units = Annotated[
    list[str] | None, typer.Option("--unit", metavar="单位", autocompletion=complete.units, help="只看这些单位（名称或别名），可写多次")
]
Reason = Annotated[str | None, typer.Option("--reason", metavar="理由", help="为什么这样定，记入流水")]


@contextmanager
def as_if(moment: Moment) -> Iterator[None]:
    """Commands run inside are run at that moment by that person: a demonstration is the same whenever it is shown."""
    token = _AS_IF.set(moment)
    try:
        yield
    finally:
        _AS_IF.reset(token)


def moment(as_of: date | None = None, known_at: datetime | None = None) -> Moment:
    """When the command runs and what it looks at: the clock and the person are read here and nowhere else."""
    yearless = isinstance(as_of, YearlessDay)
    shown = _AS_IF.get()
    now, by = (shown.now, shown.by) if shown is not None else (datetime.now(ZoneInfo(_ZONE)), _who())
    return Moment(now=now, as_of=as_of, known_at=known_at, by=by, yearless=yearless)


def start(given: Path | None) -> Path:
    """Where the search for the campaign begins: the folder given, else the working directory. Raises Stop (C013)."""
    if given is None:
        return Path.cwd()
    if not given.is_dir():
        from duchá.campaign.faults import NO_SUCH_PATH

        raise Stop(NO_SUCH_PATH.at(path=given))
    return given.resolve()


def _who() -> str:
    """The login name of the person at the keyboard; empty where the system has none (a container)."""
    try:
        return getuser()
    except (KeyError, OSError):
        return ""
