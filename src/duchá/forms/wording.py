"""Chinese words that stand on blanks, registers and covering notes."""

from __future__ import annotations

FORM_SEPARATOR = "、"
