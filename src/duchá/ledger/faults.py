"""L: what does not fit in the ledger: a step that cannot be taken, a row that points nowhere. They fall on the row, with what is possible."""

from __future__ import annotations

from duchá.terms.fault import Weight, fault_kind

IMPOSSIBLE_STEP = fault_kind(
    "L101",
    "impossible-step",
    Weight.REJECT,
    "这一步现在办不了",
    "事项 {matter} 在 {day} 是“{state}”，不能“{move}”。",
    "这时可以：{possible}。请核对环节、日期和事项编号。",
    "JC-K-15",
)
STEP_LACKS = fault_kind(
    "L102",
    "step-lacks",
    Weight.REJECT,
    "缺少办这一步必须写明的内容",
    "事项 {matter} 的“{move}”没有写明{what}（{article}）。",
    "请在这一行补填{what}。",
    "practice §3",
)
NO_EXTENSION_CLAUSE = fault_kind(
    "L103",
    "no-extension-clause",
    Weight.REJECT,
    "没有延期条款",
    "事项 {matter} 按{article}办理，其中没有可以延期的规定，不能“{move}”。",
    "请按原期限办理；确有书面依据的，把新的日期填入“督办事项”的“办理时限”，并在备注写明依据。",
    "JC-K-04",
)
ASKED_TOO_LATE = fault_kind(
    "L104",
    "asked-too-late",
    Weight.REJECT,
    "延期申请在到期之后",
    "事项 {matter} 于 {due} 到期，{day} 的延期申请已过期限（{article}）。",
    "延期应当在到期前申请；请核对这一行的日期。",
    "practice §2",
)
STEP_SHOULD_SAY = fault_kind(
    "L105",
    "step-should-say",
    Weight.NOTE,
    "最好写明",
    "事项 {matter} 的“{move}”没有写明{what}。",
    "有的话请补填。",
)
NO_SUCH_NODE = fault_kind(
    "L106",
    "no-such-node",
    Weight.REJECT,
    "没有这个节点",
    "事项 {matter} 没有节点“{node}”。",
    "它的节点有：{known}。请改正，或空着（即最早一个未办的节点）。",
)
NO_SUCH_MATTER = fault_kind(
    "L107",
    "no-such-matter",
    Weight.REJECT,
    "没有这个事项",
    "台账里没有编号为“{matter}”的事项。",
    "请先在“督办事项”中立项，或改正编号。",
)
EXTENDED_TOO_FAR = fault_kind(
    "L108",
    "extended-too-far",
    Weight.NOTE,
    "延期超过一般限度",
    "事项 {matter} 延期至 {day}，超过{article}的一般限度（{days}日，最迟 {latest}）。",
    "请在说明中写明理由。",
    "JC-K-06",
)
NO_MACHINE = fault_kind(
    "L109",
    "no-machine",
    Weight.NOTE,
    "没有办理步骤的规定",
    "本行动的制度没有规定“{category}”怎么办理，事项 {matter} 只列名。",
    "请在 campaign.toml 的 rulebooks 中加上有此规定的制度。",
)
BEFORE_OPENED = fault_kind(
    "L110",
    "before-opened",
    Weight.NOTE,
    "办理日期早于立项",
    "事项 {matter} {opened} 立项，这一步却在 {day}。",
    "请核对两个日期。",
)
NO_SUCH_OBLIGATION = fault_kind(
    "L111",
    "no-such-obligation",
    Weight.REJECT,
    "对不上要报的事项",
    "“报送登记”写的“{said}”对不上本行动要报的任何一期，或没有写明是哪个单位报的。",
    "请核对报送事项、期间和报送单位；要报的见 duchá status。",
)
NOT_CONSENTED = fault_kind(
    "L112",
    "not-consented",
    Weight.REJECT,
    "还没有同意的记录",
    "事项 {matter} 按{article}应先经同意，台账里没有“同意”的记录，不能“{move}”。",
    "请先登记“同意”一行，写明日期和批准人。",
    "JC-K-07",
)
NOT_REPORTED = fault_kind(
    "L209",
    "not-reported-in-writing",
    Weight.REJECT,
    "还没有书面报告的记录",
    "事项 {matter} 按{article}应先把整改落实情况书面报告，台账里没有“上报”的记录，不能“{move}”。",
    "请先在“办理记录”登记“上报”一行，写明日期，附件栏写报告的文号；退回或重启以后要重新报告。",
    "JC-K-14",
)
LOOKING_AHEAD = fault_kind(
    "L113",
    "looking-ahead",
    Weight.NOTE,
    "这一天还没有到",
    "{day} 还没有到，只列出到那天会逾期的，没有作出催促。",
    "要作出今天的催促，不写 --as-of 再运行一次。",
)
PARTIAL_REPORT = fault_kind(
    "L120",
    "partial-report",
    Weight.QUERY,
    "只办了一部分的反馈",
    "事项 {matter} {day} 的“{move}”自己写明没有办完（“{words}”），先按“进展”计，期限照走。",
    "确是进展的，请把环节改为“进展”；确已办完的，请在这一行的“核实人”栏签名。",
)
PLAN_WITHOUT_DATE = fault_kind(
    "L121",
    "plan-without-date",
    Weight.QUERY,
    "方案没有写明时限",
    "事项 {matter} {day} 的“{move}”报的是方案，按{article}要写明解决问题的具体时限，没有写，不算报完。",
    "请在“新时限”填方案里的时限；报的其实是落实结果的，请在这一行的“核实人”栏签名。",
    "JC-K-08",
)
NOT_APPLIED_FOR = fault_kind(
    "L122",
    "not-applied-for",
    Weight.QUERY,
    "没有延期申请的延期批准",
    "事项 {matter} {day} 的“{move}”之前没有到期前提出的“延期申请”，期限暂不变。",
    "请补登到期前的“延期申请”；没有申请、确实同意延期的，请在这一行的“核实人”栏签名。",
    "practice §2",
)
GRANTED_TOO_LATE = fault_kind(
    "L123",
    "granted-too-late",
    Weight.NOTE,
    "到期以后才批准的延期",
    "事项 {matter} 于 {due} 到期，{day} 才批准延期：新时限从这一天起算数，此前的逾期照计，待认定。",
    "认可从到期之日起延期、不计逾期的，请在这一行的“核实人”栏签名；不认可的不用改。",
    "JC-Z-23",
)
NO_PART = fault_kind(
    "L124",
    "unit-without-part",
    Weight.QUERY,
    "单位与事项无关",
    "事项 {matter} {day} 的“{move}”写的单位“{unit}”不是它的牵头单位或配合单位，没有算数。",
    "请核对事项编号和单位；单位有变的请登记“移交”；确由它代报的，请在这一行的“核实人”栏签名。",
)
SUPPORT_REPORTS = fault_kind(
    "L125",
    "support-reports",
    Weight.NOTE,
    "配合单位的反馈",
    "事项 {matter} {day} 的“{move}”是配合单位“{unit}”报的，只作记录，不代替牵头单位{lead}。",
    "牵头单位已经报来的，请把这一行的“单位”改为牵头单位。",
)
SELF_VERIFIED = fault_kind(
    "L126",
    "self-verified",
    Weight.REJECT,
    "自己核验自己",
    "事项 {matter} 的“{move}”由牵头单位“{unit}”自己作出（{article}）。",
    "请由督查室（“单位”空着）或其他单位核验，并填“批准人”。",
    "practice §3",
)
LEAD_REWRITTEN = fault_kind(
    "L127",
    "lead-rewritten",
    Weight.QUERY,
    "牵头单位被改写",
    "事项 {matter} 的“牵头单位”由“{before}”改成“{after}”，此前的分会全部改记；暂仍按“{before}”计。",
    "是移交的，请在“办理记录”登记“移交”（日期、接手单位、批准人、说明）；原来就填错的，请在这一行的“核实人”栏签名。",
)
STEP_IN_DOUBT = fault_kind(
    "L128",
    "step-in-doubt",
    Weight.QUERY,
    "要有人核实才算数",
    "事项 {matter} {day} 的“{move}”没有{what}，没有算数。",
    "请补填；确实如此的，请在这一行的“核实人”栏签名。",
)
PLANNED_AGAIN = fault_kind(
    "L129",
    "planned-again",
    Weight.QUERY,
    "方案的时限又改了",
    "事项 {matter} 已按方案定了时限 {due}，{day} 的“{move}”又报新的时限，期限暂不变。",
    "已经办完的请报结果；确实同意改期的，请在这一行的“核实人”栏签名。",
    "JC-K-08",
)
NO_PROBLEM_LIST = fault_kind(
    "L141",
    "no-problem-list",
    Weight.REJECT,
    "那时还没有问题清单",
    "所看的时刻，本行动还没有“问题清单”这张表。",
    "请不写 --known-at 再运行。",
)

