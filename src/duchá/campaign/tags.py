"""What problems may be marked with in a campaign: the classes of rectification, categories and channels of all its rulebooks together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duchá.campaign.model import Campaign
from duchá.rulebook.model import RECTIFICATION, Tag, WordClass
from duchá.rulebook.parse import split_list
from duchá.terms.text import for_matching


def classes_of(campaign: Campaign) -> tuple[WordClass, ...]:
    """The classes of rectification (整改归类), in the order in which they are tried; each id once."""
    found = {item.id: item for book in campaign.rulebooks for item in book.word_classes if item.kind == RECTIFICATION}
    return tuple(found.values())


def parts_of(campaign: Campaign) -> tuple[tuple[Tag, str], ...]:
    """The parts of categories (小项), each with the name of its category."""
    names = {(book.id, tag.id): tag.name for book in campaign.rulebooks for tag in book.tags}
    found = {tag.name: (tag, names[book.id, tag.under]) for book in campaign.rulebooks for tag in book.tags if tag.under}
    return tuple(found.values())


def tags_of(campaign: Campaign, kind: str, *, parts: bool = False) -> tuple[Tag, ...]:
    """The tags of a kind, with ``parts`` those of categories too; what two rulebooks call the same is one."""
    found: dict[str, Tag] = {}
    for tag in (tag for book in campaign.rulebooks for tag in book.tags if tag.kind == kind and (parts or not tag.under)):
        known = found.get(tag.name)
        found[tag.name] = tag if known is None else replace(known, words=(*known.words, *tag.words))
    return tuple(found.values())


def tags_named(text: str, tags: Iterable[Tag]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the tags that a cell names, by name or id, several with “、” between them; and what is no tag."""
    known = {for_matching(name): tag.name for tag in tags for name in (tag.id, tag.name)}
    written = split_list(text)
    named = dict.fromkeys(known[for_matching(part)] for part in written if for_matching(part) in known)
    return tuple(named), tuple(part for part in written if for_matching(part) not in known)
