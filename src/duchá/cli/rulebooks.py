"""duchá rulebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from duchá.cli import complete
from duchá.cli.app import App
from duchá.cli.options import AsJson, CampaignDir, Quiet, start
from duchá.cli.show import Part, ScreenBlock, ScreenTable, answer, fault_line
from duchá.cli.status import duties_table
from duchá.rulebook.cell_checks import bound_checks
from duchá.rulebook.deduction import Sanctioned
from duchá.rulebook.form import CAMPAIGN, Column, ColumnKind, FilledBy, Form
from duchá.rulebook.limit import Signed, Stretch
from duchá.rulebook.model import Rulebook
from duchá.rulebook.point_rule import Amount, EnteredRule, Handling, Happening, PointRule, Sign, StaffFailedRule
from duchá.scoring.facts.model import plain
from duchá.steps.rulebooks import CheckedRulebook
from duchá.terms.fault import Weight, fault_json
from duchá.terms.measures import plain_number

ARTICLE = "依据"  # the last column of what rests on an article
_WEIGHTS = {Weight.REJECT: "退回", Weight.QUERY: "核实", Weight.NOTE: "提示"}
_FILLED = {FilledBy.UNIT: "单位填报", FilledBy.OFFICE: "督查室登记"}


def listed_page(found: Sequence[CheckedRulebook], *, as_json: bool, quiet: bool) -> int:
    """The shipped rulebooks, a line each."""
    rows = tuple(
        (item.id, book.title, str(len(book.articles)), str(len(book.deliverables)), str(len(book.forms)), str(len(book.units) or "—"))
        for item in found
        if (book := item.rulebook) is not None
    )
    broken = [fault_line(fault) for item in found for fault in item.faults]
    table = ScreenTable(columns=("制度", "名称", "条款", "材料", "表格", "名单"), rows=rows)
    data = {
        "rulebooks": [{"id": item.id, "title": item.rulebook.title if item.rulebook else None, "sound": not item.faults} for item in found]
    }
    return answer(data, table, *broken, "看一个制度的全部内容：duchá rulebooks 制度", as_json=as_json, quiet=quiet, attention=bool(broken))


def checked_page(found: Sequence[CheckedRulebook], *, as_json: bool, quiet: bool) -> int:
    """Sound, or every fault with its key and remedy; exit 1 then."""
    faults = [fault for item in found for fault in item.faults]
    page = [fault_line(fault) for fault in faults] or [f"{'、'.join(item.id for item in found)}：没有发现问题。"]
    data = {"sound": not faults, "faults": [fault_json(fault) | {"file": fault.place.file} for fault in faults]}
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(faults))


def made_page(folder: Path, *, as_json: bool, quiet: bool) -> int:
    """Where the skeleton lies, and what comes next."""
    said = f"已建好 {folder.as_posix()}/rulebook.toml。照文件里的注释改，改完用 duchá rulebooks {folder.as_posix()} --check 核对。"
    return answer({"folder": folder.as_posix()}, said, as_json=as_json, quiet=quiet)


def shown_page(book: Rulebook, *, as_json: bool, quiet: bool) -> int:
    """One rulebook in full, in the order of its articles: each with its summary and what rests on it; then what no article stands behind."""
    tables = [_deliverables(book), duties_table(book), _forms(book), *rule_tables(book), _readings(book)]
    by_article = [table for table in tables if table.rows and table.columns[-1] == ARTICLE]
    page: tuple[Part, ...] = (
        f"{book.title}（{book.id}，第 {book.edition} 版）　{book.source}",
        *(ScreenBlock(head=f"{a.number}　{a.summary}", lines=tuple(_resting_on(a.number, by_article))) for a in book.articles),
        *(table for table in tables if table.rows and table not in by_article),
        *(table for form in _in_order(book) for table in _form_tables(book, form)),
    )
    return answer(_as_json(book), *page, as_json=as_json, quiet=quiet)


def _resting_on(article: str, tables: Sequence[ScreenTable]) -> Iterator[str]:
    """What rests on an article, a line each: which table it is of, its name, and the rest behind its titles."""
    for table in tables:
        for row in (row for row in table.rows if row[-1] == article):
            told = (f"{title}：{cell}" for title, cell in zip(table.columns[1:-1], row[1:-1], strict=True) if cell)
            yield f"{table.title.partition('（')[0]}　{'　'.join((row[0], *told))}"


def _in_order(book: Rulebook) -> list[Form]:
    """The forms in the order of their articles."""
    order = {article.id: at for at, article in enumerate(book.articles)}
    return sorted(book.forms, key=lambda form: order.get(form.article, len(order)))


def _forms(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (f"{form.number} {form.title}".strip(), form.id, _FILLED[form.filled_by], book.article(form.article).number) for form in book.forms
    )
    return ScreenTable(columns=("表", "代号", "谁填", ARTICLE), rows=rows, title="表格")


def _deliverables(book: Rulebook) -> ScreenTable:
    rows = (
        (d.name, d.key, "、".join(_group(book, group) for group in d.groups), d.due.text, d.recipient, book.article(d.article).number)
        for d in book.deliverables
    )
    return ScreenTable(columns=("材料", "代号", "谁报", "期限", "报给谁", ARTICLE), rows=tuple(rows), title="要收的材料")


def _form_tables(book: Rulebook, form: Form) -> Iterator[ScreenTable]:
    """A form's columns; what is checked between its cells, and the questions that its rows answer, where it has any."""
    rows = tuple((c.title or "（无栏目名）", "是" if c.required else "", _limits(c), "、".join(c.synonyms), c.hint) for c in form.columns)
    columns: tuple[str, ...] = ("栏目", "必填", "限制", "也认这些写法", "填写说明")
    shown: tuple[tuple[str, ...], ...] = rows
    if not any(row[2] for row in rows):
        columns, shown = (*columns[:2], *columns[3:]), tuple((*row[:2], *row[3:]) for row in rows)
    title = f"{form.number} {form.title}（{_FILLED[form.filled_by]}）".strip()
    yield ScreenTable(columns=columns, rows=shown, title=title)
    if form.checks:
        checks = tuple(
            (one.words, _WEIGHTS[one.check.weight], book.article(one.check.article).number) for one in bound_checks(form, book.forms)
        )
        yield ScreenTable(columns=("应当成立", "不成立的", ARTICLE), rows=checks, title=f"{form.title}：勾稽关系")
    if form.questions:
        asked = tuple(
            (q.id, q.text, "是" if q.good else "否", "要" if q.evidence else "", book.article(q.article).number) for q in form.questions
        )
        yield ScreenTable(columns=("序号", "问题", "好的回答", "依据材料", "条款"), rows=asked, title=f"{form.title}：检查问题")


