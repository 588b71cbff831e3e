"""C: what can be wrong with a campaign folder. Each gives one line and exit 2."""

from __future__ import annotations

from duchá.rulebook.faults import SAID_IN_CAMPAIGN
from duchá.terms.fault import FaultKind, Weight, fault_kind

_REJECT = Weight.REJECT

NO_CAMPAIGN = fault_kind(
    "C001",
    "no-campaign",
    _REJECT,
    "不在督查行动文件夹里",
    "“{folder}”及其上级文件夹里都没有 campaign.toml。",
    "请先进入督查行动文件夹，或用 -C 指明它；新建用 duchá init-campaign。",
)
SETTINGS_UNREADABLE = fault_kind(
    "C002",
    "settings-unreadable",
    _REJECT,
    "campaign.toml 读不出",
    "campaign.toml 写法有误：{why}。",
    "请改好那一行，再运行。",
)
ROSTER_UNREADABLE = fault_kind(
    "C003", "roster-unreadable", _REJECT, "名单读不出", "名单 {file} 读不出：{why}", "请核对文件是否完整，或从备份恢复。"
)
ROSTER_COLUMN = fault_kind(
    "C004",
    "roster-column-missing",
    _REJECT,
    "名单缺栏",
    "名单 {file} 里没有“{column}”这一栏。",
    "请补上该栏，或用 duchá init-campaign 重新生成名单后再填。",
)
ROSTER_ROW = fault_kind("C005", "roster-row-incomplete", _REJECT, "名单行不全", "名单第{row}行缺“{column}”。", "请补填后再运行。")
ROSTER_DOUBLE = fault_kind(
    "C006",
    "roster-unit-twice",
    _REJECT,
    "单位重复",
    "名单里“{name}”出现了两次（第{row}行），有的日子两行都算。",
    "同一单位只列一行，请删去多余的一行；年中改组别等确要几行的，每行写明启用日期、停用日期，日期不重叠。",
)
ROSTER_SHARED_ALIAS = fault_kind(
    "C007", "alias-shared", _REJECT, "别名不唯一", "别名“{alias}”同时属于两个单位，遇到它时不会自动认定。", "请只留给其中一个单位。"
)
ROSTER_EMPTY = fault_kind("C008", "roster-empty", _REJECT, "名单为空", "名单 {file} 里没有一个单位。", "请填好名单后再运行。")
CALENDAR_ROW = fault_kind(
    "C009", "calendar-row", _REJECT, "日历行有误", "日历 {file} 第{row}行有误：“{found}”。", "日期写成 2015-10-01，“类型”写“放假”或“上班”。"
)
UNKNOWN_READING = fault_kind(
    "C010",
    "unknown-reading",
    _REJECT,
    "没有这个读法",
    "campaign.toml 里的读法“{reading}”不存在，或没有“{option}”这个选项。",
    "可选：{known}。",
)
UNKNOWN_NAME = fault_kind(
    "C011", "unknown-name", _REJECT, "引用的名称不存在", "campaign.toml 的 {key} 写了“{found}”，但没有这个名称。", "可用：{known}。"
)
FOLDER_NOT_WRITABLE = fault_kind(
    "C012",
    "folder-not-writable",
    _REJECT,
    "文件夹不可写",
    "没有在“{folder}”写入的权限，或磁盘已满：{why}。",
    "请换一个文件夹，或请管理员放开写入权限、清理磁盘。",
)
NO_SUCH_PATH = fault_kind("C013", "no-such-path", _REJECT, "没有这个文件或文件夹", "找不到“{path}”。", "请核对路径后再运行。")
UNKNOWN_UNIT = fault_kind(
    "C014", "unknown-unit-given", _REJECT, "名单里没有这个单位", "名单里没有“{unit}”。", "名称相近的有：{candidates}。请用名单中的全称。"
)
DATES_BACKWARDS = fault_kind(
    "C015",
    "dates-backwards",
    _REJECT,
    "起止日期颠倒",
    "督查行动的开始日期 {start} 晚于结束日期 {end}。",
    "请改正 campaign.toml 或 --start/--end。",
)
NOT_A_FOLDER = fault_kind(
    "C016", "not-a-folder", _REJECT, "不是文件夹", "“{path}”是一个文件，不能在这里建督查行动文件夹。", "请换一个文件夹名。"
)
NO_ROSTER_FOR_GROUP = fault_kind(
    "C017",
    "group-without-units",
    _REJECT,
    "有的组别还没有单位",
    "{groups}在名单里还没有单位，“{deliverable}”暂时没有人报。",
    "制度里没有附这份名单，请在 units.xlsx 里补上这些单位，组别写{groups}{one_of}。",
)
QUOTED, ONE_OF = "“{name}”", "中的一个"  # groups in C017
UNKNOWN_RECEIPT = fault_kind(
    "C018", "unknown-receipt", _REJECT, "没有这个收件号", "没有第 {receipt} 号收件。", "收件号见 duchá status 或 duchá journal show。"
)
CANNOT_RESOLVE = fault_kind(
    "C019", "cannot-resolve", _REJECT, "不能这样处理", "第 {receipt} 号收件现在是“{status}”，不能{action}。", "{possible}"
)
MISSING_REASON = fault_kind("C020", "missing-reason", _REJECT, "缺少理由", "{action}必须写明理由。", '请加上 --reason "理由"。')
NO_CONTEXT = fault_kind(
    "C021", "nothing-known-then", _REJECT, "当时还没有记录", "在 {moment} 之前日志里还没有任何记录。", "请换一个较晚的 --known-at。"
)
BAD_ANSWER = fault_kind("C022", "bad-answer", _REJECT, "答复无效", "{why}", "{possible}")
TIMEZONE = fault_kind(
    "C023", "unknown-timezone", _REJECT, "时区有误", "campaign.toml 的 timezone“{found}”不是时区名称。", "中国用 Asia/Shanghai。"
)
NO_DATE = fault_kind(
    "C024",
    "no-due-date",
    _REJECT,
    "还没有截止日期",
    "“{deliverable}”在制度里没有写明截止日期，照收，未定期限，不催报、不算逾期。",
    "要定期限的，请在 campaign.toml 里写上：{line}。",
)
ROSTER_DAY = fault_kind(
    "C025",
    "roster-date",
    _REJECT,
    "名单日期有误",
    "名单里“{name}”的{column}写的是“{found}”，不是日期，或停用早于启用。",
    "请写成 2015-11-16 的样子：启用日期是第一天，停用日期是最后一天；没有的留空。",
)
ROSTER_SUCCESSOR = fault_kind(
    "C026",
    "roster-successor",
    _REJECT,
    "并入单位有误",
    "名单里“{name}”的并入单位“{successor}”不能用：{why}。",
    "请写名单中另一个单位的全称，并写上停用日期；撤销后没有单位承接的留空。",
)
NOT_ON_ROSTER = fault_kind(
    code="C027",
    name="unit-gone-from-roster",
    weight=Weight.QUERY,
    title="单位不在名单里了",
    message="“{unit}”报送过材料，但名单里已没有它，它的材料没有列出。",
    remedy="单位改名的，请把原名写进新单位的曾用名；并入、撤销的，请恢复这一行，填写停用日期和并入单位。",
)
FILE_GONE = fault_kind(
    "C028",
    "campaign-file-gone",
    _REJECT,
    "行动文件夹里少了文件",
    "“{folder}”里没有 {file}。",
    "请从备份恢复；没有备份的，在这里重新运行 duchá init-campaign .（带原来的 --rulebook），它只补缺少的文件。",
)
CALENDAR_EMPTY = fault_kind(
    "C029",
    "calendar-empty",
    _REJECT,
    "日历读不出",
    "日历 {file} 里没有一行日期，或缺标题行（日期、类型、节日、来源）。",
    "请从备份恢复；或删去它，再运行 duchá init-campaign .（带原来的 --rulebook）重新生成。",
)
NO_SUCH_PERIOD = fault_kind(
    "C030",
    "no-such-period",
    _REJECT,
    "期间写得不对",
    "“{found}”不是可以通报的期间。",
    "月份写 2015-11，季度写 2015Q4，年度写 2015；还没有开始的期间不能通报。",
)
NO_SUCH_REGISTER = fault_kind(
    "C111", "no-such-register", _REJECT, "没有这张登记表", "没有名为“{found}”的登记表。", "请写登记表的名称：{known}。"
)
NO_DOCUMENTS = fault_kind(
    "C113",
    "no-documents",
    _REJECT,
    "这张登记表没有文书",
    "制度没有规定由“{register}”的行写成什么文书。",
    "去掉 --documents 再运行；文书在制度的 documents 里写。",
)
NO_SUCH_EXAMPLE = fault_kind(
    "C112",
    "no-such-example",
    _REJECT,
    "没有这个例子",
    "没有名为“{found}”的例子。",
    "现有的例子：{known}；不写 --example 为41个部门的例子。",
)
NOTHING_SELECTED = fault_kind(
    "C031",
    "nothing-selected",
    _REJECT,
    "没有选中任何事项",
    "没有“{found}”的督查登记，台账里也没有这样的事项。",
    "--task 写督查任务编号或督查组，--matter 写事项编号；编号见 duchá ledger 和登记表。",
)
MAIL_INCOMPLETE = fault_kind(
    "C032",
    "mail-incomplete",
    _REJECT,
    "发件设置不全",
    "campaign.toml 的 [mail] 还不能发信：{why}。",
    "请补上后再运行；邮件文件（.eml）已写好，也可以由人发出。",
)
MAIL_UNREACHABLE = fault_kind(
    "C033",
    "mail-unreachable",
    _REJECT,
    "邮件没有发出",
    "邮件服务器 {host}:{port} 用不了：{why}；{count} 封{what}邮件没有发出。",
    "请核对 campaign.toml 的 [mail] 和网络，再运行一次接着发；邮件文件（.eml）已写好，也可以由人发出。",
)
MAIL_REFUSED = fault_kind(
    code="C034",
    name="mail-refused",
    weight=Weight.QUERY,
    title="邮件被拒收",
    message="给“{unit}”的{what}邮件没有送到 {address}：{why}。",
    remedy="请核对 units.xlsx 里的电子邮箱，改好再运行一次；邮件文件（.eml）还在，也可以由人发出。",
)
MAIL_UNCERTAIN = fault_kind(
    code="C035",
    name="mail-uncertain",
    weight=Weight.QUERY,
    title="不知道邮件发出没有",
    message="给“{unit}”的{what}邮件 {time} 开始发送，没有记下结果（中断了，或者另一次运行正在发），不会自动重发。",
    remedy="请向对方或在发件箱里核实；确实没有发出的，打开 {file} 由人发出。",
)
MAIL_NO_ADDRESS = fault_kind(
    code="C036",
    name="mail-without-address",
    weight=Weight.QUERY,
    title="没有电子邮箱",
    message="{count} 个单位没有可用的电子邮箱，{what}没有发邮件：{units}。",
    remedy="请在 units.xlsx 补填电子邮箱，或另行送达。",
)
MAIL_OTHER_DAY = fault_kind(
    code="C037",
    name="mail-not-today",
    weight=Weight.NOTE,
    title="推算别的日子，不发邮件",
    message="这次按 {day} 推算，不是今天，邮件没有发出，只写了邮件文件（.eml）。",
    remedy="要发今天的，不写 --as-of 再运行一次。",
)
FILE_KEPT = fault_kind(
    code="C071",
    name="file-edited",
    weight=Weight.QUERY,
    title="有人改动过的文件没有覆盖",
    message="“{file}”有人改动过（或者不是本程序写的），没有覆盖；这次的写在“{beside}”。",
    remedy="请对照后留下要用的一份，不用的删去。",
)
CHOICES_CONTRADICT = fault_kind(
    "C051",
    "readings-contradict",
    _REJECT,
    "同一个读法选了两样",
    "campaign.toml 里同一个读法按两个名称选了不同的选项：{choices}；现按 {option} 算。",
    "这几个制度共用一个读法，请只留一行。",
)
READING_RETIRED = fault_kind(
    code="C052",
    name="reading-retired",
    weight=Weight.NOTE,
    title="读法已不再提供",
    message="campaign.toml 里的读法“{reading}”从来没有影响过结果，已不再提供。",
    remedy="{instead}请删去这一行。",
)
CHOICE_DECIDES_NOTHING = fault_kind(
    "C053",
    "choice-decides-nothing",
    _REJECT,
    "选的读法不起作用",
    "campaign.toml 里选的读法“{reading}” = “{option}”在本行动里什么也不决定。",
    "要改期限、计分的读法，请写在管它的那个制度名下（清单见 duchá rulebooks 制度）；不需要的，请删去这一行。",
)
TWO_CLOCKS = fault_kind(
    "C054",
    "two-regulations-for-one",
    _REJECT,
    "两个制度管同一类事项",
    "制度“{one}”和“{other}”都规定了{kind}的{what}，又不一样；现按写在前面的“{one}”。",
    "请只选其中一个，或写一个沿用（extends）两者之一的制度，把该用的写明。",
)
GROUP_LACKING = fault_kind(
    "C055",
    "group-not-on-roster",
    _REJECT,
    "名单里没有制度说的组别",
    "《{title}》说到“{group}”，名单 units.xlsx 里没有组别或单位类别是它的单位（现有组别：{groups}）。",
    "{rows}名单里另有叫法的，在 campaign.toml 的 [groups] 下写一行：{line}；本地没有的，写：{none}。",
)
GROUP_ROWS = {  # what to write on the roster, before the line for campaign.toml
    "own": "请在 units.xlsx 把这些单位的组别写成“{group}”；",
    "class": "请在 units.xlsx 把{units}的单位类别写成“{group}”（组别仍写“{beside}”）；",
}
GROUP_APART = fault_kind(
    "C056",
    "group-ranked-apart",
    _REJECT,
    "名单里的分组与制度不符",
    "《{title}》把“{group}”与“{beside}”放在一组排名，名单 units.xlsx 里“{group}”却自成一组（{count}个单位）。",
    "请在 units.xlsx 把{units}的组别写成“{beside}”、单位类别写成“{group}”。",
)
OUT_OF_CALENDAR = fault_kind(
    "C057",
    "date-out-of-range",
    _REJECT,
    "年份或日期超出范围",
    "campaign.toml 的“{key}”写的是 {found}，年份只能在 {first} 到 {last} 之间。",
    "请核对后改正。",
)
BAD_PORT = fault_kind(
    "C058",
    "bad-port",
    _REJECT,
    "端口写得不对",
    "campaign.toml 的 mail.port 写的是 {found}，端口只能在 1 到 65535 之间。",
    "请向发件服务器的管理员核对。",
)
BAD_JOURNAL = fault_kind(
    "C161",
    "bad-journal-place",
    _REJECT,
    "日志的网址写得不对",
    "campaign.toml 的 [journal] {key} 写的是“{found}”，用不了。",
    "url 写成 postgresql://用户名@主机/数据库；schema、clerks 是数据库里的名称，不超过63个字节。",
)
JOURNAL_PASSWORD = fault_kind(
    "C162",
    "journal-password",
    _REJECT,
    "网址里写了密码",
    "campaign.toml 的 [journal] url 里写了密码，campaign.toml 会存档并传给别人，没有用它。",
    "请删去密码，并换一个新密码；密码放进环境变量 PGPASSWORD，或者本人的 .pgpass 文件。",
)
BAD_YEAR = fault_kind(
    "C059", "year-out-of-range", _REJECT, "年度超出范围", "年度写的是 {found}，只能在 {first} 到 {last} 之间。", "请核对 --year 后再运行。"
)
NOTHING_TO_SEND = fault_kind(
    code="C160",
    name="nothing-to-send",
    weight=Weight.NOTE,
    title="没有要发的",
    message="没有要发的{what}：都发过了，或者还没有。",
    remedy="空白报表用 duchá blanks 生成；退回件由 duchá collect 写好。内容有变动的会再发一次。",
)
MAIL_ALL_REFUSED = fault_kind(
    code="C061",
    name="every-mail-refused",
    weight=Weight.QUERY,
    title="邮件全部被拒收",
    message="{count} 封{what}邮件全部被拒收，一封也没有发出：{why}。",
    remedy="请核对 units.xlsx 里的电子邮箱和 campaign.toml 的 [mail]，改好再运行一次；邮件文件（.eml）还在，也可以由人发出。",
)
GROUP_UNKNOWN = fault_kind(
    "C060",
    "unknown-group",
    _REJECT,
    "制度里没有这个组别",
    "campaign.toml 的 [groups] 写了“{found}”，制度里没有这个组别，这一行不起作用。",
    "制度里的组别：{known}。",
)
DUE_OF_ALL_PERIODS = fault_kind(
    "C080",
    "one-day-for-all-periods",
    _REJECT,
    "每期各有期限，写了一个日期",
    "“{deliverable}”按期报送，每期一个截止日期，campaign.toml 里 [deliverables.{key}] 的 due 不起作用。",
    '每期都照一个规则的，请写：{line}；只改一期的，把键写成 {key}@那一期，如 [deliverables."{key}@2019-05"]。',
)
NOT_IN_FORCE = fault_kind(
    "C121",
    "rulebook-not-in-force",
    _REJECT,
    "制度不在活动期间施行",
    "《{title}》（{id}）{when}，本次活动是{start}至{end}：活动期间它不起作用。",
    "请核对 campaign.toml 的 rulebooks、start 和 end；用错了的，换成当时施行的制度。",
)
ONLY_SAID = (  # the campaign can be used all the same
    NOT_IN_FORCE,
    ROSTER_SHARED_ALIAS,
    NO_ROSTER_FOR_GROUP,
    NO_DATE,
    DUE_OF_ALL_PERIODS,
    CHOICES_CONTRADICT,
    READING_RETIRED,
    CHOICE_DECIDES_NOTHING,
    TWO_CLOCKS,
    GROUP_LACKING,
    GROUP_APART,
    GROUP_UNKNOWN,
    *SAID_IN_CAMPAIGN,
)
REFUSED_WHEN_NEW = (TWO_CLOCKS,)  # a campaign that has it already goes on as it was
TO_BE_SETTLED = (  # of these, what somebody has to look into: exit code 1 where it is said
    CHOICES_CONTRADICT,
    CHOICE_DECIDES_NOTHING,
    TWO_CLOCKS,
    GROUP_LACKING,
    GROUP_APART,
    GROUP_UNKNOWN,
    *SAID_IN_CAMPAIGN,
)

