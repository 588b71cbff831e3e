"""Opening a campaign: its sources as they are now, or as they were known at a time; archived by content with every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign, end_of
from duchá.campaign.parse import blocking, parse_campaign
from duchá.campaign.read_campaign import find_campaign, fingerprint, read_sources, source_files
from duchá.campaign.sources import Sources, sources_from_json
from duchá.journal.fact import EVERYTHING, Fact, FactKind, JournalView, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import read_body, read_facts
from duchá.journal.store import ARCHIVE, is_older, refuse_lost
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
    view: JournalView = EVERYTHING

    @property
    def home(self) -> Path:
        """The ``.duchá`` folder."""
        return self.folder / HOME

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self.home / JOURNAL

    @property
    def archive(self) -> Path:
        """Where every original lies, by content."""
        return self.home / ARCHIVE

    @property
    def errors(self) -> Path:
        """Where failures of our own code over a file are kept, for whoever mends them."""
        return self.home / ERRORS

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
    refuse_lost(folder / HOME / JOURNAL)
    bring_up_to_date(folder / HOME / JOURNAL, moment)
    last = _last_context(folder, moment.known_at)
    if moment.known_at is not None:
        if last is None:
            raise Stop(kinds.NO_CONTEXT.at(Place(file=str(folder)), moment=moment.known_at.isoformat(timespec="minutes")))
        prints, sources, unsaved = cast(dict[str, str], last.payload["files"]), _stored(folder, last), False
    else:
        prints = fingerprint(source_files(folder))
        unsaved = last is None or last.payload["files"] != prints
        sources = read_sources(folder) if unsaved or last is None else _stored(folder, last)
    known = last is not None and not unsaved and last.payload.get("tool") == _version()
    campaign, faults = parse_campaign(sources, trusting=known)
    stopping = [fault for fault in blocking(faults) if not (empty_roster and fault.kind is kinds.ROSTER_EMPTY)]
    if campaign is None or stopping:
        raise Stop(stopping[0])
    return OpenCampaign(
        folder=folder,
        campaign=campaign,
        as_of=moment.as_of or moment.now.astimezone(campaign.zone).date(),
        known_at=moment.known_at,
        now=moment.now,
        fingerprint=prints,
        sources=sources,
        faults=faults,
        news=_news(folder, last, faults) if unsaved else (),
        by=moment.by,
        unsaved=unsaved,
    )


def bring_up_to_date(journal: Path, moment: Moment) -> None:
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
    writer.append(NewFact(kind=FactKind.CONTEXT, happened_at=opened.now, payload=payload, body=opened.sources.as_json()))


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
    sources = _stored(opened.folder, contexts[-1])
    campaign, _ = parse_campaign(sources, trusting=True)
    prints = cast(dict[str, str], contexts[-1].payload["files"])
    found = opened if campaign is None else replace(opened, campaign=campaign, fingerprint=prints, sources=sources)
    return (kept if kept is not None else {}).setdefault(contexts[-1].seq, found)


def _last_context(folder: Path, known_at: datetime | None) -> Fact | None:
    journal = folder / HOME / JOURNAL
    if not journal.exists():
        return None
    contexts = read_facts(journal, kinds=frozenset({FactKind.CONTEXT}), known_at=known_at)
    return contexts[-1] if contexts else None


def _news(folder: Path, last: Fact | None, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """What is to be said of the sources as they are now, and was not of those that were noted last."""
    if last is None:
        return faults
    before = {(fault.kind.code, fault.message) for fault in parse_campaign(_stored(folder, last), trusting=True)[1]}
    return tuple(fault for fault in faults if (fault.kind.code, fault.message) not in before)


def _stored(folder: Path, context: Fact) -> Sources:
    body = read_body(folder / HOME / JOURNAL, context.seq)
    return sources_from_json(cast(Mapping[str, Any], body))


def _version() -> str:
    from duchá import __version__

    return __version__
