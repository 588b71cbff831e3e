"""Chinese words of the bulletin."""

from __future__ import annotations

NOW, NEXT = (
    {"month": "本月", "quarter": "本季度", "year": "本年度", "span": "本期"},
    {
        "month": "下月",
        "quarter": "下季度",
        "year": "下年度",
        "span": "下期",
    },
)
PAUSE = "、"

FIRST, GOOD, WRONG, NEXT_STEPS = "总体情况", "较好的单位", "存在问题", "下步要求"


# tables
NUMBER, UNIT, TOTAL, DASH = "序号", "单位", "合计", "—"
RECEIPT_PAGE, RECEIPT_TITLE = "报送统计", "报送情况统计表"
MEASURE_COPIES, MEASURE_MATTERS = "单位：份", "单位：件"
MATTER_PAGE, MATTER_TITLE = "事项统计", "事项办理情况统计表"
DONE_RATE, RANK, URGED_COLUMN, RETURNED_COLUMN = "办结率", "名次", "催办\n次数", "退回\n次数"
MISSING_PAGE, MISSING_TITLE = "未报名单", "未报材料名单"
LATE_PAGE, LATE_TITLE = "逾期事项", "逾期事项名单"
COMING_PAGE, COMING_TITLE = "即将到期", "即将到期事项和材料"
COUNTERS_PAGE, COUNTERS_TITLE = "三项对照", "发现、处理、曝光对照表"
UNMET_PAGE, UNMET_TITLE = "三项缺口", "未处理、未曝光问题清单"
UNMET_HANDLED, UNMET_EXPOSED = "未处理", "应曝光未曝光"
UNDER = "{period}，截至{day}"
