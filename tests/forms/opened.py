"""A blank as a program sees it that knows nothing of ours."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from duchá.campaign.model import Campaign
from duchá.forms.workbook import blank_bytes, make_master
from duchá.rulebook.form import FilledBy, Form
from duchá.terms.unit import Unit
from submissions.sample import campaign


def forms() -> tuple[Form, ...]:
    """附件2, 附件3, 附件4."""
    return campaign().forms(FilledBy.UNIT)


def unit(name: str = "区安监局", order: int = 25) -> Unit:
    """A unit of any name."""
    return Unit(name=name, order=order, group="区级机关相关部门")


def blank(of: Unit | None = None, owed: tuple[Form, ...] | None = None, at: Campaign | None = None) -> bytes:
    """The blank of a unit."""
    return blank_bytes(make_master(owed or forms(), at or campaign()), of or unit())


@cache
def book() -> Any:
    """The blank of 区安监局, opened."""
    return opened(blank())


def opened(data: bytes) -> Any:
    """A workbook's bytes, opened with openpyxl."""
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data))


def words(sheet: Any) -> dict[str, object]:
    """Address → value of every cell that is not empty."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
