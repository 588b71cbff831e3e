"""Why a point rule is not sound, in Chinese."""

from __future__ import annotations

NO_AMOUNT = "没有写分值"
TWO_AMOUNTS = "points 和 least、most 只能写一样"
BACKWARDS = "least 大于 most"
NEGATIVE = "分值写绝对值，加减由 sign 决定"
NEVER_VALID = "起止日期（since—until）之间没有一天有效"
NO_SCHEME = "没有写 [scheme]（基准分），分值无处可加"
NO_SOURCE = "没有写 {field}"
LIGHTER_REPLACES = "它要替换的“{other}”并不比它先达到"
SAME_NAME = "情形名称相同（{word}），有效期又有交叉"
SAME_GRADE = "评定等次（{word}）相同"
SAME_DAYS = "逾期天数（{word}）相同"
SAME_LEAST = "等次的分数线（{word}）相同"
NO_CONDITION = "没有写名次、等次或触发情形"
