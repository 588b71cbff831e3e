"""Submissions as JSON: what scripts and the journal see, and back without loss."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, strategies as st

from duchá.journal.chain import canonical
from duchá.submissions.as_json import body_json, body_text, fault_from_json, forms_from_json, payload_json
from duchá.submissions.faults.checks import DATE_MISSING
from duchá.submissions.faults.hints import PERSONAL_DATA
from duchá.submissions.model import FilledForm, Row
from duchá.terms.fault import fault_json
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Day, NotApplicable, Quantity, Words
from submissions.sample import filled, submission

CONTENTS = st.one_of(
    st.text(min_size=1).map(Words),
    st.text(min_size=1).map(NotApplicable),
    st.just(EMPTY),
    st.builds(
        Quantity,
        amount=st.decimals(allow_nan=False, allow_infinity=False),
        measure=st.sampled_from(["", "万元"]),
        text=st.text(),
        approximate=st.booleans(),
    ),
    st.builds(Day, day=st.dates(), text=st.text(), end=st.none() | st.dates()),
)


def test_a_fault_has_the_ten_keys_of_the_contract() -> None:
    fault = DATE_MISSING.at(Place(sheet="附件2", cell="C5", label="填报日期"), form="approval", label="填报日期", example="2015-11-18")
    assert fault_json(fault) == {
        "code": "S403",
        "name": "date-missing",
        "weight": "reject",
        "form": "approval",
        "sheet": "附件2",
        "cell": "C5",
        "label": "填报日期",
        "value": None,
        "message": "“填报日期”没有填写。",
        "remedy": "请填写日期，例如 2015-11-18。",
    }


def test_a_stored_fault_says_what_it_said_then() -> None:
    stored = {**fault_json(PERSONAL_DATA.at(Place(sheet="附件2", cell="C5"))), "message": "含{大括号}的旧说法。"}
    back = fault_from_json(stored)
    assert fault_json(back) == stored
    assert back.kind.title == PERSONAL_DATA.title


def test_the_payload_has_the_keys_of_the_contract() -> None:
    payload = payload_json(submission(filled("approval", ("许可", "超时2件", "已补办"), remark="另有说明")))
    assert list(payload) == ["source", "sha256", "unit", "status", "received_at", "deliverables", "forms", "faults"]
    assert payload["received_at"] == "2015-11-19T09:00:00+08:00"
    assert payload["forms"]["approval"] == {
        "rows": 1,
        "zero_report": False,
        "sheet": "附件2",
        "range": "A5:D5",
        "filed_on": "2015-11-18",
        "remark": "另有说明",
        "remark_list": [],
        "header": {"unit": "区安监局", "discipline": "区安监局", "date": "2015-11-18"},
    }


def test_every_cell_of_the_body_says_where_it_stood() -> None:
    body = body_json(submission(filled("approval", ("许可", "超时2件", ""))))
    assert body == {
        "forms": {
            "approval": [
                {
                    "number": 1,
                    "written_number": "1",
                    "sheet": "附件2",
                    "row": 5,
                    "cells": {
                        "item": {"kind": "words", "text": "许可", "cell": "B5"},
                        "problem": {"kind": "words", "text": "超时2件", "cell": "C5"},
                        "rectification": {"kind": "empty", "text": "", "cell": "D5"},
                    },
                }
            ]
        }
    }


SHORT = st.text(max_size=3)


@given(st.lists(CONTENTS, max_size=4), st.dictionaries(SHORT, SHORT, max_size=2), SHORT)
def test_the_body_is_written_as_the_journal_writes_it(contents: list[Content], extra: dict[str, str], below: str) -> None:
    row = Row(
        number=1,
        written_number='"1"',
        cells={f"{'cab'[at % 3]}{at}": content for at, content in enumerate(contents)},
        places={f"{'cab'[at % 3]}{at}": Place(sheet="附“件”2\\", cell=f"{'ABCD'[at]}7") for at in range(len(contents))},
        extra=extra,
        sub_unit=below,
        marks=("joined",) if below else (),
    )
    whole = replace(submission(replace(filled("approval"), rows=(row, row), nil=False)), paragraphs=(below,) if below else ())
    assume("\\u0000" not in body_text(whole))  # the journal refuses it either way
    assert body_text(whole) == canonical(body_json(whole))
    assert body_text(submission(filled("approval"))) == '{"forms":{"approval":[]}}'


@given(st.lists(CONTENTS, min_size=1, max_size=4))
def test_rows_come_back_as_they_were(contents: list[Content]) -> None:
    row = Row(
        number=1,
        written_number="（一）",
        cells={f"c{at}": content for at, content in enumerate(contents)},
        places={f"c{at}": Place(sheet="附件2", cell=f"{'ABCD'[at]}7") for at in range(len(contents))},
        extra={"责任人": "张三"},
        sub_unit="区卫生监督所",
        marks=("joined",),
    )
    form = replace(filled("approval"), rows=(row,), nil=False)
    whole = submission(form)
    payload, body = (json.loads(json.dumps(part(whole), ensure_ascii=True)) for part in (payload_json, body_json))
    (back,) = forms_from_json(payload, body)
    assert back.rows == (row,)
    assert _said(back) == _said(form)


def _said(form: FilledForm) -> tuple[object, ...]:
    return form.form, form.sheet, form.range, form.nil, form.filed_on, form.remark, form.remark_list


def test_amounts_are_strings() -> None:
    row = replace(
        filled("approval", ("a", "b", "c")).rows[0], cells={"item": Quantity(amount=Decimal("12.50"), measure="万元", text="12.50万元")}
    )
    cell = body_json(submission(replace(filled("approval"), rows=(row,))))["forms"]["approval"][0]["cells"]["item"]
    assert cell == {"kind": "quantity", "text": "12.50万元", "amount": "12.50", "measure": "万元", "cell": "B5"}


def test_a_range_of_days_keeps_both_ends() -> None:
    row = replace(
        filled("approval", ("a", "b", "c")).rows[0], cells={"item": Day(day=date(2015, 11, 18), text="18—20日", end=date(2015, 11, 20))}
    )
    cell = body_json(submission(replace(filled("approval"), rows=(row,))))["forms"]["approval"][0]["cells"]["item"]
    assert (cell["day"], cell["end"]) == ("2015-11-18", "2015-11-20")
