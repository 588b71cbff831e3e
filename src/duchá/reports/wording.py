"""Chinese words of the reports."""

from __future__ import annotations

# type faces; an office without one of them sees its own default
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋"

# around every page
PAGE_FOOT = "第 &P 页  共 &N 页"
NOTHING = "（无）"
TEXT_SHEET = "正文"
CUT = "……（过长，全文见来源文件）"
UNDER = "截至{day}"
MARK = "截至{as_of}　流水校验码 {head}"
EMPTY_JOURNAL = "（流水为空）"
MEASURE = "单位：份、件"
ROWS = "共{rows}条"
DASH = "—"
PAUSE = "、"
CLAUSE = "；"
COLON = "："
LEGEND = "图例：0＝零；—＝不适用或分母为零；空白＝未报。"

# shared columns
NUMBER = "序号"
UNIT = "单位"
DEPARTMENT = "部门"
SUB_UNIT = "下属单位"
DELIVERABLE = "报送材料"
FORM = "报表"
SOURCE = "来源文件"
CELL = "单元格"
REMARK = "备注"
STATE = "状态"
COUNT = "份数"
CODE = "代码"
TOTAL = "合计"
PROBLEMS = "问题数"
RECEIVED_ON = "收到日期"
FILED_ON = "填报日期"
DUE_ON = "期限"
LATE_DAYS = "逾期天数"
RECIPIENT = "报送至"

# 总表
SUMMARY = "自查自纠汇总"
OVERVIEW = "总表"
OVERVIEW_COUNTS = ("应报", "实报", "按时", "逾期", "未报", "未到期", "退回", "待确认", "零报告", "问题数")
RATE = "自报\n整改率"
IN_WORDS = "应报{due}份，实报{received}份（按时{on_time}份、逾期{late}份），未报{missing}份"
PENDING_IN_WORDS = "，未到期{pending}份"
FOUND_IN_WORDS = "；发现问题{problems}件"
IN_WORDS_RATE = "，单位自报已整改{done}件，自报整改率{share}。"
FULL_STOP = "。"
ENDED_NOTE = "{unit}到{day}为止，已并入{heir}：此前报送的仍列在{unit}名下，尚欠的由{heir}负责。"
OF_UNIT = "{unit}（{what}）"
UNTYPED_NOTE = "收到的是纸质件、内容还没有录入的，不计问题数：{units}。"
OVERVIEW_NOTES = (
    LEGEND,
    "应报＝实报＋未报＋未到期；未报是期限已过、还没有报的，未到期是期限未到、还没有报的；实报＝按时＋逾期，含退回待改和待确认的份数。报送情况按份计，问题按件计。",
    "问题数＝整改归类各栏之和，只计自查报表所列的；督查发现的见交叉表。归类按原文字词建议，可由人改定，原文见各报表页。",
    "自报整改率＝单位自己报告已整改的÷问题数，未经核验，与通报的办结率（经核验、销号的）不是一回事；两位小数，全部整改才写100.00%。",
    "问题只计已收的报送件；退回或待确认的，在新版收下以前按上一次已收的版本计，没有的留空。",
)

# 收集任务
TASKS = "收集任务"
TASKS_TITLE = "各项收集任务完成情况"
TASK = "应报范围"
TASK_COUNTS = ("应报", "实报", "按时", "逾期", "未报", "未到期")
TASK_RATES = ("报送率", "按时率")
MEASURE_COPIES = "单位：份"
TASKS_NOTES = ("由同样的组别报给同一个收件单位的材料为一项任务。报送率＝实报÷应报；按时率＝按时÷期限已到的应报；分母为零的为“—”。",)

# 报送情况
RECEIPTS = "报送情况"
RECEIPTS_TITLE = "报送情况表"
RECEIVED = "实报"
COPIES = "{count}份"
ON_TIME = "按时"
LATE = "逾期{days}天"
NIL = "零报告"
VERSION = "第{version}版"
RECEIPTS_NOTES = (
    "逾期天数自期限次日起算，按第一份可用的报送件计；退回后重报，不改变原来的按时或逾期。",
    "零报告＝报表已报、写明未发现问题，与未报不同。不适用的单位和理由见 campaign.toml。",
)

