"""Makes the pictures of the manual and of the README by the commands that they show: a demo, LibreOffice for paper, Chromium for screens.

`python docs/manual/pictures.py` makes all of them anew, `make docs` those that are missing. Without these programs what is there stays.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

PICTURES = Path(__file__).resolve().parent / "_static" / "pictures"
DAY = "2015-11-25"
ORGAN = '\n[organ]\nname = "丹徒区人民政府督查室"\ncode = "丹督"\n'
# a picture → the command whose screen it is
SCREENS = {
    "check": ("check", "returns/1118/25-区安监局.xlsx"),
    "today": ("today", "--look", "--as-of", DAY),
    "matter": ("ledger", "--matter", "DC-2015-02", "--as-of", DAY),
}
# a picture → the file of which it is the first page, or the one named below
PAPERS = {
    "blank": "blank/25-区安监局.xlsx",
    "marked": "returned/25-区安监局.xlsx",
    "letter": "reports/催办函-{day}/*-催办函.docx",
    "brief": "reports/呈阅件-{day}.docx",
}
SHEETS = {"marked": "2"}  # behind the list of what is wrong, the form as the unit filled it in
PAGES = {"dashboard": "reports/督查看板-{day}.html"}
NAMES = (*SCREENS, *PAPERS, *PAGES)
_DOTS, _WIDTH, _LINES = "72", 920, 42
_LOOK = "body{margin:0;background:#1e2329;color:#e6e6e6;font:14px/1.5 'Noto Sans Mono CJK SC','Sarasa Mono SC',monospace;padding:16px}pre{margin:0;white-space:pre-wrap}"


def missing() -> tuple[str, ...]:
    """The pictures that are not there."""
    return tuple(name for name in NAMES if not (PICTURES / f"{name}.png").is_file())


def make(names: Sequence[str]) -> tuple[str, ...]:
    """Makes these pictures; gives those that could not be made, for want of a program."""
    chromium = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    office, pdftoppm = shutil.which("soffice"), shutil.which("pdftoppm")
    if not names or (chromium is None and (office is None or pdftoppm is None)):
        return tuple(names)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        _campaign(place / "行动")
        left = [name for name in names if name in PAPERS and (office is None or pdftoppm is None)]
        left += [name for name in names if name not in PAPERS and chromium is None]
        papers = {name: _found(place / "行动", PAPERS[name]) for name in names if name in PAPERS and name not in left}
        if papers and office and pdftoppm:
            _paper(office, pdftoppm, papers, place)
        for name, page, size in _pages(place, [name for name in names if name not in left]):
            _browser(str(chromium), page, PICTURES / f"{name}.png", size, place / "profile")
    return tuple(left)


def _campaign(folder: Path) -> None:
    """The demo, as far as the day of the pictures, with what the office prints on it."""
    _ducha("demo", str(folder), "-q")
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + ORGAN, encoding="utf-8")
    for line in (("overdue", "--letters"), ("report", "brief", "--format", "docx"), ("report", "dashboard")):
        _ducha(*line, "--as-of", DAY, "-C", str(folder), "-q")


def _ducha(*words: str, cwd: Path | None = None) -> str:
    environment = os.environ | {"PYTHONUTF8": "1", "COLUMNS": "100"}
    ran = subprocess.run(
        [sys.executable, "-m", "ducha", *words], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(words)}: {ran.stderr}")
    return ran.stdout


def _found(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern.format(day=DAY)))[0]


def _paper(office: str, pdftoppm: str, papers: dict[str, Path], place: Path) -> None:
    copies = [shutil.copy(path, place / f"{name}{path.suffix}") for name, path in papers.items()]
    profile = f"-env:UserInstallation={(place / 'office').as_uri()}"
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", place, *copies], check=True, capture_output=True)
    for name in papers:
        sheet = ("-f", SHEETS.get(name, "1"), "-singlefile")
        subprocess.run([pdftoppm, "-r", _DOTS, "-png", *sheet, place / f"{name}.pdf", PICTURES / name], check=True)


def _pages(place: Path, names: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    """Each picture of a screen or page, with what the browser is to show and how large."""
    for name in names:
        if name in PAGES:
            yield name, _found(place / "行动", PAGES[name]), "1100,1500"
        elif name in SCREENS:
            words = SCREENS[name]
            lines = [f"$ duchá {' '.join(words)}", *_ducha(*words, cwd=place / "行动").splitlines()]
            shown = [*lines[:_LINES], *(["……"] if len(lines) > _LINES else [])]
            page = place / f"{name}.html"
            text = html.escape("\n".join(shown))
            page.write_text(f'<!doctype html><meta charset="utf-8"><style>{_LOOK}</style><pre>{text}</pre>', encoding="utf-8")
            folded = sum(1 + sum(2 if sign > "\u2000" else 1 for sign in line) // (_WIDTH // 7 - 6) for line in shown)
            yield name, page, f"{_WIDTH},{40 + 21 * folded}"


def _browser(chromium: str, page: Path, picture: Path, size: str, profile: Path) -> None:
    line = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}"]
    subprocess.run([*line, f"--window-size={size}", f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    if left := make(NAMES):
        sys.exit(f"没有做成 {'、'.join(left)}：缺 Chromium 或 LibreOffice、pdftoppm")
