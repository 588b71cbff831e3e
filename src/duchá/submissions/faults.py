"""The catalogue of what can be wrong with a return: S3xx unit identity, S4xx submission, S5xx hints; S1xx and S2xx join it from cells/ and tables/."""

from __future__ import annotations

from duchá.submissions.cells import faults as cell_kinds
from duchá.submissions.tables import faults as table_kinds
from duchá.terms.fault import FaultKind, Weight

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


def _kind(code: str, name: str, weight: Weight, title: str, message: str, remedy: str, source: str = "", example: str = "") -> FaultKind:  # noqa: PLR0913 (a table row)
    return FaultKind(code=code, name=name, weight=weight, title=title, message=message, remedy=remedy, source=source, example=example)


# S3xx: unit identity
NO_UNIT = _kind(
    "S301",
    "no-unit",
    _QUERY,
    "无法判断报送单位",
    "表内没有填写单位名称，从文件名也看不出是哪个单位报送的。{proposal}",
    "请在表头的单位栏填写单位全称后重新报送；或由收件人核实后指定单位。",
    "A24",
    "部门（盖章）：区安监局",
)
UNKNOWN_UNIT = _kind(
    "S302",
    "unknown-unit",
    _QUERY,
    "名单中没有这个单位",
    "填写的单位“{written}”不在本次名单中。{candidates}",
    "请改为名单中的单位全称；如确为名单中某单位的另一名称，请由收件人核实后指定。",
    "X-01",
    "部门（盖章）：区安监局",
)
UNIT_DISAGREEMENT = _kind(
    "S303",
    "unit-disagreement",
    _QUERY,
    "单位不一致",
    "几处写的单位不一致：{said}。",
    "请核对是哪个单位报送的，改正后重新报送；或由收件人核实后指定单位。",
    "A25",
)
TWO_UNITS = _kind(
    "S304",
    "two-units",
    _QUERY,
    "两个以上单位合报一份",
    "{witness}同时写了{units}，一份表只能由一个单位报送。",
    "请各单位分别填报；确需合报的，由收件人确认后分别登记。",
    "D11",
)
PERSON_NOT_UNIT = _kind(
    "S305",
    "person-not-unit",
    _QUERY,
    "单位栏填的不是单位",
    "单位栏填的是人名或电话“{written}”，不是单位名称。{candidates}",
    "请在单位栏填写单位全称。",
    "C37",
)
SUB_UNIT = _kind(
    "S306",
    "sub-unit",
    _NOTE,
    "填的是下属单位",
    "填写的“{written}”是{unit}的下属单位，已记在{unit}名下。",
    "如应单独报送，请联系收件人。",
    "C36",
)
TRADITIONAL_NAME = _kind(
    "S307",
    "traditional-name",
    _NOTE,
    "单位名称用了繁体或注音",
    "填写的单位“{written}”含繁体字或注音，已认作{unit}。",
    "下次请按名单填写单位全称。",
    "C38",
)
FORMER_NAME = _kind(
    "S308", "former-name", _NOTE, "用了原单位名称", "填写的“{written}”是机构改革前的名称，已认作{unit}。", "请改用现在的单位名称。", "C35"
)
UNIT_FROM_FILE_NAME = _kind(
    "S309",
    "unit-from-file-name",
    _NOTE,
    "表内没有写单位",
    "表内没有填写单位名称，按{witness}认作{unit}。",
    "请在表头的单位栏填写单位全称。",
    "A24",
)
NOT_OWED = _kind(
    "S310",
    "not-owed",
    _REJECT,
    "不由本单位报送",
    "{unit}属于“{group}”，不在应报“{wanted}”的单位名单内。{duty}",
    "请核对是否报错了材料或收件单位。",
    "D10",
)
NOT_ON_ROSTER = _kind(
    "S311",
    "not-on-roster",
    _REJECT,
    "不是本次名单内的单位",
    "“{written}”不在本次报表的报送名单内。{duty}",
    "请核对是否报错了材料或收件单位。",
    "D10",
)
OTHER_CAMPAIGN = _kind(
    "S312",
    "other-campaign",
    _QUERY,
    "像是另一次活动的表",
    "表内标记显示，这张空表是为“{other}”发的，不是本次的“{expected}”。",
    "请核对是否误用了以前的空表；确认内容属于本次活动的，由收件人接受。",
    "D19",
)

