"""S3xx: what can be said about whose file it is."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


NO_UNIT = fault_kind(
    "S301",
    "no-unit",
    _QUERY,
    "无法判断报送单位",
    "表内没有填写单位名称，从文件名也看不出是哪个单位报送的。{proposal}",
    "请在表头的单位栏填写单位全称后重新报送；或由收件人核实后指定单位。",
    "A24",
    "部门（盖章）：区安监局",
)
UNKNOWN_UNIT = fault_kind(
    "S302",
    "unknown-unit",
    _QUERY,
    "名单中没有这个单位",
    "填写的单位“{written}”不在本次名单中。{candidates}",
    "请改为名单中的单位全称；如确为名单中某单位的另一名称，请由收件人核实后指定。",
    "X-01",
    "部门（盖章）：区安监局",
)
UNIT_DISAGREEMENT = fault_kind(
    "S303",
    "unit-disagreement",
    _QUERY,
    "单位不一致",
    "几处写的单位不一致：{said}。",
    "请核对是哪个单位报送的，改正后重新报送；或由收件人核实后指定单位。",
    "A25",
)
TWO_UNITS = fault_kind(
    "S304",
    "two-units",
    _QUERY,
    "两个以上单位合报一份",
    "{witness}同时写了{units}，一份表只能由一个单位报送。",
    "请各单位分别填报；确需合报的，由收件人确认后分别登记。",
    "D11",
)
PERSON_NOT_UNIT = fault_kind(
    "S305",
    "person-not-unit",
    _QUERY,
    "单位栏填的不是单位",
    "单位栏填的是人名或电话“{written}”，不是单位名称。{candidates}",
    "请在单位栏填写单位全称。",
    "C37",
)
SUB_UNIT = fault_kind(
    "S306",
    "sub-unit",
    _NOTE,
    "填的是下属单位",
    "填写的“{written}”是{unit}的下属单位，已记在{unit}名下。",
    "如应单独报送，请联系收件人。",
    "C36",
)
TRADITIONAL_NAME = fault_kind(
    "S307",
    "traditional-name",
    _NOTE,
    "单位名称用了繁体或注音",
    "填写的单位“{written}”含繁体字或注音，已认作{unit}。",
    "下次请按名单填写单位全称。",
    "C38",
)
FORMER_NAME = fault_kind(
    "S308", "former-name", _NOTE, "用了原单位名称", "填写的“{written}”是机构改革前的名称，已认作{unit}。", "请改用现在的单位名称。", "C35"
)
UNIT_FROM_FILE_NAME = fault_kind(
    "S309",
    "unit-from-file-name",
    _NOTE,
    "表内没有写单位",
    "表内没有填写单位名称，按{witness}认作{unit}。",
    "请在表头的单位栏填写单位全称。",
    "A24",
)
NOT_OWED = fault_kind(
    "S310",
    "not-owed",
    _REJECT,
    "不由本单位报送",
    "{unit}属于“{group}”，不在应报“{wanted}”的单位名单内。{duty}",
    "请核对是否报错了材料或收件单位。",
    "D10",
)
NOT_ON_ROSTER = fault_kind(
    "S311",
    "not-on-roster",
    _REJECT,
    "不是本次名单内的单位",
    "“{written}”不在本次报表的报送名单内。{duty}",
    "请核对是否报错了材料或收件单位。",
    "D10",
)
OTHER_CAMPAIGN = fault_kind(
    "S312",
    "other-campaign",
    _QUERY,
    "像是另一次活动的表",
    "表内标记显示，这张空表是为“{other}”发的，不是本次的“{expected}”。",
    "请核对是否误用了以前的空表；确认内容属于本次活动的，由收件人接受。",
    "D19",
)

PERIOD_DISAGREEMENT = fault_kind(
    "S380",
    "period-disagreement",
    _QUERY,
    "报告期不一致",
    "几处写的报告期不一致：{said}。",
    "请核对是哪一期的，改正后重新报送；或由收件人核实后指定期间，如 --period {example}。",
)
PERIOD_UNREADABLE = fault_kind(
    "S381",
    "period-unreadable",
    _QUERY,
    "看不出是哪一期",
    "“{label}”填的“{written}”看不出是哪一期，《{name}》{often}一期。",
    "请写明是哪一期，如 {example}；或由收件人核实后用 --period 指定期间。",
)
PERIOD_UNKNOWN = fault_kind(
    "S382",
    "period-unknown",
    _QUERY,
    "没有写是哪一期",
    "《{name}》{often}一期，表内、标题和文件名都没有写是哪一期，也没有填报日期。",
    "请写明报告期后重新报送；或由收件人核实后指定期间，如 --period {example}。",
)
PERIOD_NOT_OWED = fault_kind(
    "S383",
    "period-not-owed",
    _QUERY,
    "这一期不用报",
    "写的报告期是{period}，{why}。",
    "请核对报告期；写错了的，由收件人核实后用 --period 指定期间。",
)
PERIOD_INFERRED = fault_kind(
    "S384", "period-inferred", _NOTE, "表内没有写报告期", "表内没有写报告期，按{witness}认作{period}。", "下次请在表内写明报告期。"
)
DELIVERABLE_UNCLEAR = fault_kind(
    "S385",
    "deliverable-unclear",
    _QUERY,
    "看不出是哪一份材料",
    "看不出报的是哪一份材料，可能是：{names}。",
    "请在文件名或标题写明材料名称；或由收件人核实后指定：--deliverable 后写 {keys} 之一。",
)
UNTOUCHED_FORM = fault_kind(
    "S386", "untouched-form", _NOTE, "有表没有填", "《{title}》没有填写，不算已报。", "要报的请填好再报；没有内容的写“无”并填上日期。"
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