NO_SUCH_CASE = fault_kind(
    "L203",
    "no-such-case",
    Weight.REJECT,
    "没有这个案件",
    "“{case}”不在“{register}”里。",
    "请核对编号；还没有登记的，先在“{register}”登记。",
    "JC-Z-13",
)
CASE_STEP_REFUSED = fault_kind(
    "L204",
    "case-step-refused",
    Weight.REJECT,
    "这一步不算",
    "{case} {day}的“{step}”不算：{why}。",
    "请按所缺的补齐，再运行 duchá record；改正前案件停在原来的状态。",
    "JC-Z-03",
)
CASE_CELL = fault_kind(
    "L205",
    "case-cell-not-allowed",
    Weight.REJECT,
    "不在规定的范围之内",
    "{case}：{why}。",
    "请按条款规定的写；几项的用“、”隔开。",
    "JC-Z-10",
)
CASE_UNKNOWN = fault_kind(
    "L206",
    "case-unknown",
    Weight.REJECT,
    "没有这个案件",
    "没有编号为“{found}”的案件。",
    "请用 duchá case list 看有哪些；新的先在登记表登记，再运行 duchá record。",
)
NO_PROCEDURES = fault_kind(
    "L207",
    "no-procedures",
    Weight.REJECT,
    "没有办案程序",
    "本行动的制度没有办案程序。",
    "请在 campaign.toml 的 rulebooks 加上 jincheng-accountability-2017，再运行 duchá init-campaign。",
)
NO_LETTER_NOW = fault_kind(
    "L208",
    "no-letter-now",
    Weight.REJECT,
    "现在没有要写的文书",
    "案件 {case} 现在是“{state}”，下一步没有要由本工具起草的文书。",
    "请运行 duchá case show {case} 看下一步。",
)

CATALOGUE = (
    IMPOSSIBLE_STEP,
    STEP_LACKS,
    NO_EXTENSION_CLAUSE,
    ASKED_TOO_LATE,
    STEP_SHOULD_SAY,
    NO_SUCH_NODE,
    NO_SUCH_MATTER,
    EXTENDED_TOO_FAR,
    NO_MACHINE,
    BEFORE_OPENED,
    NO_SUCH_OBLIGATION,
    NOT_CONSENTED,
    NOT_REPORTED,
    LOOKING_AHEAD,
    PARTIAL_REPORT,
    PLAN_WITHOUT_DATE,
    NOT_APPLIED_FOR,
    GRANTED_TOO_LATE,
    NO_PART,
    SUPPORT_REPORTS,
    SELF_VERIFIED,
    LEAD_REWRITTEN,
    STEP_IN_DOUBT,
    PLANNED_AGAIN,
    NO_PROBLEM_LIST,
    NO_SUCH_CASE,
    CASE_STEP_REFUSED,
    CASE_CELL,
    CASE_UNKNOWN,
    NO_PROCEDURES,
    NO_LETTER_NOW,
)
