"""Chinese words of the list of what is late, of letters and of mail."""

from __future__ import annotations

READY_NOTE = "催办函已发出的，把该行日期改为实际发出日期，存入 registers/ 后运行 duchá record；没有发出的删去该行。"
PAUSE = "、"
MAIL_BROKEN = "连接中断"
