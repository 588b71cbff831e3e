"""Chinese words that stand on blanks, registers and covering notes."""

from __future__ import annotations

SEQUENCE_TITLE = "序号"


FORM_SEPARATOR = "、"
