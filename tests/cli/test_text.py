"""Text from outside on a terminal: nothing moves the cursor, columns stand straight."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from duchá.cli.text import padded, width, wrapped
from duchá.terms.text import shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区发改经信委.xlsx", "区发改经信委.xlsx"),
        ("a\x1b]0;x\x07", r"a\x1b]0;x\x07"),
        ("甲\r乙\n丙", r"甲\r乙\n丙"),
        ("表\u202egpj.exe", r"表\u202egpj.exe"),
        ("甲\u200b县", r"甲\u200b县"),
        ("[link=http://x]点[/link]", "[link=http://x]点[/link]"),
        ("\udccf\udce6\udcd5\udcfe.xls", "襄阵.xls".replace("襄阵", b"\xcf\xe6\xd5\xfe".decode("gb18030"))),
        ("\udcff", r"\udcff"),
        ("é", "é"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(st.characters()))
def test_shown_text_is_one_line_that_any_terminal_takes(text: str) -> None:
    safe = shown(text)
    assert not [character for character in safe if ord(character) < 32 or 0x7F <= ord(character) < 0xA0]
    assert len(safe.splitlines()) <= 1
    safe.encode("utf-8")


@given(st.text(st.characters(categories=["Lo", "Ll", "Nd", "Po"])), st.integers(2, 60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines) == text


@pytest.mark.parametrize(("text", "columns"), [("中文", 4), ("a中b", 4), ("ｱ", 1), ("e\u0301", 1), ("（）", 4), ("", 0)])
def test_width_is_that_of_the_screen(text: str, columns: int) -> None:
    assert width(text) == columns


def test_padding_counts_chinese_as_two() -> None:
    assert padded("甲县", 6) == "甲县  "


def test_a_line_does_not_begin_with_a_comma_nor_break_a_word() -> None:
    assert wrapped("请核对甲，乙", 8) == ["请核对", "甲，乙"]
    assert wrapped("请运行 init-campaign 命令", 16) == ["请运行", "init-campaign", "命令"]
