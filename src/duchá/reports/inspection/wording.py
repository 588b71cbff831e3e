"""Chinese words of the 督查报告."""

from __future__ import annotations

TITLE = "关于{subject}的督查报告"
TITLE_ALL = "{campaign}督查报告"
STEM = "督查报告-{day}"
STEM_OF = "督查报告-{subject}-{day}"
PAUSE, CLAUSE = "、", "；"
DASH = "—"

ABOUT, FOUND, MENDED, TYPICAL, ADVICE = "督查情况", "发现的主要问题", "整改落实情况", "不落实典型事项", "工作建议"
VISITS = "{start}至{end}，共登记督查{count}项次，涉及{units}个单位{groups}。督查方式：{methods}。"
ONE_DAY = "{start}，共登记督查{count}项次，涉及{units}个单位{groups}。督查方式：{methods}。"
GROUPS = "，由{groups}承担"
METHOD = "{method}{count}项次"
NO_METHOD = "未写明方式"
OVERS = "另登记{register}{count}项次，对象：{list}。"
OVER = "{register}（{over}）"
NAMELESS = "其中{count}项次没有写明单位，不计入单位数。"
NO_UNIT = "（未写明单位）"
WITHOUT_UNIT = "，另有{count}个没有写明单位"
FROM_LEDGER = "台账中的督查问题{count}件，没有对应的督查登记。"
NO_VISITS = "没有督查登记。"
COUNTED = "共发现问题{count}个，涉及{units}个单位{apart}；{clean}项次没有发现问题。"
BY_CLASS = "按类别：{list}。"
CLASS_ONE = "{name}{count}个"
NO_CLASS = "未分类"
UNIT_HEAD = "{at}. {unit}（{count}个）：{list}"
PROBLEM_ONE = "（{at}）{words}"
NOTHING_FOUND = "没有发现问题。"
STATES = "{count}个问题中，已登记台账{registered}个：已销号{ended}个，已报待审核{waiting}个，整改中{open}个（其中逾期{late}个）{loose}。"
LOOSE = "；尚未登记台账{count}个"
RATE = "整改完成率（已销号÷已登记）{rate}。"
NO_REGISTERED = "{count}个问题都还没有登记台账。"
TYPICAL_SAID = "按台账记录，符合下列情形之一、建议列为不落实典型的事项{count}件，是否列入由督查组核定：{list}。"
TYPICAL_ONE = "{unit}{matter}（{why}）"
NO_TYPICAL = "台账中没有逾期达到标准、列入重点督办、多次退回或者销号后再次出现的事项。"
RULE_WORDS = "情形：落实时限逾期达到红闪标准；列入重点督办；退回两次以上；销号后再次出现。"
REGISTER_THEM = "未登记台账的{count}个问题，应当逐件立项，明确责任单位和整改时限。"
URGE_THEM = "不落实典型事项清单中尚未办结、已经逾期的{count}件，建议发催办函，责成责任单位说明原因、限期完成。"
VERIFY_THEM = "已报整改的{count}个问题，应当逐件核验，核验到位再销号。"
KEEP = "已完成整改的，要举一反三，健全长效机制，防止反弹。"

PROBLEMS_PAGE = "问题事项清单"
TYPICAL_PAGE = "不落实典型事项清单"
NUMBER, UNIT = "序号", "单位"
PROBLEM_COLUMNS = ("日期", "督查方式", "发现的问题", "类别", "佐证材料", "事项编号", "整改状态", "整改期限", "出处")
PROBLEM_NOTES = (
    "一行一个问题，按督查日期排列。整改状态和期限取自台账；“未登记”是还没有立项的问题。",
    "出处是登记表的文件、工作表和单元格。",
)
NOT_REGISTERED = "未登记"
TYPICAL_COLUMNS = ("事项编号", "事项", "落实时限", "逾期天数", "情形", "期限怎么来的", "核定")
TYPICAL_NOTES = ("本清单由台账按情形列出，是建议；“核定”栏由督查组填写“列入”或者“不列入”及理由。",)
LATE = "逾期{days}天"
KEY = "重点督办"
RETURNED = "退回{times}次"
AGAIN = "销号后再次出现（首次为{first}）"
LIMIT_OPEN = "待定"
UNDER = "截至{day}"
MEASURE = "单位：个、件"
SOURCE = "{file}!{sheet}!{cell}"
SIGNATURES = ("督查组组长（签字）：                        日期：",)
