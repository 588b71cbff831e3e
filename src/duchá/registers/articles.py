"""The article that a register's row is scored by, said with what is wrong in the row: no mistake about points without its clause (X-03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duchá.campaign.model import Campaign
from duchá.registers.ids import CLAIMS, MATERIALS
from duchá.registers.model import RegisterFile, TypedRow
from duchá.rulebook.point_rule import EnteredRule, MaterialLateRule, PointRule
from duchá.terms.fault import Fault
from duchá.terms.place import parse_address
from duchá.terms.quantity import EMPTY, text_of
from duchá.terms.text import for_matching

_SITUATION = "situation"


def with_articles(campaign: Campaign, file: RegisterFile, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults, those in rows of 积分事项 and 限期材料 with the article of the rule that would have scored the row."""
    if not faults:
        return faults
    entries = (entry for register in file.registers if register.form in (CLAIMS, MATERIALS) for entry in register.entries)
    articles = {(entry.sheet, entry.row): article for entry in entries if (article := _article(entry, campaign))}
    return tuple(replace(fault, article=articles.get(_row(fault), "")) for fault in faults)


def _article(entry: TypedRow, campaign: Campaign) -> str:
    """The number of the article; empty where no rule, or more than one, would score the row."""
    found = dict.fromkeys(book.article(rule.article).number for book in campaign.rulebooks for rule in _rules(entry, book.points))
    return next(iter(found)) if len(found) == 1 else ""


def _rules(entry: TypedRow, rules: tuple[PointRule, ...]) -> Iterator[PointRule]:
    if entry.register == MATERIALS:
        yield from (rule for rule in rules if isinstance(rule, MaterialLateRule))
    else:
        written = for_matching(text_of(entry.values.get(_SITUATION, EMPTY)))
        yield from (rule for rule in rules if isinstance(rule, EnteredRule) and for_matching(rule.name) == written)


def _row(fault: Fault) -> tuple[str, int]:
    cell = fault.place.cell.split(":")[0]
    return fault.place.sheet, parse_address(cell)[0] if cell else 0
