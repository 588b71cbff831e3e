"""The catalogue of what can be wrong with a file itself: S001–S099."""

from __future__ import annotations

from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE
_SAVE_AS = "请用 Excel 或 WPS 打开该文件，另存为 .xlsx 后重新报送。"
_SEND_AGAIN = "请在原电脑上确认能正常打开，重新导出或复制一份后再报送。"
_FORM_WANTED = "请填写下发的电子表格模板并重新报送；盖章件可另作书面材料报送。"


# Two lines an entry: what it is; what is said.
# fmt: off

# The file as such
EMPTY_FILE = fault_kind("S001", "empty-file", _REJECT, "空文件", "文件是空的（0 字节），没有任何内容。", _SEND_AGAIN)
TRUNCATED = fault_kind("S002", "truncated", _REJECT, "文件不完整", "文件不完整，可能没有下载或复制完：{reason}。", _SEND_AGAIN)
ENCRYPTED = fault_kind("S003", "encrypted", _REJECT, "文件已加密", "文件设有打开密码，无法读取。", "请取消打开密码后重新报送。")
SCAN_ONLY = fault_kind("S004", "scan-only", _REJECT, "只有图片", "工作表中只有图片（{pictures} 张），没有可读取的单元格。", _FORM_WANTED)
PHOTO = fault_kind("S005", "photo", _REJECT, "照片或图片", "收到的是照片或图片文件，不能提取数据。", _FORM_WANTED)
PDF_FILE = fault_kind("S006", "pdf-file", _REJECT, "PDF 文件", "收到的是 PDF（多为扫描件），不能提取数据。", _FORM_WANTED)
WRONG_KIND = fault_kind("S007", "wrong-kind", _NOTE, "扩展名不符", "文件扩展名为“{extension}”，实际内容是{kind}，已按实际内容读取。", "下次请用正确的扩展名保存。")
HTML_AS_XLS = fault_kind("S008", "html-as-xls", _NOTE, "网页格式的表格", "文件实为网页（HTML）表格，已读取其中 {tables} 个表格。", "下次请另存为 .xlsx 后报送。")
XML_SPREADSHEET = fault_kind("S009", "xml-spreadsheet", _NOTE, "XML 电子表格",
    "文件实为“XML 电子表格 2003”格式，已按该格式读取。", "下次请另存为 .xlsx 后报送。")
UNREADABLE = fault_kind("S010", "unreadable", _REJECT, "文件无法读取", "文件无法读取（{kind}）：{reason}。", _SAVE_AS)
TOO_LARGE = fault_kind("S011", "too-large", _REJECT, "文件过大", "文件大小为 {size} MB，超过 {limit} MB 的上限，未读取。", "请删去表中的图片和无关内容后重新报送。")
BOMB = fault_kind("S012", "bomb", _REJECT, "内容超出可读范围", "文件声称的内容超出可读范围：{reason}。", "请把有内容的表格复制到下发的模板中重新报送。")
DOCTYPE = fault_kind("S013", "doctype", _REJECT, "含有不允许的声明", "文件内部含有文档类型声明（DOCTYPE），正常的表格不会有，已停止读取。", _SAVE_AS)
CLASSIFIED = fault_kind("S014", "classified", _REJECT, "带有密级标志",
    "检测到密级标志，本工具不处理涉密文件：未读取、未保留、未记录其内容。", "请立即按保密规定处置，改用涉密渠道报送；如属误标，请去掉密级标志后重新报送。", "X-06")
STILL_BEING_WRITTEN = fault_kind("S015", "still-being-written", _REJECT, "正在写入", "读取时文件仍在变化，可能正在复制或保存。", "请稍后再收一次。")
NO_PERMISSION = fault_kind("S016", "no-permission", _REJECT, "无读取权限", "没有读取该文件的权限。", "请检查文件权限，或请管理员复制一份后再收。")
NOT_A_REGULAR_FILE = fault_kind("S017", "not-a-regular-file", _REJECT, "不是普通文件", "这不是普通文件（{what}），未打开。", "请把表格文件本身放入收件文件夹。")
VANISHED = fault_kind("S018", "vanished", _REJECT, "文件已不在", "读取时文件已被移走、改名或删除。", "请确认文件还在原处，然后再收一次。")
DOC_FILE = fault_kind("S019", "doc-file", _REJECT, "旧版 Word 文档", "收到的是 Word 97-2003 文档（.doc），不能可靠提取表格。", _FORM_WANTED)
ARCHIVE_FILE = fault_kind("S020", "archive-file", _REJECT, "压缩包", "收到的是压缩包（{what}），未读取其中的文件。", "请解压后把表格文件放入收件文件夹。")
PROGRAM = fault_kind("S021", "program", _REJECT, "程序或脚本", "这是可执行的程序或脚本，不是表格，已拒收，未运行。", "请勿双击打开；请发件单位查毒后重新报送表格。")
UNKNOWN_FORMAT = fault_kind("S022", "unknown-format", _REJECT, "认不出的格式", "文件内容不是可识别的表格格式（{kind}）。", _SAVE_AS)
OUT_OF_REACH = fault_kind("S023", "out-of-reach", _REJECT, "损坏或超出可读范围", "文件损坏或超出可读范围：{reason}。", _SAVE_AS)
BAD_PACKAGE = fault_kind("S024", "bad-package", _REJECT, "文件结构异常", "文件内部结构异常：{reason}。", _SAVE_AS)
OUTSIDE_GRID = fault_kind("S025", "outside-grid", _REJECT, "单元格地址异常", "工作表中有不存在的单元格地址“{address}”。", _SAVE_AS)
STRAY_CELL = fault_kind("S026", "stray-cell", _REJECT, "远处有孤立内容",
    "单元格 {address} 离表格太远，整张表的范围因此大到无法读取（{rows} 行 × {columns} 列）。", "请清除该单元格所在的行和列后重新报送。")
