"""From the texts of a rulebook's files to a checked Rulebook."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Mapping
from typing import Any

import tomli

from duchá.rulebook import faults as kinds
from duchá.rulebook.extend import merge
from duchá.rulebook.form import with_own_columns
from duchá.rulebook.model import Rulebook
from duchá.rulebook.read_rulebook import MAIN, OFFICE, SHOWN_FOLDER, table_of
from duchá.rulebook.structure import Structure
from duchá.terms import wording
from duchá.terms.fault import Fault
from duchá.terms.reasons import toml_reason
from duchá.terms.unit import Unit

Texts = Mapping[str, Mapping[str, str]]  # rulebook id → file name → text


def parse_rulebook(id: str, texts: Texts, *, trusting: bool = False) -> tuple[Rulebook | None, tuple[Fault, ...]]:
    """The rulebook of an id, with what it extends merged in; None when it is not usable. Faults: G001–G012.

    ``trusting``: it was checked before, and is not checked again.
    """
    structure = Structure(f"{SHOWN_FOLDER}/{id}/{MAIN}")
    merged = _merged_tables(id, texts, structure, ())
    if merged is None:
        return None, tuple(structure.faults)
    groups = merged["groups"] if isinstance(merged.get("groups"), list) else []
    units_files = {str(group["units"]): str(group.get("name", "")) for group in groups if isinstance(group, Mapping) and group.get("units")}
    rulebook = structure.record(Rulebook, {**merged, **_named_articles(merged), "units": []})
    if rulebook is None:
        return None, tuple(structure.faults)
    chain = _chain(id, texts)
    units = [unit for file in units_files for unit in _read_units(file, chain, texts, structure)]
    rulebook = dataclasses.replace(rulebook, units=tuple(units), forms=tuple(map(with_own_columns, rulebook.forms)))
    if not trusting:
        from duchá.rulebook.check_rulebook import check_rulebook

        check_rulebook(rulebook, structure)
    return (None if structure.faults else rulebook), tuple(structure.faults)


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
        structure.complain(kinds.UNREADABLE, "", why=toml_reason(error))
        return None
    parent_id = own.get("extends")
    if not parent_id:
        return own
    parent = _merged_tables(str(parent_id), texts, structure, (*seen, id))
    return None if parent is None else merge(parent, own, structure)


def _chain(id: str, texts: Texts) -> tuple[str, ...]:
    chain = [id]
    while parent := table_of(texts[chain[-1]]["rulebook.toml"]).get("extends"):
        chain.append(str(parent))
    return tuple(chain)


def _read_units(file: str, chain: tuple[str, ...], texts: Texts, structure: Structure) -> list[Unit]:
    text = next((texts[id][file] for id in chain if file in texts[id]), None)
    if text is None:
        structure.complain(kinds.UNITS_UNREADABLE, "groups.units", file=file, line=0, why=kinds.TYPE_WORDS["table"])
        return []
    units = []
    for line, row in enumerate(csv.DictReader(text.lstrip("\ufeff").splitlines()), 2):
        name, order = (row.get(wording.UNIT_NAME) or "").strip(), (row.get(wording.UNIT_ORDER) or "").strip()
        if not name or not order.isdigit():
            structure.complain(
                kinds.UNITS_UNREADABLE, "groups.units", file=file, line=line, why=f"{wording.UNIT_ORDER}/{wording.UNIT_NAME}"
            )
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
