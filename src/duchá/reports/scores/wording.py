"""Chinese words of the reports about scores."""

from __future__ import annotations

UNIT = "积分明细"
RANKING_TITLE = "{period}{what}排名"
UNIT_TITLE = "{unit}{period}{what}明细"
ANNUAL_TITLE = "{period}{what}年末总评及建议"
MEASURE = "单位：分"

# columns
RANK = "名次"
CLASS = "类别"
TOTAL_POINTS = "总分"
ENTRIES = "笔数"
DAY = "入账日"
ARTICLE = "条款"
EVIDENCE = "出处和评分主体"
FOUND = "出处"
UNRANKED = "未排名"
BASE_ROW = "基准分"
SCORED_BY = "评分：{by}"
LIST = "、"
CLAUSE = "；"
LINE = "\n"

UNIT_UNRANKED = "没有总分，未参加排名：{why}。"
YEAR_NONE = "按条款没有符合条件的结果运用建议。"

LISTED = "待认定和未计分"
CHART_BASE = "（基准分{base}）"

TIE_BREAKS = {"additions": "加分高者先", "deductions": "减分少者先"}
CONFIRM_NOTES = (
    "分值逐笔相加，与总分相等，不作取舍。出处写明文件、工作表和单元格，原件均已存档。",
    "请逐笔核对。有异议的，在该笔旁注明理由并附依据，于签字时一并退回；无异议的签字盖章。",
)

# to be signed
SIGNATURES = (
    "核对意见：□ 无异议　　□ 有异议（另附说明及依据）",
    "单位负责人（签字）：＿＿＿＿＿＿＿＿　　经办人（签字）：＿＿＿＿＿＿＿＿",
    "（单位盖章）　　　　　　年　　　月　　　日",
)

COMMA = "，"
