"""Reading the office's register files: archived by content first, then read, each in the same way as a return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from duchá.forms.workbook import campaign_lists
from duchá.registers.model import RegisterFile
from duchá.registers.offered import register_forms
from duchá.registers.read_registers import read_registers
from duchá.rulebook.form import Form
from duchá.steps.incoming import IncomingFile, arrivals
from duchá.steps.open_campaign import OpenCampaign
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


def read_files(known_registers: KnownRegisters, found: tuple[FolderEntry, ...], archive: Path) -> Iterator[RegisterFile]:
    """Every file that is not a system file or a twin of one before it. What is classified leaves no copy (X-06)."""
    with open_readers(1, known_registers.opened.errors) as readers:
        for incoming_file in arrivals(found, archive, (), readers):
            if incoming_file.ignored or incoming_file.known or (incoming_file.emptied and not incoming_file.faults):
                continue
            yield _read(known_registers, incoming_file, readers)


def _read(known_registers: KnownRegisters, incoming_file: IncomingFile, readers: Readers) -> RegisterFile:
    if incoming_file.intake is None or incoming_file.emptied:
        return RegisterFile(source=incoming_file.source, sha256="", faults=incoming_file.faults)
    book, faults = readers.read(incoming_file.intake.stored, incoming_file.intake.kind, incoming_file.name)
    faults = (*incoming_file.faults, *faults)
    if any(fault.kind.name == "classified" for fault in faults):
        for intake in (incoming_file.intake, incoming_file.container):  # the zip or mail around it holds it as well
            if intake is not None:
                discard(intake)
        return RegisterFile(source=incoming_file.source, sha256="", faults=faults)
    if book is None:
        return RegisterFile(source=incoming_file.source, sha256=incoming_file.intake.sha256, faults=faults)
    arrival = Arrival(source=incoming_file.source, received_at=known_registers.opened.now)
    context = Context(campaign=known_registers.opened.campaign, arrival=arrival, answers=known_registers.answers)
    read = read_registers(replace(book, notes=(*faults, *book.notes)), known_registers.forms, context)
    return replace(read, sha256=incoming_file.intake.sha256)


def copy_name(source: str) -> str:
    """Where the marked copy of a register goes, under ``returned/``."""
    return MARKED_COPY.format(name=safe_name(PurePosixPath(source.replace("!", "/")).stem))


def needs_copy(faults: tuple[Fault, ...]) -> bool:
    """True where something in the file must be put right."""
    return any(fault.kind.weight is not Weight.NOTE and fault.place.sheet for fault in faults)
