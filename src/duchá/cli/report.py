"""duchá report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from enum import Enum
from typing import Annotated

import typer

from duchá.campaign.parse import blocking
from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.next_command import quoted
from duchá.cli.options import AsJson, AsOf, CampaignDir, KnownAt, Quiet, moment, start
from duchá.cli.show import Part, answer
from duchá.steps.written import WrittenReport
from duchá.terms.fault import fault_json
from duchá.terms.text import shown


def made_page(made: Sequence[WrittenReport], name: str, *, as_json: bool, quiet: bool) -> int:
    """The answer of report; 1 when a text had to be cut or the campaign's sources could not be kept."""
    first = made[0]
    cuts = [{"file": item.path, "sheet": cut.sheet, "cell": cut.cell, "length": cut.length} for item in made for cut in item.cuts]
    data = {
        "report": name,
        "file": first.path,
        "files": [path for item in made for path in (item.path, *item.also, *((item.editable,) if item.editable else ()))],
        "as_of": first.report.as_of,
        "said": said(first),
        "pages": [{"name": page.name, "rows": len(page.rows)} for page in first.report.pages],
        "cut": cuts,
        "faults": [fault_json(fault) for fault in first.faults],
    }
    return answer(data, *_lines(made), as_json=as_json, quiet=quiet, attention=bool(cuts or blocking(first.faults)))


def said(made: WrittenReport) -> str:
    """The report in one sentence: its own first words."""
    page = made.report.pages[0]
    return page.words[0] if page.words else page.under


def _lines(made: Sequence[WrittenReport]) -> Iterator[Part]:
    first = made[0]
    if len(made) == 1:
        yield shown(said(first))
        tables = [page for page in first.report.pages if page.columns]
        if tables:
            yield f"共 {len(tables)} 张表：" + "、".join(f"{shown(page.name)} {len(page.rows)} 行" for page in tables)
    for item in made:
        for cut in item.cuts:
            yield f"● {shown(cut.sheet)}!{cut.cell} 原文 {cut.length} 字，超出单元格上限，已截断；全文见来源文件。"
    yield from first.faults
    if first.also:
        yield f"另写了 {len(first.also)} 个文件（草稿，发出后再登记）：{shown(str(first.also[0].parent))}"
    if first.editable is not None:
        yield f"可改的登记表：{shown(str(first.editable))}"
        yield "改好后运行："
        yield f"duchá record {quoted(shown(str(first.editable)))}"
    if len(made) == 1:
        yield f"已写好：{shown(str(first.path))}"
    else:
        yield f"已写好 {len(made)} 份，一个单位一份：{shown(str(first.path.parent))}"


class ReportName(Enum):
    """Which report."""

    SUMMARY = "summary"
    RANKING = "ranking"
    UNIT = "unit"
    ANNUAL = "annual"
    BULLETIN = "bulletin"
    INSPECTION = "inspection"
    RECTIFICATION = "rectification"
    BRIEF = "brief"
    DASHBOARD = "dashboard"
    UNIT_CARD = "unit-card"
    RECTIFICATION_LEDGER = "rectification-ledger"
    REGISTER = "register"


# how people call them: the first is what they are called here, all are understood
CALLED: Mapping[ReportName, tuple[str, ...]] = {
    ReportName.SUMMARY: ("自查自纠汇总", "汇总", "汇总表"),
    ReportName.RANKING: ("积分排名", "排名", "排名表"),
    ReportName.UNIT: ("单位积分明细", "积分明细", "明细"),
    ReportName.ANNUAL: ("年末总评及建议", "年末总评", "总评", "年度总评"),
    ReportName.BULLETIN: ("月通报、季总结", "通报", "月通报", "季总结", "督查通报"),
    ReportName.INSPECTION: ("督查报告和两份清单", "督查报告"),
    ReportName.RECTIFICATION: ("整改通知书，一个单位一份", "整改通知书", "整改通知"),
    ReportName.BRIEF: ("呈阅件，一页", "呈阅件", "专报"),
    ReportName.DASHBOARD: ("督查看板，一页网页", "督查看板", "看板"),
    ReportName.UNIT_CARD: ("单位情况卡，一个单位一份", "单位情况卡", "情况卡"),
    ReportName.REGISTER: ("任何一张登记表和它的缺口，例如 register 公开承诺", "登记表"),
    ReportName.RECTIFICATION_LEDGER: ("整改台账", "问题台账", "问题整改台账"),
}
_USUAL = {ReportName.BRIEF: "docx", ReportName.DASHBOARD: "html", ReportName.UNIT_CARD: "docx"}  # where it is not a workbook


