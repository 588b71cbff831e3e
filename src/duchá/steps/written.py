"""Where every report goes: its pages written into reports/ in the format asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from duchá.reports.page import Report
from duchá.reports.write_docx import write_docx
from duchá.reports.write_html import write_html
from duchá.reports.write_md import write_md
from duchá.reports.write_xlsx import Cut, write_xlsx
from duchá.steps.open_campaign import OpenCampaign
from duchá.terms.fault import Fault

FOLDER = "reports"
OWN_TEMPLATES = "templates"


class Format(Enum):
    """Written as what: 工作簿, 公文, 网页, 文字稿."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    MD = "md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written, and the texts that were too long for a cell; ``also`` are files beside the report (letters)."""

    path: Path
    report: Report
    cuts: tuple[Cut, ...] = ()
    faults: tuple[Fault, ...] = ()
    also: tuple[Path, ...] = ()


def written(opened: OpenCampaign, report: Report, written_as: Format, *, inside: str = "", faults: tuple[Fault, ...] = ()) -> Made:
    """The report in ``reports/`` (``inside`` a folder there), complete or not at all. Raises OSError."""
    folder = opened.folder / FOLDER / inside
    folder.mkdir(parents=True, exist_ok=True)
    path, own = folder / f"{report.stem}.{written_as.value}", opened.folder / OWN_TEMPLATES
    cuts: tuple[Cut, ...] = ()
    match written_as:
        case Format.XLSX:
            cuts = write_xlsx(report, path)
        case Format.DOCX:
            write_docx(report, path, own)
        case Format.HTML:
            write_html(report, path, own)
        case Format.MD:
            write_md(report, path)
    return Made(path=path, report=report, cuts=cuts, faults=faults)
