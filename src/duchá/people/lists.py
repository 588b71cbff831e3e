"""Lists to draw from (名单): their rows on a day by id, and who of them is passed over, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign
from duchá.people.pools import PEOPLE, Person, Pools
from duchá.people.teams import InspectionTask, Teams
from duchá.registers.rows import RegisterRow
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import Rulebook
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

UNITS = "units"
ROSTER_TITLE = "名单"
NOT_ON_DAY = "{day}不在册：{why}"
GONE = "{day}不在册"
ENDED = "{day}已停用"
NOT_IN_POOL = "是{pool}，这次只抽{wanted}"
NOMINATED = "{pool}由所在单位确定，不抽取（{article}）"
NO_EXPERTISE = "专长不是{wanted}"
OWN = "回避：所在单位是{unit}，督查{inspected}（{article}）"
EXEMPT_UNIT = "{unit}{year}年免督查（{by}）"
AWAY = "{days}在{task}的{team}"
DRAWN_BEFORE = "本任务第{round}轮已抽中"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """One of a list: its id, what it is called, and (of people) who it is."""

    id: str
    name: str
    person: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawList:
    """名单: the roster's units, or the rows of a register. ``id`` is what facts call it, ``title`` what people do."""

    id: str
    title: str
    form: Form | None = None

    @property
    def of_people(self) -> bool:
        """True for the register of inspectors."""
        return self.id == PEOPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a draw wants: for which task, of which pool (库别), with which expertise; who was drawn for it before, in which round."""

    day: date
    task: InspectionTask | None = None
    pool: str = ""
    expertise: str = ""
    before: Mapping[str, int] | None = None


def list_named(campaign: Campaign, written: str) -> DrawList | None:
    """The list of a name: 名单, or a register by its title, its sheet or its file."""
    wanted = for_matching(written)
    if wanted in (for_matching(ROSTER_TITLE), UNITS):
        return DrawList(id=UNITS, title=ROSTER_TITLE)
    for form in campaign.forms(FilledBy.OFFICE):
        if wanted in {for_matching(name) for name in (form.title, form.sheet, form.file.removesuffix(".xlsx"), form.id)}:
            return DrawList(id=form.id, title=form.sheet, form=form)
    return None


def lists_known(campaign: Campaign) -> str:
    """The names of all lists, for a sentence."""
    return LIST_SEPARATOR.join((ROSTER_TITLE, *(form.sheet for form in campaign.forms(FilledBy.OFFICE))))


def listed_on(campaign: Campaign, of: DrawList, rows: Iterable[RegisterRow], day: date) -> tuple[OnList, ...]:
    """Those of a list that are valid on a day, in no particular order."""
    if of.id == UNITS:
        return tuple(OnList(id=unit.name, name=unit.name) for unit in campaign.roster.units if unit.valid_on(day))
    known = tuple(rows)
    if of.of_people:
        return tuple(OnList(id=one.number, name=one.name, person=one) for one in Pools(campaign, known).valid_on(day))
    return tuple(_row(of, row) for row in known if row.register == of.id and _valid(row, day))


def _row(of: DrawList, row: RegisterRow) -> OnList:
    assert of.form is not None
    keys = [row.text(column.id) for column in of.form.columns if column.key]
    named = next((row.text(column.id) for column in of.form.columns if not column.key and row.text(column.id)), "")
    id = " ".join(key for key in keys if key)
    return OnList(id=id, name=named or id)


def _valid(row: RegisterRow, day: date) -> bool:
    """A row that says from when to when it holds (入库日期、出库日期) holds on those days; any other always."""
    begins, ends = row.day("joined") or row.day("valid_from"), row.day("left") or row.day("valid_to")
    return (begins is None or begins <= day) and (ends is None or day <= ends)


class PassedOver:
    """Who of a list is passed over, and why: not there that day, own unit or county, exempt, elsewhere at that time, drawn before."""

    def __init__(self, campaign: Campaign, of: DrawList, pools: Pools, teams: Teams, book: Rulebook | None) -> None:
        self._campaign, self._of, self._pools, self._teams, self._book = campaign, of, pools, teams, book

    def of(self, listed: Sequence[OnList], now: Sequence[OnList], wanted: Wanted) -> Mapping[str, str]:
        """The reasons by id, for those of the frozen list; ``now`` are those that are valid on the day of the draw."""
        there = {one.id for one in now}
        found = {}
        for one in listed:
            why = next(iter(self._why(one, wanted, there=one.id in there)), "")
            if why:
                found[one.id] = why
        return found

    def _why(self, one: OnList, wanted: Wanted, *, there: bool) -> Iterator[str]:
        day = day_words(wanted.day)
        if not there:
            out = self._pools.out(one.person, wanted.day) if one.person else ""
            unit = self._campaign.roster.get(one.id) if self._of.id == UNITS else None
            if out:
                yield NOT_ON_DAY.format(day=day, why=out)
            elif unit is not None and unit.ended_by(wanted.day):
                yield ENDED.format(day=day)
            else:
                yield GONE.format(day=day)
        if one.id in (before := wanted.before or {}):
            yield DRAWN_BEFORE.format(round=before[one.id])
        if self._of.id == UNITS and (spared := self._teams.exempt(one.id, wanted.day)) is not None:
            yield EXEMPT_UNIT.format(unit="", year=spared.year, by=spared.by)
        if one.person is not None:
            yield from self._of_person(one.person, wanted)

    def _of_person(self, person: Person, wanted: Wanted) -> Iterator[str]:
        pools = {pool.name: pool for pool in self._book.pools} if self._book else {}
        pool = pools.get(person.pool)
        if wanted.pool and person.pool != wanted.pool:
            yield NOT_IN_POOL.format(pool=person.pool, wanted=wanted.pool)
        if not wanted.pool and pool is not None and pool.nominated and self._book and self._book.teams:
            article = self._book.article(self._book.teams.nominate_article or pool.article).number
            yield NOMINATED.format(pool=person.pool, article=article)
        if wanted.expertise and not any(for_matching(wanted.expertise) in for_matching(known) for known in person.expertise):
            yield NO_EXPERTISE.format(wanted=wanted.expertise)
        if (spared := self._teams.exempt(person.unit, wanted.day)) is not None:
            yield EXEMPT_UNIT.format(unit=person.unit, year=spared.year, by=spared.by)
        task = wanted.task
        if task is None:
            return
        if home := self._teams.own(person.unit, task.units):
            rules = self._book.teams if self._book else None
            article = self._book.article(rules.avoid_article).number if self._book and rules else ""
            yield OWN.format(unit=person.unit, inspected=home, article=article)
        start = task.start or wanted.day
        away = self._teams.away(person, start, task.end or start, but=task.number)
        if away is not None:
            yield AWAY.format(days=away.span, task=away.task_written, team=away.team)
