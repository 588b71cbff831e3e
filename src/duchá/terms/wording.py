"""Chinese words shared by every stage: dates, measures, states, roster columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it uses the words below
    from duchá.terms.period import Period

# characters after which a unit's name may begin inside a longer text (关于…, 报送…, 2015年…)
LEADS_TO_A_NAME = "于由的报送自发表件年月日号份版终及和与、"
SEAL_PATTERN = r"\((?:盖章|公章|章|印章|签章)\)"
LIST_SEPARATOR = "、"
NOT_DUE = "未到期"  # has not come, and its day is not over
TASK_TO = "{groups}（报{recipient}）"  # a collection task, where the same groups owe in another too
UNCLEAR_CLASS = "无法判断"  # the class of a text on rectification that tells of no result
THE_OFFICE = "本室"  # who owes what the office itself owes
OF_YEAR = "{name}（{year}年）"
NAMED_IN_YEAR = "{year}年{name}"
LINE = "第{line}行"  # of a text
KIND_WORDS = {"task": "督办事项", "problem": "问题", "lead": "线索", "rapid": "快速处置"}  # kinds of matters in the ledger

# columns of the roster (units.xlsx, units.csv)
UNIT_ORDER = "序号"
UNIT_NAME = "单位名称"
UNIT_ALIASES = "别名"
UNIT_GROUP = "组别"
UNIT_PARENT = "上级单位"
UNIT_CONTACT = "联系人"
UNIT_PHONE = "联系电话"
UNIT_EMAIL = "电子邮箱"
UNIT_DISCIPLINE = "纪检监察组织"
UNIT_NOTE = "备注"
UNIT_FORMER = "曾用名"
UNIT_CLASS = "单位类别"
UNIT_LEADER = "分管领导"
UNIT_OFFICE = "责任处室"
UNIT_VALID_FROM = "启用日期"
UNIT_VALID_TO = "停用日期"
UNIT_SUCCESSOR = "并入单位"
NOT_IN_ROSTER = "名单里没有这个单位"
SUCCEEDS_ITSELF = "几个单位互相并入，转了一圈"
NO_LAST_DAY = "没有写停用日期"

# receipts and what may be done about them
ACTION_WORDS = {
    "unit": "指定单位",
    "column": "认定栏目",
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
BECAUSE_OF_RECEIPT = "（因第 {number} 号收件）"
RECEIPT_STATE_WORDS = {"missing": "未报", "received": "已收", "sent-back": "退回待改", "held": "待确认", "not-applicable": "不适用"}
UNTYPED = "{via}未录"  # registered only, on paper: its contents are not typed
SENT_BACK = "退回"  # what the term counts from, by which something is owed again
NOT_CORRECTED = "逾期未改{days}天"  # sent back, and not sent again by its new day
SEND_AGAIN_BY = "应于{day}前重报"
RECEIPT_WITHDRAWN = "已撤回"
POSSIBLE_ACTIONS = "现在可以：{actions}。"
NOTHING_POSSIBLE = "它已办结，不用再处理。"
ONE_ANSWER = "一次只能答复一件事。"
ANSWER_OPTIONS = "请从 --unit、--column、--accept、--send-back、--withdraw、--replace、--append 中选一个。"
NO_SUCH_COLUMN = "报表里没有“{column}”这一栏。"
KNOWN_COLUMNS = "现有的栏目：{columns}。"
UNIT_FIRST = "第 {receipt} 号收件还不知道是哪个单位的。"
UNIT_FIRST_REMEDY = "请先用 --unit 指定单位。"
# why the system or a parser refused
SYSTEM_REASONS = {
    "denied": "没有权限",
    "full": "磁盘已满",
    "read-only": "磁盘只读",
    "absent": "没有这个文件或文件夹",
    "folder": "它是文件夹，不是文件",
    "no-folder": "路径中有一段不是文件夹",
    "exists": "已经存在",
    "long-name": "名称太长",
    "device": "磁盘读写出错",
    "busy": "正被别的程序使用",
    "large": "超出了系统允许的文件大小",
    "network": "网络盘没有回应",
    "links": "快捷方式互相指向",
}
SYSTEM_NUMBER = "系统错误 {number}"
TOML_AT = "第{line}行第{column}列附近"
TOML_AT_END = "在文件末尾，最后一处没有写完"
NOT_UTF_8 = "文件不是 UTF-8 编码（第{line}行起），请用记事本打开，“另存为”时编码选 UTF-8"
ROSTER_SHEET = "名单"
CALENDAR_SHEET = "节假日"

# dates, deadlines and the working calendar
FIRST_TEN_DAYS = "上旬"
MIDDLE_TEN_DAYS = "中旬"
LAST_TEN_DAYS = "下旬"
BEFORE = "前"
WEEKDAYS = "一二三四五六日"
SHIPPED_CALENDAR_SOURCE = "国务院办公厅{year}年节假日安排（据 chinesecalendar {version}）"
DAY_KIND_WORDS = {"off": "放假", "worked": "上班"}
DAY_KIND_WRITINGS = {"off": ("放假", "休", "休息", "休假"), "worked": ("上班", "班", "补班", "调休上班")}
CALENDAR_DAY = "日期"
CALENDAR_KIND = "类型"
CALENDAR_NAME = "节日"
CALENDAR_SOURCE = "来源"
PROVISIONAL = "（暂定）"
QUARTER_WORDS = "一二三四"
CITED = "{message}（{article}）"  # what is wrong, with the clause it would be scored by


def day_words(day: date, *, year: bool = True, weekday: bool = False) -> str:
    """2018年4月11日（周三）; without the year or the weekday as asked."""
    words = f"{day.month}月{day.day}日"
    return (f"{day.year}年" if year else "") + words + (f"（周{WEEKDAYS[day.weekday()]}）" if weekday else "")


def period_words(period: Period) -> str:
    """2018年, 2018年第二季度, 2018年5月, 2015年11月3日—11月30日."""
    start, end = period.start, period.end
    match period.kind.value:
        case "year":
            return f"{start.year}年"
        case "quarter":
            return f"{start.year}年第{QUARTER_WORDS[period.quarter - 1]}季度"
        case "month":
            return f"{start.year}年{start.month}月"
        case _:
            return f"{day_words(start)}—{day_words(end, year=end.year != start.year)}"
