"""A procedure is checked when the rulebook is read, all of it in one run: what it names exists, every state can be reached and left."""

from __future__ import annotations

from pathlib import Path

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.terms.fault import Fault

pytestmark = [
    pytest.mark.requirement("JC-Z-22", key="jincheng-accountability-2017 procedures.accountability.states"),
]

CASES, PEOPLE = "jincheng-accountability-2017", "jincheng-inspectors-2017"


def faults(id: str, *changes: tuple[str, str]) -> tuple[Fault, ...]:
    texts = read_texts([id])
    text = texts[id]["rulebook.toml"]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    texts[id]["rulebook.toml"] = text
    return parse_rulebook(id, texts)[1]


@pytest.mark.parametrize(
    ("id", "old", "new", "codes"),
    [
        (CASES, 'from = ["registered"]', 'from = ["nowhere"]', ["G007"]),  # the mistake, not the states that it cuts off
        (CASES, 'to = "checking"', 'to = "chekcing"', ["G007"]),
        (CASES, 'to = "closed"', 'to = "copied"', ["G108", "G109"]),
        (CASES, 'name = "办结", article = "9.5", ended = true', 'name = "办结", article = "9.5"', ["G110"]),
        (CASES, 'subject = "accountability-cases"', 'subject = "accountability"', ["G007"]),
        (CASES, 'number = "case"', 'number = "no"', ["G007"]),
        (CASES, 'asks = ["reason"]', 'asks = ["reasons"]', ["G007"]),
        (CASES, 'sent_to = ["department"]', 'sent_to = ["departement"]', ["G007"]),
        (CASES, 'register = "accountability-evidence", by = "case"', 'register = "evidence", by = "case"', ["G007"]),
        (CASES, 'register = "accountability-evidence", by = "case"', 'register = "accountability-evidence", by = "number"', ["G007"]),
        (CASES, 'after = ["coordinate"', 'after = ["coordination"', ["G007"]),
        (CASES, 'columns = ["admonition"]', 'columns = ["warning"]', ["G007"]),
        (CASES, 'closed_by = "talk"', 'closed_by = "talks"', ["G007"]),
        (CASES, "{facts}", "{fact}", ["G007"]),
        (CASES, "约谈{unit}主要", "约谈{units}主要", ["G007"]),
        (CASES, '"移交", "核查", "转送"', '"移交", "转送"', ["G111"]),
        (CASES, 'source = "late"', 'source = "lates"', ["G006"]),
        (CASES, '"leads.late.days" = 3', '"leads.later.days" = 3', ["G007"]),
        (CASES, 'id = "check"\nname', 'id = "transfer"\nname', ["G008"]),
        (
            CASES,
            '{ id = "checking", name = "核查中", article = "9.1" }',
            '{ id = "checking", name = "核查中", article = "9.11" }',
            ["G007"],
        ),
        (
            CASES,
            'id = "checking", name = "核查中"',
            'id = "checking", term = { text = "15日内", month = 3, day = 1 }, name = "核查中"',
            ["G043"],
        ),
        (
            CASES,
            'id = "checking", name = "核查中"',
            'id = "checking", term = { text = "15日内", days = 15, months = 1 }, name = "核查中"',
            ["G021"],
        ),
        (PEOPLE, 'on = "asked_on"', 'on = "ask_by"', ["G007"]),  # a column, but of no days
        (PEOPLE, 'on = "asked_on"\n', "", ["G004"]),
        (PEOPLE, 'payer_article = "16"', "payer = 16", ["G005"]),
    ],
)
def test_each_mistake_is_named(id: str, old: str, new: str, codes: list[str]) -> None:
    found = faults(id, (old, new))
    assert sorted({fault.kind.code for fault in found}) == codes
    assert all(fault.place.file.endswith("rulebook.toml") and fault.message and fault.remedy for fault in found)


def test_all_mistakes_are_found_in_one_run() -> None:
    found = faults(
        CASES,
        ('to = "checking"', 'to = "chekcing"'),
        ('asks = ["reason"]', 'asks = ["reasons"]'),
        ('"移交", "核查", "转送"', '"移交", "转送"'),
    )
    assert sorted({fault.kind.code for fault in found}) == ["G007", "G111"]
    assert {"chekcing", "reasons"} <= {dict(fault.words).get("found") for fault in found if fault.kind.code == "G007"}


def test_an_office_adds_a_term_of_its_own_by_extending() -> None:
    """第九条 knows no terms: 本室约定 is added in a rulebook that stands on it."""
    own = """id = "our-cases"
extends = "jincheng-accountability-2017"
title = "本室办案约定"
short_title = "本室办案约定"
edition = "1"
source = "本室"
[[procedures]]
id = "accountability"
[[procedures.states]]
id = "checking"
term = { text = "15日内", days = 15 }
warn_days = 3
"""
    texts = {**read_texts([CASES]), "our-cases": {"rulebook.toml": own}}
    book, found = parse_rulebook("our-cases", texts)
    assert book is not None and not found
    states = {state.id: state for state in book.case_procedures[0].states}
    assert len(states) == 14 and states["checking"].agreed
    term = states["checking"].term
    assert term is not None and term.days == 15


