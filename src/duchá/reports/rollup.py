"""Many campaigns added up: what each comes to, what they come to together, every figure with its campaign. Pages, and JSON for programs.

What two campaigns call by one key is one thing only where that key comes from the same rulebook: ``extends`` keeps keys, so that a
county's own edition of a regulation adds up with its parent's.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import overload
from zlib import compress, decompress

from duchá.reports.page import CellRow, Page, PageColumn, Report, Show, amount_text, share_cell
from duchá.reports.wording import DASH, NUMBER, TOTAL
from duchá.terms.share import rate
from duchá.terms.wording import LIST_SEPARATOR, RECEIPT_STATE_WORDS, day_words

STEM = "多行动汇总-{day}"
TITLE = "督查行动汇总"
UNDER = "截至{day}：{campaigns}个行动，{units}个单位；应报{due}份，实报{received}份，报送率{rate}。"
BROKEN_UNDER = "另有{broken}个没有计入，见“{page}”。"
MARK = "duchá {tool}　{campaigns}个行动"
CAMPAIGN, SOURCE, HEAD, UNIT, GROUP = "行动", "来源", "校验码", "单位", "组别"
DUE, RECEIVED, RECEIVED_RATE, ON_TIME, ON_TIME_RATE = "应报", "实报", "报送率", "按时", "按时率"
LATE, MISSING, PENDING, SENT_BACK, HELD, NIL = "逾期报送", "未报", "未到期", "退回待改", "待确认", "零报告"
PROBLEMS, TOLD, DONE, DONE_RATE = "问题", "自报问题", "自报已整改", "自报整改率"
UNITS = "单位数"
CAMPAIGNS_PAGE, CAMPAIGNS_TITLE = "总表", "各行动报送和问题总表"
DETAILS_PAGE, DETAILS_TITLE = "各行动", "各行动报送和问题明细"
DELIVERABLES_PAGE, DELIVERABLES_TITLE = "报送材料", "各份材料报送情况"
DELIVERABLE, RULEBOOK, DUE_ON = "材料", "制度", "期限"
MATRIX_PAGE, MATRIX_TITLE = "收件矩阵", "各单位收件情况"
CATEGORIES_PAGE, CATEGORIES_TITLE = "问题分类", "各行动问题分类"
UNTAGGED = "未标注"
LATE_PAGE, LATE_TITLE = "逾期", "逾期的单位和材料"
STATE, DAYS = "状态", "逾期天数"
SCORES_PAGE, SCORES_TITLE = "积分排名", "各行动单位积分总排名"
PERIOD, OVERALL, OWN_RANK, POINTS = "期间", "总名次", "本行动组内名次", "得分"
EDITIONS_PAGE, EDITIONS_TITLE = "制度版本", "各行动所用制度的版本"
EDITION, CONTENT, NAME, COUNT = "版本", "内容校验码", "名称", "行动数"
ONE_EDITION, EDITIONS = "都用同一版本。", "有{count}个版本，逐项相加时按沿用下来的编号对应；各版本自己加的各列各的。"
BROKEN_PAGE, BROKEN_TITLE = "没有计入", "没有计入的行动"
WHY, REMEDY, CODE = "原因", "怎么办", "代码"
NOT_SCORED = "没有计分：{source}：{why}"
LEFT_OUT = "共{rows}行，这里列前{shown}行，全部见表格文件（xlsx）和 JSON。"
ELSEWHERE = "共{rows}行，见表格文件（xlsx）和 JSON。"
NOT_RANKED = "各行动分别按自己的制度和读法计分，总排名只供参考；读法不同的见制度版本。"
MATRIX_NOTE = "空白＝这个行动不要求；括号内为逾期天数。"
PROBLEMS_NOTE = "一个问题可以有几个类别；“问题”是台账里的问题数，不重复。"
CELL_LATE = "{state}（{days}）"
ON_PAPER, ON_A_PAGE = 60, 1000  # rows of a table at most; the workbook and the JSON have all of them

_LABEL, _TEXT, _COUNT, _RATE = Show.LABEL, Show.TEXT, Show.COUNT, Show.RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUnit:
    """A unit of a campaign: the state of each of its deliverables by mapped key, with the days it is late."""

    unit: str
    group: str
    states: tuple[tuple[str, str, int], ...]
    problems: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBook:
    """A rulebook as a campaign used it: its id, the one that it goes back to, its edition, and its content as a hash."""

    id: str
    root: str
    title: str
    edition: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledScore:
    """A unit's total under a rulebook, and its rank in its group of its own campaign."""

    root: str
    period: str
    group: str
    unit: str
    total: Decimal
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledCampaign:
    """What one campaign comes to. ``deliverables`` and ``categories``: mapped key → (name, day or count); ``unscored``: why there are no points."""

    source: str
    name: str
    year: int
    facts: int
    head: str
    books: tuple[RolledBook, ...]
    deliverables: tuple[tuple[str, str, str], ...]
    units: tuple[RolledUnit, ...]
    categories: tuple[tuple[str, str, int], ...]
    untagged: int
    problems: int
    told: int
    done: int
    nil: int
    scores: tuple[RolledScore, ...] = ()
    unscored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrolled:
    """A source that is not among the sums: its chain does not hold, it cannot be read, or nothing is in it."""

    source: str
    code: str
    why: str
    remedy: str


