"""A report as a document: A4 by GB/T 9704-2012, its frame from a template that an office may edit, its pages set in that template's styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from duchá.forms.fill_document import filled_document
from duchá.forms.package import ILLEGAL, packed, unpacked
from duchá.reports import wording
from duchá.reports.page import CellRow, Chart, Page, PageColumn, Report, Show, cell_text, without_empty_columns
from duchá.reports.safe_text import printable
from duchá.reports.write_charts import chart_height, chart_parts
from duchá.terms.wording import day_words
from duchá.terms.write_beside import write_file

# on paper
ANNEX = "附件"
WIDE_BLANK = "　"
ANNEX_LISTED = "{n}. {title}"
NOTE_FIRST = "注："
NOTE_NUMBERED = "注：{n}. "
NOTE_NEXT = "　　{n}. "

TEMPLATE = "report"
_PAGES, _ANNEXES = "ducha-pages", "ducha-annexes"
_TEXT_WIDTH, _LYING_WIDTH = 8845, 12757  # twips: the 156 mm between the margins, the 225 mm of a sheet that lies
PLACES = "出处"
_PLACES = (
    PageColumn(title="表", width=12),
    PageColumn(title=wording.NUMBER, show=Show.COUNT, width=6),
    PageColumn(title=wording.SOURCE, show=Show.TEXT, width=50),
    PageColumn(title=wording.CELL, width=14),
)
_BROAD = 110  # half characters of a table that is not to be squeezed onto a standing sheet
_ROOMY = 84  # half characters of 10.5 pt in that width; a wider table is set in 9 pt
_HALF, _SMALL_HALF = 133, 114  # twips of half a character, with what fonts differ by
_WHOLE_HEAD, _NARROWEST, _BROADEST, _MARGINS = 3, 4, 14, 120  # characters of a head on one line; half characters; twips
_TIGHT = 50  # twips that half a character of running text must be left
_LONG = 400  # characters of a cell: its row may go over to the next sheet
_PIXEL, _WIDE, _TALLEST = 9525, 590, 780  # English metric units of a pixel; pixels of the text area
_TOGETHER = "<w:keepNext/>"  # what is signed stands on one sheet with its notes
_STYLED = re.compile(rf'(<w:pStyle w:val="[^"]*"/>)(?!{_TOGETHER})')
_LEFT = (Show.TEXT, Show.WORDS)
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = (
    f'<w:p {_W} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<w:pPr><w:pStyle w:val="ducha-chart"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{id}" name="chart{id}" descr="{title}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{relation}"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def write_docx(report: Report, path: Path, own: Path | None = None) -> None:
    """Writes the report beside its place, then renames it; ``own`` is the campaign's own folder of templates.

    Equal reports give equal bytes; nothing typed by a person is taken for markup or template syntax. Raises OSError.
    """
    write_file(path, docx_bytes(report, own))


def docx_bytes(report: Report, own: Path | None = None) -> bytes:
    """The report as a document."""
    report = printable(report)
    pages = _on_paper(report.pages)
    report = replace(
        report, pages=tuple(pages if report.paper is None else (replace(page, lies=False) for page in pages))
    )  # a letter stands
    template = _framed(report, own)
    document = template.docx
    properties = document.core_properties
    properties.title, properties.comments = _clean(report.title)[:255], _clean(report.mark)[:255]
    properties.created = properties.modified = datetime.combine(report.as_of, time())
    charts = iter(_chart_relations(document, report))
    section = document.sections[-1]._sectPr
    body = list(_body(report, charts, section))
    _put(document, _PAGES, [*body[:-1], *map(_kept_with_next, body[-1:])])
    _put(document, _ANNEXES, list(_annexes(report, charts, section)))
    section.getparent().replace(section, _turned(section, lies=_last_lies(report)))
    buffer = BytesIO()
    template.save(buffer)
    return packed(unpacked(buffer.getvalue()))


def _on_paper(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages as paper has them: nothing that is only to be looked at, no empty columns, the broad ones on their side, and the places from
    which rows came on a sheet of their own at the end."""
    places: list[CellRow] = []
    for page in pages:
        if page.aside:
            continue
        at = [column.title for column in page.columns]
        if wording.SOURCE in at and wording.CELL in at and at[0] == wording.NUMBER:
            file, cell = at.index(wording.SOURCE), at.index(wording.CELL)
            places += [(page.name, row[0], row[file], row[cell]) for row in page.rows if row[file] or row[cell]]
            shown = without_empty_columns(_without(page, (file, cell)))
        else:
            shown = without_empty_columns(page)
        yield replace(shown, lies=shown.lies or sum(column.width for column in shown.columns) > _BROAD)
    if places:
        yield Page(name=PLACES, title=PLACES, columns=_PLACES, rows=tuple(places))


