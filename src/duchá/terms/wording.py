"""Chinese words shared by every stage: dates, measures, states, roster columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it uses the words below
    from duchá.terms.period import Period

LIST_SEPARATOR = "、"
UNDATED = "未定期限"  # owed, by no day that is known
NOT_DUE = "未到期"  # has not come, and its day is not over
UNCLEAR_CLASS = "无法判断"  # the class of a text on rectification that tells of no result
OF_PERIOD = "{name}（{period}）"  # something that comes back, for one period
KIND_WORDS = {"task": "督办事项", "problem": "问题", "lead": "线索", "rapid": "快速处置"}  # kinds of matters in the ledger

# columns of the roster (units.xlsx, units.csv)
UNIT_ORDER = "序号"
UNIT_NAME = "单位名称"
UNIT_ALIASES = "别名"
UNIT_GROUP = "组别"
UNIT_NOTE = "备注"
UNIT_FORMER = "曾用名"
UNIT_CLASS = "单位类别"

# receipts and what may be done about them
ACTION_WORDS = {
    "unit": "指定单位",
    "column": "认定栏目",
    "period": "指定期间",
    "deliverable": "指定材料",
    "accept": "接受",
    "send-back": "退回",
    "withdraw": "撤回",
    "replace": "替换前一份",
    "append": "追加到前一份",
    "rejudge": "重新判定",
    "clash": "改为待确认",
    "follow": "随之更新",
    "typed": "录入纸质内容",
}
RECEIPT_STATE_WORDS = {"missing": "未报", "received": "已收", "sent-back": "退回待改", "held": "待确认", "not-applicable": "不适用"}
UNTYPED = "{via}未录"  # registered only, on paper: its contents are not typed
NOT_CORRECTED = "逾期未改{days}天"  # sent back, and not sent again by its new day
SEND_AGAIN_BY = "应于{day}前重报"

WEEKDAYS = "一二三四五六日"
DAY_KIND_WORDS = {"off": "放假", "worked": "上班"}
CALENDAR_DAY = "日期"
CALENDAR_KIND = "类型"
CALENDAR_NAME = "节日"
CALENDAR_SOURCE = "来源"
PROVISIONAL = "（暂定）"
HALF_WORDS = "上下"
QUARTER_WORDS = "一二三四"


def day_words(day: date, *, year: bool = True, weekday: bool = False) -> str:
    """2018年4月11日（周三）; without the year or the weekday as asked."""
    words = f"{day.month}月{day.day}日"
    return (f"{day.year}年" if year else "") + words + (f"（周{WEEKDAYS[day.weekday()]}）" if weekday else "")


def period_words(period: Period) -> str:
    """2018年, 2018年上半年, 2018年第二季度, 2018年5月, 2015年11月3日—11月30日."""
    start, end = period.start, period.end
    match period.kind.value:
        case "year":
            return f"{start.year}年"
        case "half-year":
            return f"{start.year}年{HALF_WORDS[period.half - 1]}半年"
        case "quarter":
            return f"{start.year}年第{QUARTER_WORDS[period.quarter - 1]}季度"
        case "month":
            return f"{start.year}年{start.month}月"
        case _:
            return f"{day_words(start)}—{day_words(end, year=end.year != start.year)}"
