"""整改情况 in classes (DT-38, C40): what is done, not done, under way, and what says nothing of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings, strategies as st

from duchá.rulebook.model import WordClass
from duchá.submissions.classify import UNCLEAR, classify_rectification
from submissions.sample import campaign

TABLE = tomli.loads((Path(__file__).parents[1] / "cases" / "submissions" / "rectification.toml").read_text("utf-8"))["case"]
CASES = [(text, case["klass"], case["name"]) for case in TABLE for text in case["texts"]]
CLASSES = campaign().rulebooks[0].word_classes
SAYING_NOTHING = ["高度重视", "加强领导", "举一反三", "由办公室负责", "涉及2件", "详见附件"]


@pytest.mark.requirement("DT-38")
@pytest.mark.parametrize(("text", "klass", "name"), CASES, ids=[text or "（空）" for text, _, _ in CASES])
def test_the_class_of_a_text(text: str, klass: str, name: str) -> None:
    assert classify_rectification(text, CLASSES) == klass, name


@settings(deadline=None)
@given(st.sampled_from(CASES), st.sampled_from(SAYING_NOTHING), st.sampled_from("，。；\n"), st.booleans())
def test_what_says_nothing_changes_nothing(case: tuple[str, str, str], more: str, sign: str, before: bool) -> None:
    text = case[0]
    assert classify_rectification(f"{more}{sign}{text}" if before else f"{text}{sign}{more}", CLASSES) == case[1]


@settings(deadline=None)
@given(st.sampled_from(CASES), st.randoms(use_true_random=False))
def test_the_order_of_its_clauses_changes_nothing(case: tuple[str, str, str], random: object) -> None:
    parts = case[0].split("，")
    random.shuffle(parts)  # type: ignore[attr-defined]  # random.Random, as hypothesis gives it
    assert classify_rectification("，".join(parts), CLASSES) == case[1]


def test_words_of_other_kinds_do_not_count() -> None:
    classes = tuple(known for known in CLASSES if known.kind != "rectification")
    assert classify_rectification("双随机抽查已整改", classes) == UNCLEAR


def test_a_word_that_a_county_adds_is_understood_in_every_shape() -> None:
    more = tuple(replace(known, words=(*known.words, "已销毁")) if known.id == "done" else known for known in CLASSES)
    texts = ("已于11月10日前销毁", "销毁完毕", "未销毁", "正在销毁", "11月30日前销毁")
    assert [classify_rectification(text, more) for text in texts] == ["done", "done", "not-done", "in-progress", "in-progress"]
    assert classify_rectification("销毁完毕", CLASSES) == "done"  # the shape says so, whatever was done
    assert classify_rectification("已销毁", CLASSES) == UNCLEAR


def test_a_class_of_a_countys_own_goes_by_its_words_in_its_place() -> None:
    lasting = WordClass(id="lasting", name="长期坚持", kind="rectification", words=("长期坚持",), unless=("尚未",))
    texts = ("已整改，长期坚持", "尚未整改，长期坚持", "已整改")
    assert [classify_rectification(text, (lasting, *CLASSES)) for text in texts] == ["lasting", "not-done", "done"]
    assert [classify_rectification(text, (*CLASSES, lasting)) for text in texts] == ["done", "not-done", "done"]
