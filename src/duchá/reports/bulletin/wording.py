"""Chinese words of the bulletin."""

from __future__ import annotations

PAUSE = "、"


UNDER = "{period}，截至{day}"
