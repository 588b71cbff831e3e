"""Chinese sentences of the scores: formulas with their numbers, reasons why something scored nothing, proposals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from duchá.scoring.facts.model import plain
from duchá.terms.wording import day_words

ROLE_WORDS = {"lead": "牵头", "support": "配合"}
LEVEL_SEPARATORS = "、；;，,"
OFFICE = "督查室"
INITIATOR = "立项主体"
EVIDENCE = "依据"
STAFF_FAILED = "未完成"
REPLACE = "调换"
AGREED = "同意"
NO_OBJECTION = "无异议"
OBJECTION = "单位核对积分有异议：{note}"
CONFIRMED = "积分核对：无异议{agreed}个单位，有异议{objected}个，未核对{silent}个。"
CLOSED_WITH = "关账时：有异议{objected}个单位{units}，未核对{silent}个"
CLOSED_FOR = "；仍予关账的理由：{reason}"
FULL_STOP = "。"
MET = "{met}专题会议研究，拟在{range}公布，尚未公布。"
PUBLISHED = "{met}专题会议研究，{day}在{range}公布"
HOUR_PATTERN = r"(?<![0-9])([01]?[0-9]|2[0-3])[:：时点]([0-5][0-9])"
POINT_WORD = "分"
IN_ALL = "合"
EACH_TIME = "每次"
ABOUT = "（{about}）"
COLUMN_WORDS = {
    "level": "来源层级",
    "matter": "事项编号",
    "problem": "问题编号",
    "document": "文号",
    "basis": "依据",
    "note": "说明",
}
DAY_COUNT_WORDS = {"natural": "自然日", "working": "工作日"}

# formulas
FIXED = "{what}，{role}{points}分"
TYPED = "{what}，{role}按{least}—{most}分评定，记{points}分"
LOWER = "{what}，{role}按{least}—{most}分评定，分值未填，试算按下限{points}分"
FREE = "{what}，更正{points}分：{note}（依据：{basis}）"
FAULT_UNIT = "{what}，因{unit}不主动配合、推卸责任所致，该单位{points}分"
FAULT_LEAD = "{what}，因{units}不主动配合所致，牵头单位酌情（{least}—{most}分）记{points}分"
INCLUDED = "{day}纳入系统，{role}每项{points}分"
GRADED = "{day}办结评定为{grade}，每项{points}分"
FAILED = "{day}办理结果评定为{grade}，每项每次{points}分"
RETURNED_GROWING = "{day}第{count}次退回：{first}+{step}×{before}，{points}分"
RETURNED_FIRST = "{day}第{count}次退回，{points}分"
UNURGED = "{quarter}有{nodes}个节点到期，均未被催办，{points}分"
UNURGED_NONE = "{quarter}没有节点到期，也未被催办，{points}分"
LATE = "{node}应于{due}报送，{came}，{count}逾期{days}天，{points}分"
KEY = "{node}应于{due}报送，{came}，{count}逾期{days}天，达到{from_days}天进入重点督办，{points}分"
KEY_ROW = "{day}进入重点督办，{points}分"
KEY_REST = (
    "{node}应于{due}报送，{came}，{count}逾期{days}天，达到{from_days}天进入重点督办，每项{whole}分，上季已记{before}分，本次{points}分"
)
CAME = "{day}报送"
CAME_ENDED = "{day}办结时仍未报送"
CAME_HANDED = "{day}移交时未报送"
CAME_MOVED = "{day}“{move}”定新时限时未报送"
FORGIVEN = "{node}应于{due}报送，{day}延期批准（批准人{approver}）至{new}，经{checked}核实从到期之日起延期，不计逾期，0分"
NOT_CAME = "截至{day}未报送"
CAME_UNIT_ENDED = "截至{day}（单位停用之日）未报送"
MATERIAL = "《{name}》应于{due}报送，{came}，{count}迟报共{days}天，{span}计{part}天×{each}，{points}分"
MATERIAL_LONG = "《{name}》应于{due}报送，{came}，已迟报{days}天，超过{limit}天，请核实情况"
MATERIAL_CAME = "{day}收到"
MATERIAL_NOT_CAME = "截至{day}未收到"
MATERIAL_UNIT_ENDED = "截至{day}（单位停用之日）未收到"
BORNE = "{formula}（{unit}{last}停用，由承接单位承担）"
AT_HOUR = "{day}{hour}"
HOUR_UNKNOWN = "《{name}》当天{hour}截止，收到日期就是这一天，没有填收到时刻，是否迟报待认定"
LATE_FACT = "{period}已关账，补记：{formula}"
TAKEN_BACK = "{period}已关账，冲回已记的{points}分：{formula}"
DIFFERENCE = "{period}已关账，原记{before}分，现应记{now}分，补差{points}分：{formula}"

ABOUT_ROWS = "（{rows}）"
CHANGE_WORDS = {
    "new": "{register}{number}，{moment}{by}录入",
    "changed": "{register}{number}，{moment}{by}改动",
    "withdrawn": "{register}{number}，{moment}{by}撤回",
}
CHANGED_BY = "由{by}"
CHANGED_WHAT = "：{what}"
CHANGED_CELL = "{title}由{before}改为{now}"
RECEIPT_NUMBER = "收件{number}号"
NO_CELL = "空"

# why something is listed
WAITING = "{period}已关账，原记{before}分，按改动后的登记应记{now}分，差{points}分，没有入账"
WAITING_MOVED = "{period}已关账，已记{before}分，按改动后的登记应记在{day}，没有入账"
CORRECTED_TOO = "{period}的更正（{numbers}）登记之后，又按新登记的行补差，请核对是否重复"
HOW_TO_CORRECT = "；要调整的，请在积分事项登记“更正”，问题编号写{numbers}，依据写批准人，说明写理由；不调整的，分值写0"
NO_SUCCESSOR = "{unit}{last}停用，名单里没有写并入单位，记给谁待认定：{formula}"
UNIT_ENDED = "{last}停用，不参加排名"
BOOKED_LATER = "本期关账后才发现的{points}分，记在{quarter}"
STANDS_ELSEWHERE = "{points}分记在{quarter}：{formula}"
NEXT_CAMPAIGN = "；{year}年另建行动的，请在那里的积分事项登记“更正”"
UNKNOWN_UNIT = "单位“{unit}”不在名单中，未计分"
UNKNOWN_FAULT_UNIT = "责任单位“{unit}”不在名单中，未计分"
UNKNOWN_SITUATION = "本制度没有“{situation}”这种情形，未计分；可用：{known}"
BEFORE_FORCE = "发生在制度施行（{start}）之前，未计分"
WRONG_LEVEL = "来源层级为“{level}”，条款只管{known}，未计分"
NO_ROLE = "没有填角色（牵头、配合），牵头和配合分值不同，未计分"
NO_SUPPORT = "条款没有规定配合单位的分值，未计分"
MISSING_COLUMN = "没有填{columns}，未计分"
MISSING_POINTS = "分值未填：{role}应在{least}—{most}分之间，未计分（试算时按下限）"
MISSING_TYPED = "更正没有填分值，未计分"
OUT_OF_RANGE = "分值{found}超出{least}—{most}分范围，未计分"
NOT_THE_AMOUNT = "分值填了{found}，条款规定为{points}分，未计分"
SIGNED = "分值写了负号，加减由条款决定，未计分"
NOT_A_NUMBER = "分值“{found}”不是数，未计分"
SAME_PROBLEM = "重复认定：问题{problem}已在{day}计分，本条不再计"
SAME_MATTER_YEAR = "同一事项{year}年已计{points}分（取最高），本条{found}分不再计"
SAME_MATTER = "同一事项已在{day}评定计分，本条不再计，请核对"
WRONG_SCORER = "评分主体不符：应为{known}，实为{found}（{article}）；已计分"
FAULT_OTHERS = "待认定：问题因{units}所致，条款没有规定其他配合单位减不减分"
FAULT_LEAD_ZERO = "问题因{units}所致，牵头单位分值未填，不予减分"
FAULT_NO_ROW = "责任单位{unit}没有单独登记一行，未对它计分"
ENTRY_MODE = "纳入方式为{mode}，不予积分"
SUPPORT_GRADE = "评定记在配合单位{unit}名下，条款只加承办（牵头）单位，未计分"
NO_INITIATOR = "立项主体“{unit}”不在名单中，纳入系统的分记给谁待认定"
SPARED = "有批准的“未进入重点督办”记录（{approver}），按逾期计"
NOT_APPROVED = "“未进入重点督办”没有填批准人，仍按进入重点督办计"
GRANTED_TOO_LATE = "{node}应于{due}报送，到{day}才批准延期（批准人{approver}）至{new}，此前的逾期照计，待认定；认可从到期之日起延期的，在那一行的“核实人”栏签名"
NOT_APPLIED_FOR = "{node}应于{due}报送，{day}的延期批准（批准人{approver}）之前没有有效的延期申请，没有算数，待认定；确实同意延期的，在那一行的“核实人”栏签名"
HANDED_LATE = "{node}应于{due}报送，{day}移交{unit}时仍未报送，移交以后的逾期记给谁待认定"
UNREPORTED = "{day}办结评定为{grade}，此前没有反馈过，也没有申请办结，请核实"
UNREPORTED_OPEN = "{day}办结评定为{grade}，此前没有反馈过，也没有申请办结，加不加分待认定"
LATE_NOT_URGED = "逾期未催办：{nodes}，仍按条文加分，请核实"
OTHER_REQUESTER = "由{requester}要求，不是督查室要求限期上报的材料，不计分"
NO_AMOUNT_DECIDED = "按所选读法不减分，本条未计分"
FOUND_BY = "{by}认定"
STAFF_WHY = "{day}{by}{person}未完成督查任务{task}"
STAFF_ABOUT = "（{about}）"
STAFF_FORMULA = "{why}，对所在单位每次{points}分"
STAFF_CONFIRM = "；同意的，在积分事项登记一行：情形“{situation}”，问题编号“{problem}”"
STAFF_AMOUNT = "原文没有规定分值，这里的分值是预填的，请确认；也可以改为调换"
STAFF_UNKNOWN = "所在单位“{unit}”不在名单中，不能减分，是否调换请定"
NO_NUMBER = "没有写"
SITUATION = "积分事项"
STAFF_STRAY = "积分事项{day}的“{situation}”（问题编号：{found}）在督查人员表现里没有对应的行，不知是不是同一件，是的请改写为“{problem}”"
PROPOSED_AMOUNT = "扣多少分由{recipient}按{basis}定"
PROFILE_AMOUNT = "按本地设定每项扣{points}分，共{count}项，由{recipient}按{basis}定"
DEDUCT_MISSING = "应于{due}报送，至今未报，已逾期{days}天"
DEDUCT_LATE = "应于{due}报送，迟报{days}天"
DEDUCT_PROBLEMS = "督查发现问题{count}项（{numbers}），{rest}"
DEDUCT_OPEN = "其中{count}项尚未销号"
DEDUCT_CLOSED = "均已销号"

# ranking and proposals
TOP_WHY = "{group}{year}年总分{total}，第{rank}名{tie}；{says}"
BOTTOM_WHY = "{group}：{years}；{says}"
YEAR_WHY = "{year}年总分{total}，倒数第{rank}{tie}"
TIE = "（并列）"
BOUNDARY_TIE = "待认定：{units}并列第{rank}名，入选超过{count}个"
BOUNDARY_TIE_BOTTOM = "待认定：{units}并列倒数第{rank}，入选超过{count}个"
PAST_RANK = "待认定：往年积分登记的{year}年名次是第{written}名，按登记的总分应为第{found}名，请核对"
PAST_PARTIAL = "待认定：往年积分只登记了{year}年{group}的{size}个单位，今年有{now}个，倒数位次请核对"
YEAR_UNKNOWN = "{years}年的名次没有登记（往年积分），是否连续{count}年、够不够“{kind}”无法判断"
TIED_LAST = "{group}：{units}连续{years}年在倒数后{count}位，因并列入选超过{count}个，是否列入“{kind}”由人认定"
SMALL_GROUP = "待认定：{group}只有{size}个单位，少于{least}个不作判定"
EXACT_BASE = "{year}年总分正好等于基准分{base}，按“不含本数”不算在基准分以下"
SEPARATOR = "、"
CLAUSE = "；"
EVERYONE = "全部单位"

GROUP_MOVED = "{day}由“{before}”转入“{after}”，本期在“{group}”排名（{how}）"
GROUP_ON_WORDS = {"end": "期末所在的组", "start": "期初所在的组", "longest": "期内所在天数最多的组"}

# rankings taken over from an earlier campaign
PAST_SCORES_FILE = "往年积分-{year}-取自{name}.xlsx"
PAST_SOURCE = "出处"
EXEMPT = "{year}年{kind}（{by}批准{document}）"
PAST_TAKEN_FROM = "取自“{name}”：{where}"
PAST_CLOSED = "年度已关账，流水第{seq}条，校验码{hash}"
PAST_OPEN = "按当时的流水计算（未关账），流水第{seq}条，校验码{hash}"

APPROVAL_ALONE = "建议审批登记的“{kind}”在{period}没有对应的建议，请核对期间、单位和建议的名称"
CHOOSE_ONE = "{kinds}按所选读法只选一种，请批准其中一种"
OTHERS_OFF = "已批准“{kind}”，按所选读法只选一种，{others}不再提出"
MORE_THAN_ONE = "{kinds}按所选读法只能选一种，却都批准了，请改正建议审批"

# weighted scores
NOT_SCORED = "尚未评分"
MISSING_PARTS = "缺{parts}，不出总分"
RENORMALISED = "测算：缺{parts}，其余按权重折算，{formula}"
ZEROED = "测算：缺{parts}按0分，{formula}"
FORECAST = "测算：评分由上级部门作出，本结果只供参考"
PART_OUT_OF_RANGE = "{part}得分{found}超出{least}—{most}，未计"
PART_NOT_NUMBER = "{part}得分“{found}”不是数，未计"
PART_TWICE = "{part}（{count}个得分，平均{points}）"
ITEM = "{name}满分{most}，得{points}，扣{lost}"
NO_EVIDENCE = "{part}扣{lost}分没有写依据，请在“扣分依据”一栏补填"
ITEM_UNPRICED = "{name}得{points}（满分由本地细则定）"
UNPRICED = "各项分值由本地细则定，制度没有写，不出总分"
MEAN_OF = "{count}个得分（{each}）的平均"
NO_SECTION = "登记表没有写所属单位（科室），名单里也没有填责任处室或上级单位，只能通报责任主体"
GRADE_WHY = "综合评分{total}，等次{grade}"
FOUND = "认定"
ENTERED_WHY = "{day}{by}“{situation}”"
UNKNOWN_TRIGGERED = "单位“{unit}”不在名单中，“{situation}”没有据以提出建议"
LINKED_WHY = "与{unit}同奖同罚：{why}"
NOT_LINKED = "同奖同罚：名单里没有填责任处室或上级单位，“{kind}”没有联动的科室"
EXAMPLE = "示例分值：原文没有规定，请换成本地制度的分值"


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Words with 、 between them."""
    return SEPARATOR.join(words)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a cell that may hold several."""
    for separator in LEVEL_SEPARATORS:
        text = text.replace(separator, SEPARATOR)
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


def signed(points: Decimal) -> str:
    """加3 / 减0.5 / 0."""
    return "0" if points == 0 else f"{'加' if points > 0 else '减'}{plain(abs(points))}"


def short_day(day: date) -> str:
    """2018年4月18日."""
    return day_words(day)