def _limits(column: Column) -> str:
    """What a column takes: bounds, whole numbers, its measure, its window of days, its choices."""
    numbers = [
        f"≥{plain_number(column.least)}" if column.least is not None else "",
        f"≤{plain_number(column.most)}" if column.most is not None else "",
    ]
    days = [f"{_bound(bound)}{word}" for bound, word in ((column.from_, "起"), (column.until, "止")) if bound]
    whole = "整数" if column.whole else ""
    measure = f"按{column.measure}计" if column.measure else ""
    choices = "、".join(column.choices) if column.kind in (ColumnKind.CHOICE, ColumnKind.CHOICES) else ""
    return "；".join(part for part in (*numbers, whole, measure, *days, choices) if part)


def _bound(written: str) -> str:
    return "行动" if written == CAMPAIGN else written


def _readings(book: Rulebook) -> ScreenTable:
    rows = (
        (
            r.id,
            r.question,
            "；".join(f"{'*' if o.id == r.default else ''}{o.id} {o.text}" for o in r.options),
            book.article(r.article).number,
        )
        for r in book.readings
    )
    return ScreenTable(columns=("读法", "问题", "可选（*为默认）", ARTICLE), rows=tuple(rows), title="读法")


def _as_json(book: Rulebook) -> dict[str, object]:
    return {
        "id": book.id,
        "title": book.title,
        "edition": book.edition,
        "articles": [{"id": a.id, "number": a.number, "summary": a.summary, "requirement": a.requirement} for a in book.articles],
        "deliverables": [
            {"deliverable": d.key, "name": d.name, "due": d.due.text, "recipient": d.recipient, "form": d.form or None}
            for d in book.deliverables
        ],
        "duties": [{"duty": d.id, "name": d.name, "due": d.due.text, "recipient": d.recipient or None} for d in book.duties],
        "forms": [
            {
                "form": f.id,
                "title": f.title,
                "filled_by": f.filled_by.value,
                "columns": [c.title for c in f.columns],
                "checks": [
                    {"check": c.id, "rule": c.rule, "when": c.when or None, "weight": c.weight.value, "article": c.article}
                    for c in f.checks
                ],
                "questions": [{"question": q.id, "text": q.text, "good": q.good, "evidence": q.evidence} for q in f.questions],
            }
            for f in book.forms
        ],
        **rules_json(book),
        "readings": [
            {"reading": r.id, "question": r.question, "default": r.default, "options": {o.id: o.text for o in r.options}}
            for r in book.readings
        ],
        "units": [unit.name for unit in book.units],
    }


