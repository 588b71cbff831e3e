"""What report shows: where the file is, what it says in one sentence, what was cut."""

from __future__ import annotations

from duchá.cli.show import answer, fault_json, fault_line
from duchá.cli.text import shown
from duchá.steps.report_summary import Made


def made_page(made: Made, name: str, *, as_json: bool, quiet: bool) -> int:
    """The answer of report; 1 when a text had to be cut or the campaign's sources could not be kept."""
    report = made.report
    pages = [{"name": page.name, "rows": len(page.rows)} for page in report.pages]
    cuts = [{"sheet": cut.sheet, "cell": cut.cell, "length": cut.length} for cut in made.cuts]
    data = {"report": name, "file": made.path, "as_of": report.as_of, "said": report.pages[0].under, "pages": pages, "cut": cuts}
    lines = [
        report.pages[0].under,
        f"共 {len(pages)} 页：" + "、".join(f"{shown(page.name)} {len(page.rows)} 行" for page in report.pages),
        *(f"● {shown(cut.sheet)}!{cut.cell} 原文 {cut.length} 字，超出单元格上限，已截断；全文见来源文件。" for cut in made.cuts),
        *(fault_line(fault) for fault in made.faults),
        f"已写好：{shown(str(made.path))}",
    ]
    data["faults"] = [fault_json(fault) for fault in made.faults]
    return answer(data, *lines, as_json=as_json, quiet=quiet, attention=bool(made.cuts or made.faults))
