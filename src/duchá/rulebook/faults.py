"""G: what can be wrong with a rulebook. These fall on the rulebook's author, never on a unit."""

from __future__ import annotations

from duchá.terms.fault import Weight, fault_kind

_REJECT = Weight.REJECT

UNKNOWN_RULEBOOK = fault_kind(
    "G001", "unknown-rulebook", _REJECT, "没有这个制度", "没有名为“{id}”的制度。", "可用的制度有：{known}。用 duchá rulebooks 查看。"
)
UNREADABLE = fault_kind(
    "G002",
    "rulebook-unreadable",
    _REJECT,
    "制度文件读不出",
    "制度文件写法有误：{why}。",
    "请核对那一行的引号、括号、等号是否成对齐全，再运行。",
)
UNKNOWN_KEY = fault_kind(
    "G003", "unknown-key", _REJECT, "不认识的键", "“{key}”不是这里可以写的键。", "这里可写的键有：{known}。请改正拼写或删去。"
)
MISSING_KEY = fault_kind("G004", "missing-key", _REJECT, "缺少键", "缺少“{key}”。", "请补上“{key}”（{expected}）。")
WRONG_TYPE = fault_kind("G005", "wrong-type", _REJECT, "写法不对", "“{key}”的值是 {found}，这里应为{expected}。", "请改成{expected}。")
WRONG_CHOICE = fault_kind("G006", "wrong-choice", _REJECT, "不在可选值之内", "“{key}”的值“{found}”不在可选值之内。", "可选：{known}。")
NO_SUCH_ID = fault_kind(
    "G007",
    "no-such-id",
    _REJECT,
    "引用的编号不存在",
    "“{key}”引用的“{found}”在本制度中没有。",
    "请先在 {section} 中写明它，或改成已有的编号：{known}。",
)
DOUBLE_ID = fault_kind(
    "G008", "double-id", _REJECT, "编号重复", "{section} 中的编号“{found}”出现了两次。", "每个编号只能用一次，请改其中一个。"
)
WRONG_COUNT = fault_kind(
    "G009", "wrong-count", _REJECT, "名单数目不符", "制度写明“{group}”有{expected}个，名单里有{found}个。", "请核对名单文件 {file}。"
)
EXTENDS_LOOP = fault_kind("G010", "extends-loop", _REJECT, "沿用关系成环", "制度“{id}”沿用的制度又沿用了它自己。", "请改正 extends。")
CHANGES_NOTHING = fault_kind(
    "G011", "changes-nothing", _REJECT, "要删的条目不存在", "要删除的“{found}”在被沿用的制度中没有。", "请核对 delete 中的编号。"
)
UNITS_UNREADABLE = fault_kind(
    "G012", "units-unreadable", _REJECT, "清单文件有误", "清单文件 {file} 第{line}行有误：{why}。", "请改正清单文件。"
)
UNSOUND_DUE = fault_kind(
    "G021",
    "unsound-due",
    _REJECT,
    "时限写得自相矛盾",
    "“{key}”的时限“{text}”写法有误：或同时写了两种，或没有这样的日期。",
    "请只用一种写法，并核对月、日。",
)
TWO_FOR_ONE = fault_kind(
    "G022",
    "two-for-one",
    _REJECT,
    "同一类事项有两种规定",
    "{section} 中“{one}”和“{other}”管的是同一类事项（{kind}）。",
    "请删去一个，或用 types 分开。",
)
LADDER_FALLS = fault_kind(
    "G023", "ladder-falls", _REJECT, "催办阶梯次序不对", "催办阶梯各级的逾期天数（{days}）不是逐级增大。", "请按天数从小到大排列。"
)
DUTY_WHEN = fault_kind(
    "G024",
    "duty-without-time",
    _REJECT,
    "报送义务算不出期限",
    "报送义务“{duty}”算不出哪一期、哪一天：every 和 row 要写一样，且只写一样；期限要从期末（或登记的那一天）数起，或每期一个日期。",
    "请核对 duties 的 every、row 和 due。",
)

