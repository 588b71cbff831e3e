"""Chinese words of the ledger: what registers call things, states, lights, and how dates were reached."""

from __future__ import annotations

# 类别 of 督办事项 → kind of matter
CATEGORY_KINDS = {"督办事项": "task", "自查问题": "problem", "督查问题": "problem", "线索": "lead", "快速处置": "rapid"}
SELF_CHECK_PROBLEM = "自查问题"
INSPECTION_PROBLEM = "督查问题"
FINDING_NUMBER = "{sheet}-{record_no}"
YES, NO = "是", "否"
ANSWERS = (YES, NO, "部分")
BAD_ANSWER = "{question}（答“{answer}”）"
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
START_WORDS = {"issued": "要求发出", "inspection-ended": "督查结束", "found": "发现", "opened": "立项"}
GUARD_WORDS = {
    "approver": "批准人",
    "new-date": "新时限",
    "grade": "评定",
    "attachment": "附件（推进落实方案）",
    "verifier": "核验人（批准人、评分主体或单位）",
    "reason": "说明（原因）",
    "before-due": "到期前申请",
    "person": "责任人",
    "extendable": "延期条款",
    "consented": "此前的“同意”记录",
    "applied": "到期前的延期申请",
    "not-lead": "牵头单位以外的核验单位",
    "new-lead": "接手的单位（单位栏）",
    "dated-plan": "方案里的时限（新时限）",
}
LIGHT_WORDS = {"green": "绿", "yellow": "黄", "red": "红", "flashing": "红闪", "grey": "灰"}
ITEM_WORDS = {"deliverable": "报送材料", "node": "节点", "matter": "事项"}
NODE_WORDS = ("节点", "第", "天", "日", "个")  # taken off before a written node is compared
NODE_NAME = "节点{day}"
NODE_AGAIN = "{name}（再报）"
LEAD_REPORT = "牵头单位"  # the node of the lead where every unit owes a report of its own
REPORT_OF = "{unit}上报"
PLANNED = "{unit}方案时限"
UNDATED = "未定期限"
AGAIN_SINCE = "退回"
AGAIN_WHAT = "{what}（退回重报）"
BASIS = "{explained}，依据 {article}"
SENT_BACK_WHAT = "{what}（退回重报）"  # owed again: a return, or what a duty asks for
AGREED = "{explained}，为本室约定；{article}没有写明日期"
AGREED_ALONE = "{explained}，为本室约定"
DUTY_OF = "{duty}（{subject}）"
PERIOD_END = "{period}结束"
TASK = "{number} {title}"
SENT_BACK = "退回"
SAID_SEPARATOR = "　"
PROBLEM_NOT_WRITTEN = "（问题一栏没有填写）"
ONLY_RECTIFICATION = "（问题一栏没有填写，整改情况：{rectification}）"
PROBLEM_NUMBER = "{form}-{receipt:04d}-{row:02d}"
LISTED = "仅列名"
NOBODY = "待认定"  # who answers for a unit that is no more and has no successor on the roster
MATTER_DUE = "期限"
MOVED = "（{move}）"  # beside the name of what has another date since
SET_BY = "{explained}，依据 {day}“{move}”{approver}"
STILL_LATE = "；设定时已逾期，此前的逾期照计"
FORGIVEN = "；设定时已逾期，经{checked}核实，此前的不计逾期"
APPROVED_BY = "，批准人 {approver}"
SATISFIED, SATISFIED_MORE_OR_LESS = "满意", "基本满意"
