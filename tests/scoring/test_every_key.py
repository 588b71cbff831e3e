"""For each key with which a rulebook speaks of points there is a history that it changes: a key without one fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from duchá.rulebook.card import Card
from duchá.rulebook.consequence import Consequence
from duchá.rulebook.grading import Grading, TotalGrade, Veto
from duchá.rulebook.limit import Limit
from duchá.rulebook.point_rule import Amount, AtFault, LevelAmount, Multiplier, PointRule, RowSays, ShareBand, Tier
from duchá.rulebook.scheme import BaseOfGroups, Scheme
from duchá.rulebook.structure import keys_of
from duchá.rulebook.weighting import Component, ScoreSheet, SheetItem, Weighting
from duchá.scoring.facts.scored_facts import Performance, ScoredFacts
from duchá.scoring.score import score
from scoring.own import BASE, FORM, asked, day, figure, gathered, mark, material, matters, row, rule, scored, step, task

TEXTS = {"id", "name", "article", "requirement"}  # what it is called and where it stands
ANY = {"any_role": "true"}
ROWS = (row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形"))
MATTER = matters(task("M", "甲局", "4-1", nodes="4-10", support="乙局"), step("M", "4-20", "反馈"), step("M", "5-1", "办结", 评定="不合格"))
TWICE = matters(
    task("M", "甲局", "4-1", nodes="4-10", support="乙局"), step("M", "4-20", "反馈"), step("M", "4-25", "退回", 说明="不实"), step("M", "5-9", "反馈"),
    step("M", "5-10", "退回", 说明="不实"), step("M", "5-20", "反馈"), task("N", "甲局", "4-1", nodes="4-10"), step("N", "4-20", "反馈"),
)  # fmt: skip
GRADED = (
    *MATTER, *matters(task("L", "甲局", "5-1", nodes="5-10"), step("L", "5-9", "反馈"), step("L", "5-20", "办结", 评定="不合格")),
)  # fmt: skip
TERM = matters(
    task("M", "甲局", "4-1", support="乙局"),
    step("M", "5-20", "申请办结"),
    task("N", "甲局", "4-1"),
    step("N", "4-14", "申请办结"),
    terms=True,
)
LATE = (material("甲局", "3-30", "4-9"), material("乙局", "3-1", "3-2", name="别的", requester="市委办"))
FIGURES = (
    figure("甲局", "5-1", what="投资", target=50, actual=60, good=30, bad=10),
    figure("乙局", "5-1", what="项目", target=50, actual=40, good=10, bad=10),
)
PLACES = tuple(figure(unit, "5-1", what="投资", actual=n) for unit, n in (("甲局", 90), ("乙局", 60), ("丙镇", 80), ("丁镇", 80)))
STAFF = Performance(task="T", person="张三", day=day("5-1"), unit="甲局", failed=True)
READ = {"register": '"figures"', "sign": '"add"', "lead": '{ points = "20" }'}
DONE = {**READ, "target": '"目标"', "actual": '"实际"'}
PLACED = {**READ, "column": '"实际"', "by": '"step"', "step": '"2"'}


def entered(**keys: str) -> str:
    return BASE + rule("entered", **{**ANY, **keys})


def ledger(happening: str, needed: dict[str, str], changed: dict[str, str]) -> tuple[str, str]:
    return BASE + rule(happening, **needed), BASE + rule(happening, **{**needed, **changed})


def form(happening: str, needed: dict[str, str], changed: dict[str, str | None]) -> tuple[str, str]:
    return BASE + FORM + rule(happening, **needed), BASE + FORM + rule(happening, **{**needed, **changed})


def common(happening: str, needed: dict[str, str], facts: tuple[Any, ...], says: str, prefix: str = BASE) -> dict[str, Any]:
    """The keys that every family has."""
    sources = '[[sources]]\nid = "s"\nname = "来源"\narticle = "1"\n'
    plain = prefix + rule(happening, **needed)

    def changed(**keys: str) -> tuple[str, str, tuple[Any, ...]]:
        return plain, prefix + rule(happening, **{**needed, **keys}), facts

    sign = '"deduct"' if needed.get("sign") == '"add"' else '"add"'
    return {
        "sign": changed(sign=sign),
        "scorers": changed(scorers='["政研室"]'),
        "since": changed(since="2018-12-30"),
        "until": changed(until="2018-01-02"),
        "groups": changed(groups='["towns"]'),
        "source": (sources + plain.replace(BASE, "") if False else prefix + sources + rule(happening, **needed), prefix + sources + rule(happening, **{**needed, "source": '"s"'}), facts),
        "says": changed(says=f'"{says}"'),
    }  # fmt: skip


def late_terms(happening: str, facts: tuple[Any, ...]) -> dict[str, Any]:
    grown = {"lead": '{ points = "1", step = "1" }', "scale": '"growing"'}
    heavy = rule(happening, id='"h"', from_days="3", lead='{ points = "5" }')
    return {
        **common(happening, {}, facts, "{name}{points}"),
        "lead": (*ledger(happening, {}, {"lead": '{ points = "2" }'}), facts),
        "matters": (*ledger(happening, {}, {"matters": '["rapid"]'}), facts),
        "days": (*ledger(happening, {}, {"days": '"working"'}), facts),
        "from_days": (*ledger(happening, {}, {"from_days": "20"}), facts),
        "each": (*ledger(happening, {}, {"each": '"day"'}), facts),
        "booked": (*ledger(happening, {}, {"booked": '"received"'}), facts),
        "replaces": (BASE + rule(happening) + heavy, BASE + rule(happening) + heavy + 'replaces = "r"\n', facts),
        "once": (*ledger(happening, {}, {"once": '"matter"'}), facts),
        "everyone": (*ledger(happening, {}, {"everyone": "true"}), facts),
        "support": (*ledger(happening, {"everyone": "true"}, {"support": '{ points = "0.5" }'}), facts),
        "scale": (*ledger(happening, grown, {"scale": '"then-step"', "lead": '{ points = "1", step = "3" }'}), facts),
        "counted": (*ledger(happening, grown, {"counted": '"matter"'}), facts),
    }


AGAIN = matters(
    task("M", "甲局", "4-1", nodes="4-10", support="乙局"), step("M", "4-20", "反馈"), step("M", "4-25", "退回", 新时限=day("4-28"), 说明="不实"),
    step("M", "5-9", "反馈"), task("N", "甲局", "4-1", nodes="4-10"), step("N", "4-12", "反馈"),
)  # fmt: skip
TERM_AGAIN = matters(
    task("M", "甲局", "4-1", support="乙局"), step("M", "4-10", "延期申请"), step("M", "4-20", "延期批准", 新时限=day("5-1"), 批准人="李某"), step("M", "5-20", "申请办结"),
    task("N", "甲局", "4-1"), step("N", "4-14", "申请办结"), terms=True,
)  # fmt: skip
KEY = (*matters(task("K", "甲局", "4-1", nodes="4-10"), step("K", "4-12", "进入重点督办"), step("K", "4-20", "反馈")),
       *matters(task("O", "甲局", "4-1", nodes="4-10"), step("O", "4-12", "未进入重点督办", 批准人="李某"), step("O", "4-20", "反馈")))  # fmt: skip
BY_MATTER = {"once": '"matter"'}
DOC = (row("甲局", "3-1", "情形", document="甲"), row("甲局", "8-1", "情形", document="甲"), row("乙局", "3-1", "情形", document="甲"))
LEVELS = (row("甲局", "3-1", "情形", level="市"), row("乙局", "3-1", "情形", level="省"))
ROLES = (row("甲局", "3-1", "情形", role="牵头"), row("乙局", "3-1", "情形", role="配合"))
NO_ROLE = {"any_role": None}
FAULTY = (
    row("甲局", "3-1", "情形", role="牵头", problem="P", points="2"), row("乙局", "3-1", "情形", role="配合", problem="P", at_fault=("乙局",)),
    row("丙镇", "3-1", "情形", role="配合", problem="P"),
)  # fmt: skip
FAULT = '{{ unit = {{ points = "{unit}" }}, lead = {{ least = "1", most = "{lead}" }}, support = {{ points = "{support}" }}{why} }}'


def fault(unit: str = "5", lead: str = "3", support: str = "1", why: str = "") -> str:
    text = FAULT.format(unit=unit, lead=lead, support=support, why=why)
    return BASE + rule("entered", lead='{ points = "4" }', support='{ points = "3" }', at_fault=text)


ENTERED = {
    **common("entered", ANY, ROWS, "{what}{points}"),
    "lead": (entered(), entered(lead='{ points = "2" }'), ROWS),
    "support": (BASE + rule("entered"), BASE + rule("entered", support='{ points = "0.5" }'), ROLES),
    "any_role": (BASE + rule("entered"), entered(), ROWS),
    "levels": (entered(), entered(levels='["省"]'), LEVELS),
    "by_level": (entered(), entered(by_level='[{ level = "省", lead = { points = "3" } }]'), LEVELS),
    "once": (entered(), entered(once='"problem"'), (row("甲局", "3-1", "情形", problem="P"), row("甲局", "4-1", "情形", problem="P"))),
    "once_by": (entered(), entered(once_by='["document"]'), DOC),
    "once_within": (entered(once_by='["document"]'), entered(once_by='["document"]', once_within='"quarter"'), DOC),
    "together": (
        entered(once_by='["document"]') + rule("entered", id='"s"', name='"别的"', once_by='["document"]', **ANY),
        entered(once_by='["document"]', together='"x"') + rule("entered", id='"s"', name='"别的"', once_by='["document"]', together='"x"', **ANY),
        (*DOC, row("甲局", "3-5", "别的", document="甲")),
    ),
    "keep": (
        entered(once_by='["document"]', by_level='[{ level = "省", lead = { points = "3" } }]'),
        entered(once_by='["document"]', by_level='[{ level = "省", lead = { points = "3" } }]', keep='"highest"'),
        (row("甲局", "3-1", "情形", document="甲", level="市"), row("甲局", "3-2", "情形", document="甲", level="省")),
    ),
    "shared": (entered(once_by='["document"]'), entered(once_by='["document"]', shared="true"), DOC),
    "at_fault": (BASE + rule("entered", lead='{ points = "4" }', support='{ points = "3" }'), fault(), (*FAULTY[1:], row("甲局", "3-1", "情形", role="牵头", problem="P"))),
    "required": (entered(), entered(required='["basis"]'), ROWS),
    "count": (entered(), entered(count='"件数"'), (row("甲局", "3-1", "情形", extra={"件数": "3"}),)),
    "times": (entered(), entered(times='[{ column = "level", says = "省", times = "2" }]'), LEVELS),
    "scale": (entered(lead='{ points = "1", tiers = [{ from = 9, points = "2" }] }'), entered(lead='{ points = "1", step = "1" }', scale='"growing"'), ROWS),
    "counted": (
        entered(lead='{ points = "1", step = "1" }', scale='"growing"'),
        entered(lead='{ points = "1", step = "1" }', scale='"growing"', counted='"unit-month"'), ROWS,
    ),
}  # fmt: skip
INCLUDED = {
    **common("included", {}, MATTER, "{name}{points}"),
    "lead": (*ledger("included", {}, {"lead": '{ points = "2" }'}), MATTER),
    "matters": (*ledger("included", {}, {"matters": '["rapid"]'}), MATTER),
    "excluded": (*ledger("included", {}, {"excluded": '["active"]'}), MATTER),
    "credit": (*ledger("included", {}, {"credit": '"initiator"'}), MATTER),
    "everyone": (*ledger("included", {}, {"everyone": "true"}), MATTER),
    "support": (*ledger("included", {"everyone": "true"}, {"support": '{ points = "0.5" }'}), MATTER),
}
FAIL = {"grades": '["fail"]'}
PASSED = matters(task("P", "甲局", "4-1", nodes="4-10"), step("P", "5-1", "办结", 评定="优秀"))
TWO_GRADES = matters(
    task("M", "甲局", "4-1", nodes="4-10"), step("M", "4-9", "反馈"), step("M", "5-1", "办结", 评定="不合格"), step("M", "5-5", "重启", 说明="不实", 批准人="李某"),
    step("M", "5-20", "办结", 评定="不合格"),
)  # fmt: skip
GRADES = {
    **common("graded", FAIL, MATTER, "{name}{points}"),
    "lead": (*ledger("graded", FAIL, {"lead": '{ points = "2" }'}), MATTER),
    "grades": (*ledger("graded", FAIL, {"grades": '["good"]'}), MATTER),
    "moves": (*ledger("graded", FAIL, {"moves": '["verify"]'}), MATTER),
    "matters": (*ledger("graded", FAIL, {"matters": '["rapid"]'}), MATTER),
    "once": (*ledger("graded", FAIL, BY_MATTER), TWO_GRADES),
    "unreported": (
        *ledger("graded", {"grades": '["excellent"]', "sign": '"add"'}, {"unreported": '"undecided"'}), PASSED
    ),
    "everyone": (*ledger("graded", FAIL, {"everyone": "true"}), MATTER),
    "support": (*ledger("graded", {**FAIL, "everyone": "true"}, {"support": '{ points = "0.5" }'}), MATTER),
    "scale": (*ledger("graded", {**FAIL, "lead": '{ points = "1", tiers = [{ from = 9, points = "2" }] }'}, {"lead": '{ points = "1", step = "2" }', "scale": '"growing"'}), GRADED),
    "counted": (
        *ledger("graded", {**FAIL, "lead": '{ points = "1", step = "2" }', "scale": '"growing"'}, {"counted": '"matter"'}), GRADED
    ),
}  # fmt: skip
URGE = {"moves": '["urge"]', "sign": '"add"'}
URGED = {
    **common("unurged", URGE, MATTER, "{name}{points}"),
    "lead": (*ledger("unurged", URGE, {"lead": '{ points = "2" }'}), MATTER),
    "moves": (*ledger("unurged", URGE, {"moves": '["feedback"]'}), MATTER),
    "matters": (*ledger("unurged", URGE, {"matters": '["rapid"]'}), MATTER),
    "per": (*ledger("unurged", URGE, {"per": '"matter"'}), TWICE),
    "every": (*ledger("unurged", URGE, {"every": '"year"'}), (*MATTER, *matters(task("L", "甲局", "8-1", nodes="8-10"), step("L", "8-9", "反馈")))),
    "needs_node": (*ledger("unurged", URGE, {"needs_node": "false"}), MATTER),
}  # fmt: skip
NODE = {
    **late_terms("node-late", AGAIN),
    "once": (*ledger("node-late", {}, BY_MATTER), AGAIN),
    "entering": (*ledger("node-late", {"entered_by": '"key-supervision"'}, {"entering": '"both"'}), KEY),
    "entered_by": (*ledger("node-late", {"entered_by": '"key-supervision"', "entering": '"both"'}, {"entered_by": '"urge"'}), KEY),
    "spared_by": (*ledger("node-late", {}, {"spared_by": '"not-key-supervision"'}), KEY),
}
MATTER_LATE = {**late_terms("matter-late", TERM), "once": (*ledger("matter-late", {}, BY_MATTER), TERM_AGAIN)}
BACK = {"moves": '["return"]'}
RETURNED = {
    **common("returned", BACK, TWICE, "{name}{points}"),
    "lead": (*ledger("returned", BACK, {"lead": '{ points = "2" }'}), TWICE),
    "moves": (*ledger("returned", BACK, {"moves": '["urge"]'}), TWICE),
    "matters": (*ledger("returned", BACK, {"matters": '["rapid"]'}), TWICE),
    "counted": (
        *ledger("returned", {**BACK, "lead": '{ points = "1", step = "1" }', "scale": '"growing"'}, {"counted": '"unit-month"'}),
        TWICE,
    ),
    "scale": (*ledger("returned", {**BACK, "lead": '{ points = "1", step = "3" }', "scale": '"growing"'}, {"scale": '"then-step"'}), TWICE),
    "everyone": (*ledger("returned", BACK, {"everyone": "true"}), TWICE),
    "support": (*ledger("returned", {**BACK, "everyone": "true"}, {"support": '{ points = "0.5" }'}), TWICE),
}
OURS = {"requesters": '["督查室"]'}
MATERIAL = {
    **common("material-late", OURS, LATE, "{name}{points}"),
    "lead": (*ledger("material-late", OURS, {"lead": '{ points = "2" }'}), LATE),
    "requesters": (*ledger("material-late", OURS, {"requesters": '["市委办"]'}), LATE),
    "days": (*ledger("material-late", OURS, {"days": '"working"'}), LATE),
    "from_days": (*ledger("material-late", OURS, {"from_days": "3"}), LATE),
    "each": (*ledger("material-late", OURS, {"each": '"time"'}), LATE),
    "booked": (*ledger("material-late", OURS, {"booked": '"due"'}), LATE),
    "remark_days": (*ledger("material-late", OURS, {"remark_days": "5"}), LATE),
    "scale": (
        *ledger("material-late", {**OURS, "lead": '{ points = "1", step = "3" }', "scale": '"growing"'}, {"scale": '"then-step"'}),
        LATE,
    ),
}
IN_TIME_FACTS = (material("甲局", "3-30", "3-9"), material("乙局", "3-1", "3-1", name="别的", requester="市委办"))
IN_TIME = {
    **common("material-in-time", {**OURS, "sign": '"add"'}, IN_TIME_FACTS, "{name}{points}"),
    "lead": (*ledger("material-in-time", OURS, {"lead": '{ points = "2" }'}), IN_TIME_FACTS),
    "requesters": (*ledger("material-in-time", OURS, {"requesters": '["市委办"]'}), IN_TIME_FACTS),
}
CONFIRM = rule("entered", id='"c"', name='"确认"', **ANY)
STAFF_NEEDS = {"confirmed_by": '"c"'}
STAFF_KEYS = {
    **common("staff-failed", STAFF_NEEDS, (STAFF,), "{name}{points}", BASE + CONFIRM),
    "lead": (BASE + CONFIRM + rule("staff-failed", **STAFF_NEEDS), BASE + CONFIRM + rule("staff-failed", **STAFF_NEEDS, lead='{ points = "2" }'), (STAFF,)),
    "handling": (BASE + CONFIRM + rule("staff-failed", **STAFF_NEEDS), BASE + CONFIRM + rule("staff-failed", **STAFF_NEEDS, handling='"propose"'), (STAFF,)),
    "confirmed_by": (
        BASE + CONFIRM + rule("entered", id='"d"', name='"别的"', **ANY) + rule("staff-failed", **STAFF_NEEDS),
        BASE + CONFIRM + rule("entered", id='"d"', name='"别的"', **ANY) + rule("staff-failed", confirmed_by='"d"'),
        (STAFF, row("甲局", "5-9", "确认", problem="T-张三")),
    ),
}  # fmt: skip
COUNT = {**READ, "lead": '{ points = "1" }', "column": '"实际"'}
OTHER_FORM = FORM.replace('id = "figures"', 'id = "others"').replace("目标完成", "别的登记表")
COUNTED = {
    **common("counted", COUNT, FIGURES, "{name}{points}", BASE + FORM),
    "lead": (*form("counted", COUNT, {"lead": '{ points = "2" }'}), FIGURES),
    "register": (BASE + FORM + OTHER_FORM + rule("counted", **COUNT), BASE + FORM + OTHER_FORM + rule("counted", **{**COUNT, "register": '"others"'}), FIGURES),
    "column": (*form("counted", COUNT, {"column": '"目标"'}), FIGURES),
    "where": (*form("counted", COUNT, {"where": '[{ column = "指标", says = "投资" }]'}), FIGURES),
    "every": (
        *form("counted", {**COUNT, "lead": "{}", "brackets": '[{ from = "50", points = "2" }]'}, {"every": '"month"'}),
        (*FIGURES, figure("甲局", "6-1", what="投资", actual=60)),
    ),
    "coefficient": (*form("counted", COUNT, {"coefficient": '"满意票"'}), FIGURES),
    "brackets": (*form("counted", COUNT, {"lead": "{}", "brackets": '[{ from = "50", points = "2" }]'}), FIGURES),
}  # fmt: skip
VOTES = {**READ, "rates": '{ "满意票" = "1", "不满意票" = "0.5" }'}
COMPLETION = {
    **common("completion", DONE, FIGURES, "{name}{points}", BASE + FORM),
    "lead": (*form("completion", DONE, {"lead": '{ points = "2" }'}), FIGURES),
    "register": (BASE + FORM + OTHER_FORM + rule("completion", **DONE), BASE + FORM + OTHER_FORM + rule("completion", **{**DONE, "register": '"others"'}), FIGURES),
    "target": (*form("completion", DONE, {"target": '"满意票"'}), FIGURES),
    "actual": (*form("completion", DONE, {"actual": '"满意票"'}), FIGURES),
    "rates": (*form("completion", DONE, {"target": None, "actual": None, "rates": VOTES["rates"]}), FIGURES),
    "where": (*form("completion", DONE, {"where": '[{ column = "指标", says = "投资" }]'}), FIGURES),
    "compared": (*form("completion", DONE, {"compared": '"reverse"'}), FIGURES),
    "formula": (*form("completion", DONE, {"formula": '"all-or-nothing"'}), FIGURES),
    "bands": (
        *form("completion", {**DONE, "lead": "{}", "formula": '"banded"', "bands": '[{ from = "1", points = "9" }]'}, {"bands": '[{ from = "0.5", points = "9" }]'}), FIGURES,
    ),
    "each_short": (*form("completion", {**DONE, "formula": '"per-point"', "each_short": '"1"'}, {"each_short": '"0.5"'}), FIGURES),
    "each_over": (*form("completion", {**DONE, "formula": '"per-point"', "counts_to": '"1.5"', "each_over": '"0.2"'}, {"each_over": '"0.1"'}), FIGURES),
    "counts_to": (*form("completion", DONE, {"counts_to": '"1.1"'}), FIGURES),
    "counts_from": (*form("completion", DONE, {"counts_from": '"0.9"'}), FIGURES),
    "coefficient": (*form("completion", DONE, {"coefficient": '"满意票"'}), FIGURES),
    "at_least": (*form("completion", DONE, {"at_least": '"0.9"'}), FIGURES),
    "below": (*form("completion", DONE, {"below": '"0.9"'}), FIGURES),
}  # fmt: skip
BETWEEN = {**READ, "column": '"实际"', "by": '"between"'}
PLACED_KEYS = {
    **common("placed", PLACED, PLACES, "{name}{points}", BASE + FORM),
    "lead": (*form("placed", PLACED, {"lead": '{ points = "2" }'}), PLACES),
    "register": (
        BASE + FORM + OTHER_FORM + rule("placed", **PLACED),
        BASE + FORM + OTHER_FORM + rule("placed", **{**PLACED, "register": '"others"'}),
        PLACES,
    ),
    "column": (*form("placed", PLACED, {"column": '"目标"'}), PLACES),
    "where": (*form("placed", PLACED, {"where": '[{ column = "指标", says = "项目" }]'}), PLACES),
    "every": (*form("placed", PLACED, {"every": '"month"'}), (*PLACES, figure("乙局", "6-1", actual=70))),
    "by": (*form("placed", PLACED, {"by": '"against-first"', "step": None}), PLACES),
    "places": (
        *form("placed", {**PLACED, "by": '"list"', "step": None, "lead": "{}", "places": '["5"]'}, {"places": '["5", "3"]'}),
        PLACES,
    ),
    "step": (*form("placed", PLACED, {"step": '"3"'}), PLACES),
    "share": (*form("placed", {**PLACED, "step": None, "share": '"0.1"'}, {"share": '"0.2"'}), PLACES),
    "floor": (*form("placed", BETWEEN, {"floor": '"5"'}), PLACES),
    "reverse": (*form("placed", PLACED, {"reverse": "true"}), PLACES),
    "end": (*form("placed", PLACED, {"end": '"bottom"'}), PLACES),
    "tied": (*form("placed", PLACED, {"tied": '"mean"'}), PLACES),
    "among": (*form("placed", PLACED, {"among": '"all"'}), PLACES),
}
YELLOW = rule("entered", lead='{ points = "0" }', **ANY) + '[[cards]]\nid = "y"\nname = "黄牌"\narticle = "1"\nrules = ["r"]\n'
RED = '[[cards]]\nid = "d"\nname = "红牌"\narticle = "1"\nof = "y"\ncount = 2\n'
COSTS = {"id": '"k"', "name": '"牌"', "card": '"y"'}
CARD_ROWS = (row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形"), row("甲局", "4-9", "情形"), row("甲局", "8-1", "情形"))
CARDS_RULE = {
    **common("cards", COSTS, CARD_ROWS, "{name}{points}", BASE + YELLOW),
    "lead": (BASE + YELLOW + rule("cards", **COSTS), BASE + YELLOW + rule("cards", **COSTS, lead='{ points = "2" }'), CARD_ROWS),
    "card": (BASE + YELLOW + RED + rule("cards", **COSTS), BASE + YELLOW + RED + rule("cards", **{**COSTS, "card": '"d"'}), CARD_ROWS),
    "count": (BASE + YELLOW + rule("cards", **COSTS), BASE + YELLOW + rule("cards", **COSTS, count="2"), CARD_ROWS),
    "every": (
        BASE + YELLOW + rule("cards", **COSTS, count="4"),
        BASE + YELLOW + rule("cards", **COSTS, count="4", every='"quarter"'),
        CARD_ROWS,
    ),
    "consecutive": (
        BASE + YELLOW + rule("cards", **COSTS, count="2"),
        BASE + YELLOW + rule("cards", **COSTS, count="2", consecutive="true"),
        CARD_ROWS,
    ),
}
FAMILIES = dict(
    zip(
        get_args(PointRule),
        (
            ENTERED,
            INCLUDED,
            GRADES,
            URGED,
            NODE,
            MATTER_LATE,
            RETURNED,
            MATERIAL,
            IN_TIME,
            STAFF_KEYS,
            COUNTED,
            COMPLETION,
            PLACED_KEYS,
            CARDS_RULE,
        ),
        strict=True,
    )
)


def amounts(lead: str, changed: str, facts: tuple[Any, ...] = ROWS, **keys: str) -> tuple[str, str, tuple[Any, ...]]:
    return entered(lead=lead, **keys), entered(lead=changed, **keys), facts


TYPED = (row("甲局", "3-1", "情形", points="3"),)
GROWING = {"scale": '"growing"'}


def limit(**keys: str) -> str:
    """A cap or floor over a rule that deducts."""
    given = keys
    return entered() + '[[limits]]\nid = "l"\nname = "限"\narticle = "1"\n' + "".join(f"{key} = {value}\n" for key, value in given.items())


def grading(**keys: str) -> str:
    given = {"grades": '[{ name = "优", share = "0.5" }, { name = "良" }]', **keys}
    return entered() + '[grading]\narticle = "1"\n' + "".join(f"{key} = {value}\n" for key, value in given.items())


def veto(**keys: str) -> str:
    given = {"triggers": '["事故"]', "total": '"59"', **keys}
    return (
        grading() + '[[vetoes]]\nid = "v"\nname = "否决"\narticle = "1"\n' + "".join(f"{key} = {value}\n" for key, value in given.items())
    )


def red(**keys: str) -> str:
    given = {"of": '"y"', "count": "2", **keys}
    return (
        BASE
        + YELLOW
        + '[[cards]]\nid = "d"\nname = "红牌"\narticle = "1"\n'
        + "".join(f"{key} = {value}\n" for key, value in given.items())
    )


def consequence(before: str = "", prefix: str = "", **keys: str | None) -> str:
    given = {"says": '"奖"', "bottom": "1", **keys}
    lines = "".join(f"{key} = {value}\n" for key, value in given.items() if value is not None)
    return entered() + prefix + before + '[[consequences]]\nid = "c"\nname = "奖"\narticle = "1"\n' + lines


def weighting(components: str = "", **keys: str) -> str:
    parts = (
        components
        or '{ id = "a", name = "工作", article = "1", weight = "0.6", least = "0", most = "100" }, { id = "b", name = "测评", article = "1", weight = "0.4", least = "0", most = "100" }'
    )
    return f'[weighting]\narticle = "1"\ncomponents = [{parts}]\n' + "".join(f"{key} = {value}\n" for key, value in keys.items())


def part(weight: str = "0.6", least: str = '"0"', most: str = '"100"', other: str = "") -> str:
    bounds = f"least = {least}, most = {most}, " if least else ""
    return f'{{ id = "a", name = "工作", article = "1", weight = "{weight}", {bounds}{other} }}, {{ id = "b", name = "测评", article = "1", weight = "{1 - float(weight):.1f}", least = "0", most = "100" }}'.replace(
        ", }", " }"
    )


def sheet(items: str = "", **keys: str) -> str:
    parts = items or '{ id = "a", name = "服务", article = "1", points = "20" }, { id = "b", name = "纪律", article = "1", points = "10" }'
    return (
        '[[sheets]]\nid = "s"\nname = "表"\narticle = "1"\n'
        + "".join(f"{key} = {value}\n" for key, value in keys.items())
        + f"items = [{parts}]\n"
    )


def item(more: str = "", points: str = "10") -> str:
    return f'{{ id = "a", name = "服务", article = "1", points = "20" }}, {{ id = "b", name = "纪律", article = "1", points = "{points}"{more} }}'


RULED = BASE.replace("100", "0") + rule("entered", lead='{ points = "6" }', **ANY)
MARKS = (mark("甲局", "2018", 服务="15", 纪律="8"), mark("乙局", "2018", 服务="18"))
PLUS = rule("entered", id='"p"', name='"好"', sign='"add"', **ANY)
TWO = part()
TOWNS = ', { id = "c", name = "环境", article = "1", weight = "0.6", least = "0", most = "100", groups = ["towns"] }'
PARTS = (mark("甲局", "2018", 工作="80", 测评="73.333"), mark("乙局", "2018", 工作="90"))
SMALL = 'components = [{ id = "a", name = "工作", article = "1", weight = "0.5", least = "0", most = "100" }'
MANY = (*ROWS, row("乙局", "3-1", "情形"), row("丙镇", "3-1", "情形"), row("丙镇", "5-1", "情形"), row("丙镇", "6-1", "情形"))
FATAL = (*MANY, row("甲局", "5-5", "事故"))
BOTTOM = {"bottom": "2"}
UNDER = '[[consequences]]\nid = "x"\nname = "批"\narticle = "1"\nsays = "批"\nbottom = 1\n'
ENDED: dict[str, Any] = {}
OTHERS: dict[type, dict[str, Any]] = {
    Amount: {
        "points": amounts('{ points = "1" }', '{ points = "2" }'),
        "least": amounts('{ least = "1", most = "5" }', '{ least = "4", most = "5" }', TYPED),
        "most": amounts('{ least = "1", most = "5" }', '{ least = "1", most = "2" }', TYPED),
        "step": amounts('{ points = "1", step = "1" }', '{ points = "1", step = "2" }', **GROWING),
        "tiers": amounts('{ points = "1" }', '{ points = "1", tiers = [{ from = 2, points = "3" }] }'),
        "blank": (fault().replace('most = "3" }', 'most = "3" }'), fault().replace('most = "3" }', 'most = "3", blank = "zero" }'), (*FAULTY[1:], row("甲局", "3-1", "情形", role="牵头", problem="P"))),
        "undecided": amounts('{ points = "1" }', '{ points = "1", undecided = true }'),
        "open": amounts('{ points = "1" }', '{ points = "1", open = true }', TYPED),
    },
    Tier: {
        "from": amounts('{ points = "1", tiers = [{ from = 2, points = "3" }] }', '{ points = "1", tiers = [{ from = 3, points = "3" }] }'),
        "points": amounts('{ points = "1", tiers = [{ from = 2, points = "3" }] }', '{ points = "1", tiers = [{ from = 2, points = "4" }] }'),
    },
    AtFault: {
        "unit": (fault(), fault(unit="9"), FAULTY), "lead": (fault(), fault(lead="1"), FAULTY), "support": (fault(), fault(support="2"), FAULTY),
        "why": (fault(), fault(why=', why = "拖延"'), FAULTY),
    },
    LevelAmount: {
        "level": (entered(by_level='[{ level = "省", lead = { points = "3" } }]'), entered(by_level='[{ level = "市", lead = { points = "3" } }]'), LEVELS),
        "lead": (entered(by_level='[{ level = "省", lead = { points = "3" } }]'), entered(by_level='[{ level = "省", lead = { points = "4" } }]'), LEVELS),
        "support": (
            BASE + rule("entered", by_level='[{ level = "省", lead = { points = "3" } }]'),
            BASE + rule("entered", by_level='[{ level = "省", lead = { points = "3" }, support = { points = "2" } }]'),
            (row("乙局", "3-1", "情形", role="配合", level="省"),),
        ),
    },
    Multiplier: {
        key: (entered(times='[{ column = "level", says = "省", times = "2" }]'), entered(times=f"[{{ {changed} }}]"), LEVELS)
        for key, changed in (
            ("column", 'column = "document", says = "省", times = "2"'), ("says", 'column = "level", says = "市", times = "2"'), ("times", 'column = "level", says = "省", times = "3"'),
        )
    },
    RowSays: {
        key: (*form("counted", {**COUNT, "where": '[{ column = "指标", says = "投资" }]'}, {"where": f"[{{ {changed} }}]"}), FIGURES)
        for key, changed in (("column", 'column = "目标", says = "投资"'), ("says", 'column = "指标", says = "项目"'))
    },
    ShareBand: {
        key: (*form("counted", {**COUNT, "lead": "{}", "brackets": '[{ from = "50", points = "2" }]'}, {"brackets": f"[{{ {changed} }}]"}), FIGURES)
        for key, changed in (("from", 'from = "10", points = "2"'), ("points", 'from = "50", points = "3"'))
    },
    Scheme: {
        "base": (entered(), entered().replace('base = "100"', 'base = "90"'), ROWS),
        "base_per": (entered(), entered().replace(BASE, BASE + 'base_per = "months-mean"\n'), ROWS),
        "bases": (entered(), entered().replace(BASE, BASE + 'bases = [{ groups = ["towns"], base = "80" }]\n'), ROWS),
        "weights": (
            entered().replace(BASE, BASE + 'base_per = "weights"\nweights = ["0.5", "0.5"]\n'),
            entered().replace(BASE, BASE + 'base_per = "weights"\nweights = ["0.4", "0.6"]\n'), ROWS,
        ),
        "floor": (entered(), entered().replace(BASE, BASE + 'floor = "99"\n'), ROWS),
        "ceiling": (entered(sign='"add"'), entered(sign='"add"').replace(BASE, BASE + 'ceiling = "100"\n'), ROWS),
        "beyond": (entered().replace(BASE, BASE + 'floor = "99"\n'), entered().replace(BASE, BASE + 'floor = "99"\nbeyond = "stays"\n'), ROWS),
        "decimals": (entered(lead='{ points = "0.25" }'), entered(lead='{ points = "0.25" }').replace(BASE, BASE + "decimals = 0\n"), ROWS),
        "rounding": (
            entered(lead='{ points = "0.15" }').replace(BASE, BASE + "decimals = 1\n"),
            entered(lead='{ points = "0.15" }').replace(BASE, BASE + 'decimals = 1\nrounding = "half-even"\n'), ROWS[:1],
        ),
        "rank_on": (
            entered(lead='{ points = "0.1" }').replace(BASE, BASE + "decimals = 0\n"),
            entered(lead='{ points = "0.1" }').replace(BASE, BASE + 'decimals = 0\nrank_on = "exact"\n'), ROWS,
        ),
        "grouping": (entered(), entered().replace(BASE, BASE + 'grouping = "all"\n'), ROWS),
        "min_group_size": (consequence(), consequence().replace(BASE, BASE + "min_group_size = 9\n"), MANY),
        "tie_breaks": (
            entered() + rule("entered", id='"p"', name='"好"', sign='"add"', **ANY),
            entered().replace(BASE, BASE + 'tie_breaks = ["additions"]\n') + rule("entered", id='"p"', name='"好"', sign='"add"', **ANY),
            (row("甲局", "3-1", "情形"), row("甲局", "3-1", "好")),
        ),
    },
    BaseOfGroups: {
        key: (entered().replace(BASE, BASE + 'bases = [{ groups = ["towns"], base = "80" }]\n'), entered().replace(BASE, BASE + f"bases = [{{ {changed} }}]\n"), ROWS)
        for key, changed in (("groups", 'groups = ["offices"], base = "80"'), ("base", 'groups = ["towns"], base = "70"'))
    },
    Limit: {
        "rules": (limit(least='"-1"', most='"9"'), limit(least='"-1"', most='"9"', rules='["q"]') + rule("entered", id='"q"', name='"别的"', **ANY), ROWS),
        "sign": (limit(least='"-1"') + PLUS, limit(least='"-1"', sign='"deduct"') + PLUS, (*ROWS, row("甲局", "3-3", "好"), row("甲局", "3-4", "好"))),
        "per": (limit(least='"-1"', most='"9"'), limit(least='"-1"', most='"9"', per='"month"'), ROWS),
        "most": (limit(most='"9"') + PLUS, limit(most='"1"') + PLUS, (*ROWS, *(row("甲局", f"3-{n}", "好") for n in (3, 4, 5, 6)))),
        "least": (limit(least='"-9"'), limit(least='"-1"'), ROWS),
        "groups": (limit(least='"-1"', most='"9"'), limit(least='"-1"', most='"9"', groups='["towns"]'), ROWS),
        "beyond": (limit(least='"-1"', most='"9"'), limit(least='"-1"', most='"9"', beyond='"stays"'), ROWS),
    },
    Grading: {
        "grades": (grading(), grading(grades='[{ name = "优", share = "0.9" }]'), MANY),
        "among": (grading(), grading(among='"all"'), MANY),
        "count_up": (grading(grades='[{ name = "优", share = "0.3" }, { name = "良" }]'), grading(grades='[{ name = "优", share = "0.3" }, { name = "良" }]', count_up='"up"'), MANY),
    },
    TotalGrade: {
        key: (grading(grades=f'[{{ name = "优"{before} }}, {{ name = "良" }}]'), grading(grades=f'[{{ name = "优"{after} }}, {{ name = "良" }}]'), MANY)
        for key, before, after in (
            ("least", ', least = "98"', ', least = "99"'), ("above", ', least = "99"', ', least = "99", above = true'), ("top", ", top = 2", ", top = 1"), ("share", ', share = "0.5"', ', share = "0.4"'),
        )
    },
    Veto: {
        "triggers": (veto(), veto(triggers='["情形"]'), FATAL),
        "groups": (veto(), veto(groups='["towns"]'), FATAL),
        "total": (veto(), veto(total='"50"'), FATAL),
        "grade": (veto(), veto(grade='"优"'), FATAL),
        "grade_at_most": (veto(total='"200"'), veto(total='"200"', grade_at_most='"良"'), (row("丁镇", "5-5", "事故"), row("丙镇", "5-1", "情形"))),
        "unranked": (veto(), veto(unranked="true"), FATAL),
    },
    Card: {
        "says": (BASE + YELLOW, BASE + YELLOW + 'says = "警示"\n', CARD_ROWS),
        "good": (BASE + YELLOW, BASE + YELLOW + "good = true\n", CARD_ROWS),
        "rules": (BASE + YELLOW, BASE + YELLOW.replace('rules = ["r"]', 'rules = ["q"]') + rule("entered", id='"q"', name='"别的"', **ANY), CARD_ROWS),
        "of": (red(), red(of='"z"').replace('[[cards]]\nid = "d"', '[[cards]]\nid = "z"\nname = "蓝牌"\narticle = "1"\nrules = ["r"]\n[[cards]]\nid = "d"').replace('rules = ["r"]\n[[cards]]\nid = "z"', 'rules = ["q"]\n[[cards]]\nid = "z"') + rule("entered", id='"q"', name='"别的"', **ANY), CARD_ROWS),
        "count": (red(), red(count="3"), CARD_ROWS),
        "every": (red(count="4"), red(count="4", every='"quarter"'), CARD_ROWS),
        "consecutive": (red(), red(consecutive="true"), CARD_ROWS),
        "months": (BASE + YELLOW, BASE + YELLOW + "months = 1\n", CARD_ROWS),
    },
    Consequence: {
        "says": (consequence(), consequence(says='"罚"'), MANY),
        "groups": (consequence(), consequence(groups='["towns"]'), MANY),
        "top": (consequence(bottom=None, top="1"), consequence(bottom=None, top="2"), MANY),
        "bottom": (consequence(), consequence(bottom="2"), MANY),
        "years": (consequence(), consequence(years="2"), MANY),
        "below_base": (consequence(bottom="2"), consequence(bottom="2", below_base='"latest-year"'), MANY),
        "base_included": (consequence(bottom="2", below_base='"latest-year"'), consequence(bottom="2", below_base='"latest-year"', base_included="true"), MANY),
        "among": (consequence(bottom=None, top="1", groups='["offices"]').replace(BASE, BASE + 'grouping = "all"\n'), consequence(bottom=None, top="1", groups='["offices"]', among='"group"').replace(BASE, BASE + 'grouping = "all"\n'), MANY),
        "first_year": (consequence(), consequence(first_year="2019"), MANY),
        "unless": (consequence(UNDER), consequence(UNDER, unless='"x"'), MANY),
        "open": (consequence(years="2", below_base='"every-year"'), consequence(years="2", below_base='"every-year"', open="true"), MANY),
        "grades": (consequence(prefix=grading().replace(entered(), "")), consequence(prefix=grading().replace(entered(), ""), grades='["优"]'), MANY),
        "linked": (consequence(bottom=None, triggers='["事故"]'), consequence(bottom=None, triggers='["事故"]', linked="true"), FATAL),
        "triggers": (consequence(), consequence(triggers='["事故"]'), FATAL),
        "exempts": None, "one_of": None,  # of approvals: tests/scoring/test_decided.py, tests/scoring/test_two_campaigns.py
        "every": (consequence(), consequence(every='"month"'), MANY),
        "top_share": (consequence(bottom=None, top_share="\"0.5\""), consequence(bottom=None, top_share="\"0.4\""), MANY),
        "bottom_share": (consequence(bottom=None, bottom_share="\"0.5\""), consequence(bottom=None, bottom_share="\"0.4\""), MANY),
        "over": (consequence(), consequence(over='"all"'), MANY),
        "cards": (consequence(prefix=YELLOW.replace('id = "r"', 'id = "q"').replace('"情形"', '"慢"').replace('["r"]', '["q"]')), consequence(prefix=YELLOW.replace('id = "r"', 'id = "q"').replace('"情形"', '"慢"').replace('["r"]', '["q"]'), cards='["y"]'), (*MANY, row("丁镇", "5-1", "慢"))),
        "card_count": (consequence(bottom=None, prefix=YELLOW.replace('id = "r"', 'id = "q"').replace('"情形"', '"慢"').replace('["r"]', '["q"]'), cards='["y"]'), consequence(bottom=None, prefix=YELLOW.replace('id = "r"', 'id = "q"').replace('"情形"', '"慢"').replace('["r"]', '["q"]'), cards='["y"]', card_count="2"), (*MANY, row("丁镇", "5-1", "慢"))),
    },
    Weighting: {
        "components": (weighting(), weighting(part("0.5")), PARTS),
        "missing": (weighting(), weighting(missing='"zero"'), PARTS),
        "forecast": (weighting(), weighting(forecast="true"), PARTS),
        "decimals": (weighting(), weighting(decimals="0"), PARTS),
        "bands": (weighting(), weighting(bands='[{ name = "优", least = "70" }]'), PARTS),
    },
    Component: {
        "weight": (weighting(part()), weighting(part("0.5")), PARTS),
        "least": (weighting(part()), weighting(part(least='"85"')), PARTS),
        "most": (weighting(part()), weighting(part(most='"70"')), PARTS),
        "from": (entered() + weighting(part()), entered() + weighting(part(least="", other='from = "points"')), (*PARTS, *ROWS)),
        "groups": (weighting(TWO), weighting(TWO.replace('most = "100",  }', 'most = "100", groups = ["offices"] }') + TOWNS), (*PARTS, mark("丙镇", "2018", 工作="80", 测评="70", 环境="60"))),
    },
    ScoreSheet: {
        "items": (sheet(), sheet(item(points="12")), MARKS),
        "example": (sheet(), sheet(example="true"), MARKS),
        "overall": (sheet(), sheet(overall="true"), MARKS),
        "groups": (sheet(), sheet(groups='["towns"]'), MARKS),
        "missing": (sheet(), sheet(missing='"full"'), MARKS),
        "to": (sheet(), sheet(to='"60"'), MARKS),
        "beyond": (RULED + sheet(item(', rules = ["r"]')), RULED + sheet(item(', rules = ["r"]'), beyond='"stays"'), (*MARKS, *ROWS)),
    },
    SheetItem: {
        "points": (sheet(), sheet(item(points="12")), MARKS),
        "start": (RULED + sheet(item(', rules = ["r"]')), RULED + sheet(item(', rules = ["r"], start = "8"')), (*MARKS, ROWS[0])),
        "rules": (RULED + sheet(item()), RULED + sheet(item(', rules = ["r"]')), (*MARKS, *ROWS)),
        "of": (sheet(item() + ', { id = "w", name = "总项", article = "1", points = "30" }'), sheet(item(', of = "w"').replace('points = "20" }', 'points = "20", of = "w" }') + ', { id = "w", name = "总项", article = "1", points = "30" }'), MARKS),
        "missing": (sheet(), sheet(item(', missing = "full"')), MARKS),
    },
}  # fmt: skip
ELSEWHERE = {  # keys whose history lies in a campaign: with a roster that changes, or in what is printed
    (Scheme, "ranking_article"), (Scheme, "reported_to"), (Scheme, "reported"), (Scheme, "reporting_article"), (Scheme, "group_on"), (Scheme, "after_end"),
    (ScoreSheet, "deductions"),  # what the sheet prints: tests/registers/test_three_cities.py
}  # fmt: skip
TABLE = {**FAMILIES, **OTHERS}


def cases() -> Iterator[Any]:
    for cls, keys in TABLE.items():
        for key, case in keys.items():
            if case is not None:
                yield pytest.param(*case, id=f"{cls.__name__}.{key}")


@pytest.mark.parametrize(("before", "after", "facts"), cases())
def test_the_key_changes_this_history(before: str, after: str, facts: tuple[Any, ...]) -> None:
    assert before != after and outcome(before, facts) != outcome(after, facts)


@pytest.mark.parametrize("cls", TABLE, ids=lambda cls: cls.__name__)
def test_every_key_of_the_schema_has_a_history(cls: type) -> None:
    wanted = {key for key in keys_of(cls) if key not in TEXTS and (cls, key) not in ELSEWHERE}
    assert set(TABLE[cls]) == wanted


def outcome(text: str, facts: tuple[Any, ...]) -> tuple[Any, ...]:
    """All that a rulebook makes of facts: totals, entries, places, grades, what is listed and proposed, cards; quarter by quarter, and in May."""
    found = []
    for period in ("2018", "2018Q1", "2018-05"):
        scores = of(text, facts, period)
        rows = [(s.name, str(s.score.total), s.rank, s.tied, s.grade, group.group) for group in scores.groups for s in group.standings]
        entries = [(e.points, e.day, e.formula, e.by, e.source) for s in scores.standings for e in s.score.entries]
        beside = [(item.unit.name, item.why, [e.formula for e in item.entries]) for group in scores.groups for item in group.unranked]
        proposals = [(p.unit, p.why, p.undecided) for p in scores.proposals]
        cards = [(card.unit, card.card, card.day, card.until, card.good, card.says) for card in scores.cards]
        found.append((rows, entries, beside, [(item.unit, item.why) for item in scores.listed], proposals, cards, scores.notes))
    return tuple(found)


def of(text: str, facts: tuple[Any, ...], period: str) -> Any:
    staff = tuple(fact for fact in facts if isinstance(fact, Performance))
    if not staff:
        return scored(text, *facts, period=period)
    given: ScoredFacts = gathered(*(fact for fact in facts if not isinstance(fact, Performance)))
    from dataclasses import replace

    return score(replace(given, performances=staff), asked(text, period=period))
