"""Chinese words of the bulletin."""

from __future__ import annotations

TITLES = {
    "month": "关于{campaign}情况的通报",
    "quarter": "关于{campaign}情况的总结",
    "year": "关于{campaign}情况的总结",
    "span": "关于{campaign}情况的通报",
}
STEMS = {"month": "月通报-{key}", "quarter": "季总结-{key}", "year": "年度总结-{key}", "span": "通报-{key}"}
NOW, NEXT = (
    {"month": "本月", "quarter": "本季度", "year": "本年度", "span": "本期"},
    {
        "month": "下月",
        "quarter": "下季度",
        "year": "下年度",
        "span": "下期",
    },
)
NEXT_AND_REST = "{now}余下时间和{next}"
NOT_OVER = "（{now}尚未结束，数据截至{day}。）"
PAUSE = "、"

FIRST, GOOD, WRONG, NEXT_STEPS = "总体情况", "较好的单位", "存在问题", "下步要求"
RECEIPTS = "{now}应报材料{owed}份，实报{received}份，其中按时{on_time}份、逾期{came_late}份，未报{missing}份；按时率{rate}。"
RECEIPTS_OF_TASK = "其中{task}应报{owed}份，实报{received}份，未报{missing}份，按时率{rate}。"
NO_RECEIPTS = "{now}没有到期的报送材料。"
OLDER = "{start}以前到期、至今未报的{older}份。"
MATTERS = "期初未结{at_start}件，{now}新增{opened}件、办结{ended}件，期末未结{at_end}件；办结率{rate}。"
BY_OPENING = "{now}新增的{opened}件中，已办结{opened_ended}件。"
AT_END = "期末未结的{at_end}件中，已报待审核{waiting}件，逾期{late}件。"
SELF_REPORTED = (
    "其中各单位自查报告的{found}件，单位自报已整改{done}件，自报整改率{rate}；经核验或者销号{verified}件，核验率{verified_rate}。"
)
NO_MATTERS = "{now}没有督办事项和问题。"
COUNTERS = "至期末共发现问题{found}件，已处理{handled}件，已公开曝光{exposed}件。"
COMPLAINTS = "{now}受理投诉举报{count}件，调查处理率{handled}，回访率{visited}，办结率{closed}，满意率{satisfied}；{now}办结{ended}件。"
COMPLAINTS_RECEIVED = "{now}受理投诉举报{count}件，调查处理率{handled}，回访率{visited}，办结率{closed}，满意率{satisfied}。"
COMPLAINTS_CLOSED = "{now}办结投诉举报{count}件，调查处理率{handled}，回访率{visited}，满意率{satisfied}。"
URGED = "{now}催办{urged}次，退回{returned}次。"

GOOD_UNITS = "应报材料按时报齐、没有逾期和退回事项的有{count}个单位：{units}。"
GOOD_HANDLED = "有事项办结、没有逾期和退回的有{count}个单位：{units}。"
GOOD_DONE = "期初未结和{now}新增的事项全部办结的有{count}个单位：{units}。"
NO_GOOD = "{now}没有材料按时报齐、又没有逾期和退回事项的单位。"

SUB_HEADS = ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）")
MISSING_HEAD = "材料未报。"
MISSING_SAID = "{count}个单位{copies}份材料未报：{list}。"
MISSING_ONE = "{unit}{copies}份"
LATE_HEAD = "报送逾期。"
LATE_SAID = "{count}个单位{copies}份材料逾期报送：{list}。"
LATE_ONE = "{unit}{copies}份（最长{days}天）"
OVERDUE_HEAD = "事项逾期。"
OVERDUE_SAID = "{count}件事项逾期未办结或未按节点反馈：{list}。"
OVERDUE_ONE = "{unit}{matter}（逾期{days}天）"
RETURNED_HEAD = "办理质量不高。"
RETURNED_SAID = "{now}退回重办{count}次：{list}。"
RETURNED_ONE = "{unit}{matter}（{times}次）"
AGAIN_HEAD = "问题反弹。"
AGAIN_SAID = "{count}件问题销号后再次出现：{list}。"
AGAIN_ONE = "{unit}{matter}（首次为{first}）"
GAPS_HEAD = "投诉举报办理有缺口。"
GAPS_SAID = "超过时限未调查处理{handled}件，应回访未回访{visited}件，编号见附件。"
NO_PROBLEMS = "{now}没有发现未报、逾期、退回和反弹的情况。"
MORE_IN_ANNEX = "；其余见附件"

SUPPLY = "未报材料的单位要立即补报，确有困难的，书面说明原因；补报时限：____年__月__日（由签发人确定）。"
SETTLE = "逾期事项的牵头单位要逐件说明原因，列出完成时间，并按催办要求反馈。"
COMING = "{next}到期的共{count}项：{list}。请有关单位提前安排，按期完成。"
COMING_ONE = "{unit}{what}（{day}）"
KEEP_ON = "各单位要保持进度，已整改的及时报送佐证材料，由督查室核验后销号。"