CLOSING_IS_FINAL = fault_kind(
    "C151",
    "closing-is-final",
    _REJECT,
    "关账不能撤回",
    "已关账的期间不能撤回。",
    "错了的，请在“积分事项”登记一行“更正”（写记录号、批准人和说明），再运行 duchá record。",
)
DOCUMENT_LACKS = fault_kind(
    code="C154",
    name="document-lacks",
    weight=Weight.NOTE,
    title="公文要素不全",
    message="这份公文还缺：{lacks}。",
    remedy="请在 campaign.toml 里补上，再出一次。",
)
NO_OFFICE = fault_kind(
    "C155",
    "no-office",
    _REJECT,
    "没有装 LibreOffice",
    "打印成 PDF 要用 LibreOffice，这台机器上没有找到。",
    "请安装 LibreOffice 后再运行，或者用 Excel、WPS 逐个打开打印。",
)
NOTHING_TO_PRINT = fault_kind(
    "C156",
    "nothing-to-print",
    _REJECT,
    "没有可打印的",
    "没有找到要打印的“{what}”。",
    "可写 blanks（空白报表）、returned（退回件）、letters（催办函）、rectifications（整改通知书），或 reports/ 里一份报告的名称；报告要先用 duchá report 出好。",
)
NOT_PRINTED = fault_kind(
    code="C157",
    name="not-printed",
    weight=Weight.QUERY,
    title="没有打印成",
    message="{file} 没有打印成。",
    remedy="请用 Excel、WPS 打开看看，另行打印。",
)
TEMPLATE_BROKEN = fault_kind(
    "C158",
    "template-broken",
    _REJECT,
    "公文模板有误",
    "公文模板 {file} 用不了：{why}。",
    "请在 Word 或 WPS 里改好再运行；改不好的，删去行动文件夹里的这一份，就用软件自带的。",
)
NO_TEMPLATE = fault_kind(
    "C159", "no-template", _REJECT, "没有这个公文模板", "没有找到公文模板 {file}。", "请把模板放到那里，或者改制度里文书的 template。"
)
NO_SUCH_WAIVER = fault_kind("C152", "no-such-waiver", _REJECT, "没有这项豁免", "没有第 {number} 号豁免。", "现有的豁免：{known}。")
NOT_A_NUMBER = fault_kind("C153", "not-a-receipt-number", _REJECT, "编号有误", "“{found}”不是编号。", "请写收件号或豁免号，例如 12。")

CATALOGUE = tuple(value for value in list(globals().values()) if isinstance(value, FaultKind))
