"""A letter as docx from its template, and as Markdown."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Protocol

from duchá.forms.fill_document import filled_document
from duchá.forms.package import packed, unpacked
from duchá.forms.write_for_people import Put, WrittenFiles


class Sent(Protocol):
    """What is sent to somebody: a letter, a notice, a paper of a case."""

    @property
    def template(self) -> str:
        """The name of the document it is written with, in templates/documents."""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""

    def fields(self) -> dict[str, object]:
        """What the template is filled with."""

    def markdown(self) -> str:
        """The same as text."""


def write_letter(letter: Sent, folder: Path, written: WrittenFiles, own: Path | None = None) -> tuple[Put, ...]:
    """Writes the letter as docx and Markdown, never over one that a person has changed; ``own`` is the campaign's own folder of templates.

    Raises OSError.
    """
    return (
        written.put_bytes(folder / f"{letter.stem}.docx", letter_bytes(letter, own)),
        written.put_bytes(folder / f"{letter.stem}.md", letter.markdown().encode("utf-8")),
    )


def letter_bytes(letter: Sent, own: Path | None = None) -> bytes:
    """The letter as docx. Equal letters give equal bytes; nothing typed by a person is taken for template syntax."""
    template = filled_document(letter.template, letter.fields(), own)
    buffer = BytesIO()
    template.save(buffer)
    return packed(unpacked(buffer.getvalue()))