def test_the_accountability_rules_of_jincheng_are_whole() -> None:
    book, _ = parse_rulebook(CASES, read_texts([CASES]))
    assert book is not None
    ids = {article.requirement for article in book.articles}
    assert {f"JC-Z-{n:02}" for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 16, 18, 19, 20, 21, 23)} <= ids
    procedure = book.case_procedures[0]
    assert [state.term for state in procedure.states] == [None] * 14  # JC-Z-22: no article sets a term
    allowed = {item.column: item.values for item in procedure.allowed}
    assert len(allowed["reasons"][""]) == 6 and len(allowed["harm"][""]) == 5
    assert (len(allowed["decided"]["单位"]), len(allowed["decided"]["工作人员"])) == (2, 5)


MATTERS = ("jincheng-13710", "jincheng-rapid-2017", "office")
NOW, EARLIER = '[[procedures]]\nover = "matters"\n', "[[machines]]\n"


@pytest.mark.parametrize("id", MATTERS)
def test_a_rulebook_that_calls_procedures_over_matters_machines_is_read_as_before(id: str) -> None:
    texts = read_texts([id])
    text = texts[id]["rulebook.toml"]
    assert NOW in text and EARLIER not in text
    now = parse_rulebook(id, texts)
    texts[id]["rulebook.toml"] = text.replace(NOW, EARLIER)
    assert parse_rulebook(id, texts) == now
    book = now[0]
    assert book is not None and book.machines and not book.case_procedures


@pytest.mark.parametrize("head", [NOW, EARLIER])
@pytest.mark.parametrize("deleted", ["procedures.rapid-2", "machines.rapid-2"])
def test_a_rulebook_that_stands_on_another_changes_and_deletes_its_procedures_by_either_name(head: str, deleted: str) -> None:
    texts = read_texts(["jincheng-rapid-2017"])
    own = f'extends = "jincheng-rapid-2017"\nid = "ours"\ndelete = ["{deleted}"]\n{head}id = "rapid-1"\nname = "本室第一类"\n'
    texts["ours"] = {"rulebook.toml": own}
    book, _ = parse_rulebook("ours", texts)
    parent, _ = parse_rulebook("jincheng-rapid-2017", texts)
    assert book is not None and parent is not None
    names = {one.id: one.name for one in book.machines}
    assert names == {one.id: one.name for one in parent.machines if one.id != "rapid-2"} | {"rapid-1": "本室第一类"}


@pytest.mark.parametrize("head", [NOW, EARLIER])
@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ('start = "registered"', 'start = "nowhere"', ["G007"]),
        ('at = ["consented"], to = "sent"', 'at = ["consented"], to = "snet"', ["G007"]),
        ('guards = ["extendable"]', 'guards = ["extendible"]', ["G006"]),
        ('move = "consent"', 'move = "consents"', ["G006"]),
        (f'{NOW}id = "rapid-2"', f'{NOW}id = "rapid-1"', ["G008"]),
        ('start = "registered"', 'start = "registered"\nsubject = "matters"', ["G120"]),
    ],
)
def test_a_mistake_in_a_procedure_over_matters_is_named_with_its_line(head: str, old: str, new: str, codes: list[str]) -> None:
    found = faults("jincheng-rapid-2017", (NOW, head), (old, new))
    assert [fault.kind.code for fault in found][: len(codes)] == codes
    assert found[0].place.label.startswith("procedures") and found[0].place.cell


def test_what_a_procedure_is_over_is_cases_or_matters() -> None:
    (found,) = [fault for fault in faults("jincheng-rapid-2017", ('over = "matters"', 'over = "matter"')) if fault.kind.code == "G006"]
    assert "cases" in found.message + found.remedy and "matters" in found.message + found.remedy


def test_the_procedure_over_matters_that_the_guide_shows_can_be_written_so() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "write-your-own-rulebook.md").read_text(encoding="utf-8")
    blocks = [block for block in guide.split("```toml\n")[1:] if block.startswith(NOW)]
    (example,) = [block.partition("```")[0] for block in blocks]
    head = 'id = "ours"\ntitle = "办法"\nshort_title = "办法"\nedition = "1"\nsource = "本室"\nvalid_from = 2019-01-01\n'
    articles = "".join(f'[[articles]]\nid = "{id}"\nnumber = "第{id}条"\nsummary = "步骤"\n' for id in ("3", "4"))
    book, found = parse_rulebook("ours", {"ours": {"rulebook.toml": head + articles + example}})
    assert book is not None and [machine.id for machine in book.machines] == ["our-tasks"]
    assert not [fault for fault in found if fault.place.label.startswith("procedures")]
