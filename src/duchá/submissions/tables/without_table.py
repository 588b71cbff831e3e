"""Sheets in which no header was found: a form with another header (A31), another campaign's form (D19), or just another sheet (A29)."""

from __future__ import annotations

from collections.abc import Iterator

from duchá.submissions import wording
from duchá.submissions.headers.find_header_fields import names_of
from duchá.submissions.headers.vocabulary import FormWords, Vocabulary
from duchá.submissions.keys import key, plain
from duchá.submissions.tables import faults as kinds
from duchá.submissions.tables.choose_form import form_name
from duchá.terms.fault import Fault
from duchá.terms.place import Place, address
from duchá.terms.text import is_blank
from duchá.workbooks.sheets.model import RawSheet

INSTRUCTION_SHEETS = ("填表说明", "填报说明", "填写说明", "说明", "校验结果", "目录", "封面")
NO_COLUMNS = "（没有）"
SHEETS_WITHOUT_FORM = "工作表{names}中没有找到本次的报表"
COLUMN_TITLES = "各栏标题"

_TITLE_ROWS, _LONGEST_TITLE, _LONGEST_COLUMN, _SHOWN = 10, 60, 20, 12


def wrong_header(sheet: RawSheet, vocabulary: Vocabulary) -> Fault | None:
    """A sheet that carries a form's title over other columns (S202); None when it carries none."""
    for row, values in enumerate(sheet.rows[:_TITLE_ROWS], sheet.top):
        for column, value in enumerate(values, sheet.left):
            named = names_of(plain(value), vocabulary) if isinstance(value, str) and 0 < len(value) < _LONGEST_TITLE else {}
            sure = [form for form, strength in named.items() if strength > 1]
            if sure:
                words = next(words for words in vocabulary.forms if words.form.id == sure[0])
                return _about(sheet, words, (row, column), str(value).strip())
    return None


def _about(sheet: RawSheet, words: FormWords, at: tuple[int, int], title: str) -> Fault:
    present = {plain(value) for row in sheet.rows for value in row if isinstance(value, str)}
    known = {words.columns[title] for title in present if title in words.columns}
    there = _texts_below(sheet, at[0])
    missing = [column.title for column in words.form.columns if column.required and column.id not in known]
    quoted = wording.LIST_PAUSE.join(wording.QUOTED.format(text=title) for title in missing) or COLUMN_TITLES
    place = Place(sheet=sheet.name, cell=address(*at))
    return kinds.WRONG_HEADER.at(place, form=words.form.id, found=title, form_name=form_name(words.form), missing=quoted, columns=there)


def _texts_below(sheet: RawSheet, title: int) -> str:
    """The first row of several short texts below a title: what stands there for column titles."""
    for values in sheet.rows[title - sheet.top + 1 :]:
        texts = [value.strip() for value in values if isinstance(value, str) and not is_blank(value) and len(value) <= _LONGEST_COLUMN]
        if len(texts) > 1:
            return wording.LIST_PAUSE.join(wording.QUOTED.format(text=text) for text in texts[:_SHOWN])
    return NO_COLUMNS


def about_sheets(bare: list[RawSheet], vocabulary: Vocabulary, *, anything: bool) -> Iterator[Fault]:
    """What to say of sheets without a form: one rejection when nothing else was found, else a note each; empty ones say nothing."""
    told = [(sheet, rows) for sheet in bare if key(sheet.name) not in INSTRUCTION_SHEETS and (rows := _filled_rows(sheet))]
    if told and not anything:
        names = wording.LIST_PAUSE.join(wording.QUOTED.format(text=sheet.name) for sheet, _ in told)
        expected = wording.LIST_PAUSE.join(dict.fromkeys(form_name(words.form) for words in vocabulary.forms))
        yield kinds.WRONG_FORM.at(Place(sheet=told[0][0].name), what=SHEETS_WITHOUT_FORM.format(names=names), expected=expected)
        return
    for sheet, rows in told:
        yield kinds.UNKNOWN_SHEET.at(Place(sheet=sheet.name), sheet=sheet.name, rows=rows)


def _filled_rows(sheet: RawSheet) -> int:
    return sum(1 for row in sheet.rows if not all(map(is_blank, row)))