def _group(book: Rulebook, id: str) -> str:
    return next((group.name for group in book.groups if group.id == id), id)


_HOW = {
    Happening.ENTERED: "由人登记（积分事项）",
    Happening.INCLUDED: "机器判定（督办事项）",
    Happening.GRADED: "机器判定（办理记录的评定）",
    Happening.UNURGED: "机器判定（节点和催办）",
    Happening.NODE_LATE: "机器判定（节点报送）",
    Happening.RETURNED: "机器判定（办理记录的退回）",
    Happening.MATERIAL_LATE: "机器判定（限期材料）",
    Happening.STAFF_FAILED: "机器判定（督查人员表现）",
    Happening.MATTER_LATE: "机器判定（办理时限）",
    Happening.MATERIAL_IN_TIME: "机器判定（限期材料）",
    Happening.COUNTED: "机器判定（登记表的件数）",
    Happening.COMPLETION: "机器判定（完成率）",
    Happening.PLACED: "机器判定（名次）",
    Happening.CARDS: "机器判定（牌数）",
}
_HANDLED = {Handling.SCORE: "", Handling.PROPOSE: "，只提建议", Handling.NOTHING: "，不计分"}
_SANCTIONED = {
    Sanctioned.MISSING: "机器判定（没有报）",
    Sanctioned.LATE: "机器判定（报得迟）",
    Sanctioned.PROBLEM: "机器判定（台账里的问题）",
    Sanctioned.ENTERED: "由人登记（积分事项）",
}
_LIMIT_SIGNS = {Signed.BOTH: "加减合计", Signed.ADD: "加分", Signed.DEDUCT: "减分"}
_STRETCHES = {
    Stretch.MONTH: "每月",
    Stretch.QUARTER: "每季度",
    Stretch.HALF_YEAR: "每半年",
    Stretch.YEAR: "每年",
    Stretch.ALL: "累计",
    Stretch.MATTER: "每个事项",
    Stretch.THING: "每一件",
}
_SIGNS = {Sign.ADD: "加", Sign.DEDUCT: "减", Sign.TYPED: "按填写"}


def rule_tables(book: Rulebook) -> list[ScreenTable]:
    """Points, consequences, deductions, weights, sheets, assessments: what the rulebook has of them."""
    return [
        table
        for table in (
            _points(book),
            _caps(book),
            _grades(book),
            _vetoes(book),
            _cards(book),
            _consequences(book),
            _deductions(book),
            _weights(book),
            *_marks(book),
        )
        if table.rows
    ]


def _points(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (
            rule.name,
            rule.id,
            _words(rule, rule.lead),
            _words(rule, _support(rule)),
            _HOW[rule.happening] + (_HANDLED[rule.handling] if isinstance(rule, StaffFailedRule) else ""),
            "、".join(rule.scorers),
            book.article(rule.article).number,
        )
        for rule in book.points
    )
    columns = ("情形", "代号", "牵头", "配合", "怎么认定", "评分主体", ARTICLE)
    return ScreenTable(columns=columns, rows=rows, title=f"积分（基准分{plain(book.scheme.base) if book.scheme else '—'}）")


