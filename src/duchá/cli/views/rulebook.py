"""What rulebooks shows: the list, one in full, and the result of the check."""

from __future__ import annotations

from collections.abc import Sequence

from duchá.cli.show import Table, answer, fault_line
from duchá.cli.views.duties import duties_table
from duchá.cli.views.scores.rules import rule_tables, rules_json
from duchá.rulebook.form import FilledBy, Form
from duchá.rulebook.model import Rulebook
from duchá.steps.rulebooks import Checked
from duchá.terms.fault import fault_json

_FILLED = {FilledBy.UNIT: "单位填报", FilledBy.OFFICE: "督查室登记"}


def listed_page(found: Sequence[Checked], *, as_json: bool, quiet: bool) -> int:
    """The shipped rulebooks, a line each."""
    rows = tuple(
        (item.id, book.title, str(len(book.articles)), str(len(book.deliverables)), str(len(book.forms)), str(len(book.units) or "—"))
        for item in found
        if (book := item.rulebook) is not None
    )
    broken = [fault_line(fault) for item in found for fault in item.faults]
    table = Table(columns=("制度", "名称", "条款", "材料", "表格", "名单"), rows=rows)
    data = {
        "rulebooks": [{"id": item.id, "title": item.rulebook.title if item.rulebook else None, "sound": not item.faults} for item in found]
    }
    return answer(data, table, *broken, "看一个制度的全部内容：duchá rulebooks 制度", as_json=as_json, quiet=quiet, attention=bool(broken))


def checked_page(found: Sequence[Checked], *, as_json: bool, quiet: bool) -> int:
    """Sound, or every fault with its key and remedy; exit 1 then."""
    faults = [fault for item in found for fault in item.faults]
    page = [fault_line(fault) for fault in faults] or [f"{'、'.join(item.id for item in found)}：没有发现问题。"]
    data = {"sound": not faults, "faults": [fault_json(fault) | {"file": fault.place.file} for fault in faults]}
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(faults))


def shown_page(book: Rulebook, *, as_json: bool, quiet: bool) -> int:
    """One rulebook in full: articles, deliverables, forms, point rules, readings."""
    articles = Table(
        columns=("条款", "要点", "对应要求"), rows=tuple((a.number, a.summary, a.requirement) for a in book.articles), title="条款"
    )
    head = f"{book.title}（{book.id}，第 {book.edition} 版）　{book.source}"
    page: tuple[str | Table, ...] = (
        head,
        articles,
        *([_deliverables(book)] if book.deliverables else []),
        *([duties_table(book)] if book.duties else []),
        *(_form(form) for form in book.forms),
        *rule_tables(book),
        _readings(book),
    )
    return answer(_as_json(book), *page, as_json=as_json, quiet=quiet)


def _deliverables(book: Rulebook) -> Table:
    rows = (
        (d.name, d.key, "、".join(_group(book, group) for group in d.groups), d.due.text, d.recipient, book.article(d.article).number)
        for d in book.deliverables
    )
    return Table(columns=("材料", "代号", "谁报", "期限", "报给谁", "依据"), rows=tuple(rows), title="要收的材料")


def _form(form: Form) -> Table:
    rows = ((c.title or "（无栏目名）", "是" if c.required else "", "、".join(c.synonyms), c.hint) for c in form.columns)
    title = f"{form.number} {form.title}（{_FILLED[form.filled_by]}）".strip()
    return Table(columns=("栏目", "必填", "也认这些写法", "填写说明"), rows=tuple(rows), title=title)


def _readings(book: Rulebook) -> Table:
    rows = (
        (
            r.id,
            r.question,
            "；".join(f"{'*' if o.id == r.default else ''}{o.id} {o.text}" for o in r.options),
            book.article(r.article).number,
        )
        for r in book.readings
    )
    return Table(columns=("读法", "问题", "可选（*为默认）", "依据"), rows=tuple(rows), title="说法不一的条款怎么读")


def _as_json(book: Rulebook) -> dict[str, object]:
    return {
        "id": book.id,
        "title": book.title,
        "edition": book.edition,
        "articles": [{"id": a.id, "number": a.number, "summary": a.summary, "requirement": a.requirement} for a in book.articles],
        "deliverables": [
            {"deliverable": d.key, "name": d.name, "due": d.due.text, "recipient": d.recipient, "form": d.form or None}
            for d in book.deliverables
        ],
        "duties": [{"duty": d.id, "name": d.name, "due": d.due.text, "recipient": d.recipient or None} for d in book.duties],
        "forms": [
            {"form": f.id, "title": f.title, "filled_by": f.filled_by.value, "columns": [c.title for c in f.columns]} for f in book.forms
        ],
        **rules_json(book),
        "readings": [
            {"reading": r.id, "question": r.question, "default": r.default, "options": {o.id: o.text for o in r.options}}
            for r in book.readings
        ],
        "units": [unit.name for unit in book.units],
    }


def _group(book: Rulebook, id: str) -> str:
    return next((group.name for group in book.groups if group.id == id), id)
