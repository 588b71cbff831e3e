"""A key for remembering what was worked out for a form: the form itself, not its content."""

from __future__ import annotations

from duchá.rulebook.form import Form


class SameForm:
    """Equal only to a key of the very same form, which it keeps alive; to hash all of a form for every return would cost more than reading it."""

    __slots__ = ("form",)

    def __init__(self, form: Form) -> None:
        self.form = form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameForm) and self.form is other.form

    def __hash__(self) -> int:
        return id(self.form)