class PackedCampaigns(Sequence[RolledCampaign]):
    """Campaigns that are unpacked one at a time: a province of three thousand takes the room of a few."""

    __slots__ = ("_packed",)

    def __init__(self, campaigns: Iterable[RolledCampaign]) -> None:
        self._packed = [compress(pickle.dumps(campaign)) for campaign in campaigns]

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[RolledCampaign]:
        return map(_unpacked, self._packed)

    @overload
    def __getitem__(self, at: int) -> RolledCampaign: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RolledCampaign]: ...
    def __getitem__(self, at: int | slice) -> RolledCampaign | Sequence[RolledCampaign]:
        found = self._packed[at]
        return _unpacked(found) if isinstance(found, bytes) else [_unpacked(one) for one in found]


def _unpacked(packed: bytes) -> RolledCampaign:
    campaign: RolledCampaign = pickle.loads(decompress(packed))  # noqa: S301  # made by this process
    return campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Campaigns in the order in which they were named, and what could not be added up."""

    as_of: date
    tool: str
    campaigns: Sequence[RolledCampaign]
    broken: tuple[Unrolled, ...]


@dataclass(slots=True)  # house: a sum that grows
class _Tally:
    """Counts of receipts: ``due`` = ``received`` + ``missing`` + ``pending``; ``received`` = ``on_time`` + ``late``."""

    states: Counter[str] = field(default_factory=Counter)
    late: int = 0
    overdue: int = 0

    def add(self, state: str, days: int) -> None:
        """One more cell of the matrix."""
        self.states[state] += 1
        self.late += state in _ARRIVED and days > 0
        self.overdue += state == "missing" and days > 0

    def join(self, other: _Tally) -> None:
        """Another sum."""
        self.states.update(other.states)
        self.late += other.late
        self.overdue += other.overdue

    @property
    def received(self) -> int:
        """What has come, whatever became of it."""
        return sum(self.states[state] for state in _ARRIVED)

    @property
    def due(self) -> int:
        """What is owed."""
        return self.received + self.states["missing"]

    def cells(self) -> tuple[int | Decimal | str | None, ...]:
        """DUE … HELD, as the pages show them."""
        received, due = self.received, self.due
        return (
            due,
            received,
            _rate(received, due),
            received - self.late,
            _rate(received - self.late, due),
            self.late,
            self.overdue,
            self.states["missing"] - self.overdue,
            self.states["sent-back"],
            self.states["held"],
        )

    def json(self) -> dict[str, object]:
        """The same for programs."""
        names = ("due", "received", "received_rate", "on_time", "on_time_rate", "late", "missing", "pending", "sent_back", "held")
        return {name: None if cell == DASH else cell for name, cell in zip(names, self.cells(), strict=True)}


_ARRIVED = ("received", "sent-back", "held")
_TALLY_COLUMNS = tuple(
    PageColumn(title=title, show=show, width=11 if show is _RATE else 7)
    for title, show in (
        (DUE, _COUNT),
        (RECEIVED, _COUNT),
        (RECEIVED_RATE, _RATE),
        (ON_TIME, _COUNT),
        (ON_TIME_RATE, _RATE),
        (LATE, _COUNT),
        (MISSING, _COUNT),
        (PENDING, _COUNT),
        (SENT_BACK, _COUNT),
        (HELD, _COUNT),
    )
)


def _rate(part: int, whole: int) -> Decimal | str:
    return share_cell(rate(part, whole))


def _tally_of(cells: Iterable[tuple[str, int]]) -> _Tally:
    tally = _Tally()
    for state, days in cells:
        tally.add(state, days)
    return tally


def _campaign_tally(campaign: RolledCampaign) -> _Tally:
    return _tally_of((state, days) for unit in campaign.units for _, state, days in unit.states)


def _total(campaigns: Iterable[RolledCampaign]) -> _Tally:
    whole = _Tally()
    for campaign in campaigns:
        whole.join(_campaign_tally(campaign))
    return whole


def rollup_report(rollup: Rollup, *, rows: int | None = None) -> Report:
    """The roll-up as pages; with ``rows``, tables that are longer say where the rest is."""
    tally, campaigns = _total(rollup.campaigns), rollup.campaigns
    rate = _rate(tally.received, tally.due)
    under = UNDER.format(
        day=day_words(rollup.as_of),
        campaigns=len(campaigns),
        units=sum(len(campaign.units) for campaign in campaigns),
        due=tally.due,
        received=tally.received,
        rate=rate if isinstance(rate, str) else f"{rate * 100:.2f}%",
    )
    if rollup.broken:
        under += BROKEN_UNDER.format(broken=len(rollup.broken), page=BROKEN_PAGE)
    pages = (
        _campaigns_page(rollup, tally, under),
        *_broken_page(rollup),
        _details_page(rollup, tally),
        _deliverables_page(rollup),
        *_categories_page(rollup),
        *_scores_page(rollup),
        _editions_page(rollup),
        _late_page(rollup),
        _matrix_page(rollup),
    )
    return Report(
        stem=STEM.format(day=rollup.as_of.isoformat()),
        title=TITLE,
        as_of=rollup.as_of,
        mark=MARK.format(tool=rollup.tool, campaigns=len(campaigns)),
        pages=tuple(page if rows is None or len(page.rows) <= rows else _shortened(page, rows) for page in pages),
    )


def _shortened(page: Page, rows: int) -> Page:
    """The page with its first rows and what all come to; of the matrix, whose first rows say nothing, only where it is."""
    kept = () if page.name == MATRIX_PAGE else page.rows[:rows]
    said = LEFT_OUT.format(rows=len(page.rows), shown=len(kept)) if kept else ELSEWHERE.format(rows=len(page.rows))
    return replace(page, rows=kept, notes=(said, *page.notes))


def _campaigns_page(rollup: Rollup, tally: _Tally, under: str) -> Page:
    """What a leader looks at: one line a campaign."""

    def row(number: int, campaign: RolledCampaign) -> CellRow:
        own = _campaign_tally(campaign)
        return (
            number,
            campaign.name,
            campaign.source,
            len(campaign.units),
            *short(own),
            campaign.problems,
            _rate(campaign.done, campaign.told),
        )

    def short(own: _Tally) -> tuple[int | Decimal | str, ...]:
        received = own.received
        return (own.due, received, _rate(received, own.due), _rate(received - own.late, own.due), own.overdue)

    sums = [sum(getattr(campaign, name) for campaign in rollup.campaigns) for name in ("problems", "told", "done")]
    units = sum(len(campaign.units) for campaign in rollup.campaigns)
    titles = ((UNITS, _COUNT), (DUE, _COUNT), (RECEIVED, _COUNT), (RECEIVED_RATE, _RATE), (ON_TIME_RATE, _RATE), (MISSING, _COUNT))
    return Page(
        name=CAMPAIGNS_PAGE,
        title=CAMPAIGNS_TITLE,
        columns=(
            PageColumn(title=NUMBER, show=_COUNT, width=6),
            PageColumn(title=CAMPAIGN, show=_TEXT, width=22),
            PageColumn(title=SOURCE, show=_TEXT, width=16),
            *(PageColumn(title=title, show=show, width=8) for title, show in titles),
            PageColumn(title=PROBLEMS, show=_COUNT, width=7),
            PageColumn(title=DONE_RATE, show=_RATE, width=8),
        ),
        rows=tuple(row(number, campaign) for number, campaign in enumerate(rollup.campaigns, 1)),
        total=(None, TOTAL, None, units, *short(tally), sums[0], _rate(sums[2], sums[1])),
        under=under,
        notes=tuple(NOT_SCORED.format(source=one.source, why=why) for one in rollup.campaigns for why in one.unscored),
    )


def _details_page(rollup: Rollup, tally: _Tally) -> Page:
    def row(number: int, campaign: RolledCampaign) -> CellRow:
        own = _campaign_tally(campaign).cells()
        told = (campaign.nil, campaign.problems, campaign.told, campaign.done, _rate(campaign.done, campaign.told))
        return (number, campaign.name, len(campaign.units), *own, *told, campaign.source, campaign.head[:12])

    sums = [sum(getattr(campaign, name) for campaign in rollup.campaigns) for name in ("nil", "problems", "told", "done")]
    units = sum(len(campaign.units) for campaign in rollup.campaigns)
    return Page(
        name=DETAILS_PAGE,
        title=DETAILS_TITLE,
        columns=(
            PageColumn(title=NUMBER, show=_COUNT, width=6),
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            PageColumn(title=UNITS, show=_COUNT, width=8),
            *_TALLY_COLUMNS,
            *(PageColumn(title=title, show=_COUNT, width=7) for title in (NIL, PROBLEMS, TOLD, DONE)),
            PageColumn(title=DONE_RATE, show=_RATE, width=11),
            PageColumn(title=SOURCE, show=_TEXT, width=20),
            PageColumn(title=HEAD, show=_LABEL, width=14),
        ),
        rows=tuple(row(number, campaign) for number, campaign in enumerate(rollup.campaigns, 1)),
        total=(None, TOTAL, units, *tally.cells(), *sums, _rate(sums[3], sums[2]), None, None),
        annex=True,
        lies=True,
    )


def _deliverables(rollup: Rollup) -> dict[str, str]:
    """Every mapped key with the first name that a campaign gives it."""
    names: dict[str, str] = {}
    for campaign in rollup.campaigns:
        for key, name, _ in campaign.deliverables:
            names.setdefault(key, name)
    return names


def _by_deliverable(campaign: RolledCampaign) -> Mapping[str, _Tally]:
    found: dict[str, _Tally] = {key: _Tally() for key, _, _ in campaign.deliverables}
    for unit in campaign.units:
        for key, state, days in unit.states:
            found.setdefault(key, _Tally()).add(state, days)
    return found


def _deliverables_page(rollup: Rollup) -> Page:
    rows: list[CellRow] = []
    tallies = [_by_deliverable(campaign) for campaign in rollup.campaigns]
    for key, name in _deliverables(rollup).items():
        whole, own = _Tally(), []
        for campaign, counted in zip(rollup.campaigns, tallies, strict=True):
            if (tally := counted.get(key)) is not None:
                whole.join(tally)
                due = next((due for other, _, due in campaign.deliverables if other == key), "")
                own.append((name, key, campaign.name, due, *tally.cells(), campaign.source))
        rows += [(name, key, TOTAL, "", *whole.cells(), ""), *own]
    return Page(
        name=DELIVERABLES_PAGE,
        title=DELIVERABLES_TITLE,
        columns=(
            PageColumn(title=DELIVERABLE, show=_TEXT, width=26),
            PageColumn(title=RULEBOOK, show=_LABEL, width=22),
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            PageColumn(title=DUE_ON, show=_LABEL, width=12),
            *_TALLY_COLUMNS,
            PageColumn(title=SOURCE, show=_TEXT, width=26),
        ),
        rows=tuple(rows),
        annex=True,
        lies=True,
    )


def _matrix_page(rollup: Rollup) -> Page:
    names = _deliverables(rollup)
    rows: list[CellRow] = []
    for campaign in rollup.campaigns:
        for unit in campaign.units:
            cells = {key: _cell(state, days) for key, state, days in unit.states}
            rows.append((campaign.name, unit.unit, unit.group, *(cells.get(key) for key in names), unit.problems, campaign.source))
    return Page(
        name=MATRIX_PAGE,
        title=MATRIX_TITLE,
        columns=(
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            PageColumn(title=UNIT, show=_TEXT, width=22),
            PageColumn(title=GROUP, show=_TEXT, width=18),
            *(PageColumn(title=name, show=_LABEL, width=14) for name in names.values()),
            PageColumn(title=PROBLEMS, show=_COUNT, width=8),
            PageColumn(title=SOURCE, show=_TEXT, width=26),
        ),
        rows=tuple(rows),
        notes=(MATRIX_NOTE,),
        annex=True,
        lies=True,
    )


def _cell(state: str, days: int) -> str:
    if state == "missing" and not days:
        return PENDING
    word = RECEIPT_STATE_WORDS[state]
    return CELL_LATE.format(state=word, days=days) if days else word


def _categories_page(rollup: Rollup) -> Iterator[Page]:
    names: dict[str, str] = {}
    for campaign in rollup.campaigns:
        for key, name, _ in campaign.categories:
            names.setdefault(key, name)
    if not names:
        return
    rows: list[tuple[str | int, ...]] = []
    for campaign in rollup.campaigns:
        counts = {key: count for key, _, count in campaign.categories}
        figures = [*(counts.get(key, 0) for key in names), campaign.untagged, campaign.problems]
        rows.append((campaign.name, *figures, campaign.source))
    sums = [sum(int(row[at]) for row in rows) for at in range(1, len(names) + 3)]
    yield Page(
        name=CATEGORIES_PAGE,
        title=CATEGORIES_TITLE,
        columns=(
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            *(PageColumn(title=name, show=_COUNT, width=11) for name in names.values()),
            PageColumn(title=UNTAGGED, show=_COUNT, width=9),
            PageColumn(title=PROBLEMS, show=_COUNT, width=9),
            PageColumn(title=SOURCE, show=_TEXT, width=26),
        ),
        rows=tuple(rows),
        total=(TOTAL, *sums, None),
        notes=(PROBLEMS_NOTE,),
        annex=True,
        lies=True,
    )


def _late_page(rollup: Rollup) -> Page:
    names = _deliverables(rollup)
    found = [
        (-days, at, campaign.name, unit.unit, names[key], RECEIPT_STATE_WORDS[state], days, campaign.source)
        for at, campaign in enumerate(rollup.campaigns)
        for unit in campaign.units
        for key, state, days in unit.states
        if days > 0
    ]
    return Page(
        name=LATE_PAGE,
        title=LATE_TITLE,
        columns=(
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            PageColumn(title=UNIT, show=_TEXT, width=22),
            PageColumn(title=DELIVERABLE, show=_TEXT, width=26),
            PageColumn(title=STATE, show=_LABEL, width=12),
            PageColumn(title=DAYS, show=_COUNT, width=9),
            PageColumn(title=SOURCE, show=_TEXT, width=26),
        ),
        rows=tuple(row[2:] for row in sorted(found, key=lambda row: row[:2])),
        annex=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A score with its place among all that were reckoned by the same rulebook for the same period; of its campaign, name and source."""

    score: RolledScore
    campaign: str
    source: str
    overall: int


