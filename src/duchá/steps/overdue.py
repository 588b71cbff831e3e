"""overdue: what is late, for cron. Makes each reminder once, writes the list, and nothing at all where nothing is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from duchá.journal.fact import FactKind
from duchá.journal.read import iter_facts
from duchá.ledger.faults import LOOKING_AHEAD
from duchá.ledger.ladder import Reminded, Reminder, Sending, mailings_of, reminded, reminder_fact, reminder_of, reminders_due, waiting_of
from duchá.ledger.matter import Matter
from duchá.ledger.overdue import Item, Undated, items_of, undated_of
from duchá.ledger.scope import LedgerScope
from duchá.receipts.matrix import held_by
from duchá.steps.duties_of import duties_as_of
from duchá.steps.ledger_of import state_of
from duchá.steps.open_campaign import OpenCampaign, note_context, save_context
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.wording import day_words

if TYPE_CHECKING:
    from duchá.steps.send_letters import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueOptions:
    """What `overdue` is to do besides looking: list what comes due within so many days (None: nothing), write letters, write mail."""

    within: int | None = None
    letters: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What is late or coming due; ``reminders`` were made by this run, ``had`` is what each lateness has had in all.

    ``undated`` is what is owed without a day: beside what is late, or where what comes due was asked for as well.
    """

    opened: OpenCampaign
    items: tuple[Item, ...]
    reminders: tuple[Reminder, ...] = ()
    had: Mapping[str, Reminded]
    written: tuple[Path, ...] = ()
    faults: tuple[Fault, ...] = ()
    post: Post | None = None
    undated: tuple[Undated, ...] = ()

    @property
    def late(self) -> tuple[Item, ...]:
        """The items that are late; the others are only coming due."""
        return tuple(item for item in self.items if item.days_late > 0)


def overdue(opened: OpenCampaign, options: OverdueOptions) -> Overdue:
    """What is late on the day, with every reminder that is due made and noted once; the list and the letters are written.

    A look at what was known earlier (``known_at``) makes no reminder and writes nothing in the journal; nor does a look ahead, at a
    day that has not come (L113). The same run again writes the same files. Raises JournalError and OSError.
    """
    state = state_of(opened, LedgerScope())
    duties = duties_as_of(opened)
    items = items_of(opened.campaign, (*state.standings, *duties.standings), state.ledger.matters, opened.as_of, options.within)
    late = any(item.days_late > 0 for item in items)
    undated = undated_of(opened.campaign, state.ledger.matters, opened.as_of, state.standings) if late or options.within is not None else ()
    if not items:
        return Overdue(opened=opened, items=(), had={}, faults=opened.news, undated=undated)
    made, faults = _remind(opened, items)
    found = Overdue(
        opened=opened,
        items=items,
        reminders=made,
        had=reminded(opened.facts(FactKind.REMINDER), lambda name: held_by(opened.campaign, name, opened.as_of)),
        faults=(*opened.news, *duties.faults, *faults, *save_context(opened)),
        undated=undated,
    )
    if not found.late:
        return found
    found = _with_list(found)
    return _with_letters(found, state.ledger.matters, mail=options.mail) if options.letters or options.mail else found


def _with_list(found: Overdue) -> Overdue:
    """What was found, with the list of it written. What writes is loaded only here: on most days cron has nothing to write."""
    from duchá.reports.ledger.letters import late_report
    from duchá.steps.written import Format, written

    opened = found.opened
    report = late_report(opened.campaign, found.items, found.had, opened.as_of, found.undated)
    made = written(opened, report, Format.XLSX)
    return replace(found, written=(made.path,), faults=(*found.faults, *made.faults))


def _with_letters(found: Overdue, matters: tuple[Matter, ...], *, mail: bool) -> Overdue:
    """What was found, with a letter to each unit that is late, and the letters mailed where that is asked for."""
    from duchá.reports.ledger.letters import Urged, letters_of
    from duchá.steps.send_letters import mail_letters
    from duchá.steps.write_letters import letter_folder, write_letters
    from duchá.steps.written import kept_faults

    opened = found.opened
    waiting = waiting_of(mailings_of(opened.facts(FactKind.NOTE)), opened.as_of)
    still = frozenset(item.key for item in found.late if reminder_of(item, found.had) in waiting)
    letters = letters_of(opened.campaign, found.late, matters, Urged(day=opened.as_of, had=found.had, waiting=still))
    post = mail_letters(opened, letters, found.had, letter_folder(opened)) if mail else None
    mailings = mailings_of(opened.facts(FactKind.NOTE))
    mailed = frozenset(one.unit for one in mailings if one.state is Sending.SENT and one.on == opened.as_of and one.urges)
    puts = (*write_letters(opened, letters, mailed), *(post.files if post else ()))
    faults = (*found.faults, *(post.faults if post else ()), *kept_faults(opened, puts))
    return replace(found, written=(*found.written, *(put.path for put in puts)), post=post, faults=faults)


def _remind(opened: OpenCampaign, items: tuple[Item, ...]) -> tuple[tuple[Reminder, ...], tuple[Fault, ...]]:
    """The reminders that are due, written into the journal under its lock: two runs at once make each only once."""
    if opened.known_at is not None:
        return (), ()
    if opened.as_of > opened.campaign.local(opened.now).date():
        return (), (LOOKING_AHEAD.at(Place(), day=day_words(opened.as_of)),)
    kinds = frozenset({FactKind.REMINDER})
    before = iter_facts(opened.journal, kinds=kinds) if opened.journal.exists() else iter(())
    if not reminders_due(opened.campaign, items, before, opened.as_of):
        return (), ()
    from duchá.journal.write import open_journal

    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        made = reminders_due(opened.campaign, items, writer.facts(kinds=kinds), opened.as_of)
        writer.append(*(reminder_fact(reminder, opened.happens_at) for reminder in made))
        return made, tuple(writer.faults)
