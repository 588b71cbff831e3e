"""journal show, verify, export, restore, move: the audit trail."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duchá import __version__
from duchá.campaign.faults import NO_SUCH_PATH
from duchá.campaign.model import JournalPlace
from duchá.campaign.parse import SETTINGS, unusable_place
from duchá.campaign.read_campaign import find_campaign, read_journal_place
from duchá.campaign.write_campaign import make_folders, with_journal_place
from duchá.journal import faults
from duchá.journal.export import copy_archive, copy_journal, copy_original, export_journal, restore_journal
from duchá.journal.fact import Fact, FactKind
from duchá.journal.faults import ALREADY_THERE, JournalError
from duchá.journal.read import head, iter_facts, read_facts
from duchá.journal.server import Server
from duchá.journal.store import ARCHIVE, Where, archive_of, refuse_lost
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from duchá.rulebook.read_rulebook import FOLDER, OFFICE, read_texts, shipped_rulebooks
from duchá.steps.open_campaign import HOME, JOURNAL, bring_up_to_date, find_journal
from duchá.terms.fault import Fault, Stop, Weight
from duchá.terms.moment import Moment
from duchá.terms.place import Place
from duchá.terms.wording import ACTION_WORDS, LIST_SEPARATOR
from duchá.terms.write_beside import write_file

BECAUSE_OF_RECEIPT = "（因第 {number} 号收件）"

# notes by what they are about; one that is not here shows its own word
NOTE_WORDS = {
    "clock-backwards": "电脑时钟倒退：现在 {now}，上一条记录是 {last}",
    "schema-upgraded": "日志升级到新的格式（从第 {from} 版到第 {to} 版），原文件已留存",
    "restored": "由导出件恢复（{facts} 条）",
    "purged": "清除第 {receipt} 号收件的原件：{reason}（{approver}批准）",
    "collect-begun": "开始收件（{files} 个文件）",
    "collect-ended": "收件结束",
    "rejudged": "名单、制度或答复有变动，{receipts} 份重新判过",
    "container": "{source}：压缩包或邮件，里面的文件已分别登记",
    "register-read": "读登记表 {source}（{rows} 行，新记 {facts} 条）",
    "registers-recorded": "登记表录入完毕（{files} 个文件，{rows} 行）",
    "register-copy": "写标注件 {file}",
    "earlier-texts": "带入“{from}”各单位填过的内容（{texts} 条），供比对",
    "list-frozen": "定名单“{title}”：{day}在册 {count} 个，校验码 {list_hash}",
    "drawn": "抽取“{title}”第 {round} 轮　任务 {task}　种子 {seed}：抽中 {drawn}",
    "mail-begun": "发邮件给 {unit}（{to}）",
    "document-issued": "发文 {text}：{name} {to}",
    "mail-ended": "邮件结果：{state} {why}",
}

FACT_WORDS = {
    "context": "设置、名单、日历或制度有变动，已留存当时的内容",
    "submission": "收件 {receipt}：{source}（{unit}），{status}",
    "resolution": "第 {receipt} 号收件：{action}　{reason}",
    "answer": "“{key}”认作 {value}",
    "waiver": "{unit} 豁免 {code}：{reason}（{approver} 批准，至 {until}）",
    "waiver-undone": "撤销 {unit} 的第 {undoes} 号豁免（{code}）：{reason}",
    "receipt": "收件 {receipt}：{unit} 交来纸质材料",
    "row": "{source}：{key}",
    "reminder": "{name}　{unit}：{what}（逾期 {days_late} 天）",
    "close": "关账 {period}（{rulebook}）",
    "note": "{note}",
}
STATE_WORDS = {"sent": "已发出", "failed": "没有发出", "unknown": "不知道是否发出"}  # of a message

EXPORTED = "journal.jsonl"
FILE_WORDS = ("file", "文件", "本机")
MOVED = ".moved"  # behind the name of a file whose journal is on a server now
_NAME = re.compile(r"([^/\\:.][^/\\:]*/)?[^/\\:.][^/\\:]*")  # of a source, perhaps in its rulebook's folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Facts to be shown, with a line in words for each, and the head of the chain."""

    facts: tuple[Fact, ...]
    said: tuple[str, ...]
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the verification found: faults (none when sound), how many facts and files it looked at."""

    faults: tuple[Fault, ...]
    count: int
    files: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was exported, or restored, where to; ``put_back`` are the campaign's own files that a restore wrote.

    ``faults`` are originals that are missing or are not what the journal says: they were looked at on the way.
    """

    target: Path
    count: int
    files: int
    head: str
    put_back: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def show_facts(where: Path, moment: Moment, kind: FactKind | None, last: int) -> Trail:
    """The newest ``last`` facts (0: all), of one kind where asked for."""
    journal = _journal(where)
    facts = read_facts(journal, kinds=frozenset({kind}) if kind else None, known_at=moment.known_at)
    shown = facts[-last:] if last else facts
    return Trail(facts=shown, said=tuple(_said(fact) for fact in shown), head=head(journal))


