"""Rulebooks of one's own in a few lines, and what they make of a few facts: no campaign folder, no journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.ledger.entries import entries_of as register_entries
from duchá.ledger.matter import Matter
from duchá.ledger.open_matters import open_ledger
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.scoring.closing.model import Closed
from duchá.scoring.closing.question import ScoreQuestion
from duchá.scoring.facts.model import Role, Scores
from duchá.scoring.facts.scored_facts import DatedMaterial, FigureRow, PartScore, PointsRow, ScoredFacts, happened
from duchá.scoring.marks.weighted import weighted
from duchá.scoring.score import score
from duchá.terms.calendar import WorkCalendar
from duchá.terms.period import parse_period, span
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster, Unit
from ledger.office import campaign_of, facts_of

HEAD = """id = "own"
title = "某市考核办法"
short_title = "考核办法"
edition = "1"
source = "示例"
[[articles]]
id = "1"
number = "第一条"
summary = "示例"
[[groups]]
id = "offices"
name = "部门"
article = "1"
[[groups]]
id = "towns"
name = "乡镇"
article = "1"
"""
BASE = '[scheme]\nbase = "100"\narticle = "1"\nranking_article = "1"\n'
FORM = """[[forms]]
id = "figures"
number = ""
title = "目标完成登记表"
sheet = "目标完成"
article = "1"
filled_by = "office"
file = "目标完成.xlsx"
dated_by = ["date"]
columns = [
  { id = "date", title = "日期", kind = "date", key = true },
  { id = "unit", title = "单位", kind = "unit", key = true },
  { id = "what", title = "指标", key = true },
  { id = "target", title = "目标", kind = "amount" },
  { id = "actual", title = "实际", kind = "amount" },
  { id = "good", title = "满意票", kind = "count" },
  { id = "bad", title = "不满意票", kind = "count" },
]
"""
UNITS = {"甲局": "部门", "乙局": "部门", "丙镇": "乡镇", "丁镇": "乡镇"}
ROSTER = Roster(Unit(name=name, order=order, group=group) for order, (name, group) in enumerate(UNITS.items(), 1))
CAMPAIGN = campaign_of("jincheng-13710", units=UNITS, group="部门")
TERMS = campaign_of(
    "jincheng-13710",
    units=UNITS,
    group="部门",
    changed=[('since = ["opened"]\n', 'since = ["opened"]\nterms = [{ due = { text = "10日内", days = 10 } }]\n')],
)


def faults_of(text: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Code and label of every fault of a rulebook."""
    return [(fault.kind.code, fault.place.label) for fault in parse_rulebook("own", {"own": {"rulebook.toml": head + text}})[1]]


def rulebook_of(text: str, head: str = HEAD) -> Rulebook:
    """A rulebook without a fault."""
    rulebook, faults = parse_rulebook("own", {"own": {"rulebook.toml": head + text}})
    assert rulebook is not None and not faults, [(fault.kind.code, fault.place.label, fault.message) for fault in faults]
    return rulebook


def day(text: str) -> date:
    """3-1 of 2018, or a day with its year."""
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if len(parts) == 3 else date(2018, *parts)


def row(unit: str, on: str, what: str, **others: Any) -> PointsRow:
    """A row of 积分事项."""
    role = {"牵头": Role.LEAD, "配合": Role.SUPPORT, None: None}[others.pop("role", None)]
    points = others.pop("points", None)
    key = f"{on}|{unit}|{what}|{sorted(others.items())}"
    return PointsRow(
        key=key,
        day=day(on),
        unit=unit,
        situation=what,
        role=role,
        points=None if points is None else Decimal(points),
        place=Place(file="registers/积分事项.xlsx", sheet="积分事项", cell="A7"),
        **others,
    )


def material(unit: str, due: str, received: str | None = None, **others: Any) -> DatedMaterial:
    """A row of 限期材料."""
    key = f"{unit}|{due}|{others.get('name', '材料')}"
    asked = {"name": "材料", "requester": "督查室", **others}
    return DatedMaterial(key=key, unit=unit, due=day(due), received=None if received is None else day(received), **asked)


def figure(unit: str, on: str, **cells: object) -> FigureRow:
    """A row of 目标完成."""
    titles = {"what": "指标", "target": "目标", "actual": "实际", "good": "满意票", "bad": "不满意票"}
    texts = {for_matching(name): str(value) for id, value in cells.items() for name in (id, titles[id])}
    places = {
        name: Place(file="registers/目标完成.xlsx", sheet="目标完成", cell=f"{'CDEFG'[list(titles).index(id)]}4")
        for id in cells
        for name in (id, titles[id])
    }
    return FigureRow(
        register="figures",
        key=f"{unit}|{on}|{cells.get('what', '')}",
        day=day(on),
        unit=unit if unit in UNITS else "",
        unknown="" if unit in UNITS else unit,
        texts=texts,
        cells={for_matching(name): place for name, place in places.items()},
    )