def _caps(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (
            item.name,
            "、".join(item.rules) or "全部",
            _LIMIT_SIGNS[item.sign],
            _STRETCHES[item.per],
            "" if item.most is None else plain(item.most),
            "" if item.least is None else plain(item.least),
            book.article(item.article).number,
        )
        for item in book.limits
    )
    return ScreenTable(columns=("封顶保底", "管哪些条款", "管什么", "按什么算", "最高", "最低", ARTICLE), rows=rows, title="封顶和保底")


def _grades(book: Rulebook) -> ScreenTable:
    grades = book.grading.grades if book.grading else ()
    rows = tuple(
        (
            grade.name,
            "" if grade.least is None else f"{'高于' if grade.above else '达到'}{plain(grade.least)}分",
            "" if grade.top is None else f"前{grade.top}名",
            "" if grade.share is None else f"前{plain(grade.share * 100)}%",
        )
        for grade in grades
    )
    return ScreenTable(columns=("等次", "分数线", "名次", "比例"), rows=rows, title="等次")


def _vetoes(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (
            item.name,
            "、".join(item.triggers),
            "；".join(
                part
                for part in (
                    "" if item.total is None else f"总分按{plain(item.total)}分计",
                    f"等次为{item.grade}" if item.grade else "",
                    f"等次不高于{item.grade_at_most}" if item.grade_at_most else "",
                    "不参加排名" if item.unranked else "",
                )
                if part
            ),
            book.article(item.article).number,
        )
        for item in book.vetoes
    )
    return ScreenTable(columns=("否决", "由人登记的情形", "后果", ARTICLE), rows=rows, title="一票否决")


def _cards(book: Rulebook) -> ScreenTable:
    names = {card.id: card.name for card in book.cards}
    rows = tuple(
        (
            card.name,
            card.id,
            f"{'连续' if card.consecutive else ''}{card.count}张{names.get(card.of, card.of)}" if card.of else "、".join(card.rules),
            "一直有效" if card.months is None else f"{card.months}个月",
            card.says,
            book.article(card.article).number,
        )
        for card in book.cards
    )
    return ScreenTable(columns=("牌", "代号", "怎么得来", "有效", "含义", ARTICLE), rows=rows, title="亮牌")


def _consequences(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (item.name, item.id, item.says, "、".join(item.triggers), "只提建议，由人批准", book.article(item.article).number)
        for item in book.consequences
    )
    return ScreenTable(columns=("建议", "代号", "什么情况", "由人登记的情形", "怎么定", ARTICLE), rows=rows, title="结果运用")


def _deductions(book: Rulebook) -> ScreenTable:
    rows = tuple(
        (item.name, _SANCTIONED[item.happening], item.basis, item.recipient, book.article(item.article).number) for item in book.deductions
    )
    return ScreenTable(columns=("情形", "怎么认定", "按什么扣", "谁定", ARTICLE), rows=rows, title="扣分建议")


def _weights(book: Rulebook) -> ScreenTable:
    parts = book.weighting.components if book.weighting else ()
    rows = tuple((part.name, f"{plain(part.weight * 100)}%", book.article(part.article).number) for part in parts)
    return ScreenTable(columns=("项目", "权重", ARTICLE), rows=rows, title="综合评分")


def _marks(book: Rulebook) -> Iterator[ScreenTable]:
    """Score sheets and assessments of their own."""
    for sheet in book.sheets:
        rows = tuple(
            (item.name, "由本地细则定" if item.points is None else plain(item.points), book.article(item.article).number)
            for item in sheet.items
        )
        yield ScreenTable(columns=("评分项", "分值", ARTICLE), rows=rows, title=sheet.name)
    apart = tuple((item.name, book.article(item.article).number) for item in book.assessments)
    yield ScreenTable(columns=("考核项", ARTICLE), rows=apart, title="单独考核（各是一栏，不加总）")