# point rules, readings of them, consequences, weights
POINTS_AMOUNT = fault_kind(
    "G030",
    "points-amount",
    _REJECT,
    "分值写法不对",
    "{section}“{found}”的分值不成立：{why}。",
    "请写 points，或写 least 和 most（least 不大于 most）。",
)
POINTS_UNREACHABLE = fault_kind(
    "G031", "points-unreachable", _REJECT, "规则永远用不上", "{section}“{found}”永远用不上：{why}。", "请改正，或用 delete 删去它。"
)
POINTS_OVERLAP = fault_kind(
    "G032", "points-overlap", _REJECT, "两条规则重叠", "{section}“{found}”与“{other}”重叠：{why}。", "请改一条，使同一件事只归一条规则。"
)
POINTS_UNKNOWN_FACT = fault_kind(
    "G033",
    "points-unknown-fact",
    _REJECT,
    "规则用的事实不存在",
    "{section}“{found}”要用“{fact}”，登记表里没有这样的事实。",
    "可用的有：{known}。",
)
WEIGHTS_SUM = fault_kind(
    "G034", "weights-sum", _REJECT, "权重合计不为1", "各项权重合计为{found}，应为1。", "请核对 weighting.components 的 weight。"
)

ONE_DAY = fault_kind(
    "G042",
    "due-without-a-day",
    _REJECT,
    "算不出一个截止日期",
    "“{key}”的时限“{text}”算不出一个截止日期：{why}。",
    "请写月和日（month、day），或只写 text、由 campaign.toml 填日期；按期要报的，写上 every（month、quarter、half-year、year），从期末数起。",
)
COUNTED = fault_kind(
    "G043",
    "clock-not-counted",
    _REJECT,
    "时钟的时限不是天数",
    "“{key}”的时限“{text}”不是从起算日数起的天数，事项的期限算不出来。",
    "请写 days、working_days 或 months 中的一个；固定日期的，由办理时限逐件填写。",
)
BAD_PHASE_DAY = fault_kind(
    "G044", "phase-day", _REJECT, "阶段的日期写法不对", "“{key}”写的是“{found}”，不是日期。", "请写成 2015-11-20 的样子，没有的不写。"
)
TOO_LARGE = fault_kind(
    "G045", "number-out-of-range", _REJECT, "数字超出范围", "“{key}”写的是 {found}，这里只能是 {least} 到 {most}。", "请核对后改正。"
)
READING_DECIDES_NOTHING = fault_kind(
    "G040",
    "reading-decides-nothing",
    _REJECT,
    "读法不起作用",
    "读法“{reading}”（{question}）没有任何规则用到，选哪一个都一样。",
    "请给它的选项写上 sets（改哪条规则的哪个键），或删去这个读法。",
)
OPTION_UNKNOWN = fault_kind(
    "G041",
    "reading-option-unknown",
    _REJECT,
    "读法的选项不认识",
    "读法“{reading}”的选项“{option}”程序不认识，选了它也不起作用。",
    "这个读法可用的选项：{known}。",
)
UNSEEN = fault_kind(
    "G046",
    "unseen-characters",
    _REJECT,
    "有看不见的字符",
    "“{key}”里有看不见的控制字符，写不进任何表格。",
    "请把这一行删去重新输入，不要从别处粘贴。",
)
FILE_NAME = fault_kind(
    "G047",
    "register-file-name",
    _REJECT,
    "登记表的文件名不能用",
    "“{key}”写的文件名“{found}”不能用：文件名里不能有斜杠等符号，不能太长，登记表只放在 registers/ 里。",
    "请改成“{better}”的样子。",
)
TOTAL_OF_WORDS = fault_kind(
    "G080",
    "total-of-words",
    _REJECT,
    "不是数字的栏不能合计",
    "栏目“{column}”写了 total，但它不是数字栏。",
    '请改成 kind = "count"（件数）或 "amount"（数额），或删去 total。',
)
PRESET_TOO_LONG = fault_kind(
    "G081",
    "preset-too-long",
    _REJECT,
    "印好的行比表多",
    "报表“{form}”印好 {rows} 行（preset），表里只有 {room} 行（body_rows）。",
    "请把 body_rows 改大，或减少 preset。",
)
PRESET_UNEVEN = fault_kind(
    "G082",
    "preset-uneven",
    _REJECT,
    "印好的行与栏目对不上",
    "报表“{form}”的 preset 有一行不是 {columns} 项，preset_columns 写了 {columns} 栏。",
    '请让每一行的项数与 preset_columns 相同，如 preset_columns = ["kind"]、preset = [["行政处罚"], ["行政强制"]]。',
)
STATE_UNREACHABLE = fault_kind(
    "G108",
    "state-unreachable",
    _REJECT,
    "走不到的状态",
    "程序“{procedure}”的状态“{state}”没有哪一步能走到。",
    "请给某一步写 to 指到它，或删去它。",
)
STATE_DEAD_END = fault_kind(
    "G109",
    "state-dead-end",
    _REJECT,
    "走不出去的状态",
    "程序“{procedure}”的状态“{state}”再也走不到结束。",
    "请补上从它出发的步骤；它就是结束的，写 ended = true。",
)
NO_END = fault_kind(
    "G110", "procedure-without-end", _REJECT, "程序没有结束", "程序“{procedure}”没有一个结束的状态。", "请给结束的状态写 ended = true。"
)
STEPS_NOT_OFFERED = fault_kind(
    "G111",
    "steps-not-offered",
    _REJECT,
    "登记表的环节与程序不一致",
    "程序“{procedure}”的步骤与登记表“{column}”栏的可选项不一致：{apart}。",
    "请把这一栏的 choices 写成各步骤的 name，一个不多一个不少。",
)
FORMULA_UNREADABLE = fault_kind(
    "G068",
    "formula-unreadable",
    _REJECT,
    "勾稽关系写法有误",
    "“{key}”写的“{text}”看不懂：{why}。",
    "请改正这个式子；栏目写编号或印出的名称，运算符前后空一格。",
)
COLUMN_CONTRADICTS = fault_kind(
    "G069", "column-contradicts", _REJECT, "栏目的限制不成立", "“{key}”不成立：{why}。", "请改正或删去“{key}”。"
)
NO_COLUMN_FOR_QUESTIONS = fault_kind(
    "G070",
    "no-column-for-questions",
    _REJECT,
    "检查问题没有地方回答",
    '报表“{form}”有检查问题，却没有 role = "{role}" 的栏目。',
    '请给 forms.{form}.columns 中填这一项的栏目写上 role = "{role}"。',
)
CHECK_LACKS = fault_kind("G088", "check-lacks", _REJECT, "登记要求没有写全", "“{key}”是“{demand}”，要写“{name}”。", "请补上“{name}”。")
CHECK_IDLE = fault_kind(
    "G089", "check-idle", _REJECT, "写了不起作用的键", "“{key}”对“{demand}”不起作用。", "请删去这个键，或者改 demand（figure）。"
)
CHECK_PAIR = fault_kind("G090", "check-pair", _REJECT, "栏目个数不对", "“{key}”要写 {count} 个，写了 {found} 个。", "请改成 {count} 个。")
CHECK_UNREADABLE = fault_kind(
    "G091",
    "check-unreadable",
    _REJECT,
    "式子看不懂",
    "“{key}”的“{text}”看不懂：{why}。",
    "请照“甲 >= 乙”“类型 = '许可'”的样子写，栏目写 id 或者名称。",
)
FOREIGN_KEY = fault_kind(
    "G120",
    "key-of-another-family",
    _REJECT,
    "写了也不起作用的键",
    '“{key}”在 {tag} = "{family}" 的条款里不起作用。',
    "请删去它，或改用认这个键的写法；这里可写的键有：{known}。",
)
NO_EFFECT = fault_kind("G121", "no-effect", _REJECT, "写了也不起作用", "“{key}”写了也不起作用：{why}。", "请删去它，或补上它要配的键。")
NOT_ITS_FOLDER = fault_kind(
    "G122",
    "id-is-not-its-folder",
    _REJECT,
    "编号与文件夹不同",
    "制度的编号写的是“{found}”，文件夹却叫“{folder}”。",
    "请把 id 改成“{folder}”，或给文件夹改名。",
)
ONE_TABLE = fault_kind(
    "G123", "one-table", _REJECT, "方括号只写了一层", "“{key}”写成了 [{key}]，这里可以有许多条。", "请写成 [[{key}]]，每条一段。"
)
ITEMS_SUM = fault_kind(
    "G124",
    "items-do-not-add-up",
    _REJECT,
    "小项之和不等于该项",
    "“{key}”满分{whole}分，它的小项合计{found}分（{parts}）。",
    "请核对原文；原文确实加不拢的，以小项为准，把该项的 points 改成合计。",
)
UNKNOWN_BLANK = fault_kind(
    "G125",
    "unknown-placeholder",
    _REJECT,
    "句子里的空格没有这一种",
    "“{key}”的句子里写了“{found}”，这里没有可填的内容。",
    "可用的有：{known}。",
)

