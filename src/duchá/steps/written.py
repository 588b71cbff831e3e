"""Where every report goes: its pages written into reports/ in the format asked for, never over what a person has changed there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from duchá.campaign.faults import FILE_KEPT
from duchá.forms.write_for_people import Put, WrittenFiles
from duchá.reports.page import Report
from duchá.reports.write_docx import write_docx
from duchá.reports.write_html import write_html
from duchá.reports.write_md import write_md
from duchá.reports.write_xlsx import Cut, write_xlsx
from duchá.steps.issue import OfficialPaper, issue, official_of, wanting
from duchá.steps.open_campaign import OpenCampaign
from duchá.terms.fault import Fault
from duchá.terms.place import Place

FOLDER = "reports"
OWN_TEMPLATES = "templates"


class Format(Enum):
    """Written as what: 工作簿, 公文, 网页, 文字稿."""

    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    MD = "md"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """What was written, and the texts that were too long for a cell; ``also`` are files beside the report (letters), ``editable`` the list to be
    changed and given back to `record`."""

    path: Path
    report: Report
    cuts: tuple[Cut, ...] = ()
    faults: tuple[Fault, ...] = ()
    also: tuple[Path, ...] = ()
    editable: Path | None = None


def written_by_us(opened: OpenCampaign) -> WrittenFiles:
    """What this program wrote for people in the campaign, and the way to write more."""
    return WrittenFiles(opened.folder, opened.home)


def kept_faults(opened: OpenCampaign, puts: Iterable[Put]) -> Iterator[Fault]:
    """C071 for each file that a person had changed, with where the new one lies."""
    for put in puts:
        if put.path != put.place:
            yield FILE_KEPT.at(Place(file=shown_path(opened, put.place)), file=shown_path(opened, put.place), beside=put.path.name)


def shown_path(opened: OpenCampaign, path: Path) -> str:
    """A file as people call it: from the campaign's folder, where it lies in it."""
    return path.relative_to(opened.folder).as_posix() if path.is_relative_to(opened.folder) else path.as_posix()


def _official(opened: OpenCampaign, report: Report, inside: str) -> Report:
    """The report as a document of the organ that campaign.toml names, with the number that it was given or is given now."""
    paper = OfficialPaper(kind=report.kind, name=f"{inside}/{report.stem}" if inside else report.stem)
    official = official_of(opened, paper, issue(opened, (paper,)) if opened.issuing else None)
    return replace(report, official=official, issuer=official.signed or report.issuer)


def written(opened: OpenCampaign, report: Report, written_as: Format, *, inside: str = "", faults: tuple[Fault, ...] = ()) -> WrittenReport:
    """The report in ``reports/`` (``inside`` a folder there), complete or not at all; C071 where a person has changed the one there. Raises OSError."""
    place, own = opened.folder / FOLDER / inside / f"{report.stem}.{written_as.value}", opened.folder / OWN_TEMPLATES
    organ = opened.campaign.settings.organ
    report = report if report.issuer or not organ.name else replace(report, issuer=organ.seal or organ.name)
    if report.kind and written_as is Format.DOCX:
        report, faults = _official(opened, report, inside), (*faults, *wanting(opened, report.kind))
    cuts: list[Cut] = []

    def write(path: Path) -> None:
        match written_as:
            case Format.XLSX:
                cuts.extend(write_xlsx(report, path))
            case Format.DOCX:
                write_docx(report, path, own)
            case Format.HTML:
                write_html(report, path, own)
            case Format.MD:
                write_md(report, path)

    put = written_by_us(opened).put(place, write)
    return WrittenReport(path=put.path, report=report, cuts=tuple(cuts), faults=(*faults, *kept_faults(opened, (put,))))