def _placed(rollup: Rollup) -> Iterator[_Placed]:
    """Competition ranking over all campaigns: 1, 2, 2, 4; in the order of rulebooks and periods, equals in the order of the campaigns."""
    scored: dict[tuple[str, str], list[tuple[RolledScore, str, str]]] = {}
    for campaign in rollup.campaigns:
        for score in campaign.scores:
            scored.setdefault((score.root, score.period), []).append((score, campaign.name, campaign.source))
    for _, mine in sorted(scored.items(), key=lambda item: item[0]):
        mine.sort(key=lambda one: -one[0].total)
        place, last = 0, None
        for number, (score, name, source) in enumerate(mine, 1):
            place, last = (place if score.total == last else number), score.total
            yield _Placed(score=score, campaign=name, source=source, overall=place)


def _scores_page(rollup: Rollup) -> Iterator[Page]:
    rows = tuple(
        (
            one.score.root,
            one.score.period,
            one.overall,
            one.score.unit,
            one.campaign,
            one.score.group,
            one.score.total,
            one.score.rank,
            one.source,
        )
        for one in _placed(rollup)
    )
    if not rows:
        return
    yield Page(
        name=SCORES_PAGE,
        title=SCORES_TITLE,
        columns=(
            PageColumn(title=RULEBOOK, show=_LABEL, width=22),
            PageColumn(title=PERIOD, show=_LABEL, width=10),
            PageColumn(title=OVERALL, show=_COUNT, width=8),
            PageColumn(title=UNIT, show=_TEXT, width=22),
            PageColumn(title=CAMPAIGN, show=_TEXT, width=26),
            PageColumn(title=GROUP, show=_TEXT, width=18),
            PageColumn(title=POINTS, show=Show.AMOUNT, width=9),
            PageColumn(title=OWN_RANK, show=_COUNT, width=12),
            PageColumn(title=SOURCE, show=_TEXT, width=26),
        ),
        rows=rows,
        notes=(NOT_RANKED,),
        annex=True,
        lies=True,
    )


