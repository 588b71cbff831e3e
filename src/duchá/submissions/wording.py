"""Chinese words that the checks of a submission recognise or print."""

from __future__ import annotations

from duchá.submissions.status import Status

# --- unit identity (C31–C38, A24–A26, D10, D11) ---
WITNESS_GIVEN = "人工指定"
WITNESS_MARK = "表内隐藏标记"
WITNESS_CELL = "表内“{label}”"
WITNESS_FILE = "文件名"
WITNESS_FOLDER = "文件夹名"
WITNESS_SENDER = "发件邮箱"
WITNESS_TEXT = "报告正文"
SAYS = "{witness}为{units}"
LIST_COMMA = "、"
CLAUSE_COMMA = "，"
PROPOSAL = "从{witness}看可能是{units}。"
CANDIDATES = "名称相近的有：{units}。"
OTHER_DUTY = "本单位应报送：{items}。"
DUTY = "“{name}”（报{recipient}）"

# a name that ends like this is a town, street or park (镇、街道、园区): what it owes differs from what departments owe
TOWN_PATTERN = r"[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|园区|开发区|管委会|管理委员会)(?:党委|人民政府|政府|办事处|党工委|管委会|管理委员会)?"
UNIT_ENDINGS = "局委办会处所院站队厅社校馆室部科股中心公司政府法院集团分局"
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛臧戴宋庞熊纪舒屈项祝董梁杜阮蓝席季贾江"
    "童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫丁邓郁单洪包左石崔吉龚程邢裴陆荣翁曲段侯秋仲宁仇武刘龙叶白"
)
PHONE_PATTERN = r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7})(?![0-9])|[0-9]{3,4}[×xX*]{4}"

# traditional characters that occur in names of departments, each with the simplified one below it; for matching only (C38)
TRADITIONAL = "財務審計統農業環護國稅發經濟資產監規劃運輸衛檔氣煙菸專賣殘聯會總辦僑機關與單廣電體動勞險質檢場糧漁館園區縣鎮鄉處執職員紀組織黨團婦參軍隊開設術學進際貿實驗藥標準權價歸應災難綜線號門時間圖書報營養療醫兒傳視錄聞證評議調請許話語豐華東龍寶義銀鐵鋼礦綠種獸樓橋灣島鄭劉吳徵嚴嶺創據壓爾揚蘇滬寧問題現況項編結備註個無稱簽蓋責領導絡負採內說認類別違罰強當從對論頁續範閱複覆擬紅黃見過還數額該後於為並將點佔條簡讓覽臺檯賬帳補減轉遞滿盡僅確積極細針測廳衝"
SIMPLIFIED = "财务审计统农业环护国税发经济资产监规划运输卫档气烟烟专卖残联会总办侨机关与单广电体动劳险质检场粮渔馆园区县镇乡处执职员纪组织党团妇参军队开设术学进际贸实验药标准权价归应灾难综线号门时间图书报营养疗医儿传视录闻证评议调请许话语丰华东龙宝义银铁钢矿绿种兽楼桥湾岛郑刘吴征严岭创据压尔扬苏沪宁问题现况项编结备注个无称签盖责领导络负采内说认类别违罚强当从对论页续范阅复复拟红黄见过还数额该后于为并将点占条简让览台台账账补减转递满尽仅确积极细针测厅冲"

STATUS_WORDS = {
    Status.ACCEPTED: "已收",
    Status.HELD: "待确认",
    Status.SENT_BACK: "退回",
    Status.REFUSED: "不能用",
    Status.DUPLICATE: "重复",
    Status.IGNORED: "忽略",
}

