"""Chinese words of the reports about scores."""

from __future__ import annotations

RANKING, UNIT, ANNUAL = "排名", "积分明细", "年末总评及建议"
DEDUCTIONS, DEDUCTIONS_TITLE = "扣分建议", "{period}扣分建议"
RANKING_TITLE = "{period}{what}排名"
UNIT_TITLE = "{unit}{period}{what}明细"
ANNUAL_TITLE = "{period}{what}年末总评及建议"
POINTS, MARKS = "督查积分", "综合评分"
UNDER = "截至{day}　依据《{title}》"
TRIAL = "（试算，不作为正式结果）"
CLOSED = "（已关账）"
ONLY = "　只含{unit}所在的组和它的事项"
MEASURE = "单位：分"
SHEET_FALLBACK = "未分组"

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
PLACE = "第{rank}名"
TIED = "并列"
SHARED = "{rank}（并列）"
UNRANKED = "未排名"
NO_TOTAL = "不出总分"
BASE_ROW = "基准分"
SCORED_BY = "评分：{by}"
LATE_FOR = "（{period}补记）"
CELLS_OF = "{sheet}!{cells}"
LIST = "、"
CLAUSE = "；"
LINE = "\n"
MORE_CELLS = "等{count}处"

# sentences
GROUP_WORDS = "{group}共{count}个单位参加排名，{top}{top_tie}，总分{best}；最低{least}分。"
GROUP_TOP = "{units}第1名"
GROUP_TOP_TIE = "{units}并列第1名"
GROUP_BELOW = "低于基准分{base}的{below}个，等于基准分的{equal}个。"
UNRANKED_WORDS = "没有总分、未参加排名的{count}个：{units}。"
ENDED_WORDS = "期末前已经停用、不参加排名的{count}个：{units}。"
UNIT_WORDS = (
    "基准分{base}，加分{plus}笔共{added}分，减分{minus}笔共{deducted}分，合计{change}分，总分{total}分；在{group}{count}个单位中列{place}。"
)
UNIT_MARKS = "共{entries}项，合计{change}分，总分{total}分；在{group}{count}个单位中列{place}。"
UNIT_UNRANKED = "没有总分，未参加排名：{why}。"
UNIT_ENDED = "合计{change}分，总分{total}分；{why}。"
DIVIDED = "总分按各季平均：基准分{base}＋合计{change}÷{quarters}季＝{total}。"
BASES = "基准分按季累计：{base}×{quarters}季＝{whole}。"
YEAR_WORDS = "{period}对{count}个单位进行了总评，分{groups}组排名。全年共记{entries}笔，加分{plus}笔、减分{minus}笔。"
YEAR_MARKS = "{period}对{count}个单位进行了评分，分{groups}组排名。"
YEAR_PROPOSALS = "按条款提出建议{count}条，均须经批准后生效；其中{open}条有待认定的问题。"
YEAR_NONE = "按条款没有符合条件的结果运用建议。"
YEAR_LISTED = "另有待认定{undecided}条、未计分{rejected}条、重复{duplicate}条、提示{note}条，见“{page}”。"
YEAR_UNFINISHED = "全年尚未结束，以下为截至{day}的情况。"

# pages
OVERVIEW = "总评"
PROPOSALS = "结果运用建议"
LISTED = "待认定和未计分"
READINGS = "读法"
OTHER_READINGS = "换读法的影响"
ABOUT = "说明"
ASSESSED = "单独考核结果"
ASSESSED_TITLE = "{period}单独考核结果"
ASSESSED_NOTE = "各项考核各列一栏，没有权重，不加总、不排名；空白为尚未考核。几个单位评分的取平均。"
TOLD_SUBJECT, TOLD_SECTION = "通报责任主体", "通报所属单位（科室）"
TOLD_TITLE = "{period}考核结果{told}名单"
TOLD_SUBJECT_WORDS = "考核结果通报以下责任主体。"
TOLD_SECTION_WORDS = "考核结果通报以下所属单位（科室）。"
SUBJECT_COLUMN, SECTION_COLUMN, RESULTS = "责任主体", "所属单位（科室）", "考核结果"
RESULT = "{name}{points}"
NOT_ASSESSED = "未考核"
NO_SECTION_KNOWN = "没有填"
BY_SOURCE = "积分来源"
BY_SOURCE_TITLE = "{period}{what}按来源"
BY_SOURCE_NOTE = "来源按制度规定的几类；没有写来源层级的、更正、限期材料等另列一行。"
SOURCE_NAME, ADDED, DEDUCTED, SUM, NO_SOURCE = "来源", "加分", "减分", "合计", "未分来源"
FROM_SOURCE = "来源：{source}"
WITHIN = "类内名次"
ITEM, MOST, LOST_POINTS, GOT, WHY_LOST = "评分项", "满分", "扣分", "得分", "扣分依据"
SHEET_WORDS = "总分{total}分，在{group}（共{count}个）中列第{rank}名"
SHEET_WITHIN = "，在{group}（共{count}个）中列第{rank}名"
COLON, FULL_STOP = "：", "。"
REPORTED = "积分及排名情况表"
REPORTED_TITLE = "{period}{what}及排名情况表"
REPORTED_WORDS = "送：{recipient}"
REPORTED_NOTE = "按{article}报送{groups}的积分及排名；{left_out}不在报送范围，未列入。"
REPORTED_ALL = "按{article}报送。"
CHART_TOTALS = "{group}总分"
CHART_PART = "（第{first}—{last}位）"
CHART_BASE = "（基准分{base}）"
CHART_PARTS = "各项得分"
CHART_BALANCE = "累计分的变化"

