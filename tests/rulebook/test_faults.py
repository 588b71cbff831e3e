"""A mistake in a rulebook is named with file, key and remedy (G001–G012), all at once, and never falls on a unit."""

from __future__ import annotations

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.terms.fault import Fault

SOUND = """
id = "probe"
title = "试办法"
short_title = "试办法"
edition = "1"
source = "试"
[[articles]]
id = "1"
number = "第一条"
[[groups]]
id = "all"
name = "各单位"
article = "1"
units = "units.csv"
count = 2
[[deliverables]]
key = "table"
name = "情况表"
article = "1"
groups = ["all"]
recipient = "督查室"
form = "table"
due = { text = "11月20日前", month = 11, day = 20 }
[[forms]]
id = "table"
number = "附件1"
title = "情况表"
sheet = "附件1"
article = "1"
columns = [{ id = "item", title = "事项", required = true }]
[[readings]]
id = "due-before"
question = "含不含当日"
article = "1"
requirement = "X-02"
default = "inclusive"
options = [{ id = "inclusive", text = "含" }, { id = "exclusive", text = "不含" }]
"""
UNITS = "序号,单位名称,组别\n1,甲局,各单位\n2,乙局,各单位\n"


def faults(toml: str, units: str = UNITS) -> tuple[Fault, ...]:
    return parse_rulebook("probe", {"probe": {"rulebook.toml": toml, "units.csv": units}})[1]


def test_a_sound_one_has_no_faults() -> None:
    rulebook, found = parse_rulebook("probe", {"probe": {"rulebook.toml": SOUND, "units.csv": UNITS}})
    assert found == ()
    assert rulebook is not None
    assert ([unit.name for unit in rulebook.units], rulebook.article("1").cite()) == (["甲局", "乙局"], "《试办法》第一条")


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ('edition = "1"', 'edition = "1', "G002", ("rulebook.toml", "行")),
        ("required = true", "requierd = true", "G003", ("requierd", "required")),
        ('recipient = "督查室"\n', "", "G004", ("recipient", "文字")),
        ('edition = "1"', "edition = 1", "G005", ("edition", "文字")),
        ("required = true", "required = true, kind = 'words'", "G006", ("words", "long-text")),
        ('groups = ["all"]', 'groups = ["al"]', "G007", ("al", "all")),
        ('default = "inclusive"', 'default = "before"', "G007", ("before", "inclusive")),
        ('article = "1"\nunits', 'article = "9"\nunits', "G007", ("9", "articles")),
        (
            '{ id = "item", title = "事项", required = true }',
            '{ id = "item", title = "甲" }, { id = "item", title = "乙" }',
            "G008",
            ("item",),
        ),
        ("count = 2", "count = 3", "G009", ("3", "2")),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_to_do(before: str, after: str, code: str, words: tuple[str, ...]) -> None:
    assert before in SOUND
    found = faults(SOUND.replace(before, after, 1))
    assert code in [fault.kind.code for fault in found]
    fault = next(fault for fault in found if fault.kind.code == code)
    said = f"{fault.place.file} {fault.place.label} {fault.message} {fault.remedy}"
    assert "probe/rulebook.toml" in said
    for word in words:
        assert word in said


def test_all_mistakes_come_at_once() -> None:
    broken = SOUND.replace("required = true", "requierd = true").replace('edition = "1"', "edition = 1")
    assert {fault.kind.code for fault in faults(broken)} >= {"G003", "G005"}


def test_an_unknown_rulebook_is_named_with_those_that_there_are() -> None:
    _, (fault,) = parse_rulebook("dantu", {"dantu-2015": {"rulebook.toml": SOUND}})
    assert (fault.kind.code, "dantu-2015" in fault.remedy) == ("G001", True)


def test_a_row_of_the_roster_without_a_name_is_named_with_its_line() -> None:
    (fault, *_) = faults(SOUND, "序号,单位名称,组别\n1,,各单位\n2,乙局,各单位\n")
    assert (fault.kind.code, "2" in fault.message) == ("G012", True)