# tables
NUMBER, UNIT, TOTAL, DASH = "序号", "单位", "合计", "—"
RECEIPT_PAGE, RECEIPT_TITLE = "报送统计", "报送情况统计表"
RECEIPT_COLUMNS = ("应报", "实报", "按时", "逾期", "未报", "往期未报")
ON_TIME_RATE = "按时率"
MEASURE_COPIES, MEASURE_MATTERS = "单位：份", "单位：件"
RECEIPT_NOTES = (
    "应报＝期限在本期内的材料；实报＝按时＋逾期，含退回待改和待确认的；应报＝实报＋未报。往期未报＝期限在本期以前、至今未报的。",
    "按时率＝按时÷应报，四舍五入到两位小数，全部按时才写100.00%；图例：0＝零；—＝分母为零。",
)
MATTER_PAGE, MATTER_TITLE = "事项统计", "事项办理情况统计表"
MATTER_COLUMNS = ("期初\n未结", "本期\n新增", "新增中\n已办结", "本期\n办结", "期末\n未结", "其中\n待审核", "其中\n逾期")
DONE_RATE, RANK, URGED_COLUMN, RETURNED_COLUMN = "办结率", "名次", "催办\n次数", "退回\n次数"
MATTER_NOTES = (
    "期初未结＋本期新增＝本期办结＋期末未结。“新增中已办结”按立项时间计，“本期办结”按办结时间计。重启的事项计入未结。",
    "办结率＝本期办结÷（期初未结＋本期新增），全部办结才写100.00%。名次按办结率（两位小数）排，相同的并列；没有事项的不排。",
    "办结＝办结或者销号，问题须经核验；与自查自纠汇总的“自报整改率”（单位自己报告的）不是一回事。",
    "催办按登记的“催办”计，草稿不计。",
)
MISSING_PAGE, MISSING_TITLE = "未报名单", "未报材料名单"
MISSING_COLUMNS = ("未报材料", "份数", "期限", "逾期天数", "负责单位")
LATE_PAGE, LATE_TITLE = "逾期事项", "逾期事项名单"
LATE_COLUMNS = ("事项编号", "事项", "期限", "逾期天数", "原单位")
COMING_PAGE, COMING_TITLE = "即将到期", "即将到期事项和材料"
COMING_COLUMNS = ("事项编号", "事项或材料", "期限", "还剩天数", "原单位")
RATES_PAGE, RATES_TITLE = "四率", "投诉举报办理情况统计表"
RATES_FIRST = {"both": "本期\n受理", "received": "本期\n受理", "closed": "本期\n办结"}
RATES_LAST = "本期\n办结"
RATE_ENDING = "率"
RATES_COLUMNS = (
    "已调查\n处理",
    "调查\n处理率",
    "应回访",
    "已回访",
    "回访率",
    "已办结",
    "办结率",
    "有效\n评价",
    "满意",
    "满意率",
)
RATES_BY = {
    "both": "除末栏外都按受理时间计：本期受理的，截至期末办到哪一步。末栏“本期办结”按办结时间计，不论何时受理。",
    "received": "按受理时间计：本期受理的，截至期末办到哪一步。",
    "closed": "按办结时间计：本期办结的，不论何时受理，所以办结率恒为100%。",
}
RATES_NOTE = "应回访不含匿名和联系不上的；时限未到的计入分母，不算缺口。—＝分母为零。"
GAPS_PAGE, GAPS_TITLE = "四率缺口", "投诉举报办理缺口清单"
GAPS_COLUMNS = ("受理编号", "缺口", "受理日期", "办理时限")
NOT_HANDLED, NOT_VISITED = "未调查处理", "未回访"
COUNTERS_PAGE, COUNTERS_TITLE = "三项对照", "发现、处理、曝光对照表"
COUNTERS_COLUMNS = ("问题类别", "发现", "处理", "曝光", "未处理", "应曝光\n未曝光")
UNMET_PAGE, UNMET_TITLE = "三项缺口", "未处理、未曝光问题清单"
UNMET_COLUMNS = ("事项编号", "问题", "问题类别", "缺口")
UNMET_HANDLED, UNMET_EXPOSED = "未处理", "应曝光未曝光"
SEVERAL_CATEGORIES = (
    "一个问题归入几类的，每类各计一次，合计按件数，所以各类之和可以大于合计；没有标注类别的，按来源（自查问题、督查问题）列。"
)
COUNTERS_NOTES = ("三项应当相符。曝光只要求突出问题，即已进入重点督办或已公布的；处理＝已核验或已销号。",)
ALL_CLASSES = "合计"
UNDER = "{period}，截至{day}"
NO_UNIT = "（未写明单位）"
