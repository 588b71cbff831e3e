"""Names that carry controls are shown and never sent (A53); no text of a file or register is live in any format, Markdown too (A52)."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from duchá.reports.page import Page, PageColumn, Report, Show
from duchá.reports.safe_text import as_markdown, printable
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.terms.text import bare, shown, tamed
from steps.office import ROW, Office, at
from steps.registers import MATTERS, fill, matter, run

Run = Callable[..., Any]
ESC, RLO, BOM = "\x1b[31m", "\u202e", "\ufeff"
LIVE = "整治\n| 1 | 假的 |\n# 标题\n<script>alert(1)</script>[点我](javascript:alert(1))![x](http://evil.example/x.png) www.evil.example `x` *y*"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture
def office(office: Office) -> Office:
    """A campaign whose name, whose issuer, one of whose units, files and matters carry controls and markup; something is late."""
    settings = office.folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    named = re.sub(r'(?m)^name = ".*"$', r'name = "专项\\u001b[31m督查\\u202e行动\\ufeff"', text)
    assert named != text
    settings.write_text(named, encoding="utf-8")
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    heads = {str(cell.value).rstrip("*"): cell.column for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "区安监局")
    sheet.cell(row, heads["单位名称"]).value, sheet.cell(row, heads["电子邮箱"]).value = f"区{RLO}安监{BOM}局", "ajj@example.cn"
    book.save(office.folder / "units.xlsx")
    fill(
        office,
        MATTERS,
        matter("DT-1", 事项名称=LIVE, 牵头单位="区安监局", 办理时限=date(2015, 11, 10)),
        matter("DT-2", 事项名称=f"{RLO}倒{BOM}着", 办理时限=date(2015, 11, 11)),
    )
    return office


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text part of every file below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".html", ".eml", ".txt"):
            yield path.name, path.read_text(encoding="utf-8")
        elif path.suffix in (".docx", ".xlsx", ".zip"):
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    if name.endswith((".xml", ".rels")):
                        yield f"{path.name}!{name}", package.read(name).decode("utf-8")


@pytest.mark.sweep
def test_no_command_sends_a_control_to_the_screen(office: Office, ducha: Run) -> None:
    (office.folder / "returns" / f"区安监局{RLO}xslx.exe\x1b[2J.xlsx").write_bytes(
        office.fill("区民政局", folder="blank", supervision_problems=[ROW]).read_bytes()
    )
    for command in (
        ["record"],
        ["collect"],
        ["status"],
        ["ledger"],
        ["ledger", "--matter", "DT-1"],
        ["overdue", "--as-of", "2015-11-25", "--letters"],
        ["report", "summary", "--as-of", "2015-11-25"],
        ["blanks"],
        ["journal", "show", "--last", "0"],
        ["journal", "verify"],
        ["rulebooks"],
        ["init-campaign", ".", "--rulebook", "dantu-2015"],
    ):
        for more in ([], ["--json"]) if command[0] != "init-campaign" else ([],):
            ran = ducha(*command, *more, cwd=office.folder)
            assert ran.returncode in (0, 1), (command, ran.stderr)
            assert not CONTROLS.search(ran.stdout.replace("\n", "") + ran.stderr.replace("\n", "")), command
            if more:
                json.loads(ran.stdout)


def test_what_a_program_reads_is_the_name_itself(office: Office, ducha: Run) -> None:
    ran = ducha("status", "--json", "--as-of", "2015-11-18", cwd=office.folder)
    assert f"区{RLO}安监{BOM}局" in [unit["unit"] for unit in json.loads(ran.stdout)["units"]]
    assert r"\u202e" in ran.stdout and RLO not in ran.stdout


@pytest.mark.sweep
def test_no_paper_page_letter_or_message_holds_one(office: Office, ducha: Run) -> None:
    assert run(office).faults == ()
    assert overdue(office.open(at(25)), OverdueOptions(letters=True, mail=True)).items
    for form in ("md", "html", "docx", "xlsx"):
        for name in ("summary", "bulletin", "inspection"):
            ran = ducha("report", name, "--format", form, "--as-of", "2015-11-25", cwd=office.folder)
            assert ran.returncode in (0, 1), ran.stderr
    assert ducha("blanks", "--kit", cwd=office.folder).returncode in (0, 1)
    found = dict(texts(office.folder / "reports"))
    assert {Path(name.split("!")[0]).suffix for name in found} == {".md", ".html", ".docx", ".xlsx", ".eml"}
    for name, text in found.items():
        if "办理记录-待确认" not in name:  # a register: what stands there is taken back as it is
            assert not CONTROLS.search(text.replace("\r\n", "\n").replace("\r", "\n") if name.endswith(".eml") else text), name
    for name, text in texts(office.folder / "blank"):
        assert not CONTROLS.search(text), name


@pytest.mark.sweep
def test_a_matter_s_name_is_live_in_no_letter(office: Office, ducha: Run) -> None:
    run(office)
    assert ducha("overdue", "--as-of", "2015-11-25", "--letters", cwd=office.folder).returncode == 1
    (letter,) = [path for path in (office.folder / "reports").rglob("*催办函*.md") if "evil" in path.read_text(encoding="utf-8")]
    text = letter.read_text(encoding="utf-8")
    assert "<script" not in text and "](javascript" not in text.replace(r"\](", "") and "://" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1  # no row is torn or lengthened
    assert not [line for line in text.splitlines() if line.startswith("# 标题")]
    for name, part in texts(office.folder / "reports"):
        assert "<script>" not in part, name


def test_a_unit_s_name_with_controls_is_known_again_on_its_blank(office: Office) -> None:
    path = office.fill("区民政局", supervision_problems=[ROW])
    assert path.exists()
    unit = next(one.name for one in office.open(at(3)).campaign.roster.units if "安监" in bare(one.name))
    returned = office.fill(unit, "区安监局报表.xlsx", supervision_problems=[ROW])
    found = {Path(item["source"]).name: item for item in office.collect().submissions}[returned.name]
    assert (found["unit"], {fault["code"] for fault in found["faults"]} & {"S301", "S302", "S303", "S312"}) == (unit, set())


@given(st.text(max_size=60))
def test_nothing_unseen_is_left_in_what_is_shown_or_printed(text: str) -> None:
    assert not CONTROLS.search(shown(text)) and "\n" not in shown(text)
    assert not CONTROLS.search(tamed(text)) and not CONTROLS.search(shown(text, lines=True)) and not CONTROLS.search(bare(text))
    said = as_markdown(text)
    assert not CONTROLS.search(said) and "\n" not in said and "<" not in said.replace("<br>", "")
    assert not re.search(r"(?<!\\)(?:\\\\)*[\]\[|`]", said)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_report_is_printable_whatever_it_is_called(name: str, words: str) -> None:
    columns = (PageColumn(title=name), PageColumn(title="内容", show=Show.WORDS))
    page = Page(name="表", title=name, columns=columns, rows=((name, words), (1, None)), notes=(words,), under=name, words=(words,))
    made = printable(Report(stem="x", title=name, as_of=date(2015, 11, 18), mark=name, pages=(page,), issuer=name))
    (shown_page,) = made.pages
    said = [made.title, made.mark, made.issuer, shown_page.title, shown_page.under, *shown_page.notes, *shown_page.words]
    said += [cell for row in shown_page.rows for cell in row if isinstance(cell, str)]
    assert not any(CONTROLS.search(text) for text in said)
    assert shown_page.rows[1] == (1, None)
