"""What reading leaves behind: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from duchá.workbooks import limits
from duchá.workbooks.pool import open_readers
from duchá.workbooks.sheets.model import FileKind


def test_no_temporary_file_stays_when_the_readers_are_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    book.worksheets[0].append(["单位", "数"])
    book.save(tmp_path / "a.xlsx")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(limits, "_MEMORY_FOLDER", scratch)
    monkeypatch.setattr(limits, "_ROOM", 0)
    with open_readers(2) as readers:
        answer, faults = readers.read(tmp_path / "a.xlsx", FileKind.XLSX, "a.xlsx")
        assert answer is not None and not faults
        assert list(scratch.iterdir())
    assert not list(scratch.iterdir())
