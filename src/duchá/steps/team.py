"""team: who is in the pools, what stands against the teams, lists frozen, and draws that anyone can repeat (三库、双随机)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from duchá.campaign.faults import NO_SUCH_PERIOD
from duchá.campaign.model import end_of
from duchá.journal.fact import Fact, FactKind, Json
from duchá.journal.notes import DrawnNote, FrozenNote
from duchá.journal.read import read_body, read_facts
from duchá.journal.records import told
from duchá.journal.write import open_journal
from duchá.people import faults as kinds
from duchá.people.draw import Draw, draw as draw_from, list_hash, share_of, team_of
from duchá.people.lists import UNITS, DrawList, OnList, PassedOver, Wanted, list_named, listed_on, lists_known
from duchá.people.pools import PEOPLE, REGISTERS, Person, Pools, StaffChange
from duchá.people.teams import Exempt, Participation, Refusal, TeamMember, Teams
from duchá.registers.ids import APPROVALS
from duchá.registers.rows import RegisterRow
from duchá.reports.people.pages import Minutes, count_words, minutes_report, participation_report, people_report, share_words
from duchá.rulebook.model import Rulebook
from duchá.steps.given_unit import given_unit
from duchá.steps.open_campaign import OpenCampaign, note_context, save_context
from duchá.steps.register_rows import rows_of
from duchá.steps.report_bulletin import provenance_of
from duchá.steps.written import Format, WrittenReport, written
from duchá.terms.fault import Fault, Stop
from duchá.terms.period import Period, PeriodKind, parse_period, period_of
from duchá.terms.text import for_matching
from duchá.terms.wording import LIST_SEPARATOR, day_words

AGREED = "同意"
EXEMPTION = r"(\d{4})年免督查（(.*)）"
BOTH_OR_NEITHER = "--count 和 --share 写了两个或者一个没写"
NOT_A_SHARE = "“{found}”不是比例"
NOT_A_COUNT = "人数至少 1"
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*[%％]|(0?\.\d{1,6}|1(?:\.0+)?)")
ADDED, REMOVED = "多了{ids}", "少了{ids}"
FIRST_OF_ALL = "没有任务编号的"
MANY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOptions:
    """Which people: of a pool, with an expertise, of a unit. ``public``: the list is written for publication, masked."""

    pool: str = ""
    expertise: str = ""
    unit: str | None = None
    public: bool = False
    written_as: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleShown:
    """The people in the pools on the day, their changes, and what is wrong with them."""

    opened: OpenCampaign
    people: tuple[Person, ...]
    changes: tuple[StaffChange, ...]
    made: WrittenReport | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsChecked:
    """The teams of a task or of all, what stands against them, who took part in the period, and what is proposed."""

    opened: OpenCampaign
    members: tuple[TeamMember, ...]
    participation: tuple[Participation, ...]
    refusals: tuple[Refusal, ...]
    period: Period
    made: WrittenReport | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenList:
    """A list as it was frozen. ``again``: it was frozen before and has not changed, so that nothing was written down."""

    opened: OpenCampaign
    of: DrawList
    list_hash: str
    ids: tuple[str, ...]
    day: date
    frozen_at: datetime
    again: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOptions:
    """A draw as asked for."""

    of: str
    seed: str
    count: int | None = None
    share: str | None = None
    round: int = 1
    task: str | None = None
    teams: int | None = None
    seed_day: date | None = None
    confirmed_by: str = ""
    pool: str = ""
    expertise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawMade:
    """What a draw gave; ``draw`` is None where a question has to be answered first. ``names`` are what ids are called."""

    opened: OpenCampaign
    frozen: FrozenList
    asked: DrawOptions
    draw: Draw | None = None
    names: Mapping[str, str] | None = None
    teams: Mapping[str, int] | None = None
    made: WrittenReport | None = None
    faults: tuple[Fault, ...] = ()


def pools_book(opened: OpenCampaign) -> Rulebook | None:
    """The rulebook that says what the pools are."""
    return next((book for book in opened.campaign.rulebooks if book.pools), None)


def _book(opened: OpenCampaign) -> Rulebook:
    book = pools_book(opened)
    if book is None:
        raise Stop(kinds.NO_POOLS.at())
    return book


def people(opened: OpenCampaign, asked: PeopleOptions) -> PeopleShown:
    """The people in the pools on the day. Raises Stop (C014, P092), JournalError and OSError."""
    book, unit = _book(opened), given_unit(opened.campaign, asked.unit)
    pools = Pools(opened.campaign, rows_of(opened, REGISTERS))
    found = tuple(
        one
        for one in pools.valid_on(opened.as_of)
        if asked.pool in ("", one.pool)
        and unit in (None, one.unit)
        and (not asked.expertise or any(for_matching(asked.expertise) in for_matching(known) for known in one.expertise))
    )
    made = None
    if asked.written_as is not None or asked.public:
        provenance = provenance_of(opened, full=asked.full)
        report = people_report(opened.campaign, found, opened.as_of, provenance, public=asked.public)
        made = written(opened, report, Format(asked.written_as or Format.XLSX.value))
    faults = (*opened.news, *pools.faults(book, opened.as_of), *save_context(opened), *(made.faults if made else ()))
    return PeopleShown(opened=opened, people=found, changes=pools.changes, made=made, faults=faults)


def teams_of(opened: OpenCampaign) -> tuple[Pools, Teams]:
    """The pools and the teams on the day, with the units that are exempt. Raises JournalError."""
    rows = rows_of(opened, REGISTERS)
    pools = Pools(opened.campaign, rows)
    return pools, Teams(pools, rows, tuple(_exempt(opened)))


def check(
    opened: OpenCampaign, task: str | None = None, period: str | None = None, written_as: str | None = None, *, full: bool = False
) -> TeamsChecked:
    """What stands against the teams; who took part in a period. Raises Stop (P091, P092), JournalError and OSError."""
    book = _book(opened)
    pools, teams = teams_of(opened)
    if task is not None and teams.task(task) is None:
        raise Stop(kinds.NO_SUCH_TEAM_TASK.at(found=task))
    span = parse_period(period) if period is not None else period_of(opened.as_of, PeriodKind.YEAR)
    if span is None:
        raise Stop(NO_SUCH_PERIOD.at(found=period))
    parts = teams.participation(book, span.start, min(span.end, opened.as_of))
    made = None
    if written_as is not None:
        days = (span.start, min(span.end, opened.as_of))
        report = participation_report(opened.campaign, parts, days, opened.as_of, provenance_of(opened, full=full))
        made = written(opened, report, Format(written_as))
    members = tuple(one for one in teams.members if task is None or for_matching(one.task_written) == for_matching(task))
    found = (*(() if task else pools.faults(book, opened.as_of)), *teams.faults(book, opened.as_of, task or ""))
    faults = (*opened.news, *found, *save_context(opened), *(made.faults if made else ()))
    refusals = tuple(one for one in teams.refusals() if task is None or for_matching(one.task) == for_matching(task))
    return TeamsChecked(opened=opened, members=members, participation=parts, refusals=refusals, period=span, made=made, faults=faults)


def team_faults(opened: OpenCampaign) -> tuple[Fault, ...]:
    """What stands against rows of the pools and teams, for `record`: people and tasks that do not exist. Raises JournalError."""
    book = pools_book(opened)
    if book is None:
        return ()
    _, teams = teams_of(opened)
    return tuple(fault for fault in teams.faults(book, opened.as_of) if fault.kind in (kinds.UNKNOWN_PERSON, kinds.NO_TASK))


def _exempt(opened: OpenCampaign) -> Iterator[Exempt]:
    """Units that are exempt: approved here for the year before, or noted on the roster from the campaign before."""
    names = {item.name for book in opened.campaign.scoring for item in book.consequences if item.exempts}
    for row in rows_of(opened, (APPROVALS,)) if names else ():
        period = parse_period(row.text("period"))
        if row.text("kind") in names and row.text("result") == AGREED and period is not None and period.kind is PeriodKind.YEAR:
            yield Exempt(unit=row.text("unit"), year=period.start.year + 1, by=row.text("approver"))
    for unit in opened.campaign.roster.units:
        for noted in re.finditer(EXEMPTION, unit.note):
            yield Exempt(unit=unit.name, year=int(noted[1]), by=noted[2])


def freeze(opened: OpenCampaign, written_list: str) -> FrozenList:
    """Writes down which ids a list has on the day, and its hash, before a seed exists. Raises Stop (P081–P083), JournalError."""
    of = _list(opened, written_list)
    listed = _listed(opened, of, opened.as_of)
    code, ids = _hashed(of, listed, opened.as_of)
    last = _last_freeze(opened, of)
    if last is not None and last.list_hash == code:
        return replace(last, again=True, faults=opened.news)
    happened = min(opened.now, end_of(opened.as_of, opened.campaign)).replace(microsecond=0)
    note = FrozenNote(of_list=of.id, title=of.title, list_hash=code, count=len(ids), day=opened.as_of)
    body: Json = {"ids": list(ids), "names": {one.id: one.name for one in listed}}
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        writer.append(note.fact(happened, body))
    return FrozenList(
        opened=opened, of=of, list_hash=code, ids=ids, day=opened.as_of, frozen_at=opened.campaign.local(happened), faults=opened.news
    )


def draw(opened: OpenCampaign, asked: DrawOptions) -> DrawMade:
    """Draws from a frozen list, writes down what came out, and its minutes. Raises Stop (P081–P085, P087, P091), JournalError and OSError."""
    of = _list(opened, asked.of)
    frozen = _last_freeze(opened, of)
    if frozen is None:
        raise Stop(kinds.NOT_FROZEN.at(title=of.title))
    listed = _listed(opened, of, frozen.day)
    _unchanged(opened, frozen, listed)
    pools, teams = teams_of(opened)
    task = teams.task(asked.task) if asked.task else None
    if asked.task and task is None and any(book.pools for book in opened.campaign.rulebooks):
        raise Stop(kinds.NO_SUCH_TEAM_TASK.at(found=asked.task))
    if task is not None and not task.units:  # the objects were drawn as well
        task = replace(task, units=_objects_of(opened, asked.task or ""))
    _counted(asked)
    if asked.seed_day is not None and asked.seed_day < frozen.day and not asked.confirmed_by:
        fault = kinds.SEED_TOO_EARLY.at(seed_day=day_words(asked.seed_day), day=day_words(frozen.day))
        return DrawMade(opened=opened, frozen=frozen, asked=asked, faults=(*opened.news, fault))
    earlier = tuple(_draws(opened, of, asked.task or ""))
    before = {id: one.round for one in earlier if one.round < asked.round for id in one.drawn} if asked.task else {}
    wanted = Wanted(day=opened.as_of, task=task, pool=asked.pool, expertise=asked.expertise, before=before)
    bars = PassedOver(opened.campaign, of, pools, teams, pools_book(opened)).of(listed, _listed(opened, of, opened.as_of), wanted)
    count, said = _how_many(asked, len(listed) - len(bars))
    made = draw_from([one.id for one in listed], count=count, seed=asked.seed, round=asked.round, barred=bars)
    dealt = team_of(made.drawn, asked.teams) if asked.teams else None
    faults = [*opened.news, *_said(opened, asked, made, count, dealt), *_drawn_otherwise(of, asked, earlier)]
    names = {one.id: one.name for one in listed}
    if not any(one.round == asked.round and one.seed == asked.seed and one.drawn == made.drawn for one in earlier):
        _write(opened, of, asked, made, dealt)
    minutes = Minutes(
        list=of.title,
        draw=made,
        names=names,
        frozen_at=_minute(frozen.frozen_at),
        drawn_at=day_words(opened.as_of),
        count=said,
        task=asked.task or "",
        seed_day=day_words(asked.seed_day) if asked.seed_day else "",
        confirmed_by=asked.confirmed_by,
        teams=dealt,
        objects=_objects(opened, asked),
    )
    report = minutes_report(opened.campaign, minutes, opened.as_of, provenance_of(opened, full=False))
    paper = written(opened, report, Format.DOCX)
    return DrawMade(
        opened=opened, frozen=frozen, asked=asked, draw=made, names=names, teams=dealt, made=paper, faults=(*faults, *paper.faults)
    )


def _list(opened: OpenCampaign, written_list: str) -> DrawList:
    of = list_named(opened.campaign, written_list)
    if of is None:
        raise Stop(kinds.NO_SUCH_LIST.at(found=written_list, known=lists_known(opened.campaign)))
    return of


def _listed(opened: OpenCampaign, of: DrawList, day: date) -> tuple[OnList, ...]:
    rows: tuple[RegisterRow, ...] = ()
    if of.id != UNITS:
        rows = rows_of(opened, REGISTERS if of.id == PEOPLE else (of.id,))
    return listed_on(opened.campaign, of, rows, day)


def _hashed(of: DrawList, listed: tuple[OnList, ...], day: date) -> tuple[str, tuple[str, ...]]:
    ids = tuple(sorted(one.id for one in listed))
    if not ids:
        raise Stop(kinds.EMPTY_LIST.at(title=of.title, day=day_words(day)))
    try:
        return list_hash(ids), ids
    except ValueError:
        wrong = next((id for id in ids if not id or "\n" in id or ids.count(id) > 1), ids[0])
        raise Stop(kinds.UNSOUND_LIST.at(title=of.title, id=wrong)) from None


def _unchanged(opened: OpenCampaign, frozen: FrozenList, listed: tuple[OnList, ...]) -> None:
    """Raises Stop (P085) where the list that was frozen is another one today."""
    code, ids = _hashed(frozen.of, listed, frozen.day)
    if code == frozen.list_hash:
        return
    more, less = [id for id in ids if id not in frozen.ids], [id for id in frozen.ids if id not in ids]
    parts = [said.format(ids=LIST_SEPARATOR.join(some[:MANY])) for said, some in ((ADDED, more), (REMOVED, less)) if some]
    what = LIST_SEPARATOR.join(parts)
    raise Stop(
        kinds.LIST_CHANGED.at(title=frozen.of.title, day=day_words(frozen.day), frozen=frozen.list_hash[:12], now=code[:12], what=what)
    )


def _notes(opened: OpenCampaign) -> tuple[Fact, ...]:
    if not opened.journal.exists():
        return ()
    horizon = end_of(opened.as_of, opened.campaign)
    return read_facts(opened.journal, kinds=frozenset({FactKind.NOTE}), known_at=opened.known_at, as_of=horizon)


def _last_freeze(opened: OpenCampaign, of: DrawList) -> FrozenList | None:
    found = [(fact, said) for fact, said in told(_notes(opened), FrozenNote) if said.of_list == of.id]
    if not found:
        return None
    last, said = max(found, key=lambda one: one[0].seq)
    body = cast(Mapping[str, list[str]], read_body(opened.journal, last.seq))
    return FrozenList(
        opened=opened,
        of=of,
        list_hash=said.list_hash,
        ids=tuple(body["ids"]),
        day=said.day,
        frozen_at=opened.campaign.local(last.happened_at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    """A draw that was written down."""

    round: int
    seed: str
    drawn: tuple[str, ...]
    day: str


def _draws(opened: OpenCampaign, of: DrawList, task: str) -> Iterator[_Earlier]:
    for _, said in told(_notes(opened), DrawnNote):
        if said.of_list == of.id and for_matching(said.task or "") == for_matching(task):
            yield _Earlier(round=said.round, seed=said.seed, drawn=said.drawn, day=said.day.isoformat())


def _counted(asked: DrawOptions) -> None:
    """Raises Stop (P087) for a number that cannot be meant."""
    if (asked.count is None) == (asked.share is None):
        raise Stop(kinds.BAD_COUNT.at(why=BOTH_OR_NEITHER))
    if asked.count is not None and asked.count < 1:
        raise Stop(kinds.BAD_COUNT.at(why=NOT_A_COUNT))
    if asked.share is not None:
        read_share(asked.share)


def read_share(text: str) -> Decimal:
    """5% or 0.05 as a share. Raises Stop (P087)."""
    found = SHARE.fullmatch(text.strip())
    share = Decimal(0) if found is None else Decimal(found[1]) / 100 if found[1] else Decimal(found[2])
    if not 0 < share <= 1:
        raise Stop(kinds.BAD_COUNT.at(why=NOT_A_SHARE.format(found=text)))
    return share


def _how_many(asked: DrawOptions, free: int) -> tuple[int, str]:
    if asked.count is not None:
        return asked.count, count_words(asked.count)
    share = read_share(asked.share or "")
    count = share_of(share, free)
    return count, share_words(share, free, count)


def _said(opened: OpenCampaign, asked: DrawOptions, made: Draw, count: int, dealt: Mapping[str, int] | None) -> Iterator[Fault]:
    if len(made.drawn) < count:
        yield kinds.DRAWN_SHORT.at(wanted=count, count=len(made.drawn))
    book = pools_book(opened)
    if dealt is not None and asked.teams and book is not None and book.teams is not None and book.teams.least:
        fewest = min(sum(team == number for team in dealt.values()) for number in range(1, asked.teams + 1))
        if fewest < book.teams.least:
            article = book.article(book.teams.least_article).number
            yield kinds.TEAM_SHORT.at(teams=asked.teams, count=fewest, least=book.teams.least, article=article)


def _drawn_otherwise(of: DrawList, asked: DrawOptions, earlier: tuple[_Earlier, ...]) -> Iterator[Fault]:
    """P089: the same round was drawn with another seed; both stand in the journal."""
    other = next((one for one in earlier if one.round == asked.round and one.seed != asked.seed), None)
    if other is not None:
        where, upcoming = asked.task or FIRST_OF_ALL, asked.round + 1
        yield kinds.SAME_ROUND.at(title=of.title, task=where, round=asked.round, next=upcoming, seed=other.seed, day=other.day)


def _write(opened: OpenCampaign, of: DrawList, asked: DrawOptions, made: Draw, dealt: Mapping[str, int] | None) -> None:
    note = DrawnNote(
        of_list=of.id,
        title=of.title,
        list_hash=made.list_hash,
        seed=made.seed,
        round=made.round,
        task=asked.task or "",
        drawn=made.drawn,
        day=opened.as_of,
        seed_day=asked.seed_day,
        confirmed_by=asked.confirmed_by or None,
    )
    body: Json = {
        "order": [{"id": one.id, "key": one.key, "drawn": one.drawn, "barred": one.barred} for one in made.order],
        "teams": dict(dealt) if dealt else {},
    }
    with open_journal(opened.journal, now=opened.now, by=opened.by) as writer:
        note_context(opened, writer)
        happened = min(opened.now, end_of(opened.as_of, opened.campaign)).replace(microsecond=0)
        writer.append(note.fact(happened, body))


def _objects(opened: OpenCampaign, asked: DrawOptions) -> Mapping[str, int] | None:
    """The units drawn for the same task, dealt to the teams in the order of their draw."""
    if not asked.teams or not asked.task:
        return None
    drawn = _objects_of(opened, asked.task)
    return team_of(drawn, asked.teams) if drawn else None


def _objects_of(opened: OpenCampaign, task: str) -> tuple[str, ...]:
    """The units drawn last for a task."""
    drawn = list(_draws(opened, DrawList(id=UNITS, title=""), task))
    return drawn[-1].drawn if drawn else ()


def _minute(moment: datetime) -> str:
    return f"{day_words(moment.date())} {moment:%H:%M}"
