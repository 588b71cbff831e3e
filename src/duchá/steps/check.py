"""check: what is wrong with files, nothing recorded; outside a campaign by the rulebook whose forms they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign
from duchá.campaign.parse import SETTINGS, blocking, parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.campaign.write_campaign import NewCampaign, settings_text
from duchá.journal.fact import FactKind
from duchá.receipts.answers import answers_of
from duchá.receipts.file import Filing
from duchá.receipts.receipts import RECEIPT_FACTS, receipts_of
from duchá.rulebook.form import FilledBy
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.steps.filing import filing_state
from duchá.steps.given_unit import given_unit
from duchá.steps.incoming import IncomingFile
from duchá.steps.open_campaign import OpenCampaign, open_campaign
from duchá.steps.read_all import ReadingTick, read_all, told, unheard
from duchá.submissions.checks.cell_checks import looks_beyond
from duchá.submissions.context import Arrival, Context
from duchá.submissions.faults.checks import BETWEEN_RETURNS
from duchá.submissions.model import Submission
from duchá.submissions.ready import ReadyToFile, ready_to_file
from duchá.submissions.status import Status
from duchá.terms import wording
from duchá.terms.calendar import shipped_rows
from duchá.terms.fault import Stop
from duchá.terms.moment import Moment
from duchá.terms.place import Place
from duchá.terms.unit import Roster, Unit
from duchá.workbooks.folder import entries
from duchá.workbooks.intake import passing_archive
from duchá.workbooks.pool import open_readers

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What to check: files, and outside a campaign the rulebooks to go by (empty: all that have forms for units)."""

    files: tuple[Path, ...]
    rulebooks: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFiles:
    """The payload of every file, as `collect` would give it, without receipt and version; and the campaigns they were read by."""

    campaigns: tuple[Campaign, ...]
    submissions: tuple[Payload, ...]


def check(where: Path, inspection: Inspection, moment: Moment, tick: ReadingTick = unheard) -> CheckedFiles:
    """Checks files, recording nothing. Raises Stop (C013, C014, G001)."""
    for path in inspection.files:
        if not path.exists():
            raise Stop(kinds.NO_SUCH_PATH.at(Place(file=str(path)), path=path))
    opened = open_campaign(where, moment) if _is_inside(where) else None
    if opened is not None:
        inside = _inside(opened, inspection, moment)
        found = _read([inside], inspection, where, tick)[0]
        return _beside_what_is_on_file(opened, inside, found, _checked([(inside.campaign, found)]))
    campaigns = _outside(inspection.rulebooks, moment)
    at_hand = frozenset(form.id for campaign in campaigns for form in campaign.forms(FilledBy.UNIT))
    contexts = [_told(campaign, inspection.unit, at_hand, moment) for campaign in campaigns]
    return _checked([(context.campaign, found) for context, found in zip(contexts, _read(contexts, inspection, where, tick), strict=True)])


def _checked(tried: Sequence[tuple[Campaign, tuple[ReadyToFile, ...]]]) -> CheckedFiles:
    """Each file as it was read by the rulebook whose forms it holds."""
    best = [max(range(len(tried)), key=lambda at: _usable(tried[at][1][number])) for number in range(len(tried[0][1]))]
    found = [tried[at][1][number] for number, at in enumerate(best)]
    return CheckedFiles(campaigns=tuple(tried[at][0] for at in best), submissions=tuple(map(_payload, found)))


def _payload(ready: ReadyToFile) -> Payload:
    """As `collect` would give it; a file that is only looked at has no receipt, and is not late."""
    return {"receipt": None, **ready.payload, "late_days": 0, "version": None, "supersedes": None, "marked_copy": None}


def _usable(ready: ReadyToFile) -> int:
    return len(ready.payload["forms"]) + bool(ready.payload["deliverables"])


def _read(contexts: Sequence[Context], inspection: Inspection, where: Path, tick: ReadingTick) -> list[tuple[ReadyToFile, ...]]:
    """Each file as it is in each context, all files of one before those of the next."""
    found = entries(inspection.files, where)
    of, every = len(found) * len(contexts), []
    for number, context in enumerate(contexts):
        with passing_archive() as archive, open_readers(1) as readers:
            read = told(found, read_all(found, archive, (), context, readers), tick, before=number * len(found), of=of)
            every.append(tuple(ready or _passed_over(incoming, context) for incoming, ready in read))
    return every


