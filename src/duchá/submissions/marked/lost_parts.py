"""What a workbook holds that could not be kept, or must not be passed on, when it is written again: then nothing is written into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|contentPart)[\s>]")
_CONTROL = re.compile(rb'ObjectType="(?!Note")')
_STRICT = b"purl.oclc.org/ooxml"
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]+)</")
_REACHING = re.compile(  # formulas that start a program, open a file or fetch a page when a person agrees to update
    r"\||\[|\\\\|://|(?:HYPERLINK|WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|DDE|IMPORT[A-Z]+|SQL\.REQUEST)\s*\(", re.IGNORECASE
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")  # UTF-16: nothing here could be found in it
_BY_NAME = (
    ("outside", ("xl/externallinks/", "xl/connections", "xl/querytables/")),
    ("cell-picture", ("xl/cellimages", "xl/richdata/")),
    ("control", ("xl/ctrlprops/", "xl/activex/")),
    ("object", ("xl/embeddings/", "xl/charts/chartex", "xl/slicers/", "xl/timelines/", "xl/model/", "xl/diagrams/")),
    ("comment-thread", ("xl/threadedcomments/",)),
    ("signature", ("_xmlsignatures/",)),
    ("macro", ("xl/vbaproject", "xl/macrosheets/")),
)
_UNKEPT_PICTURES = (".emf", ".wmf", ".svg", ".tif", ".tiff", ".wdp")


def what_is_lost(names: Iterable[str], parts: Mapping[str, bytes]) -> str:
    """A key of ``WHY_APART`` for the first thing that would be lost; empty where all can be kept.

    ``names`` are all parts of the package, ``parts`` the contents of its sheets and drawings and of ``xl/workbook.xml``, both in lower case.
    """
    for name in names:
        for why, starts in _BY_NAME:
            if name.startswith(starts):
                return why
        if name.startswith("xl/media/") and name.endswith(_UNKEPT_PICTURES):
            return "picture"
    return next((why for name, content in parts.items() if (why := _lost_in(name, content))), "")


def _lost_in(name: str, content: bytes) -> str:
    if name == "xl/workbook.xml":
        return "strict" if _STRICT in content else ""
    if name.endswith(".vml"):
        return "control" if _CONTROL.search(content) else ""
    if "/drawings/" in name:
        return "text-box" if _SHAPE.search(content) else ""
    if content.startswith(_WIDE):
        return "strict"
    if any(_REACHING.search(unescape(formula.decode("utf-8", "replace"))) for formula in _FORMULA.findall(content)):
        return "outside"
    if b"<extLst" in content or b":extLst" in content:
        return "extension"
    if b"legacyDrawingHF" in content:
        return "picture"
    return "control" if b"<controls" in content or b"<oleObjects" in content else ""
