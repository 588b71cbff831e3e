"""Text as typed and text for matching: what counts as empty, everywhere (C21, C28)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from duchá.terms.text import for_matching, is_blank


@pytest.mark.parametrize(
    "value", [None, "", " ", "\u3000", "\u00a0", "\t\n", "\ufeff", "\u200b", "\u00ad", "\u2060 \u3000", "\u202a\u202c", "\r\n\ufeff"]
)
def test_nothing_to_be_seen_is_empty(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "无", "—", "\ue5e5", "\ufeff无", " a", date(2015, 11, 18), b""])
def test_whatever_can_be_seen_or_is_no_text_is_something(value: object) -> None:
    assert not is_blank(value)


@given(st.text(max_size=12))
def test_a_text_is_empty_when_its_matching_key_is(text: str) -> None:
    assert is_blank(text) is (not for_matching(text))
