"""journal show tells every fact in words that a clerk reads, notes of the program's own doings among them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from duchá.journal.notes import NOTES
from duchá.steps.journal import NOTE_WORDS
from steps.office import Office, at

ROW = {"item": "许可", "problem": "超期", "rectification": "已整改"}


def test_every_note_has_its_words() -> None:
    assert {one.NOTE for one in NOTES} == NOTE_WORDS.keys()


def test_the_trail_is_told_in_chinese(office: Office, ducha: Callable[..., Any]) -> None:
    office.fill("区财政局", approval=[ROW])
    office.collect(now=at(10))
    assert ducha("record", cwd=office.folder).returncode == 0
    assert ducha("overdue", "--as-of", "2015-11-25", cwd=office.folder).returncode == 1
    told = ducha("journal", "show", "--last", "0", cwd=office.folder).stdout
    notes = [line for line in told.splitlines() if " 备注 " in line]
    assert any("开始收件（1 个文件）" in line for line in notes)
    assert any("读登记表 registers/收件登记.xlsx（0 行，新记 0 条）" in line for line in notes), notes
    assert all(re.search("[一-鿿]", line.split(" 备注 ")[1]) for line in notes)
    assert re.search(r"提醒　区财政局：.*书面报告（逾期 5 天）|催办　区财政局：.*书面报告（逾期 5 天）", told), told[-600:]
