"""Rulebooks as data: what --check finds, and the guide's example rulebook at work."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import get_args

import pytest
import tomli

from duchá.cli.app import run
from duchá.ledger.matter import Grade, Inclusion
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.card import Card
from duchá.rulebook.check_points import GRADES, INCLUSIONS
from duchá.rulebook.clock import Clock, Rung, Term
from duchá.rulebook.consequence import Consequence, JudgedFor
from duchá.rulebook.duty import Duty
from duchá.rulebook.grading import Grading, TotalGrade, Veto
from duchá.rulebook.limit import Limit
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.point_rule import Amount, ComparedBy, Each, End, Every, Formula, Happening, Once, PlacedBy, PointRule, RuleTerms
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks
from duchá.rulebook.scheme import BasePer, Scheme, TieBreak
from duchá.rulebook.structure import keys_of
from duchá.rulebook.weighting import Component, MissingItem, ScoreSheet, SheetItem, Weighting
from duchá.terms.deadline import DayCount, DueRule
from scoring.office import changes, new_office

GUIDE = Path(__file__).parents[2] / "docs" / "write-your-own-rulebook.md"
SCHEMA = (
    *get_args(PointRule), RuleTerms, Amount, Rulebook, Scheme, Limit, Grading, TotalGrade, Veto, Card, Consequence, Weighting, Component, ScoreSheet, SheetItem, Clock, Term,
    Rung, DueRule, Duty,
)  # fmt: skip
CHOICES = (Happening, Formula, ComparedBy, PlacedBy, End, Each, Every, JudgedFor, BasePer, TieBreak, MissingItem, DayCount, Once)
ALSO = {
    "happening",
    "duch",
    "score",
    "rulebooks",
    "report",
    "ranking",
    "period",
    "whole",
    "check",
    "cut",
    "highest",
    "document",
    "true",
    "items",
}  # words of commands and of other choices
HEAD = 'id = "own"\nextends = "jincheng-points-2017"\n'
RULE = '[[points]]\nid = "more"\nname = "另加"\narticle = "12.1"\nhappening = "entered"\nsign = "add"\nlead = { points = "1" }\n'


def faults_of(own: str) -> list[tuple[str, str]]:
    """Code and label of each fault of a rulebook that stands on 晋城's."""
    texts = read_texts(["jincheng-points-2017"])
    return [(fault.kind.code, fault.place.label) for fault in parse_rulebook("own", {**texts, "own": {"rulebook.toml": HEAD + own}})[1]]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", []),
        (RULE, []),
        (RULE.replace('"12.1"', '"99"'), [("G007", "points.article")]),
        (RULE.replace('points = "1"', 'least = "3", most = "1"'), [("G030", "points.more")]),
        (RULE.replace('points = "1"', 'points = "-1"'), [("G030", "points.more")]),
        (RULE.replace('{ points = "1" }', "{}"), [("G030", "points.more")]),
        (RULE.replace('"1"', '"NaN"'), [("G005", "points.more.lead.points")]),
        (RULE.replace('"1"', '"１０"'), [("G005", "points.more.lead.points")]),
        ('[[points]]\nid = "node-late"\nfrom_days = 0\n', [("G005", "points.node-late.from_days")]),
        ('[[consequences]]\nid = "watched"\nbottom = 0\n', [("G005", "consequences.watched.bottom")]),
        ('[[consequences]]\nid = "accountability"\nunless = "watched"\n', [("G031", "consequences.accountability.unless")]),
        ("[scheme]\ndecimals = 40\n", [("G005", "scheme.decimals")]),
        (RULE.replace('"entered"', '"returned"') + 'moves = ["return"]\n', [("G032", "points.returned")]),
        (RULE.replace('"entered"', '"returned"') + 'moves = ["return"]\nmatters = ["rapid"]\n', []),
        (RULE.replace('"entered"', '"node-late"') + 'matters = ["rapid"]\n', []),
        (RULE.replace('"entered"', '"material-late"') + 'requesters = ["督查室"]\n', [("G032", "points.material-late")]),
        (RULE.replace("另加", "督查问题"), [("G032", "points.problem")]),
        (RULE.replace("另加", "督查问题") + 'since = 2019-01-01\n[[points]]\nid = "problem"\nuntil = 2018-12-31\n', []),
        (RULE + "since = 2018-01-01\nuntil = 2017-12-31\n", [("G031", "points.more")]),
        (RULE + 'required = ["unheard"]\n', [("G033", "points.more.required")]),
        (RULE.replace('"entered"', '"unheard"'), [("G006", "points.more.happening")]),
        (RULE.replace('"entered"', '"graded"') + 'grades = ["superb"]\n', [("G033", "points.more.grades")]),
        (RULE.replace('"entered"', '"graded"') + 'grades = ["good"]\n', [("G032", "points.done-good")]),
        (RULE.replace('"entered"', '"graded"'), [("G031", "points.more")]),
        ('[[points]]\nid = "key-supervision"\nreplaces = "nothing"\n', [("G007", "points.key-supervision.replaces")]),
        ('[[points]]\nid = "key-supervision"\nfrom_days = 1\n', [("G031", "points.key-supervision"), ("G032", "points.node-late")]),
        ('[[consequences]]\nid = "watched"\nunless = "nothing"\n', [("G007", "consequences.watched.unless")]),
        ('[[readings]]\nid = "material-days"\noptions = [{ id = "natural", text = "x", sets = { "points.nothing.days" = "working" } }]\n',
         [("G007", "points.nothing.days")]),
        ('[[readings]]\nid = "material-days"\noptions = [{ id = "natural", text = "x", sets = { "points.returned.lead" = { points = "-1" } } }]\n',
         [("G030", "points.returned")]),
        ('[weighting]\narticle = "10"\ncomponents = [{ id = "a", name = "甲", article = "10", weight = "0.9", least = "0", most = "100" }]\n',
         [("G034", "weighting.components")]),
    ],
)  # fmt: skip
def test_the_check_finds_what_could_not_be_scored(own: str, expected: list[tuple[str, str]]) -> None:
    found = faults_of(own)
    assert found == expected, found


