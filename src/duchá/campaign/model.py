"""A campaign: one or more rulebooks, a roster, dates and chosen readings. What everything after it is a function of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo

from duchá.rulebook.duty import DutyRow
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import Deliverable, Rulebook
from duchá.terms.calendar import WorkCalendar
from duchá.terms.deadline import Deadline, DueRule, due_words
from duchá.terms.period import Period
from duchá.terms.unit import Roster, Unit

Known = TypeVar("Known", bound=Enum)
OF_PERIOD = "@"  # between a deliverable's key and the period it is for
DAY_OF_ROW = "按登记表所记日期"  # in the head of a list: each unit owes it by its own day


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableChange:
    """What campaign.toml changes of a deliverable: a date typed by the office (never rolled), a cut-off time, a recipient, who writes about it.

    Under the key of one period (``KEY@2019-05``) it is of that period alone. ``term``: of one that comes back, another term for every period.
    ``resend_days``: as in `Settings`, for this one.
    """

    due: date | None = None
    term: DueRule | None = None
    cutoff: time | None = None
    recipient: str = ""
    issuer: str = ""
    contact: str = ""
    phone: str = ""
    resend_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes about something: 发文机关, 联系人, 电话. What is not known is empty."""

    issuer: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange:
    """What campaign.toml says of a duty: who owes it (``by``, names that need not be on the roster), another term, another recipient.

    ``resend_days``: as in `Settings`, for this one.
    """

    by: tuple[str, ...] = ()
    due: DueRule | None = None
    recipient: str = ""
    resend_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inapplicable:
    """不适用 (DT-19): a unit need not send a deliverable (or what a duty asks of it), with the reason."""

    unit: str
    deliverable: str
    reason: str


