"""Shared texts (DT-29, D14): a hint to the inspectors, found in time that grows with the texts and not with their square."""

from __future__ import annotations

from random import Random

import pytest

from duchá.submissions.checks.copied_text import Paragraph, copied_hints, find_copied
from duchá.terms.fault import Weight
from duchá.terms.place import Place

LONG = (
    "办理时限超过承诺期限，未按规定公示收费依据，现场核查人员不足，已责令有关科室整改，并修订限时办结规定，下一步将加强窗口管理和业务培训"
)


def wrote(unit: str, text: str, cell: str = "C5", *, earlier: bool = False) -> Paragraph:
    return Paragraph(unit=unit, place=Place(sheet="附件2", cell=cell), text=text, earlier=earlier)


def units(*paragraphs: Paragraph) -> list[list[str]]:
    return [[member.unit for member in group.members] for group in find_copied(paragraphs)]


@pytest.mark.requirement("DT-29")
def test_two_units_with_the_same_text_are_found() -> None:
    assert units(wrote("区外办", LONG), wrote("区侨办", LONG), wrote("区财政局", LONG[::-1])) == [["区外办", "区侨办"]]


def test_spaces_punctuation_and_a_few_words_do_not_hide_it() -> None:
    changed = LONG.replace("，", " ； ").replace("责令", "要求")
    assert units(wrote("区外办", LONG), wrote("区侨办", changed)) == [["区外办", "区侨办"]]


def test_one_unit_may_repeat_itself() -> None:
    assert units(wrote("区外办", LONG, "C5"), wrote("区外办", LONG, "C6")) == []


def test_short_texts_are_alike_by_chance() -> None:
    assert units(wrote("区外办", "已整改到位"), wrote("区侨办", "已整改到位")) == []


def test_the_same_as_in_an_earlier_year_is_found() -> None:
    (group,) = find_copied([wrote("区外办", LONG, earlier=True), wrote("区外办", LONG)])
    ((unit, fault),) = copied_hints([group])
    assert (unit, fault.kind.code, fault.kind.weight) == ("区外办", "S503", Weight.NOTE)


def test_earlier_texts_alone_are_nobody_s_business_now() -> None:
    assert units(wrote("区外办", LONG, earlier=True), wrote("区侨办", LONG, earlier=True)) == []


def test_each_unit_is_told_which_others() -> None:
    hints = dict(copied_hints(find_copied([wrote("区外办", LONG), wrote("区侨办", LONG), wrote("区残联", LONG)])))
    assert (hints["区侨办"].kind.code, hints["区侨办"].kind.weight) == ("S502", Weight.NOTE)
    assert "“区外办”、“区残联”" in hints["区侨办"].message
    assert hints["区侨办"].place.cell == "C5"


def test_the_order_of_the_texts_does_not_change_who_is_alike() -> None:
    texts = [wrote(f"单位{at}", LONG if at % 3 else LONG[:-4]) for at in range(9)]
    shuffled = Random(5).sample(texts, len(texts))
    assert {frozenset(group) for group in units(*texts)} == {frozenset(group) for group in units(*shuffled)}


def test_thousands_of_texts_that_share_a_phrase_stay_bounded() -> None:
    signs = "".join(sorted(set(LONG)))
    random = Random(7)
    texts = [wrote(f"单位{at % 41}", LONG[:20] + "".join(random.choices(signs, k=40))) for at in range(4000)]
    assert units(*texts) == []
