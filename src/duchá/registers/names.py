"""What the office means by a name in a register: a unit, several, a material, a period. Understood or asked, never guessed."""

from __future__ import annotations

import re
from datetime import date

from duchá.campaign.model import Campaign, Obligation
from duchá.campaign.tags import tags_named, tags_of
from duchá.registers import faults as kinds, wording
from duchá.registers.offered import CATEGORIES, MATERIALS
from duchá.rulebook.form import Column, ColumnKind
from duchá.rulebook.model import CATEGORY
from duchá.rulebook.parse import split_list
from duchá.submissions.context import Context
from duchá.terms.fault import Fault
from duchá.terms.period import Period, PeriodKind, month_period, period_of, quarter_period, year_period
from duchá.terms.place import Place
from duchá.terms.quantity import Content, Quantity, Words
from duchá.terms.text import for_matching
from duchá.terms.unit import Unit
from duchá.terms.wording import OF_PERIOD, period_words

MIDNIGHT = "24:"  # 24:00 is the end of its own day
LAST_MINUTE = "23:59"
CANDIDATES = "名称相近的有：{units}。"
PERIOD_PATTERN = r"([0-9]{4})年?(?:度|全年|第?([1-4一二三四])季度?|q([1-4])|(?:(?<=年)|[-.])(0?[1-9]|1[0-2])月?)?(?:份|度)?"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}

_PERIOD = re.compile(PERIOD_PATTERN)
Understood = tuple[Content, tuple[Fault, ...]]


def understand(content: Content, column: Column, place: Place, context: Context, *, otherwise: str = "") -> Understood:
    """The content with names in their one form: units as on the roster, materials as the rulebook has them, periods as 2018Q2.

    ``otherwise`` says what else can be done about a unit that is not on the roster. Faults: S702, S703, S706, S707, S741.
    """
    if isinstance(content, Quantity) and column.unsigned and content.amount < 0:
        return content, (kinds.SIGNED_AMOUNT.at(place, found=content.text, label=column.title, written=content.text),)
    if not isinstance(content, Words):
        return content, ()
    match column.kind:
        case ColumnKind.UNIT:
            return _units(content, (content.text,), column, place, context, otherwise)
        case ColumnKind.UNITS:
            return _units(content, split_list(content.text), column, place, context, otherwise)
        case ColumnKind.BODY:
            unit = unit_of(content.text, context)
            return (Words(unit.name) if unit else content), ()
        case ColumnKind.PERIOD:
            return _period(content, column, place)
        case ColumnKind.TIME if content.text.startswith(MIDNIGHT):
            return Words(LAST_MINUTE), ()
        case ColumnKind.TEXT if column.choices_from == CATEGORIES:
            return _categories(content, column, place, context.campaign)
        case _ if column.choices_from in MATERIALS:
            return _material(content, column, place, context.campaign)
        case _:
            return content, ()


def unit_of(written: str, context: Context) -> Unit | None:
    """The unit of the roster that a written name means: by the roster, or by an answer given before."""
    roster = context.campaign.roster
    known = context.answers.units.get(written.strip())
    return roster.find(written).unit or (roster.find(known).unit if known else None)


def owed_of(written: str, campaign: Campaign, day: date | None = None) -> Obligation | None:
    """The deliverable that a name means: its name, its key, or the number or title of its form.

    Of one that comes back, the period that the name says; where it says none, the one whose due day (or end) is nearest to ``day``.
    """
    wanted = for_matching(written)
    forms = {form.id: form for book in campaign.rulebooks for form in book.forms}
    for owed in campaign.owed:
        if wanted == for_matching(_with_period(owed)) or (owed.key != owed.plain.key and wanted == for_matching(owed.key)):
            return owed
    for owed in campaign.owed:
        form = forms.get(owed.deliverable.form)
        names = (owed.plain.name, owed.deliverable.name, owed.plain.key, owed.key, *((form.number, form.title) if form else ()))
        if wanted in {for_matching(name) for name in names if name}:
            same = [item for item in campaign.owed if item.plain.key == owed.plain.key]
            return min(same, key=lambda item: (abs(item.roster_day - day), item.roster_day)) if day and len(same) > 1 else owed
    return None


def _with_period(owed: Obligation) -> str:
    """The deliverable's name with the period it is for; that of another than the campaign's own year says it already."""
    name = owed.deliverable.name
    if owed.key != owed.plain.key:
        return name
    period = owed.period or period_of(owed.deadline.raw if owed.deadline else owed.roster_day, PeriodKind.YEAR)
    return OF_PERIOD.format(name=name, period=period_words(period))


def period_of_text(text: str) -> Period | None:
    """The period of 2018, 2018年, 2018Q2, 2018年第二季度, 2018-05, 2018年5月; None where it is none."""
    found = _PERIOD.fullmatch(for_matching(text))
    if found is None or int(found[1]) == 0:
        return None
    quarter = found[2] or found[3]
    if quarter:
        return quarter_period(int(found[1]), QUARTERS.get(quarter) or int(quarter))
    return month_period(int(found[1]), int(found[4])) if found[4] else year_period(int(found[1]))


def _units(content: Words, written: tuple[str, ...], column: Column, place: Place, context: Context, otherwise: str) -> Understood:
    names: list[str] = []
    faults: list[Fault] = []
    for name in written:
        unit = unit_of(name, context)
        names.append(unit.name if unit else name)
        if unit is None:
            near = wording.LIST_PAUSE.join(context.campaign.roster.suggest(name))
            candidates = CANDIDATES.format(units=near) if near else ""
            about = {"label": column.title, "written": name, "candidates": candidates, "otherwise": otherwise}
            faults.append(kinds.UNKNOWN_UNIT.at(place, found=content.text, **about))
    return Words(wording.LIST_PAUSE.join(names)), tuple(faults)


def _material(content: Words, column: Column, place: Place, campaign: Campaign) -> Understood:
    owed = owed_of(content.text, campaign)
    if owed is not None:
        said = _with_period(owed) if for_matching(_with_period(owed)) == for_matching(content.text) else owed.plain.name
        return Words(said), ()
    known = wording.LIST_PAUSE.join(item.deliverable.name for item in campaign.owed)
    return content, (kinds.UNKNOWN_MATERIAL.at(place, found=content.text, label=column.title, written=content.text, known=known),)


def _categories(content: Words, column: Column, place: Place, campaign: Campaign) -> Understood:
    tags = tags_of(campaign, CATEGORY, parts=True)
    named, unknown = tags_named(content.text, tags)
    if not unknown:
        return Words(wording.LIST_PAUSE.join(named)), ()
    known = wording.LIST_PAUSE.join(tag.name for tag in tags) or "-"
    return content, (kinds.UNKNOWN_CATEGORY.at(place, found=content.text, label=column.title, written=unknown[0], known=known),)


def _period(content: Words, column: Column, place: Place) -> Understood:
    period = period_of_text(content.text)
    if period is not None:
        return Words(period.key), ()
    return content, (kinds.NOT_A_PERIOD.at(place, found=content.text, label=column.title, written=content.text),)
