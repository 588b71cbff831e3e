"""文书 of a case: what a letter of its step says, from the rulebook's own sentences; a draft until it is registered as sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign, Sender
from duchá.ledger.cases import Case, values_in
from duchá.registers.rows import RegisterRow
from duchá.reports.mask import masked_text
from duchá.reports.safe_text import as_markdown
from duchá.rulebook.procedure import CaseActor, CaseLetter
from duchá.terms.text import for_matching, safe_name
from duchá.terms.wording import LIST_SEPARATOR, day_words

NAME = "{case}-{title}"
WHO = "{subject}{person}"
PERSON = "{name}同志"
NOTHING = "（待填）"
NO_EVIDENCE = "（证据清单没有登记）"
COPIES = "抄送：{names}。"
NUMBER = "〔{year}〕　号"
MOST_SAID = 3  # cells of a row of evidence, of a team: what, from where, which file
CONTACT = "联系人：{contact}　{phone}"
BASIS = "《{document}》{number}"
MARKDOWN = """# {title}

{number}

{to}：

{paragraphs}

依据：{basis}。

{contact}{issuer}
{day}

{copies}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaper:
    """One letter, ready to be printed: to whom, from whom, what it says, who gets a copy, and on what it rests."""

    case: str
    title: str
    to: str
    issuer: str
    paragraphs: tuple[str, ...]
    copies: tuple[str, ...]
    basis: str
    day: date
    sender: Sender
    step: str

    @property
    def template(self) -> str:
        """The name of the document it is written with, in templates/documents."""
        return "case-letter"

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return safe_name(NAME.format(case=self.case, title=self.title))

    @property
    def contact(self) -> str:
        """Who answers the telephone, where somebody was named."""
        return CONTACT.format(contact=self.sender.contact, phone=self.sender.phone).rstrip() if self.sender.contact else ""

    def fields(self) -> dict[str, object]:
        """What the template is filled with."""
        return {
            "title": self.title,
            "number": NUMBER.format(year=self.day.year),
            "to": self.to,
            "paragraphs": list(self.paragraphs),
            "basis": self.basis,
            "contact": self.contact,
            "issuer": self.issuer,
            "day": day_words(self.day),
            "copies": COPIES.format(names=LIST_SEPARATOR.join(self.copies)) if self.copies else "",
        }

    def markdown(self) -> str:
        """The letter as text."""
        fields = self.fields()
        return MARKDOWN.format(
            title=as_markdown(self.title),
            number=fields["number"],
            to=as_markdown(self.to),
            paragraphs="\n\n".join(as_markdown(text) for text in self.paragraphs),
            basis=as_markdown(self.basis),
            contact=f"{as_markdown(self.contact)}\n\n" if self.contact else "",
            issuer=as_markdown(self.issuer),
            day=fields["day"],
            copies=as_markdown(str(fields["copies"])),
        )


def papers_of(campaign: Campaign, case: Case, rows: Sequence[RegisterRow], day: date, *, sent: bool = False) -> tuple[CasePaper, ...]:
    """The letters of the steps that are next, or with ``sent`` of those that were taken. Phone and ID numbers in them are masked."""
    steps = {one.step.id for one in (case.taken if sent else case.next)}
    return tuple(_paper(campaign, case, letter, rows, day) for letter in case.procedure.letters if letter.step in steps)


def _paper(campaign: Campaign, case: Case, letter: CaseLetter, rows: Sequence[RegisterRow], day: date) -> CasePaper:
    book = next(book for book in campaign.rulebooks if book.id == case.rulebook)
    article = book.article(letter.article)
    known = dict(_known(case, letter, rows))
    words = {name: masked_text(text) or NOTHING for name, text in known.items()}
    return CasePaper(
        case=case.number,
        title=letter.title,
        to=_called(case, letter.to),
        issuer=_called(case, letter.issuer) if letter.issuer else campaign.settings.issuer,
        paragraphs=tuple(text.format_map(words) for text in letter.text),
        copies=tuple(_called(case, id) for id in letter.copies),
        basis=BASIS.format(document=article.document, number=article.number),
        day=day,
        sender=campaign.sender(),
        step=letter.step,
    )


def _known(case: Case, letter: CaseLetter, rows: Iterable[RegisterRow]) -> Iterator[tuple[str, str]]:
    yield from ((column, case.row.text(column)) for column in case.row.columns)
    evidence = [_said(row, by) for row, by in _guarding(case, rows)]
    yield "case_name", case_name(case)
    yield "to", _called(case, letter.to)
    yield "copies", LIST_SEPARATOR.join(_called(case, id) for id in letter.copies)
    yield "evidence", LIST_SEPARATOR.join(evidence) or NO_EVIDENCE
    yield "measures", LIST_SEPARATOR.join(case.measures)


def _guarding(case: Case, rows: Iterable[RegisterRow]) -> Iterator[tuple[RegisterRow, str]]:
    """The rows of other registers that name the case."""
    by = {guard.register: guard.by for step in case.procedure.steps for guard in step.rows}
    for row in rows:
        if row.register in by and for_matching(row.text(by[row.register])) == for_matching(case.number):
            yield row, by[row.register]


def _said(row: RegisterRow, by: str) -> str:
    said = [row.text(column) for column in row.columns if column != by and row.text(column)]
    return " ".join(said[:MOST_SAID])


def case_name(case: Case) -> str:
    """Whom it is about: 市住建局; 市住建局张三同志."""
    return WHO.format(subject=case.subject, person=PERSON.format(name=case.person) if case.person else "")


def _called(case: Case, id: str) -> str:
    actor: CaseActor = case.procedure.actor(id)
    if actor.words or not actor.column:
        return actor.words or actor.name
    said = LIST_SEPARATOR.join(values_in(case.row, actor.column))
    return actor.names.get(said, actor.name) if actor.names else said or actor.name
