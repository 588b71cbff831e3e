"""Rows of some registers of an open campaign, as of its two times, read without the others: a journal may hold a million of those."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.campaign.model import end_of
from duchá.registers.read_rows import read_every_row
from duchá.registers.rows import RegisterRow, in_force
from duchá.steps.open_campaign import OpenCampaign


def every_row(opened: OpenCampaign, registers: Iterable[str]) -> tuple[RegisterRow, ...]:
    """Every row that had happened by the day, withdrawn ones too. Raises JournalError."""
    horizon = end_of(opened.as_of, opened.campaign)
    return read_every_row(opened.journal, registers, known_at=opened.known_at, as_of=horizon, view=opened.view)


def rows_of(opened: OpenCampaign, registers: Iterable[str]) -> tuple[RegisterRow, ...]:
    """The rows in force on the day. Raises JournalError."""
    return in_force(every_row(opened, registers), end_of(opened.as_of, opened.campaign))
