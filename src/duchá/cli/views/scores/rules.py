"""The point rules of a rulebook, as `rulebooks` shows them: what scores how much, who decides, what follows from a rank."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.cli.show import Table
from duchá.rulebook.model import Rulebook
from duchá.rulebook.deduction import Sanctioned
from duchá.rulebook.point_rule import Amount, Handling, Happening, PointRule, Sign
from duchá.scoring.facts.model import plain

_HOW = {
    Happening.ENTERED: "由人登记（积分事项）",
    Happening.INCLUDED: "机器判定（督办事项）",
    Happening.GRADED: "机器判定（办理记录的评定）",
    Happening.UNURGED: "机器判定（节点和催办）",
    Happening.NODE_LATE: "机器判定（节点报送）",
    Happening.RETURNED: "机器判定（办理记录的退回）",
    Happening.MATERIAL_LATE: "机器判定（限期材料）",
    Happening.STAFF_FAILED: "机器判定（督查人员表现）",
}
_HANDLED = {Handling.SCORE: "", Handling.PROPOSE: "，只提建议", Handling.NOTHING: "，不计分"}
_SANCTIONED = {
    Sanctioned.MISSING: "机器判定（没有报）",
    Sanctioned.LATE: "机器判定（报得迟）",
    Sanctioned.PROBLEM: "机器判定（台账里的问题）",
    Sanctioned.ENTERED: "由人登记（积分事项）",
}
_SIGNS = {Sign.ADD: "加", Sign.DEDUCT: "减", Sign.TYPED: "按填写"}


def rule_tables(book: Rulebook) -> list[Table]:
    """Points, consequences, deductions, weights, sheets, assessments: what the rulebook has of them."""
    return [table for table in (_points(book), _consequences(book), _deductions(book), _weights(book), *_marks(book)) if table.rows]


def _points(book: Rulebook) -> Table:
    rows = tuple(
        (
            rule.name,
            rule.id,
            _words(rule, rule.lead),
            _words(rule, rule.support),
            _HOW[rule.happening] + _HANDLED[rule.handling],
            "、".join(rule.scorers),
            book.article(rule.article).number,
        )
        for rule in book.points
    )
    columns = ("情形", "代号", "牵头", "配合", "怎么认定", "评分主体", "依据")
    return Table(columns=columns, rows=rows, title=f"积分（基准分{plain(book.scheme.base) if book.scheme else '—'}）")


def _consequences(book: Rulebook) -> Table:
    rows = tuple(
        (item.name, item.id, item.says, "、".join(item.triggers), "只提建议，由人批准", book.article(item.article).number)
        for item in book.consequences
    )
    return Table(columns=("建议", "代号", "什么情况", "由人登记的情形", "怎么定", "依据"), rows=rows, title="结果运用")


def _deductions(book: Rulebook) -> Table:
    rows = tuple(
        (item.name, _SANCTIONED[item.happening], item.basis, item.recipient, book.article(item.article).number) for item in book.deductions
    )
    return Table(columns=("情形", "怎么认定", "按什么扣", "谁定", "依据"), rows=rows, title="扣分建议")


def _weights(book: Rulebook) -> Table:
    parts = book.weighting.components if book.weighting else ()
    rows = tuple((part.name, f"{plain(part.weight * 100)}%", book.article(part.article).number) for part in parts)
    return Table(columns=("项目", "权重", "依据"), rows=rows, title="综合评分")


def _marks(book: Rulebook) -> Iterator[Table]:
    """Score sheets and assessments of their own."""
    for sheet in book.sheets:
        rows = tuple(
            (item.name, "由本地细则定" if item.points is None else plain(item.points), book.article(item.article).number)
            for item in sheet.items
        )
        yield Table(columns=("评分项", "分值", "依据"), rows=rows, title=sheet.name)
    apart = tuple((item.name, book.article(item.article).number) for item in book.assessments)
    yield Table(columns=("考核项", "依据"), rows=apart, title="单独考核（各是一栏，不加总）")


def rules_json(book: Rulebook) -> dict[str, object]:
    """The same for programs."""
    return {
        "points": [_point_json(book, rule) for rule in book.points],
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
        "support": _amount_json(rule.support),
        "scorers": list(rule.scorers),
    }


def _decides(rule: PointRule) -> str:
    if rule.happening is Happening.ENTERED:
        return "person"
    return "machine" if rule.handling is Handling.SCORE else "propose"


def _words(rule: PointRule, amount: Amount | None) -> str:
    if amount is None or (amount.points is None and amount.least is None):
        return "按填写" if amount is not None and rule.sign is Sign.TYPED else "—"
    size = (
        plain(amount.points) if amount.points is not None else f"{plain(amount.least or amount.step)}—{plain(amount.most or amount.step)}"
    )
    return f"{_SIGNS[rule.sign]}{size}分" + (f"，逐次加{plain(amount.step)}" if amount.step else "")


def _amount_json(amount: Amount | None) -> dict[str, object] | None:
    if amount is None:
        return None
    return {"points": amount.points, "least": amount.least, "most": amount.most, "step": amount.step}
