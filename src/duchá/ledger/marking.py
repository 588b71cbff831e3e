"""How a problem is marked (标注): class of rectification, categories, channel, day of the act. Proposed by words, decided by a person in a list (DT-03…11, DT-38)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duchá.campaign.model import Campaign
from duchá.campaign.tags import classes_of, parts_of, tags_named, tags_of
from duchá.ledger.matter import Details, Marks
from duchá.registers.rows import RegisterRow
from duchá.rulebook.form import FilledBy
from duchá.rulebook.model import CATEGORY, CHANNEL, Tag
from duchá.submissions.checks.dates import days_in
from duchá.submissions.classify import UNCLEAR, Classifier
from duchá.terms.quantity import Content, Day, NotApplicable, Words
from duchá.terms.text import for_matching
from duchá.terms.wording import UNCLEAR_CLASS

REGISTER = "problem-list"  # 问题清单, in which a person decides
SELF_CHECK = "self-check"  # the channel of a form that a unit fills about itself (DT-03)
KLASS, ACTED_ON, NUMBER, NOTE = "klass", "acted_on", "matter", "note"  # columns of the list; those of tags are called as their kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """改定: what a person decided of one problem; None where what is proposed stands."""

    klass: str | None = None
    categories: tuple[str, ...] | None = None
    parts: tuple[str, ...] = ()
    channel: str | None = None
    acted_on: date | None = None


class Marking:
    """The tags and classes of a campaign, ready to propose."""

    def __init__(self, campaign: Campaign) -> None:
        self.classes = classes_of(campaign)
        self._returns = {form.id for form in campaign.forms(FilledBy.UNIT)}
        self.categories, self.channels = tags_of(campaign, CATEGORY), tags_of(campaign, CHANNEL)
        self._whole = {tag.name: whole for tag, whole in parts_of(campaign)}  # name of a part → its category
        self._known = tags_of(campaign, CATEGORY, parts=True)
        self._words = {tag.name: _pattern((tag,)) for tag in (*self._known, *self.channels)}
        own = (*self._returns, "")
        self._for = {form: [tag for tag in self.categories if not tag.form or not form or tag.form == form] for form in own}
        self._any = {form: _pattern(tags) for form, tags in self._for.items()}
        self._standing = lru_cache(maxsize=16_384)(self._categories_in)
        self._marks = lru_cache(maxsize=1024)(Marks)
        self._names = {for_matching(tag.name): tag.name for tag in self._known}
        self._classifier = Classifier(self.classes)
        self._self_check = next((tag.name for tag in self.channels if tag.id == SELF_CHECK), "")

    def proposed(self, details: Details, form: str = "", tagged: Iterable[str] = ()) -> Marks:
        """What the words of a problem propose. ``form`` is where it was reported, ``tagged`` what an inspector chose, which goes before."""
        chosen, named = self._apart(self._names[key] for text in tagged if (key := for_matching(text)) in self._names)
        own = form in self._returns
        of = form if own else ""
        categories = chosen or self._standing(of, details.problem) or self._standing(of, details.title)
        return self._marks(
            klass=self._classifier.of(details.rectification),
            categories=categories,
            parts=named or self._parts_in(categories, details),
            channel=self._self_check if own else self._channel(details),
            acted_on=max(days_in(details.problem), default=None),
        )

    def decided(self, marks: Marks, decision: Decision | None) -> Marks:
        """The marks in force: what a person decided, else what is proposed."""
        if decision is None:
            return marks
        parts = decision.parts or tuple(part for part in marks.parts if self._whole[part] in (decision.categories or ()))
        return Marks(
            klass=marks.klass if decision.klass is None else decision.klass,
            categories=marks.categories if decision.categories is None else decision.categories,
            parts=marks.parts if decision.categories is None else parts,
            channel=marks.channel if decision.channel is None else decision.channel,
            acted_on=decision.acted_on or marks.acted_on,
        )

    def decisions(self, rows: Iterable[RegisterRow]) -> Mapping[str, Decision]:
        """What the list says, by the number of the problem; of several rows about one the last. A name that no rulebook knows decides nothing."""
        classes = {**{known.name: known.id for known in self.classes}, UNCLEAR_CLASS: UNCLEAR}
        found: dict[str, Decision] = {}
        for row in rows:
            if row.register == REGISTER and (number := row.text(NUMBER)):
                acted_on, named = row.value(ACTED_ON), _several(row.value(CATEGORY), self._known)
                categories, parts = (None, ()) if named is None else self._apart(named)
                found[number] = Decision(
                    klass=_one(row.value(KLASS), classes),
                    categories=categories,
                    parts=parts,
                    channel=_one(row.value(CHANNEL), {tag.name: tag.name for tag in self.channels}, none=""),
                    acted_on=acted_on.day if isinstance(acted_on, Day) else None,
                )
        return found

    def _apart(self, named: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Categories and parts of what was named; who names a part names its category."""
        given = tuple(named)
        categories = dict.fromkeys(self._whole.get(name, name) for name in given)
        return tuple(categories), tuple(name for name in given if name in self._whole)

    def _parts_in(self, categories: tuple[str, ...], details: Details) -> tuple[str, ...]:
        """The parts of these categories of which a problem speaks."""
        if not self._whole or not categories:
            return ()
        said = for_matching(details.problem or details.title)
        return tuple(part for part, whole in self._whole.items() if whole in categories and self._words[part].search(said) is not None)

    def _channel(self, details: Details) -> str:
        """The channel whose name or words stand in what a problem came from: 明察, 暗访, 群众举报."""
        said = for_matching(details.source)
        named = next((tag.name for tag in self.channels if for_matching(tag.name) in said), "")
        return named or next((tag.name for tag in self.channels if self._stands(tag, said)), "")

    def _categories_in(self, form: str, text: str) -> tuple[str, ...]:
        """The categories that may be proposed in a form and one of whose words stands in a text."""
        said = for_matching(text)
        return tuple(tag.name for tag in self._for[form] if self._stands(tag, said)) if self._any[form].search(said) else ()

    def _stands(self, tag: Tag, said: str) -> bool:
        return self._words[tag.name].search(said) is not None


def _pattern(tags: Iterable[Tag]) -> re.Pattern[str]:
    """What finds a word of any of the tags in a text for matching."""
    return re.compile("|".join(re.escape(for_matching(word)) for tag in tags for word in tag.words) or "(?!)")


def _one(content: Content, known: Mapping[str, str], none: str | None = None) -> str | None:
    """The choice of a cell; None where it is empty, ``none`` where it says 无."""
    if isinstance(content, NotApplicable):
        return none
    return known.get(content.text) if isinstance(content, Words) else None


def _several(content: Content, tags: tuple[Tag, ...]) -> tuple[str, ...] | None:
    if isinstance(content, NotApplicable):
        return ()
    return tags_named(content.text, tags)[0] or None if isinstance(content, Words) else None
