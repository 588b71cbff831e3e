"""Answers to the questions of a checklist: which of them say that there is a problem (SY-02)."""

from __future__ import annotations

import re

from duchá.campaign.model import Campaign
from duchá.rulebook.form import ChecklistQuestion

YES = "是"
NO = "否"
ANSWERS = (YES, NO, "部分")

BAD_ANSWER = "{question}（答“{answer}”）"

_NUMBER = re.compile(r"[0-9]+")


class Questions:
    """The questions of a campaign's rulebooks, by the form that asks them, or the register of the same rulebook that answers them, and number."""

    def __init__(self, campaign: Campaign) -> None:
        self._forms = {form.id: form for book in campaign.rulebooks for form in book.forms if form.questions}
        self._beside = {form.id: book.questions for book in campaign.rulebooks for form in book.forms}

    def ask(self, form: str) -> bool:
        """True for a form whose rows answer questions."""
        return form in self._forms

    def question(self, form: str, written: str, asked: str = "") -> ChecklistQuestion | None:
        """The question of a form that a row answers, by its number as written (25, 第25问) or its words; in a form without questions of its own
        (an inspection), one of its rulebook's."""
        if form in self._forms:
            return self._forms[form].question(written, asked)
        found = _NUMBER.search(written)
        number = str(int(found[0])) if found else ""
        return next((question for question in self._beside.get(form, ()) if question.id == number), None)


def problem_in(question: ChecklistQuestion | None, answer: str, words: str) -> str:
    """The problem that a row tells: its own words, else the question that was answered badly; empty where there is none.

    Badly is 部分, and 否 where 是 is the good answer, 是 where it is the bad one.
    """
    if words or question is None:
        return words
    good = YES if question.good else NO
    bad = answer in ANSWERS and answer != good
    return BAD_ANSWER.format(question=question.text, answer=answer) if bad else ""
