"""No demand of rapid disposal can be got around: not by the order of rows, by several rows of one day, by a correction or by a withdrawal.

The oracle is written from 二1–二5 and 三3 of 快速处置工作制度; it knows nothing of the rulebook's TOML.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ledger.office import campaign_of, event, ledger_of, opening

RAPID = campaign_of("jincheng-rapid-2017")
FIRST = date(2018, 4, 2)
LEAD, OTHER = "市住建局", "市环保局"
NAMES = ("反馈", "申请办结", "核验", "同意", "上报", "公布", "销号", "退回", "重启", "办结", "签收", "催办", "提出整改要求")
SENT_BACK = ("return", "reopen")


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    """A matter of some type and steps on it: mostly the way it should go, with some left out, doubled, put elsewhere or without a name."""
    kind = draw(st.sampled_from("12345"))
    way = [*(["同意"] if kind == "3" else []), "反馈", "核验"]
    way += [*(["同意", "上报"] if kind == "1" else ["公布", "上报"] if kind == "4" else ["上报"]), "销号"]
    names = draw(st.one_of(st.just(way), st.just([*way[:-1], "退回", *way]), st.just([*way, "重启", *way]), st.permutations(way)))
    names = list(names)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(names) - 1))
        names[at : at + 1] = draw(st.sampled_from(([], [names[at]] * 2, [draw(st.sampled_from(NAMES)), names[at]])))
        names = names or ["销号"]
    day, rows = FIRST + timedelta(days=1), []
    for name in names:
        day += timedelta(days=draw(st.sampled_from((0, 0, 1, 2))))
        by = draw(st.sampled_from(("", "", LEAD, OTHER))) if name == "核验" else ""
        cells = {"批准人": draw(st.sampled_from(("王某", "王某", ""))), "说明": "属实", "单位": by}
        rows.append(event(day, name, **cells, **({"评定": draw(st.sampled_from(("合格", "不合格")))} if name == "办结" else {})))
    return kind, rows


def ledger(kind: str, rows: list[dict[str, Any]], replaces: dict[int, int] | None = None) -> Any:
    first = opening(类别="快速处置", 处置类型=kind, 立项日期=FIRST, 督查结束日期=FIRST, 要求发出日期=FIRST, 牵头单位=LEAD)
    return ledger_of(RAPID, [first, *rows], **({"replaces": replaces} if replaces else {}))


def may_be_cleared(kind: str, taken: list[Any]) -> bool:
    """三3 and 二1–二5: reported, verified by another than the lead and by name, reported in writing; consent and publication where wanted."""
    ends = [at for at, one in enumerate(taken) if one.move.value == "close"]
    back = [at for at, one in enumerate(taken[: ends[-1]]) if one.move.value in SENT_BACK or (one.grade and one.grade.value == "fail")]
    now = taken[back[-1] + 1 if back else 0 : ends[-1]]
    said = [one.move.value for one in now]
    verified = [
        at for at, one in enumerate(now) if one.move.value in ("verify", "complete") and one.unit != LEAD and (one.approver or one.unit)
    ]
    answered = [at for at, move in enumerate(said) if move in ("feedback", "apply")]
    if not verified or not answered or answered[0] > verified[-1] or "report" not in said:
        return False
    consented = kind not in "13" or any(one.move.value == "consent" for one in (now if kind == "1" else taken))
    return consented and (kind != "4" or "publish" in said)


@pytest.mark.sweep
@settings(deadline=None, max_examples=120)
@given(histories(), st.data())
def test_what_is_cleared_has_everything_that_the_text_wants(history: tuple[str, list[dict[str, Any]]], data: st.DataObject) -> None:
    kind, rows = history
    whole = ledger(kind, rows).matters[0]
    if whole.state.name == "已清零":
        assert may_be_cleared(kind, list(whole.events))
    shuffled = ledger(kind, list(data.draw(st.permutations(rows)))).matters[0]
    if shuffled.state.name == "已清零":
        assert may_be_cleared(kind, list(shuffled.events))
    at = data.draw(st.integers(0, len(rows) - 1))
    # 签收 in the place of a row: what it was is gone, whatever had been built on it
    corrected = ledger(kind, [*rows, event(rows[at]["日期"], "签收")], {len(rows) + 2: at + 2}).matters[0]
    without = ledger(kind, [*rows[:at], *rows[at + 1 :]]).matters[0]
    for one in (corrected, without):
        if one.state.name == "已清零":
            assert may_be_cleared(kind, list(one.events))
    assert corrected.state == without.state