def _editions(rollup: Rollup) -> dict[tuple[str, str], list[tuple[RolledBook, str, str]]]:
    """Rulebooks by where they go back to and what stands in them, with name and source of the campaigns that use them."""
    found: dict[tuple[str, str], list[tuple[RolledBook, str, str]]] = {}
    for campaign in rollup.campaigns:
        for book in campaign.books:
            found.setdefault((book.root, book.content), []).append((book, campaign.name, campaign.source))
    return dict(sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])))


def editions_differ(rollup: Rollup) -> bool:
    """True where two campaigns use different texts of one regulation."""
    roots = Counter(root for root, _ in _editions(rollup))
    return any(count > 1 for count in roots.values())


def _editions_page(rollup: Rollup) -> Page:
    editions = _editions(rollup)
    roots = Counter(root for root, _ in editions)
    rows = []
    for (root, content), users in editions.items():
        book = users[0][0]
        names = LIST_SEPARATOR.join(campaign for _, campaign, _ in users[:20])
        rows.append((root, book.id, book.title, book.edition, content[:12], len(users), names if len(users) <= 20 else f"{names}…"))
    notes = [f"{root}：{EDITIONS.format(count=count)}" for root, count in roots.items() if count > 1]
    return Page(
        name=EDITIONS_PAGE,
        title=EDITIONS_TITLE,
        columns=(
            PageColumn(title=RULEBOOK, show=_LABEL, width=22),
            PageColumn(title=NAME, show=_LABEL, width=22),
            PageColumn(title=TITLE, show=_TEXT, width=30),
            PageColumn(title=EDITION, show=_TEXT, width=16),
            PageColumn(title=CONTENT, show=_LABEL, width=14),
            PageColumn(title=COUNT, show=_COUNT, width=8),
            PageColumn(title=CAMPAIGN, show=_TEXT, width=40),
        ),
        rows=tuple(rows),
        notes=tuple(notes) or (ONE_EDITION,),
        annex=True,
    )


