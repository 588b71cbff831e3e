"""The point rules of a rulebook, as `rulebooks` shows them: what scores how much, who decides, what follows from a rank."""

from __future__ import annotations

from duchá.cli.show import Table
from duchá.rulebook.model import Rulebook
from duchá.rulebook.points.rule import Amount, Happening, PointRule, Sign
from duchá.scoring.model import plain

_HOW = {
    Happening.ENTERED: "由人登记（积分事项）",
    Happening.INCLUDED: "机器判定（督办事项）",
    Happening.GRADED: "机器判定（办理记录的评定）",
    Happening.UNURGED: "机器判定（节点和催办）",
    Happening.NODE_LATE: "机器判定（节点报送）",
    Happening.RETURNED: "机器判定（办理记录的退回）",
    Happening.MATERIAL_LATE: "机器判定（限期材料）",
}
_SIGNS = {Sign.ADD: "加", Sign.DEDUCT: "减", Sign.TYPED: "按填写"}


def rule_tables(book: Rulebook) -> list[Table]:
    """Point rules and consequences; nothing where the rulebook has none."""
    tables = []
    if book.points:
        rows = tuple(
            (
                rule.name,
                rule.id,
                _words(rule, rule.lead),
                _words(rule, rule.support),
                _HOW[rule.happening],
                "、".join(rule.scorers),
                book.article(rule.article).number,
            )
            for rule in book.points
        )
        columns = ("情形", "代号", "牵头", "配合", "怎么认定", "评分主体", "依据")
        tables.append(Table(columns=columns, rows=rows, title=f"积分（基准分{plain(book.scheme.base) if book.scheme else '—'}）"))
    if book.consequences:
        proposed = tuple(
            (item.name, item.id, item.says, "只提建议，由人批准", book.article(item.article).number) for item in book.consequences
        )
        tables.append(Table(columns=("建议", "代号", "什么情况", "怎么定", "依据"), rows=proposed, title="结果运用"))
    if book.weighting:
        parts = tuple((part.name, f"{plain(part.weight * 100)}%", book.article(part.article).number) for part in book.weighting.components)
        tables.append(Table(columns=("项目", "权重", "依据"), rows=parts, title="综合评分"))
    return tables


def rules_json(book: Rulebook) -> dict[str, object]:
    """The same for programs."""
    return {
        "points": [
            {
                "rule": rule.id,
                "name": rule.name,
                "article": book.article(rule.article).number,
                "happening": rule.happening.value,
                "decides": "person" if rule.happening is Happening.ENTERED else "machine",
                "sign": rule.sign.value,
                "lead": _amount_json(rule.lead),
                "support": _amount_json(rule.support),
                "scorers": list(rule.scorers),
            }
            for rule in book.points
        ],
        "consequences": [
            {"consequence": item.id, "name": item.name, "article": book.article(item.article).number, "decides": "propose"}
            for item in book.consequences
        ],
    }


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