def test_every_shipped_rulebook_is_sound_under_each_of_its_readings() -> None:
    for id in shipped_rulebooks():
        rulebook, faults = parse_rulebook(id, read_texts(shipped_rulebooks()))
        assert rulebook is not None, [fault.message for fault in faults]
        for reading in rulebook.readings:
            for option in reading.options:
                apply_readings(rulebook, {reading.id: option.id})


def test_the_words_that_rules_may_use_are_those_of_the_ledger() -> None:
    assert {grade.value for grade in Grade} == set(GRADES) and {mode.value for mode in Inclusion} == set(INCLUSIONS)


def guide_blocks() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def of_a_rulebook_of_its_own() -> list[str]:
    """The guide's examples that stand behind its head, base and register."""
    head, base, register = guide_blocks()[2:5]
    examples = [block for block in guide_blocks() if block.startswith(("# 条文：", "[scheme]                                       # 基"))]
    examples += [block for block in guide_blocks() if block.startswith('[scheme]\nbase = "80"')]
    assert head.startswith('id = "mou-2026"') and base.startswith("[scheme]") and register.startswith("[[forms]]")
    return [head + ("" if "[scheme]" in example else base) + register + example for example in examples]


@pytest.mark.parametrize("text", of_a_rulebook_of_its_own(), ids=lambda text: text.rpartition("# 条文：")[2][:20])
def test_every_example_of_the_guide_is_sound(text: str) -> None:
    """E11."""
    rulebook, faults = parse_rulebook("mou-2026", {"mou-2026": {"rulebook.toml": text}})
    assert rulebook is not None and not faults, [(fault.place.label, fault.message) for fault in faults]


