"""The catalogue of what can be wrong with a return; each folder has its own part. Here: S43x, how files of one unit stand to each other."""

from __future__ import annotations

from duchá.submissions.faults import (
    cells as cell_kinds,
    checks as check_kinds,
    hints as hint_kinds,
    tables as table_kinds,
    unit as identity_kinds,
)
from duchá.terms.fault import FaultKind, Weight, fault_kind

_QUERY, _NOTE = Weight.QUERY, Weight.NOTE


SAME_MOMENT = fault_kind(
    "S430",
    "same-moment",
    _QUERY,
    "分不清哪份在后",
    "{unit}同时报来内容不同的几份（收件号 {others}），分不清以哪一份为准。",
    "请收件人核实后接受其中一份，撤回其余的。",
    "D05",
)
SUPPLEMENT = fault_kind(
    "S431",
    "supplement",
    _QUERY,
    "像是补充材料",
    "这份像是对第 {earlier} 号收件的补充（“{words}”），分不清是替换还是追加。",
    "请收件人核实后选择替换或追加。",
    "D06",
)
STALE = fault_kind(
    "S480",
    "same-as-another-period",
    _QUERY,
    "与另一期内容相同",
    "内容与{other_period}的（第 {other} 号收件）完全相同，表内标记和报告期又没有都写明是{period}。",
    "请核对是否误报了上一期的表；确是{period}的，由收件人指定期间（--period {example}）或接受。",
)
ATTACHMENT_KEPT = fault_kind(
    "S432", "attachment-kept", _NOTE, "作为附页收存", "这份文件随报表一并报来，已作为附页收存，不单独计入报送。", "无需处理。", "DT-36"
)
SCAN_KEPT = fault_kind(
    "S433",
    "scan-kept",
    _NOTE,
    "盖章件已收存",
    "原件已收存，{whose}；它不能代替电子表格，报送情况仍记为未报。",
    "请同时报送可编辑的电子表格；只报纸质件的，由收件人在收件登记中登记。",
    "A16",
)
COPY_UNWRITTEN = fault_kind(
    "S434",
    "copy-unwritten",
    _QUERY,
    "标注件没有写成",
    "标注件 {copy} 没有写成（{why}），收件登记不受影响。",
    "请按列出的问题通知报送单位；再运行一次收件时会补写。",
)

CATALOGUE: tuple[FaultKind, ...] = (
    *cell_kinds.CATALOGUE,
    *table_kinds.CATALOGUE,
    *identity_kinds.CATALOGUE,
    *check_kinds.CATALOGUE,
    *(value for value in list(globals().values()) if isinstance(value, FaultKind)),
    *hint_kinds.CATALOGUE,
)
