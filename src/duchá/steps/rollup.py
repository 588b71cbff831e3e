"""rollup: many campaigns verified and added up. One function over one campaign, mapped over all by this machine's processors or a cluster's.

Nothing is written into what is looked at: an older journal is brought up to date in a copy. What cannot be added up is named.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from duchá import __version__
from duchá.campaign.faults import NO_SUCH_PATH
from duchá.campaign.model import OF_PERIOD, Campaign
from duchá.campaign.parse import SETTINGS
from duchá.campaign.sources import Sources
from duchá.campaign.tags import tags_of
from duchá.forms.write_for_people import WrittenFiles
from duchá.journal import faults
from duchá.journal.export import restore_journal
from duchá.journal.faults import JournalError
from duchá.journal.read import newest_fact
from duchá.journal.store import is_older
from duchá.journal.verify import verify
from duchá.ledger.matter import Matter
from duchá.reports.rollup import (
    ON_A_PAGE,
    ON_PAPER,
    PackedCampaigns,
    RolledBook,
    RolledCampaign,
    RolledScore,
    RolledUnit,
    Rollup,
    Unrolled,
    rollup_parts,
    rollup_report,
)
from duchá.reports.write_docx import write_docx
from duchá.reports.write_html import write_html
from duchá.reports.write_xlsx import write_xlsx
from duchá.rulebook.clock import MatterKind
from duchá.rulebook.model import CATEGORY, Rulebook
from duchá.rulebook.read_rulebook import MAIN, table_of
from duchá.steps.journal import EXPORTED
from duchá.steps.ledger_of import LedgerState, state_of
from duchá.steps.open_campaign import HOME, JOURNAL, OpenCampaign, bring_up_to_date, find_journal, open_as_noted
from duchá.steps.read_all import ReadingTick
from duchá.steps.score import ScoreOptions, score
from duchá.terms.fault import Fault, Stop
from duchá.terms.moment import Moment
from duchá.terms.place import Place

FORMATS = ("xlsx", "docx", "html", "json")
_LARGEST = 2 << 30  # bytes of a journal in a zip
_FEW = 4  # campaigns: fewer are done before the other processes have started
_CONNECT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSource:
    """Where one campaign is: a folder, an export, or a member of a zip; ``shown`` is what it is called."""

    shown: str
    path: str
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupOptions:
    """The options as typed."""

    out: Path
    folders: tuple[Path, ...]
    period: str | None = None
    formats: tuple[str, ...] = FORMATS
    scheduler: str | None = None
    processes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """The roll-up, and the files that were written."""

    rollup: Rollup
    written: tuple[Path, ...]


def rollup(options: RollupOptions, moment: Moment, tick: ReadingTick) -> RolledUp:
    """Verifies and adds up every campaign under the paths. Raises Stop (C013), JournalError (J029, J030), OSError."""
    found: list[CampaignSource | Unrolled] = []
    for path in options.folders:
        if not path.exists():
            raise Stop(NO_SUCH_PATH.at(Place(file=str(path)), path=path))
        found += _sources(path)
    sources = [one for one in found if isinstance(one, CampaignSource)]
    jobs = [(source, moment, options.period) for source in sources]
    answers = _mapped(jobs, options, tick)
    broken: list[Unrolled] = []

    def added_up() -> Iterator[RolledCampaign]:
        for one in found:
            answer = one if isinstance(one, Unrolled) else next(answers)
            if isinstance(answer, Unrolled):
                broken.append(answer)
            else:
                yield answer

    campaigns = PackedCampaigns(added_up())
    rolled = Rollup(as_of=moment.as_of or moment.now.date(), tool=__version__, campaigns=campaigns, broken=tuple(broken))
    return RolledUp(rollup=rolled, written=tuple(_written(rolled, options)))


def _sources(path: Path) -> Iterator[CampaignSource | Unrolled]:
    """Every campaign at a path or below it, in the order of names; the path itself as broken where there is none."""
    found = list(_below(path, str(path)))
    if not found:
        fault = faults.NOTHING_TO_ADD_UP.at(Place(file=str(path)), source=str(path))
        found = [_unrolled(str(path), fault)]
    yield from found


def _below(path: Path, shown: str) -> Iterator[CampaignSource | Unrolled]:
    if path.is_symlink():
        return
    if path.is_file() and path.suffix.lower() == ".zip":
        yield from _in_zip(path, shown)
    elif path.is_file() and path.name == EXPORTED:
        yield CampaignSource(shown=str(Path(shown).parent), path=str(path.resolve()))
    elif path.is_dir() and ((path / SETTINGS).is_file() or (path / HOME / JOURNAL).is_file()):
        yield CampaignSource(shown=shown, path=str(path.resolve()))
    elif path.is_dir() and (path / EXPORTED).is_file():
        yield CampaignSource(shown=shown, path=str((path / EXPORTED).resolve()))
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            yield from _below(child, str(Path(shown) / child.name))


def _in_zip(path: Path, shown: str) -> Iterator[CampaignSource | Unrolled]:
    """The campaigns in a zip: known by the names of their journals, whatever became of the other names in it."""
    try:
        with zipfile.ZipFile(path) as package:
            members = [info.filename for info in package.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        yield _unrolled(shown, faults.DAMAGED.at(Place(file=shown), detail=str(error)))
        return
    journals = sorted(name for name in members if PurePosixPath(name).name in (EXPORTED, JOURNAL))
    if not journals:
        yield _unrolled(shown, faults.NOTHING_TO_ADD_UP.at(Place(file=shown), source=shown))
    for name in journals:
        inner = PurePosixPath(name).parent if PurePosixPath(name).name == EXPORTED else PurePosixPath(name).parent.parent
        yield CampaignSource(shown=shown if str(inner) == "." else f"{shown}!{inner}", path=str(path.resolve()), member=name)


def _unrolled(source: str, fault: Fault) -> Unrolled:
    return Unrolled(source=source, code=fault.kind.code, why=fault.message, remedy=fault.remedy)


_Job = tuple[CampaignSource, Moment, str | None]


def _mapped(jobs: Sequence[_Job], options: RollupOptions, tick: ReadingTick) -> Iterator[RolledCampaign | Unrolled]:
    """`roll_one` over every job, in their order, wherever it is carried out."""
    if options.scheduler:
        yield from _on_cluster(jobs, options.scheduler, tick)
        return
    processes = min(options.processes or os.cpu_count() or 1, len(jobs))
    if processes <= 1 or len(jobs) < _FEW:
        for number, job in enumerate(jobs, 1):
            yield roll_one(job)
            tick(number, len(jobs))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for number, answer in enumerate(pool.map(roll_one, jobs, chunksize=max(1, min(16, len(jobs) // (4 * processes)))), 1):
            yield answer
            tick(number, len(jobs))


def _on_cluster(jobs: Sequence[_Job], address: str, tick: ReadingTick) -> Iterator[RolledCampaign | Unrolled]:
    """The same on a Dask cluster, whose workers see the same folders and have this program."""
    try:
        from distributed import Client  # heavy, and only an extra
    except ImportError as error:
        raise JournalError(faults.NO_CLUSTER.at()) from error
    try:
        with Client(address, timeout=_CONNECT_SECONDS, set_as_default=False) as client:  # type: ignore[no-untyped-call]  # distributed ships no types
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
            for number, future in enumerate(client.map(roll_one, jobs, pure=False), 1):
                yield future.result()
                tick(number, len(jobs))
    except (OSError, TimeoutError, ValueError) as error:
        raise JournalError(faults.CLUSTER_AWAY.at(address=address, detail=type(error).__name__)) from error


def roll_one(job: _Job) -> RolledCampaign | Unrolled:
    """What one campaign comes to, its chain verified first; why it can't be added up where it can't."""
    source, moment, period = job
    try:
        with _at_hand(source, moment) as folder:
            return _rolled(source, folder, moment, period)
    except JournalError as error:
        return _unrolled(source.shown, error.fault)
    except Stop as stop:
        return _unrolled(source.shown, stop.fault)
    except OSError as error:
        return _unrolled(source.shown, faults.WRITE_FAILED.at(Place(file=source.shown), detail=error.strerror or type(error).__name__))


@contextmanager
def _at_hand(source: CampaignSource, moment: Moment) -> Iterator[Path]:
    """A folder that holds the journal, of this version: the campaign's own, or one made for the moment."""
    path = Path(source.path)
    own = path if not source.member and path.is_dir() else None
    if own is not None and not ((own / HOME / JOURNAL).is_file() and is_older(own / HOME / JOURNAL)):
        yield own
        return
    with TemporaryDirectory(prefix="ducha-rollup-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        target = folder / HOME / JOURNAL
        target.parent.mkdir()
        export = folder / EXPORTED
        if own is not None:
            shutil.copyfile(own / HOME / JOURNAL, target)
        elif source.member:
            _unpack(path, source.member, export if source.member.endswith(EXPORTED) else target)
        else:
            export = path
        if not target.exists():
            restore_journal(export, target, now=moment.now, by=moment.by)
        bring_up_to_date(target, moment)
        yield folder


def _unpack(package: Path, member: str, target: Path) -> None:
    """One member of a zip, no further than the size that it claims. Raises JournalError (J003, J031)."""
    try:
        with zipfile.ZipFile(package) as opened:
            size = opened.getinfo(member).file_size
            if size > _LARGEST:
                raise JournalError(faults.ZIP_TOO_LARGE.at(Place(file=str(package)), limit=_LARGEST >> 20))
            with opened.open(member) as stream, target.open("wb") as copy:
                shutil.copyfileobj(stream, copy)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise JournalError(faults.DAMAGED.at(Place(file=str(package)), detail=str(error))) from error


def _rolled(source: CampaignSource, folder: Path, moment: Moment, period: str | None) -> RolledCampaign:
    journal = find_journal(folder, moment.by) if (folder / SETTINGS).is_file() else folder / HOME / JOURNAL
    for fault in verify(journal, None):
        raise JournalError(replace(fault, place=Place(file=source.shown)))
    opened = open_as_noted(folder, journal, moment)
    state = state_of(opened)
    campaign = opened.campaign
    problems = [matter for matter in state.ledger.matters if matter.kind is MatterKind.PROBLEM and not matter.withdrawn]
    told = [problem for problem in state.problems if problem.rows and not problem.withdrawn]
    categories, untagged = _categories(campaign, problems, opened.sources)
    scores, unscored = _scores(opened, period)
    newest = newest_fact(journal)
    assert newest is not None, "its settings are noted in it"
    return RolledCampaign(
        source=source.shown,
        name=campaign.settings.name,
        year=campaign.settings.year,
        facts=newest.seq,
        head=newest.hash,
        books=tuple(_book(book, opened.sources) for book in campaign.rulebooks),
        deliverables=tuple(
            (_key(campaign, owed.rulebook, owed.key, opened.sources), owed.deliverable.name, owed.due.isoformat() if owed.due else "")
            for owed in campaign.owed
        ),
        units=tuple(_units(campaign, state, problems, opened)),
        categories=categories,
        untagged=untagged,
        problems=len(problems),
        told=len(told),
        done=sum(problem.rectified for problem in told),
        nil=sum(standing.nil for standing in state.standings),
        scores=scores,
        unscored=unscored,
    )


def _units(campaign: Campaign, state: LedgerState, problems: Sequence[Matter], opened: OpenCampaign) -> Iterator[RolledUnit]:
    """Every unit of the matrix with its cells, in the order of the roster; then whose problems only the ledger knows."""
    cells: dict[str, list[tuple[str, str, int]]] = {}
    groups: dict[str, str] = {}
    for standing in state.standings:
        key = _key(campaign, standing.owed.rulebook, standing.owed.key, opened.sources)
        cells.setdefault(standing.unit.name, []).append((key, standing.state.value, standing.late_days))
        groups[standing.unit.name] = standing.unit.on(opened.as_of).group
    counts = Counter(matter.answering for matter in problems)
    for unit in [*cells, *(name for name in counts if name not in cells)]:
        yield RolledUnit(unit=unit, group=groups.get(unit, ""), states=tuple(cells.get(unit, ())), problems=counts[unit])


def _key(campaign: Campaign, rulebook: str, key: str, sources: Sources) -> str:
    """A deliverable's key under the rulebook that first had it: what ``extends`` keeps is one thing in every campaign."""
    book = next(book for book in campaign.as_written if book.id == rulebook)
    return f"{_home(book, 'deliverables', key.split(OF_PERIOD)[0], sources)}.{key}"


def _home(book: Rulebook, section: str, id: str, sources: Sources) -> str:
    """The rulebook farthest down the line that has an entry of this id in its own text."""
    for ancestor in reversed(book.lineage):
        if id in _ids(sources.rulebooks.get(ancestor, {}).get(MAIN, ""), section):
            return ancestor
    return book.id


@lru_cache(maxsize=256)
def _ids(text: str, section: str) -> frozenset[str]:
    entries = table_of(text).get(section, [])
    return frozenset(str(entry.get("key") or entry.get("id")) for entry in entries if isinstance(entry, dict))


def _categories(campaign: Campaign, problems: Sequence[Matter], sources: Sources) -> tuple[tuple[tuple[str, str, int], ...], int]:
    """Each category with its count, by the rulebook that first had it, and how many problems have none."""
    counts = Counter(name for matter in problems for name in matter.marks.categories)
    found = []
    for tag in tags_of(campaign, CATEGORY):
        book = next(book for book in campaign.rulebooks if any(one.id == tag.id and one.kind == CATEGORY for one in book.tags))
        found.append((f"{_home(book, 'tags', tag.id, sources)}.{tag.id}", tag.name, counts[tag.name]))
    return tuple(found), sum(not matter.marks.categories for matter in problems)


def _scores(opened: OpenCampaign, period: str | None) -> tuple[tuple[RolledScore, ...], tuple[str, ...]]:
    """The totals under every rulebook that gives points, of the period asked for or of the campaign's year; and why there are none."""
    found: list[RolledScore] = []
    why: list[str] = []
    asked = period or str(opened.campaign.settings.year)
    for book in opened.campaign.rulebooks:
        if book.scheme is None and book.weighting is None and not book.sheets:
            continue
        try:
            scored = score(opened, ScoreOptions(period=asked, rulebook=book.id))
        except Stop as stop:
            why.append(stop.fault.message)
            continue
        found += [
            RolledScore(
                root=book.lineage[-1] if book.lineage else book.id,
                period=scored.scores.period.key,
                group=group.group,
                unit=standing.name,
                total=standing.score.total,
                rank=standing.rank,
            )
            for group in scored.scores.groups
            for standing in group.standings
        ]
    return tuple(found), tuple(why)


def _book(book: Rulebook, sources: Sources) -> RolledBook:
    """A rulebook as this campaign used it; its content is that of all it stands on as well."""
    texts = {id: dict(sources.rulebooks.get(id, {})) for id in book.lineage or (book.id,)}
    content = hashlib.sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return RolledBook(id=book.id, root=(book.lineage or (book.id,))[-1], title=book.title, edition=book.edition, content=content)


def _written(rolled: Rollup, options: RollupOptions) -> Iterator[Path]:
    """The files of the roll-up in a folder, or the one file that was named; never over what a person has changed. Raises OSError."""
    single = options.out.suffix.lower().lstrip(".")
    one = single in FORMATS and not options.out.is_dir()
    folder = options.out.parent if one else options.out
    home = folder / HOME
    home.mkdir(parents=True, exist_ok=True)
    files = WrittenFiles(folder, home)
    report = rollup_report(rolled)
    for written_as in (single,) if one else options.formats:
        place = options.out if one else folder / f"{report.stem}.{written_as}"

        def write(path: Path, written_as: str = written_as) -> None:
            match written_as:
                case "xlsx":
                    write_xlsx(report, path)
                case "docx":
                    write_docx(rollup_report(rolled, rows=ON_PAPER), path)
                case "html":
                    write_html(rollup_report(rolled, rows=ON_A_PAGE), path)
                case _:
                    write_json(rolled, path)

        yield files.put(place, write).path


def write_json(rolled: Rollup, path: Path) -> None:
    """The roll-up as JSON, a campaign, a deliverable, a score a line. Raises OSError."""
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        before = "{\n"
        for name, value in rollup_parts(rolled):
            stream.write(f"{before}{encode(name)}: ")
            before = ",\n"
            if not isinstance(value, list | Iterator):
                stream.write(encode(value))
                continue
            inner = "[\n"
            for item in value:
                stream.write(f"{inner}{encode(item)}")
                inner = ",\n"
            stream.write("[]" if inner == "[\n" else "\n]")
        stream.write("\n}\n")
