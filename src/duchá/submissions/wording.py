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
