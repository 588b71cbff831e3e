"""LibreOffice as a client that nobody here wrote: converts a file, or types into it as a person would, protection and all."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice")
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{code}</script:module>
"""
CODE = """
Sub TypeInto
  Dim p(0) As New com.sun.star.beans.PropertyValue
  Dim q(0) As New com.sun.star.beans.PropertyValue
  p(0).Name = "Hidden" : p(0).Value = True
  doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, p())
  disp = createUnoService("com.sun.star.frame.DispatchHelper")
  frame = doc.CurrentController.Frame
{typing}
  q(0).Name = "FilterName" : q(0).Value = "{filter}"
  doc.storeToURL("{target}", q())
  doc.close(True)
End Sub
"""
TYPED = """  doc.CurrentController.setActiveSheet(doc.Sheets({sheet}))
  q(0).Name = "ToPoint" : q(0).Value = "{cell}"
  disp.executeDispatch(frame, ".uno:GoToCell", "", 0, q())
  q(0).Name = "StringName" : q(0).Value = "{text}"
  disp.executeDispatch(frame, ".uno:EnterString", "", 0, q())
"""
INSERT = """  doc.CurrentController.setActiveSheet(doc.Sheets({sheet}))
  q(0).Name = "ToPoint" : q(0).Value = "{cell}"
  disp.executeDispatch(frame, ".uno:GoToCell", "", 0, q())
  disp.executeDispatch(frame, ".uno:InsertRowsBefore", "", 0, Array())
"""
ROW = None  # typed into a cell: a row is inserted above it instead
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8", ".pdf": "calc_pdf_Export"}


def convert(source: Path, ending: str, profile: Path) -> Path:
    """The file as LibreOffice saves it in another format (or anew in the same), in a folder of its own."""
    folder = profile.parent / f"as{ending.replace('.', '-')}"
    _run(profile, "--convert-to", ending.removeprefix("."), "--outdir", str(folder), str(source))
    return folder / f"{source.stem}{ending}"


def type_into(source: Path, target: Path, profile: Path, entries: Sequence[tuple[int, str, str | None]]) -> Path:
    """The file after a person typed into (sheet, cell) in LibreOffice; a protected cell keeps what it had."""
    if not (profile / "user" / "basic" / "Standard").is_dir():
        _run(profile, "--terminate_after_init")
    typing = "".join(
        INSERT.format(sheet=sheet, cell=cell) if text is ROW else TYPED.format(sheet=sheet, cell=cell, text=text.replace('"', '""'))
        for sheet, cell, text in entries
    )
    code = CODE.format(source=source.as_uri(), target=target.as_uri(), filter=FILTERS[target.suffix], typing=typing)
    basic = profile / "user" / "basic" / "Standard"
    (basic / "Module1.xba").write_text(MODULE.format(code=escape(code)), encoding="utf-8")
    _run(profile, "macro:///Standard.Module1.TypeInto")
    return target


def _run(profile: Path, *arguments: str) -> None:
    command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # under C it waits for ever at a path with Chinese characters
    subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
