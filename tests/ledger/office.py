"""A campaign and the rows of its registers, as `record` writes them down, for tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from duchá.campaign.model import Campaign
from duchá.campaign.parse import blocking, parse_campaign
from duchá.campaign.sources import Sources
from duchá.journal.fact import Fact, FactKind
from duchá.ledger.entries import entries_of
from duchá.ledger.open_matters import Ledger, open_ledger
from duchá.rulebook.read_rulebook import read_texts
from duchá.terms import wording
from duchá.terms.calendar import shipped_rows

ZONE = ZoneInfo("Asia/Shanghai")
COLUMNS = {
    "事项编号": "matter", "事项名称": "title", "类别": "category", "处置类型": "type", "来源": "source", "等级": "grade", "牵头单位": "lead",
    "配合单位": "support", "责任人": "person", "立项日期": "opened_on", "要求发出日期": "issued_on", "发现日期": "found_on",
    "督查结束日期": "inspection_ended_on", "节点时限": "node_days", "办理时限": "limit", "纳入方式": "inclusion",
    "日期": "date", "时间": "time", "节点": "node", "单位": "unit", "环节": "move", "评定": "grade", "新时限": "new_due", "批准人": "approver",
    "评分主体": "scorer", "附件": "attachment", "说明": "note", "核实人": "checked_by",
}  # fmt: skip
UNITS = ("市住建局", "市环保局", "阳城县", "市水利局")


def campaign_of(
    *rulebooks: str,
    readings: Mapping[str, str] | None = None,
    units: Iterable[str] = UNITS,
    group: str = "市直",
    year: int = 2018,
    holidays: Iterable[int] | None = None,
    changed: Iterable[tuple[str, str]] = (),
) -> Campaign:
    """A campaign of shipped rulebooks with a few units in one group and the shipped holidays (of some years only, where they are given).

    ``changed`` are pieces of the rulebooks' texts and what a county wrote instead.
    """
    chosen = "".join(f'"{name}" = "{option}"\n' for name, option in (readings or {}).items())
    books = ", ".join(f'"{book}"' for book in rulebooks)
    settings = f'name = "测试"\nrulebooks = [{books}]\nyear = {year}\nstart = {year}-01-01\nend = {year}-12-31\n[readings]\n{chosen}'
    roster = [
        {wording.UNIT_ORDER: str(at), wording.UNIT_NAME: name, wording.UNIT_GROUP: group, "#": str(at + 1)}
        for at, name in enumerate(units, 1)
    ]
    calendar = [
        {
            wording.CALENDAR_DAY: row.day.isoformat(),
            wording.CALENDAR_KIND: wording.DAY_KIND_WORDS[row.kind.value],
            wording.CALENDAR_NAME: row.name,
        }
        for row in shipped_rows(range(year - 1, year + 3) if holidays is None else holidays)
    ]
    texts = {id: dict(files) for id, files in read_texts(rulebooks).items()}
    for old, new in changed:
        holding = next(texts[id] for id in rulebooks if old in texts[id]["rulebook.toml"])
        holding["rulebook.toml"] = holding["rulebook.toml"].replace(old, new)
    campaign, faults = parse_campaign(Sources(settings=settings, rulebooks=texts, roster=roster, calendar=calendar))
    assert campaign is not None, [fault.message for fault in faults]
    assert not blocking(faults), [fault.message for fault in faults]
    return campaign


def facts_of(
    rows: Iterable[Mapping[str, Any]], replaces: Mapping[int, int] | None = None, recorded: Mapping[int, date] | None = None
) -> list[Fact]:
    """ROW facts of rows written as ``{"表": "办理记录", "日期": …}``; ``replaces`` says which later row (from 1) corrects which, ``recorded`` on
    which day a row was written down that was not on its own.
    """
    return [
        Fact(seq=at, kind=FactKind.ROW, by="", **_timed(row, at, (replaces or {}).get(at), (recorded or {}).get(at)))
        for at, row in enumerate(rows, 1)
    ]


def _timed(row: Mapping[str, Any], at: int, replaces: int | None, recorded: date | None) -> dict[str, Any]:
    payload = payload_of(row, at, replaces)
    when = datetime.fromisoformat(payload["on"])
    known = when if recorded is None else datetime.combine(recorded, time(9), tzinfo=ZONE)
    return {"happened_at": when, "recorded_at": known, "payload": payload}


def payload_of(row: Mapping[str, Any], at: int, replaces: int | None = None) -> dict[str, Any]:
    """The payload of a register row, as the journal keeps it."""
    register = {"督办事项": "matters", "办理记录": "events"}[row["表"]]
    values = {COLUMNS[title]: _content(value) for title, value in row.items() if title != "表"}
    day: date = row["立项日期"] if register == "matters" else row["日期"]
    return {
        "register": register,
        "key": "",
        "occurrence": 1,
        "record_no": "",
        "values": values,
        "extra": {},
        "cells": dict.fromkeys(values, f"A{at + 4}"),
        "source": f"registers/{row['表']}.xlsx",
        "sha256": "",
        "sheet": row["表"],
        "row": at + 4,
        "on": datetime.combine(day, time(9), tzinfo=ZONE).isoformat(),
        "change": "correction" if replaces else "new",
        "replaces": replaces,
    }


def _content(value: Any) -> dict[str, Any]:
    if isinstance(value, date):
        return {"kind": "day", "text": value.isoformat(), "day": value.isoformat()}
    if value == "无":
        return {"kind": "none", "text": value}
    return {"kind": "words", "text": str(value)} if value != "" else {"kind": "empty", "text": ""}


def ledger_of(campaign: Campaign, rows: Iterable[Mapping[str, Any]], replaces: Mapping[int, int] | None = None) -> Ledger:
    """The ledger of register rows."""
    return open_ledger(campaign, entries_of(facts_of(rows, replaces), campaign.roster))


def opening(number: str = "M1", **columns: Any) -> dict[str, Any]:
    """A row of 督办事项 with the usual columns filled."""
    usual = {
        "表": "督办事项",
        "事项编号": number,
        "事项名称": "道路整治",
        "类别": "督办事项",
        "来源": "市政府常务会议",
        "牵头单位": "市住建局",
    }
    return {**usual, **columns}


def event(day: date, move: str, number: str = "M1", **columns: Any) -> dict[str, Any]:
    """A row of 办理记录."""
    return {"表": "办理记录", "日期": day, "事项编号": number, "环节": move, **columns}
