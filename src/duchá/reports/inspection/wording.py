"""Chinese words of the 督查报告."""

from __future__ import annotations

PAUSE = "、"

NO_UNIT = "（未写明单位）"

UNDER = "截至{day}"