CANNOT_WORK = fault_kind("G126", "cannot-work", _REJECT, "写法不成立", "“{key}”不成立：{why}。", "请核对原文后改正。")
NO_NAME = fault_kind(
    "G127",
    "rulebook-without-name",
    _REJECT,
    "制度的编号不能用",
    "“{found}”不能作制度的编号。",
    "请写成字母、数字和短横，如 duchá rulebooks mou-2026 --new。",
)
FOLDER_THERE = fault_kind(
    "G128", "rulebook-there", _REJECT, "已有这个文件夹", "已有“{id}”这个文件夹，没有改动它。", "请换一个编号，或先给原来的文件夹改名。"
)

# what earlier versions took: it stops a new rulebook; in a campaign that has it already it is only said
SAID_IN_CAMPAIGN = (
    READING_DECIDES_NOTHING,
    OPTION_UNKNOWN,
    ONE_DAY,
    COUNTED,
    BAD_PHASE_DAY,
    TOO_LARGE,
    UNSEEN,
    FILE_NAME,
    FOREIGN_KEY,
    NO_EFFECT,
    NOT_ITS_FOLDER,
    CANNOT_WORK,
    NO_COLUMN_FOR_QUESTIONS,
)

CATALOGUE = (
    UNKNOWN_RULEBOOK,
    UNREADABLE,
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_TYPE,
    WRONG_CHOICE,
    NO_SUCH_ID,
    DOUBLE_ID,
    WRONG_COUNT,
    EXTENDS_LOOP,
    CHANGES_NOTHING,
    UNITS_UNREADABLE,
    POINTS_AMOUNT,
    POINTS_UNREACHABLE,
    POINTS_OVERLAP,
    POINTS_UNKNOWN_FACT,
    WEIGHTS_SUM,
    UNSOUND_DUE,
    TWO_FOR_ONE,
    LADDER_FALLS,
    DUTY_WHEN,
    READING_DECIDES_NOTHING,
    OPTION_UNKNOWN,
    ONE_DAY,
    COUNTED,
    BAD_PHASE_DAY,
    TOO_LARGE,
    UNSEEN,
    FILE_NAME,
    TOTAL_OF_WORDS,
    PRESET_TOO_LONG,
    PRESET_UNEVEN,
    STATE_UNREACHABLE,
    STATE_DEAD_END,
    NO_END,
    STEPS_NOT_OFFERED,
    FORMULA_UNREADABLE,
    COLUMN_CONTRADICTS,
    NO_COLUMN_FOR_QUESTIONS,
    CHECK_LACKS,
    CHECK_IDLE,
    CHECK_PAIR,
    CHECK_UNREADABLE,
    FOREIGN_KEY,
    NO_EFFECT,
    NOT_ITS_FOLDER,
    ONE_TABLE,
    ITEMS_SUM,
    UNKNOWN_BLANK,
    CANNOT_WORK,
    NO_NAME,
    FOLDER_THERE,
)

# words for the expected type of a value, used in G004 and G005
TYPE_WORDS = {
    "str": "文字",
    "int": "整数",
    "bool": "true 或 false",
    "date": "日期（如 2015-11-20）",
    "time": "时刻（如 17:30:00）",
    "Decimal": '数（写成文字，如 "0.5"）',
    "tuple": "列表",
    "table": "一组键值",
}