# notes
RANK_NOTES = {
    "displayed": "总分{rounding}到{decimals}位小数，按表中印出的总分排名，总分相同的并列，其后名次顺延。",
    "exact": "总分{rounding}到{decimals}位小数显示，按未舍入的分值排名，并列以未舍入的分值为准。",
}
ROUNDINGS = {"half-up": "四舍五入", "half-even": "按数值修约规则（GB/T 8170）"}
TIE_BREAKS = {"additions": "加分高者先", "deductions": "减分少者先"}
TIE_NOTE = "总分相同时依次比较：{keys}。"
SMALL_NOTE = "少于{least}个单位的组只排名，不作末位判定。"
SUM_NOTE = "增减＝各季增减之和；总分＝基准分＋增减。每一笔的条款、日期和出处见各单位积分明细。"
SUM_NOTE_QUARTERS = "增减＝各季增减之和；基准分和总分的算法见“读法”。每一笔的条款、日期和出处见各单位积分明细。"
QUARTER_NOTE = "增减＝各笔分值之和；总分＝基准分＋增减。每一笔的条款、日期和出处见各单位积分明细。"
MARKS_NOTE = "总分＝各项得分之和。每一项的条款和出处见各单位明细。"
CONFIRM_NOTES = (
    "分值逐笔相加，与总分相等，不作取舍。出处写明文件、工作表和单元格，原件均已存档。",
    "请逐笔核对。有异议的，在该笔旁注明理由并附依据，于签字时一并退回；无异议的签字盖章。",
)
CORRECTIONS = "{text}。"
PROPOSAL_NOTE = "以上均为建议，由人审定；批准栏由批准人填写（已在“建议审批”登记的已填上），未经批准不生效。按名次提出的，出处为该单位在有关年度计分的全部依据。"
AGREED, NOT_AGREED = "同意", "不同意"
VALUE_NOTE = "分值空着的，由有权决定的单位按它的办法填；写了的是预填，以批准的为准。"
ALONE_NOTE = "每次只换一项，其余不变；按没有关账的情形试算。"
SAME_NOTE = "换了也不改变结果的：{names}。"
NOT_ASKED = "没有列出换读法的影响，请用 duchá score --readings 查看。"
NUMERALS = ("〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")

# to be signed
SIGNATURES = (
    "核对意见：□ 无异议　　□ 有异议（另附说明及依据）",
    "单位负责人（签字）：＿＿＿＿＿＿＿＿　　经办人（签字）：＿＿＿＿＿＿＿＿",
    "（单位盖章）　　　　　　年　　　月　　　日",
)
ANNUAL_SIGNATURES = ("审核人（签字）：＿＿＿＿＿＿＿＿　　批准人（签字）：＿＿＿＿＿＿＿＿", "　　　　　　年　　　月　　　日")

# 说明
SUBJECT, EXPLANATION = "项目", "说明"
ABOUT_COUNTING, ABOUT_RULEBOOK, ABOUT_SOURCES = "计分", "制度", "来历"
RULEBOOK = "《{title}》（{id}，第{edition}版）。{source}"
LISTED_WORDS = {"undecided": "待认定", "rejected": "未计分", "duplicate": "重复", "note": "提示"}
QUARTER_NAMES = ("一季度", "二季度", "三季度", "四季度")
GAINED = "增加{kind}：{unit}"
LOST = "去掉{kind}：{unit}"
CHANGED = "改变{kind}：{unit}"
RANK_MOVED = "第{before}→{after}名"
TOTAL_MOVED = "{before}→{after}"
UNIT_MOVED = "{unit} {what}"
UNITS_MORE = "；共{count}个单位"
COMMA = "，"
LEFT_OUT = "{classes}{count}个单位"
RANKED, FIRST, BEST, LEAST, BELOW = "参加排名", "第1名", "最高分", "最低分", "低于基准分"
FULL_RANKING = "{group}排名"
TOTALS_ONLY = "{count}个单位总分改变，名次都不变（如{example}）"
READINGS_TITLE = "{period}{what}采用的读法"
ABOUT_TITLE = "计分说明"
SOURCE_PRINT = "{name} {print}"
SOURCE_PRINTS = "所用材料及校验码前12位：{prints}。完整校验码见流水。"
READ_OTHERWISE = "本行动选定的读法——{readings}；其余有歧义的条款按默认读法。"
READ_BY_DEFAULT = "有歧义的条款均按默认读法，见排名报告“读法”页。"
