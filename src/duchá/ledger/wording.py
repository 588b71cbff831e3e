"""Chinese words of the ledger: what registers call things, states, lights, and how dates were reached."""

from __future__ import annotations

# 类别 of 督办事项 → kind of matter
CATEGORY_KINDS = {"督办事项": "task", "自查问题": "problem", "督查问题": "problem", "线索": "lead", "快速处置": "rapid"}
SELF_CHECK_PROBLEM = "自查问题"
INSPECTION_PROBLEM = "督查问题"
MOVE_WORDS = {
    "sign": "签收",
    "require": "提出整改要求",
    "feedback": "反馈",
    "progress": "进展",
    "hand-over": "移交",
    "apply": "申请办结",
    "return": "退回",
    "complete": "办结",
    "urge": "催办",
    "ask-extension": "延期申请",
    "grant-extension": "延期批准",
    "deny-extension": "延期不批准",
    "key-supervision": "进入重点督办",
    "not-key-supervision": "未进入重点督办",
    "verify": "核验",
    "consent": "同意",
    "report": "上报",
    "publish": "公布",
    "close": "销号",
    "reopen": "重启",
}
GRADE_WORDS = {"excellent": "优秀", "good": "良好", "pass": "合格", "fail": "不合格"}
INCLUSION_WORDS = {"active": "主动", "passive": "被动", "poor": "推动落实不力"}
LIGHT_WORDS = {"green": "绿", "yellow": "黄", "red": "红", "flashing": "红闪", "grey": "灰"}
ITEM_WORDS = {"deliverable": "报送材料", "node": "节点", "matter": "事项"}
LEAD_REPORT = "牵头单位"  # the node of the lead where every unit owes a report of its own
NOBODY = "待认定"  # who answers for a unit that is no more and has no successor on the roster
