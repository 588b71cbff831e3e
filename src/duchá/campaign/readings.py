"""Which option of each reading a campaign has chosen: one reading, one choice, whichever of its rulebooks names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign, Settings
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.model import Reading, ReadingOption, Rulebook, foremost
from duchá.rulebook.readings import DAY_COUNT, ROLL, readers_of
from duchá.terms.fault import Fault
from duchá.terms.period import is_day
from duchá.terms.place import Place
from duchá.terms.wording import KIND_WORDS, LIST_SEPARATOR

SETTINGS = "campaign.toml"
CHOICE = "{name} = {option}"
TYPED_DAY = "{day.year}年{day.month}月{day.day}日（本室填写）"
CLOCK, STEPS = "办理时限", "办理步骤"
_Matters = tuple[MatterKind, str]  # a kind of matter and its 处置类型


def with_typed_days(settings: Settings, rulebooks: Sequence[Rulebook]) -> tuple[Rulebook, ...]:
    """The rulebooks with one more option where campaign.toml answers a reading about a day with the day itself (“2014-11-18”): only the office knows
    when something was published."""

    def answered(book: Rulebook, reading: Reading) -> Reading:
        given = next((settings.readings[name] for name in _names(book, reading, rulebooks) if name in settings.readings), "")
        if not all(option.since for option in reading.options) or not is_day(given):
            return reading
        day = date.fromisoformat(given)
        return replace(reading, options=(*reading.options, ReadingOption(id=given, text=TYPED_DAY.format(day=day), since=day)))

    return tuple(replace(book, readings=tuple(answered(book, reading) for reading in book.readings)) for book in rulebooks)


def chosen_readings(settings: Settings, rulebooks: Sequence[Rulebook]) -> Mapping[str, str]:
    """The option in force of every reading of every rulebook, by the name ``rulebook.reading``.

    A reading that a rulebook takes over from the one it stands on is the same reading: chosen under either name, it is chosen for both.
    Where two names choose differently (C051 says so) that of the rulebook which stands on the others counts, whatever the order.
    """
    found = {}
    for book in rulebooks:
        for reading in book.readings:
            offered = {option.id for option in reading.options}
            given = (settings.readings.get(name) for name in _names(book, reading, rulebooks))
            found[f"{book.id}.{reading.id}"] = next((option for option in given if option in offered), reading.default)
    return found


def check_choices(settings: Settings, rulebooks: Sequence[Rulebook]) -> Iterator[Fault]:
    """What campaign.toml chooses and cannot: no such reading or option (C010, the campaign can't be used)."""
    known = dict(_choosable(rulebooks))
    place = Place(file=SETTINGS, label="readings")
    for name, option in settings.readings.items():
        full = [options for long, options in known.items() if name in (long, long.partition(".")[2])]
        if not any(option in options for options in full):
            options = LIST_SEPARATOR.join(dict.fromkeys(option for each in full for option in each) if full else known)
            yield kinds.UNKNOWN_READING.at(place, reading=name, option=option, known=options)


def idle_choices(settings: Settings, rulebooks: Sequence[Rulebook]) -> Iterator[Fault]:
    """What campaign.toml chooses and what has no effect: a retired reading (C052), one that nothing here reads (C053), two at once (C051)."""
    place = Place(file=SETTINGS, label="readings")
    active = foremost(rulebooks)
    for name, option in settings.readings.items():
        mine = [(book, reading) for book in rulebooks for reading in book.readings if name in _names(book, reading, rulebooks)]
        if not mine:
            retired = next((one for book in rulebooks for one in book.retired if name in (one.id, f"{book.id}.{one.id}")), None)
            if retired is not None:
                yield kinds.READING_RETIRED.at(place, reading=name, instead=retired.instead)
        elif not any(_decides(book, reading, active) for book, reading in mine):
            yield kinds.CHOICE_DECIDES_NOTHING.at(place, reading=name, option=option)
    yield from _contradictions(settings, rulebooks, place)


def _contradictions(settings: Settings, rulebooks: Sequence[Rulebook], place: Place) -> Iterator[Fault]:
    force, said = chosen_readings(settings, rulebooks), set()
    for book in rulebooks:
        for reading in book.readings:
            names = [f"{id}.{reading.id}" for id in _sharing(book, reading, rulebooks)]
            given = {name: settings.readings[name] for name in names if name in settings.readings}
            key = frozenset(given.items())
            if len(set(given.values())) > 1 and key not in said:
                said.add(key)
                choices = LIST_SEPARATOR.join(CHOICE.format(name=name, option=option) for name, option in sorted(given.items()))
                yield kinds.CHOICES_CONTRADICT.at(place, choices=choices, option=force[f"{book.id}.{reading.id}"])


def _choosable(rulebooks: Sequence[Rulebook]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every full name of a reading with its options; of retired ones, too, which a campaign may have chosen once."""
    for book in rulebooks:
        for reading in book.readings:
            options = tuple(option.id for option in reading.options)
            yield from ((f"{id}.{reading.id}", options) for id in _sharing(book, reading, rulebooks))
        yield from ((f"{book.id}.{one.id}", one.options) for one in book.retired)


def _names(book: Rulebook, reading: Reading, rulebooks: Sequence[Rulebook]) -> tuple[str, ...]:
    return (*(f"{id}.{reading.id}" for id in _sharing(book, reading, rulebooks)), reading.id)


def _sharing(book: Rulebook, reading: Reading, rulebooks: Sequence[Rulebook]) -> tuple[str, ...]:
    """The rulebooks by whose names a reading of a rulebook goes: all that have it from the same place, those that stand on others first."""
    home = book.homes.get(reading.id, book.id)
    same = [other for other in rulebooks if other.homes.get(reading.id) == home]
    ordered = sorted(same, key=lambda other: (-len(other.lineage), other.id))
    return tuple(dict.fromkeys((*(other.id for other in ordered), home)))


def _decides(book: Rulebook, reading: Reading, active: Sequence[Rulebook]) -> bool:
    """True where something that counts in the campaign reads it: rules of any rulebook, days and scope of those that no other stands on."""
    return reading.about_rules or (book in active and reading.id in readers_of(book))


def check_clocks(campaign: Campaign) -> Iterator[Fault]:
    """Two rulebooks, neither standing on the other, that give matters of one kind and type other deadlines, or other steps (C054)."""
    place = Place(file=SETTINGS, label="rulebooks")
    for what, governed in ((CLOCK, _clocks), (STEPS, _machines)):
        first: dict[_Matters, tuple[Rulebook, object]] = {}
        said = set()
        for book in campaign.rulebooks:
            for matters, rule in governed(campaign, book):
                one, known = first.setdefault(matters, (book, rule))
                if known != rule and (one.id, book.id) not in said:
                    said.add((one.id, book.id))
                    yield kinds.TWO_CLOCKS.at(place, one=one.id, other=book.id, kind=KIND_WORDS[matters[0].value], what=what)


def _clocks(campaign: Campaign, book: Rulebook) -> Iterator[tuple[_Matters, object]]:
    """For matters of a kind and type, all that their deadlines follow from: the clock, and the readings that it is read by."""
    for clock in book.clocks:
        names = (DAY_COUNT, ROLL, clock.start_reading, clock.extension.reading if clock.extension else "")
        read = tuple(campaign.chosen.get(f"{book.id}.{name}") for name in names)
        yield from (((kind, klass), (clock, read)) for kind in clock.kinds for klass in clock.types or ("",))


def _machines(_: Campaign, book: Rulebook) -> Iterator[tuple[_Matters, object]]:
    for machine in book.machines:
        yield from (((kind, klass), machine) for kind in machine.kinds for klass in machine.types or ("",))
