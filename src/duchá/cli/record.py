"""duchá record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.collect import of_the_run
from duchá.cli.options import AsJson, CampaignDir, Quiet, Reason, moment, start
from duchá.cli.show import Part, ScreenTable, answer, faults_block, to_be_settled
from duchá.registers.match_rows import shown_key
from duchá.registers.read_registers import is_heavy
from duchá.registers.reconcile import RowDraft
from duchá.registers.rows import RegisterRow, RowChangeKind
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.record import Changed, Recorded, RecordedFile
from duchá.terms.fault import Weight, fault_json
from duchá.terms.text import shown

_LEDGER = {Weight.REJECT: "× 未计入", Weight.QUERY: "？ 核实", Weight.NOTE: "● 提示"}
_WEIGHTS = {Weight.REJECT: "× 未登记", Weight.QUERY: "？ 未登记", Weight.NOTE: "● 提示"}


def recorded_page(recorded: Recorded, *, as_json: bool, quiet: bool) -> int:
    """The answer of record; 1 when a row was held, a file could not be read, or a question is open."""
    forms = {form.id: form for form in recorded.opened.campaign.forms(FilledBy.OFFICE)}
    faults = [fault for done in recorded.files for fault in done.faults]
    heavy = (*faults, *recorded.ledger, *recorded.scoring, *recorded.faults)
    attention = bool(recorded.questions) or any(map(is_heavy, heavy)) or to_be_settled(recorded.opened.news)
    data = {
        "verdict": "attention" if attention else "clean",
        "dry_run": recorded.dry,
        "files": [_file_json(done) for done in recorded.files] if as_json else [],
        "questions": [fault_json(fault) | {"source": fault.place.file} for fault in recorded.questions],
        "ledger": [fault_json(fault) | {"source": fault.place.file} for fault in recorded.ledger],
        "scoring": [fault_json(fault) | {"source": fault.place.file, "article": fault.article} for fault in recorded.scoring],
        "made": list(recorded.made),
        "copies": {"cleared": list(recorded.copies.cleared), "kept": list(recorded.copies.kept)},
    } | of_the_run((*recorded.opened.news, *recorded.faults))
    answered = sum(len(done.found.answered) for done in recorded.files)
    page = (
        *recorded.opened.news,
        *recorded.faults,
        *_registers(recorded.files, forms),
        *_changes(recorded.files, forms),
        *_faults(recorded.files, dry=recorded.dry),
        *([f"已有核实人签名的疑问 {answered} 处，按所填的登记。"] if answered else []),
        *([faults_block(recorded.ledger, "已登记、但台账里办不成的", _LEDGER)] if recorded.ledger else []),
        *([faults_block(recorded.scoring, "已登记、但计分时不算的", _LEDGER)] if recorded.scoring else []),
        *([faults_block(recorded.questions, "要您答复的")] if recorded.questions else []),
        *([f"已改好，撤下以前的副本：{'、'.join(map(shown, recorded.copies.cleared))}。"] if recorded.copies.cleared else []),
        *(
            [f"已改好，但副本后来有人改动过，没有撤下，请自行处理：{'、'.join(map(shown, kept))}。"]
            if (kept := recorded.copies.kept)
            else []
        ),
        *([f"已补上空白登记表：{'、'.join(recorded.made)}（在 registers/ 里）。"] if recorded.made else []),
        _closing(recorded),
    )
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def withdrawn_page(row: RegisterRow, *, as_json: bool, quiet: bool) -> int:
    """The answer of record --withdraw."""
    data = {"withdrawn": {"register": row.register, "key": row.key, "occurrence": row.occurrence, "record_no": row.record_no}}
    return answer(data, f"已撤回 {row.record_no}（{shown(shown_key(row.key))}）；原内容和理由留在流水里。", as_json=as_json, quiet=quiet)


def _file_json(done: RecordedFile) -> dict[str, object]:
    found = done.found
    tables = found.tables
    return {
        "source": found.source,
        "sha256": found.sha256 or None,
        "read": found.read,
        "registers": [{"register": t.form, "sheet": t.sheet, "range": t.range, "rows": t.rows, "held": t.held} for t in tables],
        "new": done.counts[RowChangeKind.NEW],
        "corrected": done.counts[RowChangeKind.CORRECTION],
        "gone": done.counts[RowChangeKind.GONE],
        "unchanged": done.unchanged,
        "changes": [
            _draft_json(draft, done.differs.get(at, ())) for at, draft in enumerate(done.drafts) if draft.change is not RowChangeKind.SEEN
        ],
        "faults": [fault_json(fault) for fault in found.faults],
        "answered": [fault_json(fault) for fault in found.answered],
        "marked_copy": done.copy or None,
    }


def _draft_json(draft: RowDraft, differs: Sequence[Changed]) -> dict[str, object]:
    return {
        "change": draft.change.value,
        "register": draft.register,
        "key": draft.key,
        "occurrence": draft.occurrence,
        "record_no": draft.record_no,
        "cell": draft.entry.place.cell if draft.entry else None,
        "columns": [{"column": column, "before": before, "after": after} for column, before, after in differs],
    }


def _registers(files: Sequence[RecordedFile], forms: dict[str, Form]) -> list[Part]:
    rows = []
    for done in files:
        counts: dict[tuple[str, str, RowChangeKind], int] = {}
        for draft in done.drafts:
            at = (draft.register, draft.entry.sheet if draft.entry else "", draft.change)
            counts[at] = counts.get(at, 0) + 1
        for table in done.found.tables:
            mine = [
                counts.get((table.form, table.sheet, change), 0) + counts.get((table.form, "", change), 0)
                for change in (RowChangeKind.NEW, RowChangeKind.CORRECTION, RowChangeKind.GONE)
            ]
            if table.rows or any(mine) or any(draft.register == table.form for draft in done.drafts):
                line = (done.source, forms[table.form].sheet, table.sheet, str(table.rows))
                rows.append((*line, *(str(count or "") for count in (*mine, table.held))))
    columns = ("文件", "登记表", "工作表", "行数", "新登记", "更正", "不见了", "未登记")
    return [ScreenTable(columns=columns, rows=tuple(rows))] if rows else []


def _changes(files: Sequence[RecordedFile], forms: dict[str, Form]) -> list[Part]:
    rows = [
        (forms[draft.register].sheet, draft.record_no, shown_key(draft.key), column, before or "（空）", after or "（空）")
        for done in files
        for at, draft in enumerate(done.drafts)
        for column, before, after in done.differs.get(at, ())
    ]
    table = ScreenTable(
        columns=("登记表", "记录号", "哪一行", "栏目", "原来", "现在"), rows=tuple(rows), title="更正（原来的内容留在流水里）"
    )
    return [table] if rows else []


def _faults(files: Sequence[RecordedFile], *, dry: bool) -> list[Part]:
    parts: list[Part] = []
    for done in files:
        if done.faults:
            parts.append(faults_block(done.faults, f"{done.source}（{len(done.faults)} 条）", _WEIGHTS))
            if done.copy and not dry:
                parts.append(f"标好的副本：{shown(done.copy)}")
    return parts


def _closing(recorded: Recorded) -> str:
    new = sum(done.counts[RowChangeKind.NEW] for done in recorded.files)
    corrected = sum(done.counts[RowChangeKind.CORRECTION] for done in recorded.files)
    same = sum(done.unchanged for done in recorded.files)
    held = sum(table.held for done in recorded.files for table in done.found.tables)
    if recorded.dry:
        said = f"试看了 {len(recorded.files)} 个文件：会新登记 {new} 行，更正 {corrected} 行，没有变化 {same} 行"
        tail = f"；{held} 行有问题不会登记。" if held else "。"
        return said + tail + "什么都没有记入；台账里办不办得成、计不计分，登记后再看。"
    said = f"看了 {len(recorded.files)} 个文件：新登记 {new} 行，更正 {corrected} 行，没有变化 {same} 行"
    tail = f"；{held} 行有问题没有登记。" if held else "。"
    return (
        said
        + tail
        + ("\n下一步：改好后再登记：\n  duchá record" if held or recorded.questions else "\n下一步：看还有什么要办：\n  duchá today --look")
    )


def record(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="文件或文件夹…", help="录入哪些；不写则录 registers/")] = None,
    withdraw: Annotated[
        tuple[str, str] | None, typer.Option("--withdraw", metavar="登记表 记录号", help="撤回一行已从表中删去的（要写理由）")
    ] = None,
    reason: Reason = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会登记、更正什么，什么都不记入，什么文件都不写")] = False,
    campaign: CampaignDir = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """录入督查室的登记表：同一文件再录不变，改过的行算更正，原内容留存；有问题的行列出来，其余照录。"""
    from duchá.steps.open_campaign import open_campaign
    from duchá.steps.record import record as step
    from duchá.steps.withdraw_row import withdraw_row

    opened = open_campaign(start(campaign), moment())
    if withdraw is not None:
        return withdrawn_page(withdraw_row(opened, *withdraw, reason or ""), as_json=as_json, quiet=quiet)
    return recorded_page(step(opened, tuple(paths or ()), dry=dry_run), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("record")(record)
