"""A campaign of the 丹徒 forms, and forms as they are after reading: what the tests of this stage start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache

from duchá.campaign.model import Campaign
from duchá.campaign.parse import parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.rulebook.form import ColumnKind, FilledBy, Form
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.submissions.context import Answers, Arrival, Context
from duchá.submissions.model import FilledForm, RawCell, Row, Submission
from duchá.submissions.status import Status
from duchá.terms.place import Place, address
from duchá.terms.quantity import EMPTY, Content, Day, NotApplicable, Words
from duchá.terms.unit import Unit

SHANGHAI = timezone(timedelta(hours=8))
IN_TIME = datetime(2015, 11, 19, 9, 0, tzinfo=SHANGHAI)
FILED = date(2015, 11, 18)
SETTINGS = """
name = "2015年依法履职专项督查"
rulebooks = ["dantu-2015"]
year = 2015
start = 2015-11-03
end = 2015-11-30
"""
TOWNS = "镇、街道、园区"


@cache
def campaign(settings: str = SETTINGS, more: tuple[Unit, ...] = ()) -> Campaign:
    """The 41 departments, ``more`` units, and the forms of 丹徒."""
    texts = read_texts(["dantu-2015"])
    rulebook, _ = parse_rulebook("dantu-2015", texts)
    assert rulebook is not None
    roster = [{**roster_row(unit), "#": str(at)} for at, unit in enumerate((*rulebook.units, *more), 2)]
    found, faults = parse_campaign(Sources(settings=settings, rulebooks=texts, roster=roster, calendar=()))
    assert found is not None, faults
    return found


def context(source: str = "returns/附件2.xlsx", answers: Mapping[str, str] | None = None, **arrival: object) -> Context:
    """A file that came in time; ``arrival`` are fields of Arrival, ``over`` another campaign."""
    over = arrival.pop("over", None)
    known = replace(Arrival(source=source, received_at=IN_TIME), **arrival)  # type: ignore[arg-type]  # the fields are the caller's business
    return Context(campaign=over or campaign(), arrival=known, answers=Answers(units=answers or {}))  # type: ignore[arg-type]  # the fields are the caller's business


def unit_cell(text: str | None, sheet: str = "附件2") -> RawCell:
    """The unit cell of a form."""
    return RawCell(value=text, place=Place(sheet=sheet, cell="B3", label="部门（盖章）"))


def form(id: str) -> Form:
    """A form by id."""
    return next(known for known in campaign().forms(FilledBy.UNIT) if known.id == id)


def filled(id: str, *rows: tuple[str, ...], **changed: object) -> FilledForm:
    """A form filled row by row (without the number column), dated and with both seals; ``changed`` are fields of FilledForm."""
    declared = form(id)
    header: dict[str, Content] = {}
    for field in declared.header:
        header[field.id] = Day(day=FILED, text="2015-11-18") if field.kind is ColumnKind.DATE else Words("区安监局")
    places = {
        field.id: Place(sheet=declared.sheet, cell=address(3, 2 * at), label=field.label) for at, field in enumerate(declared.header, 1)
    }
    made = FilledForm(
        form=id,
        sheet=declared.sheet,
        range=f"A5:D{4 + max(1, len(rows))}",
        header=header,
        header_places=places,
        rows=tuple(_row(declared, at, texts) for at, texts in enumerate(rows, 1)),
        nil=not rows,
        filed_on=FILED,
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # the fields are the caller's business


def submission(*forms: FilledForm, unit: str | None = "区安监局", source: str = "returns/附件2.xlsx") -> Submission:
    """A submission of forms whose unit is known."""
    return Submission(source=source, sha256="0" * 64, status=Status.ACCEPTED, received_at=IN_TIME, unit=unit, forms=forms)


def _row(declared: Form, number: int, texts: tuple[str, ...]) -> Row:
    columns = declared.columns[1:]
    cells: dict[str, Content] = {
        column.id: EMPTY if not text else NotApplicable(text) if text in ("无", "—") else Words(text)
        for column, text in zip(columns, texts, strict=True)
    }
    places = {
        column.id: Place(sheet=declared.sheet, cell=address(4 + number, at), label=column.title) for at, column in enumerate(columns, 2)
    }
    return Row(number=number, written_number=str(number), cells=cells, places=places)