def rules_json(book: Rulebook) -> dict[str, object]:
    """The same for programs."""
    return {
        "points": [_point_json(book, rule) for rule in book.points],
        "limits": [
            {
                "limit": item.id,
                "name": item.name,
                "article": book.article(item.article).number,
                "rules": list(item.rules),
                "most": item.most,
                "least": item.least,
            }
            for item in book.limits
        ],
        "grades": [grade.name for grade in (book.grading.grades if book.grading else ())],
        "vetoes": [
            {"veto": item.id, "name": item.name, "article": book.article(item.article).number, "triggers": list(item.triggers)}
            for item in book.vetoes
        ],
        "cards": [{"card": card.id, "name": card.name, "article": book.article(card.article).number} for card in book.cards],
        "consequences": [
            {
                "consequence": item.id,
                "name": item.name,
                "article": book.article(item.article).number,
                "decides": "propose",
                "triggers": list(item.triggers),
            }
            for item in book.consequences
        ],
        "deductions": [
            {
                "deduction": item.id,
                "name": item.name,
                "article": book.article(item.article).number,
                "basis": item.basis,
                "recipient": item.recipient,
            }
            for item in book.deductions
        ],
        "items": [
            {"item": item.id, "name": item.name, "article": book.article(item.article).number, "points": item.points}
            for sheet in book.sheets
            for item in sheet.items
        ],
        "assessments": [
            {"assessment": item.id, "name": item.name, "article": book.article(item.article).number} for item in book.assessments
        ],
    }


def _point_json(book: Rulebook, rule: PointRule) -> dict[str, object]:
    return {
        "rule": rule.id,
        "name": rule.name,
        "article": book.article(rule.article).number,
        "happening": rule.happening.value,
        "decides": _decides(rule),
        "sign": rule.sign.value,
        "lead": _amount_json(rule.lead),
        "support": _amount_json(_support(rule)),
        "scorers": list(rule.scorers),
    }


def _decides(rule: PointRule) -> str:
    if isinstance(rule, EnteredRule):
        return "person"
    return "propose" if isinstance(rule, StaffFailedRule) and rule.handling is not Handling.SCORE else "machine"


def _support(rule: PointRule) -> Amount | None:
    support: Amount | None = getattr(rule, "support", None)  # of the families that have it
    return support


def _words(rule: PointRule, amount: Amount | None) -> str:
    if isinstance(rule, EnteredRule) and rule.by_level:
        return "；".join(f"{level.level}{_size(rule, level.lead if amount is rule.lead else level.support)}" for level in rule.by_level)
    if amount is None or (amount.points is None and amount.least is None and not amount.tiers):
        return "按填写" if amount is not None and rule.sign is Sign.TYPED else "—"
    return _size(rule, amount)


def _size(rule: PointRule, amount: Amount | None) -> str:
    """减1分，第3次（天）起3分."""
    if amount is None:
        return "—"
    tiers = "，".join(f"第{tier.from_}次（天）起{plain(tier.points)}分" for tier in amount.tiers)
    if amount.points is None and amount.least is None:
        return _SIGNS[rule.sign] + tiers
    size = (
        plain(amount.points) if amount.points is not None else f"{plain(amount.least or amount.step)}—{plain(amount.most or amount.step)}"
    )
    return f"{_SIGNS[rule.sign]}{size}分" + (f"，逐次加{plain(amount.step)}" if amount.step else "") + (f"，{tiers}" if tiers else "")


def _amount_json(amount: Amount | None) -> dict[str, object] | None:
    if amount is None:
        return None
    return {"points": amount.points, "least": amount.least, "most": amount.most, "step": amount.step}


def rulebooks(
    rulebook: Annotated[
        str | None, typer.Argument(metavar="制度", autocompletion=complete.rulebooks, help="看哪一个；不写则列出全部")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="核对制度文件有没有写错；制度也可以写文件夹或 rulebook.toml 的路径")] = False,
    new: Annotated[bool, typer.Option("--new", help="建一个带注释的制度样板，照着改")] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """制度：有哪些、各管什么、条款依据、材料期限、表格栏目、可选的读法。"""
    from duchá.steps.rulebooks import check_rulebooks, new_rulebook, one_rulebook

    where = start(campaign)
    if new:
        return made_page(new_rulebook(where, rulebook), as_json=as_json, quiet=quiet)
    if check:
        return checked_page(check_rulebooks(where, rulebook), as_json=as_json, quiet=quiet)
    if rulebook is None:
        return listed_page(check_rulebooks(where), as_json=as_json, quiet=quiet)
    return shown_page(one_rulebook(where, rulebook), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("rulebooks")(rulebooks)
