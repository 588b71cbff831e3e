"""S2xx: what can be wrong with the structure of a table."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE


WRONG_FORM = fault_kind(
    "S201",
    "wrong-form",
    _REJECT,
    "不是本次活动的表",
    "不是本次活动的表（表名、表号或表头不符）：{what}。本次的报表有：{expected}。",
    "请核对是否发错了文件，用本次下发的空白报表填写后重新报送。",
    "D19",
)
WRONG_HEADER = fault_kind(
    "S202",
    "wrong-header",
    _REJECT,
    "表头不符",
    "表头与本次下发的{form_name}不符：缺少{missing}；表中的栏目是{columns}。",
    "请用本次下发的空白报表填写后重新报送，不要改动表头。",
    "A31",
)
UNCLEAR_FORM = fault_kind(
    "S203",
    "unclear-form",
    _QUERY,
    "分不清是哪张表",
    "这张表可能是{candidates}，分不清是哪一张。",
    "请写明表的标题，或把表头改回下发时的文字；也可由收件人核实后确认。",
    "DT-33",
)
MISSING_COLUMN = fault_kind(
    "S204", "missing-column", _REJECT, "缺少栏目", "{form_name}缺少{missing}列。", "请用下发的空白报表填写，补上该列后重新报送。", "B09"
)
UNKNOWN_COLUMN = fault_kind(
    "S205",
    "unknown-column",
    _QUERY,
    "认不出的栏目",
    "{form_name}没有找到{missing}列，却有认不出的列{titles}。",
    "请核实这些列是不是{missing}；确认后本次活动都按此读取。",
    "B06",
)
COLUMN_SYNONYMS = fault_kind(
    "S206",
    "column-synonyms",
    _NOTE,
    "栏目名称不同",
    "栏目名称与下发的表不同，已按以下对应读取：{mapping}。",
    "请核对对应是否正确；下次请不要改动表头。",
    "B05",
)
EXTRA_COLUMNS = fault_kind(
    "S207", "extra-columns", _NOTE, "多出列", "比下发的表多出列{titles}，内容另行保留。", "无需处理；下次请不要增加列。", "B07"
)
COLUMNS_MOVED = fault_kind(
    "S208",
    "columns-moved",
    _NOTE,
    "列的顺序不同",
    "列的顺序与下发的表不同（{titles}），已按列名读取。",
    "无需处理；下次请不要调换列。",
    "B04",
)
NO_SEQUENCE = fault_kind(
    "S209", "no-sequence", _NOTE, "没有序号列", "表中没有“{label}”列，已按先后顺序编号。", "无需处理；下次请保留该列。", "B08"
)
REPEATED_HEADER = fault_kind(
    "S210", "repeated-header", _NOTE, "表头重复", "表头在表中重复出现 {count} 次（第{rows}行），已略去。", "无需处理。", "B03"
)
SIDE_BY_SIDE = fault_kind(
    "S211",
    "side-by-side",
    _NOTE,
    "两张表左右并排",
    "同一工作表中左右并排着{forms}，已分别读取。",
    "请核对；下次请一张表一个工作表。",
    "B25",
)
STACKED_FORMS = fault_kind(
    "S212", "stacked-forms", _NOTE, "几张表在同一工作表", "同一工作表中有{forms}，已分别读取。", "请核对；下次请一张表一个工作表。", "A27"
)
TRANSPOSED = fault_kind(
    "S213",
    "transposed",
    _QUERY,
    "行列颠倒",
    "{form_name}的栏目竖着排列，每列一项，与下发的表行列颠倒，已试着转过来读取 {count} 项。",
    "请按下发的空白报表横着填写；或由收件人核对后接受。",
    "B24",
)
UNKNOWN_SHEET = fault_kind(
    "S214",
    "unknown-sheet",
    _NOTE,
    "未识别的工作表",
    "未识别的工作表“{sheet}”，含 {rows} 行数据，未计入。",
    "如为报送内容，请填入下发的报表；否则请删除。",
    "A29",
)
SUB_UNITS = fault_kind(
    "S215",
    "sub-unit-sheets",
    _NOTE,
    "含多个下属单位",
    "{form_name}分在几个工作表中填写，已合并，下属单位按工作表名记为：{names}。",
    "请核对。",
    "A26",
)
SAME_FORM_TWICE = fault_kind(
    "S216",
    "same-form-twice",
    _QUERY,
    "同一张表有两份",
    "{form_name}在文件中出现 {count} 次，内容不同：{places}。",
    "请只保留一份；如为续表，请写明“续表”；也可由收件人确认全部计入。",
    "D05",
)
SAME_FORM_COPIED = fault_kind(
    "S217", "same-form-copied", _NOTE, "同一张表重复", "{form_name}在文件中出现 {count} 次，内容相同，只计一次。", "无需处理。", "D03"
)
CONTINUED = fault_kind("S218", "continued", _NOTE, "有续表", "{form_name}分在几处填写（{places}），已按先后顺序合并。", "请核对。", "DT-36")
MISSING_REMARK = fault_kind(
    "S219", "missing-remark", _NOTE, "缺备注行", "{form_name}缺少“{label}”行{preset}。", "请核对是否误删；有备注内容的请补填。", "B20"
)
SUBTOTAL = fault_kind("S220", "subtotal", _NOTE, "合计行未计入", "“{label}”行不是填报内容，未计入。", "无需处理。", "B18")
SUBTOTAL_DIFFERS = fault_kind(
    "S221",
    "subtotal-differs",
    _NOTE,
    "合计数与行数不符",
    "“{label}”写的是 {stated}，实际填写了 {counted} 行。",
    "请核对是否漏填，或一行写了几个问题。",
    "B18",
)
IRREGULAR_NUMBERS = fault_kind(
    "S222", "irregular-numbers", _NOTE, "序号不规范", "序号{why}（如“{example}”），已按先后顺序重新编号，原序号保留。", "无需处理。", "B23"
)
EXAMPLE_ROW = fault_kind(
    "S223", "example-row", _NOTE, "示例行未删", "这一行是空白报表的示例，未计入。", "无需处理；下次请删去示例行。", "D09"
)
FILLED_DOWN = fault_kind(
    "S224",
    "filled-down",
    _NOTE,
    "纵向合并",
    "“{label}”有纵向合并的单元格（{cells}），合并范围内各行已按同一内容读取。",
    "请核对；下次请逐行填写。",
    "B12",
)
OTHER_TITLE = fault_kind(
    "S225",
    "title-of-another-form",
    _NOTE,
    "标题与表头不符",
    "标题是“{title}”，表头却是{form_name}的，已按表头作为{form_name}读取。",
    "请核对是否填错了表。",
    "D16",
)
FOREIGN_TITLE = fault_kind(
    "S226",
    "foreign-title",
    _QUERY,
    "标题不是本次的表",
    "标题“{title}”不是本次下发的报表，但表头与{form_name}相符。",
    "请核对是否发错了文件；确为本次的表，请改正标题，或由收件人接受。",
    "D19",
)
CONTENT_AFTER_END = fault_kind(
    "S227",
    "content-after-end",
    _QUERY,
    "表后还有内容",
    "表的末尾（第{end}行）以下还有 {rows} 行内容，未计入。",
    "如为填报内容，请移到表内；否则请删除。",
    "B19",
)
FORM_IN_DOCUMENT = fault_kind(
    "S228",
    "form-in-document",
    _QUERY,
    "报表填在 Word 文档里",
    "收到的是 Word 文档，从中读出了 {tables} 张报表。",
    "请填写下发的电子表格后重新报送；或由收件人核对读出的内容后接受。",
    "A18",
)
TITLE_TWICE = fault_kind(
    "S229",
    "title-twice",
    _QUERY,
    "同一栏目有几列",
    "栏目“{title}”占了几列（{columns}列），第{row}行不止一列填了内容，已合在一起读取。",
    "请核对；请把同一栏目的内容填在一列里，或写明各列的栏目名称。",
    "B13",
)
DAYS_DIFFER = fault_kind(
    "S230",
    "days-differ",
    _QUERY,
    "有几个日期",
    "表中有几个没有写明用途的日期{days}，分不清哪一个是“{label}”。",
    "请写明“{label}”，例如 填报日期：2015年11月18日。",
    "DT-35",
)
UNKNOWN_TABLE = fault_kind(
    "S231",
    "unknown-table",
    _NOTE,
    "未识别的表",
    "{what}，不是本次下发的报表，未计入。",
    "如为报送内容，请填入下发的报表；否则请删除。",
    "A29",
)
DAY_ELSEWHERE = fault_kind(
    "S232",
    "day-elsewhere",
    _QUERY,
    "不知是不是填报日期",
    "没有写明“{label}”，表中{written}，分不清是不是。",
    "请写明“{label}”，例如 填报日期：2015年11月18日；也可由收件人核实后接受。",
    "DT-35",
)

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
