"""Articles: a citation that can be printed, sorted and followed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """条款: document, article number as printed there, and our own short summary.

    ``requirement`` is the id of the checklist point it is implemented for (``DT-15``); empty where none.
    """

    id: str
    document: str
    number: str
    summary: str = ""
    requirement: str = ""

    def cite(self) -> str:
        """The printed citation: 《丹徒2015专项督查通知》四（二）."""
        return f"《{self.document}》{self.number}"
