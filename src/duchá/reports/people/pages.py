"""抽取记录, 参与情况表, 人天归口表, and the list of inspectors: masked wherever it leaves the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duchá.campaign.model import Campaign
from duchá.people.draw import Draw
from duchá.people.pools import Person
from duchá.people.teams import Participation
from duchá.reports.mask import masked
from duchá.reports.page import CellRow, Page, PageColumn, Report, Show
from duchá.reports.summary.about import Provenance, mark
from duchá.terms.text import safe_name
from duchá.terms.wording import LIST_SEPARATOR, day_words

MINUTES_STEM, MINUTES_TITLE = "抽取记录-{list}{task}-第{round}轮", "{list}抽取记录"
TASK_IN_STEM = "-{task}"
ITEM, CONTENT, NUMBER, ID, NAME, KEY, RESULT, WHY, TEAM, OBJECTS = (
    "项目",
    "内容",
    "序号",
    "编号",
    "名称",
    "次序码",
    "结果",
    "跳过的原因",
    "组",
    "对象",
)
ABOUT, ORDER, DRAWN_PAGE, SUBSTITUTES = "抽取经过", "全部次序", "抽中", "递补次序"
LIST, HASH, FROZEN, SEED, SEED_DAY, ROUND, TASK, COUNT, HOW, DRAWN_AT = (
    "名单",
    "名单校验码",
    "定名单",
    "种子",
    "种子产生日期",
    "轮次",
    "任务",
    "人数",
    "算法",
    "抽取",
)
ALGORITHM = "编号按NFC、码位排序，名单校验码和次序码都是SHA-256，次序码从小到大；做法见 docs/verify-a-draw.md，谁都可以重算。"
ASKED_COUNT, ASKED_SHARE = "{count}个", "未跳过的{free}个的{share}，进一为{count}个"
IS_DRAWN, IS_SUBSTITUTE, IS_BARRED = "抽中", "递补", "跳过"
CONFIRMED = "种子早于定名单，{by}核实"
SIGNATURES = (
    "抽取人：____________　　监督人：____________",
    "参加人：________________________________",
    "时间：____________　　地点：____________",
)
PARTICIPATION_STEM, PARTICIPATION_TITLE = "督查人员参与情况-{first}至{last}", "督查人员参与情况"
PART_PAGE, COST_PAGE = "参与情况表", "人天归口表"
PERSON_NO, PERSON, POOL, UNIT, TASKS, DAYS, FOUND, PAYER, PEOPLE_COUNT = (
    "人员编号",
    "姓名",
    "库别",
    "单位",
    "参与任务",
    "人天",
    "发现问题",
    "保障单位",
    "人数",
)
COST_NOTES = ("专职人员的车辆、经费由所在单位保障（第十六条），兼职、特邀由市政府办公厅保障（第十七条）；原文没有金额。",)
PEOPLE_STEM, PUBLIC_STEM = "督查人员名单-{day}", "督查人员公开名单-{day}"
PEOPLE_TITLE, PUBLIC_TITLE = "督查人员名单", "督查人员名单（公开）"
POST, EXPERTISE, PHONE = "职务", "专长", "电话"
INTERNAL_NOTES = ("内部使用，不得外传；对外公布用 duchá team list --public。",)
PUBLIC_NOTES = ("按“严格保密、适时公开”的要求，姓名已遮盖，不含电话。",)
TOTAL = "合计"
FIRST_SIGN, REST = 1, "*"
DAY_SPAN = "{first}至{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that is written down of a draw."""

    list: str
    draw: Draw
    names: Mapping[str, str]
    frozen_at: str
    drawn_at: str
    count: str
    task: str = ""
    seed_day: str = ""
    confirmed_by: str = ""
    teams: Mapping[str, int] | None = None
    objects: Mapping[str, int] | None = None


def masked_name(name: str) -> str:
    """A name of which only the first sign is shown: 张*."""
    return name[:FIRST_SIGN] + REST * max(len(name) - FIRST_SIGN, 1)


