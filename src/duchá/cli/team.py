"""duchá team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, read_day, start
from duchá.cli.report import FORMATS, WrittenAs
from duchá.cli.show import Part, ScreenTable, answer, faults_block, to_be_settled
from duchá.people.draw import Draw
from duchá.people.teams import TeamMember
from duchá.reports.mask import masked_text
from duchá.reports.people.pages import masked_name
from duchá.steps.team import DrawMade, FrozenList, PeopleShown, TeamsChecked
from duchá.terms.fault import Fault, Weight, fault_json
from duchá.terms.text import shown as shown_text
from duchá.terms.wording import LIST_SEPARATOR, day_words, period_words

ListName = Annotated[str, typer.Argument(metavar="名单", help="抽单位写“名单”，抽人写登记表的名称，如 督查人员库")]
Task = Annotated[str | None, typer.Option("--task", metavar="任务编号", help="哪项督查任务")]
Format = Annotated[WrittenAs | None, typer.Option("--format", metavar="格式", help=f"另写进 reports/：{FORMATS}")]
Full = Annotated[bool, typer.Option("--full", help="不遮盖电话号码，仅限内部使用")]
Pool = Annotated[str, typer.Option("--pool", metavar="库别", help="只要这个库的：专职、兼职、特邀")]
Expertise = Annotated[str, typer.Option("--expertise", metavar="专长", help="只要有这项专长的")]


def _attention(faults: Sequence[Fault]) -> bool:
    return any(fault.kind.weight is not Weight.NOTE for fault in faults) or to_be_settled(faults)


def _faults_json(faults: Sequence[Fault]) -> list[Mapping[str, object]]:
    return [fault_json(fault) | {"file": fault.place.file or None} for fault in faults]


def people_page(found: PeopleShown, *, public: bool, full: bool, as_json: bool, quiet: bool) -> int:
    """The answer of team list: phones masked unless asked otherwise, names too where the list is for publication."""
    data = {
        "people": [
            {
                "number": None if public else one.number,
                "name": masked_name(one.name) if public else one.name,
                "pool": one.pool,
                "source": one.source,
                "unit": one.unit,
                "post": None if public else one.post or None,
                "expertise": list(one.expertise),
                "phone": None if public or not one.phone else one.phone if full else masked_text(one.phone),
                "joined": one.joined,
                "left": one.left,
            }
            for one in found.people
        ],
        "changes": [
            {"person": one.person, "kind": one.kind, "date": one.day, "reported_on": one.reported_on, "delay": one.delay}
            for one in ([] if public else found.changes)
        ],
        "faults": _faults_json(found.faults),
    }
    rows = tuple(
        (
            "" if public else one.number,
            masked_name(one.name) if public else one.name,
            one.pool,
            one.unit,
            "" if public else one.post,
            LIST_SEPARATOR.join(one.expertise),
            "" if public else one.phone if full else masked_text(one.phone),
        )
        for one in found.people
    )
    head = f"{found.opened.campaign.settings.name}　督查人员　{day_words(found.opened.as_of)}在库 {len(rows)} 人"
    parts: list[Part] = [head, ScreenTable(columns=("编号", "姓名", "库别", "单位", "职务", "专长", "电话"), rows=rows)]
    parts += [faults_block(found.faults, "要核对的")] if found.faults else []
    parts += [f"已写好：{shown_text(str(found.made.path))}"] if found.made else []
    return answer(data, *parts, as_json=as_json, quiet=quiet, attention=_attention(found.faults))


def checked_page(found: TeamsChecked, *, as_json: bool, quiet: bool) -> int:
    """The answer of team check."""
    data = {
        "faults": _faults_json(found.faults),
        "teams": [_member_json(one) for one in found.members],
        "participation": [
            {
                "number": one.person.number,
                "name": one.person.name,
                "pool": one.person.pool,
                "tasks": list(one.tasks),
                "days": one.days,
                "found": one.found,
                "payer": one.payer,
            }
            for one in found.participation
        ],
        "proposals": [
            {"kind": "不配合", "unit": one.unit, "task": one.task, "why": one.what, "approved_by": None} for one in found.refusals
        ],
    }
    rows = tuple((one.task_written, one.team, one.called, one.role, one.span, str(one.days)) for one in found.members)
    parts: list[Part] = [f"{found.opened.campaign.settings.name}　督查组　截至 {found.opened.as_of.isoformat()}"]
    parts += [ScreenTable(columns=("任务", "组", "人员", "角色", "起止", "人天"), rows=rows)]
    parts += [faults_block(found.faults, "要核对的")] if found.faults else ["没有要核对的。"]
    if found.participation:
        told = tuple(
            (one.person.who, one.person.pool, LIST_SEPARATOR.join(one.tasks), str(one.days), str(one.found), one.payer)
            for one in found.participation
        )
        title = f"参与情况（{period_words(found.period)}）"
        parts.append(ScreenTable(columns=("人员", "库别", "任务", "人天", "发现问题", "保障单位"), rows=told, title=title))
    parts += [f"建议：{one.task} {one.unit}不配合（{shown_text(one.what)}），核定后在“积分事项”登记“不配合”。" for one in found.refusals]
    parts += [f"已写好：{shown_text(str(found.made.path))}"] if found.made else []
    return answer(data, *parts, as_json=as_json, quiet=quiet, attention=_attention(found.faults) or bool(found.refusals))


def _member_json(one: TeamMember) -> Mapping[str, object]:
    return {
        "task": one.task_written,
        "team": one.team,
        "person": one.person.number if one.person else one.written,
        "name": one.person.name if one.person else None,
        "role": one.role or None,
        "start": one.start,
        "end": one.end,
        "days": one.days,
        "units": list(one.units),
    }


def frozen_page(found: FrozenList, *, as_json: bool, quiet: bool) -> int:
    """The answer of team freeze."""
    data = {
        "list": found.of.title,
        "list_hash": found.list_hash,
        "frozen_at": found.frozen_at,
        "count": len(found.ids),
        "ids": list(found.ids),
        "again": found.again,
    }
    said = "没有变，仍是" if found.again else "已定："
    lines = [f"“{found.of.title}”{said}{day_words(found.day)}在册 {len(found.ids)} 个。", f"名单校验码 {found.list_hash}"]
    lines += ["请先公布校验码，再产生种子；此后名单改了，抽取会拒绝。"]
    return answer(data, *found.faults, *lines, as_json=as_json, quiet=quiet)


def drawn_page(found: DrawMade, *, as_json: bool, quiet: bool) -> int:
    """The answer of team draw; 1 when somebody has to look: a question, a short draw."""
    attention = any(fault.kind.weight is Weight.QUERY or fault.kind.code == "P088" for fault in found.faults)
    if found.draw is None:
        data: Mapping[str, object] = {
            "list": found.frozen.of.title,
            "list_hash": found.frozen.list_hash,
            "question": _faults_json(found.faults),
        }
        return answer(data, *found.faults, "没有抽取。", as_json=as_json, quiet=quiet, attention=True)
    return answer(draw_json(found, found.draw), *_drawn(found, found.draw), as_json=as_json, quiet=quiet, attention=attention)


def draw_json(found: DrawMade, draw: Draw) -> Mapping[str, object]:
    """A draw as scripts have it (design §10); keys are added, never renamed."""
    names = found.names or {}
    data: dict[str, object] = {
        "list": found.frozen.of.title,
        "list_hash": draw.list_hash,
        "frozen_at": found.frozen.frozen_at,
        "seed": draw.seed,
        "round": draw.round,
        "order": [
            {"id": one.id, "name": names.get(one.id, one.id), "key": one.key, "drawn": one.drawn, "barred": one.barred or None}
            for one in draw.order
        ],
        "drawn": list(draw.drawn),
        "substitutes": list(draw.substitutes),
    }
    if found.teams is not None:
        data["teams"] = dict(found.teams)
    if found.asked.task:
        data["task"] = found.asked.task
    return data


def _drawn(found: DrawMade, draw: Draw) -> Iterator[Part]:
    names, teams = found.names or {}, found.teams or {}
    yield from found.faults
    task = f"　任务 {found.asked.task}" if found.asked.task else ""
    yield f"“{found.frozen.of.title}”第 {draw.round} 轮{task}　种子 {shown_text(draw.seed)}"
    yield f"名单校验码 {draw.list_hash}"
    rows = tuple((str(at), id, names.get(id, ""), f"第{teams[id]}组" if id in teams else "") for at, id in enumerate(draw.drawn, 1))
    yield ScreenTable(columns=("序号", "编号", "名称", "组"), rows=rows, title=f"抽中 {len(rows)} 个")
    if draw.substitutes:
        yield "递补依次：" + LIST_SEPARATOR.join(
            f"{id}（{names.get(id, '')}）" if names.get(id, id) != id else id for id in draw.substitutes
        )
    barred = tuple((one.id, names.get(one.id, ""), one.barred) for one in draw.order if one.barred)
    if barred:
        yield ScreenTable(columns=("编号", "名称", "跳过的原因"), rows=barred, title=f"跳过 {len(barred)} 个")
    if found.made:
        yield f"抽取记录：{shown_text(str(found.made.path))}"


def list_people(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    pool: Pool = "",
    expertise: Expertise = "",
    unit: UnitName = None,
    public: Annotated[bool, typer.Option("--public", help="出对外公布的名单：姓名遮盖，没有电话")] = False,
    written_as: Format = None,
    full: Full = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """在库的督查人员：三库、专长、变动，单位职务对不上的列出来。电话一律遮盖。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.team import PeopleOptions, people

    kind = written_as.value if written_as else None
    asked = PeopleOptions(pool=pool, expertise=expertise, unit=unit, public=public, written_as=kind, full=full)
    found = people(open_campaign(start(campaign), moment(as_of, known_at)), asked)
    return people_page(found, public=public, full=full, as_json=as_json, quiet=quiet)


