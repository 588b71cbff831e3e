"""P: what is wrong with pools, teams and draws. They fall on the row, with the article and what to fill in; nothing is decided by them."""

from __future__ import annotations

from duchá.terms.fault import Weight, fault_kind

# people and teams
WRONG_SOURCE = fault_kind(
    "P061",
    "source-not-of-pool",
    Weight.QUERY,
    "来源与库别不符",
    "{who}列在{pool}库，来源类别是“{source}”；{article}规定的来源有：{known}。",
    "请核对“库别”和“来源类别”。",
    "JC-R-05",
)
NOT_RECOMMENDED = fault_kind(
    "P062",
    "recommender-missing",
    Weight.QUERY,
    "没有推荐单位",
    "{who}列在{pool}库，没有写推荐单位（{article}）。",
    "请在“推荐单位”填明由谁推荐。",
    "JC-R-06",
)
IN_TWO_POOLS = fault_kind(
    "P063",
    "in-two-pools",
    Weight.QUERY,
    "一人在两个库",
    "{who}同时在{pools}。",
    "一人只在一个库：请给多余的一行填“出库日期”；同名的两个人不用管，在“核实人”签名即可。",
    "JC-R-24",
)
NO_LONGER_FITS = fault_kind(
    "P064",
    "no-longer-fits",
    Weight.QUERY,
    "单位或职务已变动",
    "{who}：{why}（{article}）。",
    "请核对后改“督查人员库”：已离开的填“出库日期”，调整的改单位、职务、库别。",
    "JC-R-04",
)
UNKNOWN_PERSON = fault_kind(
    "P065",
    "unknown-person",
    Weight.REJECT,
    "库里没有这个人",
    "“{register}”里写的“{found}”不在督查人员库。",
    "请写人员编号；姓名也可以，但库里不能有同名的。{near}",
    "JC-R-24",
)
NOT_VALID = fault_kind(
    "P066",
    "not-in-pool-then",
    Weight.QUERY,
    "当时不在库",
    "{who}派往{task}（{days}），当时{why}。",
    "请换人，或核对“入库日期”“出库日期”和人员变动。",
    "JC-R-24",
)
OWN_UNIT = fault_kind(
    "P067",
    "own-unit",
    Weight.QUERY,
    "应当回避",
    "{who}的单位是{unit}，这次督查{inspected}（{article}）。",
    "请换人；确需参加的，在“回避理由”写明。",
    "JC-R-09",
)
TOO_MANY = fault_kind(
    "P068",
    "too-many-in-team",
    Weight.QUERY,
    "超过人数",
    "{task}的{team}有{kind}{count}名，一般不超过{most}名（{article}）。",
    "请减人；确有需要的，在“超员理由”写明。",
    "JC-R-12",
)
TWO_AT_ONCE = fault_kind(
    "P069",
    "two-teams-at-once",
    Weight.QUERY,
    "一人同时在两个组",
    "{who}在{task}的{team}（{days}），同时又在{other}。",
    "请换人或改日期。",
    "JC-R-24",
)
NO_CONSENT = fault_kind(
    "P070",
    "consent-missing",
    Weight.QUERY,
    "没有提前征得同意",
    "{who}（{pool}）派往{task}，没有写{what}（{article}）。",
    "请先征得所在单位或本人同意，填“同意主体”和“征得同意日期”，再定人。",
    "JC-R-16",
)
TOLD_TOO_EARLY = fault_kind(
    "P071",
    "told-before-approval",
    Weight.QUERY,
    "批准以前先通知了人",
    "{task}：{what}（{article}），而{day}已经通知{who}。",
    "请核对“督查任务”里请示、方案的同意日期；先同意，后通知。",
    "JC-R-14",
)
NOT_NOTIFIED = fault_kind(
    "P072",
    "notice-missing",
    Weight.NOTE,
    "没有通知的记录",
    "{who}（{pool}）派往{task}，没有写怎样通知、哪天通知（{article}）。",
    "请填“通知方式”和“通知日期”。",
    "JC-R-16",
)
OF_EXEMPT_UNIT = fault_kind(
    "P073",
    "of-exempt-unit",
    Weight.QUERY,
    "免督查的单位",
    "{task}：{what}，{unit}{year}年免督查（{by}）。",
    "请核对：免督查的单位不列为督查对象，也不派它的人。",
    "JC-J-27",
)
NOT_TOLD = fault_kind(
    "P074",
    "task-not-told",
    Weight.NOTE,
    "没有告知任务的记录",
    "{who}派往{task}，已到{day}，没有写告知日期（{article}）。",
    "请填“告知日期”；培训过的填“培训日期”。",
    "JC-R-17",
)
TOO_FEW = fault_kind(
    "P075",
    "too-few-inspectors",
    Weight.QUERY,
    "督查人员不足",
    "{task}督查{unit}的只有{count}名，至少要{least}名（{article}）。",
    "请给这个组加人。",
    "practice §9",
)
NOT_NOMINATED = fault_kind(
    "P076",
    "nomination-missing",
    Weight.QUERY,
    "没有提名和同意",
    "{who}（{pool}）派往{task}，没有写{what}（{article}）。",
    "专职人员由所在单位确定，报市政府办公厅同意：请填“提名日期”和“同意日期”。",
    "JC-R-09",
)
NO_TASK = fault_kind(
    "P077",
    "no-such-task",
    Weight.REJECT,
    "没有这项任务",
    "“{register}”里写的任务“{found}”不在“督查任务”里。",
    "请核对任务编号。",
    "JC-R-11",
)
# draws
NO_SUCH_LIST = fault_kind(
    "P081",
    "no-such-list",
    Weight.REJECT,
    "没有这个名单",
    "没有叫“{found}”的登记表。",
    "抽单位写“名单”；抽人写登记表的名称：{known}。",
)
EMPTY_LIST = fault_kind(
    "P082", "empty-list", Weight.REJECT, "名单是空的", "{day}，“{title}”里没有一行在册。", "请先录入登记表（duchá record），或核对日期。"
)
UNSOUND_LIST = fault_kind(
    "P083",
    "unsound-list",
    Weight.REJECT,
    "名单有重号",
    "“{title}”里的编号“{id}”空着、重复或含有换行，抽出来不知道是谁。",
    "请改正编号，再运行 duchá record。",
)
NOT_FROZEN = fault_kind(
    "P084",
    "list-not-frozen",
    Weight.REJECT,
    "还没有定名单",
    "“{title}”还没有定名单，不能抽取。",
    "请先运行 duchá team freeze {title}，公布校验码，再产生种子。",
)
LIST_CHANGED = fault_kind(
    "P085",
    "list-changed",
    Weight.REJECT,
    "定名单以后又改了",
    "“{title}”{day}定的名单校验码是{frozen}，现在是{now}：{what}。",
    "请改回，或重新运行 duchá team freeze {title}，另用以后产生的种子。",
)
SEED_TOO_EARLY = fault_kind(
    "P086",
    "seed-before-freeze",
    Weight.QUERY,
    "种子早于定名单",
    "种子产生于{seed_day}，而名单{day}才定：定名单时已经能知道种子。",
    "请换一个定名单以后产生的种子；确认无误的，加 --confirmed-by 姓名。",
)
BAD_COUNT = fault_kind("P087", "bad-count", Weight.REJECT, "人数写法不对", "{why}。", "请写 --count 人数 或 --share 5%，两者写一个。")
DRAWN_SHORT = fault_kind(
    "P088",
    "drawn-short",
    Weight.NOTE,
    "抽不够",
    "要抽{wanted}个，能抽的只有{count}个。",
    "请核对被跳过的原因，或另定名单。",
)
SAME_ROUND = fault_kind(
    "P089",
    "round-drawn",
    Weight.QUERY,
    "这一轮用两个种子抽过",
    "“{title}”{task}第{round}轮在{day}已用种子“{seed}”抽取过，两次都在流水里。",
    "请确认用哪一次；另抽一批应当写下一轮 --round {next}。",
)
TEAM_SHORT = fault_kind(
    "P090",
    "team-short",
    Weight.NOTE,
    "每组人数不足",
    "分成{teams}组，最少的一组只有{count}名，每个对象至少要{least}名（{article}）。",
    "请多抽几名，或少分几组。",
)
NO_SUCH_TEAM_TASK = fault_kind(
    "P091", "task-unknown", Weight.REJECT, "没有这项任务", "没有编号为“{found}”的督查任务。", "请先在“督查任务”登记。"
)
NO_POOLS = fault_kind(
    "P092",
    "no-pools",
    Weight.REJECT,
    "没有人员库",
    "本行动的制度没有督查人员库。",
    "请在 campaign.toml 的 rulebooks 加上 jincheng-inspectors-2017，再运行 duchá init-campaign。",
)

CATALOGUE = (
    WRONG_SOURCE,
    NOT_RECOMMENDED,
    IN_TWO_POOLS,
    NO_LONGER_FITS,
    UNKNOWN_PERSON,
    NOT_VALID,
    OWN_UNIT,
    TOO_MANY,
    TWO_AT_ONCE,
    NO_CONSENT,
    TOLD_TOO_EARLY,
    NOT_NOTIFIED,
    OF_EXEMPT_UNIT,
    NOT_TOLD,
    TOO_FEW,
    NOT_NOMINATED,
    NO_TASK,
    NO_SUCH_LIST,
    EMPTY_LIST,
    UNSOUND_LIST,
    NOT_FROZEN,
    LIST_CHANGED,
    SEED_TOO_EARLY,
    BAD_COUNT,
    DRAWN_SHORT,
    SAME_ROUND,
    TEAM_SHORT,
    NO_SUCH_TEAM_TASK,
    NO_POOLS,
)