def _without(page: Page, columns: tuple[int, ...]) -> Page:
    kept = [at for at, _ in enumerate(page.columns) if at not in columns]
    return replace(
        page,
        columns=tuple(page.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in page.rows),
        total=tuple(page.total[at] for at in kept) if page.total else (),
    )


def _framed(report: Report, own: Path | None) -> Any:
    """The template with title, signature and day filled in."""
    annexes = [_clean(page.title) for page in report.pages if page.annex]
    fields = {
        "title": _clean(report.title),
        "under": _clean(report.pages[0].under).replace(WIDE_BLANK, "\n"),
        "issuer": _clean(report.issuer),
        **{name: _clean(text) for name, text in report.official.fields().items()},
        "day": day_words(report.as_of),
        "mark": _clean(report.mark),
        "annexes": [ANNEX_LISTED.format(n=n, title=title) for n, title in enumerate(annexes, 1)] if len(annexes) > 1 else annexes,
    }
    if report.paper is None:
        return filled_document(TEMPLATE, fields, own)
    return filled_document(report.paper.template, {**fields, **_cleaned(report.paper.fields())}, own)


def _cleaned(value: Any) -> Any:
    """Every text in what a template is filled with, without signs that XML forbids."""
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else _clean(value)


def _put(document: Any, style: str, blocks: Sequence[str]) -> None:
    """The blocks in the place of the paragraph of a style; where a template has none, at the end of its text."""
    from docx.oxml import parse_xml

    place = next((paragraph._p for paragraph in document.paragraphs if paragraph.style.name == style), None)
    if place is None:
        place = document.add_paragraph()._p
    for block in blocks:
        place.addprevious(parse_xml(block))
    place.getparent().remove(place)


def _body(report: Report, charts: Iterator[str], section: Any) -> Iterator[str]:
    """Headings, sentences, tables, notes, charts and lines to sign of every page that is not an annex; a broad page lies on sheets of its own,
    unless all of them do. The sentences of the first stay below the title, upright, so that no sheet has a title alone; signature and day follow
    on the last sheet, however it lies: they have none of their own."""
    own = [page for page in report.pages if not page.annex]
    headed = [page for page in own if page.name]
    lies = all_lie = all(page.lies for page in report.pages)
    for page in own:
        turns, first = page.lies != lies and not all_lie, page is own[0]
        if turns and not first:
            yield _section_end(section, lies=lies)
        if page.name and len(report.pages) > 1:  # a letter's text has no heading; nor has a report of one page, whose title is that page's
            numbered = wording.HEADING.format(numeral=wording.numeral(headed.index(page) + 1), name=page.name)
            yield _paragraph("ducha-heading", numbered if report.paper is None else page.title)
        for text in page.words if page.name or report.paper is None else ():
            yield _paragraph("ducha-body", text)
        if turns and first:
            yield _section_end(section, lies=lies)
        lies = page.lies if turns else lies
        yield from _page(page, charts)


def _kept_with_next(block: str) -> str:
    """The last block of a text, which stays on one sheet with the signature and day that follow: of a table its last row."""
    if "<w:sectPr" in block or "<w:drawing>" in block:
        return block
    before, row, last = block.rpartition("<w:tr>")
    return before + row + _STYLED.sub(rf"\1{_TOGETHER}", last)


def _annexes(report: Report, charts: Iterator[str], section: Any) -> Iterator[str]:
    annexes = [page for page in report.pages if page.annex]
    lies = _body_ends_lying(report)
    for number, page in enumerate(annexes, 1):
        turns, heading = page.lies != lies, f"{ANNEX}{number}" if len(annexes) > 1 else ANNEX
        if turns:
            yield _section_end(section, lies=lies)
        lies = page.lies
        yield _paragraph("ducha-annex", heading, "" if turns else "<w:pageBreakBefore/>")
        yield _paragraph("ducha-annex-title", page.title)
        yield _paragraph("ducha-under", page.under.replace(WIDE_BLANK, "\n"))
        for text in page.words:
            yield _paragraph("ducha-note", text)
        yield from _page(page, charts)


def _last_lies(report: Report) -> bool:
    """Whether the last sheets lie."""
    return next((page.lies for page in reversed(report.pages) if page.annex), _body_ends_lying(report))


def _body_ends_lying(report: Report) -> bool:
    """Whether the sheet on which the signature stands lies."""
    return next((page.lies for page in reversed(report.pages) if not page.annex), False)


def _section_end(section: Any, *, lies: bool) -> str:
    """The paragraph with which sheets of one direction end and those of the other begin."""
    from lxml import etree

    turned = etree.tostring(_turned(section, lies=lies), encoding="unicode")
    return f'<w:p {_W}><w:pPr><w:pStyle w:val="ducha-note"/>{turned}</w:pPr></w:p>'


