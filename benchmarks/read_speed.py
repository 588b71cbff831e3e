"""Reading 1,000 returns through intake, look and two workers, against bare python-calamine in one process (= 1).

Run: ``python benchmarks/read_speed.py [count]``. Files and archive stand on a memory file system where there is one.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import python_calamine
import xlsxwriter

from duchá.workbooks.intake import digest, take_in_many
from duchá.workbooks.pool import open_readers
from duchá.workbooks.sheets.model import FileKind

_WORDS = ("未公示收费依据", "超时办结", "已整改到位，建立台账制度并公示", "无", "区财政局", "行政许可")


def make_return(path: Path, seed: int) -> None:
    """One return as departments send them: 3 visible sheets, 50 rows, about 25 kB."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    cell, day = book.add_format({"border": 1}), book.add_format({"num_format": "yyyy-mm-dd", "border": 1})
    share = book.add_format({"num_format": "0.00%"})
    for number in (2, 3, 4):
        sheet = book.add_worksheet(f"附件{number}")
        sheet.merge_range(0, 0, 0, 9, "自查自纠情况汇总表", cell)
        for column in range(10):
            sheet.write(3, column, f"栏目{column}", cell)
        for row in range(4, 54):
            sheet.write_number(row, 0, row - 3, cell)
            for column in range(1, 7):
                sheet.write_string(row, column, f"{chance.choice(_WORDS)}{chance.randrange(1000)}{'说明文字' * chance.randrange(8)}", cell)
            sheet.write_number(row, 7, 42000 + chance.randrange(300), day)
            sheet.write_number(row, 8, chance.random(), share)
            sheet.write_string(row, 9, "张三", cell)
    book.close()


def bare(paths: list[Path]) -> None:
    """What everything is measured against."""
    for path in paths:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()


def hardened(paths: list[Path], archive: Path) -> None:
    """Intake, look, read, witness, answers in order."""

    def taken() -> Iterator[tuple[str, Path, FileKind, str]]:
        for intake, _ in take_in_many(paths, archive):
            assert intake is not None
            yield intake.sha256, intake.stored, intake.kind, intake.path.name

    with open_readers(2) as readers:
        for _, book, faults in readers.read_many(taken()):
            assert book is not None and not faults and len(book.sheets) == 3


def seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        paths = [folder / f"{number:05}.xlsx" for number in range(count)]
        for number, path in enumerate(paths):
            make_return(path, number)
        one = min(seconds(lambda: bare(paths)) for _ in range(3))
        ours = [seconds(partial(hardened, paths, folder / f"archive{turn}")) for turn in range(3)]
        again = min(seconds(lambda: [digest(path) for path in paths]) for _ in range(3))
        print(f"{count} returns, {paths[0].stat().st_size / 1000:.0f} kB each")
        print(f"bare calamine, one process     1.00   {one / count * 1000:.2f} ms a file")
        print(f"intake + look + read, 2 workers {min(ours) / one:.2f}   {min(ours) / count * 1000:.2f} ms a file")
        print(f"the same folder again (digest)  {again / one:.3f}  {again / count * 1000:.3f} ms a file")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
