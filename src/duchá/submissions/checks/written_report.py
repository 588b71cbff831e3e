"""Written documents (书面报告, 方案, 总结; DT-40): recognised, dated, their numbers held against the forms. They are never judged by their prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duchá.rulebook.form import ColumnRole, Form
from duchá.rulebook.model import Deliverable
from duchá.submissions import wording
from duchá.submissions.context import Context
from duchá.submissions.faults import checks as kinds
from duchá.submissions.model import FilledForm, PeriodSaid, Submission
from duchá.submissions.status import Status
from duchá.submissions.unit.identify import identify_report
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching, is_blank
from duchá.workbooks.sheets.model import FileKind, RawBook

REPORT_WORDS = ("报告", "汇报", "总结")  # what any written report may be called
FAMILIES = (("方案", "计划", "预案"), (*REPORT_WORDS, "小结"), ("制度", "办法", "细则"))  # documents of one kind go by any of these
NUMBER_OF_FORM = r"附(?:件|表)[0-9一二三四五六七八九十]"
STATED_PROBLEMS = (
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:的|各类|突出|主要){0,2}问题(?:共计?|合计|总计)?([0-9]+)(?:个|项|条|件|处)",
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:各类|突出|主要)?([0-9]+)(?:个|项|条|件|处)(?:各类|突出|主要|方面的?)?问题",
)
WRITTEN_DAY = r"[0-9〇○零一二三四五六七八九oO]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|(?:19|20)[0-9]{2}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}"

_TAKEN_UNREAD = frozenset(
    {FileKind.DOC, FileKind.ODT, FileKind.PDF, FileKind.OFD, FileKind.IMAGE}
)  # nobody here can read them; that they came is what counts
_FORM_NUMBER = re.compile(NUMBER_OF_FORM)
_STATED = tuple(re.compile(pattern) for pattern in STATED_PROBLEMS)
_DAY = re.compile(WRITTEN_DAY)
_HEAD, _FOOT, _TITLE_LENGTH = 8, 12, 60


def read_report(kind: FileKind, book: RawBook | None, context: Context) -> Submission | None:
    """The submission in a document that is a written document that is owed; None where it is something else.

    Known by a deliverable's own name or synonyms in the file's name, then in its head, then by the kind of document (方案, 总结); a docx only where it could be read. Unit: file name, folder, sender, head and signature, which must agree. Only a text can
    miss its date (S416); a scan is taken as it is. Source: DT-40, DT-24.
    """
    paragraphs = tuple(text for text in book.paragraphs if not is_blank(text)) if book is not None else ()
    readable = kind is FileKind.DOCX and book is not None
    if not (readable or kind in _TAKEN_UNREAD):
        return None
    asked = _asked(context, None)
    if not context.arrival.given_deliverable and not _recognised(asked, context.arrival.file_name, paragraphs):
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
        faults=faults,
        paragraphs=paragraphs,
        written=_keys(unit, paragraphs, context),
        said=PeriodSaid(titles=tuple(text for text in paragraphs[:_HEAD] if len(text) <= _TITLE_LENGTH)),
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


def _keys(unit: str | None, paragraphs: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The documents that are owed and that this one may be: the one that a person names, else by what the file says."""
    asked = _asked(context, unit)
    given = context.arrival.given_deliverable
    if given:
        return tuple(item.key for item in asked if item.key == given)
    return tuple(item.key for item in _recognised(asked, context.arrival.file_name, paragraphs))


def _asked(context: Context, unit: str | None) -> tuple[Deliverable, ...]:
    """The written documents that a unit owes; unit unknown: of any group."""
    campaign = context.campaign
    known = campaign.roster.get(unit) if unit else None
    owed = campaign.owed_by(known) if known else campaign.owed
    return tuple({item.plain.key: item.plain for item in owed if item.deliverable.written}.values())


def _recognised(asked: Sequence[Deliverable], name: str, paragraphs: tuple[str, ...]) -> tuple[Deliverable, ...]:
    """Those of the documents asked for that a file may be; none where it is something else.

    A name says more than a kind, the file's name more than the head; of names that stand in each other the longest. What calls itself a report
    may be any of them where no other is nearer.
    """
    head = "" if _FORM_NUMBER.search(name) else "\n".join(text for text in paragraphs[:_HEAD] if len(text) <= _TITLE_LENGTH)
    texts = tuple(for_matching(text) for text in (name, head))
    ways = (_by_name, _by_word, _by_family)
    found = (way(asked, text) for way in ways for text in texts if text)
    nearest = next((items for items in found if items), ())
    if nearest:
        return nearest
    return tuple(asked) if any(word in text for word in REPORT_WORDS for text in texts) else ()


def _by_name(asked: Sequence[Deliverable], text: str) -> tuple[Deliverable, ...]:
    fits = {item.key: max((len(name) for name in _names(item) if name in text), default=0) for item in asked}
    most = max(fits.values(), default=0)
    return tuple(item for item in asked if most and fits[item.key] == most)


def _by_word(asked: Sequence[Deliverable], text: str) -> tuple[Deliverable, ...]:
    """Those in whose name alone a word stands that the text uses (总结); several where it uses words of several."""
    found: dict[str, Deliverable] = {}
    for word in (word for family in FAMILIES for word in family if word in text):
        items = [item for item in asked if any(word in name for name in _names(item))]
        found |= {item.key: item for item in items} if len(items) == 1 else {}
    return tuple(found.values())


def _by_family(asked: Sequence[Deliverable], text: str) -> tuple[Deliverable, ...]:
    families = [family for family in FAMILIES if any(word in text for word in family)]
    return tuple(item for item in asked if any(any(word in name for word in family for name in _names(item)) for family in families))


def _names(item: Deliverable) -> tuple[str, ...]:
    return tuple(for_matching(name) for name in (item.name, *item.synonyms) if name)
