"""Every page for the browser: fits a telephone, a tablet and a desk, can be read by everyone, fetches nothing, prints whole on A4."""

from __future__ import annotations

import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sweep.browser import AXE, CHROMIUM, Looked, looked_at, printed
from sweep.campaigns import command

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.office,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
WIDTHS = (390, 820, 1440)  # a telephone, a tablet, a desk
REPORTS = ("summary", "bulletin", "ranking", "annual", "inspection", "brief", "dashboard", "unit-card", "rectification-ledger")
CARDS = 3


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of the demo, of a year of an office, and of a campaign in which nothing has come."""
    place = tmp_path_factory.mktemp("pages")
    assert command("demo", place / "demo", "-q").code == 0
    assert command("demo", place / "year", "--example", "jincheng-2017", "-q").code == 0
    assert command("init-campaign", place / "empty", "--rulebook", "dantu-2015", "-q").code == 0
    for folder, day in (("demo", "2015-11-25"), ("year", "2017-12-31"), ("empty", "2015-11-04")):
        for name in REPORTS:
            command("report", name, "--format", "html", "-C", place / folder, "--as-of", day)
    for register in ("督办事项", "办理记录"):
        command("report", "register", register, "--format", "html", "-C", place / "demo", "--as-of", "2015-11-25")
    found = sorted(place.glob("*/reports/*.html"))
    cards = sorted(place.glob("*/reports/*/*.html"))
    assert len(found) >= 20, found
    return [*found, *cards[:CARDS]]


@pytest.fixture(scope="module")
def looked(pages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked_at(pages, WIDTHS, tmp_path_factory.mktemp("profile"))


def test_no_page_is_wider_than_the_screen_and_none_asks_for_anything(looked: Looked) -> None:
    assert [one for one in looked.found if one["overflow"] > 0] == []
    assert looked.asked == []


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not there: npm install --no-save --no-package-lock --prefix build/axe axe-core")
def test_everyone_can_read_every_page(looked: Looked) -> None:
    assert {(one["page"], one["width"]): one["violations"] for one in looked.found if one["violations"]} == {}


class _Texts(HTMLParser):
    """What stands on a page for people to read on paper; what is to be looked at on a screen only is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._in: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "link", "img", "input", "col", "hr", "wbr"):
            looks = (dict(attrs).get("class") or "").split()
            self._in.append((tag, tag in ("style", "title", "nav") or bool({"skip", "aside"} & set(looks))))

    def handle_endtag(self, tag: str) -> None:
        while self._in and self._in.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._in):
            self.said.append(data)


def _plain(text: str) -> str:
    """Without blanks, and without hyphens: at the end of a line the reader of the PDF takes one for a broken word."""
    return "".join(text.split()).replace("-", "")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_on_paper_every_character_is_there(pages: list[Path], tmp_path: Path) -> None:
    lost = {}
    for page in pages:
        texts = _Texts()
        texts.feed(page.read_text(encoding="utf-8"))
        on_paper = printed(page, tmp_path / "page.pdf", tmp_path / "profile")
        missing = Counter(_plain("".join(texts.said))) - Counter(_plain(on_paper))
        if missing:
            lost[f"{page.parents[1].name}/{page.name}"] = "".join(missing.elements())[:200]
    assert lost == {}
