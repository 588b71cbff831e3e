"""Chinese words that stand on blanks, registers and covering notes."""

from __future__ import annotations

# no spreadsheet takes a list of fonts: family and character set beside the name lead a program without the font to a near one
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋"

COLON = "："
BRACKET = "（"
PAGE_FOOT = "第 &P 页  共 &N 页"
DATE_FORMAT = 'yyyy"年"m"月"d"日"'
DAY = "{day.year}年{day.month}月{day.day}日"
YES_NO = ("是", "否")

SEQUENCE_TITLE = "序号"
REQUIRED = "必填。"
EXAMPLE = "例如：{example}"
PROMPT_SEPARATOR = "\n"
REMARK_PROMPT = "需要补充说明的，写在这里；写不下时可拖高本行，或另附页。"
DATE_TITLE = "日期不对"
DATE_ERROR = "请填写{first}至{last}之间的日期，例如 {example}。"
TIME_TITLE = "时刻不对"
TIME_ERROR = "请填写时刻，例如 17:30。"
COUNT_TITLE = "不是整数"
COUNT_ERROR = "“{title}”应填整数，不带单位；没有的填 0，确不适用的可填“—”。"
AMOUNT_TITLE = "不是数字"
AMOUNT_ERROR = "“{title}”应填数字，不带单位；没有的填 0，确不适用的可填“—”。"
PERCENT_ERROR = "“{title}”应填百分数，例如 95.5%；确不适用的可填“—”。"
CHOICE_TITLE = "不在可选项中"
CHOICE_ERROR = "“{title}”请从下拉列表中选择。"
UNIT_ERROR = "名单里没有这个名称，请从下拉列表中选择单位。"

NEW_BESIDE = "-新"  # behind the name of a file that lies beside one which a person has changed

# the kit and its covering note
NOTE_NAME = "填报说明.docx"
FORM_SEPARATOR = "、"
TITLE_SEPARATOR = "》《"
CONTACT_FOR = "{names}：{contact}"
CLAUSE = "；"
ALL_OF_THEM = "以上各项"
