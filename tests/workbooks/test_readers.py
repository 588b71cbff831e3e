"""Persistent guarded processes: answers in order; a death, a time-out, a lack of memory costs one file (P2, P9)."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import HANGS
from duchá.workbooks import pool
from duchá.workbooks.pool import Readers, ReadersBroken, open_readers, read_workbook
from duchá.workbooks.sheets import faults
from duchá.workbooks.sheets.model import FileKind
from workbooks.build import GOOD, kind, text_cell, xlsx

SOURCE = Path(pool.__file__).parents[2]
HUNGRY = xlsx('<row r="1">' + text_cell("A1", "x") + text_cell("P1", "x") + '</row><row r="1031000"><c r="P1031000"><v>1</v></c></row>')


@pytest.fixture
def readers() -> Iterator[Readers]:
    with open_readers(2) as opened:
        yield opened


def stored(folder: Path, *contents: bytes) -> list[tuple[int, Path, FileKind, str]]:
    jobs = []
    for n, data in enumerate(contents):
        path = folder / f"{n:03}"
        path.write_bytes(data)
        jobs.append((n, path, kind(data), f"{n}.xlsx"))
    return jobs


def slow(rows: int) -> bytes:
    return xlsx("".join(f'<row r="{n}"><c r="A{n}"><f>1</f><v>1</v></c></row>' for n in range(1, rows)))


def test_answers_come_in_order_whatever_takes_longer(readers: Readers, tmp_path: Path) -> None:
    contents = [slow(8_000) if n % 7 == 0 else xlsx(f'<row r="1">{text_cell("A1", f"第{n}份")}</row>') for n in range(60)]
    answers = list(readers.read_many(stored(tmp_path, *contents)))
    assert [key for key, _, _ in answers] == list(range(60))
    assert all(book is not None and not found for _, book, found in answers)
    assert [book.sheets[0].value(1, 1) for n, book, _ in answers if book and n % 7] == [f"第{n}份" for n in range(60) if n % 7]


def test_files_are_drawn_as_they_are_needed(readers: Readers, tmp_path: Path) -> None:
    drawn: list[int] = []

    def jobs() -> Iterator[tuple[int, Path, FileKind, str]]:
        for job in stored(tmp_path, *[GOOD] * 100):
            drawn.append(job[0])
            yield job

    answers = readers.read_many(jobs())
    next(answers)
    assert len(drawn) < 40


def test_a_file_that_needs_too_much_memory_costs_only_itself(tmp_path: Path) -> None:
    """In a process of its own: the limit is inherited by its readers, and must not fall on the tests themselves."""
    for n, data in enumerate((GOOD, HUNGRY, GOOD, GOOD)):
        (tmp_path / f"{n}.xlsx").write_bytes(data)
    code = (
        "import resource, sys; from pathlib import Path; from duch\u00e1.workbooks.pool import open_readers;"
        "from duch\u00e1.workbooks.sheets.model import FileKind; size = 256 * 1024 * 1024;"
        "resource.setrlimit(resource.RLIMIT_DATA, (size, size)); folder = Path(sys.argv[1])\n"
        "with open_readers(2) as readers:\n"
        "    for _, _, found in readers.read_many((n, folder / f'{n}.xlsx', FileKind.XLSX, f'{n}.xlsx') for n in range(4)):\n"
        "        print(*[f'{fault.kind.code} {fault.message}' for fault in found] or ['read'])"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(tmp_path)], capture_output=True, encoding="utf-8", timeout=HANGS, check=True
    )
    first, second, *others = ran.stdout.splitlines()
    assert (first, others) == ("read", ["read", "read"])
    assert second.startswith("S023") and ("内存" in second or "退出" in second)


def test_a_file_that_takes_too_long_costs_only_itself(readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SECONDS", 1.0)
    answers = list(readers.read_many(stored(tmp_path, GOOD, slow(900_000), GOOD, GOOD, GOOD)))
    assert [found[0].kind if found else None for _, _, found in answers] == [None, faults.OUT_OF_REACH, None, None, None]
    assert "时限" in answers[1][2][0].message


@pytest.mark.sweep
def test_a_file_is_read_on_a_machine_that_has_no_time_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a busy machine makes a reader wait is no fault of the file: a good register was told to be damaged."""
    monkeypatch.setattr(pool, "PATIENCE", 10_000)
    assert [found for _, _, found in held_up(tmp_path, monkeypatch, goes_on=True)] == [()]


@pytest.mark.sweep
def test_a_process_that_only_waits_is_ended_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 2)
    ((_, _, found),) = held_up(tmp_path, monkeypatch, goes_on=False)
    assert [fault.kind for fault in found] == [faults.OUT_OF_REACH] and "时限" in found[0].message


