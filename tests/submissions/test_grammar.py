"""The words of the trade, by tests/cases/submissions/grammar.toml: what each small grammar takes, and what it leaves to be what it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings, strategies as st

from duchá.rulebook.form import ColumnRole
from duchá.submissions import grammar
from duchá.submissions.cells.short_answers import is_nil_word, is_unticked, yes_or_no
from duchá.submissions.find.body import kind_of_end
from duchá.submissions.find.vocabulary import undecorated, vocabulary_of
from duchá.submissions.grammar import Grammar, LabelKind, NoneSaid, Phrase, anything, chain, either, maybe, opening_of, signs, some, words
from duchá.submissions.keys import plain
from submissions.sample import form

CASES: dict[str, dict[str, Any]] = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "grammar.toml").read_text("utf-8"))


def cases(kind: str) -> list[tuple[str, str]]:
    """Every case of a kind: what is expected of it, and its text."""
    return [(expected, text) for expected, texts in CASES[kind].items() for text in texts]


@pytest.mark.parametrize(("expected", "text"), cases("labels"))
def test_a_label_announces_a_unit_a_day_or_who_signed(expected: str, text: str) -> None:
    assert grammar.label_kind(plain(text)) is (None if expected == "none" else LabelKind(expected))


@pytest.mark.parametrize(("expected", "text"), cases("ends"))
def test_a_line_below_a_table_is_known_by_its_shape(expected: str, text: str) -> None:
    words = vocabulary_of((form("supervision-systems"),)).forms[0]
    assert kind_of_end(text, words) == ("" if expected == "body" else expected)


@pytest.mark.parametrize(("expected", "text"), cases("titles"))
def test_a_column_title_says_what_the_column_holds(expected: str, text: str) -> None:
    assert grammar.title_role(undecorated(plain(text))) is (None if expected == "none" else ColumnRole(expected))


@pytest.mark.parametrize(("expected", "text"), cases("none"))
def test_a_sentence_says_that_there_is_nothing(expected: str, text: str) -> None:
    said = grammar.none_said(text)
    assert said is NoneSaid[expected.upper()]
    assert said is not NoneSaid.YES or grammar.may_say_none(plain(text)), "the cheap look before it must not miss it"


@pytest.mark.parametrize(("expected", "text"), cases("sections"))
def test_a_heading_inside_a_body(expected: str, text: str) -> None:
    depth = {"first": 1, "second": 2, "third": 3, "only-across": 0, "none": 0}[expected]
    assert grammar.section_level(text, across=False) == depth
    assert grammar.section_level(text, across=True) == (3 if expected == "only-across" else depth)


@pytest.mark.parametrize(("text", "name", "sealed"), CASES["seals"]["names"])
def test_a_seal_is_no_name(text: str, name: str, sealed: bool) -> None:
    assert grammar.unsealed(plain(text)) == (name, sealed)


@pytest.mark.parametrize("text", CASES["days"]["filing"])
def test_a_day_by_itself_may_be_the_day_of_filing(text: str) -> None:
    assert len(grammar.days_of_filing(plain(text))) == 1


@pytest.mark.parametrize("text", CASES["days"]["none"])
def test_a_day_that_says_something_else_is_not(text: str) -> None:
    assert grammar.days_of_filing(plain(text)) == []


@pytest.mark.parametrize(
    ("expected", "text"), [(True, text) for text in CASES["days"]["measures"]] + [(False, text) for text in CASES["days"]["no-measures"]]
)
def test_a_measure_is_no_unit(expected: bool, text: str) -> None:
    assert grammar.is_measure(text) is expected


@pytest.mark.parametrize(("expected", "text"), cases("subjects"))
def test_what_a_title_speaks_of(expected: str, text: str) -> None:
    assert bool(grammar.subject_of(plain(text), ())) is (expected == "of-something")


def test_several_numbers_in_a_name_are_all_read() -> None:
    assert grammar.numbers_inside(plain("区民政局附件2、3、4.xlsx")) == {"2", "3", "4"}
    assert grammar.numbers_inside(plain("附件二（最终版）.xls")) == {"2"}
    assert grammar.numbers_inside(plain("情况报表1.xlsx")) == frozenset()


WORDS = st.text("填报单位日期人未无发现", min_size=1, max_size=4)
PHRASES = st.recursive(
    st.one_of(st.lists(WORDS, min_size=1, max_size=4).map(lambda texts: words(*texts)), st.just(anything(0, 2)), st.just(signs("、及"))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: chain(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: either(*parts)),
        inner.map(maybe),
        inner.map(lambda part: some(part, 1, 2)),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(PHRASES, st.text("填报单位日期人未无发现、及", max_size=8))
def test_what_is_computed_from_a_pattern_never_hides_a_match(phrase: Phrase, text: str) -> None:
    """Prefilters come from the patterns themselves, so that no word can be added to one and forgotten in the other."""
    assert Grammar(phrase).fits(text) is (re.fullmatch(phrase.pattern, text) is not None)
    found = re.search(phrase.pattern, text)
    if found is not None and found[0]:
        assert re.search(opening_of(phrase), text) is not None


@pytest.mark.parametrize(("expected", "text"), cases("short"))
def test_a_short_answer_says_that_there_is_none(expected: str, text: str) -> None:
    assert is_nil_word(text.strip()) is (expected == "none")


@pytest.mark.parametrize(("expected", "text"), cases("pointers"))
def test_a_cell_that_points_elsewhere_is_known_by_its_shape(expected: str, text: str) -> None:
    found = grammar.pointer(text)
    assert (found.where.value if found else "none") == expected
    assert found is None or not found.number or grammar.same_entry(found.number, "1")
    assert found is None or not "一" <= text[0] <= "龥" or grammar.may_point(text), "the cheap look before it must not miss it"


@pytest.mark.parametrize(
    ("number", "written", "same"),
    [("一", "1", True), ("2", "（2）", True), ("十二", "12.", True), ("二", "12", False), ("", "", False), ("1", "", False)],
)
def test_the_entry_meant_is_found_by_its_number(number: str, written: str, same: bool) -> None:
    assert grammar.same_entry(number, written) is same


@pytest.mark.parametrize(("expected", "text"), cases("attachments"))
def test_a_text_says_that_more_stands_in_an_attachment(expected: str, text: str) -> None:
    assert grammar.points_to_attachment(text) is (expected == "attached")


@pytest.mark.parametrize(("expected", "text"), cases("furniture"))
def test_a_line_below_a_table_may_say_nothing_of_its_own(expected: str, text: str) -> None:
    assert grammar.says_nothing_more(plain(text)) is (expected == "nothing")


@pytest.mark.parametrize(("expected", "text"), cases("examples"))
def test_a_row_that_shows_how_to_fill_in(expected: str, text: str) -> None:
    assert grammar.is_example(plain(text)) is (expected == "example")


@pytest.mark.parametrize(("expected", "text"), cases("totals"))
def test_a_row_that_counts_the_others(expected: str, text: str) -> None:
    assert grammar.is_total(plain(text)) is (expected == "total")


@pytest.mark.parametrize(("expected", "text"), cases("answers"))
def test_a_question_is_answered_by_yes_or_no(expected: str, text: str) -> None:
    """The question is 是否公开: its own word answers it, and another does not."""
    assert is_unticked(text) is (expected == "unticked")
    assert yes_or_no(text, "是否公开") is {"yes": True, "no": False}.get(expected)


@pytest.mark.parametrize(("expected", "text"), cases("sheets"))
def test_a_sheet_is_known_by_its_name(expected: str, text: str) -> None:
    name = plain(text)
    told = {"explains": grammar.explains_forms(name), "sub-unit": grammar.names_sub_unit(name), "continued": grammar.continues(name)}
    assert [kind for kind, true in told.items() if true] == ([] if expected == "other" else [expected])
