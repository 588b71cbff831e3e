"""What a command answers with: a page for a person or JSON for a program, and its exit code."""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from time import monotonic

from duchá.campaign.faults import TO_BE_SETTLED
from duchá.cli.next_command import runnable
from duchá.cli.text import padded, width, wrapped
from duchá.cli.write_screen import is_terminal, out, overwrite, screen_columns, unicode_safe, warnings_beside_progress
from duchá.terms.fault import Fault, Weight
from duchá.terms.place import Place
from duchá.terms.text import shown

_UNSEEN = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_PATH_LAST = re.compile(r"(.*：)((?:/|[A-Za-z]:\\)[^：；。]*|[^\s：，；。、]*/[^\s：，；。、]*)")  # what is said of a file, and where it is
_LEVELS = len("\n") + 4 * len("  ")
_NARROWEST, _INSIDE, _BETWEEN, _COMMAND = 40, "  ", "   ", "duchá "
_LAST_ONES, _ENOUGH, _SOON = 20, 3, 1.0  # files by which the rest is reckoned; how many and how many seconds before anything is said of it
WEIGHTS: Mapping[Weight, str] = {Weight.REJECT: "× 退回", Weight.QUERY: "？ 核实", Weight.NOTE: "● 提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenTable:
    """A table for the screen; cells are text as it came, made safe when shown.

    Where it does not fit on the screen each row is a paragraph: the first ``key`` cells, then the others behind their titles.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    key: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBlock:
    """One thing and what is to be said of it, a line each, further in: a file and its faults."""

    head: str
    lines: tuple[str, ...] = ()


Part = str | ScreenTable | ScreenBlock | Fault  # a fault as it is said on a line: one that somebody has to settle makes the exit code 1


def answer(data: Mapping[str, object], *page: Part, as_json: bool, quiet: bool = False, attention: bool = False) -> int:
    """Shows the answer once, as JSON or as a page, and gives the exit code: 1 when something needs attention, else 0.

    What is wrong with the campaign itself and has to be settled (`to_be_settled`) needs it wherever it is said.
    """
    if as_json:
        out(json_text(data))
    elif not quiet:
        for part in page:
            out(part_text(part))
    return 1 if attention or to_be_settled(part for part in page if isinstance(part, Fault)) else 0


def to_be_settled(faults: Iterable[Fault]) -> bool:
    """True where somebody has to look into one of the faults of the campaign itself: a group that the roster lacks, a rulebook that says what does nothing."""
    return any(fault.kind in TO_BE_SETTLED for fault in faults)


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
    named = bool(fault.place.file) and fault.place.file in fault.message
    before = f"{place}：" if place and not named else ""
    return f"{before}{shown(fault.message)}{shown(fault.remedy)}（{fault.kind.code}）"


def faults_block(faults: Iterable[Fault], title: str, weights: Mapping[Weight, str] = WEIGHTS) -> ScreenBlock:
    """Faults in reading order, one a line: how heavy, where, what, what to do, which code."""
    ordered = sorted(faults, key=lambda fault: (*fault.place.sort_key(), fault.kind.code))
    return ScreenBlock(head=title, lines=tuple(f"{weights[fault.kind.weight]}　{fault_line(fault)}" for fault in ordered))


def part_text(part: Part) -> str:
    """A part of a page as text: folded to the screen, nothing of it cut; unbroken lines where no person watches, for grep and paste."""
    columns = max(screen_columns(), _NARROWEST) - 1 if is_terminal(sys.stdout) else None
    match part:
        case ScreenTable():
            return table_text(part, columns)
        case ScreenBlock():
            lines = (_folded(f"{_INSIDE}{runnable(shown(line))}", columns, 2 * _INSIDE) for line in part.lines)
            return "\n".join((_folded(runnable(shown(part.head)), columns, 2 * _INSIDE), *lines))
        case Fault():
            return _folded(runnable(fault_line(part)), columns)
        case _:
            return "\n".join(_folded(line, columns) for line in runnable(shown(part, lines=True)).split("\n"))


def table_text(table: ScreenTable, columns: int | None = None) -> str:
    """A table as text in so many columns; without a number as wide as it comes."""
    rows = [table.columns, *(tuple(runnable(shown(cell)) for cell in row) for row in table.rows)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    title = [_folded(runnable(shown(table.title)), columns), ""] if table.title else []
    if columns is not None and len(_INSIDE) + sum(widths) + len(_BETWEEN) * (len(widths) - 1) > columns:
        lines = [_folded(_paragraph(row, table), columns, 2 * _INSIDE) for row in rows[1:]]
        return "\n".join([*title[:1], *lines])
    lines = [(_INSIDE + _BETWEEN.join(map(padded, row, widths))).rstrip() for row in rows]
    lines.insert(1, " " + "─" * (sum(widths) + len(_BETWEEN) * len(widths) - 2))
    return "\n".join([*title, *lines]).strip("\n")


def _paragraph(row: Sequence[str], table: ScreenTable) -> str:
    """A row that does not fit on a line: what it is about, then whatever else is in it behind the title of its column."""
    first = [cell for cell in row[: table.key] if cell]
    behind = zip(table.columns[table.key :], row[table.key :], strict=True)
    rest = [cell if cell.startswith(title) else f"{title}：{cell}" for title, cell in behind if cell]
    return _INSIDE + "　".join([*first, *rest])


def _folded(text: str, columns: int | None, hang: str = "") -> str:
    """A line folded to the screen. A command is not, nor the path that a line ends in: only what the terminal itself folds can be copied in one
    piece.
    """
    if columns is None or width(text) <= columns or text.lstrip().startswith(_COMMAND):
        return text
    if path := _PATH_LAST.fullmatch(text):
        return "\n".join((*wrapped(path[1], columns, hang), (hang or _INSIDE) + path[2]))
    return "\n".join(wrapped(text, columns, hang))


def ticker(what: str) -> Callable[..., None]:
    """A line of progress on stderr for a step to call with (done, all, what is being read now): ten times a second at most, only when a person watches,
    gone when the answer comes. How long it still takes is said once a few are done, by how long the last ones took.
    """
    last = 0.0
    times: deque[float] = deque(maxlen=_LAST_ONES)
    begun = monotonic()
    warnings_beside_progress()

    def tick(done: int, of: int, name: str = "") -> None:
        nonlocal last
        if not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
            return
        now = monotonic()
        times.append(now)
        if done >= of:
            overwrite("", 0)
        elif now - last > 0.1:
            last = now
            known = len(times) > _ENOUGH and now - begun > _SOON
            left = _still(round((now - times[0]) / (len(times) - 1) * (of - done))) if known else ""
            text = next(
                text for text in _shorter(f"{what} {done}/{of}", shown(name), left) if width(text) < screen_columns() or text == what
            )
            overwrite(text, width(text))

    return tick


def _shorter(count: str, name: str, left: str) -> Iterator[str]:
    """A line of progress, then what may stand where it has no room: nothing is cut in two."""
    yield "　".join(part for part in (count, name, left) if part)
    yield "　".join(part for part in (count, left) if part)
    yield count
    yield count.split()[0]


def _still(seconds: int) -> str:
    """How long it still takes, no finer than anybody can know; nothing where it is over before it is read."""
    if seconds < 2:
        return ""
    if seconds < 10:
        return f"约还需 {seconds} 秒"
    return f"约还需 {round(seconds, -1)} 秒" if seconds < 95 else f"约还需 {round(seconds / 60)} 分钟"


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
