"""Chinese words of the list of what is late, of letters and of mail."""

from __future__ import annotations

TITLE = "{campaign}逾期事项清单"
STEM = "overdue-{day}"
SHEET_LATE = "逾期"
SHEET_COMING = "即将到期"
COMING_TITLE = "{campaign}即将到期事项清单"
UNDATED_TITLE = "{campaign}未定期限事项清单"
UNDATED_NOTES = ("注：没有期限的不亮灯、不催办；请在“督办事项”填办理时限，快速处置的填处置类型。",)
SINCE = "立项日期"
NUMBER = "序号"
KIND = "类别"
UNIT = "单位"
MATTER = "事项编号"
WHAT = "事项或材料"
DUE = "期限"
DAYS_LATE = "逾期天数"
DAYS_LEFT = "还剩天数"
LIGHT = "灯"
REMINDERS = "已催促次数"
NOW = "本次"
REACHED = "期限怎么来的"
UNDER = "截至{day}"
FORMERLY = "{unit}（原{formerly}）"
OF_FORMER = "{what}（原{formerly}）"
MEASURE = "单位：项"
MARK = "截至{day}　duchá overdue"
NOTES = (
    "注：1. 逾期天数按自然日计，从期限次日起算。",
    "2. “本次”是按催办阶梯新达到的一级，每次逾期每级只发一次；“通报建议”须由人审定。",
    "3. 本清单和催办函都是草稿，登记“催办”后才计入催办。",
)
LETTER_FOLDER = "催办函-{day}"
LETTER_NAME = "{order:02d}-{unit}-催办函"
LETTER_OF = "{name}（{of}）"
READY_FILE = "办理记录-待确认.xlsx"
READY_NOTE = "催办函已发出的，把该行日期改为实际发出日期，存入 registers/ 后运行 duchá record；没有发出的删去该行。"
DAYS = "{days}天"
TIMES = "第{times}次"
KEY_RUNG = "重点督办"
MAIL_SUBJECT = "{issuer}催办：{count}项工作已逾期（截至{day}）"
MAIL_BODY = "{unit}：\n\n附件是催办函，请查收并尽快办理。\n\n{lines}\n\n{contact}\n"
MAIL_LINE = "{at}. {what}，期限{due}，已逾期{days}天"
PAUSE = "、"
MAIL_ANSWER = "服务器答复“{answer}”"
MAIL_LOGIN = "登录被拒绝，{answer}"
MAIL_NOT_SUPPORTED = "服务器不支持所选的加密或登录方式"
MAIL_CERTIFICATE = "服务器的证书不可信，或与主机名不符"
MAIL_TLS = "加密连接没有建成"
MAIL_NO_SUCH_HOST = "找不到这台主机"
MAIL_NO_SERVER = "拒绝连接，端口上没有邮件服务"
MAIL_SILENT = "没有回应"
MAIL_BROKEN = "连接中断"
MAIL_REFUSED = "地址被拒收"
MAIL_NO_SENDER = "没有写发件人 from"
MAIL_NOT_IN_ENVIRONMENT = "环境变量 {name} 里没有密码"
MAIL_NO_VARIABLE = "写了 user，没有写 password_env（放密码的环境变量的名称）"
MAIL_NOT_ASCII = "发件人、用户名、密码里有中文等字符，邮件服务器不认"
MAIL_AGAIN = "{stem}-续"
CONTACT = "联系人：{contact}　{phone}"
MD_LETTER = """# 催办函

{unit}：

截至{day}，你单位下列{count}项工作已超过规定期限，尚未报送、反馈或者办结。请抓紧办理，立即报送；确有困难的，请书面说明原因和预计完成时间。

| 序号 | 事项 | 期限 | 已逾期 | 催办 |
|---|---|---|---|---|
{rows}

{key}{ways}

{contact}

{issuer}
{day}
"""
MD_KEY = "其中第{items}项逾期时间较长，已列入重点督办。\n\n"
MD_KEY_NEXT = "其中第{items}项逾期时间较长，仍不办理的，按规定列入重点督办。\n\n"
MD_ROW = "| {at} | {what} | {due} | {late} | {times} |"
MD_WAY = "第{at}项的期限：{reached}。"
URGED_BY_MAIL = "催办函 {day}，已发邮件"
URGED_BY_LETTER = "催办函 {day}（草稿，发出后再登记）"
