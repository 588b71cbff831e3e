"""S4xx: what can be said about a submission as a whole."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


ZERO_REPORT_UNCLEAR = fault_kind(
    "S401",
    "zero-report-unclear",
    _QUERY,
    "疑似未填",
    "“{title}”没有填写任何内容，也没有填写“{label}”，分不清是确实没有还是忘了填。",
    "确实没有的，请填好“{label}”后报送；有内容的，请补填。",
    "DT-17",
    "2015年11月18日",
)
NIL_WITH_ROWS = fault_kind(
    "S402",
    "nil-with-rows",
    _QUERY,
    "“无”与问题并存",
    "“{title}”中写了“{said}”，又填写了 {rows} 行内容，前后矛盾。",
    "没有问题的请删去各行；有问题的请删去“{said}”。",
    "DT-39",
)
DATE_MISSING = fault_kind(
    "S403", "date-missing", _REJECT, "没有填写日期", "“{label}”没有填写。", "请填写日期，例如 {example}。", "DT-35", "2015年11月18日"
)
DATE_BEFORE_CAMPAIGN = fault_kind(
    "S404", "date-before-campaign", _NOTE, "日期早于本次活动", "“{label}”{day}早于本次活动开始的 {start}。", "请核对年份和月份。", "C13"
)
DATE_AFTER_CAMPAIGN = fault_kind(
    "S405", "date-after-campaign", _NOTE, "日期晚于本次活动", "“{label}”{day}晚于本次活动结束的 {end}。", "请核对年份和月份。", "DT-35"
)
DATE_AFTER_RECEIPT = fault_kind(
    "S406", "date-after-receipt", _NOTE, "日期晚于收到日期", "“{label}”{day}晚于收到本件的 {received}。", "请核对日期是否填错。", "C13"
)
UNIT_SEAL_MISSING = fault_kind(
    "S407", "unit-seal-missing", _NOTE, "缺部门章", "“{label}”{state}。", "请填写单位名称，打印后加盖公章。", "DT-34"
)
DISCIPLINE_SEAL_MISSING = fault_kind(
    "S408",
    "discipline-seal-missing",
    _NOTE,
    "缺纪检组织章",
    "“{label}”{state}。",
    "请填写纪检监察组织名称，打印后盖章；本单位没有的，写“无”。",
    "DT-34",
)
ATTACHMENT_MISSING = fault_kind(
    "S409",
    "attachment-missing",
    _NOTE,
    "缺附页",
    "“{label}”写了“{written}”，但没有随表收到附页。",
    "请把附页与报表一并报送，或把内容写进单元格。",
    "DT-36",
)
SYSTEMS_EMPTY = fault_kind(
    "S410",
    "systems-empty",
    _NOTE,
    "监管制度为空",
    "“{title}”一项也没有填写。此表没有“未发现问题的不填写”的规定，已转督查人员了解情况。",
    "已建立监管制度的，请逐项补填。",
    "DT-18",
)
CANCELLED_STILL_USED = fault_kind(
    "S411",
    "cancelled-still-used",
    _NOTE,
    "已取消的事项仍在审批",
    "“{item}”在“{list_form}”的备注中列为已取消的事项，又出现在本表中。",
    "请核对该事项是否已取消；已取消的不应再审批。",
    "DT-39",
)
RECTIFIED_NOTHING = fault_kind(
    "S412",
    "rectified-nothing",
    _NOTE,
    "有整改没有问题",
    "填写了“{rectification}”，但“{problem}”没有写问题。",
    "请补写发现的问题；没有问题的请删去这一行。",
    "DT-39",
)
LATE = fault_kind(
    "S413", "late", _NOTE, "逾期报送", "“{deliverable}”应于 {due} 前报送，{received} 收到，逾期 {days} 天。", "下次请按时报送。", "D02"
)
OUT_OF_SCOPE = fault_kind(
    "S414",
    "out-of-scope",
    _NOTE,
    "超出督查时间范围",
    "所写的{day}早于本表的督查起始日期 {since}。",
    "请核对该事项是否属于本次自查范围。",
    "DT-07",
)
REPORT_COUNTS_DIFFER = fault_kind(
    "S415",
    "report-counts-differ",
    _NOTE,
    "书面报告与报表数字不一致",
    "报告写查出问题 {stated} 个，{forms}合计 {counted} 行。",
    "请核对；一行写了几个问题的可不改，否则请补填或更正。",
    "DT-40",
)
REPORT_DATE_MISSING = fault_kind(
    "S416",
    "report-date-missing",
    _NOTE,
    "报告没有写日期",
    "报告正文中没有找到成文日期。",
    "请在落款处写明日期，例如 2015年11月18日。",
    "DT-40",
)
NOT_APPLICABLE = fault_kind(
    "S417",
    "not-applicable-sent",
    _NOTE,
    "原定不用报送",
    "按本次活动的设定，{unit}不用报送“{deliverable}”（{reason}），现已收到。",
    "请收件人核对设定是否仍然适用。",
    "DT-19",
)
_RULE = ("“{rule}”不成立：{cells}。", "{todo}", "", "合计 99，城区 3，农村 4")
CHECK_FAILED = fault_kind("S250", "check-failed", _REJECT, "数字对不上", *_RULE)
CHECK_DOUBTED = fault_kind("S251", "check-doubted", _QUERY, "数字像是对不上", *_RULE)
CHECK_NOTED = fault_kind("S252", "check-noted", _NOTE, "数字请留意", *_RULE)
AGAINST_OTHERS_FAILED = fault_kind("S253", "against-others-failed", _REJECT, "与另报的数对不上", *_RULE)
AGAINST_OTHERS_DOUBTED = fault_kind("S254", "against-others-doubted", _QUERY, "与另报的数像是对不上", *_RULE)
AGAINST_OTHERS_NOTED = fault_kind("S255", "against-others-noted", _NOTE, "与另报的数请留意", *_RULE)
BETWEEN_RETURNS = frozenset(kind.code for kind in (AGAINST_OTHERS_FAILED, AGAINST_OTHERS_DOUBTED, AGAINST_OTHERS_NOTED))
TOTAL_DIFFERS = fault_kind(
    "S263",
    "total-differs",
    _REJECT,
    "合计数不对",
    "“{label}”行的“{title}”写的是 {stated}，各行相加是 {right}。",
    "请核对各行和合计；各行无误的，合计应填 {right}。",
    "",
    "合计 99，各行相加 7",
)
OUT_OF_WINDOW = fault_kind(
    "S262",
    "day-out-of-window",
    _REJECT,
    "日期不在规定期间",
    "“{label}”填写的{day}不在规定期间，应{window}。",
    "请核对年份和月份。",
    "",
    "2018-12-01",
)
NOT_ANSWERED = fault_kind(
    "S264",
    "question-not-answered",
    _REJECT,
    "有问题没有回答",
    "“{title}”有 {count} 个问题没有回答：第{numbers}问。",
    "请逐问回答，每问一行。",
    "SY-02",
)
ANSWERED_TWICE = fault_kind(
    "S265",
    "question-answered-twice",
    _REJECT,
    "同一问题答了两次",
    "第{number}问“{text}”回答了两次（{first}、{second}）。",
    "请只保留一个回答。",
    "SY-02",
)
NO_SUCH_QUESTION = fault_kind(
    "S266",
    "no-such-question",
    _REJECT,
    "没有这个问题",
    "序号“{written}”不是表中的问题，共有 {count} 问。",
    "请按表中的序号填写。",
    "SY-02",
    "26",
)
EVIDENCE_MISSING = fault_kind(
    "S267",
    "evidence-missing",
    _REJECT,
    "没有写明依据",
    "第{number}问“{text}”没有填写“{label}”。",
    "请写明文件、台账或记录的名称。",
    "SY-02",
)
ROW_TWICE = fault_kind(
    "S268",
    "row-twice",
    _QUERY,
    "同一项填了两行",
    "“{said}”填了两行（{first}、{second}）。",
    "请合并成一行；确是两项的，请写明区别。",
    "WZ-26",
)
EMPTY_BODY = fault_kind("S419", "empty-body", _REJECT, "没有填写内容", "“{title}”没有填写任何内容。", "请填写后重新报送。", "A24")
PRESET_TWICE = fault_kind(
    "S481",
    "printed-row-twice",
    _QUERY,
    "同一行填了两次",
    "《{title}》印好的“{row}”一行出现了{count}次，分不清以哪一行为准。",
    "请只留一行；确是两笔的，合并成一行填。",
)
PRESET_GONE = fault_kind(
    "S482",
    "printed-row-gone",
    _REJECT,
    "印好的行没有了",
    "《{title}》印好的“{row}”一行没有了。",
    "请照空白报表补上这一行；没有发生的填 0。",
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
