"""journal export --archive: the campaign as one zip by 案卷, for the office's archive: an index, originals, registers, papers, the chain."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from duchá.campaign.parse import CALENDAR, ROSTER, SETTINGS
from duchá.journal.chain import purged_by
from duchá.journal.export import content_is, export_journal
from duchá.journal.fact import FactKind
from duchá.journal.faults import ALREADY_THERE, ARCHIVE_MISSING, JournalError
from duchá.journal.read import read_facts
from duchá.receipts.receipts import RECEIPT_FACTS, Receipt, receipts_of
from duchá.reports.page import Page, PageColumn, Report, Show
from duchá.reports.write_xlsx import write_xlsx
from duchá.steps.journal import EXPORTED
from duchá.steps.open_campaign import OpenCampaign
from duchá.submissions.wording import STATUS_WORDS
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import safe_name
from duchá.terms.write_beside import beside

INDEX, INDEX_STEM = "归档目录", "00-归档目录"
RETURNS, REGISTERS, PAPERS, SENT_BACK, SETTINGS_FILES, TRAIL = "1-收件", "2-登记表", "3-报告和公文", "4-退回件", "5-设置和名单", "6-流水"
NO_UNIT = "单位未定"
RECEIPT_NAME = "第{number:03d}号 {day} {name}"
HEAD_NAME, HEAD_TEXT = "校验码.txt", "{campaign}\n截至 {day} 的流水校验码：\n{head}\n核对：duchá journal verify --head {head}\n"
WITHDRAWN, GONE, LOST = "已撤回", "原件已按规定清除", "原件缺失"
COLUMNS = (
    PageColumn(title="案卷", show=Show.TEXT, width=22),
    PageColumn(title="件号", show=Show.COUNT, width=6),
    PageColumn(title="文件", show=Show.TEXT, width=44),
    PageColumn(title="日期", show=Show.DAY, width=12),
    PageColumn(title="情况", width=14),
    PageColumn(title="校验码（SHA-256）", show=Show.TEXT, width=34),
)
UNDER, NOTE = "截至{day}", "流水校验码：{head}。原件按校验码逐个核对过；流水可用 duchá journal restore 恢复。"
_FOLDERS = ((REGISTERS, "registers"), (PAPERS, "reports"), (SENT_BACK, "returned"))
_FILES = (SETTINGS, ROSTER, CALENDAR)
_PASSING = ("~$", ".~", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """The zip, how many volumes and files are in it, the head of the chain, and what is missing from it."""

    path: Path
    volumes: int
    files: int
    head: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A file of a volume: its place in the zip (empty: there is none), where its bytes are, and what the index says of it."""

    volume: str
    inside: str
    source: Path | None
    day: date | None
    state: str = ""
    sha256: str = ""


def archive_campaign(opened: OpenCampaign, target: Path) -> Archived:
    """Everything of the campaign in one zip: a volume a unit for what came in, then registers, papers, copies, settings, the chain.

    Nothing that is there already is overwritten. Raises JournalError (J0xx) and OSError.
    """
    if target.exists():
        raise JournalError(ALREADY_THERE.at(Place(file=str(target))))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        head = export_journal(opened.journal, folder / EXPORTED)
        returns, faults = _returns(opened)
        items = (*returns, *_files(opened))
        index = folder / f"{INDEX_STEM}.xlsx"
        write_xlsx(_index(opened, items, head), index)
        said = HEAD_TEXT.format(campaign=opened.campaign.settings.name, day=opened.as_of.isoformat(), head=head)
        moment = opened.campaign.local(opened.now)
        with beside(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
            _put(package, index.name, index.read_bytes(), moment)
            for item in items:
                if item.source is not None:
                    _put(package, item.inside, item.source.read_bytes(), moment)
            _put(package, f"{TRAIL}/{EXPORTED}", (folder / EXPORTED).read_bytes(), moment)
            _put(package, f"{TRAIL}/{HEAD_NAME}", said.encode(), moment)
    volumes = len({item.volume for item in items}) + 1
    return Archived(path=target, volumes=volumes, files=sum(item.source is not None for item in items), head=head, faults=faults)


def _put(package: zipfile.ZipFile, name: str, data: bytes, moment: datetime) -> None:
    info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, data)


