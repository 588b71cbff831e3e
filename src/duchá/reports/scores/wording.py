"""Chinese words of the reports about scores."""

from __future__ import annotations

RANKING, UNIT, ANNUAL = "排名", "积分明细", "年末总评及建议"
DEDUCTIONS, DEDUCTIONS_TITLE = "扣分建议", "{period}扣分建议"
RANKING_TITLE = "{period}{what}排名"
UNIT_TITLE = "{unit}{period}{what}明细"
ANNUAL_TITLE = "{period}{what}年末总评及建议"
POINTS, MARKS = "督查积分", "综合评分"
MEASURE = "单位：分"

# columns
RANK, GROUP, CLASS, CHANGE, TOTAL_POINTS, ENTRIES, REMARK, GRADE = (*("名次", "组别", "类别", "增减", "总分", "笔数", "备注", "等次"),)
DAY, ARTICLE, MATTER, FORMULA, AMOUNT, BALANCE, EVIDENCE, FOUND = (
    *("入账日", "条款", "事项", "怎么算的", "分值", "累计", "出处和评分主体", "出处"),
)
KIND, WHY, OPEN, APPROVAL, STATE, VALUE = "建议", "理由", "待认定", "批准人、日期、文号", "情况", "分值"
QUESTION, READ_AS, CHOSEN, OTHER, CHANGES_OF, PROPOSALS_OF = (
    "说法不一的条款",
    "采用的读法",
    "选定",
    "换成",
    "影响的单位、总分和名次",
    "建议的变化",
)
CHOSEN_DEFAULT, CHOSEN_CAMPAIGN = "默认", "本行动选定"
UNRANKED = "未排名"
BASE_ROW = "基准分"
SCORED_BY = "评分：{by}"
LIST = "、"
CLAUSE = "；"
LINE = "\n"

UNIT_UNRANKED = "没有总分，未参加排名：{why}。"
YEAR_NONE = "按条款没有符合条件的结果运用建议。"

LISTED = "待认定和未计分"
SOURCE_NAME, ADDED, DEDUCTED, SUM, NO_SOURCE = "来源", "加分", "减分", "合计", "未分来源"
ITEM, MOST, LOST_POINTS, GOT, WHY_LOST = "评分项", "满分", "扣分", "得分", "扣分依据"
COLON, FULL_STOP = "：", "。"
CHART_BASE = "（基准分{base}）"

TIE_BREAKS = {"additions": "加分高者先", "deductions": "减分少者先"}
CONFIRM_NOTES = (
    "分值逐笔相加，与总分相等，不作取舍。出处写明文件、工作表和单元格，原件均已存档。",
    "请逐笔核对。有异议的，在该笔旁注明理由并附依据，于签字时一并退回；无异议的签字盖章。",
)
AGREED, NOT_AGREED = "同意", "不同意"

# to be signed
SIGNATURES = (
    "核对意见：□ 无异议　　□ 有异议（另附说明及依据）",
    "单位负责人（签字）：＿＿＿＿＿＿＿＿　　经办人（签字）：＿＿＿＿＿＿＿＿",
    "（单位盖章）　　　　　　年　　　月　　　日",
)

# 说明
SUBJECT, EXPLANATION = "项目", "说明"
ABOUT_COUNTING, ABOUT_RULEBOOK, ABOUT_SOURCES = "计分", "制度", "来历"
COMMA = "，"
RANKED, FIRST, BEST, LEAST, BELOW = "参加排名", "第1名", "最高分", "最低分", "低于基准分"
