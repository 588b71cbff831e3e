"""Chinese words of the audit trail: one line for each kind of fact."""

from __future__ import annotations

FACT_WORDS = {
    "context": "设置、名单、日历或制度有变动，已留存当时的内容",
    "submission": "收件 {receipt}：{source}（{unit}）→ {status}",
    "resolution": "第 {receipt} 号收件：{action}　{reason}",
    "answer": "“{key}”认作 {value}",
    "waiver": "{unit} 豁免 {code}：{reason}（{approver} 批准，至 {until}）",
    "receipt": "收件 {receipt}：{unit} 交来纸质材料",
    "row": "{source}：{key}",
    "reminder": "{name}　{unit}：{what}（逾期 {days_late} 天）",
    "close": "关账 {period}（{rulebook}）",
    "note": "{note}",
}

# notes by what they are about; one that is not here shows its own word
NOTE_WORDS = {
    "clock-backwards": "电脑时钟倒退：现在 {now}，上一条记录是 {last}",
    "schema-upgraded": "日志升级到新的格式（第 {from} 版 → 第 {to} 版），原文件已留存",
    "restored": "由导出件恢复（{facts} 条）",
    "purged": "清除第 {receipt} 号收件的原件：{reason}（{approver}批准）",
    "collect-begun": "开始收件（{files} 个文件）",
    "collect-ended": "收件结束",
    "rejudged": "名单、制度或答复有变动，{receipts} 份重新判过",
    "container": "{source}：压缩包或邮件，里面的文件已分别登记",
    "register-read": "读登记表 {source}（{rows} 行，新记 {facts} 条）",
    "registers-recorded": "登记表录入完毕（{files} 个文件，{rows} 行）",
    "register-copy": "写标注件 {file}",
    "earlier-texts": "带入“{from}”各单位填过的内容（{texts} 条），供比对",
    "mail-begun": "发邮件给 {unit}（{to}）",
    "mail-ended": "邮件结果：{state} {why}",
}
STATE_WORDS = {"sent": "已发出", "failed": "没有发出", "unknown": "不知道是否发出"}  # of a message
