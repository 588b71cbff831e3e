"""Which form a table is: number, title, column titles, labels, mark and file name are weighed together; what is close is asked, never guessed (DT-33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from duchá.rulebook.form import FilledBy, Form
from duchá.submissions import wording
from duchá.submissions.faults import tables as kinds
from duchá.submissions.find.above import Zone, header_cells
from duchá.submissions.find.column_titles import HeaderMatch, HeaderRow
from duchá.submissions.find.vocabulary import FormWords, pairs_of
from duchá.submissions.grammar import families_of, numbers_inside, subject_of
from duchá.submissions.keys import plain
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address
from duchá.terms.unit import Roster

CANDIDATE_FORM = "{form}（{reasons}）"
WHY_NUMBER = "表号为{number}"
WHY_TITLE = "标题为“{title}”"
WHY_COLUMNS = "有栏目{columns}"
WHY_MARK = "表内隐藏标记"
WHY_FILE = "文件名"
COLUMNS_ARE = "表中的栏目是{columns}"

# what each witness weighs: columns most, then title, number and mark, then what is easily wrong
_PRINTED, _SYNONYM, _BY_TRADE, _NUMBERS = (
    8,
    6,
    5,
    1,
)  # a column by its printed title, by another that the rulebook knows, by the trade's words; 序号
_COMPLETE, _AS_SENT = 6, 8  # every required column; all of them as printed
_MISSING, _CONTRARY = -4, -12  # a required column that is not there; in whose place another form's own title stands
_TITLE = {3: 7, 2: 6, 1: 4}
_SAME_SUBJECT, _OTHER_SUBJECT, _FOREIGN = (
    3,
    -6,
    -26,
)  # a title that speaks of the form's own matter in other words; a title that speaks of something else as well; of something else only
_NUMBER, _MARK, _FILE, _FAMILY, _LABEL = 6, 6, 3, 3, 1
_LITTLE = 12  # what speaks for a form is less: it is none of ours
_CLOSE = 2  # two forms that are no further apart can't be told
_LONGEST_SHOWN = 6  # columns named in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known about a file besides its cells: its name, the roster, and what the campaign is called in titles."""

    file_name: str = ""
    roster: Roster | None = None
    subjects: tuple[str, ...] = ()


NOWHERE = Surroundings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What each witness weighs for a header being one form's; ``lacking`` is what is missing, and counts against it."""

    reading: HeaderMatch
    columns: int
    title: int
    number: int
    mark: int
    file: int
    labels: int
    lacking: int

    @property
    def positive(self) -> int:
        """How much speaks for the form, whatever is missing."""
        return self.columns + self.title + self.number + self.mark + self.file + self.labels

    @property
    def net(self) -> int:
        """How much speaks for it rather than for another."""
        return self.positive + self.lacking

    def reasons(self, zone: Zone) -> str:
        """The witnesses in words."""
        reading = self.reading
        written = wording.LIST_PAUSE.join(reading.written[id] for id in reading.words.order if id in reading.written)
        told = (
            (self.number, WHY_NUMBER.format(number=reading.words.form.number)),
            (self.title, WHY_TITLE.format(title=zone.title)),
            (self.columns, WHY_COLUMNS.format(columns=written)),
            (self.mark, WHY_MARK),
            (self.file, WHY_FILE),
        )
        return wording.CLAUSE_COMMA.join(text for points, text in told if points > 0)


def form_name(form: Form) -> str:
    """What a form is called in a message: 附件2, or its title where it has no number."""
    return form.number or form.title


def choose_form(
    header: HeaderRow, zone: Zone, sheet: str, marked: frozenset[str], around: Surroundings
) -> tuple[HeaderMatch | None, tuple[Fault, ...]]:
    """The form of a header: the one for which most speaks. A register is filled on the office's own paper: there the most columns decide alone.

    Faults: S201 little speaks for any form, S203 two are close, S225 another form's title, S226 a title that is not ours.
    """
    weighed = sorted((weigh(reading, zone, marked, around) for reading in header.readings), key=lambda one: one.net, reverse=True)
    best = weighed[0]
    place = Place(sheet=sheet, cell=address(header.top, header.left))
    if best.reading.words.form.filled_by is FilledBy.OFFICE:
        return _of_the_office(header, zone, place, marked)
    if best.positive < _LITTLE:
        foreign = best.title == _FOREIGN
        where = zone.title_cell if foreign else place
        return None, (kinds.WRONG_FORM.at(where, found=zone.title if foreign else "", **_what_stands(zone, header, best)),)
    close = [one for one in weighed if best.net - one.net <= _CLOSE]
    if len(close) > 1:
        candidates = wording.LIST_PAUSE.join(
            CANDIDATE_FORM.format(form=form_name(one.reading.words.form), reasons=one.reasons(zone)) for one in close
        )
        return None, (kinds.UNCLEAR_FORM.at(place, candidates=candidates),)
    return best.reading, tuple(_about_title(best, zone))


