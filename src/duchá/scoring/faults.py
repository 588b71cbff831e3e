"""K: why nothing can be scored or closed. What is wrong with a fact is listed beside the scores instead."""

from __future__ import annotations

from duchá.terms.fault import Weight, fault_kind

_REJECT = Weight.REJECT

NOT_A_PERIOD = fault_kind(
    "K001",
    "not-a-period",
    _REJECT,
    "期间写得不对",
    "“{found}”不是要算的期间。",
    "月写 2018-05，季度写 2018Q2，半年写 2018H1，年度写 2018，整个行动写“整个行动”；或只写 --month、--quarter、--half-year、--year、--whole-campaign。",
)
NO_POINTS = fault_kind(
    "K002",
    "no-points",
    _REJECT,
    "没有积分制度",
    "本次督查行动的制度（{rulebooks}）都没有计分条款。",
    "请在 campaign.toml 的 rulebooks 里加上积分制度，如 jincheng-points-2017。",
)
WHICH_RULEBOOK = fault_kind(
    "K003",
    "which-rulebook",
    _REJECT,
    "要指明制度",
    "“{found}”不是本次督查行动的计分制度，或有几个计分制度没有指明。",
    "请用 --rulebook 指定：{known}。",
)
NOT_OVER = fault_kind(
    "K004", "period-not-over", _REJECT, "期间还没有结束", "{period}到{end}才结束，现在是{today}，不能关账。", "请在期末之后再关账。"
)
ALREADY_CLOSED = fault_kind(
    "K005",
    "already-closed",
    _REJECT,
    "已经关账",
    "{period}已于此前关账，不再变动。",
    "其后发现的事实会记入未关账的期间；确有错误请登记“更正”。",
)
NOT_ON_TRIAL = fault_kind(
    "K006", "no-closing-on-trial", _REJECT, "试算不能关账", "试算用了分值下限，不能关账。", "请补填分值后去掉 --trial 再关账。"
)
NOTHING_TO_CLOSE = fault_kind(
    "K007",
    "nothing-to-close",
    _REJECT,
    "没有积分可以关账",
    "《{title}》按评议得分评分，不是逐笔加减的积分，没有关账。",
    "评议得分登记后改了的，旧内容自动留存；要固定结果，请留存当时的报告和校验码。",
)
ONLY_PROPOSES = fault_kind(
    "K021",
    "no-points-to-print",
    _REJECT,
    "制度没有计分条款",
    "《{title}》没有计分条款，出不了单位积分明细。",
    "它提出的扣分建议用 duchá report ranking；要积分明细，请用 --rulebook 指明积分制度，没有的先在 campaign.toml 的 rulebooks 里加上。",
)
NOBODY_SCORED = fault_kind(
    "K022",
    "nobody-scored",
    _REJECT,
    "没有积分明细可出",
    "{period}没有{who}的《{title}》得分，出不了积分明细。",
    "请核对期间、名单里的启用和停用日期；按评议得分评的，先在 registers/评议得分.xlsx 登记并运行 duchá record。",
)

ROW_NOT_COUNTED = fault_kind(
    "K010",
    "row-not-counted",
    _REJECT,
    "登记了，计分时不算",
    "{unit}的“{rule}”：{why}",
    "请改正这一行再运行一次；不改的，打分时照此列为差错。",
)
LEADS_NOWHERE = fault_kind(
    "K011",
    "situation-leads-nowhere",
    _REJECT,
    "登记了，没有制度用到",
    "“情形”填写的“{situation}”不在本次行动的任何制度里：不计分，也不据以提出建议。",
    "请核对情形，以及 campaign.toml 的 rulebooks 是否少了积分或考核的制度；不计分的请改记在督办事项或办理记录里。",
)
OBJECTED = fault_kind(
    "K008",
    "units-object",
    _REJECT,
    "有单位对积分有异议",
    "{period}有异议 {count} 个单位（{units}），未核对 {silent} 个，没有关账。",
    '请先处理异议，把“积分核对”改为无异议；仍要关账的，加上 --reason "理由"。',
)
CLOSED_WITH = fault_kind(
    code="K009",
    name="closed-unconfirmed",
    weight=Weight.NOTE,
    title="关账时还没有全部核对",
    message="{period}已关账；关账时有异议 {count} 个单位，未核对 {silent} 个。",
    remedy="其后登记的“积分核对”列在旁边，不改变已关账的积分；确有错误的，在积分事项登记“更正”。",
)

CATALOGUE = (
    NOT_A_PERIOD,
    NO_POINTS,
    WHICH_RULEBOOK,
    NOT_OVER,
    ALREADY_CLOSED,
    NOT_ON_TRIAL,
    NOTHING_TO_CLOSE,
    ROW_NOT_COUNTED,
    LEADS_NOWHERE,
    ONLY_PROPOSES,
    NOBODY_SCORED,
    OBJECTED,
    CLOSED_WITH,
)
