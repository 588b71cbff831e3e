"""What stands beside the ranking: proposals for a person to approve, and facts that scored nothing or wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence

from duchá.reports.page import CellRow, Page, PageColumn, Show
from duchá.reports.scores import wording
from duchá.reports.scores.material import NUMBER_COLUMN, ScoresMaterial, evidence_words
from duchá.reports.wording import UNIT
from duchá.scoring.facts.model import Listed, Proposal, Why
from duchá.terms.wording import day_words

KIND = "建议"
WHY = "理由"
OPEN = "待认定"
APPROVAL = "批准人、日期、文号"
STATE = "情况"
VALUE = "分值"
AGREED = "同意"
NOT_AGREED = "不同意"
PROPOSALS = "结果运用建议"
PROPOSAL_NOTE = "以上均为建议，由人审定；批准栏由批准人填写（已在“建议审批”登记的已填上），未经批准不生效。按名次提出的，出处为该单位在有关年度计分的全部依据。"
VALUE_NOTE = "分值空着的，由有权决定的单位按它的办法填；写了的是预填，以批准的为准。"
ANNUAL_SIGNATURES = ("审核人（签字）：＿＿＿＿＿＿＿＿　　批准人（签字）：＿＿＿＿＿＿＿＿", "　　　　　　年　　　月　　　日")
LISTED_WORDS = {"undecided": "待认定", "rejected": "未计分", "duplicate": "重复", "note": "提示"}

_UNIT = PageColumn(title=UNIT, show=Show.TEXT, width=12)
_VALUE = PageColumn(title=VALUE, show=Show.SIGNED, width=7)


def proposals_page(material: ScoresMaterial) -> Page:
    """结果运用建议: each with its article, reason, open question and evidence; the approval is left empty (X-05).

    Deductions have one column more, for the value: filled in where it is known, else empty for the office that decides (DT-23).
    """
    proposals = material.scores.proposals
    deducts, undecided = any(item.deducts for item in proposals), any(item.undecided for item in proposals)
    columns = (
        NUMBER_COLUMN,
        PageColumn(title=KIND, width=9),
        _UNIT,
        PageColumn(title=wording.ARTICLE, width=9),
        PageColumn(title=WHY, show=Show.WORDS, width=30 if undecided else 44),
        *((_VALUE,) if deducts else ()),
        *((PageColumn(title=OPEN, show=Show.TEXT, width=14),) if undecided else ()),
        PageColumn(title=wording.FOUND, show=Show.TEXT, width=16),
        PageColumn(title=APPROVAL, show=Show.TEXT, width=11),
    )
    rows = tuple(_proposal(at, item, deducts=deducts, undecided=undecided) for at, item in enumerate(proposals, 1))
    return Page(
        name=PROPOSALS,
        title=f"{material.period}{PROPOSALS}",
        columns=columns,
        rows=rows,
        under=material.under,
        words=() if rows else (wording.YEAR_NONE,),
        notes=_notes(deducts=deducts) if rows else (),
        signatures=ANNUAL_SIGNATURES if rows else (),
    )


def _notes(*, deducts: bool) -> tuple[str, ...]:
    return (PROPOSAL_NOTE, VALUE_NOTE) if deducts else (PROPOSAL_NOTE,)


def _proposal(at: int, item: Proposal, *, deducts: bool, undecided: bool) -> CellRow:
    value, still = ((item.points,) if deducts else ()), ((item.undecided or None,) if undecided else ())
    found = evidence_words(item.evidence, whole=False) or None
    return (at, item.kind, item.unit, item.article.number, item.why, *value, *still, found, _approval(item))


def _approval(item: Proposal) -> str | None:
    """What was decided; empty for a person to fill in while nothing was."""
    given = item.approval
    if given is None:
        return None
    result = AGREED if given.agreed else NOT_AGREED
    return wording.COMMA.join(part for part in (result, given.by, day_words(given.day), given.document) if part)


def listed_page(material: ScoresMaterial, unit: str | None = None) -> Page:
    """待认定、未计分、重复、提示: every fact that stands beside the scores, with its reason and its cell; of one unit where asked."""
    listed = listed_of(material, unit)
    columns = (
        NUMBER_COLUMN,
        PageColumn(title=STATE, width=8),
        PageColumn(title=UNIT, show=Show.TEXT, width=14),
        PageColumn(title=wording.DAY, show=Show.DAY, width=11),
        PageColumn(title=wording.ARTICLE, width=12),
        PageColumn(title=WHY, show=Show.WORDS, width=34),
        PageColumn(title=wording.FOUND, show=Show.TEXT, width=22),
    )
    return Page(
        name=wording.LISTED,
        title=f"{material.period}{wording.LISTED}",
        columns=columns,
        rows=tuple(_listed(at, item) for at, item in enumerate(listed, 1)),
        under=material.under,
    )


def listed_of(material: ScoresMaterial, unit: str | None = None) -> Sequence[Listed]:
    """What is listed, of everyone or of one unit: what waits for a decision first, each kind by unit and day."""
    order = list(Why)
    roster = {item.name: item.order for item in material.campaign.roster.units}
    chosen = [item for item in material.scores.listed if unit is None or item.unit == unit]
    return sorted(chosen, key=lambda item: (order.index(item.kind), roster.get(item.unit, 0), str(item.day or ""), item.why))


def _listed(at: int, item: Listed) -> CellRow:
    state, found = LISTED_WORDS[item.kind.value], evidence_words(item.evidence)
    matter = f"{item.matter} {item.why}" if item.matter else item.why
    return (at, state, item.unit or None, item.day, item.article or None, matter, found or None)