FAR_CELLS = fault_kind("S027", "far-cells", _NOTE, "远处的内容未计入",
    "表格下方隔了 {gap} 个空行处还有 {cells} 个单元格有内容（从 {address} 起），未计入。", "如为有效内容，请移到表格中；否则请清除。")
NOTHING_INSIDE = fault_kind("S028", "nothing-inside", _REJECT, "没有内容", "文件可以打开，但没有任何内容。", "请核对是否发错了文件，填写后重新报送。")
SAVE_AS_XLSX = fault_kind("S029", "save-as-xlsx", _REJECT, "暂不支持的格式", "暂不支持读取 {kind} 格式。", _SAVE_AS)
HALF_DOWNLOAD = fault_kind("S030", "half-download", _REJECT, "未下载完的文件", "从文件名看，这是没有下载完的临时文件。", "请等下载完成后再收。")
DEFAULT_PASSWORD = fault_kind("S031", "default-password", _NOTE, "默认密码", "文件使用了软件的默认密码加密，已正常打开。", "下次请取消加密后报送。")
DAMAGED = fault_kind("S032", "damaged-inside", _NOTE, "文件结构有损伤", "文件内部结构有损伤，能读的都已读取。", "请打开原文件核对行数和内容；有缺漏的，请另存为 .xlsx 后重新报送。")
READER_FAILED = fault_kind("S033", "reader-failed", _QUERY, "本程序出错",
    "本程序（{version} 版）读取这份文件时自身出错，不是报送单位的文件有问题，也不要据此退回。",
    "请人工打开核对；{kept}；急用时，在 Excel 或 WPS 中另存为 .xlsx 再收一次。")
OFD_FILE = fault_kind("S034", "ofd-file", _REJECT, "OFD 版式文件", "收到的是 OFD 版式文件（盖章的正式文本），不能提取数据。", _FORM_WANTED)
OUTLOOK_FILE = fault_kind("S035", "outlook-file", _REJECT, "Outlook 邮件",
    "收到的是{what}，其中的附件没有取出：{reason}。", "请在 Outlook 中打开，把附件另存出来，再放入收件文件夹。")
NO_TABLE = fault_kind("S036", "no-table", _REJECT, "网页里没有表格", "文件是网页（HTML），其中没有表格{where}。",
    "请在原来的程序里把表格另存为 .xlsx 后重新报送。")
ODT_FILE = fault_kind("S077", "odt-file", _REJECT, "OpenDocument 文字文档", "收到的是 OpenDocument 文字文档（.odt），不提取其中的表格。", _FORM_WANTED)

# Cells
WITNESS_MISMATCH = fault_kind("S040", "witness-mismatch", _QUERY, "读取结果对不上",
    "工作表中有 {counted} 个单元格有内容，读出的是 {read} 个，两次读取不一致。", "请人工打开核对；或请报送单位另存为新的 .xlsx 后重新报送。")
ERROR_CELL = fault_kind("S041", "error-cell", _NOTE, "含错误值",
    "有 {count} 个单元格显示为错误值：{cells}。", "请改正公式或直接填写结果；错误值不当作空白，也不当作 0。")
UNCALCULATED = fault_kind("S042", "uncalculated", _NOTE, "公式没有计算结果",
    "有 {count} 个单元格的公式没有计算结果：{cells}。", "请在 Excel 或 WPS 中打开并保存一次后重新报送。")
NOT_A_NUMBER = fault_kind("S043", "not-a-number", _REJECT, "数值无效", "单元格中的数值不是有效的数（{number}）。", "请重新填写该单元格。")
LONG_TEXT = fault_kind("S044", "long-text", _REJECT, "文字过长", "单元格有 {length} 个字，超过 32767 个字的上限，只读取了前一部分。", "请精简该单元格，或另附书面材料。")
DIGITS_LOST = fault_kind("S045", "digits-lost", _NOTE, "数字位数已丢失",
    "有 {count} 个单元格的数字超过 15 位，后几位已被软件改写：{cells}。", "请把该列设为文本格式后重新填写。")
