"""A letter as docx from its template, as Markdown, and as a mail file; beside its place first, then renamed."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from duchá.forms.package.write_package import packed, unpacked
from duchá.reports.ledger import wording
from duchá.reports.ledger.letters import Letter
from duchá.reports.rectification.notices import Notice
from duchá.terms.read_packaged import packaged
from duchá.terms.wording import day_words

_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def write_letter(letter: Letter | Notice, folder: Path, own: Path | None = None) -> tuple[Path, ...]:
    """Writes the letter as docx and Markdown; ``own`` is the campaign's own folder of templates. Raises OSError."""
    docx, text = folder / f"{letter.stem}.docx", folder / f"{letter.stem}.md"
    _write(docx, letter_bytes(letter, own))
    _write(text, letter.markdown().encode("utf-8"))
    return docx, text


def letter_bytes(letter: Letter | Notice, own: Path | None = None) -> bytes:
    """The letter as docx. Equal letters give equal bytes; nothing typed by a person is taken for template syntax."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    template = DocxTemplate(str(packaged(letter.template, own)))
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    template.render(letter.fields(), jinja_env=environment, autoescape=True)
    buffer = BytesIO()
    template.save(buffer)
    return packed(unpacked(buffer.getvalue()))


def write_mail(letter: Letter, document: bytes, folder: Path, sent_at: datetime) -> Path:
    """Writes a mail file (.eml) with the letter attached, for a person to send. Raises OSError."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    words = {"issuer": letter.issuer, "count": len(letter.lines), "day": day_words(letter.day)}
    message["Subject"] = wording.MAIL_SUBJECT.format(**words)
    message["To"] = letter.unit.email
    message["Date"] = format_datetime(sent_at)
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    lines = "\n".join(
        wording.MAIL_LINE.format(at=at, what=line.what, due=line.due, days=line.item.days_late) for at, line in enumerate(letter.lines, 1)
    )
    message.set_content(wording.MAIL_BODY.format(unit=letter.unit.name, lines=lines, contact=letter.contact_line))
    message.add_attachment(document, maintype=_DOCX[0], subtype=_DOCX[1], filename=f"{letter.stem}.docx")
    message.set_boundary(f"=={letter.day.isoformat()}-{letter.unit.order}==")
    path = folder / f"{letter.stem}.eml"
    _write(path, message.as_bytes())
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
