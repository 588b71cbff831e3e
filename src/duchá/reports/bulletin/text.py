"""正文 of a bulletin: four parts, each number and name taken from the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from duchá.campaign.tasks import tasks_of
from duchá.ledger.rates import Rate, counters_of
from duchá.registers.measures import gaps_sentence, sentence_of
from duchá.reports.bulletin import wording
from duchá.reports.bulletin.view import BulletinView, receipts_in
from duchá.reports.page import Page, share_text
from duchá.reports.scores.cards_page import cards_words
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.form import FilledBy
from duchá.rulebook.machine import Move
from duchá.submissions.classify import DONE
from duchá.terms.wording import PROVISIONAL, day_words, period_words

NOW = {"month": "本月", "quarter": "本季度", "year": "本年度", "span": "本期"}
NEXT = {
    "month": "下月",
    "quarter": "下季度",
    "year": "下年度",
    "span": "下期",
}
FIRST = "总体情况"
GOOD = "较好的单位"
WRONG = "存在问题"
NEXT_STEPS = "下步要求"
NEXT_AND_REST = "{now}余下时间和{next}"
NOT_OVER = "（{now}尚未结束，数据截至{day}。）"
RECEIPTS = "{now}应报材料{owed}份，实报{received}份，其中按时{on_time}份、逾期{came_late}份，未报{missing}份；按时率{rate}。"
RECEIPTS_OF_TASK = "其中{task}应报{owed}份，实报{received}份，未报{missing}份，按时率{rate}。"
NO_RECEIPTS = "{now}没有到期的报送材料。"
OLDER = "{start}以前到期、至今未报的{older}份。"
MATTERS = "期初未结{at_start}件，{now}新增{opened}件、办结{ended}件，期末未结{at_end}件；办结率{rate}。"
BY_OPENING = "{now}新增的{opened}件中，已办结{opened_ended}件。"
AT_END = "期末未结的{at_end}件中，已报待审核{waiting}件，逾期{late}件。"
SELF_REPORTED = (
    "其中各单位自查报告的{found}件，单位自报已整改{done}件，自报整改率{rate}；经核验或者销号{verified}件，核验率{verified_rate}。"
)
NO_MATTERS = "{now}没有督办事项和问题。"
COUNTERS = "至期末共发现问题{found}件，已处理{handled}件，已公开曝光{exposed}件。"
URGED = "{now}催办{urged}次，退回{returned}次。"
GOOD_UNITS = "应报材料按时报齐、没有逾期和退回事项的有{count}个单位：{units}。"
GOOD_HANDLED = "有事项办结、没有逾期和退回的有{count}个单位：{units}。"
GOOD_DONE = "期初未结和{now}新增的事项全部办结的有{count}个单位：{units}。"
NO_GOOD = "{now}没有材料按时报齐、又没有逾期和退回事项的单位。"
SUB_HEADS = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）", "（九）", "（十）")
MISSING_HEAD = "材料未报。"
MISSING_SAID = "{count}个单位{copies}份材料未报：{list}。"
MISSING_ONE = "{unit}{copies}份"
LATE_HEAD = "报送逾期。"
LATE_SAID = "{count}个单位{copies}份材料逾期报送：{list}。"
LATE_ONE = "{unit}{copies}份（最长{days}天）"
OVERDUE_HEAD = "事项逾期。"
OVERDUE_SAID = "{count}件事项逾期未办结或未按节点反馈：{list}。"
OVERDUE_ONE = "{unit}{matter}（逾期{days}天）"
RETURNED_HEAD = "办理质量不高。"
RETURNED_SAID = "{now}退回重办{count}次：{list}。"
RETURNED_ONE = "{unit}{matter}（{times}次）"
AGAIN_HEAD = "问题反弹。"
AGAIN_SAID = "{count}件问题销号后再次出现：{list}。"
AGAIN_ONE = "{unit}{matter}（首次为{first}）"
NO_PROBLEMS = "{now}没有发现未报、逾期、退回和反弹的情况。"
MORE_IN_ANNEX = "；其余见附件"
SUPPLY = "未报材料的单位要立即补报，确有困难的，书面说明原因；补报时限：____年__月__日（由签发人确定）。"
SETTLE = "逾期事项的牵头单位要逐件说明原因，列出完成时间，并按催办要求反馈。"
COMING = "{next}到期的共{count}项：{list}。请有关单位提前安排，按期完成。"
COMING_ONE = "{unit}{what}（{day}）"
KEEP_ON = "各单位要保持进度，已整改的及时报送佐证材料，由督查室核验后销号。"

_NAMED = 10  # names of one fault in the text; the rest is in the annex


def sections(view: BulletinView) -> tuple[Page, ...]:
    """The text in its four parts: 总体情况, 较好的单位, 存在问题, 下步要求."""
    now = NOW[view.period.kind.value]
    problems = [text for part in _PROBLEMS for text in part(view, now)]
    numbered = [f"{head}{text}" for head, text in zip(SUB_HEADS, problems, strict=False)]
    parts = (
        (FIRST, _overall(view, now)),
        (GOOD, ("".join(_good(view, now)),)),
        (WRONG, numbered or (NO_PROBLEMS.format(now=now),)),
        (NEXT_STEPS, _next_steps(view)),
    )
    under = wording.UNDER.format(period=period_words(view.period), day=day_words(view.as_of))
    return tuple(Page(name=name, title=name, columns=(), rows=(), words=tuple(words), under=under) for name, words in parts)


def _overall(view: BulletinView, now: str) -> Iterator[str]:
    yield "".join(_receipts(view, now))
    yield "".join(_matters(view, now))
    for _, table in view.tables:
        if table.declared.sentence:
            yield sentence_of(table, now, table.declared.sentence)
    yield from cards_words(view.cards, view.period)
    if view.as_of < view.period.end:
        yield NOT_OVER.format(now=now, day=day_words(view.as_of))


def _receipts(view: BulletinView, now: str) -> Iterator[str]:
    total = view.total
    if total.owed:
        yield RECEIPTS.format(
            now=now,
            owed=total.owed,
            received=total.received,
            on_time=total.on_time,
            came_late=total.came_late,
            missing=total.missing,
            rate=share_text(total.on_time_rate.share),
        )
        yield from _of_tasks(view)
    else:
        yield NO_RECEIPTS.format(now=now)
    if total.older:
        yield OLDER.format(start=day_words(view.period.start), older=total.older)


def _of_tasks(view: BulletinView) -> Iterator[str]:
    """The same a collection task at a time, where several had a day in the period."""
    tallies = [(task.name, tally) for task in tasks_of(view.campaign) if (tally := receipts_in(view, task.keys)).owed]
    for name, tally in tallies if len(tallies) > 1 else ():
        yield RECEIPTS_OF_TASK.format(
            task=name, owed=tally.owed, received=tally.received, missing=tally.missing, rate=share_text(tally.on_time_rate.share)
        )


def _matters(view: BulletinView, now: str) -> Iterator[str]:
    total = view.total
    if not total.at_start + total.opened:
        yield NO_MATTERS.format(now=now)
        return
    counts = {"at_start": total.at_start, "opened": total.opened, "ended": total.ended, "at_end": total.at_end}
    yield MATTERS.format(now=now, rate=share_text(total.done.share), **counts)
    if total.opened:
        yield BY_OPENING.format(now=now, opened=total.opened, opened_ended=total.opened_ended)
    if total.at_end:
        yield AT_END.format(at_end=total.at_end, waiting=total.waiting, late=total.late)
    if total.urged or total.returned:
        yield URGED.format(now=now, urged=total.urged, returned=total.returned)
    counters = counters_of(view.campaign, view.matters, view.as_of)
    if counters.found:
        yield COUNTERS.format(found=counters.found, handled=counters.handled, exposed=counters.exposed)
        yield from _self_reported(view)


def _self_reported(view: BulletinView) -> Iterator[str]:
    """What units say they put right, and what was verified: two rates, named so that nobody takes one for the other."""
    returned = {form.id for form in view.campaign.forms(FilledBy.UNIT)}
    problems = [matter for matter in view.matters if matter.kind is MatterKind.PROBLEM and matter.form in returned]
    if problems:
        done = sum(matter.marks.klass == DONE for matter in problems)
        verified = counters_of(view.campaign, problems, view.as_of).handled
        yield SELF_REPORTED.format(
            found=len(problems),
            done=done,
            rate=share_text(Rate(part=done, whole=len(problems)).share),
            verified=verified,
            verified_rate=share_text(Rate(part=verified, whole=len(problems)).share),
        )


def _good(view: BulletinView, now: str) -> Iterator[str]:
    well = [t for t in view.tallies if not (t.missing or t.came_late or t.older or t.late or t.returned) and (t.owed or t.ended)]
    if not well:
        yield NO_GOOD.format(now=now)
        return
    said = GOOD_UNITS if view.total.owed else GOOD_HANDLED
    yield said.format(count=len(well), units=wording.PAUSE.join(tally.unit for tally in well))
    done = [tally.unit for tally in well if tally.done.share == 1]
    if done:
        yield GOOD_DONE.format(now=now, count=len(done), units=wording.PAUSE.join(done))


def _missing(view: BulletinView, _: str) -> Iterator[str]:
    named = [(tally.unit, tally.missing + tally.older) for tally in view.tallies if tally.missing + tally.older]
    named.sort(key=lambda pair: -pair[1])
    if named:
        listed = [MISSING_ONE.format(unit=unit, copies=copies) for unit, copies in named]
        yield MISSING_HEAD + MISSING_SAID.format(count=len(named), copies=sum(c for _, c in named), list=_list(listed))


def _came_late(view: BulletinView, _: str) -> Iterator[str]:
    days: dict[str, list[int]] = {}
    for standing in view.standings:
        if standing.current is not None and standing.late_days and view.in_period(standing.owed.due):
            days.setdefault(standing.unit.name, []).append(standing.late_days)
    if days:
        listed = [LATE_ONE.format(unit=unit, copies=len(late), days=max(late)) for unit, late in days.items()]
        yield LATE_HEAD + LATE_SAID.format(count=len(days), copies=sum(map(len, days.values())), list=_list(listed))


def _overdue(view: BulletinView, _: str) -> Iterator[str]:
    worst: dict[str, tuple[str, int]] = {}
    for item in view.late_matters:
        if item.days_late > worst.get(item.matter, ("", 0))[1]:
            worst[item.matter] = (item.unit, item.days_late)
    if worst:
        listed = [OVERDUE_ONE.format(unit=unit, matter=matter, days=days) for matter, (unit, days) in worst.items()]
        yield OVERDUE_HEAD + OVERDUE_SAID.format(count=len(worst), list=_list(listed))


def _returned(view: BulletinView, now: str) -> Iterator[str]:
    times = [(matter, sum(e.move is Move.RETURN and view.in_period(e.day) for e in matter.events)) for matter in view.matters]
    named = [(matter, count) for matter, count in times if count]
    if named:
        listed = [RETURNED_ONE.format(unit=matter.answering, matter=matter.id, times=count) for matter, count in named]
        said = RETURNED_SAID.format(now=now, count=sum(count for _, count in named), list=_list(listed))
        yield RETURNED_HEAD + said


def _again(view: BulletinView, _: str) -> Iterator[str]:
    named = [matter for matter in view.matters if matter.first_record and view.in_period(matter.opened_on)]
    if named:
        listed = [AGAIN_ONE.format(unit=matter.answering, matter=matter.id, first=matter.first_record) for matter in named]
        yield AGAIN_HEAD + AGAIN_SAID.format(count=len(named), list=_list(listed))


def _gaps(view: BulletinView, _: str) -> Iterator[str]:
    yield from filter(None, (gaps_sentence(table) for _, table in view.tables))


_PROBLEMS: Sequence[Callable[[BulletinView, str], Iterable[str]]] = (_missing, _came_late, _overdue, _returned, _again, _gaps)


def _next_steps(view: BulletinView) -> Iterator[str]:
    if view.missing:
        yield SUPPLY
    if view.late_matters:
        yield SETTLE
    if view.coming:
        listed = [
            COMING_ONE.format(
                unit=item.unit,
                what=item.matter or item.what,
                day=day_words(item.due, year=False) + (PROVISIONAL if item.provisional else ""),
            )
            for item in sorted(view.coming, key=lambda item: item.due)
        ]
        yield COMING.format(next=_time_ahead(view), count=len(listed), list=_list(listed))
    yield KEEP_ON


def _time_ahead(view: BulletinView) -> str:
    """The period that follows, and what is left of this one where it is not over."""
    now, following = (words[view.period.kind.value] for words in (NOW, NEXT))
    return NEXT_AND_REST.format(now=now, next=following) if view.as_of < view.period.end else following


def _list(texts: Sequence[str]) -> str:
    more = MORE_IN_ANNEX if len(texts) > _NAMED else ""
    return wording.PAUSE.join(texts[:_NAMED]) + more