def held_up(folder: Path, monkeypatch: pytest.MonkeyPatch, *, goes_on: bool) -> list[Any]:
    """The answer about a good file whose reader stood still for a while, or for ever."""
    others = worker_processes()
    with open_readers(1) as readers:
        list(readers.read_many(stored(folder, GOOD)))
        (reader,) = (int(number) for number in worker_processes() - others)
        monkeypatch.setattr(pool, "SECONDS", 0.2)
        os.kill(reader, signal.SIGSTOP)
        wake = threading.Timer(1.0, os.kill, (reader, signal.SIGCONT))
        if goes_on:
            wake.start()
        answers = list(readers.read_many(stored(folder, GOOD)))
        if goes_on:
            wake.join()
        return answers


def test_a_process_killed_from_outside_is_replaced(readers: Readers, tmp_path: Path) -> None:
    jobs = stored(tmp_path, *[slow(12_000)] * 6)
    answers = readers.read_many(jobs)
    next(answers)
    children = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "workbooks/child"], capture_output=True, text=True, check=True)
    os.kill(int(children.stdout.split()[0]), 9)
    rest = list(answers)
    refused = [found[0].kind for _, _, found in rest if found]
    assert len(rest) == 5 and refused in ([], [faults.OUT_OF_REACH])


def test_closing_leaves_no_process(tmp_path: Path) -> None:
    others = worker_processes()  # readers that other tests of this process still have open
    with open_readers(2) as opened:
        list(opened.read_many(stored(tmp_path, GOOD, GOOD)))
    begun = time.monotonic()
    while left := worker_processes() - others:
        assert time.monotonic() - begun < HANGS, left  # a busy machine takes a moment to let them go
        time.sleep(0.1)


def worker_processes() -> set[str]:
    """The numbers of our own readers that still run."""
    command = ["pgrep", "-P", str(os.getpid()), "-f", "workbooks/child"]
    return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())


def test_leaving_in_the_middle_reads_no_further(tmp_path: Path) -> None:
    drawn = []
    others = worker_processes()
    with open_readers(2) as opened:
        answers = opened.read_many(drawn.append(job) or job for job in stored(tmp_path, *[slow(6_000)] * 40))  # type: ignore[func-returns-value]  # noted as it is drawn
        next(answers)
    assert len(drawn) < 40 and not worker_processes() - others


def test_a_broken_installation_is_no_file_s_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("true"))
    with open_readers(1) as opened, pytest.raises(ReadersBroken):
        opened.read(*stored(tmp_path, GOOD)[0][1:])


def test_one_reader_that_cannot_be_started_leaves_its_files_to_the_other(
    readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = iter((False, True))
    whole = subprocess.Popen

    def popen(*arguments: Any, **settings: Any) -> Any:
        if next(started, True):
            return whole(*arguments, **settings)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(subprocess, "Popen", popen)
    assert [found for _, _, found in readers.read_many(stored(tmp_path, *[GOOD] * 40))] == [()] * 40


def test_readers_that_cannot_be_started_are_said_and_never_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def popen(*arguments: Any, **settings: Any) -> Any:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", popen)
    with open_readers(2) as opened:
        for _ in range(2):  # the second time nobody is left to take it
            with pytest.raises(BlockingIOError):
                list(opened.read_many(stored(tmp_path, *[GOOD] * 40)))


def test_one_file_once(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(GOOD)
    book, found = read_workbook(path)
    assert book is not None and not found and book.sheets[0].rows == (("序号", "项目"), (1,))
    assert read_workbook(tmp_path / "没有.xlsx")[1][0].kind is faults.VANISHED
    assert read_workbook(tmp_path)[1][0].kind is faults.NOT_A_REGULAR_FILE


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "zh_CN.GBK"])
def test_it_runs_from_a_checkout_whose_path_has_spaces_and_chinese(locale: str, tmp_path: Path) -> None:
    checkout = tmp_path / "督查 工具" / "src"
    shutil.copytree(SOURCE, checkout, ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "附件2.xlsx"
    path.write_bytes(GOOD)
    code = "import sys; from pathlib import Path; from duch\\u00e1.workbooks.pool import read_workbook as r; print(r(Path(sys.argv[1]))[0] is not None)"
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", f"exec('''{code}''')", str(path)],
        env={"PYTHONPATH": str(checkout), "LC_ALL": locale, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.strip() == "True", ran.stderr


def test_the_process_runs_the_very_program_that_asks_it(tmp_path: Path) -> None:
    """Also where another one is installed: what one of them knows, the other need not know."""
    checkout = tmp_path / "src"
    shutil.copytree(SOURCE, checkout, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "duchá" / "told.py").write_text("def where(request):\n    return __file__.encode()\n", encoding="utf-8")
    code = (
        "from duch\u00e1.workbooks.pool import open_readers\n"
        "with open_readers(1) as readers: print(readers.ask('duch\u00e1.told:where', {}, 'x').decode())"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={"PYTHONPATH": str(checkout), "PATH": os.environ["PATH"]},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(ran.stdout.strip()) == checkout / "duchá" / "told.py"


def test_a_print_in_a_library_cannot_break_the_answers(readers: Readers, tmp_path: Path) -> None:
    odd = xlsx('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c>' + text_cell("B1", "x") + "</row>")
    for _, book, found in readers.read_many(stored(tmp_path, odd, GOOD, odd)):
        assert book is not None and not found
