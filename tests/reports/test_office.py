"""LibreOffice as a real client: it opens the report and sees the same cells."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from duchá.reports.write_xlsx import write_xlsx
from reports.returns import campaign, whole
from reports.test_golden import small_journal

OFFICE = shutil.which("soffice")


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_sees_every_sheet_and_cell(tmp_path: Path) -> None:
    write_xlsx(whole(small_journal(tmp_path / "journal.sqlite3"), campaign()), tmp_path / "summary.xlsx")
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "summary.xlsx")], check=True, capture_output=True, timeout=180
    )
    ours, theirs = (openpyxl.load_workbook(path) for path in (tmp_path / "summary.xlsx", tmp_path / "out" / "summary.xlsx"))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        seen = theirs[sheet.title]
        assert seen.print_title_rows == sheet.print_title_rows
        for cells in sheet.iter_rows():
            for cell in cells:
                other = seen[cell.coordinate]
                assert (other.data_type, other.value) == (cell.data_type, cell.value), f"{sheet.title}!{cell.coordinate}"
