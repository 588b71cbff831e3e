"""What a rulebook says of duties is checked when it is read, under every reading: the fault falls on the rulebook."""

from __future__ import annotations

import pytest

from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts

DUE = 'due = { text = "3日内", days = 3 }'
PEOPLE, POINTS = "jincheng-inspectors-2017", "jincheng-points-2017"


def codes(id: str, old: str, new: str) -> list[str]:
    texts = read_texts([id])
    text = texts[id]["rulebook.toml"]
    assert old in text
    texts[id]["rulebook.toml"] = text.replace(old, new, 1)
    return sorted({fault.kind.code for fault in parse_rulebook(id, texts)[1]})


@pytest.mark.parametrize(
    ("id", "old", "new", "code"),
    [
        (PEOPLE, 'register = "inspection-tasks"', 'register = "nowhere"', "G007"),
        (PEOPLE, 'received = "received"', 'received = "note"', "G007"),  # a column, but not of days
        (PEOPLE, 'owner = "leader"', 'owner = "nobody"', "G007"),
        (PEOPLE, 'start_reading = "task-end"', 'start_reading = "no-such-reading"', "G007"),
        (PEOPLE, '{ id = "planned_end", text', '{ id = "note", text', "G006"),
        (PEOPLE, DUE, 'due = { text = "3日内", days = 3, months = 1 }', "G021"),
        (PEOPLE, DUE, 'due = { text = "3日内", month = 11, day = 30, recurring = "year" }', "G024"),
        (PEOPLE, DUE, f'{DUE}\nevery = "month"', "G024"),
        (POINTS, 'groups = ["sections"]', 'groups = ["strangers"]', "G007"),
        (POINTS, 'text = "季度结束后10日内", days = 10 }', 'text = "季度结束后10日内", days = -1 }', "G021"),  # only under one reading
        (POINTS, '"duties.handling-points.due" = { text = "原文未定" }', '"duties.handling-points.day" = 1', "G003"),
    ],
)
def test_each_mistake_is_named(id: str, old: str, new: str, code: str) -> None:
    assert codes(id, old, new) == [code]


def test_inspectors_of_jincheng_have_their_19_articles_and_the_three_days() -> None:
    rulebook, _ = parse_rulebook(PEOPLE, read_texts([PEOPLE]))
    assert rulebook is not None
    own = [article for article in rulebook.articles if article.document == rulebook.short_title]
    assert len({article.number for article in own}) == len(own) == 18  # 第一条 is the purpose
    assert [(duty.due.days, rulebook.article(duty.article).number) for duty in rulebook.duties] == [(3, "第十四条")]
