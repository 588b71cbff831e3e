"""Any assessment regulation as data: what was accepted and did nothing is refused, and what is written is reckoned. The numbers were worked by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from duchá.rulebook.check_points import GRADES
from duchá.rulebook.parse import parse_rulebook
from duchá.scoring.facts.model import Why
from scoring.own import (
    BASE,
    FORM,
    HEAD,
    UNITS,
    changes,
    faults_of,
    figure,
    listed,
    mark,
    material,
    matters,
    row,
    rule,
    scored,
    step,
    task,
    totals,
    words,
)

ENTERED = {"any_role": "true"}
WEIGHTS = """[weighting]
article = "1"
components = [
  { id = "work", name = "工作", article = "1", weight = "0.6", least = "0", most = "100" },
  { id = "voice", name = "测评", article = "1", weight = "0.4", least = "0", most = "100" },
]
"""


@pytest.mark.parametrize(
    ("happening", "keys", "label"),
    [  # E01, E13: accepted once, and without any effect
        ("graded", {"grades": '["fail"]', "from_days": "2"}, "points.r.from_days"),
        ("returned", {"moves": '["return"]', "days": '"working"'}, "points.r.days"),
        ("included", {"handling": '"propose"'}, "points.r.handling"),
        ("material-late", {"requesters": '["督查室"]', "any_role": "true"}, "points.r.any_role"),
        ("staff-failed", {"confirmed_by": '"r"', "levels": '["省"]'}, "points.r.levels"),
        ("entered", {"requesters": '["督查室"]'}, "points.r.requesters"),
    ],
)
def test_a_key_of_another_family_is_refused_with_its_line(happening: str, keys: dict[str, str], label: str) -> None:
    text = BASE + rule(happening, **keys)
    rulebook, faults = parse_rulebook("own", {"own": {"rulebook.toml": HEAD + text}})
    (fault,) = [fault for fault in faults if fault.kind.code == "G120"]
    key = label.rpartition(".")[2]
    line = next(at for at, written in enumerate((HEAD + text).splitlines(), 1) if written.startswith(key))
    assert (fault.place.label, fault.place.cell) == (label, f"第{line}行") and key in fault.message and "删去" in fault.remedy
    assert rulebook is not None, "a campaign that has it goes on, and counts as before"


@pytest.mark.parametrize(
    ("text", "label"),
    [  # E01: a key beside which the one that it needs is missing
        (BASE + rule("graded", grades='["fail"]', support='{ points = "1" }'), "points.r.support"),
        (BASE + rule("graded", grades='["fail"]', once='"problem"'), "points.r.once"),
        (BASE + rule("node-late", support='{ points = "1" }'), "points.r.support"),
        (BASE + rule("node-late", scale='"growing"'), "points.r.scale"),
        (BASE + rule("node-late", lead='{ points = "1", step = "1" }'), "points.r.lead.step"),
        (BASE + rule("entered", support='{ points = "1" }', any_role="true"), "points.r.support"),
        (BASE + rule("entered", keep='"highest"', any_role="true"), "points.r.keep"),
        (BASE + rule("entered", shared="true", any_role="true"), "points.r.shared"),
        (BASE + rule("included", lead='{ least = "1", most = "2" }'), "points.r.lead.least"),
        (BASE + rule("unurged", moves='["urge"]', sign='"typed"'), "points.r.sign"),
        (BASE + 'weights = ["0.5", "0.5"]\n', "scheme.weights"),
        (BASE + 'beyond = "stays"\n', "scheme.beyond"),
        (BASE + '[[consequences]]\nid = "c"\nname = "奖"\narticle = "1"\nsays = "好"\ntop = 1\nyears = 2\n', "consequences.c.years"),
        (BASE + '[[consequences]]\nid = "c"\nname = "奖"\narticle = "1"\nsays = "好"\ntriggers = ["x"]\nevery = "month"\n', "consequences.c.every"),
        (BASE + "[grading]\narticle = \"1\"\ngrades = [{ name = \"优\", top = 1, above = true }]\n", "grading.grades[1].above"),
    ],
)  # fmt: skip
def test_a_key_that_changes_nothing_beside_the_others_is_refused(text: str, label: str) -> None:
    assert ("G121", label) in faults_of(text)


def test_all_mistakes_are_told_in_one_run_in_the_order_of_the_text() -> None:
    """E10."""
    text = (
        '[scheme]\nbase = "100"\narticle = "9"\nranking_article = "1"\n[points]\nid = "x"\n'
        '[[limits]]\nid = "l"\nname = "限"\narticle = "1"\nrules = ["nobody"]\nmost = "1"\nper = "week"\n'
        '[[consequences]]\nid = "c"\nname = "奖"\narticle = "1"\nsays = "好"\ngroups = ["strangers"]\ntop = 1\nprize = 3\n'
    )
    found = parse_rulebook("own", {"own": {"rulebook.toml": HEAD + text}})[1]
    assert [(fault.kind.code, fault.place.label) for fault in found] == [
        ("G007", "scheme.article"), ("G123", "points"), ("G006", "limits.l.per"), ("G003", "consequences.c.prize"),
    ]  # fmt: skip
    lines = [int(fault.place.cell.strip("第行")) for fault in found]
    assert all(one <= other for one, other in pairwise(lines)) and "[[points]]" in found[1].remedy


def test_a_unit_list_that_is_missing_or_has_other_headings_is_told_once() -> None:
    """E10."""
    head = HEAD.replace('name = "乡镇"\n', 'name = "乡镇"\nunits = "units.csv"\n')
    missing = parse_rulebook("own", {"own": {"rulebook.toml": head}})[1]
    assert [(fault.kind.code, fault.place.label) for fault in missing] == [("G012", "groups.units")] and "没有这个文件" in missing[
        0
    ].message
    other = parse_rulebook("own", {"own": {"rulebook.toml": head, "units.csv": "编号,名称\n" + "1,甲\n" * 18}})[1]
    assert [fault.kind.code for fault in other] == ["G012"] and "表头缺序号、单位名称" in other[0].message


def test_an_entry_written_twice_and_an_id_that_is_not_the_folder_s_are_told() -> None:
    """E10."""
    assert faults_of(BASE + 'base = "90"\n')[0][0] == "G002"
    (fault,) = parse_rulebook("own", {"own": {"rulebook.toml": HEAD.replace('id = "own"', 'id = "other"', 1)}})[1]
    assert (fault.kind.code, fault.place.cell) == ("G122", "第1行")


def test_a_growing_deduction_that_a_person_enters_grows() -> None:
    """E13: −1 and −2."""
    text = BASE + rule("entered", scale='"growing"', lead='{ points = "1", step = "1" }', **ENTERED)
    assert changes(scored(text, row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形"))) == {"甲局": "-3"}


def test_the_cooperating_unit_of_a_failed_matter_loses_what_the_clause_says() -> None:
    """E03: 牵头 −5, 配合 −2."""
    text = BASE + rule("graded", grades='["fail"]', lead='{ points = "5" }', support='{ points = "2" }', everyone="true")
    found = scored(text, matters(task("M", "甲局", "4-1", support="乙局"), step("M", "5-1", "办结", 评定="不合格")))
    assert changes(found) == {"甲局": "-5", "乙局": "-2"}


@pytest.mark.parametrize("happening", ["matter-late", "node-late"])
def test_the_lateness_of_a_matter_scores_as_that_of_a_node(happening: str) -> None:
    """E04: a term of ten days, reported five and 48 days late; at two days and more it is 5 points."""
    light = rule(happening)
    heavy = rule(happening, id='"h"', from_days="10", replaces='"r"', lead='{ points = "5" }')
    rows = matters(
        task("M", "甲局", "4-1"), step("M", "4-16", "申请办结"), task("N", "乙局", "4-1"), step("N", "5-29", "申请办结"), terms=True
    )
    found = scored(BASE + light + heavy, rows)
    assert changes(found) == {"甲局": "-1", "乙局": "-5"}
    assert words(found, "甲局") == ["办理时限应于2018年4月11日办结，2018年4月16日申请办结，自然日逾期5天，减1分"]


def test_a_higher_rank_over_three_groups_is_the_unit_s_own_group_s() -> None:
    """E05: the first of each group, as its own table has it; over all units only where the rule says so."""
    item = '[[consequences]]\nid = "c"\nname = "表扬"\narticle = "1"\nsays = "通报表扬"\ntop = 1\n'
    facts = [row("甲局", "3-1", "情形"), row("丙镇", "3-1", "情形"), row("丙镇", "3-2", "情形"), row("丁镇", "3-1", "情形")]
    text = BASE + rule("entered", **ENTERED) + item
    assert [(p.unit, p.why) for p in scored(text, *facts).proposals] == [
        ("乙局", "部门2018年总分100，第1名；通报表扬"), ("丁镇", "乡镇2018年总分99，第1名；通报表扬"),
    ]  # fmt: skip
    assert [p.unit for p in scored(text + 'over = "all"\n', *facts).proposals] == ["乙局"]


@pytest.mark.parametrize(("period", "in_month"), [("2018-01", "-21"), ("2018Q1", "-80"), ("2018", "-80")])
def test_what_a_past_month_showed_is_not_moved_out_of_it_by_what_came_later(period: str, in_month: str) -> None:
    """E06: due on 10 January, received on 31 March: 21 days fall into January, looked at in February or in April."""
    text = BASE + rule("material-late", requesters='["督查室"]')
    late = material("甲局", "1-10", "3-31")
    assert changes(scored(text, late, period=period, as_of="4-15")) == {"甲局": in_month}
    if period == "2018-01":
        assert changes(scored(text, late, period=period, as_of="1-31")) == {"甲局": "-21"}
    months = [changes(scored(text, late, period=f"2018-{n:02}", as_of="12-31")).get("甲局", "0") for n in range(1, 13)]
    assert months == ["-21", "-28", "-31", *["0"] * 9]


def test_a_heavier_rule_that_is_reached_in_the_next_month_books_the_rest_there() -> None:
    """E06: late since 31 January (−1), heavier from 1 February on (−5 instead)."""
    heavy = rule("node-late", id='"h"', from_days="2", replaces='"r"', lead='{ points = "5" }')
    rows = matters(task("M", "甲局", "1-2", nodes="1-30"))
    by_period = {
        p: changes(scored(BASE + rule("node-late") + heavy, rows, period=p, as_of="4-1")) for p in ("2018-01", "2018-02", "2018Q1")
    }
    assert by_period == {"2018-01": {"甲局": "-1"}, "2018-02": {"甲局": "-4"}, "2018Q1": {"甲局": "-5"}}


def test_a_veto_changes_the_total_the_grade_and_the_place_as_the_rule_says() -> None:
    """E07."""
    grading = '[grading]\narticle = "1"\ngrades = [{ name = "优秀", least = "90" }, { name = "合格", least = "60" }, { name = "不合格" }]\n'
    veto = '[[vetoes]]\nid = "v"\nname = "一票否决"\narticle = "1"\ntriggers = ["重大事故"]\n'
    fact = row("甲局", "5-1", "重大事故", note="死亡3人")

    def of(consequence: str) -> Any:
        found = scored(BASE + grading + veto + consequence, fact)
        return next(((s.score.total, s.grade, s.rank) for s in found.standings if s.name == "甲局"), None), found

    (total, grade, rank), found = of('total = "59"\n')
    assert (total, grade, rank) == (59, "不合格", 2)
    assert words(found, "甲局") == ["一票否决：2018年5月1日认定“重大事故”（死亡3人），总分按59分计（原100分），减41分"]
    assert of('grade = "不合格"\n')[0] == (100, "不合格", 1)
    assert of('grade_at_most = "合格"\n')[0] == (100, "合格", 1)
    unranked, found = of("unranked = true\n")
    assert unranked is None and [(item.unit.name, item.score.total if item.score else None) for item in found.groups[0].unranked] == [
        ("甲局", 100)
    ]


def test_a_proposal_gives_way_to_a_heavier_one_whatever_it_was_made_by() -> None:
    """E07: unless on a grade."""
    text = (
        BASE + '[grading]\narticle = "1"\ngrades = [{ name = "优秀", least = "90" }]\n'
        + '[[consequences]]\nid = "bar"\nname = "取消评优"\narticle = "1"\nsays = "取消"\ntriggers = ["重大事故"]\n'
        + '[[consequences]]\nid = "praise"\nname = "表彰"\narticle = "1"\nsays = "表彰"\ngrades = ["优秀"]\nunless = "bar"\n'
    )  # fmt: skip
    found = scored(text, row("甲局", "5-1", "重大事故"))
    assert [(p.kind, p.unit) for p in found.proposals] == [("取消评优", "甲局"), *(("表彰", unit) for unit in list(UNITS)[1:])]


def test_weights_and_points_of_one_rulebook_are_added_up() -> None:
    """E02, E08: 80×60%+76.175×40% = 78.47; a bonus of 6 capped at 5 makes it 83.47."""
    limit = '[[limits]]\nid = "cap"\nname = "加分封顶"\narticle = "1"\nrules = ["r"]\nmost = "5"\n'
    text = BASE.replace("100", "0") + WEIGHTS + rule("entered", sign='"add"', lead='{ points = "3" }', **ENTERED) + limit
    facts = [row("甲局", "3-1", "情形"), row("甲局", "3-2", "情形")]
    found = scored(text, *facts, mark("甲局", "2018", 工作="80", 测评="76.175"))
    assert totals(found) == {"甲局": "83.47"}
    standing = found.standings[0]
    assert sum(entry.points for entry in standing.score.entries) == standing.score.exact == Decimal("83.47")
    assert "加分封顶：2018年加分合计6分" not in words(found, "甲局") and any("最高5分，减1分" in text for text in words(found, "甲局"))


def test_two_sheets_of_one_rulebook_both_count() -> None:
    """E12: one for 部门, one for 乡镇."""
    sheet = '[[sheets]]\nid = "{id}"\nname = "{id}"\narticle = "1"\ngroups = ["{id}"]\nitems = [{{ id = "{id}-1", name = "{item}", article = "1", points = "{most}" }}]\n'
    text = sheet.format(id="offices", item="服务", most="50") + sheet.format(id="towns", item="环境", most="80")
    found = scored(text, mark("甲局", "2018", 服务="48"), mark("丙镇", "2018", 环境="77"))
    assert totals(found) == {"甲局": "48", "丙镇": "77"}


@pytest.mark.parametrize(("keys", "total"), [("", "-20"), ('floor = "0"\n', "0"), ('floor = "0"\nbeyond = "stays"\n', "-20")])
def test_a_total_has_the_floor_and_the_ceiling_that_the_rulebook_says(keys: str, total: str) -> None:
    """E14: twice −60 from 100."""
    text = BASE + keys + rule("entered", lead='{ points = "60" }', **ENTERED)
    found = scored(text, row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形"))
    assert totals(found)["甲局"] == total
    standing = next(s for s in found.standings if s.name == "甲局")
    assert standing.score.exact == 100 + sum(entry.points for entry in standing.score.entries)
    assert (
        totals(scored(BASE + 'ceiling = "100"\n' + rule("entered", sign='"add"', **ENTERED), row("甲局", "3-1", "情形")))["甲局"] == "100"
    )


def test_one_document_praised_by_province_and_city_counts_by_the_higher() -> None:
    """E15: 省 2, 市 1, 就高: 2. By level within one 情形, and across two 情形."""
    by_level = 'by_level = [{ level = "省", lead = { points = "2" } }, { level = "市", lead = { points = "1" } }]\n'
    once = {"sign": '"add"', "once_by": '["document"]', "keep": '"highest"', **ENTERED}
    one = BASE + rule("entered", lead="{}", **once) + by_level
    facts = [
        row("甲局", "3-1", "情形", level="市", document="办〔2018〕3号"),
        row("甲局", "3-9", "情形", level="省", document="办〔2018〕3号"),
    ]
    found = scored(one, *facts)
    assert changes(found) == {"甲局": "2"}
    assert listed(found) == [("duplicate", "甲局", "同一文号2018年已计2分（取最高），本条1分不再计")]
    apart = {**once, "together": '"praise"'}
    two = BASE + rule("entered", **apart) + rule("entered", **{**apart, "id": '"s"', "name": '"省级"', "lead": '{ points = "2" }'})
    assert changes(scored(two, row("甲局", "3-1", "情形", document="甲"), row("甲局", "3-9", "省级", document="甲"))) == {"甲局": "2"}
    later = scored(two, row("甲局", "3-1", "情形", document="甲"), row("甲局", "7-9", "省级", document="甲"))
    assert [entry.points for entry in later.standings[0].score.entries] == [1, 1], (
        "the first quarter keeps what it showed, the third books the rest"
    )


@pytest.mark.parametrize("every", ["month", "quarter", "half-year"])
def test_consequences_by_rank_are_proposed_for_the_period_that_the_rule_names(every: str) -> None:
    """E16."""
    item = f'[[consequences]]\nid = "c"\nname = "约谈"\narticle = "1"\nsays = "约谈"\nbottom = 1\nyears = 2\nevery = "{every}"\ngroups = ["offices"]\n'
    facts = [row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形"), row("甲局", "7-1", "情形"), row("甲局", "8-1", "情形")]
    period = {"month": "2018-04", "quarter": "2018Q2", "half-year": "2018H2"}[every]
    found = scored(BASE + rule("entered", **ENTERED) + item, *facts, period=period)
    assert [(p.kind, p.unit) for p in found.proposals] == [("约谈", "甲局")]
    assert not scored(BASE + rule("entered", **ENTERED) + item, *facts, period="2018").proposals


def test_ladders_by_days_pieces_and_shares_are_reckoned() -> None:
    """1—2天每天1分，第3天起每天3分：5 days are 2+9 = 11. Three pieces at 2. A joint award of 9 among two units: 4.5 each."""
    late = BASE + rule("material-late", requesters='["督查室"]', lead='{ points = "1", tiers = [{ from = 3, points = "3" }] }')
    found = scored(late, material("甲局", "3-1", "3-6"))
    assert changes(found) == {"甲局": "-11"} and "1×2＋3×3" in words(found, "甲局")[0]
    pieces = BASE + rule("entered", count='"件数"', lead='{ points = "2" }', **ENTERED)
    found = scored(pieces, row("甲局", "3-1", "情形", extra={"件数": "3件"}), row("乙局", "3-1", "情形"))
    assert changes(found) == {"甲局": "-6"} and ("rejected", "乙局", "“件数”没有填数，分值按它计算，未计分") in listed(found)
    joint = BASE + rule("entered", sign='"add"', once_by='["document"]', shared="true", lead='{ points = "9" }', **ENTERED)
    found = scored(joint, row("甲局", "3-1", "情形", document="奖"), row("乙局", "3-1", "情形", document="奖"))
    assert changes(found) == {"甲局": "4.5", "乙局": "4.5"} and "9÷2个单位均分" in words(found, "甲局")[0]
    double = BASE + rule("entered", times='[{ column = "level", says = "市", times = "2" }]', **ENTERED)
    assert changes(scored(double, row("甲局", "3-1", "情形", level="市"), row("乙局", "3-1", "情形", level="省"))) == {
        "甲局": "-2",
        "乙局": "-1",
    }


@pytest.mark.parametrize(
    ("keys", "per", "expected"),
    [
        ('most = "5"\n', "year", "5"), ('most = "5"\n', "month", "9"), ('most = "5"\n', "quarter", "9"), ('most = "2"\n', "thing", "8"),
        ('most = "5"\nbeyond = "stays"\n', "year", "12"), ('least = "-5"\nsign = "deduct"\n', "year", "12"), ('least = "-5"\nrules = ["other"]\n', "year", "12"),
    ],
)  # fmt: skip
def test_a_cap_cuts_off_in_an_entry_of_its_own(keys: str, per: str, expected: str) -> None:
    """Additions of 3, 3, 3 in January and 3 in April."""
    other = rule("entered", id='"other"', name='"别的"', **ENTERED)
    limit = f'[[limits]]\nid = "cap"\nname = "封顶"\narticle = "1"\nper = "{per}"\n{keys}'
    text = BASE + rule("entered", sign='"add"', lead='{ points = "3" }', **ENTERED) + other + limit
    facts = [row("甲局", on, "情形") for on in ("1-1", "1-2", "1-3", "4-1")]
    wanted = {"month": "8", "quarter": "8"}.get(per, expected) if "beyond" not in keys else expected
    assert changes(scored(text, *facts)) == {"甲局": wanted}


def test_targets_are_reckoned_by_their_formulas_with_the_cells() -> None:
    """完成80%: 20分按比例得16；每低1个百分点减0.5分得10；达到0.8一档得12；未完成不得分。"""
    usual = {"register": '"figures"', "target": '"目标"', "actual": '"实际"', "sign": '"add"', "lead": '{ points = "20" }'}
    fact = figure("甲局", "12-1", what="投资", target=50, actual=40)

    def of(**keys: str) -> Any:
        return scored(BASE.replace("100", "0") + FORM + rule("completion", **{**usual, **keys}), fact)

    assert changes(of()) == {"甲局": "16"}
    entry = of().standings[0].score.entries[0]
    assert entry.formula == "情形：实际40÷目标50＝80%，20×80%＝16，加16分" and [place.cell for place in entry.evidence] == ["D4", "E4"]
    assert changes(of(formula='"per-point"', each_short='"0.5"')) == {"甲局": "10"}
    assert changes(of(formula='"banded"', lead="{}", bands='[{ from = "1", points = "20" }, { from = "0.8", points = "12" }]')) == {
        "甲局": "12"
    }
    assert changes(of(formula='"all-or-nothing"')) == {} and words(of(formula='"all-or-nothing"'), "甲局") == [
        "情形：实际40÷目标50＝80%，未完成，不得分，0分"
    ]
    assert changes(of(counts_from='"0.9"')) == {}
    assert changes(of(compared='"reverse"', counts_to='"1.2"')) == {"甲局": "24"}
    assert changes(of(compared='"percentage-points"')) == {"甲局": "18"}
    empty = scored(BASE + FORM + rule("completion", **usual), figure("甲局", "12-1", target=0, actual=3), figure("乙局", "12-1", target=5))
    assert sorted((kind, unit) for kind, unit, _ in listed(empty)) == [("undecided", "乙局"), ("undecided", "甲局")] and not changes(empty)


def test_places_are_an_input_as_well() -> None:
    """Numbers 90, 60 of 部门 and 80, 80 of 乡镇."""
    usual = {"register": '"figures"', "column": '"实际"', "sign": '"add"', "lead": '{ points = "10" }'}
    facts = [figure(unit, "5-1", actual=n) for unit, n in (("甲局", 90), ("乙局", 60), ("丙镇", 80), ("丁镇", 80))]

    def of(**keys: str) -> dict[str, str]:
        return changes(scored(BASE + FORM + rule("placed", **{**usual, **keys}), *facts))

    assert of(by='"step"', share='"0.05"') == {"甲局": "10", "乙局": "9.5", "丙镇": "10", "丁镇": "10"}
    assert of(by='"step"', step='"2"', tied='"mean"') == {"甲局": "10", "乙局": "8", "丙镇": "9", "丁镇": "9"}
    assert of(by='"list"', lead="{}", places='["5", "3", "1"]', among='"all"') == {"甲局": "5", "丙镇": "3", "丁镇": "3"}
    assert of(by='"list"', lead="{}", places='["5"]', end='"bottom"') == {"乙局": "5", "丙镇": "5", "丁镇": "5"}
    assert of(by='"against-first"') == {"甲局": "10", "乙局": "6.6667", "丙镇": "10", "丁镇": "10"}
    assert of(by='"between"', floor='"6"', among='"all"') == {"甲局": "10", "乙局": "6", "丙镇": "8.6667", "丁镇": "8.6667"}
    assert of(by='"list"', lead="{}", places='["5"]', reverse="true") == {"乙局": "5", "丙镇": "5", "丁镇": "5"}


def test_votes_and_pieces_and_brackets_come_from_a_register() -> None:
    """满意1、不满意0.4：30票、10票是 (30+4)÷40 = 85%；60 pieces reach the first bracket, when the year is over."""
    votes = rule(
        "completion", register='"figures"', rates='{ "满意票" = "1", "不满意票" = "0.4" }', sign='"add"', lead='{ points = "100" }'
    )
    found = scored(BASE.replace("100", "0") + FORM + votes, figure("甲局", "6-1", good=30, bad=10))
    assert changes(found) == {"甲局": "85"}
    pieces = rule(
        "counted",
        register='"figures"',
        column='"实际"',
        where='[{ column = "指标", says = "信息" }]',
        sign='"add"',
        lead='{ points = "0.5" }',
    )
    facts = [figure("甲局", "6-1", what="信息", actual=60), figure("甲局", "7-1", what="别的", actual=9)]
    assert changes(scored(BASE + FORM + pieces, *facts)) == {"甲局": "30"}
    bracket = rule(
        "counted",
        register='"figures"',
        column='"实际"',
        brackets='[{ from = "50", points = "2" }, { from = "100", points = "3" }]',
        sign='"add"',
        lead="{}",
    )
    assert changes(scored(BASE + FORM + bracket, *facts)) == {"甲局": "2"}
    assert changes(scored(BASE + FORM + bracket, *facts, as_of="12-30")) == {}


def test_item_sheets_add_deduct_stop_at_nothing_and_convert() -> None:
    """An item of 10 that loses 12 is 0 (扣完为止) or −2 (扣穿); an item of 20 marked 15: 15 of 30, converted to 60: 30."""
    loses = rule("entered", lead='{ points = "6" }', **ENTERED)
    sheet = '[[sheets]]\nid = "s"\nname = "评分表"\narticle = "1"\n{keys}items = [{{ id = "a", name = "纪律", article = "1", points = "10", rules = ["r"] }}, {{ id = "b", name = "服务", article = "1", points = "20"{item} }}]\n'
    facts = [row("甲局", "3-1", "情形"), row("甲局", "4-1", "情形")]
    base = BASE.replace("100", "0") + loses

    def of(keys: str = "", item: str = "", *more: Any) -> str | None:
        return totals(scored(base + sheet.format(keys=keys, item=item), *facts, *more)).get("甲局")

    marks = mark("甲局", "2018", 服务="15")
    assert of("", "", marks) == "15" and of('beyond = "stays"\n', "", marks) == "13" and of('to = "60"\n', "", marks) == "30"
    assert of() is None and of("", ', missing = "full"') == "20" and of('missing = "zero"\n') == "0"
    assert of('missing = "rescaled"\n') == "0" and of('missing = "unrated"\n') is None
    one = base + sheet.format(keys='missing = "spread"\n', item="")
    assert totals(scored(one, row("甲局", "3-1", "情形")))["甲局"] == "12", "4 of 10, and 4/10 of the other's 20"


def test_sub_items_that_do_not_add_up_to_their_item_are_told() -> None:
    items = '{ id = "w", name = "项", article = "1", points = "3" }, { id = "a", name = "小一", article = "1", points = "1", of = "w" }, { id = "b", name = "小二", article = "1", points = "1", of = "w" }'
    text = f'[[sheets]]\nid = "s"\nname = "表"\narticle = "1"\nitems = [{items}]\n'
    assert faults_of(text) == [("G124", "sheets.s.items.w")]
    assert totals(scored(text.replace('points = "3"', 'points = "2"'), mark("甲局", "2018", 小一="1", 小二="0.5"))) == {"甲局": "1.5"}


def test_cards_are_kept_expire_and_become_others() -> None:
    """Two yellows in months in a row are a red; a red costs 2; a yellow lasts three months."""
    text = (
        BASE + rule("entered", name='"进展慢"', lead='{ points = "0" }', **ENTERED)
        + '[[cards]]\nid = "yellow"\nname = "黄牌"\narticle = "1"\nrules = ["r"]\nmonths = 3\n'
        + '[[cards]]\nid = "red"\nname = "红牌"\narticle = "1"\nof = "yellow"\ncount = 2\nconsecutive = true\n'
        + rule("cards", id='"cost"', name='"红牌减分"', card='"red"', lead='{ points = "2" }')
        + '[[consequences]]\nid = "talk"\nname = "约谈"\narticle = "1"\nsays = "约谈主要负责人"\ncards = ["yellow"]\nevery = "month"\n'
    )  # fmt: skip
    facts = [row("甲局", "3-5", "进展慢"), row("甲局", "4-5", "进展慢"), row("乙局", "3-5", "进展慢"), row("乙局", "5-5", "进展慢")]
    found = scored(text, *facts, period="2018-05", as_of="6-30")
    assert {(card.unit, card.name, card.day.month) for card in found.cards} == {
        ("甲局", "黄牌", 3), ("甲局", "黄牌", 4), ("甲局", "红牌", 4), ("乙局", "黄牌", 3), ("乙局", "黄牌", 5),
    }  # fmt: skip
    assert changes(scored(text, *facts)) == {"甲局": "-2"}
    assert [p.unit for p in found.proposals] == ["甲局", "乙局"]
    assert [p.unit for p in scored(text, *facts, period="2018-07").proposals] == ["乙局"], "甲局's last yellow of 5 April is over"


def test_grades_go_by_threshold_place_or_share_and_a_tie_across_the_edge_waits() -> None:
    grading = '[grading]\narticle = "1"\namong = "all"\ngrades = [{{ name = "优秀", {first} }}, {{ name = "合格" }}]\n'
    facts = [row("甲局", "3-1", "情形"), row("乙局", "3-1", "情形"), row("丙镇", "3-1", "情形"), row("丙镇", "3-2", "情形")]

    def of(first: str) -> Any:
        found = scored(BASE + rule("entered", **ENTERED) + grading.format(first=first), *facts)
        return {s.name: s.grade for s in found.standings}, [item for item in found.listed if item.kind is Why.UNDECIDED]

    assert of('least = "99"')[0] == {"甲局": "优秀", "乙局": "优秀", "丙镇": "合格", "丁镇": "优秀"}
    assert of('least = "99", above = true')[0]["甲局"] == "合格"
    assert of("top = 1")[0] == {"甲局": "合格", "乙局": "合格", "丙镇": "合格", "丁镇": "优秀"}
    grades, waits = of('share = "0.5"')
    assert grades == {"甲局": "", "乙局": "", "丙镇": "合格", "丁镇": "优秀"} and [item.unit for item in waits] == ["甲局", "乙局"]


@pytest.mark.parametrize(
    ("keys", "total"),
    [("", "-12"), ('base_per = "months-mean"\n', "99"), ('base_per = "quarters-mean"\n', "97"), ('base_per = "half-years-mean"\n', "94"),
     ('base_per = "months-sum"\n', "1188"), ('base_per = "weights"\nweights = ["0.5", "0.5", "0", "0"]\n', "94")],
)  # fmt: skip
def test_a_year_is_made_of_its_months_quarters_or_halves_as_the_rulebook_says(keys: str, total: str) -> None:
    """−6 in February, −6 in May."""
    text = BASE + keys + rule("entered", lead='{ points = "6" }', **ENTERED)
    found = scored(text, row("甲局", "2-1", "情形"), row("甲局", "5-1", "情形"))
    assert totals(found)["甲局"] == {"-12": "88"}.get(total, total)


def test_groups_have_bases_rules_and_parts_of_their_own() -> None:
    text = (
        BASE + 'bases = [{ groups = ["towns"], base = "80" }]\n' + rule("entered", groups='["towns"]', **ENTERED)
        + rule("entered", id='"s"', groups='["offices"]', lead='{ points = "2" }', **ENTERED)
    )  # fmt: skip
    found = scored(text, row("甲局", "3-1", "情形"), row("丙镇", "3-1", "情形"))
    assert totals(found) == {"甲局": "98", "乙局": "100", "丙镇": "79", "丁镇": "80"}


def test_the_words_of_one_city_are_not_printed_for_another() -> None:
    """E09."""
    heavy = rule("node-late", id='"h"', name='"严重逾期"', from_days="2", lead='{ points = "5" }')
    found = scored(BASE + rule("node-late") + heavy, matters(task("M", "甲局", "1-2", nodes="1-30"), step("M", "2-5", "反馈")))
    assert not any("重点督办" in text for text in words(found, "甲局"))
    says = scored(
        BASE + rule("node-late", says='"{name}：{node}迟了{days}天，{points}分"'),
        matters(task("M", "甲局", "1-2", nodes="1-30"), step("M", "2-5", "反馈")),
    )
    assert words(says, "甲局")[0].startswith("情形：") and words(says, "甲局")[0].endswith("迟了6天，减1分")
    first = BASE + rule("entered", once_by='["matter"]', **ENTERED)
    assert "以先认定的为准" in listed(scored(first, row("甲局", "3-1", "情形", matter="A"), row("甲局", "3-2", "情形", matter="A")))[0][2]
    assert faults_of(BASE + rule("entered", says='"{city}的{points.real}"', **ENTERED)) == [("G125", "points.r.says")] * 2
    assert set(GRADES) == {"excellent", "good", "pass", "fail"}


@st.composite
def rulebooks(draw: st.DrawFn) -> str:
    """A rulebook within the schema: a few rules, limits, a floor, weights of the year."""
    text = BASE + draw(st.sampled_from(("", 'floor = "90"\n', 'ceiling = "101"\n', 'floor = "95"\nbeyond = "stays"\n')))
    for at in range(draw(st.integers(1, 3))):
        lead = draw(
            st.sampled_from(
                ('{ points = "2" }', '{ points = "0.5", step = "1" }', '{ points = "1", tiers = [{ from = 2, points = "3" }] }')
            )
        )
        keys = {"id": f'"r{at}"', "name": f'"情形{at}"', "lead": lead, "sign": draw(st.sampled_from(('"add"', '"deduct"'))), **ENTERED}
        if "step" in lead:
            keys["scale"] = draw(st.sampled_from(('"growing"', '"then-step"')))
        if draw(st.booleans()):
            keys |= {"once_by": '["document"]', "keep": draw(st.sampled_from(('"first"', '"highest"')))}
        text += rule("entered", **keys)
    for at in range(draw(st.integers(0, 2))):
        signs = ["both", *(sign for sign in ("add", "deduct") if f'sign = "{sign}"' in text)]
        per, sign = draw(st.sampled_from(("month", "quarter", "year", "all"))), draw(st.sampled_from(signs))
        text += f'[[limits]]\nid = "l{at}"\nname = "限{at}"\narticle = "1"\nper = "{per}"\nsign = "{sign}"\nmost = "3"\nleast = "-4"\n'
    return text


facts = st.lists(
    st.tuples(st.sampled_from(tuple(UNITS)), st.integers(1, 12), st.integers(1, 28), st.integers(0, 2), st.sampled_from(("", "甲", "乙"))),
    max_size=8,
    unique=True,
)


@settings(max_examples=60, deadline=None)
@given(rulebooks(), facts)
def test_entries_sum_to_totals_whatever_the_rulebook(text: str, rows: list[tuple[str, int, int, int, str]]) -> None:
    given_rows = [row(unit, f"{month}-{on}", f"情形{at}", document=document) for unit, month, on, at, document in rows]
    year = scored(text, *given_rows)
    for standing in year.standings:
        assert standing.score.exact == 100 + sum((entry.points for entry in standing.score.entries), Decimal(0))
    booked = {s.name: sum((e.points for e in s.score.entries if e.rule != "scheme"), Decimal(0)) for s in year.standings}
    for kind in ([f"2018-{n:02}" for n in range(1, 13)], [f"2018Q{n}" for n in range(1, 5)], ["2018H1", "2018H2"]):
        parts = [scored(text, *given_rows, period=period) for period in kind]
        summed = {name: Decimal(0) for name in booked}
        for part in parts:
            for s in part.standings:
                summed[s.name] += sum((e.points for e in s.score.entries if e.rule != "scheme"), Decimal(0))
        assert summed == booked, kind


@settings(max_examples=60, deadline=None)
@given(rulebooks(), facts)
def test_a_fact_of_one_unit_moves_no_other_unit_s_total(text: str, rows: list[tuple[str, int, int, int, str]]) -> None:
    given_rows = [row(unit, f"{month}-{on}", f"情形{at}", document=document) for unit, month, on, at, document in rows]
    before, after = totals(scored(text, *given_rows)), totals(scored(text, *given_rows, row("甲局", "6-6", "情形0", document="新")))
    assert {name: total for name, total in before.items() if name != "甲局"} == {
        name: total for name, total in after.items() if name != "甲局"
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("window_start = 2018-05-01\nwindow_end = 2018-04-01\n", "window_end"),
        ('[[phases]]\nid = "p"\nname = "阶段"\narticle = "1"\nstart = "2018-05-01"\nend = "2018-04-01"\n', "phases.p.end"),
        (FORM.replace('{ id = "what", title = "指标", key = true }', '{ id = "what", title = "指标", kind = "choice", key = true }'), "forms.figures.columns.what.choices"),
        (FORM.replace('filled_by = "office"\nfile = "目标完成.xlsx"\n', 'header = [{ id = "d", label = "日期", kind = "date" }]\n'), "forms.figures.header"),
    ],
)  # fmt: skip
def test_what_cannot_hold_together_is_refused(text: str, label: str) -> None:
    """G126."""
    head = text + HEAD if text.startswith("window") else HEAD
    assert faults_of("" if text.startswith("window") else text, head) == [("G126", label)]


def test_rules_over_a_register_that_is_not_there_or_has_no_such_column_are_refused() -> None:
    usual = {"register": '"figures"', "column": '"实际"'}
    assert faults_of(BASE + rule("counted", **usual)) == [("G031", "points.r")]
    assert faults_of(BASE + FORM + rule("counted", **{**usual, "column": '"没有"'})) == [("G031", "points.r")]
    assert faults_of(BASE + FORM.replace('dated_by = ["date"]\n', "") + rule("counted", **usual)) == [("G031", "points.r")]
    assert faults_of(BASE + FORM + rule("completion", register='"figures"', target='"目标"')) == [("G031", "points.r")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (rule("entered", groups='["strangers"]', **ENTERED), ("G007", "points.r.groups")),
        ('[[limits]]\nid = "l"\nname = "限"\narticle = "1"\n', ("G031", "limits.l")),
        ('[[limits]]\nid = "l"\nname = "限"\narticle = "1"\nmost = "1"\nrules = ["nobody"]\n', ("G007", "limits.l.rules")),
        ('[[cards]]\nid = "y"\nname = "黄牌"\narticle = "1"\n', ("G031", "cards.y")),
        ('[[cards]]\nid = "y"\nname = "黄牌"\narticle = "1"\nof = "y"\n', ("G031", "cards.y")),
        ('[[vetoes]]\nid = "v"\nname = "否决"\narticle = "1"\ntriggers = ["x"]\n', ("G031", "vetoes.v")),
        ('[[vetoes]]\nid = "v"\nname = "否决"\narticle = "1"\ntriggers = ["x"]\ngrade = "优"\n', ("G031", "vetoes.v")),
        (rule("unurged", moves='["urge"]', every='"all"'), ("G031", "points.r")),
        ('[grading]\narticle = "1"\ngrades = [{ name = "优", share = "30" }]\n', ("G005", "grading.grades.share")),
    ],
)  # fmt: skip
def test_what_names_nothing_that_is_there_is_refused(text: str, found: tuple[str, str]) -> None:
    assert faults_of(BASE + text) == [found]


@pytest.mark.parametrize(
    ("per", "total", "cuts"),
    [
        ('base_per = "months-mean"', "73.33", 1),  # (11×80＋0)÷12, as the months were published: not 80－100÷12
        ('base_per = "months-sum"', "880", 1),  # eleven months of 80: 100 is the most of a month, never of twelve
        ('base_per = "quarters-mean"', "60", 1),  # (0＋3×80)÷4
        ('base_per = "weights"\nweights = ["0.15", "0.25", "0.25", "0.35"]', "68", 1),  # 0×15%＋80×85%
        ('base_per = "once"', "0", 1),
    ],
)
def test_the_least_and_the_most_are_those_of_each_month_where_the_year_is_made_of_them(per: str, total: str, cuts: int) -> None:
    book = f'[scheme]\nbase = "80"\nfloor = "0"\nceiling = "100"\narticle = "1"\nranking_article = "1"\n{per}\n'
    book += rule("entered", any_role="true", lead='{ points = "100" }')
    scores = scored(book, row("甲局", "2-5", "情形"))
    assert totals(scores)["甲局"] == total
    assert len([said for said in words(scores, "甲局") if "总分最低0分" in said]) == cuts
    standing = next(one for one in scores.standings if one.name == "甲局")
    if "quarters-mean" not in per:
        assert standing.score.change == standing.score.exact - (960 if "sum" in per else 80)


def test_a_coefficient_of_the_row_multiplies_its_points_and_none_is_guessed() -> None:
    """K10, 修正系数: 80% of 20 points is 16, by 1.1 it is 17.6; 4 pieces of half a point by 0.9 are 1.8."""
    keys = {"register": '"figures"', "sign": '"add"', "where": '[{ column = "指标", says = "投资" }]', "coefficient": '"满意票"'}
    text = FORM + BASE + rule("completion", target='"目标"', actual='"实际"', lead='{ points = "20" }', **keys)
    text += rule(
        "counted",
        id='"n"',
        name='"件数"',
        column='"实际"',
        lead='{ points = "0.5" }',
        **{**keys, "where": '[{ column = "指标", says = "信息" }]'},
    )
    facts = (
        figure("甲局", "5-1", what="投资", target=100, actual=80, good="1.1"),
        figure("乙局", "5-1", what="投资", target=100, actual=80),
        figure("丙镇", "5-1", what="信息", actual=4, good="0.9"),
    )
    found = scored(text, *facts)
    assert changes(found) == {"甲局": "17.6", "丙镇": "1.8"}
    assert words(found, "甲局") == ["情形：实际80÷目标100＝80%，20×80%＝16×满意票1.1，加17.6分"]
    assert words(found, "丙镇") == ["件数：4×0.5×满意票0.9，加1.8分"]
    assert listed(found) == [("undecided", "乙局", "情形：“满意票”没有填数（或不是数），未计分")]


def test_a_year_of_its_own_is_a_campaign_with_its_own_days_and_consequences() -> None:
    """K34: 截至11月底，12月纳入下年度."""
    text = BASE + rule("entered", **ENTERED)
    text += '[[consequences]]\nid = "c"\nname = "表彰"\narticle = "1"\nsays = "表彰"\ntop = 1\nover = "all"\nevery = "campaign"\n'
    facts = (row("甲局", "2017-12-5", "情形"), row("乙局", "12-5", "情形"), row("丙镇", "5-5", "情形"), row("丁镇", "5-5", "情形"))
    found = scored(text, *facts, period="2017-12-01..2018-11-30")
    assert changes(found) == {"甲局": "-1", "丙镇": "-1", "丁镇": "-1"}
    assert [(proposal.kind, proposal.unit) for proposal in found.proposals] == [("表彰", "乙局")]
    assert not scored(text, *facts, period="2018").proposals
