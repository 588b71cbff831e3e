"""People of the three pools (三库) as their register tells them, valid from–to; and who was exempted, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duchá.campaign.model import Campaign
from duchá.people import faults as kinds
from duchá.registers.rows import RegisterRow
from duchá.rulebook.model import Rulebook
from duchá.rulebook.parse import split_list
from duchá.rulebook.pool import Pool
from duchá.terms.fault import Fault
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

PEOPLE, CHANGES = "inspectors", "staff-changes"  # 督查人员库, 人员变动
TEAMS, TASKS, CAPS, SUPPORT = "inspection-teams", "inspection-tasks", "inspection-caps", "inspection-support"
FOUND = "inspection-findings"  # 督查发现
REGISTERS = frozenset({PEOPLE, CHANGES, TEAMS, TASKS, CAPS, SUPPORT, FOUND})
LEAVING, ADJUSTING = ("调出", "退休"), "调整"
WHO = "{name}（{number}，{unit}）"
OUT_ON = "{day}已出库"
NOT_YET = "{day}才入库"
LEFT_BY_CHANGE = "{day}已{kind}"
HAS_STATUS = "状态是“{status}”"
ACTIVE = ("", "在库", "在职", "正常")
UNIT_GONE = "单位“{unit}”不在名单里"
UNIT_ENDED = "单位“{unit}”已于{day}停用"
CHANGED_SINCE = "人员变动表记有{day}{kind}，而人员库没有填“出库日期”"
ADJUSTED = "人员变动表记有{day}调整，此后人员库没有改过"
POOL_OF = "{pool}库"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """督查人员 as a row of the pool has him."""

    number: str
    name: str
    pool: str
    source: str
    unit: str
    post: str
    expertise: tuple[str, ...]
    phone: str
    recommended_by: str
    honours: str
    joined: date | None
    left: date | None
    status: str
    row: RegisterRow

    @property
    def who(self) -> str:
        """How he is named in a sentence: 张三（R001，市住建局）."""
        return WHO.format(name=self.name, number=self.number, unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChange:
    """人员变动: what happened to a person, and when it was reported."""

    person: str
    kind: str
    day: date
    reported_on: date | None
    reported_by: str
    row: RegisterRow

    @property
    def delay(self) -> int | None:
        """Days from the change to its report; the text gives no term (及时)."""
        return None if self.reported_on is None else (self.reported_on - self.day).days


class Pools:
    """The people of a campaign, on a day: found by number, or by a name that only one has."""

    def __init__(self, campaign: Campaign, rows: Iterable[RegisterRow]) -> None:
        known = [row for row in rows if row.register in (PEOPLE, CHANGES)]
        self.campaign = campaign
        self.people: tuple[Person, ...] = tuple(_person(row) for row in known if row.register == PEOPLE)
        self.changes: tuple[StaffChange, ...] = tuple(_changes(row for row in known if row.register == CHANGES))
        self._by_number: dict[str, Person] = {for_matching(person.number): person for person in self.people}
        names: dict[str, list[Person]] = {}
        for person in self.people:
            names.setdefault(for_matching(person.name), []).append(person)
        self._by_name: Mapping[str, list[Person]] = names

    def find(self, written: str) -> Person | None:
        """The person that a number or an unambiguous name means; never a guess."""
        key = for_matching(written)
        named = self._by_name.get(key, [])
        return self._by_number.get(key) or (named[0] if len({person.number for person in named}) == 1 else None)

    def namesakes(self, written: str) -> tuple[Person, ...]:
        """The people of that name."""
        return tuple(self._by_name.get(for_matching(written), ()))

    def out(self, person: Person, day: date) -> str:
        """Why a person is not in the pool on a day; empty where he is."""
        if person.joined is not None and day < person.joined:
            return NOT_YET.format(day=day_words(person.joined))
        if person.left is not None and person.left < day:
            return OUT_ON.format(day=day_words(person.left))
        for change in self._leaving(person):
            if change.day <= day:
                return LEFT_BY_CHANGE.format(day=day_words(change.day), kind=change.kind)
        return "" if person.status in ACTIVE else HAS_STATUS.format(status=person.status)

    def valid_on(self, day: date) -> tuple[Person, ...]:
        """The people in the pools on a day, by number."""
        return tuple(sorted((one for one in self.people if not self.out(one, day)), key=lambda one: one.number))

    def _leaving(self, person: Person) -> Iterator[StaffChange]:
        """Changes that took a person out of the pool and after which he did not join again."""
        for change in self.changes:
            same = for_matching(change.person) in (for_matching(person.number), for_matching(person.name))
            if same and change.kind in LEAVING and (person.joined is None or person.joined < change.day):
                yield change

    def faults(self, book: Rulebook, as_of: date) -> Iterator[Fault]:
        """What is wrong with the people in the pools on a day: P061–P064."""
        pools = {pool.name: pool for pool in book.pools}
        valid = self.valid_on(as_of)
        for person in valid:
            if (pool := pools.get(person.pool)) is not None:
                yield from _of_pool(person, pool, book)
            yield from self._no_longer_fits(person, book, as_of)
        for person in self.people:
            for change in self._leaving(person):
                if change.day <= as_of and person.left is None:
                    why = CHANGED_SINCE.format(day=day_words(change.day), kind=change.kind)
                    yield _misfit(person, why, book, "left")
        yield from self._twice(valid)

    def _no_longer_fits(self, person: Person, book: Rulebook, as_of: date) -> Iterator[Fault]:
        """A person whose unit is no more, or whose change was told without the pool being changed."""
        unit = self.campaign.roster.unit_of(person.unit)
        if unit is not None and unit.ended_by(as_of):
            ended = unit.on(as_of).valid_to
            yield _misfit(person, UNIT_ENDED.format(unit=person.unit, day=day_words(ended) if ended else ""), book, "unit")
        elif unit is None and book.teams is not None and person.source in book.teams.roster_sources:
            yield _misfit(person, UNIT_GONE.format(unit=person.unit), book, "unit")
        for change in self.changes:
            same = for_matching(change.person) in (for_matching(person.number), for_matching(person.name))
            if same and change.kind == ADJUSTING and change.day <= as_of and not person.row.earlier:
                yield _misfit(person, ADJUSTED.format(day=day_words(change.day)), book, "post")

    def _twice(self, valid: Iterable[Person]) -> Iterator[Fault]:
        """A name of one unit that stands in two pools at once."""
        together: dict[tuple[str, str], list[Person]] = {}
        for person in valid:
            together.setdefault((for_matching(person.name), for_matching(person.unit)), []).append(person)
        for same in together.values():
            pools = dict.fromkeys(POOL_OF.format(pool=person.pool) for person in same)
            if len(pools) > 1:
                last = same[-1]
                yield kinds.IN_TWO_POOLS.at(last.row.place("pool"), form=PEOPLE, who=last.who, pools=LIST_SEPARATOR.join(pools))


def _of_pool(person: Person, pool: Pool, book: Rulebook) -> Iterator[Fault]:
    """P061 and P062: whether a person is of the kind that his pool is made of."""
    article = book.article(pool.article).number
    about = {"who": person.who, "pool": pool.name, "article": article}
    if pool.sources and person.source not in pool.sources:
        place, known = person.row.place("source"), LIST_SEPARATOR.join(pool.sources)
        yield kinds.WRONG_SOURCE.at(place, form=PEOPLE, found=person.source, source=person.source, known=known, **about)
    if pool.recommended and not person.recommended_by and person.source not in pool.unrecommended:
        yield kinds.NOT_RECOMMENDED.at(person.row.place("recommended_by"), form=PEOPLE, **about)


def _misfit(person: Person, why: str, book: Rulebook, column: str) -> Fault:
    article = book.article(book.teams.whole_article).number if book.teams else ""
    return kinds.NO_LONGER_FITS.at(person.row.place(column), form=PEOPLE, who=person.who, why=why, article=article)


def _person(row: RegisterRow) -> Person:
    return Person(
        number=row.text("number"),
        name=row.text("name"),
        pool=row.text("pool"),
        source=row.text("source"),
        unit=row.text("unit"),
        post=row.text("post"),
        expertise=split_list(row.text("expertise")),
        phone=row.text("phone"),
        recommended_by=row.text("recommended_by"),
        honours=row.text("honours"),
        joined=row.day("joined"),
        left=row.day("left"),
        status=row.text("status"),
        row=row,
    )


def _changes(rows: Iterable[RegisterRow]) -> Iterator[StaffChange]:
    for row in rows:
        day = row.day("date")
        if day is not None:
            yield StaffChange(
                person=row.text("person"),
                kind=row.text("kind"),
                day=day,
                reported_on=row.day("reported_on"),
                reported_by=row.text("reported_by"),
                row=row,
            )
