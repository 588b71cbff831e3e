"""Chinese words that the checks of a submission recognise or print."""

from __future__ import annotations

from duchá.submissions.model import Status

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
TRADITIONAL = "財務審計統農業環護國稅發經濟資產監規劃運輸衛檔氣煙菸專賣殘聯會總辦僑機關與單廣電體動勞險質檢場糧漁館園區縣鎮鄉處執職員紀組織黨團婦參軍隊開設術學進際貿實驗藥標準權價歸應災難綜線號門時間圖書報營養療醫兒傳視錄聞證評議調請許話語豐華東龍寶義銀鐵鋼礦綠種獸樓橋灣島鄭劉吳徵嚴嶺創據壓爾揚蘇滬寧"
SIMPLIFIED = "财务审计统农业环护国税发经济资产监规划运输卫档气烟烟专卖残联会总办侨机关与单广电体动劳险质检场粮渔馆园区县镇乡处执职员纪组织党团妇参军队开设术学进际贸实验药标准权价归应灾难综线号门时间图书报营养疗医儿传视录闻证评议调请许话语丰华东龙宝义银铁钢矿绿种兽楼桥湾岛郑刘吴征严岭创据压尔扬苏沪宁"

STATUS_WORDS = {
    Status.ACCEPTED: "已收",
    Status.HELD: "待确认",
    Status.SENT_BACK: "退回",
    Status.REFUSED: "不能用",
    Status.DUPLICATE: "重复",
    Status.IGNORED: "忽略",
}

# --- tables: what stands around a body (A26–A31, B16–B24) ---
END_FIRST_CHARACTERS = "注填说审负联经单主分制签报电（("
NOTE_PATTERN = r"(?:注|注意|填表说明|填报说明|填写说明|说明)(?:[:.、(]|[0-9]|$)"
FOOTER_PATTERN = r"(?:填表人|填报人|制表人|制表|填表|经办人|审核人|审核|审批人|负责人|单位负责人|部门负责人|主要负责人|分管领导|分管负责人|联系人|联系电话|电话|签发人|签字|报送人|报表人|单位盖章)(?:\((?:签字|签名|签章|盖章)\))*(?::|$|[0-9])"
NOTE_LINE_PATTERN = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、)]"
DATE_LINE_PATTERN = r"(?:[0-9]{4}|[〇○零一二三四五六七八九oO]{4})[年./-][^a-z]{1,12}"
TITLE_PATTERN = r".{2,40}(?:表|清单|台账|一览)[0-9一二三四五六七八九十]?(?:\(.{1,12}\))?"
NUMBER_PATTERN = r"附?(?:件|表)[0-9一二三四五六七八九十]{1,3}[:.]?"
CONTINUED_PATTERN = r"续表|\(续\d?\)|附页|续页|\(续[一二三四]\)|续$"
PLAIN_SHEET_PATTERN = r"sheet\d*|工作表\d*|表\d*|新建.*|附件.*|附表.*|.*(?:表|报表)[0-9一二三]?|[0-9]{4}.*|.*(?:草稿|最终|修改|更正|副本|备份|\(\d+\))"
SUB_UNIT_PATTERN = r"[\u4e00-\u9fff]{1,14}(?:所|局|中心|站|机关|队|院|校|科|室|处|办|委|会|公司|馆|园|场|大队|支队|中队|分局|办公室|本级)"
INSTRUCTION_SHEETS = ("填表说明", "填报说明", "填写说明", "说明", "校验结果", "目录", "封面")
SUB_UNIT_TITLES = ("下属单位", "所属单位", "下属单位名称", "所属单位名称", "二级单位")
UNTITLED_COLUMN = "第{letters}列"
JOINED_TITLE = "{parent}/{child}"
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
NIL_SENTENCE = r"(?:未|没有|没|无)(?:发现|存在|查出|自查出)?(?:任何|其他|相关|有关|违规|违法|上述|以上|此类|明显|突出){0,3}问题"
ATTACHMENT_PATTERN = r"(?:见|另附|附)(?:附页|附件|附表|附后|材料|说明|报告|页|后)|另附页|附页"
ATTACHMENT_NAMES = ("附页", "另附", "说明", "报告", "附件材料")
SENTENCE_ENDS = "。！？；!?;.）)”】》…"
DAY_PATTERN = r"((?:19|20)[0-9]{2})\s*[年.\-/]\s*([0-9]{1,2})\s*[月.\-/]\s*([0-9]{1,2})"
DAY_SHOWN = "{day.year}年{day.month}月{day.day}日"
ID_OR_MOBILE = r"(?<![0-9])(?:[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])"

# --- the written report (DT-40) ---
WRITTEN_REPORT = "书面报告"
REPORT_WORDS = ("报告", "汇报", "总结")
NUMBER_OF_FORM = r"附(?:件|表)[0-9一二三四五六七八九十]"
STATED_PROBLEMS = (
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:的|各类|突出|主要){0,2}问题(?:共计?|合计|总计)?([0-9]+)(?:个|项|条|件|处)",
    r"(?:发现|查出|查找出?|自查出?|梳理出?|排查出?|存在)(?:各类|突出|主要)?([0-9]+)(?:个|项|条|件|处)(?:各类|突出|主要|方面的?)?问题",
)
WRITTEN_DAY = r"[0-9〇○零一二三四五六七八九oO]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日|(?:19|20)[0-9]{2}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}"
