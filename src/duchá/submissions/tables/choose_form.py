"""Which form a header is: by its columns, then its title (D16, D19); what can't be told apart is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.rulebook.form import FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.headers.find_header_fields import Zone
from duchá.submissions.headers.match_header import HeaderRow, Reading
from duchá.submissions.tables import faults as kinds
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address


def form_name(form: Form) -> str:
    """What a form is called in a message: 附件2, or its title where it has no number."""
    return form.number or form.title


def choose_form(header: HeaderRow, zone: Zone, sheet: str, marked: frozenset[str]) -> tuple[Reading | None, tuple[Fault, ...]]:
    """The form of a header: most columns, then the title, then completeness, then titles as printed; ``marked`` forms break a tie.

    Faults: S201 not of this campaign, S203 can't be told apart, S225 another form's title, S226 a foreign title over our columns.
    """
    ranked = sorted(header.readings, key=lambda reading: _rank(reading, zone), reverse=True)
    best = [reading for reading in ranked if _rank(reading, zone) == _rank(ranked[0], zone)]
    if len(best) > 1:
        best = [reading for reading in best if reading.words.form.id in marked] or best
    place = Place(sheet=sheet, cell=address(header.top, header.left))
    foreign = bool(zone.title) and not zone.named and best[0].words.form.filled_by is FilledBy.UNIT
    if foreign and (len(best) > 1 or not _as_printed(best[0])):
        return None, (kinds.WRONG_FORM.at(zone.title_cell, found=zone.title, **_wrong(zone.title, header)),)
    if len(best) > 1:
        candidates = wording.LIST_PAUSE.join(form_name(reading.words.form) for reading in best)
        return None, (kinds.UNCLEAR_FORM.at(place, candidates=candidates),)
    return best[0], tuple(_about_title(best[0], zone, foreign=foreign))


def _rank(reading: Reading, zone: Zone) -> tuple[int, int, bool, int]:
    return len(reading.columns), zone.named.get(reading.words.form.id, 0), not reading.missing, reading.exact


def _as_printed(reading: Reading) -> bool:
    return not reading.missing and reading.exact == len(reading.columns)


def _wrong(title: str, header: HeaderRow) -> dict[str, str]:
    expected = wording.LIST_PAUSE.join(dict.fromkeys(form_name(reading.words.form) for reading in header.readings))
    return {"what": wording.QUOTED.format(text=title), "expected": expected}


def _about_title(reading: Reading, zone: Zone, *, foreign: bool) -> Iterator[Fault]:
    form = reading.words.form
    if foreign:
        yield kinds.FOREIGN_TITLE.at(zone.title_cell, form=form.id, found=zone.title, title=zone.title, form_name=form_name(form))
    elif zone.named and form.id not in zone.named and form.filled_by is FilledBy.UNIT:
        yield kinds.OTHER_TITLE.at(zone.title_cell, form=form.id, found=zone.title, title=zone.title, form_name=form_name(form))
