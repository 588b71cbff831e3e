"""S7xx: what can be wrong with a register that the office fills. A row with a REJECT, or with a QUERY that nobody has signed for, is not
recorded; the others are."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


NO_REGISTER = fault_kind(
    "S701",
    "no-register",
    _REJECT,
    "没有登记表",
    "文件里没有找到登记表：各表是按栏目名称认的。{why}",
    "请用 registers/ 里的空白登记表填写；栏目可以增加、可以调换，必填栏目的名称不要改。",
)
UNKNOWN_HEADINGS = fault_kind(
    "S724",
    "register-headings-unknown",
    _REJECT,
    "表头认不出",
    "“{register}”要有“{missing}”，这一行表头里没有；表头写的是：{found}。没有登记。",
    "请把表头改成登记表的叫法；是外面系统导出的，让制度的编写人把它的叫法加进这一栏的 synonyms，再运行 duchá record。",
)
UNKNOWN_UNIT = fault_kind(
    "S702",
    "register-unknown-unit",
    _QUERY,
    "名单里没有这个单位",
    "“{label}”填写的“{written}”不在名单中。{candidates}",
    "请改成名单中的名称；确是某单位的另一种写法，请加进 units.xlsx 的“别名”，再运行一次。{otherwise}",
    "X-01",
)
UNKNOWN_MATERIAL = fault_kind(
    "S703",
    "register-unknown-material",
    _QUERY,
    "没有这份材料",
    "“{label}”填写的“{written}”不是本次要报的材料。",
    "请写材料名称：{known}。",
    "DT-16",
)
UNKNOWN_MATTER = fault_kind(
    "S704",
    "unknown-matter",
    _QUERY,
    "没有登记过这个事项",
    "“{label}”填写的“{written}”没有登记过。",
    "请核对编号；新事项请先在督办事项登记表里立项。{otherwise}",
)
MATTER_HELD = fault_kind(
    "S705",
    "matter-held",
    _QUERY,
    "事项还没有登上",
    "“{written}”在督办事项登记表里的那一行有问题，还没有登上。",
    "把那一行改好，本行随之登记，不用另改。",
)
NOT_A_PERIOD = fault_kind(
    "S706",
    "register-not-a-period",
    _REJECT,
    "不是期间",
    "“{label}”填写的“{written}”不是年度、季度或月份。",
    "年度写 2018，季度写 2018Q2，月份写 2018-05。",
)
SIGNED_AMOUNT = fault_kind(
    "S707",
    "signed-amount",
    _REJECT,
    "不应写负号",
    "“{label}”填写的“{written}”带负号。",
    "只写大小，不写正负号；加还是减由制度定。",
    "JC-J-15",
)
NO_EXACT_DAY = fault_kind(
    "S708", "no-exact-day", _REJECT, "日期不到日", "“{label}”填写的“{written}”不是确切的一天。", "请写明年月日，例如 2018-04-18。"
)
KEY_TWICE = fault_kind(
    "S709",
    "key-twice",
    _REJECT,
    "同一项登记了两次",
    "“{key}”在表中出现 {count} 次，内容不同。",
    "同一项只登记一行：请删去错的，或改正编号。",
)
RECORD_NO_TWICE = fault_kind(
    "S710",
    "record-no-twice",
    _REJECT,
    "记录号重复",
    "记录号“{record_no}”在表中出现 {count} 次。",
    "一行一个记录号；另加的行请把记录号空着。",
)
UNKNOWN_RECORD_NO = fault_kind(
    "S711",
    "unknown-record-no",
    _QUERY,
    "没有这个记录号",
    "记录号“{record_no}”不是这张登记表里的。",
    "新加的行请把记录号空着；从导出表改来的，请核对记录号是否被改动。",
)
FILES_DISAGREE = fault_kind(
    "S712",
    "files-disagree",
    _QUERY,
    "两个文件说法不同",
    "“{key}”在这里和在 {other} 写的不同，不知道以哪个为准，没有登记。",
    "请改成一致，或删去不要的一行；以这里为准的，在这一行的“核实人”栏签名。",
)
ROW_GONE = fault_kind(
    "S713",
    "row-gone",
    _QUERY,
    "登记过的行不见了",
    "“{register}”里登记过的“{key}”（{record_no}）在 {source} 里没有了，仍按有效计。",
    "删错了的请补回原行；确要撤回的，运行 duchá record --withdraw {register} {record_no} --reason 理由。",
    "X-07",
)
FILE_GONE = fault_kind(
    "S714",
    "register-file-gone",
    _QUERY,
    "登记表文件不见了",
    "登记过的 {source} 不见了，其中 {count} 行仍按有效计。",
    "请把文件放回，或把这些行并入另一个登记表后再运行。",
)
NOT_OWED_HERE = fault_kind(
    "S715", "register-not-owed", _REJECT, "该单位不报这份材料", "“{unit}”不在应报“{material}”的单位之内。", "请核对单位和材料。", "DT-16"
)
AHEAD = fault_kind(
    "S716", "register-date-ahead", _NOTE, "日期在今天之后", "“{label}”{day}在今天之后。", "确是如此的不用改；到那一天才计入。"
)
STALE_ROW = fault_kind(
    "S717",
    "stale-row",
    _NOTE,
    "这一行仍是旧内容",
    "“{key}”这里还是以前的内容，此后已由 {other} 更正，按更正后的计。",
    "请把这里也改成更正后的内容；这里的内容才对的，请改动后再运行。",
)
SAME_ROW_TWICE = fault_kind(
    "S718", "same-row-twice", _NOTE, "同一行重复", "“{key}”在表中重复出现，内容相同，只计一次。", "可删去重复的一行。"
)
NEEDS_VALUE = fault_kind("S719", "register-needs-value", _REJECT, "必填", "“{label}”必填，不能写“{written}”。", "请填写。")
COLUMN_MISSING = fault_kind(
    "S720",
    "register-column-missing",
    _NOTE,
    "缺栏目的登记表整张没有登记",
    "“{register}”缺必填的栏目，{rows} 行都没有登记。",
    "补上栏目后再运行一次。",
)
UNKNOWN_CATEGORY = fault_kind(
    "S741",
    "unknown-category",
    _REJECT,
    "没有这个类别",
    "“{label}”填写的“{written}”不是本行动的问题类别。",
    "请写：{known}；几个的用“、”隔开，哪一类都不是的写“无”。",
    "DT-05",
)
INSPECTED_NOBODY = fault_kind(
    "S742",
    "inspection-without-unit",
    _QUERY,
    "没有写明是哪个单位",
    "这一行没有填“{label}”，不知道督查的是哪个单位、发现的是谁的问题。",
    "请填写；督查的对象不在名单里的，请在 units.xlsx 里加上一行，组别另写一个；确实说不到哪个单位的，请在这一行的“核实人”栏签名，不计入任何单位。",
    "DT-21",
)

KEY_EDITED = fault_kind(
    "S721",
    "key-edited",
    _QUERY,
    "像是改了原来的一行",
    "“{key}”没有登记过，和登记过的“{before}”（{record_no}）只差“{label}”一栏，那一行在表里没有了。答复之前仍按原来那一行计。",
    "是改原来那一行的，请在这一行的“核实人”栏签名（或在“记录号”栏填 {record_no}）；不是的，请补回原来那一行，"
    "或运行 duchá record --withdraw {register} {record_no} --reason 理由。",
    "D05",
)
KEYS_EDITED = fault_kind(
    "S722",
    "keys-edited",
    _QUERY,
    "分不清改的是哪一行",
    "“{key}”没有登记过，和登记过、表里没有了的 {record_nos} 都只差一栏，分不清改的是哪一行。答复之前仍按原来的各行计。",
    "请在这一行的“记录号”栏填上它原来的记录号；是新加的一行的，请补回原来的各行，或用 duchá record --withdraw 撤回它们。",
    "D05",
)

GAP = fault_kind(
    "S761",
    "register-gap",
    _REJECT,
    "登记不合要求",
    "“{register}”{about}：{says}（{article}）。",
    "请在登记表里补上或者改正，再运行 duchá record；确属例外的，有说明栏的写明理由。",
)
GAP_QUERY = fault_kind(
    "S762",
    "register-gap-to-check",
    _QUERY,
    "登记待核实",
    "“{register}”{about}：{says}（{article}）。",
    "请核实；确实缺的，补上后再运行 duchá record。",
)
GAP_NOTE = fault_kind("S763", "register-hint", _NOTE, "登记提示", "“{register}”{about}：{says}（{article}）。", "供参考，不影响登记。")

NO_PAPER = fault_kind(
    "S723",
    "paper-not-registered",
    _QUERY,
    "没有登记过这份纸质材料",
    "录入了{unit}的“{material}”，收件登记里没有这个单位的这份材料，录入的{rows}行先不计。",
    "请先在“收件登记”登记收到的日期，再运行 duchá record；单位、材料录错的，请改正。",
    "DT-16",
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
