"""Random histories of matters: usual ways with small differences, and everything that a clock could be fooled by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from duchá.ledger.wording import MOVE_WORDS
from ledger.office import UNITS, event, opening

CLOSING = ("签收", "反馈", "申请办结", "办结")
NOTES = ("已办", "已办", "", "完成30%", "正在整改")


@st.composite
def rows_of(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some matters, most of them gone a usual way with small differences: a missing name, a day too early, a step twice, another unit's report."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(2, 10))):
        opened = date(2018, 3, 1) + timedelta(days=draw(st.sampled_from([0, 1, 3, 5, -90, -80, -70, 40])))
        category = draw(st.sampled_from(["督办事项", "快速处置", "督查问题", "线索"]))
        more: dict[str, Any] = {"处置类型": draw(st.sampled_from(["2", "3", ""]))} if category == "快速处置" else {}
        more |= draw(st.sampled_from([{}, {}, {"配合单位": "市环保局"}, {"节点时限": "2018-03-08、2018-03-15"}, {"要求发出日期": opened}]))
        rows.append(opening(f"M{number}", 立项日期=opened, 类别=category, 责任人=draw(st.sampled_from(["", "王某"])), **more))
        moves = draw(st.one_of(st.just(CLOSING), st.lists(st.sampled_from(sorted(MOVE_WORDS.values())), max_size=6)))
        day = opened + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, -1])))
        for move in moves:
            day += timedelta(days=draw(st.sampled_from([0, 1, 1, 7, 40])))
            said = {"批准人": draw(st.sampled_from(["王某", "王某", "无", ""])), "说明": draw(st.sampled_from(NOTES))}
            graded = {"评定": draw(st.sampled_from(["良好", "不合格", ""]))} if move == "办结" else {}
            dated = {"新时限": day + timedelta(days=20)} if "延期" in move or draw(st.integers(0, 9)) == 0 else {}
            by = {"单位": draw(st.sampled_from(["", "市住建局", "市住建局", "市环保局", "阳城县"]))}
            signed = {"核实人": "王某"} if draw(st.integers(0, 5)) == 0 else {}
            rows.append(event(day, move, f"M{number}", **said, **graded, **dated, **by, **signed))
    return rows


@st.composite
def with_progress(draw: st.DrawFn, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with some of 进展 among them, anywhere, by anybody, whatever they say."""
    numbers = [row["事项编号"] for row in rows if row["表"] == "督办事项"]
    found = list(rows)
    for _ in range(draw(st.integers(1, 6))):
        day = date(2018, 3, 1) + timedelta(days=draw(st.integers(-100, 200)))
        said = {
            "说明": draw(st.sampled_from(NOTES)),
            "单位": draw(st.sampled_from(["", *UNITS])),
            "新时限": draw(st.sampled_from(["", day])),
        }
        row = event(day, "进展", draw(st.sampled_from(numbers)), **{key: value for key, value in said.items() if value})
        found.insert(draw(st.integers(0, len(found))), row)
    return found
