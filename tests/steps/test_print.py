"""print: one PDF of what is to go on paper; where LibreOffice is missing one line says so."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest

from conftest import Ran
from steps.office import Office


def test_without_libreoffice_one_line_says_so(office: Office, ducha: Callable[..., Ran]) -> None:
    done = ducha("print", "blanks", cwd=office.folder, env={"PATH": "/nowhere"})
    assert done.returncode == 2 and "C155" in done.stderr and "LibreOffice" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_several_documents_are_one_pdf_in_the_order_of_their_names(office: Office, ducha: Callable[..., Ran]) -> None:
    for extra in sorted((office.folder / "blank").glob("*.xlsx"))[2:]:
        extra.unlink()
    done = ducha("print", "空白报表", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    pdf = office.folder / "reports" / "打印-blanks.pdf"
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"Pages:\s+6\b", told)  # three forms of two units, one sheet each
    assert ducha("print", "没有这份", cwd=office.folder).returncode == 2  # C156
