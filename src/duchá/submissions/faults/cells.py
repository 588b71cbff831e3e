"""S1xx: what can be wrong with cells and rows of a return."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


MISSING_VALUE = fault_kind(
    "S101", "missing-value", _REJECT, "应填未填", "{form_name} 第{row}行“{label}”为空。", "{todo}", "DT-13", "正在整改，11月25日前完成"
)
UNCALCULATED = fault_kind(
    "S102",
    "value-uncalculated",
    _QUERY,
    "公式没有计算结果",
    "“{label}”是公式，但文件里没有它的计算结果。",
    "请在 Excel 或 WPS 中打开、保存一次后重新报送，或直接填写结果。",
    "B31",
)
ERROR_VALUE = fault_kind(
    "S103",
    "error-value",
    _REJECT,
    "错误值",
    "“{label}”显示为错误值“{written}”，读不到内容。",
    "请改正公式，或直接填写结果；错误值不当作空白，也不当作 0。",
    "B30",
)
OPTIONAL_ERROR = fault_kind(
    "S104",
    "optional-value-lost",
    _NOTE,
    "选填栏读不到内容",
    "“{label}”是错误值或没有计算结果的公式（{written}），未计入。",
    "如有内容请直接填写。",
    "B30",
)
PICTURE_ONLY = fault_kind(
    "S105", "picture-only", _QUERY, "单元格里只有图片", "“{label}”里只有一张图片，读不到文字。", "请在单元格中填写文字，图片另附。", "A19"
)
NOT_A_DATE = fault_kind(
    "S106", "not-a-date", _REJECT, "不是日期", "“{label}”填写的“{written}”不是日期。", "请填写日期，例如 2015-11-18。", "DT-35"
)
IMPOSSIBLE_DATE = fault_kind(
    "S107",
    "impossible-date",
    _REJECT,
    "没有这一天",
    "“{label}”填写的“{written}”不是有效日期。",
    "请核对后重新填写，例如 2015-11-18。",
    "C09",
)
UNCLEAR_DATE = fault_kind(
    "S108", "unclear-date", _QUERY, "日期分不清", "“{label}”填写的“{written}”分不清是哪一天。", "请按年-月-日填写，例如 2015-11-18。", "C08"
)
ASSUMED_YEAR = fault_kind(
    "S109", "assumed-year", _NOTE, "日期没有写年份", "“{label}”填写的“{written}”没有写年份，按 {day} 读取。", "请核对年份。", "C03"
)
SHORT_YEAR = fault_kind("S110", "short-year", _NOTE, "年份只有两位", "“{label}”填写的“{written}”按 {day} 读取。", "请核对年份。", "C04")
ROUGH_DATE = fault_kind(
    "S111", "rough-date", _NOTE, "日期不到日", "“{label}”填写的“{written}”没有写到日，作为时限按 {day} 计。", "请核对。", "C10"
)
NO_TERM = fault_kind(
    "S112", "no-term", _NOTE, "没有具体时限", "“{label}”填写的“{written}”不是具体日期，原文保留。", "有具体时限的，请写明日期。", "C11"
)
DATE_RANGE = fault_kind(
    "S113", "date-range", _NOTE, "日期是一段时间", "“{label}”填写的“{written}”是一段时间，作为时限按 {day} 计。", "请核对。", "C12"
)
NOT_A_NUMBER = fault_kind(
    "S114", "not-a-quantity", _REJECT, "不是数", "“{label}”填写的“{written}”不是数。", "请填写数字；没有的填“无”或留空，不要填 0。", "C15"
)
UNCLEAR_NUMBER = fault_kind(
    "S115",
    "unclear-number",
    _QUERY,
    "数字分不清",
    "“{label}”填写的“{written}”有几种读法，分不清。",
    "请写明数字和单位，例如 3件、97.87%。",
    "C16",
)
NUMBER_READ = fault_kind("S116", "number-read", _NOTE, "数字写法特殊", "“{label}”填写的“{written}”按 {amount} 读取。", "请核对。", "C18")
APPROXIMATE = fault_kind(
    "S117",
    "approximate",
    _NOTE,
    "约数",
    "“{label}”填写的“{written}”是约数，按 {amount} 读取并注明约数。",
    "能写准确数字的请写准确。",
    "C15",
)
NOT_A_CHOICE = fault_kind(
    "S118",
    "not-a-choice",
    _REJECT,
    "不在可选范围内",
    "“{label}”填写的“{written}”不在可选范围内。",
    "请从以下选项中选填：{choices}。",
    "C39",
)
UNCLEAR_ANSWER = fault_kind(
    "S119", "unclear-answer", _QUERY, "是否不明", "“{label}”填写的“{written}”看不出是“是”还是“否”。", "请填“是”或“否”。", "C39"
)
NOT_A_TIME = fault_kind("S120", "not-a-time", _REJECT, "不是时刻", "“{label}”填写的“{written}”不是时刻。", "请填写时刻，例如 17:30。")
DITTO = fault_kind(
    "S121", "ditto", _NOTE, "写了“同上”", "“{label}”写的是“{written}”，已按所指的内容“{text}”读取。", "请核对；下次请逐格填写。", "C24"
)
DITTO_WITHOUT_SOURCE = fault_kind(
    "S122",
    "ditto-without-source",
    _QUERY,
    "“同上”没有所指",
    "“{label}”写的是“{written}”，但{why}。",
    "请填写具体内容。",
    "C24",
)
PRIVATE_CHARACTERS = fault_kind(
    "S123",
    "private-characters",
    _NOTE,
    "有自造字",
    "“{label}”中有别的电脑可能显示不出的自造字，已照原样保留。",
    "请核对；可改用通用字或加注说明。",
    "C28",
)
RECOVERED_TEXT = fault_kind(
    "S124",
    "recovered-text",
    _NOTE,
    "文字被当成了公式",
    "“{label}”中的文字被软件当成了公式，已还原为“{text}”。",
    "请核对；下次请先把单元格设为文本格式。",
    "C27",
)
MERGED_ACROSS = fault_kind(
    "S125",
    "merged-across",
    _QUERY,
    "横向合并",
    "“{first}”与“{second}”合并成了一格（{cells}），内容算作“{first}”，“{second}”待确认。",
    "请取消合并，分别填写。",
    "B13",
)
SEVERAL_IN_ONE = fault_kind(
    "S126",
    "several-in-one",
    _NOTE,
    "一格多条",
    "“{label}”一格中像是写了 {count} 条，仍按一行计。",
    "需要分条统计的，请一行一条填写；也可由收件人拆分。",
    "B14",
)
JOINED_LINES = fault_kind(
    "S127",
    "joined-lines",
    _NOTE,
    "一条跨了几行",
    "第{row}行没有序号和项目，文字接着上一行，已与上一行合并。",
    "请核对；下次请写在同一格内。",
    "B15",
)
MAYBE_CONTINUED = fault_kind(
    "S128",
    "maybe-continued",
    _QUERY,
    "分不清是新的一条还是接着上一行",
    "第{row}行没有序号和项目，分不清是新的一条，还是接着上一行写的。",
    "是新的一条请补填序号和项目；接着上一行的请合并到上一行。",
    "B15",
)
NO_PROBLEM_ROW = fault_kind(
    "S129",
    "no-problem-row",
    _NOTE,
    "没有问题的行",
    "第{row}行“{item}”写的是“{said}”，没有问题，不计入。",
    "没有发现问题的项目不用填写。",
    "C21",
)
SCIENTIFIC = fault_kind(
    "S130",
    "scientific-notation",
    _NOTE,
    "号码成了科学计数",
    "“{label}”中的号码“{written}”已被软件改写成科学计数，后几位可能已丢失。",
    "请把单元格设为文本格式后重新填写。",
    "C42",
)
MAYBE_IN_TEXT_BOX = fault_kind(
    "S131",
    "maybe-in-text-box",
    _QUERY,
    "内容可能写在文本框里",
    "{form_name} 第{row}行“{label}”为空，表上却有文本框，内容可能写在框里；框中文字不读取。",
    "请把文本框中的内容填入该格后重新报送。",
    "B27",
)
MAYBE_NONE = fault_kind(
    "S132",
    "maybe-none",
    _QUERY,
    "分不清是不是“无”",
    "第{row}行写的“{said}”像是说没有，又写了别的内容，分不清有没有要报的，暂按一行内容读取。",
    "确实没有的，请写“无”；有的，请把项目、问题和整改情况分别填写。",
    "C23",
)
SECTION_ROWS = fault_kind(
    "S133",
    "section-rows",
    _NOTE,
    "有分组标题",
    "表中有 {count} 行分组标题（{titles}），不计入行数，已记在其下各行。",
    "请核对；下次请不要在表内加标题行。",
    "DT-27",
)
MAYBE_SECTION = fault_kind(
    "S134",
    "maybe-section",
    _QUERY,
    "分不清是分组标题还是没有填完的一行",
    "第{row}行没有序号，只写了“{written}”，分不清是分组标题，还是没有填完的一行，暂按一行内容读取。",
    "是分组标题的请删去；是一行内容的，请补填序号和其余各栏。",
    "DT-27",
)

LONE_TEXT = fault_kind(
    "S175",
    "lone-text",
    _QUERY,
    "分不清是说明还是没有填完的一行",
    "第{row}行没有序号，只写了“{written}”，分不清是说明文字，还是没有填完的一行，暂按一行内容读取。",
    "是说明文字的，请移到备注；是一行内容的，请补填序号和其余各栏。",
    "B19",
)
CONVERTED = fault_kind(
    "S256", "converted", _NOTE, "换算了单位", "“{label}”填写的“{written}”换算为 {amount}。", "请核对；下次请按本栏的单位填写。"
)
MEASURE_UNCLEAR = fault_kind(
    "S257",
    "measure-unclear",
    _QUERY,
    "数字的单位分不清",
    "“{label}”填写的“{written}”没有写单位，分不清是不是 {amount}，暂按此读取。",
    "请按本栏的单位填写数字，或把单位写全，例如 500元。",
)
OTHER_MEASURE = fault_kind(
    "S258",
    "other-measure",
    _QUERY,
    "单位与本栏不同",
    "“{label}”按{wanted}计，填写的“{written}”换算不了。",
    "请按{wanted}填写。",
    "",
    "3人（本栏按件计）",
)
OUT_OF_BOUNDS = fault_kind(
    "S259", "out-of-bounds", _REJECT, "数字超出范围", "“{label}”填写的“{written}”超出范围，应{bounds}。", "请核对后改正。", "", "-5"
)
NOT_WHOLE = fault_kind("S260", "not-whole", _REJECT, "不是整数", "“{label}”填写的“{written}”不是整数。", "请填写整数。", "", "5.5")
OVER_HUNDRED = fault_kind(
    "S261", "over-hundred", _NOTE, "比率超过100%", "“{label}”填写的“{written}”超过100%。", "请核对；确是超额完成的不用改。", "", "120%"
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
