"""print: one PDF of what is to go on paper; where LibreOffice is missing one line says so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran
from steps.office import Office


def test_without_libreoffice_one_line_says_so(office: Office, ducha: Callable[..., Ran]) -> None:
    done = ducha("print", "blanks", cwd=office.folder, env={"PATH": "/nowhere"})
    assert done.returncode == 2 and "C155" in done.stderr and "LibreOffice" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_file_that_was_not_printed_is_named(office: Office, ducha: Callable[..., Ran], tmp_path: Path) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    for extra in sorted((office.folder / "blank").glob("*.xlsx"))[1:]:
        extra.unlink()
    done = ducha("print", "blanks", cwd=office.folder, env={"PATH": str(program.parent)})
    assert done.returncode == 1 and "C157" in done.stdout and "blank/01-" in done.stdout


@pytest.mark.sweep
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_several_documents_are_one_pdf_in_the_order_of_their_names(office: Office, ducha: Callable[..., Ran]) -> None:
    for extra in sorted((office.folder / "blank").glob("*.xlsx"))[2:]:
        extra.unlink()
    done = ducha("print", "空白报表", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    pdf = office.folder / "reports" / "打印-空白报表.pdf"
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, encoding="utf-8", check=True).stdout
    assert re.search(r"Pages:\s+6\b", told)  # three forms of two units, one sheet each
    assert ducha("print", "没有这份", cwd=office.folder).returncode == 2  # C156
