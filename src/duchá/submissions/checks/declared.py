"""The declarations beside what was filled: what every check walks over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from duchá.campaign.model import Campaign
from duchá.rulebook.form import ColumnKind, ColumnRole, FilledBy, Form, HeaderField
from duchá.rulebook.model import Rulebook
from duchá.submissions.context import Context
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Content, Empty, NotApplicable, Words


class SameCampaign:
    """Equal only to a key of the very same campaign: what is worked out for it once serves a whole run."""

    __slots__ = ("campaign",)

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCampaign) and self.campaign is other.campaign

    def __hash__(self) -> int:
        return id(self.campaign)


def declared_forms(context: Context) -> Mapping[str, Form]:
    """The forms that units fill, by id."""
    return _declared(SameCampaign(context.campaign))


@lru_cache(maxsize=4)  # sixteen checks ask for every file
def _declared(same: SameCampaign) -> Mapping[str, Form]:
    return {form.id: form for form in same.campaign.forms(FilledBy.UNIT)}


def filled_forms(submission: Submission, context: Context) -> Iterator[tuple[FilledForm, Form]]:
    """Every filled form with its declaration."""
    declared = declared_forms(context)
    for filled in submission.forms:
        yield filled, declared[filled.form]


def rulebook_of(form: str, campaign: Campaign) -> Rulebook:
    """The rulebook that declares a form."""
    return next(book for book in campaign.rulebooks if any(known.id == form for known in book.forms))


def header_content(filled: FilledForm, field: HeaderField) -> Content:
    """What a header cell holds; Empty too where the label itself is gone."""
    return filled.header.get(field.id, EMPTY)


def header_place(filled: FilledForm, field: HeaderField) -> Place:
    """Where a header cell stands; its sheet and label where the label itself is gone."""
    return filled.header_places.get(field.id) or Place(sheet=filled.sheet, label=field.label)


def date_field(form: Form) -> HeaderField | None:
    """The header field for the day of filing, None where the form has none."""
    return next((field for field in form.header if field.kind is ColumnKind.DATE), None)


def column_of(form: Form, role: ColumnRole) -> str:
    """The id of the column of a role, empty where the form has none."""
    column = form.with_role(role)
    return column.id if column is not None else ""


def words_in(row: Row, column: str) -> str:
    """The words of a cell; empty for anything else: “none” and nothing are no words."""
    content = row.cells.get(column, EMPTY)
    return content.text if isinstance(content, Words) else ""


def column_texts(filled: FilledForm, column: str) -> list[str]:
    """The words of a column, row by row, each as `words_in` gives it: one look over them all is cheaper than one at each."""
    return [content.text if type(content := row.cells.get(column)) is Words else "" for row in filled.rows]


def says_nothing(row: Row, column: str) -> bool:
    """True where a cell is empty or says that there is none (C21: neither is a problem)."""
    return isinstance(row.cells.get(column, EMPTY), Empty | NotApplicable)
