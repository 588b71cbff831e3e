"""Chinese words of the 督查报告."""

from __future__ import annotations

PAUSE, CLAUSE = "、", "；"

ABOUT, FOUND, MENDED, TYPICAL, ADVICE = "督查情况", "发现的主要问题", "整改落实情况", "不落实典型事项", "工作建议"
NO_UNIT = "（未写明单位）"

NUMBER, UNIT = "序号", "单位"
UNDER = "截至{day}"
