"""Chinese words of the 整改通知书."""

from __future__ import annotations

FOLDER = "整改通知书-{day}"
NAME = "{order:02d}-{unit}-整改通知书"
REPORTED_NAME = "{order:02d}-{unit}-自查问题整改通知书"
READY_FILE = "办理记录-待确认.xlsx"
NUMBER = "〔{year}〕    号"
FOUND, FOUND_ON_DAY, FOUND_IN_SPAN = "经", "{first}", "{first}至{last}"  # before 检查发现
DASH = "—"
WHAT = "{problem}（{matter}）"
IN_MATTER = "{title}：{problem}"
OPEN_DAY = "____年__月__日"
OPEN_BASIS = "（由签发人填写）"
CONTACT = "联系人：{contact}　{phone}"
WAY = "第{at}项的整改期限：{reached}。"
REQUIRED_BY_NOTICE = "整改通知书 {day}（草稿，发出后再登记）"
MD_NOTICE = """# 整改通知书

编号：{number}

{unit}：

{found}检查发现你单位存在下列{count}个问题，现通知你单位限期整改。

| 序号 | 存在问题 | 发现时间 | 依据 | 整改期限 |
|---|---|---|---|---|
{rows}

{ways}

整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。

报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；不能按期完成的，到期前书面申请延期。

{contact}

{issuer}
{day}

签收人：            签收时间：
"""
MD_REPORTED = """# 自查问题整改通知书

编号：{number}

{unit}：

你单位报送的自查自纠材料列有下列{count}个问题，材料中没有写明已整改完成，现通知你单位限期整改。

| 序号 | 自查报告的问题 | 收到材料 | 依据 | 整改期限 |
|---|---|---|---|---|
{rows}

{ways}

整改要求：逐条查明原因，制定措施，明确责任人，按期整改到位，并举一反三，建立长效机制。

报告方式：整改完成后，于整改期限内书面报告整改情况，附佐证材料，加盖公章；已经整改完成的，请注明完成日期；不能按期完成的，到期前书面申请延期。

{contact}

{issuer}
{day}

签收人：            签收时间：
"""
MD_ROW = "| {at} | {what} | {found} | {basis} | {due} |"
LIST = "整改通知清单"
LIST_STEM = "整改通知清单-{day}"
LIST_TITLE = "{campaign}整改通知清单"
LIST_UNDER = "截至{day}，{units}个单位{count}个问题尚未提出整改要求"
LIST_COLUMNS = ("序号", "单位", "通知书", "事项编号", "存在问题", "发现时间", "依据", "整改期限")
BY_INSPECTION, BY_SELF_CHECK = "整改通知书", "自查问题整改通知书"
LIST_NOTES = (
    "检查发现的问题和单位自查报告的问题分两份通知书；自查问题的“发现时间”是收到自查材料的日期。",
    "通知书是草稿：发出后把“办理记录-待确认.xlsx”里该行的日期改为实际发出日期、填上新时限，存入 registers/ 再运行 duchá record，才算提出整改要求。",
    "已经登记“提出整改要求”的、已报整改的、已销号的不再列入。",
)
MARK = "截至{day}"
