"""督查看板: what one page for a screen or two sheets of paper show: figures, lights, receipts by day, problems, ranking, trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duchá.reports.glance.brief import LIGHTS
from duchá.reports.glance.view import GlanceView
from duchá.reports.page import amount_text, share_text
from duchá.terms.wording import day_words, period_words

STEM = "督查看板-{day}"
UNDER = "截至{day}"
RECEIVED, ON_TIME, MISSING, HELD = "报送率", "按时", "未报", "待确认、退回"
OVERDUE, OPEN, PROBLEMS, RECTIFIED = "逾期", "在办事项", "问题", "自报整改率"
OF = "{part}／{whole}份"
COPIES = "{count}份"
UNITS = "{count}个单位"
ITEMS = "{count}项"
LONGEST = "最长{days}天"
MATTERS = "{count}件"
UNDATED = "未定期限{count}件"
VERIFIED = "已核验{count}个"
WAITING = "待核验{count}件"
RECEIPTS_TITLE = "每日收件"
RECEIPTS_SAID = "{first}至{last}共收{count}份材料，最多的一天是{day}，{most}份。"
NO_RECEIPTS = "还没有收件。"
LIGHTS_TITLE = "在办事项亮灯"
NO_MATTERS = "没有在办事项。"
TREND_TITLE = "事项进展"
TREND_SAID = "{day}：已立项{opened}件，已办结{ended}件。"
PROBLEMS_TITLE = "各单位问题数"
CLASSES_TITLE = "整改情况"
RANKING_TITLE = "{group}积分排名（{period}）"
LEVEL = "{count}个单位均为{total}分，未拉开名次。"
AND_REST = "另有{count}项，见逾期清单。"
NO_LATE = "没有逾期。"
OPENED, ENDED = "立项", "办结"

_MOST_LATE, _MOST_UNITS = 12, 12
_DAYS = 366  # a longer run of days is drawn by the last of them
_WIDTH, _HEIGHT, _LEFT, _FOOT, _HEAD = 460, 170, 34, 22, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTile:
    """One figure: its name, the figure, what it is made of; ``alarm`` where somebody has to do something about it."""

    name: str
    figure: str
    about: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardBar:
    """One bar: from ``at`` so ``long`` in per cent of the whole length; ``klass`` colours it."""

    name: str
    value: str
    long: str
    klass: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """An upright bar in pixels, with what stands below it where there is room."""

    x: int
    y: int
    wide: int
    high: int
    name: str
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCurve:
    """A line of dots in pixels, with its name and what it comes to."""

    klass: str
    points: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFigure:
    """A drawing with its title and what it says in words, for those who do not see it."""

    title: str
    said: str
    columns: tuple[BoardColumn, ...] = ()
    curves: tuple[BoardCurve, ...] = ()
    labels: tuple[tuple[int, str], ...] = ()
    top: str = ""
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    floor: int = _HEIGHT - _FOOT


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardBars:
    """BoardBars below one another under a title; ``said`` where there are none, or all are equal."""

    title: str
    bars: tuple[BoardBar, ...] = ()
    said: str = ""
    twofold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """A line of what is late."""

    light: str
    klass: str
    unit: str
    what: str
    due: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The page: every text and length that its template prints, nothing left to reckon."""

    stem: str
    title: str
    under: str
    mark: str
    tiles: tuple[BoardTile, ...]
    lights: BoardBars
    receipts: BoardFigure
    trend: BoardFigure
    late: tuple[LateLine, ...]
    late_said: str
    problems: BoardBars
    classes: BoardBars
    rankings: tuple[BoardBars, ...]


def dashboard_of(view: GlanceView) -> Dashboard:
    """The dashboard of a view."""
    late = view.lateness
    lines = tuple(
        LateLine(light=LIGHTS[one.light], klass=one.light.value, unit=one.unit, what=one.what, due=one.due.isoformat(), days=one.days)
        for one in late[:_MOST_LATE]
    )
    rest = len(late) - len(lines)
    return Dashboard(
        stem=STEM.format(day=view.as_of.isoformat()),
        title=view.campaign.settings.name,
        under=UNDER.format(day=day_words(view.as_of, weekday=True)),
        mark=view.mark,
        tiles=tuple(_tiles(view)),
        lights=_lights(view),
        receipts=_by_day(view),
        trend=_trend(view),
        late=lines,
        late_said=NO_LATE if not late else AND_REST.format(count=rest) if rest else "",
        problems=_bars(PROBLEMS_TITLE, [(name, Decimal(count)) for name, count in view.by_unit[:_MOST_UNITS]]),
        classes=_bars(CLASSES_TITLE, [(name, Decimal(count)) for name, count in view.classes]),
        rankings=tuple(_rankings(view)),
    )


