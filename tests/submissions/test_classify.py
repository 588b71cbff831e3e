"""Free text on rectification (DT-38, C40): the rulebook's words, the first class that fits."""

from __future__ import annotations

import pytest

from duchá.submissions.classify import UNCLEAR, classify_rectification
from submissions.sample import campaign


@pytest.mark.parametrize(
    ("text", "klass"),
    [
        ("已整改到位", "done"),
        ("11月16日已补办完毕，并修订限时办结规定", "done"),
        ("已全部整改，长期坚持", "done"),
        ("基本完成", "in-progress"),
        ("正在整改，11月25日前全部复查完毕", "in-progress"),
        ("长期坚持", "in-progress"),
        ("已立行立改，长期坚持", "in-progress"),
        ("立行立改", UNCLEAR),
        ("高度重视", UNCLEAR),
        ("", UNCLEAR),
        ("尚未整改", "not-done"),
        ("未完成", "not-done"),
        ("已 整 改", "done"),
    ],
)
def test_the_class_of_a_text(text: str, klass: str) -> None:
    assert classify_rectification(text, campaign().rulebooks[0].word_classes) == klass


def test_words_of_other_kinds_do_not_count() -> None:
    classes = tuple(known for known in campaign().rulebooks[0].word_classes if known.kind != "rectification")
    assert classify_rectification("双随机抽查已整改", classes) == UNCLEAR
