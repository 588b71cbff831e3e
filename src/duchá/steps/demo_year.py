"""demo --example: the campaign of a year made, and each day its rows typed; the commands of the day are the command line's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from duchá.campaign.model import end_of
from duchá.demo.year import ExampleYear, Rows, YearDay, type_rows, write_roster
from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from duchá.people.lists import UNITS
from duchá.registers.write_blank_registers import REGISTERS
from duchá.steps.init_campaign import Initialised, Wish, init_campaign
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.team import DRAWN
from duchá.terms.moment import Moment
from duchá.terms.wording import LIST_SEPARATOR

_BY, _ZONE = "demo", ZoneInfo("Asia/Shanghai")
ROSTER = "名单.xlsx"


def begin(year: ExampleYear, folder: Path) -> Initialised:
    """The campaign of the example, with its roster. Raises Stop where the folder can't be written."""
    roster = write_roster(year, folder / ROSTER)
    wish = Wish(rulebooks=year.rulebooks, name=year.name, start=year.start, end=year.end, year=year.year, units=roster)
    return init_campaign(folder, wish, Moment(now=datetime.combine(year.days[0].on, time(8), _ZONE), by=_BY))


def typed(year: ExampleYear, folder: Path, so_far: Rows, day: YearDay) -> tuple[Path, ...]:
    """Types the rows of a day into the registers."""
    opened = open_campaign(folder, Moment(now=datetime.combine(day.on, time(8), _ZONE), by=_BY))
    return tuple(type_rows(folder / REGISTERS, so_far, day, year.keys, dict(_drawn(opened))))


def _drawn(opened: OpenCampaign) -> Iterator[tuple[str, str]]:
    """What the last draw of each list gave: OBJECT1… of units, DRAWN1… of people, OBJECTS all units together."""
    horizon = end_of(opened.as_of, opened.campaign)
    for fact in read_facts(opened.journal, kinds=frozenset({FactKind.NOTE}), as_of=horizon):
        if fact.payload.get("note") == DRAWN:
            ids = [str(id) for id in cast(list[str], fact.payload["drawn"])]
            of_units = fact.payload["list"] == UNITS
            names: Mapping[str, str] = {f"{'OBJECT' if of_units else 'DRAWN'}{at}": id for at, id in enumerate(ids, 1)}
            yield from names.items()
            if of_units:
                yield "OBJECTS", LIST_SEPARATOR.join(ids)
