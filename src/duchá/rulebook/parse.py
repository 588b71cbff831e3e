"""From the texts of a rulebook's files to a checked Rulebook."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

import tomli

from duchá.rulebook import faults as kinds
from duchá.rulebook.check_in_use import check_in_use, without_days_that_are_none
from duchá.rulebook.extend import merge
from duchá.rulebook.form import Column, with_own_columns, with_questions
from duchá.rulebook.machine import StateMachine
from duchá.rulebook.model import Rulebook
from duchá.rulebook.read_rulebook import MAIN, OFFICE, SHOWN_FOLDER, table_of
from duchá.rulebook.structure import Structure, entry_of, hints_of, line_of, under
from duchá.terms import wording
from duchá.terms.fault import Fault
from duchá.terms.reasons import toml_reason
from duchá.terms.unit import Unit

LINE = "第{line}行"  # of a text
BAD_ROW = "序号要写数字，单位名称不能空"
NO_FILE = "制度的文件夹里没有这个文件"
TRUTH = {"是": True, "否": False}  # in a csv of columns
TOO_MANY = "格子比表头多"
NO_HEADING = "表头缺{titles}，只有{found}"

Texts = Mapping[str, Mapping[str, str]]  # rulebook id → file name → text
MACHINES, PROCEDURES = "machines", "procedures"
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LARGEST = 100_000
_DERIVED = frozenset({"lineage", "homes"})  # what nobody writes: it follows from the texts


def parse_rulebook(id: str, texts: Texts, *, trusting: bool = False) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    """The rulebook of an id, with what it extends merged in; None when it is not usable. Faults: G001–G045.

    ``trusting``: it was checked before, and is not checked again, but for what is only said of a rulebook in use (SAID_IN_CAMPAIGN):
    of these faults a rulebook may have any and still be used, in a campaign that has it already.
    """
    structure = Structure(f"{SHOWN_FOLDER}/{id}/{MAIN}")
    merged = _merged_tables(id, texts, structure, ())
    if merged is None:
        return None, _placed(structure.faults, id, texts)
    groups = merged["groups"] if isinstance(merged.get("groups"), list) else []
    units_files = {str(group["units"]): str(group.get("name", "")) for group in groups if isinstance(group, Mapping) and group.get("units")}
    _check_values(merged, "", structure)
    for key in _DERIVED & merged.keys():
        structure.complain(kinds.UNKNOWN_KEY, key, key=key, known=", ".join(sorted(hints_of(Rulebook).keys() - _DERIVED)))
    rulebook = structure.record(Rulebook, {**merged, **_named_articles(merged), "units": [], "lineage": [], "homes": {}})
    if not trusting and not structure.usable():
        from duchá.rulebook.check_rulebook import check_forms_alone

        forms_given = merged.get("forms")
        check_forms_alone(forms_given, structure)  # every mistake in one run
    if rulebook is None:
        return None, _placed(structure.faults, id, texts)
    chain = _chain(id, texts)
    units = [unit for file in units_files for unit in _read_units(file, chain, texts, structure)]
    homes = {reading.id: _home(reading.id, chain, texts) for reading in rulebook.readings}
    forms = tuple(with_own_columns(with_questions(form, rulebook.questions)) for form in rulebook.forms)
    known = {form.id for form in forms}
    astray = tuple(question for question in rulebook.questions if question.form not in known)
    questions = (*(question for form in forms for question in form.questions), *astray)
    rulebook = dataclasses.replace(rulebook, units=tuple(units), forms=forms, questions=questions, lineage=chain, homes=homes)
    if (own := table_of(texts[id][MAIN]).get("id")) is not None and own != id:
        structure.complain(kinds.NOT_ITS_FOLDER, "id", found=own, folder=id)
    if not trusting:
        from duchá.rulebook.check_rulebook import check_rulebook

        wrong = {fault.place.label for fault in structure.faults}
        broken = {label.split(".")[1] for label in wrong if "." in label}  # entries that could not be read: what names them is right
        check_rulebook(rulebook, structure)
        structure.faults[:] = [
            fault
            for fault in structure.faults
            if fault.place.label in wrong or fault.kind is not kinds.NO_SUCH_ID or fault.found not in broken
        ]
    in_use, said = Structure(structure.where), {fault.place.label for fault in structure.faults}
    check_in_use(rulebook, in_use)
    follows = (
        () if structure.usable() else (kinds.READING_DECIDES_NOTHING, kinds.OPTION_UNKNOWN)
    )  # who reads a reading may be what is wrong
    structure.faults += [fault for fault in in_use.faults if fault.place.label not in said and fault.kind not in follows]
    rulebook = without_days_that_are_none(rulebook)
    return (rulebook if structure.usable() else None), _placed(structure.faults, id, texts)


def _placed(faults: Iterable[Fault], id: str, texts: Texts) -> tuple[Fault, ...]:
    """The faults, each once, in the order of the rulebook's own text; each with the line in which its key stands, where it stands there."""
    text = texts.get(id, {}).get(MAIN, "")
    once = tuple({(fault.kind.code, fault.place, fault.message): fault for fault in faults}.values())
    lines = {label: _line_of(text, label) for label in {fault.place.label for fault in once} if label}
    placed = [
        dataclasses.replace(fault, place=dataclasses.replace(fault.place, cell=LINE.format(line=line)))
        if (line := lines.get(fault.place.label)) is not None
        else fault
        for fault in once
    ]
    return tuple(sorted(placed, key=lambda fault: lines.get(fault.place.label) or _LARGEST))


