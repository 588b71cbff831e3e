"""呈阅件: one page for the leader: what came in, what is wrong, what is late, who leads and who trails, what waits for his word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.ledger.status import Light
from duchá.reports.glance.view import GlanceView
from duchá.reports.page import Page, Report, amount_text, share_text
from duchá.reports.wording import numeral
from duchá.scoring.facts.model import RankedGroup
from duchá.terms.wording import LIST_SEPARATOR, day_words, period_words

TITLE = "{campaign}进展情况"
STEM = "呈阅件-{day}"
UNDER = "呈阅件（截至{day}）"
HEADED = "{numeral}、{name}：{said}"
RECEIVED = "收件"
PROBLEMS = "问题和整改"
LATE = "逾期"
RANKING = "积分排名"
WAITING = "请示"
RECEIPTS_SAID = "应报{owed}份，实报{received}份，报送率{rate}；按时{on_time}份，逾期报送{late}份。"
MISSING_SAID = "未报{missing}份，涉及{count}个单位：{units}。"
ALL_IN = "应报的均已报来。"
PENDING_SAID = "期限未到的{pending}份。"
NOTHING_OWED = "没有要收的材料。"
PROBLEMS_SAID = "共{found}个问题，已核验销号{handled}个；各单位自报整改率{rate}。"
NO_PROBLEMS = "没有登记问题。"
MATTERS_SAID = "在办事项{open}件：{lights}。"
LATE_SAID = "逾期{count}项，最长{days}天：{items}。"
LATE_ITEM = "{unit}{what}（{days}天）"
NO_LATE = "没有逾期。"
GROUP_SAID = "{group}（{period}）：最高{top}，最低{bottom}。"
GROUP_LEVEL = "{group}（{period}）：{count}个单位均为{total}分，未拉开名次。"
CARDS_SAID, CARDS_OF = "{period}亮{cards}。", "{name}{count}张（{units}）"
AT_TOTAL = "{units}{total}分"
WAITS_SAID = "{parts}。"
WAITING_PARTS = ("{count}件已报、待核验", "{count}项没有期限，待定时限", "{count}件红闪，建议列入重点督办", "{count}份收件待确认")
NOTHING_WAITS = "没有需要请示的事项。"
LIGHTS = {Light.FLASHING: "红闪", Light.RED: "红", Light.YELLOW: "黄", Light.GREEN: "绿", Light.GREY: "灰"}
AND_MORE = "{names}等"

_ROOM, _NARROW, _GROUPS = 44, 22, 3  # characters of names in a sentence, at an end of a ranking; groups: one page holds that much


def brief_report(view: GlanceView) -> Report:
    """The one page. It names no more than it has room for; every figure is that of the summary, the ledger and the ranking of the day."""
    parts = (
        (RECEIVED, tuple(_receipts(view))),
        (PROBLEMS, tuple(_problems(view))),
        (LATE, (_late(view),)),
        *(((RANKING, ranked),) if (ranked := tuple(_ranking(view))) else ()),
        (WAITING, (_waiting(view),)),
    )
    words = tuple(HEADED.format(numeral=numeral(at), name=name, said="".join(said)) for at, (name, said) in enumerate(parts, 1))
    title = TITLE.format(campaign=view.campaign.settings.name)
    page = Page(name="", title=title, columns=(), rows=(), words=words, under=UNDER.format(day=day_words(view.as_of)))
    return Report(
        stem=STEM.format(day=view.as_of.isoformat()),
        title=title,
        as_of=view.as_of,
        mark=view.mark,
        pages=(page,),
        issuer=view.campaign.settings.issuer,
    )


def _receipts(view: GlanceView) -> Iterator[str]:
    figures = view.receipts
    if not figures.owed:
        yield NOTHING_OWED
        return
    rate = share_text(figures.rate.share)
    yield RECEIPTS_SAID.format(owed=figures.owed, received=figures.received, rate=rate, on_time=figures.on_time, late=figures.late)
    units = view.missing_units
    if units:
        yield MISSING_SAID.format(missing=figures.missing, count=len(units), units=_named(units, _ROOM))
    elif not figures.pending:
        yield ALL_IN
    if figures.pending:
        yield PENDING_SAID.format(pending=figures.pending)


def _problems(view: GlanceView) -> Iterator[str]:
    counters = view.counters
    if counters.found:
        yield PROBLEMS_SAID.format(found=counters.found, handled=counters.handled, rate=share_text(view.self_reported.share))
    else:
        yield NO_PROBLEMS
    lights = view.lights
    if lights:
        said = LIST_SEPARATOR.join(f"{word}{lights[light]}" for light, word in LIGHTS.items() if lights[light])
        yield MATTERS_SAID.format(open=sum(lights.values()), lights=said)


def _late(view: GlanceView) -> str:
    late = view.lateness
    if not late:
        return NO_LATE
    said = [LATE_ITEM.format(unit=one.unit, what=one.short, days=one.days) for one in late]
    return LATE_SAID.format(count=len(view.late_items), days=late[0].days, items=_named(said, _ROOM))


def _ranking(view: GlanceView) -> Iterator[str]:
    if view.scores is None:
        return
    period = period_words(view.scores.period)
    for group in [group for group in view.scores.groups if group.standings][:_GROUPS]:
        totals = [standing.score.total for standing in group.standings]
        if len(totals) > 1 and len(set(totals)) == 1:
            yield GROUP_LEVEL.format(group=group.group, period=period, count=len(totals), total=amount_text(totals[0]))
        else:
            yield GROUP_SAID.format(group=group.group, period=period, top=_at(group, 0), bottom=_at(group, -1))
    if given := [card for card in view.scores.cards if card.day in view.scores.period]:
        kinds = {name: [card.unit for card in given if card.name == name] for name in dict.fromkeys(card.name for card in given)}
        said = [CARDS_OF.format(name=name, count=len(of), units=_named(list(dict.fromkeys(of)), _NARROW)) for name, of in kinds.items()]
        yield CARDS_SAID.format(period=period, cards=LIST_SEPARATOR.join(said))


def _at(group: RankedGroup, end: int) -> str:
    """The units at one end of a ranking, with what they have."""
    total = group.standings[end].score.total
    units = [standing.name for standing in group.standings if standing.score.total == total]
    return AT_TOTAL.format(units=_named(units, _NARROW), total=amount_text(total))


def _waiting(view: GlanceView) -> str:
    counts = (view.waiting, view.undated, view.lights[Light.FLASHING], view.receipts.held)
    parts = [words.format(count=count) for words, count in zip(WAITING_PARTS, counts, strict=True) if count]
    return WAITS_SAID.format(parts="；".join(parts)) if parts else NOTHING_WAITS


def _named(names: Sequence[str], room: int) -> str:
    """The first names, as many as there is room for, one at least; 等 where there are more."""
    kept = list(names[:1])
    for name in names[1:]:
        if len(LIST_SEPARATOR.join([*kept, name])) > room:
            break
        kept.append(name)
    said = LIST_SEPARATOR.join(kept)
    return said if len(kept) == len(names) else AND_MORE.format(names=said)
