"""What a rulebook says of time is checked when it is read: the fault falls on the rulebook, before any file is opened."""

from __future__ import annotations

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts, shipped_rulebooks

RAPID = "jincheng-rapid-2017"


def codes(*changes: tuple[str, str]) -> list[str]:
    texts = read_texts([RAPID])
    text = texts[RAPID]["rulebook.toml"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    texts[RAPID]["rulebook.toml"] = text
    return sorted({fault.kind.code for fault in parse_rulebook(RAPID, texts)[1]})


@pytest.mark.parametrize("id", [*shipped_rulebooks(), "office"])
def test_shipped_rulebooks_are_sound(id: str) -> None:
    rulebook, faults = parse_rulebook(id, read_texts([id]))
    assert (faults, rulebook is not None) == ((), True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('due = { text = "30日内", days = 30 }', 'due = { text = "30日内", days = 30, months = 1 }'), "G021"),
        (('types = ["2"]', 'types = ["1"]'), "G022"),
        (("days_late = 2\n", "days_late = 1\n"), "G023"),
        (('to = "consented"', 'to = "nowhere"'), "G007"),
        (('reading = "extension-limit"', 'reading = "no-such-reading"'), "G007"),
        (('starts = { issued = "rectifying" }', 'starts = { someday = "rectifying" }'), "G006"),
    ],
)
def test_each_mistake_is_named(change: tuple[str, str], code: str) -> None:
    assert codes(change) == [code]


def test_the_checklist_has_25_questions_of_which_one_is_bad_when_answered_yes() -> None:
    rulebook, _ = parse_rulebook("shiyan-2015", read_texts(["shiyan-2015"]))
    assert rulebook is not None
    assert [question.id for question in rulebook.questions if not question.good] == ["3"]
    assert [sum(question.article == f"3.{part}" for question in rulebook.questions) for part in range(1, 6)] == [5, 4, 5, 6, 5]