CONTROL_CHARACTERS = fault_kind("S046", "control-characters", _NOTE, "含不可显示的字符",
    "有 {count} 个单元格含不可显示的控制字符，已换成可见的占位符号：{cells}。", "如影响阅读，请重新填写。")
PICTURE_IN_CELL = fault_kind("S047", "picture-in-cell", _NOTE, "单元格内是图片",
    "有 {count} 个单元格里是图片，图片内容未读取：{cells}。", "请在单元格中填写文字，图片另附。")

# What was passed over or decided
ENCODING_DECIDED = fault_kind("S060", "encoding-decided", _NOTE, "文字编码",
    "文本文件按 {encoding} 编码读取，以{separator}分列。", "如出现乱码，请另存为 .xlsx 后重新报送。")
MACROS_IGNORED = fault_kind("S061", "macros-ignored", _NOTE, "含宏", "文件含有宏，只读取了单元格，没有运行宏。", "下次请另存为不含宏的 .xlsx。")
HIDDEN_SHEET = fault_kind("S062", "hidden-sheet", _NOTE, "有隐藏的工作表", "工作表“{sheet}”是隐藏的（{rows}），未读取。", "如为报送内容，请取消隐藏后重新报送。")
HIDDEN_ROWS = fault_kind("S063", "hidden-rows", _NOTE, "有隐藏的行", "有 {count} 行被隐藏或筛选掉，已照常读取。", "如不应计入，请删除这些行后重新报送。")
HIDDEN_COLUMNS = fault_kind("S064", "hidden-columns", _NOTE, "有隐藏的列", "有 {count} 列被隐藏，已照常读取。", "如不应计入，请删除这些列后重新报送。")
TEXT_BOX = fault_kind("S065", "text-box", _NOTE, "有文本框", "有 {count} 个文本框，框中文字不在单元格里，未计入。", "请把文本框中的内容填入对应的单元格。")
STRIKETHROUGH = fault_kind("S066", "strikethrough", _NOTE, "含删除线",
    "有 {count} 个单元格加了删除线，内容已照常读取：{cells}。", "如表示作废，请直接删除后重新报送。")
COLOUR = fault_kind("S067", "colour", _NOTE, "颜色未计入", "有 {count} 个单元格用了红色或黄色标示，颜色含义未计入。", "请用文字写明颜色所表示的意思。")
EXTERNAL_LINK = fault_kind("S068", "external-link", _NOTE, "引用了其他文件",
    "表中公式引用了其他文件，只采用文件中存着的结果，没有打开被引用的文件。", "请核对引用的数值是否为最新。")
EMBEDDED_OBJECT = fault_kind("S069", "embedded-object", _NOTE, "含嵌入对象", "文件含有嵌入的对象或控件，未打开、未读取。", "如为报送内容，请单独作为文件报送。")
COMMENTS = fault_kind("S070", "comments", _NOTE, "含批注", "有 {count} 处批注，批注文字另行保留，不计入单元格。", "请把应报送的内容填入单元格。")
PICTURES = fault_kind("S071", "pictures", _NOTE, "含图片", "有 {count} 张图片，图片内容未读取。", "图片中的内容请填入单元格。")
DATE_1904 = fault_kind("S072", "date-1904", _NOTE, "1904 日期系统", "文件采用 1904 日期系统，日期已按该系统读取。", "无需处理；请核对日期是否正确。")
DOCX_TABLES = fault_kind("S073", "docx-tables", _NOTE, "Word 文档中的表格",
    "收到的是 Word 文档，读取了其中 {tables} 个表格。", "请优先使用下发的电子表格模板填报。")
MERGES_LEFT = fault_kind("S074", "merges-left", _QUERY, "合并单元格过多", "合并单元格重叠或过多（{count} 个），未逐一处理。", "请取消多余的合并单元格后重新报送。")

# Containers
MEMBER_REFUSED = fault_kind("S080", "member-refused", _REJECT, "包内文件未读取", "包内的“{member}”未读取：{reason}。", "请解压后单独报送该文件。")
NOTHING_ENCLOSED = fault_kind("S081", "nothing-enclosed", _REJECT, "包内没有文件", "{what}里没有可处理的文件。", "请核对后把表格文件放入收件文件夹。")
MAILS_WITHOUT = fault_kind("S082", "mails-without-attachments", _REJECT, "邮件没有附件",
    "邮箱里有 {count} 封邮件没有可处理的附件：{mails}。", "请逐封看一下：要报表的请发件人补发附件；只是回执、通知的，撤回这一份即可，其他邮件已照收。")
# fmt: on

CATALOGUE: tuple[FaultKind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
