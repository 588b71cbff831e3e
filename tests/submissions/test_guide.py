"""What the guide says of forms, columns, checks and checklists is what the program does: its rulebook is read, its tables are tried row by row."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.forms.layout import lay_out
from duchá.rulebook.form import FilledBy, Form
from duchá.submissions.cells.convert import convert
from duchá.submissions.model import RawCell
from duchá.terms.fault import Fault, Weight
from duchá.terms.measures import plain_number
from duchá.terms.place import Place
from duchá.terms.quantity import Quantity, text_of
from submissions.own_rulebook import campaign, read

GUIDE = (Path(__file__).parents[2] / "docs" / "write-your-own-rulebook.md").read_text("utf-8")
SECTION = GUIDE.partition("## 单位填的报表\n")[2].partition("\n## ")[0]
OUTCOMES = {Weight.REJECT: "退回", Weight.QUERY: "核实", Weight.NOTE: "提示", None: "收"}


def rulebook() -> str:
    """The three blocks one after the other, under the name that the tests' campaign goes by."""
    blocks = re.findall(r"```toml\n(.*?)```", SECTION, re.DOTALL)
    return "\n".join(blocks).replace('id = "yuebao-2019"', 'id = "own"')


def table(head: str) -> list[list[str]]:
    """The rows of a table of the section, by the beginning of its head."""
    lines = SECTION.partition(f"\n| {head}")[2].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


@cache
def over() -> Campaign:
    """A campaign by the guide's rulebook."""
    return campaign(rulebook())


def form(id: str) -> Form:
    """A form of the guide."""
    return next(form for form in over().forms(FilledBy.UNIT) if form.id == id)


def heaviest(faults: tuple[Fault, ...]) -> str:
    """What becomes of a cell, in the guide's words."""
    return OUTCOMES[next((weight for weight in Weight if any(fault.kind.weight is weight for fault in faults)), None)]


@pytest.mark.parametrize(("title", "typed", "read_as", "outcome"), table("栏目 | 填的"))
def test_a_cell_is_read_as_the_guide_says(title: str, typed: str, read_as: str, outcome: str) -> None:
    column = next(column for column in form("monthly").columns if column.title == title)
    content, faults = convert(RawCell(value=typed, place=Place()), column, 2019)
    shown = plain_number(Decimal(content.amount)) if isinstance(content, Quantity) else text_of(content)
    assert (shown, heaviest(faults)) == (read_as, outcome)


@pytest.mark.parametrize(("typed", "outcome"), table("填的一行"))
def test_a_row_is_checked_as_the_guide_says(typed: str, outcome: str) -> None:
    town, total, city, country, funds = typed.split("、")
    found = read(rulebook(), [("monthly", f"{town} | {total} | {city} | {country} | {funds} | | |")])
    said = [fault.message.removesuffix("（第三条）") for fault in found.faults if fault.kind.weight is not Weight.NOTE]
    assert said == ([] if outcome == "收" else [outcome])


def test_the_guides_checklist_is_printed_question_by_question() -> None:
    checklist = form("list")
    layout = lay_out(checklist)
    assert [question.text for question in checklist.questions] == ["公开执法信息", "存在乱收费"]
    assert layout.last - layout.first + 1 == 2


def test_every_key_of_a_column_and_of_a_check_is_in_the_guide() -> None:
    for key in ("least", "most", "whole", "measure", "from", "until", "choices", "within", "when", "weight", "text", "evidence", "good"):
        assert key in SECTION
