"""正文 of a bulletin: four parts, each number and name taken from the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from duchá.campaign.tasks import tasks_of
from duchá.ledger.complaints import satisfied_words
from duchá.ledger.rates import Rate, complaint_rates, counters_of
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.pages import complaint_words, share_words
from duchá.reports.bulletin.view import View, receipts_in
from duchá.reports.page import Page
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import FilledBy
from duchá.rulebook.machine import Move
from duchá.submissions.classify import DONE
from duchá.terms.wording import PROVISIONAL, day_words, period_words

_NAMED = 10  # names of one fault in the text; the rest is in the annex


def sections(view: View) -> tuple[Page, ...]:
    """The text in its four parts: 总体情况, 较好的单位, 存在问题, 下步要求."""
    now = wording.NOW[view.period.kind.value]
    problems = [text for part in _PROBLEMS for text in part(view, now)]
    numbered = [f"{head}{text}" for head, text in zip(wording.SUB_HEADS, problems, strict=False)]
    parts = (
        (wording.FIRST, _overall(view, now)),
        (wording.GOOD, ("".join(_good(view, now)),)),
        (wording.WRONG, numbered or (wording.NO_PROBLEMS.format(now=now),)),
        (wording.NEXT_STEPS, _next_steps(view)),
    )
    under = wording.UNDER.format(period=period_words(view.period), day=day_words(view.as_of))
    return tuple(Page(name=name, title=name, columns=(), rows=(), words=tuple(words), under=under) for name, words in parts)


def _overall(view: View, now: str) -> Iterator[str]:
    yield "".join(_receipts(view, now))
    yield "".join(_matters(view, now))
    if view.complaints:
        yield complaint_words(view, now)
    if view.as_of < view.period.end:
        yield wording.NOT_OVER.format(now=now, day=day_words(view.as_of))


def _receipts(view: View, now: str) -> Iterator[str]:
    total = view.total
    if total.owed:
        yield wording.RECEIPTS.format(
            now=now,
            owed=total.owed,
            received=total.received,
            on_time=total.on_time,
            came_late=total.came_late,
            missing=total.missing,
            rate=share_words(total.on_time_rate),
        )
        yield from _of_tasks(view)
    else:
        yield wording.NO_RECEIPTS.format(now=now)
    if total.older:
        yield wording.OLDER.format(start=day_words(view.period.start), older=total.older)


def _of_tasks(view: View) -> Iterator[str]:
    """The same a collection task at a time, where several had a day in the period."""
    tallies = [(task.name, tally) for task in tasks_of(view.campaign) if (tally := receipts_in(view, task.keys)).owed]
    for name, tally in tallies if len(tallies) > 1 else ():
        yield wording.RECEIPTS_OF_TASK.format(
            task=name, owed=tally.owed, received=tally.received, missing=tally.missing, rate=share_words(tally.on_time_rate)
        )


def _matters(view: View, now: str) -> Iterator[str]:
    total = view.total
    if not total.at_start + total.opened:
        yield wording.NO_MATTERS.format(now=now)
        return
    counts = {"at_start": total.at_start, "opened": total.opened, "ended": total.ended, "at_end": total.at_end}
    yield wording.MATTERS.format(now=now, rate=share_words(total.done), **counts)
    if total.opened:
        yield wording.BY_OPENING.format(now=now, opened=total.opened, opened_ended=total.opened_ended)
    if total.at_end:
        yield wording.AT_END.format(at_end=total.at_end, waiting=total.waiting, late=total.late)
    if total.urged or total.returned:
        yield wording.URGED.format(now=now, urged=total.urged, returned=total.returned)
    counters = counters_of(view.matters)
    if counters.found:
        yield wording.COUNTERS.format(found=counters.found, handled=counters.handled, exposed=counters.exposed)
        yield from _self_reported(view)


def _self_reported(view: View) -> Iterator[str]:
    """What units say they put right, and what was verified: two rates, named so that nobody takes one for the other."""
    returned = {form.id for form in view.campaign.forms(FilledBy.UNIT)}
    problems = [matter for matter in view.matters if matter.kind is MatterKind.PROBLEM and matter.form in returned]
    if problems:
        done = sum(matter.marks.klass == DONE for matter in problems)
        verified = counters_of(problems).handled
        yield wording.SELF_REPORTED.format(
            found=len(problems),
            done=done,
            rate=share_words(Rate(part=done, whole=len(problems))),
            verified=verified,
            verified_rate=share_words(Rate(part=verified, whole=len(problems))),
        )


def _good(view: View, now: str) -> Iterator[str]:
    well = [t for t in view.tallies if not (t.missing or t.came_late or t.older or t.late or t.returned) and (t.owed or t.ended)]
    if not well:
        yield wording.NO_GOOD.format(now=now)
        return
    said = wording.GOOD_UNITS if view.total.owed else wording.GOOD_HANDLED
    yield said.format(count=len(well), units=wording.PAUSE.join(tally.unit for tally in well))
    done = [tally.unit for tally in well if tally.done.share == 1]
    if done:
        yield wording.GOOD_DONE.format(now=now, count=len(done), units=wording.PAUSE.join(done))


def _missing(view: View, _: str) -> Iterator[str]:
    named = [(tally.unit, tally.missing + tally.older) for tally in view.tallies if tally.missing + tally.older]
    named.sort(key=lambda pair: -pair[1])
    if named:
        listed = [wording.MISSING_ONE.format(unit=unit, copies=copies) for unit, copies in named]
        yield wording.MISSING_HEAD + wording.MISSING_SAID.format(count=len(named), copies=sum(c for _, c in named), list=_list(listed))


def _came_late(view: View, _: str) -> Iterator[str]:
    days: dict[str, list[int]] = {}
    for standing in view.standings:
        if standing.current is not None and standing.late_days and view.in_period(standing.owed.deadline.due):
            days.setdefault(standing.unit.name, []).append(standing.late_days)
    if days:
        listed = [wording.LATE_ONE.format(unit=unit, copies=len(late), days=max(late)) for unit, late in days.items()]
        yield wording.LATE_HEAD + wording.LATE_SAID.format(count=len(days), copies=sum(map(len, days.values())), list=_list(listed))


def _overdue(view: View, _: str) -> Iterator[str]:
    worst: dict[str, tuple[str, int]] = {}
    for item in view.late_matters:
        if item.days_late > worst.get(item.matter, ("", 0))[1]:
            worst[item.matter] = (item.unit, item.days_late)
    if worst:
        listed = [wording.OVERDUE_ONE.format(unit=unit, matter=matter, days=days) for matter, (unit, days) in worst.items()]
        yield wording.OVERDUE_HEAD + wording.OVERDUE_SAID.format(count=len(worst), list=_list(listed))


def _returned(view: View, now: str) -> Iterator[str]:
    times = [(matter, sum(e.move is Move.RETURN and view.in_period(e.day) for e in matter.events)) for matter in view.matters]
    named = [(matter, count) for matter, count in times if count]
    if named:
        listed = [wording.RETURNED_ONE.format(unit=matter.answering, matter=matter.id, times=count) for matter, count in named]
        said = wording.RETURNED_SAID.format(now=now, count=sum(count for _, count in named), list=_list(listed))
        yield wording.RETURNED_HEAD + said


def _again(view: View, _: str) -> Iterator[str]:
    named = [matter for matter in view.matters if matter.first_record and view.in_period(matter.opened_on)]
    if named:
        listed = [wording.AGAIN_ONE.format(unit=matter.answering, matter=matter.id, first=matter.first_record) for matter in named]
        yield wording.AGAIN_HEAD + wording.AGAIN_SAID.format(count=len(named), list=_list(listed))


def _gaps(view: View, _: str) -> Iterator[str]:
    rates = complaint_rates(view.complaints, view.as_of, satisfied_words(view.campaign))
    if rates.handled.gaps or rates.visited.gaps:
        yield wording.GAPS_HEAD + wording.GAPS_SAID.format(handled=len(rates.handled.gaps), visited=len(rates.visited.gaps))


_PROBLEMS: Sequence[Callable[[View, str], Iterable[str]]] = (_missing, _came_late, _overdue, _returned, _again, _gaps)


def _next_steps(view: View) -> Iterator[str]:
    if view.missing:
        yield wording.SUPPLY
    if view.late_matters:
        yield wording.SETTLE
    if view.coming:
        listed = [
            wording.COMING_ONE.format(
                unit=item.unit,
                what=item.matter or item.what,
                day=day_words(item.due, year=False) + (PROVISIONAL if item.provisional else ""),
            )
            for item in sorted(view.coming, key=lambda item: item.due)
        ]
        yield wording.COMING.format(next=_time_ahead(view), count=len(listed), list=_list(listed))
    yield wording.KEEP_ON


def _time_ahead(view: View) -> str:
    """The period that follows, and what is left of this one where it is not over."""
    now, following = (words[view.period.kind.value] for words in (wording.NOW, wording.NEXT))
    return wording.NEXT_AND_REST.format(now=now, next=following) if view.as_of < view.period.end else following


def _list(texts: Sequence[str]) -> str:
    more = wording.MORE_IN_ANNEX if len(texts) > _NAMED else ""
    return wording.PAUSE.join(texts[:_NAMED]) + more
