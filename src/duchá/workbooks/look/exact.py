"""The slow count: cells whose value is really not blank. Asked only where the fast count and the reader disagree."""

from __future__ import annotations

from xml.parsers import expat

from duchá.workbooks.inside.read_zip import Package
from duchá.workbooks.inside.xml import Attributes, local, new_parser, run


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


def _connect(parser: expat.XMLParserType, walk: _Strings | _Walk) -> None:
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.data
