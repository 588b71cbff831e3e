"""The quick way through common rows is only quick: it reads what the long way reads (C14–C30), and both keep their time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from duchá.terms.quantity import text_of
from submissions.pages import codes, read, sheet

TITLE = "部门行政审批自查自纠情况报表"
HEAD = "序号 | 审批项目名称 | 发现存在问题 | 整改情况"
CELLS = st.one_of(
    st.sampled_from(
        [
            "无",
            "同上",
            "〃",
            "合计",
            "例",
            "无。",
            "经自查，未发现问题",
            "未公示",
            "1.超期；2.缺件",
            "一、超期；二、缺件",
            "①超期②缺件",
            "《办法》（2015年）",
        ]
    ),
    st.sampled_from(
        [
            "/",
            "—",
            "…",
            "　",
            "超时 办结",
            " 超时",
            "超时　",
            "危险化学品经营许可",
            "办理时限超过承诺期限2件",
            "“双随机”办法",
            "_x000D_",
            "0",
            "-",
        ]
    ),
    st.text("超期未公示无已整改完毕某许可事项问题2二、.．。", min_size=1, max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_the_quick_way_and_the_long_way_read_the_same(rows: list[tuple[str, str, str]]) -> None:
    """A comment far from any row makes a sheet one that needs looking after; nothing else may change by it."""
    body = [[number, *row] for number, row in enumerate(rows, 1)]
    quick = sheet(f"{TITLE}\n{HEAD}\n")
    quick = replace(quick, rows=(*quick.rows[:2], *(tuple(row) for row in body), ("备注", "无")))
    slow = replace(quick, comments={(900, 90): "远处的批注"})
    (one,), said = read(quick)
    (other,), also_said = read(slow)
    assert [{id: text_of(content) for id, content in row.cells.items()} for row in one.rows] == [
        {id: text_of(content) for id, content in row.cells.items()} for row in other.rows
    ]
    assert one == other
    assert codes(said) == codes(also_said)