def weigh(reading: HeaderMatch, zone: Zone, marked: frozenset[str], around: Surroundings) -> Evidence:
    """What speaks for a header being one form's."""
    words, form = reading.words, reading.words.form
    labelled = len(reading.columns.keys() & words.required) > 1
    return Evidence(
        reading=reading,
        columns=_points_of_columns(reading),
        title=_TITLE.get(zone.named.get(form.id, 0), 0) or _foreign(words, zone, around),
        number=_NUMBER if words.number in zone.numbers else 0,
        mark=_MARK if form.id in marked else 0,
        file=_FILE if around.file_name and _names_file(words, around.file_name) else 0,
        labels=_LABEL * min(2, len(header_cells(words, zone.labels))) if labelled else 0,
        lacking=sum(_CONTRARY if id in reading.contrary else _MISSING for id in reading.missing) if reading.missing else 0,
    )


@lru_cache(maxsize=1024)
def _points_of_columns(reading: HeaderMatch) -> int:
    complete = 0 if reading.missing else _COMPLETE + (_AS_SENT if reading.exact == len(reading.columns) else 0)
    return complete + sum(_weight_of_column(reading, id) for id in reading.columns)


def _weight_of_column(reading: HeaderMatch, id: str) -> int:
    if id == reading.words.sequence:
        return _NUMBERS
    if id in reading.by_trade:
        return _BY_TRADE + _FAMILY * _is_of_family(reading.words, plain(reading.written[id]))
    return _PRINTED if reading.words.printed.get(plain(reading.written[id])) == id else _SYNONYM


def _is_of_family(words: FormWords, title: str) -> bool:
    """Whether a title in the trade's words speaks of the same kind of work as the form, and of no other: 许可事项 and 行政审批, 检查事项 and 监管."""
    own = families_of(*words.titles, *words.printed)
    spoken = families_of(title)
    return bool(spoken) and spoken <= own


def _foreign(words: FormWords, zone: Zone, around: Surroundings) -> int:
    """What a title takes away that names no form of ours: nothing where it is one that any such table has (自查表), much where it speaks of something else."""
    if not zone.title or zone.named or words.form.filled_by is FilledBy.OFFICE:
        return 0
    title = plain(zone.title)
    units = (
        tuple(plain(name) for unit in around.roster.named_in(zone.title) for name in (unit.name, *unit.aliases)) if around.roster else ()
    )
    subject = subject_of(title, (*sorted(units, key=len, reverse=True), *around.subjects))
    if sum(map(len, subject)) < 2:
        return 0
    telling = {pair for text in (*words.titles, *words.printed) for piece in subject_of(text, ()) for pair in pairs_of(piece)}
    spoken = [pair for piece in subject for pair in pairs_of(piece)]
    known = sum(pair in telling for pair in spoken)
    return _FOREIGN if not known else _SAME_SUBJECT if known == len(spoken) else _OTHER_SUBJECT


@lru_cache(maxsize=1024)
def _names_file(words: FormWords, name: str) -> bool:
    """Whether a file's name names this form, and no other by its number."""
    found = plain(name)
    return (bool(words.number) and numbers_inside(found) == {words.number}) or any(title in found for title in words.titles)


def _what_stands(zone: Zone, header: HeaderRow, best: Evidence) -> dict[str, str]:
    """What a table of no form of ours carries, and what is expected here."""
    reading = best.reading
    shown = [
        title for _, title in sorted([*((reading.columns[id], title) for id, title in reading.written.items()), *reading.unknown.items()])
    ]
    columns = wording.LIST_PAUSE.join(shown[:_LONGEST_SHOWN]) + (wording.AND_MORE if len(shown) > _LONGEST_SHOWN else "")
    what = wording.QUOTED.format(text=zone.title) if best.title == _FOREIGN else COLUMNS_ARE.format(columns=columns)
    expected = wording.LIST_PAUSE.join(dict.fromkeys(form_name(reading.words.form) for reading in header.readings))
    return {"what": what, "expected": expected}


def _about_title(best: Evidence, zone: Zone) -> Iterator[Fault]:
    """S226 for a title that speaks of something else, where nothing but the columns speaks for the form; S225 for that of another form."""
    form = best.reading.words.form
    supported = best.reading.words.number in zone.numbers or best.reading.exact == len(best.reading.columns)
    if best.title == _FOREIGN or (best.title == _OTHER_SUBJECT and not supported):
        yield kinds.FOREIGN_TITLE.at(zone.title_cell, form=form.id, found=zone.title, title=zone.title, form_name=form_name(form))
    elif zone.named and form.id not in zone.named:
        yield kinds.OTHER_TITLE.at(zone.title_cell, form=form.id, found=zone.title, title=zone.title, form_name=form_name(form))


def _of_the_office(header: HeaderRow, zone: Zone, place: Place, marked: frozenset[str]) -> tuple[HeaderMatch | None, tuple[Fault, ...]]:
    """The register with the most columns, then the title, then completeness, then titles as printed; ``marked`` ones break a tie."""

    def rank(reading: HeaderMatch) -> tuple[int, int, bool, int]:
        return len(reading.columns), zone.named.get(reading.words.form.id, 0), not reading.missing, reading.exact

    ranked = sorted(header.readings, key=rank, reverse=True)
    best = [reading for reading in ranked if rank(reading) == rank(ranked[0])]
    if len(best) > 1:
        best = [reading for reading in best if reading.words.form.id in marked] or best
    if len(best) > 1:
        return None, (kinds.UNCLEAR_FORM.at(place, candidates=wording.LIST_PAUSE.join(form_name(reading.words.form) for reading in best)),)
    return best[0], ()
