"""Chinese words for reading registers."""

from __future__ import annotations

KEY_JOINT = "｜"
MIDNIGHT, LAST_MINUTE = "24:", "23:59"  # 24:00 is the end of its own day
CANDIDATES = "名称相近的有：{units}。"
LIST_PAUSE = "、"
PERIOD_PATTERN = r"([0-9]{4})年?(?:度|全年|第?([1-4一二三四])季度?|q([1-4])|(?:(?<=年)|[-.])(0?[1-9]|1[0-2])月?)?(?:份|度)?"
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
RECORD_NO_PATTERN = r"R[0-9]{5,}"
UNNAMED_KEY = "（空）"
