"""Returns held against the unit's earlier ones (上期、上年同期、本年累计) and against its other forms: the same whatever came first (finding C04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations
from pathlib import Path

import pytest

from duchá.campaign.model import Campaign
from duchá.journal.read import read_body
from duchá.journal.write import open_journal
from duchá.receipts.file import Filing, FilingState, Origin, file_receipt
from duchá.receipts.receipts import receipts_of
from duchá.receipts.versions import Filed, Placement, place
from duchá.submissions.model import FilledForm
from duchá.submissions.status import Status
from duchá.terms.fault import fault_json
from submissions.own_rulebook import UNIT, campaign, form_text, read, rulebook_text

CAME = datetime(2019, 5, 8, 9, 0, tzinfo=timezone(timedelta(hours=8)))
COLUMNS = """
[[forms.columns]]
id = "town"
title = "乡镇"
key = true
required = true
[[forms.columns]]
id = "month"
title = "本月"
kind = "count"
[[forms.columns]]
id = "so_far"
title = "累计"
kind = "count"
"""
CHECK = '[[forms.checks]]\nid = "c"\nrule = "{rule}"\narticle = "3"\nweight = "{weight}"\n'
PERIODS = ("2018-04", "2018-12", *(f"2019-0{month}" for month in range(1, 7)))
Rows = tuple[str, ...]


def monthly(rule: str, weight: str = "reject") -> str:
    """A rulebook with one form that comes back every month, and one check."""
    return rulebook_text(form_text("monthly", "月报表", COLUMNS, CHECK.format(rule=rule, weight=weight)))


def each_month(over: Campaign) -> Campaign:
    """The campaign in which the form is owed for each of the periods."""
    (owed,) = over.owed
    return replace(over, owed=tuple(replace(owed, deliverable=replace(owed.deliverable, key=f"monthly@{period}")) for period in PERIODS))


def filed(text: str, sent: Mapping[str, Rows]) -> tuple[list[Filed], dict[int, tuple[FilledForm, ...]]]:
    """The receipts of a unit, one a period, and their forms."""
    receipts, forms = [], {}
    for number, (period, rows) in enumerate(sent.items(), 1):
        found = read(text, [("monthly", "\n".join(rows))])
        forms[number] = found.forms
        receipts.append(
            Filed(
                number=number,
                received_at=CAME + timedelta(hours=number),
                unit=UNIT,
                source=f"returns/{period}.xlsx",
                contents={f"monthly@{period}": f"{number}"},
                findings=tuple(fault_json(fault) for fault in found.faults),
                status=found.status,
            )
        )
    return receipts, forms


def placed(text: str, sent: Mapping[str, Rows]) -> dict[str, Placement]:
    """What each receipt is among the others, by its period."""
    receipts, forms = filed(text, sent)
    over = each_month(campaign(text))
    by_number = place(over, receipts, forms_of=forms.__getitem__)
    return {period: by_number[number] for number, period in enumerate(sent, 1)}


def said(found: Placement) -> list[tuple[str, str]]:
    """Code and cell of what a receipt shows beside others."""
    return [(finding["code"], finding["cell"]) for finding in found.findings if finding["code"] in ("S253", "S254", "S255")]


@pytest.mark.parametrize(
    ("rule", "sent", "expected"),
    [
        ("so_far = previous(so_far) + month", {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 34",)}, []),
        ("so_far = previous(so_far) + month", {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)}, [("S253", "C4")]),
        ("so_far >= previous(so_far)", {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 20",)}, [("S253", "C4")]),
        ("so_far = previous(so_far) + month", {"2019-05": ("甲镇 | 4 | 99",)}, []),
        ("so_far = previous(so_far) + month", {"2019-03": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)}, []),
        ("so_far = previous(so_far) + month", {"2019-04": ("乙镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)}, []),
        (
            "so_far = previous(so_far) + month",
            {"2019-04": ("乙镇 | 1 | 50", "甲镇 | 3 | 30"), "2019-05": ("甲镇 | 4 | 34", "乙镇 | 2 | 52")},
            [],
        ),
        ("so_far = previous(so_far) + month", {"2018-12": ("甲镇 | 3 | 400",), "2019-01": ("甲镇 | 4 | 4",)}, []),
        ("month <= year_before(month) * 2", {"2018-04": ("甲镇 | 3 | 3",), "2019-04": ("甲镇 | 9 | 9",)}, [("S253", "B4")]),
        (
            "so_far = year_to_date(month)",
            {"2019-01": ("甲镇 | 1 | 1",), "2019-02": ("甲镇 | 2 | 3",), "2019-03": ("甲镇 | 4 | 8",)},
            [("S253", "C4")],
        ),
        ("so_far = year_to_date(month)", {"2019-01": ("甲镇 | 1 | 1",), "2019-03": ("甲镇 | 4 | 99",)}, []),
    ],
)
def test_a_return_beside_earlier_ones(rule: str, sent: dict[str, Rows], expected: list[tuple[str, str]]) -> None:
    """The last of them shows it; of a period that is not on file nothing is known, and nothing is asked."""
    found = placed(monthly(rule), sent)
    assert said(list(found.values())[-1]) == expected
    assert all(not said(one) for one in list(found.values())[:-1])


def test_it_names_what_was_said_before_and_the_number_that_would_be_right() -> None:
    found = placed(monthly("so_far = previous(so_far) + month"), {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)})
    (finding,) = found["2019-05"].findings
    assert finding["message"] == "“累计 = 上期累计 + 本月”不成立：C4“累计”99，上期“累计”30，B4“本月”4。（第三条）"
    assert finding["remedy"] == "请核对；其他数无误的，C4“累计”应填 34。"
    assert found["2019-05"].status is Status.SENT_BACK


@pytest.mark.parametrize(("weight", "status"), [("reject", Status.SENT_BACK), ("query", Status.HELD), ("note", Status.ACCEPTED)])
def test_its_weight_decides_the_status(weight: str, status: Status) -> None:
    sent: dict[str, Rows] = {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)}
    assert placed(monthly("so_far = previous(so_far) + month", weight), sent)["2019-05"].status is status


def test_it_does_not_matter_what_came_first() -> None:
    """May before April comes out as April before May; what was sent back itself is nothing to be held against."""
    text = monthly("so_far = previous(so_far) + month")
    months: dict[str, Rows] = {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",), "2019-06": ("甲镇 | 1 | 100",)}
    outcomes = {
        tuple(sorted((period, one.status, tuple(said(one))) for period, one in placed(text, {p: months[p] for p in order}).items()))
        for order in permutations(months)
    }
    assert len(outcomes) == 1
    assert {period: status for period, status, _ in next(iter(outcomes))} == {
        "2019-04": Status.ACCEPTED,
        "2019-05": Status.SENT_BACK,
        "2019-06": Status.ACCEPTED,
    }


def test_a_number_that_was_faulted_already_is_not_compared() -> None:
    found = placed(monthly("so_far = previous(so_far) + month"), {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 若干",)})
    assert not said(found["2019-05"])


def collected(tmp_path: Path, order: Sequence[str]) -> tuple[dict[str, tuple[Status, list[str]]], int]:
    """Status and codes of each month's receipt after they were filed in an order, and how many receipts were changed on account of another."""
    months: dict[str, Rows] = {"2019-04": ("甲镇 | 3 | 30",), "2019-05": ("甲镇 | 4 | 99",)}
    text = monthly("so_far = previous(so_far) + month")
    over = each_month(campaign(text))
    journal = tmp_path / "-".join(order) / "journal.sqlite3"
    journal.parent.mkdir()
    with open_journal(journal, now=CAME, by="test") as writer:
        state = FilingState(campaign=over, receipts=(), day=CAME.date(), body_of=lambda seq: read_body(journal, seq))
        for period in order:
            came = CAME + timedelta(hours=int(period[-2:]))
            found = read(text, [("monthly", "\n".join(months[period]))])
            submission = replace(
                found, source=f"returns/{period}.xlsx", sha256=period * 9, received_at=came, deliverables=(f"monthly@{period}",)
            )
            file_receipt(state, writer, Filing(submission=submission, origin=Origin(kind="xlsx")))
        again = receipts_of(writer.facts())
    outcome = {
        receipt.deliverables[0].partition("@")[2]: (receipt.status, [str(fault["code"]) for fault in receipt.payload["faults"]])
        for receipt in again
    }
    return outcome, len(state.followed)


def test_filed_in_any_order_the_journal_says_the_same(tmp_path: Path) -> None:
    forward, none = collected(tmp_path, ("2019-04", "2019-05"))
    backward, followed = collected(tmp_path, ("2019-05", "2019-04"))
    assert forward == backward == {"2019-04": (Status.ACCEPTED, []), "2019-05": (Status.SENT_BACK, ["S253"])}
    assert (none, followed) == (0, 1)