def minutes_report(campaign: Campaign, minutes: Minutes, as_of: date, provenance: Provenance) -> Report:
    """抽取记录: everything with which anybody can repeat the draw, and lines to sign."""
    draw, teams = minutes.draw, minutes.teams or {}
    about = [
        (LIST, minutes.list),
        (HASH, draw.list_hash),
        (FROZEN, minutes.frozen_at),
        (SEED, draw.seed),
        *([(SEED_DAY, minutes.seed_day)] if minutes.seed_day else []),
        *([(SEED_DAY, CONFIRMED.format(by=minutes.confirmed_by))] if minutes.confirmed_by else []),
        (ROUND, str(draw.round)),
        *([(TASK, minutes.task)] if minutes.task else []),
        (COUNT, minutes.count),
        (DRAWN_AT, minutes.drawn_at),
        (HOW, ALGORITHM),
    ]
    substitutes = set(draw.substitutes)
    order: list[CellRow] = []
    for at, one in enumerate(draw.order, 1):
        result = IS_DRAWN if one.drawn else IS_SUBSTITUTE if one.id in substitutes else IS_BARRED
        order.append((at, one.id, minutes.names.get(one.id, ""), one.key, result, one.barred))
    numbered = PageColumn(title=NUMBER, show=Show.COUNT, width=6)
    who = (PageColumn(title=ID, show=Show.TEXT, width=16), PageColumn(title=NAME, show=Show.TEXT, width=16))
    drawn_columns = (numbered, *who, *((PageColumn(title=TEAM, show=Show.COUNT, width=6),) if teams else ()))
    drawn: tuple[CellRow, ...] = tuple(
        (at, id, minutes.names.get(id, ""), *((teams[id],) if teams else ())) for at, id in enumerate(draw.drawn, 1)
    )
    next_in_order: tuple[CellRow, ...] = tuple((at, id, minutes.names.get(id, "")) for at, id in enumerate(draw.substitutes, 1))
    pages = [
        Page(
            name=ABOUT,
            title=ABOUT,
            columns=(PageColumn(title=ITEM, show=Show.TEXT, width=16), PageColumn(title=CONTENT, show=Show.TEXT, width=58)),
            rows=tuple(about),
            signatures=SIGNATURES,
        ),
        Page(name=DRAWN_PAGE, title=DRAWN_PAGE, columns=drawn_columns, rows=drawn),
        Page(name=SUBSTITUTES, title=SUBSTITUTES, columns=(numbered, *who), rows=next_in_order),
    ]
    if minutes.objects:
        dealt: tuple[CellRow, ...] = tuple((team, id) for id, team in minutes.objects.items())
        dealt_columns = (PageColumn(title=TEAM, show=Show.COUNT, width=6), PageColumn(title=OBJECTS, show=Show.TEXT, width=30))
        pages.append(Page(name=OBJECTS, title=OBJECTS, columns=dealt_columns, rows=dealt))
    columns = (
        numbered,
        *who,
        PageColumn(title=KEY, show=Show.TEXT, width=40),
        PageColumn(title=RESULT, width=6),
        PageColumn(title=WHY, show=Show.TEXT, width=30),
    )
    pages.append(Page(name=ORDER, title=ORDER, columns=columns, rows=tuple(order), annex=True, lies=True))
    task = TASK_IN_STEM.format(task=minutes.task) if minutes.task else ""
    return Report(
        stem=safe_name(MINUTES_STEM.format(list=minutes.list, task=task, round=draw.round)),
        title=MINUTES_TITLE.format(list=minutes.list),
        as_of=as_of,
        mark=mark(provenance),
        pages=tuple(pages),
        issuer=campaign.settings.issuer,
    )


