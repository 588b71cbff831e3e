"""Answers to the questions of a checklist: which of them say that there is a problem (SY-02)."""

from __future__ import annotations

import re

from duchá.campaign.model import Campaign
from duchá.ledger import wording
from duchá.rulebook.model import ChecklistQuestion

ANSWERS = (wording.YES, wording.NO, "部分")

BAD_ANSWER = "{question}（答“{answer}”）"

_NUMBER = re.compile(r"[0-9]+")


class Questions:
    """The questions of a campaign's rulebooks, by number."""

    def __init__(self, campaign: Campaign) -> None:
        self._forms = {question.form for book in campaign.rulebooks for question in book.questions}
        self._known = {question.id: question for book in campaign.rulebooks for question in book.questions}

    def ask(self, form: str) -> bool:
        """True for a form whose rows answer questions."""
        return form in self._forms

    def question(self, written: str) -> ChecklistQuestion | None:
        """The question of a number as written: 25, 第25问."""
        found = _NUMBER.search(written)
        return self._known.get(str(int(found[0]))) if found else None


def problem_in(question: ChecklistQuestion | None, answer: str, words: str) -> str:
    """The problem that a row tells: its own words, else the question that was answered badly; empty where there is none.

    Badly is 部分, and 否 where 是 is the good answer, 是 where it is the bad one.
    """
    if words or question is None:
        return words
    good = wording.YES if question.good else wording.NO
    bad = answer in ANSWERS and answer != good
    return BAD_ANSWER.format(question=question.text, answer=answer) if bad else ""
