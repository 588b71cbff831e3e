"""Two rulebooks of one campaign may use the same ids: forms of units, deliverables, and what names them."""

from __future__ import annotations

from duchá.campaign.model import Campaign
from duchá.campaign.parse import parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.rulebook.form import FilledBy
from duchá.rulebook.read_rulebook import read_texts
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission
from duchá.terms.unit import Unit
from duchá.workbooks.sheets.model import FileKind, RawBook
from submissions.own_rulebook import SETTINGS, UNIT, form_text, given, page, rulebook_text
from submissions.pages import sheet

COLUMNS = """
[[forms.columns]]
id = "item"
title = "{item}"
required = true
[[forms.columns]]
id = "count"
title = "{count}"
kind = "count"
"""
ACROSS = """
[[forms.checks]]
id = "across"
rule = "sum(count) = more.count"
article = "3"
"""


def book(id: str, kind: str) -> str:
    forms = (
        form_text("monthly", f"{kind}月报表", COLUMNS.format(item=f"{kind}项目", count=f"{kind}件数"), ACROSS),
        form_text("more", f"{kind}附表", COLUMNS.format(item=f"{kind}附项", count=f"{kind}附数")),
    )
    return rulebook_text(*forms).replace('id = "own"', f'id = "{id}"')


def both() -> Campaign:
    texts = {**read_texts(()), "own": {"rulebook.toml": book("own", "安全")}, "second": {"rulebook.toml": book("second", "环保")}}
    roster = [{**roster_row(Unit(name=UNIT, order=1, group="部门")), "#": "2"}]
    settings = SETTINGS.replace('rulebooks = ["own"]', 'rulebooks = ["own", "second"]')
    found, said = parse_campaign(Sources(settings=settings, rulebooks=texts, roster=roster, calendar=()))
    assert found is not None, said
    return found


def read(over: Campaign, kind: str, rows: str, more: str) -> Submission:
    forms = {form.title: form for form in over.forms(FilledBy.UNIT)}
    pages = [page(forms[f"{kind}月报表"], rows), page(forms[f"{kind}附表"], more)]
    sheets = tuple(sheet(text, f"表{at}") for at, text in enumerate(pages, 1))
    return read_submission(RawBook(kind=FileKind.XLSX, sheets=sheets, marks={}), given(over))


def test_each_rulebook_has_its_own_form_and_deliverable_of_an_id() -> None:
    over = both()
    assert [form.id for form in over.forms(FilledBy.UNIT)] == ["monthly", "more", "second--monthly", "second--more"]
    assert [(owed.key, owed.deliverable.form) for owed in over.owed] == [
        ("monthly", "monthly"),
        ("more", "more"),
        ("second--monthly", "second--monthly"),
        ("second--more", "second--more"),
    ]


def test_a_return_answers_the_rulebook_whose_table_it_is_and_is_checked_by_it() -> None:
    """One of two forms of an id was silently gone."""
    over = both()
    for kind, keys in (("安全", {"monthly", "more"}), ("环保", {"second--monthly", "second--more"})):
        good, bad = read(over, kind, "甲 | 3\n乙 | 4", "丙 | 7"), read(over, kind, "甲 | 3\n乙 | 4", "丙 | 8")
        assert set(good.deliverables) == keys
        assert [fault.kind.code for fault in good.faults] == []
        assert [fault.kind.code for fault in bad.faults] == ["S250"]
