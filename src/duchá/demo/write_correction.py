"""What the department does with its marked copy: fills in what was asked for, in place, and sends it back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duchá.demo.write_package import saved


def write_corrected(marked: Path, cells: Mapping[tuple[str, str], str], target: Path) -> Path:
    """The marked copy with these cells (sheet, address) filled in, as a new file."""
    from openpyxl import load_workbook

    book = load_workbook(marked)
    for (sheet, cell), value in cells.items():
        book[sheet][cell].value = value
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(saved(book))
    return target
