"""From sources to a Campaign: everything resolved, every inconsistency named. No file is touched here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli

from duchá.campaign import faults as kinds
from duchá.campaign.groups import check_groups
from duchá.campaign.model import OF_PERIOD, Campaign, DeliverableChange, JournalPlace, Obligation, Sender, Settings
from duchá.campaign.periods import periods_owed
from duchá.campaign.readings import check_choices, check_clocks, chosen_readings, idle_choices, with_typed_days
from duchá.campaign.roster import day_of, read_roster
from duchá.campaign.sources import Sources
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.faults import DUTY_WHEN, UNSOUND_DUE
from duchá.rulebook.ids_apart import with_ids_apart
from duchá.rulebook.model import Deliverable, Rulebook, foremost
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import OFFICE
from duchá.rulebook.readings import DAY_COUNT, DUE_BEFORE, ROLL, Roll
from duchá.rulebook.structure import Structure
from duchá.terms import wording
from duchá.terms.calendar import CalendarRow, DayKind, WorkCalendar
from duchá.terms.deadline import Before, Counting, DayCount, Deadline, DueRule, Recurring
from duchá.terms.due import due_in, occurrences, resolve, typed_deadline
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import FIRST_YEAR, LAST_YEAR, Period, in_calendar, span, year_period
from duchá.terms.place import Place
from duchá.terms.reasons import toml_reason
from duchá.terms.unit import Roster, Unit

DAY_KIND_WRITINGS = {"off": ("放假", "休", "休息", "休假"), "worked": ("上班", "班", "补班", "调休上班")}

SETTINGS = "campaign.toml"
ROSTER = "units.xlsx"
CALENDAR = "calendar.xlsx"
HIGHEST_PORT = 65535
LINE_OF_DAY = "[deliverables.{key}] due = 年-月-日"
LINE_OF_TERM = '[deliverables.{key}] term = {{ text = "每期几日前", day = 几 }}'
IN_FORCE_FROM, IN_FORCE_UNTIL = "自{day}起施行", "施行到{day}为止"
READ_AT_ONCE = ("forms.", "procedures.", "leads.")  # what options of readings change of a rulebook when the campaign is read
_LONGEST_NAME = 63  # bytes of a name in PostgreSQL, which cuts longer ones without a word
_JOURNAL = re.compile(r"""(?m)^\s*\[?\s*["']?journal\b""")


def parse_settings(text: str) -> tuple[Settings | None, tuple[Fault, ...]]:
    """campaign.toml as typed records. Faults: C002, and G003–G006 at its keys."""
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return None, (kinds.SETTINGS_UNREADABLE.at(Place(file=SETTINGS), why=toml_reason(error, text)),)
    structure = Structure(SETTINGS)
    settings = structure.record(Settings, table)
    if settings is None or structure.faults:  # what is sound of it is no campaign.toml: nothing of it may be left out unsaid
        return None, tuple(structure.faults)
    settings = replace(settings, rulebooks=tuple(dict.fromkeys(settings.rulebooks)))
    faults = tuple(_out_of_range(settings))
    return (None if faults else settings), faults


def parse_journal_place(text: str) -> JournalPlace:
    """[journal] of campaign.toml, looked at before anything else is: without it nobody knows where the campaign's facts are.

    A text that does not speak of it is not parsed. Raises Stop (C002, C161, C162, G003–G006).
    """
    if not _JOURNAL.search(text):
        return JournalPlace()
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise Stop(kinds.SETTINGS_UNREADABLE.at(Place(file=SETTINGS), why=toml_reason(error))) from None
    structure = Structure(SETTINGS)
    place = structure.record(JournalPlace, table.get("journal", {}))
    faults = (*structure.faults, *(unusable_place(place) if place is not None else ()))
    if faults or place is None:
        raise Stop(faults[0])
    return place


def unusable_place(place: JournalPlace) -> Iterator[Fault]:
    """An address that is none, or that holds a password: this file is archived and handed on."""
    try:
        parts = urlsplit(place.url)
        secret = parts.password is not None or any("password" in key for key, _ in parse_qsl(parts.query, keep_blank_values=True))
        sound = not place.url or (parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1)
    except ValueError:
        secret, sound = False, False
    if secret:
        yield kinds.JOURNAL_PASSWORD.at(Place(file=SETTINGS, label="journal.url"))
    elif not sound:
        yield kinds.BAD_JOURNAL.at(Place(file=SETTINGS, label="journal.url"), key="url", found=place.url)
    for key, name in (("schema", place.schema), ("clerks", place.clerks)):
        if len(name.encode()) > _LONGEST_NAME or name.startswith("pg_") or "\0" in name:
            yield kinds.BAD_JOURNAL.at(Place(file=SETTINGS, label=f"journal.{key}"), key=key, found=name)


def _out_of_range(settings: Settings) -> Iterator[Fault]:
    """Years, days and a port that nobody can mean: the calendar ends before them."""
    days = {"start": settings.start, "end": settings.end}
    days |= {f"deliverables.{key}.due": change.due for key, change in settings.deliverables.items() if change.due is not None}
    if not FIRST_YEAR <= settings.year <= LAST_YEAR:
        yield kinds.OUT_OF_CALENDAR.at(Place(file=SETTINGS), key="year", found=str(settings.year), first=FIRST_YEAR, last=LAST_YEAR)
    for key, day in days.items():
        if not in_calendar(day):
            yield kinds.OUT_OF_CALENDAR.at(Place(file=SETTINGS), key=key, found=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    yield from unusable_place(settings.journal)
    if not 1 <= settings.mail.port <= HIGHEST_PORT:
        yield kinds.BAD_PORT.at(Place(file=SETTINGS), found=str(settings.mail.port))


def parse_campaign(sources: Sources, *, trusting: bool = False) -> tuple[Campaign | None, tuple[Fault, ...]]:
    """The campaign that the sources describe; None when it can't be used. Faults: C002–C011, C015, C017, C023, C051–C058, G001–G045.

    ``trusting``: its rulebooks were checked when these sources were first used, and are not checked again.
    """
    settings, faults = parse_settings(sources.settings)
    if settings is None:
        return None, faults
    rulebooks: list[Rulebook] = []
    for id in settings.rulebooks:
        rulebook, found = _rulebook(id, sources, trusting=trusting)
        faults += found
        if rulebook is not None:
            rulebooks.append(rulebook)
    rulebooks = list(with_typed_days(settings, rulebooks))
    office, found = _rulebook(OFFICE, sources, trusting=trusting) if OFFICE in sources.rulebooks else (None, ())
    faults += found
    units, found = read_roster(sources.roster, ROSTER)
    empty = tuple(fault for fault in found if fault.kind is kinds.ROSTER_EMPTY)
    faults += tuple(fault for fault in found if fault.kind is not kinds.ROSTER_EMPTY)
    calendar, found = _calendar(sources)
    faults += found
    zone, found = _zone(settings)
    faults += found
    if not blocking(faults):
        faults += tuple(check_choices(settings, rulebooks))
    if blocking(faults) or zone is None:
        return None, faults
    rulebooks = list(with_ids_apart(rulebooks, office))
    campaign = replace(_assemble(settings, tuple(rulebooks), units, calendar, zone), office=office)
    return campaign, (*empty, *_check(campaign), *faults)


def _rulebook(id: str, sources: Sources, *, trusting: bool) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    """A rulebook of the campaign. The same texts are read once a process: a roll-up has thousands of campaigns under them."""
    texts = tuple((name, tuple(sorted(files.items()))) for name, files in sorted(sources.rulebooks.items()))
    return _read_once(id, texts, trusting=trusting)


@lru_cache(maxsize=32)
def _read_once(
    id: str, texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], *, trusting: bool
) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    return parse_rulebook(id, {name: dict(files) for name, files in texts}, trusting=trusting)


def blocking(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults that make a campaign unusable; the others (C007, C017, C024) are only said."""
    return tuple(fault for fault in faults if fault.kind not in kinds.ONLY_SAID)


def _zone(settings: Settings) -> tuple[ZoneInfo | None, tuple[Fault, ...]]:
    try:
        return ZoneInfo(settings.timezone), ()
    except (ZoneInfoNotFoundError, ValueError):
        return None, (kinds.TIMEZONE.at(Place(file=SETTINGS, label="timezone"), found=settings.timezone),)


def _calendar(sources: Sources) -> tuple[WorkCalendar, tuple[Fault, ...]]:
    """The calendar; the same rows are read once a process, as rulebooks are."""
    return _calendar_of(tuple(tuple(row.items()) for row in sources.calendar))


@lru_cache(maxsize=8)
def _calendar_of(table: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[WorkCalendar, tuple[Fault, ...]]:
    rows, faults = [], []
    kinds_of_day = {word: DayKind(kind) for kind, words in DAY_KIND_WRITINGS.items() for word in words}
    for at, row in enumerate(map(dict, table), 2):
        day = day_of(row.get(wording.CALENDAR_DAY, ""))
        kind = kinds_of_day.get(row.get(wording.CALENDAR_KIND, "").strip())
        if day is None or kind is None:
            found = " ".join(value for key, value in row.items() if key != "#")
            faults.append(kinds.CALENDAR_ROW.at(Place(file=CALENDAR), file=CALENDAR, row=row.get("#", str(at)), found=found))
            continue
        rows.append(CalendarRow(day=day, kind=kind, name=row.get(wording.CALENDAR_NAME, ""), source=row.get(wording.CALENDAR_SOURCE, "")))
    return WorkCalendar(tuple(rows)), tuple(faults)


def _assemble(
    settings: Settings, rulebooks: tuple[Rulebook, ...], units: tuple[Unit, ...], calendar: WorkCalendar, zone: ZoneInfo
) -> Campaign:
    roster = Roster(units)
    bare = Campaign(settings=settings, rulebooks=(), roster=roster, calendar=calendar, owed=(), zone=zone, as_written=rulebooks)
    return under(bare, settings)


def under(campaign: Campaign, settings: Settings) -> Campaign:
    """The campaign under other settings: the same roster and calendar, every reading applied and every deadline resolved anew."""
    chosen = chosen_readings(settings, campaign.as_written)
    rulebooks = tuple(_as_read(book, chosen) for book in foremost(campaign.as_written))
    bare = replace(campaign, settings=settings, rulebooks=rulebooks, chosen=chosen, owed=())
    named = ((rulebook, one, period) for rulebook in rulebooks for one in rulebook.deliverables for period in _each(bare, rulebook, one))
    return replace(bare, owed=tuple(_owed(bare, rulebook, one, period) for rulebook, one, period in named))


def _as_read(book: Rulebook, chosen: Mapping[str, str]) -> Rulebook:
    """The rulebook with its forms, procedures and leads as the chosen readings have them; other rules are read where they are applied, under any reading."""
    if not any(key.startswith(READ_AT_ONCE) for reading in book.readings for option in reading.options for key in option.sets):
        return book
    read = apply_readings(book, {reading.id: chosen[f"{book.id}.{reading.id}"] for reading in book.readings})
    return replace(book, forms=read.forms, procedures=read.procedures, leads=read.leads)


def _each(campaign: Campaign, rulebook: Rulebook, deliverable: Deliverable) -> tuple[Period | None, ...]:
    """The periods for which a deliverable is owed; (None,) where once.

    Of one that comes back every year, the campaign's own year, and those whose day lies in the campaign (WZ-26).
    """
    settings, every = campaign.settings, deliverable.comes_back
    if every is None:
        return (None,)
    if every is not Recurring.YEAR:
        return periods_owed(settings, rulebook, every)
    years = {settings.year}
    if settings.start <= settings.end:
        if deliverable.rule.names_one_day:
            whole = span(settings.start, settings.end)
            years |= {deadline.raw.year for deadline in occurrences(_yearly(deliverable), campaign.calendar, whole)}
        else:
            years |= {period.start.year for period in periods_owed(settings, rulebook, every)}
    return tuple(year_period(year) for year in sorted(years))


def _yearly(deliverable: Deliverable) -> DueRule:
    return replace(deliverable.rule, recurring=Recurring.YEAR)


def _owed(campaign: Campaign, rulebook: Rulebook, plain: Deliverable, period: Period | None) -> Obligation:
    """The deliverable as owed here, for a period where it comes back."""
    settings, deliverable = campaign.settings, plain
    if period is not None and period != year_period(settings.year):
        name = wording.OF_PERIOD.format(name=plain.name, period=wording.period_words(period))
        deliverable = replace(plain, key=f"{plain.key}{OF_PERIOD}{period.key}", name=name)
    always = settings.deliverables.get(plain.key, DeliverableChange())
    if deliverable is plain:
        change = always
    else:
        change = _over(replace(always, due=None), settings.deliverables.get(deliverable.key, DeliverableChange()))
    deadline = _deadline(campaign, rulebook, plain, change, period)
    names = {group.id: group.name for group in rulebook.groups}
    groups = [name for id in plain.groups for name in settings.groups.get(names[id], (names[id],))]
    return Obligation(
        deliverable=deliverable,
        plain=plain,
        rulebook=rulebook.id,
        deadline=deadline,
        roster_day=deadline.due if deadline else min(period.end, settings.end) if period else settings.end,
        recipient=change.recipient or plain.recipient,
        groups=tuple(groups),
        sender=_sender(plain, change),
        resend=settings.resend(plain.resend, change.resend_days),
        period=period,
    )


def _over(always: DeliverableChange, change: DeliverableChange) -> DeliverableChange:
    """What campaign.toml says of one period, over what it says of all."""
    said = {field.name: value for field in fields(change) if (value := getattr(change, field.name)) not in (None, "")}
    return replace(always, **said)


def _sender(deliverable: Deliverable, change: DeliverableChange) -> Sender:
    """Who writes about a deliverable: campaign.toml's word on it, else the rulebook's; a contact with its own phone."""
    contact, phone = (change.contact, change.phone) if change.contact or change.phone else (deliverable.contact, deliverable.phone)
    return Sender(issuer=change.issuer or deliverable.issuer, contact=contact, phone=phone)


def _deadline(
    campaign: Campaign, rulebook: Rulebook, plain: Deliverable, change: DeliverableChange, period: Period | None
) -> Deadline | None:
    """By when it is due: the day typed for it, else by the term; None when the text gives no day and none was typed in (C024 says so)."""
    if change.due is not None:
        return typed_deadline(change.due, campaign.calendar, cutoff=change.cutoff, outward=plain.due.outward)
    how, rule = counting(campaign, rulebook), (change.term.every(plain.comes_back) if change.term else plain.rule)
    rule = replace(rule, cutoff=change.cutoff or rule.cutoff)
    if rule.is_open or plain.row is not None:
        return None
    if period is None:
        return resolve(rule, campaign.calendar, year=campaign.settings.year, counting=how)
    return due_in(rule, campaign.calendar, period, how)


def counting(campaign: Campaign, rulebook: Rulebook) -> Counting:
    """How this campaign reads the rulebook's days (X-02); readings that the rulebook does not have keep their defaults."""
    return Counting(
        days=campaign.known(rulebook, DAY_COUNT, DayCount.NATURAL),
        roll=campaign.known(rulebook, ROLL, Roll.FORWARD) is Roll.FORWARD,
        before=campaign.known(rulebook, DUE_BEFORE, Before.INCLUSIVE),
    )


def _check(campaign: Campaign) -> Iterator[Fault]:
    place = Place(file=SETTINGS)
    settings = campaign.settings
    if settings.start > settings.end:
        yield kinds.DATES_BACKWARDS.at(place, start=settings.start, end=settings.end)
    for book in campaign.rulebooks:
        if when := _out_of_force(book, settings):
            yield kinds.NOT_IN_FORCE.at(place, title=book.title, id=book.id, when=when, start=settings.start, end=settings.end)
    terms = {"resend_days": settings.resend_days}
    terms |= {f"deliverables.{key}.resend_days": change.resend_days or 0 for key, change in settings.deliverables.items()}
    terms |= {f"duties.{id}.resend_days": change.resend_days or 0 for id, change in settings.duties.items()}
    yield from (UNSOUND_DUE.at(place, key=key, text=str(days)) for key, days in terms.items() if days < 0)
    plain = {item.key: item for book in campaign.rulebooks for item in book.deliverables}
    keys, known = list(plain), {*plain, *(owed.key for owed in campaign.owed)}
    dated = {owed.plain.key for owed in campaign.owed if owed.deadline is not None}
    for key, item in plain.items():
        if key not in dated and item.row is None and any(owed.plain.key == key for owed in campaign.owed):
            line = (LINE_OF_TERM if item.comes_back else LINE_OF_DAY).format(key=key)
            yield kinds.NO_DATE.at(place, deliverable=item.name, line=line)
    for key, change in settings.deliverables.items():
        if key not in known:
            yield kinds.UNKNOWN_NAME.at(place, key="deliverables", found=key, known=wording.LIST_SEPARATOR.join(keys))
        elif change.term is not None and not (key in plain and _possible(change.term, plain[key])):
            yield UNSOUND_DUE.at(place, key=f"deliverables.{key}.term", text=change.term.text)
        elif change.due is not None and key in plain and not any(owed.key == key for owed in campaign.owed):
            yield kinds.DUE_OF_ALL_PERIODS.at(place, deliverable=plain[key].name, key=key, line=LINE_OF_TERM.format(key=key))
    for key in settings.timed_materials:
        if key not in known:
            yield kinds.UNKNOWN_NAME.at(place, key="timed_materials", found=key, known=wording.LIST_SEPARATOR.join(keys))
    yield from _check_duties(campaign)
    duties = [duty.id for book in campaign.rulebooks for duty in book.duties]
    keys, known = keys + duties, known | set(duties)
    for spared in settings.not_applicable:
        if spared.deliverable not in known:
            yield kinds.UNKNOWN_NAME.at(
                place, key="not_applicable.deliverable", found=spared.deliverable, known=wording.LIST_SEPARATOR.join(keys)
            )
        if campaign.roster.get(spared.unit) is None:
            yield kinds.UNKNOWN_UNIT.at(
                place, unit=spared.unit, candidates=wording.LIST_SEPARATOR.join(campaign.roster.suggest(spared.unit)) or "-"
            )
    yield from idle_choices(settings, campaign.as_written)
    yield from check_clocks(campaign)
    yield from check_groups(campaign)
    yield from (kinds.ROSTER_SHARED_ALIAS.at(Place(file=ROSTER), alias=alias) for alias in campaign.roster.shared)
    groups = {row.group for unit in campaign.roster.units for row in unit.dated}
    for name, wanted in dict.fromkeys((owed.plain.name, owed.groups) for owed in campaign.owed):
        if wanted and not groups & set(wanted):
            names = wording.LIST_SEPARATOR.join(kinds.QUOTED.format(name=group) for group in wanted)
            one_of = kinds.ONE_OF if len(wanted) > 1 else ""
            yield kinds.NO_ROSTER_FOR_GROUP.at(Place(file=ROSTER), groups=names, one_of=one_of, deliverable=name)


def _possible(term: DueRule, deliverable: Deliverable) -> bool:
    """True for a term from which a day follows for every period of a deliverable."""
    rule = term.every(deliverable.comes_back)
    return deliverable.comes_back is not None and rule.is_sound and (rule.is_counted or rule.recurring is deliverable.comes_back)


def _out_of_force(book: Rulebook, settings: Settings) -> str:
    """When a rulebook begins or ended that is in force on no day of the campaign; empty where it is on some."""
    if book.valid_from is not None and book.valid_from > settings.end:
        return IN_FORCE_FROM.format(day=book.valid_from)
    if book.valid_to is not None and book.valid_to < settings.start:
        return IN_FORCE_UNTIL.format(day=book.valid_to)
    return ""


def _check_duties(campaign: Campaign) -> Iterator[Fault]:
    """What campaign.toml says of duties that cannot be: no such duty, or a term from which no day follows."""
    known = {duty.id: duty for book in campaign.rulebooks for duty in book.duties}
    for id, change in campaign.settings.duties.items():
        place = Place(file=SETTINGS, label=f"duties.{id}")
        if id not in known:
            yield kinds.UNKNOWN_NAME.at(place, key="duties", found=id, known=wording.LIST_SEPARATOR.join(known))
        elif change.due is not None and not change.due.is_sound:
            yield UNSOUND_DUE.at(place, key=f"duties.{id}.due", text=change.due.text)
        elif change.due is not None and not known[id].can_be_due(change.due):
            yield DUTY_WHEN.at(place, duty=id)