def complete_names(incomplete: str) -> list[str]:
    """Names of reports that begin so, as commands and as people call them."""
    names = [word for name, words in CALLED.items() for word in (name.value, words[1])]
    return [name for name in names if name.startswith(incomplete)]


def read_name(text: str) -> str:
    """A report by its name or what people call it: summary, 汇总, 自查自纠汇总."""
    called = {word: name for name, words in CALLED.items() for word in (name.value, *words)}
    found = called.get(text.strip()) or called.get(text.strip().lower())
    if found is None:
        near = get_close_matches(text.strip(), called, n=3, cutoff=0.5)
        raise typer.BadParameter(f"没有报告“{text.strip()}”，可写 {'、'.join(near or [name.value for name in ReportName])}")
    return found.value


class WrittenAs(Enum):
    """Written as what."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    MD = "md"


NAMES = "；".join(f"{name.value}：{words[0]}" for name, words in CALLED.items()) + "；也可以写中文名称"
FORMATS = "xlsx 工作簿，docx 公文，html 网页，md 文字稿；不写为 xlsx（呈阅件、情况卡为 docx，看板只有 html）"


def report(
    name: Annotated[str, typer.Argument(metavar="报告", parser=read_name, autocompletion=complete_names, help=NAMES)],
    which: Annotated[
        str | None, typer.Argument(metavar="登记表", autocompletion=complete.registers, help="register 的登记表，写名称，例如 公开承诺")
    ] = None,
    written_as: Annotated[WrittenAs | None, typer.Option("--format", metavar="格式", help=FORMATS)] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="期间",
            help="2015-11、2018Q2、2018；不写为今天所在的季度（annual 为年度，bulletin 为本月；summary 为全部，写了只汇总按期报送的这一期）；ranking、unit 也可写“整个行动”",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="单位", help="只出这个单位的；unit、rectification 不写则一个单位一份；ranking、annual 只含它所在的组"
        ),
    ] = None,
    rulebook: Annotated[str | None, typer.Option("--rulebook", metavar="制度", help="按哪个制度计分；只有一个计分制度时不用写")] = None,
    task: Annotated[
        str | None, typer.Option("--task", metavar="任务", help="inspection、rectification：只算这项督查任务（督查任务编号或督查组）")
    ] = None,
    matter: Annotated[str | None, typer.Option("--matter", metavar="编号", help="inspection、rectification：只算这一件")] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="register：按每一行另写文书，例如 检查通知 的通知书；登记了发出日期以前是草稿")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="不遮盖身份证号码和电话号码，仅限内部使用")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="正式发文：登记一个发文字号，以后再出还是这个号；不写是草稿，号留空")] = False,
    campaign: CampaignDir = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """出报告：写进 reports/，同一天同样的记录每次一模一样。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.report import ReportOptions, report as step

    asked = {"period": period, "unit": unit, "rulebook": rulebook, "task": task, "matter": matter, "which": which}
    wanted = ReportOptions(name=name, written_as=_format(name, written_as), full=full, documents=documents, **asked)
    made = step(replace(open_campaign(start(campaign), moment(as_of, known_at)), issuing=issue), wanted)
    return made_page(made, name, as_json=as_json, quiet=quiet)


def _format(name: str, asked: WrittenAs | None) -> str:
    """The format asked for, else the usual one of the report."""
    if name == ReportName.DASHBOARD.value and asked not in (None, WrittenAs.HTML):
        raise typer.BadParameter("督查看板只有 html 一种", param_hint="--format")
    return _USUAL.get(ReportName(name), WrittenAs.XLSX.value) if asked is None else asked.value


def register(app: App) -> None:
    """Adds the command."""
    app.command("report")(report)
