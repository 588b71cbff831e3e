"""A campaign folder for tests: made once, copied for each test; returns filled through the layout as a department would."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from duchá.forms.layout import lay_out
from duchá.forms.workbook import write_blank
from duchá.rulebook.form import FilledBy
from duchá.steps.collect import Collected, Delivery, collect
from duchá.steps.init_campaign import Wish, init_campaign
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.terms.moment import Moment

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2015, 11, 3, 9, tzinfo=ZONE)
Rows = Sequence[Mapping[str, str]]
ROW = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": "已整改，11月16日全部复查完毕"}


def at(day: int, hour: int = 10, month: int = 11) -> datetime:
    """A moment of the campaign's year."""
    return datetime(2015, month, day, hour, tzinfo=ZONE)


@dataclass(frozen=True)
class Office:
    """A campaign folder with what tests do in it."""

    folder: Path

    def open(self, now: datetime, **moment: Any) -> OpenCampaign:
        """The campaign as seen at a moment."""
        return open_campaign(self.folder, Moment(now=now, **moment))

    def fill(self, unit: str, name: str = "", *, date: str | None = "2015-11-18", folder: str = "returns", **forms: Rows) -> Path:
        """The unit's blank with rows in the forms named (``supervision_problems=[…]``), every form dated."""
        campaign = self.open(BEGIN).campaign
        path = self.folder / folder / (name or f"{unit}.xlsx")
        found = campaign.roster.get(unit)
        assert found is not None
        declared = campaign.forms(FilledBy.UNIT)
        write_blank(declared, found, campaign, path)
        book = load_workbook(path)
        for form in declared:
            layout, sheet = lay_out(form), book[form.sheet]
            for place in layout.header:
                if place.field.id != "unit" and date is not None:
                    sheet[place.entry.at].value = date if place.field.id == "date" else f"{unit}纪检组"
            for number, row in enumerate(forms.get(form.id.replace("-", "_"), ()), 1):
                for column, text in row.items():
                    sheet[layout.body(number, column).at].value = text
        book.save(path)
        return path

    def collect(self, *paths: Path, now: datetime | None = None, **delivery: Any) -> Collected:
        """What collect gives, at 10 o'clock on 18 November unless said otherwise."""
        wanted = Delivery(paths=paths or (self.folder / "returns",), **delivery)
        return collect(self.open(now or at(18)), wanted, lambda done, of, name="": None)

    def journal(self) -> bytes:
        """The journal's bytes."""
        return (self.folder / ".duchá" / "journal.sqlite3").read_bytes()


def make_office(folder: Path) -> Office:
    """A new campaign of 丹徒."""
    init_campaign(folder, Wish(rulebooks=("dantu-2015",)), Moment(now=BEGIN))
    return Office(folder)


def copy_office(master: Office, target: Path) -> Office:
    """The same campaign in another folder."""
    shutil.copytree(master.folder, target)
    return Office(target)
