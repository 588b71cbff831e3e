"""Which cell styles mean something to a reader: percent, strikethrough, a red or yellow signal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from duchá.workbooks.package.xml import Attributes, local, new_parser, run

_PERCENT_IDS = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.')
_REMEMBERED = 64 * 1024  # bytes of a part; larger ones are rare, and would make the memory of a reading process grow
_SIGNALS = frozenset({"FF0000", "FFFF00", "C00000", "FFC000"})


@dataclass(frozen=True, slots=True)
class Styles:
    """Style numbers (as they stand in the attribute ``s``) by what they mean."""

    percent: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    signal: frozenset[str] = frozenset()


class _Walk:
    """Collects fonts, fills, number formats and cell formats in one pass."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.struck_fonts: set[int] = set()
        self.signal_fonts: set[int] = set()
        self.signal_fills: set[int] = set()
        self.cell_formats: list[Attributes] = []
        self.fonts = self.fills = 0
        self.inside = ""

    def start(self, name: str, attributes: Attributes) -> None:
        name = local(name)
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs", "numFmts", "borders"):
            self.inside = name
        elif self.inside == "cellXfs" and name == "xf":
            self.cell_formats.append(attributes)
        elif self.inside == "numFmts" and name == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif self.inside == "fonts":
            self._font(name, attributes)
        elif self.inside == "fills":
            self._fill(name, attributes)

    def _font(self, name: str, attributes: Attributes) -> None:
        if name == "font":
            self.fonts += 1
        elif name == "strike" and attributes.get("val", "1") not in ("0", "false"):
            self.struck_fonts.add(self.fonts - 1)
        elif name == "color" and attributes.get("rgb", "")[-6:].upper() in _SIGNALS:
            self.signal_fonts.add(self.fonts - 1)

    def _fill(self, name: str, attributes: Attributes) -> None:
        if name == "fill":
            self.fills += 1
        elif name == "fgColor" and attributes.get("rgb", "")[-6:].upper() in _SIGNALS:
            self.signal_fills.add(self.fills - 1)

    def styles(self) -> Styles:
        percents = _PERCENT_IDS | {key for key, code in self.formats.items() if "%" in _QUOTED.sub("", code)}
        numbered = [(str(n), xf) for n, xf in enumerate(self.cell_formats)]
        fonts = {str(n) for n in self.signal_fonts}
        fills = {str(n) for n in self.signal_fills}
        struck = {str(n) for n in self.struck_fonts}
        return Styles(
            percent=frozenset(n for n, xf in numbered if xf.get("numFmtId") in percents),
            struck=frozenset(n for n, xf in numbered if xf.get("fontId") in struck),
            signal=frozenset(n for n, xf in numbered if xf.get("fontId") in fonts or xf.get("fillId") in fills),
        )


def look_at_styles(part: bytes) -> Styles:
    """The styles of a workbook's ``styles.xml``; returns made from the same blank share them to the letter, and one parse serves them all."""
    return _same_styles(part) if len(part) <= _REMEMBERED else _parsed(part)


def _parsed(part: bytes) -> Styles:
    walk = _Walk()
    parser: expat.XMLParserType = new_parser()
    parser.StartElementHandler = walk.start
    run(parser, part)
    return walk.styles()


_same_styles = lru_cache(maxsize=16)(_parsed)