def _line_of(text: str, label: str) -> int | None:
    """The line of a key; of a procedure also where the text calls it a machine, as was done earlier."""
    line = line_of(text, label)
    return line_of(text, MACHINES + label.removeprefix(PROCEDURES)) if line is None and label.startswith(PROCEDURES) else line


def _check_values(value: object, key: str, structure: Structure) -> None:
    """Texts that no workbook can hold, numbers that nobody can mean: days beyond the calendar, rows beyond the sheet."""
    match value:
        case str() if _UNSEEN.search(value):
            structure.complain(kinds.UNSEEN, key, key=key)
        case bool():
            return
        case int() if abs(value) > _LARGEST:
            structure.complain(kinds.TOO_LARGE, key, key=key, found=value, least=-_LARGEST, most=_LARGEST)
        case Mapping():
            for name, item in value.items():
                _check_values(item, under(key, str(name)), structure)
        case list():
            for at, item in enumerate(value, 1):
                _check_values(item, entry_of(key, item, at), structure)


def _home(reading: str, chain: tuple[str, ...], texts: Texts) -> str:
    """The rulebook that wrote a reading: the nearest one in whose own text it stands."""
    for id in chain:
        own = table_of(texts[id][MAIN]).get("readings")
        if isinstance(own, list) and any(isinstance(item, Mapping) and item.get("id") == reading for item in own):
            return id
    return chain[-1]


def _named_articles(table: Mapping[str, Any]) -> dict[str, Any]:
    """The articles, each with the document that it stands in: the rulebook's own where it names none."""
    articles, document = table.get("articles"), table.get("short_title", "")
    if not isinstance(articles, list):
        return {}
    return {"articles": [{"document": document, **article} if isinstance(article, dict) else article for article in articles]}


def _merged_tables(id: str, texts: Texts, structure: Structure, seen: tuple[str, ...]) -> Mapping[str, Any] | None:
    if id in seen:
        structure.complain(kinds.EXTENDS_LOOP, "extends", id=id)
        return None
    if id not in texts:
        structure.complain(kinds.UNKNOWN_RULEBOOK, "id", id=id, known=wording.LIST_SEPARATOR.join(sorted(texts.keys() - {OFFICE})))
        return None
    try:
        own = table_of(texts[id]["rulebook.toml"])
    except tomli.TOMLDecodeError as error:
        structure.complain(kinds.UNREADABLE, "", why=toml_reason(error, texts[id]["rulebook.toml"]))
        return None
    own = _with_columns(_with_procedures(own), texts[id], structure)
    parent_id = own.get("extends")
    if not parent_id:
        return own
    parent = _merged_tables(str(parent_id), texts, structure, (*seen, id))
    return None if parent is None else merge(parent, own, structure)