# one page a form
SUMMARY_OF = "汇总"
WRITTEN_NUMBER = "原序号"
CONTENT = "内容"
CLASS = "整改归类"
CATEGORY = "类别"
CHANNEL = "渠道"
OTHER_COLUMNS = "其他栏目"
OLDER = "上一版"
OLDER_NOTE = "备注为“上一版”的共{rows}行：新报的版本已退回或待确认，在收下以前按上一次已收的版本计。"
SAYS_NONE_NOTE = "另有{rows}行写明没有问题，不计为问题，未列入本页。"
REPEATED = "重复，不另计"
REPEATED_NOTE = "备注为“重复，不另计”的共{rows}行：同一问题在同一单位补报的文件里又列了一次，只计一个。"
ACTED_ON = "行为日期"
OUT_OF_SCOPE = "行为日期早于{since}，不在督查的时间范围以内"
MARKS_NOTE = "备注栏写明这一行是怎样读出的；原件未作任何改动。"
MARKS: dict[str, str] = {
    "ditto": "“同上”已展开",
    "filled": "合并格已补全",
    "joined": "由多行合并",
    "maybe-continued": "可能续上一行",
    "several": "一格写了几项",
    "struck": "含删除线",
    "comment": "有批注",
}

# cross tables
BY_CATEGORY = "类别交叉表"
BY_CATEGORY_TITLE = "问题类别与部门交叉表"
BY_CHANNEL = "渠道交叉表"
BY_CHANNEL_TITLE = "发现渠道与部门交叉表"
UNTAGGED = "未标注"
MENTIONS = "合计"
NO_UNIT = "（未写明单位）"
WITH_OTHERS = "问题数含各单位自查报表所列的{returned}件，督查发现和另行立项的{others}件。"
PROPOSED_UNTIL_DECIDED = "类别、渠道由程序按字词建议，由人在“问题清单”里改定。"
BY_CATEGORY_NOTES = ("一个问题归入几类的，每类各计一次，合计按次数；问题数按件数，所以合计可以大于问题数。",)
BY_CHANNEL_NOTES = ("单位自查报表所列的问题，未另行改定的，渠道为自查。",)
COMPLAINTS = "另：\n投诉举报"
COMPLAINTS_APART = "“投诉举报”栏是登记的投诉举报件数，另计，不在合计和问题数以内；查实立项的按来源计入问题数。"

# lists
NIL_LIST = "零报告"
NIL_TITLE = "零报告名单"
NIL_NOTES = ("零报告＝报表已报、没有发现问题，是有效的报送，不是未报。",)
LATE_LIST = "逾期"
LATE_TITLE = "逾期报送名单"
LATE_NOTES = ("逾期天数自期限次日起算；尚未报送的列在“未报”页。",)
MISSING_LIST = "未报"
MISSING_TITLE = "未报名单"
MISSING_ITEMS = "未报材料"
MISSING_NOTES = ("按单位名单的次序排列，只列期限已过、还没有报的；期限未到的另列在“未到期”页。",)
PENDING_TITLE = "期限未到、尚未报送的材料"
PENDING_ITEMS = "尚未报送的材料"
PENDING_NOTES = ("期限未到，不是未报；到期以后还没有报的，转入“未报”页。",)
OPEN_LIST = "退回待确认"
OPEN_TITLE = "退回待改与待确认名单"
OPEN_NOTES = ("退回待改由单位改正后重报；待确认由本办公室核实后处理；不能用的文件请单位换成可用的报表重报。均未计入问题数。",)
UNKNOWN_UNIT = "（未认定）"
WHY = "原因"
USED_INSTEAD = "目前计入"
OLDER_USED = "上一版：{source}"
NOT_COUNTED = "未计入"
MORE_REASONS = "……共{count}种，详见标注后的退回件。"
AT_CELLS = "（{cells}）"
AT_MORE_CELLS = "（{cells}等{count}处）"

