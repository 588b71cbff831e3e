"""The corpus: patterns.toml beside the builders, and what `collect` makes of each in a real campaign folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomli
from openpyxl import load_workbook

from duchá.journal.read import read_body, read_facts
from returns import build_a, build_b, build_c, build_d
from returns.paper import Batches, Files
from steps.office import Office, at, make_office

HERE = Path(__file__).parent
BUILDERS = {"A": build_a, "B": build_b, "C": build_c, "D": build_d}
Pattern = Mapping[str, Any]
Said = list[Any]  # source, status, unit, forms with rows, faults as "cell code", what was read


def patterns() -> list[Pattern]:
    """Every entry of patterns.toml, in order."""
    return tomli.loads((HERE / "patterns.toml").read_text(encoding="utf-8"))["pattern"]  # type: ignore[no-any-return]  # a list of tables by its own form


def make_corpus_office(folder: Path) -> Office:
    """A campaign of 丹徒 with one more form (附件5, all kinds of columns), a subordinate unit and one mail address on the roster."""
    office = make_office(folder)
    shutil.copytree(HERE / "figures", folder / "templates" / "rulebooks" / "figures")
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'rulebooks = ["dantu-2015"]' in text
    settings.write_text(text.replace('rulebooks = ["dantu-2015"]', 'rulebooks = ["dantu-2015", "figures"]'), encoding="utf-8")
    roster = load_workbook(folder / "units.xlsx")
    sheet = roster.worksheets[0]
    titles = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, titles["单位名称"]).value == "区财政局":
            sheet.cell(row, titles["电子邮箱"]).value = "czj@dantu.gov.cn"
    below: dict[str, str | int] = {"序号": 42, "单位名称": "区卫生监督所", "组别": "下属单位", "上级单位": "区卫计委"}
    row = sheet.max_row + 1
    for title, value in below.items():
        sheet.cell(row, titles[title]).value = value
    roster.save(folder / "units.xlsx")
    for name in ("blank", "registers"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "returns").mkdir(exist_ok=True)
    office.collect()  # notes roster and rulebooks once, so that no copy has to read them again
    return office


def batches(pattern: Pattern) -> Batches:
    """What arrives, day by day; on 18 November where the builder says nothing of days."""
    build: Callable[..., Files | Batches] = getattr(BUILDERS[pattern["id"][0]], pattern["build"])
    made = build(pattern["given"]) if "given" in pattern else build()
    return [(18, made)] if isinstance(made, dict) else made


def outcome(office: Office, pattern: Pattern) -> list[Said]:
    """What collect says of every file, as patterns.toml writes it."""
    said: list[Said] = []
    for day, files in batches(pattern):
        paths = []
        for name, data in files.items():
            path = office.folder / "returns" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            paths.append(path)
        found = office.collect(*(paths if said else ()), now=at(day))  # on the first day the folder, then what is new
        said += [_said(office, payload, pattern.get("at", "")) for payload in found.submissions]
    return said


def _said(office: Office, payload: Mapping[str, Any], where: str) -> Said:
    rows = [f"{form} {'零报告' if found['zero_report'] else found['rows']}" for form, found in payload["forms"].items()]
    faults = [f"{fault['cell']} {fault['code']}".strip() for fault in payload["faults"]]
    line: Said = [payload["source"].removeprefix("returns/"), payload["status"], payload["unit"] or "", rows, faults]
    return [*line, _read(office, payload, where)] if where else line


def _read(office: Office, payload: Mapping[str, Any], where: str) -> str:
    """What was read where the pattern points: ``approval date`` (a header cell) or ``approval 1 problem``."""
    form, *rest = where.split()
    if form not in payload["forms"]:
        return ""
    if rest == ["date"]:
        return str(payload["forms"][form]["filed_on"] or "")
    journal = office.folder / ".duchá" / "journal.sqlite3"
    fact = next(fact for fact in reversed(read_facts(journal)) if fact.payload.get("receipt") == payload["receipt"] and fact.body_sha256)
    body: Any = read_body(journal, fact.seq)
    rows = body["forms"][form]
    if int(rest[0]) > len(rows):
        return ""
    cell = rows[int(rest[0]) - 1]["cells"][rest[1]]
    shown = {"day": cell.get("day"), "quantity": f"{cell.get('amount')}{cell.get('measure')}"}.get(cell["kind"], cell["text"])
    extra = f"～{cell['end']}" if cell.get("end") else "（约）" if cell.get("approximate") else ""
    return f"{cell['kind']} {shown}{extra}".strip()
