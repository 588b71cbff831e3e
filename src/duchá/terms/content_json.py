"""A cell's content as the journal stores it, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from duchá.terms.quantity import EMPTY, Content, Day, NotApplicable, Quantity, Words

Json = dict[str, Any]


def content_json(content: Content) -> Json:
    """A cell's content as the journal stores it."""
    match content:
        case Words(text):
            return {"kind": "words", "text": text}
        case NotApplicable(text):
            return {"kind": "none", "text": text}
        case Quantity():
            amount = {"kind": "quantity", "text": content.text, "amount": str(content.amount), "measure": content.measure}
            return {**amount, "approximate": True} if content.approximate else amount
        case Day():
            day = {"kind": "day", "text": content.text, "day": content.day.isoformat()}
            return {**day, "end": content.end.isoformat()} if content.end else day
        case _:
            return {"kind": "empty", "text": ""}


def content_from_json(stored: Mapping[str, Any]) -> Content:
    """The content that `content_json` wrote."""
    text = stored["text"]
    match stored["kind"]:
        case "words":
            return Words(text)
        case "none":
            return NotApplicable(text)
        case "quantity":
            return Quantity(
                amount=Decimal(stored["amount"]), measure=stored["measure"], text=text, approximate=stored.get("approximate", False)
            )
        case "day":
            return Day(day=date.fromisoformat(stored["day"]), text=text, end=date.fromisoformat(stored["end"]) if "end" in stored else None)
        case _:
            return EMPTY