def _with_procedures(own: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rulebook's table with the `[[machines]]` of the earlier way of writing as the procedures over matters that they are, and what it deletes of them."""
    machines, procedures, deleted = own.get(MACHINES), own.get(PROCEDURES, []), own.get("delete")
    if isinstance(deleted, list):
        moved = [
            f"{PROCEDURES}.{one.partition('.')[2]}" if isinstance(one, str) and one.startswith(f"{MACHINES}.") else one for one in deleted
        ]
        own = {**own, "delete": moved}
    if not isinstance(machines, list) or not isinstance(procedures, list):
        return own
    over = [{StateMachine.TAG: StateMachine.over.value, **one} if isinstance(one, Mapping) else one for one in machines]
    return {**{name: value for name, value in own.items() if name != MACHINES}, PROCEDURES: [*over, *procedures]}


def _with_columns(own: Mapping[str, Any], files: Mapping[str, str], structure: Structure) -> Mapping[str, Any]:
    """A rulebook's table with the columns that a form has in a csv file beside it (``columns = "名册.csv"``) in their place."""
    forms = own.get("forms")
    if not isinstance(forms, list) or not any(isinstance(form, Mapping) and isinstance(form.get("columns"), str) for form in forms):
        return own
    read = [
        {**form, "columns": _columns_in(str(form["columns"]), entry_of("forms", form, at), files, structure)}
        if isinstance(form, Mapping) and isinstance(form.get("columns"), str)
        else form
        for at, form in enumerate(forms, 1)
    ]
    return {**own, "forms": read}


def _columns_in(file: str, form: str, files: Mapping[str, str], structure: Structure) -> list[dict[str, Any]]:
    """The columns in a csv file as TOML would have them: its heading has their keys; a cell that is empty says nothing, 是 is true, lists are 、-separated."""
    key = under(form, "columns")
    if file not in files:
        structure.complain(kinds.UNITS_UNREADABLE, key, file=file, line=1, why=NO_FILE)
        return []
    rows = csv.DictReader(files[file].lstrip("\ufeff").splitlines(), restkey="")
    if lacking := [name for name in ("id", "title") if name not in (rows.fieldnames or ())]:
        why = NO_HEADING.format(titles=wording.LIST_SEPARATOR.join(lacking), found=wording.LIST_SEPARATOR.join(rows.fieldnames or ()))
        structure.complain(kinds.UNITS_UNREADABLE, key, file=file, line=1, why=why)
        return []
    found = []
    for row in rows:
        if "" in row:
            structure.complain(kinds.UNITS_UNREADABLE, key, file=file, line=rows.line_num, why=TOO_MANY)
        elif any(row.values()):
            filled = {name: cell for name, cell in row.items() if cell or name == "title"}
            found.append({name: _column_value(name, cell or "") for name, cell in filled.items()})
    return found


def _column_value(name: str, cell: str) -> object:
    """A cell as TOML has it; what cannot be read so stays a text, and the key complains of it."""
    kind = hints_of(Column).get(f"{name}_" if name == "from" else name)
    if kind is bool:
        return TRUTH.get(cell.strip(), cell)
    if kind is int and cell.strip().isdigit():
        return int(cell)
    return list(split_list(cell)) if kind == tuple[str, ...] else cell


def _chain(id: str, texts: Texts) -> tuple[str, ...]:
    chain = [id]
    while parent := table_of(texts[chain[-1]]["rulebook.toml"]).get("extends"):
        chain.append(str(parent))
    return tuple(chain)


def _read_units(file: str, chain: tuple[str, ...], texts: Texts, structure: Structure) -> list[Unit]:
    text = next((texts[id][file] for id in chain if file in texts[id]), None)
    if text is None:
        structure.complain(kinds.UNITS_UNREADABLE, "groups.units", file=file, line=1, why=NO_FILE)
        return []
    units = []
    table = csv.DictReader(text.lstrip("\ufeff").splitlines())
    lacking = [title for title in (wording.UNIT_ORDER, wording.UNIT_NAME) if title not in (table.fieldnames or ())]
    if lacking:
        why = NO_HEADING.format(titles=wording.LIST_SEPARATOR.join(lacking), found=wording.LIST_SEPARATOR.join(table.fieldnames or ()))
        structure.complain(kinds.UNITS_UNREADABLE, "groups.units", file=file, line=1, why=why)
        return []
    for line, row in enumerate(table, 2):
        name, order = (row.get(wording.UNIT_NAME) or "").strip(), (row.get(wording.UNIT_ORDER) or "").strip()
        if not name or not order.isdigit():
            structure.complain(kinds.UNITS_UNREADABLE, "groups.units", file=file, line=line, why=BAD_ROW)
            continue
        units.append(
            Unit(
                name=name,
                order=int(order),
                group=(row.get(wording.UNIT_GROUP) or "").strip(),
                aliases=split_list(row.get(wording.UNIT_ALIASES)),
                former=split_list(row.get(wording.UNIT_FORMER)),
                klass=(row.get(wording.UNIT_CLASS) or "").strip(),
                note=(row.get(wording.UNIT_NOTE) or "").strip(),
            )
        )
    return units


def split_list(text: str | None) -> tuple[str, ...]:
    """The items of a 、-separated cell, blanks off."""
    return tuple(
        item.strip()
        for item in (text or "").replace("；", wording.LIST_SEPARATOR).replace(";", wording.LIST_SEPARATOR).split(wording.LIST_SEPARATOR)
        if item.strip()
    )
