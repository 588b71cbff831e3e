"""Does the roster have the groups and classes that the rulebooks speak of? What is lacking is said, with the line to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from duchá.campaign import faults as kinds
from duchá.campaign.model import Campaign
from duchá.rulebook.apply_readings import apply_readings
from duchá.rulebook.model import Group, Rulebook
from duchá.rulebook.scheme import Grouping
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import Unit
from duchá.terms.wording import LIST_SEPARATOR

SETTINGS, ROSTER = "campaign.toml", "units.xlsx"
QUOTED = "“{name}”"
THESE_UNITS, THEIR_WORD = "这些单位", "名单里的叫法"
LINE, NOTHING = '"{group}" = ["{name}"]', '"{group}" = []'


def check_groups(campaign: Campaign) -> Iterator[Fault]:
    """C055 for each group of a rulebook that scores and that no unit of the roster belongs to by 组别 or 单位类别; C056 for a group that
    is ranked with another by the rulebook and stands alone on the roster; C060 for a name in campaign.toml that no rulebook has.

    Silent for groups that only owe duties (campaign.toml names who does), for those whose deliverable has nobody to send it (C017 says
    so), for those that campaign.toml says there are none of, and while the roster is empty.
    """
    names = list(dict.fromkeys(group.name for book in campaign.as_written for group in book.groups))
    for name in campaign.settings.groups:
        if name not in names:
            yield kinds.GROUP_UNKNOWN.at(Place(file=SETTINGS, label="groups"), found=name, known=LIST_SEPARATOR.join(names) or "-")
    if not campaign.roster.units:
        return
    said: set[str] = set()
    for book in campaign.rulebooks:
        if book.scheme is None and book.weighting is None and not book.sheets:
            continue
        for group in _spoken_of(book):
            here = campaign.settings.groups.get(group.name, (group.name,))
            if not here or group.name in said:
                continue
            beside = next((other for other in book.groups if other.id == group.ranks_with), None)
            own = [unit for unit in campaign.roster.units if _is_one(unit.group, here)]
            if beside is not None and own and _ranked_by_group(campaign, book):
                yield _apart(book, group, beside, own)
            elif _is_named_by_another(campaign, book, group):
                pass
            elif not own and not any(_is_one(unit.klass, here) for unit in campaign.roster.units) and not _waits(campaign, here):
                yield _lacking(campaign, book, group, beside)
            said.add(group.name)


def _is_named_by_another(campaign: Campaign, book: Rulebook, group: Group) -> bool:
    """True where the roster names the whole instead of its classes, or the classes instead of the whole."""
    family = group.within or group.id
    names = [name for one in book.groups if family in (one.id, one.within) for name in campaign.settings.groups.get(one.name, (one.name,))]
    return any(_is_one(unit.group, names) for unit in campaign.roster.units)


def _spoken_of(book: Rulebook) -> Iterator[Group]:
    """The groups that units of the roster are meant to be in: all but those that only owe duties."""
    owing = {id for duty in book.duties for id in duty.groups}
    named = {id for item in book.consequences for id in item.groups} | set(book.scheme.reported if book.scheme else ())
    named |= {id for item in book.deliverables for id in item.groups}
    return (group for group in book.groups if group.id in named or group.id not in owing)


def _ranked_by_group(campaign: Campaign, book: Rulebook) -> bool:
    """True where units are ranked within the roster's 组别, as the chosen readings have it."""
    chosen = {reading.id: campaign.reading(book.id, reading.id) for reading in book.readings}
    scheme = apply_readings(book, chosen).scheme
    return scheme is not None and scheme.grouping is Grouping.GROUP


def _waits(campaign: Campaign, names: Sequence[str]) -> bool:
    """True where C017 says already that nobody is there to send what the group owes."""
    there = {unit.group for unit in campaign.roster.units}
    return any(set(names) & set(owed.groups) and not there & set(owed.groups) for owed in campaign.owed)


def _is_one(written: str, names: Sequence[str]) -> bool:
    return any(for_matching(written) == for_matching(name) for name in names)


def _apart(book: Rulebook, group: Group, beside: Group, own: Sequence[Unit]) -> Fault:
    return kinds.GROUP_APART.at(
        Place(file=ROSTER), title=book.title, group=group.name, beside=beside.name, count=len(own), units=_quoted(own)
    )


def _lacking(campaign: Campaign, book: Rulebook, group: Group, beside: Group | None) -> Fault:
    """What is lacking, and how to write it: a class of its own within another group, or the roster's own word for it."""
    units, there = campaign.roster.units, tuple(dict.fromkeys(unit.group for unit in campaign.roster.units))
    if beside is not None:
        meant = [unit for unit in units if for_matching(group.name) in for_matching(unit.name)]
        rows = kinds.GROUP_ROWS["class"].format(units=_quoted(meant) if meant else THESE_UNITS, group=group.name, beside=beside.name)
    else:
        rows = kinds.GROUP_ROWS["own"].format(group=group.name)
    known = {for_matching(name) for other in book.groups for name in (other.name, *campaign.settings.groups.get(other.name, ()))}
    strange = [name for name in there if for_matching(name) not in known]
    return kinds.GROUP_LACKING.at(
        Place(file=ROSTER),
        title=book.title,
        group=group.name,
        groups=LIST_SEPARATOR.join(there),
        rows=rows,
        line=LINE.format(group=group.name, name=_likest(strange, group.name)),
        none=NOTHING.format(group=group.name),
    )


def _likest(written: Sequence[str], name: str) -> str:
    """The roster's word that begins as a group's name does, or has it in it (市直部门 for 市直); a blank to fill in where none does."""
    shared = {word: len(name) if name in word else _beginning(word, name) for word in written}
    best = max(shared, key=lambda word: shared[word], default="")
    return best if shared.get(best) else THEIR_WORD


def _beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _quoted(units: Sequence[Unit]) -> str:
    return LIST_SEPARATOR.join(QUOTED.format(name=unit.name) for unit in units)
