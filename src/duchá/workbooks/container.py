"""What a zip or a mail encloses: opened in a guarded process, its members laid down one by one to be taken in like files of their own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duchá.terms.fault import Fault
from duchá.workbooks.pool import Readers, Unserved, unserved_fault
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.wire import fault_in

_CALL = "duchá.workbooks.formats.read_enclosed:answer_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a container: where its bytes lie for the moment, and its path in there, to show and never to write to.

    ``sent_at`` and ``sender`` are the mail's, where it is one that says so.
    """

    name: str
    place: Path
    sent_at: datetime | None = None
    sender: str = ""


Opened = tuple[tuple[Member, ...], tuple[Fault, ...]]


@contextmanager
def opened_container(stored: Path, kind: FileKind, name: str, readers: Readers) -> Iterator[Opened]:
    """The members of a zip or mail, in their order, and a fault for each one that is not taken; their bytes are gone when the block ends.

    A container inside is opened as well, three deep. System files (``__MACOSX``, ``Thumbs.db``) are passed over. ``name`` is what the
    faults call the container. Faults: S002, S012, S014, S020, S023, S033, S035, S080, S081.
    """
    with tempfile.TemporaryDirectory(prefix="members-", dir=readers.scratch) as folder:
        answer = readers.ask(_CALL, {"path": str(stored), "kind": kind.value, "name": name, "into": folder}, name)
        if isinstance(answer, Unserved):
            yield (), (unserved_fault(answer, name),)
            return
        members, found = json.loads(answer)
        yield tuple(_member(Path(folder), *said) for said in members), tuple(map(fault_in, found))


def _member(folder: Path, file: str, name: str, sent_at: str | None, sender: str) -> Member:
    return Member(name=name, place=folder / file, sent_at=datetime.fromisoformat(sent_at) if sent_at else None, sender=sender)
