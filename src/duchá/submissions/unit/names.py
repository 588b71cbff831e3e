"""What one written name says about the unit: a unit, two units, a person, or a name that nobody knows. Never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duchá.campaign.model import Campaign, Obligation
from duchá.submissions import wording
from duchá.submissions.context import Context
from duchá.submissions.faults import unit as kinds
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.text import for_matching
from duchá.terms.unit import MatchKind, Roster, Unit, name_key

CANDIDATES = "名称相近的有：{units}。"
OTHER_DUTY = "本单位应报送：{items}。"
DUTY = "“{name}”（报{recipient}）"
# a name that ends like this is a town, street or park (镇、街道、园区): what it owes differs from what departments owe
TOWN_PATTERN = r"[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|园区|开发区|管委会|管理委员会)(?:党委|人民政府|政府|办事处|党工委|管委会|管理委员会)?"
UNIT_ENDINGS = "局委办会处所院站队厅社校馆室部科股中心公司政府法院集团分局"
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛臧戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾江"
    "童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫丁邓郁单洪包左石崔吉龚程邢裴陆荣翁曲段侯秋仲宁仇武刘龙叶白"
)
PHONE_PATTERN = r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7})(?![0-9])|[0-9]{3,4}[×xX*]{4}"

_SIMPLIFY = str.maketrans(wording.TRADITIONAL, wording.SIMPLIFIED)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PHONE = re.compile(PHONE_PATTERN)
_PARTS = re.compile(r"[\s()（）/／,，;；:：·—–-]+")
_PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_TOWN = re.compile(TOWN_PATTERN)
MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a written name means: ``units`` has one name where it is understood, several where it names several, none where nobody knows it."""

    written: str
    place: Place
    units: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


def read_name(written: str, place: Place, context: Context) -> Named:
    """The unit of a written name (X-01, reading B), by answers given before, roster, former names, traditional characters, parents."""
    unit, notes = _understood(written, place, context)
    if unit is not None:
        return Named(written=written, place=place, units=(unit.name,), notes=notes)
    roster = context.campaign.roster
    inside = tuple(found.name for found in roster.named_in(written))
    if len(inside) > 1:
        return Named(written=written, place=place, units=inside)
    name = _before_more(written, roster)
    unit, notes = _understood(name, place, context) if name else (None, ())
    if unit is not None and set(inside) <= {unit.name, name}:
        return Named(written=written, place=place, units=(unit.name,), notes=notes)
    return Named(written=written, place=place, candidates=_first((*inside, *roster.suggest(written))))


def why_not(named: Named, proposals: tuple[str, ...], witness: str, context: Context) -> Fault:
    """The one fault of a name that gives no unit: two units (D11), a person (C37), an outsider (D10), or simply unknown (C34, C36)."""
    candidates = _first((*proposals, *named.candidates))
    if len(named.units) > 1:
        return kinds.TWO_UNITS.at(named.place, found=named.written, witness=witness, units=quoted(named.units))
    if is_person(named.written):
        return kinds.PERSON_NOT_UNIT.at(named.place, found=named.written, written=named.written, candidates=_candidates(candidates))
    duties = _town_duties(named.written, candidates, context.campaign)
    if duties:
        return kinds.NOT_ON_ROSTER.at(named.place, found=named.written, written=named.written, duty=duty_words(duties))
    return kinds.UNKNOWN_UNIT.at(named.place, found=named.written, written=named.written, candidates=_candidates(candidates))


def is_person(written: str) -> bool:
    """True for a telephone number, or two or three characters that begin with a surname and end like no unit (C37)."""
    key = name_key(written)
    return _PHONE.search(key) is not None or (_PERSON.fullmatch(key) is not None and key[-1] not in UNIT_ENDINGS)


def quoted(units: tuple[str, ...]) -> str:
    """Unit names for a sentence: “区外办”、“区侨办”."""
    return wording.LIST_COMMA.join(f"“{unit}”" for unit in units)


def duty_words(owed: tuple[Obligation, ...]) -> str:
    """What somebody owes instead, as a sentence; empty where there is nothing."""
    if not owed:
        return ""
    return OTHER_DUTY.format(items=wording.LIST_COMMA.join(DUTY.format(name=o.deliverable.name, recipient=o.recipient) for o in owed))


def _understood(written: str, place: Place, context: Context) -> tuple[Unit | None, tuple[Fault, ...]]:
    roster = context.campaign.roster
    match = roster.find(written)
    if match.unit is None and written.strip() in context.answers.units:
        match = roster.find(context.answers.units[written.strip()])
    key = for_matching(written)
    plain = key.translate(_SIMPLIFY)
    if match.unit is None and plain != key:
        match = roster.find(plain)
    if match.unit is None:
        return None, ()
    unit, notes = _in_force(match.unit, written, place, context)
    if match.kind is MatchKind.FORMER:
        notes = (kinds.FORMER_NAME.at(place, found=written, written=written, unit=unit.name),)
    if plain != key or (_LATIN.search(written) and not _LATIN.search(match.unit.name)):
        notes += (kinds.TRADITIONAL_NAME.at(place, found=written, written=written, unit=unit.name),)
    return unit, notes


def _before_more(written: str, roster: Roster) -> str:
    """The name of a unit with which a text begins that goes on with a person or a telephone number; empty where it goes on otherwise: another's name,
    another place, a body below it (C36), which may send for itself."""
    first, *more = [part for part in _PARTS.split(written.strip()) if part] or [""]
    return first if more and roster.unit_of(first) is not None and all(part.isdecimal() or is_person(part) for part in more) else ""


def _in_force(unit: Unit, written: str, place: Place, context: Context) -> tuple[Unit, tuple[Fault, ...]]:
    """The unit that answers for a named one: its successor where it is no more (C35), its parent where it owes nothing itself (C36)."""
    campaign = context.campaign
    day = campaign.local(context.arrival.received_at).date()
    successor = campaign.roster.answering(unit, day)
    if successor != unit:
        return successor, (kinds.FORMER_NAME.at(place, found=written, written=written, unit=successor.name),)
    parent = campaign.roster.get(unit.parent)
    if parent is not None and not campaign.owed_by(unit):
        return parent, (kinds.SUB_UNIT.at(place, found=written, written=written, unit=parent.name),)
    return unit, ()


def _town_duties(written: str, candidates: tuple[str, ...], campaign: Campaign) -> tuple[Obligation, ...]:
    """What a town, street or park owes here, where such units owe no form at all (DT-24).

    Empty for every other name, and for one that may be a misspelt town of the roster.
    """
    key = name_key(written)
    if _TOWN.fullmatch(key) is None:
        return ()
    theirs = tuple(owed for owed in campaign.owed if any(_names_kind(group, key) for group in owed.groups))
    groups = {group for owed in theirs for group in owed.groups}
    near = any(unit.name in candidates and unit.group in groups for unit in campaign.roster.units)
    return theirs if not near and not any(owed.deliverable.form for owed in theirs) else ()


def _names_kind(group: str, key: str) -> bool:
    return wording.LIST_COMMA in group and any(part in key for part in group.split(wording.LIST_COMMA))


def _candidates(units: tuple[str, ...]) -> str:
    return CANDIDATES.format(units=quoted(units)) if units else ""


def _first(units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))[:MOST_CANDIDATES]