# S4xx: the submission as a whole
ZERO_REPORT_UNCLEAR = _kind(
    "S401",
    "zero-report-unclear",
    _QUERY,
    "疑似未填",
    "“{title}”没有填写任何内容，也没有填写“{label}”，分不清是确实没有还是忘了填。",
    "确实没有的，请填好“{label}”后报送；有内容的，请补填。",
    "DT-17",
    "2015年11月18日",
)
NIL_WITH_ROWS = _kind(
    "S402",
    "nil-with-rows",
    _QUERY,
    "“无”与问题并存",
    "“{title}”中写了“{said}”，又填写了 {rows} 行内容，前后矛盾。",
    "没有问题的请删去各行；有问题的请删去“{said}”。",
    "DT-39",
)
DATE_MISSING = _kind(
    "S403", "date-missing", _REJECT, "没有填写日期", "“{label}”没有填写。", "请填写日期，例如 {example}。", "DT-35", "2015年11月18日"
)
DATE_BEFORE_CAMPAIGN = _kind(
    "S404", "date-before-campaign", _NOTE, "日期早于本次活动", "“{label}”{day}早于本次活动开始的 {start}。", "请核对年份和月份。", "C13"
)
DATE_AFTER_CAMPAIGN = _kind(
    "S405", "date-after-campaign", _NOTE, "日期晚于本次活动", "“{label}”{day}晚于本次活动结束的 {end}。", "请核对年份和月份。", "DT-35"
)
DATE_AFTER_RECEIPT = _kind(
    "S406", "date-after-receipt", _NOTE, "日期晚于收到日期", "“{label}”{day}晚于收到本件的 {received}。", "请核对日期是否填错。", "C13"
)
UNIT_SEAL_MISSING = _kind(
    "S407", "unit-seal-missing", _NOTE, "缺部门章", "“{label}”一栏为空。", "请填写单位名称，打印后加盖公章。", "DT-34"
)
DISCIPLINE_SEAL_MISSING = _kind(
    "S408",
    "discipline-seal-missing",
    _NOTE,
    "缺纪检组织章",
    "“{label}”一栏为空。",
    "请填写纪检监察组织名称，打印后盖章；本单位没有的，写“无”。",
    "DT-34",
)
ATTACHMENT_MISSING = _kind(
    "S409",
    "attachment-missing",
    _NOTE,
    "缺附页",
    "“{label}”写了“{written}”，但没有随表收到附页。",
    "请把附页与报表一并报送，或把内容写进单元格。",
    "DT-36",
)
SYSTEMS_EMPTY = _kind(
    "S410",
    "systems-empty",
    _NOTE,
    "监管制度为空",
    "“{title}”一项也没有填写。此表没有“未发现问题的不填写”的规定，已转督查人员了解情况。",
    "已建立监管制度的，请逐项补填。",
    "DT-18",
)
CANCELLED_STILL_USED = _kind(
    "S411",
    "cancelled-still-used",
    _NOTE,
    "已取消的事项仍在审批",
    "“{item}”在“{list_form}”的备注中列为已取消的事项，又出现在本表中。",
    "请核对该事项是否已取消；已取消的不应再审批。",
    "DT-39",
)
RECTIFIED_NOTHING = _kind(
    "S412",
    "rectified-nothing",
    _NOTE,
    "有整改没有问题",
    "填写了“{rectification}”，但“{problem}”没有写问题。",
    "请补写发现的问题；没有问题的请删去这一行。",
    "DT-39",
)
LATE = _kind(
    "S413", "late", _NOTE, "逾期报送", "“{deliverable}”应于 {due} 前报送，{received} 收到，逾期 {days} 天。", "下次请按时报送。", "D02"
)
OUT_OF_SCOPE = _kind(
    "S414",
    "out-of-scope",
    _NOTE,
    "超出督查时间范围",
    "所写的{day}早于本表的督查起始日期 {since}。",
    "请核对该事项是否属于本次自查范围。",
    "DT-07",
)
REPORT_COUNTS_DIFFER = _kind(
    "S415",
    "report-counts-differ",
    _NOTE,
    "书面报告与报表数字不一致",
    "报告写查出问题 {stated} 个，{forms}合计 {counted} 行。",
    "请核对；一行写了几个问题的可不改，否则请补填或更正。",
    "DT-40",
)
REPORT_DATE_MISSING = _kind(
    "S416",
    "report-date-missing",
    _NOTE,
    "报告没有写日期",
    "报告正文中没有找到成文日期。",
    "请在落款处写明日期，例如 2015年11月18日。",
    "DT-40",
)
NOT_APPLICABLE = _kind(
    "S417",
    "not-applicable-sent",
    _NOTE,
    "原定不用报送",
    "按本次活动的设定，{unit}不用报送“{deliverable}”（{reason}），现已收到。",
    "请收件人核对设定是否仍然适用。",
    "DT-19",
)
SAME_MOMENT = _kind(
    "S430",
    "same-moment",
    _QUERY,
    "分不清哪份在后",
    "{unit}同时报来内容不同的几份（收件号 {others}），分不清以哪一份为准。",
    "请收件人核实后接受其中一份，撤回其余的。",
    "D05",
)
SUPPLEMENT = _kind(
    "S431",
    "supplement",
    _QUERY,
    "像是补充材料",
    "这份像是对第 {earlier} 号收件的补充（“{words}”），分不清是替换还是追加。",
    "请收件人核实后选择替换或追加。",
    "D06",
)