def verify_journal(where: Path, known_head: str = "") -> Verified:
    """Recomputes the chain and the archive; ``known_head`` is a hash copied from a report."""
    journal = _journal(where)
    archive = archive_of(journal)
    faults = verify(journal, archive, head=known_head)
    count = sum(1 for _ in iter_facts(journal)) if all(fault.kind.weight is Weight.NOTE for fault in faults) else 0
    return Verified(faults=faults, count=count, files=sum(1 for _ in archive.glob("*/*")), head=head(journal))


def export_all(where: Path, target: Path) -> Exported:
    """The journal as text and every original, in a new folder."""
    journal = _journal(where)
    found = export_journal(journal, target / EXPORTED)
    files, altered = copy_archive(archive_of(journal), target / ARCHIVE)
    faults = _amiss(verify(journal, target / ARCHIVE), altered)
    return Exported(target=target, count=sum(1 for _ in iter_facts(journal)), files=files, head=found, faults=faults)


def restore_all(where: Path, source: Path, moment: Moment) -> Exported:
    """An exported journal and its originals put into a campaign folder that has none yet.

    Outside any campaign the folder becomes one: settings, roster, calendar and own rulebooks are written back as they were last; its journal
    is a file, wherever that of the exported campaign was.
    """
    bare = not any((folder / SETTINGS).is_file() for folder in (where, *where.parents))
    folder = where if bare else find_campaign(where)
    journal = folder / HOME / JOURNAL if bare else find_journal(folder, moment.by)
    if journal.exists():
        raise JournalError(ALREADY_THERE.at(Place(file=str(journal))))
    if not (source / EXPORTED).is_file():
        raise Stop(NO_SUCH_PATH.at(Place(file=str(source)), path=source / EXPORTED))
    files, altered = copy_archive(source / ARCHIVE, archive_of(journal))
    count = restore_journal(source / EXPORTED, journal, now=moment.now, by=moment.by)
    written = _put_back(folder, folder / HOME / JOURNAL) if bare else ()
    faults = _amiss(verify(journal, archive_of(journal)), altered)
    return Exported(target=folder, count=count, files=files, head=head(journal), put_back=written, faults=faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a journal was and where it is now, how many facts it holds, its head, and what of the old place stays."""

    source: str
    target: str
    count: int
    head: str
    kept: str


def move_journal(where: Path, to: str | None, schema: str | None, clerks: str | None, moment: Moment) -> Moved:
    """Moves a campaign's journal onto a server, or back into the folder: every entry is copied to the letter and verified, then campaign.toml
    says where it is, then the old file is set aside. Killed at any instant, one of the two places is the journal and the other a copy.

    ``to`` is an address without a password, ``file``, or None for what campaign.toml says already. Raises Stop (C161, C162), JournalError.
    """
    folder = find_campaign(where)
    file, settings = folder / HOME / JOURNAL, folder / SETTINGS
    before, back = read_journal_place(folder), to in FILE_WORDS
    place = JournalPlace() if back else _place_on_server(to, schema, clerks, before)
    after = with_journal_place(settings.read_bytes().decode(), place)
    source: Where = _server(folder, before, moment) if before.url and (back or not file.exists()) else file
    target: Where = file if back else _server(folder, place, moment)
    if str(source) == str(target):
        raise JournalError(ALREADY_THERE.at(Place(file=str(target))))
    refuse_lost(source)
    bring_up_to_date(source, moment)
    with open_journal(source, now=moment.now, by=moment.by):  # nobody records anything meanwhile
        found = tuple(
            fault for fault in verify(source, archive_of(source)) if fault.kind.code.startswith("J1") or fault.kind is faults.DAMAGED
        )
        if found:
            raise JournalError(found[0])
        if back and file.exists():  # of a run that was stopped after it had copied
            if head(file) != head(source):
                raise JournalError(faults.TWO_PLACES.at(Place(file=str(file)), server=str(source)))
            count, found_head = sum(1 for _ in iter_facts(file)), head(file)
        else:
            count, found_head = copy_journal(source, target, now=moment.now, by=moment.by)
        write_file(settings, after.encode())
        kept = "" if back or isinstance(source, Server) else str(file.replace(file.with_name(file.name + MOVED)))
    return Moved(source=str(source), target=str(target), count=count, head=found_head, kept=kept)


def _server(folder: Path, place: JournalPlace, moment: Moment) -> Server:
    return Server(place.url, folder / HOME, schema=place.schema, clerks=place.clerks, by=moment.by)


def _place_on_server(to: str | None, schema: str | None, clerks: str | None, before: JournalPlace) -> JournalPlace:
    """The place named, else the one that campaign.toml names. Raises Stop (C161, C162), JournalError (J025)."""
    url = to or before.url
    if not url.startswith(("postgresql://", "postgres://")):
        raise JournalError(faults.BAD_ADDRESS.at(found=url))
    kept = before if url == before.url else JournalPlace()
    place = JournalPlace(url=url, schema=schema or kept.schema, clerks=clerks or kept.clerks)
    if wrong := tuple(unusable_place(place)):
        raise Stop(wrong[0])
    return place


def _amiss(found: tuple[Fault, ...], altered: tuple[Path, ...]) -> tuple[Fault, ...]:
    """What is wrong with a copy: altered originals, which were left behind, are said once, as altered and not as missing."""
    names = {file.name for file in altered}
    others = (fault for fault in found if fault.kind.weight is not Weight.NOTE and Path(fault.place.file).name not in names)
    return (*(faults.ARCHIVE_ALTERED.at(Place(file=str(file))) for file in altered), *others)


def _put_back(folder: Path, journal: Path) -> tuple[str, ...]:
    """Writes the files of the last context from the archive; a shipped rulebook only where the campaign had its own version of it."""
    contexts = read_facts(journal, kinds=frozenset({FactKind.CONTEXT}))
    if not contexts:
        return ()
    make_folders(folder)
    payload: dict[str, Any] = dict(contexts[-1].payload)
    shipped = read_texts(shipped_rulebooks()) if payload["tool"] == __version__ else {id: {} for id in (*shipped_rulebooks(), OFFICE)}
    written = []
    for name, content in sorted(payload["files"].items()):
        id, _, file = name.rpartition("/")
        text = shipped.get(id, {}).get(file)
        own = not id or id not in shipped or (text is not None and hashlib.sha256(text.encode()).hexdigest() != content)
        target = folder / "templates" / FOLDER / id / file if id else folder / name
        if not _NAME.fullmatch(name):  # an export is a file like any other: its names lead nowhere else
            raise JournalError(faults.DAMAGED.at(Place(file=name), detail=faults.entry_words(contexts[-1].seq)))
        if own and copy_original(journal.parent / ARCHIVE, content, target):
            written.append(target.relative_to(folder).as_posix())
            if name == SETTINGS:  # what is restored here is a file: nobody shall write into the journal that was exported
                write_file(target, with_journal_place(target.read_text(encoding="utf-8-sig"), JournalPlace()).encode())
    return tuple(written)


def _journal(where: Path) -> Where:
    return find_journal(find_campaign(where))


def _said(fact: Fact) -> str:
    """A fact in one line; what it does not say of itself is a dash."""
    payload: dict[str, Any] = dict(fact.payload)
    note = NOTE_WORDS.get(str(payload.get("note")), "") if fact.kind is FactKind.NOTE else ""
    words = {name: _word(name, value) for name, value in payload.items()}
    if fact.kind is FactKind.RESOLUTION and payload.get("because"):
        words["reason"] = BECAUSE_OF_RECEIPT.format(number=payload["because"])
    kind = "waiver-undone" if fact.kind is FactKind.WAIVER and "undoes" in payload else fact.kind.value
    return (note or FACT_WORDS.get(kind, "")).format_map(_Dashed(words))


class _Dashed(dict[str, str]):
    """Words for a sentence; a dash for what is not there."""

    def __missing__(self, name: str) -> str:
        return "—"


def _word(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(str(part) for part in value)
    known = {"state": STATE_WORDS, "action": ACTION_WORDS}.get(name, {})
    return known.get(str(value), str(value))
