"""duchá score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

import typer

from duchá.cli import complete
from duchá.cli.app import App, ChineseCommand
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, Reason, UnitName, moment, start
from duchá.cli.show import Part, ScreenTable, answer
from duchá.reports.scores.wording import TIE_BREAKS
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.scheme import RankOn
from duchá.rulebook.weighting import NoteUse
from duchá.scoring.facts.model import (
    ZERO,
    Approval,
    Assessed,
    CardGiven,
    Entry,
    Listed,
    Proposal,
    RankedGroup,
    RankStanding,
    Scores,
    Unranked,
    Why,
    plain,
    shown_place,
)
from duchá.scoring.marks.total import base_of
from duchá.scoring.readings import Alternative, UnitChange
from duchá.steps.score import Scored
from duchá.terms.period import PeriodKind, period_of
from duchá.terms.place import Place
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
    data = scores_json(scored)
    page: list[Part] = [_head(scored), *scored.faults, *scores.notes, *scores.made_known]
    page += [_entries(standing, scores) for standing in scores.standings if standing.name == unit] if unit else _rankings(scored)
    page += [_unranked(item) for group in scores.groups for item in group.unranked if item.unit.name == unit]
    page += _assessed(scored, unit)
    page += [f"{item.unit}　{item.name}：{item.text}" for item in scores.remarks if item.unit == unit]
    page += _cards(scores, unit)
    page += _lists(listed)
    page += _later(scored)
    if proposals:
        page.append(_proposals(scores, unit))
    if scored.alternatives is not None:
        page += _alternatives(scored.alternatives, unit)
    page.append(_foot(scored))
    return answer(data, *_spaced(page), as_json=as_json, quiet=quiet, attention=attention)


def _spaced(page: list[Part]) -> list[Part]:
    """The page with an empty line before each table."""
    return [part for item in page for part in ((("", item)) if isinstance(item, ScreenTable) else (item,))]


def _head(scored: Scored) -> str:
    scores = scored.scores
    marks = [word for word, on in (("试算", scores.trial), ("已关账", scores.closed)) if on]
    about = f"　基准分{plain(scores.base)}" if scores.base else ""
    return f"{scores.title}　{period_words(scores.period)}{'（' + '、'.join(marks) + '）' if marks else ''}{about}　截至 {scored.opened.as_of.isoformat()}"


def _rankings(scored: Scored) -> list[Part]:
    """A table a group: points have their change, marks have none; grades only where a profile gives thresholds."""
    points = scored.rulebook.scheme is not None
    bands = any(standing.grade for standing in scored.scores.standings)
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
    tables: list[Part] = []
    for group in scored.scores.groups:
        rows = [
            (
                _rank(standing),
                standing.name,
                *(within.get(standing.name, ("", "")) if within else ()),
                *((_signed(plain(standing.score.change)),) if points else ()),
                plain(standing.score.total),
                standing.grade if bands else str(len(standing.score.entries)),
            )
            for standing in group.standings
        ]
        rows += [("未排名", item.unit.name, *blank, plain(item.score.total) if item.score else "—", item.why) for item in group.unranked]
        tables.append(ScreenTable(columns=columns, rows=tuple(rows), title=group.group))
    return tables


def _rank(standing: RankStanding) -> str:
    return f"{standing.rank}{'（并列）' if standing.tied else ''}"


def _assessed(scored: Scored, unit: str | None) -> list[Part]:
    """Assessments of their own: a column for each, never added up, and who is told, where the rulebook says so."""
    scores, told = scored.scores, scored.rulebook.told_columns
    found = [item for item in scores.assessed if unit in (None, item.unit)]
    rows = tuple(
        (
            item.unit,
            *("" if mark.points is None else plain(mark.points) for mark in item.marks),
            *(("、".join(item.subjects),) if NoteUse.SUBJECT in told else ()),
            *(("、".join(item.sections) or "没有填",) if NoteUse.SECTION in told else ()),
        )
        for item in found
    )
    if not found:
        return []
    columns = ("单位", *(mark.name for mark in found[0].marks), *(told[use] for use in (NoteUse.SUBJECT, NoteUse.SECTION) if use in told))
    return [ScreenTable(columns=columns, rows=rows, title="单独考核（各是一栏，不加总）")]


def _cards(scores: Scores, unit: str | None) -> list[Part]:
    """The cards of the period, and those that are still kept."""
    rows = tuple(
        (
            card.unit,
            card.name,
            card.says or ("表扬" if card.good else ""),
            card.day.isoformat(),
            _until(card),
            card.article.number,
            card.why,
        )
        for card in scores.cards
        if unit in (None, card.unit)
    )
    return [ScreenTable(columns=("单位", "牌", "含义", "日期", "有效至", "条款", "事由"), rows=rows, title="亮牌")] if rows else []


def _until(card: CardGiven) -> str:
    return card.until.isoformat() if card.until else "一直有效"


def _entries(standing: RankStanding, scores: Scores) -> ScreenTable:
    score = standing.score
    rows = [
        (entry.day.isoformat(), _signed(plain(entry.points)), entry.article.number, entry.formula, entry.matter, _where(entry), entry.by)
        for entry in score.entries
    ]
    rows.append(("合计", _signed(plain(score.change)), "", f"总分 {plain(score.total)}，第{standing.rank}名", "", "", ""))
    columns = ("入账日", "分值", "条款", "怎么算的", "事项", "出处", "评分主体")
    return ScreenTable(columns=columns, rows=tuple(rows), title=f"{standing.name}　积分明细　{period_words(scores.period)}")


def _unranked(item: Unranked) -> ScreenTable:
    rows = tuple((plain(entry.points), entry.article.number, entry.formula) for entry in item.entries)
    return ScreenTable(columns=("得分", "条款", "怎么算的"), rows=rows, title=f"{item.unit.name}　{item.why}")


def _where(entry: Entry) -> str:
    return "；".join(shown_place(place) for place in entry.evidence)


def _lists(listed: Iterable[Listed]) -> list[Part]:
    tables: list[Part] = []
    for kind, title in _TITLES.items():
        rows = tuple(
            (item.unit, item.day.isoformat() if item.day else "", item.article, item.why, "；".join(map(shown_place, item.evidence)))
            for item in listed
            if item.kind is kind
        )
        if rows:
            tables.append(ScreenTable(columns=("单位", "日期", "条款", "情况", "出处"), rows=rows, title=title))
    return tables


def _later(scored: Scored) -> list[Part]:
    """What came to light of a closed period since: it stands in other periods, and changes nothing here."""
    found = [item for item in scored.later if scored.unit is None or item.unit == scored.unit]
    rows = tuple((item.unit, item.article, item.why, "；".join(map(shown_place, item.evidence))) for item in found)
    return [ScreenTable(columns=("单位", "条款", "情况", "出处"), rows=rows, title="关账以后（不改变本期）")] if rows else []


def _proposals(scores: Scores, unit: str | None) -> ScreenTable:
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
    return ScreenTable(columns=columns, rows=rows, title="结果运用建议（由人批准后生效）")


def _approval(item: Proposal) -> str:
    given = item.approval
    if given is None:
        return ""
    return "，".join(part for part in ("同意" if given.agreed else "不同意", given.by, given.day.isoformat(), given.document) if part)


def _alternatives(found: Iterable[Alternative], unit: str | None) -> list[Part]:
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
    table = ScreenTable(columns=("条款问题", "换成", "影响单位数", "总分和名次", "建议"), rows=tuple(rows), title=title)
    said = [f"以下读法换了也不改变结果：{'、'.join(same)}。"] if same else []
    return [*([table] if rows else []), *said]


def _weight(change: UnitChange) -> tuple[bool, Decimal, int, str]:
    """Units that gain or lose their total first, then the largest change of total, then of rank."""
    moved = abs((change.after or ZERO) - (change.before or ZERO))
    both = change.before is not None and change.after is not None
    return (both, -moved, -abs((change.rank_after or 0) - (change.rank_before or 0)), change.unit)


def _change_words(change: UnitChange) -> str:
    before, after = ("不出总分" if total is None else plain(total) for total in (change.before, change.after))
    total = f"{before}变为{after}" if change.before != change.after else after
    ranked = change.rank_before is not None and change.rank_after is not None
    rank = f"，第{change.rank_before}名变为第{change.rank_after}名" if ranked and change.rank_before != change.rank_after else ""
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


def scores_json(scored: Scored) -> dict[str, object]:
    """The answer of ``score --json``; keys are added, never renamed."""
    scores, unit = scored.scores, scored.unit
    groups = [_group_json(group, unit, scored) for group in scores.groups]
    data: dict[str, object] = {
        "period": scores.period.key,
        "rulebook": scores.rulebook,
        "base": plain(scores.base),
        "closed": scores.closed,
        "trial": scores.trial,
        "readings": dict(scores.readings),
        "groups": [group for group in groups if unit is None or group["standings"]],
        "undecided": [*_listed_json(scores, Why.UNDECIDED, unit), *_ties_json(scores, unit)],
        "rejected": [*_listed_json(scores, Why.REJECTED, unit), *_listed_json(scores, Why.DUPLICATE, unit)],
        "notes": _listed_json(scores, Why.NOTE, unit),
        "made_known": list(scores.made_known),
        "proposals": [_proposal_json(item) for item in scores.proposals if unit in (None, item.unit)],
    }
    if scores.within:
        data["within"] = {item.group: [_place_json(standing) for standing in item.standings] for item in scores.within}
    if scores.assessed:
        data["assessed"] = [_assessed_json(item) for item in scores.assessed if unit in (None, item.unit)]
    if scores.cards:
        data["cards"] = [_card_json(card) for card in scores.cards if unit in (None, card.unit)]
    if scores.remarks:
        data["remarks"] = [{"unit": r.unit, "name": r.name, "text": r.text} for r in scores.remarks if unit in (None, r.unit)]
    if scored.alternatives is not None:
        data["alternatives"] = [_alternative_json(item) for item in scored.alternatives]
    return data


def _card_json(card: CardGiven) -> dict[str, object]:
    return {
        "card": card.card,
        "name": card.name,
        "unit": card.unit,
        "date": card.day,
        "until": card.until,
        "good": card.good,
        "says": card.says or None,
        "article": card.article.number,
        "why": card.why,
        **_evidence(card.evidence),
    }


def _proposal_json(item: Proposal) -> dict[str, object]:
    return {
        "kind": item.kind,
        "unit": item.unit,
        "article": item.article.number,
        "why": "；".join(part for part in (item.why, item.undecided) if part),
        "ground": item.ground or None,
        "undecided": item.undecided or None,
        **_evidence(item.evidence),
        **({"points": None if item.points is None else plain(item.points)} if item.deducts else {}),
        "approved_by": item.approval.by if item.approval and item.approval.agreed else None,
        "approval": _approval_json(item.approval),
    }


def _approval_json(approval: Approval | None) -> dict[str, object] | None:
    if approval is None:
        return None
    return {
        "agreed": approval.agreed,
        "by": approval.by,
        "date": approval.day,
        "document": approval.document or None,
        **_evidence((approval.place,)),
    }


def _place_json(standing: RankStanding) -> dict[str, object]:
    return {"unit": standing.name, "rank": standing.rank, "tied": standing.tied}


def _assessed_json(item: Assessed) -> dict[str, object]:
    marks = [
        {
            "name": mark.name,
            "article": mark.article.number,
            "points": None if mark.points is None else plain(mark.points),
            "formula": mark.words or None,
            **_evidence(mark.evidence),
            "by": mark.by,
        }
        for mark in item.marks
    ]
    return {"unit": item.unit, "assessments": marks, "notify": {"responsible": list(item.subjects), "sections": list(item.sections)}}


def _group_json(group: RankedGroup, unit: str | None, scored: Scored) -> dict[str, object]:
    ranked = [_standing_json(standing) for standing in group.standings if unit in (None, standing.name)]
    rest = [
        {
            "rank": None,
            "tied": False,
            "unit": item.unit.name,
            "change": plain(item.score.change) if item.score else None,
            "total": plain(item.score.total) if item.score else None,
            "why": item.why,
            "entries": [_entry_json(entry) for entry in item.entries],
        }
        for item in group.unranked
        if unit in (None, item.unit.name)
    ]
    return {"group": group.group, "base": _base_json(group, scored), "standings": [*ranked, *rest]}


def _base_json(group: RankedGroup, scored: Scored) -> str | None:
    """基准分 of a group; None where its units have several, or where nothing has one."""
    scheme = apply_readings(scored.rulebook, scored.scores.readings).scheme
    mapped = scored.then.campaign.settings.groups
    names = {one.id: (one.name, *mapped.get(one.name, ())) for one in scored.rulebook.groups}
    bases = {base_of(scheme, standing.score.unit, names) for standing in group.standings} if scheme is not None else set()
    return plain(bases.pop()) if len(bases) == 1 else None


def _standing_json(standing: RankStanding) -> dict[str, object]:
    score = standing.score
    grade = standing.grade
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "unit": standing.name,
        "change": plain(score.change),
        "total": plain(score.total),
        "from_bottom": standing.from_bottom,
        **({"grade": grade} if grade else {}),
        "entries": [_entry_json(entry) for entry in score.entries],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "rule": entry.rule,
        "article": entry.article.number,
        "points": plain(entry.points),
        "date": entry.day,
        "quarter": period_of(entry.day, PeriodKind.QUARTER).key,
        "role": entry.role.value if entry.role else None,
        "matter": entry.matter or None,
        "formula": entry.formula,
        **_evidence(entry.evidence),
        "by": entry.by,
        "source": entry.source or None,
        "late_for": entry.late_for or None,
        "because": [
            {
                "record_no": one.number,
                "register": one.register or None,
                "change": one.change,
                "recorded_at": one.recorded_at,
                "by": one.by or None,
            }
            for one in entry.because
        ],
    }


def _listed_json(scores: Scores, kind: Why, unit: str | None) -> list[dict[str, object]]:
    return [
        {
            "unit": item.unit,
            "rule": item.rule,
            "why": item.why,
            "article": item.article,
            "date": item.day,
            "matter": item.matter or None,
            **_evidence(item.evidence),
        }
        for item in scores.listed
        if item.kind is kind and unit in (None, item.unit)
    ]


def _ties_json(scores: Scores, unit: str | None) -> list[dict[str, object]]:
    return [
        {"unit": item.unit, "rule": item.consequence, "why": item.undecided, "article": item.article.number, **_evidence(item.evidence)}
        for item in scores.proposals
        if item.waits and unit in (None, item.unit)
    ]


def _alternative_json(item: Alternative) -> dict[str, object]:
    return {
        "reading": item.reading.id,
        "question": item.reading.question,
        "option": item.option.id,
        "text": item.option.text,
        "units": [
            {
                "unit": change.unit,
                "before": _total_json(change.before),
                "after": _total_json(change.after),
                "rank_before": change.rank_before,
                "rank_after": change.rank_after,
                "group_before": change.group_before,
                "group_after": change.group_after,
            }
            for change in item.units
        ],
        "proposals_gained": [{"kind": kind, "unit": name} for kind, name in item.proposals_gained],
        "proposals_lost": [{"kind": kind, "unit": name} for kind, name in item.proposals_lost],
        "proposals_changed": [{"kind": kind, "unit": name} for kind, name in item.proposals_changed],
    }


def _total_json(total: Decimal | None) -> str | None:
    return None if total is None else plain(total)


def _evidence(places: Iterable[Place]) -> dict[str, object]:
    """The cells, and beside each the SHA-256 of the archived original that has it there (None where it is not known)."""
    shown = tuple(places)
    return {"evidence": [shown_place(place) for place in shown], "versions": [place.version or None for place in shown]}


_BARE, _WHOLE = "--campaign", "--whole-campaign"
Trial = Annotated[bool, typer.Option("--trial", help="试算：该填未填的分值按下限计")]
Readings = Annotated[bool, typer.Option("--readings", help="换一种读法会改变什么：得分、名次、建议")]
Close = Annotated[bool, typer.Option("--close", help="关账：这一期从此不变，以后发现的记入未关账的期间；有单位提出异议的，要写 --reason")]


class ScorePage(ChineseCommand):
    """The page of score: ``--campaign`` without a folder means the whole campaign as the period."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments after the options."""
        return super().parse_args(ctx, whole_campaign(args))


