"""Scores on the screen: rankings, one unit's entries, what another reading would change, proposals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from duchá.campaign.faults import TO_BE_SETTLED
from duchá.cli.show import Table, answer, fault_line
from duchá.cli.views.scores.as_json import scores_json
from duchá.reports.scores.wording import TIE_BREAKS
from duchá.rulebook.scheme import RankOn
from duchá.scoring.marks.plan import grade_of
from duchá.scoring.facts.model import ZERO, Entry, Listed, Proposal, Scores, Standing, Unranked, Why, plain, shown_place
from duchá.scoring.readings import Alternative, UnitChange
from duchá.steps.score import Scored
from duchá.terms.wording import LIST_SEPARATOR, period_words

_TITLES = {Why.UNDECIDED: "待认定", Why.REJECTED: "未计分", Why.DUPLICATE: "重复", Why.NOTE: "提示"}
_SHOWN = 5
_ATTENTION = (Why.UNDECIDED, Why.REJECTED)


def score_page(scored: Scored, *, as_json: bool, quiet: bool) -> int:
    """The answer of score; 1 when something waits for a person: undecided or rejected facts, tied proposals, a roster that lacks a group."""
    scores, unit = scored.scores, scored.unit
    listed = [item for item in scores.listed if unit is None or item.unit in (unit, "")]
    proposals = [item for item in scores.proposals if unit is None or item.unit == unit]
    attention = any(item.kind in _ATTENTION for item in listed) or any(item.waits for item in proposals)
    attention = attention or any(fault.kind in TO_BE_SETTLED for fault in scored.faults)
    data = scores_json(scored)
    page: list[str | Table] = [_head(scored), *(fault_line(fault) for fault in scored.faults), *scores.notes, *scores.made_known]
    page += [_entries(standing, scores) for standing in scores.standings if standing.name == unit] if unit else _rankings(scored)
    page += [_unranked(item) for group in scores.groups for item in group.unranked if item.unit.name == unit]
    page += _assessed(scores, unit)
    page += [f"{item.unit}　{item.name}：{item.text}" for item in scores.remarks if item.unit == unit]
    page += _lists(listed)
    page += _later(scored)
    if proposals:
        page.append(_proposals(scores, unit))
    if scored.alternatives is not None:
        page += _alternatives(scored.alternatives, unit)
    page.append(_foot(scored))
    return answer(data, *_spaced(page), as_json=as_json, quiet=quiet, attention=attention)


def _spaced(page: list[str | Table]) -> list[str | Table]:
    """The page with an empty line before each table."""
    return [part for item in page for part in ((("", item)) if isinstance(item, Table) else (item,))]


def _head(scored: Scored) -> str:
    scores = scored.scores
    marks = [word for word, on in (("试算", scores.trial), ("已关账", scores.closed)) if on]
    about = f"　基准分{plain(scores.base)}" if scores.base else ""
    return f"{scores.title}　{period_words(scores.period)}{'（' + '、'.join(marks) + '）' if marks else ''}{about}　截至 {scored.opened.as_of.isoformat()}"


def _rankings(scored: Scored) -> list[str | Table]:
    """A table a group: points have their change, marks have none; grades only where a profile gives thresholds."""
    weighting, points = scored.rulebook.weighting, scored.rulebook.scheme is not None
    bands = weighting if weighting and weighting.bands else None
    within = {s.name: (group.group, _rank(s)) for group in scored.scores.within for s in group.standings}
    columns = (
        "名次",
        "单位",
        *(("类别", "类内名次") if within else ()),
        *(("增减",) if points else ()),
        "总分",
        "等次" if bands else "笔数",
    )
    blank = ("",) * (len(columns) - 4)
    tables: list[str | Table] = []
    for group in scored.scores.groups:
        rows = [
            (
                _rank(standing),
                standing.name,
                *(within.get(standing.name, ("", "")) if within else ()),
                *((_signed(plain(standing.score.change)),) if points else ()),
                plain(standing.score.total),
                grade_of(standing.score.total, bands) if bands else str(len(standing.score.entries)),
            )
            for standing in group.standings
        ]
        rows += [("未排名", item.unit.name, *blank, plain(item.score.total) if item.score else "—", item.why) for item in group.unranked]
        tables.append(Table(columns=columns, rows=tuple(rows), title=group.group))
    return tables


def _rank(standing: Standing) -> str:
    return f"{standing.rank}{'（并列）' if standing.tied else ''}"


def _assessed(scores: Scores, unit: str | None) -> list[str | Table]:
    """三考核: a column for each, never added up, and who is told."""
    found = [item for item in scores.assessed if unit in (None, item.unit)]
    rows = tuple(
        (
            item.unit,
            *("" if mark.points is None else plain(mark.points) for mark in item.marks),
            "、".join(item.subjects),
            "、".join(item.sections) or "没有填",
        )
        for item in found
    )
    if not found:
        return []
    columns = ("单位", *(mark.name for mark in found[0].marks), "通报责任主体", "通报所属单位（科室）")
    return [Table(columns=columns, rows=rows, title="单独考核（各是一栏，不加总）")]


def _entries(standing: Standing, scores: Scores) -> Table:
    score = standing.score
    rows = [
        (entry.day.isoformat(), _signed(plain(entry.points)), entry.article.number, entry.formula, entry.matter, _where(entry), entry.by)
        for entry in score.entries
    ]
    rows.append(("合计", _signed(plain(score.change)), "", f"总分 {plain(score.total)}，第{standing.rank}名", "", "", ""))
    columns = ("入账日", "分值", "条款", "怎么算的", "事项", "出处", "评分主体")
    return Table(columns=columns, rows=tuple(rows), title=f"{standing.name}　积分明细　{period_words(scores.period)}")


def _unranked(item: Unranked) -> Table:
    rows = tuple((plain(entry.points), entry.article.number, entry.formula) for entry in item.entries)
    return Table(columns=("得分", "条款", "怎么算的"), rows=rows, title=f"{item.unit.name}　{item.why}")


def _where(entry: Entry) -> str:
    return "；".join(shown_place(place) for place in entry.evidence)


def _lists(listed: Iterable[Listed]) -> list[str | Table]:
    tables: list[str | Table] = []
    for kind, title in _TITLES.items():
        rows = tuple(
            (item.unit, item.day.isoformat() if item.day else "", item.article, item.why, "；".join(map(shown_place, item.evidence)))
            for item in listed
            if item.kind is kind
        )
        if rows:
            tables.append(Table(columns=("单位", "日期", "条款", "情况", "出处"), rows=rows, title=title))
    return tables


def _later(scored: Scored) -> list[str | Table]:
    """What came to light of a closed period since: it stands in other periods, and changes nothing here."""
    found = [item for item in scored.later if scored.unit is None or item.unit == scored.unit]
    rows = tuple((item.unit, item.article, item.why, "；".join(map(shown_place, item.evidence))) for item in found)
    return [Table(columns=("单位", "条款", "情况", "出处"), rows=rows, title="关账以后（不改变本期）")] if rows else []


def _proposals(scores: Scores, unit: str | None) -> Table:
    found = [item for item in scores.proposals if unit in (None, item.unit)]
    deducts = any(item.deducts for item in found)
    rows = tuple(
        (
            item.kind,
            item.unit,
            item.article.number,
            item.why,
            *(("" if item.points is None else plain(item.points),) if deducts else ()),
            item.undecided,
            _approval(item),
        )
        for item in found
    )
    columns = ("建议", "单位", "条款", "理由", *(("分值",) if deducts else ()), "待认定", "批准人、日期、文号")
    return Table(columns=columns, rows=rows, title="结果运用建议（由人批准后生效）")


def _approval(item: Proposal) -> str:
    given = item.approval
    if given is None:
        return ""
    return "，".join(part for part in ("同意" if given.agreed else "不同意", given.by, given.day.isoformat(), given.document) if part)


def _alternatives(found: Iterable[Alternative], unit: str | None) -> list[str | Table]:
    rows = []
    same = []
    for item in found:
        if not item.changes:
            same.append(f"{item.reading.id}={item.option.id}")
            continue
        units = _shortened([_change_words(change) for change in sorted(item.units, key=_weight) if unit in (None, change.unit)])
        pairs = (("增加", item.proposals_gained), ("去掉", item.proposals_lost), ("改变", item.proposals_changed))
        more = [f"{what}{kind}：{name}" for what, found_pairs in pairs for kind, name in found_pairs]
        rows.append((item.reading.question, f"{item.option.id}　{item.option.text}", str(len(item.units)), units, _shortened(more, "条")))
    title = "换一种读法会改变什么（每次只换一项，按没有关账的情形试算）"
    table = Table(columns=("条款问题", "换成", "影响单位数", "总分和名次", "建议"), rows=tuple(rows), title=title)
    said = [f"以下读法换了也不改变结果：{'、'.join(same)}。"] if same else []
    return [*([table] if rows else []), *said]


def _weight(change: UnitChange) -> tuple[bool, Decimal, int, str]:
    """Units that gain or lose their total first, then the largest change of total, then of rank."""
    moved = abs((change.after or ZERO) - (change.before or ZERO))
    both = change.before is not None and change.after is not None
    return (both, -moved, -abs((change.rank_after or 0) - (change.rank_before or 0)), change.unit)


def _change_words(change: UnitChange) -> str:
    before, after = ("不出总分" if total is None else plain(total) for total in (change.before, change.after))
    total = f"{before}→{after}" if change.before != change.after else after
    ranked = change.rank_before is not None and change.rank_after is not None
    rank = f"，第{change.rank_before}→{change.rank_after}名" if ranked and change.rank_before != change.rank_after else ""
    group = f"，改在“{change.group_after}”组" if change.group_before != change.group_after else ""
    beside = "" if rank or group or change.before != change.after else "，同组的单位变了"
    return f"{change.unit} {total}{rank}{group}{beside}"


def _shortened(words: list[str], counted: str = "个单位") -> str:
    """The first few; the rest counted (all are in --json)."""
    rest = f"；等{len(words)}{counted}" if len(words) > _SHOWN else ""
    return "；".join(words[:_SHOWN]) + rest


def _signed(text: str) -> str:
    return text if text.startswith("-") or text == "0" else f"+{text}"


def _foot(scored: Scored) -> str:
    note = _ranked_by(scored) if scored.scores.groups else "没有可排名的总分。"
    return note + ("" if scored.unit else "看一个单位的明细：duchá score 期间 --unit 单位；换读法的影响：--readings。")


def _ranked_by(scored: Scored) -> str:
    """What decides the order; further keys only where the rulebook names them."""
    scheme = scored.rulebook.scheme
    exact = scheme is not None and scheme.rank_on is RankOn.EXACT
    keys = LIST_SEPARATOR.join(TIE_BREAKS[key.value] for key in scheme.tie_breaks) if scheme else ""
    return f"按{'未舍入' if exact else '打印出来'}的总分排名，总分相同的{f'依次比较{keys}，仍相同的' if keys else ''}并列。"
