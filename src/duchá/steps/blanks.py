"""blanks: a workbook for every unit with the forms it owes, registers for the office, kits to send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duchá.forms import wording
from duchá.forms.blanks import BlankOptions, owed_forms, write_blanks
from duchá.forms.faults import UNKNOWN_FORM
from duchá.forms.kit import write_kit
from duchá.forms.names import blank_names
from duchá.forms.package import is_untouched
from duchá.forms.write_for_people import Put, WriteOutcome
from duchá.registers.write_blank_registers import write_blank_registers
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.terms.fault import Fault, Stop
from duchá.terms.text import for_matching, safe_name
from duchá.terms.unit import Unit

BLANKS = "blank"
_BLANK, _KIT = ".xlsx", ".zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBlank:
    """One file for a unit: its name in ``blank/``, the forms in it, what became of it. ``beside`` is where the new one lies instead, if not there."""

    unit: str
    file: str
    forms: tuple[str, ...]
    outcome: WriteOutcome
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBlanks:
    """All files made or found. ``without`` are units that owe no form; ``removed`` blanks of units that left the roster or moved in it."""

    blanks: tuple[MadeBlank, ...] = ()
    kits: tuple[MadeBlank, ...] = ()
    registers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return (blank.file for blank in self.blanks)

    def __len__(self) -> int:
        return len(self.blanks)

    @property
    def kept(self) -> tuple[MadeBlank, ...]:
        """What a person has changed, and was therefore left alone; the new one lies beside it."""
        return tuple(made for made in (*self.blanks, *self.kits) if made.outcome is WriteOutcome.KEPT)


def make_blanks(
    opened: OpenCampaign, *, units: Sequence[str] = (), form: str = "", kit: bool = False, only_missing: bool = False
) -> MadeBlanks:
    """Makes blanks in ``blank/`` and missing registers in ``registers/``; what a person has changed stays, and the new one lies beside it.

    ``form`` (id, number or title) makes workbooks of that form alone, beside the others. Raises Stop (C014, S601) and OSError.
    """
    chosen = _chosen(opened, units)
    only = _only(opened, form)
    folder = opened.folder / BLANKS
    folder.mkdir(exist_ok=True)
    suffix = f"-{safe_name(only.number or only.id)}" if only else ""
    names = blank_names(opened.campaign.roster.units, suffix)
    wanted, without = [], []
    for unit in chosen:
        forms = tuple(f for f in owed_forms(opened.campaign, unit) if only in (None, f))
        if not forms:
            without.append(unit.name)
        elif not (only_missing and (folder / f"{names[unit.name]}{_BLANK}").exists()):
            wanted.append(BlankOptions(unit=unit, forms=forms, path=folder / f"{names[unit.name]}{_BLANK}"))
    made = tuple(_made(want, put) for want, put in zip(wanted, write_blanks(wanted, opened.campaign), strict=True))
    return MadeBlanks(
        blanks=made,
        kits=_kits(opened, chosen, names) if kit and only is None else (),
        registers=write_blank_registers(opened.campaign, opened.folder),
        without=tuple(without),
        faults=(*opened.news, *save_context(opened)),
        removed=() if units or only or only_missing else _remove_stale(folder, set(names.values())),
    )


def _made(want: BlankOptions, put: Put) -> MadeBlank:
    return _of(put, want.unit.name, tuple(form.number or form.id for form in want.forms))


def _of(put: Put, unit: str, forms: tuple[str, ...]) -> MadeBlank:
    beside = put.path.name if put.path != put.place else ""
    return MadeBlank(unit=unit, file=put.place.name, forms=forms, outcome=put.outcome, beside=beside)


def _chosen(opened: OpenCampaign, names: Sequence[str]) -> tuple[Unit, ...]:
    """The units named, else all that exist at either end of the campaign."""
    named = {given_unit(opened.campaign, name) for name in names}
    window = (opened.campaign.settings.start, opened.campaign.settings.end)
    units = opened.campaign.roster.units
    return tuple(unit for unit in units if (unit.name in named if named else any(unit.valid_on(day) for day in window)))


def _only(opened: OpenCampaign, named: str) -> Form | None:
    """The form of an id, a number or a title. Raises Stop (S601)."""
    if not named:
        return None
    forms = opened.campaign.forms(FilledBy.UNIT)
    key = for_matching(named)
    found = next((form for form in forms if key in {for_matching(name) for name in (form.id, form.number, form.title, form.sheet)}), None)
    if found is None:
        known = wording.FORM_SEPARATOR.join(form.number or form.id for form in forms)
        raise Stop(UNKNOWN_FORM.at(wanted=named, known=known or "-"))
    return found


def _kits(opened: OpenCampaign, units: Sequence[Unit], names: dict[str, str]) -> tuple[MadeBlank, ...]:
    folder = opened.folder / BLANKS
    made = []
    for unit in units:
        if not opened.campaign.owed_by(unit):
            continue
        blank, path = folder / f"{names[unit.name]}{_BLANK}", folder / f"{names[unit.name]}{_KIT}"
        made.append(_of(write_kit(path, unit, opened.campaign, blank if blank.exists() else None, opened.as_of), unit.name, ()))
    return tuple(made)


def _remove_stale(folder: Path, stems: set[str]) -> tuple[str, ...]:
    """Removes blanks and kits of places that the roster no longer has, if they are exactly as this program made them."""
    stale = sorted(path for path in folder.iterdir() if path.suffix in (_BLANK, _KIT) and path.is_file() and not _belongs(path.stem, stems))
    gone = [path for path in stale if not path.name.startswith((".", "~$")) and is_untouched(path)]
    for path in gone:
        path.unlink()
    return tuple(path.name for path in gone)


def _belongs(stem: str, stems: set[str]) -> bool:
    return stem in stems or any(stem.startswith(f"{one}-") for one in stems)
