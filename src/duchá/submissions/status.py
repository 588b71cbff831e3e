"""What became of a file, for those who ask nothing else of it."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """What became of a file: 已收 / 待确认 / 退回 / 不能用 / 重复 / 忽略."""

    ACCEPTED = "accepted"
    HELD = "held"
    SENT_BACK = "sent-back"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"