class Security(Enum):
    """How the connection to the mail server is guarded: not at all, by STARTTLS, by TLS from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """发件服务器. Nothing is sent while ``host`` is empty. The password stands in the environment, in a variable named by ``password_env``."""

    host: str = ""
    port: int = 465
    security: Security = Security.TLS
    user: str = ""
    password_env: str = ""
    from_: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPlace:
    """日志在哪里: a file in the folder unless ``url`` names a PostgreSQL server (never with a password in it).

    ``schema`` is the campaign's own place in that database, ``clerks`` the role whose members may read and append, and nothing else.
    """

    url: str = ""
    schema: str = ""
    clerks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """重报期限: the term, counted from the day on which something was sent back, by which it is owed again; ``agreed`` where no text gives it (本室约定)."""

    term: DueRule
    agreed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """发文机关 as its documents show it (GB/T 9704-2012): ``name`` stands at the head in red, ``code`` is 机关代字, ``seal`` who signs (empty: the
    name), ``cc`` 抄送, ``printed_by`` 印发机关 (empty: the name). Without a name documents are plain office paper."""

    name: str = ""
    code: str = ""
    seal: str = ""
    cc: tuple[str, ...] = ()
    printed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """发文字号 of one kind of document: its own 机关代字 (empty: the organ's), and with which number the year begins."""

    code: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """发文字号, a kind of document at a time."""

    letter: Numbering = Numbering()
    notice: Numbering = Numbering()
    bulletin: Numbering = Numbering()
    inspection: Numbering = Numbering()
    ranking: Numbering = Numbering()
    annual: Numbering = Numbering()
    paper: Numbering = Numbering()

    def of(self, kind: str) -> Numbering:
        """Those of a kind."""
        return {
            "letter": self.letter,
            "notice": self.notice,
            "bulletin": self.bulletin,
            "inspection": self.inspection,
            "ranking": self.ranking,
            "annual": self.annual,
            "paper": self.paper,
        }.get(kind, Numbering())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """campaign.toml as typed records."""

    name: str
    rulebooks: tuple[str, ...]
    year: int
    start: date
    end: date
    timezone: str = "Asia/Shanghai"
    issuer: str = ""
    contact: str = ""
    phone: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deliverables: Mapping[str, DeliverableChange] = field(default_factory=dict)
    duties: Mapping[str, DutyChange] = field(default_factory=dict)
    not_applicable: tuple[Inapplicable, ...] = ()
    mail: Mail = Mail()
    organ: Organ = Organ()
    numbers: Numbers = Numbers()
    journal: JournalPlace = JournalPlace()
    resend_days: int = 3  # working days until what was sent back is owed again (本室约定)
    timed_materials: tuple[str, ...] = ()  # deliverables that count as 限期材料: a late return is a late material

    def resend(self, own: DueRule | None, change: int | None) -> Resend:
        """By when something that was sent back is owed again: campaign.toml's word on that one thing, the rulebook's ``own``, campaign.toml's on all."""
        if change is None and own is not None:
            return Resend(term=own, agreed=False)
        return Resend(term=DueRule(text="", working_days=self.resend_days if change is None else change))


class AnsweredBy(Enum):
    """What answers an obligation: a form, a written document, the cells of a register's row, or that its receipt was noted (报送登记)."""

    FORM = "form"
    DOCUMENT = "document"
    ROW = "row"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """应报: what is owed, by whom, by when, what answers it, for one period (or one row) where it comes back. Deliverables and duties are two ways of
    declaring it.

    ``deliverable`` goes by the key and name that it has for its ``period`` or row, ``plain`` is as the rulebook declares it. ``deadline`` is None where
    the text names no day (未定期限): collected, never late. ``roster_day`` is the day whose roster says who owes it. ``groups`` are group
    names as on the roster; each of their units owes it, unless an ``owner`` is named: a unit, the office itself, a person. ``sender`` is who writes
    about it, as far as anybody was named for it alone (`Campaign.sender`). ``row`` tells the register whose rows bring it or its day; ``of`` is the
    number of that row or the key of the period, ``subject`` how people call it. ``agreed``: no text names the day (本室约定).
    ``days``: where a register tells each unit's own day, those it tells (`of_unit`).
    """

    deliverable: Deliverable
    plain: Deliverable
    rulebook: str
    deadline: Deadline | None
    roster_day: date
    recipient: str
    groups: tuple[str, ...]
    resend: Resend
    sender: Sender = Sender()
    period: Period | None = None
    owner: str | None = None
    row: DutyRow | None = None
    of: str = ""
    subject: str = ""
    agreed: bool = False
    days: Mapping[str, Deadline] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The deliverable's key (``approval``), with the period where it comes back (``cases@2019-05``, ``accountability-report@2016``); a yearly one is bare in
        the campaign's own year. Of a duty always with the period or the number of the row (``section-points@2018Q1``).
        """
        return self.deliverable.key

    @property
    def answered_by(self) -> AnsweredBy:
        """What answers it."""
        if self.deliverable.form:
            return AnsweredBy.FORM
        if self.deliverable.written:
            return AnsweredBy.DOCUMENT
        return AnsweredBy.RECEIPT if self.row is None else AnsweredBy.ROW

    @property
    def of_groups(self) -> bool:
        """True for what each unit of its groups owes: a column of the receipt matrix, counted in the reporting rate."""
        return self.owner is None

    @property
    def due(self) -> date | None:
        """The day it is due; None where there is none."""
        return None if self.deadline is None else self.deadline.due

    def of_unit(self, unit: Unit) -> Obligation:
        """As this unit owes it: by the day that a register tells for it, where one does."""
        own = self.days.get(unit.name)
        return self if own is None else replace(self, deadline=own, roster_day=own.due)

    @property
    def said_by(self) -> str:
        """By when all of its units owe it, as a head of a list says it; where each has its own day, that they have."""
        return DAY_OF_ROW if self.plain.row is not None else due_words(self.deadline)

    def falls_on(self, unit: Unit) -> bool:
        """True for a unit that is in one of its groups on the day it is due."""
        return unit.on(self.roster_day).group in self.groups

    def begun(self, day: date) -> bool:
        """True from the first day of its period on: what is owed for a later one is not asked for yet."""
        return self.period is None or OF_PERIOD not in self.key or self.period.start <= day

    def answers_to(self, key: str) -> bool:
        """True for its own key, and for the one that the deliverable has in every period."""
        return key in (self.key, self.plain.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """督查行动, ready to be used: settings, rulebooks, roster, calendar and what is owed.

    ``rulebooks`` are those that no other of the campaign's stands on, their forms, procedures and leads as the chosen readings have them; ``as_written`` are all
    that campaign.toml names, untouched. ``chosen`` is the option in force of every reading, by the names that it has here.
    ``office`` holds the registers that every office keeps (督办事项, 收件登记…); None in a context written before there were any.
    """

    settings: Settings
    rulebooks: tuple[Rulebook, ...]
    roster: Roster
    calendar: WorkCalendar
    owed: tuple[Obligation, ...]
    zone: ZoneInfo
    office: Rulebook | None = None
    as_written: tuple[Rulebook, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def scoring(self) -> tuple[Rulebook, ...]:
        """Every rulebook that a score can be asked by: those in ``rulebooks``, then those that one of them stands on."""
        mine = {book.id for book in self.rulebooks}
        return (*self.rulebooks, *(book for book in self.as_written if book.id not in mine))

    def forms(self, filled_by: FilledBy) -> tuple[Form, ...]:
        """All forms of the campaign that a unit (or the office) fills, in document order; the office's own registers come first."""
        books = (self.office, *self.rulebooks) if self.office else self.rulebooks
        return tuple(form for rulebook in books for form in rulebook.forms if form.filled_by is filled_by)

    def owed_by(self, unit: Unit) -> tuple[Obligation, ...]:
        """What a unit owes, in document order; what is 不适用 for it is left out."""
        spared = {item.deliverable for item in self.settings.not_applicable if item.unit == unit.name}
        own = (owed.of_unit(unit) for owed in self.owed)
        return tuple(owed for owed in own if owed.falls_on(unit) and not spared & {owed.key, owed.plain.key})

    def sender(self, deliverable: str = "") -> Sender:
        """Who writes about a deliverable, by its key: whoever is named for it, else the campaign's own. A contact comes with its own phone."""
        settings = self.settings
        named = next((owed.sender for owed in self.owed if deliverable and owed.key == deliverable), Sender())
        contact, phone = (named.contact, named.phone) if named.contact or named.phone else (settings.contact, settings.phone)
        return Sender(issuer=named.issuer or settings.issuer, contact=contact, phone=phone)

    def reading(self, rulebook: str, id: str) -> str:
        """The chosen option of a reading: campaign.toml's, else the rulebook's default. One that a rulebook inherits is that of its parent."""
        return self.chosen[f"{rulebook}.{id}"]

    def known(self, rulebook: Rulebook, id: str, usual: Known) -> Known:
        """The chosen option of a reading that the program knows by its name; the usual one where the rulebook has no such reading."""
        chosen = self.chosen.get(f"{rulebook.id}.{id}")
        return next((option for option in type(usual) if option.value == chosen), usual)

    def local(self, moment: datetime) -> datetime:
        """A moment in the campaign's own zone."""
        return moment.astimezone(self.zone)


def end_of(day: date, campaign: Campaign) -> datetime:
    """The last instant of a day in the campaign's zone: what ``--as-of`` hides begins after it."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=campaign.zone) - timedelta(microseconds=1)
