"""Teams (督查组): who goes where and when, what stands against it, how often each took part, and who pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duchá.people import faults as kinds
from duchá.people.pools import CAPS, FOUND, SUPPORT, TASKS, TEAMS, Person, Pools
from duchá.registers.rows import RegisterRow
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.pool import Pool, TeamRules
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching
from duchá.terms.unit import Roster
from duchá.terms.wording import LIST_SEPARATOR, day_words

TEAMS_SHEET = "督查组"
DAYS = "{start}至{end}"
ONE_DAY = "{day}"
NO_DAYS = "起止日期未填"
OTHER_TEAM = "{task}的{team}（{days}）"
INSPECTED = "被督查单位里有{unit}"
NO_REQUEST = "请示还没有写同意日期"
REQUEST_LATER = "请示{day}才同意"
NO_PLAN = "方案还没有写同意日期"
PLAN_LATER = "方案{day}才同意"
CONSENT_CELLS = (("consent_by", "同意主体"), ("consented_on", "征得同意日期"))
NOMINATION_CELLS = (("nominated_on", "提名日期"), ("agreed_on", "同意日期"))
NEAR = "姓名相同的有：{people}。"
OWN_PAYER = "所在单位（{unit}）"
STAFF_KIND = "{pool}督查人员"
REFUSED_SUPPORT = "不配合"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """A unit that is exempt from a year's inspections (免督查), and by whose approval."""

    unit: str
    year: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionTask:
    """督查任务 as the office wrote it down."""

    number: str
    title: str
    kind: str
    leader: str
    units: tuple[str, ...]
    start: date | None
    end: date | None
    asked_on: date | None
    planned_on: date | None
    row: RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A row of 督查组. ``person`` is None where the pool knows nobody of what is written (``written``); an escort need not be in it."""

    task: InspectionTask | None
    task_written: str
    team: str
    written: str
    person: Person | None
    role: str
    start: date | None
    end: date | None
    units: tuple[str, ...]
    row: RegisterRow

    @property
    def days(self) -> int:
        """How many days he is away: the first and the last included; 0 where one is not known."""
        return (self.end - self.start).days + 1 if self.start and self.end and self.end >= self.start else 0

    @property
    def span(self) -> str:
        """From when to when, in words."""
        if self.start is None:
            return NO_DAYS
        if self.end is None or self.end == self.start:
            return ONE_DAY.format(day=day_words(self.start))
        return DAYS.format(start=day_words(self.start), end=day_words(self.end))

    @property
    def called(self) -> str:
        """The person in a sentence, or what is written of him."""
        return self.person.who if self.person else self.written

    def meets(self, other: TeamMember) -> bool:
        """True where both are away on the same day."""
        if self.start is None or other.start is None:
            return False
        return self.start <= (other.end or other.start) and other.start <= (self.end or self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """参与情况 of one person: tasks, days, problems found, and who pays for his days."""

    person: Person
    tasks: tuple[str, ...]
    days: int
    found: int
    payer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """不配合 in 保障: a proposal for 积分事项, for a person to decide (JC-R-23)."""

    task: str
    unit: str
    what: str
    row: RegisterRow


class Teams:
    """Tasks and their teams, looked at on a day."""

    def __init__(self, pools: Pools, rows: Iterable[RegisterRow], exempt: Sequence[Exempt] = ()) -> None:
        known = tuple(rows)
        self._pools, self._exempt = pools, {(one.unit, one.year): one for one in exempt}
        self.roster: Roster = pools.campaign.roster
        self.tasks: tuple[InspectionTask, ...] = tuple(self._task(row) for row in known if row.register == TASKS)
        by_number = {for_matching(task.number): task for task in self.tasks}
        self._caps = [row for row in known if row.register == CAPS]
        self._found = [row for row in known if row.register == FOUND]
        self._support = [row for row in known if row.register == SUPPORT]
        self.members: tuple[TeamMember, ...] = tuple(self._member(row, by_number) for row in known if row.register == TEAMS)

    def task(self, number: str) -> InspectionTask | None:
        """The task of a number."""
        return next((task for task in self.tasks if for_matching(task.number) == for_matching(number)), None)

    def exempt(self, unit: str, day: date) -> Exempt | None:
        """Who exempted a unit from the inspections of a day's year."""
        return self._exempt.get((unit, day.year))

    def away(self, person: Person, start: date, end: date, *, but: str = "") -> TeamMember | None:
        """The team in which a person is at that time, other than those of the task ``but``."""
        for member in self.members:
            if member.person is None or member.person.number != person.number or member.start is None:
                continue
            if but and for_matching(member.task_written) == for_matching(but):
                continue
            if member.start <= end and start <= (member.end or member.start):
                return member
        return None

    def own(self, unit: str, inspected: Iterable[str]) -> str:
        """The inspected unit that is a person's own or of his own county; empty where none is (JC-R-09)."""
        home = self._home(unit)
        return next((name for name in inspected if home & self._home(name)), "")

    def _home(self, name: str) -> frozenset[str]:
        """A unit with the units of the roster above it."""
        unit = self.roster.unit_of(name)
        found = {unit.name if unit else name}
        while unit is not None and (above := self.roster.unit_of(unit.parent) if unit.parent else None) and above.name not in found:
            found.add(above.name)
            unit = above
        return frozenset(found)

    def faults(self, book: Rulebook, as_of: date, task: str = "") -> Iterator[Fault]:
        """What stands against the teams, of one task where it is named: P065–P077."""
        rules = book.teams
        if rules is None:
            return
        wanted = [one for one in self.members if not task or for_matching(one.task_written) == for_matching(task)]
        pools = {pool.name: pool for pool in book.pools}
        for member in wanted:
            yield from self._who(member, rules)
            if member.person is not None:
                yield from self._may_go(member, book, rules)
                yield from self._agreed(member, pools.get(member.person.pool), book, as_of)
        yield from self._twice(wanted)
        for one in self.tasks:
            mine = [member for member in wanted if member.task is one]
            if mine:
                yield from self._sizes(one, mine, book, rules)
                yield from self._covered(one, mine, book, rules)
            if mine or (not task):
                yield from self._inspected(one, as_of)

    def _who(self, member: TeamMember, rules: TeamRules) -> Iterator[Fault]:
        if member.task is None:
            yield kinds.NO_TASK.at(member.row.place("task"), form=TEAMS, found=member.task_written, register=TEAMS_SHEET)
        if member.person is None and member.role not in rules.escort_roles:
            same = LIST_SEPARATOR.join(person.who for person in self._pools.namesakes(member.written))
            near = NEAR.format(people=same) if same else ""
            place = member.row.place("person")
            yield kinds.UNKNOWN_PERSON.at(place, form=TEAMS, found=member.written, register=TEAMS_SHEET, near=near)

    def _may_go(self, member: TeamMember, book: Rulebook, rules: TeamRules) -> Iterator[Fault]:
        """P066, P067, P073: in the pool on the first day, not at home, not of an exempt unit."""
        person, place = member.person, member.row.place("person")
        assert person is not None
        day = member.start or (member.task.start if member.task else None)
        if day is not None and (why := self._pools.out(person, day)):
            yield kinds.NOT_VALID.at(place, form=TEAMS, who=person.who, task=member.task_written, days=member.span, why=why)
        inspected = member.units or (member.task.units if member.task else ())
        if (home := self.own(person.unit, inspected)) and not member.row.text("avoid_reason"):
            article = book.article(rules.avoid_article).number
            yield kinds.OWN_UNIT.at(place, form=TEAMS, who=person.who, unit=person.unit, inspected=home, article=article)
        if day is not None and (spared := self.exempt(person.unit, day)) is not None:
            words = {"task": member.task_written, "what": person.who, "unit": person.unit, "year": str(spared.year), "by": spared.by}
            yield kinds.OF_EXEMPT_UNIT.at(place, form=TEAMS, **words)

    def _agreed(self, member: TeamMember, pool: Pool | None, book: Rulebook, as_of: date) -> Iterator[Fault]:
        """P070–P072, P074, P076: named, agreed, told, in this order."""
        person, row, rules = member.person, member.row, book.teams
        assert person is not None and rules is not None
        about = {"who": person.who, "task": member.task_written}
        if pool is not None and pool.consent and (lacking := _blank(row, CONSENT_CELLS)):
            article = book.article(pool.notice_article or rules.tell_article).number
            what = LIST_SEPARATOR.join(title for _, title in lacking)
            yield kinds.NO_CONSENT.at(row.place(lacking[0][0]), form=TEAMS, pool=pool.name, what=what, article=article, **about)
        if pool is not None and pool.nominated and (lacking := _blank(row, NOMINATION_CELLS)):
            article = book.article(rules.nominate_article or rules.article).number
            what = LIST_SEPARATOR.join(title for _, title in lacking)
            yield kinds.NOT_NOMINATED.at(row.place(lacking[0][0]), form=TEAMS, pool=pool.name, what=what, article=article, **about)
        if pool is not None and pool.notices and not (row.text("notice") and row.day("notified_on")):
            article = book.article(pool.notice_article or rules.tell_article).number
            yield kinds.NOT_NOTIFIED.at(row.place("notified_on"), form=TEAMS, pool=pool.name, article=article, **about)
        told = [day for column in ("notified_on", "told_on") if (day := row.day(column)) is not None]
        if told and member.task is not None:
            yield from self._too_early(member, min(told), book, rules)
        if member.start is not None and member.start <= as_of and row.day("told_on") is None:
            article = book.article(rules.tell_article).number
            yield kinds.NOT_TOLD.at(row.place("told_on"), form=TEAMS, day=day_words(member.start), article=article, **about)

    def _too_early(self, member: TeamMember, day: date, book: Rulebook, rules: TeamRules) -> Iterator[Fault]:
        task, person = member.task, member.person
        assert task is not None and person is not None
        steps = (
            (task.asked_on, rules.ask_article, NO_REQUEST, REQUEST_LATER, "asked_on"),
            (task.planned_on, rules.plan_article, NO_PLAN, PLAN_LATER, "planned_on"),
        )
        for consented, article, never, later, column in steps:
            if consented is None or day < consented:
                what = never if consented is None else later.format(day=day_words(consented))
                words = {"task": task.number, "what": what, "day": day_words(day), "who": person.who}
                yield kinds.TOLD_TOO_EARLY.at(task.row.place(column), form=TASKS, article=book.article(article).number, **words)

    def _twice(self, wanted: Sequence[TeamMember]) -> Iterator[Fault]:
        """P069: one person in two teams on one day."""
        for member in wanted:
            for other in self.members:
                same = member.person is not None and other.person is not None and member.person.number == other.person.number
                apart = (for_matching(member.task_written), member.team) != (for_matching(other.task_written), other.team)
                if same and apart and member.meets(other) and member.person is not None:
                    there = OTHER_TEAM.format(task=other.task_written, team=other.team, days=other.span)
                    words = {
                        "who": member.person.who,
                        "task": member.task_written,
                        "team": member.team,
                        "days": member.span,
                        "other": there,
                    }
                    yield kinds.TWO_AT_ONCE.at(member.row.place("person"), form=TEAMS, **words)

    def _sizes(self, task: InspectionTask, mine: Sequence[TeamMember], book: Rulebook, rules: TeamRules) -> Iterator[Fault]:
        """P068: no team beyond the limits of its kind of task, but with a reason."""
        teams: dict[str, list[TeamMember]] = {}
        for member in mine:
            teams.setdefault(member.team, []).append(member)
        for team, members in teams.items():
            counted = [one for one in members if one.role not in rules.escort_roles]
            for pool in book.pools:
                most, article = self._most(task, pool, rules)
                there = [one for one in counted if one.person and one.person.pool == pool.name and one.person.source not in pool.uncounted]
                yield from _beyond(task, team, there, most, STAFF_KIND.format(pool=pool.name), book.article(article).number)
            if task.kind in rules.capped:
                escorts = [one for one in members if one.role in rules.escort_roles]
                kind = LIST_SEPARATOR.join(rules.escort_roles)
                yield from _beyond(task, team, escorts, rules.escorts, kind, book.article(rules.article).number)

    def _most(self, task: InspectionTask, pool: Pool, rules: TeamRules) -> tuple[int | None, str]:
        """How many of a pool a team may have: by the rule, or by the plan of the task (JC-R-13)."""
        for row in self._caps:
            if for_matching(row.text("task")) == for_matching(task.number) and row.text("pool") == pool.name:
                number = row.number("most")
                return (None if number is None else int(number)), rules.planned_article or rules.article
        return (pool.most if task.kind in rules.capped else None), rules.article

    def _covered(self, task: InspectionTask, mine: Sequence[TeamMember], book: Rulebook, rules: TeamRules) -> Iterator[Fault]:
        """P075: at least so many inspectors for each inspected unit (双随机)."""
        for unit in task.units if rules.least else ():
            there = [one for one in mine if one.role not in rules.escort_roles and unit in (one.units or task.units)]
            count = len({one.written for one in there})
            if count < rules.least:
                words = {"task": task.number, "unit": unit, "count": str(count), "least": str(rules.least)}
                article = book.article(rules.least_article).number
                yield kinds.TOO_FEW.at(task.row.place("units"), form=TASKS, article=article, **words)

    def _inspected(self, task: InspectionTask, as_of: date) -> Iterator[Fault]:
        day = task.start or as_of
        for unit in task.units:
            if (spared := self.exempt(unit, day)) is not None:
                words = {"task": task.number, "what": INSPECTED.format(unit=unit), "unit": unit, "year": str(spared.year), "by": spared.by}
                yield kinds.OF_EXEMPT_UNIT.at(task.row.place("units"), form=TASKS, **words)

    def participation(self, book: Rulebook, first: date, last: date) -> tuple[Participation, ...]:
        """Who took part between two days: tasks, days, problems found, by whom they are paid (JC-R-21, JC-R-22)."""
        pools = {pool.name: pool for pool in book.pools}
        found: Counter[str] = Counter()
        for row in self._found:
            day = row.day("date")
            if day is not None and first <= day <= last:
                for written in split_list(row.text("found_by")):
                    if (person := self._pools.find(written)) is not None:
                        found[person.number] += 1
        together: dict[str, list[TeamMember]] = {}
        for member in self.members:
            if member.person is not None and member.start is not None and first <= member.start <= last:
                together.setdefault(member.person.number, []).append(member)
        made = []
        for members in together.values():
            person = members[0].person
            assert person is not None
            made.append(
                Participation(
                    person=person,
                    tasks=tuple(dict.fromkeys(member.task_written for member in members)),
                    days=sum(member.days for member in members),
                    found=found[person.number],
                    payer=_payer(person, pools),
                )
            )
        return tuple(sorted(made, key=lambda one: one.person.number))

    def refusals(self) -> Iterator[Refusal]:
        """不配合 as 保障 tells it."""
        for row in self._support:
            if row.text("cooperation") == REFUSED_SUPPORT:
                yield Refusal(task=row.text("task"), unit=row.text("unit"), what=row.text("what"), row=row)

    def _task(self, row: RegisterRow) -> InspectionTask:
        return InspectionTask(
            number=row.text("number"),
            title=row.text("title"),
            kind=row.text("kind"),
            leader=row.text("leader"),
            units=split_list(row.text("units")),
            start=row.day("started_on") or row.day("planned_start"),
            end=row.day("ended_on") or row.day("planned_end"),
            asked_on=row.day("asked_on"),
            planned_on=row.day("planned_on"),
            row=row,
        )

    def _member(self, row: RegisterRow, tasks: Mapping[str, InspectionTask]) -> TeamMember:
        task, written = tasks.get(for_matching(row.text("task"))), row.text("person")
        return TeamMember(
            task=task,
            task_written=row.text("task"),
            team=row.text("team"),
            written=written,
            person=self._pools.find(written),
            role=row.text("role"),
            start=row.day("start") or (task.start if task else None),
            end=row.day("end") or (task.end if task else None),
            units=split_list(row.text("units")),
            row=row,
        )


def _blank(row: RegisterRow, cells: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((column, title) for column, title in cells if not row.text(column))


def _beyond(task: InspectionTask, team: str, members: Sequence[TeamMember], most: int | None, kind: str, article: str) -> Iterator[Fault]:
    if most is not None and len(members) > most and not any(one.row.text("over_reason") for one in members):
        last = members[-1].row
        words = {"task": task.number, "team": team, "kind": kind, "count": str(len(members)), "most": str(most), "article": article}
        yield kinds.TOO_MANY.at(last.place("over_reason") if last.place("over_reason").cell else last.place("person"), form=TEAMS, **words)


def _payer(person: Person, pools: Mapping[str, Pool]) -> str:
    pool = pools.get(person.pool)
    return pool.payer if pool is not None and pool.payer else OWN_PAYER.format(unit=person.unit)
