"""How much memory a reading process may take, by the kernel where it can, else by looking; and how long it has worked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_MEMORY_FOLDER, _ROOM = Path("/dev/shm"), 512 * 1024 * 1024  # noqa: S108  only a private folder is made in it


def limit_this_process(size: int) -> None:
    """Let this process take at most ``size`` bytes of memory, and leave no core file.

    Linux: RLIMIT_AS. Windows: a job object (untested). macOS does not enforce RLIMIT_AS: there the parent looks, see ``memory_of``.
    """
    if sys.platform == "win32":
        _limit_by_job(size)
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def memory_of(process: int) -> int:
    """Bytes that a running process holds, where the kernel does not limit it itself (macOS); 0 elsewhere."""
    if sys.platform != "darwin":
        return 0
    told = subprocess.run(["/bin/ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False)
    return int(told.stdout.strip() or 0) * 1024


def processor_seconds_of(process: int) -> float | None:
    """Seconds of processor time that a running process has taken so far; None where the system does not tell (only Linux is asked)."""
    with suppress(OSError, ValueError, IndexError):
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return None


def _limit_by_job(size: int) -> None:
    """Put this process into a job object with a memory limit; where that is refused the 20 seconds alone remain."""
    if sys.platform != "win32":
        return
    import ctypes

    kernel = ctypes.windll.kernel32
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION: flags at byte 16, ProcessMemoryLimit after the basic part (64) and the I/O counters (48)
    information = bytearray(144)
    information[16:20] = (0x100).to_bytes(4, "little")
    information[112:120] = size.to_bytes(8, "little")
    block = (ctypes.c_char * 144).from_buffer(information)
    kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, block, 144)
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(kernel.GetCurrentProcess()))


def scratch_place() -> Path | None:
    """Where the readers' private copies stand for a moment: in memory where the system has room there, else in its usual place (None).

    A file made and removed on a disk costs a third of reading it.
    """
    with suppress(OSError):
        if os.access(_MEMORY_FOLDER, os.W_OK) and shutil.disk_usage(_MEMORY_FOLDER).free > _ROOM:
            return _MEMORY_FOLDER
    return None


def worker_environment(scratch: str) -> dict[str, str]:
    """The environment of a reading process: quiet, without anything of ours in it; its temporary files go into ``scratch``."""
    kept = ("SYSTEMROOT", "PATH")
    steady = {
        "MALLOC_TRIM_THRESHOLD_": "1073741824",
        "MALLOC_MMAP_THRESHOLD_": "33554432",
        "MALLOC_TOP_PAD_": "16777216",
    }  # glibc: keep the heap
    return (
        {"RUST_BACKTRACE": "0"}
        | dict.fromkeys(("TEMP", "TMP", "TMPDIR"), scratch)
        | steady
        | {key: os.environ[key] for key in kept if key in os.environ}
    )
