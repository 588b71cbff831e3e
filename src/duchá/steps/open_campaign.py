"""Opening a campaign: its sources as they are now, or as they were known at a time; archived by content with every run."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign, end_of
from duchá.campaign.parse import SETTINGS, blocking, parse_campaign
from duchá.campaign.read_campaign import find_campaign, fingerprint, read_journal_place, read_sources, source_files
from duchá.campaign.sources import Sources, sources_from_json
from duchá.journal.fact import EVERYTHING, Fact, FactKind, JournalView, NewFact
from duchá.journal.faults import NO_SETTINGS, OTHER_CAMPAIGN, TWO_PLACES, JournalError
from duchá.journal.read import read_body, read_facts
from duchá.journal.server import Server
from duchá.journal.store import ARCHIVE, Where, archive_of, is_older, refuse_lost
from duchá.terms.fault import Fault, Stop
from duchá.terms.moment import Moment
from duchá.terms.place import Place

if TYPE_CHECKING:
    from duchá.journal.write import JournalWriter

HOME = ".duchá"
JOURNAL = "journal.sqlite3"
ERRORS = "errors"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCampaign:
    """A campaign with its folder, journal and the two times that a view is a function of.

    ``as_of`` is today for every computation and hides what happened later; ``known_at`` hides what was recorded later (None = now).
    ``fingerprint`` is that of the sources in use, ``sources`` the sources themselves. ``faults`` is all that is to be said of the
    campaign itself, ``news`` what was not so when its sources were last noted: that much any command says, the rest only those that are
    asked how things stand. ``view`` leaves facts out (a closed period is looked at as it was
    known then).
    """

    folder: Path
    campaign: Campaign
    as_of: date
    known_at: datetime | None
    now: datetime
    fingerprint: Mapping[str, str]
    sources: Sources
    faults: tuple[Fault, ...] = ()
    news: tuple[Fault, ...] = ()
    by: str = ""
    unsaved: bool = field(default=False)
    issuing: bool = False  # documents written now are issued: each is given its number
    view: JournalView = EVERYTHING
    server: Server | None = None
    kept: dict[Any, Any] | None = None  # what was derived already and is asked for again, where somebody keeps it (`ledger_of`)

    @property
    def home(self) -> Path:
        """The ``.duchá`` folder."""
        return self.folder / HOME

    @property
    def journal(self) -> Where:
        """The journal: a file in the folder, unless campaign.toml names a server."""
        return self.home / JOURNAL if self.server is None else self.server

    @property
    def archive(self) -> Path:
        """Where every original lies, by content."""
        return self.home / ARCHIVE

    @property
    def errors(self) -> Path:
        """Where failures of our own code over a file are kept, for whoever mends them."""
        return self.home / ERRORS

    @property
    def happens_at(self) -> datetime:
        """When something that this run does happens: on the day that is today for it, at its own hour."""
        local = self.campaign.local(self.now)
        return local if local.date() == self.as_of else datetime.combine(self.as_of, local.timetz())

    def facts(self, *kinds_wanted: FactKind) -> tuple[Fact, ...]:
        """The facts visible at ``as_of`` and ``known_at``, of some kinds or all."""
        if not self.journal.exists():
            return ()
        wanted = frozenset(kinds_wanted) or None
        found = read_facts(self.journal, kinds=wanted, known_at=self.known_at, as_of=end_of(self.as_of, self.campaign))
        return found if self.view is EVERYTHING else tuple(fact for fact in found if self.view.shows(fact.seq))


def open_campaign(start: Path, moment: Moment, *, empty_roster: bool = False) -> OpenCampaign:
    """The campaign at or above ``start``; one without a unit only where ``empty_roster`` says so. Raises Stop with the first blocking
    fault (C0xx, G0xx), JournalError where the journal was lost (J016)."""
    folder = find_campaign(start)
    journal = find_journal(folder, moment.by)
    refuse_lost(journal)
    bring_up_to_date(journal, moment)
    last = _last_context(journal, moment.known_at)
    _refuse_other(journal, last)
    if moment.known_at is not None:
        if last is None:
            raise Stop(kinds.NO_CONTEXT.at(Place(file=str(folder)), moment=moment.known_at.isoformat(timespec="minutes")))
        prints, sources, unsaved = cast(dict[str, str], last.payload["files"]), _stored(journal, last), False
    else:
        prints = fingerprint(source_files(folder))
        unsaved = last is None or last.payload["files"] != prints
        sources = read_sources(folder) if unsaved or last is None else _stored(journal, last)
    known = last is not None and not unsaved and last.payload.get("tool") == _version()
    campaign, faults = parse_campaign(sources, trusting=known)
    stopping = [fault for fault in blocking(faults) if not (empty_roster and fault.kind is kinds.ROSTER_EMPTY)]
    if campaign is None or stopping:
        raise Stop(stopping[0])
    return OpenCampaign(
        folder=folder,
        campaign=campaign,
        as_of=_as_of(moment, campaign),
        known_at=moment.known_at,
        now=moment.now,
        fingerprint=prints,
        sources=sources,
        faults=faults,
        news=_news(journal, last, faults) if unsaved else (),
        by=moment.by,
        unsaved=unsaved,
        server=journal if isinstance(journal, Server) else None,
    )


def open_as_noted(folder: Path, journal: Where, moment: Moment) -> OpenCampaign:
    """A campaign by the settings that its journal noted last, whatever lies in its folder now; nothing is ever written for it.

    Raises Stop with the first blocking fault, JournalError (J028) where it noted none.
    """
    last = _last_context(journal, moment.known_at)
    if last is None:
        raise JournalError(NO_SETTINGS.at(Place(file=str(journal))))
    sources = _stored(journal, last)
    campaign, said = parse_campaign(sources, trusting=True)
    if campaign is None or blocking(said):
        raise Stop(blocking(said)[0])
    return OpenCampaign(
        folder=folder,
        campaign=campaign,
        as_of=_as_of(moment, campaign),
        known_at=moment.known_at,
        now=moment.now,
        fingerprint=cast(dict[str, str], last.payload["files"]),
        sources=sources,
        by=moment.by,
        server=journal if isinstance(journal, Server) else None,
        kept={},
    )


def _as_of(moment: Moment, campaign: Campaign) -> date:
    """The day that is today for the run. One written without its year is that day in the campaign, in the year of its start where none is."""
    if moment.as_of is None:
        return moment.now.astimezone(campaign.zone).date()
    if not moment.yearless:
        return moment.as_of
    settings, day = campaign.settings, moment.as_of
    years = [year for year in range(settings.start.year, settings.end.year + 1) if (day.month, day.day) != (2, 29) or isleap(year)]
    days = [day.replace(year=year) for year in years]
    inside = [one for one in days if settings.start <= one <= settings.end]
    return next(iter([*inside, *days]), day)


def find_journal(folder: Path, by: str = "") -> Where:
    """Where the journal of a campaign is. Raises Stop (C002, C161, C162), JournalError (J022) where two places claim to be it."""
    file, place = folder / HOME / JOURNAL, read_journal_place(folder)
    if not place.url:
        return file
    server = Server(place.url, folder / HOME, schema=place.schema, clerks=place.clerks, by=by)
    if file.exists():
        raise JournalError(TWO_PLACES.at(Place(file=str(file)), server=str(server)))
    return server


def _refuse_other(journal: Where, last: Fact | None) -> None:
    """Nothing, or a fault where a server's journal is not that of this folder: whose settings it noted last, the archive here does not hold them."""
    if not isinstance(journal, Server) or last is None:
        return
    content = str(cast(Mapping[str, str], last.payload["files"]).get(SETTINGS, ""))
    if not (archive_of(journal) / content[:2] / content).is_file():
        raise JournalError(OTHER_CAMPAIGN.at(Place(file=str(journal)), entry=last.seq))


