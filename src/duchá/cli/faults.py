"""Why a command could not run, where no stage of the work has a word in it: codes U001–U099."""

from __future__ import annotations

import errno

from duchá.terms.fault import Fault, Weight, fault_kind
from duchá.terms.place import Place
from duchá.terms.reasons import system_reason

_REJECT = Weight.REJECT

NO_SUCH_FILE = fault_kind("U011", "no-such-file", _REJECT, "找不到文件", "找不到“{file}”。", "请核对路径，或确认它没有被移走。")
NO_PERMISSION = fault_kind(
    "U012", "no-file-permission", _REJECT, "没有权限", "没有权限读写“{file}”。", "请关闭正在使用它的程序，或取得权限后再运行。"
)
DISK_FULL = fault_kind("U013", "no-space", _REJECT, "磁盘空间不足", "写“{file}”时磁盘已满。", "请腾出空间后再运行一次同样的命令。")
READ_ONLY = fault_kind(
    "U014", "read-only-disk", _REJECT, "磁盘只读", "“{file}”所在的磁盘不能写入。", "请把行动文件夹放到可写的磁盘上再运行。"
)
ALREADY_THERE = fault_kind("U015", "file-exists", _REJECT, "文件已存在", "“{file}”已经存在，没有改动它。", "请换一个名字，或先把它移走。")
WRONG_SORT = fault_kind("U016", "file-or-folder", _REJECT, "文件与文件夹弄混", "“{file}”该是文件的地方是文件夹，或者相反。", "请核对路径。")
TOO_LARGE = fault_kind(
    "U017", "file-too-large", _REJECT, "超出文件大小限制", "写“{file}”时超出了系统允许的文件大小。", "请联系系统管理员放宽限制后再运行。"
)
NO_ROOM = fault_kind(
    "U018",
    "machine-short",
    _REJECT,
    "机器资源不足",
    "这台机器眼下可用的内存、进程或可同时打开的文件不够，本次没有做完；做完的部分已保存。",
    "请关闭其他程序后再运行一次同样的命令；仍不够的，请系统管理员放宽限制。",
)
OTHER_IO = fault_kind("U019", "io-error", _REJECT, "读写失败", "读写“{file}”失败（{reason}）。", "请检查磁盘和网络后再运行一次。")

_BY_NUMBER = {
    errno.ENOENT: NO_SUCH_FILE,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: READ_ONLY,
    errno.EEXIST: ALREADY_THERE,
    errno.EISDIR: WRONG_SORT,
    errno.ENOTDIR: WRONG_SORT,
    errno.EFBIG: TOO_LARGE,
    errno.EMFILE: NO_ROOM,
    errno.ENFILE: NO_ROOM,
    errno.ENOMEM: NO_ROOM,
    errno.EAGAIN: NO_ROOM,
}


def of_os_error(error: OSError) -> Fault:
    """The fault that an error of the operating system amounts to."""
    file = str(error.filename or "")
    kind = _BY_NUMBER.get(error.errno or 0, OTHER_IO)
    if kind is NO_ROOM:
        return kind.at()
    if kind is OTHER_IO:
        return kind.at(Place(file=file), file=file or "…", reason=system_reason(error))
    return kind.at(Place(file=file), file=file or "…")