def mark(unit: str, period: str, **parts: str) -> tuple[PartScore, ...]:
    """A row of 评议得分."""
    return tuple(
        PartScore(period=period, unit=unit, part=name, points=Decimal(points), found=points, evidence="依据")
        for name, points in parts.items()
    )


def matters(*rows: Mapping[str, Any], terms: bool = False) -> tuple[Matter, ...]:
    """Matters of 督办事项 and 办理记录, by the clock of 13710 or by one that has only a term of ten days."""
    campaign = TERMS if terms else CAMPAIGN
    return tuple(open_ledger(campaign, register_entries(facts_of(list(rows)), campaign.roster)).matters)


def task(number: str, unit: str, on: str, nodes: str = "无", support: str = "", **others: Any) -> dict[str, Any]:
    """A row of 督办事项."""
    return {
        "表": "督办事项", "事项编号": number, "事项名称": "事", "类别": "督办事项", "来源": "会议", "牵头单位": unit, "配合单位": support,
        "立项日期": day(on), "节点时限": day(nodes) if nodes[:1].isdigit() else nodes, "纳入方式": "主动", **others,
    }  # fmt: skip


def step(number: str, on: str, move: str, **others: Any) -> dict[str, Any]:
    """A row of 办理记录."""
    return {"表": "办理记录", "日期": day(on), "事项编号": number, "环节": move, **others}


def scored(
    text: str,
    *facts: PointsRow | DatedMaterial | FigureRow | Matter | Iterable[Any],
    period: str = "2018",
    as_of: str = "12-31",
    closed: tuple[Closed, ...] = (),
    readings: Mapping[str, str] | None = None,
    head: str = HEAD,
    roster: Roster = ROSTER,
) -> Scores:
    """What a rulebook makes of facts in a period."""
    question = asked(text, period=period, as_of=as_of, closed=closed, readings=readings, head=head, roster=roster)
    return (weighted if question.rulebook.scheme is None else score)(gathered(*facts), question)


def asked(
    text: str,
    *,
    period: str = "2018",
    as_of: str = "12-31",
    closed: tuple[Closed, ...] = (),
    readings: Mapping[str, str] | None = None,
    head: str = HEAD,
    roster: Roster = ROSTER,
) -> ScoreQuestion:
    """The question."""
    first, _, last = period.partition("..")
    wanted = span(day(first), day(last)) if last else parse_period(period)
    assert wanted is not None
    return ScoreQuestion(
        rulebook=rulebook_of(text, head),
        readings=readings or {},
        roster=roster,
        calendar=WorkCalendar(()),
        period=wanted,
        as_of=day(as_of),
        closed=closed,
    )


def gathered(*facts: PointsRow | DatedMaterial | FigureRow | Matter | Iterable[Any]) -> ScoredFacts:
    """The facts by their kinds."""
    flat = [item for fact in facts for item in (fact if isinstance(fact, tuple) and not isinstance(fact, PointsRow) else (fact,))]
    return happened(
        claims=[item for item in flat if isinstance(item, PointsRow)],
        matters=[item for item in flat if isinstance(item, Matter)],
        materials=tuple(item for item in flat if isinstance(item, DatedMaterial)),
        parts=tuple(item for item in flat if isinstance(item, PartScore)),
        figures=tuple(item for item in flat if isinstance(item, FigureRow)),
    )


def changes(scores: Scores) -> dict[str, str]:
    """Unit → the sum of its entries, of those that have any."""
    return {s.name: str(s.score.change.normalize() + 0) for s in scores.standings if any(entry.points for entry in s.score.entries)}


def totals(scores: Scores) -> dict[str, str]:
    """Unit → its total."""
    return {standing.name: f"{standing.score.total.normalize():f}" for standing in scores.standings}


def words(scores: Scores, unit: str) -> list[str]:
    """The formulas of a unit's entries."""
    found = [s.score.entries for s in scores.standings if s.name == unit]
    found += [item.entries for group in scores.groups for item in group.unranked if item.unit.name == unit]
    return [entry.formula for entry in found[0]]


def listed(scores: Scores) -> list[tuple[str, str, str]]:
    """Kind, unit and reason of what is listed."""
    return [(item.kind.value, item.unit, item.why) for item in scores.listed]


def rule(happening: str, **keys: object) -> str:
    """A point rule: TOML of its keys (texts as they are written there)."""
    usual = {"id": '"r"', "name": '"情形"', "article": '"1"', "sign": '"deduct"', "lead": '{ points = "1" }'}
    given = {**usual, "happening": f'"{happening}"', **keys}
    return "[[points]]\n" + "".join(f"{key} = {value}\n" for key, value in given.items() if value is not None)
