"""blanks: a workbook for every unit with the forms it owes, registers for the office, kits to send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duchá.campaign.model import Campaign, Obligation
from duchá.forms import wording
from duchá.forms.blanks import BlankOptions, owed_forms, write_blanks
from duchá.forms.faults import UNKNOWN_FORM
from duchá.forms.kit import write_kit
from duchá.forms.names import blank_names
from duchá.forms.package import is_untouched
from duchá.forms.write_for_people import Put, WriteOutcome
from duchá.journal.read import read_body
from duchá.receipts.carried import PrintedRow, Rows, periods_needed, printed_rows, rows_of_body
from duchá.receipts.matrix import matrix
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.registers.write_blank_registers import write_blank_registers
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.duties_of import dated
from duchá.steps.given_period import given_period
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, save_context
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import Period, span
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
    opened: OpenCampaign, *, units: Sequence[str] = (), form: str = "", kit: bool = False, only_missing: bool = False, period: str = ""
) -> MadeBlanks:
    """Makes blanks in ``blank/`` and missing registers in ``registers/``; what a person has changed stays, and the new one lies beside it.

    What comes back has its blanks in a folder for each period (``blank/2019-05/``), with the period in them and what is carried over filled in: those
    of the ``period`` named, else of the periods in which today lies. ``form`` (id, number or title) makes workbooks of that form alone, beside
    the others. Raises Stop (C014, S601, S680) and OSError.
    """
    opened = dated(opened)
    chosen = _chosen(opened, units)
    only = _only(opened, form)
    made: list[MadeBlank] = []
    kits: list[MadeBlank] = []
    with_forms: set[str] = set()
    names = blank_names(opened.campaign.roster.units, f"-{safe_name(only.number or only.id)}" if only else "")
    for of in _periods(opened, period):
        campaign = replace(opened.campaign, owed=tuple(owed for owed in opened.campaign.owed if belongs_to(owed, of)))
        folder = opened.folder / BLANKS / (of.key if of else "")
        folder.mkdir(parents=True, exist_ok=True)
        forms_of = {unit.name: tuple(f for f in owed_forms(campaign, unit) if only in (None, f)) for unit in chosen}
        with_forms |= {name for name, forms in forms_of.items() if forms}
        places = {unit.name: folder / f"{names[unit.name]}{_BLANK}" for unit in chosen}
        units_here = [unit for unit in chosen if forms_of[unit.name] and not (only_missing and places[unit.name].exists())]
        rows = _rows(opened, campaign, units_here, of)
        wanted = [
            BlankOptions(unit=unit, forms=forms_of[unit.name], path=places[unit.name], period=of, rows=rows.get(unit.name, {}))
            for unit in units_here
        ]
        made += (_made(want, put, opened.folder) for want, put in zip(wanted, write_blanks(wanted, campaign), strict=True))
        kits += _kits(opened, campaign, chosen, (names, folder)) if kit and only is None else ()
    return MadeBlanks(
        blanks=tuple(made),
        kits=tuple(kits),
        registers=write_blank_registers(opened.campaign, opened.folder),
        without=tuple(unit.name for unit in chosen if unit.name not in with_forms),
        faults=(*opened.news, *save_context(opened)),
        removed=() if units or only or only_missing or period else _remove_stale(opened.folder / BLANKS, set(names.values())),
    )


def belongs_to(owed: Obligation, period: Period | None) -> bool:
    """What is owed for a period; without one, what is owed once, or in the campaign's own year."""
    return owed.key == owed.plain.key if period is None else owed.period == period


def _periods(opened: OpenCampaign, named: str) -> tuple[Period | None, ...]:
    """The period that is named; without one, none, and those in which today lies (before the first, that). Raises Stop (S680)."""
    own = [owed for owed in opened.campaign.owed if owed.period is not None]
    if named:
        return (given_period(opened, named),)
    back = tuple(dict.fromkeys(owed.period for owed in own if owed.period is not None and owed.key != owed.plain.key))
    now = tuple(period for period in back if opened.as_of in period)
    return (None, *(back[:1] if back and opened.as_of < back[0].start else now))


def _rows(
    opened: OpenCampaign, campaign: Campaign, units: Sequence[Unit], period: Period | None
) -> dict[str, dict[str, tuple[PrintedRow, ...]]]:
    """Unit → form → the rows that its blank of the period comes with."""
    forms = [form for form in campaign.forms(FilledBy.UNIT) if form.preset or any(column.carry for column in form.columns)]
    if not forms:
        return {}
    earlier = _earlier(opened, forms, period) if period is not None else {}
    of = period or span(opened.campaign.settings.start, opened.campaign.settings.end)
    found: dict[str, dict[str, tuple[PrintedRow, ...]]] = {}
    for unit in units:
        for form in forms:
            if rows := printed_rows(form, of, earlier.get((unit.name, form.id), {})):
                found.setdefault(unit.name, {})[form.id] = rows
    return found


def _earlier(opened: OpenCampaign, forms: Sequence[Form], period: Period) -> dict[tuple[str, str], dict[Period, Rows]]:
    """Unit and form → period → the rows that count, of the periods from which something is carried over."""
    needed = {form.id: periods_needed(form, period) for form in forms}
    found: dict[tuple[str, str], dict[Period, Rows]] = {}
    for standing in matrix(opened.campaign, receipts_of(opened.facts(*RECEIPT_FACTS)), opened.as_of):
        form, of = standing.owed.deliverable.form, standing.owed.period
        if of is None or of not in needed.get(form, ()):
            continue
        bodies = (read_body(opened.journal, receipt.body_seq) for receipt in standing.accepted if not receipt.untyped)
        rows = tuple(row for body in bodies if isinstance(body, dict) for row in rows_of_body(body, form))
        if rows:
            found.setdefault((standing.unit.name, form), {})[of] = rows
    return found


def _made(want: BlankOptions, put: Put, folder: Path) -> MadeBlank:
    return _of(put, want.unit.name, tuple(form.number or form.id for form in want.forms), folder)


def _of(put: Put, unit: str, forms: tuple[str, ...], folder: Path) -> MadeBlank:
    home = folder / BLANKS
    beside = put.path.relative_to(home).as_posix() if put.path != put.place else ""
    return MadeBlank(unit=unit, file=put.place.relative_to(home).as_posix(), forms=forms, outcome=put.outcome, beside=beside)


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


def _kits(opened: OpenCampaign, campaign: Campaign, units: Sequence[Unit], at: tuple[dict[str, str], Path]) -> Iterator[MadeBlank]:
    names, folder = at
    for unit in units:
        if campaign.owed_by(unit):
            blank, path = folder / f"{names[unit.name]}{_BLANK}", folder / f"{names[unit.name]}{_KIT}"
            put = write_kit(path, unit, campaign, blank if blank.exists() else None, opened.as_of)
            yield _of(put, unit.name, (), opened.folder)


def _remove_stale(folder: Path, stems: set[str]) -> tuple[str, ...]:
    """Removes blanks and kits of places that the roster no longer has, if they are exactly as this program made them."""
    stale = sorted(path for path in folder.iterdir() if path.suffix in (_BLANK, _KIT) and path.is_file() and not _belongs(path.stem, stems))
    gone = [path for path in stale if not path.name.startswith((".", "~$")) and is_untouched(path)]
    for path in gone:
        path.unlink()
    return tuple(path.name for path in gone)


def _belongs(stem: str, stems: set[str]) -> bool:
    return stem in stems or any(stem.startswith(f"{one}-") for one in stems)
