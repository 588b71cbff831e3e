"""A draw (抽取) that anyone can repeat: the order of a list follows from the list itself and a seed, by SHA-256 and nothing else."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One id of the list at its place in the order. ``barred`` is why it is passed over; empty where nothing bars it."""

    id: str
    key: str
    drawn: bool = False
    barred: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What a seed gives: the whole list in its order, who is drawn, and who would come next (递补), both by id in that order."""

    list_hash: str
    seed: str
    round: int
    order: tuple[Drawn, ...]

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids that are drawn, in the order of the draw."""
        return tuple(one.id for one in self.order if one.drawn)

    @property
    def substitutes(self) -> tuple[str, ...]:
        """The ids that nothing bars and that were not reached, in the order in which they would be called."""
        return tuple(one.id for one in self.order if not one.drawn and not one.barred)


def normal_ids(ids: Collection[str]) -> tuple[str, ...]:
    """The ids of a list as they are hashed: in NFC, sorted by code point.

    Raises ValueError for a list in which an id is empty, stands twice, or holds a line break: such a list names nobody beyond doubt.
    """
    made = sorted(unicodedata.normalize("NFC", one) for one in ids)
    if len(set(made)) != len(made) or any(not one or "\n" in one for one in made):
        raise ValueError("an id is empty, stands twice or holds a line break")
    return tuple(made)


def list_hash(ids: Collection[str]) -> str:
    """The hash of a list (名单校验码): SHA-256 in hex over its ids, each followed by a line feed, in UTF-8. The order of rows means nothing."""
    return hashlib.sha256("".join(f"{one}\n" for one in normal_ids(ids)).encode()).hexdigest()


def key_of(id: str, *, seed: str, of_list: str, round: int) -> str:
    """The place that a seed gives an id, as 64 hexadecimal digits: ascending keys are the order of the draw."""
    return hashlib.sha256(f"{seed}\n{of_list}\n{round}\n{id}".encode()).hexdigest()


def draw(ids: Collection[str], *, count: int, seed: str, round: int = 1, barred: Mapping[str, str] | None = None) -> Draw:
    """The first ``count`` of a list in the order that the seed gives it, passing over whom ``barred`` names, with the reason.

    Fewer are drawn where fewer are left; a caller that needs all of them has to look. Raises ValueError for a list that names nobody
    beyond doubt (see ``normal_ids``).
    """
    made, why = normal_ids(ids), {unicodedata.normalize("NFC", one): reason for one, reason in (barred or {}).items()}
    of_list = list_hash(made)
    keyed = sorted((key_of(one, seed=seed, of_list=of_list, round=round), one) for one in made)
    taken = set([one for _, one in keyed if not why.get(one)][: max(count, 0)])
    order = tuple(Drawn(id=one, key=key, drawn=one in taken, barred=why.get(one, "")) for key, one in keyed)
    return Draw(list_hash=of_list, seed=seed, round=round, order=order)


def share_of(share: Decimal, eligible: int) -> int:
    """How many of those not barred a share is: rounded up, so that 5 % of 41 are 3."""
    return int((share * eligible).to_integral_value(rounding=ROUND_CEILING))


def team_of(drawn: Sequence[str], teams: int) -> Mapping[str, int]:
    """The team of each who was drawn, dealt in the order of the draw: the i-th to team ((i − 1) mod K) + 1."""
    return {one: place % teams + 1 for place, one in enumerate(drawn)}