def _tiles(view: GlanceView) -> Iterator[BoardTile]:
    figures, late, counters = view.receipts, view.late_items, view.counters
    open_ones = sum(view.lights.values())
    if figures.owed:
        yield BoardTile(name=RECEIVED, figure=share_text(figures.rate.share), about=OF.format(part=figures.received, whole=figures.owed))
        yield BoardTile(
            name=MISSING,
            figure=COPIES.format(count=figures.missing),
            about=UNITS.format(count=len(view.missing_units)),
            alarm=bool(figures.missing),
        )
        open_receipts = figures.held + figures.sent_back
        yield BoardTile(name=HELD, figure=COPIES.format(count=open_receipts), alarm=bool(open_receipts))
    longest = LONGEST.format(days=late[0].days_late) if late else ""
    yield BoardTile(name=OVERDUE, figure=ITEMS.format(count=len(late)), about=longest, alarm=bool(late))
    yield BoardTile(name=OPEN, figure=MATTERS.format(count=open_ones), about=UNDATED.format(count=view.undated) if view.undated else "")
    if counters.found:
        yield BoardTile(name=PROBLEMS, figure=f"{counters.found}", about=VERIFIED.format(count=counters.handled))
        yield BoardTile(
            name=RECTIFIED, figure=share_text(view.self_reported.share), about=WAITING.format(count=view.waiting) if view.waiting else ""
        )


def _lights(view: GlanceView) -> BoardBars:
    lights = view.lights
    most = max(lights.values(), default=0)
    bars = tuple(
        BoardBar(name=word, value=MATTERS.format(count=lights[light]), long=_per_cent(lights[light], most), klass=light.value)
        for light, word in LIGHTS.items()
        if lights[light]
    )
    return BoardBars(title=LIGHTS_TITLE, bars=bars, said="" if bars else NO_MATTERS)


def _by_day(view: GlanceView) -> BoardFigure:
    days = view.days[-_DAYS:]
    if not days:
        return BoardFigure(title=RECEIPTS_TITLE, said=NO_RECEIPTS)
    most = max(came for _, came, _ in days)
    best = next(day for day, came, _ in days if came == most)
    said = RECEIPTS_SAID.format(
        first=day_words(days[0][0]), last=day_words(days[-1][0]), count=days[-1][2], day=day_words(best, year=False), most=most
    )
    room, floor = _WIDTH - _LEFT - 8, _HEIGHT - _FOOT
    step = Decimal(room) / len(days)
    every = -(-len(days) // 8)
    columns = tuple(
        BoardColumn(
            x=_LEFT + int(at * step),
            y=floor - int(Decimal(floor - _HEAD) * came / most),
            wide=max(int(step) - 2, 1),
            high=int(Decimal(floor - _HEAD) * came / most),
            name=day_words(day, year=False),
            value=str(came),
            label=_short(day) if at % every == 0 else "",
        )
        for at, (day, came, _) in enumerate(days)
    )
    return BoardFigure(title=RECEIPTS_TITLE, said=said, columns=columns, top=str(most))


def _trend(view: GlanceView) -> BoardFigure:
    weeks = view.weeks
    if not weeks:
        return BoardFigure(title=TREND_TITLE, said=NO_MATTERS)
    end, opened, ended = weeks[-1]
    said = TREND_SAID.format(day=day_words(end), opened=opened, ended=ended)
    most, floor = max(opened, 1), _HEIGHT - _FOOT
    step = Decimal(_WIDTH - _LEFT - 24) / max(len(weeks) - 1, 1)

    def points(which: int) -> str:
        found = [(at, (week[1], week[2])[which]) for at, week in enumerate(weeks)]
        dots = [(_LEFT + 8 + int(at * step), floor - int(Decimal(floor - _HEAD) * count / most)) for at, count in found]
        dots = dots if len(dots) > 1 else [*dots, (_WIDTH - 16, dots[0][1])]
        return " ".join(f"{x},{y}" for x, y in dots)

    every = -(-len(weeks) // 8)
    labels = tuple((_LEFT + 8 + int(at * step), _short(week[0])) for at, week in enumerate(weeks) if at % every == 0)
    curves = (
        BoardCurve(klass="opened", points=points(0), name=OPENED, value=str(opened)),
        BoardCurve(klass="ended", points=points(1), name=ENDED, value=str(ended)),
    )
    return BoardFigure(title=TREND_TITLE, said=said, curves=curves, labels=labels, top=str(most))


def _rankings(view: GlanceView) -> Iterator[BoardBars]:
    if view.scores is None:
        return
    for group in view.scores.groups:
        totals = [standing.score.total for standing in group.standings]
        if not totals:
            continue
        title = RANKING_TITLE.format(group=group.group, period=period_words(view.scores.period))
        if len(totals) > 1 and len(set(totals)) == 1:
            yield BoardBars(title=title, said=LEVEL.format(count=len(totals), total=amount_text(totals[0])))
            continue
        most = max(*totals, Decimal(0), Decimal(1)) if len(totals) > 1 else max(totals[0], Decimal(1))
        bars = tuple(
            BoardBar(
                name=f"{standing.rank}. {standing.name}",
                value=amount_text(standing.score.total),
                long=_per_cent(max(standing.score.total, Decimal(0)), most),
                klass="below" if view.scores.base and standing.score.total < view.scores.base else "",
            )
            for standing in group.standings
        )
        yield BoardBars(title=title, bars=bars, twofold=len(bars) > _MOST_UNITS)


def _bars(title: str, values: Sequence[tuple[str, Decimal]]) -> BoardBars:
    most = max((value for _, value in values), default=Decimal(1))
    return BoardBars(
        title=title, bars=tuple(BoardBar(name=name, value=amount_text(value), long=_per_cent(value, most)) for name, value in values)
    )


def _per_cent(part: Decimal | int, whole: Decimal | int) -> str:
    """A length in per cent, in whole tenths."""
    return format((Decimal(part) * 100 / Decimal(whole or 1)).quantize(Decimal("0.1")), "f")


def _short(day: date) -> str:
    return f"{day.month}.{day.day}"
