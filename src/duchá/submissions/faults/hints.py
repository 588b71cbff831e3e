"""S5xx: hints for the inspectors (DT-29). All are notes."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_NOTE = Weight.NOTE


PERFUNCTORY_TEXT = fault_kind(
    "S501",
    "perfunctory-text",
    _NOTE,
    "整改情况较笼统",
    "“{written}”没有写明做了什么、结果如何。",
    "请写明采取的措施、完成时间和结果。",
    "DT-29",
)
COPIED_TEXT = fault_kind(
    "S502",
    "copied-text",
    _NOTE,
    "与其他单位文字雷同",
    "这段文字与{others}填写的基本相同：“{written}”。",
    "请核对是否为本单位的实际情况。",
    "DT-29",
)
SAME_AS_BEFORE = fault_kind(
    "S503",
    "same-as-before",
    _NOTE,
    "与以前填报的相同",
    "这段文字与本单位以前填报的基本相同：“{written}”。",
    "请核对是否为本次自查的实际情况。",
    "DT-29",
)
SYSTEM_NOT_SEEN = fault_kind(
    "S504",
    "system-not-seen",
    _NOTE,
    "未见应有的制度",
    "“{title}”中没有看到{system}。",
    "已建立的请补填；尚未建立的，供督查人员了解情况。",
    "DT-08",
)
PERSONAL_DATA = fault_kind(
    "S505",
    "personal-data",
    _NOTE,
    "含个人信息",
    "文字中含有身份证号或手机号，对外印发的材料中将隐去。",
    "如与问题无关，请删去号码后重新报送。",
    "X-12",
)
MAYBE_TRUNCATED = fault_kind(
    "S506",
    "maybe-truncated",
    _NOTE,
    "文字可能被截断",
    "文字正好 {length} 个字，且没有写完一句，可能被软件截断。",
    "请核对末尾是否完整。",
    "C43",
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