def _returns(opened: OpenCampaign) -> tuple[tuple[_Item, ...], tuple[Fault, ...]]:
    """Every receipt with its original, unit by unit in the order of the roster; an original that is not what the journal says is left out and named."""
    order = {unit.name: at for at, unit in enumerate(opened.campaign.roster.units)}
    receipts = sorted(receipts_of(read_facts(opened.journal, kinds=frozenset(RECEIPT_FACTS))), key=lambda one: one.number)
    notes = read_facts(opened.journal, kinds=frozenset({FactKind.NOTE}))
    purged = {content for fact in notes if (tomb := purged_by(fact.kind, fact.payload)) is not None for content in tomb.contents}
    receipts.sort(key=lambda one: order.get(one.unit or "", len(order)))
    items, faults = [], []
    for receipt in receipts:
        sha256 = "" if receipt.paper else str(receipt.payload.get("sha256") or "")
        volume = f"{RETURNS}/{order.get(receipt.unit or '', len(order)) + 1:03d}-{safe_name(receipt.unit or NO_UNIT)}"
        day = opened.campaign.local(receipt.received_at).date()
        state = WITHDRAWN if receipt.withdrawn else receipt.paper or STATUS_WORDS[receipt.status]
        original = opened.archive / sha256[:2] / sha256
        source = original if sha256 and original.is_file() and content_is(original, sha256) else None
        if sha256 in purged:
            state = GONE
        elif sha256 and source is None:
            state = LOST
            faults.append(ARCHIVE_MISSING.at(Place(file=receipt.source), entry=receipt.seq))
        items.append(_Item(volume=volume, inside=f"{volume}/{_named(receipt, day)}", source=source, day=day, state=state, sha256=sha256))
    return tuple(items), tuple(faults)


def _named(receipt: Receipt, day: date) -> str:
    name = receipt.source.replace("!", "/").rpartition("/")[2]
    return RECEIPT_NAME.format(number=receipt.number, day=day.isoformat(), name=safe_name(name))


def _files(opened: OpenCampaign) -> Iterator[_Item]:
    """What lies in the folder for people: registers, papers, copies; settings, roster, calendar and own templates."""
    for volume, folder in _FOLDERS:
        place = opened.folder / folder
        for path in sorted(place.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith(_PASSING):
                yield _Item(volume=volume, inside=f"{volume}/{path.relative_to(place).as_posix()}", source=path, day=None)
    own = sorted(path for path in (opened.folder / "templates").rglob("*") if path.is_file())
    for path in (*(opened.folder / name for name in _FILES), *own):
        if path.is_file():
            inside = path.relative_to(opened.folder).as_posix()
            yield _Item(volume=SETTINGS_FILES, inside=f"{SETTINGS_FILES}/{inside}", source=path, day=None)


def _index(opened: OpenCampaign, items: tuple[_Item, ...], head: str) -> Report:
    name = opened.campaign.settings.name
    numbers: dict[str, int] = {}
    rows = []
    for item in items:
        numbers[item.volume] = numbers.get(item.volume, 0) + 1
        rows.append((item.volume, numbers[item.volume], item.inside.removeprefix(f"{item.volume}/"), item.day, item.state, item.sha256))
    under = UNDER.format(day=opened.as_of.isoformat())
    page = Page(
        name=INDEX, title=f"{name}{INDEX}", columns=COLUMNS, rows=tuple(rows), under=under, notes=(NOTE.format(head=head),), lies=True
    )
    return Report(stem=INDEX_STEM, title=page.title, as_of=opened.as_of, mark=f"{name}　{under}", pages=(page,))