def _broken_page(rollup: Rollup) -> Iterator[Page]:
    if not rollup.broken:
        return
    yield Page(
        name=BROKEN_PAGE,
        title=BROKEN_TITLE,
        columns=(
            PageColumn(title=SOURCE, show=_TEXT, width=36),
            PageColumn(title=CODE, show=_LABEL, width=8),
            PageColumn(title=WHY, show=_TEXT, width=40),
            PageColumn(title=REMEDY, show=_TEXT, width=40),
        ),
        rows=tuple((one.source, one.code, one.why, one.remedy) for one in rollup.broken),
        annex=True,
    )


def rollup_json(rollup: Rollup) -> dict[str, object]:
    """The same for programs, with every cell of the matrix."""
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in rollup_parts(rollup)}


def rollup_parts(rollup: Rollup) -> Iterator[tuple[str, object]]:
    """Its parts one after the other, the long ones as iterators: a province does not stand in memory twice."""
    yield "as_of", rollup.as_of
    yield "counts", {"campaigns": len(rollup.campaigns), "broken": len(rollup.broken), **_total(rollup.campaigns).json()}
    yield "campaigns", map(_campaign_json, rollup.campaigns)
    yield "deliverables", _deliverables_json(rollup)
    yield "categories", _categories_json(rollup)
    yield "scores", map(_placed_json, _placed(rollup))
    yield "editions", _editions_json(rollup)
    yield "broken", [{"source": one.source, "code": one.code, "message": one.why, "remedy": one.remedy} for one in rollup.broken]


