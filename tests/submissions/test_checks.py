"""Checks over a whole submission, by role and never by form id (DT-04…DT-39, C13, C22, C25, C43, D08, D15, D18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from duchá.rulebook.form import FilledBy, NilPolicy
from duchá.submissions.checks.check_submission import CHECKS, check_submission
from duchá.submissions.context import Context
from duchá.submissions.model import FilledForm, Submission
from duchá.terms.fault import Weight
from duchá.terms.quantity import EMPTY, Day, NotApplicable
from duchá.terms.unit import Unit
from submissions.sample import SETTINGS, SHANGHAI, TOWNS, campaign, context, filled, submission

GOOD = ("危险化学品经营许可", "办理时限超过承诺期限2件", "11月16日已补办完毕，并修订限时办结规定")
SYSTEM = ("《安全生产“双随机”抽查办法》（2015年6月印发）",)


def found(given: Submission | FilledForm, where: Context | None = None) -> list[list[str]]:
    """Cell and name of every fault, in order."""
    whole = given if isinstance(given, Submission) else submission(given)
    known = replace(whole, deliverables=whole.deliverables or tuple(form.form for form in whole.forms))
    return [[fault.place.cell, fault.kind.code] for fault in check_submission(known, where or context())]


def test_a_good_return_has_no_faults() -> None:
    whole = submission(filled("approval", GOOD), filled("supervision-systems", SYSTEM), filled("supervision-problems", GOOD))
    assert found(whole) == []


def test_every_check_is_in_the_tuple_once() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS) == 21


# --- empty bodies and zero reports ---
@pytest.mark.requirement("DT-17")
def test_an_empty_dated_form_is_a_zero_report() -> None:
    assert found(filled("approval")) == []


@pytest.mark.parametrize("id", ["approval", "supervision-problems", "supervision-systems"])
def test_an_empty_form_without_a_date_is_a_question(id: str) -> None:
    blank = filled(id, nil=False, filed_on=None, untouched=True, header={"unit": filled(id).header["unit"]})
    assert [name for _, name in found(blank)] == ["S401"]


def test_none_without_a_date_only_wants_the_date() -> None:
    said = filled("approval", nil=True, nil_text="无", filed_on=None)
    said = replace(said, header={**said.header, "date": EMPTY})
    assert found(said) == [["F3", "S403"]]


@pytest.mark.requirement("DT-35")
def test_an_unreadable_date_is_said_once() -> None:
    """What was typed and is no date was said when the cell was read."""
    assert found(replace(filled("approval"), filed_on=None)) == []


@pytest.mark.requirement("DT-18")
def test_a_list_of_systems_may_not_be_nil() -> None:
    assert found(filled("supervision-systems")) == [["A5:D5", "S410"]]


def test_a_form_that_must_be_filled_is_sent_back_empty() -> None:
    over = campaign()
    book = over.rulebooks[0]
    forms = tuple(replace(form, nil=NilPolicy.FAULT) if form.id == "approval" else form for form in book.forms)
    where = context(over=replace(over, rulebooks=(replace(book, forms=forms),)))
    assert found(filled("approval"), where) == [["A5:D5", "S419"]]


def test_rows_without_a_date_are_sent_back() -> None:
    undated = filled("approval", GOOD, filed_on=None)
    undated = replace(undated, header={**undated.header, "date": EMPTY})
    assert found(undated) == [["F3", "S403"]]


# --- seals, attachments, rows ---
@pytest.mark.requirement("DT-34")
def test_the_two_seals_are_missed_apart() -> None:
    bare = filled("approval", GOOD)
    bare = replace(bare, header={**bare.header, "unit": EMPTY, "discipline": EMPTY})
    assert found(bare) == [["B3", "S407"], ["D3", "S408"]]


def test_a_unit_without_a_discipline_body_says_so() -> None:
    said = filled("approval", GOOD)
    assert found(replace(said, header={**said.header, "discipline": NotApplicable("无")})) == []


def test_rectification_without_a_problem_is_noted() -> None:
    assert found(filled("approval", ("烟花爆竹经营许可", "", "已整改到位"))) == [["C5", "S412"]]


@pytest.mark.requirement("DT-36")
@pytest.mark.parametrize("text", ["详见附页", "见附件", "另附说明", "情况见附表"])
def test_an_attachment_that_did_not_come_is_missed(text: str) -> None:
    assert found(filled("approval", ("许可", text, "已补办"))) == [["C5", "S409"]]


@pytest.mark.parametrize(
    ("companions", "missed"),
    [((), True), (("附件3.xls", "附件4.xls"), True), (("附件2.xlsx",), True), (("附件2附页.docx",), False), (("说明.docx",), False)],
)
def test_an_attachment_is_a_further_file_or_sheet(companions: tuple[str, ...], missed: bool) -> None:
    names = found(filled("approval", ("许可", "详见附页", "已补办")), context(companions=companions))
    assert names == ([["C5", "S409"]] if missed else [])


# --- days ---
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2014, 11, 18), "S404"),
        (date(2015, 11, 2), "S404"),
        (date(2015, 11, 3), None),
        (date(2015, 11, 19), None),
        (date(2015, 11, 20), "S406"),
        (date(2015, 12, 2), "S406"),
    ],
)
def test_the_day_of_filing_fits(day: date, name: str | None) -> None:
    assert found(filled("approval", GOOD, filed_on=day)) == ([["F3", name]] if name else [])


def test_a_month_without_a_day_is_early_only_where_all_of_it_is() -> None:
    form = filled("approval", GOOD, filed_on=date(2015, 11, 1))
    month = Day(day=date(2015, 11, 1), text="2015.11", end=date(2015, 11, 30))
    assert found(replace(form, header={**form.header, "date": month})) == []
    early = replace(
        form, filed_on=date(2015, 10, 1), header={**form.header, "date": Day(day=date(2015, 10, 1), text="2015.10", end=date(2015, 10, 31))}
    )
    assert [name for _, name in found(early)] == ["S404"]


def test_a_day_after_the_campaign_is_noted_when_it_came_later() -> None:
    whole = replace(submission(filled("approval", GOOD, filed_on=date(2015, 12, 2))), received_at=datetime(2015, 12, 3, tzinfo=SHANGHAI))
    assert [name for _, name in found(whole)] == ["S405"]


@pytest.mark.requirement("DT-07")
@pytest.mark.parametrize(
    ("id", "text", "out"),
    [
        ("approval", "2014年10月8日受理的1件超时", True),
        ("approval", "2014年11月1日受理的1件超时", False),
        ("approval", "2014.10.8受理，2014.11.20办结", False),
        ("approval", "2013年印发的办法未执行", False),  # no full date: undecided
        ("supervision-problems", "2014年12月31日检查后未复查", True),
        ("supervision-problems", "2015年1月1日检查后未复查", False),
    ],
)
def test_a_dated_problem_must_lie_in_scope(id: str, text: str, out: bool) -> None:
    assert found(filled(id, ("许可", text, "已补办"))) == ([["C5", "S414"]] if out else [])


def test_another_reading_moves_the_first_day() -> None:
    exclusive = campaign(SETTINGS + 'readings = { supervision-since = "exclusive" }\n')
    row = ("检查", "2015年1月1日检查后未复查", "已补办")
    assert found(filled("supervision-problems", row), context(over=exclusive)) == [["C5", "S414"]]


# --- across ---
@pytest.mark.requirement("DT-39")
def test_a_cancelled_item_still_approved_is_noted() -> None:
    listed = filled("supervision-systems", SYSTEM, remark_list=("烟花爆竹 经营许可", "“户外广告”许可"))
    whole = submission(filled("approval", GOOD, ("烟花爆竹经营许可", "超时1件", "已补办")), listed)
    assert found(whole) == [["B6", "S411"]]


def test_a_cancelled_item_under_supervision_is_as_it_should_be() -> None:
    listed = filled("supervision-systems", SYSTEM, remark_list=("烟花爆竹经营许可",))
    assert found(submission(filled("supervision-problems", ("烟花爆竹经营许可", "检查1次", "已补查")), listed)) == []


@pytest.mark.parametrize(("remark", "asked"), [("经自查，未发现问题", True), ("无问题", True), ("无", False), ("问题均已整改", False)])
def test_no_problem_beside_problems_is_a_question(remark: str, asked: bool) -> None:
    assert [name for _, name in found(filled("approval", GOOD, remark=remark))] == (["S402"] if asked else [])


def test_a_row_that_says_none_beside_problems_is_a_question() -> None:
    assert found(filled("approval", GOOD, nil_text="无")) == [["A5:D5", "S402"]]


# --- hints ---
@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("高度重视，加强管理。", True),
        ("立行立改", True),
        ("认真整改、严格落实；今后注意！", True),
        ("已整改到位", False),
        ("高度重视，11月16日召开会议", False),
        ("加强管理，修订审批流程", False),
    ],
)
def test_empty_phrases_are_a_hint(text: str, empty: bool) -> None:
    assert found(filled("approval", ("许可", "超时2件", text))) == ([["D5", "S501"]] if empty else [])


def test_a_list_without_double_random_is_a_hint() -> None:
    assert found(filled("supervision-systems", ("日常检查制度",))) == [["A5:D5", "S504"]]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("举报人身份证号320621198001015678反映", True),
        ("联系人13812345678", True),
        ("许可证号JY13211120012345", False),
        ("文号〔2015〕52号共12345678901234567890", False),
    ],
)
def test_personal_numbers_are_a_hint_and_not_repeated(text: str, seen: bool) -> None:
    whole = submission(filled("approval", ("许可", text, "已补办")))
    faults = list(check_submission(replace(whole, deliverables=("approval",)), context()))
    assert [fault.kind.code for fault in faults] == (["S505"] if seen else [])
    assert all(fault.found is None for fault in faults)


@pytest.mark.parametrize(("text", "cut"), [("字" * 255, True), ("字" * 254 + "。", False), ("字" * 256, False)])
def test_text_of_a_telling_length_may_be_cut(text: str, cut: bool) -> None:
    assert found(filled("approval", ("许可", text, "已补办"))) == ([["C5", "S506"]] if cut else [])


# --- owed ---
def test_a_town_does_not_owe_a_form_and_nothing_else_is_said() -> None:
    town = Unit(name="高桥镇", order=50, group=TOWNS)
    whole = submission(filled("approval", ("许可", "详见附页", "")), unit="高桥镇")
    faults = list(check_submission(whole, context(over=campaign(more=(town,)))))
    assert [fault.kind.code for fault in faults] == ["S310"]
    assert faults[0].kind.weight is Weight.REJECT
    assert "开展专项督查情况" in faults[0].message


def test_an_unknown_unit_owes_whatever_it_sent() -> None:
    assert found(submission(filled("approval", GOOD), unit=None)) == []


def test_what_was_spared_and_came_is_noted() -> None:
    spared = campaign(SETTINGS + 'not_applicable = [{ unit = "区安监局", deliverable = "approval", reason = "无审批职权" }]\n')
    assert found(submission(filled("approval", GOOD)), context(over=spared)) == [["", "S417"]]


def test_checks_know_no_form_by_name() -> None:
    """The same checks on a form of another id: by role."""
    over = campaign()
    book = over.rulebooks[0]
    other = replace(next(form for form in over.forms(FilledBy.UNIT) if form.id == "approval"), id="anything", since="")
    renamed = replace(
        over,
        rulebooks=(replace(book, forms=(*book.forms, other)),),
        owed=tuple(
            replace(owed, deliverable=replace(owed.deliverable, form="anything")) if owed.key == "approval" else owed for owed in over.owed
        ),
    )
    form = replace(filled("approval", ("许可", "", "高度重视")), form="anything")
    assert found(replace(submission(form), deliverables=("approval",)), context(over=renamed)) == [
        ["C5", "S412"],
        ["D5", "S501"],
    ]
