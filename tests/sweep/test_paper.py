"""Everything that is made for paper, printed by LibreOffice: it prints, every character is there, a blank takes a sheet a form, no page ends in a scrap."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from conftest import HANGS
from forms.office import SOFFICE
from sweep.campaigns import command

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
]
REPORTS = ("summary", "bulletin", "ranking", "annual", "inspection", "brief", "unit-card", "rectification-ledger", "rectification")
PER_KIND = 3  # of a kind of which there is one for each unit
FOOT = re.compile(r"[—–-]\s*\d+\s*[—–-]|第\s*\d+\s*页.*|.*校验码.*|.*duchá.*|\s*")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One of each kind of workbook and document of the demo, of a year of an office and of a campaign of months, by what it is."""
    place = tmp_path_factory.mktemp("papers")
    assert command("demo", place / "demo", "-q").code == 0
    assert command("demo", place / "year", "--example", "jincheng-2017", "-q").code == 0
    assert command("demo", place / "monthly", "--example", "monthly", "-q").code == 0
    for folder, day in (("demo", "2015-11-25"), ("year", "2017-12-31"), ("monthly", "2019-06-30")):
        for name in REPORTS:
            for written in ("xlsx", "docx"):
                command("report", name, "--format", written, "-C", place / folder, "--as-of", day)
        command("overdue", "--letters", "-C", place / folder, "--as-of", day)
        command("team", "check", "--format", "docx", "-C", place / folder, "--as-of", day)
        command("case", "list", "--format", "xlsx", "-C", place / folder, "--as-of", day)
    found: dict[str, Path] = {}
    for folder in sorted(place.iterdir()):
        for part in (
            ".",
            "blank",
            "registers",
            "returned",
            "reports",
            *(f"reports/{p.name}" for p in (folder / "reports").iterdir() if p.is_dir()),
        ):
            files = [p for p in sorted((folder / part).glob("*")) if p.suffix in (".xlsx", ".docx", ".ods", ".xls")]
            many = part == "blank" or "/" in part
            for file in files[:PER_KIND] if many else files:
                found[f"{len(found):03}-{folder.name}-{part.replace('/', '-').replace('.', '')}-{file.name}"] = file
    return found


@pytest.fixture(scope="module")
def printed(papers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of each page of each, printed in one run of LibreOffice."""
    place = tmp_path_factory.mktemp("printed")
    for name, path in papers.items():
        shutil.copy(path, place / name)
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    line = [SOFFICE or "", profile, "--headless", "--convert-to", "pdf", "--outdir", place, *(place / name for name in papers)]
    subprocess.run(list(map(str, line)), check=True, capture_output=True, timeout=HANGS * 5)
    found = {}
    for name in papers:
        pdf = (place / name).with_suffix(".pdf")
        assert pdf.is_file(), f"{name} was not printed"
        said = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8", timeout=HANGS).stdout
        found[name] = said.removesuffix("\f").split("\f")
    return found


def _written(path: Path) -> Iterator[str]:
    """The words of a workbook or document that paper must show."""
    if path.suffix == ".docx":
        body = Document(str(path))
        yield from (paragraph.text for paragraph in body.paragraphs)
        for table in body.tables:
            for row in table.rows:
                seen: list[object] = []
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        yield cell.text
        return
    for sheet in load_workbook(path).worksheets:
        if sheet.sheet_state != "visible":
            continue
        hidden = {letter for letter, column in sheet.column_dimensions.items() if column.hidden}
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and not sheet.row_dimensions[cell.row].hidden and cell.column_letter not in hidden:
                    yield cell.value


def _plain(text: str) -> str:
    return "".join(text.split()).replace("-", "").replace("\u200b", "")


def test_every_character_is_on_paper(papers: dict[str, Path], printed: dict[str, list[str]]) -> None:
    lost = {}
    for name, path in papers.items():
        missing = Counter(_plain("".join(_written(path)))) - Counter(_plain("".join(printed[name])))
        if missing:
            lost[name] = "".join(missing.elements())[:120]
    assert lost == {}


def test_a_blank_takes_one_sheet_a_form(papers: dict[str, Path], printed: dict[str, list[str]]) -> None:
    wrong = {}
    for name, path in papers.items():
        if "-blank-" in name:
            forms = sum(sheet.sheet_state == "visible" for sheet in load_workbook(path).worksheets)
            if len(printed[name]) != forms:
                wrong[name] = (len(printed[name]), forms)
    assert wrong == {}


def test_no_last_page_holds_a_scrap(printed: dict[str, list[str]]) -> None:
    scraps = {}
    for name, pages in printed.items():
        lines = [line.strip() for line in pages[-1].splitlines() if not FOOT.fullmatch(line.strip())]
        if len(pages) > 1 and len(lines) < 3 and "-registers-" not in name:  # a wide register lies on two sheets, side by side
            scraps[name] = (len(pages), lines)
    assert scraps == {}
