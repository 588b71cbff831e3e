"""init-campaign: the folder of a campaign; run again it adds what is missing and overwrites nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duchá.campaign.faults import BAD_YEAR, REFUSED_WHEN_NEW
from duchá.campaign.parse import CALENDAR, ROSTER, SETTINGS
from duchá.campaign.read_campaign import find_campaign, read_roster_rows
from duchá.campaign.roster import ROSTER_COLUMNS, roster_row
from duchá.campaign.sources import RosterRow
from duchá.campaign.write_campaign import (
    NewCampaign,
    bring_missing_files,
    bring_missing_texts,
    made_whole,
    make_folders,
    settings_text,
    write_jobs,
    write_table_once,
    write_text_once,
)
from duchá.journal.fact import FactKind
from duchá.journal.read import read_facts
from duchá.journal.records import AnswerFact, told
from duchá.journal.store import refuse_lost
from duchá.journal.write import JournalWriter, open_journal
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import FOLDER, folder_of, read_folder, read_texts, shipped_rulebooks
from duchá.steps.blanks import MadeBlanks, make_blanks
from duchá.steps.earlier_scores import exempted, take_past_scores
from duchá.steps.earlier_texts import take_earlier_texts
from duchá.steps.open_campaign import OpenCampaign, find_journal, note_context, open_campaign
from duchá.terms import wording
from duchá.terms.calendar import WorkCalendar, shipped_rows
from duchá.terms.due import resolve
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.period import FIRST_YEAR, LAST_YEAR, in_year
from duchá.terms.unit import Unit

NAMED_IN_YEAR = "{year}年{name}"
ROSTER_SHEET = "名单"
CALENDAR_SHEET = "节假日"

FIRST_CALENDAR_YEAR = 2004
TEMPLATES = "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asks for; None = as the rulebooks say."""

    rulebooks: tuple[str, ...]
    name: str | None = None
    start: date | None = None
    end: date | None = None
    year: int | None = None
    units: Path | None = None
    previous: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Initialised:
    """What was made: names of files written now, and those that were there and kept. ``past`` are registers of earlier rankings."""

    opened: OpenCampaign
    made: tuple[str, ...]
    kept: tuple[str, ...]
    blanks: MadeBlanks
    past: tuple[str, ...] = ()


def init_campaign(folder: Path, wish: Wish, moment: Moment) -> Initialised:
    """Makes or completes the campaign folder, all of it or nothing. Raises Stop (C0xx, G0xx).

    Own rulebooks and templates of an earlier campaign come along, and a rulebook that is given by its path, or lies in the working directory. A roster without a unit is a beginning: the folder is made, C008 says what comes next, and the same command again does the rest.
    """
    with made_whole(folder) as place:
        if wish.previous is not None:
            bring_missing_files(find_campaign(wish.previous) / TEMPLATES, place / TEMPLATES)
        wish = replace(wish, rulebooks=tuple(dict.fromkeys(_brought(given, place / TEMPLATES) for given in wish.rulebooks)))
        rulebooks = read_rulebooks(wish.rulebooks, place / TEMPLATES)
        new = _new_campaign(wish, rulebooks, moment)
        rows = _with_exemptions(_roster(wish, rulebooks), wish, new.year, moment)
        made = _make(place, wish, (new, rulebooks, rows), moment)
        write_jobs(place, folder)
    return replace(made, opened=replace(made.opened, folder=folder))


def _brought(given: str, templates: Path) -> str:
    """The id of a rulebook; one that is no id at hand but a folder, or its rulebook.toml, comes into the campaign's templates with those it stands on."""
    known = frozenset(shipped_rulebooks(templates))
    folder = None if given in known else folder_of(given)
    if folder is None:
        return given
    bring_missing_texts(read_folder(folder.resolve(), known), templates / FOLDER)
    return folder.resolve().name


