"""What is asked of a sheet part only where something is odd: the slow count, and whether every shared text is named by a number."""

from __future__ import annotations

import re
from xml.parsers import expat

from duchá.workbooks.package.xml import Attributes, local, new_parser, run
from duchá.workbooks.package.zip import Package
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.refused import Refused
from duchá.workbooks.sheets.wording import REASONS

_SPACED = re.compile(rb"v>[ \t\r\n]|(?<=[ \t\r\n])</(?:\w+:)?v>|v [^<>]*>[ \t\r\n]")
_VALUE = re.compile(rb"(<(?:\w+:)?v(?: [^<>]*)?>)[ \t\r\n]*([^<>\s]+)[ \t\r\n]*(?=</)")
_SHARED = re.compile(rb't="s"[^<>]*><(?:\w+:)?v>[0-9]+</')
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def without_blanks(part: bytes) -> bytes:
    """A sheet part in which no number has blanks around it, as pretty-printers write them: calamine takes such a number for text, or for 0."""
    if _SPACED.search(part) is None:
        return part
    return _VALUE.sub(rb"\1\2", part)


def refuse_odd_indexes(part: bytes, sheet: str) -> None:
    """Refused where a cell names its shared text by anything but a plain number: calamine would show the first text there, without a word."""
    said = part.count(b't="s"')
    if (said == 0 or said == len(_SHARED.findall(part))) and b"t='s'" not in part and not part.startswith(_WIDE) and b"\0" not in part[:4]:
        return
    walk = _Indexes(sheet)
    parser = new_parser()
    _connect(parser, walk)
    run(parser, part)


def exact_count(package: Package, part: str) -> int:
    """Cells of a sheet part that hold a visible value: no errors, no empty strings, shared or inline."""
    strings = next((name for name in package.parts if name.endswith("/sharedstrings.xml")), None)
    blanks = _blank_strings(package.read(strings)) if strings is not None else frozenset()
    walk = _Walk(blanks)
    parser = new_parser()
    _connect(parser, walk)
    run(parser, package.read(part))
    return walk.count


def _blank_strings(part: bytes) -> frozenset[str]:
    """Numbers of the shared strings without any text; phonetic guides (rPh) are not text."""
    walk = _Strings()
    parser = new_parser()
    _connect(parser, walk)
    run(parser, part)
    return frozenset(walk.blanks)


class _Text:
    """Gathers the text of the elements it is told to."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.inside = self.phonetic = False

    def data(self, data: str) -> None:
        if self.inside and not self.phonetic:
            self.text.append(data)


class _Strings(_Text):
    def __init__(self) -> None:
        super().__init__()
        self.blanks: list[str] = []
        self.number = 0

    def start(self, name: str, _: Attributes) -> None:
        name = local(name)
        if name == "si":
            self.text.clear()
        elif name == "rPh":
            self.phonetic = True
        elif name == "t":
            self.inside = True

    def end(self, name: str) -> None:
        name = local(name)
        if name == "si":
            if not any(self.text):
                self.blanks.append(str(self.number))
            self.number += 1
        elif name == "rPh":
            self.phonetic = False
        elif name == "t":
            self.inside = False


class _Walk(_Text):
    def __init__(self, blanks: frozenset[str]) -> None:
        super().__init__()
        self.blanks, self.count, self.type = blanks, 0, ""

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "c":
            self.type = attributes.get("t", "")
            self.text.clear()
        elif name == "rPh":
            self.phonetic = True
        elif name in ("v", "t"):
            self.inside = True

    def end(self, name: str) -> None:
        name = local(name)
        if name == "c":
            value = "".join(self.text)
            blank = not value or self.type == "e" or (self.type == "s" and value.strip() in self.blanks)
            self.count += not blank
        elif name == "rPh":
            self.phonetic = False
        elif name in ("v", "t"):
            self.inside = False


class _Indexes(_Text):
    def __init__(self, sheet: str) -> None:
        super().__init__()
        self.sheet, self.shared = sheet, False

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "c":
            self.shared, self.cell = attributes.get("t") == "s", attributes.get("r", "")
        elif name == "v":
            self.inside = self.shared
            self.text.clear()

    def end(self, name: str) -> None:
        if self.inside and local(name) == "v":
            self.inside = False
            index = "".join(self.text).strip(" \t\r\n")
            if index and not (index.isascii() and index.isdecimal()):
                raise Refused(faults.BAD_PACKAGE, sheet=self.sheet, cell=self.cell, reason=REASONS["index"])


def _connect(parser: expat.XMLParserType, walk: _Strings | _Walk | _Indexes) -> None:
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.data