# --- tables: what stands around a body (A26–A31, B16–B24) ---
NOTE_LINE_PATTERN = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、)]"
DATE_LINE_PATTERN = r"(?:[0-9]{4}|[〇○零一二三四五六七八九oO]{4})[年./-][^a-z]{1,12}"
TITLE_PATTERN = r".{2,40}(?:表|清单|台账|一览)[0-9一二三四五六七八九十]?(?:\(.{1,12}\))?"
NUMBER_PATTERN = r"附?(?:件|表)[0-9一二三四五六七八九十]{1,3}[:.]?"
CONTINUED_PATTERN = r"续表|\(续\d?\)|附页|续页|\(续[一二三四]\)|续$"
PLAIN_SHEET_PATTERN = (
    r"sheet\d*|工作表\d*|表\d*|新建.*|附件.*|附表.*|.*(?:表|报表)[0-9一二三]?|[0-9]{4}.*|.*(?:草稿|最终|修改|更正|副本|备份|\(\d+\))"
)
SUB_UNIT_PATTERN = r"[\u4e00-\u9fff]{1,14}(?:所|局|中心|站|机关|队|院|校|科|室|处|办|委|会|公司|馆|园|场|大队|支队|中队|分局|办公室|本级)"
INSTRUCTION_SHEETS = ("填表说明", "填报说明", "填写说明", "说明", "校验结果", "目录", "封面")
SUB_UNIT_TITLES = ("下属单位", "所属单位", "下属单位名称", "所属单位名称", "二级单位")
UNTITLED_COLUMN = "第{letters}列"
JOINED_TITLE = "{parent}/{child}"
CANDIDATE_FORM = "{form}（{reasons}）"
WHY_NUMBER = "表号为{number}"
WHY_TITLE = "标题为“{title}”"
WHY_COLUMNS = "有栏目{columns}"
WHY_MARK = "表内隐藏标记"
WHY_FILE = "文件名"
TITLE_AND_COLUMN = "{title}（{letters}列）"
IN_TITLE, IN_HEAD, IN_FOOT, IN_OTHER = "标题", "表头", "落款", "其他栏"
LABELLED_DAY = "“{label}”为“{day}”"
MAY_BE = "{written}（可能是{titles}）"
NO_COLUMNS = "（没有）"
COLUMNS_ARE = "表中的栏目是{columns}"
MAPPED_TITLE = "“{written}”作为“{title}”"
LIST_PAUSE = "、"
SEMICOLON = "；"
QUOTED = "“{text}”"
UNTOUCHED_DATE = frozenset({"年月日", "年月", "月日"})

# a file that says it adds to an earlier one (D06)
SUPPLEMENT_WORDS = ("补充", "补报", "追加", "增补")
WRITTEN_NUMBER_PATTERN = r"[(（]?(?:[0-9０-９]{1,5}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．,，]?|…+|\.{3,}"
LEFT_OUT = "（缺“{text}”）"
CONTINUED_SHEETS = ("续表", "附页", "续页", "（续", "(续")
SHEETS_WITHOUT_FORM = "工作表{names}中没有找到本次的报表"

# --- checks over a whole submission ---
CELL_EMPTY, NO_SUCH_CELL = "一栏为空", "这一栏没有了"
ATTACHMENT_PATTERN = r"(?:见|另附|附)(?:附页|附件|附表|附后|材料|说明|报告|页|后)|另附页|附页"
POINTING = "[附见]"
ATTACHMENT_NAMES = ("附页", "另附", "说明", "报告", "附件材料")
SENTENCE_ENDS = "。！？；!?;.）)”】》…"
DAY_PATTERN = r"((?:19|20)[0-9]{2})\s*[年.\-/]\s*([0-9]{1,2})\s*[月.\-/]\s*([0-9]{1,2})"
DAY_SHOWN = "{day.year}年{day.month}月{day.day}日"
ID_OR_MOBILE = (
    r"(?<![0-9])(?:[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])"
)

ATTACHMENT_FILES = ("附页", "附件材料", "佐证", "证明材料", "情况说明", "续页")
NO_FORM_INSIDE = "文件中没有找到本次的报表，也不像书面报告"
SCAN_OF = "按文件名认作{unit}"
SCAN_MAYBE_OF = "从文件夹名看可能是{unit}"
SCAN_OF_NOBODY = "看不出是哪个单位"

AND_OTHERS = "等 {count} 个单位"

