"""A regulation as data: articles, groups, deliverables, forms, readings. Every rule cites an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from duchá.rulebook.card import Card
from duchá.rulebook.clock import Clock, Lights, Rung
from duchá.rulebook.consequence import Consequence
from duchá.rulebook.deduction import DeductionProposal, Sanctioned
from duchá.rulebook.duty import DayRow, Duty
from duchá.rulebook.form import ChecklistQuestion, Form
from duchá.rulebook.grading import Grading, Veto
from duchá.rulebook.limit import Limit
from duchá.rulebook.machine import CommonStep, StateMachine
from duchá.rulebook.point_rule import OWN_COLUMNS, EnteredRule, PointRule, Source, StaffFailedRule
from duchá.rulebook.pool import Pool, TeamRules
from duchá.rulebook.procedure import LeadRule, Procedure
from duchá.rulebook.register_rules import Measure, MeasureTable, Reconciliation, RegisterCheck, RowDocument, RowProposal
from duchá.rulebook.scheme import Scheme
from duchá.rulebook.weighting import Assessment, NoteUse, ScoreNote, ScoreSheet, Weighting
from duchá.rulebook.wording import DEDUCTION, DEDUCTION_OF_UNIT, REPLACEMENT
from duchá.terms.article import Article
from duchá.terms.deadline import DueRule, Recurring
from duchá.terms.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """组别: a class of units that the regulation names. ``units`` is a csv beside the rulebook; empty where the roster is the user's.

    ``within``: a class of another group; a roster may name the classes or the whole.
    ``ranks_with`` is the group within which a class is ranked (开发区 among the counties): it is 单位类别 on the roster, not 组别.
    """

    id: str
    name: str
    article: str
    units: str = ""
    count: int | None = None
    ranks_with: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """阶段: a step of the campaign with its window (both days included)."""

    id: str
    name: str
    article: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """报送材料: what a group owes, to whom, by when. ``form`` is empty for a written report (accepted as a document).

    ``every``: it comes back so often, and is owed for each period; ``due`` then counts from the end of the period or names a day in it (of an
    earlier version ``due.recurring`` says the same). ``synonyms``: other names by which a written document is known.
    ``warn_days``: so many days before the deadline its light turns yellow; None = as the rulebook's lights say. ``issuer``, ``contact`` and
    ``phone``: who writes about it, where the text names somebody; else the campaign's. ``resend``: the term, counted from the day on which it was sent back,
    by which it is owed again; None = the text gives none. ``row``: each unit's day stands in a register; ``due`` then only counts from it.
    """

    key: str
    name: str
    article: str
    groups: tuple[str, ...]
    recipient: str
    due: DueRule
    form: str = ""
    written: bool = False
    warn_days: int | None = None
    issuer: str = ""
    contact: str = ""
    phone: str = ""
    resend: DueRule | None = None
    every: Recurring | None = None
    synonyms: tuple[str, ...] = ()
    row: DayRow | None = None

    @property
    def comes_back(self) -> Recurring | None:
        """How often it is owed; None where once."""
        return self.every or self.due.recurring

    @property
    def rule(self) -> DueRule:
        """Its term as it is of something that comes back so often."""
        return self.due.every(self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOption:
    """One way to read an ambiguous clause. ``since`` is the first day it puts in scope, where the clause is about that.

    ``sets`` is what it changes of the point rules: ``"points.returned.scale" = "then-step"``.
    """

    id: str
    text: str
    since: date | None = None
    sets: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """读法: a named choice for an ambiguous clause, with a default that a campaign may override."""

    id: str
    question: str
    article: str
    requirement: str
    options: tuple[ReadingOption, ...]
    default: str

    @property
    def about_rules(self) -> bool:
        """True where its options change rules; the others are about days and scope."""
        return any(option.sets for option in self.options)


CATEGORY, CHANNEL = "category", "channel"  # kinds of tags
RECTIFICATION = "rectification"  # the kind of word class that DT-38 speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredReading:
    """A reading that is offered no more, with the options that it had; ``instead`` says how to reach what it was about."""

    id: str
    options: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A category or channel that a problem may carry in the ledger (DT-03, DT-05…11).

    It is proposed where one of its ``words`` stands in what a problem says (a channel: in where it came from); of a problem that a unit
    reports itself, only in ``form`` where one is named. ``under``: it is a part (小项) of that category, and is proposed only where that is.
    """

    id: str
    name: str
    article: str
    kind: str
    words: tuple[str, ...] = ()
    form: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordClass:
    """Words that put free text into a class. ``kind`` says which text:

    ``rectification`` (DT-38): the first class in order whose word stands in the text; ``system`` (DT-08): a system that every list of
    systems should hold; ``perfunctory`` (DT-29): phrases that say nothing; ``partial``: a report that says of itself that it is not the
    whole (正在…); ``measure``: what a share below 100% is said of (完成30%); ``plan``: a plan instead of a result (推进解决方案).
    ``unless``: the class is passed over where one of these stands in the text.
    """

    id: str
    name: str
    kind: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """制度: one regulation or plan as data. ``year`` is the year its dates speak of; None where it has none of its own.

    ``campaign_name`` is what a campaign by it is called after its year, unless the office says otherwise. ``retired`` are readings that
    it once offered and that decided nothing: a campaign that chose one is still read. ``lineage`` is its own id and those of the
    rulebooks that it stands on, nearest first; ``homes`` says for each reading which of them wrote it.
    """

    id: str
    title: str
    short_title: str
    edition: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    year: int | None = None
    campaign_name: str = ""
    window_start: date | None = None
    window_end: date | None = None
    extends: str = ""
    articles: tuple[Article, ...] = ()
    groups: tuple[Group, ...] = ()
    phases: tuple[Phase, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    duties: tuple[Duty, ...] = ()
    forms: tuple[Form, ...] = ()
    readings: tuple[Reading, ...] = ()
    tags: tuple[Tag, ...] = ()
    word_classes: tuple[WordClass, ...] = ()
    questions: tuple[ChecklistQuestion, ...] = ()
    clocks: tuple[Clock, ...] = ()
    common_steps: tuple[CommonStep, ...] = ()
    lights: Lights | None = None
    ladder: tuple[Rung, ...] = ()
    scheme: Scheme | None = None
    sources: tuple[Source, ...] = ()
    points: tuple[PointRule, ...] = ()
    limits: tuple[Limit, ...] = ()
    grading: Grading | None = None
    vetoes: tuple[Veto, ...] = ()
    cards: tuple[Card, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    weighting: Weighting | None = None
    sheets: tuple[ScoreSheet, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    score_notes: tuple[ScoreNote, ...] = ()
    deductions: tuple[DeductionProposal, ...] = ()
    procedures: tuple[Procedure | StateMachine, ...] = ()
    leads: tuple[LeadRule, ...] = ()
    pools: tuple[Pool, ...] = ()
    teams: TeamRules | None = None
    retired: tuple[RetiredReading, ...] = ()
    checks: tuple[RegisterCheck, ...] = ()
    reconcile: tuple[Reconciliation, ...] = ()
    measures: tuple[Measure, ...] = ()
    tables: tuple[MeasureTable, ...] = ()
    row_proposals: tuple[RowProposal, ...] = ()
    documents: tuple[RowDocument, ...] = ()

    units: tuple[Unit, ...] = ()
    lineage: tuple[str, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)

    def article(self, id: str) -> Article:
        """The article of an id; KeyError cannot happen after the rulebook was checked."""
        return next(article for article in self.articles if article.id == id)

    def form(self, id: str) -> Form:
        """The form of an id."""
        return next(form for form in self.forms if form.id == id)

    @property
    def case_procedures(self) -> tuple[Procedure, ...]:
        """The procedures over cases."""
        return tuple(one for one in self.procedures if isinstance(one, Procedure))

    @property
    def machines(self) -> tuple[StateMachine, ...]:
        """The procedures over matters."""
        return tuple(one for one in self.procedures if isinstance(one, StateMachine))

    @property
    def situations(self) -> tuple[str, ...]:
        """情形 that the office may enter in 积分事项: those that score, then those that only lead to a proposal."""
        scoring = (rule.name for rule in self.points if isinstance(rule, EnteredRule))
        return tuple(dict.fromkeys((*scoring, *self.proposing)))

    @property
    def proposing(self) -> tuple[str, ...]:
        """情形 that lead to a proposal and have no points: triggers of consequences and vetoes, deductions that a person finds."""
        triggers = (
            *(trigger for item in self.consequences for trigger in item.triggers),
            *(word for veto in self.vetoes for word in veto.triggers),
        )
        found = (item.name for item in self.deductions if item.happening is Sanctioned.ENTERED)
        return tuple(dict.fromkeys((*triggers, *found)))

    @property
    def levels(self) -> tuple[str, ...]:
        """来源层级 that its rules speak of."""
        entered = [rule for rule in self.points if isinstance(rule, EnteredRule)]
        named = (*(source.level for source in self.sources), *(level for rule in entered for level in rule.levels))
        return tuple(dict.fromkeys(level for level in (*named, *(each.level for rule in entered for each in rule.by_level)) if level))

    @property
    def scorers(self) -> tuple[str, ...]:
        """评分主体 that its rules expect."""
        return tuple(dict.fromkeys(scorer for rule in self.points for scorer in rule.scorers))

    @property
    def counted_columns(self) -> tuple[str, ...]:
        """Columns of 积分事项 with numbers that amounts are multiplied by (件数、人数)."""
        return tuple(dict.fromkeys(rule.count for rule in self.points if isinstance(rule, EnteredRule) and rule.count))

    @property
    def asked_columns(self) -> tuple[str, ...]:
        """Columns of 积分事项 with texts that its rules ask for besides those that the register has."""
        entered = [rule for rule in self.points if isinstance(rule, EnteredRule)]
        named = [column for rule in entered for column in (*rule.once_by, *(item.column for item in rule.times))]
        return tuple(dict.fromkeys(column for column in named if column not in OWN_COLUMNS and column not in OWN_COLUMNS.values()))

    @property
    def told_columns(self) -> dict[NoteUse, str]:
        """The titles of the columns that say who is told of assessments, by what they are used for."""
        return {note.use: note.name for note in reversed(self.score_notes) if note.use in (NoteUse.SUBJECT, NoteUse.SECTION)}

    @property
    def proposal_kinds(self) -> tuple[str, ...]:
        """建议 that may come of it, by their names."""
        staff = any(isinstance(rule, StaffFailedRule) for rule in self.points)
        named = (item.name for item in self.consequences)
        return (*named, *((DEDUCTION,) if self.deductions else ()), *((DEDUCTION_OF_UNIT, REPLACEMENT) if staff else ()))

    @property
    def scored_parts(self) -> tuple[str, ...]:
        """Columns of 评议得分: weighted parts, assessments of their own, items of score sheets."""
        weighted = [part.name for part in self.weighting.components if part.is_marked] if self.weighting else []
        items = [item.name for sheet in self.sheets for item in sheet.marked]
        return (*weighted, *(item.name for item in self.assessments), *items)


def foremost(rulebooks: Iterable[Rulebook]) -> tuple[Rulebook, ...]:
    """Those that no other of them stands on, in their order: what one includes it has already, as it changes it.

    (One that has no id of its own goes by its parent's, and does not include itself.)
    """
    given = tuple(rulebooks)
    included = {id for book in given for id in book.lineage[1:] if id != book.id}
    return tuple(book for book in given if book.id not in included)