def check_teams(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    task: Task = None,
    period: Annotated[str | None, typer.Option("--period", metavar="期间", help="参与情况算哪一期，如 2018、2018Q2；不写为今年")] = None,
    written_as: Format = None,
    full: Full = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """核对督查组：来源、推荐、人数、回避、重叠、征得同意、先批后通知；并出参与情况表和人天归口表。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.team import check

    kind = written_as.value if written_as else None
    found = check(open_campaign(start(campaign), moment(as_of, known_at)), task, period, kind, full=full)
    return checked_page(found, as_json=as_json, quiet=quiet)


def freeze_list(
    name: ListName,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """定名单：记下当天在册的编号，印出名单校验码；先定名单、公布校验码，后有种子。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.team import freeze

    return frozen_page(freeze(open_campaign(start(campaign), moment(as_of)), name), as_json=as_json, quiet=quiet)


def draw_list(
    name: ListName,
    seed: Annotated[str, typer.Option("--seed", metavar="种子", help="定名单以后产生的公开结果，原文照写")],
    count: Annotated[int | None, typer.Option("--count", metavar="人数", help="抽几个")] = None,
    share: Annotated[str | None, typer.Option("--share", metavar="比例", help="按比例抽，如 5%，有小数的进一")] = None,
    rounds: Annotated[int, typer.Option("--round", metavar="轮次", min=1, help="第几轮")] = 1,
    task: Task = None,
    teams: Annotated[int | None, typer.Option("--teams", metavar="组数", min=1, help="按次序轮流分成几组")] = None,
    seed_day: Annotated[date | None, typer.Option("--seed-day", metavar="日期", parser=read_day, help="种子产生的日期")] = None,
    confirmed_by: Annotated[str, typer.Option("--confirmed-by", metavar="姓名", help="种子早于定名单，谁核实无误")] = "",
    pool: Pool = "",
    expertise: Expertise = "",
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """抽取：次序只由名单、种子、轮次决定，谁都可以重算；应回避的跳过并写明原因，抽取记录写成公文。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.team import DrawOptions, draw

    asked = DrawOptions(
        of=name, seed=seed, count=count, share=share, round=rounds, task=task, teams=teams, seed_day=seed_day,
        confirmed_by=confirmed_by, pool=pool, expertise=expertise,
    )  # fmt: skip
    return drawn_page(draw(open_campaign(start(campaign), moment(as_of)), asked), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the commands."""
    app.command("list")(list_people)
    app.command("check")(check_teams)
    app.command("freeze")(freeze_list)
    app.command("draw")(draw_list)