def _make(folder: Path, wish: Wish, wanted: tuple[NewCampaign, tuple[Rulebook, ...], list[RosterRow]], moment: Moment) -> Initialised:
    """The files of the folder, those that are missing."""
    new, rulebooks, rows = wanted
    make_folders(folder)
    is_new = not (folder / SETTINGS).exists()
    holidays = shipped_rows(range(FIRST_CALENDAR_YEAR, max(moment.now.year, new.year) + 2))
    dues = {
        d.key: resolve(d.due, WorkCalendar(holidays), year=new.year).due
        for book in rulebooks
        for d in book.deliverables
        if d.due.names_one_day
    }
    done = {
        SETTINGS: write_text_once(folder / SETTINGS, settings_text(new, rulebooks, dues)),
        ROSTER: write_table_once(folder / ROSTER, ROSTER_SHEET, *_roster_table(rows)),
        CALENDAR: write_table_once(
            folder / CALENDAR,
            CALENDAR_SHEET,
            (wording.CALENDAR_DAY, wording.CALENDAR_KIND, wording.CALENDAR_NAME, wording.CALENDAR_SOURCE),
            [(row.day.isoformat(), wording.DAY_KIND_WORDS[row.kind.value], row.name, row.source) for row in holidays],
        ),
    }
    opened = open_campaign(folder, moment, empty_roster=True)
    refused = [fault for fault in opened.faults if fault.kind in REFUSED_WHEN_NEW]
    if is_new and refused:
        raise Stop(refused[0])
    with open_journal(opened.journal, now=moment.now, by=moment.by) as writer:
        note_context(opened, writer)
        if wish.previous is not None:
            _take_answers(wish.previous, writer, moment)
            take_earlier_texts(wish.previous, writer, moment)
    past = take_past_scores(wish.previous, opened, moment) if wish.previous is not None else ()
    blanks = make_blanks(opened, only_missing=True)
    made = tuple(name for name, fresh in done.items() if fresh)
    return Initialised(opened=opened, made=made, kept=tuple(name for name in done if name not in made), blanks=blanks, past=past)


def read_rulebooks(ids: Sequence[str], overrides: Path | None = None) -> tuple[Rulebook, ...]:
    """The rulebooks of these ids, the campaign's own among them. Raises Stop with the first fault (G0xx)."""
    texts = read_texts(shipped_rulebooks(overrides), overrides)
    found = []
    for id in ids:
        rulebook, faults = parse_rulebook(id, texts)
        if rulebook is None or faults:
            raise Stop(faults[0])
        found.append(rulebook)
    return tuple(found)


def _new_campaign(wish: Wish, rulebooks: tuple[Rulebook, ...], moment: Moment) -> NewCampaign:
    first = rulebooks[0]
    year = wish.year if wish.year is not None else (wish.start.year if wish.start else first.year) or moment.now.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Stop(BAD_YEAR.at(found=str(year), first=FIRST_YEAR, last=LAST_YEAR))
    start = wish.start or (in_year(first.window_start, year) if first.window_start else date(year, 1, 1))
    end = wish.end or (in_year(first.window_end, year) if first.window_end else date(year, 12, 31))
    name = wish.name or NAMED_IN_YEAR.format(year=year, name=first.campaign_name or first.short_title)
    return NewCampaign(name=name, rulebooks=wish.rulebooks, year=year, start=start, end=end)


def _roster(wish: Wish, rulebooks: tuple[Rulebook, ...]) -> list[RosterRow]:
    if wish.units is not None:
        return list(read_roster_rows(wish.units))
    if wish.previous is not None:
        return list(read_roster_rows(find_campaign(wish.previous) / ROSTER))
    units: dict[str, Unit] = {}
    for rulebook in rulebooks:
        for unit in rulebook.units:
            units.setdefault(unit.name, unit)
    return [roster_row(unit) for unit in units.values()]


def _with_exemptions(rows: list[RosterRow], wish: Wish, year: int, moment: Moment) -> list[RosterRow]:
    """The rows with 免督查 of this year, as approved in the earlier campaign, under 备注: who selects units to inspect sees it (JC-J-27)."""
    exempt = exempted(wish.previous, year, moment) if wish.previous is not None else {}
    noted = []
    for row in rows:
        note, said = row.get(wording.UNIT_NOTE, ""), exempt.get(row.get(wording.UNIT_NAME, "").strip(), "")
        noted.append({**row, wording.UNIT_NOTE: wording.LIST_SEPARATOR.join(text for text in (note, said) if text)} if said else row)
    return noted


def _roster_table(rows: list[RosterRow]) -> tuple[list[str], list[list[str | int]]]:
    extra = [column for column in (rows[0] if rows else ()) if column != "#" and column not in ROSTER_COLUMNS]
    columns = [*ROSTER_COLUMNS, *extra]
    return columns, [
        [int(text) if column == wording.UNIT_ORDER and text.isdigit() else text for column in columns for text in [row.get(column, "")]]
        for row in rows
    ]


def _take_answers(previous: Path, writer: JournalWriter, moment: Moment) -> None:
    """Answers remembered in the earlier campaign are taken over once; a second run finds them here already."""
    known = {(said.subject, said.key) for _, said in told(writer.facts(kinds=frozenset({FactKind.ANSWER})), AnswerFact)}
    earlier = find_journal(find_campaign(previous), moment.by)
    refuse_lost(earlier)
    answers = read_facts(earlier, kinds=frozenset({FactKind.ANSWER})) if earlier.exists() else ()
    fresh = (said for _, said in told(answers, AnswerFact) if (said.subject, said.key) not in known)
    writer.append(*(replace(said, taken_from=str(previous)).fact(moment.now) for said in fresh))
