"""A unit named on the command line: on the roster, or a clear stop with those it may have meant."""

from __future__ import annotations

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign
from duchá.terms import wording
from duchá.terms.fault import Stop


def given_unit(campaign: Campaign, name: str | None) -> str | None:
    """The canonical name, None where none was given. Raises Stop (C014)."""
    if name is None:
        return None
    match = campaign.roster.find(name)
    if match.unit is None:
        raise Stop(kinds.UNKNOWN_UNIT.at(unit=name, candidates=wording.LIST_SEPARATOR.join(match.candidates) or "-"))
    return match.unit.name
