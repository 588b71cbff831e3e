"""The written report (书面报告, DT-40): recognised, dated, its numbers held against the forms. It is never judged by its prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from duchá.rulebook.form import ColumnRole, Form
from duchá.submissions import wording
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.model import FilledForm, Submission
from duchá.submissions.status import Status
from duchá.submissions.unit.identify import identify_report
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching, is_blank
from duchá.workbooks.sheets.model import FileKind, RawBook

REPORT_WORDS = ("报告", "汇报", "总结")
NUMBER_OF_FORM = r"附(?:件|表)[0-9一二三四五六七八九十]"
STATED_PROBLEMS = (
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:的|各类|突出|主要){0,2}问题(?:共计?|合计|总计)?([0-9]+)(?:个|项|条|件|处)",
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:各类|突出|主要)?([0-9]+)(?:个|项|条|件|处)(?:各类|突出|主要|方面的?)?问题",
)
WRITTEN_DAY = r"[0-9〇○零一二三四五六七八九oO]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|(?:19|20)[0-9]{2}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}"

_TAKEN_UNREAD = frozenset(
    {FileKind.DOC, FileKind.PDF, FileKind.OFD, FileKind.IMAGE}
)  # nobody here can read them; that they came is what counts
_FORM_NUMBER = re.compile(NUMBER_OF_FORM)
_STATED = tuple(re.compile(pattern) for pattern in STATED_PROBLEMS)
_DAY = re.compile(WRITTEN_DAY)
_HEAD, _FOOT, _TITLE_LENGTH = 8, 12, 60


def read_report(kind: FileKind, book: RawBook | None, context: Context) -> Submission | None:
    """The submission in a document that is the written report; None where it is something else.

    Known by its file name or by its head; a docx only where it could be read. Unit: file name, folder, sender, head and signature, which must agree. Only a text can
    miss its date (S416); a scan is taken as it is. Source: DT-40, DT-24.
    """
    paragraphs = tuple(text for text in book.paragraphs if not is_blank(text)) if book is not None else ()
    readable = kind is FileKind.DOCX and book is not None
    if not (readable or kind in _TAKEN_UNREAD) or not _is_report(context.arrival.file_name, paragraphs):
        return None
    unit, faults = identify_report((*paragraphs[:_HEAD], *paragraphs[-_FOOT:]), context)
    if paragraphs and not any(_DAY.search(for_matching(text)) for text in (*paragraphs[:_HEAD], *paragraphs[-_FOOT:])):
        faults = (*faults, kinds.REPORT_DATE_MISSING.at(Place()))
    return Submission(
        source=context.arrival.source,
        sha256=None,
        status=Status.HELD,
        received_at=context.arrival.received_at,
        unit=unit,
        deliverables=_keys(unit, context),
        faults=faults,
        paragraphs=paragraphs,
    )


def stated_problems(paragraphs: Iterable[str]) -> int | None:
    """The number of problems that a report says were found: the first such statement. None where it makes none."""
    for paragraph in paragraphs:
        key = for_matching(paragraph)
        found = next((match for pattern in _STATED if (match := pattern.search(key))), None)
        if found is not None:
            return int(found[1])
    return None


def compare_report(paragraphs: Iterable[str], forms: Iterable[FilledForm], declared: Mapping[str, Form]) -> Iterator[Fault]:
    """The report's number of problems against the rows of the unit's problem forms (D13). Faults: S415. Silent where either is not there."""
    counted = [form for form in forms if form.form in declared and declared[form.form].with_role(ColumnRole.PROBLEM)]
    stated = stated_problems(paragraphs)
    rows = sum(len(form.rows) for form in counted)
    if stated is not None and counted and stated != rows:
        names = wording.LIST_COMMA.join(declared[form.form].number for form in counted)
        yield kinds.REPORT_COUNTS_DIFFER.at(stated=stated, forms=names, counted=rows)


def _is_report(name: str, paragraphs: tuple[str, ...]) -> bool:
    if any(word in name for word in REPORT_WORDS):
        return True
    head = (text for text in paragraphs[:_HEAD] if len(text) <= _TITLE_LENGTH)
    return _FORM_NUMBER.search(name) is None and any(word in text for text in head for word in REPORT_WORDS)


def _keys(unit: str | None, context: Context) -> tuple[str, ...]:
    campaign = context.campaign
    known = campaign.roster.get(unit) if unit else None
    owed = campaign.owed_by(known) if known else campaign.owed
    written = tuple(item for item in owed if item.deliverable.written)
    name = context.arrival.file_name
    named = tuple(item for item in written if item.deliverable.name in name)
    return tuple(item.key for item in named or written)
