"""Pools of inspectors and rules of their teams as data (三库、督查组): who may be in a pool, how many go, who pays, who may not go where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """库别. ``sources`` are the 来源类别 that fit it; ``recommended``: somebody must have recommended its people, but for those of the sources
    ``unrecommended``. ``most`` in a team (None: no limit), not counting people of the sources ``uncounted``.

    ``nominated``: its people are named by their own unit, so that none is drawn. ``consent``: the unit or the person agrees beforehand;
    ``notices``: how it is told instead (发函、电话). ``payer`` bears the cost (empty: the person's own unit).
    """

    id: str
    name: str
    article: str
    sources: tuple[str, ...]
    most: int | None = None
    uncounted: tuple[str, ...] = ()
    recommended: bool = False
    unrecommended: tuple[str, ...] = ()
    nominated: bool = False
    consent: bool = False
    notices: tuple[str, ...] = ()
    notice_article: str = ""
    payer: str = ""
    payer_article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRules:
    """督查组: ``capped`` are the kinds of tasks to which the pools' limits apply, ``planned`` those whose limits stand in 任务上限; ``escorts`` is the
    most of the roles ``escort_roles`` in a team.

    ``roster_sources`` are the 来源类别 whose units stand on the roster. ``least`` inspectors for each inspected unit (双随机); nobody inspects his own unit or county (``avoid_article``). Articles say what rests on what.
    """

    article: str
    avoid_article: str
    ask_article: str
    plan_article: str
    tell_article: str
    nominate_article: str = ""
    planned_article: str = ""
    capped: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    escorts: int | None = None
    escort_roles: tuple[str, ...] = ()
    least: int = 0
    least_article: str = ""
    whole_article: str = ""
    roster_sources: tuple[str, ...] = ()