def _deliverables_json(rollup: Rollup) -> Iterator[dict[str, object]]:
    tallies = [_by_deliverable(campaign) for campaign in rollup.campaigns]
    for key, name in _deliverables(rollup).items():
        whole, own = _Tally(), []
        for campaign, counted in zip(rollup.campaigns, tallies, strict=True):
            if (tally := counted.get(key)) is not None:
                whole.join(tally)
                own.append({"campaign": campaign.source, **tally.json()})
        yield {"key": key, "name": name, **whole.json(), "campaigns": own}


def _categories_json(rollup: Rollup) -> list[dict[str, object]]:
    categories: dict[str, tuple[str, dict[str, int]]] = {}
    for campaign in rollup.campaigns:
        for key, name, count in campaign.categories:
            categories.setdefault(key, (name, {}))[1][campaign.source] = count
    return [{"key": key, "name": name, "count": sum(counts.values()), "campaigns": counts} for key, (name, counts) in categories.items()]


def _placed_json(one: _Placed) -> dict[str, object]:
    return {
        "rulebook": one.score.root,
        "period": one.score.period,
        "rank": one.overall,
        "unit": one.score.unit,
        "campaign": one.source,
        "group": one.score.group,
        "total": amount_text(one.score.total),
        "own_rank": one.score.rank,
    }


def _editions_json(rollup: Rollup) -> list[dict[str, object]]:
    return [
        {
            "rulebook": root,
            "id": users[0][0].id,
            "edition": users[0][0].edition,
            "content": content,
            "campaigns": [source for *_, source in users],
        }
        for (root, content), users in _editions(rollup).items()
    ]


def _campaign_json(campaign: RolledCampaign) -> dict[str, object]:
    return {
        "source": campaign.source,
        "name": campaign.name,
        "year": campaign.year,
        "facts": campaign.facts,
        "head": campaign.head,
        **_campaign_tally(campaign).json(),
        "nil": campaign.nil,
        "problems": campaign.problems,
        "told": campaign.told,
        "done": campaign.done,
        "untagged": campaign.untagged,
        "rulebooks": [{"id": book.id, "root": book.root, "edition": book.edition, "content": book.content} for book in campaign.books],
        "units": [
            {
                "unit": unit.unit,
                "group": unit.group,
                "problems": unit.problems,
                "deliverables": {key: {"state": state, "late_days": days} for key, state, days in unit.states},
            }
            for unit in campaign.units
        ],
        "unscored": list(campaign.unscored),
    }
