"""Which row is the header of which form, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duchá.rulebook.form import ColumnRole
from duchá.submissions import wording
from duchá.submissions.find.vocabulary import FormWords, Vocabulary, undecorated
from duchá.submissions.grammar import sounds_like_title, stands_beside, title_rank, title_role
from duchá.submissions.keys import plain
from duchá.terms.text import is_blank, tidy
from duchá.workbooks.sheets.model import CellValue, RawSheet

JOINED_TITLE = "{parent}/{child}"

_SEPARATOR = "␟"
_LONGEST_KEPT = 200  # characters of a title that is shown
_LONGEST_BY_TRADE = 30  # characters of a cell that is looked at for a title of the trade
_LONGEST_TITLE = 20  # of a title that is not known: anything longer is text, not a title
Titles = Mapping[int, tuple[str, ...]]  # sheet column → its title as written, the child before its parent
Answered = tuple[tuple[str, str], ...]  # what a person answered before (B06): form␟title as written, column id or "-"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeaderMatch:
    """A header read as one form's: ``columns`` found, ``written`` their titles, ``unknown`` the other titles, ``missing`` required columns.

    ``exact`` counts the columns that carry the title as printed, ``by_trade`` names those known by the words of the trade alone;
    ``contrary`` the missing columns whose place a title takes that another form prints; ``plain`` says that the header is just as it was sent out.
    """

    words: FormWords
    columns: Mapping[str, int]
    written: Mapping[str, str]
    unknown: Mapping[int, str]
    missing: frozenset[str]
    exact: int
    plain: bool
    by_trade: frozenset[str] = frozenset()
    contrary: frozenset[str] = frozenset()

    @property
    def open_titles(self) -> dict[int, str]:
        """The unknown titles that could be missing columns: not those of what forms have beside their own (检查时间, 责任人)."""
        return {column: title for column, title in self.unknown.items() if not stands_beside(plain_title(title))}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRow:
    """A row (or two, B02) of column titles: ``readings`` are the forms whose header it may be, ``left``–``right`` its columns."""

    top: int
    bottom: int
    left: int
    right: int
    readings: tuple[HeaderMatch, ...]


class Heads:
    """The cells of a row that hold column titles: ``known`` to the rulebook, and ``by_trade``, by column. It grows while the row is gone through."""

    __slots__ = ("by_trade", "known")

    def __init__(self) -> None:
        self.known: dict[int, str] = {}
        self.by_trade: dict[int, ColumnRole] = {}


def find_heads(sheet: RawSheet, vocabulary: Vocabulary) -> dict[int, Heads]:
    """Every row with a cell that holds a column title. A row that begins with a number is looked at for the rulebook's own titles only."""
    found: dict[int, Heads] = {}
    never, by_trade, head = vocabulary.never_titles, vocabulary.by_trade, vocabulary.head
    low, high = wording.FIRST_IDEOGRAPH, wording.LAST_IDEOGRAPH
    rows, left = sheet.rows, sheet.left
    for i, j in [
        (i, j) for i, row in enumerate(rows) for j, value in enumerate(row) if type(value) is str and value and value[0] not in never
    ]:
        if title := head(str(rows[i][j])):
            found.setdefault(sheet.top + i, Heads()).known[left + j] = title
    for i, row in enumerate(rows) if by_trade else ():
        start = row[0] if row else None
        if type(start) is int or (type(start) is str and start.isdecimal()):
            continue
        for column, value in enumerate(row, left):
            if type(value) is str and 0 < len(value) <= _LONGEST_BY_TRADE and (value[0] in by_trade or not low <= value[0] <= high):
                role = _role_of(value)
                if role is not None:
                    found.setdefault(sheet.top + i, Heads()).by_trade[column] = role
    return dict(sorted(found.items()))


@lru_cache(maxsize=8192)
def _role_of(written: str) -> ColumnRole | None:
    """What a title as it is written says that its column holds; the same titles come with every return."""
    return title_role(undecorated(plain(written)))


def match_header(
    sheet: RawSheet, row: int, heads: Mapping[int, Heads], vocabulary: Vocabulary, answered: Answered, *, sure: bool = False
) -> tuple[HeaderRow, ...]:
    """The headers in a row, left to right (B25); none when it is not one. Two rows are one header where the lower stands under spans of the upper (B02).

    ``sure``: that it is a header is known from what stands above it.
    """
    if not sure and not _is_header(sheet, row, heads[row], vocabulary):
        return ()
    options = [(row, row + 1)] * _is_double(sheet, row) + [(row, row)] + [(row - 1, row)] * _is_double(sheet, row - 1)
    matched = [_match(sheet, span, vocabulary, answered, 1 if sure else 0) for span in options]
    return max(matched, key=lambda headers: sum(max((len(one.columns) for one in header.readings), default=0) for header in headers))


