"""Which row is the header of which form, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from duchá.submissions import wording
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary, key
from duchá.terms.text import tidy
from duchá.workbooks.model import CellValue, RawSheet

_SEPARATOR = "␟"
_LONGEST_KEPT = 200  # characters of a title that is shown
_LONGEST_TITLE = 20  # of a title that is not known: anything longer is text, not a title
Titles = Mapping[int, tuple[str, ...]]  # sheet column → its title as written, the child before its parent
Answered = tuple[tuple[str, str], ...]  # what a person answered before (B06): form␟title as written, column id or "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A header read as one form's: ``columns`` found, ``written`` their titles, ``unknown`` the other titles, ``missing`` required columns.

    ``exact`` counts the columns that carry the title as printed; ``plain`` says that the header is just as it was sent out.
    """

    words: FormWords
    columns: Mapping[str, int]
    written: Mapping[str, str]
    unknown: Mapping[int, str]
    missing: frozenset[str]
    exact: int
    plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRow:
    """A row (or two, B02) of column titles: ``readings`` are the forms whose header it may be, ``left``–``right`` its columns."""

    top: int
    bottom: int
    left: int
    right: int
    readings: tuple[Reading, ...]


Heads = dict[int, dict[int, str]]  # row → column → known title there


def find_heads(sheet: RawSheet, vocabulary: Vocabulary) -> Heads:
    """Every cell that holds a known column title, by row."""
    found: Heads = {}
    starts, head = vocabulary.starts, vocabulary.head
    low, high = wording.FIRST_IDEOGRAPH, wording.LAST_IDEOGRAPH  # no other character can turn out to begin a title after normalising
    for row_number, row in enumerate(sheet.rows, sheet.top):
        for column, value in enumerate(row, sheet.left):
            if type(value) is str and value and (value[0] in starts or not low <= value[0] <= high) and (title := head(value)):
                found.setdefault(row_number, {})[column] = title
    return found


def match_header(sheet: RawSheet, row: int, heads: Heads, vocabulary: Vocabulary, answered: Answered) -> tuple[HeaderRow, ...]:
    """The headers in a row, left to right (B25); none when it is not one. Two rows are one header where the lower stands under spans of the upper (B02)."""
    if not _is_header(sheet, row, heads[row], vocabulary):
        return ()
    options = [(row, row + 1)] * _is_double(sheet, row) + [(row, row)] + [(row - 1, row)] * _is_double(sheet, row - 1)
    matched = [_match(sheet, span, vocabulary, answered) for span in options]
    return max(matched, key=lambda headers: sum(max((len(one.columns) for one in header.readings), default=0) for header in headers))


def _is_header(sheet: RawSheet, row: int, heads: Mapping[int, str], vocabulary: Vocabulary) -> bool:
    enough, alone = _heads_enough(tuple(heads.values()), vocabulary)
    return enough or (alone and all(_may_be_title(value) for value in sheet.rows[row - sheet.top]))


@lru_cache(maxsize=1024)
def _heads_enough(heads: tuple[str, ...], vocabulary: Vocabulary) -> tuple[bool, bool]:
    """Whether known titles make a row a header: as they are; or, for a form of one titled column, where nothing but titles stands beside."""
    enough = alone = False
    for words in vocabulary.forms:
        known = {words.columns[head] for head in heads if head in words.columns}
        if len(known - {words.sequence}) >= words.least or len(known) >= max(words.least, 2):
            enough, alone = enough or words.least > 1, alone or words.least == 1
    return enough, alone


def _may_be_title(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and len(value.strip()) <= _LONGEST_TITLE)


def _is_double(sheet: RawSheet, top: int) -> bool:
    """True when every title of the lower row stands under a span of the upper row or under nothing, and one span has two children."""
    if not sheet.top <= top < sheet.top + len(sheet.rows) - 1:
        return False
    upper, lower = sheet.rows[top - sheet.top], sheet.rows[top - sheet.top + 1]
    children = [at for at, value in enumerate(lower) if not _blank(value)]
    if not children or sum(not _blank(value) for value in upper) < 2 or not all(_may_be_title(lower[at]) for at in children):
        return False
    spans = {
        at
        for at in children
        if at < len(upper) and not _blank(upper[at]) and (at + 1 >= len(upper) or _blank(upper[at + 1])) and at + 1 in children
    }
    under = {at for at in children if at not in spans and (at >= len(upper) or _blank(upper[at]))}
    if sheet.merges and not any(box[0] == top and box[3] > box[1] for box in sheet.merges):
        return False
    return bool(spans) and all(at in spans or (at in under and at - 1 in spans | under) for at in children)


