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
OVERVIEW_NOTES = (
    LEGEND,
    "应报＝实报＋未报＋未到期；未报是期限已过、还没有报的，未到期是期限未到、还没有报的；实报＝按时＋逾期，含退回待改和待确认的份数。报送情况按份计，问题按件计。",
    "问题数＝整改归类各栏之和，只计自查报表所列的；督查发现的见交叉表。归类按原文字词建议，可由人改定，原文见各报表页。",
    "自报整改率＝单位自己报告已整改的÷问题数，未经核验，与通报的办结率（经核验、销号的）不是一回事；两位小数，全部整改才写100.00%。",
    "问题只计已收的报送件；退回或待确认的，在新版收下以前按上一次已收的版本计，没有的留空。",
)


MARKS: dict[str, str] = {
    "ditto": "“同上”已展开",
    "filled": "合并格已补全",
    "joined": "由多行合并",
    "maybe-continued": "可能续上一行",
    "several": "一格写了几项",
    "struck": "含删除线",
    "comment": "有批注",
}

UNTAGGED = "未标注"


SYSTEMS_NOTES = (
    "只数单位自己所列的制度，不评价是否齐全；有无以字词为准，供督查组核实，不作结论。",
    LEGEND,
)


# 说明
ABOUT = "说明"
COUNTING = (
    LEGEND,
    "单位按名单所列次序排列。一行一个问题；写明“无”的行不是问题；零报告计0件，未报留空。",
    "整改归类按制度中列出的字词和说法（已……、未……、正在……、……前完成）判定，判不出的为无法判断；由人在“问题清单”里改定的按改定的计；原文一律照录在旁。",
    "自报整改率＝单位自报已整改÷问题数，四舍五入到两位小数；分子不等于分母时最高写99.99%。",
    "各栏合计等于各单位之和，不作调整。",
)
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
CHART_OF = "图：{title}"


def numeral(n: int) -> str:
    """一, 十, 十二, 二十: the number of a heading, below a hundred."""
    tens, ones = divmod(n, 10)
    before = "" if tens == 0 else _TEN if tens == 1 else _DIGITS[tens] + _TEN
    return before + (_DIGITS[ones] if ones else "")
