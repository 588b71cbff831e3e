"""What record shows: one line a register, every correction with old and new, what was held and why, questions that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duchá.cli.show import Table, answer, fault_line, where
from duchá.cli.views.collected import of_the_run
from duchá.ledger.recording.match_rows import shown_key
from duchá.ledger.recording.reconcile import Draft
from duchá.ledger.registers import Change, RegisterRow
from duchá.rulebook.form import FilledBy, Form
from duchá.steps.record import Recorded, RecordedFile
from duchá.submissions.registers.model import ReadRegister
from duchá.terms.fault import Fault, Weight, fault_json
from duchá.terms.quantity import EMPTY, text_of
from duchá.terms.text import shown

Changed = tuple[str, str, str]  # column, before, after
_LEDGER = {Weight.REJECT: "× 未计入", Weight.QUERY: "？ 核实", Weight.NOTE: "● 提示"}
_WEIGHTS = {Weight.REJECT: "× 未登记", Weight.QUERY: "？ 未登记", Weight.NOTE: "● 提示"}


def recorded_page(recorded: Recorded, *, as_json: bool, quiet: bool) -> int:
    """The answer of record; 1 when a row was held, a file could not be read, or a question is open."""
    forms = {form.id: form for form in recorded.opened.campaign.forms(FilledBy.OFFICE)}
    faults = [fault for done in recorded.files for fault in done.faults]
    attention = bool(recorded.questions) or any(_is_heavy(fault) for fault in (*faults, *recorded.ledger, *recorded.faults))
    data = {
        "verdict": "attention" if attention else "clean",
        "files": [_file_json(done, forms) for done in recorded.files],
        "questions": [fault_json(fault) | {"source": fault.place.file} for fault in recorded.questions],
        "ledger": [fault_json(fault) | {"source": fault.place.file} for fault in recorded.ledger],
        "made": list(recorded.made),
        "copies": {"cleared": list(recorded.copies.cleared), "kept": list(recorded.copies.kept)},
    } | of_the_run(recorded.faults)
    page = (
        *(fault_line(fault) for fault in (*recorded.opened.news, *recorded.faults)),
        *_registers(recorded.files, forms),
        *_changes(recorded.files, forms),
        *_faults(recorded.files),
        *([_faults_of(recorded.ledger, "已登记、但台账里办不成的", _LEDGER)] if recorded.ledger else []),
        *([_questions(recorded.questions)] if recorded.questions else []),
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


def _is_heavy(fault: Fault) -> bool:
    return fault.kind.weight is not Weight.NOTE


def _file_json(done: RecordedFile, forms: dict[str, Form]) -> dict[str, object]:
    file = done.file
    return {
        "source": file.source,
        "sha256": file.sha256 or None,
        "read": file.read,
        "registers": [
            {"register": r.form, "sheet": r.sheet, "range": r.range, "rows": len(r.entries), "held": _held(r, done)} for r in file.registers
        ],
        "new": done.counts[Change.NEW],
        "corrected": done.counts[Change.CORRECTION],
        "gone": done.counts[Change.GONE],
        "unchanged": done.unchanged,
        "changes": [_draft_json(draft, forms[draft.register]) for draft in done.drafts if draft.change is not Change.SEEN],
        "faults": [fault_json(fault) for fault in done.faults],
        "marked_copy": done.copy or None,
    }


def _draft_json(draft: Draft, forms: Form) -> dict[str, object]:
    return {
        "change": draft.change.value,
        "register": draft.register,
        "key": draft.key,
        "occurrence": draft.occurrence,
        "record_no": draft.record_no,
        "cell": draft.entry.place.cell if draft.entry else None,
        "columns": [{"column": column, "before": before, "after": after} for column, before, after in _differences(draft, forms)],
    }


def _held(register: ReadRegister, done: RecordedFile) -> int:
    refused = {fault.place.cell for fault in done.faults if _is_heavy(fault) and fault.place.sheet == register.sheet}
    return sum(not entry.usable or any(place.cell in refused for place in entry.places.values()) for entry in register.entries)


def _registers(files: Sequence[RecordedFile], forms: dict[str, Form]) -> list[Table | str]:
    rows = []
    for done in files:
        for register in done.file.registers:
            if not register.entries and not any(draft.register == register.form for draft in done.drafts):
                continue
            mine = [draft for draft in done.drafts if draft.register == register.form and _stands(draft, register)]
            counts = [sum(draft.change is change for draft in mine) for change in (Change.NEW, Change.CORRECTION, Change.GONE)]
            held = _held(register, done)
            line = (done.file.source, forms[register.form].sheet, register.sheet, str(len(register.entries)))
            rows.append((*line, *(str(count or "") for count in (*counts, held))))
    table = Table(columns=("文件", "登记表", "工作表", "行数", "新登记", "更正", "不见了", "未登记"), rows=tuple(rows))
    return [table] if rows else []


def _stands(draft: Draft, register: ReadRegister) -> bool:
    return draft.entry is None or draft.entry.sheet == register.sheet


def _changes(files: Sequence[RecordedFile], forms: dict[str, Form]) -> list[Table | str]:
    rows = [
        (forms[draft.register].sheet, draft.record_no, shown_key(draft.key), column, before or "（空）", after or "（空）")
        for done in files
        for draft in done.drafts
        if draft.change is Change.CORRECTION
        for column, before, after in _differences(draft, forms[draft.register])
    ]
    table = Table(columns=("登记表", "记录号", "哪一行", "栏目", "原来", "现在"), rows=tuple(rows), title="更正（原来的内容留在流水里）")
    return [table] if rows else []


def _differences(draft: Draft, form: Form) -> list[Changed]:
    if draft.entry is None or draft.before is None or draft.change is not Change.CORRECTION:
        return []
    titles = {column.id: column.title for column in form.columns}
    old = {id: text_of(value) for id, value in draft.before.values.items()} | dict(draft.before.extra)
    new = {id: text_of(value) for id, value in draft.entry.values.items()} | dict(draft.entry.extra)
    return [
        (titles.get(id, id), old.get(id, text_of(EMPTY)), new.get(id, text_of(EMPTY)))
        for id in dict.fromkeys((*new, *old))
        if old.get(id, "") != new.get(id, "")
    ]


def _faults(files: Sequence[RecordedFile]) -> list[Table | str]:
    parts: list[Table | str] = []
    for done in files:
        if done.faults:
            parts.append(_faults_of(done.faults, f"{shown(done.file.source)}（{len(done.faults)} 条）"))
            if done.copy:
                parts.append(f"标好的副本：{shown(done.copy)}")
    return parts


def _questions(faults: Sequence[Fault]) -> Table:
    rows = tuple((fault.kind.code, fault.message, fault.remedy) for fault in faults)
    return Table(columns=("代码", "问题", "怎么办"), rows=rows, title="要您答复的")


def _faults_of(faults: Sequence[Fault], title: str, weights: Mapping[Weight, str] = _WEIGHTS) -> Table:
    """Faults by place, with what they mean for the row."""
    rows = tuple(
        (weights[fault.kind.weight], fault.kind.code, where(fault.place), f"{fault.kind.title}：{fault.message}", fault.remedy)
        for fault in faults
    )
    return Table(columns=("", "代码", "位置", "问题", "怎么办"), rows=rows, title=title)


def _closing(recorded: Recorded) -> str:
    new = sum(done.counts[Change.NEW] for done in recorded.files)
    corrected = sum(done.counts[Change.CORRECTION] for done in recorded.files)
    same = sum(done.unchanged for done in recorded.files)
    held = sum(_held(register, done) for done in recorded.files for register in done.file.registers)
    said = f"看了 {len(recorded.files)} 个文件：新登记 {new} 行，更正 {corrected} 行，没有变化 {same} 行"
    tail = f"；{held} 行有问题没有登记，改好后再运行一次。" if held else "。"
    return said + tail + ("" if held or recorded.questions else "下一步：duchá ledger 看台账，duchá status 看收件。")
