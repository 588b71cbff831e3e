"""Chinese words for reading registers."""

from __future__ import annotations

KEY_JOINT = "｜"
LIST_PAUSE = "、"
