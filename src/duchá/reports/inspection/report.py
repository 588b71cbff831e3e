"""The 督查报告: five sections of text and the two lists, all from the same findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duchá.ledger.rates import Rate
from duchá.reports.inspection import wording
from duchá.reports.inspection.findings import Finding, Inspected
from duchá.reports.inspection.pages import problems_page, typical_page
from duchá.reports.mask import masked, masked_text
from duchá.reports.page import Page, Report, share_text
from duchá.reports.summary.about import Provenance, mark
from duchá.terms.text import safe_name
from duchá.terms.wording import day_words

CLAUSE = "；"
ABOUT = "督查情况"
FOUND = "发现的主要问题"
MENDED = "整改落实情况"
TYPICAL = "不落实典型事项"
ADVICE = "工作建议"
TITLE = "关于{subject}的督查报告"
TITLE_ALL = "{campaign}督查报告"
STEM = "督查报告-{day}"
STEM_OF = "督查报告-{subject}-{day}"
VISITS = "{start}至{end}，共登记督查{count}项次，涉及{units}个单位{groups}。督查方式：{methods}。"
ONE_DAY = "{start}，共登记督查{count}项次，涉及{units}个单位{groups}。督查方式：{methods}。"
GROUPS = "，由{groups}承担"
METHOD = "{method}{count}项次"
NO_METHOD = "未写明方式"
OVERS = "另登记{register}{count}项次，对象：{list}。"
NAMELESS = "其中{count}项次没有写明单位，不计入单位数。"
WITHOUT_UNIT = "，另有{count}个没有写明单位"
FROM_LEDGER = "台账中的督查问题{count}件，没有对应的督查登记。"
NO_VISITS = "没有督查登记。"
COUNTED = "共发现问题{count}个，涉及{units}个单位{apart}；{clean}项次没有发现问题。"
BY_CLASS = "按类别：{list}。"
CLASS_ONE = "{name}{count}个"
NO_CLASS = "未分类"
UNIT_HEAD = "{at}. {unit}（{count}个）：{list}"
PROBLEM_ONE = "（{at}）{words}"
NOTHING_FOUND = "没有发现问题。"
STATES = "{count}个问题中，已登记台账{registered}个：已销号{ended}个，已报待审核{waiting}个，整改中{open}个（其中逾期{late}个）{loose}。"
LOOSE = "；尚未登记台账{count}个"
RATE = "整改完成率（已销号÷已登记）{rate}。"
NO_REGISTERED = "{count}个问题都还没有登记台账。"
TYPICAL_SAID = "按台账记录，符合下列情形之一、建议列为不落实典型的事项{count}件，是否列入由督查组核定：{list}。"
TYPICAL_ONE = "{unit}{matter}（{why}）"
NO_TYPICAL = "台账中没有逾期达到标准、列入重点督办、多次退回或者销号后再次出现的事项。"
RULE_WORDS = "情形：落实时限逾期达到红闪标准；列入重点督办；退回两次以上；销号后再次出现。"
REGISTER_THEM = "未登记台账的{count}个问题，应当逐件立项，明确责任单位和整改时限。"
URGE_THEM = "不落实典型事项清单中尚未办结、已经逾期的{count}件，建议发催办函，责成责任单位说明原因、限期完成。"
VERIFY_THEM = "已报整改的{count}个问题，应当逐件核验，核验到位再销号。"
KEEP = "已完成整改的，要举一反三，健全长效机制，防止反弹。"


def inspection_report(inspected: Inspected, provenance: Provenance) -> Report:
    """督查报告 with 问题事项清单 and 不落实典型事项清单 (JC-R-19). Numbers of people are masked unless the provenance says ``full``."""
    name, subject = inspected.campaign.settings.name, inspected.subject
    day = inspected.as_of.isoformat()
    sections = (
        (ABOUT, _about(inspected)),
        (FOUND, _found(inspected, full=provenance.full)),
        (MENDED, _mended(inspected.problems)),
        (TYPICAL, _typical(inspected)),
        (ADVICE, _advice(inspected)),
    )
    under = wording.UNDER.format(day=day_words(inspected.as_of))
    texts = tuple(Page(name=title, title=title, columns=(), rows=(), words=tuple(words), under=under) for title, words in sections)
    report = Report(
        stem=STEM_OF.format(subject=safe_name(subject), day=day) if subject else STEM.format(day=day),
        title=TITLE.format(subject=subject) if subject else TITLE_ALL.format(campaign=name),
        as_of=inspected.as_of,
        mark=mark(provenance),
        pages=(*texts, problems_page(inspected), typical_page(inspected)),
        issuer=inspected.campaign.settings.issuer,
        kind="inspection",
    )
    return report if provenance.full else masked(report)


def _about(inspected: Inspected) -> Iterator[str]:
    came = [finding for finding in inspected.findings if finding.visit]
    visits = [finding for finding in came if not finding.over]
    if visits:
        methods = Counter(finding.method or NO_METHOD for finding in visits)
        groups = dict.fromkeys(finding.group for finding in visits if finding.group)
        said = ONE_DAY if visits[0].day == visits[-1].day else VISITS
        yield said.format(
            start=day_words(visits[0].day),
            end=day_words(visits[-1].day),
            count=len(visits),
            units=len({finding.unit for finding in visits if finding.unit}),
            groups=GROUPS.format(groups=wording.PAUSE.join(groups)) if groups else "",
            methods=_counted(methods),
        )
    elif not came:
        yield NO_VISITS
    overs: dict[str, Counter[str]] = {}
    for finding in came:
        if finding.over:
            overs.setdefault(finding.register, Counter())[finding.over] += 1
    for register, over in overs.items():
        yield OVERS.format(register=register, count=over.total(), list=_counted(over))
    if nameless := sum(not finding.unit for finding in came):
        yield NAMELESS.format(count=nameless)
    if others := len(inspected.findings) - len(came):
        yield FROM_LEDGER.format(count=others)


def _counted(things: Counter[str]) -> str:
    return wording.PAUSE.join(METHOD.format(method=thing, count=count) for thing, count in things.items())


def _found(inspected: Inspected, *, full: bool) -> Iterator[str]:
    problems = inspected.problems
    if not problems:
        yield NOTHING_FOUND
        return
    clean = sum(finding.visit and not finding.words for finding in inspected.findings)
    by_unit: dict[str, list[Finding]] = {}
    for finding in problems:
        by_unit.setdefault(finding.unit, []).append(finding)
    classes = Counter(finding.category or NO_CLASS for finding in problems)
    listed = wording.PAUSE.join(CLASS_ONE.format(name=name, count=count) for name, count in classes.items())
    nameless = len(by_unit.pop("", ()))
    units = len(by_unit)
    if nameless:
        by_unit[wording.NO_UNIT] = [finding for finding in problems if not finding.unit]
    apart = WITHOUT_UNIT.format(count=nameless) if nameless else ""
    yield COUNTED.format(count=len(problems), units=units, apart=apart, clean=clean) + BY_CLASS.format(list=listed)
    for at, (unit, found) in enumerate(by_unit.items(), 1):
        words = [finding.words if full else masked_text(finding.words) for finding in found]
        said = CLAUSE.join(PROBLEM_ONE.format(at=n, words=text.rstrip("。；;.")) for n, text in enumerate(words, 1))
        yield UNIT_HEAD.format(at=at, unit=unit, count=len(found), list=said) + "。"


def _mended(problems: Sequence[Finding]) -> Iterator[str]:
    statuses = [finding.status for finding in problems if finding.status is not None]
    if not problems:
        yield NOTHING_FOUND
        return
    if not statuses:
        yield NO_REGISTERED.format(count=len(problems))
        return
    ended = sum(status.matter.state.ended for status in statuses)
    waiting = sum(status.matter.state.holds for status in statuses)
    open_ = [status for status in statuses if not (status.matter.state.ended or status.matter.state.holds)]
    yield STATES.format(
        count=len(problems),
        registered=len(statuses),
        ended=ended,
        waiting=waiting,
        open=len(open_),
        late=sum(status.late_days > 0 for status in open_),
        loose=LOOSE.format(count=loose) if (loose := len(problems) - len(statuses)) else "",
    ) + RATE.format(rate=share_text(Rate(part=ended, whole=len(statuses)).share))


def _typical(inspected: Inspected) -> Iterator[str]:
    if not inspected.typical:
        yield NO_TYPICAL
        return
    listed = [
        TYPICAL_ONE.format(unit=one.status.matter.answering, matter=one.status.matter.id, why=wording.PAUSE.join(one.why))
        for one in inspected.typical
    ]
    yield TYPICAL_SAID.format(count=len(listed), list=CLAUSE.join(listed))
    yield RULE_WORDS


def _advice(inspected: Inspected) -> Iterator[str]:
    loose = sum(finding.status is None for finding in inspected.problems)
    late = sum(one.late_days > 0 and one.status.matter.open for one in inspected.typical)
    waiting = sum(finding.status is not None and finding.status.matter.state.holds for finding in inspected.problems)
    if loose:
        yield REGISTER_THEM.format(count=loose)
    if late:
        yield URGE_THEM.format(count=late)
    if waiting:
        yield VERIFY_THEM.format(count=waiting)
    yield KEEP
