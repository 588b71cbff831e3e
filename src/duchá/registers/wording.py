"""Chinese words for reading registers."""

from __future__ import annotations

KEY_JOINT = "｜"
MIDNIGHT, LAST_MINUTE = "24:", "23:59"  # 24:00 is the end of its own day
LIST_PAUSE = "、"
