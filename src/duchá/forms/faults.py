"""S6xx: what can be wrong when blanks are asked for."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT = Weight.REJECT

UNKNOWN_FORM = fault_kind(
    "S601", "unknown-form-given", _REJECT, "没有这张报表", "这次督查行动里没有叫“{wanted}”的报表。", "可用：{known}。"
)
UNKNOWN_PERIOD = fault_kind(
    "S680", "unknown-period-given", _REJECT, "没有这一期", "这次督查行动里没有“{wanted}”这一期要报的报表。", "可用：{known}。"
)

CATALOGUE = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
