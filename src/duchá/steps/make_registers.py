"""Blank registers in ``registers/``: one file for each that the campaign has and the folder has not, or has still as it was made."""

from __future__ import annotations

from duchá.forms.package.read_package import is_untouched
from duchá.forms.write_form import campaign_lists, write_register
from duchá.rulebook.form import Form
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.registers.read_registers import register_forms

REGISTERS = "registers"
NEEDED = ("duties", "proposals")  # where there is nothing of these to choose from, a register of them is of no use


def make_registers(opened: OpenCampaign) -> tuple[str, ...]:
    """Writes the registers that are missing; one that was ever saved belongs to the office and is never touched. Gives the names written.

    One that is still exactly as it was made is made anew, so that its lists are today's (a roster that was filled in since).
    """
    by_file: dict[str, list[Form]] = {}
    lists = campaign_lists(opened.campaign)
    for form in register_forms(opened.campaign, lists):
        if form.file and not any(column.choices_from in NEEDED and not lists[column.choices_from] for column in form.columns):
            by_file.setdefault(form.file, []).append(form)
    folder = opened.folder / REGISTERS
    folder.mkdir(exist_ok=True)
    missing = {file: forms for file, forms in by_file.items() if not (folder / file).exists()}
    blank = {
        file: forms for file, forms in by_file.items() if file not in missing and (folder / file).is_file() and is_untouched(folder / file)
    }
    for file, forms in (missing | blank).items():
        write_register(forms, folder / file, campaign=opened.campaign)
    return tuple(missing)