def participation_report(
    campaign: Campaign, parts: Sequence[Participation], days: tuple[date, date], as_of: date, provenance: Provenance
) -> Report:
    """参与情况表 (tasks, days, problems found a person) and 人天归口表 (days by who pays)."""
    first, last = days
    under = DAY_SPAN.format(first=day_words(first), last=day_words(last))
    columns = (
        PageColumn(title=NUMBER, show=Show.COUNT, width=6),
        PageColumn(title=PERSON_NO, width=10),
        PageColumn(title=PERSON, show=Show.WORDS, width=10),
        PageColumn(title=POOL, width=8),
        PageColumn(title=UNIT, show=Show.WORDS, width=18),
        PageColumn(title=TASKS, show=Show.WORDS, width=24),
        PageColumn(title=DAYS, show=Show.COUNT, width=8),
        PageColumn(title=FOUND, show=Show.COUNT, width=8),
    )
    rows: tuple[CellRow, ...] = tuple(
        (at, one.person.number, one.person.name, one.person.pool, one.person.unit, LIST_SEPARATOR.join(one.tasks), one.days, one.found)
        for at, one in enumerate(parts, 1)
    )
    total: CellRow = (None, TOTAL, None, None, None, None, sum(one.days for one in parts), sum(one.found for one in parts))
    payers: dict[tuple[str, str], list[Participation]] = {}
    for one in parts:
        payers.setdefault((one.payer, one.person.pool), []).append(one)
    cost: tuple[CellRow, ...] = tuple(
        (payer, pool, len(theirs), sum(one.days for one in theirs)) for (payer, pool), theirs in sorted(payers.items())
    )
    cost_columns = (
        PageColumn(title=PAYER, show=Show.WORDS, width=30),
        PageColumn(title=POOL, width=8),
        PageColumn(title=PEOPLE_COUNT, show=Show.COUNT, width=8),
        PageColumn(title=DAYS, show=Show.COUNT, width=8),
    )
    report = Report(
        stem=PARTICIPATION_STEM.format(first=first.isoformat(), last=last.isoformat()),
        title=PARTICIPATION_TITLE,
        as_of=as_of,
        mark=mark(provenance),
        pages=(
            Page(name=PART_PAGE, title=PART_PAGE, columns=columns, rows=rows, total=total, under=under),
            Page(
                name=COST_PAGE,
                title=COST_PAGE,
                columns=cost_columns,
                rows=cost,
                total=(TOTAL, None, len(parts), sum(one.days for one in parts)),
                under=under,
                notes=COST_NOTES,
            ),
        ),
        issuer=campaign.settings.issuer,
    )
    return report if provenance.full else masked(report)


def people_report(campaign: Campaign, people: Sequence[Person], as_of: date, provenance: Provenance, *, public: bool) -> Report:
    """督查人员名单: phones masked; ``public``: names too, and no more than pool, unit and expertise (JC-R-03)."""
    base = (PageColumn(title=NUMBER, show=Show.COUNT, width=6), PageColumn(title=PERSON, show=Show.WORDS, width=10))
    more = (PageColumn(title=POOL, width=8), PageColumn(title=UNIT, show=Show.WORDS, width=20))
    expertise = PageColumn(title=EXPERTISE, show=Show.WORDS, width=20)
    rows: tuple[CellRow, ...]
    columns: tuple[PageColumn, ...]
    if public:
        columns = (*base, *more, expertise)
        rows = tuple(
            (at, masked_name(one.name), one.pool, one.unit, LIST_SEPARATOR.join(one.expertise)) for at, one in enumerate(people, 1)
        )
    else:
        phone = PageColumn(title=PHONE, show=Show.WORDS, width=14)
        columns = (*base, PageColumn(title=PERSON_NO, width=10), *more, PageColumn(title=POST, show=Show.WORDS, width=14), expertise, phone)
        rows = tuple(
            (at, one.name, one.number, one.pool, one.unit, one.post, LIST_SEPARATOR.join(one.expertise), one.phone)
            for at, one in enumerate(people, 1)
        )
    title = PUBLIC_TITLE if public else PEOPLE_TITLE
    page = Page(
        name=title,
        title=title,
        columns=columns,
        rows=rows,
        under=day_words(as_of),
        notes=PUBLIC_NOTES if public else INTERNAL_NOTES,
        lies=not public,
    )
    stem = (PUBLIC_STEM if public else PEOPLE_STEM).format(day=as_of.isoformat())
    report = Report(stem=stem, title=title, as_of=as_of, mark=mark(provenance), pages=(page,), issuer=campaign.settings.issuer)
    return report if provenance.full and not public else masked(report)


def share_words(share: Decimal, free: int, count: int) -> str:
    """How a share came to a number."""
    return ASKED_SHARE.format(free=free, share=f"{(share * 100).normalize():f}%", count=count)


def count_words(count: int) -> str:
    """A number as asked for."""
    return ASKED_COUNT.format(count=count)
