"""From sources to a Campaign: everything resolved, every inconsistency named. No file is touched here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli

from duchá.campaign import faults as kinds
from duchá.campaign.model import OF_YEAR, Campaign, DeliverableChange, Owed, Settings
from duchá.campaign.roster import day_of, read_roster
from duchá.campaign.sources import Sources
from duchá.rulebook.faults import DUTY_WHEN, UNSOUND_DUE
from duchá.rulebook.model import Deliverable, Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import OFFICE
from duchá.rulebook.structure import Structure
from duchá.terms import wording
from duchá.terms.calendar import CalendarRow, DayKind, WorkCalendar
from duchá.terms.deadline import Before, Counting, DayCount, Deadline, Recurring
from duchá.terms.due import occurrences, resolve, typed_deadline
from duchá.terms.fault import Fault
from duchá.terms.period import span
from duchá.terms.place import Place
from duchá.terms.reasons import toml_reason
from duchá.terms.unit import Roster, Unit

SETTINGS = "campaign.toml"
ROSTER = "units.xlsx"
CALENDAR = "calendar.xlsx"


def parse_settings(text: str) -> tuple[Settings | None, tuple[Fault, ...]]:
    """campaign.toml as typed records. Faults: C002, and G003–G006 at its keys."""
    try:
        table = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return None, (kinds.SETTINGS_UNREADABLE.at(Place(file=SETTINGS), why=toml_reason(error)),)
    structure = Structure(SETTINGS)
    settings = structure.record(Settings, table)
    return settings, tuple(structure.faults)


def parse_campaign(sources: Sources, *, trusting: bool = False) -> tuple[Campaign | None, tuple[Fault, ...]]:
    """The campaign that the sources describe; None when it can't be used. Faults: C002–C011, C015, C017, C023, G001–G012.

    ``trusting``: its rulebooks were checked when these sources were first used, and are not checked again.
    """
    settings, faults = parse_settings(sources.settings)
    if settings is None:
        return None, faults
    rulebooks: list[Rulebook] = []
    for id in settings.rulebooks:
        rulebook, found = parse_rulebook(id, sources.rulebooks, trusting=trusting)
        faults += found
        if rulebook is not None:
            rulebooks.append(rulebook)
    office, found = parse_rulebook(OFFICE, sources.rulebooks, trusting=trusting) if OFFICE in sources.rulebooks else (None, ())
    faults += found
    units, found = read_roster(sources.roster, ROSTER)
    empty = tuple(fault for fault in found if fault.kind is kinds.ROSTER_EMPTY)
    faults += tuple(fault for fault in found if fault.kind is not kinds.ROSTER_EMPTY)
    calendar, found = _calendar(sources)
    faults += found
    zone, found = _zone(settings)
    faults += found
    if not faults:
        faults += tuple(_check_readings(settings, rulebooks))
    if faults or zone is None:
        return None, faults
    campaign = replace(_assemble(settings, tuple(rulebooks), units, calendar, zone), office=office)
    return campaign, (*empty, *_check(campaign))


def blocking(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults that make a campaign unusable; the others (C007, C017, C024) are only said."""
    return tuple(fault for fault in faults if fault.kind not in kinds.ONLY_SAID)


def _zone(settings: Settings) -> tuple[ZoneInfo | None, tuple[Fault, ...]]:
    try:
        return ZoneInfo(settings.timezone), ()
    except (ZoneInfoNotFoundError, ValueError):
        return None, (kinds.TIMEZONE.at(Place(file=SETTINGS, label="timezone"), found=settings.timezone),)


def _calendar(sources: Sources) -> tuple[WorkCalendar, tuple[Fault, ...]]:
    rows, faults = [], []
    kinds_of_day = {word: DayKind(kind) for kind, words in wording.DAY_KIND_WRITINGS.items() for word in words}
    for at, row in enumerate(sources.calendar, 2):
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
    return under(Campaign(settings=settings, rulebooks=rulebooks, roster=Roster(units), calendar=calendar, owed=(), zone=zone), settings)


def under(campaign: Campaign, settings: Settings) -> Campaign:
    """The campaign under other settings: the same roster and calendar, every deadline resolved anew."""
    bare, rulebooks = replace(campaign, settings=settings, owed=()), campaign.rulebooks
    named = ((rulebook, item, year) for rulebook in rulebooks for one in rulebook.deliverables for item, year in _each_year(bare, one))
    all_owed = (_owed(bare, rulebook, item, year) for rulebook, item, year in named)
    return replace(bare, owed=tuple(item for item in all_owed if item is not None))


def _each_year(campaign: Campaign, deliverable: Deliverable) -> Iterator[tuple[Deliverable, int]]:
    """The deliverable of the campaign's year; of one that comes back every year (WZ-26), those of the campaign's other years too, by name."""
    settings, years = campaign.settings, {campaign.settings.year}
    if deliverable.due.recurring is Recurring.YEAR and settings.start <= settings.end:
        whole = span(settings.start, settings.end)
        years |= {deadline.raw.year for deadline in occurrences(deliverable.due, campaign.calendar, whole)}
    for year in sorted(years):
        if year == settings.year:
            yield deliverable, year
        else:
            name = wording.OF_YEAR.format(name=deliverable.name, year=year)
            yield replace(deliverable, key=f"{deliverable.key}{OF_YEAR}{year}", name=name), year


