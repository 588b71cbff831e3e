"""What a 整改通知书 says: one notice a unit about the problems for which rectification has not been required yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign, Sender
from duchá.ledger.advance import possible_moves
from duchá.ledger.clock import DeadlineRules
from duchá.ledger.explain import reached, ways_of
from duchá.ledger.matter import Matter
from duchá.ledger.wording import SELF_CHECK_PROBLEM
from duchá.reports.mask import masked_text
from duchá.reports.page import PLAIN, Official, Page, PageColumn, Report, Show
from duchá.reports.safe_text import as_markdown, words_as_markdown
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.machine import Move
from duchá.terms.text import safe_name
from duchá.terms.unit import Unit
from duchá.terms.wording import PROVISIONAL, day_words

FOUND = "经"  # before 检查发现
FOUND_ON_DAY = "{first}"
FOUND_IN_SPAN = "{first}至{last}"
BY_INSPECTION = "整改通知书"
BY_SELF_CHECK = "自查问题整改通知书"
NAME = "{order:02d}-{unit}-整改通知书"
REPORTED_NAME = "{order:02d}-{unit}-自查问题整改通知书"
NUMBER = "〔{year}〕    号"
DASH = "—"
WHAT = "{problem}（{matter}）"
IN_MATTER = "{title}：{problem}"
OPEN_DAY = "____年__月__日"
OPEN_BASIS = "（由签发人填写）"
CONTACT = "联系人：{contact}　{phone}"
WAY = "第{at}项的整改期限：{reached}。"
MD_NOTICE = """# 整改通知书

编号：{number}

{unit}：

{found}检查发现你单位存在下列{count}个问题，现通知你单位限期整改。

| 序号 | 存在问题 | 发现时间 | 依据 | 整改期限 |
|---|---|---|---|---|
{rows}

{ways}

整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。

报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；不能按期完成的，到期前书面申请延期。

{contact}

{issuer}
{day}

签收人：            签收时间：
"""
MD_REPORTED = """# 自查问题整改通知书

编号：{number}

{unit}：

你单位报送的自查自纠材料列有下列{count}个问题，材料中没有写明已整改完成，现通知你单位限期整改。

| 序号 | 自查报告的问题 | 收到材料 | 依据 | 整改期限 |
|---|---|---|---|---|
{rows}

{ways}

整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。

报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；已经整改完成的，请注明完成日期；不能按期完成的，到期前书面申请延期。

{contact}

{issuer}
{day}

签收人：            签收时间：
"""
MD_ROW = "| {at} | {what} | {found} | {basis} | {due} |"
LIST = "整改通知清单"
LIST_STEM = "整改通知清单-{day}"
LIST_TITLE = "{campaign}整改通知清单"
LIST_UNDER = "截至{day}，{units}个单位{count}个问题尚未提出整改要求"
LIST_COLUMNS = ("序号", "单位", "通知书", "事项编号", "存在问题", "发现时间", "依据", "整改期限")
LIST_NOTES = (
    "检查发现的问题和单位自查报告的问题分两份通知书；自查问题的“发现时间”是收到自查材料的日期。",
    "通知书是草稿：发出后把“办理记录-待确认.xlsx”里该行的日期改为实际发出日期、填上新时限，存入 registers/ 再运行 duchá record，才算提出整改要求。",
    "已经登记“提出整改要求”的、已报整改的、已销号的不再列入。",
)
MARK = "截至{day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One problem of a notice: what it is, when it was found or reported (None: nobody wrote down when), what it rests on, by when it is to be
    put right (empty: to be filled in)."""

    matter: str
    problem: str
    found_on: date | None
    source: str
    basis: str
    due: str
    reached: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """整改通知书, a draft until it is registered as sent (practice.md §4); ``reported``: about what the unit reported itself, not about what was found there."""

    unit: Unit
    day: date
    demands: tuple[Demand, ...]
    sender: Sender
    reported: bool = False
    official: Official = PLAIN

    @property
    def template(self) -> str:
        """The name of the document it is written with, in templates/documents."""
        return "self-check-notice" if self.reported else "rectification-notice"

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        name = REPORTED_NAME if self.reported else NAME
        return name.format(order=self.unit.order, unit=safe_name(self.unit.name))

    @property
    def found(self) -> str:
        """How it came to be known, as the sentence begins: the days of the inspections where each is known; never a day on which nobody was there."""
        days = sorted(demand.found_on for demand in self.demands if demand.found_on is not None)
        if len(days) < len(self.demands):
            return FOUND
        span = FOUND_ON_DAY if days[0] == days[-1] else FOUND_IN_SPAN
        return span.format(first=day_words(days[0]), last=day_words(days[-1]))

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """How the days were reached, each way once."""
        return ways_of([demand.reached for demand in self.demands])

    def fields(self) -> dict[str, object]:
        """What the template of the notice is filled with."""
        contact = self.sender.contact
        return {
            **self.official.fields(),
            "number": self.official.number or NUMBER.format(year=self.day.year),
            "unit": self.unit.name,
            "day": day_words(self.day),
            "found": self.found,
            "count": len(self.demands),
            "demands": [
                {
                    "what": WHAT.format(problem=demand.problem, matter=demand.matter),
                    "found": day_words(demand.found_on) if demand.found_on else DASH,
                    "source": demand.source,
                    "basis": demand.basis,
                    "due": demand.due or OPEN_DAY,
                    "reached": demand.reached,
                }
                for demand in self.demands
            ],
            "ways": [{"at": at, "reached": way} for at, way in self.ways],
            "contact": CONTACT.format(contact=contact, phone=self.sender.phone).strip() if contact else "",
            "issuer": self.official.signed or self.sender.issuer,
        }

    def markdown(self) -> str:
        """The notice as Markdown."""
        fields = self.fields()
        demands = fields["demands"]
        rows = [
            MD_ROW.format(at=at, **words_as_markdown(demand)) for at, demand in enumerate(demands if isinstance(demands, list) else (), 1)
        ]
        ways = [WAY.format(at=at, reached=as_markdown(way)) for at, way in self.ways]
        page = MD_REPORTED if self.reported else MD_NOTICE
        return page.format(**{**words_as_markdown(fields), "rows": "\n".join(rows), "ways": "\n\n".join(ways)})


