"""Chinese words of the 整改通知书."""

from __future__ import annotations

FOUND, FOUND_ON_DAY, FOUND_IN_SPAN = "经", "{first}", "{first}至{last}"  # before 检查发现
BY_INSPECTION, BY_SELF_CHECK = "整改通知书", "自查问题整改通知书"