def _is_header(sheet: RawSheet, row: int, heads: Heads, vocabulary: Vocabulary) -> bool:
    """A header is a row of titles: enough of some form's, and not two words among ten others (A30)."""
    enough, alone = _heads_enough(tuple(heads.known.items()), tuple(heads.by_trade.items()), vocabulary)
    values = sheet.rows[row - sheet.top]
    if alone and not enough:
        return all(_may_be_title(value) for value in values)
    return enough and _are_titles(values, sheet.left, frozenset(heads.known) | frozenset(heads.by_trade), bool(vocabulary.by_trade))


@lru_cache(maxsize=1024)
def _heads_enough(
    known: tuple[tuple[int, str], ...], by_trade: tuple[tuple[int, ColumnRole], ...], vocabulary: Vocabulary
) -> tuple[bool, bool]:
    """Whether titles make a row a header: as they are; or, for a form of one titled column, where nothing but titles stands beside.

    Two titles that the rulebook knows, numbers among them, or two of the trade that mean columns: one such word alone is a word.
    """
    enough = alone = False
    for words in vocabulary.forms:
        own = {words.columns[head] for _, head in known if head in words.columns}
        trade = {words.by_trade[role] for column, role in by_trade if role in words.by_trade and column not in dict(known)}
        if words.least == 1 and words.sequence not in own | trade:
            trade = set()  # 制度建设 alone in a row is a word like others
        telling = (own | trade) - {words.sequence}
        if len(telling) >= words.least or len(own) >= max(words.least, 2):
            enough, alone = enough or words.least > 1, alone or words.least == 1
    return enough, alone


@lru_cache(maxsize=1024)
def _are_titles(values: tuple[CellValue, ...], left: int, known: frozenset[int], by_trade: bool) -> bool:
    """True where at least half of what stands in a row is a title, or could be one where departments word them (``by_trade``); a number, a date or a
    sentence is none, no header holds a date, and none begins with a number."""
    filled = [(column, value) for column, value in enumerate(values, left) if not is_blank(value)]
    if not filled or _is_number(filled[0][1]) or any(isinstance(value, date) for _, value in filled):
        return False
    titles = sum(1 for column, value in filled if column in known or (by_trade and _sounds_like_title(value)))
    return 2 * titles >= len(filled)


def _sounds_like_title(value: CellValue) -> bool:
    return type(value) is str and len(value) <= _LONGEST_TITLE and sounds_like_title(undecorated(plain(value)))


def _is_number(value: CellValue) -> bool:
    return type(value) in (int, float) or (type(value) is str and value.strip().isdecimal())


def _may_be_title(value: CellValue) -> bool:
    return is_blank(value) or (isinstance(value, str) and len(value.strip()) <= _LONGEST_TITLE)


def _is_double(sheet: RawSheet, top: int) -> bool:
    """True when every title of the lower row stands under a span of the upper row or under nothing, and one span has two children; where a title is
    merged over both rows, one may stand under a single one as well (问题 above 发现存在问题)."""
    if not sheet.top <= top < sheet.top + len(sheet.rows) - 1:
        return False
    upper, lower = sheet.rows[top - sheet.top], sheet.rows[top - sheet.top + 1]
    if not lower or _is_number(lower[0]) or (sheet.merges and not any(box[0] == top and box[3] > box[1] for box in sheet.merges)):
        return False
    tied = any(box[0] == top and box[2] == top + 1 and box[1] == box[3] for box in sheet.merges)  # a title that fills both rows
    return _stand_under(upper, lower, tied)


@lru_cache(maxsize=1024)
def _stand_under(upper: tuple[CellValue, ...], lower: tuple[CellValue, ...], tied: bool) -> bool:
    """The same of two rows by themselves; ``tied``: a title is merged over both."""
    children = [at for at, value in enumerate(lower) if not is_blank(value)]
    if not children or sum(not is_blank(value) for value in upper) < 2 or not all(_may_be_title(lower[at]) for at in children):
        return False
    spans = {
        at
        for at in children
        if at < len(upper) and not is_blank(upper[at]) and (at + 1 >= len(upper) or is_blank(upper[at + 1])) and at + 1 in children
    }
    under = {at for at in children if at not in spans and (at >= len(upper) or is_blank(upper[at]))}
    return bool(spans) and all(at in spans or (at in under and at - 1 in spans | under) or (tied and at not in under) for at in children)


def _match(sheet: RawSheet, span: tuple[int, int], vocabulary: Vocabulary, answered: Answered, least: int) -> tuple[HeaderRow, ...]:
    parts = _parts(tuple(_titles(sheet, *span).items()), vocabulary, answered, least)
    return tuple(HeaderRow(top=span[0], bottom=span[1], left=left, right=right, readings=readings) for left, right, readings in parts)


@lru_cache(maxsize=1024)
def _parts(
    titles: tuple[tuple[int, tuple[str, ...]], ...], vocabulary: Vocabulary, answered: Answered, least: int
) -> tuple[tuple[int, int, tuple[HeaderMatch, ...]], ...]:
    """The headers in a row of titles, each with its first and last column; remembered, as most returns carry the same header.

    ``least`` is how few titles are enough where something else says that it is a header; 0: as many as each form wants.
    """
    parts = []
    for part in _split(dict(titles), vocabulary):
        for group in _readings(part, vocabulary, answers_by_form(answered), least):
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
        by_form.setdefault(form, {})[plain(title)] = column
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
    return "" if is_blank(value) else _in_one_line(str(value)[:_LONGEST_KEPT])