# findings
SYSTEMS = "监管制度"
SYSTEMS_TITLE = "监管制度建立情况对照表"
SYSTEMS_LISTED = "所列制度数"
SYSTEM_OF = "有无{name}"
GAP = "需要核实"
YES = "有"
NO = "无"
NO_SYSTEM = "监管制度为空"
NO_SYSTEM_OF = "未见{name}"
UNITS = "{count}个单位"
SYSTEMS_NOTES = (
    "只数单位自己所列的制度，不评价是否齐全；有无以字词为准，供督查组核实，不作结论。",
    LEGEND,
)
CANCELLED = "被取消事项"
CANCELLED_TITLE = "被取消的行政审批事项"
CANCELLED_ITEM = "事项"
NAMED_IN = "同单位问题中提到"
ROW_OF = "{form}第{number}行"
CANCELLED_NOTES = ("取自报表备注行，按顿号、分号和换行分开；供核对取消后是否落实后续监管。",)
HINTS = "提示"
HINTS_TITLE = "提示清单"
HINT = "提示"
HINTS_NOTES = ("提示供核实时参考，不是结论，也不影响收件。",)

# waivers
WAIVERS = "豁免"
WAIVERS_TITLE = "豁免清单"
REASON = "理由"
APPROVER = "批准人"
UNTIL = "有效期至"
IN_FORCE = "有效"
EXPIRED = "已到期"
WAIVERS_NOTES = ("豁免只免去所列代码的差错，由批准人负责，到期自动失效。",)

# 说明
ABOUT = "说明"
ABOUT_TITLE = "汇总说明"
SUBJECT = "项目"
EXPLANATION = "内容"
ABOUT_COUNTING = "计数规则"
ABOUT_FIGURES = "收件情况"
ABOUT_READINGS = "条款读法"
ABOUT_DEADLINES = "报送期限"
ABOUT_RULEBOOKS = "依据"
ABOUT_SOURCES = "来历"
COUNTING = (
    LEGEND,
    "单位按名单所列次序排列。一行一个问题；写明“无”的行不是问题；零报告计0件，未报留空。",
    "整改归类按制度中列出的字词和说法（已……、未……、正在……、……前完成）判定，判不出的为无法判断；由人在“问题清单”里改定的按改定的计；原文一律照录在旁。",
    "自报整改率＝单位自报已整改÷问题数，四舍五入到两位小数；分子不等于分母时最高写99.99%。",
    "各栏合计等于各单位之和，不作调整。",
)
FILES_RECEIVED = "共记录文件{files}个：{parts}；其中已撤回{withdrawn}个。另有纸质等登记{paper}份。"
OLDER_ROWS = "取自上一版的行数：{rows}（新版本退回或待确认，尚未收下）。"
SAYS_NONE_ROWS = "写明没有问题、不计入的行数：{rows}。"
REPEATED_ROWS = "补报的文件里重复列出、不重复计数的行数：{rows}。"
READING = "{question}：{text}（{whose}；{cite}）"
READING_DEFAULT = "默认读法"
READING_CHANGED = "本行动改选"
DEADLINE = "{name}，报{recipient}：{how}"
RULEBOOK = "《{title}》（{id}，第{edition}版；{source}）"
AS_OF = "截至日期：{day}，此后发生的不计。"
KNOWN_AT = "记录截至：{moment}，此后补记的不计。"
NO_HEAD = "流水为空。"
HEAD = "流水末条：第{seq}条，{recorded}记，校验码 {hash}"
SOURCE_HASH = "{name}：SHA-256 {hash}"
TOOL = "程序：duchá {tool}"
MASKED = "身份证号码和电话号码已遮盖；完整内容见台账和原件。"
UNMASKED = "本份含完整的身份证号码和电话号码，仅限内部使用，请勿外传。"

# on paper
ANNEX = "附件"
WIDE_BLANK = "　"
ANNEX_LISTED = "{n}. {title}"
NOTE_FIRST = "注："
NOTE_NUMBERED = "注：{n}. "
NOTE_NEXT = "　　{n}. "
_DIGITS = "〇一二三四五六七八九"
_TEN = "十"
HEADING = "{numeral}、{name}"
CHART_OF = "图：{title}"


def numeral(n: int) -> str:
    """一, 十, 十二, 二十: the number of a heading, below a hundred."""
    tens, ones = divmod(n, 10)
    before = "" if tens == 0 else _TEN if tens == 1 else _DIGITS[tens] + _TEN
    return before + (_DIGITS[ones] if ones else "")
