"""A campaign by a rulebook that a test writes itself, and returns for it written as Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache

from duchá.campaign.model import Campaign
from duchá.campaign.parse import parse_campaign
from duchá.campaign.roster import roster_row
from duchá.campaign.sources import Sources
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.parse import parse_rulebook
from duchá.rulebook.read_rulebook import read_texts
from duchá.submissions.context import Context
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission
from duchá.terms.unit import Unit
from duchá.workbooks.sheets.model import FileKind, RawBook
from submissions.pages import sheet
from submissions.sample import context

UNIT = "区财政局"
HEAD = """
id = "own"
title = "某区月报办法"
short_title = "月报办法"
edition = "1"
source = "某区政府办公室，2019年1月2日"
year = 2019

[[articles]]
id = "3"
number = "第三条"
summary = "每月报送数字"
[[groups]]
id = "units"
name = "部门"
article = "3"
"""
HEADER = """
[[forms.header]]
id = "unit"
label = "填报单位"
kind = "unit"
required = true
[[forms.header]]
id = "day"
label = "填报日期"
kind = "date"
required = true
"""
SETTINGS = """
name = "2019年某区月报"
rulebooks = ["own"]
year = 2019
start = 2019-01-01
end = 2019-12-31
"""


def form_text(id: str, title: str, columns: str, checks: str = "", more: str = "") -> str:
    """A form of a rulebook with the usual header and its deliverable."""
    return f"""
[[deliverables]]
key = "{id}"
name = "{title}"
article = "3"
groups = ["units"]
recipient = "督查室"
form = "{id}"
due = {{ text = "12月25日前", month = 12, day = 25 }}
[[forms]]
id = "{id}"
number = ""
title = "{title}"
sheet = "{title}"
article = "3"
{more}
{HEADER}
{columns}
{checks}
"""


def rulebook_text(*forms: str) -> str:
    """The text of a rulebook with these forms."""
    return HEAD + "".join(forms)


@cache
def campaign(text: str) -> Campaign:
    """A campaign of a few units by a rulebook's text; it must be sound."""
    texts = {**read_texts(()), "own": {"rulebook.toml": text}}
    rulebook, faults = parse_rulebook("own", texts)
    assert rulebook is not None, [f"{fault.message}{fault.remedy}" for fault in faults]
    units = [Unit(name=name, order=at, group="部门") for at, name in enumerate((UNIT, "区民政局", "区农委"), 1)]
    roster = [{**roster_row(unit), "#": str(at)} for at, unit in enumerate(units, 2)]
    found, said = parse_campaign(Sources(settings=SETTINGS, rulebooks=texts, roster=roster, calendar=()))
    assert found is not None, said
    return found


def complaints(text: str) -> list[tuple[str, str]]:
    """What `--check` says of a rulebook's text: code, and line with key."""
    texts = {**read_texts(()), "own": {"rulebook.toml": text}}
    return [(fault.kind.code, fault.message) for fault in parse_rulebook("own", texts)[1]]


def page(form: Form, rows: str, unit: str = UNIT, titles: Sequence[str] = ()) -> str:
    """The sheet of a form as it was sent out, filled with rows; the body begins in row 4."""
    width = len(form.columns)
    across = " | <" * (width - 1)
    heads = " | ".join(titles or [column.title for column in form.columns])
    line = f"填报单位：{unit}　　填报日期：2019年5月6日{across}"
    return f"{form.title}{across}\n{line}\n{heads}\n{rows.strip(chr(10))}"


def read(text: str, pages: Sequence[tuple[str, str]], titles: Sequence[str] = ()) -> Submission:
    """A return of some forms (id and rows), as it is read and checked in a campaign by the text; ``titles``: its columns in another order."""
    over = campaign(text)
    forms = {form.id: form for form in over.forms(FilledBy.UNIT)}
    sheets = tuple(sheet(page(forms[id], rows, titles=titles), forms[id].sheet) for id, rows in pages)
    return read_submission(RawBook(kind=FileKind.XLSX, sheets=sheets, marks={}), given(over))


def parsed(rulebook: str, form: str) -> tuple[str, Form]:
    """A form of a shipped rulebook, with the rulebook's name."""
    found, faults = parse_rulebook(rulebook, read_texts([rulebook]))
    assert found is not None, faults
    return rulebook, found.form(form)


def read_form_alone(named: tuple[str, Form], rows: Sequence[str]) -> Submission:
    """A return of one form of a shipped rulebook, checked outside any campaign as a department would."""
    id, form = named
    texts = read_texts([id])
    settings = SETTINGS.replace('"own"', f'"{id}"').replace("2019", "2015")
    units = [{**roster_row(Unit(name=UNIT, order=1, group="部门")), "#": "2"}]
    over, faults = parse_campaign(Sources(settings=settings, rulebooks=texts, roster=units, calendar=()))
    assert over is not None, faults
    width = len(form.columns)
    across = " | <" * (width - 1)
    titles = " | ".join(column.title for column in form.columns)
    head = f"{form.title}{across}\n单位（盖章）：{UNIT}　　审核人：李某　　填报日期：2015年5月6日{across}\n{titles}\n"
    book = RawBook(kind=FileKind.XLSX, sheets=(sheet(head + "\n".join(rows), form.sheet),), marks={})
    return read_submission(book, replace(given(over), outside=frozenset({form.id})))


def given(over: Campaign) -> Context:
    """What is known of a file that came in time."""
    came = datetime(2019, 5, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    return context("returns/月报.xlsx", over=over, received_at=came)