# --- the written report (DT-40) ---
WRITTEN_REPORT = "书面报告"
REPORT_WORDS = ("报告", "汇报", "总结")
NUMBER_OF_FORM = r"附(?:件|表)[0-9一二三四五六七八九十]"
STATED_PROBLEMS = (
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:的|各类|突出|主要){0,2}问题(?:共计?|合计|总计)?([0-9]+)(?:个|项|条|件|处)",
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:各类|突出|主要)?([0-9]+)(?:个|项|条|件|处)(?:各类|突出|主要|方面的?)?问题",
)
WRITTEN_DAY = r"[0-9〇○零一二三四五六七八九oO]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|(?:19|20)[0-9]{2}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}"

# --- cells: what a single cell says (C01–C44) ---
NIL_WORDS = frozenset(
    {
        "无",
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "―",
        "–",
        "－",
        "空",
        "暂无",
        "无此项",
        "n/a",
        "na",
        "nil",
        "none",
        "没有",
        "0",
        "×",
        "x",
        "无。",
        "未发现",
        "不涉及",
        "无问题",
        "零",
    }
)
DITTO = frozenset({"同上", "〃", "″", '"', "''", "同上。", "同前", "同上行", "同上栏", "ditto", "々"})
DITTO_LEFT = frozenset({"同左", "同左。", "同左栏", "←同左"})
DITTO_SHOWN = "{text}〔同上〕"
DITTO_MARK = "〔同上〕"
PICTURE = "【图片】"
COMMENT = "批注"
COLUMN_COUNTS = (
    tuple(map(str, range(1, 30))),
    tuple("甲乙丙丁戊己庚辛壬癸"),
    ("甲", *map(str, range(1, 30))),
    tuple("ABCDEFGHIJKL"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
)
SECTION = "分组"
SECTION_JOINT = "／"
AFTER_ORDINAL = "、.．,，:： "
SUBTOTAL_PATTERN = r"(?:合计|小计|总计|共计|累计|总数)(?:数|个数|件数|项数|条数|\(.{0,8}\))?[:：]?(?:共|为|计)?[0-9一二三四五六七八九十百]{0,6}(?:个|项|件|条|处|家|人|次)?(?:问题|事项|项目)?(?:个数|件数)?"
PLACEHOLDER_PATTERN = r"(?:[…⋯.。·]{2,}|…|⋯|\.{3,})"
EXAMPLE_PATTERN = r"\(?(?:例|示例|样例|举例|范例|例如|填写示例)\)?[:：]?\d{0,2}"
ITEMS_PATTERN = r"(?:^|[\n；;。，,])\s*[(（]?(?:[1-9][0-9]?|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．，]|(?<=[①-⑳]))"
ITEMS_HINT = "[2２二②]"
FULL_STOPS = "。！？!?；;."
TODO_FILL = "请补填。"
TODO_RECTIFY = "请补填；尚未整改的，写明措施和完成时限。"
ROW_NUMBER = "第{row}行"
YES_WORDS = frozenset({"√", "✓", "✔", "☑", "是", "有", "y", "yes", "1", "true", "对", "已"})
NO_WORDS = frozenset({"×", "✗", "✘", "☒", "x", "否", "无", "n", "no", "0", "false", "没有", "未"})
UNTICKED = frozenset({"□", "☐", "▢", "◻"})
YES, NO = "是", "否"
WHY_GAPS = "有缺号"
WHY_TWICE = "有重号"
WHY_WRITTEN = "写法不一"
ABOUT_BEFORE = "(?:约|大约|近|将近|超过|逾|不足|至少|共|共计|计)"
ABOUT_AFTER = "(?:余|多|左右|以上|上下|以内|几)"
ABOUT_MARKS = "约近逾超余多左右上下几"
PERCENT_OF = "百分之"
DIGIT_WORDS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TEN_WORD, HUNDRED_WORD = "十", "百"
TRIANGLES = "△▲"
TIME_PATTERN = r"([01]?[0-9]|2[0-4])[:时点]([0-5]?[0-9])?分?(?::[0-5][0-9])?"
SUBTOTAL_STARTS = "合小总共累"
EXAMPLE_STARTS = "例示样举范填(（【["
LIST_NUMBER_PATTERN = r"^[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．]|(?<=[①-⑳]))\s*"
LIST_EDGES = " 。.；;，,"
COLONS = ":： 　"

# --- the marked copy (校验结果) ---
RESULT_SHEET = "校验结果"
RESULT_TITLE = "校验结果：{name}"
RESULT_COUNTS = "必须改 {reject} 处，请核实 {query} 处，提示 {note} 处。"
RESULT_HOW = (
    "请直接在本文件的各表中修改（红色必须改，黄色请核实，蓝色供参考），改好后保存，重新报送本文件即可。本工作表不用删除，不计入填报内容。"
)
RESULT_APART = "{why}，为保证原文件不受影响，没有在原文件上标注。请打开原文件，按下表逐项改好后重新报送原文件。"
RESULT_CONVERTED = "原文件是{kind}，已按原内容另存为 .xlsx 并标注；字体、边框等格式可能与原文件不同。"
RESULT_COLUMNS = ("序号", "表", "单元格", "栏目", "现在填的", "问题", "怎么改", "示例")
GROUP_LINES = {
    "reject": "必须改（{count} 处）：改好后才能收下",
    "query": "请核实（{count} 处）：请改正，或向收件人说明",
    "note": "提示（{count} 处）：供参考，不影响收下",
}
COMMENT_MARK = "【校验·"
COMMENT_LINE = "【校验·{group}】{message}{remedy}"
COMMENT_GROUPS = {"reject": "必须改", "query": "请核实", "note": "提示"}
EMPTY_CELL = "（空）"
WHOLE_FILE = "（整个文件）"
ALL_GOOD = "没有发现需要修改的地方。"
PICTURE_CELL = "【图片】"
PAGE_FOOT = "第 &P 页 共 &N 页"
WHY_APART = {
    "text-box": "原文件含有文本框或图形",
    "extension": "原文件含有迷你图、高级条件格式等扩展内容",
    "cell-picture": "原文件的单元格中嵌有图片",
    "control": "原文件含有表单控件",
    "object": "原文件含有嵌入对象或新式图表",
    "macro": "原文件含有宏",
    "outside": "原文件含有会打开其他文件、程序或网页的公式或链接",
    "comment-thread": "原文件含有对话式批注",
    "picture": "原文件含有不能原样保留的图片",
    "signature": "原文件带有电子签名",
    "large": "原文件很大，或带格式的空单元格太多",
    "unmarked": "原文件无法改写",
    "strict": "原文件的存储格式特殊",
    "document": "原文件是{kind}",
}
APART_BY_REASON = {"died": "unmarked", "failed": "unmarked", "time": "large", "memory": "large"}
ORIGINAL_GONE = "存档中没有原件"
COPY_GAVE_UP = "写标注件的程序中途退出"
RESULT_MORE = "另有 {count} 处没有列在这里，改好以上各处后重新核对即可看到。"
SECOND_NUMBERS = ("二", "２", "②")
SECOND_PATTERN = r"[2２二][)）.、．，]|②"
COLUMN_TITLES = "各栏标题"
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = "\u4e00", "\u9fff"  # characters that no normalising changes
AND_MORE = "等"

# --- waivers (豁免) ---
WAIVED = "（已豁免：{waived_by}批准，至 {waived_until}。）"
WAIVE = "豁免"
NO_APPROVER = "豁免要写明批准人"
GIVE_APPROVER = "请用 --approver 写上谁批准的。"
WAIVE_PAST = "豁免期限 {until} 早于今天（{today}）。"
WAIVE_LATER = "请把 --until 写成今天或以后的日期。"
NO_SUCH_CODE = "没有代码为“{code}”的差错。"
CODES_ARE_SHOWN = "代码见核对结果（如 S101），不要带括号。"