def test_the_guide_s_table_of_phrases_has_each_once_and_names_what_it_uses() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    table = text[text.index("## 条文怎么说") :].partition("\n## ")[0]
    numbers = [
        int(number) for line in table.splitlines() if (found := re.match(r"\| ([\d、]+) \|", line)) for number in found[1].split("、")
    ]
    assert sorted(numbers) == [number for number in range(1, 129) if number != 99]
    written = {word for line in table.splitlines() for code in re.findall(r"`([^`]+)`", line) for word in re.findall(r"[a-z_]{3,}", code)}
    schema = {key for cls in SCHEMA for key in keys_of(cls)}
    values = {str(member.value) for cls in CHOICES for member in cls}
    assert written - schema - {part for value in values for part in re.findall(r"[a-z_]{3,}", value)} <= ALSO


def test_the_guide_s_table_of_facts_names_every_family_and_its_keys() -> None:
    rows = dict(re.findall(r"(?m)^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \|$", GUIDE.read_text(encoding="utf-8")))
    families = {family.happening.value: family for family in get_args(PointRule)}
    assert set(families) <= set(rows)
    for name, family in families.items():
        if name != "matter-late":  # said to be as the row above
            assert set(re.findall(r"`([a-z_]+)`", rows[name])) == set(keys_of(family)) - set(keys_of(RuleTerms)), name


@pytest.mark.requirement("JC-J-29")
def test_the_guide_s_rulebook_reads_scores_and_fails_where_it_says(tmp_path: Path) -> None:
    wrong, more, reading = (blocks := guide_blocks())[0], blocks[1], next(block for block in blocks if "praise-support" in block)
    texts = read_texts(["jincheng-points-2017"])
    _, faults = parse_rulebook("mou-points-2019", {**texts, "mou-points-2019": {"rulebook.toml": wrong}})
    said = f"{faults[0].place.file}（{faults[0].place.label}）：{faults[0].message}{faults[0].remedy}"
    assert [fault.kind.code for fault in faults] == ["G030"] and said in GUIDE.read_text(encoding="utf-8")
    head, articles = re.sub(r"(?m)^delete.*\n", "", wrong.split("[[points]]")[0]), more.split("\n", 1)
    right = "\n".join((articles[0], head, articles[1], reading))
    tomli.loads(right)
    office = new_office(tmp_path / "office", year=2019)
    own = office.folder / "templates" / "rulebooks" / "mou-points-2019"
    own.mkdir(parents=True)
    (own / "rulebook.toml").write_text(right, encoding="utf-8")
    assert "没有发现问题" in office.run("rulebooks", "mou-points-2019", "--check")
    settings = office.folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["jincheng-points-2017"]', '["mou-points-2019"]'), encoding="utf-8")
    from datetime import date

    about = {"日期": date(2019, 3, 1), "来源层级": "省"}
    office.write({"积分事项": [
        {**about, "单位": "市发改委", "情形": "表彰", "角色": "配合"}, {**about, "单位": "市财政局", "情形": "经验推广"},
    ], "限期材料": [{"材料名称": "总结", "单位": "市教育局", "报送时限": date(2019, 3, 1), "收到日期": date(2019, 3, 4)}]})  # fmt: skip
    office.record()
    assert changes(office.score("2019Q1", "--as-of", "2019-03-31")) == {"市发改委": "5", "市财政局": "4", "市教育局": "-1"}
    asked = office.score("2019Q1", "--as-of", "2019-03-31")["readings"]
    assert "praise-support" in asked and not {"returned-scale", "material-days"} & set(asked), "what the county settled is not open"


@pytest.mark.parametrize("id", shipped_rulebooks())
def test_every_shipped_rulebook_can_be_looked_at(id: str, tmp_path: Path) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["rulebooks", id]) == 0 and run(["rulebooks", id, "--json"]) == 0
    rulebook, _ = parse_rulebook(id, read_texts(shipped_rulebooks()))
    assert rulebook is not None
    wanted = (
        *rulebook.points,
        *rulebook.consequences,
        *rulebook.deductions,
        *rulebook.assessments,
        *(i for sheet in rulebook.sheets for i in sheet.items),
    )
    assert all(item.name in said.getvalue() for item in wanted)
