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
    "reminder": "催报 {unit}",
    "close": "关账 {key}",
    "note": "{note}",
}
