"""S3xx: what can be said about whose file it is."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


def _kind(code: str, name: str, weight: Weight, title: str, message: str, remedy: str, source: str = "", example: str = "") -> FaultKind:
    return FaultKind(code=code, name=name, weight=weight, title=title, message=message, remedy=remedy, source=source, example=example)


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

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