def bring_up_to_date(journal: Where, moment: Moment) -> None:
    """Upgrades a journal that an earlier version of the program wrote, a copy of it kept. Raises JournalError."""
    if is_older(journal):
        from duchá.journal.write import open_journal  # hardly ever: a command that only looks writes nothing

        with open_journal(journal, now=moment.now, by=moment.by):
            pass


def note_context(opened: OpenCampaign, writer: JournalWriter) -> None:
    """Writes the sources down when they, or the program, differ from the last ones written: no run without its context, no fact twice."""
    last = writer.facts(kinds=frozenset({FactKind.CONTEXT}))[-1:]
    same = last and last[0].payload["files"] == dict(opened.fingerprint)
    if same and last[0].payload.get("tool") == _version():  # a new version may read what the one before could not
        return
    from duchá.workbooks.intake import take_in_bytes  # only where something changed: most commands archive nothing

    for name, data in source_files(opened.folder).items():
        take_in_bytes(Path(name).name, data, opened.archive, opened.folder)
    payload: dict[str, Any] = {"files": dict(opened.fingerprint), "name": opened.campaign.settings.name, "tool": _version()}
    noted = NewFact(kind=FactKind.CONTEXT, happened_at=opened.now, payload=payload, body=opened.sources.as_json())

    def unless_noted(news: tuple[Fact, ...]) -> tuple[None, tuple[NewFact, ...]]:
        others = [fact for fact in news if fact.kind is FactKind.CONTEXT][-1:]  # another clerk's run, begun at the same moment
        return None, () if others and dict(others[0].payload) == payload else (noted,)

    writer.in_turn(unless_noted)


