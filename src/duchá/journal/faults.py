"""Faults of the journal (J): J0xx the machine, J1xx the record, J2xx the archive, J3xx notes."""

from __future__ import annotations

from datetime import datetime

from duchá.terms.fault import Fault, FaultKind, Weight, fault_kind


class JournalError(Exception):
    """The journal could not be read or written; ``fault`` says why and what to do, in one line."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.kind.code} {fault.kind.name}: {fault.message}{fault.remedy}")
        self.fault = fault


_REJECT, _QUERY, _NOTE = Weight.REJECT, Weight.QUERY, Weight.NOTE

LOCKED = fault_kind(
    "J001",
    "locked",
    _REJECT,
    "另一次运行尚未结束",
    "等候 {seconds} 秒后，本行动仍被另一次运行占用（{holder}）。",
    "请等那次运行结束后再试；若那次运行已无响应，请先结束该进程。",
)
BUSY = fault_kind(
    "J002",
    "busy",
    _REJECT,
    "日志被其他程序占用",
    "日志文件被其他程序打开并锁定。",
    "请关闭正在使用它的程序（数据库工具、备份或同步软件）后再试。",
)
DAMAGED = fault_kind(
    "J003",
    "damaged",
    _REJECT,
    "日志文件损坏",
    "日志文件已损坏，没有改动它（{detail}）。",
    "请先把整个行动文件夹另存一份，再用最近的备份或日志导出件恢复。",
)
NOT_A_JOURNAL = fault_kind(
    "J004",
    "not-a-journal",
    _REJECT,
    "不是督查日志",
    "这是其他程序的数据库，不是督查日志，没有改动它。",
    "请检查行动文件夹是否选对；若日志被误覆盖，请用备份恢复。",
)
NEWER_VERSION = fault_kind(
    "J005",
    "newer-version",
    _REJECT,
    "日志由更新版本的程序写成",
    "日志由更新版本的程序写成（日志格式 {version}，本程序只认到 {known}），没有改动它。",
    "请升级本程序后再打开。",
)
OLDER_VERSION = fault_kind(
    "J006",
    "older-version",
    _REJECT,
    "日志格式较旧",
    "日志格式是 {version}，本程序用 {known}，尚未升级。",
    "请先运行一次 duchá record：它会先留备份，再升级日志。",
)
MISSING = fault_kind(
    "J007", "missing", _REJECT, "没有日志", "这里还没有日志文件。", "请检查行动文件夹是否选对；新行动请先运行 duchá init-campaign。"
)
DISK_FULL = fault_kind(
    "J008",
    "disk-full",
    _REJECT,
    "磁盘空间不足",
    "磁盘已满，这一条没有记下，此前的记录完好。",
    "请清理磁盘或换到空间充足的磁盘后，重新运行同一命令。",
)
WRITE_FAILED = fault_kind(
    "J009",
    "write-failed",
    _REJECT,
    "读写失败",
    "读写时系统报错，这一步没有完成，此前的记录完好（{detail}）。",
    "请检查磁盘、网络盘连接、配额和文件大小限制后，重新运行同一命令。",
)
READ_ONLY = fault_kind(
    "J010",
    "read-only",
    _REJECT,
    "没有写入权限",
    "文件夹或日志文件不允许写入。",
    "请取得该文件夹的写入权限，或把整个行动文件夹复制到可写的位置后再运行。",
)
UNFINISHED_WRITE = fault_kind(
    "J011",
    "unfinished-write",
    _REJECT,
    "上次写入中断",
    "上次写入中途被打断，要先还原才能读取，而这个文件夹不允许写入。",
    "请把整个行动文件夹（含 .duchá）复制到可写的位置后再运行。",
)
UNSTORABLE_TEXT = fault_kind(
    "J012",
    "unstorable-text",
    _REJECT,
    "含无法保存的字符",
    "要记下的内容含有无法保存的字符（{what}），没有记下。",
    "请在原件中删去该字符，或重新录入该处文字后再试。",
)
ALREADY_THERE = fault_kind(
    "J013", "already-there", _REJECT, "目标已存在", "目标文件已存在，没有覆盖它。", "请换一个位置，或先把原有文件移走。"
)
BAD_EXPORT = fault_kind(
    "J014",
    "bad-export",
    _REJECT,
    "导出件不完整或被改动",
    "导出件第 {line} 行有误（{detail}），没有恢复任何内容。",
    "请重新复制一份完整的导出件后再恢复。",
)
NO_ACCESS = fault_kind(
    "J015",
    "no-access",
    _REJECT,
    "打不开日志",
    "无法打开日志文件或它所在的文件夹（{detail}）。",
    "请检查路径是否存在、是否有读取权限、打开的文件是否过多，然后再试。",
)
NO_LOCKS = fault_kind(
    "J017",
    "no-locks",
    _REJECT,
    "这个磁盘不能加锁",
    "行动文件夹所在的磁盘（多为网络盘、同步盘）不支持加锁，两次运行可能互相覆盖，所以没有打开日志。",
    "请把行动文件夹放到本机磁盘上运行，用完再复制回去；或请管理员打开该网络盘的文件锁功能。",
)
SERVER_AWAY = fault_kind(
    "J018",
    "server-away",
    _REJECT,
    "连不上日志服务器",
    "连不上存放日志的数据库服务器（{detail}），这一步没有完成，此前的记录完好。",
    "请核对网络和 campaign.toml 的 [journal] url，或请管理员看服务器是否开着；恢复后重新运行同一命令，没有记下的会接着做。",
)
SERVER_LOGIN = fault_kind(
    "J019",
    "server-login",
    _REJECT,
    "日志服务器不让登录",
    "存放日志的数据库服务器不让登录（{detail}）。",
    "请核对 [journal] url 里的用户名和数据库名；密码放在环境变量 PGPASSWORD 或本人的 .pgpass 文件里，不要写进网址。",
)
NO_POSTGRES = fault_kind(
    "J020",
    "no-postgres",
    _REJECT,
    "没有安装连接服务器的部件",
    "本行动的日志在数据库服务器上，这台电脑没有装连接它的部件（psycopg）。",
    "请运行 pip install 'ducha[postgres]'，离线的用带这个部件的安装包。",
)
SERVER_RIGHTS = fault_kind(
    "J021",
    "server-rights",
    _REJECT,
    "在日志服务器上没有权限",
    "这个数据库用户不能这样做，或者服务器只许读（{detail}）。",
    "请管理员把这个用户加入 [journal] clerks 所写的角色；建日志、搬日志、清除原件要用日志的所有者来做。",
)
TWO_PLACES = fault_kind(
    "J022",
    "two-places",
    _REJECT,
    "日志在两个地方",
    "campaign.toml 写明日志在服务器上（{server}），这个文件夹里却还有日志文件，不知道以哪个为准，没有动任何一个。",
    "要搬到服务器上的，请运行 duchá journal move；仍用文件的，请删去 campaign.toml 的 [journal] 一节。",
)
OTHER_CAMPAIGN = fault_kind(
    "J023",
    "journal-of-another",
    _REJECT,
    "服务器上的日志与这个文件夹对不上",
    "服务器上这个位置的日志最后一次记下的设置（第 {entry} 条记录）不在本文件夹的存档里，可能是另一个行动的，也可能是存档所在的共享盘没有接上。",
    "请核对 campaign.toml 的 [journal] url 和 schema，一个行动一个 schema；共享盘没有接上的先接上。",
)
SERVER_ENCODING = fault_kind(
    "J024",
    "server-encoding",
    _REJECT,
    "数据库的编码不合用",
    "数据库的编码是 {found}，存不全汉字。",
    "请管理员另建一个 UTF8 编码的数据库（createdb --encoding=UTF8 --template=template0）。",
)
BAD_ADDRESS = fault_kind(
    "J025",
    "bad-address",
    _REJECT,
    "不知道搬到哪里",
    "“{found}”不是服务器的网址。",
    "请写成 postgresql://用户名@主机/数据库（不写密码），或者写 file 搬回本文件夹；搬到服务器上的也可以先写好 [journal] url，不写 --to。",
)
SERVER_MEANWHILE = fault_kind(
    "J026",
    "server-meanwhile",
    _REJECT,
    "断开期间别人记了新的",
    "与服务器的连接中断过，中断期间别人记下了新的内容，这一步没有完成，此前的记录完好。",
    "请重新运行同一命令。",
)
NOTHING_TO_ADD_UP = fault_kind(
    "J027",
    "nothing-to-add-up",
    _REJECT,
    "里面没有督查行动",
    "“{source}”里没有督查行动，也没有日志导出件。",
    "请核对路径；可以是行动文件夹、journal export 导出的文件夹、装着它们的文件夹或 zip。",
)
NO_SETTINGS = fault_kind(
    "J028",
    "no-settings",
    _REJECT,
    "日志里没有设置",
    "这份日志里没有记下行动的设置和名单，没法汇总。",
    "请在原来的行动文件夹里运行一次 duchá status，再导出。",
)
NO_CLUSTER = fault_kind(
    "J029",
    "no-cluster",
    _REJECT,
    "没有安装连接集群的部件",
    "写了 --scheduler，这台电脑没有装连接集群的部件（distributed）。",
    "请运行 pip install 'ducha[cluster]'，或者不写 --scheduler，用本机的处理器。",
)
CLUSTER_AWAY = fault_kind(
    "J030",
    "cluster-away",
    _REJECT,
    "连不上集群",
    "连不上集群 {address}（{detail}），没有汇总。",
    "请核对地址、集群是否开着、有没有工作进程，或者不写 --scheduler，用本机的处理器。",
)
ZIP_TOO_LARGE = fault_kind(
    "J031",
    "zip-too-large",
    _REJECT,
    "压缩包里的日志过大",
    "压缩包里的日志解开后超过 {limit} MB，或与所写的大小不符，没有读。",
    "请解压后用文件夹汇总。",
)
LOST = fault_kind(
    "J016",
    "journal-lost",
    _REJECT,
    "日志不见了",
    "存档里还有 {files} 个原件，日志文件却不在了；没有另建日志，也没有催办任何单位。",
    "请从备份找回这个文件；有导出件的，用 duchá journal restore 恢复。两样都没有的，请保留现状并报告负责人。",
)

ENTRY_ALTERED = fault_kind(
    "J101",
    "chain-broken",
    _REJECT,
    "记录被改动",
    "第 {entry} 条记录与它的校验码不符，已被改动。",
    "请保留现状并报告负责人，用备份或日志导出件核对这一条。",
)
LINK_BROKEN = fault_kind(
    "J102",
    "link-broken",
    _REJECT,
    "记录前后不衔接",
    "第 {entry} 条记录与前一条不衔接，两条中至少一条被换过。",
    "请保留现状并报告负责人，用备份或日志导出件核对这两条。",
)
ENTRY_MISSING = fault_kind(
    "J103", "entry-missing", _REJECT, "记录缺失", "从第 {entry} 条起缺 {count} 条记录。", "请保留现状并报告负责人，用备份或日志导出件找回。"
)
BODY_ALTERED = fault_kind(
    "J104",
    "body-altered",
    _REJECT,
    "记录正文被改动",
    "第 {entry} 条记录的正文与校验码不符，已被改动或删除。",
    "请保留现状并报告负责人，用存档原件或备份核对。",
)
BODY_FOREIGN = fault_kind(
    "J105",
    "body-foreign",
    _REJECT,
    "多出的正文",
    "有一份正文记在第 {entry} 条名下，但该条没有正文。",
    "请保留现状并报告负责人，用备份核对。",
)
GUARDS_ALTERED = fault_kind(
    "J106",
    "guards-altered",
    _REJECT,
    "日志的防改装置被动过",
    "日志内部的“{part}”被删除、改动或添加。",
    "请保留现状并报告负责人，用备份或日志导出件核对全部记录。",
)
HEAD_UNKNOWN = fault_kind(
    "J107",
    "head-unknown",
    _REJECT,
    "报告上的校验码不在日志中",
    "日志中没有校验码为 {head} 的记录，日志可能整体换过。",
    "请先核对校验码是否抄对；若无误，请保留现状并报告负责人。",
)

ENTRY_FOREIGN = fault_kind(
    "J108",
    "entry-foreign",
    _REJECT,
    "多出的记录",
    "编号 {entry} 的记录不是程序写入的。",
    "请保留现状并报告负责人，用备份或日志导出件核对。",
)

ARCHIVE_ALTERED = fault_kind(
    "J201",
    "archive-altered",
    _REJECT,
    "存档原件被改动",
    "存档文件的内容与它的校验码不符，已被改动。",
    "请向报送单位索取原件或用备份恢复，并报告负责人。",
)
ARCHIVE_MISSING = fault_kind(
    "J202",
    "archive-missing",
    _REJECT,
    "存档原件缺失",
    "第 {entry} 条记录所依据的原件不在存档中。",
    "请用备份恢复该文件，或向报送单位索取原件。",
)
ARCHIVE_FOREIGN = fault_kind(
    "J203",
    "archive-foreign",
    _QUERY,
    "存档中有外来文件",
    "存档文件夹里的这个文件不是程序存入的。",
    "请把它移出存档文件夹；存档由程序管理，请勿放入其他文件。",
)
ARCHIVE_UNRECORDED = fault_kind(
    "J204",
    "archive-unrecorded",
    _NOTE,
    "存档原件尚未入账",
    "这个文件已存档而日志中没有记录，可能是上次运行中断所致。",
    "请重新运行上次的命令，程序会补记。",
)
ARCHIVE_UNREADABLE = fault_kind(
    "J205", "archive-unreadable", _REJECT, "存档原件读不出", "存档文件无法读取（{detail}）。", "请检查读取权限和磁盘，然后再核验一次。"
)

ARCHIVE_LEFT_OVER = fault_kind(
    "J206",
    "archive-left-over",
    _NOTE,
    "存档中有半个文件",
    "这是上次运行被打断时留下的半个文件，没有被任何记录使用。",
    "可以删除它；请重新运行上次的命令。",
)
ARCHIVE_PURGED = fault_kind(
    "J207",
    "archive-purged",
    _NOTE,
    "原件已按规定清除",
    "第 {receipt} 号收件的原件已清除（{approver}批准：{reason}），校验码和清除记录留在流水里。",
    "无需处理。",
)
PURGE_UNFINISHED = fault_kind(
    "J208",
    "purge-unfinished",
    _REJECT,
    "清除没有做完",
    "第 {receipt} 号收件已登记清除，原件或正文却还在。",
    "请再运行一次 duchá journal purge {receipt}。",
)

CLOCK_BACKWARDS = fault_kind(
    "J301",
    "clock-backwards",
    _NOTE,
    "电脑时钟倒退",
    "电脑时间 {now} 早于上一条记录的时间 {last}。记录次序以序号为准，此事已记入日志。",
    "请核对电脑的日期和时间。",
)

AWAY = (  # what libpq and the server say → what a person is told
    ("Connection refused", "服务器没有开，或者端口不对"),
    ("could not translate host name", "找不到这个主机"),
    ("Name or service not known", "找不到这个主机"),
    ("failed to resolve host", "找不到这个主机"),
    ("timeout expired", "等不到回答"),
    ("timed out", "等不到回答"),
    ("Network is unreachable", "网络不通"),
    ("No route to host", "网络不通"),
    ("starting up", "服务器正在启动"),
    ("shutting down", "服务器正在关闭"),
    ("terminating connection", "服务器断开了连接"),
    ("closed the connection", "连接断了"),
    ("connection is closed", "连接断了"),
    ("connection is lost", "连接断了"),
    ("too many clients", "连接数已满"),
)
EMPTY_FILE = "文件为空"
UNKNOWN_HOLDER = "占用者尚未登记"
ANOTHER_CLERK = "另一位经办人的命令"
WAITING = "另一次运行正在使用本行动（{holder}），等它结束，最多等 {seconds} 秒……"
CONNECTING = "正在连接存放日志的数据库服务器，还没有回答，最多等 {seconds} 秒……"


def entry_words(seq: object) -> str:
    """Which entry, for a person."""
    return f"第 {seq} 条记录" if isinstance(seq, int) else "一条没有编号的记录"


def away_words(detail: str) -> str:
    """Why a server cannot be reached, as far as the words of libpq are known; else as it says it."""
    return next((said for word, said in AWAY if word in detail), detail)


def holder_words(by: object, since: datetime, pid: object) -> str:
    """Who holds the lock, for a person, who looks at the clock on the wall."""
    return f"{by}，{since.month}月{since.day}日 {since:%H:%M:%S} 开始，进程 {pid}"


CATALOGUE: tuple[FaultKind, ...] = tuple(kind for kind in list(vars().values()) if isinstance(kind, FaultKind))