def notices_of(campaign: Campaign, matters: Iterable[Matter], day: date, *, again: bool = False) -> tuple[Notice, ...]:
    """One notice for each unit of the roster with problems to be required, in roster order; one of its own for what the unit reported itself.

    A problem is in it while 提出整改要求 is possible and has not been registered; ``again`` asks for those as well for which it was.
    """
    works = DeadlineRules(campaign)
    by_unit: dict[tuple[str, bool], list[Matter]] = {}
    for matter in matters:
        if matter.kind is MatterKind.PROBLEM and matter.open and _can_be_required(works, matter, again=again):
            by_unit.setdefault((matter.answering, matter.details.category == SELF_CHECK_PROBLEM), []).append(matter)
    return tuple(
        Notice(
            unit=unit,
            day=day,
            demands=tuple(_demand(works, matter) for matter in by_unit[unit.name, reported]),
            sender=_sender(campaign, by_unit[unit.name, reported]),
            reported=reported,
        )
        for unit in campaign.roster.units
        for reported in (False, True)
        if (unit.name, reported) in by_unit
    )


def _sender(campaign: Campaign, matters: Iterable[Matter]) -> Sender:
    """Who writes: of what returns told, whoever collected them, where that is one; else the campaign's own issuer."""
    collected = {owed.deliverable.form: campaign.sender(owed.key) for owed in campaign.owed if owed.deliverable.form}
    senders = {collected.get(matter.form, campaign.sender()) for matter in matters}
    return senders.pop() if len(senders) == 1 else campaign.sender()


def _can_be_required(works: DeadlineRules, matter: Matter, *, again: bool) -> bool:
    found = works.machine(matter.kind, matter.details.type)
    possible = found is not None and Move.REQUIRE in possible_moves(works.steps(found[1]), matter.state.id)
    return possible and (again or not matter.count(Move.REQUIRE))


def _demand(works: DeadlineRules, matter: Matter) -> Demand:
    due, clock = matter.due, works.clock(matter.kind, matter.details.type)
    basis = due.article if due and due.article else clock[0].article(clock[1].article) if clock else None
    return Demand(
        matter=matter.id,
        problem=masked_text(_said(matter)).rstrip("。；;."),
        found_on=matter.details.found_on,
        source=matter.details.source,
        basis=basis.cite() if basis else OPEN_BASIS,
        due=day_words(due.day) + (PROVISIONAL if due.deadline.provisional else "") if due else "",
        reached=reached(due.deadline, due.article) if due else "",
    )


def _said(matter: Matter) -> str:
    """The problem in words; of what a unit reported also in which of its matters, for two may say the same."""
    details = matter.details
    if details.category == SELF_CHECK_PROBLEM and details.title and details.problem and details.title != details.problem:
        return IN_MATTER.format(title=details.title, problem=details.problem)
    return details.problem or details.title


def notices_report(campaign: Campaign, notices: Iterable[Notice], day: date) -> Report:
    """The list of all notices made, one row a problem."""
    kinds = {True: BY_SELF_CHECK, False: BY_INSPECTION}
    rows = [
        (
            notice.unit.name,
            kinds[notice.reported],
            demand.matter,
            demand.problem,
            demand.found_on,
            demand.basis,
            demand.due or OPEN_DAY,
        )
        for notice in notices
        for demand in notice.demands
    ]
    titles = LIST_COLUMNS
    columns = (
        PageColumn(title=titles[0], show=Show.COUNT, width=6),
        PageColumn(title=titles[1], show=Show.TEXT, width=20),
        PageColumn(title=titles[2], width=12),
        PageColumn(title=titles[3], width=16),
        PageColumn(title=titles[4], show=Show.WORDS, width=40),
        PageColumn(title=titles[5], show=Show.DAY, width=12),
        PageColumn(title=titles[6], show=Show.TEXT, width=24),
        PageColumn(title=titles[7], width=16),
    )
    page = Page(
        name=LIST,
        title=LIST_TITLE.format(campaign=campaign.settings.name),
        columns=columns,
        rows=tuple((at, *row) for at, row in enumerate(rows, 1)),
        under=LIST_UNDER.format(day=day_words(day), units=len({row[0] for row in rows}), count=len(rows)),
        notes=LIST_NOTES,
    )
    stem = LIST_STEM.format(day=day.isoformat())
    return Report(stem=stem, title=page.title, as_of=day, mark=MARK.format(day=day_words(day)), pages=(page,))