def _turned(section: Any, *, lies: bool) -> Any:
    """The section of the template; lying, the head of the sheet is on the side where it is bound (GB/T 9704)."""
    turned = deepcopy(section)
    if lies:
        top, right, bottom, left = turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin
        turned.page_width, turned.page_height = turned.page_height, turned.page_width
        turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin = left, top, right, bottom
        turned.find(f"{_NS}pgSz").set(f"{_NS}orient", "landscape")
    return turned


def _page(page: Page, charts: Iterator[str]) -> Iterator[str]:
    if page.measure:
        yield _paragraph("ducha-measure", page.measure)
    if page.columns:
        yield _table(page)
    for number, note in enumerate(page.notes, 1):
        first = NOTE_FIRST if len(page.notes) == 1 else NOTE_NUMBERED if number == 1 else NOTE_NEXT
        yield _paragraph("ducha-note", first.format(n=number) + note, _TOGETHER if page.signatures else "")
    for number, line in enumerate(page.signatures, 1):
        yield _paragraph("ducha-sign", line, _TOGETHER if number < len(page.signatures) else "")
    for _ in page.charts:
        yield next(charts)


def _table(page: Page) -> str:
    small = "-small" if sum(column.width for column in page.columns) > _ROOMY else ""
    room = _LYING_WIDTH if page.lies else _TEXT_WIDTH
    widths = _widths(page, _SMALL_HALF if small else _HALF, room)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(_cell(column.title, width, f"ducha-head{small}") for column, width in zip(page.columns, widths, strict=True))
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    rows += [_row(row, page.columns, widths, f"ducha-cell{small}") for row in page.rows]
    if not page.rows:
        rows.append(f"<w:tr>{_cell(wording.NOTHING, room, f'ducha-head{small}', span=len(widths))}</w:tr>")
    if page.total:
        rows.append(_row(page.total, page.columns, widths, f"ducha-head{small}"))
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{room}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(page: Page, half: int, whole_room: int) -> list[int]:
    """Columns of numbers, days and labels as wide as what stands in them, the running text shares what is left."""
    kept: dict[int, int] = {}
    for at, column in enumerate(page.columns):
        if column.show not in _LEFT:
            texts = (cell_text(row[at], column.show) for row in (*page.rows, *((page.total,) if page.total else ())))
            head = min(len(column.title), _WHOLE_HEAD) * 2
            longest = max((len(text.encode("gbk", "replace")) for text in texts), default=0)
            longest = max(longest, head)
            kept[at] = half * min(max(longest, _NARROWEST), _BROADEST) + _MARGINS
    free = [column.width for at, column in enumerate(page.columns) if at not in kept]
    room = whole_room - sum(kept.values())
    if not free or room < _TIGHT * sum(free):
        whole = sum(column.width for column in page.columns)
        return [column.width * whole_room // whole for column in page.columns]
    return [kept[at] if at in kept else column.width * room // sum(free) for at, column in enumerate(page.columns)]


def _row(row: CellRow, columns: Sequence[PageColumn], widths: Sequence[int], style: str) -> str:
    texts = [cell_text(cell, column.show) for cell, column in zip(row, columns, strict=True)]
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if max(map(len, texts)) <= _LONG else ""
    cells = (
        _cell(text, width, style, "left" if column.show in _LEFT else "center")
        for text, width, column in zip(texts, widths, columns, strict=True)
    )
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _cell(text: str, width: int, style: str, align: str = "center", *, span: int = 1) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    paragraph = _paragraph(style, text, f'<w:jc w:val="{align}"/>', names="")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'


def _paragraph(style: str, text: str, shape: str = "", *, names: str = f" {_W}") -> str:
    """A paragraph of one style; a line break stays one, everything else is text."""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _clean(text).split("\n"))
    return f'<w:p{names}><w:pPr><w:pStyle w:val="{style}"/>{shape}</w:pPr><w:r>{runs}</w:r></w:p>'


def _chart_relations(document: Any, report: Report) -> Iterator[str]:
    """The charts as parts of the document; gives the paragraph of each, in the order in which they stand on paper."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    pages = (*(page for page in report.pages if not page.annex), *(page for page in report.pages if page.annex))
    charts = [chart for page in pages for chart in page.charts]
    for number, (chart, content) in enumerate(zip(charts, chart_parts(pages), strict=True), 1):
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, content, document.part.package)
        yield _drawing(chart, number, document.part.relate_to(part, _CHART_RELATION))


def _drawing(chart: Chart, number: int, relation: str) -> str:
    height = min(chart_height(chart), _TALLEST)
    title = escape(_clean(chart.title), {'"': "&quot;"})
    return _DRAWING.format(cx=_WIDE * _PIXEL, cy=height * _PIXEL, id=number, title=title, relation=relation)


def _clean(text: str) -> str:
    """The text without signs that XML forbids; a tab or a carriage return is a blank."""
    return ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