@lru_cache(maxsize=4096)
def _in_one_line(text: str) -> str:
    return tidy(text).replace("\n", "")


def _split(titles: Titles, vocabulary: Vocabulary) -> list[dict[int, tuple[str, ...]]]:
    """The titles of tables side by side, apart: a new table begins where two titles or more come again (one that comes twice is a column too many)."""
    parts: list[dict[int, tuple[str, ...]]] = [{}]
    seen: set[str] = set()
    columns = sorted(titles)
    heads = {column: vocabulary.head(titles[column][0]) for column in columns}
    for at, column in enumerate(columns):
        head = heads[column]
        if head and head in seen and len({heads[other] for other in columns[at:]} & seen) > 1:
            start = at
            while start > 0 and columns[start - 1] == columns[start] - 1 and columns[start - 1] in parts[-1]:
                start -= 1
            start = start if columns[start] != min(parts[-1]) else at
            moved = {other: parts[-1].pop(other) for other in columns[start:at]}
            parts.append(moved)
            seen = {heads[other] for other in moved}
        parts[-1][column] = titles[column]
        if head:
            seen.add(head)
    return parts


def _readings(
    titles: Titles, vocabulary: Vocabulary, answers: Mapping[str, Mapping[str, str]], least: int
) -> tuple[list[HeaderMatch], list[HeaderMatch]]:
    """The best readings of a part, and those of a second form that stands in what the best leaves over."""
    every = [read_header(words, titles, answers.get(words.form.id, {}), vocabulary) for words in vocabulary.forms]
    fitting = [
        reading
        for reading in every
        if len(reading.columns) >= (least or reading.words.least)
        and (least or reading.columns.keys() - {reading.words.sequence})  # a number column is no table
    ]
    if not fitting:
        return [], []
    best = max(fitting, key=lambda reading: (not reading.missing, len(reading.columns), reading.exact))
    left = {column: titles[column] for column in best.unknown}
    others = (
        [read_header(words, left, answers.get(words.form.id, {}), vocabulary) for words in vocabulary.forms if words is not best.words]
        if left
        else []
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
    return _readings(without, vocabulary, answers, least)[0], second


def read_header(words: FormWords, titles: Titles, answered: Mapping[str, str], vocabulary: Vocabulary) -> HeaderMatch:
    """Titles read as one form's: first what a person answered (B06), then titles as printed, then synonyms (B05), then by the words of the trade;
    order means nothing (B04)."""
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
    by_trade, contrary = _by_trade(words, rest, columns, answered, vocabulary)
    for id, column in by_trade.items():
        columns[id], written[id] = column, _joined(rest.pop(column))
    places = [columns[id] for id in words.order if id in columns]
    missing = words.required - columns.keys()
    return HeaderMatch(
        words=words,
        columns=columns,
        written=written,
        unknown={column: _joined(options) for column, options in rest.items()},
        missing=missing,
        exact=exact,
        plain=exact == len(words.printed) and not rest and places == sorted(places),
        by_trade=frozenset(by_trade),
        contrary=missing & contrary,
    )


def _by_trade(
    words: FormWords, rest: Titles, columns: Mapping[str, int], answered: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[dict[str, int], frozenset[str]]:
    """The columns that titles left over mean by the words of the trade, the best title for each; and those for which another form's own title stands.

    A title that another form of the campaign knows is that form's, not this one's.
    """
    found: dict[str, tuple[int, int]] = {}
    contrary: set[str] = set()
    for column, options in rest.items():
        for title in dict.fromkeys((plain_title(options[0]), *((plain_title(options[1] + options[0]),) if len(options) > 1 else ()))):
            role = title_role(title)
            id = words.by_trade.get(role, "") if role else ""
            if role is None or not id or id in columns or title in answered or plain(options[0]) in answered:
                continue
            if title in vocabulary.heads and title not in words.columns:
                contrary.add(id)
            elif id not in found or title_rank(title, role) > found[id][0]:
                found[id] = (title_rank(title, role), column)
    taken: dict[str, int] = {}
    for id, (_, column) in found.items():
        if column not in taken.values():
            taken[id] = column
    return taken, frozenset(contrary)


def _known(known: Mapping[str, str], title: str) -> str:
    found = plain(title)
    return known.get(found) or known.get(plain_title(title), "")


def plain_title(title: str) -> str:
    """The key of a title without what was added in brackets, a star or a colon."""
    found = plain(title)
    bare = undecorated(found) if "(" in found[1:] or found[-1:].isascii() else found.rstrip("*:")
    return bare or found


def _joined(options: tuple[str, ...]) -> str:
    return options[0] if len(options) == 1 else JOINED_TITLE.format(parent=options[1], child=options[0])