def save_context(opened: OpenCampaign) -> tuple[Fault, ...]:
    """For commands that only look: notes a changed context where the folder can be written, else says that it was not kept."""
    if not opened.unsaved:
        return ()
    from duchá.journal.write import open_journal  # only where something changed

    try:
        with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
            note_context(opened, writer)
    except JournalError as error:
        return (error.fault,)
    return ()


def opened_at(opened: OpenCampaign, seq: int, kept: dict[int, OpenCampaign] | None = None) -> OpenCampaign:
    """The campaign with the roster, rulebooks, calendar and settings that were noted last before an entry of the journal; as it is now where none were.

    ``kept`` holds what was read before, by the entry of the context.
    """
    contexts = [fact for fact in read_facts(opened.journal, kinds=frozenset({FactKind.CONTEXT})) if fact.seq < seq]
    if not contexts or contexts[-1].payload["files"] == dict(opened.fingerprint):
        return opened
    if kept is not None and contexts[-1].seq in kept:
        return kept[contexts[-1].seq]
    sources = _stored(opened.journal, contexts[-1])
    campaign, _ = parse_campaign(sources, trusting=True)
    prints = cast(dict[str, str], contexts[-1].payload["files"])
    found = opened if campaign is None else replace(opened, campaign=campaign, fingerprint=prints, sources=sources)
    return (kept if kept is not None else {}).setdefault(contexts[-1].seq, found)


def _last_context(journal: Where, known_at: datetime | None) -> Fact | None:
    if not journal.exists():
        return None
    contexts = read_facts(journal, kinds=frozenset({FactKind.CONTEXT}), known_at=known_at)
    return contexts[-1] if contexts else None


def _news(journal: Where, last: Fact | None, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """What is to be said of the sources as they are now, and was not of those that were noted last."""
    if last is None:
        return faults
    before = {(fault.kind.code, fault.message) for fault in parse_campaign(_stored(journal, last), trusting=True)[1]}
    return tuple(fault for fault in faults if (fault.kind.code, fault.message) not in before)


def _stored(journal: Where, context: Fact) -> Sources:
    body = read_body(journal, context.seq)
    return sources_from_json(cast(Mapping[str, Any], body))


def _version() -> str:
    from duchá import __version__

    return __version__
