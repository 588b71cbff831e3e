"""Reading the office's register files: archived by content first, then read, each in the same way as a return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from duchá.forms.workbook import campaign_lists
from duchá.registers.model import RegisterFile
from duchá.registers.read_registers import read_registers, register_forms
from duchá.rulebook.form import Form
from duchá.steps.open_campaign import OpenCampaign
from duchá.steps.parcels import IncomingFile, parcels
from duchá.submissions.context import Answers, Arrival, Context
from duchá.terms.fault import Fault, Weight
from duchá.terms.text import safe_name
from duchá.workbooks.folder import FolderEntry
from duchá.workbooks.intake import discard
from duchá.workbooks.pool import Readers, open_readers

MARKED_COPY = "returned/登记表-{name}.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRegisters:
    """What is known before a register is read: the campaign's registers with their lists, and answers given before."""

    opened: OpenCampaign
    forms: tuple[Form, ...]
    answers: Answers


def shelf_for(opened: OpenCampaign, answers: Answers) -> KnownRegisters:
    """The registers of a campaign, ready to read by."""
    return KnownRegisters(opened=opened, forms=register_forms(opened.campaign, campaign_lists(opened.campaign)), answers=answers)


def read_files(shelf: KnownRegisters, found: tuple[FolderEntry, ...], archive: Path) -> Iterator[RegisterFile]:
    """Every file that is not a system file or a twin of one before it. What is classified leaves no copy (X-06)."""
    with open_readers(1, shelf.opened.errors) as readers:
        for parcel in parcels(found, archive, (), readers):
            if parcel.ignored or parcel.known or (parcel.emptied and not parcel.faults):
                continue
            yield _read(shelf, parcel, readers)


def _read(shelf: KnownRegisters, parcel: IncomingFile, readers: Readers) -> RegisterFile:
    if parcel.intake is None or parcel.emptied:
        return RegisterFile(source=parcel.source, sha256="", faults=parcel.faults)
    book, faults = readers.read(parcel.intake.stored, parcel.intake.kind, parcel.name)
    faults = (*parcel.faults, *faults)
    if any(fault.kind.name == "classified" for fault in faults):
        for intake in (parcel.intake, parcel.container):  # the zip or mail around it holds it as well
            if intake is not None:
                discard(intake)
        return RegisterFile(source=parcel.source, sha256="", faults=faults)
    if book is None:
        return RegisterFile(source=parcel.source, sha256=parcel.intake.sha256, faults=faults)
    arrival = Arrival(source=parcel.source, received_at=shelf.opened.now)
    context = Context(campaign=shelf.opened.campaign, arrival=arrival, answers=shelf.answers)
    read = read_registers(replace(book, notes=(*faults, *book.notes)), shelf.forms, context)
    return replace(read, sha256=parcel.intake.sha256)


def copy_name(source: str) -> str:
    """Where the marked copy of a register goes, under ``returned/``."""
    return MARKED_COPY.format(name=safe_name(PurePosixPath(source.replace("!", "/")).stem))


def needs_copy(faults: tuple[Fault, ...]) -> bool:
    """True where something in the file must be put right."""
    return any(fault.kind.weight is not Weight.NOTE and fault.place.sheet for fault in faults)
