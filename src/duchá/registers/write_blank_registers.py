"""Blank registers in ``registers/``: one file for each that the campaign has and the folder has not, or has still as it was made."""

from __future__ import annotations

from pathlib import Path

from duchá.campaign.model import Campaign
from duchá.forms.package import origin_of
from duchá.forms.workbook import campaign_lists, register_origin, write_register
from duchá.registers.offered import register_forms
from duchá.rulebook.form import Form

REGISTERS = "registers"
NEEDED = ("duties", "proposals", "forms")  # where there is nothing of these to choose from, a register of them is of no use


def write_blank_registers(campaign: Campaign, home: Path) -> tuple[str, ...]:
    """Writes the registers that are missing in a campaign's folder; one that was ever saved belongs to the office and is never touched.

    One that is still exactly as it was made is made anew, so that its lists are today's (a roster that was filled in since). Gives the
    names of those that were missing. Raises OSError.
    """
    by_file: dict[str, list[Form]] = {}
    lists = campaign_lists(campaign)
    for form in register_forms(campaign, lists):
        if form.file and not any(column.choices_from in NEEDED and not lists[column.choices_from] for column in form.columns):
            by_file.setdefault(form.file, []).append(form)
    folder = home / REGISTERS
    folder.mkdir(exist_ok=True)
    missing = tuple(file for file in by_file if not (folder / file).exists())
    for file, forms in by_file.items():
        path = folder / file
        if file not in missing and (not path.is_file() or origin_of(path) in (None, register_origin(forms, campaign))):
            continue
        write_register(forms, path, campaign=campaign)
    return missing
