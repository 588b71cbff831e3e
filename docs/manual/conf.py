"""The manual as html: ``make docs`` builds it into build/docs; the chapter of messages and that of commands are made from the program itself."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

project = "duchá（督查）使用手册"
author = ""
project_copyright = ""
language = "zh_CN"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["README.md"]
html_theme = "basic"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_use_index = False
html_title = project
myst_heading_anchors = 3


def setup(app: object) -> None:
    """Writes the two chapters that the program tells of itself, and the pictures that are missing, before the sources are read."""
    from made_chapters import commands, messages
    from pictures import make, missing

    make(missing())

    (HERE / "messages.md").write_text(messages(), encoding="utf-8")
    (HERE / "commands.md").write_text(commands(), encoding="utf-8")
