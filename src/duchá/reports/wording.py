"""Chinese words of the reports."""

from __future__ import annotations

NOTHING = "（无）"
ROWS = "共{rows}条"
DASH = "—"
PAUSE = "、"
COLON = "："
LEGEND = "图例：0＝零；—＝不适用或分母为零；空白＝未报。"

# shared columns
NUMBER = "序号"
UNIT = "单位"
SOURCE = "来源文件"
CELL = "单元格"
STATE = "状态"
CODE = "代码"
TOTAL = "合计"
DUE_ON = "期限"
RECIPIENT = "报送至"

# 总表
SUMMARY = "自查自纠汇总"


AS_OF = "截至日期：{day}，此后发生的不计。"
KNOWN_AT = "记录截至：{moment}，此后补记的不计。"
NO_HEAD = "流水为空。"
HEAD = "流水末条：第{seq}条，{recorded}记，校验码 {hash}"
TOOL = "程序：duchá {tool}"
MASKED = "身份证号码和电话号码已遮盖；完整内容见台账和原件。"
UNMASKED = "本份含完整的身份证号码和电话号码，仅限内部使用，请勿外传。"

_DIGITS = "〇一二三四五六七八九"
_TEN = "十"
HEADING = "{numeral}、{name}"


def numeral(n: int) -> str:
    """一, 十, 十二, 二十: the number of a heading, below a hundred."""
    tens, ones = divmod(n, 10)
    before = "" if tens == 0 else _TEN if tens == 1 else _DIGITS[tens] + _TEN
    return before + (_DIGITS[ones] if ones else "")