def _blank(value: CellValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _match(sheet: RawSheet, span: tuple[int, int], vocabulary: Vocabulary, answered: Answered) -> tuple[HeaderRow, ...]:
    parts = _parts(tuple(_titles(sheet, *span).items()), vocabulary, answered)
    return tuple(HeaderRow(top=span[0], bottom=span[1], left=left, right=right, readings=readings) for left, right, readings in parts)


@lru_cache(maxsize=1024)
def _parts(
    titles: tuple[tuple[int, tuple[str, ...]], ...], vocabulary: Vocabulary, answered: Answered
) -> tuple[tuple[int, int, tuple[Reading, ...]], ...]:
    """The headers in a row of titles, each with its first and last column; remembered, as most returns carry the same header."""
    parts = []
    for part in _split(dict(titles), vocabulary):
        for group in _readings(part, vocabulary, answers_by_form(answered)):
            if group:
                own = [column for reading in group for column in (*reading.columns.values(), *reading.unknown)]
                parts.append((min(own), max(own), tuple(group)))
    return tuple(sorted(parts, key=lambda part: part[0]))


@lru_cache(maxsize=8)
def answers_by_form(answered: Answered) -> Mapping[str, Mapping[str, str]]:
    """Remembered answers: form → key of the written title → column id or ``-``."""
    by_form: dict[str, dict[str, str]] = {}
    for question, column in answered:
        form, _, title = question.partition(_SEPARATOR)
        by_form.setdefault(form, {})[key(title)] = column
    return by_form


def _titles(sheet: RawSheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    titles: dict[int, tuple[str, ...]] = {}
    parent = ""
    for column in range(sheet.left, sheet.left + max(len(sheet.rows[top - sheet.top]), len(sheet.rows[bottom - sheet.top]))):
        own = _title(sheet.value(top, column))
        parent = own or parent
        child = own if top == bottom else _title(sheet.value(bottom, column))
        words = (child or own, parent) if child and parent != child else (child or own,)
        if words[0]:
            titles[column] = words
    return titles


def _title(value: CellValue) -> str:
    return "" if _blank(value) else _in_one_line(str(value)[:_LONGEST_KEPT])


@lru_cache(maxsize=4096)
def _in_one_line(text: str) -> str:
    return tidy(text).replace("\n", "")


def _split(titles: Titles, vocabulary: Vocabulary) -> list[dict[int, tuple[str, ...]]]:
    """The titles of tables side by side, apart: a new table begins where a title comes again and at least two are known from there on."""
    parts: list[dict[int, tuple[str, ...]]] = [{}]
    seen: set[str] = set()
    columns = sorted(titles)
    for at, column in enumerate(columns):
        head = vocabulary.head(titles[column][0])
        if head and head in seen and sum(1 for other in columns[at:] if vocabulary.head(titles[other][0])) > 1:
            start = at
            while start > 0 and columns[start - 1] == columns[start] - 1 and columns[start - 1] in parts[-1]:
                start -= 1
            start = start if columns[start] != min(parts[-1]) else at
            moved = {other: parts[-1].pop(other) for other in columns[start:at]}
            parts.append(moved)
            seen = {vocabulary.head(words[0]) for words in moved.values()}
        parts[-1][column] = titles[column]
        seen.add(head)
    return parts


def _readings(titles: Titles, vocabulary: Vocabulary, answers: Mapping[str, Mapping[str, str]]) -> tuple[list[Reading], list[Reading]]:
    """The best readings of a part, and those of a second form that stands in what the best leaves over."""
    every = [read_header(words, titles, answers.get(words.form.id, {})) for words in vocabulary.forms]
    fitting = [
        reading
        for reading in every
        if len(reading.columns) >= reading.words.least and reading.columns.keys() - {reading.words.sequence}  # a number column is no table
    ]
    if not fitting:
        return [], []
    best = max(fitting, key=lambda reading: (not reading.missing, len(reading.columns), reading.exact))
    left = {column: titles[column] for column in best.unknown}
    others = (
        [read_header(words, left, answers.get(words.form.id, {})) for words in vocabulary.forms if words is not best.words] if left else []
    )
    second = [
        reading
        for reading in others
        if reading.columns and not reading.missing and reading.words.required and reading.exact == len(reading.columns)
    ]
    if not second:
        return fitting, []
    second = [max(second, key=lambda reading: len(reading.columns))]
    without = {column: words for column, words in titles.items() if column not in second[0].columns.values()}
    return _readings(without, vocabulary, answers)[0], second


def read_header(words: FormWords, titles: Titles, answered: Mapping[str, str]) -> Reading:
    """Titles read as one form's: first what a person answered (B06), then titles as printed, then synonyms (B05); order means nothing (B04)."""
    columns: dict[str, int] = {}
    written: dict[str, str] = {}
    rest = dict(titles)
    for known, depth in ((answered, 0), (words.printed, 0), (words.columns, 0), (words.printed, 1), (words.columns, 1)):
        for column, options in list(rest.items()):
            id = _known(known, options[depth]) if len(options) > depth else ""
            if id and id in words.order and id not in columns:
                under_own_title = len(options) > 1 and words.printed.get(plain_title(options[1])) == id
                columns[id], written[id] = column, options[1 if under_own_title else depth]
                del rest[column]
    exact = sum(1 for id, title in written.items() if words.printed.get(plain_title(title)) == id)
    places = [columns[id] for id in words.order if id in columns]
    return Reading(
        words=words,
        columns=columns,
        written=written,
        unknown={column: _joined(options) for column, options in rest.items()},
        missing=words.required - columns.keys(),
        exact=exact,
        plain=exact == len(words.printed) and not rest and places == sorted(places),
    )


def _known(known: Mapping[str, str], title: str) -> str:
    found = key(title)
    return known.get(found) or known.get(plain_title(title), "")


def plain_title(title: str) -> str:
    """The key of a title without what was added in brackets, a star or a colon."""
    found = key(title)
    return found.split("(")[0].rstrip("*:") if found[:1] != "(" else found


def _joined(options: tuple[str, ...]) -> str:
    return options[0] if len(options) == 1 else wording.JOINED_TITLE.format(parent=options[1], child=options[0])
