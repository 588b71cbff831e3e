"""What a command answers with: a page for a person or JSON for a program, and its exit code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from time import monotonic

from duchá.cli.text import padded, width
from duchá.cli.write_screen import is_terminal, out, overwrite, screen_columns, unicode_safe
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place
from duchá.terms.text import shown

_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_LEVELS = len("\n") + 4 * len("  ")
WEIGHTS: Mapping[Weight, str] = {Weight.REJECT: "× 退回", Weight.QUERY: "？ 核实", Weight.NOTE: "● 提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenTable:
    """A table for the screen; cells are text as it came, made safe when shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


def answer(data: Mapping[str, object], *page: str | ScreenTable, as_json: bool, quiet: bool = False, attention: bool = False) -> int:
    """Shows the answer once, as JSON or as a page, and gives the exit code: 1 when something needs attention, else 0."""
    if as_json:
        out(json_text(data))
    elif not quiet:
        for part in page:
            out(table_text(part) if isinstance(part, ScreenTable) else shown(part, lines=True))
    return 1 if attention else 0


def json_text(data: Mapping[str, object]) -> str:
    """JSON on stdout: amounts, dates and times as text; Chinese as such where the output can carry it; a line for each thing it tells of."""
    encode = json.JSONEncoder(ensure_ascii=not unicode_safe(), default=_json_value).encode
    return _UNSEEN.sub(_escaped, _laid_out(data, encode, "\n").encode("utf-8", "backslashreplace").decode())


def _escaped(found: re.Match[str]) -> str:
    """A character that a terminal would obey, as JSON may write any: the value is the same."""
    return "".join(f"\\u{int.from_bytes(unit, 'big'):04x}" for unit in _units(found[0]))


def _units(text: str) -> list[bytes]:
    wide = text.encode("utf-16-be")
    return [wide[at : at + 2] for at in range(0, len(wide), 2)]


def _laid_out(value: object, encode: Callable[[object], str], margin: str) -> str:
    """A value over several lines down to the fourth level; what is below stands on one line, which the fast encoder writes."""
    if len(margin) > _LEVELS or not isinstance(value, Mapping | list | tuple) or not value:
        return encode(value)
    inner = f"{margin}  "
    if isinstance(value, Mapping):
        parts = [f"{encode(str(key))}: {_laid_out(item, encode, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{margin}}}"
    return f"[{inner}{f',{inner}'.join(_laid_out(item, encode, inner) for item in value)}{margin}]"


def where(place: Place) -> str:
    """A place as it is said: 甲县.xlsx 附件2!D7（整改情况）; empty where nothing is known."""
    cell = "!".join(part for part in (place.sheet, place.cell) if part)
    label = f"（{place.label}）" if place.label else ""
    return shown(" ".join(part for part in (place.file, cell) if part) + label)


def fault_line(fault: Fault) -> str:
    """A fault on one line: what, what to do, its code; the place where the message does not name it."""
    place = where(fault.place)
    before = f"{place}：" if place and fault.place.file not in fault.message else ""
    return f"{before}{shown(fault.message)}{shown(fault.remedy)}（{fault.kind.code}）"


def faults_table(faults: Iterable[Fault], title: str = "") -> ScreenTable:
    """Faults in reading order, one a row, with what to do."""
    ordered = sorted(faults, key=lambda fault: (*fault.place.sort_key(), fault.kind.code))
    rows = tuple(
        (WEIGHTS[fault.kind.weight], fault.kind.code, where(fault.place), f"{fault.kind.title}：{fault.message}", fault.remedy)
        for fault in ordered
    )
    return ScreenTable(columns=("", "代码", "位置", "差错", "怎么办"), rows=rows, title=title)


def table_text(table: ScreenTable) -> str:
    """A table as text, as wide as the screen; unbroken lines where no person watches, for grep and paste."""
    return _on_screen(table) if is_terminal(sys.stdout) else _unbroken(table)


def _on_screen(table: ScreenTable) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(title=Text(table.title) if table.title else None, title_justify="left", box=SIMPLE_HEAD)
    for column in table.columns:
        grid.add_column(Text(column))
    for row in table.rows:
        grid.add_row(*(Text(shown(cell)) for cell in row))
    console = Console(file=sys.stdout, width=max(screen_columns(), 40), emoji=False, markup=False)
    with console.capture() as page:
        console.print(grid)
    return "\n".join(line.rstrip() for line in page.get().splitlines()).strip("\n")


def _unbroken(table: ScreenTable) -> str:
    """The same without rich, whose import takes as long as the rest of a short command that a script calls every minute."""
    rows = [table.columns, *(tuple(map(shown, row)) for row in table.rows)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = [("  " + "   ".join(map(padded, row, widths))).rstrip() for row in rows]
    lines.insert(1, " " + "─" * (sum(widths) + 3 * len(widths) - 1))
    return "\n".join([*([table.title, ""] if table.title else []), *lines]).strip("\n")


def ticker(what: str) -> Callable[[int, int], None]:
    """A counter on stderr for a step to call with (done, all): ten times a second at most, and only when a person watches."""
    last = 0.0

    def tick(done: int, of: int) -> None:
        nonlocal last
        if is_terminal(sys.stderr) and (done == of or monotonic() - last > 0.1):
            last = monotonic()
            overwrite(f"{what} {done}/{of}" + ("\n" if done == of else ""))

    return tick


def lines(texts: Sequence[str]) -> str:
    """Lines of text that came from outside, each made safe."""
    return "\n".join(shown(text) for text in texts)


def _json_value(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
