"""三考核、两通报: results that stand each in a column of its own and are never added up, and who is told of them (SY-23)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duchá.rulebook.model import Rulebook
from duchá.rulebook.weighting import Assessment, NoteUse
from duchá.scoring.closing.question import Question
from duchá.scoring.facts import wording
from duchá.scoring.facts.model import Assessed, Listed, Mark, Why, plain
from duchá.scoring.facts.scored_facts import PartScore
from duchá.scoring.marks.plan import Given, mean_of
from duchá.scoring.ranking.linked import told_with
from duchá.terms.unit import Unit


def assessed_of(rulebook: Rulebook, given: Given, question: Question) -> Iterator[Assessed | Listed]:
    """The marks of every unit that has one in the period, in the roster's order.

    Told are the unit itself (责任主体) and the section it belongs to, by the register, else by the roster's 责任处室 or 上级单位;
    where neither says which, that is listed. Blank: an assessment without points is not assessed yet, never zero.
    """
    names = {note.name: note.use for note in rulebook.score_notes}
    for unit in question.roster.units:
        rows = {item.id: given.get((unit.name, item.name), ()) for item in rulebook.assessments}
        if not any(rows.values()):
            continue
        every = [row for found in rows.values() for row in found]
        told = {use: _told(every, [name for name, its in names.items() if its is use]) for use in NoteUse}
        sections = told[NoteUse.SECTION] or told_with(unit, question.roster)
        marks = tuple(_mark(rulebook, item, rows[item.id]) for item in rulebook.assessments)
        yield Assessed(unit=unit.name, marks=marks, subjects=told[NoteUse.SUBJECT] or (unit.name,), sections=sections)
        yield from _wrong(rulebook, unit, rows)
        if not sections:
            article = rulebook.article(rulebook.assessments[0].article).number
            yield Listed(kind=Why.NOTE, rule="assessments", unit=unit.name, why=wording.NO_SECTION, article=article)


def _told(rows: Sequence[PartScore], columns: Sequence[str]) -> tuple[str, ...]:
    """The names that rows give in some columns, each once."""
    written = (row.notes[column] for row in rows for column in columns if column in row.notes)
    return tuple(dict.fromkeys(name for text in written for name in wording.names_in(text)))


def _mark(rulebook: Rulebook, item: Assessment, rows: Sequence[PartScore]) -> Mark:
    scored = [row for row in rows if row.points is not None]
    words = (
        ""
        if len(scored) < 2
        else wording.MEAN_OF.format(count=len(scored), each=wording.joined([plain(r.points) for r in scored if r.points is not None]))
    )
    return Mark(
        name=item.name,
        article=rulebook.article(item.article),
        points=mean_of(scored) if scored else None,
        words=words,
        evidence=tuple(row.place for row in scored),
        by=wording.joined(list(dict.fromkeys(row.scorer for row in scored if row.scorer))),
    )


def _wrong(rulebook: Rulebook, unit: Unit, rows: dict[str, Sequence[PartScore]]) -> Iterator[Listed]:
    for item in rulebook.assessments:
        for row in rows[item.id]:
            if row.points is None:
                why = wording.PART_NOT_NUMBER.format(part=item.name, found=row.found)
                number = rulebook.article(item.article).number
                yield Listed(kind=Why.REJECTED, rule=item.id, unit=unit.name, why=why, article=number, evidence=(row.place,))
