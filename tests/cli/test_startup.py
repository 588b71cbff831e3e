"""Starting is quick because little is imported; what each answer may load is written here."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import clean_environment

HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "docx",
    "docxtpl",
    "python_calamine",
    "xlrd",
    "xlsxwriter",
    "chinese_calendar",
    "lxml",
    "jinja2",
    "sqlite3",
    "PIL",
}


def loaded(*arguments: str) -> set[str]:
    """Names of the modules that a run has imported at its end."""
    program = (
        "import sys, atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)));"
        f"sys.argv = ['ducha', *{arguments!r}]; import ducha; ducha.main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], env=clean_environment(), capture_output=True, encoding="utf-8", check=True)
    return set(ran.stderr.split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_version_and_help_import_neither_commands_nor_anything_heavy(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert not modules & (HEAVY | {"rich.console", "rich.markdown", "zoneinfo"})
    ours = {name for name in modules if name.startswith("duchá.")}
    assert {name.split(".")[1] for name in ours} == {"cli", "terms"}, ours
    assert "duchá.cli.app" in ours
