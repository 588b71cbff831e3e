"""The catalogue of what can be wrong with a return: S1xx cells, S2xx table structure, S3xx unit identity, S4xx submission, S5xx hints."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


def _kind(code: str, name: str, weight: Weight, title: str, message: str, remedy: str, source: str = "", example: str = "") -> FaultKind:  # noqa: PLR0913 (a table row)
    return FaultKind(code=code, name=name, weight=weight, title=title, message=message, remedy=remedy, source=source, example=example)


# S1xx: cells
MISSING_VALUE = _kind("S101", "missing-value", _REJECT, "应填未填", "{form_name} 第{row}行“{label}”为空。", "{todo}", "DT-13", "正在整改，11月25日前完成")
UNCALCULATED = _kind(
    "S102", "value-uncalculated", _QUERY, "公式没有计算结果", "“{label}”是公式，但文件里没有它的计算结果。", "请在 Excel 或 WPS 中打开、保存一次后重新报送，或直接填写结果。", "B31"
)
ERROR_VALUE = _kind("S103", "error-value", _REJECT, "错误值", "“{label}”显示为错误值“{written}”，读不到内容。", "请改正公式，或直接填写结果；错误值不当作空白，也不当作 0。", "B30")
OPTIONAL_ERROR = _kind("S104", "optional-value-lost", _NOTE, "选填栏读不到内容", "“{label}”是错误值或没有计算结果的公式（{written}），未计入。", "如有内容请直接填写。", "B30")
PICTURE_ONLY = _kind("S105", "picture-only", _QUERY, "单元格里只有图片", "“{label}”里只有一张图片，读不到文字。", "请在单元格中填写文字，图片另附。", "A19")
NOT_A_DATE = _kind("S106", "not-a-date", _REJECT, "不是日期", "“{label}”填写的“{written}”不是日期。", "请填写日期，例如 2015-11-18。", "DT-35")
IMPOSSIBLE_DATE = _kind("S107", "impossible-date", _REJECT, "没有这一天", "“{label}”填写的“{written}”不是有效日期。", "请核对后重新填写，例如 2015-11-18。", "C09")
UNCLEAR_DATE = _kind("S108", "unclear-date", _QUERY, "日期分不清", "“{label}”填写的“{written}”分不清是哪一天。", "请按年-月-日填写，例如 2015-11-18。", "C08")
ASSUMED_YEAR = _kind("S109", "assumed-year", _NOTE, "日期没有写年份", "“{label}”填写的“{written}”没有写年份，按 {day} 读取。", "请核对年份。", "C03")
SHORT_YEAR = _kind("S110", "short-year", _NOTE, "年份只有两位", "“{label}”填写的“{written}”按 {day} 读取。", "请核对年份。", "C04")
ROUGH_DATE = _kind("S111", "rough-date", _NOTE, "日期不到日", "“{label}”填写的“{written}”没有写到日，作为时限按 {day} 计。", "请核对。", "C10")
NO_TERM = _kind("S112", "no-term", _NOTE, "没有具体时限", "“{label}”填写的“{written}”不是具体日期，原文保留。", "有具体时限的，请写明日期。", "C11")
DATE_RANGE = _kind("S113", "date-range", _NOTE, "日期是一段时间", "“{label}”填写的“{written}”是一段时间，作为时限按 {day} 计。", "请核对。", "C12")
NOT_A_NUMBER = _kind("S114", "not-a-quantity", _REJECT, "不是数", "“{label}”填写的“{written}”不是数。", "请填写数字；没有的填“无”或留空，不要填 0。", "C15")
UNCLEAR_NUMBER = _kind("S115", "unclear-number", _QUERY, "数字分不清", "“{label}”填写的“{written}”有几种读法，分不清。", "请写明数字和单位，例如 3件、97.87%。", "C16")
NUMBER_READ = _kind("S116", "number-read", _NOTE, "数字写法特殊", "“{label}”填写的“{written}”按 {amount} 读取。", "请核对。", "C18")
APPROXIMATE = _kind("S117", "approximate", _NOTE, "约数", "“{label}”填写的“{written}”是约数，按 {amount} 读取并注明约数。", "能写准确数字的请写准确。", "C15")
NOT_A_CHOICE = _kind("S118", "not-a-choice", _REJECT, "不在可选范围内", "“{label}”填写的“{written}”不在可选范围内。", "请从以下选项中选填：{choices}。", "C39")
UNCLEAR_ANSWER = _kind("S119", "unclear-answer", _QUERY, "是否不明", "“{label}”填写的“{written}”看不出是“是”还是“否”。", "请填“是”或“否”。", "C39")
NOT_A_TIME = _kind("S120", "not-a-time", _REJECT, "不是时刻", "“{label}”填写的“{written}”不是时刻。", "请填写时刻，例如 17:30。")
DITTO = _kind("S121", "ditto", _NOTE, "写了“同上”", "“{label}”写的是“{written}”，已按所指的内容“{text}”读取。", "请核对；下次请逐格填写。", "C24")
DITTO_WITHOUT_SOURCE = _kind("S122", "ditto-without-source", _QUERY, "“同上”没有所指", "“{label}”写的是“{written}”，但所指的单元格是空的。", "请填写具体内容。", "C24")
PRIVATE_CHARACTERS = _kind("S123", "private-characters", _NOTE, "有自造字", "“{label}”中有别的电脑可能显示不出的自造字，已照原样保留。", "请核对；可改用通用字或加注说明。", "C28")
RECOVERED_TEXT = _kind("S124", "recovered-text", _NOTE, "文字被当成了公式", "“{label}”中的文字被软件当成了公式，已还原为“{text}”。", "请核对；下次请先把单元格设为文本格式。", "C27")
MERGED_ACROSS = _kind(
    "S125", "merged-across", _QUERY, "横向合并", "“{first}”与“{second}”合并成了一格（{cells}），内容算作“{first}”，“{second}”待确认。", "请取消合并，分别填写。", "B13"
)
SEVERAL_IN_ONE = _kind("S126", "several-in-one", _NOTE, "一格多条", "“{label}”一格中像是写了 {count} 条，仍按一行计。", "需要分条统计的，请一行一条填写；也可由收件人拆分。", "B14")
JOINED_LINES = _kind("S127", "joined-lines", _NOTE, "一条跨了几行", "第{row}行没有序号和项目，文字接着上一行，已与上一行合并。", "请核对；下次请写在同一格内。", "B15")
MAYBE_CONTINUED = _kind(
    "S128", "maybe-continued", _QUERY, "分不清是新的一条还是接着上一行", "第{row}行没有序号和项目，分不清是新的一条，还是接着上一行写的。", "是新的一条请补填序号和项目；接着上一行的请合并到上一行。", "B15"
)
NO_PROBLEM_ROW = _kind("S129", "no-problem-row", _NOTE, "没有问题的行", "第{row}行“{item}”写的是“{said}”，没有问题，不计入。", "没有发现问题的项目不用填写。", "C21")
SCIENTIFIC = _kind("S130", "scientific-notation", _NOTE, "号码成了科学计数", "“{label}”中的号码“{written}”已被软件改写成科学计数，后几位可能已丢失。", "请把单元格设为文本格式后重新填写。", "C42")


# S2xx: table structure
WRONG_FORM = _kind(
    "S201",
    "wrong-form",
    _REJECT,
    "不是本次活动的表",
    "不是本次活动的表（表名、表号或表头不符）：{what}。本次的报表有：{expected}。",
    "请核对是否发错了文件，用本次下发的空白报表填写后重新报送。",
    "D19",
)
WRONG_HEADER = _kind(
    "S202",
    "wrong-header",
    _REJECT,
    "表头不符",
    "表头与本次下发的{form_name}不符：缺少{missing}。",
    "请用本次下发的空白报表填写后重新报送，不要改动表头。",
    "A31",
)
UNCLEAR_FORM = _kind(
    "S203",
    "unclear-form",
    _QUERY,
    "分不清是哪张表",
    "这张表可能是{candidates}，从标题和表头分不清。",
    "请写明表的标题，或把表头改回下发时的文字；也可由收件人核实后确认。",
    "DT-33",
)
MISSING_COLUMN = _kind("S204", "missing-column", _REJECT, "缺少栏目", "{form_name}缺少{missing}列。", "请用下发的空白报表填写，补上该列后重新报送。", "B09")
UNKNOWN_COLUMN = _kind(
    "S205",
    "unknown-column",
    _QUERY,
    "认不出的栏目",
    "{form_name}没有找到{missing}列，却有认不出的列{titles}。",
    "请核实{titles}是否就是{missing}；确认后本次活动都按此读取。",
    "B06",
)
COLUMN_SYNONYMS = _kind("S206", "column-synonyms", _NOTE, "栏目名称不同", "栏目名称与下发的表不同，已按以下对应读取：{mapping}。", "请核对对应是否正确；下次请不要改动表头。", "B05")
EXTRA_COLUMNS = _kind("S207", "extra-columns", _NOTE, "多出列", "比下发的表多出列{titles}，内容另行保留。", "无需处理；下次请不要增加列。", "B07")
COLUMNS_MOVED = _kind("S208", "columns-moved", _NOTE, "列的顺序不同", "列的顺序与下发的表不同（{titles}），已按列名读取。", "无需处理；下次请不要调换列。", "B04")
NO_SEQUENCE = _kind("S209", "no-sequence", _NOTE, "没有序号列", "表中没有“{label}”列，已按先后顺序编号。", "无需处理；下次请保留该列。", "B08")
REPEATED_HEADER = _kind("S210", "repeated-header", _NOTE, "表头重复", "表头在表中重复出现 {count} 次（第{rows}行），已略去。", "无需处理。", "B03")
SIDE_BY_SIDE = _kind("S211", "side-by-side", _NOTE, "两张表左右并排", "同一工作表中左右并排着{forms}，已分别读取。", "请核对；下次请一张表一个工作表。", "B25")
STACKED_FORMS = _kind("S212", "stacked-forms", _NOTE, "几张表在同一工作表", "同一工作表中有{forms}，已分别读取。", "请核对；下次请一张表一个工作表。", "A27")
TRANSPOSED = _kind(
    "S213",
    "transposed",
    _QUERY,
    "行列颠倒",
    "{form_name}的栏目竖着排列，每列一项，与下发的表行列颠倒，已试着转过来读取 {count} 项。",
    "请按下发的空白报表横着填写；或由收件人核对后接受。",
    "B24",
)
UNKNOWN_SHEET = _kind(
    "S214", "unknown-sheet", _NOTE, "未识别的工作表", "未识别的工作表“{sheet}”，含 {rows} 行数据，未计入。", "如为报送内容，请填入下发的报表；否则请删除。", "A29"
)
SUB_UNITS = _kind("S215", "sub-unit-sheets", _NOTE, "含多个下属单位", "{form_name}分在几个工作表中填写，已合并，下属单位按工作表名记为：{names}。", "请核对。", "A26")
SAME_FORM_TWICE = _kind(
    "S216",
    "same-form-twice",
    _QUERY,
    "同一张表有两份",
    "{form_name}在文件中出现 {count} 次，内容不同：{places}。",
    "请只保留一份；如为续表，请写明“续表”；也可由收件人确认全部计入。",
    "D05",
)
SAME_FORM_COPIED = _kind("S217", "same-form-copied", _NOTE, "同一张表重复", "{form_name}在文件中出现 {count} 次，内容相同，只计一次。", "无需处理。", "D03")
CONTINUED = _kind("S218", "continued", _NOTE, "有续表", "{form_name}分在几处填写（{places}），已按先后顺序合并。", "请核对。", "DT-36")
MISSING_REMARK = _kind("S219", "missing-remark", _NOTE, "缺备注行", "{form_name}缺少“{label}”行{preset}。", "请核对是否误删；有备注内容的请补填。", "B20")
SUBTOTAL = _kind("S220", "subtotal", _NOTE, "合计行未计入", "“{label}”行不是填报内容，未计入。", "无需处理。", "B18")
SUBTOTAL_DIFFERS = _kind(
    "S221", "subtotal-differs", _NOTE, "合计数与行数不符", "“{label}”写的是 {stated}，实际填写了 {counted} 行。", "请核对是否漏填，或一行写了几个问题。", "B18"
)
IRREGULAR_NUMBERS = _kind("S222", "irregular-numbers", _NOTE, "序号不规范", "序号{why}（如“{example}”），已按先后顺序重新编号，原序号保留。", "无需处理。", "B23")
EXAMPLE_ROW = _kind("S223", "example-row", _NOTE, "示例行未删", "这一行是空白报表的示例，未计入。", "无需处理；下次请删去示例行。", "D09")
FILLED_DOWN = _kind("S224", "filled-down", _NOTE, "纵向合并", "“{label}”有纵向合并的单元格（{cells}），合并范围内各行已按同一内容读取。", "请核对；下次请逐行填写。", "B12")
OTHER_TITLE = _kind(
    "S225", "title-of-another-form", _NOTE, "标题与表头不符", "标题是“{title}”，表头却是{form_name}的，已按表头作为{form_name}读取。", "请核对是否填错了表。", "D16"
)
FOREIGN_TITLE = _kind(
    "S226",
    "foreign-title",
    _QUERY,
    "标题不是本次的表",
    "标题“{title}”不是本次下发的报表，但表头与{form_name}相同。",
    "请核对是否发错了文件；确为本次的表，请改正标题，或由收件人接受。",
    "D19",
)
CONTENT_AFTER_END = _kind(
    "S227", "content-after-end", _QUERY, "表后还有内容", "表的末尾（第{end}行）以下还有 {rows} 行内容，未计入。", "如为填报内容，请移到表内；否则请删除。", "B19"
)


# S3xx: unit identity
NO_UNIT = _kind(
    "S301",
    "no-unit",
    _QUERY,
    "无法判断报送单位",
    "表内没有填写单位名称，从文件名也看不出是哪个单位报送的。{proposal}",
    "请在表头的单位栏填写单位全称后重新报送；或由收件人核实后指定单位。",
    "A24",
    "部门（盖章）：区安监局",
)
UNKNOWN_UNIT = _kind(
    "S302",
    "unknown-unit",
    _QUERY,
    "名单中没有这个单位",
    "填写的单位“{written}”不在本次名单中。{candidates}",
    "请改为名单中的单位全称；如确为名单中某单位的另一名称，请由收件人核实后指定。",
    "X-01",
    "部门（盖章）：区安监局",
)
UNIT_DISAGREEMENT = _kind(
    "S303", "unit-disagreement", _QUERY, "单位不一致", "几处写的单位不一致：{said}。", "请核对是哪个单位报送的，改正后重新报送；或由收件人核实后指定单位。", "A25"
)
TWO_UNITS = _kind(
    "S304",
    "two-units",
    _QUERY,
    "两个以上单位合报一份",
    "{witness}同时写了{units}，一份表只能由一个单位报送。",
    "请各单位分别填报；确需合报的，由收件人确认后分别登记。",
    "D11",
)
PERSON_NOT_UNIT = _kind(
    "S305", "person-not-unit", _QUERY, "单位栏填的不是单位", "单位栏填的是人名或电话“{written}”，不是单位名称。{candidates}", "请在单位栏填写单位全称。", "C37"
)
SUB_UNIT = _kind(
    "S306", "sub-unit", _NOTE, "填的是下属单位", "填写的“{written}”是{unit}的下属单位，已记在{unit}名下。", "如应单独报送，请联系收件人。", "C36"
)
TRADITIONAL_NAME = _kind(
    "S307", "traditional-name", _NOTE, "单位名称用了繁体或注音", "填写的单位“{written}”含繁体字或注音，已认作{unit}。", "下次请按名单填写单位全称。", "C38"
)
FORMER_NAME = _kind(
    "S308", "former-name", _NOTE, "用了原单位名称", "填写的“{written}”是机构改革前的名称，已认作{unit}。", "请改用现在的单位名称。", "C35"
)
UNIT_FROM_FILE_NAME = _kind(
    "S309", "unit-from-file-name", _NOTE, "表内没有写单位", "表内没有填写单位名称，按{witness}认作{unit}。", "请在表头的单位栏填写单位全称。", "A24"
)
NOT_OWED = _kind(
    "S310",
    "not-owed",
    _REJECT,
    "不由本单位报送",
    "{unit}属于“{group}”，不在应报“{wanted}”的单位名单内。{duty}",
    "请核对是否报错了材料或收件单位。",
    "D10",
)
NOT_ON_ROSTER = _kind(
    "S311", "not-on-roster", _REJECT, "不是本次名单内的单位", "“{written}”不在本次报表的报送名单内。{duty}", "请核对是否报错了材料或收件单位。", "D10"
)
OTHER_CAMPAIGN = _kind(
    "S312",
    "other-campaign",
    _QUERY,
    "像是另一次活动的表",
    "表内标记显示，这张空表是为“{other}”发的，不是本次的“{expected}”。",
    "请核对是否误用了以前的空表；确认内容属于本次活动的，由收件人接受。",
    "D19",
)

# S4xx: the submission as a whole
ZERO_REPORT_UNCLEAR = _kind(
    "S401",
    "zero-report-unclear",
    _QUERY,
    "疑似未填",
    "“{title}”没有填写任何内容，也没有填写“{label}”，分不清是确实没有还是忘了填。",
    "确实没有的，请填好“{label}”后报送；有内容的，请补填。",
    "DT-17",
    "2015年11月18日",
)
NIL_WITH_ROWS = _kind(
    "S402",
    "nil-with-rows",
    _QUERY,
    "“无”与问题并存",
    "“{title}”中写了“{said}”，又填写了 {rows} 行内容，前后矛盾。",
    "没有问题的请删去各行；有问题的请删去“{said}”。",
    "DT-39",
)
DATE_MISSING = _kind(
    "S403", "date-missing", _REJECT, "没有填写日期", "“{label}”没有填写。", "请填写日期，例如 {example}。", "DT-35", "2015年11月18日"
)
DATE_BEFORE_CAMPAIGN = _kind(
    "S404", "date-before-campaign", _NOTE, "日期早于本次活动", "“{label}”{day}早于本次活动开始的 {start}。", "请核对年份和月份。", "C13"
)
DATE_AFTER_CAMPAIGN = _kind(
    "S405", "date-after-campaign", _NOTE, "日期晚于本次活动", "“{label}”{day}晚于本次活动结束的 {end}。", "请核对年份和月份。", "DT-35"
)
DATE_AFTER_RECEIPT = _kind(
    "S406", "date-after-receipt", _NOTE, "日期晚于收到日期", "“{label}”{day}晚于收到本件的 {received}。", "请核对日期是否填错。", "C13"
)
UNIT_SEAL_MISSING = _kind("S407", "unit-seal-missing", _NOTE, "缺部门章", "“{label}”一栏为空。", "请填写单位名称，打印后加盖公章。", "DT-34")
DISCIPLINE_SEAL_MISSING = _kind(
    "S408", "discipline-seal-missing", _NOTE, "缺纪检组织章", "“{label}”一栏为空。", "请填写纪检监察组织名称，打印后盖章；本单位没有的，写“无”。", "DT-34"
)
ATTACHMENT_MISSING = _kind(
    "S409", "attachment-missing", _NOTE, "缺附页", "“{label}”写了“{written}”，但没有随表收到附页。", "请把附页与报表一并报送，或把内容写进单元格。", "DT-36"
)
SYSTEMS_EMPTY = _kind(
    "S410", "systems-empty", _NOTE, "监管制度为空", "“{title}”一项也没有填写。此表没有“未发现问题的不填写”的规定，已转督查人员了解情况。", "已建立监管制度的，请逐项补填。", "DT-18"
)
CANCELLED_STILL_USED = _kind(
    "S411",
    "cancelled-still-used",
    _NOTE,
    "已取消的事项仍在审批",
    "“{item}”在“{list_form}”的备注中列为已取消的事项，又出现在本表中。",
    "请核对该事项是否已取消；已取消的不应再审批。",
    "DT-39",
)
RECTIFIED_NOTHING = _kind(
    "S412", "rectified-nothing", _NOTE, "有整改没有问题", "填写了“{rectification}”，但“{problem}”没有写问题。", "请补写发现的问题；没有问题的请删去这一行。", "DT-39"
)
LATE = _kind("S413", "late", _NOTE, "逾期报送", "“{deliverable}”应于 {due} 前报送，{received} 收到，逾期 {days} 天。", "下次请按时报送。", "D02")
OUT_OF_SCOPE = _kind(
    "S414", "out-of-scope", _NOTE, "超出督查时间范围", "所写的{day}早于本表的督查起始日期 {since}。", "请核对该事项是否属于本次自查范围。", "DT-07"
)
REPORT_COUNTS_DIFFER = _kind(
    "S415",
    "report-counts-differ",
    _NOTE,
    "书面报告与报表数字不一致",
    "报告写查出问题 {stated} 个，{forms}合计 {counted} 行。",
    "请核对；一行写了几个问题的可不改，否则请补填或更正。",
    "DT-40",
)
REPORT_DATE_MISSING = _kind("S416", "report-date-missing", _NOTE, "报告没有写日期", "报告正文中没有找到成文日期。", "请在落款处写明日期，例如 2015年11月18日。", "DT-40")
NOT_APPLICABLE = _kind(
    "S417",
    "not-applicable-sent",
    _NOTE,
    "原定不用报送",
    "按本次活动的设定，{unit}不用报送“{deliverable}”（{reason}），现已收到。",
    "请收件人核对设定是否仍然适用。",
    "DT-19",
)
SAME_MOMENT = _kind(
    "S430",
    "same-moment",
    _QUERY,
    "分不清哪份在后",
    "{unit}同时报来内容不同的几份（收件号 {others}），分不清以哪一份为准。",
    "请收件人核实后接受其中一份，撤回其余的。",
    "D05",
)
SUPPLEMENT = _kind(
    "S431",
    "supplement",
    _QUERY,
    "像是补充材料",
    "这份像是对第 {earlier} 号收件的补充（“{words}”），分不清是替换还是追加。",
    "请收件人核实后选择替换或追加。",
    "D06",
)

EMPTY_BODY = _kind("S419", "empty-body", _REJECT, "没有填写内容", "“{title}”没有填写任何内容。", "请填写后重新报送。", "A24")

# S5xx: hints; never a verdict
PERFUNCTORY_TEXT = _kind(
    "S501", "perfunctory-text", _NOTE, "整改情况较笼统", "“{written}”没有写明做了什么、结果如何。", "请写明采取的措施、完成时间和结果。", "DT-29"
)
COPIED_TEXT = _kind(
    "S502", "copied-text", _NOTE, "与其他单位文字雷同", "这段文字与{others}填写的基本相同：“{written}”。", "请核对是否为本单位的实际情况。", "DT-29"
)
SAME_AS_BEFORE = _kind(
    "S503", "same-as-before", _NOTE, "与以前填报的相同", "这段文字与本单位以前填报的基本相同：“{written}”。", "请核对是否为本次自查的实际情况。", "DT-29"
)
SYSTEM_NOT_SEEN = _kind("S504", "system-not-seen", _NOTE, "未见应有的制度", "“{title}”中没有看到{system}。", "已建立的请补填；尚未建立的，供督查人员了解情况。", "DT-08")
PERSONAL_DATA = _kind(
    "S505", "personal-data", _NOTE, "含个人信息", "文字中含有身份证号或手机号，对外印发的材料中将隐去。", "如与问题无关，请删去号码后重新报送。", "X-12"
)
MAYBE_TRUNCATED = _kind("S506", "maybe-truncated", _NOTE, "文字可能被截断", "文字正好 {length} 个字，且没有写完一句，可能被软件截断。", "请核对末尾是否完整。", "C43")

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
