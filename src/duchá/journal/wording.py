"""Chinese words of the audit trail: one line for each kind of fact."""

from __future__ import annotations

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