def _passed_over(incoming: IncomingFile, context: Context) -> ReadyToFile:
    """A system file, an emptied container or the second of two equal files: named, not read."""
    status = Status.DUPLICATE if incoming.known else Status.IGNORED
    submission = Submission(source=incoming.source, sha256=incoming.sha256, status=status, received_at=context.arrival.received_at)
    return ready_to_file(submission, context.campaign)


def _is_inside(where: Path) -> bool:
    """True in a campaign's folder or below it."""
    return any((folder / SETTINGS).is_file() for folder in (where, *where.parents))


def _beside_what_is_on_file(opened: OpenCampaign, context: Context, read: Sequence[ReadyToFile], checked: CheckedFiles) -> CheckedFiles:
    """The payloads with what each file shows beside the unit's other returns, as `collect` would find it."""
    if not looks_beyond(opened.campaign):
        return checked
    state = filing_state(opened, receipts_of(opened.facts(*RECEIPT_FACTS)), context.answers)
    payloads = []
    for ready, payload in zip(read, checked.submissions, strict=True):
        drafted = state.draft(Filing(submission=ready)).payload if ready.payload["deliverables"] and ready.payload["unit"] else payload
        more = [fault for fault in drafted["faults"] if fault["code"] in BETWEEN_RETURNS]
        payloads.append({**payload, "faults": [*payload["faults"], *more], "status": drafted["status"]} if more else payload)
    return replace(checked, submissions=tuple(payloads))


def _inside(opened: OpenCampaign, inspection: Inspection, moment: Moment) -> Context:
    """What is known in the campaign."""
    arrival = Arrival(source="", received_at=moment.now, given_unit=given_unit(opened.campaign, inspection.unit))
    answers = answers_of(opened.facts(FactKind.ANSWER, FactKind.CONTEXT, FactKind.WAIVER))
    return Context(campaign=opened.campaign, arrival=arrival, answers=answers)


def _told(campaign: Campaign, unit: str | None, at_hand: frozenset[str], moment: Moment) -> Context:
    """What is known outside a campaign: the rulebook, and the unit where it is given by hand, on the shipped roster or not."""
    found = campaign.roster.find(unit).unit if unit is not None else None
    if unit is not None and found is None:
        campaign = replace(campaign, roster=Roster([Unit(name=unit, order=1, group="")]))
    arrival = Arrival(source="", received_at=moment.now, given_unit=found.name if found else unit)
    return Context(campaign=campaign, arrival=arrival, outside=at_hand)


def _outside(ids: tuple[str, ...], moment: Moment) -> tuple[Campaign, ...]:
    """A campaign for each rulebook as it is shipped, so that a department can check its own file."""
    wanted = ids or shipped_rulebooks()
    texts = read_texts(wanted)
    campaigns = []
    for id in wanted:
        rulebook, faults = parse_rulebook(id, texts)
        if rulebook is None:
            raise Stop(faults[0])
        if any(form.filled_by is FilledBy.UNIT for form in rulebook.forms):
            campaigns.append(_as_shipped(rulebook, texts, moment))
    return tuple(campaigns)


def _as_shipped(rulebook: Rulebook, texts: dict[str, dict[str, str]], moment: Moment) -> Campaign:
    year = rulebook.year or moment.now.year
    start = rulebook.window_start or moment.now.date().replace(month=1, day=1, year=year)
    end = rulebook.window_end or moment.now.date().replace(month=12, day=31, year=year)
    new = NewCampaign(name=rulebook.short_title, rulebooks=(rulebook.id,), year=year, start=start, end=end)
    calendar = [
        {wording.CALENDAR_DAY: row.day.isoformat(), wording.CALENDAR_KIND: wording.DAY_KIND_WORDS[row.kind.value]}
        for row in shipped_rows(range(year - 1, year + 2))
    ]
    roster = [roster_row(unit) for unit in rulebook.units]
    campaign, faults = parse_campaign(
        Sources(settings=settings_text(new, (rulebook,), {}), rulebooks=texts, roster=roster, calendar=calendar)
    )
    stopping = tuple(fault for fault in blocking(faults) if fault.kind is not kinds.ROSTER_EMPTY)
    if campaign is None or stopping:
        raise Stop((stopping or faults)[0])
    return campaign
