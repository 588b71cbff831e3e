"""The 督查报告: five sections of text and the two lists, all from the same findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duchá.ledger.rates import Rate
from duchá.reports.inspection import wording
from duchá.reports.inspection.findings import Finding, Inspected
from duchá.reports.inspection.pages import problems_page, typical_page
from duchá.reports.mask import masked, masked_text
from duchá.reports.page import Page, Report
from duchá.reports.summary.about import Provenance, mark
from duchá.terms.share import percent_text
from duchá.terms.text import safe_name
from duchá.terms.wording import day_words


def inspection_report(inspected: Inspected, provenance: Provenance) -> Report:
    """督查报告 with 问题事项清单 and 不落实典型事项清单 (JC-R-19). Numbers of people are masked unless the provenance says ``full``."""
    name, subject = inspected.campaign.settings.name, inspected.subject
    day = inspected.as_of.isoformat()
    sections = (
        (wording.ABOUT, _about(inspected)),
        (wording.FOUND, _found(inspected, full=provenance.full)),
        (wording.MENDED, _mended(inspected.problems)),
        (wording.TYPICAL, _typical(inspected)),
        (wording.ADVICE, _advice(inspected)),
    )
    under = wording.UNDER.format(day=day_words(inspected.as_of))
    texts = tuple(Page(name=title, title=title, columns=(), rows=(), words=tuple(words), under=under) for title, words in sections)
    report = Report(
        stem=wording.STEM_OF.format(subject=safe_name(subject), day=day) if subject else wording.STEM.format(day=day),
        title=wording.TITLE.format(subject=subject) if subject else wording.TITLE_ALL.format(campaign=name),
        as_of=inspected.as_of,
        mark=mark(provenance),
        pages=(*texts, problems_page(inspected), typical_page(inspected)),
        issuer=inspected.campaign.settings.issuer,
    )
    return report if provenance.full else masked(report)


def _about(inspected: Inspected) -> Iterator[str]:
    came = [finding for finding in inspected.findings if finding.visit]
    visits = [finding for finding in came if not finding.over]
    if visits:
        methods = Counter(finding.method or wording.NO_METHOD for finding in visits)
        groups = dict.fromkeys(finding.group for finding in visits if finding.group)
        said = wording.ONE_DAY if visits[0].day == visits[-1].day else wording.VISITS
        yield said.format(
            start=day_words(visits[0].day),
            end=day_words(visits[-1].day),
            count=len(visits),
            units=len({finding.unit for finding in visits if finding.unit}),
            groups=wording.GROUPS.format(groups=wording.PAUSE.join(groups)) if groups else "",
            methods=_counted(methods),
        )
    elif not came:
        yield wording.NO_VISITS
    overs: dict[str, Counter[str]] = {}
    for finding in came:
        if finding.over:
            overs.setdefault(finding.register, Counter())[finding.over] += 1
    for register, over in overs.items():
        yield wording.OVERS.format(register=register, count=over.total(), list=_counted(over))
    if nameless := sum(not finding.unit for finding in came):
        yield wording.NAMELESS.format(count=nameless)
    if others := len(inspected.findings) - len(came):
        yield wording.FROM_LEDGER.format(count=others)


def _counted(things: Counter[str]) -> str:
    return wording.PAUSE.join(wording.METHOD.format(method=thing, count=count) for thing, count in things.items())


def _found(inspected: Inspected, *, full: bool) -> Iterator[str]:
    problems = inspected.problems
    if not problems:
        yield wording.NOTHING_FOUND
        return
    clean = sum(finding.visit and not finding.words for finding in inspected.findings)
    by_unit: dict[str, list[Finding]] = {}
    for finding in problems:
        by_unit.setdefault(finding.unit, []).append(finding)
    classes = Counter(finding.category or wording.NO_CLASS for finding in problems)
    listed = wording.PAUSE.join(wording.CLASS_ONE.format(name=name, count=count) for name, count in classes.items())
    nameless = len(by_unit.pop("", ()))
    units = len(by_unit)
    if nameless:
        by_unit[wording.NO_UNIT] = [finding for finding in problems if not finding.unit]
    apart = wording.WITHOUT_UNIT.format(count=nameless) if nameless else ""
    yield wording.COUNTED.format(count=len(problems), units=units, apart=apart, clean=clean) + wording.BY_CLASS.format(list=listed)
    for at, (unit, found) in enumerate(by_unit.items(), 1):
        words = [finding.words if full else masked_text(finding.words) for finding in found]
        said = wording.CLAUSE.join(wording.PROBLEM_ONE.format(at=n, words=text.rstrip("。；;.")) for n, text in enumerate(words, 1))
        yield wording.UNIT_HEAD.format(at=at, unit=unit, count=len(found), list=said) + "。"


def _mended(problems: Sequence[Finding]) -> Iterator[str]:
    statuses = [finding.status for finding in problems if finding.status is not None]
    if not problems:
        yield wording.NOTHING_FOUND
        return
    if not statuses:
        yield wording.NO_REGISTERED.format(count=len(problems))
        return
    ended = sum(status.matter.state.ended for status in statuses)
    waiting = sum(status.matter.state.holds for status in statuses)
    open_ = [status for status in statuses if not (status.matter.state.ended or status.matter.state.holds)]
    yield wording.STATES.format(
        count=len(problems),
        registered=len(statuses),
        ended=ended,
        waiting=waiting,
        open=len(open_),
        late=sum(status.late_days > 0 for status in open_),
        loose=wording.LOOSE.format(count=loose) if (loose := len(problems) - len(statuses)) else "",
    ) + wording.RATE.format(rate=_share(Rate(part=ended, whole=len(statuses))))


def _typical(inspected: Inspected) -> Iterator[str]:
    if not inspected.typical:
        yield wording.NO_TYPICAL
        return
    listed = [
        wording.TYPICAL_ONE.format(unit=one.status.matter.answering, matter=one.status.matter.id, why=wording.PAUSE.join(one.why))
        for one in inspected.typical
    ]
    yield wording.TYPICAL_SAID.format(count=len(listed), list=wording.CLAUSE.join(listed))
    yield wording.RULE_WORDS


def _advice(inspected: Inspected) -> Iterator[str]:
    loose = sum(finding.status is None for finding in inspected.problems)
    late = sum(one.late_days > 0 and one.status.matter.open for one in inspected.typical)
    waiting = sum(finding.status is not None and finding.status.matter.state.holds for finding in inspected.problems)
    if loose:
        yield wording.REGISTER_THEM.format(count=loose)
    if late:
        yield wording.URGE_THEM.format(count=late)
    if waiting:
        yield wording.VERIFY_THEM.format(count=waiting)
    yield wording.KEEP


def _share(rate: Rate) -> str:
    return wording.DASH if rate.share is None else percent_text(rate.share)
