"""demo --example: the campaign of a year made, and each day its rows typed; the commands of the day are the command line's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from duchá.campaign import faults as kinds
from duchá.campaign.model import end_of
from duchá.campaign.parse import SETTINGS
from duchá.demo.monthly import MONTHLY
from duchá.demo.year import ExampleYear, Rows, YearDay, read_year, type_rows, write_dues, write_returns_of, write_roster, years
from duchá.journal.fact import FactKind
from duchá.journal.notes import DrawnNote
from duchá.journal.read import read_facts
from duchá.journal.records import told
from duchá.people.lists import UNITS
from duchá.registers.write_blank_registers import REGISTERS
from duchá.steps.init_campaign import Initialised, Wish, init_campaign
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.today import RETURNS
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.wording import LIST_SEPARATOR

_BY, _ZONE = "demo", ZoneInfo("Asia/Shanghai")
ROSTER = "名单.xlsx"


def year_named(name: str) -> ExampleYear:
    """The example of a name. Raises Stop (C112) with those that there are."""
    if name not in years():
        raise Stop(kinds.NO_SUCH_EXAMPLE.at(found=name, known=LIST_SEPARATOR.join((*years(), MONTHLY))))
    return read_year(name)


def moment_of(day: YearDay, hour: int = 10) -> Moment:
    """When the office works on a day of the example: its rows are typed at eight, its commands run at ten."""
    return Moment(now=datetime.combine(day.on, time(hour), _ZONE), by=_BY)


def begin(year: ExampleYear, folder: Path) -> Initialised:
    """The campaign of the example, with its roster. Raises Stop where the folder can't be written."""
    roster = write_roster(year, folder / ROSTER)
    wish = Wish(rulebooks=year.rulebooks, name=year.name, start=year.start, end=year.end, year=year.year, units=roster)
    made = init_campaign(folder, wish, moment_of(year.days[0], 8))
    write_dues(year, folder / SETTINGS)
    return made


def typed(year: ExampleYear, folder: Path, so_far: Rows, day: YearDay) -> tuple[Path, ...]:
    """Types the rows of a day into the registers, and puts what comes in into returns/."""
    opened = open_campaign(folder, moment_of(day, 8))
    write_returns_of(day, folder / RETURNS, opened.campaign)
    return tuple(type_rows(folder / REGISTERS, so_far, day, year.keys, dict(_drawn(opened))))


def _drawn(opened: OpenCampaign) -> Iterator[tuple[str, str]]:
    """What the last draw of each list gave: OBJECT1… of units, DRAWN1… of people, OBJECTS all units together."""
    horizon = end_of(opened.as_of, opened.campaign)
    for _, said in told(read_facts(opened.journal, kinds=frozenset({FactKind.NOTE}), as_of=horizon), DrawnNote):
        of_units = said.of_list == UNITS
        names: Mapping[str, str] = {f"{'OBJECT' if of_units else 'DRAWN'}{at}": id for at, id in enumerate(said.drawn, 1)}
        yield from names.items()
        if of_units:
            yield "OBJECTS", LIST_SEPARATOR.join(said.drawn)
