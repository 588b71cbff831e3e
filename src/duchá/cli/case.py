"""duchá case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, UnitName, moment, start
from duchá.cli.report import FORMATS, WrittenAs
from duchá.cli.show import Part, ScreenTable, answer, where
from duchá.ledger.cases import Case, NextStep, NotTaken, Taken
from duchá.ledger.leads import Lead
from duchá.ledger.wording import LIGHT_WORDS
from duchá.steps.case import CasesShown
from duchá.terms.fault import Weight
from duchá.terms.place import Place
from duchá.terms.text import shown as shown_text
from duchá.terms.wording import LIST_SEPARATOR, day_words

Format = Annotated[WrittenAs | None, typer.Option("--format", metavar="格式", help=f"另写进 reports/：{FORMATS}")]
Full = Annotated[bool, typer.Option("--full", help="不遮盖身份证号码和电话号码，仅限内部使用")]


def cases_page(found: CasesShown, *, one: bool, as_json: bool, quiet: bool) -> int:
    """The answer of case; 1 when a row does not fit, something is missing of an open case, or a lead waits."""
    waits = any(lead.waits for lead in found.leads)
    attention = waits or any(fault.kind.weight is not Weight.NOTE for fault in found.faults)
    head = f"{found.opened.campaign.settings.name}　案件　截至 {found.opened.as_of.isoformat()}"
    parts: list[Part] = [head, *found.faults]
    parts += list(_full(found.cases[0])) if one else list(_listed(found))
    parts += [f"已写好：{shown_text(str(found.made.path))}"] if found.made else []
    parts += [f"文书草稿（发出后再登记）：{shown_text(str(path))}" for path in found.letters]
    return answer(_json(found, one=one), *parts, as_json=as_json, quiet=quiet, attention=attention)


def _json(found: CasesShown, *, one: bool) -> Mapping[str, object]:
    if one:
        return {"cases": [case_json(found.cases[0]) | _more_json(found.cases[0])]}
    return {"cases": [case_json(case) for case in found.cases], "leads": [_lead_json(lead) for lead in found.leads]}


def case_json(case: Case) -> dict[str, object]:
    """A case as scripts have it (design §10); keys are added, never renamed."""
    return {
        "case": case.number,
        "subject": case.subject,
        "person": case.person or None,
        "state": case.state_name,
        "since": case.since,
        "days": case.days,
        "next": [one.step.name for one in case.next],
        "missing": list(case.missing),
        "measures": list(case.measures),
        "article": case.article.cite(),
    }


def _more_json(case: Case) -> dict[str, object]:
    return {
        "procedure": case.procedure.id,
        "due": None if case.due is None else case.due.day,
        "light": case.light.value,
        "counters": dict(case.counters),
        "steps": [_taken_json(one) for one in case.taken],
        "refused": [
            {
                "date": one.day,
                "step": one.step.name,
                "state": case.procedure.state(one.state).name,
                "why": [lack.said for lack in one.lacks],
            }
            for one in case.refused
        ],
        "rows": [
            {
                "step": one.step.name,
                "register": one.register,
                "actor": one.actor or None,
                "row": dict(one.row),
                "missing": [lack.said for lack in one.lacks],
            }
            for one in case.next
        ],
        "opened": [
            {
                "name": one.opening.name,
                "since": one.since,
                "done_on": one.done_on,
                "article": one.article.cite(),
                "register": one.opening.register or None,
                "row": dict(one.row),
            }
            for one in case.opened
        ],
        "branches": [
            {"name": one.branch.name, "since": one.since, "until": one.until, "result": one.result or None} for one in case.branches
        ],
    }


def _taken_json(one: Taken) -> dict[str, object]:
    place = one.row.place(next(iter(one.row.cells), ""))
    return {"date": one.day, "step": one.step.name, "evidence": f"{place.file}!{place.sheet}!{place.cell}"}


def _lead_json(lead: Lead) -> dict[str, object]:
    return {
        "lead": lead.number,
        "rule": lead.rule.id,
        "unit": lead.unit,
        "matter": lead.matter or None,
        "why": lead.why,
        "article": lead.article.cite(),
        "watch": lead.watch,
        "status": lead.status,
        "case": lead.case or None,
        "decision": lead.decided or None,
        "evidence": [f"{place.file}!{place.sheet}!{place.cell}" for place in lead.evidence],
        "row": dict(lead.row),
    }


def _listed(found: CasesShown) -> Iterator[str | ScreenTable]:
    columns = ("案件编号", "对象", "状态", "自何时", "停留", "灯", "问责方式", "下一步", "还缺什么")
    for procedure in dict.fromkeys(case.procedure.name for case in found.cases):
        rows = tuple(
            (
                case.number,
                "　".join(part for part in (case.subject, case.person) if part),
                case.state_name,
                case.since.isoformat(),
                "" if case.ended else f"{case.days}天",
                LIGHT_WORDS[case.light.value] if case.due is not None else "",
                LIST_SEPARATOR.join(case.measures),
                LIST_SEPARATOR.join(one.step.name for one in case.next),
                "；".join(case.missing),
            )
            for case in found.cases
            if case.procedure.name == procedure
        )
        yield ScreenTable(columns=columns, rows=rows, title=procedure)
    if not found.cases:
        yield "没有案件。"
    if found.leads:
        told = tuple(
            (lead.number, lead.unit, lead.why, lead.article.number, lead.case or lead.decided or ("关注" if lead.watch else lead.status))
            for lead in found.leads
        )
        yield ScreenTable(columns=("线索编号", "单位", "情况", "依据", "处理"), rows=told, title="线索（只供研判，不是结论）")
        yield "立案：在“问责案件”登记一行，“来源线索”写线索编号；不立案的写进“线索处置”。再运行 duchá record。"


def _full(case: Case) -> Iterator[str | ScreenTable]:
    person = f"　{case.person}" if case.person else ""
    yield f"{case.number}　{case.subject}{person}　{case.procedure.name}"
    stood = "" if case.ended else f"，已停留{case.days}天"
    yield f"状态：{case.state_name}，{day_words(case.since)}起{stood}（{case.article.number}）"
    if case.due is not None:
        agreed = "，本室约定" if case.procedure.state(case.state).agreed else ""
        yield f"期限：{day_words(case.due.day)}{agreed}（{LIGHT_WORDS[case.light.value]}）"
    if case.measures:
        yield f"问责方式：{LIST_SEPARATOR.join(case.measures)}"
    yield from (f"{name}：{count}次" for name, count in case.counters.items())
    for opened in case.opened:
        done = "还没有办" if opened.done_on is None else f"{day_words(opened.done_on)}办结"
        yield f"同时要办：{opened.opening.name}，{day_words(opened.since)}起，{done}（{opened.article.number}）"
        if opened.row:
            yield _to_type(opened.opening.register, opened.row)
    for branch in case.branches:
        done = "还没有结果" if branch.until is None else f"{day_words(branch.until)}有结果：{branch.result}"
        yield f"{branch.branch.name}：{day_words(branch.since)}提出，{done}"
    yield from (f"× {lack.said}" for lack in case.wrong)
    if case.taken:
        rows = tuple((one.day.isoformat(), one.step.name, case.procedure.state(one.state).name, where(_place(one))) for one in case.taken)
        yield ScreenTable(columns=("日期", "环节", "状态", "登记在"), rows=rows, title="办理经过")
    if case.refused:
        rows = tuple(
            (one.day.isoformat(), one.step.name, "；".join(lack.said for lack in one.lacks), where(_place(one))) for one in case.refused
        )
        yield ScreenTable(columns=("日期", "环节", "为什么不算", "登记在"), rows=rows, title="不算的登记")
    for step in case.next:
        yield from _next(step)


def _next(one: NextStep) -> Iterator[str | ScreenTable]:
    actor, hint = one.actor and f"，由{one.actor}办", one.step.hint and f"：{one.step.hint}"
    yield f"下一步　{one.step.name}{actor}{hint}（{one.article.number}）"
    yield from (f"  还缺　{lack.said}" for lack in one.lacks)
    yield _to_type(one.register, one.row)


def _to_type(register: str, row: tuple[tuple[str, str], ...]) -> ScreenTable:
    """The row that is to be typed into a register; what a person has to say is left open."""
    columns, cells = tuple(title for title, _ in row), tuple(text or "（填）" for _, text in row)
    return ScreenTable(columns=columns, rows=(cells,), title=f"写进“{register}”的一行，再运行 duchá record")


def _place(one: Taken | NotTaken) -> Place:
    return one.row.place(next(iter(one.row.cells), ""))


def list_cases(
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    unit: UnitName = None,
    state: Annotated[str | None, typer.Option("--state", metavar="状态", help="只看这个状态的，如 核查中")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="只看没有办结的")] = False,
    procedure: Annotated[str | None, typer.Option("--procedure", metavar="程序", help="只看这个程序的，如 责任追究")] = None,
    written_as: Format = None,
    full: Full = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """案件一览：各到哪一步、停了几天、下一步是什么、还缺什么；旁边列出台账和积分里的线索。"""
    from duchá.steps.case import CaseOptions, case as step
    from duchá.steps.open_campaign import open_campaign

    kind = written_as.value if written_as else None
    asked = CaseOptions(unit=unit, state=state, open_only=open_only, procedure=procedure, written_as=kind, full=full)
    return cases_page(step(open_campaign(start(campaign), moment(as_of, known_at)), asked), one=False, as_json=as_json, quiet=quiet)


def show_case(
    number: Annotated[str, typer.Argument(metavar="案件编号", help="哪个案件")],
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    letters: Annotated[bool, typer.Option("--letters", help="起草下一步的文书（移交函、转送函、退回函、抄送函等）")] = False,
    written_as: Format = None,
    full: Full = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """一个案件的全部：办理经过、不算的登记和原因、下一步要写进登记表的那一行。"""
    from duchá.steps.case import CaseOptions, case as step
    from duchá.steps.open_campaign import open_campaign

    asked = CaseOptions(case=number, letters=letters, written_as=written_as.value if written_as else None, full=full)
    return cases_page(step(open_campaign(start(campaign), moment(as_of, known_at)), asked), one=True, as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the commands."""
    app.command("list")(list_cases)
    app.command("show")(show_case)
