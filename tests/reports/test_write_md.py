"""The Markdown file of a report."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from duchá.reports.page import Page, PageColumn, Report, Show
from duchá.reports.write_md import write_md

COLUMNS = (PageColumn(title="序号", show=Show.COUNT), PageColumn(title="问题", show=Show.WORDS), PageColumn(title="率", show=Show.RATE))


def written(tmp_path: Path, *pages: Page) -> list[str]:
    write_md(Report(stem="x", title="标题", as_of=date(2015, 11, 24), mark="截至", pages=pages), tmp_path / "a.md")
    return (tmp_path / "a.md").read_text(encoding="utf-8").splitlines()


def test_a_table_with_its_total_and_notes(tmp_path: Path) -> None:
    rows = ((1, "超期", Decimal("0.6667")), (2, None, "—"))
    page = Page(name="总表", title="t", columns=COLUMNS, rows=rows, total=(None, "合计", Decimal(1)), under="截至", notes=("图例",))
    assert written(tmp_path, page) == [
        "# 标题",
        "",
        "## 总表",
        "",
        "截至",
        "",
        "| 序号 | 问题 | 率 |",
        "| ---: | --- | ---: |",
        "| 1 | 超期 | 66.67% |",
        "| 2 |  | — |",
        "|  | **合计** | **100.00%** |",
        "",
        "- 图例",
        "",
        "截至",
    ]


def test_nothing_that_was_typed_becomes_markup(tmp_path: Path) -> None:
    rows = ((1, "a|b\n<script>x</script> [链接](http://x) `代码` **粗** # 题", None),)
    line = written(tmp_path, Page(name="表", title="t", columns=COLUMNS, rows=rows))[6]
    assert line == "| 1 | a\\|b<br>&lt;script&gt;x&lt;/script&gt; \\[链接\\](http:&#47;/x) \\`代码\\` \\*\\*粗\\*\\* \\# 题 |  |"
    assert line.count("|") - line.count("\\|") == 4


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    assert "（无）" in written(tmp_path, Page(name="表", title="t", columns=COLUMNS, rows=()))