def whole_campaign(args: Sequence[str]) -> list[str]:
    """The arguments with a bare ``--campaign`` (at the end, or before another option) spelled out."""
    return [_WHOLE if arg == _BARE and (at + 1 == len(args) or args[at + 1].startswith("-")) else arg for at, arg in enumerate(args)]


def score(
    period: Annotated[str | None, typer.Argument(metavar="期间", help="2018-05、2018Q2、2018H1、2018；不写为今天所在的季度")] = None,
    month: Annotated[bool, typer.Option("--month", help="按月评分")] = False,
    quarter: Annotated[bool, typer.Option("--quarter", help="按季度评分")] = False,
    half_year: Annotated[bool, typer.Option("--half-year", help="按半年评分")] = False,
    year: Annotated[bool, typer.Option("--year", help="年度总评并排名，提出结果运用建议")] = False,
    whole: Annotated[bool, typer.Option(_WHOLE, help="整个督查行动期间；也可写成不带文件夹的 --campaign")] = False,
    rulebook: Annotated[
        str | None,
        typer.Option("--rulebook", metavar="制度", autocompletion=complete.rulebooks, help="按哪个制度；只有一个计分制度时不用写"),
    ] = None,
    unit: UnitName = None,
    trial: Trial = False,
    readings: Readings = False,
    close: Close = False,
    reason: Reason = None,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """积分：按条款逐笔加减，每半分都有条款、日期和单元格；分组排名，提出建议，由人批准。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.score import ScoreOptions, kind_asked, score as step

    kind = kind_asked(month=month, quarter=quarter, half_year=half_year, year=year, whole=whole)
    asked = ScoreOptions(period=period, kind=kind, rulebook=rulebook, unit=unit, trial=trial, readings=readings, close=close)
    asked = replace(asked, reason=reason or "", later=not as_json)
    return score_page(step(open_campaign(start(campaign), moment(as_of, known_at)), asked), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("score", cls=ScorePage)(score)
