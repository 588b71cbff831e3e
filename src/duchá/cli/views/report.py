"""What report shows: where the files are, what they say in one sentence, what was cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.campaign.parse import blocking
from duchá.cli.show import answer, fault_line
from duchá.steps.written import Made
from duchá.terms.fault import fault_json
from duchá.terms.text import shown


def made_page(made: Sequence[Made], name: str, *, as_json: bool, quiet: bool) -> int:
    """The answer of report; 1 when a text had to be cut or the campaign's sources could not be kept."""
    first = made[0]
    cuts = [{"file": item.path, "sheet": cut.sheet, "cell": cut.cell, "length": cut.length} for item in made for cut in item.cuts]
    data = {
        "report": name,
        "file": first.path,
        "files": [path for item in made for path in (item.path, *item.also)],
        "as_of": first.report.as_of,
        "said": said(first),
        "pages": [{"name": page.name, "rows": len(page.rows)} for page in first.report.pages],
        "cut": cuts,
        "faults": [fault_json(fault) for fault in first.faults],
    }
    return answer(data, *_lines(made), as_json=as_json, quiet=quiet, attention=bool(cuts or blocking(first.faults)))


def said(made: Made) -> str:
    """The report in one sentence: its own first words."""
    page = made.report.pages[0]
    return page.words[0] if page.words else page.under


def _lines(made: Sequence[Made]) -> Iterator[str]:
    first = made[0]
    if len(made) == 1:
        yield shown(said(first))
        tables = [page for page in first.report.pages if page.columns]
        yield f"共 {len(tables)} 张表：" + "、".join(f"{shown(page.name)} {len(page.rows)} 行" for page in tables)
    for item in made:
        for cut in item.cuts:
            yield f"● {shown(cut.sheet)}!{cut.cell} 原文 {cut.length} 字，超出单元格上限，已截断；全文见来源文件。"
    yield from (fault_line(fault) for fault in first.faults)
    if first.also:
        yield f"另写了 {len(first.also)} 个文件（草稿，发出后再登记）：{shown(str(first.also[0].parent))}"
    if len(made) == 1:
        yield f"已写好：{shown(str(first.path))}"
    else:
        yield f"已写好 {len(made)} 份，一个单位一份：{shown(str(first.path.parent))}"