EMPTY_BODY = _kind("S419", "empty-body", _REJECT, "没有填写内容", "“{title}”没有填写任何内容。", "请填写后重新报送。", "A24")

# S5xx: hints; never a verdict
PERFUNCTORY_TEXT = _kind(
    "S501",
    "perfunctory-text",
    _NOTE,
    "整改情况较笼统",
    "“{written}”没有写明做了什么、结果如何。",
    "请写明采取的措施、完成时间和结果。",
    "DT-29",
)
COPIED_TEXT = _kind(
    "S502",
    "copied-text",
    _NOTE,
    "与其他单位文字雷同",
    "这段文字与{others}填写的基本相同：“{written}”。",
    "请核对是否为本单位的实际情况。",
    "DT-29",
)
SAME_AS_BEFORE = _kind(
    "S503",
    "same-as-before",
    _NOTE,
    "与以前填报的相同",
    "这段文字与本单位以前填报的基本相同：“{written}”。",
    "请核对是否为本次自查的实际情况。",
    "DT-29",
)
SYSTEM_NOT_SEEN = _kind(
    "S504",
    "system-not-seen",
    _NOTE,
    "未见应有的制度",
    "“{title}”中没有看到{system}。",
    "已建立的请补填；尚未建立的，供督查人员了解情况。",
    "DT-08",
)
PERSONAL_DATA = _kind(
    "S505",
    "personal-data",
    _NOTE,
    "含个人信息",
    "文字中含有身份证号或手机号，对外印发的材料中将隐去。",
    "如与问题无关，请删去号码后重新报送。",
    "X-12",
)
MAYBE_TRUNCATED = _kind(
    "S506",
    "maybe-truncated",
    _NOTE,
    "文字可能被截断",
    "文字正好 {length} 个字，且没有写完一句，可能被软件截断。",
    "请核对末尾是否完整。",
    "C43",
)

CATALOGUE: tuple[FaultKind, ...] = (
    *cell_kinds.CATALOGUE,
    *table_kinds.CATALOGUE,
    *(value for value in list(globals().values()) if isinstance(value, FaultKind)),
)
