"""Chinese words that the checks of a submission recognise or print."""

from __future__ import annotations

from duchá.submissions.status import Status

# --- unit identity (C31–C38, A24–A26, D10, D11) ---
LIST_COMMA = "、"
CLAUSE_COMMA = "，"


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
DATE_LINE_PATTERN = r"(?:[0-9]{4}|[〇○零一二三四五六七八九oO]{4})[年./-][^a-z]{1,12}"
TITLE_PATTERN = r".{2,40}(?:表|清单|台账|一览)[0-9一二三四五六七八九十]?(?:\(.{1,12}\))?"
IN_OTHER = "其他栏"
LIST_PAUSE = "、"
QUOTED = "“{text}”"

WRITTEN_NUMBER_PATTERN = r"[(（]?(?:[0-9０-９]{1,5}|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.、．,，]?|…+|\.{3,}"

# --- checks over a whole submission ---
DAY_SHOWN = "{day.year}年{day.month}月{day.day}日"


# --- cells: what a single cell says (C01–C44) ---
DITTO_MARK = "〔同上〕"

# --- the marked copy (校验结果) ---
RESULT_SHEET = "校验结果"
RESULT_TITLE = "校验结果：{name}"
COMMENT_MARK = "【校验·"
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = "\u4e00", "\u9fff"  # characters that no normalising changes
AND_MORE = "等"
