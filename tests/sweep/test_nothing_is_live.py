"""Whatever was typed, in any register, return, roster or setting, is text in whatever is written: no formula, no markup, no link, no control."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from duchá.rulebook.form import FilledBy
from sweep.campaigns import JINCHENG, MIDDLE, Made, fill_registers, fill_returns, make
from sweep.test_every_command import FORMATS, REGISTER, REPORTS

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LIVE = (
    "=HYPERLINK(\"http://evil.example\",\"点\")",
    "=1+1|cmd",
    "@SUM(1)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))![x](http://evil.example/x.png)",
    "{{7*191}}{%for%}${7*191}",
    "甲\u202e乙\ufeff丙",
    "<w:t>&amp;]]>",
    "| 假 |\n# 标题",
    "\"onmouseover=alert(1) x=\"",
)  # fmt: skip


class Tags(HTMLParser):
    """The tags of a page and what they carry."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def typed_live(made: Made) -> None:
    """Something live behind every free text of the registers, the returns and the settings."""
    count = 0
    for folder in ("registers", "returns"):
        for path in sorted((made.folder / folder).glob("*.xlsx")):
            book = load_workbook(path)
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        if isinstance(cell.value, str) and re.search(r"[^-]\d+号$|^李同志$", cell.value):
                            count += 1
                            live = LIVE[count % len(LIVE)]
                            cell.value = live if live[0] in "=@" and count % 3 else f"{cell.value}{live}"
                            cell.data_type = "s"
            book.save(path)
    assert count > 100
    settings = made.folder / "campaign.toml"
    text = re.sub('(?m)^(name|issuer) = "(.*)"$', r'\1 = "\2<script>alert(1)</script>{{7*191}}"', settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")


def wrong(path: Path) -> Iterator[str]:
    """What is live in a file."""
    match path.suffix:
        case ".md":
            text = path.read_text(encoding="utf-8")
            if re.search(r"<(script|img|w:)", text) or re.search(r"(?<!\\)\]\((javascript|http)", text):
                yield "markup"
            if re.search(r"(?m)^# 标题", text):
                yield "a heading"
            yield from _said(text)
        case ".html":
            text = path.read_text(encoding="utf-8")
            tags = Tags()
            tags.feed(text)
            for tag, carried in tags.found:
                if tag in ("script", "img", "iframe", "object", "link", "form", "base") or any(name.startswith("on") for name in carried):
                    yield f"<{tag}>"
                if not (carried.get("href") or "#").startswith("#") or carried.get("src"):
                    yield f"a link of <{tag}>"
            yield from _said(text)
        case ".xlsx" | ".docx":
            with zipfile.ZipFile(path) as package:
                for name in package.namelist():
                    text = package.read(name).decode("utf-8", "replace")
                    if name.endswith(".rels") and ("evil" in text or "javascript" in text):
                        yield f"a link in {name}"
                    if name.startswith("xl/worksheets/") and re.search(r"<f[ >]", text):
                        yield f"a formula in {name}"
                    if name.startswith("word/") and re.search(r"<w:(instrText|fldSimple)[^>]*>[^<]*(HYPERLINK|evil)", text):
                        yield f"a field in {name}"
                    if name.endswith(".xml"):
                        yield from (f"{said} in {name}" for said in _said(text))
        case ".eml":
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            for part in message.walk():
                if part.get_content_type() == "text/html":
                    yield "a page in a message"
            yield from _said("".join(str(value) for value in message.values()))
        case _:
            return


def _said(text: str) -> Iterator[str]:
    if "1337" in text:
        yield "a template that was carried out"
    if found := CONTROLS.search(text):
        yield f"a control {found[0]!r}"


@pytest.mark.sweep
@pytest.mark.parametrize("rulebooks", [("dantu-2015", *JINCHENG), ("shiyan-2015",), ("jinshui", "jinshui-example")], ids="+".join)
def test_what_was_typed_is_live_in_nothing_that_is_written(tmp_path: Path, rulebooks: tuple[str, ...]) -> None:
    made = make(tmp_path / "行动", rulebooks, "new")
    fill_returns(made)
    fill_registers(made)
    typed_live(made)
    day = MIDDLE.isoformat()
    made.do("collect", "returns", "--received-at", f"{day}T10:00")
    made.do("record")
    made.do("score", "2018Q1", "--as-of", day)
    for name in REPORTS:
        forms = [form.sheet for form in made.campaign().forms(FilledBy.OFFICE)] if name == REGISTER else [""]
        for register in forms:
            for written in FORMATS if name != REGISTER else ("xlsx", "html"):
                made.do("report", name, *([register] if register else []), "--as-of", day, "--format", written)
    for line in (
        ("overdue", "--letters", "--mail", "--as-of", day),
        ("ledger", "--xlsx", "台账", "--as-of", day),
        ("ledger", "--problems", "问题.xlsx", "--as-of", day),
        ("case", "list", "--format", "docx", "--as-of", day),
        ("team", "check", "--format", "html", "--as-of", day),
        ("blanks", "--kit"),
    ):
        made.do(*line)
    assert not [ran.broken for ran in made.ran if ran.broken]
    screens = [ran.line for ran in made.ran if CONTROLS.search(ran.out + ran.err)]
    assert screens == []
    written = [path for path in made.folder.rglob("*") if path.is_file() and not {"registers", "returns", ".duchá"} & set(path.parts)]
    assert {path.suffix for path in written} >= {".md", ".html", ".docx", ".xlsx"}
    for suffix in (".md", ".html"):  # it has come that far
        assert any("alert(1)" in path.read_text(encoding="utf-8") for path in written if path.suffix == suffix)
    live = {path.relative_to(made.folder).as_posix(): sorted(set(wrong(path))) for path in written}
    assert {name: said for name, said in live.items() if said} == {}