def _owed(campaign: Campaign, rulebook: Rulebook, deliverable: Deliverable, year: int) -> Owed | None:
    """The deliverable as owed here; None when the text gives no date and none was typed in (C024 says so)."""
    change = campaign.settings.deliverables.get(deliverable.key, DeliverableChange())
    deadline = _deadline(campaign, rulebook, deliverable, change, year)
    if deadline is None:
        return None
    names = {group.id: group.name for group in rulebook.groups}
    groups = [name for id in deliverable.groups for name in campaign.settings.groups.get(names[id], (names[id],))]
    return Owed(
        deliverable=deliverable,
        rulebook=rulebook.id,
        deadline=deadline,
        recipient=change.recipient or deliverable.recipient,
        groups=tuple(groups),
        resend=campaign.settings.resend(deliverable.resend, change.resend_days),
    )


def _deadline(campaign: Campaign, rulebook: Rulebook, deliverable: Deliverable, change: DeliverableChange, year: int) -> Deadline | None:
    if change.due is not None:
        return typed_deadline(change.due, campaign.calendar, cutoff=change.cutoff, outward=deliverable.due.outward)
    if deliverable.due.is_open:
        return None
    rule = replace(deliverable.due, cutoff=change.cutoff or deliverable.due.cutoff)
    return resolve(rule, campaign.calendar, year=year, counting=counting(campaign, rulebook))


def counting(campaign: Campaign, rulebook: Rulebook) -> Counting:
    """How this campaign reads the rulebook's days (X-02); readings that the rulebook does not have keep their defaults."""
    chosen = {reading.id: campaign.reading(rulebook.id, reading.id) for reading in rulebook.readings}
    return Counting(
        days=DayCount(chosen.get("day-count", DayCount.NATURAL.value)),
        roll=chosen.get("roll", "forward") == "forward",
        before=Before(chosen.get("due-before", Before.INCLUSIVE.value)),
    )


def _check_readings(settings: Settings, rulebooks: list[Rulebook]) -> Iterator[Fault]:
    """Readings that campaign.toml chooses, by full name or by the reading's own: each must exist and have the option (C010)."""
    readings = {f"{book.id}.{reading.id}": [option.id for option in reading.options] for book in rulebooks for reading in book.readings}
    short = {name.split(".", 1)[1]: options for name, options in readings.items()}
    for name, option in settings.readings.items():
        options = readings.get(name) or short.get(name)
        if options is None or option not in options:
            known = wording.LIST_SEPARATOR.join(options or readings)
            yield kinds.UNKNOWN_READING.at(Place(file=SETTINGS), reading=name, option=option, known=known)


def _check(campaign: Campaign) -> Iterator[Fault]:
    place = Place(file=SETTINGS)
    settings = campaign.settings
    if settings.start > settings.end:
        yield kinds.DATES_BACKWARDS.at(place, start=settings.start, end=settings.end)
    terms = {"resend_days": settings.resend_days}
    terms |= {f"deliverables.{key}.resend_days": change.resend_days or 0 for key, change in settings.deliverables.items()}
    terms |= {f"duties.{id}.resend_days": change.resend_days or 0 for id, change in settings.duties.items()}
    yield from (UNSOUND_DUE.at(place, key=key, text=str(days)) for key, days in terms.items() if days < 0)
    dated = {owed.key for owed in campaign.owed}
    keys = list(
        dict.fromkeys([*(item.key for book in campaign.rulebooks for item in book.deliverables), *(owed.key for owed in campaign.owed)])
    )
    yield from (
        kinds.NO_DATE.at(place, deliverable=book_item.name, key=book_item.key)
        for book in campaign.rulebooks
        for book_item in book.deliverables
        if book_item.key not in dated
    )
    for key in settings.deliverables:
        if key not in keys:
            yield kinds.UNKNOWN_NAME.at(place, key="deliverables", found=key, known=wording.LIST_SEPARATOR.join(keys))
    for key in settings.timed_materials:
        if key not in keys:
            yield kinds.UNKNOWN_NAME.at(place, key="timed_materials", found=key, known=wording.LIST_SEPARATOR.join(keys))
    yield from _check_duties(campaign)
    keys += [duty.id for book in campaign.rulebooks for duty in book.duties]
    for item in settings.not_applicable:
        if item.deliverable not in keys:
            yield kinds.UNKNOWN_NAME.at(
                place, key="not_applicable.deliverable", found=item.deliverable, known=wording.LIST_SEPARATOR.join(keys)
            )
        if campaign.roster.get(item.unit) is None:
            yield kinds.UNKNOWN_UNIT.at(
                place, unit=item.unit, candidates=wording.LIST_SEPARATOR.join(campaign.roster.suggest(item.unit)) or "-"
            )
    yield from (kinds.ROSTER_SHARED_ALIAS.at(Place(file=ROSTER), alias=alias) for alias in campaign.roster.shared)
    groups = {unit.group for unit in campaign.roster.units}
    for owed in campaign.owed:
        if not groups & set(owed.groups):
            names = wording.LIST_SEPARATOR.join(kinds.QUOTED.format(name=name) for name in owed.groups)
            one_of = kinds.ONE_OF if len(owed.groups) > 1 else ""
            yield kinds.NO_ROSTER_FOR_GROUP.at(Place(file=ROSTER), groups=names, one_of=one_of, deliverable=owed.deliverable.name)


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
