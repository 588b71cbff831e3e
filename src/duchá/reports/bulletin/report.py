"""The bulletin as a report: text first, then its annexes, both from one view."""

from __future__ import annotations

from duchá.reports.bulletin.pages import annexes
from duchá.reports.bulletin.text import sections
from duchá.reports.bulletin.view import BulletinView
from duchá.reports.mask import masked
from duchá.reports.page import Report
from duchá.reports.summary.about import Provenance, mark

TITLES = {
    "month": "关于{campaign}情况的通报",
    "quarter": "关于{campaign}情况的总结",
    "year": "关于{campaign}情况的总结",
    "span": "关于{campaign}情况的通报",
}
STEMS = {"month": "月通报-{key}", "quarter": "季总结-{key}", "year": "年度总结-{key}", "span": "通报-{key}"}


def bulletin_report(view: BulletinView, provenance: Provenance) -> Report:
    """月通报, 季总结 (SY-17, SY-21; practice.md §4). Phone and ID numbers are masked unless the provenance says ``full``."""
    kind = view.period.kind.value
    title = TITLES[kind].format(campaign=view.campaign.settings.name)
    report = Report(
        stem=STEMS[kind].format(key=view.period.key),
        title=title,
        as_of=view.as_of,
        mark=mark(provenance),
        pages=(*sections(view), *annexes(view)),
        issuer=view.campaign.settings.issuer,
        kind="bulletin",
    )
    return report if provenance.full else masked(report)
