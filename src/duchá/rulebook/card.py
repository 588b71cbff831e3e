"""Cards as data (红牌、黄牌、蓝单): what gives one, how long it is kept, how many of one kind become another. What a colour means is the rulebook's."""

from __future__ import annotations

from dataclasses import dataclass

from duchá.rulebook.point_rule import Every


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """牌. Given for every entry of ``rules`` (their points may be 0: 只亮牌不计分), or for every ``count`` cards of the kind ``of`` within ``every``
    (``consecutive``: in months in a row). ``months``: kept so long (empty = for good); ``good``: it is praise.
    """

    id: str
    name: str
    article: str
    says: str = ""
    rules: tuple[str, ...] = ()
    of: str = ""
    count: int = 1
    every: Every = Every.YEAR
    consecutive: bool = False
    months: int | None = None
    good: bool = False
