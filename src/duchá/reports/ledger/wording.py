"""Chinese words of the list of what is late, of letters and of mail."""

from __future__ import annotations

PAUSE = "、"
MAIL_BROKEN = "连接中断"
